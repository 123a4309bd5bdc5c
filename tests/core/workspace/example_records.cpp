#include "tests/core/workspace/example_records.h"

#include "core/base/random.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <limits>

namespace attune::test {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// A number between -scale and scale at an address.
double drawn(std::uint32_t number, std::uint32_t place, double scale = 1) {
    const Words words = words_at(stream_key(2024, number), Stream::resample, place);
    return (static_cast<double>(words[0]) * 0x1p-31 - 1) * scale + static_cast<double>(words[1]) * 0x1p-60;
}

std::string hexadecimal(const char* prefix, std::uint32_t number) {
    char text[32];
    std::snprintf(text, sizeof text, "%s%012llx", prefix,
                  static_cast<unsigned long long>(mix64(number) >> 16));
    return text;
}

class Comparer {
public:
    void value(const char* name, double a, double b) {
        const bool same = std::isnan(a) ? std::isnan(b)
                                        : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        if (!same) differ(name);
    }
    template <typename T>
    void value(const char* name, const T& a, const T& b) {
        if (!(a == b)) differ(name);
    }
    void list(const std::vector<MetricValue>& a, const std::vector<MetricValue>& b) {
        value("number of metrics", a.size(), b.size());
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            value("metric key", a[i].key, b[i].key);
            value("metric group", a[i].group, b[i].group);
            value("metric value", a[i].value, b[i].value);
            value("metric lower", a[i].lower, b[i].lower);
            value("metric upper", a[i].upper, b[i].upper);
            value("metric n", a[i].n, b[i].n);
        }
    }
    void list(const std::vector<SeriesPoint>& a, const std::vector<SeriesPoint>& b) {
        value("length of the series", a.size(), b.size());
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            value("series metric", a[i].metric, b[i].metric);
            value("series group", a[i].group, b[i].group);
            value("series day", a[i].day, b[i].day);
            value("series value", a[i].value, b[i].value);
            value("series lower", a[i].lower, b[i].lower);
            value("series upper", a[i].upper, b[i].upper);
            value("series n", a[i].n, b[i].n);
        }
    }
    const std::string& found() const { return found_; }

private:
    void differ(const char* name) {
        if (found_.empty()) found_ = name;
    }
    std::string found_;
};

} // namespace

RunRecord example_run(std::uint32_t number, int points) {
    RunRecord run;
    run.id = hexadecimal("r-", number);
    run.scenario_name = number % 4 == 3 ? "scenario-" + std::to_string(number / 4) : "calm-baseline";
    run.scenario_json = R"({"attune":"scenario","version":1,"name":"Größe","values":{"people":)" +
                        std::to_string(number) + "}}";
    run.policy_name = "default";
    run.policy_json = R"({"attune":"policy","version":1,"name":"default","values":{"rank.candidates":96}})";
    run.seed = mix64(number) | (number % 2 ? 0x8000000000000000ULL : 0);
    run.users = 1000 + static_cast<int>(number);
    run.days = 30;
    run.items = 500;
    run.replications = 1 + static_cast<int>(number % 3);
    run.fingerprint = hexadecimal("", number + 77) + hexadecimal("", number + 78);
    run.program_version = "0.1.0";
    run.created = "2024-05-06T07:08:09Z";
    run.wall_seconds = 1.25;
    for (std::uint32_t i = 0; i < 6; ++i) {
        const double value = drawn(number, i);
        run.metrics.push_back({"metric_" + std::to_string(i), i % 2 ? "device=phone" : "all", value,
                               i % 3 ? value - 0.125 : none, i % 3 ? value + 0.25 : none, 100.0 * i});
    }
    for (int i = 0; i < points; ++i) {
        const double value = drawn(number, 1000 + static_cast<std::uint32_t>(i), 1e6);
        run.series.push_back({"metric_" + std::to_string(i / 30), "all", i % 30, value,
                              i % 5 ? value - 1e-9 : none, i % 5 ? value + 1e9 : none, 7.5});
    }
    return run;
}

ComparisonRecord example_comparison(std::uint32_t number, const std::string& baseline,
                                    const std::string& candidate) {
    ComparisonRecord comparison;
    comparison.id = hexadecimal("c-", number);
    comparison.baseline_run = baseline;
    comparison.candidate_run = candidate;
    comparison.created = "2024-05-06T07:08:10Z";
    for (std::uint32_t i = 0; i < 4; ++i) {
        const double value = drawn(number, 5000 + i);
        comparison.difference.push_back(
            {"metric_" + std::to_string(i), "all", value, value - 1, value + 1, 10.0});
        comparison.series.push_back(
            {"metric_" + std::to_string(i), "all", static_cast<int>(i), value, none, none, 3});
    }
    comparison.guardrails = {{"ctr", "all", -0.01, -0.02, 0.0, -0.05, Verdict::holds, 0},
                             {"urr", "all", 0.3, 0.2, 0.4, 0.1, Verdict::broken, 0},
                             {"churn_30d", "device=phone", 0.01, -0.1, 0.2, 0.02, Verdict::undecided, 12.5}};
    return comparison;
}

PolicyVersion example_policy(std::uint32_t number) {
    return {.name = "policy-" + std::to_string(number),
            .json = R"({"attune":"policy","version":1,"name":"mine","values":{"rank.candidates":)" +
                    std::to_string(number) + "}}",
            .created = "2024-05-06",
            .author = "Ada Ng",
            .reason = "First try, number " + std::to_string(number),
            .preview = R"({"attune":"preview"})",
            .number = 1};
}

ScenarioRecord example_scenario(std::uint32_t number, std::size_t bytes, const std::string& marker) {
    ScenarioRecord scenario{"scenario-" + std::to_string(number),
                            R"({"attune":"scenario","version":1,"name":"mine","values":{}})",
                            {},
                            true,
                            "2024-05-06"};
    for (std::size_t i = 0; scenario.world.size() < bytes; ++i) {
        const std::string_view text = marker;
        if (!text.empty() && i % 64 == 0)
            scenario.world.insert(scenario.world.end(), text.begin(), text.end());
        scenario.world.push_back(static_cast<std::uint8_t>(mix64(number * 1000003ULL + i)));
    }
    return scenario;
}

ImportRecord example_import(std::uint32_t number) {
    ImportRecord import;
    import.id = hexadecimal("i-", number);
    import.scenario_name = "scenario-" + std::to_string(number);
    import.created = "2024-05-06";
    import.quarantined = {{"ratings.csv", 3, "not_a_number"},
                          {"ratings.csv", 1'000'000'000'000, "unclosed_quote"},
                          { "movies.dat",
                            1,
                            "empty" }};
    import.rows_kept = 100 + number;
    import.rows_read = import.rows_kept + static_cast<std::int64_t>(import.quarantined.size());
    return import;
}

DraftRecord example_draft(std::uint32_t number) {
    return {"lab", R"({"attune":"lab","seed":)" + std::to_string(number) + "}", "2024-05-06"};
}

std::string difference(const PolicyVersion& a, const PolicyVersion& b) {
    Comparer compare;
    compare.value("name", a.name, b.name);
    compare.value("json", a.json, b.json);
    compare.value("created", a.created, b.created);
    compare.value("author", a.author, b.author);
    compare.value("reason", a.reason, b.reason);
    compare.value("preview", a.preview, b.preview);
    compare.value("parent", a.parent, b.parent);
    compare.value("restores", a.restores, b.restores);
    compare.value("number", a.number, b.number);
    return compare.found();
}

std::string difference(const ScenarioRecord& a, const ScenarioRecord& b) {
    Comparer compare;
    compare.value("name", a.name, b.name);
    compare.value("json", a.json, b.json);
    compare.value("world", a.world, b.world);
    compare.value("personal_data", a.personal_data, b.personal_data);
    compare.value("created", a.created, b.created);
    return compare.found();
}

std::string difference(const RunRecord& a, const RunRecord& b) {
    Comparer compare;
    compare.value("id", a.id, b.id);
    compare.value("scenario_name", a.scenario_name, b.scenario_name);
    compare.value("scenario_json", a.scenario_json, b.scenario_json);
    compare.value("policy_name", a.policy_name, b.policy_name);
    compare.value("policy_json", a.policy_json, b.policy_json);
    compare.value("seed", a.seed, b.seed);
    compare.value("users", a.users, b.users);
    compare.value("days", a.days, b.days);
    compare.value("items", a.items, b.items);
    compare.value("replications", a.replications, b.replications);
    compare.value("fingerprint", a.fingerprint, b.fingerprint);
    compare.value("program_version", a.program_version, b.program_version);
    compare.value("created", a.created, b.created);
    compare.value("wall_seconds", a.wall_seconds, b.wall_seconds);
    compare.list(a.metrics, b.metrics);
    compare.list(a.series, b.series);
    return compare.found();
}

std::string difference(const ComparisonRecord& a, const ComparisonRecord& b) {
    Comparer compare;
    compare.value("id", a.id, b.id);
    compare.value("baseline_run", a.baseline_run, b.baseline_run);
    compare.value("candidate_run", a.candidate_run, b.candidate_run);
    compare.value("created", a.created, b.created);
    compare.list(a.difference, b.difference);
    compare.list(a.series, b.series);
    compare.value("number of guardrails", a.guardrails.size(), b.guardrails.size());
    for (std::size_t i = 0; i < std::min(a.guardrails.size(), b.guardrails.size()); ++i) {
        compare.value("guardrail key", a.guardrails[i].key, b.guardrails[i].key);
        compare.value("guardrail group", a.guardrails[i].group, b.guardrails[i].group);
        compare.value("guardrail difference", a.guardrails[i].difference, b.guardrails[i].difference);
        compare.value("guardrail lower", a.guardrails[i].lower, b.guardrails[i].lower);
        compare.value("guardrail upper", a.guardrails[i].upper, b.guardrails[i].upper);
        compare.value("guardrail limit", a.guardrails[i].limit, b.guardrails[i].limit);
        compare.value("guardrail verdict", a.guardrails[i].verdict, b.guardrails[i].verdict);
        compare.value("guardrail more_needed", a.guardrails[i].more_needed, b.guardrails[i].more_needed);
    }
    return compare.found();
}

std::string difference(const ImportRecord& a, const ImportRecord& b) {
    Comparer compare;
    compare.value("id", a.id, b.id);
    compare.value("scenario_name", a.scenario_name, b.scenario_name);
    compare.value("created", a.created, b.created);
    compare.value("rows_read", a.rows_read, b.rows_read);
    compare.value("rows_kept", a.rows_kept, b.rows_kept);
    compare.value("quarantined", a.quarantined, b.quarantined);
    return compare.found();
}

std::string difference(const DraftRecord& a, const DraftRecord& b) {
    Comparer compare;
    compare.value("key", a.key, b.key);
    compare.value("json", a.json, b.json);
    compare.value("saved", a.saved, b.saved);
    return compare.found();
}

} // namespace attune::test
