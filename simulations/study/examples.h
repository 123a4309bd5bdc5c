// The examples of the start page: a question, whom it is tried on, and the two policies that answer it. They
// are data (resources/examples); words are "example.<name>.title", ".line" and ".question".
#pragma once

#include "simulations/study/lab_study.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune {

struct Example {
    std::string name;
    int order = 0; ///< place on the start page
    LabSetup setup;
};

/// {"attune": "example", "version": 1, "name", "order", "scenario": a shipped one's name, "replications",
/// "baseline": {"policy": a shipped one's name, "name": what it is called here, "values": {lever: value}},
/// "candidate": likewise}. "name" and "values" of a policy may be left out. Complaints name file and line.
Result<Example> example_from_json(std::string_view text, const std::string& file);

/// In the order they are shown. Shipped files must be sound; a test reads each.
const std::vector<Example>& examples();
const Example* find_example(const std::string& name);

} // namespace attune
