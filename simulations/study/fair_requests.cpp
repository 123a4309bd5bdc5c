#include "simulations/study/fair_requests.h"

#include "core/base/portable_math.h"
#include "core/measures/metrics/exposure.h"
#include "simulations/study/fair_figures.h"

#include <algorithm>
#include <numeric>

namespace attune {
namespace {

constexpr double hours_per_day = 24, evening = 19;
constexpr std::uint32_t visits_per_day = 16, unused_visit = 15; ///< nobody comes so often on one day
constexpr double nat_per_score = 0x1p-24;

} // namespace

Policy plain_ranking(Policy policy) {
    policy.exploration_share = 0;
    policy.temperature = 0;
    policy.taste_match = 0;
    policy.diversity = static_cast<int>(Diversity::off);
    return policy;
}

double chance_of_liking(double nat) {
    return 1.0 / (1.0 + static_cast<double>(portable_exp(static_cast<float>(-nat))));
}

FairRequests::FairRequests(const Policy& policy, std::size_t groups)
    : policy_(policy)
    , groups_(groups) {}

Status FairRequests::ask(const Recommender& running, int users, int day) {
    Recommender limited = running;
    limited.attach(nullptr, nullptr);
    limited.attach(static_cast<Witness*>(nullptr));
    Recommender free = limited;
    if (auto followed = limited.follow(plain_ranking(policy_)); !followed) return pass_on(followed);
    if (auto followed = free.follow(plain_ranking(without_limits(policy_))); !followed)
        return pass_on(followed);
    Worker worker = limited.make_worker(), free_worker = free.make_worker();
    const int stride = std::max(1, users / people);
    const ExposureController& fairness = limited.fairness();
    // A score has the price of its group in it, which says nothing of what people like.
    const auto liking_of = [&](std::int32_t score, std::size_t group) {
        return chance_of_liking(score * nat_per_score - fairness.price(group));
    };
    for (int u = 0, asked = 0; u < users && asked < people; u += stride, ++asked) {
        const VisitRequest request{.user = UserId(static_cast<std::uint32_t>(u)),
                                   .visit = static_cast<std::uint32_t>(day) * visits_per_day + unused_visit,
                                   .hours = day * hours_per_day + evening};
        free.open_visits(free_worker, std::span(&request, 1));
        const Candidates& considered = free_worker.visits[0].candidates;
        Liking& liking = liking_.emplace_back();
        liking.user = request.user.value;
        for (std::size_t j = 0; j < static_cast<std::size_t>(considered.count); ++j)
            if (considered.state[j] != Candidates::hidden)
                liking.by_group[considered.group[j]] += chance_of_liking(considered.score[j] * nat_per_score);

        limited.open_visits(worker, std::span(&request, 1));
        OpenVisit& open = worker.visits[0];
        const Slate& slate = limited.recommend(worker, open, request.hours);
        std::vector<RequestItem>& items = requests_.emplace_back();
        for (std::size_t j = 0; j < static_cast<std::size_t>(open.candidates.count); ++j)
            if (open.candidates.state[j] != Candidates::hidden)
                items.push_back({liking_of(open.candidates.score[j], open.candidates.group[j]),
                                 open.candidates.group[j], open.candidates.category[j]});
        double whole = 0;
        for (int rank = 0; rank < slate.count; ++rank) {
            const auto r = static_cast<std::size_t>(rank);
            const double weight = examination_weight(r);
            limited_ += weight * liking_of(slate.score[r], slate.group[r]);
            shown_[slate.group[r]] += weight;
            whole += weight;
        }
        for (std::size_t g = 0; g < groups_; ++g) {
            least_[g] += fairness.floor(g) * whole;
            most_[g] += (fairness.has_cap(g) ? fairness.cap(g) : 1.0) * whole;
        }
    }
    return {};
}

Result<OfflineBound> FairRequests::bound() const {
    std::vector<std::vector<double>> liking(requests_.size());
    std::vector<std::vector<std::uint8_t>> group(requests_.size()), category(requests_.size());
    std::vector<RankedRequest> ranked;
    for (std::size_t r = 0; r < requests_.size(); ++r) {
        for (const RequestItem& item : requests_[r]) {
            liking[r].push_back(item.liking);
            group[r].push_back(item.group);
            category[r].push_back(item.category);
        }
        ranked.push_back({liking[r], group[r], category[r]});
    }
    const double whole = std::accumulate(shown_.begin(), shown_.end(), 0.0);
    ExposureLimits limits{
        .floor = {}, .cap = {}, .places = slate_length, .category_cap = policy_.category_cap};
    // What the policy itself did not hold within its debt limit is not asked of others either; a hair less,
    // so that its own slates keep the limits for sure.
    constexpr double hair = 1e-9;
    for (std::size_t g = 0; g < groups_ && whole > 0; ++g) {
        const double has = shown_[g] / whole;
        limits.floor.push_back(std::max(0.0, std::min(least_[g] / whole, has) - hair));
        limits.cap.push_back(most_[g] < whole ? std::max(most_[g] / whole, has) + hair : 0.0);
    }
    return offline_bound(ranked, limits);
}

} // namespace attune
