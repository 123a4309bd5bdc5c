// Scripts for the feedback journal's tests: what enters it, and workers that take it through in any order of
// steps.
#pragma once

#include "core/recommender/feedback/journal.h"
#include "tests/core/recommender/feedback_streams.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace attune::test {

using Bytes = std::vector<std::uint8_t>;

constexpr std::array<FeedbackStage, 4> stages = {FeedbackStage::clean, FeedbackStage::dedupe,
                                                 FeedbackStage::align, FeedbackStage::weigh};

inline JournalSettings settings() {
    return {stream_users, stream_items, 72, {}};
}

inline FeedbackJournal empty_journal() {
    return *FeedbackJournal::open(settings());
}

inline ConsentState consent_to(std::initializer_list<Purpose> purposes) {
    ConsentState state;
    for (const Purpose purpose : purposes)
        state.set(purpose, true);
    return state;
}

/// One thing that enters a journal: a visit, or a choice of consent.
struct Input {
    bool is_choice = false;
    StreamVisit visit;
    UserId user;
    ConsentState state;
    double hours = 0;
};

inline Status send(FeedbackJournal& journal, std::uint64_t number, const Input& input) {
    if (input.is_choice) return journal.change_consent(number, input.user, input.state, input.hours);
    return journal.deliver(number,
                           {input.visit.sender, input.visit.arrival, input.visit.shown, input.visit.events});
}

inline Input choice(std::uint32_t user, ConsentState state, double hours) {
    Input input;
    input.is_choice = true;
    input.user = UserId(user);
    input.state = state;
    input.hours = hours;
    return input;
}

/// Everybody consents at hour 0, then random visits; with `wavering`, now and then somebody changes their
/// mind.
inline std::vector<Input> script(std::uint64_t seed, int visits, bool wavering) {
    const ConsentState all = consent_to({Purpose::adjust_my_recommendations, Purpose::improve_models});
    std::vector<Input> inputs;
    for (std::uint32_t user = 0; user < stream_users; ++user)
        inputs.push_back(choice(user, all, 0));
    std::uint32_t number = 0;
    for (StreamVisit& visit : random_visits(seed, visits)) {
        Dice dice(seed + 1000, number++);
        const double hours = visit.arrival;
        Input input;
        input.visit = std::move(visit);
        inputs.push_back(std::move(input));
        if (wavering && dice.chance(0.2)) {
            const ConsentState states[] = {all,
                                           {},
                                           consent_to({Purpose::improve_models}),
                                           consent_to({Purpose::adjust_my_recommendations})};
            inputs.push_back(choice(dice.below(stream_users), states[dice.below(4)], hours));
        }
    }
    return inputs;
}

inline Bytes uninterrupted(const std::vector<Input>& inputs) {
    FeedbackJournal journal = empty_journal();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (!send(journal, i, inputs[i])) return {};
        journal.drain();
    }
    return journal.write();
}

/// The steps of a worker: after each entry one stage moves a few events on, in an order of its own.
template <typename AfterStep>
bool work(FeedbackJournal& journal, const std::vector<Input>& inputs, std::uint64_t order,
          AfterStep&& after_step) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const bool fresh = i == journal.next_entry();
        if (!send(journal, i, inputs[i])) return false;
        if (!fresh) continue;
        after_step();
        Dice dice(order, static_cast<std::uint32_t>(i));
        for (int turn = 0; turn < 3; ++turn) {
            journal.advance(stages[dice.below(4)], 1 + dice.below(6));
            after_step();
        }
    }
    while (journal.in_flight() > 0) {
        for (const FeedbackStage stage : stages)
            if (journal.advance(stage, 3) > 0) after_step();
    }
    return true;
}

inline bool adds_up(const FeedbackJournal& journal) {
    return journal.arrived() == journal.in_flight() + journal.accepted().size() + journal.refused().size();
}

} // namespace attune::test
