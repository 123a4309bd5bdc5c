#include "app/cli/asked_trail.h"

#include "app/cli/usage.h"
#include "core/workspace/trail_export.h"
#include "simulations/report/number_text.h"
#include "simulations/scenario/scenario.h"
#include "simulations/study/trail_key.h"

#include <algorithm>

namespace attune::cli {
namespace {

constexpr int usual_people = 500;
constexpr const char* everybody = "all";

/// A number of people, or all.
CLI::Validator people_or_all() {
    return CLI::Validator(
        [](std::string& text) {
            if (text == everybody) return std::string();
            return whole_number(1, users_limit().most)(text).empty()
                       ? std::string()
                       : words("error.not_people", {{"text", excerpt(text)}});
        },
        "");
}

} // namespace

void AskedTrail::add_to(CLI::App* command) {
    command->add_flag("--trail", wanted, words("option.trail_run"));
    command->add_option("--trail-people", people, words("option.trail_people"))
        ->type_name("N|all")
        ->check(people_or_all());
}

Status AskedTrail::check(const Common& common) const {
    if (!wanted && !people.empty())
        return fail(ErrorCode::bad_input, words("error.people_without_trail"), "--trail-people",
                    words("error.people_without_trail.remedy"));
    if (wanted && common.workspace.empty())
        return fail(ErrorCode::bad_input, words("error.trail_needs_workspace"), "--trail",
                    words("error.trail_needs_workspace.remedy"));
    return {};
}

int AskedTrail::watched(int users) const {
    if (people == everybody) return users;
    return std::min(users, people.empty() ? usual_people : std::stoi(people));
}

Result<TrailedRun> AskedTrail::begin(const Common& common) const {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    OpenOptions options;
    options.created = now();
    options.program_version = program_version();
    return TrailedRun::open(common.workspace, std::move(*key), options);
}

void say_trail(const Common& common, const TrailedRun& run, const RunRecord& record, const SignedHead& head) {
    say(common, words("run.trail", {{"events", count_text(static_cast<double>(run.events()))},
                                    {"watched", count_text(run.watched())},
                                    {"people", count_text(record.users)},
                                    {"key", to_hex(head.key)}}));
    if (record.replications > 1)
        say(common, words("run.trail_first", {{"count", count_text(record.replications)}}));
}

Json trail_document(const TrailedRun& run, const RunRecord& record, const SignedHead& head) {
    return {{"events", run.events()},
            {"people", {{"watched", run.watched()}, {"of", record.users}}},
            {"repetitions", {{"in_trail", 1}, {"of", record.replications}}},
            {"signed_head", parse_json(signed_head_to_json(head), "head").value_or(Json())}};
}

} // namespace attune::cli
