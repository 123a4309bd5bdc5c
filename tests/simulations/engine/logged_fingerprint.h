// The fingerprint of a run made once more from its logged events: what it covers, said in one place apart
// from the engine. Person and where each consent stands; person and item, rank and score of every impression;
// which rank was picked, which were tapped and muted, whether people searched or complained; what a prompt
// led to.
#pragma once

#include "core/base/fingerprint.h"
#include "simulations/engine/event_log.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace attune::test {

inline Fingerprint fingerprint_of_log(const std::vector<LoggedEvent>& log, int users) {
    struct Block {
        Fingerprint fingerprint;
        std::vector<std::uint32_t> slate;      ///< items in the order of ranks
        std::optional<std::uint64_t> reaction; ///< waits until the slate is over or asked about
        std::uint64_t extras = 0;              ///< muted ranks, searching instead, complaint
        std::optional<std::uint64_t> prompt;
        std::optional<std::uint64_t> tour; ///< comes before anything is done with the slate

        /// The question that an answer or opt-out belongs to.
        std::optional<std::uint64_t>& asked() { return tour ? tour : prompt; }
        void settle_reaction() {
            if (tour) fingerprint.add(*tour);
            tour.reset();
            if (reaction) fingerprint.add(*reaction);
            if (reaction && extras != 0) fingerprint.add(extras);
            reaction.reset();
            extras = 0;
        }
        void settle() {
            settle_reaction();
            if (prompt) fingerprint.add(*prompt);
            prompt.reset();
        }
    };
    std::vector<Block> blocks(static_cast<std::size_t>((users + 63) / 64));
    for (const LoggedEvent& e : log) {
        Block& block = blocks.at(e.user.value / 64);
        const auto rank_of = [&](ItemId item) {
            return static_cast<std::uint64_t>(std::find(block.slate.begin(), block.slate.end(), item.value) -
                                              block.slate.begin());
        };
        switch (e.kind) {
        case LoggedKind::consent: {
            block.settle();
            block.fingerprint.add((static_cast<std::uint64_t>(e.user.value) << 32U) |
                                  (static_cast<std::uint64_t>(e.consent.method) << 16U) | e.consent.notice);
            std::uint64_t states = 0;
            for (const ConsentStatus status : e.consent.status)
                states = states << 4U | static_cast<std::uint64_t>(status);
            block.fingerprint.add(states | static_cast<std::uint64_t>(e.consent.conflicts) << 40U);
            break;
        }
        case LoggedKind::impression:
            if (e.rank == 0) {
                block.settle();
                block.slate.clear();
                block.reaction = 0;
                block.fingerprint.add((static_cast<std::uint64_t>(e.user.value) << 32U) | e.slate);
            }
            block.slate.push_back(e.item.value);
            block.fingerprint.add((static_cast<std::uint64_t>(e.item.value) << 36U) |
                                  (static_cast<std::uint64_t>(e.rank) << 32U) |
                                  static_cast<std::uint32_t>(e.score));
            break;
        case LoggedKind::feedback:
            if (!block.reaction) break; // an answer's own event; the prompt has it
            if (e.feedback == FeedbackKind::picked) *block.reaction |= (rank_of(e.item) + 1) << 32U;
            if (e.feedback == FeedbackKind::not_interested) *block.reaction |= 1ULL << rank_of(e.item);
            break;
        case LoggedKind::prompt:
            if (e.trigger != Trigger::tour) block.settle_reaction();
            (e.trigger == Trigger::tour ? block.tour : block.prompt) =
                (static_cast<std::uint64_t>(e.user.value) << 32U) |
                (static_cast<std::uint64_t>(e.channel) << 20U) |
                (static_cast<std::uint64_t>(e.trigger) << 4U);
            break;
        case LoggedKind::answer:
            if (block.asked()) *block.asked() |= (static_cast<std::uint64_t>(e.response) + 1) << 8U;
            break;
        case LoggedKind::reason:
            if (block.asked())
                *block.asked() |= (static_cast<std::uint64_t>(e.response) -
                                   static_cast<std::uint64_t>(Response::reason_topic) + 1)
                                  << 24U;
            break;
        case LoggedKind::own_words:
            if (block.asked())
                *block.asked() |=
                    (8U | (e.understood ? static_cast<std::uint64_t>(e.response) -
                                              static_cast<std::uint64_t>(Response::reason_topic) + 1
                                        : 0U))
                    << 24U;
            break;
        case LoggedKind::opt_out:
            if (block.asked()) *block.asked() |= e.all_forms ? 1U : 2U;
            break;
        case LoggedKind::session:
            block.settle();
            break;
        case LoggedKind::mute:
            block.extras |= 4ULL << rank_of(e.item);
            break;
        case LoggedKind::search:
            block.extras |= 2U;
            break;
        case LoggedKind::complaint:
            block.extras |= 1U;
            break;
        case LoggedKind::offer:
        case LoggedKind::direction:
            block.settle();
            block.fingerprint.add((static_cast<std::uint64_t>(e.user.value) << 32U) | 1U << 31U |
                                  static_cast<std::uint64_t>(e.pattern) << 16U |
                                  static_cast<std::uint64_t>(e.category.value) << 8U |
                                  static_cast<std::uint64_t>(e.choice));
            break;
        case LoggedKind::promise:
        case LoggedKind::episode:
        case LoggedKind::basis:
        case LoggedKind::conversion:
        case LoggedKind::opt_in:
            break; // follows from what is covered
        }
    }
    Fingerprint all;
    for (Block& block : blocks) {
        block.settle();
        all.add(block.fingerprint);
    }
    return all;
}

} // namespace attune::test
