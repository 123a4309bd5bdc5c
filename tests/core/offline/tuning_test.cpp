// Tuning: every combination is tried once, the best is found, rows that are judged in the end have no say,
// and the model that comes out beats those without factors where there is something to learn.
#include "core/offline/normal_equations.h"
#include "core/offline/tune_models.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

const TuningGrid grid = {{{"rate", {1, 2, 4}}, {"regularisation", {1, 3}}}, {"factors", {8, 4, 16}}};

/// Users of one kind take items of their kind, nine times of ten, and rate them higher; every fifth item is
/// liked by all. Half of what there is to know is not in the item alone.
Rows kinds() {
    Draws draws(861, 0);
    Rows rows{{}, 150, 60};
    std::int64_t time = 0;
    for (std::uint32_t round = 0; round < 14; ++round)
        for (std::uint32_t user = 0; user < 150; ++user) {
            const std::uint32_t kind =
                draws.chance(0.9) ? user % 3 : static_cast<std::uint32_t>(draws.number(3));
            const auto item = static_cast<std::uint32_t>(draws.number(20)) * 3 + kind;
            rows.rows.push_back({user, item,
                                 (kind == user % 3 ? 8.0 : 2.0) + (item % 5 == 0 ? 1 : 0) + draws.number(2),
                                 ++time});
        }
    return rows;
}

TuningGrid small_grid() {
    return {{{"unobserved", {0.03, 0.3}}, {"regularisation", {0.01, 0.1}}}, {"factors", {4, 8}}};
}

TuningGrid small_rates() {
    return {{{"rate", {0.02, 0.05}}, {"regularisation", {0.03, 0.1}}}, {"factors", {4, 8}}};
}

const ModelResult& model(const Evaluation& evaluation, const std::string& name) {
    return *std::find_if(evaluation.models.begin(), evaluation.models.end(),
                         [&](const ModelResult& one) { return one.model == name; });
}

} // namespace

class Tuning_test : public QObject {
    Q_OBJECT
private slots:
    void every_combination_is_tried_and_the_best_is_found_data() {
        QTest::addColumn<bool>("less");
        QTest::addColumn<int>("threads");
        QTest::newRow("less is better") << true << 1;
        QTest::newRow("more is better") << false << 1;
        QTest::newRow("three threads") << true << 3;
    }
    void every_combination_is_tried_and_the_best_is_found() {
        QFETCH(bool, less);
        QFETCH(int, threads);
        const double sign = less ? 1 : -1;
        const auto score = [&](std::span<const double> v, const GoOn&) {
            // No number at all at rate 4.
            if (v[0] == 4) return Estimate::none;
            return sign * ((v[0] - 2) * (v[0] - 2) + (v[1] - 3) * (v[1] - 3) + (v[2] == 4 ? 0 : 0.5));
        };
        const auto tuning = tune(grid, less ? Better::less : Better::more, score, threads, {});
        VERIFY_OK(tuning);
        QCOMPARE(tuning->points.size(), std::size_t{3 * 2 + 2});
        QCOMPARE(tuning->value("rate"), 2.0);
        QCOMPARE(tuning->value("regularisation"), 3.0);
        QCOMPARE(tuning->value("factors"), 4.0);
        QVERIFY(tuning->at_the_end() == std::vector<std::string>({"regularisation", "factors"}));
    }

    void of_equal_points_the_first_is_taken_and_none_without_a_number() {
        const auto equal = tune(grid, Better::less, [](auto, const GoOn&) { return 1.0; }, 2, {});
        VERIFY_OK(equal);
        QCOMPARE(equal->chosen, std::size_t{0});
        const auto none = tune(grid, Better::less, [](auto, const GoOn&) { return Estimate::none; }, 2, {});
        QVERIFY(!none && none.error().code == ErrorCode::bad_input);
    }

    void rows_that_are_judged_in_the_end_have_no_say() {
        Rows rows = kinds();
        RatingTask task;
        task.tune = small_rates();
        const auto before = evaluate_ratings(rows, task);
        VERIFY_OK(before);
        for (std::size_t k = rows.rows.size() * 4 / 5; k < rows.rows.size(); ++k)
            rows.rows[k].value = 10 - rows.rows[k].value;
        const auto after = evaluate_ratings(rows, task);
        VERIFY_OK(after);
        for (std::size_t k = 0; k < before->tunings[0].points.size(); ++k)
            QCOMPARE(after->tunings[0].points[k].score, before->tunings[0].points[k].score);
        QVERIFY(model(*after, "factors").measured[0].value != model(*before, "factors").measured[0].value);
    }

    // The score of a point is what the evaluation of the part that is learned from alone would say.
    void a_score_is_that_of_the_same_protocol_within() {
        const Rows rows = kinds();
        RatingTask task;
        task.share.reset();
        task.folds = 3;
        task.tune = small_rates();
        const auto whole = evaluate_ratings(rows, task);
        VERIFY_OK(whole);
        QCOMPARE(whole->tunings.size(), std::size_t{3});
        const Split split = split_fold(rows, 1, 3);
        const Tuning& tuning = whole->tunings[1];
        RatingTask inner = task;
        inner.tune.reset();
        inner.gradient = tuned(task.gradient, tuning);
        const auto within = evaluate_ratings({split.train, split.users, split.items}, inner);
        VERIFY_OK(within);
        QCOMPARE(model(*within, "factors").measured[0].value, tuning.points[tuning.chosen].score);
    }

    void threads_do_not_show() {
        ListTaskOptions one;
        one.length = 5;
        one.tune = small_grid();
        ListTaskOptions three = one;
        three.implicit.threads = 3;
        const auto a = evaluate_lists(kinds(), one);
        const auto b = evaluate_lists(kinds(), three);
        VERIFY_OK(a);
        VERIFY_OK(b);
        for (std::size_t k = 0; k < a->tunings[0].points.size(); ++k)
            QCOMPARE(b->tunings[0].points[k].score, a->tunings[0].points[k].score);
        QVERIFY(model(*a, "implicit").measured[1].left_out == model(*b, "implicit").measured[1].left_out);
    }

    // Not by the chance of who was asked: the whole interval of the difference is on the better side.
    void preference_models_beat_popularity_and_bias() {
        RatingTask ratings;
        ratings.tune = small_rates();
        const auto rated = evaluate_ratings(kinds(), ratings);
        VERIFY_OK(rated);
        for (const char* simple : {"bias", "item_mean", "user_mean", "global_mean"})
            QVERIFY(paired_difference(model(*rated, simple).measured[0], model(*rated, "factors").measured[0])
                        .upper < 0);
        for (const ImplicitForm form : {ImplicitForm::ials, ImplicitForm::hkv}) {
            ListTaskOptions lists;
            lists.length = 5;
            lists.implicit.form = form;
            lists.tune =
                form == ImplicitForm::hkv
                    ? TuningGrid{{{"confidence", {1, 10}}, {"regularisation", {1, 10}}}, {"factors", {4}}}
                    : small_grid();
            const auto listed = evaluate_lists(kinds(), lists);
            VERIFY_OK(listed);
            for (const char* simple : {"popularity", "recent_popularity", "bias"})
                QVERIFY(paired_difference(model(*listed, simple).measured[0],
                                          model(*listed, listed->main).measured[0])
                            .lower > 0);
        }
    }

    void too_few_people_are_refused() {
        Rows few = kinds();
        std::erase_if(few.rows, [](const Row& row) { return row.user >= 29; });
        RatingTask ratings;
        ratings.tune = small_rates();
        ListTaskOptions lists;
        lists.tune = small_grid();
        const Result<Evaluation> results[] = {evaluate_ratings(few, ratings), evaluate_lists(few, lists)};
        for (const auto& result : results) {
            QVERIFY(!result && result.error().code == ErrorCode::bad_input);
            QVERIFY(QString::fromStdString(result.error().what).contains("too few people"));
        }
    }

    void tuning_stops_when_asked() {
        RatingTask ratings;
        ratings.tune = small_rates();
        double last = 0;
        ratings.threads = 2;
        ratings.go_on = [&](double share) { return (last = share) < 0.3; };
        const auto stopped = evaluate_ratings(kinds(), ratings);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
        QVERIFY(last < 0.9);
    }

    // HKV's own objective over all pairs: a row that was solved cannot be moved without loss. More rows than
    // one block of the kernel holds.
    void the_kernel_solves_the_system_data() {
        QTest::addColumn<int>("rows");
        QTest::newRow("none") << 0;
        QTest::newRow("a few") << 5;
        QTest::newRow("more than a block") << 700;
    }
    void the_kernel_solves_the_system() {
        QFETCH(int, rows);
        constexpr std::size_t d = 3, others = 900;
        Draws draws(871, 0);
        std::vector<double> fixed(others * d);
        for (double& value : fixed)
            value = draws.number(200) / 100.0 - 1;
        std::vector<std::uint32_t> occurs;
        for (int k = 0; k < rows; ++k)
            occurs.push_back(static_cast<std::uint32_t>(k) + 100);
        const RowWeights weights = {1.5, 2.5, 0.7};
        std::vector<double> x(d, 9);
        RowSolver().solve(OtherSide(fixed, d, 0.4), occurs, weights, x);
        for (std::size_t a = 0; a < d; ++a) {
            double left = weights.ridge * x[a], right = 0;
            for (std::size_t k = 0; k < others; ++k) {
                const bool in = k >= 100 && k < 100 + occurs.size();
                double dot = 0;
                for (std::size_t b = 0; b < d; ++b)
                    dot += fixed[k * d + b] * x[b];
                left += (0.4 + (in ? weights.occurring : 0)) * fixed[k * d + a] * dot;
                if (in) right += weights.target * fixed[k * d + a];
            }
            VERIFY_NEAR(left, right, 1e-8);
        }
    }
};

ATTUNE_TEST(Tuning_test);
#include "tuning_test.moc"
