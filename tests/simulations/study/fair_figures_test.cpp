// What is told of fairness, beside what the log of the same run says, and what limits cost beside the least
// possible.
#include "core/catalogue/exposure_weight.h"
#include "simulations/study/fair_figures.h"
#include "simulations/study/fair_requests.h"
#include "simulations/study/fair_table.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <numeric>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 300, days = 14, items = 200;

Policy floored(double floor) {
    Policy policy;
    if (floor > 0) policy.exposure_floor["small"] = floor;
    return policy;
}

const FairGroup& group(const FairFigures& figures, std::string_view name) {
    for (const FairGroup& one : figures.groups)
        if (one.name == name) return one;
    qFatal("no such group");
}

FairFigures measured(const Policy& policy, int replications = 1) {
    SimulateOptions options;
    options.replications = replications;
    auto figures = measure_fairness(small_scenario(users, days, items), policy, options);
    if (!figures) qFatal("%s", figures.error().what.c_str());
    return *figures;
}

/// The mean difference of all pairs, the definition of Gini's coefficient.
double gini_by_pairs(const std::vector<double>& counts) {
    double differences = 0, whole = 0;
    for (const double a : counts) {
        whole += a;
        for (const double b : counts)
            differences += std::abs(a - b);
    }
    return differences / (2 * static_cast<double>(counts.size()) * whole);
}

bool near(double a, double b, double within = 1e-9) {
    return std::abs(a - b) <= within;
}

} // namespace

class FairFigures_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        limited_ = measured(floored(0.4));
        free_ = measured(floored(0));
    }

    void shares_and_gini_are_those_of_the_log() {
        const LoadedScenario scenario = small_scenario(users, days, items);
        const auto world = world_of(scenario, scenario.scenario.seed);
        const Catalogue& catalogue = world->catalogue;
        std::vector<double> by_item(catalogue.items.size()), by_provider(catalogue.providers.size());
        std::vector<double> exposure(catalogue.provider_groups.size()), picks(exposure.size());
        SimulateOptions options;
        options.log = [&](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events) {
                const std::size_t g =
                    event.item.value < catalogue.items.size() ? catalogue.group_of(event.item).value : 0;
                if (event.kind == LoggedKind::impression) {
                    const double weight = static_cast<double>(exposure_weight_q16(event.rank)) / 65536;
                    by_item[event.item.value] += weight;
                    by_provider[catalogue.items[event.item.value].provider.value] += weight;
                    exposure[g] += weight;
                }
                if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked)
                    picks[g] += 1;
            }
        };
        VERIFY_OK(simulate_run(scenario, floored(0.4), options));
        const double all = std::accumulate(exposure.begin(), exposure.end(), 0.0);
        const double all_picks = std::accumulate(picks.begin(), picks.end(), 0.0);
        QVERIFY(all > 0 && all_picks > 0);
        double items_of_all = 0;
        for (std::size_t g = 0; g < exposure.size(); ++g) {
            const FairGroup& told = limited_.groups[g];
            QCOMPARE(QString::fromStdString(told.name), QString::fromStdString(catalogue.provider_groups[g]));
            QVERIFY(near(told.exposure.value, exposure[g] / all));
            QVERIFY(near(told.picks.value, picks[g] / all_picks));
            QVERIFY(told.exposure.lower < told.exposure.value && told.exposure.value < told.exposure.upper);
            const auto& parity = told.disparity[static_cast<std::size_t>(FairDefinition::parity)];
            QVERIFY(near(parity.ratio.value, exposure[g] / all / told.item_share));
            QVERIFY(near(parity.difference.value, exposure[g] / all - told.item_share));
            const auto& impact = told.disparity[static_cast<std::size_t>(FairDefinition::impact)];
            QVERIFY(near(impact.ratio.value, picks[g] / all_picks / told.fitting.value));
            items_of_all += told.items;
        }
        QCOMPARE(items_of_all, static_cast<double>(catalogue.items.size()));
        QVERIFY(near(limited_.items.gini.value, gini_by_pairs(by_item)));
        QVERIFY(near(limited_.providers.gini.value, gini_by_pairs(by_provider)));
        QCOMPARE(limited_.items.entries, static_cast<double>(items));
        // The area between the Lorenz curve and equal shares is half the coefficient, here to a hundredth.
        double below = 0;
        for (std::size_t step = 0; step < LorenzCurve::steps; ++step)
            below += (limited_.items.share[step] + limited_.items.share[step + 1]) / 2 / LorenzCurve::steps;
        QVERIFY(near(1 - 2 * below, limited_.items.gini.value, 0.01));
    }

    void a_floor_moves_exposure_and_holds() {
        const FairGroup& small = group(limited_, "small");
        QVERIFY(limited_.limited);
        QCOMPARE(small.floor, 0.4);
        QVERIFY(small.floor_state == LimitState::held);
        QVERIFY(small.exposure.value >= 0.4 - small.allowance);
        QVERIFY(small.exposure_change.lower > 0);
        QVERIFY(near(small.exposure_twin.value, group(free_, "small").exposure.value));
        QCOMPARE(small.price.size(), static_cast<std::size_t>(days));
        QCOMPARE(small.price.front(), 0.0);
        QVERIFY(small.price.back() > 0);
        QVERIFY(*std::max_element(small.debt.begin(), small.debt.end()) <= Policy{}.debt_limit + 1e-6);
        QVERIFY(group(limited_, "large").floor_state == LimitState::none);
    }

    void cost_is_at_least_what_it_must_be() {
        const FairCost& cost = limited_.cost;
        QVERIFY(cost.requests > 100);
        QVERIFY2(cost.bound.value > 0, "a floor that binds must cost something");
        QVERIFY2(cost.paid.value >= cost.bound.value - 1e-9,
                 qPrintable(QString("%1 %2").arg(cost.paid.value).arg(cost.bound.value)));
        QVERIFY(cost.paid.value < 0.2);
        // A higher floor must cost more.
        const FairFigures higher = measured(floored(0.55));
        QVERIFY2(higher.cost.bound.value > cost.bound.value,
                 qPrintable(QString("%1 %2; paid %3 %4; share %5 %6")
                                .arg(higher.cost.bound.value)
                                .arg(cost.bound.value)
                                .arg(higher.cost.paid.value)
                                .arg(cost.paid.value)
                                .arg(group(higher, "small").exposure.value)
                                .arg(group(limited_, "small").exposure.value)));
    }

    void without_limits_nothing_differs_and_nothing_is_paid() {
        QVERIFY(!free_.limited);
        QCOMPARE(free_.cost.paid.value, 0.0);
        QCOMPARE(free_.cost.bound.value, 0.0);
        QCOMPARE(free_.cost.satisfaction_change.value, 0.0);
        for (const FairGroup& one : free_.groups) {
            QCOMPARE(one.exposure_change.value, 0.0);
            QVERIFY(one.floor_state == LimitState::none && one.cap_state == LimitState::none);
        }
        QCOMPARE(free_.items.gini_change.value, 0.0);
    }

    /// What is asked with no limit is the plain maximum that the bound starts from, but for the lots by which
    /// a recommender that has learned nothing yet orders items of nearly equal worth.
    void recorded_requests_are_answered_as_the_bound_assumes() {
        const LoadedScenario scenario = small_scenario(users, days, items);
        const auto world = world_of(scenario, 1);
        auto recommender =
            Recommender::start(Policy{}, world->catalogue, {.seed = 1, .users = users, .threads = 1});
        VERIFY_OK(recommender);
        FairRequests requests(Policy{}, world->catalogue.provider_groups.size());
        VERIFY_OK(requests.ask(*recommender, users, 0));
        QVERIFY(requests.count() > 100);
        const auto bound = requests.bound();
        VERIFY_OK(bound);
        QVERIFY2(
            near(requests.utility() / bound->free_utility, 1, 5e-4),
            qPrintable(
                QString("%1 %2").arg(requests.utility(), 0, 'g', 10).arg(bound->free_utility, 0, 'g', 10)));
        QVERIFY(near(bound->best_utility / bound->free_utility, 1));
    }

    void groups_of_few_people_are_not_ranked() {
        FairFigures figures;
        const auto served = [](const char* name, double people, double beside) {
            ServedGroup one{.group = name, .people = people};
            one.beside_all.value = beside;
            return one;
        };
        figures.people = {served("device=tablet", 29, -0.3), served("device=phone", 30, -0.1),
                          served("device=desktop", 500, 0.1)};
        QVERIFY(figures.worst());
        QCOMPARE(QString::fromStdString(figures.worst()->group), QString("device=phone"));
        // Who fares worst is named only where that is sure.
        const Text& text = Text::english();
        const auto sentence = [&] {
            for (const FairTable& one : fair_tables(figures, text))
                if (one.title == text.get("fair.title.people")) return one.sentence;
            return std::string();
        };
        figures.people[1].beside_all.lower = -0.2;
        for (const double upper : {-0.05, 0.05}) {
            figures.people[1].beside_all.upper = upper;
            QCOMPARE(sentence() == text.get("fair.sentence.people_alike"), upper > 0);
            QVERIFY(!sentence().empty());
        }
        figures.people.resize(1);
        QVERIFY(!figures.worst());
    }

    void replications_are_other_worlds_and_widen_what_is_known() {
        const FairFigures two = measured(floored(0.4), 2);
        QVERIFY(std::isfinite(two.items.gini.lower));
        QVERIFY(two.items.gini.value != limited_.items.gini.value);
        QVERIFY(two.cost.requests > limited_.cost.requests);
        for (const FairGroup& one : two.groups) // catalogues differ; what is told is of both
            QVERIFY(near(one.item_share, one.items / items));
        QVERIFY(std::isfinite(two.cost.bound.value) && two.cost.paid.value >= two.cost.bound.value - 1e-9);
    }

    void limits_that_cannot_be_met_are_refused() {
        const auto refused = measure_fairness(small_scenario(users, days, items), floored(0.9), {});
        if (!refused) {
            QVERIFY(refused.error().code == ErrorCode::bad_input);
            QVERIFY(refused.error().where.find("fairness.floor") != std::string::npos);
        }
        Policy unknown;
        unknown.exposure_floor["nobody"] = 0.2;
        const auto named = measure_fairness(small_scenario(users, days, items), unknown, {});
        QVERIFY(!named && named.error().code == ErrorCode::bad_input);
    }

    void the_tables_have_a_row_for_every_group() {
        const Text& text = Text::english();
        const std::vector<FairTable> tables = fair_tables(limited_, text);
        QCOMPARE(tables.size(), 5U);
        QCOMPARE(tables[0].table.rows.size(), limited_.groups.size());
        QCOMPARE(tables[1].table.rows.size(), limited_.groups.size() * fair_definition_count);
        QCOMPARE(tables[2].table.rows.size(), 1U);
        QCOMPARE(fair_tables(free_, text).size(), 4U);
        for (const FairTable& one : tables)
            for (const auto& row : one.table.rows)
                QCOMPARE(row.size(), one.table.head.size());
        QVERIFY(fair_cost_sentence(limited_, text) != fair_cost_sentence(free_, text));
    }

private:
    FairFigures limited_, free_;
};

ATTUNE_TEST(FairFigures_test);
#include "fair_figures_test.moc"
