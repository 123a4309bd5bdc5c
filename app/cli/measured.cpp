#include "app/cli/measured.h"

#include "simulations/report/number_text.h"

namespace attune::cli {

void say_table(const Common& common, const DataTable& told, std::size_t first, std::size_t end) {
    Table table(told.head);
    for (std::size_t column = first; column < end; ++column)
        table.right(column);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
}

void say_head(const Common& common, const std::string& key, const ReadyScenario& ready) {
    const Scenario& scenario = ready.scenario.scenario;
    say(common, words(key, {{"policy", ready.policy.name},
                            {"scenario", scenario.name},
                            {"people", count_text(scenario.users)},
                            {"days", count_text(scenario.days)},
                            {"repetitions", count_text(ready.options.replications)}}));
}

} // namespace attune::cli
