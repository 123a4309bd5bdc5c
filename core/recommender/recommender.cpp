#include "core/recommender/recommender.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace attune {
namespace {

constexpr std::uint64_t recommender_salt = 0x5EC0A11DULL; ///< keeps its random numbers apart from the world's
constexpr int fold_in_steps = 3;
constexpr int training_people = 50000;        ///< item factors need no more people than this
constexpr double popularity_half_life = 14.0; ///< days
constexpr float content_damping = 3.0F;

// What an event says about an item's worth, in nats. Consumption: from left at once to completed.
constexpr float consumed_low = -1.2F, consumed_span = 2.6F, consumed_weight = 1.0F;
constexpr float thumb_target = 2.0F, thumb_weight = 2.0F;
constexpr float tap_target = -2.4F, tap_weight = 2.0F;
constexpr float passed_target = -0.4F, passed_weight = 0.35F;

constexpr float quick_skip_depth = 0.1F, completed_depth = 0.95F;

} // namespace

Recommender::Recommender(Recommender&&) noexcept = default;
Recommender& Recommender::operator=(Recommender&&) noexcept = default;
Recommender::Recommender(const Recommender&) = default;
Recommender::~Recommender() = default;

Recommender::Recommender(const Policy& policy, const Catalogue& catalogue, const RecommenderSetup& setup,
                         ExposureController fairness)
    : policy_(policy)
    , catalogue_(&catalogue)
    , setup_(setup)
    , panels_(catalogue)
    , model_(static_cast<int>(catalogue.items.size()), policy.regularisation, setup.seed ^ recommender_salt)
    , gate_(setup.users)
    , dissatisfaction_(policy)
    , fairness_(std::move(fairness))
    , prompts_(policy)
    , triggers_(policy)
    , slates_(policy)
    , feedback_weights_(feedback_weights(policy))
    , ledgers_(static_cast<std::size_t>((setup.users + block_size - 1) / block_size))
    , popularity_(catalogue.items.size())
    , recency_(512) {
    for (std::size_t age = 0; age < recency_.size(); ++age)
        recency_[age] =
            half_life_decay(static_cast<float>(age), static_cast<float>(policy.recency_half_life));
    load_model();
}

Result<Recommender> Recommender::start(const Policy& policy, const Catalogue& catalogue,
                                       const RecommenderSetup& setup) {
    if (catalogue.items.size() < static_cast<std::size_t>(slate_length))
        return fail(ErrorCode::bad_input, "the catalogue has " + std::to_string(catalogue.items.size()) +
                                              " items, a slate needs " + std::to_string(slate_length));
    if (catalogue.items.size() >= 1U << 24U)
        return fail(ErrorCode::bad_input, "the catalogue has more than 16 million items");
    auto fairness = ExposureController::start(policy, catalogue, slate_length);
    if (!fairness) return pass_on(fairness);
    return Recommender(policy, catalogue, setup, std::move(*fairness));
}

void Recommender::attach(LearningRecord* learned, const LearningRecord* borrowed) {
    setup_.learned = learned;
    setup_.borrowed = borrowed;
}

Status Recommender::follow(const Policy& policy) {
    auto fairness = ExposureController::start(policy, *catalogue_, slate_length);
    if (!fairness) return pass_on(fairness);
    if (policy.exposure_floor != policy_.exposure_floor || policy.price_step != policy_.price_step ||
        policy.debt_limit != policy_.debt_limit)
        fairness_ = std::move(*fairness);
    policy_ = policy;
    dissatisfaction_ = Dissatisfaction(policy);
    prompts_ = PromptScheduler(policy);
    triggers_ = Triggers(policy);
    slates_ = SlateMaker(policy);
    feedback_weights_ = feedback_weights(policy);
    for (std::size_t age = 0; age < recency_.size(); ++age)
        recency_[age] =
            half_life_decay(static_cast<float>(age), static_cast<float>(policy.recency_half_life));
    load_model();
    return {};
}

void Worker::take_over(const Worker& other) {
    gate += other.gate;
    exposure += other.exposure;
    for (std::size_t reason = 0; reason < quarantined.size(); ++reason)
        quarantined[reason] += other.quarantined[reason];
    for (std::size_t item = 0; item < item_picks.size(); ++item)
        item_picks[item] += other.item_picks[item];
}

Worker Recommender::make_worker() const {
    Worker worker;
    worker.item_picks.resize(catalogue_->items.size());
    worker.builder = std::make_unique<CandidateBuilder>(policy_, panels_);
    worker.scores.resize(static_cast<std::size_t>(panels_.positions()) * tile_width);
    worker.rows.reserve(history_length);
    return worker;
}

void Recommender::load_model() {
    const bool popularity = policy_.ranker == static_cast<int>(Ranker::popularity);
    const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
    for (std::uint32_t i = 0; i < catalogue_->items.size(); ++i) {
        const float bias = factors      ? model_.bias(i)
                           : popularity ? portable_log(1.0F + static_cast<float>(popularity_[i]))
                                        : 0.0F;
        panels_.set_item(i, factors ? model_.vector(i) : nullptr, bias);
    }
    std::array<double, max_provider_groups> prices{};
    for (std::size_t g = 0; g < prices.size(); ++g)
        prices[g] = fairness_.price(g);
    panels_.set_prices(prices);
}

void Recommender::open_visits(Worker& worker, std::span<const VisitRequest> requests) {
    assert(!requests.empty() && requests.size() <= tile_width);
    const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
    const bool content = policy_.ranker == static_cast<int>(Ranker::content);
    worker.vectors.fill(0);
    worker.adjustments.fill(0);
    for (std::size_t v = 0; v < requests.size(); ++v) {
        const VisitRequest& request = requests[v];
        OpenVisit& visit = worker.visits[v];
        visit.request = request;
        visit.address = {stream_key(setup_.seed ^ recommender_salt, request.user.value), request.visit};
        worker.lots[v] = lot_of(visit.address);
        visit.slate.count = 0;
        visit.slates = 0;
        visit.asked = 0;
        visit.impression_count = 0;
        visit.recent = RecentEvents{};
        DerivedState* derived = gate_.derived(request.user);
        if (!derived) continue; // the unprofiled ranker: biases, prices and chance
        dissatisfaction_.advance(*derived, static_cast<float>(request.hours));
        if (factors) quantise(derived->vector.data(), &worker.vectors[v * factor_count]);
        for (std::size_t c = 0; c < max_categories; ++c) {
            const float affinity = content ? derived->vector[c] : 0.0F;
            worker.adjustments[v * max_categories + c] = to_score(affinity + derived->category_weight[c]);
        }
    }
    if (policy_.ranker == static_cast<int>(Ranker::random)) {
        for (std::size_t v = 0; v < requests.size(); ++v)
            worker.builder->build_random(panels_, fairness_, worker.visits[v].address,
                                         worker.visits[v].candidates);
        return;
    }
    panels_.score(worker.vectors.data(), worker.lots.data(), worker.adjustments.data(), max_categories,
                  static_cast<int>(requests.size()), worker.scores.data());
    for (std::size_t v = 0; v < requests.size(); ++v) {
        OpenVisit& visit = worker.visits[v];
        worker.builder->build(panels_, &worker.scores[v * static_cast<std::size_t>(panels_.positions())],
                              fairness_, visit.address, gate_.cut_guess(visit.request.user),
                              visit.candidates);
    }
}

const Slate& Recommender::recommend(Worker& worker, OpenVisit& visit, double hours) {
    const UserId user = visit.request.user;
    slates_.make(visit.candidates, fairness_, visit.address, static_cast<std::uint32_t>(visit.slates),
                 ledgers_[static_cast<std::size_t>(block_of(user))], worker.exposure, visit.slate);
    visit.slate_number = gate_.slates_shown(user)++;
    ++visit.slates;
    // Keep the slate before this one as well: feedback on it may still be on its way.
    if (visit.impression_count > slate_length) {
        std::copy(visit.impressions.begin() + slate_length, visit.impressions.end(),
                  visit.impressions.begin());
        visit.impression_count -= slate_length;
    }
    for (int rank = 0; rank < visit.slate.count; ++rank)
        visit.impressions[static_cast<std::size_t>(visit.impression_count++)] = {
            .user = user,
            .item = ItemId(visit.slate.item[static_cast<std::size_t>(rank)]),
            .slate = visit.slate_number,
            .rank = static_cast<std::uint8_t>(rank),
            .model_version = model_.version(),
            .hours = hours};
    return visit.slate;
}

Reception Recommender::receive(Worker& worker, OpenVisit& visit, std::span<const FeedbackEvent> events,
                               double hours) {
    Reception reception;
    const UserId user = visit.request.user;
    const int day = static_cast<int>(hours / 24.0);
    assert(events.size() <= max_slate_events);
    const VisitContext context{
        .rules = {.sender = user,
                  .users = static_cast<std::uint32_t>(setup_.users),
                  .items = static_cast<std::uint32_t>(catalogue_->items.size()),
                  .arrival = hours,
                  .consent = {.state = gate_.consent(user)}},
        .shown = {.impressions =
                      std::span(visit.impressions).first(static_cast<std::size_t>(visit.impression_count)),
                  .slate_size = slate_length},
        .weights = feedback_weights_};
    const VisitFeedback outcome =
        process_visit(context, events, visit.recent, gate_.feedback(user), worker.scratch, worker.weighted);
    for (std::size_t reason = 0; reason < worker.quarantined.size(); ++reason)
        worker.quarantined[reason] += outcome.counts[reason];
    reception.accepted = static_cast<int>(outcome.accepted);
    reception.refused = static_cast<int>(events.size() - outcome.accepted);

    // The item layer: a tap hides that item for this visit, for everyone, consent or not. It is an answer,
    // not a profile, and is forgotten with the visit.
    for (const FeedbackEvent& event : events)
        if (event.user == user && event.kind == FeedbackKind::not_interested &&
            gate_.read(user, Signal::not_interested, Purpose::deliver_service, Module::ranking, worker.gate))
            for (int j = 0; j < visit.candidates.count; ++j)
                if (visit.candidates.item[static_cast<std::size_t>(j)] == event.item.value)
                    visit.candidates.set_state(static_cast<std::size_t>(j), Candidates::hidden);

    for (std::size_t k = 0; k < outcome.accepted; ++k) {
        const WeightedFeedback& one = worker.weighted[k];
        const FeedbackEvent& event = one.event;
        const Signal signal = signal_of(event.kind);
        float target = 0;
        float weight = one.weight;
        Evidence evidence = Evidence::picked;
        bool evident = true;
        switch (event.kind) {
        case FeedbackKind::picked:
            weight = 0; // the consumption that follows says how good the pick was
            if (gate_.read(user, signal, Purpose::improve_models, Module::training, worker.gate))
                ++worker.item_picks[event.item.value];
            break;
        case FeedbackKind::consumed:
            target = consumed_low + consumed_span * event.value;
            weight *= consumed_weight;
            evident = event.value <= quick_skip_depth || event.value >= completed_depth;
            evidence = event.value <= quick_skip_depth ? Evidence::quick_skip : Evidence::completed;
            break;
        case FeedbackKind::thumb_up:
        case FeedbackKind::thumb_down:
            target = event.kind == FeedbackKind::thumb_up ? thumb_target : -thumb_target;
            weight *= thumb_weight;
            evidence = event.kind == FeedbackKind::thumb_up ? Evidence::thumb_up : Evidence::thumb_down;
            break;
        case FeedbackKind::not_interested:
            target = tap_target;
            weight *= tap_weight;
            evidence = Evidence::not_interested;
            break;
        }
        if (weight > 0) gate_.capture(user, signal, event.item, day, target, weight, worker.gate);
        if (!evident ||
            !gate_.read(user, signal, Purpose::adjust_my_recommendations, Module::deescalation, worker.gate))
            continue;
        const CategoryId category = catalogue_->items[event.item.value].category;
        const float change = dissatisfaction_.take(*gate_.derived(user), category, evidence, one.weight);
        if (change == 0) continue;
        reception.weight_change = std::min(reception.weight_change, change);
        if (policy_.ranker == static_cast<int>(Ranker::random)) continue; // stays random
        // The rest of this visit already feels it.
        const std::int32_t shift = to_score(change);
        Candidates& candidates = visit.candidates;
        for (std::size_t j = candidates.category_begin[category.value];
             j < candidates.category_begin[category.value + 1]; ++j) {
            candidates.shift(j, shift);
        }
    }
    return reception;
}

void Recommender::passed_over(Worker& worker, OpenVisit& visit, int picked_rank) {
    const UserId user = visit.request.user;
    // The server sees a pick, not an eye: what stands above the pick was passed over; without a pick, all of
    // it.
    const int seen = picked_rank < 0 ? visit.slate.count : picked_rank;
    if (seen == 0) return;
    if (gate_.read(user, Signal::impression, Purpose::adjust_my_recommendations, Module::deescalation,
                   worker.gate)) {
        DerivedState& derived = *gate_.derived(user);
        for (int rank = 0; rank < seen; ++rank)
            dissatisfaction_.take(derived, CategoryId(visit.slate.category[static_cast<std::size_t>(rank)]),
                                  Evidence::passed_over, 1.0F);
    }
    // One of them, at random, is kept as a weak negative; its weight stands for all.
    const Words words = words_at(visit.address.key, Stream::learning,
                                 static_cast<std::uint32_t>(visit.slates), visit.address.visit);
    const std::size_t rank = below(words[0], static_cast<std::size_t>(seen));
    gate_.capture(user, Signal::impression, ItemId(visit.slate.item[rank]),
                  static_cast<int>(visit.request.hours / 24.0), passed_target, passed_weight, worker.gate);
}

std::optional<Trigger> Recommender::ask(OpenVisit& visit, const AskMoment& moment, double hours) {
    if (visit.asked > 0 && visit.asked_on == visit.slates) return std::nullopt;
    float lot = 1;
    if (triggers_.by_lot(moment))
        lot = uniform(words_at(visit.address.key, Stream::prompting, static_cast<std::uint32_t>(visit.slates),
                               visit.address.visit)[0]);
    const std::optional<Trigger> trigger = triggers_.at(moment, lot);
    if (!trigger) return std::nullopt;
    PromptRecord& record = gate_.prompts(visit.request.user);
    if (!prompts_.may_ask(record, hours, visit.asked)) return std::nullopt;
    prompts_.book(record, hours);
    ++visit.asked;
    visit.asked_on = visit.slates;
    return trigger;
}

void Recommender::heard(UserId user, bool answered) {
    prompts_.heard(gate_.prompts(user), answered);
}

void Recommender::opt_in(UserId user) {
    gate_.prompts(user).opted_out = false;
}

void Recommender::opt_out(UserId user) {
    gate_.prompts(user).opted_out = true;
}

int Recommender::collect_rows(UserId user, Purpose purpose, Module module, int day, GateCounts& counts,
                              std::vector<TrainingRow>& rows) const {
    const std::size_t before = rows.size();
    gate_.read_history(user, purpose, module, counts, [&](const HistoryEntry& entry) {
        const auto age = static_cast<std::size_t>(std::max(0, day - entry.day));
        rows.push_back({entry.item(), entry.target_value(),
                        entry.weight_value() * recency_[std::min(age, recency_.size() - 1)]});
    });
    return static_cast<int>(rows.size() - before);
}

void Recommender::close_visit(Worker& worker, OpenVisit& visit) {
    const UserId user = visit.request.user;
    DerivedState* derived = gate_.derived(user);
    if (!derived) return;
    worker.rows.clear();
    const int day = static_cast<int>(visit.request.hours / 24.0);
    if (collect_rows(user, Purpose::adjust_my_recommendations, Module::preference, day, worker.gate,
                     worker.rows) == 0)
        return;
    if (policy_.ranker == static_cast<int>(Ranker::factors)) {
        model_.fold_in(worker.rows, derived->vector.data(), fold_in_steps);
    } else if (policy_.ranker == static_cast<int>(Ranker::content)) {
        std::array<float, max_categories> sum{};
        std::array<float, max_categories> weight{};
        for (const TrainingRow& row : worker.rows) {
            const std::size_t category = catalogue_->items[row.item].category.value;
            sum[category] += row.weight * row.target;
            weight[category] += row.weight;
        }
        for (std::size_t c = 0; c < max_categories; ++c)
            derived->vector[c] = sum[c] / (weight[c] + content_damping);
    }
}

void Recommender::update_model(int day) {
    if (policy_.ranker != static_cast<int>(Ranker::factors)) return;
    std::vector<std::uint32_t> offsets{0};
    std::vector<TrainingRow> rows;
    // Above the limit, an evenly spread sample: people's numbers carry no meaning.
    const int stride = std::max(1, (setup_.users + training_people - 1) / training_people);
    for (int u = 0; u < setup_.users; u += stride) {
        collect_rows(UserId(static_cast<std::uint32_t>(u)), Purpose::improve_models, Module::training, day,
                     training_counts_, rows);
        if (rows.size() != offsets.back()) offsets.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    model_.update(offsets, rows, 1, setup_.threads);
}

bool Recommender::borrow(int day) {
    if (!setup_.borrowed) return false;
    const auto found = std::find_if(setup_.borrowed->begin(), setup_.borrowed->end(),
                                    [&](const LearnedItems& learned) { return learned.day == day; });
    if (found == setup_.borrowed->end()) return false;
    model_.adopt(*found);
    popularity_ = found->popularity;
    return true;
}

void Recommender::end_day(int day, std::span<Worker* const> workers) {
    ExposureDay today;
    for (Worker* worker : workers) {
        today += worker->exposure;
        worker->exposure = {};
    }
    exposure_total_ += today;
    const bool prices_moved = fairness_.end_day(today);
    // The calendar: the first two days, since the model starts cold, then every update_days.
    const bool update = day < 2 || (day + 1) % policy_.update_days == 0;
    if (update) {
        const double fade = static_cast<double>(half_life_decay(static_cast<float>(policy_.update_days),
                                                                static_cast<float>(popularity_half_life)));
        for (std::size_t i = 0; i < popularity_.size(); ++i) {
            popularity_[i] *= fade;
            for (Worker* worker : workers) {
                popularity_[i] += worker->item_picks[i];
                worker->item_picks[i] = 0;
            }
        }
        if (!borrow(day)) update_model(day);
        if (setup_.learned) {
            LearnedItems& learned = setup_.learned->emplace_back();
            learned.day = day;
            learned.popularity = popularity_;
            model_.store(learned);
        }
    }
    if (update || prices_moved) load_model();
}

float Recommender::category_weight(UserId user, CategoryId category) const {
    const DerivedState* derived = gate_.derived(user);
    return derived ? derived->category_weight[category.value] : 0.0F;
}

} // namespace attune
