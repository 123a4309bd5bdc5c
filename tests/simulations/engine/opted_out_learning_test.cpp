// FB-38: where three people in ten permit neither their own profile nor the shared model, the service goes on
// learning from the others, week after week.
#include "core/base/random.h"
#include "tests/simulations/example_run.h"

#include <array>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 256, weeks = 5;

/// Of the items that people looked at, the share that they truly do not want, by week, over a few seeds. This
/// is what learning lowers.
std::array<double, weeks> unwanted_by_week(double permitting) {
    Assumptions assumptions;
    assumptions.consent_session = assumptions.consent_adjust = assumptions.consent_improve = permitting;
    assumptions.withdrawal_rate = 0;
    std::array<double, weeks> unwanted{}, examined{};
    for (const std::uint64_t seed : {3U, 4U, 5U}) {
        const WorldData world = make_synthetic_world(assumptions, 200, seed);
        const Observation run = observe(request_over(world, assumptions, Policy{}, users, 7 * weeks, seed));
        for (const Cluster& cluster : run.clusters)
            for (std::size_t day = 0; day < cluster.days.size(); ++day) {
                unwanted[day / 7] += cluster.days[day][0][Tally::unwanted_examined];
                examined[day / 7] += cluster.days[day][0][Tally::examined];
            }
    }
    for (std::size_t w = 0; w < weeks; ++w)
        unwanted[w] /= examined[w];
    return unwanted;
}

double learned(const std::array<double, weeks>& unwanted) {
    return unwanted.front() - unwanted.back();
}

QByteArray told(const std::array<double, weeks>& unwanted) {
    QByteArray all;
    for (const double share : unwanted)
        all += QByteArray::number(share, 'f', 4) + ' ';
    return all;
}

} // namespace

class Opted_out_learning_test : public QObject {
    Q_OBJECT
private slots:
    void the_learning_curve_goes_on_where_three_in_ten_opt_out() {
        const auto all = unwanted_by_week(1.0);
        const auto most = unwanted_by_week(0.7);
        const auto nobody = unwanted_by_week(0.0);
        const QByteArray curves = told(all) + "| " + told(most) + "| " + told(nobody);
        qInfo() << curves;
        // Nobody to learn from: no curve. It is chance how far this one strays.
        QVERIFY2(std::abs(learned(nobody)) < learned(most) / 4, curves);
        // Seven in ten bring at least half of what everybody brings.
        QVERIFY2(learned(most) > learned(all) / 2, curves);
        // And the curve goes on after the first weeks.
        QVERIFY2(most[weeks - 1] < most[1], curves);
    }
};

ATTUNE_TEST(Opted_out_learning_test);
#include "opted_out_learning_test.moc"
