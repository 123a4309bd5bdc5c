#include "simulations/study/import_ratings.h"

#include "simulations/scenario/scenario.h"

#include <algorithm>
#include <filesystem>

namespace attune {
namespace {

bool is_slug(const std::string& name) {
    return !name.empty() && name.size() <= 64 && name.front() != '-' &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string file_name(const std::string& path) {
    return std::filesystem::path(path).filename().string();
}

} // namespace

Result<ImportedRatings> import_ratings(const ImportRequest& request) {
    if (!is_slug(request.name))
        return fail(ErrorCode::bad_input, "'" + request.name + "' cannot be the name of a scenario", "--into",
                    "Use lower-case letters, digits and '-', for example 'our-films'");
    const auto& shipped = shipped_scenarios();
    if (std::any_of(shipped.begin(), shipped.end(),
                    [&](const Scenario& s) { return s.name == request.name; }))
        return fail(ErrorCode::bad_input, "'" + request.name + "' is a scenario that ships with the program",
                    "--into", "Choose another name");

    // Reading and fitting take about as long as each other, the rest next to nothing.
    const auto go_on = [&](double from) {
        return [&request, from](double share) {
            if (request.progress) request.progress(from + share / 2);
            return !request.stop.stop_requested();
        };
    };
    auto ratings = read_ratings(
        request.ratings, {.format = request.format, .columns = request.ratings_columns, .go_on = go_on(0)},
        request.key);
    if (!ratings) return pass_on(ratings);
    ImportedRatings result;
    ItemFacts facts;
    result.items_file =
        request.items.empty() ? find_items_beside(request.ratings).value_or("") : request.items;
    if (!result.items_file.empty()) {
        auto read = read_items(result.items_file, {.columns = request.items_columns}, request.key);
        if (!read) return pass_on(read);
        facts = std::move(*read);
    }
    auto world =
        fit_world(*ratings, facts,
                  {.items_to_keep = static_cast<std::size_t>(request.items_to_keep), .go_on = go_on(0.5)});
    if (!world) return pass_on(world);

    Scenario scenario;
    scenario.name = request.name;
    scenario.imported = true;
    scenario.items = static_cast<int>(world->catalogue.items.size());
    scenario.purpose = "People and items drawn from " + file_name(request.ratings) +
                       ": activity, popularity and tastes as in the file, behaviour as assumed.";
    scenario.assumptions.categories = std::max(4, static_cast<int>(world->catalogue.categories.size()));

    result.users = static_cast<int>(ratings->users.size());
    result.items = static_cast<int>(ratings->items.size());
    result.items_kept = scenario.items;
    result.people = static_cast<int>(world->pool.size());
    result.provider_groups = world->catalogue.provider_groups;
    result.scenario = {.name = request.name,
                       .json = scenario_to_json(scenario),
                       .world = world_to_bytes(*world),
                       .personal_data = true,
                       .created = request.created};
    result.import.id = "i-" + request.name;
    result.import.scenario_name = request.name;
    result.import.created = request.created;
    result.import.rows_read = ratings->rows_read + facts.rows_read;
    result.import.rows_kept = static_cast<std::int64_t>(ratings->rows.size() + facts.items.size());
    result.import.quarantined = to_quarantine(file_name(request.ratings), ratings->quarantined);
    const auto more = to_quarantine(file_name(result.items_file), facts.quarantined);
    result.import.quarantined.insert(result.import.quarantined.end(), more.begin(), more.end());
    return result;
}

} // namespace attune
