// A part of the audit report: what it says in sentences, and a table.
#pragma once

#include "core/base/text.h"
#include "simulations/report/number_text.h"
#include "simulations/report/svg_chart.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune {

/// Groups of fewer people show no figures.
constexpr std::int64_t least_people_told = 10;

struct AuditSection {
    std::string id; ///< stable: "verdicts"
    std::string heading;
    std::vector<std::string> sentences;
    DataTable table; ///< may be empty
};

/// A number of people; few are not told.
inline std::string people_told(std::int64_t n, const Text& text) {
    if (n == 0 || n >= least_people_told) return count_text(static_cast<double>(n));
    return text.get("audit_report.few", {{"least", std::to_string(least_people_told)}});
}

/// With its heading, and the heads of its columns.
inline AuditSection begin_section(const std::string& id, const std::vector<const char*>& columns,
                                  const Text& text) {
    AuditSection section;
    section.id = id;
    section.heading = text.get("audit_report.heading." + id);
    for (const char* column : columns)
        section.table.head.push_back(text.get("audit_report.table." + std::string(column)));
    return section;
}

} // namespace attune
