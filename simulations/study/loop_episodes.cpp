#include "simulations/study/loop_episodes.h"

#include <cmath>

namespace attune {
namespace {

constexpr double hours_per_day = 24, hours_per_week = 168;
/// Items of an unwanted topic that go by before it is noticed, at most, in half of all cases. Our choice:
/// twice what passing over alone needs, from 8 % to 40 % at ln(0.994 / 0.95) an item.
constexpr double longest_detection = 90;

double count_of(const std::vector<std::vector<Wait>>& blocks) {
    double n = 0;
    for (const std::vector<Wait>& block : blocks)
        n += static_cast<double>(block.size());
    return n;
}

} // namespace

void LoopEpisodes::add(const LoopRuns& runs) {
    days_ = runs.hours / hours_per_day;
    const std::size_t before = hours_.size();
    const std::size_t people = runs.population.people.size();
    for (Waits* waits : {&hours_, &items_, &noticed_, &noticed_of_category_})
        waits->resize(before + (people + block_size - 1) / block_size);
    for (std::size_t user = 0; user < people; ++user) {
        if (user % block_size == 0) {
            blocks_.next_block();
            for (auto& later : later_)
                later.next_block();
        }
        const FirstSign& with = runs.episodes.first()[user];
        const FirstSign& without = runs.twin_episodes.first()[user];
        if (runs.genuine(user) && Episodes::same_sign(with, without)) add_pair(with, without, runs.hours);
    }
    for (const Episodes::Ended& episode : runs.episodes.ended()) {
        if (!runs.genuine(episode.user)) continue;
        hours_[before + episode.user / block_size].push_back(episode.hours);
        items_[before + episode.user / block_size].push_back(episode.items);
    }
    for (const Episodes::Noticed& one : runs.episodes.noticed()) {
        if (!runs.genuine(one.user)) continue;
        noticed_[before + one.user / block_size].push_back(one.items);
        noticed_of_category_[before + one.user / block_size].push_back(one.of_category);
    }
}

void LoopEpisodes::add_pair(const FirstSign& with, const FirstSign& without, double hours) {
    const auto share = [&](Count what, bool yes) { blocks_[what] += {yes ? 1.0 : 0.0, 1.0}; };
    if (!std::isnan(with.satisfaction_after) && !std::isnan(without.satisfaction_after)) {
        blocks_[Count::sar] += {with.satisfaction_after - with.satisfaction, 1.0};
        blocks_[Count::sar_twin] += {without.satisfaction_after - without.satisfaction, 1.0};
    }
    // Where the run ended first, nothing is said.
    if (with.hours + hours_per_day <= hours) {
        share(Count::day, with.enjoyed_in_day);
        share(Count::day_twin, without.enjoyed_in_day);
    }
    if (with.hours + hours_per_week <= hours) {
        share(Count::week, with.enjoyed_in_week);
        share(Count::week_twin, without.enjoyed_in_week);
    }
    if (with.rest_until >= 0 && with.rest_until + hours_per_week <= hours) {
        share(Count::back, with.back);
        share(Count::back_twin, without.back);
    }
    for (std::size_t d = 0; d < later_days.size(); ++d) {
        const FirstSign::Later &one = with.later[d], &twin = without.later[d];
        if (std::isnan(one.satisfaction) || std::isnan(twin.satisfaction)) continue;
        LoopBlocks<Late>& later = later_[d];
        later[Late::bad] += {one.bad, one.pairs};
        later[Late::bad_twin] += {twin.bad, twin.pairs};
        later[Late::satisfaction] += {one.satisfaction, 1.0};
        later[Late::satisfaction_twin] += {twin.satisfaction, 1.0};
        later[Late::trust] += {one.trust, 1.0};
        later[Late::trust_twin] += {twin.trust, 1.0};
        later[Late::gone] += {one.gone ? 1.0 : 0.0, 1.0};
        later[Late::gone_twin] += {twin.gone ? 1.0 : 0.0, 1.0};
    }
}

LoopMeasure LoopEpisodes::median(const char* key, LoopUnit unit, const Waits& waits) const {
    return {.key = key, .unit = unit, .value = value_of(median_wait(waits), count_of(waits))};
}

void LoopEpisodes::write(std::vector<LoopMeasure>& measures) const {
    constexpr LoopUnit share = LoopUnit::share;
    measures.push_back(blocks_.measure("sar", LoopUnit::change, Count::sar, Count::sar_twin));
    measures.push_back({.key = "ttr_resolved",
                        .value = value_of(share_reached(hours_, Episodes::longest), count_of(hours_), 0, 1)});
    measures.push_back(median("ttr_hours", LoopUnit::hours, hours_));
    measures.push_back(median("ttr_items", LoopUnit::items, items_));
    measures.push_back(blocks_.measure("red_24h", share, Count::day, Count::day_twin));
    measures.push_back(blocks_.measure("red_7d", share, Count::week, Count::week_twin));
    measures.push_back(blocks_.measure("rcd", share, Count::back, Count::back_twin));
    measures.push_back(median("dtr_items", LoopUnit::items, noticed_));
    measures.push_back(median("dtr_unwanted", LoopUnit::items, noticed_of_category_));
    measures.back().most = longest_detection;
    for (std::size_t d = 0; d < later_days.size(); ++d) {
        if (d > 0 && later_days[d] >= days_) break;
        const std::string days = std::to_string(later_days[d]);
        measures.push_back(later_[d].reduction("lst_urr_" + days, Late::bad, Late::bad_twin));
        measures.back().value.n = later_[d].n(Late::gone); // people
        measures.push_back(later_[d].measure("lst_satisfaction_" + days, LoopUnit::score, Late::satisfaction,
                                             Late::satisfaction_twin));
        measures.push_back(
            later_[d].measure("lst_trust_" + days, LoopUnit::score, Late::trust, Late::trust_twin));
        measures.push_back(later_[d].measure("lst_gone_" + days, share, Late::gone, Late::gone_twin));
    }
}

} // namespace attune
