// Means and damped biases: against sums written out, and what is unknown adds nothing.
#include "core/offline/bias_model.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

class Bias_model_test : public QObject {
    Q_OBJECT
private slots:
    void means_are_means() {
        const Rows all{{{0, 0, 4, 1}, {0, 1, 2, 2}, {1, 0, 5, 3}, {1, 0, 1, 4}}, 3, 3};
        const Split split = split_by_time(all, 0.75);
        VERIFY_NEAR(global_mean(split).predict(0, 0), 11.0 / 3, 1e-12);
        VERIFY_NEAR(item_means(split).predict(1, 0), 4.5, 1e-12);
        VERIFY_NEAR(item_means(split).predict(unknown, 1), 2, 1e-12);
        VERIFY_NEAR(item_means(split).predict(0, unknown), 11.0 / 3, 1e-12);
        VERIFY_NEAR(user_means(split).predict(0, unknown), 3, 1e-12);
        VERIFY_NEAR(user_means(split).predict(unknown, 0), 11.0 / 3, 1e-12);
    }

    // One sweep by hand: mean 3, items first, users from what is left.
    void one_sweep_is_damped_sums() {
        const Rows all{{{0, 0, 5, 1}, {0, 1, 3, 2}, {1, 0, 2, 3}, {1, 1, 2, 4}, {0, 0, 9, 9}}, 2, 2};
        const Split split = split_by_time(all, 0.8);
        const BiasModel model = fit_biases(split, {1, 2, 1});
        const double first = (2.0 - 1.0) / (2 + 2), second = (0.0 - 1.0) / (2 + 2);
        VERIFY_NEAR(model.item[0], first, 1e-12);
        VERIFY_NEAR(model.item[1], second, 1e-12);
        VERIFY_NEAR(model.user[0], (2 - first + 0 - second) / (1 + 2), 1e-12);
        VERIFY_NEAR(model.user[1], (-1 - first - 1 - second) / (1 + 2), 1e-12);
    }

    // After many sweeps both sides satisfy their equations at once: the least damped squares.
    void many_sweeps_reach_the_least_squares() {
        Draws draws(811, 0);
        const Split split = split_by_time(test::made_rows(draws, 12, 9, 0.5), 0.9);
        const BiasOptions options{400, 3, 4};
        const BiasModel model = fit_biases(split, options);
        const auto loss = [&](const BiasModel& at) {
            double sum = 0;
            for (const Row& row : split.train) {
                const double error = row.value - at.predict(row.user, row.item);
                sum += error * error;
            }
            for (const double b : at.item)
                sum += options.damp_items * b * b;
            for (const double b : at.user)
                sum += options.damp_users * b * b;
            return sum;
        };
        const double least = loss(model);
        for (auto side : {&BiasModel::user, &BiasModel::item})
            for (std::size_t k = 0; k < (model.*side).size(); ++k)
                for (const double step : {1e-3, -1e-3}) {
                    BiasModel moved = model;
                    (moved.*side)[k] += step;
                    QVERIFY(loss(moved) > least);
                }
    }
};

ATTUNE_TEST(Bias_model_test);
#include "bias_model_test.moc"
