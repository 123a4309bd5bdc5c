// A published finding as a check: what was found, the arms that look for it here, the measure, what is
// expected, and the control in which its cause is switched off. Results are values; words are in
// resources/text under "credibility.<fact>..." and "credibility.<fact>.<check>...".
#pragma once

#include "core/base/result.h"

#include <functional>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

/// Where a measured value is expected; an end at infinity is no limit.
struct Band {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();

    bool operator==(const Band&) const = default;
};

/// undecided: the interval reaches over an end of the band.
enum class FactVerdict { holds, fails, undecided, not_judged };

/// Why a check does not hold.
enum class FactReason {
    none,            ///< it holds, or is not judged
    outside,         ///< the value lies outside the band
    unclear,         ///< too few people or seeds to say
    control_stays,   ///< the effect is there without its cause as well
    control_unclear, ///< too few people or seeds to say that the control is free of it
    no_value         ///< nothing to measure came about
};

/// One number of a fact.
struct FactCheck {
    std::string id;
    /// "share"; "points" for a difference of shares, "change" for a relative one; "stars", "nat", "-" ...
    std::string unit = "-";
    Band expected = {};
    /// Where the same number must lie with the cause switched off; unlimited: this check has no control.
    Band without_cause = {};
    bool has_control() const { return without_cause != Band{}; }
};

/// A number and the same number in the control arm; NaN where there is none.
struct Reading {
    double value = std::numeric_limits<double>::quiet_NaN();
    double control = std::numeric_limits<double>::quiet_NaN();
};

/// How much is simulated for one seed.
struct TrialSize {
    int seeds = 1;
    int users = 1000;
    int days = 30;
    int items = 500;
};

/// One side of an experiment: settings as `--set` takes them, "ranking.ranker=popularity"; both levers and
/// assumptions. What is not set stands as in the policy, and for assumptions at its default.
struct Arm {
    std::string id; ///< words: "credibility.arm.<id>"
    std::vector<std::string> settings;
    std::string policy = "default"; ///< one that ships
};

struct FactSpec;

/// What a measure gets to work with.
struct Trial {
    const FactSpec* fact = nullptr;
    TrialSize size;
    std::uint64_t seed = 1;
    int threads = 1; ///< more than one only for facts that have no seeds to share out
    std::stop_token stop;
    std::function<void(double done)> progress; ///< share of this measure in [0, 1]; may be empty
};

/// What one seed gave.
struct Sample {
    std::vector<Reading> readings;  ///< one per check, in order
    std::vector<std::string> found; ///< names of what was found, where a number counts things
};
using Measure = std::function<Result<Sample>(const Trial&)>;

struct FactSpec {
    std::string id;
    std::string source; ///< who found it, where
    std::vector<FactCheck> checks;
    std::vector<Arm> arms; ///< as the measure names them
    TrialSize quick;
    TrialSize full;
    Measure measure;   ///< empty: not judged yet
    double weight = 1; ///< rough cost of one seed, for the progress shown

    const Arm& arm(std::string_view name) const;
};

struct CheckResult {
    std::string id;
    std::string unit;
    Band expected = {};
    Band without_cause;
    double observed = std::numeric_limits<double>::quiet_NaN();
    double lower = std::numeric_limits<double>::quiet_NaN();
    double upper = std::numeric_limits<double>::quiet_NaN();
    double control = std::numeric_limits<double>::quiet_NaN();
    double control_lower = std::numeric_limits<double>::quiet_NaN();
    double control_upper = std::numeric_limits<double>::quiet_NaN();
    FactVerdict verdict = FactVerdict::not_judged;
    FactReason reason = FactReason::none;
};

struct FactResult {
    std::string id;
    std::string source;
    std::vector<CheckResult> checks;               ///< empty: not judged yet
    std::vector<std::string> found;                ///< what was counted, by name, over all seeds
    FactVerdict verdict = FactVerdict::not_judged; ///< the worst of its checks
    TrialSize size;

    /// The check that decides the verdict: the first of the worst; null where there is none.
    const CheckResult* deciding() const;
};

} // namespace attune
