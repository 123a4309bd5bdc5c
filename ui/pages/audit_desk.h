// What is kept of audits in the open workspace: reads the history, writes verdicts and the calendar into the
// trail, and reports into files, away from the window's thread. What comes back belongs to the file that was
// asked about last.
#pragma once

#include "simulations/study/audit_words.h"
#include "simulations/study/consent_audit.h"
#include "ui/session/task_thread.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>

namespace attune::ui {

/// Audits the workspace and writes the report as a PDF, with nothing from outside the file. Errors: those of
/// the audit and the report.
Status write_audit_paper(const QString& workspace, const QString& file);

class AuditDesk : public QObject {
    Q_OBJECT
public:
    explicit AuditDesk(QObject* parent = nullptr);
    ~AuditDesk() override;

    /// The time now, ISO 8601 UTC; the system's unless a test sets another one.
    void set_clock(std::function<std::string()> now) { now_ = std::move(now); }
    std::string now() const { return now_(); }

    /// Reads the history of the workspace at this path, anew if it is the same one; empty: nothing is open.
    /// Then book_read() or failed().
    void open(const QString& path);
    /// Null until it is read.
    const std::shared_ptr<const AuditBook>& book() const { return book_; }
    bool busy() const { return open_requests_ > 0; }

    /// Writes what an audit found into the trail; kept(), then book_read(), or failed().
    void keep(std::shared_ptr<const audit::trail::WorkspaceAudit> found, AuditTrigger trigger,
              const AuditSigner& by);
    void set_calendar(const AuditCalendar& calendar, const AuditSigner& by); ///< book_read() or failed()
    /// Audits anew and writes the report: as a page, PDF, JSON or CSV, by the suffix. written() or failed().
    void write_report(const QString& file, const AuditAnchor& anchor);
    /// The same for an impact assessment, into a folder.
    void write_bundle(const QString& folder, const AuditAnchor& anchor);

Q_SIGNALS:
    void started();
    void book_read();
    void kept();
    void written(const QString& file);
    void failed(const attune::Error& error);
    void settled_now(); ///< nothing is under way any more

private:
    /// Done on the window's thread if the file is still the one that was asked about.
    using Answer = std::function<void()>;
    void ask(std::function<Result<Answer>(const std::string& path, const std::stop_token& stop)> work);
    Answer tell_book(Result<AuditBook> book);

    std::function<std::string()> now_;
    QString path_;
    quint64 opening_ = 0;
    int open_requests_ = 0;
    std::shared_ptr<const AuditBook> book_;
    std::unique_ptr<TaskThread> thread_; ///< last: it uses all of the above
};

} // namespace attune::ui
