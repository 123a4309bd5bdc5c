// The limits on asking, checked from an event log by the audit's own code.
#pragma once

#include "core/audit/asking_limits.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "simulations/engine/event_log.h"
#include "simulations/report/svg_chart.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace attune {

/// What an event is to the limits on asking; nothing where they are not about it.
std::optional<audit::AskingRow> asking_row(const LoggedEvent& event);

struct AskingLogAudit {
    std::int64_t lines = 0;
    std::int64_t events = 0; ///< lines that are one
    audit::AskingVerdict verdict;
};
/// Judges a log as `run --log` writes it by what `policy` allows. Errors: bad_input with file and line for
/// what is no event and for a file without any, cancelled.
Result<AskingLogAudit> audit_asking(const std::string& path, const Policy& policy,
                                    const std::function<void(double done)>& progress,
                                    const std::stop_token& stop);

/// One row per limit.
DataTable asking_audit_table(const audit::AskingVerdict& verdict, const Text& text);
/// What came out, in a sentence.
std::string asking_audit_sentence(const audit::AskingVerdict& verdict, const Text& text);
/// {"people", "questions", "offers", "held", "limits": [{limit, checked, broken}], "examples": [{limit, user,
/// visit, hours, found, allowed}]}.
Json asking_audit_document(const audit::AskingVerdict& verdict);

} // namespace attune
