// The face of the recommender: open visits, recommend, consider a prompt, receive feedback, end the day. It
// knows catalogue facts, consents and what people did; the world that people come from is not visible from
// here.
#pragma once

#include "core/base/result.h"
#include "core/recommender/deescalation/conversation.h"
#include "core/recommender/deescalation/dissatisfaction.h"
#include "core/recommender/deescalation/mismatch.h"
#include "core/recommender/deescalation/tag.h"
#include "core/recommender/fairness/exposure_controller.h"
#include "core/recommender/feedback/feedback.h"
#include "core/recommender/feedback/pipeline.h"
#include "core/recommender/preference/coordinated_noes.h"
#include "core/recommender/preference/factor_model.h"
#include "core/recommender/prompting/prompt_scheduler.h"
#include "core/recommender/prompting/receptivity.h"
#include "core/recommender/prompting/trigger.h"
#include "core/recommender/ranking/slate.h"
#include "core/recommender/ranking/why_item.h"
#include "core/recommender/signals/gate.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace attune {

struct RecommenderSetup {
    std::uint64_t seed = 1;
    int users = 0;
    int threads = 1;
    /// Matrix and notices in force; null = those that ship.
    const ConsentRules* consent = nullptr;
    /// What answers mean; null = the table that ships.
    const Annotation* annotation = nullptr;
    /// Gets what is known of the items after every scheduled update; may be null.
    LearningRecord* learned = nullptr;
    /// Taken over at the scheduled updates it has an entry for, in place of learning; may be null. Comes from
    /// a run of the same catalogue and is there as long as the recommender.
    const LearningRecord* borrowed = nullptr;
};

/// A visit about to start. `visit` numbers the visits of the run for this person (day * 16 + visit of the
/// day).
struct VisitRequest {
    UserId user;
    std::uint32_t visit = 0;
    double hours = 0;
};

/// What a slate's feedback led to.
struct Reception {
    int accepted = 0;
    int refused = 0;         ///< by the pipeline or the gate
    float weight_change = 0; ///< nat, the most negative change of a category weight
};

/// One open visit.
struct OpenVisit {
    VisitRequest request;
    VisitAddress address;
    Candidates candidates;
    Slate slate;                    ///< the slate on screen
    std::uint32_t slate_number = 0; ///< of the person, over all visits
    int slates = 0;
    int asked = 0;
    bool stale = false;        ///< what is known has changed since the candidates were chosen
    int asked_on = 0;          ///< how many slates the visit had when it asked last
    int waited = 0;            ///< slates that an offer has waited for its moment
    bool offered = false;      ///< an offer was made; there is never a second one in a visit
    std::uint32_t noes_of = 0; ///< the slate that the latest overt noes were about ...
    std::uint32_t noes_to = 0; ///< ... and the categories of their items, one bit each
    Purpose made_under = Purpose::deliver_service; ///< what the candidates rest on; this: on nothing kept
    bool picked = false;                           ///< something was, in this visit
    bool overt_end = false;                ///< the slate just left was searched away from, or complained of
    std::bitset<max_candidates> kept_away; ///< candidates hidden by what was accepted earlier, when scored
    std::array<ProviderId, 8> muted{};     ///< in this visit, without any consent; the first makes room
    int mutes = 0;                         ///< so far
    bool knows_part = false;               ///< the part of the day may be used
    LoopSteps steps;                       ///< of the visit's episodes, until they are collected
    /// Candidates of providers the person is at home with, once somebody had to know.
    std::array<bool, max_candidates> familiar{};
    bool familiar_known = false;
    /// What candidates have lost for being like a rejected item.
    std::array<std::int32_t, max_candidates> alike{};
    ScoredBy scored_by;
    bool slate_as_scored = false; ///< the slate on screen was made of these candidates as they were scored
    std::array<std::int32_t, slate_length> alike_shown{};   ///< of `alike`, for the slate on screen
    std::array<Impression, 2 * slate_length> impressions{}; ///< of the last two slates
    int impression_count = 0;
    RecentEvents recent; ///< for recognising repeated deliveries; later ones are orphans
};

/// How many of a person's favourites put up their neighbours as candidates.
constexpr std::size_t favourites = 2;

/// The most feedback events one call of receive() may bring.
constexpr std::size_t max_slate_events = 48;

/// Scratch memory and counters of one worker thread. Counters are integers, so their sum over workers is the
/// same for any number of them.
class Worker {
public:
    GateCounts gate;
    ExposureDay exposure;
    PoolCounts pool;
    std::array<std::int64_t, quarantine_count> quarantined{}; ///< by reason; [none] counts what was accepted
    std::array<OpenVisit, tile_width> visits;

    /// Adds another worker's counters, as if one had done the work of both.
    void take_over(const Worker& other);

private:
    friend class Recommender;
    std::unique_ptr<CandidateBuilder> builder;
    std::vector<std::int32_t> scores;
    std::vector<std::int32_t> near_scores; ///< of favourites, as if they were people
    std::vector<std::uint32_t> neighbours; ///< positions
    std::vector<TrainingRow> rows;
    std::vector<std::uint32_t> used;
    std::array<FeedbackEvent, max_slate_events> scratch{};
    std::array<WeightedFeedback, max_slate_events> weighted{};
    alignas(32) std::array<std::int16_t, tile_width * factor_count> vectors{};
    std::array<std::uint16_t, tile_width> lots{};
    std::array<std::int32_t, tile_width * max_categories> adjustments{};
};

class Recommender {
public:
    /// Checks the policy against the catalogue (floors that cannot be met are refused) and starts cold.
    static Result<Recommender> start(const Policy& policy, const Catalogue& catalogue,
                                     const RecommenderSetup& setup);

    Recommender(Recommender&&) noexcept;
    Recommender& operator=(Recommender&&) noexcept;
    /// A copy goes on exactly as the original would; where what is learned goes to is the setup's, see
    /// attach().
    Recommender(const Recommender&);
    Recommender& operator=(const Recommender&) = delete;
    ~Recommender();

    /// Sets where learning is kept and borrowed from (see RecommenderSetup).
    void attach(LearningRecord* learned, const LearningRecord* borrowed);
    /// Writes down what is done with the data of those whom it watches, see Gate::attach().
    void attach(Witness* witness) { gate_.attach(witness); }
    /// From now on another policy is followed. What was learned stays; prices start anew where floors change.
    Status follow(const Policy& policy);

    Worker make_worker() const;

    // Consent. What a change takes away is gone from the next slate on, also in a visit under way.

    /// The person goes to the settings and leaves every switch as in `wanted`. Not during a visit.
    void set_consent(UserId user, ConsentState wanted, double hours = 0) {
        gate_.set_consent(user, wanted, hours);
    }
    /// Changes one consent, or says why not. Not during a visit.
    ConsentVerdict change_consent(UserId user, const ConsentEvent& event) {
        return gate_.change_consent(user, event);
    }
    /// The same in the middle of a visit.
    ConsentVerdict change_consent(Worker& worker, OpenVisit& visit, const ConsentEvent& event);
    /// The person's device begins or stops asking everyone not to share.
    void set_global_signal(UserId user, bool on, double hours = 0) {
        gate_.set_global_signal(user, on, hours);
    }
    /// Lets consents lapse that have run out; one bit per purpose that did. Before a visit.
    std::uint16_t lapse_consents(UserId user, double hours) { return gate_.lapse(user, hours); }
    /// The purposes the person may be asked for now by the policy's notice, one bit each.
    std::uint16_t may_request(UserId user, double hours) const {
        return gate_.rules().may_request(gate_.person_consent(user), notice(), hours);
    }
    /// The number of the notice that the policy asks with.
    std::uint8_t notice() const { return static_cast<std::uint8_t>(policy_.notice); }
    /// Whether the person's choice and a global signal say different things about a purpose.
    bool consent_conflict(UserId user, Purpose purpose) const {
        return gate_.rules().conflict(gate_.person_consent(user), purpose);
    }
    const PersonConsent& person_consent(UserId user) const { return gate_.person_consent(user); }

    /// Opens 1 .. tile_width visits of different people of one block in worker.visits[0 ..): scores the
    /// catalogue and chooses candidates.
    void open_visits(Worker& worker, std::span<const VisitRequest> requests);
    /// The next slate of an open visit.
    const Slate& recommend(Worker& worker, OpenVisit& visit, double hours);
    /// Why the item at this rank (from 0) of the slate on screen stands there; nothing if what is known of
    /// the person has changed so that the visit was scored anew since.
    std::optional<WhyItem> why(const OpenVisit& visit, int rank) const;
    /// Feedback on the visit's slates, through the pipeline and the gate into the model and the category
    /// weights. At most max_slate_events at once.
    Reception receive(Worker& worker, OpenVisit& visit, std::span<const FeedbackEvent> events, double hours);
    /// What the server saw of the current slate once the person moved on: which ranks were passed over, and
    /// whether nothing fitted.
    void slate_over(Worker& worker, OpenVisit& visit, const SlateEnd& end, double hours);
    /// The question that comes now, if any; the caps are booked. At most one on a slate.
    std::optional<Prompt> ask(Worker& worker, OpenVisit& visit, const AskMoment& moment, double hours);
    /// What became of the prompt shown last.
    void heard(UserId user, bool answered);
    /// The offer that comes now after an overt sign of dissatisfaction, if any; the caps are booked. At most
    /// one question or offer on a slate.
    std::optional<Offer> offer(Worker& worker, OpenVisit& visit, double hours);
    /// Applies what the person chose from it. Declining costs nothing.
    Answered choose(Worker& worker, OpenVisit& visit, const Offer& offer, OfferChoice choice, double hours);
    /// The person takes back what was chosen about a category; a paused provider comes again. Whether there
    /// was anything to take back.
    bool undo_choice(UserId user, CategoryId category, double hours);
    /// Whether the device may read what this person complains of.
    bool reads_complaints(UserId user) const {
        return policy_.read_complaints && gate_.adapts_under(user) == Purpose::adjust_my_recommendations;
    }
    /// What is changed about this person's lists at `hours`, and why.
    std::vector<Tag> tags(UserId user, double hours) const;
    /// Takes back what a tag says, with what it rests on. Whether there was anything to take back.
    bool undo_tag(UserId user, const Tag& tag, double hours);
    /// The person wants to see an item again that was said no to. Whether it had been kept away.
    bool undo_item(UserId user, ItemId item);
    /// The person wants offers again, or none.
    void wants_offers(UserId user, bool wanted) { gate_.prompts(user).offers_off = !wanted; }
    /// The person wants offers with an explanation, or the plain words alone.
    void wants_explanations(UserId user, bool wanted) { gate_.prompts(user).few_words = !wanted; }
    /// The person wants no more prompts.
    void opt_out(UserId user);
    /// The person wants no more questions of this form.
    void opt_out(UserId user, Channel channel);
    /// The person wants prompts again.
    void opt_in(UserId user);
    /// Learns at once from what this visit has brought so far; the next slate knows of it. For the tour.
    void settle_visit(Worker& worker, OpenVisit& visit);
    /// Folds the visit in.
    void close_visit(Worker& worker, OpenVisit& visit);

    /// A person's day is over: what has been kept for its time goes, and what was learned from it.
    void sweep(Worker& worker, UserId user, int day);
    /// Ends a day: merges the workers' counters, moves prices, updates the model if the calendar says so.
    void end_day(int day, std::span<Worker* const> workers);

    /// What is kept about one person, to be put back later: the rest of the run goes on as if nothing had
    /// happened to that person since.
    KeptPerson kept_person(UserId user) const { return gate_.kept(user); }
    void put_back(UserId user, const KeptPerson& kept) { gate_.put_back(user, kept); }

    // For observers.
    std::uint32_t model_version() const { return model_.version(); }
    const FactorModel& model() const { return model_; }
    const CoordinatedNoes& coordinated_noes() const { return noes_; }
    /// Whether training leaves out some of what this person has said; nothing where it may read none of it.
    std::optional<bool> left_out_of_training(UserId user) const;
    const ExposureController& fairness() const { return fairness_; }
    const ExposureLedger& ledger(int block) const { return ledgers_[static_cast<std::size_t>(block)]; }
    const ExposureDay& exposure_total() const { return exposure_total_; }
    /// Prices and debts of every day so far; empty without any floor, cap or merit.
    const std::vector<FairnessDay>& fairness_days() const { return fairness_days_; }
    /// What the pools of every day so far were made of.
    const std::vector<PoolCounts>& pool_days() const { return pool_days_; }
    PoolCounts pool_total() const;
    /// Category weight in force for a person, 0 without consent; nat.
    float category_weight(UserId user, CategoryId category) const;
    /// Belief in [0, 1] that a person does not want a category, as of the last visit; nothing without
    /// consent.
    std::optional<float> belief(UserId user, CategoryId category) const;
    /// How well a category is known of a person, in [0, 1]; nothing without consent.
    std::optional<float> confidence(UserId user, CategoryId category) const;
    /// How well the person's taste is known, in [0, 1): see TastePosterior::known(). Nothing without consent.
    std::optional<float> taste_known(UserId user, double hours) const;
    /// Whether the quality floor keeps an item from everybody now.
    bool left_out(ItemId item) const {
        return !left_out_until_.empty() && left_out_until_[item.value] > day_;
    }
    /// Belief in [0, 1] that nothing fits the person just now; nothing without consent.
    std::optional<float> mismatch(UserId user) const;
    /// Slates that still hold tries near an item that the person said no to.
    int near_slates_left(UserId user) const;
    const Gate& gate() const { return gate_; }
    /// What training read, over the run; the workers count everything else.
    const GateCounts& training_counts() const { return training_counts_; }

private:
    Recommender(const Policy& policy, const Catalogue& catalogue, const RecommenderSetup& setup,
                ExposureController fairness);

    /// Whether this signal may change the person's own slates now.
    bool adapts(UserId user, Signal signal, Worker& worker) const;
    const Annotation& annotation() const {
        return setup_.annotation ? *setup_.annotation : shipped_annotation();
    }
    float take_reason(Worker& worker, const FeedbackEvent& event, OpenVisit& visit, double hours);
    void may_open(OpenVisit& visit, DerivedState& derived, CategoryId category, ItemId item, bool again,
                  int signs, double hours);
    void take_complaint(Worker& worker, OpenVisit& visit, Pattern said, double hours);
    void keep_away(Worker& worker, OpenVisit& visit, const FeedbackEvent& event, double hours);
    void hide_kept_away(Worker& worker, OpenVisit& visit);
    /// Who moved a category's weight: what people do, say no to, or ask for.
    enum class Cause { silent, overt, wish };
    bool may_show(float change) const;
    float within_bounds(const OpenVisit& visit, DerivedState& derived, CategoryId category, float step,
                        float most, double hours) const;
    float settle_change(const OpenVisit& visit, DerivedState& derived, CategoryId category, float before,
                        Cause cause, double hours) const;
    void find_familiar(Worker& worker, OpenVisit& visit);
    void spare_familiar(OpenVisit& visit);
    void lower_alike(OpenVisit& visit, std::span<const std::uint32_t> rejected);
    void begin_near(DerivedState& derived, ItemId item, bool tap) const;
    void near_picked(DerivedState& derived, ItemId item) const;
    bool offer_near(OpenVisit& visit, DerivedState& derived, double hours) const;
    void recall_excluded(DerivedState& derived, double hours) const;
    void keep_stable(DerivedState& derived, double hours) const;
    std::optional<Offer> ask_direction(Worker& worker, OpenVisit& visit, DerivedState& derived, double hours);
    void take_direction(Worker& worker, OpenVisit& visit, DerivedState& derived, OfferChoice choice) const;
    void write_step(UserId user, TrailKind kind, double hours = 0) const;
    std::optional<CategoryId> other_topic(const OpenVisit& visit, CategoryId unwanted) const;
    Promise promise(const DerivedState& derived, const OpenVisit& visit, CategoryId category,
                    float weight_change) const;
    void fold_in(Worker& worker, UserId user, double hours);
    /// What everybody's picks and answers say of an item; nat.
    float item_bias(std::uint32_t item) const;
    void keep_scored_by(const Worker& worker, std::size_t v, const DerivedState& derived,
                        const std::array<float, factor_count>& vector, ScoredBy& by) const;
    WhyItem explain(const OpenVisit& visit, std::size_t j, std::int32_t score, std::int32_t alike) const;
    void list_left_out();
    void hide_left_out(OpenVisit& visit) const;
    void find_spreads(Worker& worker, OpenVisit& visit) const;
    void list_sources();
    OtherSources sources_for(Worker& worker, const OpenVisit& visit);
    void rescore(Worker& worker, OpenVisit& visit);
    void score(Worker& worker, std::span<OpenVisit> visits);
    void load_model();
    void update_model(int day);
    bool borrow(int day);
    int collect_rows(UserId user, Purpose purpose, Module module, int day, GateCounts& counts,
                     std::vector<TrainingRow>& rows, std::vector<ToldOf>* told = nullptr) const;
    int block_of(UserId user) const { return static_cast<int>(user.value) / block_size; }

    Policy policy_;
    const Catalogue* catalogue_;
    RecommenderSetup setup_;
    Panels panels_;
    FactorModel model_;
    ItemLikeness likeness_; ///< empty where slates need none
    CoordinatedNoes noes_;
    Gate gate_;
    Dissatisfaction dissatisfaction_;
    Conversation conversation_;
    Mismatch mismatch_;
    ExposureController fairness_;
    PromptScheduler prompts_;
    Triggers triggers_;
    SlateMaker slates_;
    FeedbackWeights feedback_weights_;
    std::vector<ExposureLedger> ledgers_;
    ExposureDay exposure_total_;
    std::vector<FairnessDay> fairness_days_;
    std::vector<PoolCounts> pool_days_;
    std::vector<std::uint32_t> popular_, fresh_; ///< positions that these sources put up, best first
    GateCounts training_counts_;
    std::vector<double> popularity_;
    std::vector<int> left_out_until_; ///< day, by item; empty without a quality floor
    int day_ = 0;
    std::vector<float> dearness_; ///< log of price over the middle price; 0 where it is not known
    std::vector<float> recency_;  ///< decay by age in days
};

} // namespace attune
