#include "tests/core/workspace/load.h"

#include "tests/core/workspace/example_records.h"

namespace attune::test {
namespace {

Status save(const Workspace& workspace, const PolicyVersion& policy) {
    const auto saved = workspace.policies().save(policy);
    if (!saved) return pass_on(saved);
    return {};
}

} // namespace

Status do_load_step(const Workspace& workspace, int step) {
    const auto number = static_cast<std::uint32_t>(step);
    switch (step) {
    case 0:
    case 1:
        return workspace.runs().save(example_run(number, 40));
    case 2:
        return workspace.comparisons().save(example_comparison(1, example_run(0).id, example_run(1).id));
    case 3:
        return save(workspace, example_policy(1));
    case 4:
        return workspace.imports().save(example_import(1), example_scenario(1, 30000));
    case 5:
        return workspace.scenarios().save(example_scenario(9, 2000));
    case 6:
        return workspace.drafts().save(example_draft(1));
    case 7:
        return workspace.runs().save(example_run(7, 60)); // of the imported scenario
    case 8:
        return workspace.comparisons().save(example_comparison(2, example_run(0).id, example_run(7).id));
    case 10:
        return workspace.imports().remove("scenario-1");
    case 11:
        return save(workspace, {.name = "policy-1",
                                .json = R"({"attune":"policy","other":1})",
                                .created = "later",
                                .author = "Ines",
                                .reason = "Two prompts were too many"});
    case 12:
        return workspace.runs().save(example_run(number, 2000));
    case 13:
        return workspace.drafts().save(example_draft(2));
    case 14:
        return workspace.comparisons().save_with_runs(
            example_run(20, 30), example_run(21, 30),
            example_comparison(3, example_run(20).id, example_run(21).id));
    case 15:
        return workspace.comparisons().remove(example_comparison(1, example_run(0).id, example_run(1).id).id);
    case load_steps:
        return workspace.runs().save(example_run(number, 40000));
    default:
        return workspace.runs().save(example_run(number, 10));
    }
}

} // namespace attune::test
