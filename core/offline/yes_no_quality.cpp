#include "core/offline/yes_no_quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

namespace attune::offline {
namespace {

constexpr double least_probability = 1e-15;

/// Pairs of a yes and a no in which the yes stands higher, ties as half pairs, among some forecasts.
struct Pairs {
    double right = 0;
    double yes = 0;
    double no = 0;
};

/// Goes through forecasts sorted by probability, tie by tie. `each(first, last, below, above_yes)` is told
/// how many no stand below the tie, and how many yes above it.
Pairs count_pairs(std::span<const Forecast> sorted,
                  const std::function<void(std::span<const Forecast> tie, const Pairs& below)>& each = {}) {
    Pairs pairs;
    for (std::size_t begin = 0; begin < sorted.size();) {
        std::size_t end = begin;
        double yes = 0;
        while (end < sorted.size() && sorted[end].probability == sorted[begin].probability)
            yes += sorted[end++].yes ? 1 : 0;
        const double no = static_cast<double>(end - begin) - yes;
        if (each) each(sorted.subspan(begin, end - begin), pairs);
        pairs.right += yes * (pairs.no + no / 2);
        pairs.yes += yes;
        pairs.no += no;
        begin = end;
    }
    return pairs;
}

Measured auc(std::span<const Forecast> forecasts, std::size_t people) {
    std::vector<Forecast> sorted(forecasts.begin(), forecasts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Forecast& a, const Forecast& b) { return a.probability < b.probability; });
    const Pairs all = count_pairs(sorted);
    // Right pairs that a person has a part in: own yes with any no, any yes with own no, and both own ones
    // counted once.
    std::vector<double> part(people, 0);
    count_pairs(sorted, [&](std::span<const Forecast> tie, const Pairs& below) {
        const double yes = static_cast<double>(
            std::count_if(tie.begin(), tie.end(), [](const Forecast& f) { return f.yes; }));
        const double no = static_cast<double>(tie.size()) - yes;
        for (const Forecast& one : tie)
            part[one.person] += one.yes ? below.no + no / 2 : all.yes - below.yes - yes / 2;
    });
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Forecast& a, const Forecast& b) { return a.person < b.person; });
    const auto value = [](double right, double yes, double no) {
        return yes > 0 && no > 0 ? right / (yes * no) : Estimate::none;
    };
    Measured measured{"auc", value(all.right, all.yes, all.no), {}};
    for (std::size_t begin = 0; begin < sorted.size();) {
        std::size_t end = begin;
        while (end < sorted.size() && sorted[end].person == sorted[begin].person)
            ++end;
        const Pairs own = count_pairs(std::span(sorted).subspan(begin, end - begin));
        const double right = all.right - part[sorted[begin].person] + own.right;
        measured.left_out.push_back(value(right, all.yes - own.yes, all.no - own.no));
        begin = end;
    }
    return measured;
}

struct Bin {
    double probability = 0;
    double yes = 0;
};
using Bins = std::array<Bin, calibration_bins>;

Measured calibration_error(std::span<const Forecast> forecasts, std::size_t people) {
    std::vector<Bins> of_person(people);
    std::vector<double> rows(people, 0);
    Bins all{};
    for (const Forecast& one : forecasts) {
        const auto bin = static_cast<std::size_t>(
            std::clamp(static_cast<int>(one.probability * calibration_bins), 0, calibration_bins - 1));
        for (Bin* into : {&of_person[one.person][bin], &all[bin]}) {
            into->probability += one.probability;
            into->yes += one.yes ? 1 : 0;
        }
        rows[one.person] += 1;
    }
    const auto value = [](const Bins& bins, double n) {
        double distance = 0;
        for (const Bin& bin : bins)
            distance += std::abs(bin.probability - bin.yes);
        return n > 0 ? distance / n : Estimate::none;
    };
    const double n = static_cast<double>(forecasts.size());
    Measured measured{"ece", value(all, n), {}};
    for (std::size_t person = 0; person < people; ++person) {
        if (rows[person] == 0) continue;
        Bins rest = all;
        for (std::size_t bin = 0; bin < rest.size(); ++bin) {
            rest[bin].probability -= of_person[person][bin].probability;
            rest[bin].yes -= of_person[person][bin].yes;
        }
        measured.left_out.push_back(value(rest, n - rows[person]));
    }
    return measured;
}

} // namespace

std::vector<Measured> judge_forecasts(std::span<const Forecast> forecasts, std::size_t people) {
    std::vector<double> rows(people, 0), log_loss(people, 0), brier(people, 0);
    for (const Forecast& one : forecasts) {
        const double of_what_came = one.yes ? one.probability : 1 - one.probability;
        rows[one.person] += 1;
        log_loss[one.person] -= std::log(std::max(least_probability, of_what_came));
        brier[one.person] += (1 - of_what_came) * (1 - of_what_came);
    }
    return {auc(forecasts, people), ratio_over_people("log_loss", log_loss, rows),
            ratio_over_people("brier", brier, rows), calibration_error(forecasts, people)};
}

} // namespace attune::offline
