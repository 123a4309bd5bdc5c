// Does opting out cost people anything? One run is recorded; its behaviour is then met by twins who differ in
// one thing alone - whether they have opted out - and their slates are compared one by one. Three ways of
// opting out: of questions, of offers after a "no" (both must change no slate at all), and of being adjusted
// for (from the next slate on like somebody who has made the same choices and about whom nothing is known).
// Design, "Decisions that override", 2; de-escalation proposal, section 9, N1.
#pragma once

#include "simulations/study/replay.h"
#include "simulations/study/simulate.h"

#include <array>
#include <string_view>

namespace attune {

enum class OptOut : std::uint8_t { no_prompts, no_conversation, withdrawn };
constexpr int opt_out_count = 3;
/// "no_prompts" ...; text keys "parity.row.<name>".
std::string_view name(OptOut opt_out);

enum class ParityVerdict : std::uint8_t { proven, difference, too_few_people };
/// "proven", "difference", "too_few_people"
std::string_view name(ParityVerdict verdict);

struct ParityRequest {
    /// So many people must count for each way of opting out.
    int least_people = 500;
    /// A control that must fail: the twins who are asked answer as in the recorded run.
    bool twins_answer = false;
    /// For tests: called with every visit of somebody who has opted out, once it is scored.
    std::function<void(OptOut, OpenVisit&)> penalty;
};

/// Where two slates differ first.
struct SlateDifference {
    ShownSlate opted_out; ///< as the person saw it who has opted out
    ShownSlate twin;
    int rank = -1; ///< -1: the model version or the number of items differs, no item or score
};

/// What came out for one way of opting out.
struct ParityRow {
    OptOut opt_out = OptOut::no_prompts;
    /// People who count. Questions: whose twin was asked at least 3 times. Offers: whose twin was asked or
    /// offered something at least 3 times, once at least the latter. Withdrawing: about whom something was
    /// kept and who saw a slate afterwards.
    int people = 0;
    std::int64_t prompts = 0; ///< put to their twins, none answered
    std::int64_t offers = 0;  ///< made to their twins, all declined
    int learned_for = 0;      ///< of these people, for whom there still are events kept to adjust
    std::int64_t slates = 0;  ///< compared, of everybody who has opted out
    std::int64_t different = 0;
    /// Slates with other items, or in another order, than those of the twin who is asked and has withdrawn
    /// nothing: for withdrawing, what the check could have missed.
    std::int64_t would_differ = 0;
    std::optional<SlateDifference> first; ///< in time
    ParityVerdict verdict = ParityVerdict::too_few_people;
    /// True satisfaction where everybody has opted out minus the run as it is, in which people answer; need
    /// not be zero. Not measured for withdrawing.
    std::optional<MetricValue> left_alone;
};

struct Parity {
    int users = 0, days = 0;
    int least_people = 0;
    int withdrawn_from = 0;          ///< day from which people withdraw
    bool asks = true, offers = true; ///< whether the policy does so at all
    std::array<ParityRow, opt_out_count> rows;
    bool proven() const;
};

/// Simulates and replays once; replications are not used. Errors: bad_input for a policy that does not fit
/// the catalogue; cancelled.
Result<Parity> measure_parity(const LoadedScenario& scenario, const Policy& policy,
                              const SimulateOptions& options, const ParityRequest& request = {});

} // namespace attune
