#include "simulations/fit/targets.h"

#include "core/base/json.h"
#include "core/base/parameter.h"
#include "core/measures/metrics/metric.h"
#include "core/measures/statistics/summary.h"
#include "simulations/fit/pins.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace attune {
namespace {

constexpr int targets_version = 1;

tl::unexpected<Error> at(const Error& error, std::string where) {
    Error told = error;
    told.where = std::move(where);
    return tl::unexpected<Error>(std::move(told));
}

/// Whether the metric may be typed at all.
Status check_metric(const std::string& metric) {
    const std::vector<std::string>& known = target_metrics();
    if (std::find(known.begin(), known.end(), metric) != known.end()) return {};
    const MetricSpec* spec = find_metric(metric);
    if (spec && spec->seen == Seen::truth)
        return fail(ErrorCode::bad_input,
                    "nobody can have measured '" + metric + "': only the simulation knows it", metric,
                    "Leave it out");
    if (spec)
        return fail(ErrorCode::bad_input, "no assumption is fitted to '" + metric + "'", metric,
                    "Leave it out");
    const std::string nearest = nearest_key(metric, known);
    return fail(ErrorCode::bad_input, "there is no metric '" + excerpt(metric) + "'", excerpt(metric),
                nearest.empty() ? "'attune-cli metrics' lists them" : "Did you mean '" + nearest + "'?");
}

Status check_target(const Target& target) {
    if (auto known = check_metric(target.metric); !known) return known;
    const double most = highest_value(*find_metric(target.metric));
    const auto inside = [&](double value) { return std::isfinite(value) && value >= 0 && value <= most; };
    if (!inside(target.value))
        return fail(ErrorCode::bad_input,
                    "'" + target.metric + "' cannot be that" +
                        (most == 1 ? std::string(": it is a share from 0 to 1") : std::string()),
                    target.metric, most == 1 ? "Write 12 % as 0.12" : "It is a number from 0 up");
    if (target.n && !(std::isfinite(*target.n) && *target.n >= 1))
        return fail(ErrorCode::bad_input, "'n' of '" + target.metric + "' must be 1 or more", target.metric);
    if (target.lower.has_value() != target.upper.has_value())
        return fail(ErrorCode::bad_input, "'" + target.metric + "' has one end of an interval only",
                    target.metric, "Give both 'lower' and 'upper'");
    if (!target.lower) return {};
    if (target.n)
        return fail(ErrorCode::bad_input, "'" + target.metric + "' has both 'n' and an interval",
                    target.metric, "Give one of them");
    if (!inside(*target.lower) || !inside(*target.upper) || !(*target.lower <= target.value) ||
        !(target.value <= *target.upper) || !(*target.lower < *target.upper))
        return fail(ErrorCode::bad_input,
                    "the interval of '" + target.metric + "' does not lie around its value", target.metric);
    return {};
}

Result<Target> read_target(const std::string& metric, const Json& json) {
    Target target{.metric = metric, .n = {}, .lower = {}, .upper = {}};
    if (json.is_number()) {
        target.value = json.get<double>();
        return target;
    }
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::bad_input, what, metric, "Write a number, or {\"value\": 0.12, \"n\": 5000}");
    };
    if (!json.is_object()) return wrong("'" + metric + "' must be a number or an object");
    bool has_value = false;
    for (const auto& [key, value] : json.items()) {
        if (!value.is_number()) return wrong("'" + excerpt(key) + "' of '" + metric + "' must be a number");
        const double number = value.get<double>();
        if (key == "value") {
            target.value = number;
            has_value = true;
        } else if (key == "n")
            target.n = number;
        else if (key == "lower")
            target.lower = number;
        else if (key == "upper")
            target.upper = number;
        else
            return wrong("'" + metric + "' has no '" + excerpt(key) + "'");
    }
    if (!has_value) return wrong("'" + metric + "' has no 'value'");
    return target;
}

std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

} // namespace

Result<TargetsFile> targets_from_json(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "targets")
        return fail(ErrorCode::bad_input, "this is not a file of targets", file,
                    R"(It must say "attune": "targets")");
    const std::vector<std::string> known = {"attune", "version", "scenario", "policy", "targets"};
    for (const auto& [key, value] : document->items())
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            const std::string nearest = nearest_key(key, known);
            return fail(ErrorCode::bad_input, "a file of targets has no '" + excerpt(key) + "'",
                        at_key(file, text, key), nearest.empty() ? "" : "Did you mean '" + nearest + "'?");
        }
    const Json version = document->value("version", Json());
    if (!version.is_number_integer() || version.get<std::int64_t>() != targets_version)
        return fail(ErrorCode::bad_input,
                    "the version of the targets must be " + std::to_string(targets_version),
                    at_key(file, text, "version"));
    TargetsFile result;
    for (const auto& [key, into] :
         {std::pair{"scenario", &result.scenario}, std::pair{"policy", &result.policy}}) {
        const Json name = document->value(key, Json(""));
        if (!name.is_string())
            return fail(ErrorCode::bad_input, "'" + std::string(key) + "' must be a name",
                        at_key(file, text, key));
        *into = name.get<std::string>();
    }
    const Json targets = document->value("targets", Json());
    if (!targets.is_object() || targets.empty())
        return fail(ErrorCode::bad_input, "there is no target", at_key(file, text, "targets"),
                    R"(Write "targets": {"response_rate": 0.12})");
    for (const auto& [metric, json] : targets.items()) {
        auto target = read_target(metric, json);
        if (!target) return at(target.error(), at_key(file, text, metric));
        if (auto sound = check_target(*target); !sound) return at(sound.error(), at_key(file, text, metric));
        result.targets.push_back(std::move(*target));
    }
    return result;
}

Result<Target> target_from_text(const std::string& text) {
    const std::size_t equals = text.find('=');
    const auto wrong = [&] {
        return fail(ErrorCode::bad_input,
                    "'" + excerpt(text) + "' is not of the form key=value or key=value/n", "--target",
                    "For example response_rate=0.12/5000");
    };
    if (equals == std::string::npos || equals == 0) return wrong();
    Target target{.metric = text.substr(0, equals), .n = {}, .lower = {}, .upper = {}};
    const std::size_t slash = text.find('/', equals);
    const auto value = number(std::string_view(text).substr(
        equals + 1, slash == std::string::npos ? std::string::npos : slash - equals - 1));
    if (!value) return wrong();
    target.value = *value;
    if (slash != std::string::npos) {
        target.n = number(std::string_view(text).substr(slash + 1));
        if (!target.n) return wrong();
    }
    if (auto sound = check_target(target); !sound) return at(sound.error(), "--target " + excerpt(text));
    return target;
}

Status check_targets(const std::vector<Target>& targets) {
    for (auto target = targets.begin(); target != targets.end(); ++target) {
        if (auto sound = check_target(*target); !sound) return sound;
        if (std::any_of(targets.begin(), target, [&](const Target& t) { return t.metric == target->metric; }))
            return fail(ErrorCode::bad_input, "'" + target->metric + "' is given twice", target->metric,
                        "Keep one of them");
    }
    return {};
}

} // namespace attune
