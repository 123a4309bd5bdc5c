#include "ui/session/document.h"

#include "core/base/text.h"
#include "simulations/population/import_key.h"
#include "simulations/study/import_ratings.h"
#include "ui/session/document_worker.h"
#include "ui/session/open_mark.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <thread>
#include <utility>

namespace attune::ui {
namespace {

constexpr std::size_t reasons_told = 5;
constexpr qint64 milliseconds_between_progress = 50;

std::string file_name(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

QString absolute(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

ImportSummary summary_of(const ImportRecord& record) {
    ImportSummary summary;
    summary.name = record.scenario_name;
    summary.read = record.rows_read;
    summary.kept = record.rows_kept;
    summary.quarantined = static_cast<qint64>(record.quarantined.size());
    for (std::size_t i = 0; i < std::min(reasons_told, record.quarantined.size()); ++i) {
        const QuarantinedRow& row = record.quarantined[i];
        const Text& words = Text::english();
        summary.first_reasons << QString::fromStdString(
            words.get("document.import.row", {{"file", row.file},
                                              {"line", std::to_string(row.line)},
                                              {"reason", words.get("quarantine." + row.reason)}}));
    }
    return summary;
}

} // namespace

/// Reads a ratings file and draws a world from it, beside the worker so that saving goes on meanwhile.
struct Document::Importer {
    std::jthread thread;
};

Document::Document(std::function<std::string()> now, QObject* parent)
    : QObject(parent)
    , now_(std::move(now))
    , shown_(std::make_unique<Shown>())
    , worker_(std::make_unique<Worker>(*this)) {}

Document::~Document() {
    cancel_recording();
    importer_.reset(); // stops, and may still ask the worker
    worker_.reset();
}

void Document::open(const QString& path) {
    worker_->ask([path = absolute(path), stamp = now_()](Worker& worker, DocumentFile& file) {
        worker.open_with(file, [&](DocumentFile& to) { return to.open(path, OpenMode::existing, stamp); });
    });
}

void Document::create(const QString& path) {
    worker_->ask([path = absolute(path), stamp = now_()](Worker& worker, DocumentFile& file) {
        worker.open_with(file, [&](DocumentFile& to) { return to.open(path, OpenMode::create, stamp); });
    });
}

void Document::create_untitled() {
    worker_->ask([stamp = now_()](Worker& worker, DocumentFile& file) {
        worker.open_with(file, [&](DocumentFile& to) { return to.create_untitled(stamp); });
    });
}

void Document::close() {
    worker_->ask([](Worker& worker, DocumentFile& file) {
        if (!worker.save_all(file)) return worker.answer_again(file);
        worker.close_with(file, [](DocumentFile& open) { open.close(); });
    });
}

void Document::close_without_saving() {
    worker_->ask([](Worker& worker, DocumentFile& file) {
        worker.close_with(file, [](DocumentFile& open) { open.close(); });
    });
}

void Document::discard() {
    worker_->ask([](Worker& worker, DocumentFile& file) {
        worker.close_with(file, [](DocumentFile& open) { open.discard(); });
    });
}

void Document::write(Write asked) {
    if (!is_open()) {
        if (!asked.is_setup) report(error_of(ErrorCode::refused, "document.nothing_open", {}));
        return;
    }
    asked.number = ++shown_->asked;
    asked.opening = shown_->opening;
    worker_->ask(std::move(asked));
    settle_save_state();
}

void Document::save_setup(const LabSetup& setup) {
    if (!setup.scenario) return;
    write({.save = [setup, stamp = now_()](DocumentFile& file) { return file.save_setup(setup, stamp); },
           .is_setup = true});
}

void Document::keep(std::shared_ptr<const ReportInput> input) {
    write({.save = [input = std::move(input),
                    stamp = now_()](DocumentFile& file) { return file.keep(*input, stamp); },
           .changes_contents = true});
}

void Document::forget_kept(const std::string& comparison) {
    write(
        {.save = [comparison, stamp = now_()](DocumentFile& file) { return file.forget(comparison, stamp); },
         .again = false,
         .changes_contents = true});
}

void Document::write_version(std::function<Result<PolicyVersion>(DocumentFile&)> save) {
    const auto stored = std::make_shared<PolicyVersion>();
    write({.save = [save = std::move(save), stored](DocumentFile& file) -> Status {
               auto version = save(file);
               if (!version) return pass_on(version);
               *stored = std::move(*version);
               return {};
           },
           .changes_contents = true,
           .done =
               [stored](Worker& worker) {
                   worker.post([version = *stored](Document& to) { Q_EMIT to.policy_saved(version); });
               }});
}

void Document::save_policy(const Policy& policy, const VersionNote& note) {
    write_version(
        [policy, note, stamp = now_()](DocumentFile& file) { return file.save_policy(policy, note, stamp); });
}

void Document::roll_back(const std::string& policy, int number, const VersionNote& note) {
    write_version([policy, number, note, stamp = now_()](DocumentFile& file) {
        return file.roll_back(policy, number, note, stamp);
    });
}

void Document::save_copy(const QString& path) {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    worker_->ask([path = absolute(path)](Worker& worker, DocumentFile& file) {
        if (!file.is_open()) return worker.report(error_of(ErrorCode::refused, "document.nothing_open", {}));
        const Status copied = file.copy_to(path);
        if (!copied) return worker.report(copied.error());
        worker.post([path](Document& to) { Q_EMIT to.copied(path); });
    });
}

void Document::save_as(const QString& path) {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    worker_->ask([path = absolute(path), stamp = now_()](Worker& worker, DocumentFile& file) {
        if (!file.is_open()) return worker.report(error_of(ErrorCode::refused, "document.nothing_open", {}));
        worker.open_with(file, [&](DocumentFile& open) -> Result<OpenedFile> {
            if (auto copied = open.copy_to(path); !copied) return pass_on(copied);
            const QString before = open.untitled() ? open.path() : QString();
            auto opened = open.open(path, OpenMode::existing, stamp);
            if (opened && !before.isEmpty()) QFile::remove(before);
            return opened;
        });
    });
}

void Document::revert() {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    worker_->ask([](Worker& worker, DocumentFile& file) {
        if (!file.is_open()) return worker.report(error_of(ErrorCode::refused, "document.nothing_open", {}));
        Result<OpenedFile> reverted = file.revert();
        if (!reverted) return worker.report(reverted.error());
        worker.unsaved.clear();
        ++worker.opening;
        worker.tell_opened(*reverted);
    });
}

void Document::load_kept(const std::string& comparison) {
    worker_->ask([comparison](Worker& worker, DocumentFile& file) {
        if (!file.is_open()) return worker.report(error_of(ErrorCode::refused, "document.nothing_open", {}));
        auto input = file.load_kept(comparison);
        if (!input) return worker.report(input.error());
        auto setup = file.setup_of(*input);
        if (!setup) return worker.report(setup.error());
        worker.post([input = std::make_shared<const ReportInput>(std::move(*input)),
                     setup = std::move(*setup)](Document& to) { Q_EMIT to.kept_loaded(input, setup); });
    });
}

void Document::load_scenario(const std::string& name) {
    worker_->ask([name](Worker& worker, DocumentFile& file) {
        auto scenario = file.load_scenario(name);
        if (!scenario) return worker.report(scenario.error());
        worker.post([scenario = std::make_shared<const LoadedScenario>(std::move(*scenario))](Document& to) {
            Q_EMIT to.scenario_loaded(scenario);
        });
    });
}

void Document::import_ratings(const QString& path, const std::string& name) {
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    if (importer_) return report(error_of(ErrorCode::refused, "document.import.busy", {}));
    const auto& shipped = shipped_scenarios();
    for (const Scenario& scenario : contents().scenarios)
        if (scenario.name == name && std::none_of(shipped.begin(), shipped.end(),
                                                  [&](const Scenario& one) { return one.name == name; })) {
            const Text& words = Text::english();
            return report({ErrorCode::refused,
                           words.get("document.import.taken", {{"name", name}}),
                           {},
                           words.get("document.import.taken.remedy")});
        }
    ImportRequest request;
    request.ratings = file_name(absolute(path));
    request.name = name;
    request.created = now_();
    const auto end = [this](std::optional<Error> error) {
        // On the importer's thread, or on the worker's.
        QMetaObject::invokeMethod(
            this,
            [this, error = std::move(error)] {
                importer_.reset();
                if (error) report(*error);
            },
            Qt::QueuedConnection);
    };
    importer_ = std::make_unique<Importer>();
    importer_->thread =
        std::jthread([this, request, end, opening = shown_->opening](const std::stop_token& stop) mutable {
            const auto key = find_import_key();
            if (!key) return end(key.error());
            request.key = key->key;
            request.stop = stop;
            QElapsedTimer since;
            request.progress = [this, &since](double done) {
                if (since.isValid() && since.elapsed() < milliseconds_between_progress) return;
                since.start();
                QMetaObject::invokeMethod(
                    this, [this, done] { Q_EMIT import_progressed(done); }, Qt::QueuedConnection);
            };
            auto made = guarded([&] { return attune::import_ratings(request); });
            if (!made) {
                // The name's place on the command line is of no use in a window.
                Error error = made.error();
                if (error.where == "--into") error.where = request.name;
                return end(std::move(error));
            }
            if (const Status kept = keep_import_key(*key); !kept) return end(kept.error());
            QMetaObject::invokeMethod(
                this,
                [this, opening, made = std::make_shared<const ImportedRatings>(std::move(*made))] {
                    importer_.reset();
                    if (opening != shown_->opening)
                        return report(error_of(ErrorCode::refused, "document.closed", {}));
                    write({.save =
                               [made](DocumentFile& file) {
                                   return file.save_import(made->import, made->scenario);
                               },
                           .changes_contents = true,
                           .done =
                               [made](Worker& worker) {
                                   worker.post([summary = summary_of(made->import)](Document& to) {
                                       Q_EMIT to.imported(summary);
                                   });
                               }});
                },
                Qt::QueuedConnection);
        });
}

void Document::cancel_import() {
    if (importer_) importer_->thread.request_stop();
}

void Document::show_opened(const OpenedFile& file, quint64 opening) {
    shown_->path = file.path;
    shown_->untitled = file.untitled;
    shown_->revertible = file.revertible;
    shown_->differs = false;
    shown_->unsaved = false;
    shown_->contents = file.contents;
    shown_->last_kept = file.last_kept;
    shown_->opening = opening;
    settle_save_state();
    if (std::exchange(shown_->recordings, 0) > 0) Q_EMIT recording_ended(); // it waited for another file
    Q_EMIT opened(file.setup, file.recovered);
    if (file.complaint) report(*file.complaint);
}

void Document::show_closed(quint64 opening) {
    const quint64 asked = shown_->asked;
    const quint64 answered = shown_->answered;
    const bool recorded = recording(); // it waited for the file that is gone
    *shown_ = Shown();
    shown_->opening = opening;
    shown_->asked = asked;
    shown_->answered = answered;
    Q_EMIT save_state_changed(shown_->state);
    Q_EMIT closed();
    if (recorded) Q_EMIT recording_ended();
}

void Document::settle_save_state() {
    SaveState state = SaveState::no_file;
    if (is_open()) {
        state = shown_->unsaved ? SaveState::failed : SaveState::saved;
        if (shown_->answered < shown_->asked) state = SaveState::saving;
    }
    if (state == std::exchange(shown_->state, state)) return;
    Q_EMIT save_state_changed(state);
}

void Document::report(const Error& error) {
    Q_EMIT failed(error);
}

bool Document::is_open() const {
    return !shown_->path.isEmpty();
}

QString Document::path() const {
    return shown_->path;
}

bool Document::untitled() const {
    return shown_->untitled;
}

Document::SaveState Document::save_state() const {
    return shown_->state;
}

const DocumentContents& Document::contents() const {
    return shown_->contents;
}

bool Document::differs_from_opened() const {
    return shown_->differs || shown_->unsaved || shown_->answered < shown_->asked;
}

bool Document::can_revert() const {
    return shown_->revertible;
}

bool Document::importing() const {
    return importer_ != nullptr;
}

const std::string& Document::last_kept() const {
    return shown_->last_kept;
}

std::optional<QString> Document::left_open() {
    return OpenMark::left_open();
}

} // namespace attune::ui
