// Reads the trail of the open workspace for the consent page, away from the window's thread: the picture,
// pages of the ledger, one person, an audit. What comes back belongs to the file that was asked about last.
#pragma once

#include "simulations/study/consent_audit.h"
#include "simulations/study/consent_ledger.h"
#include "simulations/study/trail_person.h"
#include "ui/session/one_job.h"

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

namespace attune::ui {

class ConsentDesk : public QObject {
    Q_OBJECT
public:
    explicit ConsentDesk(QObject* parent = nullptr);
    ~ConsentDesk() override;

    /// Reads the trail of the workspace at this path, anew if it is the same one; an empty path: nothing is
    /// open. Then loaded(), emptied() or failed().
    void open(const QString& path);
    const QString& path() const { return path_; }
    bool reading() const { return reading_.running(); }
    /// Null until it is read, and where there is no trail.
    const std::shared_ptr<const ConsentPicture>& picture() const { return picture_; }

    /// Looks for the rows of this filter; listed() when it is known how many there are.
    void list(const LedgerFilter& filter);
    /// Whether an answer to list() or fetch() is still to come.
    bool listing() const { return open_requests_ > 0; }
    const std::shared_ptr<const LedgerIndex>& index() const { return index_; }
    /// A page of what was listed; page_read() unless something else is listed meanwhile.
    void fetch(std::size_t page);
    /// Where an event stands in what was listed; placed().
    void place(std::uint64_t seq);
    /// What was listed, as CSV; written() or failed().
    void write_ledger(const QString& file);
    /// The newest signed head of the trail, for keeping where the file is not; written() or failed().
    void write_head(const QString& file);
    /// The receipt of one event, which can be checked without the workspace; written() or failed().
    void write_receipt(std::uint64_t seq, const QString& file);
    /// Everything about a person with receipts, as `attune-cli person --export` writes it; written() or
    /// failed().
    void write_person(UserId person, const QString& file);
    void look_up(UserId person); ///< person_read() or failed()

    /// What the next audits hold the trail against, until another file is opened.
    void set_anchor(const AuditAnchor& anchor) { anchor_ = anchor; }
    const AuditAnchor& anchor() const { return anchor_; }
    bool auditing() const { return audit_.running(); }
    void audit(); ///< audited(), audit_cancelled() or failed()
    void cancel_audit();

Q_SIGNALS:
    void read_on(double done);
    void loaded();
    void emptied();
    void listed();
    void page_read(std::size_t page, std::shared_ptr<const std::vector<attune::LedgerRow>> rows);
    void placed(quint64 row);
    void written(const QString& file);
    void person_read(std::shared_ptr<const attune::PersonTrail> person);
    void audit_started();
    void audit_went_on(double done);
    void audited(std::shared_ptr<const attune::AuditPicture> audit);
    void audit_cancelled();
    void failed(const attune::Error& error);
    void settled_now(); ///< nothing is under way any more

private:
    struct Reader; ///< a thread that takes one request after the other
    /// `work` runs on the reader with the workspace open; what it returns is done on the window's thread.
    using Answer = std::function<void()>;
    void ask(std::function<Answer(const Workspace&, const std::stop_token&)> work, bool of_list);
    void settle();

    QString path_;
    AuditAnchor anchor_;
    std::shared_ptr<const ConsentPicture> picture_;
    LedgerFilter filter_;
    std::shared_ptr<const LedgerIndex> index_;
    quint64 opening_ = 0, listing_ = 0; ///< the newest ones count
    int open_requests_ = 0;
    std::stop_source list_stop_;
    OneJob reading_, audit_;
    std::unique_ptr<Reader> reader_; ///< last: it uses all of the above
};

} // namespace attune::ui
