// One run in the making: people, recommender, counts. Internal to this folder; the face is simulation.h.
#pragma once

#include "simulations/behaviour/behaviour.h"
#include "simulations/engine/simulation.h"

#include <array>
#include <memory>
#include <vector>

namespace attune {

constexpr std::uint32_t visits_per_day = 16; ///< room in a visit's number

class Engine {
public:
    Engine(const RunRequest& request, Recommender recommender);
    /// The same moment of the same run, to go on as `request` and `branch` say (simulation.h).
    static Result<std::unique_ptr<Engine>> copy(const Engine& from, const RunRequest& request,
                                                const Branch& branch);

    void run_until(int day);

    int day() const { return day_; }
    const RunRequest& request() const { return request_; }
    bool cancelled() const { return observation_.cancelled; }
    Observation observation() const;

    const Recommender& recommender() const { return recommender_; }
    const Person& person(UserId user) const { return population_.people[user.value]; }
    PersonSnapshot snapshot(UserId user) const;
    void restore(UserId user, const PersonSnapshot& snapshot);

private:
    /// One thread's scratch.
    struct Hand {
        Worker worker;
        std::array<FeedbackEvent, max_slate_events> events{};
    };
    /// A block of people on one day.
    struct BlockDay {
        std::size_t block;
        int day;
        std::uint32_t first, last; ///< users
        Cluster& cluster;
        Hand& hand;
        std::array<Tallies, block_size> own{};
        std::array<std::uint8_t, block_size> visits{};
    };
    /// One visit under way.
    struct Visiting {
        OpenVisit& open;
        BlockDay& today;
        Person& person;
        Tallies& own;
        VisitMood mood;
        double hours = 0;
        double minutes = 0;
        bool consumed = false;
        bool converted = false;
        std::optional<Purpose> withdraws; ///< a consent, once the first slate has been looked at
        int fruitless = 0;                ///< slates in a row without a pick
        std::size_t events = 0;           ///< waiting to be received
    };

    Engine(const Engine& other, const RunRequest& request);

    /// Kinds of account are told apart only where somebody manipulates.
    bool counts(PersonGroup group) const {
        return manipulated_ || (group != PersonGroup::genuine && group != PersonGroup::manipulating);
    }
    void make_hands();
    void attach_witness();
    void run_day(int day);
    void run_block(BlockDay& today);
    void run_step(BlockDay& today, int step);
    void begin_person_day(BlockDay& today, std::uint32_t user);
    void end_person_day(BlockDay& today, std::uint32_t user);
    // engine_consent.cpp
    void at_the_door(BlockDay& today, std::uint32_t user, double hours);
    void withdraw(Visiting& visit);
    std::uint16_t withdrawable(UserId user) const;
    void consent_changed(BlockDay& today, std::uint32_t user, ConsentMethod method, double hours);
    // engine_visit.cpp
    void run_visit(BlockDay& today, OpenVisit& open);
    const Slate& show_slate(Visiting& visit);
    void take_reaction(Visiting& visit, const SlateOutcome& outcome);
    void take_pick(Visiting& visit, const SlateOutcome& outcome, double left);
    void may_ask(Visiting& visit, const SlateOutcome& outcome, const AskMoment& moment, double at);
    void ask(Visiting& visit, const SlateOutcome& outcome, const Prompt& prompt, double at);
    void count_prompt(Visiting& visit, const Prompt& prompt, const PromptOutcome& told, const AskedWhen& when,
                      double at);
    void opt_out(Visiting& visit, const Prompt& prompt, const PromptOutcome& told, double at);
    void may_tour(Visiting& visit);
    void may_offer(Visiting& visit, const SlateOutcome& outcome);
    void collect_steps(Visiting& visit);
    void log_watched(const Visiting& visit);
    void feel(const Visiting& visit, const SlateOutcome& outcome);
    void send(Visiting& visit, const SlateOutcome& outcome, std::uint32_t item, FeedbackKind kind,
              float value, double at);
    void deliver(Visiting& visit, const SlateOutcome& outcome, const FeedbackEvent& event);
    void log(const Visiting& visit, LoggedEvent event);
    void write(UserId user, TrailEvent event, double hours);
    AskedWhen asked_when(const Visiting& visit, double at) const;

    RunRequest request_;
    std::shared_ptr<const Behaviour> behaviour_;
    Recommender recommender_;
    Population population_;
    std::size_t blocks_;
    int day_ = 0;
    bool manipulated_;                             ///< some accounts are not genuine
    std::vector<std::uint16_t> prompts_this_week_; ///< by person
    std::vector<AskedState> asked_;                ///< by person
    std::vector<Fingerprint> fingerprints_;        ///< by block
    std::vector<std::uint32_t> watched_;         ///< by person: categories whose weight is low, one bit each
    std::vector<std::uint8_t> tap_withheld_;     ///< by person, where first taps are withheld
    std::vector<std::vector<LoggedEvent>> logs_; ///< by block, of the day under way
    std::vector<std::vector<Felt>> felt_;        ///< likewise
    std::unique_ptr<Witness> witness_;           ///< where a trail is written
    TrailOrder trail_;
    std::vector<Hand> hands_;
    Observation observation_;
};

} // namespace attune
