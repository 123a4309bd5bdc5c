// The offline bound: the job example of Singh and Joachims, every ranking of small requests, and the linear
// programme over doubly stochastic matrices solved by another program (GLPK).
#include "core/base/random.h"
#include "core/catalogue/exposure_weight.h"
#include "core/recommender/fairness/offline_bound.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <glpk.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

using namespace attune;
using attune::test::Dice;

namespace {

constexpr std::array<double, 6> jobs = {.80, .79, .78, .77, .76, .75};

struct Request {
    std::vector<double> score;
    std::vector<std::uint8_t> group;
    RankedRequest view() const { return {score, group, {}}; }
};

std::vector<Request> random_requests(Dice& dice, std::size_t count, std::size_t items, std::uint32_t groups) {
    std::vector<Request> requests(count);
    for (Request& request : requests)
        for (std::size_t i = 0; i < items; ++i) {
            const auto g = static_cast<std::uint8_t>(i < groups ? i : dice.below(groups));
            request.group.push_back(g);
            request.score.push_back(static_cast<double>(uniform(dice.word())) * (1.0 - 0.25 * g));
        }
    return requests;
}

std::vector<RankedRequest> views(const std::vector<Request>& requests) {
    std::vector<RankedRequest> all;
    for (const Request& request : requests)
        all.push_back(request.view());
    return all;
}

double whole(int places) {
    double sum = 0;
    for (int rank = 0; rank < places; ++rank)
        sum += exposure_weight(static_cast<std::size_t>(rank));
    return sum;
}

/// The best utility per request over doubly stochastic matrices under the limits; below 0 if there is none.
double solved_by_glpk(const std::vector<Request>& requests, const ExposureLimits& limits) {
    glp_term_out(GLP_OFF);
    glp_prob* lp = glp_create_prob();
    glp_set_obj_dir(lp, GLP_MAX);
    const auto places = static_cast<std::size_t>(limits.places);
    std::vector<int> row{0};
    std::vector<int> column{0};
    std::vector<double> value{0};
    const auto put = [&](int r, int c, double v) {
        row.push_back(r);
        column.push_back(c);
        value.push_back(v);
    };
    const auto new_row = [&](int kind, double low, double high) {
        const int r = glp_add_rows(lp, 1);
        glp_set_row_bnds(lp, r, kind, low, high);
        return r;
    };
    const double all = whole(limits.places) * static_cast<double>(requests.size());
    std::vector<int> limit_rows;
    for (std::size_t g = 0; g < limits.floor.size(); ++g) {
        const double cap = g < limits.cap.size() && limits.cap[g] > 0 ? limits.cap[g] : 1.0;
        limit_rows.push_back(new_row(GLP_DB, limits.floor[g] * all, cap * all + 1e-12));
    }
    for (const Request& request : requests) {
        const std::size_t n = request.score.size();
        const int items = glp_add_rows(lp, static_cast<int>(n));
        const int ranks = glp_add_rows(lp, static_cast<int>(places));
        for (std::size_t i = 0; i < n; ++i)
            glp_set_row_bnds(lp, items + static_cast<int>(i), GLP_UP, 0, 1);
        for (std::size_t k = 0; k < places; ++k)
            glp_set_row_bnds(lp, ranks + static_cast<int>(k), GLP_FX, 1, 1);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < places; ++k) {
                const int c = glp_add_cols(lp, 1);
                glp_set_col_bnds(lp, c, GLP_LO, 0, 0);
                glp_set_obj_coef(lp, c, exposure_weight(k) * request.score[i]);
                put(items + static_cast<int>(i), c, 1);
                put(ranks + static_cast<int>(k), c, 1);
                if (request.group[i] < limit_rows.size())
                    put(limit_rows[request.group[i]], c, exposure_weight(k));
            }
    }
    glp_load_matrix(lp, static_cast<int>(row.size()) - 1, row.data(), column.data(), value.data());
    glp_simplex(lp, nullptr);
    const bool solved = glp_get_status(lp) == GLP_OPT;
    const double best = glp_get_obj_val(lp) / static_cast<double>(requests.size());
    glp_delete_prob(lp);
    return solved ? best : -1.0;
}

} // namespace

class Offline_bound_test : public QObject {
    Q_OBJECT

private slots:
    // Document, 5.1. The weaker group must get as much per merit as the stronger one: weights +-, least 0.
    void the_job_example_equals_its_programme_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<double>("utility");
        QTest::newRow("demographic parity") << "parity" << 2.569995;
        QTest::newRow("disparate treatment") << "treatment" << 2.570955;
        QTest::newRow("disparate impact") << "impact" << 2.570023;
    }
    void the_job_example_equals_its_programme() {
        QFETCH(QString, kind);
        QFETCH(double, utility);
        std::vector<double> weight;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            const double merit = i < 3 ? .79 : .76; // means of the groups
            double w = 1.0 / 3;
            if (kind != "parity") w /= merit;
            if (kind == "impact") w *= jobs[i];
            weight.push_back(i < 3 ? -w : w);
        }
        const std::vector<WeightedRequest> request{{jobs, weight}};
        const std::array<double, 1> least{0.0};
        const auto bound = dual_bound(request, least, 6);
        VERIFY_OK(bound);
        QVERIFY2(std::abs(bound->free_utility - 2.581219) < 1e-6,
                 qPrintable(QString::number(bound->free_utility, 'f', 8)));
        QVERIFY2(std::abs(bound->best_utility - utility) < 1e-6,
                 qPrintable(QString::number(bound->best_utility, 'f', 8)));
        QVERIFY(bound->certificate_gap < 1e-9);
    }

    void parity_is_also_a_floor_of_half() {
        const std::array<std::uint8_t, 6> group = {0, 0, 0, 1, 1, 1};
        const std::vector<RankedRequest> request{{jobs, group, {}}};
        const auto bound = offline_bound(request, {.floor = {0, .5}, .cap = {}, .places = 6});
        const auto capped = offline_bound(request, {.floor = {}, .cap = {.5}, .places = 6});
        VERIFY_OK(bound);
        VERIFY_OK(capped);
        QVERIFY(std::abs(bound->best_utility - 2.569995) < 1e-6);
        QVERIFY(std::abs(capped->best_utility - 2.569995) < 1e-6);
        QVERIFY(bound->price[1] > 0 && capped->price[0] < 0);
        QVERIFY(std::abs(bound->free_share[0] - .710310 * 3 / whole(6)) < 1e-6);
    }

    // What GLPK finds for the whole programme is the bound, for floors, caps and both, up to 12 items.
    void the_bound_is_the_optimum_of_the_programme() {
        int solved = 0;
        int refused = 0;
        for (std::uint32_t seed = 0; seed < 60; ++seed) {
            Dice dice(71, seed);
            const std::size_t items = 4 + dice.below(9);
            const std::uint32_t groups = 2 + dice.below(3);
            const auto requests = random_requests(dice, 1 + dice.below(3), items, groups);
            ExposureLimits limits;
            limits.places = static_cast<int>(2 + dice.below(static_cast<std::uint32_t>(items) - 2));
            limits.floor.resize(groups);
            limits.cap.resize(groups);
            limits.floor[groups - 1] = 0.3 + 0.4 * static_cast<double>(uniform(dice.word()));
            if (dice.chance(0.5)) limits.floor[groups - 2] = 0.25 * static_cast<double>(uniform(dice.word()));
            if (dice.chance(0.5)) limits.cap[0] = 0.2 + 0.3 * static_cast<double>(uniform(dice.word()));
            const double best = solved_by_glpk(requests, limits);
            const auto bound = offline_bound(views(requests), limits);
            if (best < 0) {
                ++refused;
                QVERIFY2(!bound.has_value(), qPrintable(QString("seed %1").arg(seed)));
                continue;
            }
            ++solved;
            VERIFY_OK(bound);
            QVERIFY2(std::abs(bound->best_utility - best) < 1e-6 && bound->certificate_gap < 1e-6,
                     qPrintable(QString("seed %1: bound %2, programme %3, gap %4")
                                    .arg(seed)
                                    .arg(bound->best_utility, 0, 'f', 9)
                                    .arg(best, 0, 'f', 9)
                                    .arg(bound->certificate_gap)));
        }
        QVERIFY2(solved > 20, qPrintable(QString("%1 %2").arg(solved).arg(refused)));
    }

    // Weak duality, by trying every pair of rankings of two requests.
    void no_rankings_within_the_limits_are_worth_more() {
        for (std::uint32_t seed = 0; seed < 12; ++seed) {
            Dice dice(72, seed);
            const auto requests = random_requests(dice, 2, 5, 2);
            const ExposureLimits limits{
                .floor = {0, 0.35 + 0.2 * static_cast<double>(uniform(dice.word()))}, .cap = {}, .places = 5};
            struct Made {
                double utility = 0, exposure = 0;
            };
            std::array<std::vector<Made>, 2> made;
            for (std::size_t r = 0; r < 2; ++r) {
                std::vector<std::size_t> order(5);
                std::iota(order.begin(), order.end(), 0U);
                do {
                    Made one;
                    for (std::size_t k = 0; k < 5; ++k) {
                        one.utility += exposure_weight(k) * requests[r].score[order[k]];
                        if (requests[r].group[order[k]] == 1) one.exposure += exposure_weight(k);
                    }
                    made[r].push_back(one);
                } while (std::next_permutation(order.begin(), order.end()));
            }
            double best = 0;
            double free = 0;
            for (const Made& a : made[0])
                for (const Made& b : made[1]) {
                    free = std::max(free, (a.utility + b.utility) / 2);
                    if (a.exposure + b.exposure >= 2 * limits.floor[1] * whole(5))
                        best = std::max(best, (a.utility + b.utility) / 2);
                }
            const auto bound = offline_bound(views(requests), limits);
            if (!bound) {
                QCOMPARE(best, 0.0);
                continue;
            }
            QVERIFY(bound->best_utility >= best - 1e-9);
            QVERIFY(std::abs(bound->free_utility - free) < 1e-12);
        }
    }

    // Greedy by worth is the best slate under a category cap: against every choice and order.
    void greedy_is_the_best_slate_under_the_category_cap() {
        for (std::uint32_t seed = 0; seed < 40; ++seed) {
            Dice dice(73, seed);
            std::vector<double> worth;
            std::vector<std::uint8_t> category;
            for (int i = 0; i < 6; ++i) {
                worth.push_back(static_cast<double>(uniform(dice.word())));
                category.push_back(static_cast<std::uint8_t>(dice.below(3)));
            }
            std::vector<std::uint32_t> order;
            best_slate(worth, category, 3, 1, order);
            double greedy = 0;
            for (std::size_t k = 0; k < order.size(); ++k)
                greedy += exposure_weight(k) * worth[order[k]];
            std::vector<std::size_t> all(6);
            std::iota(all.begin(), all.end(), 0U);
            double best = 0;
            do {
                std::array<int, 3> taken{};
                double value = 0;
                for (std::size_t k = 0; k < 3; ++k) {
                    if (taken[category[all[k]]]++ > 0) break;
                    value += exposure_weight(k) * worth[all[k]];
                    best = std::max(best, value);
                }
            } while (std::next_permutation(all.begin(), all.end()));
            QVERIFY(std::abs(greedy - best) < 1e-12);
        }
    }
};

ATTUNE_TEST(Offline_bound_test);
#include "offline_bound_test.moc"
