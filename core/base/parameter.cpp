#include "core/base/parameter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace attune {
namespace {

std::string number(double value) {
    char buffer[32];
    const auto [end, code] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, end};
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string range(const ParameterSpec& spec) {
    switch (spec.kind) {
    case ParameterKind::boolean:
        return "It is true or false";
    case ParameterKind::choice:
        return "It is one of: " + joined(spec.choices);
    default:
        return "It lies between " + number(spec.minimum) + " and " + number(spec.maximum) +
               (spec.unit == "-" ? "" : " " + spec.unit) +
               (spec.kind == ParameterKind::integer ? ", whole" : "");
    }
}

tl::unexpected<Error> wrong(const ParameterSpec& spec, std::string_view key, const std::string& shown) {
    return fail(ErrorCode::bad_input, "'" + excerpt(key) + "' cannot be " + shown, {}, range(spec));
}

Result<double> checked(const ParameterSpec& spec, std::string_view key, double value,
                       const std::string& shown) {
    const bool whole = spec.kind == ParameterKind::real || value == std::floor(value);
    if (!std::isfinite(value) || value < spec.minimum || value > spec.maximum || !whole)
        return wrong(spec, key, shown);
    return value + 0.0; // -0 becomes 0
}

/// How many letters were left out, added, mistaken or swapped with their neighbour between two words (Damerau
/// 1964, each place touched at most once).
std::size_t slips(std::string_view typed, std::string_view meant) {
    std::vector<std::size_t> before_last;
    std::vector<std::size_t> last;
    std::vector<std::size_t> row(meant.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        before_last = std::move(last);
        last = std::move(row);
        row.assign(meant.size() + 1, i);
        for (std::size_t j = 1; j <= meant.size(); ++j) {
            const std::size_t mistaken = last[j - 1] + (typed[i - 1] == meant[j - 1] ? 0U : 1U);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, mistaken});
            if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row.back();
}

} // namespace

std::string ParameterSpec::text_key() const {
    std::string plain = key;
    if (is_family()) plain = plain.substr(0, plain.find(".<"));
    return "parameter." + plain;
}

std::string format_value(const ParameterSpec& spec, double value) {
    if (spec.kind == ParameterKind::boolean) return value != 0.0 ? "true" : "false";
    if (spec.kind == ParameterKind::choice) return spec.choices.at(static_cast<std::size_t>(value));
    return number(value);
}

Result<double> parse_value(const ParameterSpec& spec, std::string_view key, std::string_view text) {
    const std::string shown = "'" + excerpt(text) + "'";
    if (spec.kind == ParameterKind::boolean) {
        if (text == "true" || text == "1" || text == "on") return 1.0;
        if (text == "false" || text == "0" || text == "off") return 0.0;
        return wrong(spec, key, shown);
    }
    if (spec.kind == ParameterKind::choice) {
        const auto found = std::find(spec.choices.begin(), spec.choices.end(), text);
        if (found == spec.choices.end()) return wrong(spec, key, shown);
        return static_cast<double>(found - spec.choices.begin());
    }
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return wrong(spec, key, shown);
    return checked(spec, key, value, shown);
}

Result<double> value_from_json(const ParameterSpec& spec, std::string_view key, const Json& json) {
    const std::string shown = excerpt(json.dump());
    if (spec.kind == ParameterKind::boolean)
        return json.is_boolean() ? Result<double>(json.get<bool>() ? 1.0 : 0.0) : wrong(spec, key, shown);
    if (spec.kind == ParameterKind::choice)
        return json.is_string() ? parse_value(spec, key, json.get<std::string>()) : wrong(spec, key, shown);
    if (!json.is_number()) return wrong(spec, key, shown);
    return checked(spec, key, json.get<double>(), shown);
}

Json value_to_json(const ParameterSpec& spec, double value) {
    switch (spec.kind) {
    case ParameterKind::boolean:
        return value != 0.0;
    case ParameterKind::integer:
        return static_cast<std::int64_t>(value);
    case ParameterKind::choice:
        return spec.choices.at(static_cast<std::size_t>(value));
    case ParameterKind::real:
        return value;
    }
    return value;
}

std::string nearest_key(std::string_view key, const std::vector<std::string>& candidates) {
    std::string best;
    constexpr std::size_t longest = 100; // nobody meant a key of ours by more, and the search is quadratic
    if (key.size() > longest) return best;
    std::size_t best_distance = key.size() / 3 + 1; // one slip in three letters, none in fewer
    for (const std::string& candidate : candidates) {
        const std::size_t distance = slips(key, candidate);
        if (distance >= best_distance) continue;
        best_distance = distance;
        best = candidate;
    }
    return best;
}

} // namespace attune
