// Noes said by agreement: many accounts that, all in the same days, say no to one provider and to little
// else. What such accounts say in these days stays out of what all learn from; their own lists follow it like
// anybody's (de-escalation proposal, section 3: a manipulator weighs 0 for the shared model and 1 for the own
// feed).
//   set against   an account that in the last seven days said no to a provider at least three times, and far
//                 more often than its own earlier noes and everybody's usual ones let expect
//   burst         far more accounts are set against a provider at once than used to be, and than are against
//                 the other providers
// For the first week nobody knows what is usual, and nothing is a burst.
// Who dislikes a provider alone, or as ever, is no burst and is learned from. What is kept are sums over
// people, and providers and days of bursts: nothing about anybody.
#pragma once

#include "core/recommender/preference/factor_model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace attune {

/// What one training row says about whom.
struct ToldOf {
    std::uint32_t provider = 0;
    int day = 0;
    bool no = false; ///< an overt one: what was passed over is none
};

class CoordinatedNoes {
public:
    static constexpr int window = 7;       ///< days that count as at once
    static constexpr int least_noes = 3;   ///< of one account, to be set against a provider
    static constexpr int remembered = 180; ///< days after which a burst is forgotten

    struct Burst {
        std::uint32_t provider = 0;
        int first = 0, last = 0; ///< days, both within
        bool operator==(const Burst&) const = default;
    };

    explicit CoordinatedNoes(std::size_t providers);

    /// Looks for bursts, on the day of an update. `offsets` has people + 1 entries into `told`, the rows of
    /// one person after another.
    void look(std::span<const std::uint32_t> offsets, std::span<const ToldOf> told, int day);
    /// Takes the rows out that accounts which took part in a burst left in its days; `told` is about `rows`.
    void leave_out(std::span<const ToldOf> told, std::vector<std::uint32_t>& offsets,
                   std::vector<TrainingRow>& rows) const;
    /// Bit b: one person, by what is told of them, took part in the burst bursts()[b].
    std::uint64_t took_part(std::span<const ToldOf> person) const;

    /// At most 64, by when they began.
    const std::vector<Burst>& bursts() const { return bursts_; }

private:
    double usual_share(std::uint32_t provider) const;
    bool is_set_against(std::span<const ToldOf> person, const Burst& days, int least) const;
    std::vector<double> count_set_against(std::span<const std::uint32_t> offsets,
                                          std::span<const ToldOf> told, int day) const;
    void extend_burst(std::uint32_t provider, int day);

    std::vector<double> usual_noes_;    ///< by provider, in quiet times, fading
    std::vector<double> usual_against_; ///< accounts set against each provider, likewise
    double usual_all_ = 0;              ///< noes to all providers
    std::optional<int> first_look_;     ///< day
    std::vector<Burst> bursts_;
};

} // namespace attune
