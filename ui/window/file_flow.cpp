#include "ui/window/file_flow.h"

#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "core/workspace/version_text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/library.h"
#include "ui/theme/words.h"
#include "ui/window/background.h"
#include "ui/window/lab_flow.h"

#include <QFileInfo>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

const char* const standard_baseline = "default";
const char* const standard_candidate = "careful";
const char* const standard_scenario = "calm-baseline";

const Policy& shipped_policy(const char* name) {
    const auto& all = shipped_policies();
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const Policy& policy) { return policy.name == name; });
    return found == all.end() ? all.front() : *found;
}

LabSetup standard_setup(std::shared_ptr<const LoadedScenario> scenario) {
    LabSetup setup;
    setup.scenario = std::move(scenario);
    setup.baseline = shipped_policy(standard_baseline);
    setup.candidate = shipped_policy(standard_candidate);
    return setup;
}

std::shared_ptr<const LoadedScenario> shipped_scenario(const std::string& name) {
    for (const Scenario& scenario : shipped_scenarios())
        if (scenario.name == name)
            return std::make_shared<const LoadedScenario>(LoadedScenario{scenario, std::nullopt});
    return nullptr;
}

/// Whether the records are those of a full run of the setup.
bool fits(const ReportInput& input, const LabSetup& setup) {
    return input.baseline && input.run.replications == setup.replications &&
           input.run.policy_json == policy_to_json(setup.candidate) &&
           input.baseline->policy_json == policy_to_json(setup.baseline) &&
           input.run.scenario_json == scenario_to_json(setup.scenario->scenario) &&
           (input.run.matrix_sha256.empty() ||
            input.run.matrix_sha256 == in_force(setup.scenario->consent).sha256);
}

/// Who and why, which every version needs.
Status check_signed(const QString& author, const QString& reason) {
    if (author.isEmpty()) return fail(ErrorCode::bad_input, to_core(words("save.author.empty")), "author");
    if (reason.isEmpty()) return fail(ErrorCode::bad_input, to_core(words("save.reason.empty")), "reason");
    if (auto sound = check_line("author", to_core(author), policy_text_limits.author); !sound) return sound;
    return check_line("reason", to_core(reason), policy_text_limits.reason);
}

} // namespace

FileFlow::FileFlow(Lab& lab, Document& document, LabFlow& flow, RecentFiles& recent, Questions questions,
                   QWidget& window)
    : QObject(&window)
    , lab_(lab)
    , document_(document)
    , flow_(flow)
    , recent_(recent)
    , questions_(std::move(questions))
    , window_(window) {
    connect(&document_, &Document::opened, this, &FileFlow::opened);
    connect(&document_, &Document::contents_changed, this,
            [this] { lab_.follow_matrix(document_.contents().matrix); });
    connect(&document_, &Document::closed, this, [this] {
        Q_EMIT choices_changed();
        if (const auto then = std::exchange(after_closing_, nullptr)) then();
    });
    connect(&document_, &Document::kept_loaded, this,
            [this](const std::shared_ptr<const ReportInput>& input, const LabSetup& setup) {
                kept_loaded(input, setup);
            });
    connect(&document_, &Document::scenario_loaded, this,
            [this](const std::shared_ptr<const LoadedScenario>& scenario) {
                const bool fresh = imported_ && imported_->name == scenario->scenario.name;
                // The window was usable meanwhile: levers and steps that can be undone stay.
                if (lab_.is_open())
                    lab_.set_scenario(scenario);
                else
                    show_setup(standard_setup(scenario));
                if (!fresh) return;
                Q_EMIT page_wanted();
                say_imported(*std::exchange(imported_, std::nullopt));
            });
    connect(&document_, &Document::import_progressed, this,
            [this](double done) { Q_EMIT importing(QFileInfo(to_import_).fileName(), done); });
    connect(&document_, &Document::imported, this, [this](const ImportSummary& summary) {
        imported_ = summary;
        document_.load_scenario(summary.name);
    });
    connect(&document_, &Document::contents_changed, this, [this] {
        Q_EMIT choices_changed();
        const auto& all = document_.contents().kept;
        if (std::any_of(all.begin(), all.end(),
                        [this](const auto& one) { return one.comparison == keeping_; })) {
            keeping_.clear();
            Q_EMIT kept(true);
        }
    });
    connect(&document_, &Document::failed, this, [this](const Error& error) {
        keeping_.clear();
        waiting_.clear();
        imported_.reset();
        restoring_ = false;
        after_closing_ = nullptr;
        // Opening is one thing; a comparison that cannot be read is no reason to show nothing.
        if (!candidates_.empty()) {
            candidates_.clear();
            if (lab_.is_open())
                flow_.begin();
            else
                show_setup(standard_setup(shipped_scenario(standard_scenario)));
        }
        intent_ = Intent::none;
        Q_EMIT failed(error);
    });
    connect(&document_, &Document::policy_saved, this, &FileFlow::policy_saved);
    connect(&document_, &Document::copied, this, [this](const QString& path) {
        recent_.opened(path, QDateTime::currentDateTime());
        if (flow_.shown())
            recent_.describe(path, from_core(flow_.shown()->picture->headline),
                             flow_.shown()->picture->counts);
        Q_EMIT recent_changed();
        Q_EMIT said(words("window.copied", {{"file", QFileInfo(path).fileName()}}), path);
    });
    // What somebody made of an example is theirs: from the first change on it is in a file.
    connect(&lab_, &Lab::changed, this, [this] {
        if (document_.is_open())
            document_.save_setup(lab_.setup());
        else if (waiting_.empty())
            with_file([] {});
    });
    connect(&flow_, &LabFlow::picture_shown, this, [this] {
        // Previews come many times a second, and the list is on the disk.
        if (!flow_.shown()->picture->state.preview) describe_file();
    });
}

std::vector<Scenario> FileFlow::scenarios() const {
    return document_.is_open() ? document_.contents().scenarios : shipped_scenarios();
}

std::vector<Policy> FileFlow::policies() const {
    return document_.is_open() ? document_.contents().policies : shipped_policies();
}

std::optional<Policy> FileFlow::policy(const QString& name) const {
    for (const Policy& policy : policies())
        if (policy.name == to_core(name)) return policy;
    return std::nullopt;
}

bool FileFlow::may_leave_file() {
    if (!document_.is_open() || document_.save_state() != Document::SaveState::failed) return true;
    if (!questions_.may_lose(&window_, words("window.unsaved.fact", {{"file", document_.path()}}),
                             words("window.unsaved.lost"), words("window.unsaved.verb")))
        return false;
    document_.close_without_saving();
    return true;
}

void FileFlow::open_example(const Example& example) {
    if (!may_leave_file()) return;
    candidates_.clear();
    const auto show = [this, setup = example.setup,
                       question = words("example." + example.name + ".question")] {
        Q_EMIT lab_opened(question);
        // The page is on screen before it is filled: both at once would hold the window for longer than a
        // blink.
        QTimer::singleShot(1, this, [this, setup, mine = ++openings_] {
            if (mine == openings_) open_lab(setup);
        });
    };
    // An example is nobody's file: what was open is saved and closed first, and stays if it cannot be.
    if (!document_.is_open() && intent_ == Intent::none) return show();
    waiting_.clear();
    keeping_.clear();
    after_closing_ = show;
    document_.close();
}

void FileFlow::open_scenario(const std::string& name) {
    if (auto scenario = shipped_scenario(name))
        show_setup(standard_setup(std::move(scenario)));
    else if (document_.is_open()) {
        lab_.close();
        document_.load_scenario(name);
    }
}

void FileFlow::show_setup(const LabSetup& setup) {
    ++openings_;
    flow_.hold();
    open_lab(setup);
    Q_EMIT lab_opened({});
    if (document_.is_open()) document_.save_setup(setup);
    look_for_kept();
}

void FileFlow::open_file(const QString& path) {
    if (document_.is_open() && QFileInfo(document_.path()) == QFileInfo(path)) {
        if (lab_.is_open()) Q_EMIT page_wanted();
        return;
    }
    if (!may_leave_file()) return;
    intent_ = Intent::open;
    document_.open(path);
}

void FileFlow::ask_open() {
    const QString path =
        questions_.open_file(&window_, words("window.ask.open"), words("window.ask.workspaces"));
    if (!path.isEmpty()) open_file(path);
}

QString FileFlow::ask_new_name() {
    return with_suffix(questions_.new_file(&window_, words("window.ask.new"), words("window.ask.new.name"),
                                           words("window.ask.workspaces")),
                       QStringLiteral(".attune"));
}

void FileFlow::ask_new() {
    const QString path = ask_new_name();
    if (path.isEmpty() || !may_leave_file()) return;
    intent_ = Intent::create;
    document_.create(path);
}

void FileFlow::ask_copy() {
    if (!document_.is_open()) {
        // Nothing is in a file yet: the copy is the first one.
        const QString path = ask_new_name();
        if (path.isEmpty()) return;
        intent_ = Intent::keep;
        return document_.create(path);
    }
    const QString path =
        with_suffix(questions_.save_file(&window_, words("window.ask.copy"), words("window.ask.copy.name"),
                                         words("window.ask.workspaces")),
                    QStringLiteral(".attune"));
    if (path.isEmpty()) return;
    // What has no name yet gets one; a file that has one stays, and the copy lies beside it.
    if (!document_.untitled()) return document_.save_copy(path);
    intent_ = Intent::keep;
    document_.save_as(path);
}

void FileFlow::with_file(std::function<void()> then) {
    if (document_.is_open()) return then();
    waiting_.push_back(std::move(then));
    if (intent_ != Intent::none) return;
    intent_ = Intent::keep;
    document_.create_untitled();
}

void FileFlow::ask_revert() {
    if (!document_.is_open() ||
        !questions_.may_lose(&window_,
                             words("window.revert.fact", {{"file", QFileInfo(document_.path()).fileName()}}),
                             words("window.revert.lost"), words("window.revert.verb")))
        return;
    intent_ = Intent::revert;
    document_.revert();
}

/// Under the matrix of the file, or the one that ships where none is open.
void FileFlow::open_lab(const LabSetup& setup) {
    lab_.begin_under(document_.is_open() ? document_.contents().matrix : nullptr);
    lab_.open(setup);
}

void FileFlow::opened(const std::optional<LabSetup>& setup, bool recovered) {
    const Intent intent = std::exchange(intent_, Intent::none);
    Q_EMIT choices_changed();
    std::vector<std::function<void()>> waiting = std::exchange(waiting_, {});
    // A file without a name is made for what is in the lab and for what waits for a file.
    const bool made_for_it = document_.untitled() && !setup && (lab_.is_open() || !waiting.empty());
    if (intent == Intent::keep || made_for_it) {
        lab_.follow_matrix(document_.contents().matrix);
        if (lab_.is_open()) document_.save_setup(lab_.setup());
        for (const auto& then : waiting)
            then();
        return remember_file();
    }
    keeping_.clear(); // it waited for another file
    remember_file();
    if (setup)
        show_setup(*setup);
    else if (intent == Intent::create && lab_.is_open()) {
        // What is on screen goes into the new file; what was kept stays in the old one.
        lab_.follow_matrix(document_.contents().matrix);
        document_.save_setup(lab_.setup());
        Q_EMIT kept(false);
        Q_EMIT lab_opened({});
    } else if (!document_.contents().kept.empty()) {
        lab_.close();
        Q_EMIT lab_opened({});
        show_kept(document_.contents().kept.back().comparison);
    } else
        show_setup(standard_setup(shipped_scenario(standard_scenario)));
    if (recovered) Q_EMIT said(words("window.recovered"), words("window.recovered.advice"));
}

void FileFlow::show_kept(const std::string& comparison) {
    candidates_ = {comparison};
    restoring_ = true;
    document_.load_kept(comparison);
}

void FileFlow::look_for_kept() {
    candidates_.clear();
    if (document_.is_open()) {
        const LabSetup& setup = lab_.setup();
        const auto& kept = document_.contents().kept;
        for (auto one = kept.rbegin(); one != kept.rend(); ++one)
            if (one->scenario == setup.scenario->scenario.name && one->baseline == setup.baseline.name &&
                one->candidate == setup.candidate.name)
                candidates_.push_back(one->comparison);
    }
    if (candidates_.empty()) return flow_.begin();
    document_.load_kept(candidates_.front());
}

void FileFlow::kept_loaded(const std::shared_ptr<const ReportInput>& input, const LabSetup& setup) {
    if (candidates_.empty()) return;
    if (std::exchange(restoring_, false)) {
        if (lab_.is_open())
            lab_.restore(
                setup, words("window.step.kept", {{"name", from_core(readable_name(setup.candidate.name))}}));
        else {
            flow_.hold();
            open_lab(setup);
            document_.save_setup(setup);
        }
        Q_EMIT page_wanted();
    } else if (!lab_.is_open())
        return;
    candidates_.erase(candidates_.begin());
    if (!fits(*input, lab_.setup())) {
        if (candidates_.empty()) return flow_.begin();
        return document_.load_kept(candidates_.front());
    }
    candidates_.clear();
    in_background(
        this,
        [input]() -> Result<LabOutcome> {
            PictureState state;
            state.people = input->run.users;
            state.replications = input->run.replications;
            state.days = input->run.days;
            state.horizon = input->run.days;
            LabOutcome outcome;
            outcome.input = input;
            outcome.picture =
                std::make_shared<const LabPicture>(make_lab_picture(*input, state, Text::english()));
            return outcome;
        },
        [this, setup = lab_.setup()](const Result<LabOutcome>& outcome) {
            if (!lab_.is_open() || !same_setup(setup, lab_.setup())) return;
            if (!outcome) return flow_.begin();
            flow_.show_kept(*outcome);
            Q_EMIT kept(true);
        });
}

void FileFlow::keep() {
    const LabOutcome* shown = flow_.shown();
    if (!shown || !flow_.shown_fits() || shown->picture->state.preview || !shown->input->comparison) return;
    if (keeping_ == shown->input->comparison->id) return; // it is on its way already
    keeping_ = shown->input->comparison->id;
    with_file([this, input = shown->input] { document_.keep(input); });
}

void FileFlow::remember_file() {
    if (!document_.is_open()) return;
    recent_.opened(document_.path(), QDateTime::currentDateTime());
    describe_file();
}

void FileFlow::describe_file() {
    const LabOutcome* shown = flow_.shown();
    if (document_.is_open() && shown && !shown->picture->state.preview)
        recent_.describe(document_.path(), from_core(shown->picture->headline), shown->picture->counts);
    Q_EMIT recent_changed();
}

Status FileFlow::save_policy(const PolicySaving& saving) {
    const QString& name = saving.name;
    if (name.isEmpty()) return fail(ErrorCode::bad_input, to_core(words("window.name.empty")), "name");
    const auto& shipped = shipped_policies();
    if (std::any_of(shipped.begin(), shipped.end(),
                    [&](const Policy& policy) { return policy.name == to_core(name); }))
        return fail(ErrorCode::bad_input, to_core(words("window.name.shipped", {{"name", name}})), "name",
                    to_core(words("window.name.shipped.remedy")));
    if (auto sound = check_line("name", to_core(name), policy_text_limits.name); !sound) return sound;
    if (auto sound = check_signed(saving.author, saving.reason); !sound) return sound;
    Policy policy = lab_.setup().candidate;
    policy.name = to_core(name);
    lab_.rename_candidate(name);
    with_file([this, policy,
               note = VersionNote{.author = to_core(saving.author),
                                  .reason = to_core(saving.reason),
                                  .preview = saving.preview}] { document_.save_policy(policy, note); });
    return {};
}

Status FileFlow::roll_back(const PolicyVersion& version, const QString& author, const QString& reason) {
    if (auto sound = check_signed(author, reason); !sound) return sound;
    const auto* newest = newest_version(version.name);
    if (!newest) return fail(ErrorCode::not_found, to_core(words("versions.none")));
    if (newest->record.json == version.json)
        return fail(ErrorCode::bad_input,
                    to_core(words("versions.back.same", {{"n", QString::number(newest->record.number)}})));
    document_.roll_back(version.name, version.number,
                        {.author = to_core(author), .reason = to_core(reason), .preview = {}});
    return {};
}

const DocumentContents::SavedVersion* FileFlow::newest_version(const std::string& policy) const {
    return document_.is_open() ? document_.contents().newest(policy) : nullptr;
}

void FileFlow::policy_saved(const PolicyVersion& version) {
    const QString name = from_core(readable_name(version.name)), number = QString::number(version.number);
    if (version.restores == 0)
        return Q_EMIT said(words("save.saved", {{"name", name}, {"n", number}}), words("save.saved.advice"));
    const auto* saved = document_.contents().newest(version.name);
    if (saved && saved->policy && lab_.is_open() && lab_.setup().candidate.name == version.name)
        lab_.set_candidate(*saved->policy);
    Q_EMIT said(
        words("save.back", {{"name", name}, {"n", number}, {"old", QString::number(version.restores)}}),
        words("save.saved.advice"));
}

void FileFlow::choose_scenario(const QString& name) {
    if (name.isEmpty() || !lab_.is_open()) return;
    if (auto scenario = shipped_scenario(to_core(name)))
        lab_.set_scenario(std::move(scenario));
    else if (document_.is_open())
        document_.load_scenario(to_core(name));
}

void FileFlow::choose_policy(const QString& name, bool baseline) {
    const std::optional<Policy> chosen = policy(name);
    if (!chosen || !lab_.is_open()) return;
    if (baseline)
        lab_.set_baseline(*chosen);
    else
        lab_.set_candidate(*chosen);
}

} // namespace attune::ui
