// How far an adjustment may go: within the bounds of one step and of a week, for the part of the day it is
// about, never at the cost of what a person is at home with, and most for what is like the rejected item.
// De-escalation proposal, section 7.
#include "core/base/day_part.h"
#include "core/base/portable_math.h"
#include "core/recommender/ranking/expected_share.h"
#include "core/recommender/recommender.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr float week = 7 * 24;             ///< hours
constexpr int familiar_days = 60;          ///< that completions count for
constexpr float completed_target = 1.2F;   ///< nat; consumed to the end, see recommender_feedback.cpp
constexpr int least_noes = 3;              ///< to say that they come at one part of the day ...
constexpr float mostly = 0.7F;             ///< ... where this share of them came
constexpr int halvings = 8;                ///< of a step that is too long
constexpr std::size_t most_providers = 48; ///< as many as a history has entries
static_assert(history_length <= static_cast<int>(most_providers));

float moved_since(const DerivedState& derived, double since) {
    float moved = 0;
    for (const MixMove& move : derived.moves)
        if (static_cast<double>(move.hours) > since) moved += move.variation;
    return moved;
}

void book(DerivedState& derived, float variation, double hours) {
    const auto oldest =
        std::min_element(derived.moves.begin(), derived.moves.end(),
                         [](const MixMove& a, const MixMove& b) { return a.hours < b.hours; });
    // More steps in a week than there is room for: the oldest stays with the newest, so that nothing is
    // forgotten too early.
    const float kept =
        static_cast<double>(oldest->hours) > hours - static_cast<double>(week) ? oldest->variation : 0.0F;
    *oldest = {static_cast<float>(hours), variation + kept};
}

bool at_one_time(const DerivedState& derived, CategoryId category, int part) {
    const auto& noes = derived.noes[category.value];
    int all = 0;
    for (const std::uint8_t n : noes)
        all += n;
    return all >= least_noes &&
           static_cast<float>(noes[static_cast<std::size_t>(part)]) >= mostly * static_cast<float>(all);
}

} // namespace

/// Whether a change of a category's weight could be seen at all: of at most category_cap places, a part of
/// 1 - exp(change / temperature) goes to others. Weights that recover and are held down again move by less.
bool Recommender::may_show(float change) const {
    constexpr float nobody_sees = 0.01F; ///< of a slate
    const float most = static_cast<float>(policy_.category_cap) / static_cast<float>(slate_length);
    const float t = std::max(static_cast<float>(policy_.temperature), 0.02F);
    return most * (1.0F - portable_exp(change / t)) > nobody_sees;
}

/// The step, or as much of it as exchanges no more of the slate than the policy allows and moves the mix of
/// categories by at most `most`; booked.
float Recommender::within_bounds(const OpenVisit& visit, DerivedState& derived, CategoryId category,
                                 float step, float most, double hours) const {
    constexpr float no_room = 0.005F;
    if (most < no_room) return 0;
    const SlateForecast forecast(visit.candidates, static_cast<float>(policy_.temperature),
                                 static_cast<float>(policy_.exploration_share),
                                 visit.familiar_known ? &visit.familiar : nullptr);
    const auto fits = [&](const SlateChange& one) {
        return one.variation <= most && one.turnover <= static_cast<float>(policy_.turnover);
    };
    float part = 1;
    SlateChange moved = forecast.change(category, step);
    if (!fits(moved)) {
        part = 0;
        moved = {};
        float high = 1;
        for (int n = 0; n < halvings; ++n) {
            const float middle = (part + high) / 2;
            const SlateChange tried = forecast.change(category, middle * step);
            if (fits(tried)) {
                part = middle;
                moved = tried;
            } else {
                high = middle;
            }
        }
    }
    if (moved.variation > 0) book(derived, moved.variation, hours);
    return part * step;
}

/// A category's weight was lowered from `before`: shortens the step to what the bounds allow, and lets a part
/// of it count at this part of the day alone if that is when the noes came. Returns what is left of it, nat.
float Recommender::settle_change(const OpenVisit& visit, DerivedState& derived, CategoryId category,
                                 float before, Cause cause, double hours) const {
    float& weight = derived.category_weight[category.value];
    float change = weight - before;
    if (change >= 0) return change;
    if (policy_.ranker != static_cast<int>(Ranker::random) && may_show(change)) {
        // What the person has asked for is not refused because of what was inferred before; it is booked.
        const float left = cause == Cause::wish ? 1.0F
                                                : static_cast<float>(policy_.mix_week) -
                                                      moved_since(derived, hours - static_cast<double>(week));
        change = within_bounds(visit, derived, category, change,
                               std::min(static_cast<float>(policy_.mix_change), std::max(left, 0.0F)), hours);
    }
    weight = before + change;
    const int part = day_part(hours);
    if (cause == Cause::overt && change < 0 && policy_.time_share > 0 && visit.knows_part &&
        at_one_time(derived, category, part)) {
        const float then = change * static_cast<float>(policy_.time_share);
        weight -= then;
        dissatisfaction_.lower_hour(derived, category, part, then, false);
    }
    return change;
}

/// Marks the candidates of providers the person has often completed, but for those that a rejected item came
/// from.
void Recommender::find_familiar(Worker& worker, OpenVisit& visit) {
    visit.familiar.fill(false);
    visit.familiar_known = true;
    const UserId user = visit.request.user;
    const DerivedState* derived = std::as_const(gate_).derived(user);
    if (policy_.familiar == 0 || !derived || gate_.adapts_under(user) != Purpose::adjust_my_recommendations)
        return;
    std::array<std::uint32_t, most_providers> completed;
    std::size_t count = 0;
    const int today = static_cast<int>(visit.request.hours / 24.0);
    gate_.read_history(user, Purpose::adjust_my_recommendations, Module::deescalation, worker.gate,
                       [&](const HistoryEntry& entry) {
                           if (entry.signal() == Signal::depth && today - entry.day <= familiar_days &&
                               entry.target_value() >= completed_target)
                               completed[count++] = catalogue_->items[entry.item()].provider.value;
                       });
    if (count < static_cast<std::size_t>(policy_.familiar)) return;
    const auto end = completed.begin() + static_cast<std::ptrdiff_t>(count);
    const auto now = static_cast<float>(visit.request.hours);
    const auto& kept = derived->kept_away.items;
    const auto rejected = [&](std::uint32_t provider) {
        return std::any_of(kept.begin(), kept.end(), [&](const KeptAway::Item& one) {
            return one.until > now && catalogue_->items[one.item].provider.value == provider;
        });
    };
    const Candidates& candidates = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        const std::uint32_t provider = catalogue_->items[candidates.item[j]].provider.value;
        visit.familiar[j] =
            std::count(completed.begin(), end, provider) >= policy_.familiar && !rejected(provider);
    }
}

/// Gives back to familiar candidates what their category had lost when the visit was scored.
void Recommender::spare_familiar(OpenVisit& visit) {
    const DerivedState* derived = std::as_const(gate_).derived(visit.request.user);
    if (!derived) return;
    const int part = day_part(visit.request.hours);
    Candidates& candidates = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        if (!visit.familiar[j]) continue;
        const CategoryId category(candidates.category[j]);
        const float lost = std::min(derived->category_weight[category.value], 0.0F) +
                           (visit.knows_part ? Dissatisfaction::off_hour(*derived, category, part) : 0.0F);
        if (lost < 0) candidates.shift(j, -to_score(lost));
    }
}

/// Lowers candidates by how much they are like one of these items, of the same category: by the angle between
/// their factors, or, where the ranker has none, as of the same provider.
void Recommender::lower_alike(OpenVisit& visit, std::span<const std::uint32_t> rejected) {
    if (policy_.alike <= 0 || rejected.empty() || policy_.ranker == static_cast<int>(Ranker::random)) return;
    const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
    const auto dot = [&](std::uint32_t a, std::uint32_t b) {
        const float* x = model_.vector(a);
        const float* y = model_.vector(b);
        float sum = 0;
        for (int f = 0; f < factor_count; ++f)
            sum += x[f] * y[f];
        return sum;
    };
    Candidates& candidates = visit.candidates;
    std::array<float, max_candidates> most{};
    for (const std::uint32_t item : rejected) {
        const std::size_t category = catalogue_->items[item].category.value;
        const float size = factors ? dot(item, item) : 0.0F;
        for (std::size_t j = candidates.category_begin[category]; j < candidates.category_begin[category + 1];
             ++j) {
            if (candidates.item[j] == item || visit.familiar[j]) continue;
            float like = 0;
            if (!factors) {
                like = catalogue_->items[candidates.item[j]].provider == catalogue_->items[item].provider
                           ? 1.0F
                           : 0.0F;
            } else if (const float both = size * dot(candidates.item[j], candidates.item[j]); both > 0) {
                like = dot(candidates.item[j], item) / std::sqrt(both);
            }
            most[j] = std::max(most[j], like);
        }
    }
    const auto by = static_cast<float>(-policy_.alike);
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        // The most that any rejected item asks for, not their sum.
        if (const std::int32_t shift = to_score(by * most[j]) - visit.alike[j]; most[j] > 0 && shift < 0) {
            candidates.shift(j, shift);
            visit.alike[j] += shift;
        }
}

} // namespace attune
