// Candidates written down by hand, without a catalogue or a model behind them.
#pragma once

#include "core/recommender/ranking/candidates.h"

#include <cstdint>
#include <vector>

namespace attune::test {

struct HandItem {
    std::uint8_t category = 0;
    std::uint8_t group = 0;
    float nats = 0;
    bool exploration = false;
};

/// At most 256 items in the order of their categories; item number i is ItemId(i). No sampling noise.
inline Candidates hand_candidates(const std::vector<HandItem>& items) {
    Candidates out;
    int category = 0;
    for (std::size_t j = 0; j < items.size(); ++j) {
        out.item[j] = static_cast<std::uint32_t>(j);
        out.category[j] = items[j].category;
        out.group[j] = items[j].group;
        out.score[j] = to_score(items[j].nats);
        out.key[j] = (out.score[j] & ~255) | (255 - static_cast<int>(j));
        out.set_state(j, Candidates::fresh);
        while (category < items[j].category)
            out.category_begin[static_cast<std::size_t>(++category)] = static_cast<std::uint16_t>(j);
        if (items[j].exploration && out.exploration_count < exploration_candidates)
            out.exploration[static_cast<std::size_t>(out.exploration_count++)] =
                static_cast<std::uint16_t>(j);
    }
    out.count = static_cast<int>(items.size());
    while (category < max_categories)
        out.category_begin[static_cast<std::size_t>(++category)] = static_cast<std::uint16_t>(out.count);
    for (std::size_t j = items.size(); j < static_cast<std::size_t>(out.padded_count()); ++j)
        out.key[j] = out.live[j] = Candidates::no_key;
    return out;
}

} // namespace attune::test
