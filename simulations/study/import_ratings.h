// The task of importing a ratings file: read it, read what is known of its items, draw a world, and leave
// records to be stored. Nothing of the raw rows stays.
#pragma once

#include "core/workspace/records.h"
#include "simulations/population/ratings_world.h"

#include <functional>
#include <stop_token>
#include <string>

namespace attune {

struct ImportRequest {
    std::string ratings; ///< path
    std::string items;   ///< path; empty: looked for beside the ratings
    std::string name;    ///< of the new scenario: lower-case letters, digits and '-'
    FileFormat format = FileFormat::automatic;
    ColumnMap ratings_columns; ///< of the ratings file
    ColumnMap items_columns;   ///< of the items file
    int items_to_keep = 2000;
    ImportKey key{};
    std::string created;
    std::function<void(double done)> progress{}; ///< share done in [0, 1], now and then; may be empty
    std::stop_token stop{};
};

struct ImportedRatings {
    ImportRecord import;
    ScenarioRecord scenario;
    std::string items_file; ///< that was read, or empty
    int users = 0;          ///< in the file
    int items = 0;
    int items_kept = 0; ///< in the world
    int people = 0;     ///< that simulated people are drawn from
    std::vector<std::string> provider_groups;
};

/// Errors: those of read_ratings, read_items and fit_world; bad_input for a name that is no name; cancelled.
Result<ImportedRatings> import_ratings(const ImportRequest& request);

} // namespace attune
