#include "simulations/engine/engine.h"

#include "core/base/parallel.h"
#include "core/base/portable_math.h"

#include <algorithm>
#include <atomic>

namespace attune {
namespace {

constexpr int days_per_week = 7;
constexpr double hours_per_day = 24.0;

/// Books a person's week that ends and begins the next one.
void count_week(Tallies& own, std::uint16_t& prompts) {
    own[Tally::person_weeks] = 1;
    own[Tally::weeks_unasked] = prompts == 0 ? 1 : 0;
    own[Tally::weeks_asked_once] = prompts == 1 ? 1 : 0;
    own[Tally::weeks_asked_twice] = prompts == 2 ? 1 : 0;
    own[Tally::weeks_asked_more] = prompts > 2 ? 1 : 0;
    prompts = 0;
}

bool may_manipulate(const Assumptions& a) {
    return a.brigade_share + a.promoter_share + a.spammer_share + a.griefer_share > 0;
}

} // namespace

Engine::Engine(const RunRequest& request, Recommender recommender)
    : request_(request)
    , behaviour_(std::make_shared<Behaviour>(request.assumptions, *request.world, request.seed,
                                             request.steps_per_day))
    , recommender_(std::move(recommender))
    , population_(make_population(request.assumptions, *request.world, request.users, request.seed))
    , blocks_(static_cast<std::size_t>(block_count(request.users)))
    , manipulated_(may_manipulate(request.assumptions))
    , prompts_this_week_(population_.people.size())
    , asked_(population_.people.size())
    , fingerprints_(blocks_)
    , watched_(population_.people.size())
    , tap_withheld_(request.withhold_first_tap ? population_.people.size() : 0) {
    observation_.clusters.resize(static_cast<std::size_t>(cluster_count(request.users)));
    for (Cluster& cluster : observation_.clusters)
        cluster.item_exposure.resize(request.world->catalogue.items.size());
    observation_.provider_groups = request.world->catalogue.provider_groups;
    make_hands();
    if (request_.trail)
        witness_ = std::make_unique<Witness>(request_.users, request_.trail_people, block_size);
    attach_witness();
    for (std::uint32_t u = 0; u < population_.people.size(); ++u)
        recommender_.set_global_signal(UserId(u), population_.people[u].signals_globally);
}

Engine::Engine(const Engine& other, const RunRequest& request)
    : request_(other.request_)
    , behaviour_(other.behaviour_)
    , recommender_(other.recommender_)
    , population_(other.population_)
    , blocks_(other.blocks_)
    , day_(other.day_)
    , manipulated_(other.manipulated_)
    , prompts_this_week_(other.prompts_this_week_)
    , asked_(other.asked_)
    , fingerprints_(other.fingerprints_)
    , watched_(other.watched_)
    , tap_withheld_(other.tap_withheld_)
    , observation_(other.observation_) {
    request_.threads = request.threads;
    request_.days = request.days;
    request_.learned = request.learned;
    request_.borrowed = request.borrowed;
    request_.felt = request.felt;
    request_.log = request.log;
    request_.trail = request.trail;
    request_.trail_people = request.trail_people;
    request_.trail_first = request.trail_first;
    request_.after_day = request.after_day;
    request_.stop = request.stop;
    recommender_.attach(request.learned, request.borrowed);
    make_hands();
    // Goes on watching the same people, with what was written about them in mind.
    trail_ = other.trail_;
    if (other.witness_) witness_ = std::make_unique<Witness>(*other.witness_);
    attach_witness();
    for (const Hand& hand : other.hands_)
        hands_.front().worker.take_over(hand.worker);
}

Result<std::unique_ptr<Engine>> Engine::copy(const Engine& from, const RunRequest& request,
                                             const Branch& branch) {
    if (request.trail && !from.witness_)
        return fail(ErrorCode::bad_input, "a branch can have a trail only if the run it leaves had one", {},
                    "Record the trail of the whole run");
    std::unique_ptr<Engine> engine(new Engine(from, request));
    if (branch.assumptions) {
        engine->request_.assumptions = *branch.assumptions;
        engine->behaviour_ =
            std::make_shared<Behaviour>(*branch.assumptions, *engine->request_.world, engine->request_.seed,
                                        engine->request_.steps_per_day);
    }
    if (branch.policy) {
        if (auto followed = engine->recommender_.follow(*branch.policy); !followed) return pass_on(followed);
        engine->request_.policy = *branch.policy;
        // What chooses candidates belongs to the policy too.
        const std::vector<Hand> before = std::move(engine->hands_);
        engine->hands_.clear();
        engine->make_hands();
        for (const Hand& hand : before)
            engine->hands_.front().worker.take_over(hand.worker);
    }
    return engine;
}

void Engine::make_hands() {
    logs_.resize(request_.log ? blocks_ : 0);
    felt_.resize(request_.felt ? blocks_ : 0);
    for (int t = 0; t < request_.threads; ++t)
        hands_.push_back({recommender_.make_worker(), {}});
}

void Engine::attach_witness() {
    recommender_.attach(request_.trail ? witness_.get() : nullptr);
    trail_.number_from(request_.trail_first);
}

void Engine::write(UserId user, TrailEvent event, double hours) {
    if (!request_.trail || !witness_->watches(user)) return;
    witness_->at(user, hours);
    witness_->write(user, std::move(event));
}

void Engine::run_until(int day) {
    while (day_ < std::min(day, request_.days) && !observation_.cancelled) {
        run_day(day_);
        if (!observation_.cancelled) ++day_;
    }
}

void Engine::run_day(int day) {
    for (Cluster& cluster : observation_.clusters) {
        cluster.days.emplace_back();
        cluster.exposure.emplace_back();
    }
    std::atomic<bool> stopped{false};
    const auto clusters = observation_.clusters.size();
    for_each_piece(static_cast<int>(clusters), request_.threads, [&](int piece, int thread) {
        const auto c = static_cast<std::size_t>(piece);
        for (std::size_t block = c * blocks_ / clusters; block < (c + 1) * blocks_ / clusters; ++block) {
            if (request_.stop.stop_requested()) {
                stopped = true;
                return;
            }
            const auto first = static_cast<std::uint32_t>(block) * block_size;
            BlockDay today{
                .block = block,
                .day = day,
                .first = first,
                .last = std::min(first + block_size, static_cast<std::uint32_t>(population_.people.size())),
                .cluster = observation_.clusters[c],
                .hand = hands_[static_cast<std::size_t>(thread)]};
            run_block(today);
        }
    });
    if (stopped) {
        observation_.cancelled = true;
        return;
    }
    for (std::size_t block = 0; block < blocks_; ++block) {
        if (request_.felt) {
            request_.felt(felt_[block]);
            felt_[block].clear();
        }
        if (request_.log) {
            request_.log(logs_[block]);
            logs_[block].clear();
        }
    }
    std::vector<Worker*> workers;
    for (Hand& hand : hands_)
        workers.push_back(&hand.worker);
    recommender_.end_day(day, workers);
    if (request_.trail) trail_.hand_on(*witness_, request_.trail);
    if (request_.after_day) request_.after_day(day);
}

void Engine::run_block(BlockDay& today) {
    for (std::uint32_t u = today.first; u < today.last; ++u)
        begin_person_day(today, u);
    for (int step = 0; step < request_.steps_per_day; ++step)
        run_step(today, step);
    for (std::uint32_t u = today.first; u < today.last; ++u)
        end_person_day(today, u);
}

void Engine::begin_person_day(BlockDay& today, std::uint32_t user) {
    const Person& person = population_.people[user];
    if (today.day == 0) at_the_door(today, user, 0);
    Tallies& own = today.own[user - today.first];
    own[Tally::users_enrolled] = 1;
    own[Tally::person_days] = 1;
    own[Tally::at_risk] = person.ever_left ? 0 : 1;
}

void Engine::run_step(BlockDay& today, int step) {
    const double day_hours = today.day * hours_per_day;
    std::array<DayPlan, block_size> plans;
    for (std::uint32_t u = today.first; u < today.last; ++u) {
        Person& person = population_.people[u];
        Tallies& own = today.own[u - today.first];
        const DayPlan& plan = plans[u - today.first] =
            behaviour_->begin_day(person, u, today.day, step, today.visits[u - today.first]);
        own[Tally::churned] += plan.left && !person.ever_left ? 1 : 0;
        person.ever_left = person.ever_left || plan.left;
        own[Tally::returned] += plan.returned ? 1 : 0;
        if (request_.felt && (plan.left || plan.returned))
            felt_[today.block].push_back({.moment = plan.left ? Felt::Moment::left : Felt::Moment::came_back,
                                          .user = UserId(u),
                                          .hours = day_hours + hours_per_day * step / request_.steps_per_day,
                                          .satisfaction = behaviour_->satisfaction(person)});
        if (!plan.opted_in) continue;
        recommender_.opt_in(UserId(u));
        write(UserId(u), {.kind = TrailKind::opted_in, .form = trail_form_everything}, day_hours);
        if (request_.log)
            logs_[today.block].push_back({.kind = LoggedKind::opt_in,
                                          .user = UserId(u),
                                          .visit = static_cast<std::uint32_t>(today.day) * visits_per_day,
                                          .hours = day_hours});
    }
    // First everybody's first visit, then the second ones: a tile holds different people.
    for (std::size_t wave = 0; wave < most_visits; ++wave) {
        std::array<VisitRequest, tile_width> tile;
        std::size_t filled = 0;
        for (std::uint32_t u = today.first; u < today.last; ++u) {
            const DayPlan& plan = plans[u - today.first];
            if (static_cast<std::size_t>(plan.visits) > wave) {
                at_the_door(today, u, day_hours + static_cast<double>(plan.hour[wave]));
                tile[filled++] = {.user = UserId(u),
                                  .visit = static_cast<std::uint32_t>(today.day) * visits_per_day +
                                           today.visits[u - today.first]++,
                                  .hours = day_hours + static_cast<double>(plan.hour[wave])};
            }
            if (filled == tile_width || (filled > 0 && u + 1 == today.last)) {
                recommender_.open_visits(today.hand.worker, std::span(tile).first(filled));
                for (std::size_t v = 0; v < filled; ++v)
                    run_visit(today, today.hand.worker.visits[v]);
                filled = 0;
            }
        }
    }
}

void Engine::end_person_day(BlockDay& today, std::uint32_t user) {
    const Person& person = population_.people[user];
    Tallies& own = today.own[user - today.first];
    const bool came = today.visits[user - today.first] > 0;
    own[Tally::active_users] = came ? 1 : 0;
    const auto due = [&](int n, Tally all, Tally kept) {
        own[all] = today.day == n ? 1 : 0;
        own[kept] = today.day == n && came ? 1 : 0;
    };
    due(1, Tally::due_1d, Tally::retained_1d);
    due(7, Tally::due_7d, Tally::retained_7d);
    due(30, Tally::due_30d, Tally::retained_30d);
    own[Tally::satisfaction_sum] = static_cast<double>(behaviour_->satisfaction(person));
    own[Tally::trust_sum] = static_cast<double>(person.trust);
    own[Tally::efficacy_sum] = static_cast<double>(person.efficacy());
    // Kept as of the last visit, it has faded since.
    const double rest =
        std::max(0.0, (today.day + 1) * hours_per_day - static_cast<double>(person.state_hours));
    own[Tally::fatigue_sum] = static_cast<double>(
        person.fatigue * half_life_decay(static_cast<float>(rest),
                                         static_cast<float>(request_.assumptions.fatigue_half_life)));
    own[Tally::consented] = person.consent.has(Purpose::adjust_my_recommendations) ? 1 : 0;
    own[Tally::consented_improve] = person.consent.has(Purpose::improve_models) ? 1 : 0;
    own[Tally::opt_outs] = person.opted_out || person.channels_off != 0 ? 1 : 0;
    own[Tally::users_with_conversion] = person.converted ? 1 : 0;
    // Consents run out with the day, also those of people who stay away: what is learned tonight rests on
    // none.
    const double day_end = (today.day + 1) * hours_per_day;
    if (day_end >= static_cast<double>(recommender_.person_consent(UserId(user)).next_due) &&
        recommender_.lapse_consents(UserId(user), day_end) != 0)
        consent_changed(today, user, ConsentMethod::lapse, day_end);
    recommender_.sweep(today.hand.worker, UserId(user), today.day + 1);
    if (today.day % days_per_week == days_per_week - 1) count_week(own, prompts_this_week_[user]);
    GroupTallies& tallies = today.cluster.days[static_cast<std::size_t>(today.day)];
    for (const PersonGroup group : groups_of(person))
        if (counts(group)) tallies[static_cast<std::size_t>(group)] += own;
}

Observation Engine::observation() const {
    Observation seen = observation_;
    for (const Fingerprint& block : fingerprints_)
        seen.fingerprint.add(block);
    seen.fairness = recommender_.exposure_total();
    seen.fairness_days = recommender_.fairness_days();
    seen.pool_days = recommender_.pool_days();
    for (int block = 0; block < static_cast<int>(blocks_); ++block)
        for (std::size_t g = 0; g < max_provider_groups; ++g) {
            const ExposureLedger& ledger = recommender_.ledger(block);
            if (recommender_.fairness().has_floor(g))
                seen.largest_debt = std::max(seen.largest_debt, ledger.debt[g]);
            if (recommender_.fairness().has_cap(g))
                seen.largest_debt = std::max(seen.largest_debt, ledger.surplus[g]);
        }
    for (const Hand& hand : hands_) {
        seen.gate += hand.worker.gate;
        for (std::size_t reason = 0; reason < seen.quarantined.size(); ++reason)
            seen.quarantined[reason] += hand.worker.quarantined[reason];
    }
    seen.gate += recommender_.training_counts();
    seen.model_version = recommender_.model_version();
    return seen;
}

PersonSnapshot Engine::snapshot(UserId user) const {
    return {population_.people[user.value], recommender_.kept_person(user), prompts_this_week_[user.value],
            asked_[user.value]};
}

void Engine::restore(UserId user, const PersonSnapshot& snapshot) {
    population_.people[user.value] = snapshot.person;
    recommender_.put_back(user, snapshot.kept);
    prompts_this_week_[user.value] = snapshot.prompts_this_week;
    asked_[user.value] = snapshot.asked;
}

} // namespace attune
