// The examples of the start page: a question, whom it is tried on, and the two policies that answer it. They
// are data (resources/examples); words are "example.<name>.title", ".line" and ".question".
#pragma once

#include "simulations/study/lab_study.h"

#include <string>
#include <vector>

namespace attune {

struct Example {
    std::string name;
    LabSetup setup;
};

/// In the order they are shown. Shipped files must be sound; a test reads each.
const std::vector<Example>& examples();
const Example* find_example(const std::string& name);

} // namespace attune
