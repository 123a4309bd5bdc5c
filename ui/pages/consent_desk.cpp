#include "ui/pages/consent_desk.h"

#include "core/base/atomic_file.h"
#include "core/workspace/trail_export.h"
#include "simulations/study/trail_person_words.h"
#include "ui/session/gentle_thread.h"
#include "ui/session/guarded.h"
#include "ui/theme/words.h"

#include <QFile>
#include <QMetaObject>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace attune::ui {
namespace {

constexpr double known_after = 2; ///< seconds until the rate says how long it will take

Result<Workspace> opened(const QString& path) {
    return Workspace::open(QFile::encodeName(path).toStdString(), OpenMode::read_only);
}

/// Personal data: nobody else can read the file.
Status write_for_owner(const QString& file, std::string_view text) {
    auto out = AtomicFile::open(to_core(file), Readers::owner);
    if (!out) return pass_on(out);
    out->write(text);
    return out->commit();
}

} // namespace

struct ConsentDesk::Reader {
    using Task = std::function<void()>;

    Reader()
        : thread([this](const std::stop_token& stop) {
            give_way_to_the_window();
            while (true) {
                Task task;
                {
                    std::unique_lock lock(mutex);
                    wake.wait(lock, stop, [this] { return !tasks.empty(); });
                    if (stop.stop_requested()) return;
                    task = std::move(tasks.front());
                    tasks.pop_front();
                }
                task();
            }
        }) {}
    void ask(Task task) {
        const std::lock_guard lock(mutex);
        tasks.push_back(std::move(task));
        wake.notify_one();
    }

    std::mutex mutex;
    std::condition_variable_any wake;
    std::deque<Task> tasks;
    std::jthread thread; ///< last: it uses all above
};

ConsentDesk::ConsentDesk(QObject* parent)
    : QObject(parent)
    , reading_(*this)
    , audit_(*this)
    , reader_(std::make_unique<Reader>()) {}

ConsentDesk::~ConsentDesk() {
    list_stop_.request_stop();
}

void ConsentDesk::settle() {
    if (!reading() && !auditing() && !listing()) Q_EMIT settled_now();
}

void ConsentDesk::open(const QString& path) {
    cancel_audit();
    ++opening_;
    ++listing_;
    list_stop_.request_stop();
    if (path != path_) anchor_ = {};
    path_ = path;
    picture_.reset();
    index_.reset();
    if (path.isEmpty()) {
        reading_.cancel();
        Q_EMIT emptied();
        return settle();
    }
    reading_.start([this, path](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(known_after,
                             [&](double done, double) { say([this, done] { Q_EMIT read_on(done); }); });
        auto made = std::make_shared<Result<ConsentPicture>>(guarded([&]() -> Result<ConsentPicture> {
            const auto workspace = opened(path);
            if (!workspace) return pass_on(workspace);
            return read_consent_picture(
                workspace->trail(), [&](double done) { progress(done); }, stop);
        }));
        say([this, made] {
            reading_.end();
            if (*made) {
                picture_ = std::make_shared<const ConsentPicture>(std::move(**made));
                Q_EMIT loaded();
            } else if (made->error().code == ErrorCode::not_found) {
                Q_EMIT emptied();
            } else {
                Q_EMIT failed(made->error());
            }
            settle();
        });
    });
}

void ConsentDesk::ask(std::function<Answer(const Workspace&, const std::stop_token&)> work, bool of_list) {
    if (!picture_) return;
    ++open_requests_;
    const auto still = [this, opening = opening_, listing = listing_, of_list] {
        return opening == opening_ && (!of_list || listing == listing_);
    };
    const auto stop = of_list ? list_stop_.get_token() : std::stop_token();
    reader_->ask([this, path = path_, work = std::move(work), stop, still] {
        const auto answer = std::make_shared<Answer>();
        const Status done = guarded([&]() -> Status {
            if (stop.stop_requested()) return {};
            const auto workspace = opened(path);
            if (!workspace) return pass_on(workspace);
            *answer = work(*workspace, stop);
            return {};
        });
        QMetaObject::invokeMethod(
            this,
            [this, answer, done, still] {
                --open_requests_;
                if (still()) {
                    if (!done)
                        Q_EMIT failed(done.error());
                    else if (*answer)
                        (*answer)();
                }
                settle();
            },
            Qt::QueuedConnection);
    });
}

void ConsentDesk::list(const LedgerFilter& filter) {
    if (!picture_) return;
    list_stop_.request_stop();
    list_stop_ = std::stop_source();
    ++listing_;
    filter_ = filter;
    index_.reset();
    ask(
        [this, filter, picture = picture_](const Workspace& workspace,
                                           const std::stop_token& stop) -> Answer {
            auto index = index_ledger(workspace.trail(), *picture, filter, stop);
            if (!index && index.error().code == ErrorCode::cancelled) return {};
            if (!index) return [this, error = index.error()] { Q_EMIT failed(error); };
            return [this, made = std::make_shared<const LedgerIndex>(std::move(*index))] {
                index_ = made;
                Q_EMIT listed();
            };
        },
        true);
}

void ConsentDesk::fetch(std::size_t page) {
    if (!index_) return;
    ask(
        [this, page, filter = filter_, index = index_, picture = picture_](const Workspace& workspace,
                                                                           const std::stop_token&) -> Answer {
            auto rows = ledger_page(workspace.trail(), *picture, filter, *index, page, Text::english());
            if (!rows) return [this, error = rows.error()] { Q_EMIT failed(error); };
            return [this, page, made = std::make_shared<const std::vector<LedgerRow>>(std::move(*rows))] {
                Q_EMIT page_read(page, made);
            };
        },
        true);
}

void ConsentDesk::place(std::uint64_t seq) {
    if (!index_) return;
    ask(
        [this, seq, filter = filter_, index = index_, picture = picture_](const Workspace& workspace,
                                                                          const std::stop_token&) -> Answer {
            auto row = ledger_place(workspace.trail(), *picture, filter, *index, seq);
            if (!row) return [this, error = row.error()] { Q_EMIT failed(error); };
            if (!*row) return {};
            return [this, at = **row] { Q_EMIT placed(at); };
        },
        true);
}

void ConsentDesk::write_ledger(const QString& file) {
    ask(
        [this, file, filter = filter_, picture = picture_](const Workspace& workspace,
                                                           const std::stop_token&) -> Answer {
            const Status done = [&]() -> Status {
                auto out = AtomicFile::open(to_core(file), Readers::owner); // rows of people
                if (!out) return pass_on(out);
                const Status rows = ledger_csv(workspace.trail(), *picture, filter, Text::english(),
                                               [&](std::string_view text) { out->write(text); });
                if (!rows) return rows;
                return out->commit();
            }();
            if (!done) return [this, error = done.error()] { Q_EMIT failed(error); };
            return [this, file] { Q_EMIT written(file); };
        },
        false);
}

void ConsentDesk::write_head(const QString& file) {
    ask(
        [this, file, path = path_](const Workspace& workspace, const std::stop_token&) -> Answer {
            const Status done = [&]() -> Status {
                const auto head = workspace.trail().newest_head();
                if (!head) return pass_on(head);
                if (!*head)
                    return fail(ErrorCode::not_found, to_core(words("consent_page.audit.no_head")),
                                to_core(path));
                return write_file(to_core(file), signed_head_to_json(**head));
            }();
            if (!done) return [this, error = done.error()] { Q_EMIT failed(error); };
            return [this, file] { Q_EMIT written(file); };
        },
        false);
}

void ConsentDesk::write_receipt(std::uint64_t seq, const QString& file) {
    ask(
        [this, seq, file](const Workspace& workspace, const std::stop_token&) -> Answer {
            const Status done = [&]() -> Status {
                const auto receipt = trail_receipt(workspace.trail(), seq);
                if (!receipt) return pass_on(receipt);
                auto document = parse_json(*receipt, to_core(file));
                if (!document) return pass_on(document);
                // The record is about somebody; what is proved is untouched by the mark.
                (*document)["personal_data"] = (*document)["record"].contains("person");
                return write_for_owner(file, document->dump(2) + "\n");
            }();
            if (!done) return [this, error = done.error()] { Q_EMIT failed(error); };
            return [this, file] { Q_EMIT written(file); };
        },
        false);
}

void ConsentDesk::write_person(UserId person, const QString& file) {
    ask(
        [this, person, file](const Workspace& workspace, const std::stop_token&) -> Answer {
            const Status done = [&]() -> Status {
                const auto trail = person_trail(workspace, person, {});
                if (!trail) return pass_on(trail);
                const auto document = person_document(workspace, *trail, Text::english());
                if (!document) return pass_on(document);
                return write_for_owner(file, document->dump(2) + "\n");
            }();
            if (!done) return [this, error = done.error()] { Q_EMIT failed(error); };
            return [this, file] { Q_EMIT written(file); };
        },
        false);
}

void ConsentDesk::look_up(UserId person) {
    ask(
        [this, person](const Workspace& workspace, const std::stop_token&) -> Answer {
            auto trail = person_trail(workspace, person, {});
            if (!trail) return [this, error = trail.error()] { Q_EMIT failed(error); };
            return [this, made = std::make_shared<const PersonTrail>(std::move(*trail))] {
                Q_EMIT person_read(made);
            };
        },
        false);
}

void ConsentDesk::audit() {
    if (!picture_) return;
    audit_.start([this, path = QFile::encodeName(path_).toStdString(), events = picture_->last,
                  anchor = anchor_](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(known_after,
                             [&](double done, double) { say([this, done] { Q_EMIT audit_went_on(done); }); });
        auto made = std::make_shared<Result<AuditPicture>>(guarded([&] {
            return audit_picture(
                path, events, anchor, [&](double done) { progress(done); }, stop, Text::english());
        }));
        say([this, made] {
            audit_.end();
            if (*made)
                Q_EMIT audited(std::make_shared<const AuditPicture>(std::move(**made)));
            else if (made->error().code == ErrorCode::cancelled)
                Q_EMIT audit_cancelled();
            else
                Q_EMIT failed(made->error());
            settle();
        });
    });
    Q_EMIT audit_started();
}

void ConsentDesk::cancel_audit() {
    if (!audit_.cancel()) return;
    Q_EMIT audit_cancelled();
    settle();
}

} // namespace attune::ui
