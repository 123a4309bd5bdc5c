// What speaks for or against a category, and what is kept of it to say later why something was changed: the
// basis of dissatisfaction. De-escalation proposal, sections 3 and 7.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace attune {

/// What a person did that says something about a category.
enum class Evidence : std::uint8_t {
    not_interested,
    thumb_down,
    thumb_up,
    quick_skip,
    completed,
    picked,
    passed_over,
    complaint ///< in own words, about the slate as a whole
};
constexpr int evidence_count = 8;
std::string_view name(Evidence evidence);

/// One kind of sign with what all of its kind have come to.
struct Sign {
    Evidence evidence = Evidence::passed_over;
    float nats = 0; ///< against the category if positive
    bool operator==(const Sign&) const = default;
};

/// What the signs of each kind about one category have come to since belief last rose: 16 bytes.
class Basis {
public:
    void add(Evidence evidence, float nats);
    void clear() { sums_ = {}; }
    /// All of it fades to this part.
    void fade(float part);
    float nats(Evidence evidence) const;
    /// The kinds that speak most against the category, the strongest first; at most three, none that speak
    /// for it.
    std::span<const Sign> strongest(std::array<Sign, 3>& room) const;

private:
    std::array<std::int16_t, evidence_count> sums_{}; ///< in 1/512 nat, so that a passed item counts
};

} // namespace attune
