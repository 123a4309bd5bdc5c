#include "simulations/study/taste_panel.h"

#include "simulations/study/fair_figures.h"
#include "simulations/study/fair_requests.h"
#include "simulations/study/people_cluster.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace attune {
namespace {

constexpr double hours_per_day = 24, evening = 19;
constexpr std::uint32_t visits_per_day = 16, unused_visit = 15; ///< nobody comes so often on one day
constexpr std::uint32_t draws = 5; ///< visits of the copy, each with items drawn by lot
constexpr double nat_per_score = 0x1p-24;

constexpr std::array sums = {&PanelSums::people,
                             &PanelSums::slates,
                             &PanelSums::ndcg,
                             &PanelSums::covariance,
                             &PanelSums::predicted_variance,
                             &PanelSums::liked_variance};
constexpr std::array bin_sums = {&PanelSums::Bin::items, &PanelSums::Bin::predicted, &PanelSums::Bin::liked};

double gain(double liking, std::size_t rank) {
    return liking / std::log2(static_cast<double>(rank) + 2);
}

/// Adds what was predicted of one person and what is true.
void add_items(PanelSums& to, const std::vector<Fraction>& items) {
    double predicted = 0, liked = 0;
    for (const Fraction& item : items) {
        predicted += item.numerator;
        liked += item.denominator;
        const auto bin =
            std::min(static_cast<std::size_t>(item.numerator * calibration_bins), calibration_bins - 1);
        to.bins[bin].items += 1;
        to.bins[bin].predicted += item.numerator;
        to.bins[bin].liked += item.denominator;
    }
    const auto n = static_cast<double>(items.size());
    for (const Fraction& item : items) {
        const double p = item.numerator - predicted / n, l = item.denominator - liked / n;
        to.covariance += p * l;
        to.predicted_variance += p * p;
        to.liked_variance += l * l;
    }
}

} // namespace

PanelSums& PanelSums::operator+=(const PanelSums& other) {
    for (const auto sum : sums)
        this->*sum += other.*sum;
    for (std::size_t b = 0; b < bins.size(); ++b)
        for (const auto sum : bin_sums)
            bins[b].*sum += other.bins[b].*sum;
    return *this;
}

PanelSums& PanelSums::operator-=(const PanelSums& other) {
    for (const auto sum : sums)
        this->*sum -= other.*sum;
    for (std::size_t b = 0; b < bins.size(); ++b)
        for (const auto sum : bin_sums)
            bins[b].*sum -= other.bins[b].*sum;
    return *this;
}

double PanelSums::mean_slates() const {
    return Fraction{slates, people}.value();
}

double PanelSums::mean_ndcg() const {
    return Fraction{ndcg, people}.value();
}

double PanelSums::calibration_error() const {
    Fraction error;
    for (const Bin& bin : bins)
        error += {std::abs(bin.predicted - bin.liked), bin.items};
    return error.value();
}

double PanelSums::correlation() const {
    return Fraction{covariance, std::sqrt(predicted_variance * liked_variance)}.value();
}

TastePanel::TastePanel(const RunRequest& request, int people)
    : policy_(plain_ranking(without_limits(request.policy)))
    , users_(request.users)
    , stride_(std::max(1, request.users / people))
    , items_(request.world->catalogue.items.size())
    , behaviour_(request.assumptions, *request.world, request.seed, request.steps_per_day) {}

double TastePanel::liking(const Simulation& running, UserId user, std::uint32_t item) const {
    return chance_of_liking(static_cast<double>(behaviour_.worth(running.person(user), user.value, item)));
}

Result<PanelAnswer> TastePanel::ask(const Simulation& running) const {
    Recommender lists = running.recommender();
    lists.attach(nullptr, nullptr);
    lists.attach(static_cast<Witness*>(nullptr));
    Recommender lots = lists;
    Policy with_lots = policy_;
    with_lots.exploration_share = 0.1;
    if (auto followed = lists.follow(policy_); !followed) return pass_on(followed);
    if (auto followed = lots.follow(with_lots); !followed) return pass_on(followed);
    Worker worker = lists.make_worker(), lot_worker = lots.make_worker();
    PanelAnswer answer;
    answer.clusters.resize(static_cast<std::size_t>(cluster_count(users_)));
    const int day = running.day();
    const double hours = day * hours_per_day + evening;
    std::vector<double> liked(items_), best;
    std::vector<Fraction> drawn; // predicted, liked
    for (int u = 0; u < users_; u += stride_) {
        const UserId user(static_cast<std::uint32_t>(u));
        for (std::uint32_t i = 0; i < items_; ++i)
            liked[i] = liking(running, user, i);
        best.resize(std::min<std::size_t>(slate_length, items_));
        std::partial_sort_copy(liked.begin(), liked.end(), best.begin(), best.end(), std::greater<>());
        double ideal = 0, got = 0;
        for (std::size_t rank = 0; rank < best.size(); ++rank)
            ideal += gain(best[rank], rank);

        VisitRequest request{.user = user,
                             .visit = static_cast<std::uint32_t>(day) * visits_per_day + unused_visit,
                             .hours = hours};
        lists.open_visits(worker, std::span(&request, 1));
        OpenVisit& visit = worker.visits[0];
        PanelList& list = answer.lists.emplace_back();
        list.user = user.value;
        list.groups = groups_of(running.person(user));
        const Slate& slate = lists.recommend(worker, visit, hours);
        list.slates = visit.slate_number;
        for (std::size_t rank = 0; rank < static_cast<std::size_t>(slate.count); ++rank) {
            list.items.push_back(slate.item[rank]);
            got += gain(liked[slate.item[rank]], rank);
        }
        list.ndcg = got / ideal;

        drawn.clear();
        for (std::uint32_t draw = 0; draw < draws; ++draw) {
            request.visit = static_cast<std::uint32_t>(day) * visits_per_day + unused_visit - draw;
            lots.open_visits(lot_worker, std::span(&request, 1));
            const Candidates& pool = lot_worker.visits[0].candidates;
            for (std::size_t j = 0; j < static_cast<std::size_t>(pool.count); ++j)
                if (pool.source[j] == CandidateSource::tried)
                    drawn.push_back({chance_of_liking(pool.score[j] * nat_per_score), liked[pool.item[j]]});
        }
        list.sums.people = 1;
        list.sums.slates = list.slates;
        list.sums.ndcg = list.ndcg;
        if (!drawn.empty()) add_items(list.sums, drawn);
        answer.clusters[cluster_of(user.value, users_)] += list.sums;
    }
    return answer;
}

} // namespace attune
