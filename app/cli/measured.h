// What commands do around something that is measured and may be written as a CSV.
#pragma once

#include "app/cli/asked_scenario.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/report/svg_chart.h"

#include <string>

namespace attune::cli {

/// Prints a table; columns `first` .. `end` - 1 hold figures and stand right.
void say_table(const Common& common, const DataTable& told, std::size_t first, std::size_t end);

/// Prints what was measured: "cli.<key>" with policy, scenario, people, days and repetitions.
void say_head(const Common& common, const std::string& key, const ReadyScenario& ready);

/// Opens the CSV before anything is measured, shows progress meanwhile, and gives the file its name once it
/// is whole. `measure` reads `ready` and returns a Result; `csv_of` makes the text of the file from what it
/// holds. Errors: those of `measure` and of the file.
template <typename Measure, typename CsvOf>
auto measured(const Session& session, ReadyScenario& ready, const std::string& csv_path,
              const std::string& progress_words, const Measure& measure, const CsvOf& csv_of)
    -> decltype(measure()) {
    session.interrupt->only_ask_from_now();
    Outputs outputs;
    AtomicFile* csv = nullptr;
    if (!csv_path.empty()) {
        auto file = outputs.open(csv_path);
        if (!file) return pass_on(file);
        csv = *file;
    }
    auto told = [&] {
        Progress progress(session.common, progress_words);
        ready.options.progress = [&](double done) { progress(done); };
        return measure();
    }();
    if (!told) return told;
    if (csv) csv->write(csv_of(*told));
    if (auto complete = outputs.complete(); !complete) return pass_on(complete);
    if (auto written = outputs.commit(); !written) return pass_on(written);
    return told;
}

} // namespace attune::cli
