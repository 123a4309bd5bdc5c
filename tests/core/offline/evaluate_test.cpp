// The three tasks as a whole: what is compared with what, what cannot be evaluated, and stopping.
#include "core/offline/evaluate.h"
#include "core/offline/rating_error.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

Rows rows(double filled = 0.5) {
    Draws draws(881, 0);
    return test::made_rows(draws, 20, 15, filled);
}

QStringList models(const Evaluation& evaluation) {
    QStringList names;
    for (const ModelResult& model : evaluation.models)
        names << QString::fromStdString(model.model);
    return names;
}

Rows without_times() {
    Rows made = rows();
    made.rows[3].time = no_time;
    return made;
}

} // namespace

class Evaluate_test : public QObject {
    Q_OBJECT
private slots:
    void errors_are_those_of_the_rows() {
        const std::vector<TestRow> test = {{0, 0, 0, 5}, {0, 0, 1, 2}, {2, unknown, 1, 4}};
        RatingErrors errors(3);
        errors.add(test, [](std::uint32_t, std::uint32_t item) { return item == 0 ? 4.0 : 4.0; });
        errors.add({{1, 1, 0, 1}}, [](std::uint32_t, std::uint32_t) { return 4.0; });
        const auto measured = errors.measured();
        VERIFY_NEAR(measured[0].value, std::sqrt((1 + 4 + 0 + 9) / 4.0), 1e-12);
        VERIFY_NEAR(measured[1].value, (1 + 2 + 0 + 3) / 4.0, 1e-12);
        VERIFY_NEAR(measured[2].value, std::sqrt((1 + 4 + 9) / 3.0), 1e-12);
        QCOMPARE(measured[0].left_out.size(), std::size_t{3});
        VERIFY_NEAR(measured[0].left_out[1], std::sqrt((1 + 4) / 3.0), 1e-12);
        QCOMPARE(measured[2].left_out.size(), std::size_t{2});
    }

    void simple_models_stand_beside_the_others() {
        const auto ratings = evaluate_ratings(rows(), {});
        VERIFY_OK(ratings);
        QCOMPARE(models(*ratings), QStringList({"global_mean", "item_mean", "user_mean", "bias", "factors"}));
        QCOMPARE(ratings->reference, std::string("bias"));
        ListTaskOptions options;
        options.length = 3;
        options.implicit.factors = 2;
        options.fold_in = 2;
        const auto lists = evaluate_lists(rows(), options);
        VERIFY_OK(lists);
        QCOMPARE(models(*lists),
                 QStringList({"random", "popularity", "recent_popularity", "bias", "implicit", "folded_in"}));
        QCOMPARE(lists->reference, std::string("popularity"));
        // Without times there is no recent popularity, and everything else.
        const auto timeless = evaluate_lists(without_times(), options);
        VERIFY_OK(timeless);
        QCOMPARE(models(*timeless), QStringList({"random", "popularity", "bias", "implicit", "folded_in"}));
    }

    void recent_popularity_looks_as_far_back_as_said() {
        Rows made{{}, 4, 6};
        // Items 0 and 1 were taken by many long ago, item 2 by one not long before user 3 came.
        for (std::uint32_t user = 0; user < 3; ++user)
            for (std::uint32_t item = 0; item < 2; ++item)
                made.rows.push_back({user, item, 1, 1 + user});
        const std::int64_t later = 100LL * 86'400'000'000;
        made.rows.push_back({0, 2, 1, later});
        made.rows.push_back({0, 5, 1, later + 1}); // held back
        made.rows.push_back({3, 4, 1, later + 10});
        made.rows.push_back({3, 2, 1, later + 20}); // held back
        ListTaskOptions options;
        options.length = 1;
        options.share = 0.8;
        options.implicit.factors = 1;
        for (const double days : {1.0, 1000.0}) {
            options.recent_days = days;
            const auto lists = evaluate_lists(made, options);
            VERIFY_OK(lists);
            // Users 1 and 2 took item 1 last and get it either way; user 0's item 5 is known to nobody.
            VERIFY_NEAR(lists->models[2].measured[0].value, days < 2 ? 1.0 : 2.0 / 3, 1e-12);
        }
    }

    // Item 6 is taken by users who are folded in alone, so popularity must not know it; item 0 is the first
    // of what the others have taken, and what user 0 wants.
    void who_is_folded_in_is_new_to_every_model() {
        const std::uint32_t taken[5][3] = {{1, 2, 0}, {0, 4, 5}, {6, 3, 8}, {8, 5, 4}, {6, 7, 8}};
        Rows made{{}, 5, 9};
        for (std::uint32_t user = 0; user < 5; ++user)
            for (std::uint32_t k = 0; k < 3; ++k)
                made.rows.push_back({user, taken[user][k], 1, k + 1});
        ListTaskOptions options;
        options.length = 1;
        options.fold_in = 2;
        options.implicit.factors = 1;
        const auto lists = evaluate_lists(made, options);
        VERIFY_OK(lists);
        QCOMPARE(lists->models[1].model, std::string("popularity"));
        VERIFY_NEAR(lists->models[1].measured[0].value, 1.0 / 3, 1e-12);
        options.fold_in = 0;
        const auto all = evaluate_lists(made, options);
        VERIFY_OK(all);
        QVERIFY(all->models[1].measured[0].value < 1.0 / 3);
    }

    void what_cannot_be_evaluated_is_told_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("told");
        QTest::newRow("ratings without times") << 0 << "no time";
        QTest::newRow("one row") << 1 << "too few rows";
        QTest::newRow("lists of one row") << 2 << "too few rows";
        QTest::newRow("dislikes without times") << 3 << "no time";
        QTest::newRow("nothing is a dislike") << 4 << "only dislikes, or none";
        QTest::newRow("everything is a dislike") << 5 << "only dislikes, or none";
        QTest::newRow("more folds than rows") << 6 << "too few rows";
    }
    void what_cannot_be_evaluated_is_told() {
        QFETCH(int, which);
        QFETCH(QString, told);
        Rows one = rows();
        one.rows.resize(1);
        DislikeTask none, all;
        none.dislike_at = -1;
        all.dislike_at = 99;
        RatingTask folds;
        folds.share.reset();
        folds.folds = 300;
        const Result<Evaluation> results[] = {evaluate_ratings(without_times(), {}),
                                              evaluate_ratings(one, {}),
                                              evaluate_lists(one, {}),
                                              evaluate_dislikes(without_times(), {}),
                                              evaluate_dislikes(rows(), none),
                                              evaluate_dislikes(rows(), all),
                                              evaluate_ratings(rows(0.2), folds)};
        const auto& result = results[which];
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::bad_input);
        QVERIFY2(QString::fromStdString(result.error().what).contains(told), result.error().what.c_str());
    }

    void they_stop_when_asked_and_progress_rises_to_the_end() {
        RatingTask ratings;
        ratings.share.reset();
        ListTaskOptions lists;
        lists.fold_in = 2;
        lists.implicit.factors = 2;
        DislikeTask dislikes;
        dislikes.dislike_at = 2;
        const auto run = [&](int task, const GoOn& go_on) {
            ratings.go_on = lists.go_on = dislikes.go_on = go_on;
            return task == 0   ? evaluate_ratings(rows(), ratings)
                   : task == 1 ? evaluate_lists(rows(), lists)
                               : evaluate_dislikes(rows(), dislikes);
        };
        for (int task = 0; task < 3; ++task) {
            double last = 0;
            bool rising = true;
            const auto whole = run(task, [&](double share) {
                rising = rising && share >= last;
                last = share;
                return true;
            });
            VERIFY_OK(whole);
            QVERIFY(rising);
            VERIFY_NEAR(last, 1, 1e-12);
            const auto stopped = run(task, [](double) { return false; });
            QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
        }
    }
};

ATTUNE_TEST(Evaluate_test);
#include "evaluate_test.moc"
