#include "core/workspace/measured_values.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {
namespace {

constexpr std::array<std::string_view, 3> verdict_words = {"holds", "broken", "undecided"};

/// Why a value and its interval cannot be stored; empty if they can.
std::string fault_of(double value, double lower, double upper, double n) {
    if (!std::isfinite(n) || n < 0) return "does not say how many it was measured on";
    if (std::isnan(value) && n > 0) return "is not a number";
    if (std::isinf(value) || std::isinf(lower) || std::isinf(upper)) return "is not finite";
    if (std::isnan(lower) != std::isnan(upper)) return "has only one end of an interval";
    if (std::isnan(value) && !std::isnan(lower)) return "has an interval but no value";
    if (lower > value || value > upper) return "lies outside its own interval";
    return {};
}

Status refuse(const std::string& metric, const std::string& group, const std::string& fault,
              const std::string& record) {
    return fail(ErrorCode::bad_input, "the metric '" + metric + "' of '" + group + "' " + fault, record);
}

} // namespace

std::string_view word_of(Verdict verdict) {
    return verdict_words.at(static_cast<std::size_t>(verdict));
}

Status check_values(const std::vector<MetricValue>& values, const std::string& record) {
    for (const MetricValue& m : values)
        if (const std::string fault = fault_of(m.value, m.lower, m.upper, m.n); !fault.empty())
            return refuse(m.key, m.group, fault, record);
    return {};
}

Status check_series(const std::vector<SeriesPoint>& series, int days, const std::string& record) {
    for (const SeriesPoint& p : series) {
        if (const std::string fault = fault_of(p.value, p.lower, p.upper, p.n); !fault.empty())
            return refuse(p.metric, p.group, fault + " on day " + std::to_string(p.day), record);
        if (p.day < 0 || (days > 0 && p.day >= days))
            return refuse(p.metric, p.group,
                          "has a value for day " + std::to_string(p.day) + ", which is no day of the run",
                          record);
    }
    return {};
}

Status check_guardrails(const std::vector<GuardrailVerdict>& guardrails, const std::string& record) {
    for (const GuardrailVerdict& g : guardrails) {
        if (const std::string fault = fault_of(g.difference, g.lower, g.upper, 0); !fault.empty())
            return refuse(g.key, g.group, fault, record);
        if (!std::isfinite(g.limit)) return refuse(g.key, g.group, "has a guardrail without a limit", record);
    }
    return {};
}

Status write_values(const Database& database, const std::string& owner, std::int64_t number,
                    const std::vector<MetricValue>& values) {
    Result<Statement> insert =
        database.prepare("INSERT INTO " + owner + "_metric VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    std::int64_t position = 0;
    for (const MetricValue& m : values) {
        Status put = insert->execute(number, position++, m.key, m.group, m.value, m.lower, m.upper, m.n);
        if (!put) return put;
    }
    return {};
}

Status write_series(const Database& database, const std::string& owner, std::int64_t number,
                    const std::vector<SeriesPoint>& series) {
    Result<Statement> insert =
        database.prepare("INSERT INTO " + owner + "_series VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    std::int64_t position = 0;
    for (const SeriesPoint& p : series) {
        Status put =
            insert->execute(number, position++, p.metric, p.group, p.day, p.value, p.lower, p.upper, p.n);
        if (!put) return put;
    }
    return {};
}

Status write_guardrails(const Database& database, std::int64_t comparison,
                        const std::vector<GuardrailVerdict>& guardrails) {
    Result<Statement> insert =
        database.prepare("INSERT INTO comparison_guardrail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    std::int64_t position = 0;
    for (const GuardrailVerdict& g : guardrails) {
        Status put = insert->execute(comparison, position++, g.key, g.group, g.difference, g.lower, g.upper,
                                     g.limit, word_of(g.verdict), g.more_needed);
        if (!put) return put;
    }
    return {};
}

Result<std::vector<MetricValue>> read_values(const Database& database, const std::string& owner,
                                             std::int64_t number) {
    Result<Statement> rows = database.prepare("SELECT metric, \"group\", value, lower, upper, n FROM " +
                                              owner + "_metric WHERE " + owner + " = ? ORDER BY position");
    if (!rows) return pass_on(rows);
    rows->query(number);
    std::vector<MetricValue> values;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return values;
        values.push_back(
            {rows->text(0), rows->text(1), rows->real(2), rows->real(3), rows->real(4), rows->real(5)});
    }
}

Result<std::vector<SeriesPoint>> read_series(const Database& database, const std::string& owner,
                                             std::int64_t number) {
    Result<Statement> rows = database.prepare("SELECT metric, \"group\", day, value, lower, upper, n FROM " +
                                              owner + "_series WHERE " + owner + " = ? ORDER BY position");
    if (!rows) return pass_on(rows);
    rows->query(number);
    std::vector<SeriesPoint> series;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return series;
        series.push_back({rows->text(0), rows->text(1), static_cast<int>(rows->integer(2)), rows->real(3),
                          rows->real(4), rows->real(5), rows->real(6)});
    }
}

Result<std::vector<GuardrailVerdict>> read_guardrails(const Database& database, std::int64_t comparison) {
    Result<Statement> rows = database.prepare(
        "SELECT metric, \"group\", difference, lower, upper, \"limit\", verdict, more_needed "
        "FROM comparison_guardrail WHERE comparison = ? ORDER BY position");
    if (!rows) return pass_on(rows);
    rows->query(comparison);
    std::vector<GuardrailVerdict> guardrails;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return guardrails;
        const auto word = std::find(verdict_words.begin(), verdict_words.end(), rows->text(6));
        if (word == verdict_words.end())
            return fail(ErrorCode::unreadable, "a guardrail has a verdict that is none", database.path(),
                        "Restore the file from a copy");
        guardrails.push_back({rows->text(0), rows->text(1), rows->real(2), rows->real(3), rows->real(4),
                              rows->real(5), static_cast<Verdict>(word - verdict_words.begin()),
                              rows->real(7)});
    }
}

} // namespace attune
