// What is said about an assumption must follow from how the figures react, not from a list.
#include "simulations/fit/findings.h"
#include "tests/support/test.h"

namespace attune::test {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Two assumptions seen by two figures, each known to 0.01.
Fitted fitted_by(const MatrixXd& jacobian) {
    Fitted fitted;
    fitted.assumptions = {"world.response.base", "world.fatigue.per_prompt"};
    fitted.figures = {"response_rate", "response_load_4"};
    fitted.position = VectorXd::Constant(2, 0.5);
    fitted.slopes = {jacobian, MatrixXd::Zero(2, 2)};
    fitted.covariance = MatrixXd::Identity(2, 2) * 1e-4;
    fitted.uncertainty = uncertainty_of(fitted.slopes, fitted.covariance);
    fitted.worlds = VectorXd::Zero(2);
    fitted.replications = 4;
    return fitted;
}

MatrixXd matrix(double a, double b, double c, double d) {
    return (MatrixXd(2, 2) << a, b, c, d).finished();
}

const VectorXd no_noise = VectorXd::Zero(2);

} // namespace

class Findings_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void each_its_own_figure_pins_both() {
        const auto found = findings_of(fitted_by(matrix(1, 0, 0, 1)));
        QCOMPARE(found[0].finding, Finding::pinned);
        QCOMPARE(found[1].finding, Finding::pinned);
        QCOMPARE(found[0].by, std::vector<std::string>({"response_rate"}));
        QCOMPARE(found[1].by, std::vector<std::string>({"response_load_4"}));
        // 0.01 of a range of 5, to both sides: 1.96 x 0.05.
        QVERIFY(std::abs(found[0].upper - found[0].lower - 2 * 1.96 * 0.05) < 0.001);
    }

    void what_few_replications_say_is_known_with_their_degrees() {
        Fitted fitted = fitted_by(matrix(1, 0, 0, 1));
        fitted.worlds[0] = fitted.covariance(0, 0); // all of it comes from how four worlds differ
        const auto found = findings_of(fitted);
        QVERIFY(std::abs(found[0].upper - found[0].lower - 2 * 3.182 * 0.05) < 0.002);
        fitted.worlds[0] = 0;
        QVERIFY(std::abs(findings_of(fitted)[0].upper - findings_of(fitted)[0].lower - 2 * 1.96 * 0.05) <
                0.001);
    }

    void figures_that_see_only_a_product_leave_a_combination() {
        const auto found = findings_of(fitted_by(matrix(1, 1, 1, 1)));
        QCOMPARE(found[0].finding, Finding::combination);
        QCOMPARE(found[1].finding, Finding::combination);
        QCOMPARE(found[0].with, std::vector<std::string>({"world.fatigue.per_prompt"}));
        QCOMPARE(found[1].with, std::vector<std::string>({"world.response.base"}));
    }

    void what_no_figure_moves_with_is_unseen() {
        const auto found = findings_of(fitted_by(matrix(1, 0, 1, 0)));
        QCOMPARE(found[0].finding, Finding::pinned);
        QCOMPARE(found[1].finding, Finding::unseen);
        QVERIFY(found[1].by.empty());
        const ParameterSpec& spec = world_parameters().find("world.fatigue.per_prompt")->spec;
        QCOMPARE(found[1].lower, spec.minimum);
        QCOMPARE(found[1].upper, spec.maximum);
    }

    void an_end_of_the_range_is_told() {
        Fitted fitted = fitted_by(matrix(1, 0, 0, 1));
        fitted.position[0] = 1;
        QVERIFY(findings_of(fitted)[0].at_end);
        QVERIFY(!findings_of(fitted)[1].at_end);
    }

    void held_assumptions_data() {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("second");
        QTest::addColumn<double>("noise");
        QTest::addColumn<int>("finding");
        QTest::newRow("nothing moves") << 0.0 << 0.0 << 0.0 << static_cast<int>(Finding::unseen);
        QTest::newRow("less than it is known") << 0.02 << 0.0 << 0.0 << static_cast<int>(Finding::unseen);
        QTest::newRow("as the fitted one does") << 0.2 << 0.2 << 0.0 << static_cast<int>(Finding::same_as);
        QTest::newRow("otherwise") << 0.2 << -0.2 << 0.0 << static_cast<int>(Finding::open);
        QTest::newRow("lost in chance") << 0.2 << -0.2 << 0.1 << static_cast<int>(Finding::unseen);
        QTest::newRow("nothing left to count") << qQNaN() << 0.0 << 0.0 << static_cast<int>(Finding::open);
    }
    void held_assumptions() {
        QFETCH(double, first);
        QFETCH(double, second);
        QFETCH(double, noise);
        QFETCH(int, finding);
        Fitted fitted = fitted_by(matrix(1, 0, 1, 0));
        auto estimates = findings_of(fitted);
        const Moved moved{"world.trust.start", 0.6, 0.2, (VectorXd(2) << first, second).finished()};
        const HeldAssumption held =
            judge_held(fitted, moved, VectorXd::Constant(2, noise * noise), estimates);
        QCOMPARE(static_cast<int>(held.finding), finding);
        QCOMPARE(held.with.empty(), finding != static_cast<int>(Finding::same_as));
    }

    void an_estimate_rests_on_what_could_move_it_out_of_its_interval() {
        Fitted fitted = fitted_by(matrix(1, 0, 1, 0));
        auto estimates = findings_of(fitted);
        estimates[0].value = -1.5;
        const auto move = [&](const char* key, double by) {
            judge_held(fitted, {key, 0.5, 1, VectorXd::Constant(2, by)}, no_noise, estimates);
        };
        move("world.response.trust", 0.04);
        move("world.trust.start", -0.3);
        move("world.response.satisfaction", 0.001);
        keep_strongest(estimates);
        QCOMPARE(estimates[0].given.size(), std::size_t{2});
        QCOMPARE(estimates[0].given[0].key, std::string("world.trust.start"));
        // Figures 0.3 lower would have to be made up for by 0.3 of a range of 5 more: from -1.5 to 0.
        QVERIFY2(std::abs(estimates[0].given[0].becomes - 0.0) < 0.01,
                 qPrintable(QString::number(estimates[0].given[0].becomes)));
        QVERIFY(estimates[1].given.empty());
    }

    void a_figure_pins_what_it_shows_most_plainly() {
        const Fitted fitted = fitted_by(matrix(1, 0, 0.1, 1));
        QCOMPARE(pinned_by(fitted, 0), std::vector<std::string>({"world.response.base"}));
        QCOMPARE(pinned_by(fitted, 1), std::vector<std::string>({"world.fatigue.per_prompt"}));
    }
};

ATTUNE_TEST(Findings_test);

} // namespace attune::test

#include "findings_test.moc"
