// What is in an open file, for lists and boxes, and what is told of an import.
#pragma once

#include "core/policy/policy.h"
#include "simulations/scenario/scenario.h"

#include <QString>
#include <QStringList>

#include <string>
#include <vector>

namespace attune::ui {

struct DocumentContents {
    std::vector<Scenario> scenarios; ///< shipped ones first, then the file's own
    std::vector<Policy> policies;
    struct KeptRun {
        std::string comparison;
        std::string scenario, baseline, candidate; ///< names
        std::string created;
    };
    std::vector<KeptRun> kept; ///< in the order of keeping
    bool personal_data = false;
};

/// What came of an import of ratings.
struct ImportSummary {
    std::string name; ///< of the new scenario
    qint64 read = 0;  ///< rows
    qint64 kept = 0;
    qint64 quarantined = 0;
    QStringList first_reasons; ///< of the first few rows that were set aside: file, line and why
};

} // namespace attune::ui
