// Factors by gradient: the start of published experiments, each step against numbers written out, and the
// same result however the rows stand in the file.
#include "core/offline/gradient_factors.h"
#include "core/offline/start_values.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

class Gradient_factors_test : public QObject {
    Q_OBJECT
private slots:
    void start_is_the_published_sequence() {
        VERIFY_NEAR(start_uniform(0, 0), 0.88331081, 5e-9);
        VERIFY_NEAR(start_uniform(42, 0), 0.74156488, 5e-9);
        VERIFY_NEAR(start_uniform(42, 1), 0.15991039, 5e-9);
    }

    // Two rows, one factor, one epoch.
    void steps_are_those_of_the_formula() {
        const Rows all{{{0, 0, 4, 1}, {0, 1, 2, 2}, {0, 0, 1, 9}}, 1, 2};
        const Split split = split_by_time(all, 2.0 / 3);
        GradientOptions options;
        options.factors = 1;
        options.epochs = 1;
        options.rate = 0.1;
        options.regularisation = 0.5;
        options.seed = 7;
        const GradientFactors fit = fit_gradient_factors(split, options);
        const double spread = 0.1 * std::sqrt(3.0);
        double p = start_value(7, 0, spread), q[] = {start_value(7, 1, spread), start_value(7, 2, spread)};
        double user = 0, item[] = {0, 0};
        const double ratings[] = {4, 2};
        for (int i = 0; i < 2; ++i) {
            const double error = ratings[i] - (3 + user + item[i] + p * q[i]);
            user += 0.1 * (error - 0.5 * user);
            item[i] += 0.1 * (error - 0.5 * item[i]);
            const double old = p;
            p += 0.1 * (error * q[i] - 0.5 * p);
            q[i] += 0.1 * (error * old - 0.5 * q[i]);
        }
        VERIFY_NEAR(fit.predict(0, 0), 3 + user + item[0] + p * q[0], 1e-12);
        VERIFY_NEAR(fit.predict(0, 1), 3 + user + item[1] + p * q[1], 1e-12);
        VERIFY_NEAR(fit.predict(0, unknown), 3 + user, 1e-12);
        VERIFY_NEAR(fit.predict(unknown, 1), 3 + item[1], 1e-12);
        VERIFY_NEAR(fit.predict(unknown, unknown), 3, 1e-12);
    }

    void the_order_in_the_file_does_not_show() {
        Draws draws(821, 0);
        Rows all = test::made_rows(draws, 10, 8, 0.5);
        for (std::size_t k = 0; k < all.rows.size(); ++k)
            all.rows[k].time = static_cast<std::int64_t>(k);
        const GradientFactors one = fit_gradient_factors(split_by_time(all, 0.8), {});
        draws.shuffle(all.rows);
        const GradientFactors other = fit_gradient_factors(split_by_time(all, 0.8), {});
        QVERIFY(one.user == other.user && one.item == other.item);
    }

    void it_stops_when_asked() {
        Draws draws(822, 0);
        const Split split = split_by_time(test::made_rows(draws, 10, 8, 0.5), 0.8);
        GradientOptions options;
        options.epochs = 3;
        const GradientFactors three = fit_gradient_factors(split, options);
        options.epochs = 1000;
        int calls = 0;
        options.go_on = [&](double) { return ++calls < 3; };
        const GradientFactors stopped = fit_gradient_factors(split, options);
        QVERIFY(three.user == stopped.user);
    }
};

ATTUNE_TEST(Gradient_factors_test);
#include "gradient_factors_test.moc"
