// The preference model against dense double-precision algebra and against worlds with a known answer.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/preference/factor_model.h"
#include "core/recommender/preference/ridge.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

using namespace attune;
using attune::test::Dice;

namespace {

float normal(Dice& dice) {
    return normal_quantile(uniform(dice.word()));
}

struct Row {
    const float* factors;
    float target;
    float weight;
};

/// People with rows, as update() takes them.
struct Ratings {
    std::vector<std::uint32_t> offsets{0};
    std::vector<TrainingRow> rows;
    std::span<const TrainingRow> of(std::size_t person) const {
        return std::span(rows).subspan(offsets[person], offsets[person + 1] - offsets[person]);
    }
    std::size_t people() const { return offsets.size() - 1; }
};

/// A made-up world of rank 3: target = 0.3 + item effect + p . q + noise; a part of all pairs is seen, as
/// much again is held out for judging.
struct PlantedWorld {
    static constexpr std::uint32_t people = 240;
    static constexpr std::uint32_t items = 90;

    Ratings seen;
    Ratings held_out;
    explicit PlantedWorld(std::uint32_t seed, bool shuffled = false) {
        Dice dice(71, seed);
        std::array<std::array<float, 3>, people> p;
        std::array<std::array<float, 3>, items> q;
        std::array<float, items> effect;
        for (auto& person : p)
            for (float& x : person)
                x = 0.9F * normal(dice);
        for (auto& item : q)
            for (float& x : item)
                x = 0.9F * normal(dice);
        for (float& x : effect)
            x = 0.4F * normal(dice);
        for (std::uint32_t u = 0; u < people; ++u) {
            for (std::uint32_t i = 0; i < items; ++i) {
                const double part = static_cast<double>(uniform(dice.word()));
                if (part > 0.8) continue;
                const float match = p[u][0] * q[i][0] + p[u][1] * q[i][1] + p[u][2] * q[i][2];
                (part < 0.4 ? seen : held_out)
                    .rows.push_back({i, 0.3F + effect[i] + match + 0.1F * normal(dice), 1.0F});
            }
            seen.offsets.push_back(static_cast<std::uint32_t>(seen.rows.size()));
            held_out.offsets.push_back(static_cast<std::uint32_t>(held_out.rows.size()));
        }
        // The control: the same numbers, handed to other pairs.
        if (shuffled)
            for (Ratings* part : {&seen, &held_out})
                for (std::size_t k = part->rows.size(); k > 1; --k)
                    std::swap(part->rows[k - 1].target,
                              part->rows[dice.below(static_cast<std::uint32_t>(k))].target);
    }
};

double predicted(const FactorModel& model, const Factors& person, std::uint32_t item) {
    double sum = static_cast<double>(model.mean()) + static_cast<double>(model.bias(item));
    for (std::size_t k = 0; k < factor_count; ++k)
        sum += static_cast<double>(person[k]) * static_cast<double>(model.vector(item)[k]);
    return sum;
}

Factors folded_in(const FactorModel& model, std::span<const TrainingRow> rows, int steps) {
    alignas(16) Factors person{};
    model.fold_in(rows, person.data(), steps);
    return person;
}

struct Errors {
    double model = 0; ///< root mean square on what was held out
    double bias = 0;  ///< the same for the mean and damped item means alone, worked out here
};

Errors held_out_errors(const FactorModel& model, const PlantedWorld& world) {
    double mean = 0;
    for (const TrainingRow& row : world.seen.rows)
        mean += static_cast<double>(row.target) / static_cast<double>(world.seen.rows.size());
    std::array<double, PlantedWorld::items> sum{};
    std::array<double, PlantedWorld::items> count{};
    for (const TrainingRow& row : world.seen.rows) {
        sum[row.item] += static_cast<double>(row.target) - mean;
        count[row.item] += 1;
    }
    Errors errors;
    for (std::size_t u = 0; u < world.seen.people(); ++u) {
        const Factors person = folded_in(model, world.seen.of(u), 30);
        for (const TrainingRow& row : world.held_out.of(u)) {
            const double by_model = predicted(model, person, row.item) - static_cast<double>(row.target);
            const double by_bias =
                mean + sum[row.item] / (count[row.item] + 1) - static_cast<double>(row.target);
            errors.model += by_model * by_model;
            errors.bias += by_bias * by_bias;
        }
    }
    const auto n = static_cast<double>(world.held_out.rows.size());
    return {std::sqrt(errors.model / n), std::sqrt(errors.bias / n)};
}

FactorModel trained(const Ratings& ratings, int updates, double regularisation, int threads = 1,
                    int items = PlantedWorld::items) {
    FactorModel model(items, regularisation, 7);
    for (int k = 0; k < updates; ++k)
        model.update(ratings.offsets, ratings.rows, 1, threads);
    return model;
}

bool same_bits(const FactorModel& a, const FactorModel& b) {
    if (a.items() != b.items() || a.mean() != b.mean()) return false;
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(a.items()); ++i)
        if (a.bias(i) != b.bias(i) || !std::equal(a.vector(i), a.vector(i) + factor_count, b.vector(i)))
            return false;
    return true;
}

/// Ridge solution in double by Cholesky: (H' W H + lambda I) x = H' W t.
Eigen::VectorXd dense_solution(const std::vector<Row>& rows, double lambda) {
    Eigen::MatrixXd a = lambda * Eigen::MatrixXd::Identity(factor_count, factor_count);
    Eigen::VectorXd b = Eigen::VectorXd::Zero(factor_count);
    for (const Row& row : rows) {
        const Eigen::VectorXd h = FactorMap(row.factors).cast<double>();
        a += static_cast<double>(row.weight) * h * h.transpose();
        b += static_cast<double>(row.weight) * static_cast<double>(row.target) * h;
    }
    return a.llt().solve(b);
}

} // namespace

class Factor_model_test : public QObject {
    Q_OBJECT

private slots:
    void conjugate_gradients_reach_the_dense_solution_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("lambda");
        for (const int rows : {0, 1, 5, 31, 48, 200})
            for (const double lambda : {0.1, 4.0, 50.0})
                QTest::addRow("%d rows, lambda %g", rows, lambda) << rows << lambda;
    }
    void conjugate_gradients_reach_the_dense_solution() {
        QFETCH(int, rows);
        QFETCH(double, lambda);
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            Dice dice(72, seed);
            std::vector<Factors, Eigen::aligned_allocator<Factors>> factors(static_cast<std::size_t>(rows));
            std::vector<Row> all;
            for (auto& h : factors) {
                for (float& x : h)
                    x = 0.4F * normal(dice);
                all.push_back({h.data(), normal(dice), 2.0F * uniform(dice.word())});
            }
            const Eigen::VectorXd exact = dense_solution(all, lambda);
            FactorVector x;
            for (int k = 0; k < factor_count; ++k)
                x[k] = normal(dice);
            const auto row = [&](int k) { return all[static_cast<std::size_t>(k)]; };
            ridge_steps(rows, row, static_cast<float>(lambda), 80, x);
            const double error = (x.cast<double>() - exact).cwiseAbs().maxCoeff();
            QVERIFY2(error < 1e-4, qPrintable(QString::number(error)));
            // Each single step brings it nearer, in the norm of the problem: the loss falls.
            FactorVector y = FactorVector::Zero();
            const auto loss = [&] {
                double sum = lambda * static_cast<double>(y.squaredNorm());
                for (const Row& r : all) {
                    const double gap = static_cast<double>(r.target) -
                                       FactorMap(r.factors).cast<double>().dot(y.cast<double>());
                    sum += static_cast<double>(r.weight) * gap * gap;
                }
                return sum;
            };
            for (int step = 0; step < 5; ++step) {
                const double before = loss();
                ridge_steps(rows, row, static_cast<float>(lambda), 1, y);
                QVERIFY(loss() <= before + 1e-5);
            }
        }
    }

    void folding_in_solves_for_the_person() {
        const PlantedWorld world(1);
        const FactorModel model = trained(world.seen, 6, 2.0);
        for (std::size_t u = 0; u < 20; ++u) {
            std::vector<Row> rows;
            for (const TrainingRow& r : world.seen.of(u))
                rows.push_back(
                    {model.vector(r.item), r.target - model.mean() - model.bias(r.item), r.weight});
            const Eigen::VectorXd exact = dense_solution(rows, 2.0);
            const Factors person = folded_in(model, world.seen.of(u), 80);
            for (int k = 0; k < factor_count; ++k)
                QVERIFY(std::abs(static_cast<double>(person[static_cast<std::size_t>(k)]) - exact[k]) < 1e-4);
        }
    }

    // Bits, not closeness: a run is the same on any number of threads.
    void the_number_of_threads_does_not_show() {
        const PlantedWorld world(2);
        const FactorModel one = trained(world.seen, 3, 4.0, 1);
        for (const int threads : {2, 4, 7})
            QVERIFY(same_bits(one, trained(world.seen, 3, 4.0, threads)));
        QVERIFY(!same_bits(one, trained(world.seen, 2, 4.0, 1)));
    }

    void a_planted_structure_is_found() {
        for (std::uint32_t seed = 3; seed < 6; ++seed) {
            const PlantedWorld world(seed);
            const Errors start = held_out_errors(trained(world.seen, 0, 1.0), world);
            const Errors errors = held_out_errors(trained(world.seen, 20, 1.0), world);
            const QString text =
                QString("start %1, model %2, bias %3").arg(start.model).arg(errors.model).arg(errors.bias);
            QVERIFY2(errors.model < 0.3 * errors.bias, qPrintable(text));
            QVERIFY2(start.model > 0.7 * errors.bias, qPrintable(text));
            // The control: with targets handed to other pairs there is nothing to find.
            const PlantedWorld nothing(seed, true);
            const Errors control = held_out_errors(trained(nothing.seen, 20, 1.0), nothing);
            QVERIFY2(control.model > 0.97 * control.bias,
                     qPrintable(QString("model %1, bias %2").arg(control.model).arg(control.bias)));
        }
    }

    // Where updates settle, the loss is flat: for every item  sum w e = lambda b  and  sum w e p = lambda q
    // with the errors e of the people as they are solved inside an update (three steps from nothing).
    void updates_settle_where_the_loss_is_flat() {
        const PlantedWorld world(10);
        constexpr double lambda = 4.0;
        const FactorModel model = trained(world.seen, 300, lambda);
        std::vector<double> bias(PlantedWorld::items);
        std::vector<std::array<double, factor_count>> slope(PlantedWorld::items);
        for (std::uint32_t i = 0; i < PlantedWorld::items; ++i) {
            bias[i] = -lambda * static_cast<double>(model.bias(i));
            for (std::size_t k = 0; k < factor_count; ++k)
                slope[i][k] = -lambda * static_cast<double>(model.vector(i)[k]);
        }
        for (std::size_t u = 0; u < world.seen.people(); ++u) {
            const Factors person = folded_in(model, world.seen.of(u), 3);
            for (const TrainingRow& row : world.seen.of(u)) {
                const double error = static_cast<double>(row.target) - predicted(model, person, row.item);
                bias[row.item] += static_cast<double>(row.weight) * error;
                for (std::size_t k = 0; k < factor_count; ++k)
                    slope[row.item][k] +=
                        static_cast<double>(row.weight) * error * static_cast<double>(person[k]);
            }
        }
        double worst_bias = 0;
        double worst_slope = 0;
        for (std::size_t i = 0; i < PlantedWorld::items; ++i) {
            worst_bias = std::max(worst_bias, std::abs(bias[i]));
            for (const double x : slope[i])
                worst_slope = std::max(worst_slope, std::abs(x));
        }
        QVERIFY2(worst_bias < 0.02 && worst_slope < 0.02,
                 qPrintable(QString("%1 %2").arg(worst_bias).arg(worst_slope)));
    }

    // A person who was never trained on, folded in, is predicted as if the model had known them.
    void a_new_person_is_predicted_like_a_trained_one() {
        const PlantedWorld world(6);
        constexpr std::size_t kept = PlantedWorld::people - 30;
        Ratings without = world.seen;
        without.offsets.resize(kept + 1);
        without.rows.resize(without.offsets.back());
        const FactorModel all = trained(world.seen, 20, 1.0);
        const FactorModel fewer = trained(without, 20, 1.0);
        double difference = 0;
        double spread = 0;
        double n = 0;
        for (std::size_t u = kept; u < PlantedWorld::people; ++u) {
            const Factors in_all = folded_in(all, world.seen.of(u), 60);
            const Factors in_fewer = folded_in(fewer, world.seen.of(u), 60);
            for (const TrainingRow& row : world.held_out.of(u)) {
                const double a = predicted(all, in_all, row.item);
                const double gap = a - predicted(fewer, in_fewer, row.item);
                difference += gap * gap;
                spread += (a - static_cast<double>(all.mean())) * (a - static_cast<double>(all.mean()));
                n += 1;
            }
        }
        QVERIFY2(difference < 0.03 * spread,
                 qPrintable(QString("%1 of %2").arg(difference / n).arg(spread / n)));
    }

    void it_starts_cold() {
        const FactorModel model(500, 4.0, 11);
        QCOMPARE(model.mean(), 0.0F);
        QCOMPARE(model.version(), 1U);
        double sum = 0;
        double squares = 0;
        for (std::uint32_t i = 0; i < 500; ++i) {
            QCOMPARE(model.bias(i), 0.0F);
            QCOMPARE(predicted(model, Factors{}, i), 0.0);
            for (std::size_t k = 0; k < factor_count; ++k) {
                sum += static_cast<double>(model.vector(i)[k]);
                squares += static_cast<double>(model.vector(i)[k]) * static_cast<double>(model.vector(i)[k]);
            }
        }
        // Vectors differ, to break the symmetry, and are centred: sd 0.3 over 16,000 numbers.
        QVERIFY(std::abs(sum / 16000) < 0.01 && std::abs(std::sqrt(squares / 16000) - 0.3) < 0.01);
        // Somebody with a little history is still predicted near nothing for what they have not met.
        Dice dice(73, 0);
        double far = 0;
        for (int person = 0; person < 50; ++person) {
            std::vector<TrainingRow> rows;
            for (int k = 0; k < 3; ++k)
                rows.push_back({dice.below(250), 1.0F, 1.0F});
            const Factors folded = folded_in(model, rows, 30);
            for (std::uint32_t i = 250; i < 500; ++i)
                far = std::max(far, std::abs(predicted(model, folded, i)));
        }
        QVERIFY2(far < 0.6, qPrintable(QString::number(far)));
        QVERIFY(same_bits(model, FactorModel(500, 4.0, 11)) && !same_bits(model, FactorModel(500, 4.0, 12)));
    }

    void an_update_without_rows_changes_the_version_alone() {
        FactorModel model(40, 4.0, 11);
        const FactorModel before = model;
        model.update(std::vector<std::uint32_t>{0}, {}, 1, 2);
        QVERIFY(same_bits(model, before));
        QCOMPARE(model.version(), 2U);
    }

    void items_without_rows_stay_as_they_were() {
        const PlantedWorld world(8);
        FactorModel model(PlantedWorld::items + 10, 4.0, 7);
        const FactorModel before = model;
        model.update(world.seen.offsets, world.seen.rows, 1, 1);
        for (std::uint32_t i = PlantedWorld::items; i < PlantedWorld::items + 10; ++i)
            QVERIFY(model.bias(i) == 0 &&
                    std::equal(model.vector(i), model.vector(i) + factor_count, before.vector(i)));
        QVERIFY(!same_bits(model, before));
    }

    void a_row_of_weight_nothing_says_nothing() {
        const PlantedWorld world(9);
        Ratings padded;
        for (std::size_t u = 0; u < world.seen.people(); ++u) {
            for (const TrainingRow& row : world.seen.of(u)) {
                padded.rows.push_back(row);
                padded.rows.push_back({row.item, 50.0F, 0.0F});
            }
            padded.offsets.push_back(static_cast<std::uint32_t>(padded.rows.size()));
        }
        QVERIFY(same_bits(trained(world.seen, 2, 4.0), trained(padded, 2, 4.0)));
    }
};

ATTUNE_TEST(Factor_model_test);
#include "factor_model_test.moc"
