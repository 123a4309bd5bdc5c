#include "simulations/engine/run.h"

#include "core/base/parallel.h"
#include "core/measures/metrics/exposure.h"
#include "simulations/behaviour/behaviour.h"

#include <algorithm>
#include <atomic>
#include <cassert>

namespace attune {
namespace {

constexpr std::uint32_t visits_per_day = 16; ///< room in a visit's number
constexpr std::size_t max_visits = 3;        ///< per person and day, as Behaviour gives them
constexpr int days_per_week = 7;

/// The hour that follows a slate: looking, then consuming.
double after(double hours, const SlateOutcome& outcome) {
    return hours + static_cast<double>(Behaviour::minutes_per_slate + outcome.minutes) / 60.0;
}

/// Key of an event as a client makes it: its own content, mixed.
std::uint64_t event_key(UserId user, std::uint32_t slate, std::uint32_t item, FeedbackKind kind) {
    return mix64(mix64((static_cast<std::uint64_t>(user.value) << 32U) | slate) ^
                 ((static_cast<std::uint64_t>(item) << 3U) | static_cast<std::uint64_t>(kind)));
}

/// One thread's scratch.
struct Hand {
    Worker worker;
    std::array<FeedbackEvent, max_slate_events> events{};
};

class Engine {
public:
    Engine(const RunRequest& request, Recommender recommender)
        : request_(request)
        , recommender_(std::move(recommender))
        , behaviour_(request.assumptions, *request.world, request.seed)
        , population_(make_population(request.assumptions, *request.world, request.users, request.seed))
        , blocks_(static_cast<std::size_t>(block_count(request.users)))
        , prompts_this_week_(population_.people.size())
        , fingerprints_(blocks_)
        , logs_(request.log ? blocks_ : 0) {
        const auto clusters = static_cast<std::size_t>(cluster_count(request.users));
        observation_.clusters.resize(clusters);
        for (Cluster& cluster : observation_.clusters)
            cluster.item_exposure.resize(request.world->catalogue.items.size());
        for (int t = 0; t < request.threads; ++t)
            hands_.push_back({recommender_.make_worker(), {}});
        for (std::uint32_t u = 0; u < population_.people.size(); ++u)
            recommender_.set_consent(UserId(u), population_.people[u].consent);
        observation_.provider_groups = request.world->catalogue.provider_groups;
    }

    Observation run() {
        for (int day = 0; day < request_.days && !observation_.cancelled; ++day)
            run_day(day);
        finish();
        return std::move(observation_);
    }

private:
    void run_day(int day) {
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
                run_block(block, day, observation_.clusters[c], hands_[static_cast<std::size_t>(thread)]);
            }
        });
        if (stopped) {
            observation_.cancelled = true;
            return;
        }
        for (auto& log : logs_) {
            request_.log(log);
            log.clear();
        }
        std::vector<Worker*> workers;
        for (Hand& hand : hands_)
            workers.push_back(&hand.worker);
        recommender_.end_day(day, workers);
        if (request_.after_day) request_.after_day(day);
    }

    void run_block(std::size_t block, int day, Cluster& cluster, Hand& hand) {
        const auto first = static_cast<std::uint32_t>(block) * block_size;
        const auto last = std::min(first + block_size, static_cast<std::uint32_t>(population_.people.size()));
        GroupTallies& tallies = cluster.days[static_cast<std::size_t>(day)];
        std::array<Behaviour::Day, block_size> plans;
        for (std::uint32_t u = first; u < last; ++u) {
            Person& person = population_.people[u];
            Tallies own;
            own[Tally::users_enrolled] = 1;
            own[Tally::person_days] = 1;
            own[Tally::consented] = person.consent.has(Purpose::adjust_my_recommendations) ? 1 : 0;
            own[Tally::at_risk] = person.ever_left ? 0 : 1;
            const Behaviour::Day plan = behaviour_.begin_day(person, u, day);
            plans[u - first] = plan;
            own[Tally::churned] = plan.left && !person.ever_left ? 1 : 0;
            person.ever_left = person.ever_left || plan.left;
            own[Tally::returned] = plan.returned ? 1 : 0;
            own[Tally::active_users] = plan.visits > 0 ? 1 : 0;
            const auto due = [&](int n, Tally all, Tally kept) {
                own[all] = day == n ? 1 : 0;
                own[kept] = day == n && plan.visits > 0 ? 1 : 0;
            };
            due(1, Tally::due_1d, Tally::retained_1d);
            due(7, Tally::due_7d, Tally::retained_7d);
            due(30, Tally::due_30d, Tally::retained_30d);
            add(tallies, person, own);
            if (day == 0) {
                const ConsentState consent = person.consent;
                fingerprints_[block].add((static_cast<std::uint64_t>(u) << 8U) | consent.granted);
                if (request_.log)
                    logs_[block].push_back(
                        {.kind = LoggedKind::consent, .user = UserId(u), .consent = consent.granted});
            }
        }
        // First everybody's first visit, then the second ones: a tile holds different people.
        for (std::size_t wave = 0; wave < max_visits; ++wave) {
            std::array<VisitRequest, tile_width> tile;
            std::size_t filled = 0;
            for (std::uint32_t u = first; u < last; ++u) {
                const Behaviour::Day& plan = plans[u - first];
                if (static_cast<std::size_t>(plan.visits) > wave)
                    tile[filled++] = {.user = UserId(u),
                                      .visit = static_cast<std::uint32_t>(day) * visits_per_day +
                                               static_cast<std::uint32_t>(wave),
                                      .hours = day * 24.0 + static_cast<double>(plan.hour[wave])};
                if (filled == tile_width || (filled > 0 && u + 1 == last)) {
                    recommender_.open_visits(hand.worker, std::span(tile).first(filled));
                    for (std::size_t v = 0; v < filled; ++v)
                        run_visit(hand.worker.visits[v], block, day, cluster, hand);
                    filled = 0;
                }
            }
        }
        for (std::uint32_t u = first; u < last; ++u) {
            const Person& person = population_.people[u];
            Tallies own;
            own[Tally::satisfaction_sum] = static_cast<double>(behaviour_.satisfaction(person));
            own[Tally::opt_outs] = person.opted_out ? 1 : 0;
            own[Tally::users_with_conversion] = person.converted ? 1 : 0;
            if (day % days_per_week == days_per_week - 1) count_week(own, prompts_this_week_[u]);
            add(tallies, person, own);
        }
    }

    void run_visit(OpenVisit& visit, std::size_t block, int day, Cluster& cluster, Hand& hand) {
        const UserId user = visit.request.user;
        const std::uint32_t number = visit.request.visit;
        Person& person = population_.people[user.value];
        Fingerprint& fingerprint = fingerprints_[block];
        std::vector<LoggedEvent>* log = request_.log ? &logs_[block] : nullptr;
        GroupExposure& exposure = cluster.exposure[static_cast<std::size_t>(day)];
        behaviour_.begin_visit(person, static_cast<float>(visit.request.hours));
        const int patience = behaviour_.patience(person, user.value, number);
        double hours = visit.request.hours;
        Tallies own;
        bool converted = false;
        for (int s = 0; s < patience; ++s) {
            const Slate& slate = recommender_.recommend(hand.worker, visit, hours);
            for (int rank = 0; rank < slate.count; ++rank) {
                const auto r = static_cast<std::size_t>(rank);
                fingerprint.add((static_cast<std::uint64_t>(user.value) << 32U) | slate.item[r]);
                fingerprint.add((static_cast<std::uint64_t>(rank) << 32U) |
                                static_cast<std::uint32_t>(slate.score[r]));
                exposure[slate.group[r]] += rank_exposure(rank);
                cluster.item_exposure[slate.item[r]] += static_cast<std::uint64_t>(rank_exposure(rank));
                own[Tally::expected_clicks] += examination_weight(r);
                if (log)
                    log->push_back({.kind = LoggedKind::impression,
                                    .user = user,
                                    .visit = number,
                                    .hours = hours,
                                    .slate = visit.slate_number,
                                    .item = ItemId(slate.item[r]),
                                    .rank = static_cast<std::uint8_t>(rank),
                                    .score = slate.score[r],
                                    .model_version = recommender_.model_version()});
            }
            const SlateOutcome outcome =
                behaviour_.react(person, user.value, number, static_cast<std::uint32_t>(s), slate);
            const double left = hours + static_cast<double>(Behaviour::minutes_per_slate) / 60.0;
            hours = after(hours, outcome);
            count(own, outcome, slate.count);
            fingerprint.add((static_cast<std::uint64_t>(outcome.picked_rank + 1) << 32U) |
                            outcome.tapped_ranks);

            std::size_t events = 0;
            const auto send = [&](std::uint32_t item, FeedbackKind kind, float value, double at) {
                FeedbackEvent& event = hand.events[events++];
                event = {.key = event_key(user, visit.slate_number, item, kind),
                         .user = user,
                         .item = ItemId(item),
                         .slate = visit.slate_number,
                         .kind = kind,
                         .value = value,
                         .hours = at};
                // A client that is not sure of delivery sends again, with the same key.
                if (uniform(outcome.network_words[events % 4]) <
                    static_cast<float>(request_.assumptions.duplicate_share)) {
                    hand.events[events] = event;
                    ++events;
                }
                if (log)
                    log->push_back({.kind = LoggedKind::feedback,
                                    .user = user,
                                    .visit = number,
                                    .hours = at,
                                    .slate = visit.slate_number,
                                    .item = ItemId(item),
                                    .feedback = kind,
                                    .key = event.key,
                                    .value = value});
            };
            for (int rank = 0; rank < slate.count; ++rank)
                if (((outcome.tapped_ranks >> rank) & 1U) != 0)
                    send(slate.item[static_cast<std::size_t>(rank)], FeedbackKind::not_interested, 0, left);
            if (outcome.picked_rank >= 0) {
                const std::uint32_t picked = slate.item[static_cast<std::size_t>(outcome.picked_rank)];
                send(picked, FeedbackKind::picked, 0, left);
                send(picked, FeedbackKind::consumed, outcome.depth, hours);
                if (outcome.converted) {
                    converted = true;
                    person.converted = true;
                    if (log)
                        log->push_back({.kind = LoggedKind::conversion,
                                        .user = user,
                                        .visit = number,
                                        .hours = hours,
                                        .item = ItemId(picked)});
                }
                // A natural break: something was just consumed. May we ask how it was?
                if (recommender_.ask(visit, hours)) {
                    own[Tally::prompts] += 1;
                    ++prompts_this_week_[user.value];
                    const PromptOutcome prompt = behaviour_.answer(person, outcome);
                    fingerprint.add((static_cast<std::uint64_t>(user.value) << 32U) |
                                    (static_cast<std::uint64_t>(prompt.answer) << 1U) |
                                    (prompt.opted_out ? 1U : 0U));
                    if (log)
                        log->push_back({.kind = LoggedKind::prompt,
                                        .user = user,
                                        .visit = number,
                                        .hours = hours,
                                        .slate = visit.slate_number,
                                        .item = ItemId(picked)});
                    if (prompt.answer != ThumbAnswer::none) {
                        own[Tally::answers] += 1;
                        own[Tally::thumbs_up] += prompt.answer == ThumbAnswer::up ? 1 : 0;
                        const FeedbackKind kind = prompt.answer == ThumbAnswer::up ? FeedbackKind::thumb_up
                                                                                   : FeedbackKind::thumb_down;
                        if (log)
                            log->push_back({.kind = LoggedKind::answer,
                                            .user = user,
                                            .visit = number,
                                            .hours = hours,
                                            .slate = visit.slate_number,
                                            .item = ItemId(picked),
                                            .feedback = kind});
                        send(picked, kind, 0, hours);
                    }
                    if (prompt.opted_out) {
                        recommender_.opt_out(user);
                        if (log)
                            log->push_back(
                                {.kind = LoggedKind::opt_out, .user = user, .visit = number, .hours = hours});
                    }
                }
            }
            recommender_.receive(hand.worker, visit, std::span(hand.events).first(events), hours);
            recommender_.passed_over(hand.worker, visit, outcome.picked_rank);
            if (!outcome.goes_on) break;
        }
        recommender_.close_visit(hand.worker, visit);
        own[Tally::sessions] = 1;
        own[Tally::sessions_with_conversion] = converted ? 1 : 0;
        if (log)
            log->push_back({.kind = LoggedKind::session,
                            .user = user,
                            .visit = number,
                            .hours = visit.request.hours,
                            .value = static_cast<float>(own[Tally::minutes]),
                            .slates = static_cast<std::uint32_t>(visit.slates)});
        add(cluster.days[static_cast<std::size_t>(day)], person, own);
    }

    static void count(Tallies& own, const SlateOutcome& outcome, int shown) {
        own[Tally::slates] += 1;
        own[Tally::impressions] += shown;
        own[Tally::examined] += outcome.examined;
        own[Tally::unwanted_examined] += outcome.unwanted_examined;
        own[Tally::minutes] += static_cast<double>(Behaviour::minutes_per_slate + outcome.minutes);
        if (outcome.picked_rank < 0) return;
        own[Tally::picks] += 1;
        own[Tally::consumed] += 1;
        if (outcome.enjoyment > 0)
            own[Tally::enjoyed] += 1;
        else
            own[Tally::regretted_minutes] += static_cast<double>(outcome.minutes);
        own[Tally::conversions] += outcome.converted ? 1 : 0;
    }

    /// Books a person's week that ends and begins the next one.
    static void count_week(Tallies& own, std::uint16_t& prompts) {
        own[Tally::person_weeks] = 1;
        own[Tally::weeks_unasked] = prompts == 0 ? 1 : 0;
        own[Tally::weeks_asked_once] = prompts == 1 ? 1 : 0;
        own[Tally::weeks_asked_twice] = prompts == 2 ? 1 : 0;
        own[Tally::weeks_asked_more] = prompts > 2 ? 1 : 0;
        prompts = 0;
    }

    static void add(GroupTallies& tallies, const Person& person, const Tallies& own) {
        const auto group = [&](PersonGroup g) -> Tallies& { return tallies[static_cast<std::size_t>(g)]; };
        group(PersonGroup::all) += own;
        group(person.frequent ? PersonGroup::frequent : PersonGroup::occasional) += own;
        group(person.niche ? PersonGroup::niche : PersonGroup::mainstream) += own;
    }

    void finish() {
        for (const Fingerprint& block : fingerprints_)
            observation_.fingerprint.add(block);
        observation_.fairness = recommender_.exposure_total();
        for (int block = 0; block < static_cast<int>(blocks_); ++block)
            for (std::size_t g = 0; g < max_provider_groups; ++g)
                if (recommender_.fairness().has_floor(g))
                    observation_.largest_debt =
                        std::max(observation_.largest_debt, recommender_.ledger(block).debt[g]);
        for (const Hand& hand : hands_) {
            observation_.gate += hand.worker.gate;
            for (std::size_t reason = 0; reason < observation_.quarantined.size(); ++reason)
                observation_.quarantined[reason] += hand.worker.quarantined[reason];
        }
        observation_.gate += recommender_.training_counts();
        observation_.model_version = recommender_.model_version();
    }

    const RunRequest& request_;
    Recommender recommender_;
    Behaviour behaviour_;
    Population population_;
    std::size_t blocks_;
    std::vector<std::uint16_t> prompts_this_week_; ///< by person
    std::vector<Fingerprint> fingerprints_;
    std::vector<std::vector<LoggedEvent>> logs_;
    std::vector<Hand> hands_;
    Observation observation_;
};

} // namespace

int block_count(int users) {
    return (users + block_size - 1) / block_size;
}

int cluster_count(int users) {
    return std::min(block_count(users), max_clusters);
}

Result<Observation> run_policy(const RunRequest& request) {
    assert(request.world && request.users > 0 && request.days > 0 && request.threads > 0);
    auto recommender = Recommender::start(request.policy, request.world->catalogue,
                                          {.seed = request.seed ^ (request.chance << 32U),
                                           .users = request.users,
                                           .threads = request.threads,
                                           .learned = request.learned,
                                           .borrowed = request.borrowed});
    if (!recommender) return pass_on(recommender);
    return Engine(request, std::move(*recommender)).run();
}

} // namespace attune
