#include "simulations/study/parity.h"

#include "core/base/named.h"
#include "core/base/parallel.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr int least_asked = 3;   ///< questions and offers of a twin, for a person to count
constexpr int replay_weight = 4; ///< a recorded and replayed day takes about as long as so many plain ones

/// The replays that run side by side. The last two begin where people withdraw.
enum Which : std::size_t { asked, unasked, offered_nothing, withdrawn, as_if_new };

/// Where each way of opting out finds its two sides.
struct Sides {
    Which opted_out, twin;
};
constexpr std::array<Sides, opt_out_count> sides_of = {
    {{unasked, asked}, {offered_nothing, asked}, {withdrawn, as_if_new}}};

/// The first rank that differs; -1 if none does, but something else.
std::optional<int> differing_rank(const ShownSlate& a, const ShownSlate& b, OptOut opt_out) {
    for (int rank = 0; rank < std::min(a.count, b.count); ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        if (a.item[r] != b.item[r] || a.score[r] != b.score[r]) return rank;
    }
    // Who is compared with somebody new borrows the model, and counts its versions differently.
    const bool same_model = a.model_version == b.model_version || opt_out == OptOut::withdrawn;
    if (a.count != b.count || !same_model) return -1;
    return std::nullopt;
}

bool same_items(const ShownSlate& a, const ShownSlate& b) {
    return a.count == b.count && a.item == b.item;
}

MetricValue change_of_satisfaction(const Observation& asked, const Observation& unasked) {
    const Measured difference = measure_difference(asked, unasked);
    const auto found =
        std::find_if(difference.values.begin(), difference.values.end(), [](const MetricValue& value) {
            return value.key == "satisfaction_true" && value.group == "all";
        });
    if (found != difference.values.end()) return *found;
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    return {.key = "satisfaction_true", .value = none, .lower = none, .upper = none};
}

/// The policy under which nobody is asked, or nobody is offered anything.
Policy without(const Policy& policy, OptOut opt_out) {
    Policy other = policy;
    other.conversation = false;
    other.prompts = other.prompts && opt_out != OptOut::no_prompts;
    return other;
}

/// The twins of one recorded run, day by day.
class Twins {
public:
    Twins(const Replay& start, Parity& parity, const ParityRequest& request)
        : parity_(parity)
        , request_(request)
        , replays_{start, start, start}
        , saw_after_(static_cast<std::size_t>(parity.users)) {
        replays_[unasked].opt_out_of_prompts();
        replays_[offered_nothing].opt_out_of_offers();
        plant(OptOut::no_prompts);
        plant(OptOut::no_conversation);
        if (request.twins_answer) replays_[asked].let_answer();
    }

    void run_day(int day, const RecordedDay& recorded, int threads) {
        if (day == parity_.withdrawn_from) begin_withdrawing();
        for_each_piece(static_cast<int>(replays_.size()), threads, [&](int piece, int) {
            replays_[static_cast<std::size_t>(piece)].run_visits(recorded);
        });
        // In order: the last takes over what the one before has learned.
        for (Replay& replay : replays_)
            replay.end_day(day);
        for (ParityRow& row : parity_.rows)
            if (row.opt_out != OptOut::withdrawn || withdrawing()) compare(row);
        if (!withdrawing()) return;
        for (const ShownSlate& slate : replays_[withdrawn].slates())
            saw_after_[slate.user.value] = saw_after_[slate.user.value] || slate.opted_out;
    }

    /// Once all days are over.
    void judge(ParityRow& row) const {
        count_people(row);
        row.verdict = row.first                           ? ParityVerdict::difference
                      : row.people < parity_.least_people ? ParityVerdict::too_few_people
                                                          : ParityVerdict::proven;
    }

private:
    bool withdrawing() const { return replays_.size() > withdrawn; }

    void begin_withdrawing() {
        replays_.push_back(replays_[asked]);
        replays_.push_back(replays_[asked]);
        replays_[withdrawn].withdraw();
        replays_[as_if_new].withdraw_as_if_new();
        // What others have taught is no part of what is kept about a person: one model for both.
        replays_[withdrawn].attach(&learned_, nullptr);
        replays_[as_if_new].attach(nullptr, &learned_);
        plant(OptOut::withdrawn);
    }

    void plant(OptOut opt_out) {
        if (!request_.penalty) return;
        replays_[sides_of[static_cast<std::size_t>(opt_out)].opted_out].after_scoring(
            [this, opt_out](OpenVisit& visit) { request_.penalty(opt_out, visit); });
    }

    /// Adds one day's slates.
    void compare(ParityRow& row) const {
        const Sides sides = sides_of[static_cast<std::size_t>(row.opt_out)];
        const auto& own = replays_[sides.opted_out].slates();
        const auto& twin = replays_[sides.twin].slates();
        const auto& usual = replays_[asked].slates();
        assert(own.size() == twin.size() && own.size() == usual.size());
        const bool none_yet = !row.first;
        for (std::size_t i = 0; i < own.size(); ++i) {
            if (!own[i].opted_out) continue;
            ++row.slates;
            row.would_differ += same_items(own[i], usual[i]) ? 0 : 1;
            const std::optional<int> rank = differing_rank(own[i], twin[i], row.opt_out);
            if (!rank) continue;
            ++row.different;
            // Days come in order, the slates of a day block by block.
            if (none_yet && (!row.first || own[i].hours < row.first->opted_out.hours))
                row.first = {own[i], twin[i], *rank};
        }
    }

    void count_people(ParityRow& row) const {
        if (row.opt_out == OptOut::withdrawn && !withdrawing()) return;
        const Sides sides = sides_of[static_cast<std::size_t>(row.opt_out)];
        const Replay& own = replays_[sides.opted_out];
        const Replay& twin = replays_[sides.twin];
        for (std::uint32_t u = 0; u < own.people().size(); ++u) {
            const Replay::Passage& person = own.people()[u];
            const Replay::Passage& beside = twin.people()[u];
            bool counts = false;
            switch (row.opt_out) {
            case OptOut::no_prompts:
                counts = beside.prompts >= least_asked;
                break;
            case OptOut::no_conversation:
                counts = beside.offers > 0 && beside.prompts + beside.offers >= least_asked;
                break;
            case OptOut::withdrawn:
                assert(own.person_consent(UserId(u)) == twin.person_consent(UserId(u)));
                counts = person.had > 0 && saw_after_[u];
                break;
            }
            if (!counts) continue;
            ++row.people;
            row.prompts += beside.prompts;
            row.offers += beside.offers;
            row.learned_for += own.kept(UserId(u), Purpose::adjust_my_recommendations) > 0 ? 1 : 0;
        }
    }

    Parity& parity_;
    const ParityRequest& request_;
    std::vector<Replay> replays_; ///< by Which
    LearningRecord learned_;      ///< by those who withdraw
    std::vector<bool> saw_after_; ///< by person: a slate after withdrawing
};

/// Begins a replay with the people of a simulation.
Result<Replay> start_replay(const RunRequest& request, const Simulation& simulation) {
    std::vector<bool> signals_globally;
    for (int u = 0; u < request.users; ++u)
        signals_globally.push_back(simulation.person(UserId(static_cast<std::uint32_t>(u))).signals_globally);
    return Replay::start(request.policy, request.world->catalogue,
                         {.seed = request.seed,
                          .users = request.users,
                          .threads = request.threads,
                          .consent = request.consent.get()},
                         signals_globally);
}

} // namespace

std::string_view name(OptOut opt_out) {
    constexpr std::array<std::string_view, opt_out_count> names = {"no_prompts", "no_conversation",
                                                                   "withdrawn"};
    return name_in(names, opt_out);
}

std::string_view name(ParityVerdict verdict) {
    constexpr std::array<std::string_view, 3> names = {"proven", "difference", "too_few_people"};
    return name_in(names, verdict);
}

bool Parity::proven() const {
    return std::all_of(rows.begin(), rows.end(),
                       [](const ParityRow& row) { return row.verdict == ParityVerdict::proven; });
}

Result<Parity> measure_parity(const LoadedScenario& scenario, const Policy& policy,
                              const SimulateOptions& options, const ParityRequest& asked_for) {
    const std::uint64_t seed = seed_of(scenario.scenario, 0);
    const auto world = world_of(scenario, seed);
    RunRequest request = request_for(scenario, policy, *world, seed, options);
    int done = 0;
    const auto progress = [&](int weight) {
        done += weight;
        if (options.progress)
            options.progress(static_cast<double>(done) / (request.days * (replay_weight + 2)));
    };
    Recorder recorder(request.users);
    request.log = [&](std::span<const LoggedEvent> events) { recorder.take(events); };
    auto simulation = Simulation::start(request);
    if (!simulation) return pass_on(simulation);
    auto start = start_replay(request, *simulation);
    if (!start) return pass_on(start);
    Parity parity{.users = request.users,
                  .days = request.days,
                  .least_people = asked_for.least_people,
                  .withdrawn_from = request.days / 2,
                  .asks = policy.prompts,
                  .offers = policy.deescalation && policy.conversation && policy.offers_a_week > 0 &&
                            policy.ranker != static_cast<int>(Ranker::random),
                  .rows = {}};
    for (int k = 0; k < opt_out_count; ++k)
        parity.rows[static_cast<std::size_t>(k)].opt_out = static_cast<OptOut>(k);
    Twins twins(*start, parity, asked_for);
    for (int day = 0; day < request.days; ++day) {
        simulation->run_until(day + 1);
        if (simulation->cancelled()) return stopped();
        twins.run_day(day, recorder.take_day(), options.threads);
        progress(replay_weight);
    }
    const Observation as_it_is = simulation->observation();
    for (ParityRow& row : parity.rows) {
        twins.judge(row);
        if (row.opt_out == OptOut::withdrawn) continue;
        const Policy other = without(policy, row.opt_out);
        RunRequest alone = request_for(scenario, other, *world, seed, options);
        alone.after_day = [&](int) { progress(1); };
        auto observed = run_to_the_end(run_policy, alone);
        if (!observed) return pass_on(observed);
        row.left_alone = change_of_satisfaction(as_it_is, *observed);
    }
    return parity;
}

} // namespace attune
