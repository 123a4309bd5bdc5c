// A sample of people, asked of a copy of a running recommender: what it predicts they like beside what they
// truly like, and the list it would show them now. The run itself does not notice.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/engine/simulation.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

constexpr std::size_t calibration_bins = 10;

/// Sums over people asked at one moment.
struct PanelSums {
    struct Bin {
        double items = 0, predicted = 0, liked = 0;
    };
    double people = 0;
    double slates = 0; ///< seen so far
    double ndcg = 0;
    /// Within people, over items drawn by lot: products of what is predicted and what is liked, each less the
    /// person's own mean.
    double covariance = 0, predicted_variance = 0, liked_variance = 0;
    std::array<Bin, calibration_bins> bins{}; ///< by predicted chance, tenths

    PanelSums& operator+=(const PanelSums& other);
    PanelSums& operator-=(const PanelSums& other);
    bool empty() const { return people == 0; }

    // NaN without people.
    double mean_slates() const;
    /// Normalised discounted cumulative gain of ten places (Järvelin and Kekäläinen, ACM TOIS 2002): gain is
    /// the person's true chance of liking, the ideal list is the best ten of the catalogue.
    double mean_ndcg() const;
    /// Expected calibration error: distance of predicted and true chances in tenths of the prediction,
    /// weighted by items (Naeini, Cooper and Hauskrecht, AAAI 2015); chances, 0 to 1.
    double calibration_error() const;
    /// Correlation of predicted and true chances within people, -1 to 1.
    double correlation() const;
};

/// What one person would be shown.
struct PanelList {
    std::uint32_t user = 0;
    std::uint32_t slates = 0; ///< seen so far
    double ndcg = 0;
    std::array<PersonGroup, group_kind_count> groups{}; ///< that the person belongs to
    std::vector<std::uint32_t> items;                   ///< from the top
    PanelSums sums;                                     ///< of this person alone
};

struct PanelAnswer {
    std::vector<PanelSums> clusters; ///< by cluster of people
    std::vector<PanelList> lists;    ///< by person
};

class TastePanel {
public:
    /// `request` is that of the run; of it `people` are asked, evenly spread: somewhat more where that does
    /// not divide, never twice as many. The world outlives the panel.
    TastePanel(const RunRequest& request, int people);

    /// Asks at the evening of the day that comes next. Random places, noise, variety and limits are left out:
    /// what is asked is what was learned.
    Result<PanelAnswer> ask(const Simulation& running) const;

    /// The true chance that a person likes an item, as tastes stand; season and moment apart.
    double liking(const Simulation& running, UserId user, std::uint32_t item) const;
    int stride() const { return stride_; }

private:
    Policy policy_;
    int users_, stride_;
    std::size_t items_;
    Behaviour behaviour_;
};

} // namespace attune
