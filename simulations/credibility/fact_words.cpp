#include "simulations/credibility/fact_words.h"

#include "simulations/credibility/fact_tables.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::string key_of(std::string_view fact, std::string_view part) {
    return "credibility." + std::string(fact) + "." + std::string(part);
}

bool is_relative(const CheckResult& check) {
    return check.unit == "change";
}

NumberKind number_kind(const CheckResult& check) {
    return check.unit == "points" || is_relative(check) ? NumberKind::share : kind_of(check.unit);
}

constexpr int most_decimals = 4;
/// A band is not told more exactly than this, unless the interval is.
constexpr int band_decimals = 3, band_decimals_of_shares = 1;

/// Enough digits for the interval and for the ends of the bands.
NumberStyle style_of(const CheckResult& check) {
    const double width = check.upper - check.lower;
    const bool exact = !(width > 1e-4 * std::abs(check.observed));
    NumberStyle style = exact ? style_for(number_kind(check), check.observed, check.observed, check.observed)
                              : style_for(number_kind(check), check.observed, check.lower, check.upper);
    if (exact && check.observed != std::floor(check.observed)) style.decimals = 2;
    for (const double end : {check.expected.lower, check.expected.upper})
        if (std::isfinite(end) && end != 0)
            style.decimals =
                std::max(style.decimals,
                         std::min(style_as_set(style.kind, end).decimals,
                                  style.kind == NumberKind::share ? band_decimals_of_shares : band_decimals));
    style.decimals = std::min(style.decimals, most_decimals);
    return style;
}

std::string expected_text(const CheckResult& check, const Band& band, const Text& text) {
    const bool below = std::isfinite(band.lower);
    const bool above = std::isfinite(band.upper);
    const auto value = [&](double v) { return check_value(check, v, text); };
    if (below && above && value(band.lower) == value(band.upper))
        return text.get("credibility.expected.exactly", {{"value", value(band.lower)}});
    if (below && above)
        return text.get("credibility.expected.between",
                        {{"lower", value(band.lower)}, {"upper", value(band.upper)}});
    if (below)
        return text.get(band.lower == 0 ? "credibility.expected.above" : "credibility.expected.least",
                        {{"value", value(band.lower)}});
    return text.get(band.upper == 0 ? "credibility.expected.below" : "credibility.expected.most",
                    {{"value", value(band.upper)}});
}

} // namespace

std::string fact_title(std::string_view fact, const Text& text) {
    return text.get(key_of(fact, "title"));
}

std::string fact_found(std::string_view fact, const Text& text) {
    return text.get(key_of(fact, "found"));
}

std::string fact_done(const FactResult& result, const Text& text) {
    return text.get(key_of(result.id, "did"), {{"users", count_text(result.size.users)},
                                               {"days", count_text(result.size.days)},
                                               {"items", count_text(result.size.items)},
                                               {"seeds", count_text(result.size.seeds)}});
}

std::string fact_reading(std::string_view fact, const Text& text) {
    return text.get(key_of(fact, "read"));
}

std::string verdict_word(FactVerdict verdict, const Text& text) {
    return text.get(std::string("credibility.verdict.") + name_of(verdict));
}

std::string check_value(const CheckResult& check, double value, const Text& text) {
    if (!std::isfinite(value)) return text.get("report.no_data");
    const NumberStyle style = style_of(check);
    if (check.unit == "points") return difference_text(value, style, text);
    if (is_relative(check)) return text.get("report.percent", {{"value", signed_figure(value, style)}});
    const std::string figure = value_text(value, style, text);
    const std::string unit = "credibility.unit." + check.unit;
    return text.has(unit) ? text.get(unit, {{"value", figure}}) : figure;
}

CheckWords check_words(std::string_view fact, const CheckResult& check, const Text& text) {
    CheckWords all;
    const auto value = [&](double v) { return check_value(check, v, text); };
    all.name = text.get(key_of(fact, check.id));
    all.expected = expected_text(check, check.expected, text);
    all.observed = value(check.observed);
    if (std::isfinite(check.lower) && value(check.lower) != value(check.upper))
        all.interval =
            text.get("credibility.interval", {{"lower", value(check.lower)}, {"upper", value(check.upper)}});
    if (check.without_cause != Band{})
        all.control = text.get(
            key_of(fact, "control"),
            {{"value", value(check.control)}, {"expected", expected_text(check, check.without_cause, text)}});
    all.verdict = verdict_word(check.verdict, text);
    return all;
}

std::vector<std::string> why_lines(const FactResult& result, const Text& text) {
    if (result.verdict == FactVerdict::not_judged) return {text.get(key_of(result.id, "later"))};
    std::vector<std::string> all;
    for (const CheckResult& check : result.checks) {
        if (check.verdict == FactVerdict::holds) continue;
        std::string why = text.get(std::string("credibility.reason.") + name_of(check.reason),
                                   {{"check", text.get(key_of(result.id, check.id))}});
        const std::string own = key_of(result.id, check.id + ".fails");
        if (check.reason == FactReason::outside && text.has(own)) why += " " + text.get(own);
        const std::string stays = key_of(result.id, check.id + ".stays");
        if (check.reason == FactReason::control_stays && text.has(stays)) why += " " + text.get(stays);
        all.push_back(std::move(why));
    }
    if (!result.found.empty()) {
        std::string names;
        for (const std::string& name : result.found)
            names += (names.empty() ? "" : ", ") + name;
        all.push_back(text.get("credibility.found", {{"names", names}}));
    }
    return all;
}

} // namespace attune
