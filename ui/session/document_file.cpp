#include "ui/session/document_file.h"

#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "simulations/study/library.h"
#include "ui/session/open_mark.h"
#include "ui/session/setup_json.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include <algorithm>
#include <cassert>
#include <map>

namespace attune::ui {
namespace {

constexpr const char* lab_draft = "lab";
/// Where a setup goes that could not be read, before it is replaced.
constexpr const char* unread_draft = "lab-unread";

tl::unexpected<Error> refuse(ErrorCode code, const std::string& key, std::string where) {
    const Text& words = Text::english();
    return fail(code, words.get(key), std::move(where), words.get(key + ".remedy"));
}

std::string file_name(const QString& path) {
    return QFile::encodeName(path).toStdString();
}

QString data_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

QString snapshot_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/snapshots");
}

/// Copies that programs left which did not end by themselves.
void remove_orphaned_snapshots() {
    for (const QFileInfo& info :
         QDir(snapshot_folder()).entryInfoList({QStringLiteral("*.attune")}, QDir::Files))
        if (!OpenMark::is_live(info.completeBaseName())) QFile::remove(info.filePath());
}

/// A copy of the workspace as it is now, for its owner alone; it goes with this object.
class Snapshot {
public:
    Snapshot(const Workspace& workspace, const QString& id)
        : path_(snapshot_folder() + u'/' + id + QStringLiteral(".attune")) {
        remove_orphaned_snapshots();
        if (!QDir().mkpath(snapshot_folder())) return;
        QFile::setPermissions(snapshot_folder(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const Result<Checksum> content = workspace.content();
        if (content && workspace.copy_to(file_name(path_))) content_ = *content;
    }
    ~Snapshot() { QFile::remove(path_); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    bool taken() const { return content_.has_value(); }
    const QString& path() const { return path_; }
    const std::optional<Checksum>& content() const { return content_; }

private:
    QString path_;
    std::optional<Checksum> content_;
};

template <typename Record>
std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
    std::map<std::string, const Record*> all;
    for (const Record& record : records)
        all.emplace(record.id, &record);
    return all;
}

Result<std::vector<DocumentContents::KeptRun>> kept_runs(const Workspace& workspace) {
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    const auto comparisons = workspace.comparisons().list();
    if (!comparisons) return pass_on(comparisons);
    const auto run = by_id(*runs);
    std::vector<DocumentContents::KeptRun> kept;
    for (const ComparisonRecord& comparison : *comparisons) {
        const auto baseline = run.find(comparison.baseline_run);
        const auto candidate = run.find(comparison.candidate_run);
        if (baseline == run.end() || candidate == run.end()) continue; // saved since the first list
        kept.push_back({.comparison = comparison.id,
                        .scenario = candidate->second->scenario_name,
                        .baseline = baseline->second->policy_name,
                        .candidate = candidate->second->policy_name,
                        .created = comparison.created});
    }
    return kept;
}

Result<std::vector<DocumentContents::SavedVersion>> saved_versions(const Workspace& workspace) {
    const auto newest = workspace.policies().list();
    if (!newest) return pass_on(newest);
    std::vector<DocumentContents::SavedVersion> all;
    for (const PolicyVersion& last : *newest) {
        auto versions = workspace.policies().versions(last.name);
        if (!versions) return pass_on(versions);
        for (PolicyVersion& version : *versions) {
            DocumentContents::SavedVersion saved;
            if (auto policy = policy_from_json(version.json, version.name)) saved.policy = std::move(*policy);
            saved.record = std::move(version);
            all.push_back(std::move(saved));
        }
    }
    return all;
}

} // namespace

struct DocumentFile::Opening {
    explicit Opening(const QString& file, const Workspace& workspace)
        : path(file)
        , recovered(OpenMark::clear_left(file))
        , mark(file)
        , snapshot(workspace, mark.id()) {}

    QString path;
    bool recovered;
    OpenMark mark; ///< goes after the snapshot that is named after it
    Snapshot snapshot;
};

DocumentFile::DocumentFile()
    : owner_(std::this_thread::get_id()) {}

DocumentFile::~DocumentFile() {
    close();
}

const Workspace& DocumentFile::workspace() const {
    assert(std::this_thread::get_id() == owner_ && "the file belongs to one thread");
    assert(workspace_ && "a file must be open");
    return *workspace_;
}

Result<OpenedFile> DocumentFile::open(const QString& path, OpenMode mode, const std::string& stamp) {
    assert(std::this_thread::get_id() == owner_);
    // Two windows would save over each other, and bringing back in one would undo the other's.
    const bool again = opening_ && QFileInfo(path) == QFileInfo(opening_->path);
    if (mode == OpenMode::existing && !again && OpenMark::is_open(path))
        return refuse(ErrorCode::refused, "document.open_elsewhere", file_name(path));
    OpenOptions options;
    options.created = stamp;
    options.program_version = program_version();
    auto workspace = Workspace::open(file_name(path), mode, options);
    if (!workspace) return pass_on(workspace);
    auto opening = std::make_unique<Opening>(path, *workspace);
    close();
    workspace_ = std::make_unique<Workspace>(std::move(*workspace));
    opening_ = std::move(opening);
    OpenedFile opened = describe();
    opened.recovered = opening_->recovered;
    return opened;
}

Result<OpenedFile> DocumentFile::create_untitled(const std::string& stamp) {
    const QDir folder(data_folder());
    if (!folder.mkpath(QStringLiteral(".")))
        return refuse(ErrorCode::io, "document.no_data_folder", file_name(folder.path()));
    for (int number = 1;; ++number) {
        const QString path = folder.filePath(QStringLiteral("untitled-%1.attune").arg(number));
        if (!QFileInfo::exists(path)) return open(path, OpenMode::create, stamp);
    }
}

void DocumentFile::close() {
    assert(std::this_thread::get_id() == owner_);
    workspace_.reset();
    opening_.reset();
    last_setup_.reset();
    last_kept_.clear();
    unread_draft_ = false;
}

void DocumentFile::discard() {
    const QString path = untitled() ? opening_->path : QString();
    close();
    if (!path.isEmpty()) QFile::remove(path);
}

QString DocumentFile::path() const {
    return opening_ ? opening_->path : QString();
}

bool DocumentFile::untitled() const {
    static const QRegularExpression name(QStringLiteral("^untitled-\\d+\\.attune$"));
    if (!opening_) return false;
    const QFileInfo info(opening_->path);
    return info.absolutePath() == data_folder() && name.match(info.fileName()).hasMatch();
}

OpenedFile DocumentFile::describe() {
    OpenedFile opened;
    opened.path = opening_->path;
    opened.untitled = untitled();
    opened.revertible = opening_->snapshot.taken();
    last_setup_.reset();
    last_kept_.clear();
    unread_draft_ = false;
    const auto draft = workspace().drafts().find(lab_draft);
    if (draft) {
        const std::string where = Text::english().get(
            "document.draft.where", {{"file", file_name(QFileInfo(opened.path).fileName())}});
        auto stored = setup_from_json(draft->json, workspace(), where);
        if (stored) {
            last_setup_ = stored->setup;
            if (workspace().comparisons().find(stored->last_kept)) last_kept_ = stored->last_kept;
        } else {
            unread_draft_ = true;
            opened.complaint = stored.error();
        }
    } else if (draft.error().code != ErrorCode::not_found) {
        opened.complaint = draft.error();
    }
    opened.setup = last_setup_;
    opened.last_kept = last_kept_;
    auto all = contents();
    if (all) {
        opened.contents = std::move(*all);
    } else {
        opened.contents.scenarios = shipped_scenarios();
        opened.contents.policies = shipped_policies();
        if (!opened.complaint) opened.complaint = all.error();
    }
    return opened;
}

Status DocumentFile::save_setup(const LabSetup& setup, const std::string& stamp) {
    const DraftRecord record{lab_draft, setup_to_json(setup, last_kept_), stamp};
    Status saved = unread_draft_ ? workspace().drafts().save_and_set_aside(record, unread_draft)
                                 : workspace().drafts().save(record);
    if (!saved) return saved;
    unread_draft_ = false;
    last_setup_ = setup;
    return {};
}

Status DocumentFile::keep(const ReportInput& input, const std::string& stamp) {
    if (!input.comparison || !input.baseline)
        return refuse(ErrorCode::bad_input, "document.only_comparisons", {});
    ComparisonRecord comparison = *input.comparison;
    RunRecord baseline = *input.baseline;
    RunRecord candidate = input.run;
    for (std::string* created : {&comparison.created, &baseline.created, &candidate.created})
        if (created->empty()) *created = stamp;
    Status saved = workspace().comparisons().save_with_runs(baseline, candidate, comparison);
    if (!saved) return saved;
    last_kept_ = comparison.id;
    return last_setup_ ? save_setup(LabSetup(*last_setup_), stamp) : Status();
}

Result<PolicyVersion> DocumentFile::save_policy(const Policy& policy, const VersionNote& note,
                                                const std::string& stamp) {
    const auto& shipped = shipped_policies();
    if (std::any_of(shipped.begin(), shipped.end(),
                    [&](const Policy& one) { return one.name == policy.name && one != policy; }))
        return fail(ErrorCode::refused,
                    Text::english().get("document.shipped_policy", {{"name", policy.name}}), {},
                    Text::english().get("document.shipped_policy.remedy"));
    return workspace().policies().save({.name = policy.name,
                                        .json = policy_to_json(policy),
                                        .created = stamp,
                                        .author = note.author,
                                        .reason = note.reason,
                                        .preview = note.preview});
}

Result<PolicyVersion> DocumentFile::roll_back(const std::string& policy, int number, const VersionNote& note,
                                              const std::string& stamp) {
    const std::string reason = Text::english().get("policy.rollback.reason",
                                                   {{"n", std::to_string(number)}, {"reason", note.reason}});
    return workspace().policies().roll_back(policy, number, note.author, reason, stamp);
}

Status DocumentFile::forget(const std::string& comparison, const std::string& stamp) {
    if (auto removed = workspace().comparisons().remove(comparison); !removed) return removed;
    if (last_kept_ != comparison) return {};
    last_kept_.clear();
    return last_setup_ ? save_setup(LabSetup(*last_setup_), stamp) : Status();
}

Status DocumentFile::save_import(const ImportRecord& import, const ScenarioRecord& scenario) {
    return workspace().imports().save(import, scenario);
}

Status DocumentFile::copy_to(const QString& path) {
    // A link to this very file, or its other name, is for the workspace to refuse.
    const bool itself = QFileInfo(path) == QFileInfo(opening_->path);
    if (!itself && OpenMark::is_open(path))
        return refuse(ErrorCode::refused, "document.open_elsewhere", file_name(path));
    return workspace().copy_to(file_name(path), IfThere::replace);
}

Result<OpenedFile> DocumentFile::revert() {
    if (!opening_->snapshot.taken())
        return refuse(ErrorCode::io, "document.no_snapshot", file_name(opening_->path));
    if (auto restored = workspace().restore(file_name(opening_->snapshot.path())); !restored)
        return pass_on(restored);
    return describe();
}

bool DocumentFile::differs_from_opened() const {
    if (!workspace_ || !opening_->snapshot.taken()) return workspace_ != nullptr;
    const Result<Checksum> content = workspace().content();
    return !content || *content != *opening_->snapshot.content();
}

Result<ReportInput> DocumentFile::load_kept(const std::string& id) const {
    auto comparison = workspace().comparisons().find(id);
    if (!comparison) return pass_on(comparison);
    auto baseline = workspace().runs().find(comparison->baseline_run);
    if (!baseline) return pass_on(baseline);
    auto candidate = workspace().runs().find(comparison->candidate_run);
    if (!candidate) return pass_on(candidate);
    return ReportInput{std::move(*comparison), std::move(*baseline), std::move(*candidate)};
}

Result<LabSetup> DocumentFile::setup_of(const ReportInput& input) const {
    const std::string where = input.comparison ? input.comparison->id : input.run.id;
    LabSetup setup;
    setup.replications = input.run.replications;
    for (const auto& [json, policy] :
         {std::pair{input.baseline ? &input.baseline->policy_json : &input.run.policy_json, &setup.baseline},
          std::pair{&input.run.policy_json, &setup.candidate}}) {
        auto parsed = policy_from_json(*json, where);
        if (!parsed) return pass_on(parsed);
        *policy = std::move(*parsed);
    }
    auto scenario = scenario_from_json(input.run.scenario_json, where);
    if (!scenario) return pass_on(scenario);
    LoadedScenario loaded{std::move(*scenario), std::nullopt};
    auto matrix = matrix_in_force(workspace_ ? &workspace() : nullptr);
    if (!matrix) return pass_on(matrix);
    loaded.consent = std::move(*matrix);
    if (loaded.scenario.imported) {
        auto found = load_scenario(loaded.scenario.name);
        if (!found) return pass_on(found);
        loaded.world = std::move(found->world);
        setup.own_assumptions = found->scenario.assumptions;
    } else if (!names_a_file(loaded.scenario.name)) { // a name in a file opens no other file
        if (auto found = load_scenario(loaded.scenario.name))
            setup.own_assumptions = found->scenario.assumptions;
    }
    if (setup.own_assumptions == loaded.scenario.assumptions) setup.own_assumptions.reset();
    setup.scenario = std::make_shared<const LoadedScenario>(std::move(loaded));
    return setup;
}

Result<LoadedScenario> DocumentFile::load_scenario(const std::string& name) const {
    return find_scenario(name, workspace_ ? &workspace() : nullptr);
}

Result<DocumentContents> DocumentFile::contents() const {
    DocumentContents all;
    auto scenarios = all_scenarios(&workspace());
    if (!scenarios) return pass_on(scenarios);
    all.scenarios = std::move(*scenarios);
    auto policies = all_policies(&workspace());
    if (!policies) return pass_on(policies);
    all.policies = std::move(*policies);
    auto versions = saved_versions(workspace());
    if (!versions) return pass_on(versions);
    all.versions = std::move(*versions);
    auto matrices = saved_matrices(workspace());
    if (!matrices) return pass_on(matrices);
    all.matrices = std::move(*matrices);
    auto matrix = matrix_in_force(&workspace());
    if (!matrix) return pass_on(matrix);
    if (*matrix) all.matrix = std::move(*matrix);
    auto kept = kept_runs(workspace());
    if (!kept) return pass_on(kept);
    all.kept = std::move(*kept);
    const auto header = workspace().header();
    if (!header) return pass_on(header);
    all.personal_data = header->personal_data;
    return all;
}

} // namespace attune::ui
