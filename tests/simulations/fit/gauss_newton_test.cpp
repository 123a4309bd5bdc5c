// The solver on figures whose answer is known.
#include "simulations/fit/gauss_newton.h"
#include "tests/support/test.h"

#include <Eigen/Dense>
#include <cmath>

namespace attune::test {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

FitProblem problem_for(VectorXd wanted, VectorXd start, double error) {
    FitProblem problem;
    problem.variance = VectorXd::Constant(wanted.size(), error * error);
    problem.wanted = std::move(wanted);
    problem.start = std::move(start);
    return problem;
}

/// Curved, with terms that both positions share.
Result<MatrixXd> curved(const VectorXd& x, int) {
    VectorXd y(3);
    y << std::exp(2 * x[0]), x[0] + std::sin(3 * x[1]), x[1] * x[1];
    return MatrixXd(y);
}

} // namespace

class Gauss_newton_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void it_finds_what_made_the_figures_data() {
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::newRow("near") << 0.45 << 0.55;
        QTest::newRow("far") << 0.9 << 0.1;
        QTest::newRow("corner") << 1.0 << 0.0;
    }
    void it_finds_what_made_the_figures() {
        QFETCH(double, a);
        QFETCH(double, b);
        const VectorXd truth = (VectorXd(2) << a, b).finished();
        const FitProblem problem = problem_for(curved(truth, 1)->col(0), VectorXd::Constant(2, 0.5), 1e-3);
        const auto found = fit_positions(problem, curved);
        VERIFY_OK(found);
        QVERIFY2((*found - truth).cwiseAbs().maxCoeff() < 0.01,
                 qPrintable(QString("%1 %2").arg((*found)[0]).arg((*found)[1])));
    }

    void out_of_reach_it_goes_to_the_end_and_no_further() {
        const Simulate twice = [](const VectorXd& x, int) -> Result<MatrixXd> { return MatrixXd(2 * x); };
        const auto found =
            fit_positions(problem_for(VectorXd::Constant(1, 9), VectorXd::Constant(1, 0.3), 0.01), twice);
        VERIFY_OK(found);
        QCOMPARE((*found)[0], 1.0);
    }

    void what_no_figure_shows_stays_where_it_was() {
        const Simulate first = [](const VectorXd& x, int) -> Result<MatrixXd> { return MatrixXd(x.head(1)); };
        const VectorXd start = (VectorXd(2) << 0.2, 0.7).finished();
        const auto found = fit_positions(problem_for(VectorXd::Constant(1, 0.6), start, 0.001), first);
        VERIFY_OK(found);
        QVERIFY(std::abs((*found)[0] - 0.6) < 0.001);
        QCOMPARE((*found)[1], 0.7);
    }

    void figures_that_are_missing_somewhere_are_stepped_around() {
        // Beyond 0.6 nothing can be counted; the first step would land there.
        const Simulate cut = [](const VectorXd& x, int) -> Result<MatrixXd> {
            return MatrixXd(MatrixXd::Constant(1, 1, x[0] > 0.6 ? std::nan("") : std::sqrt(x[0])));
        };
        const auto found = fit_positions(
            problem_for(VectorXd::Constant(1, std::sqrt(0.55)), VectorXd::Constant(1, 0.1), 0.001), cut);
        VERIFY_OK(found);
        QVERIFY2(std::abs((*found)[0] - 0.55) < 0.01, qPrintable(QString::number((*found)[0])));
    }

    void an_error_of_the_simulation_is_passed_on() {
        const Simulate broken = [](const VectorXd&, int) -> Result<MatrixXd> {
            return fail(ErrorCode::cancelled, "stopped");
        };
        const auto found = fit_positions(problem_for(VectorXd::Zero(1), VectorXd::Zero(1), 1), broken);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::cancelled);
    }

    void differences_are_those_of_the_function() {
        const auto jacobian = differences(curved, (VectorXd(2) << 0.4, 0.5).finished(), 1);
        VERIFY_OK(jacobian);
        QVERIFY(std::abs(jacobian->mean(0, 0) - 2 * std::exp(0.8)) < 0.02);
        QVERIFY(std::abs(jacobian->mean(1, 1) - 3 * std::cos(1.5)) < 0.02);
        QVERIFY(std::abs(jacobian->mean(2, 1) - 1.0) < 1e-9);
        QCOMPARE(jacobian->mean(0, 1), 0.0);
        const auto one_sided = differences(curved, (VectorXd(2) << 0.4, 0.6).finished(), 1, Sides::one);
        VERIFY_OK(one_sided);
        QVERIFY(std::abs(one_sided->mean(0, 0) - 2 * std::exp(0.8)) < 0.4);
        QVERIFY(std::abs(one_sided->mean(2, 1) - 1.2) < 0.1);
        QVERIFY(one_sided->mean(2, 1) < 1.2);
        // At an end the inner side is taken.
        QVERIFY(differences(curved, (VectorXd(2) << 1.0, 0.0).finished(), 1)->mean.allFinite());
    }

    void slopes_that_are_chance_are_none() {
        // Replications agree about the first position; about the second they contradict each other.
        const Simulate noisy = [](const VectorXd& x, int replications) -> Result<MatrixXd> {
            MatrixXd each(2, replications);
            for (int r = 0; r < replications; ++r)
                each.col(r) << 3 * x[0] + 0.01 * r, x[0] + (r % 2 == 0 ? 1.3 : -1.0) * x[1];
            return each;
        };
        const VectorXd at = VectorXd::Constant(2, 0.5);
        const auto jacobian = differences(noisy, at, 4);
        VERIFY_OK(jacobian);
        QVERIFY(std::abs(jacobian->mean(0, 0) - 3) < 1e-9);
        QVERIFY(std::abs(jacobian->mean(1, 0) - 1) < 1e-9);
        QCOMPARE(jacobian->mean(1, 1), 0.0);
        // One replication cannot know.
        QVERIFY(std::abs(differences(noisy, at, 1)->mean(1, 1) - 1.3) < 1e-9);
    }

    void steps_stop_at_the_end_and_the_others_make_up_for_it() {
        // Both positions add up; the first can only give 0.1, so the second must give the rest.
        MatrixXd jacobian(1, 2);
        jacobian << 1, 1;
        const VectorXd at = (VectorXd(2) << 0.9, 0.2).finished();
        FitProblem problem = problem_for(VectorXd::Constant(1, 1.6), at, 1e-6);
        const VectorXd step = bounded_step(problem, jacobian, at, VectorXd::Constant(1, 1.1), 1);
        QVERIFY(std::abs(step[0] - 0.1) < 1e-9);
        QVERIFY(std::abs(step[1] - 0.4) < 1e-6);
    }

    void uncertainty_is_that_of_least_squares() {
        // One position seen twice, with errors 0.02 and 0.01 that hang together: the variance of the weighted
        // mean.
        MatrixXd jacobian(2, 1);
        jacobian << 1, 1;
        MatrixXd figures(2, 2);
        figures << 4e-4, 1e-4, 1e-4, 1e-4;
        const Uncertainty uncertainty = uncertainty_of({jacobian, MatrixXd::Zero(2, 1)}, figures);
        const double expected = 0.2 * 0.2 * 4e-4 + 0.8 * 0.8 * 1e-4 + 2 * 0.2 * 0.8 * 1e-4;
        QVERIFY2(std::abs(uncertainty.covariance(0, 0) / expected - 1) < 0.001,
                 qPrintable(QString::number(uncertainty.covariance(0, 0))));
        QVERIFY(std::abs(uncertainty.singular[0] - std::sqrt(1 / 4e-4 + 1 / 1e-4)) < 1e-6);
    }

    void slopes_made_steep_by_chance_do_not_make_sure() {
        // Half of the square of the slope is chance: the figure knows half as much.
        const MatrixXd slope = MatrixXd::Constant(1, 1, 2);
        const MatrixXd figures = MatrixXd::Constant(1, 1, 1e-4);
        const double sure = uncertainty_of({slope, MatrixXd::Zero(1, 1)}, figures).covariance(0, 0);
        const double doubted = uncertainty_of({slope, MatrixXd::Constant(1, 1, 2)}, figures).covariance(0, 0);
        QVERIFY2(std::abs(doubted / sure - 4) < 0.01, qPrintable(QString::number(doubted / sure)));
    }

    void an_unseen_position_is_as_uncertain_as_its_range() {
        MatrixXd jacobian = MatrixXd::Zero(1, 2);
        jacobian(0, 0) = 1;
        const Uncertainty uncertainty =
            uncertainty_of({jacobian, MatrixXd::Zero(1, 2)}, MatrixXd::Constant(1, 1, 1e-4));
        QVERIFY(std::abs(std::sqrt(uncertainty.covariance(0, 0)) - 0.01) < 1e-4);
        QCOMPARE(uncertainty.covariance(1, 1), 1.0);
        QCOMPARE(uncertainty.alone[1], 1.0);
    }
};

ATTUNE_TEST(Gauss_newton_test);

} // namespace attune::test

#include "gauss_newton_test.moc"
