#include "ui/pages/audit_desk.h"

#include "core/base/atomic_file.h"
#include "simulations/study/audit_keep.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/dpia_bundle.h"
#include "simulations/study/trail_key.h"
#include "ui/pages/audit_pdf.h"
#include "ui/session/guarded.h"
#include "ui/theme/words.h"

#include <QDateTime>
#include <QFile>
#include <QMetaObject>
#include <QThread>

#include <utility>

namespace attune::ui {
namespace {

Result<AuditBook> book_at(const std::string& path) {
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    return read_audit_book(workspace->trail());
}

Result<audit::trail::WorkspaceAudit> audit_at(const std::string& path, const AuditAnchor& anchor,
                                              const std::stop_token& stop) {
    const auto held = audit::trail::read_anchor(anchor.key, anchor.head);
    if (!held) return pass_on(held);
    return audit::trail::audit_workspace(path, *held, [&] { return stop.stop_requested(); });
}

/// Laying out text needs a thread of Qt's own.
Status print_apart(const std::string& page, const QString& file) {
    Status done;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { done = guarded([&] { return write_audit_pdf(page, file); }); }));
    thread->start();
    thread->wait();
    return done;
}

Status write_report_of(const std::string& path, const audit::trail::WorkspaceAudit& audit,
                       const QString& file) {
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    const Text& text = Text::english();
    const auto sections = audit_sections(*workspace, audit, text);
    if (!sections) return pass_on(sections);
    const QString kind = file.section(u'.', -1).toLower();
    if (kind == QLatin1String("pdf")) return print_apart(audit_page(*sections, text), file);
    return write_file(QFile::encodeName(file).toStdString(),
                      kind == QLatin1String("json")  ? audit_report_document(*sections, audit).dump(2) + "\n"
                      : kind == QLatin1String("csv") ? audit_report_csv(*sections)
                                                     : audit_page(*sections, text));
}

} // namespace

Status write_audit_paper(const QString& workspace, const QString& file) {
    const std::string path = QFile::encodeName(workspace).toStdString();
    const auto audit = audit::trail::audit_workspace(path, {});
    if (!audit) return pass_on(audit);
    const auto opened = Workspace::open(path, OpenMode::read_only);
    if (!opened) return pass_on(opened);
    const auto sections = audit_sections(*opened, *audit, Text::english());
    if (!sections) return pass_on(sections);
    return write_audit_pdf(audit_page(*sections, Text::english()), file);
}

AuditDesk::AuditDesk(QObject* parent)
    : QObject(parent)
    , now_([] {
        return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ssZ")).toStdString();
    })
    , thread_(std::make_unique<TaskThread>()) {}

AuditDesk::~AuditDesk() {
    thread_.reset();
}

void AuditDesk::ask(
    std::function<Result<Answer>(const std::string& path, const std::stop_token& stop)> work) {
    if (path_.isEmpty()) return;
    ++open_requests_;
    Q_EMIT started();
    thread_->ask([this, opening = opening_, path = QFile::encodeName(path_).toStdString(),
                  work = std::move(work)](const std::stop_token& stop) {
        const auto answer =
            std::make_shared<Result<Answer>>(guarded([&]() -> Result<Answer> { return work(path, stop); }));
        QMetaObject::invokeMethod(
            this,
            [this, opening, answer] {
                --open_requests_;
                if (opening == opening_) {
                    if (!*answer)
                        Q_EMIT failed(answer->error());
                    else if (**answer)
                        (**answer)();
                }
                if (!busy()) Q_EMIT settled_now();
            },
            Qt::QueuedConnection);
    });
}

AuditDesk::Answer AuditDesk::tell_book(Result<AuditBook> book) {
    const auto made = std::make_shared<Result<AuditBook>>(std::move(book));
    return [this, made] {
        if (!*made) return Q_EMIT failed(made->error());
        book_ = std::make_shared<const AuditBook>(std::move(**made));
        Q_EMIT book_read();
    };
}

void AuditDesk::open(const QString& path) {
    ++opening_;
    if (path != path_) book_.reset();
    path_ = path;
    ask([this](const std::string& at, const std::stop_token&) -> Result<Answer> {
        return tell_book(book_at(at));
    });
}

void AuditDesk::keep(std::shared_ptr<const audit::trail::WorkspaceAudit> found, AuditTrigger trigger,
                     const AuditSigner& by) {
    ask([this, found = std::move(found), note = AuditNote{.made = now_(), .trigger = trigger, .by = by}](
            const std::string& path, const std::stop_token&) -> Result<Answer> {
        auto key = user_signing_key();
        if (!key) return pass_on(key);
        const auto kept_as = keep_audit(path, std::move(*key), *found, note);
        if (!kept_as) return pass_on(kept_as);
        return [this, tell = tell_book(book_at(path))] {
            tell();
            Q_EMIT kept();
        };
    });
}

void AuditDesk::set_calendar(const AuditCalendar& calendar, const AuditSigner& by) {
    ask([this, calendar, by, made = now_()](const std::string& path,
                                            const std::stop_token&) -> Result<Answer> {
        auto key = user_signing_key();
        if (!key) return pass_on(key);
        const auto head = keep_calendar(path, std::move(*key), calendar, by, made);
        if (!head) return pass_on(head);
        return tell_book(book_at(path));
    });
}

void AuditDesk::write_report(const QString& file, const AuditAnchor& anchor) {
    ask([this, file, anchor](const std::string& path, const std::stop_token& stop) -> Result<Answer> {
        const auto audit = audit_at(path, anchor, stop);
        if (!audit) return pass_on(audit);
        if (auto done = write_report_of(path, *audit, file); !done) return pass_on(done);
        return [this, file] { Q_EMIT written(file); };
    });
}

void AuditDesk::write_bundle(const QString& folder, const AuditAnchor& anchor) {
    ask([this, folder, anchor](const std::string& path, const std::stop_token& stop) -> Result<Answer> {
        const auto audit = audit_at(path, anchor, stop);
        if (!audit) return pass_on(audit);
        const auto workspace = Workspace::open(path, OpenMode::read_only);
        if (!workspace) return pass_on(workspace);
        const auto files = attune::dpia_bundle(*workspace, *audit, Text::english());
        if (!files) return pass_on(files);
        if (auto done = attune::write_bundle(*files, QFile::encodeName(folder).toStdString()); !done)
            return pass_on(done);
        return [this, folder] { Q_EMIT written(folder); };
    });
}

} // namespace attune::ui
