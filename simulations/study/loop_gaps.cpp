#include "simulations/study/loop_gaps.h"

#include "core/measures/statistics/largest.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double none = Estimate::none;
using Values = std::array<double, person_group_count>;

/// First and last group of each kind.
constexpr std::array<std::pair<PersonGroup, PersonGroup>, 5> kinds = {
    {{PersonGroup::occasional, PersonGroup::frequent},
     {PersonGroup::mainstream, PersonGroup::niche},
     {PersonGroup::phone, PersonGroup::device_unknown},
     {PersonGroup::from_16, PersonGroup::age_not_said},
     {PersonGroup::unaided, PersonGroup::ability_not_said}}};

/// The gap of a ratio; `of` takes the fraction of a cell, `people` those who count in it.
template <typename Of, typename People>
Estimate ratio_gap(std::span<const LoopGaps::Block> blocks, const Of& of, const People& people) {
    std::array<Fraction, person_group_count> all;
    Values values, counted{};
    for (const LoopGaps::Block& block : blocks)
        for (std::size_t g = 0; g < all.size(); ++g) {
            all[g] += of(block[g]);
            counted[g] += people(block[g]);
        }
    const auto judged = [&](std::size_t g) { return counted[g] >= LoopGaps::least_people; };
    for (std::size_t g = 0; g < all.size(); ++g)
        values[g] = judged(g) ? all[g].value() : none;
    std::vector<Values> left_out;
    for (const LoopGaps::Block& block : blocks) {
        Values& without = left_out.emplace_back();
        for (std::size_t g = 0; g < all.size(); ++g) {
            Fraction rest = all[g];
            rest -= of(block[g]);
            without[g] = judged(g) ? rest.value() : none;
        }
    }
    return largest_gap(values, left_out);
}

Estimate resolved_gap(std::span<const LoopGaps::Block> blocks) {
    Values values;
    std::vector<Values> left_out(blocks.size());
    for (std::size_t g = 0; g < values.size(); ++g) {
        double people = 0;
        std::vector<std::pair<Wait, std::size_t>> all; // with the block
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            people += blocks[b][g].people_waiting;
            for (const Wait& wait : blocks[b][g].hours)
                all.emplace_back(wait, b);
        }
        std::sort(all.begin(), all.end(),
                  [](const auto& a, const auto& b) { return a.first.time < b.first.time; });
        const auto by_without = [&](std::size_t block) {
            std::vector<Wait> rest;
            for (const auto& [wait, of] : all)
                if (of != block) rest.push_back(wait);
            return Incidence(rest).by(Episodes::longest);
        };
        const bool judged = people >= LoopGaps::least_people;
        values[g] = judged ? by_without(blocks.size()) : none;
        for (std::size_t b = 0; b < blocks.size(); ++b)
            left_out[b][g] = judged ? by_without(b) : none;
    }
    return largest_gap(values, left_out);
}

} // namespace

Estimate largest_gap(const Values& values, const std::vector<Values>& left_out) {
    std::vector<double> gaps;
    std::vector<std::vector<double>> gaps_without(left_out.size());
    for (const auto& [first, last] : kinds)
        for (auto a = static_cast<std::size_t>(first); a <= static_cast<std::size_t>(last); ++a)
            for (std::size_t b = a + 1; b <= static_cast<std::size_t>(last); ++b) {
                // Turned so that the whole is not negative; a difference that turns is smaller than nothing.
                const double sign = values[a] < values[b] ? -1 : 1;
                gaps.push_back(sign * (values[a] - values[b]));
                for (std::size_t block = 0; block < left_out.size(); ++block)
                    gaps_without[block].push_back(sign * (left_out[block][a] - left_out[block][b]));
            }
    Estimate gap = largest_of(gaps, gaps_without);
    if (!std::isnan(gap.lower)) gap.lower = std::max(gap.lower, 0.0);
    return gap;
}

void LoopGaps::add(const LoopRuns& runs) {
    const std::size_t before = blocks_.size();
    const auto& people = runs.population.people;
    blocks_.resize(before + (people.size() + block_size - 1) / block_size);
    const auto each_group = [&](std::size_t user, const auto& change) {
        for (const PersonGroup group : groups_of(people[user]))
            change(blocks_[before + user / block_size][static_cast<std::size_t>(group)]);
    };
    for (std::size_t user = 0; user < people.size(); ++user) {
        if (!runs.genuine(user)) continue;
        const SpokenTo& spoken = runs.episodes.spoken_to()[user];
        const FirstSign& with = runs.episodes.first()[user];
        const FirstSign& without = runs.twin_episodes.first()[user];
        const double change = Episodes::same_sign(with, without)
                                  ? with.satisfaction_after - with.satisfaction -
                                        (without.satisfaction_after - without.satisfaction)
                                  : none;
        each_group(user, [&](Cell& cell) {
            cell.mistaken += {spoken.mistaken, spoken.offers};
            cell.spoken += {spoken.spoken, spoken.visits};
            cell.people_offered += spoken.offers > 0 ? 1 : 0;
            cell.people_visiting += spoken.visits > 0 ? 1 : 0;
            cell.people_waiting += with.hours >= 0 ? 1 : 0;
            if (!std::isnan(change)) cell.change += {change, 1.0};
        });
    }
    for (const Episodes::Ended& episode : runs.episodes.ended())
        if (runs.genuine(episode.user))
            each_group(episode.user, [&](Cell& cell) { cell.hours.push_back(episode.hours); });
}

void LoopGaps::write(std::vector<LoopMeasure>& measures) const {
    const auto all = [&](const auto& people) {
        double n = 0;
        for (const Block& block : blocks_)
            n += people(block[static_cast<std::size_t>(PersonGroup::all)]);
        return n;
    };
    const auto add = [&](const char* key, LoopUnit unit, const Estimate& gap, double n) {
        measures.push_back(
            {.key = key,
             .unit = unit,
             .value = value_of(gap, n, 0,
                               unit == LoopUnit::prompts ? std::numeric_limits<double>::infinity() : 1)});
    };
    const auto offered = [](const Cell& cell) { return cell.people_offered; };
    const auto visiting = [](const Cell& cell) { return cell.people_visiting; };
    const auto waiting = [](const Cell& cell) { return cell.people_waiting; };
    const auto changed = [](const Cell& cell) { return cell.change.denominator; };
    add("gap_fal", LoopUnit::share,
        ratio_gap(
            blocks_, [](const Cell& cell) { return cell.mistaken; }, offered),
        all(offered));
    add("gap_sar", LoopUnit::score,
        ratio_gap(
            blocks_, [](const Cell& cell) { return cell.change; }, changed),
        all(changed));
    add("gap_resolved", LoopUnit::share, resolved_gap(blocks_), all(waiting));
    add("gap_pps", LoopUnit::prompts,
        ratio_gap(
            blocks_, [](const Cell& cell) { return cell.spoken; }, visiting),
        all(visiting));
}

} // namespace attune
