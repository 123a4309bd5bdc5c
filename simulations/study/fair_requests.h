// A sample of a run's requests, asked of a copy of its recommender: what the limits take on them, and the
// least that any method could take. The run itself does not notice.
#pragma once

#include "core/recommender/fairness/offline_bound.h"
#include "core/recommender/recommender.h"
#include "simulations/study/simulate.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

/// One candidate of a request.
struct RequestItem {
    double liking = 0; ///< predicted chance, 0 to 1
    std::uint8_t group = 0, category = 0;
};

class FairRequests {
public:
    static constexpr int people = 250; ///< asked at one moment, at most
    /// `policy` is that of the run. Random places, noise and variety are left out of what is asked, so that
    /// what differs are the limits alone.
    FairRequests(const Policy& policy, std::size_t groups);

    /// Asks for evenly spread people at the beginning of `day`.
    Status ask(const Recommender& running, int users, int day);

    /// What the groups' candidates are predicted to be liked, by user asked; for shares of merit.
    struct Liking {
        std::uint32_t user = 0;
        std::array<double, max_provider_groups> by_group{};
    };
    const std::vector<Liking>& liking() const { return liking_; }

    std::size_t count() const { return requests_.size(); }
    /// What the policy chose is liked, per request.
    double utility() const { return limited_ / static_cast<double>(requests_.size()); }
    /// The same without limits, and the most that any method gets with shares no farther from the limits than
    /// the policy's own.
    Result<OfflineBound> bound() const;

private:
    Policy policy_;
    std::size_t groups_;
    std::vector<std::vector<RequestItem>> requests_;
    std::vector<Liking> liking_;
    double limited_ = 0;
    std::array<double, max_provider_groups> shown_{}, least_{}, most_{}; ///< exposure, summed over requests
};

/// The policy's own ranking with nothing but its limits beside what is predicted.
Policy plain_ranking(Policy policy);

/// What a score in nat says of the chance that an item is liked.
double chance_of_liking(double nat);

} // namespace attune
