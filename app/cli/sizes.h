// How large a simulation is, where the command line says otherwise than the scenario.
#pragma once

#include "app/cli/console.h"
#include "simulations/scenario/scenario.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <optional>

namespace attune::cli {

struct Sizes {
    std::optional<std::int64_t> users, days, items, replications;

    /// The options --users, --days and --items, for what is run once.
    void add_once_to(CLI::App* command);
    /// The same and --replications.
    void add_to(CLI::App* command);
    /// What was given, and the seed of `common`, in place of the scenario's. Errors: bad_input for a number
    /// of items where the scenario brings its own.
    Status apply(const Common& common, Scenario& scenario) const;
};

} // namespace attune::cli
