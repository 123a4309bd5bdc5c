// Made-up records for the report's tests: shaped like real ones, with daily series, groups and intervals.
#pragma once

#include "core/policy/parameters.h"
#include "simulations/report/report_input.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace attune::test {

/// Small and repeatable: a linear congruential generator, its high bits as a number in [0, 1).
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : state_(seed * 2862933555777941757ULL + 3037000493ULL) {}
    double operator()() {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state_ >> 11U) / 9007199254740992.0;
    }
    double between(double low, double high) { return low + (high - low) * (*this)(); }
    int below(int limit) { return static_cast<int>((*this)() * limit); }

private:
    std::uint64_t state_;
};

struct SideValues {
    double satisfaction, answers, small, medium, prompts, active, churn, unwanted, opt_out;
};

struct SampleGroup {
    const char* key;
    double satisfaction;
    int people;
    int answers;
};

inline std::string sample_scenario(const std::string& name) {
    return R"({"attune": "scenario", "version": 1, "name": ")" + name +
           R"(", "days": 90, "users": 2000, "values": {"world.items.categories": 18, "world.items.providers": 60,
"world.taste.match_sd": 0.35, "world.invented_here": [1, 2, {"deep": true}]}, "shocks": []})";
}

inline RunRecord sample_run(const std::string& policy_name, const SideValues& v, std::uint64_t seed) {
    Dice dice(seed);
    RunRecord run;
    run.id = seed % 2 ? "r-0123456789ab" : "r-ba9876543210";
    run.scenario_name = "prompt-fatigue";
    run.scenario_json = sample_scenario("prompt-fatigue");
    Policy policy;
    policy.name = policy_name;
    if (policy_name != "default") {
        policy.weekly_cap = 1;
        policy.gap_hours = 168;
        policy.exposure_floor["small"] = 0.18;
    }
    run.policy_name = policy_name;
    run.policy_json = policy_to_json(policy);
    run.seed = 20471;
    run.users = 2000;
    run.days = 90;
    run.items = 1500;
    run.replications = 12;
    run.fingerprint = seed % 2 ? "5b1f0c9d22a7e4435b1f0c9d22a7e443" : "91c8d7e6f5a4b3c291c8d7e6f5a4b3c2";
    run.program_version = "0.1.0";
    run.created = "2026-02-03T04:05:06Z";
    run.wall_seconds = 3.875 + static_cast<double>(seed);
    const auto add = [&](const char* key, const char* group, double value, double half, double n) {
        run.metrics.push_back({key, group, value, value - half, value + half, n});
    };
    add("satisfaction_true", "all", v.satisfaction, 0.0061, 2000 * run.days);
    add("satisfaction_answers", "all", v.answers, 0.013, 4211);
    add("enjoyed_true", "all", 0.7123, 0.0052, 88120);
    add("exposure_share", "provider=large", 1 - v.small - v.medium, 0.0041, 913400);
    add("exposure_share", "provider=medium", v.medium, 0.0032, 913400);
    add("exposure_share", "provider=small", v.small, 0.0024, 913400);
    add("exposure_gini", "all", 0.6312, 0.0123, 1500);
    add("ctr", "all", 0.0931, 0.0007, 913400);
    add("ctr_slate", "all", 0.81234, 0.0062, 91340);
    add("retention_30d", "all", 0.3122, 0.0203, 2000);
    add("churn_30d", "all", v.churn, 0.0127, 2000);
    add("session_length", "all", 3.412, 0.051, 41230);
    add("session_minutes", "all", 17.31, 0.42, 41230);
    add("prompts_per_user_week", "all", v.prompts, 0.021, 25714);
    add("response_rate", "all", 0.2123, 0.0091, 19822);
    add("opt_out_rate", "all", v.opt_out, 0.0051, 2000);
    add("unwanted_share", "all", v.unwanted, 0.0023, 402110);
    add("coverage", "all", 0.973, std::nan(""), 1500);
    add("something_new", "age=65 and over", 12.5, 0.8, 311);
    // Niche tastes hardly gain anything: their change is within its interval. They answer little.
    const SampleGroup groups[] = {{"activity=occasional", v.satisfaction - 0.01, 1300, 2600},
                                  {"activity=frequent", v.satisfaction + 0.03, 700, 1611},
                                  {"taste=mainstream", v.satisfaction + 0.008, 1600, 3700},
                                  {"taste=niche", 0.54 + v.satisfaction / 20, 400, 511}};
    for (const SampleGroup& group : groups) {
        add("satisfaction_true", group.key, group.satisfaction, 0.0112, group.people * run.days);
        add("opt_out_rate", group.key, v.opt_out, 0.0091, group.people);
    }
    const bool often = v.prompts > 1;
    add("weeks_unasked", "all", often ? 0.2981 : 0.4612, 0.0071, 24000);
    add("weeks_asked_once", "all", often ? 0.3522 : 0.4193, 0.0072, 24000);
    add("weeks_asked_twice", "all", often ? 0.2514 : 0.1177, 0.0053, 24000);
    add("weeks_asked_more", "all", often ? 0.0983 : 0.0018, 0.0031, 24000);
    add("retention_7d", "all", v.active - 0.01, 0.0188, 2000);
    add("trust_true", "all", 0.4 + v.satisfaction / 4, 0.0031, 2000 * run.days);
    add("efficacy_true", "all", 0.5 + v.small / 10, 0.0052, 2000 * run.days);
    add("completed_share", "all", 0.5213, 0.0042, 88120);
    add("satisfaction_weighted", "all", v.answers - 0.021, 0.017, 4211);
    add("answers_effective", "all", 0.83, 0.011, 4211);
    add("nonresponse_bias", "all", 0.0312, 0.0041, 4211);
    for (const SampleGroup& group : groups) {
        add("satisfaction_answers", group.key, group.satisfaction + 0.08, 0.0213, group.answers);
        add("satisfaction_weighted", group.key, group.satisfaction + 0.06, 0.0231, group.answers);
        add("completed_share", group.key, group.satisfaction - 0.1, 0.0092, group.people * 40);
        add("enjoyed_true", group.key, group.satisfaction + 0.1, 0.0107, group.people * 40);
    }
    const auto series = [&](const char* key, const char* group, double from, double to, double noise,
                            double half) {
        for (int day = 1; day <= run.days; ++day) {
            const double part = 1 - std::exp(-day / 18.0);
            const double value = from + (to - from) * part + noise * (dice() - 0.5);
            run.series.push_back({key, group, day, value, value - half, value + half, 2000});
        }
    };
    series("satisfaction_true", "all", 0.575, v.satisfaction + 0.004, 0.012, 0.0111);
    series("satisfaction_answers", "all", 0.64, v.answers + 0.004, 0.05, 0.031);
    series("exposure_share", "provider=small", 0.133, v.small + 0.003, 0.008, 0.0044);
    series("prompts_per_user_week", "all", v.prompts * 1.4, v.prompts * 0.95, 0.09, 0.051);
    series("active_share", "all", 0.71, v.active, 0.03, 0.0152);
    for (const SampleGroup& group : groups)
        series("satisfaction_true", group.key, 0.575, group.satisfaction, 0.02, 0.0191);
    series("trust_true", "all", 0.5, 0.4 + v.satisfaction / 4, 0.006, 0.0062);
    series("efficacy_true", "all", 0.45, 0.5 + v.small / 10, 0.008, 0.0071);
    series("response_rate", "all", 0.31, 0.2, 0.03, 0.021);
    series("enjoyed_true", "all", 0.64, 0.715, 0.01, 0.0094);
    add("prompt_fatigue", "all", v.prompts / 3, 0.0083, 2000 * run.days);
    add("consent_share", "all", 0.7321, 0.0193, 2000);
    series("prompt_fatigue", "all", 0.05, v.prompts / 2.5, 0.01, 0.0124);
    series("consent_share", "all", 0.78, 0.7321, 0.002, 0.0191);
    return run;
}

/// A candidate that is better on satisfaction and exposure, with one guardrail of each verdict.
inline ReportInput sample_comparison() {
    ReportInput input;
    input.baseline =
        sample_run("default", {0.5812, 0.671, 0.1312, 0.271, 1.713, 0.412, 0.1121, 0.0611, 0.0921}, 2);
    input.run =
        sample_run("careful", {0.6233, 0.708, 0.1764, 0.284, 0.812, 0.447, 0.0943, 0.0592, 0.0711}, 3);
    ComparisonRecord comparison;
    comparison.id = "c-00ff00ff00ff";
    comparison.baseline_run = input.baseline->id;
    comparison.candidate_run = input.run.id;
    for (std::size_t i = 0; i < input.run.metrics.size(); ++i) {
        const MetricValue& a = input.baseline->metrics[i];
        const MetricValue& b = input.run.metrics[i];
        const double half = (b.upper - b.lower) / 2 * 0.8;
        comparison.difference.push_back(
            {b.key, b.group, b.value - a.value, b.value - a.value - half, b.value - a.value + half, b.n});
    }
    for (std::size_t i = 0; i < input.run.series.size(); ++i) {
        const SeriesPoint& a = input.baseline->series[i];
        const SeriesPoint& b = input.run.series[i];
        const double half = (b.upper - b.lower) / 2 * 0.9;
        comparison.series.push_back({b.metric, b.group, b.day, b.value - a.value, b.value - a.value - half,
                                     b.value - a.value + half, b.n});
    }
    const auto guard = [&](const char* key, double limit, Verdict verdict, double more) {
        for (const MetricValue& d : comparison.difference)
            if (d.key == key && d.group == "all")
                comparison.guardrails.push_back(
                    {key, d.group, d.value, d.lower, d.upper, limit, verdict, more});
    };
    guard("satisfaction_true", 0.01, Verdict::holds, 0);
    guard("churn_30d", 0.02, Verdict::holds, 0);
    guard("opt_out_rate", 0.01, Verdict::holds, 0);
    guard("unwanted_share", 0.001, Verdict::undecided, 3.2);
    guard("retention_30d", 0.005, Verdict::broken, 0);
    input.comparison = std::move(comparison);
    return input;
}

inline ReportInput sample_single() {
    ReportInput input = sample_comparison();
    input.baseline.reset();
    input.comparison.reset();
    return input;
}

} // namespace attune::test
