#include "simulations/study/learning_groups.h"

#include "simulations/study/people_cluster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

using Kind = LearningGroup::Kind;
constexpr std::array devices = {PersonGroup::phone, PersonGroup::desktop, PersonGroup::tablet,
                                PersonGroup::device_unknown};
constexpr std::size_t group_count = activity_parts + devices.size();

std::size_t device_place(const PanelList& list) {
    for (std::size_t d = 0; d < devices.size(); ++d)
        if (std::find(list.groups.begin(), list.groups.end(), devices[d]) != list.groups.end())
            return activity_parts + d;
    return group_count - 1;
}

/// Which tenth of the people everybody is in, by slates seen; equal ones by their number.
std::vector<std::size_t> activity_places(const std::vector<PanelList>& lists) {
    std::vector<std::size_t> order(lists.size()), place(lists.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return lists[a].slates < lists[b].slates; });
    for (std::size_t k = 0; k < order.size(); ++k)
        place[order[k]] = k * activity_parts / order.size();
    return place;
}

} // namespace

LearningGroups::Block& LearningGroups::Block::operator+=(const Block& other) {
    groups.resize(std::max(groups.size(), other.groups.size()));
    for (std::size_t g = 0; g < other.groups.size(); ++g)
        groups[g] += other.groups[g];
    return *this;
}

LearningGroups::Block& LearningGroups::Block::operator-=(const Block& other) {
    for (std::size_t g = 0; g < other.groups.size(); ++g)
        groups[g] -= other.groups[g];
    return *this;
}

bool LearningGroups::Block::empty() const {
    return std::all_of(groups.begin(), groups.end(), [](const PanelSums& group) { return group.empty(); });
}

void LearningGroups::add(LearnsFrom from, const PanelRun& run, std::size_t first, int users) {
    if (from != LearnsFrom::both && from != LearnsFrom::done) return;
    std::vector<Block>& blocks = from == LearnsFrom::both ? both_ : done_;
    const std::size_t begin = blocks.size();
    blocks.resize(begin + static_cast<std::size_t>(cluster_count(users)));
    for (std::size_t b = begin; b < blocks.size(); ++b)
        blocks[b].groups.resize(group_count);
    for (std::size_t d = first; d < run.answers.size(); ++d) {
        const std::vector<PanelList>& lists = run.answers[d].lists;
        const std::vector<std::size_t> activity = activity_places(lists);
        for (std::size_t p = 0; p < lists.size(); ++p) {
            std::vector<PanelSums>& groups = blocks[begin + cluster_of(lists[p].user, users)].groups;
            groups[activity[p]] += lists[p].sums;
            groups[device_place(lists[p])] += lists[p].sums;
        }
        if (from == LearnsFrom::both) days_ += 1;
    }
}

void LearningGroups::tell(LearningOutcome& outcome) const {
    const std::span<const Block> both(both_), done(done_);
    double everybody = 0;
    for (const Block& block : both_)
        for (std::size_t g = 0; g < activity_parts; ++g)
            everybody += block.groups[g].people;
    std::vector<std::size_t> told;
    for (std::size_t g = 0; g < group_count; ++g) {
        const auto error = [g](const Block& block) { return block.groups[g].calibration_error(); };
        LearningGroup group;
        group.kind = g < activity_parts ? Kind::activity : Kind::device;
        group.which =
            g < activity_parts ? static_cast<int>(g) : static_cast<int>(devices[g - activity_parts]);
        for (const Block& block : both_)
            group.people += block.groups[g].people / days_;
        if (group.people == 0) continue;
        group.both = jackknife(both, error);
        group.done = jackknife(done, error);
        group.difference = paired_jackknife(done, both, error);
        outcome.groups.push_back(group);
        told.push_back(g);
    }
    for (const Kind kind : {Kind::activity, Kind::device}) {
        const auto gap = [&](const Block& block) {
            double least = Estimate::none, most = Estimate::none;
            for (const std::size_t g : told) {
                if ((g < activity_parts) != (kind == Kind::activity)) continue;
                // Of a handful of people the error is mostly chance.
                if (block.groups[g].people < everybody / 20) continue;
                const double error = block.groups[g].calibration_error();
                least = std::fmin(least, error);
                most = std::fmax(most, error);
            }
            return most - least;
        };
        LearningGap one{.kind = kind, .both = {}, .done = {}, .difference = {}};
        one.both = jackknife(both, gap);
        one.done = jackknife(done, gap);
        one.difference = paired_jackknife(done, both, gap);
        outcome.gaps.push_back(one);
    }
}

} // namespace attune
