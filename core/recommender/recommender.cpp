#include "core/recommender/recommender.h"

#include "core/base/day_part.h"
#include "core/base/portable_math.h"
#include "core/catalogue/dearness.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace attune {
namespace {

constexpr std::uint64_t recommender_salt = 0x5EC0A11DULL; ///< keeps its random numbers apart from the world's
constexpr int few_slates = 2;      ///< of a visit that ends with nothing picked: abandoned
constexpr double near_share = 0.1; ///< de-escalation proposal, section 7: places for near neighbours

/// The items of a slate, four bytes each, the lowest first.
std::string items_as_bytes(const Slate& slate) {
    std::string bytes;
    for (int rank = 0; rank < slate.count; ++rank)
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>(slate.item[static_cast<std::size_t>(rank)] >> shift & 0xFFU);
    return bytes;
}

ConsentRules consent_rules(const RecommenderSetup& setup, const Policy& policy) {
    return (setup.consent ? *setup.consent : shipped_consent_rules()).holding_at_most(policy.consent_days);
}

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
    , noes_(catalogue.providers.size())
    , gate_(setup.users, consent_rules(setup, policy))
    , dissatisfaction_(policy)
    , conversation_(policy)
    , mismatch_(policy)
    , fairness_(std::move(fairness))
    , prompts_(policy)
    , triggers_(policy)
    , slates_(policy)
    , feedback_weights_(feedback_weights(policy))
    , ledgers_(static_cast<std::size_t>((setup.users + block_size - 1) / block_size))
    , popularity_(catalogue.items.size())
    , dearness_(dearness(catalogue))
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
    if (policy.exposure_floor != policy_.exposure_floor || policy.exposure_cap != policy_.exposure_cap ||
        policy.merit_share != policy_.merit_share || policy.price_step != policy_.price_step ||
        policy.debt_limit != policy_.debt_limit || policy.fairness_controller != policy_.fairness_controller)
        fairness_ = std::move(*fairness);
    if (policy.least_liked != policy_.least_liked) left_out_until_.clear();
    policy_ = policy;
    dissatisfaction_ = Dissatisfaction(policy);
    conversation_ = Conversation(policy);
    mismatch_ = Mismatch(policy);
    prompts_ = PromptScheduler(policy);
    triggers_ = Triggers(policy);
    slates_ = SlateMaker(policy);
    gate_.follow(consent_rules(setup_, policy));
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
    pool += other.pool;
    for (std::size_t reason = 0; reason < quarantined.size(); ++reason)
        quarantined[reason] += other.quarantined[reason];
}

Worker Recommender::make_worker() const {
    Worker worker;
    worker.builder = std::make_unique<CandidateBuilder>(policy_, panels_);
    worker.scores.resize(static_cast<std::size_t>(panels_.positions()) * tile_width);
    worker.rows.reserve(history_length);
    worker.used.reserve(max_candidates);
    return worker;
}

float Recommender::item_bias(std::uint32_t item) const {
    if (policy_.ranker == static_cast<int>(Ranker::factors)) return model_.bias(item);
    if (policy_.ranker != static_cast<int>(Ranker::popularity)) return 0;
    return portable_log(1.0F + static_cast<float>(popularity_[item]));
}

void Recommender::load_model() {
    const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
    for (std::uint32_t i = 0; i < catalogue_->items.size(); ++i) {
        panels_.set_item(i, factors ? model_.vector(i) : nullptr, item_bias(i));
    }
    list_left_out();
    for (std::uint32_t i = 0; i < left_out_until_.size(); ++i)
        if (left_out(ItemId(i))) panels_.set_item(i, nullptr, -largest_term);
    // The random ranker stays random.
    likeness_ = {};
    if (policy_.diversity != static_cast<int>(Diversity::off) &&
        policy_.ranker != static_cast<int>(Ranker::random))
        likeness_ =
            factors ? ItemLikeness(*catalogue_,
                                   {model_.vector(0), catalogue_->items.size() * std::size_t{factor_count}},
                                   learned_likeness)
                    : ItemLikeness(*catalogue_, {}, catalogue_likeness);
    std::array<double, max_provider_groups> prices{};
    for (std::size_t g = 0; g < prices.size(); ++g)
        prices[g] = fairness_.price(g);
    panels_.set_prices(prices);
    list_sources();
}

void Recommender::open_visits(Worker& worker, std::span<const VisitRequest> requests) {
    assert(!requests.empty() && requests.size() <= tile_width);
    for (std::size_t v = 0; v < requests.size(); ++v) {
        const VisitRequest& request = requests[v];
        OpenVisit& visit = worker.visits[v];
        visit.request = request;
        visit.address = {stream_key(setup_.seed ^ recommender_salt, request.user.value), request.visit};
        visit.slate.count = 0;
        visit.slates = 0;
        visit.asked = 0;
        visit.stale = false;
        visit.waited = 0;
        visit.offered = false;
        visit.noes_to = 0;
        visit.picked = false;
        visit.overt_end = false;
        visit.mutes = 0;
        visit.knows_part = false;
        visit.steps = LoopSteps{};
        visit.impression_count = 0;
        visit.recent = RecentEvents{};
        if (Witness* writes = gate_.witness(request.user))
            writes->begin_visit(request.user, request.visit, request.hours);
        if (DerivedState* derived = gate_.derived(request.user)) {
            dissatisfaction_.advance(*derived, static_cast<float>(request.hours));
            recall_excluded(*derived, request.hours);
        }
    }
    score(worker, std::span(worker.visits).first(requests.size()));
}

void Recommender::score(Worker& worker, std::span<OpenVisit> visits) {
    for (OpenVisit& visit : visits) {
        visit.made_under = gate_.adapts_under(visit.request.user).value_or(Purpose::deliver_service);
        visit.slate_as_scored = false;
        visit.scored_by.personal = false;
        visit.scored_by.spared = false;
        visit.scored_by.lot = lot_of(visit.address);
    }
    if (policy_.ranker == static_cast<int>(Ranker::random)) {
        for (OpenVisit& visit : visits) {
            worker.builder->build_random(panels_, fairness_, visit.address, visit.candidates);
            visit.candidates.thompson = false;
            book_pool(worker.pool, visit.candidates);
            hide_kept_away(worker, visit);
        }
        return;
    }
    const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
    const bool content = policy_.ranker == static_cast<int>(Ranker::content);
    worker.vectors.fill(0);
    worker.adjustments.fill(0);
    std::array<bool, tile_width> lowered{};
    for (std::size_t v = 0; v < visits.size(); ++v) {
        worker.lots[v] = visits[v].scored_by.lot;
        const UserId user = visits[v].request.user;
        const DerivedState* derived = std::as_const(gate_).derived(user);
        visits[v].knows_part =
            derived && gate_.read(user, Signal::day_part, visits[v].made_under, Module::ranking, worker.gate);
        if (!derived) continue; // the unprofiled ranker: biases, prices and chance
        // While signs contradict each other, lists rest on what was known before.
        const bool contradicted = derived->frozen != 0 && derived->stable_at >= 0;
        const auto& vector = contradicted ? derived->stable : derived->vector;
        if (factors) quantise(vector.data(), &worker.vectors[v * factor_count]);
        for (std::size_t c = 0; c < max_categories; ++c) {
            const float affinity = content ? vector[c] : 0.0F;
            lowered[v] = lowered[v] || derived->category_weight[c] < 0;
            worker.adjustments[v * max_categories + c] = to_score(affinity + derived->category_weight[c]);
        }
        if (derived->further > 0)
            for (std::uint32_t c = 0; c < catalogue_->categories.size(); ++c)
                worker.adjustments[v * max_categories + c] += to_score(Dissatisfaction::further(
                    *derived, CategoryId(c), static_cast<int>(catalogue_->categories.size())));
        const int part = day_part(visits[v].request.hours);
        for (const OffHour& off : derived->off_hours)
            if (visits[v].knows_part && off.weight < 0 && off.part == part) {
                lowered[v] = true;
                worker.adjustments[v * max_categories + off.category] += to_score(off.weight);
            }
        keep_scored_by(worker, v, *derived, vector, visits[v].scored_by);
    }
    panels_.score(worker.vectors.data(), worker.lots.data(), worker.adjustments.data(), max_categories,
                  static_cast<int>(visits.size()), worker.scores.data());
    for (std::size_t v = 0; v < visits.size(); ++v) {
        const OtherSources others = sources_for(worker, visits[v]);
        worker.builder->build(panels_, &worker.scores[v * static_cast<std::size_t>(panels_.positions())],
                              fairness_, visits[v].address, gate_.cut_guess(visits[v].request.user),
                              visits[v].candidates, others);
        book_pool(worker.pool, visits[v].candidates);
        find_spreads(worker, visits[v]);
    }
    for (std::size_t v = 0; v < visits.size(); ++v) {
        OpenVisit& visit = visits[v];
        visit.familiar_known = false;
        visit.alike.fill(0);
        if (lowered[v]) {
            visit.scored_by.spared = true;
            find_familiar(worker, visit);
            spare_familiar(visit);
        }
        hide_kept_away(worker, visit);
        hide_left_out(visit);
        const DerivedState* derived = std::as_const(gate_).derived(visit.request.user);
        if (!derived || derived->price_weight == 0) continue;
        for (std::size_t j = 0; j < static_cast<std::size_t>(visit.candidates.count); ++j)
            visit.candidates.shift(j, to_score(derived->price_weight * dearness_[visit.candidates.item[j]]));
    }
}

ConsentVerdict Recommender::change_consent(Worker& worker, OpenVisit& visit, const ConsentEvent& event) {
    const UserId user = visit.request.user;
    const ConsentState before = gate_.consent(user);
    const ConsentVerdict verdict = gate_.change_consent(user, event);
    if (gate_.consent(user) != before) {
        // What the visit was like under other permissions is not used under these.
        visit.picked = true;
        visit.noes_to = 0;
        if (!planted(PlantedFault::session_cached)) rescore(worker, visit);
    }
    return verdict;
}

void Recommender::rescore(Worker& worker, OpenVisit& visit) {
    visit.stale = false;
    // What was chosen for this visit was chosen by what was known before. What it has shown and hidden stays
    // so; what earlier visits have hidden is asked anew, for the permission may be gone.
    std::vector<std::uint32_t>& used = worker.used;
    used.clear();
    const Candidates& old = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(old.count); ++j)
        if (old.state[j] != Candidates::fresh && !visit.kept_away[j])
            used.push_back(old.item[j] << 1U | (old.state[j] == Candidates::hidden ? 1U : 0U));
    std::sort(used.begin(), used.end());
    score(worker, std::span(&visit, 1));
    const auto muted =
        std::span(visit.muted).first(std::min(static_cast<std::size_t>(visit.mutes), visit.muted.size()));
    for (std::size_t j = 0; j < static_cast<std::size_t>(visit.candidates.count); ++j) {
        const std::uint32_t item = visit.candidates.item[j];
        // What was shown may come again when nothing else is left; what was hidden may not.
        if (visit.candidates.state[j] == Candidates::fresh &&
            std::binary_search(used.begin(), used.end(), item << 1U))
            visit.candidates.set_state(j, Candidates::shown);
        if (!std::binary_search(used.begin(), used.end(), item << 1U | 1U) &&
            std::find(muted.begin(), muted.end(), catalogue_->items[item].provider) == muted.end())
            continue;
        visit.candidates.set_state(j, Candidates::hidden);
        visit.kept_away.reset(j); // by this visit as well: stays when the permission to keep it away goes
    }
}

const Slate& Recommender::recommend(Worker& worker, OpenVisit& visit, double hours) {
    const UserId user = visit.request.user;
    if (visit.stale) rescore(worker, visit);
    const auto tries = visit.candidates.exploration;
    const int tries_count = visit.candidates.exploration_count;
    DerivedState* derived = gate_.derived(user);
    const bool near = derived && offer_near(visit, *derived, hours);
    slates_.make(visit.candidates, fairness_, visit.address, static_cast<std::uint32_t>(visit.slates),
                 ledgers_[static_cast<std::size_t>(block_of(user))], worker.exposure, visit.slate,
                 near ? near_share : 0.0,
                 {.likeness = &likeness_,
                  .own_mix = derived && (policy_.ranker == static_cast<int>(Ranker::factors) ||
                                         policy_.ranker == static_cast<int>(Ranker::content))});
    visit.slate_as_scored = true;
    for (std::size_t r = 0; r < static_cast<std::size_t>(visit.slate.count); ++r)
        visit.alike_shown[r] = visit.alike[visit.slate.candidate[r]];
    visit.candidates.exploration = tries;
    visit.candidates.exploration_count = tries_count;
    for (int rank = 0; rank < visit.slate.count; ++rank)
        ++worker.pool.shown[static_cast<std::size_t>(
            visit.candidates.source[visit.slate.candidate[static_cast<std::size_t>(rank)]])];
    gate_.read(user, Signal::impression, Purpose::deliver_service, Module::ranking, worker.gate);
    visit.slate_number = gate_.slates_shown(user)++;
    if (Witness* writes = gate_.witness(user)) {
        writes->at(user, hours);
        writes->write(user, {.kind = TrailKind::slate,
                             .purpose = visit.made_under,
                             .number = visit.slate_number,
                             .text = items_as_bytes(visit.slate)});
    }
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

std::optional<Prompt> Recommender::ask(Worker& worker, OpenVisit& visit, const AskMoment& moment,
                                       double hours) {
    if (visit.asked > 0 && visit.asked_on == visit.slates) return std::nullopt;
    float lot = 1;
    if (triggers_.by_lot(moment))
        lot = uniform(words_at(visit.address.key, Stream::prompting, static_cast<std::uint32_t>(visit.slates),
                               visit.address.visit)[0]);
    const std::optional<Trigger> trigger = triggers_.at(moment, lot);
    if (!trigger) return std::nullopt;
    const UserId user = visit.request.user;
    const Signal cause = *trigger == Trigger::conversion ? Signal::conversion : Signal::session;
    if (!gate_.read(user, cause, Purpose::deliver_service, Module::prompting, worker.gate) ||
        !gate_.read(user, Signal::prompt_event, Purpose::deliver_service, Module::prompting, worker.gate))
        return std::nullopt;
    PromptRecord& record = gate_.prompts(user);
    const bool lapsed = hours - static_cast<double>(record.last_hours) > answers_remembered;
    const Prompt prompt(*trigger, policy_, lapsed ? 0 : record.answers);
    if (!prompts_.may_ask(record, hours, visit.asked, prompt.channel) &&
        !planted(PlantedFault::second_scheduler))
        return std::nullopt;
    if (prompt.channel == Channel::survey &&
        !belongs(static_cast<Audience>(policy_.survey_audience), gate_.slates_shown(user)))
        return std::nullopt;
    if (policy_.receptivity_gate && receptivity(moment, record, hours) < receptive_from) return std::nullopt;
    prompts_.book(record, hours, prompt.channel);
    ++visit.asked;
    visit.asked_on = visit.slates;
    return prompt;
}

void Recommender::heard(UserId user, bool answered) {
    prompts_.heard(gate_.prompts(user), answered);
}

void Recommender::opt_in(UserId user) {
    gate_.prompts(user).opted_out = false;
    gate_.prompts(user).channels_off = 0;
}

void Recommender::opt_out(UserId user, Channel channel) {
    std::uint8_t& off = gate_.prompts(user).channels_off;
    off = static_cast<std::uint8_t>(off | 1U << static_cast<int>(channel));
}

void Recommender::opt_out(UserId user) {
    gate_.prompts(user).opted_out = true;
}

void Recommender::settle_visit(Worker& worker, OpenVisit& visit) {
    fold_in(worker, visit.request.user, visit.request.hours);
    rescore(worker, visit);
}

void Recommender::close_visit(Worker& worker, OpenVisit& visit) {
    if (gate_.adapts_under(visit.request.user) == Purpose::adjust_my_recommendations) {
        fold_in(worker, visit.request.user, visit.request.hours);
        DerivedState& derived = *gate_.derived(visit.request.user);
        if (!visit.picked && visit.slates <= few_slates &&
            adapts(visit.request.user, Signal::impression, worker))
            mismatch_.abandoned(derived);
        conversation_.visit_over(derived, static_cast<float>(visit.request.hours), visit.steps);
    } else
        gate_.forget_visit(visit.request.user);
}

float Recommender::category_weight(UserId user, CategoryId category) const {
    const DerivedState* derived = gate_.derived(user);
    return derived ? derived->category_weight[category.value] : 0.0F;
}

std::optional<float> Recommender::belief(UserId user, CategoryId category) const {
    const DerivedState* derived = gate_.derived(user);
    if (!derived || gate_.adapts_under(user) != Purpose::adjust_my_recommendations) return std::nullopt;
    return dissatisfaction_.belief(*derived, category);
}

std::optional<float> Recommender::confidence(UserId user, CategoryId category) const {
    const DerivedState* derived = gate_.derived(user);
    if (!derived || gate_.adapts_under(user) != Purpose::adjust_my_recommendations) return std::nullopt;
    return Dissatisfaction::confidence(*derived, category);
}

std::optional<float> Recommender::mismatch(UserId user) const {
    const DerivedState* derived = gate_.derived(user);
    if (!derived || gate_.adapts_under(user) != Purpose::adjust_my_recommendations) return std::nullopt;
    return Mismatch::belief(*derived);
}

} // namespace attune
