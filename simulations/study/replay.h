// Recorded behaviour met by a recommender of its own, through its public face alone and in the order in which
// the engine calls it. What was done is applied by rank, so a recommender that shows other items meets the
// same behaviour all the same. What nobody was asked nobody says: unless told otherwise, questions go
// unanswered and offers are declined.
#pragma once

#include "core/recommender/recommender.h"
#include "simulations/study/recorded_day.h"

#include <functional>
#include <optional>
#include <vector>

namespace attune {

/// One slate as it was shown, with everything that must be equal.
struct ShownSlate {
    UserId user;
    std::uint32_t visit = 0;
    std::uint32_t number = 0; ///< of the visit, from 0
    double hours = 0;
    std::uint32_t model_version = 0;
    bool opted_out = false; ///< the person had by then
    int count = 0;
    std::array<std::uint32_t, slate_length> item{};
    std::array<std::int32_t, slate_length> score{};
};

class Replay {
public:
    /// Nobody has been asked for consent yet; `signals_globally` by person. Refuses a policy that the
    /// catalogue cannot meet. The catalogue must outlive the replay.
    static Result<Replay> start(const Policy& policy, const Catalogue& catalogue,
                                const RecommenderSetup& setup, const std::vector<bool>& signals_globally);
    /// The same moment of the same replay, between two days.
    Replay(const Replay& from);
    Replay(Replay&&) noexcept = default;
    Replay& operator=(const Replay&) = delete;
    Replay& operator=(Replay&&) noexcept = default;
    ~Replay() = default;

    /// Questions and offers are answered as they were in the recorded run.
    void let_answer() { answers_ = true; }
    /// Everybody opts out of all questions, or of offers, from now on.
    void opt_out_of_prompts();
    void opt_out_of_offers();
    /// From now on everybody takes back "adjust my recommendations" between the first and the second slate of
    /// a visit - the first visit that finds it given - and does not give it again.
    /// Nobody answers any more, since twins who withdraw are asked at different times.
    void withdraw() {
        withdraws_ = true;
        answers_ = false;
    }
    /// The same; but at that moment the person's store is exchanged for that of somebody who has made the
    /// same choices at the same times and nothing else, and the rest of the visit is ranked for that person.
    void withdraw_as_if_new() {
        withdraw();
        as_if_new_ = true;
    }
    /// See Recommender::attach().
    void attach(LearningRecord* learned, const LearningRecord* borrowed) {
        recommender_.attach(learned, borrowed);
    }
    /// Called with every visit of somebody who has opted out, as soon as its candidates are scored. For tests
    /// that plant a penalty.
    void after_scoring(std::function<void(OpenVisit&)> change) { after_scoring_ = std::move(change); }

    /// The visits of a day.
    void run_visits(const RecordedDay& day);
    void end_day(int day);
    /// The slates of the last day, in the order of the recording.
    const std::vector<ShownSlate>& slates() const { return slates_; }

    /// What became of one person so far.
    struct Passage {
        int prompts = 0;
        int offers = 0;
        bool opted_out = false; ///< withdrawn too
        int had = 0;            ///< events kept to adjust for the person at the moment of withdrawing
    };
    const std::vector<Passage>& people() const { return people_; }
    /// Events of a person that may be used for this purpose now.
    int kept(UserId user, Purpose purpose) const;
    const PersonConsent& person_consent(UserId user) const { return recommender_.person_consent(user); }

private:
    Replay(Recommender recommender, const Catalogue& catalogue, int users);

    struct Visiting {
        const RecordedDay& day;
        const RecordedVisit& recorded;
        OpenVisit& open;
        int fruitless = 0;
        std::size_t events = 0; ///< waiting to be received
    };
    void at_the_door(const RecordedVisit& visit);
    void answer_screen(UserId user, const RecordedScreen& screen);
    void change_consent(UserId user, const ConsentEvent& event, OpenVisit* during = nullptr);
    void run_visit(const RecordedDay& day, const RecordedVisit& visit, OpenVisit& open);
    void show(Visiting& visit, const RecordedSlate& recorded, std::size_t number);
    void take_reaction(Visiting& visit, const RecordedSlate& recorded);
    void may_tour(Visiting& visit, const RecordedSlate& recorded);
    void may_ask(Visiting& visit, const RecordedSlate& recorded, const AskMoment& moment, double hours);
    void may_offer(Visiting& visit, const RecordedSlate& recorded);
    void go_to_settings(Visiting& visit, const RecordedSlate& recorded);
    void withdraw(Visiting& visit, const RecordedSlate& recorded);
    void rank_as_new(Visiting& visit, const RecordedSlate& recorded);
    void send(Visiting& visit, const RecordedEvent& event);
    void receive(Visiting& visit, double hours);
    void scored(OpenVisit& visit);
    ProviderId provider_of(std::uint32_t item) const { return catalogue_->items[item].provider; }
    std::span<const RecordedEvent> events_of(const Visiting& visit, const RecordedSlate& recorded) const {
        return std::span(visit.day.events).subspan(recorded.first_event, recorded.events);
    }

    const Catalogue* catalogue_;
    Recommender recommender_;
    /// The same choices at the same times, and nothing else: nobody ever visits it.
    Recommender choices_alone_;
    Worker worker_;
    Worker aside_; ///< for ranking as if new
    std::array<FeedbackEvent, max_slate_events> events_{};
    bool answers_ = false;
    bool withdraws_ = false;
    bool as_if_new_ = false;
    std::function<void(OpenVisit&)> after_scoring_;
    std::vector<Passage> people_;
    std::vector<ShownSlate> slates_;
};

} // namespace attune
