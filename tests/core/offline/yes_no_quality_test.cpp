// AUC, log loss, Brier and calibration error: known numbers, and each person left out against counting anew.
#include "core/offline/yes_no_quality.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

/// Over all pairs, and over all rows bin by bin.
std::vector<double> by_hand(const std::vector<Forecast>& forecasts) {
    double right = 0, pairs = 0, log_loss = 0, brier = 0;
    double probability[10] = {}, yes[10] = {};
    for (const Forecast& a : forecasts) {
        for (const Forecast& b : forecasts) {
            if (!a.yes || b.yes) continue;
            pairs += 1;
            right += a.probability > b.probability ? 1 : a.probability == b.probability ? 0.5 : 0;
        }
        log_loss -= std::log(a.yes ? a.probability : 1 - a.probability);
        brier += (a.probability - (a.yes ? 1 : 0)) * (a.probability - (a.yes ? 1 : 0));
        const auto bin = static_cast<std::size_t>(std::min(9.0, std::floor(a.probability * 10)));
        probability[bin] += a.probability;
        yes[bin] += a.yes ? 1 : 0;
    }
    double distance = 0;
    for (int bin = 0; bin < 10; ++bin)
        distance += std::abs(probability[bin] - yes[bin]);
    const double n = static_cast<double>(forecasts.size());
    return {right / pairs, log_loss / n, brier / n, distance / n};
}

} // namespace

class Yes_no_quality_test : public QObject {
    Q_OBJECT
private slots:
    void known_numbers() {
        const double scores[] = {.05, .15, .15, .35, .35, .35, .65, .65, .85, .95};
        const int outcomes[] = {0, 0, 1, 0, 1, 0, 1, 0, 1, 1};
        std::vector<Forecast> forecasts;
        for (std::uint32_t k = 0; k < 10; ++k)
            forecasts.push_back({k, scores[k], outcomes[k] == 1});
        const auto measured = judge_forecasts(forecasts, 10);
        const double want[] = {0.76, 0.571674, 0.1985, 0.13};
        const char* names[] = {"auc", "log_loss", "brier", "ece"};
        for (std::size_t k = 0; k < 4; ++k) {
            QCOMPARE(measured[k].measure, std::string(names[k]));
            VERIFY_NEAR(measured[k].value, want[k], 5e-7);
        }
    }

    void each_person_left_out_is_counting_anew() {
        for (int repetition = 0; repetition < 10; ++repetition) {
            Draws draws(851, repetition);
            std::vector<Forecast> forecasts;
            for (int k = 0; k < 120; ++k) {
                const double p = (1 + draws.number(19)) / 20.0; // many ties
                forecasts.push_back({static_cast<std::uint32_t>(draws.number(9) * 2), p, draws.chance(p)});
            }
            const auto measured = judge_forecasts(forecasts, 20);
            const auto whole = by_hand(forecasts);
            for (std::size_t k = 0; k < 4; ++k)
                VERIFY_NEAR(measured[k].value, whole[k], 1e-12);
            for (std::size_t one = 0; one < 9; ++one) {
                std::vector<Forecast> rest = forecasts;
                std::erase_if(rest, [&](const Forecast& f) { return f.person == one * 2; });
                const auto left = by_hand(rest);
                for (std::size_t k = 0; k < 4; ++k) {
                    QCOMPARE(measured[k].left_out.size(), std::size_t{9});
                    VERIFY_NEAR(measured[k].left_out[one], left[k], 1e-12);
                }
            }
        }
    }

    void what_is_certain_and_wrong_costs_much_and_not_everything() {
        const std::vector<Forecast> forecasts = {{0, 0, true}, {1, 1, true}};
        const auto measured = judge_forecasts(forecasts, 2);
        VERIFY_NEAR(measured[1].value, -std::log(1e-15) / 2, 1e-9);
        QVERIFY(std::isnan(measured[0].value)); // no pair
    }

    // Means and ratios as the jackknife knows them, and a difference that is surer than its parts.
    void intervals_are_over_people() {
        Draws draws(852, 0);
        std::vector<double> one, other;
        for (int k = 0; k < 50; ++k) {
            one.push_back(draws.normal());
            other.push_back(one.back() + 0.1 + 0.01 * draws.normal());
        }
        const Measured a = mean_over_people("rmse", one), b = mean_over_people("rmse", other);
        double mean = 0, squares = 0;
        for (const double x : one)
            mean += x / 50;
        for (const double x : one)
            squares += (x - mean) * (x - mean);
        const Estimate estimate = jackknife_interval(a.value, a.left_out);
        VERIFY_NEAR(estimate.error, std::sqrt(squares / 49 / 50), 1e-12);
        const Estimate difference = paired_difference(a, b);
        VERIFY_NEAR(difference.value, b.value - a.value, 1e-12);
        QVERIFY(difference.error < estimate.error / 20);
        QVERIFY(difference.lower > 0);
    }

    void an_interval_ends_where_the_measure_ends() {
        Measured share{"ece", 0.01, {0.0, 0.02, 0.5}};
        QCOMPARE(share.interval().lower, 0.0);
        QCOMPARE(share.interval().upper, 1.0);
        share.measure = "log_loss";
        QVERIFY(share.interval().upper > 1);
        const Measured nobody = ratio_over_people("mae", {1, 2, 0}, {1, 1, 0});
        QCOMPARE(nobody.left_out.size(), std::size_t{2});
    }
};

ATTUNE_TEST(Yes_no_quality_test);
#include "yes_no_quality_test.moc"
