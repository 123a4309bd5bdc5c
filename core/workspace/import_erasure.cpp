#include "core/workspace/import_erasure.h"

#include "core/base/json.h"
#include "core/workspace/database.h"

#include <algorithm>

namespace attune {
namespace {

constexpr int patience_ms = 5000;

/// Runs of the trail with that scenario, and the people whose values are sealed in them.
Result<std::vector<PeopleOfRun>> runs_of(const Workspace& workspace, const std::string& scenario) {
    const TrailStore trail = workspace.trail();
    std::vector<PeopleOfRun> runs;
    bool inside = false;
    Status read = trail.each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
        if (event.kind == TrailKind::begin) {
            const auto text = parse_json(event.text, workspace.path());
            if (!text) return pass_on(text);
            const auto name = text->find("scenario");
            inside = name != text->end() && *name == scenario;
            if (inside) runs.push_back({seq, {}, 0});
        } else if (inside && event.kind != TrailKind::erased) {
            runs.back().time_ms = std::max(runs.back().time_ms, event.time_ms);
        }
        return {};
    });
    if (!read) return pass_on(read);
    for (PeopleOfRun& of : runs) {
        auto people = trail.readable_people(of.run);
        if (!people) return pass_on(people);
        of.people = std::move(*people);
    }
    return runs;
}

/// Adds what a version kept from before it was saved, if it is about this scenario.
void gather_preview(const std::string& preview, const std::string& scenario, PreviewLeft of,
                    std::vector<PreviewLeft>& left) {
    const auto figures = parse_json(preview, "preview");
    if (!figures || !figures->is_object()) return;
    const auto about = figures->find("scenario");
    if (about == figures->end() || *about != scenario) return;
    const auto people = figures->find("people");
    if (people != figures->end() && people->is_number_integer()) of.people = people->get<std::int64_t>();
    left.push_back(std::move(of));
}

Result<std::vector<PreviewLeft>> previews_of(const Workspace& workspace, const std::string& scenario) {
    std::vector<PreviewLeft> left;
    const auto policies = workspace.policies().list();
    if (!policies) return pass_on(policies);
    for (const PolicyVersion& newest : *policies) {
        const auto versions = workspace.policies().versions(newest.name);
        if (!versions) return pass_on(versions);
        for (const PolicyVersion& one : *versions)
            gather_preview(one.preview, scenario, {one.name, one.number}, left);
    }
    const auto matrices = workspace.matrices().versions();
    if (!matrices) return pass_on(matrices);
    for (const MatrixVersion& one : *matrices)
        gather_preview(one.preview, scenario, {{}, one.number}, left);
    return left;
}

Result<ErasedImport> counted(const Workspace& workspace, const std::string& scenario,
                             const std::vector<PeopleOfRun>& trailed) {
    if (auto found = workspace.imports().find(scenario); !found) return pass_on(found);
    ErasedImport made;
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    std::vector<std::string> ids;
    for (const RunRecord& run : *runs)
        if (run.scenario_name == scenario) ids.push_back(run.id);
    const auto comparisons = workspace.comparisons().list();
    if (!comparisons) return pass_on(comparisons);
    const auto is_gone = [&](const std::string& id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    };
    made.runs = static_cast<int>(ids.size());
    made.comparisons = static_cast<int>(
        std::count_if(comparisons->begin(), comparisons->end(), [&](const ComparisonRecord& one) {
            return is_gone(one.baseline_run) || is_gone(one.candidate_run);
        }));
    made.trailed_runs = static_cast<int>(trailed.size());
    for (const PeopleOfRun& of : trailed)
        made.keys += static_cast<std::int64_t>(of.people.size());
    auto left = previews_of(workspace, scenario);
    if (!left) return pass_on(left);
    made.left = std::move(*left);
    return made;
}

struct KeysLeft {
    std::int64_t keys = 0, runs = 0;
};

Result<KeysLeft> keys_left(const Workspace& workspace) {
    const auto database = Database::open(workspace.path(), Database::Access::read, {}, patience_ms);
    if (!database) return pass_on(database);
    const auto keys = database->integer("SELECT count(*) FROM trail_key");
    if (!keys) return pass_on(keys);
    const auto runs = database->integer("SELECT count(DISTINCT run) FROM trail_key");
    if (!runs) return pass_on(runs);
    return KeysLeft{*keys, *runs};
}

/// Without a word in the trail, which is not what it was.
Result<ErasedImport> erase_in_silence(const Workspace& workspace, const std::string& scenario,
                                      const std::string& fault) {
    auto erased = counted(workspace, scenario, {});
    if (!erased) return pass_on(erased);
    const auto before = keys_left(workspace);
    if (!before) return pass_on(before);
    if (auto removed = workspace.imports().remove(scenario); !removed) return pass_on(removed);
    const auto after = keys_left(workspace);
    if (!after) return pass_on(after);
    erased->keys = before->keys - after->keys;
    erased->trailed_runs = static_cast<int>(before->runs - after->runs);
    erased->trail_fault = fault;
    return erased;
}

/// ErrorCode::unreadable if the trail is not what was signed; nothing is erased then.
Result<ErasedImport> erase_and_tell(const Workspace& workspace, const std::string& scenario, SigningKey key,
                                    const std::string& made) {
    auto writer = workspace.write_trail(std::move(key));
    if (!writer) return pass_on(writer);
    if (auto begun = writer->begin(); !begun) return pass_on(begun); // nobody writes in between
    const auto trailed = runs_of(workspace, scenario);
    if (!trailed) return pass_on(trailed);
    auto erased = counted(workspace, scenario, *trailed);
    if (!erased) return pass_on(erased);
    if (auto removed = workspace.imports().remove(scenario); !removed) return pass_on(removed);
    auto head = writer->erase(*trailed, made);
    if (!head) return pass_on(head);
    erased->head = std::move(*head);
    return erased;
}

/// Parts of a trail that do not fit may be any kind of wrong.
bool is_about_the_trail(const Error& error) {
    return error.code == ErrorCode::unreadable || error.code == ErrorCode::bad_input;
}

} // namespace

Result<ErasedImport> import_to_erase(const Workspace& workspace, const std::string& scenario) {
    const auto trailed = runs_of(workspace, scenario);
    if (trailed) return counted(workspace, scenario, *trailed);
    if (!is_about_the_trail(trailed.error())) return pass_on(trailed);
    auto known = counted(workspace, scenario, {});
    if (known) known->trail_fault = trailed.error().what;
    return known;
}

Result<ErasedImport> erase_import(const Workspace& workspace, const std::string& scenario, SigningKey key,
                                  const std::string& made) {
    if (auto found = workspace.imports().find(scenario); !found) return pass_on(found);
    const auto events = workspace.trail().size();
    if (!events) return pass_on(events);
    if (*events == 0) return erase_in_silence(workspace, scenario, {});
    auto told = erase_and_tell(workspace, scenario, std::move(key), made);
    if (told || !is_about_the_trail(told.error())) return told;
    return erase_in_silence(workspace, scenario, told.error().what);
}

} // namespace attune
