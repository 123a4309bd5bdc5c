#include "simulations/credibility/fact_tables.h"

#include "simulations/credibility/fact_words.h"
#include "simulations/report/csv_writer.h"

#include <cmath>

namespace attune {

const char* name_of(FactVerdict verdict) {
    switch (verdict) {
    case FactVerdict::holds:
        return "holds";
    case FactVerdict::fails:
        return "fails";
    case FactVerdict::undecided:
        return "undecided";
    case FactVerdict::not_judged:
        break;
    }
    return "not_judged";
}

const char* name_of(FactReason reason) {
    switch (reason) {
    case FactReason::none:
        return "none";
    case FactReason::outside:
        return "outside";
    case FactReason::unclear:
        return "unclear";
    case FactReason::control_stays:
        return "control_stays";
    case FactReason::control_unclear:
        return "control_unclear";
    case FactReason::no_value:
        break;
    }
    return "no_value";
}

namespace {

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

Json band(const Band& band) {
    return {{"lower", number(band.lower)}, {"upper", number(band.upper)}};
}

Json check_json(std::string_view fact, const CheckResult& check) {
    return {{"id", check.id},
            {"name", check_words(fact, check, Text::english()).name},
            {"unit", check.unit},
            {"expected", band(check.expected)},
            {"observed", number(check.observed)},
            {"lower", number(check.lower)},
            {"upper", number(check.upper)},
            {"control", check.without_cause == Band{} ? Json()
                                                      : Json{{"expected", band(check.without_cause)},
                                                             {"observed", number(check.control)},
                                                             {"lower", number(check.control_lower)},
                                                             {"upper", number(check.control_upper)}}},
            {"verdict", name_of(check.verdict)},
            {"reason", check.reason == FactReason::none ? Json() : Json(name_of(check.reason))}};
}

} // namespace

Json facts_document(std::span<const FactResult> results) {
    Json rows = Json::array();
    for (const FactResult& result : results) {
        const CheckResult* deciding = result.deciding();
        Json checks = Json::array();
        for (const CheckResult& check : result.checks)
            checks.push_back(check_json(result.id, check));
        rows.push_back({{"id", result.id},
                        {"title", fact_title(result.id, Text::english())},
                        {"source", result.source},
                        {"expected", deciding ? band(deciding->expected) : Json()},
                        {"observed", deciding ? number(deciding->observed) : Json()},
                        {"lower", deciding ? number(deciding->lower) : Json()},
                        {"upper", deciding ? number(deciding->upper) : Json()},
                        {"verdict", name_of(result.verdict)},
                        {"why", why_lines(result, Text::english())},
                        {"checks", std::move(checks)}});
    }
    return {{"facts", std::move(rows)}};
}

std::string facts_csv(std::span<const FactResult> results) {
    std::string out = "fact,check,unit,expected_lower,expected_upper,observed,lower,upper,control,"
                      "control_lower,control_upper,verdict,reason,source\r\n";
    const auto line = [&](std::initializer_list<std::string> cells) {
        std::string row;
        for (const std::string& one : cells)
            row += (row.empty() ? "" : ",") + one;
        out += row + "\r\n";
    };
    for (const FactResult& result : results) {
        if (result.checks.empty())
            line({csv_cell(result.id), "", "", "", "", "", "", "", "", "", "", name_of(result.verdict), "",
                  csv_cell(result.source)});
        for (const CheckResult& c : result.checks)
            line({csv_cell(result.id), csv_cell(c.id), c.unit == "-" ? std::string() : csv_cell(c.unit),
                  csv_cell(c.expected.lower), csv_cell(c.expected.upper), csv_cell(c.observed),
                  csv_cell(c.lower), csv_cell(c.upper), csv_cell(c.control), csv_cell(c.control_lower),
                  csv_cell(c.control_upper), name_of(c.verdict), name_of(c.reason), csv_cell(result.source)});
    }
    return out;
}

} // namespace attune
