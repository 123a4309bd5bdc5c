#include "core/recommender/preference/coordinated_noes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

// Our choices. Standard deviations are those of as many noes, or accounts, that fall by chance.
constexpr double fade = 0.8;       ///< of what used to be, from one look to the next
constexpr double prior_noes = 10;  ///< noes that what is usual weighs beside somebody's own
constexpr double far_alone = 3;    ///< standard deviations beyond what one account lets expect
constexpr double far_together = 4; ///< ... and all accounts together
constexpr double few_accounts = 2; ///< so many more may be chance, however few are usual
constexpr double unseen = 0.5;     ///< accounts expected where there never was one
constexpr int least_in_burst = 2;  ///< noes of an account that takes part in a burst found by others
constexpr std::size_t most_bursts = 64;

/// The burst against the provider that goes on, or has just gone on, on a day.
std::vector<CoordinatedNoes::Burst>::const_iterator
burst_around(const std::vector<CoordinatedNoes::Burst>& bursts, std::uint32_t provider, int day) {
    return std::find_if(bursts.begin(), bursts.end(), [&](const CoordinatedNoes::Burst& burst) {
        return burst.provider == provider && burst.first <= day &&
               burst.last >= day - CoordinatedNoes::window;
    });
}

} // namespace

CoordinatedNoes::CoordinatedNoes(std::size_t providers)
    : usual_noes_(providers)
    , usual_against_(providers) {}

/// Share of all noes that the provider usually gets.
double CoordinatedNoes::usual_share(std::uint32_t provider) const {
    return (usual_noes_[provider] + prior_noes / static_cast<double>(usual_noes_.size())) /
           (usual_all_ + prior_noes);
}

/// Whether the noes of a person in these days are aimed at the provider.
bool CoordinatedNoes::is_set_against(std::span<const ToldOf> person, const Burst& days, int least) const {
    // Who goes on attacking has no habit of it: the own noes of before the burst are what is usual.
    const auto burst = burst_around(bursts_, days.provider, days.first);
    const int before = burst == bursts_.end() ? days.first : burst->first;
    int aimed = 0, all = 0, aimed_before = 0, all_before = 0;
    for (const ToldOf& one : person) {
        if (!one.no || one.day > days.last) continue;
        const int hit = one.provider == days.provider ? 1 : 0;
        if (one.day < before) {
            ++all_before;
            aimed_before += hit;
        } else if (one.day >= days.first) {
            ++all;
            aimed += hit;
        }
    }
    if (aimed < least) return false;
    const double usual = usual_share(days.provider);
    const double share = std::max(usual, (aimed_before + prior_noes * usual) / (all_before + prior_noes));
    return aimed > all * share + far_alone * std::sqrt(all * share * (1 - share));
}

std::vector<double> CoordinatedNoes::count_set_against(std::span<const std::uint32_t> offsets,
                                                       std::span<const ToldOf> told, int day) const {
    const int first = day - window + 1;
    std::vector<double> against(usual_noes_.size());
    for (std::size_t p = 0; p + 1 < offsets.size(); ++p) {
        const auto person = told.subspan(offsets[p], offsets[p + 1] - offsets[p]);
        for (auto one = person.begin(); one != person.end(); ++one) {
            if (!one->no || one->day < first) continue;
            const auto same = [&](const ToldOf& other) {
                return other.no && other.day >= first && other.provider == one->provider;
            };
            // Each provider once: where it is met first.
            if (std::find_if(person.begin(), one, same) == one &&
                is_set_against(person, {one->provider, first, day}, least_noes))
                against[one->provider] += 1;
        }
    }
    return against;
}

void CoordinatedNoes::extend_burst(std::uint32_t provider, int day) {
    const int first = day - window + 1;
    const auto known = burst_around(bursts_, provider, first);
    if (known != bursts_.end()) {
        bursts_[static_cast<std::size_t>(known - bursts_.begin())].last = day;
        return;
    }
    if (bursts_.size() == most_bursts) bursts_.erase(bursts_.begin());
    bursts_.push_back({provider, first, day});
}

void CoordinatedNoes::look(std::span<const std::uint32_t> offsets, std::span<const ToldOf> told, int day) {
    assert(!offsets.empty() && offsets.back() == told.size());
    std::vector<double> noes(usual_noes_.size());
    for (const ToldOf& one : told)
        if (one.no && one.day > day - window) noes[one.provider] += 1;
    if (!first_look_) { // nothing is known of other times
        first_look_ = day;
        usual_noes_ = noes;
        usual_all_ = std::accumulate(noes.begin(), noes.end(), 0.0);
    }
    const std::vector<double> against = count_set_against(offsets, told, day);
    const double against_any = std::accumulate(against.begin(), against.end(), 0.0);
    std::erase_if(bursts_, [&](const Burst& burst) { return burst.last + remembered < day; });
    const bool knows_usual = day - *first_look_ >= window; // before, windows still fill
    const double kept = knows_usual ? fade : 0;
    std::vector<double> usual_noes = usual_noes_;
    for (std::uint32_t provider = 0; provider < against.size(); ++provider) {
        // As many as usual; or as the others have, for as many noes.
        const double share = usual_share(provider);
        const double like_others = share < 1 ? (against_any - against[provider]) * share / (1 - share) : 0;
        const double expected = unseen + std::max(usual_against_[provider], like_others);
        if (knows_usual && against[provider] > expected + far_together * std::sqrt(expected) + few_accounts) {
            extend_burst(provider, day);
            continue;
        }
        usual_noes[provider] = kept * usual_noes_[provider] + (1 - kept) * noes[provider];
        usual_against_[provider] = kept * usual_against_[provider] + (1 - kept) * against[provider];
    }
    usual_noes_ = std::move(usual_noes);
    usual_all_ = std::accumulate(usual_noes_.begin(), usual_noes_.end(), 0.0);
}

std::uint64_t CoordinatedNoes::took_part(std::span<const ToldOf> person) const {
    std::uint64_t bits = 0;
    for (std::size_t b = 0; b < bursts_.size(); ++b)
        if (is_set_against(person, bursts_[b], least_in_burst)) bits |= std::uint64_t{1} << b;
    return bits;
}

void CoordinatedNoes::leave_out(std::span<const ToldOf> told, std::vector<std::uint32_t>& offsets,
                                std::vector<TrainingRow>& rows) const {
    assert(told.size() == rows.size() && offsets.back() == rows.size());
    if (bursts_.empty()) return;
    std::uint32_t begin = 0, kept = 0;
    for (std::size_t p = 1; p < offsets.size(); ++p) {
        const std::uint32_t end = offsets[p];
        const std::uint64_t part = took_part(told.subspan(begin, end - begin));
        const auto silent = [&](int day) {
            for (std::size_t b = 0; b < bursts_.size(); ++b)
                if (((part >> b) & 1U) != 0 && day >= bursts_[b].first && day <= bursts_[b].last) return true;
            return false;
        };
        for (std::uint32_t k = begin; k < end; ++k)
            if (!silent(told[k].day)) rows[kept++] = rows[k];
        begin = end;
        offsets[p] = kept;
    }
    rows.resize(kept);
}

} // namespace attune
