#include "core/recommender/deescalation/evidence.h"

#include "core/base/named.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float steps_per_nat = 512.0F;
constexpr float largest_sum = 32767.0F;

bool is_overt(Evidence evidence) {
    return evidence == Evidence::not_interested || evidence == Evidence::thumb_down ||
           evidence == Evidence::complaint;
}

} // namespace

std::string_view name(Evidence evidence) {
    constexpr std::array<std::string_view, evidence_count> names = {
        "not_interested", "thumb_down", "thumb_up",    "quick_skip",
        "completed",      "picked",     "passed_over", "complaint"};
    return name_in(names, evidence);
}

void Basis::add(Evidence evidence, float nats) {
    std::int16_t& sum = sums_[static_cast<std::size_t>(evidence)];
    sum = static_cast<std::int16_t>(
        std::clamp(static_cast<float>(sum) + nats * steps_per_nat, -largest_sum, largest_sum));
}

void Basis::fade(float part) {
    for (std::int16_t& sum : sums_) {
        const float left = static_cast<float>(sum) * part;
        sum = static_cast<std::int16_t>(left < 0 ? left - 0.5F : left + 0.5F);
    }
}

float Basis::nats(Evidence evidence) const {
    return static_cast<float>(sums_[static_cast<std::size_t>(evidence)]) / steps_per_nat;
}

std::span<const Sign> Basis::strongest(std::array<Sign, 3>& room) const {
    std::size_t count = 0;
    for (int e = 0; e < evidence_count; ++e) {
        const Sign sign{static_cast<Evidence>(e), nats(static_cast<Evidence>(e))};
        if (sign.nats <= 0) continue;
        std::size_t at = std::min(count, room.size());
        while (at > 0 && room[at - 1].nats < sign.nats)
            --at;
        if (at == room.size()) continue;
        count = std::min(count + 1, room.size());
        for (std::size_t k = count - 1; k > at; --k)
            room[k] = room[k - 1];
        room[at] = sign;
    }
    // What the person has said is never left out for what was merely noticed.
    const auto said = [](const Sign& sign) { return is_overt(sign.evidence); };
    if (std::any_of(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(count), said))
        return std::span(room).first(count);
    Sign overt;
    for (int e = 0; e < evidence_count; ++e) {
        const Sign sign{static_cast<Evidence>(e), nats(static_cast<Evidence>(e))};
        if (said(sign) && sign.nats > overt.nats) overt = sign;
    }
    if (overt.nats > 0)
        room.back() = overt; // three that are not overt are stronger, so there is no room left
    return std::span(room).first(count);
}

} // namespace attune
