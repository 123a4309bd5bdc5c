// Numbers on public data that other programs have found: means and biases to 1e-6, factors from seed 42 to
// 1e-4. And dislikes: how well they can be told, tuned on the part that is learned from alone.
#include "core/offline/tune_models.h"
#include "simulations/population/raw_ratings.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;

namespace {

constexpr double means = 1.01e-6; ///< published with six decimals: half of the last, and the tolerance
constexpr double factors = 1e-4;

Rows read(const std::string& name, const ColumnMap& map = {}) {
    const auto raw =
        read_raw_ratings(test::data_folder() + "/" + name, {.columns = map, .go_on = {}}, ImportKey{});
    if (!raw) return {};
    Rows rows{{}, raw->users, raw->items};
    for (const RawRating& row : raw->rows)
        rows.rows.push_back({row.user, row.item, row.value, row.time});
    return rows;
}

double value(const Result<Evaluation>& evaluation, const std::string& model, const std::string& measure) {
    for (const ModelResult& one : evaluation->models)
        for (const Measured& measured : one.measured)
            if (one.model == model && measured.measure == measure) return measured.value;
    return Estimate::none;
}

double fact(const Result<Evaluation>& evaluation, const std::string& name) {
    for (const auto& [key, number] : evaluation->facts)
        if (key == name) return number;
    return Estimate::none;
}

Rows films() {
    return read("movietweetings-100k/ratings.dat");
}

/// Ratings of 7 or more, of which everybody and everything has five.
Rows liked_films() {
    Rows rows = films();
    std::erase_if(rows.rows, [](const Row& row) { return row.value < 7; });
    rows.rows = core_of(std::move(rows.rows), 5);
    return rows;
}

} // namespace

#define NEEDS_DATA                                                                                           \
    if (test::data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read")

class Public_numbers_test : public QObject {
    Q_OBJECT
private slots:
    void ratings_of_films() {
        NEEDS_DATA;
        const Rows rows = films();
        const auto evaluation = evaluate_ratings(rows, {});
        VERIFY_OK(evaluation);
        QCOMPARE(fact(evaluation, "train_rows"), 80000.0);
        QCOMPARE(fact(evaluation, "known_rows"), 12735.0);
        VERIFY_NEAR(fact(evaluation, "train_mean"), 7.3387875, 1e-9);
        const struct {
            const char* model;
            double rmse, mae, known, within;
        } want[] = {{"global_mean", 1.890818, 1.457131, 1.800567, means},
                    {"item_mean", 1.817932, 1.351061, 1.718623, means},
                    {"user_mean", 1.867063, 1.383778, 1.772428, means},
                    {"bias", 1.659603, 1.228830, 1.510078, means},
                    {"factors", 1.633950, 1.205732, 1.475903, factors}};
        for (const auto& one : want) {
            VERIFY_NEAR(value(evaluation, one.model, "rmse"), one.rmse, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "mae"), one.mae, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "rmse_known"), one.known, one.within);
        }
        RatingTask task;
        task.gradient.epochs = 20;
        task.gradient.regularisation = 0.02;
        const auto short_run = evaluate_ratings(rows, task);
        VERIFY_OK(short_run);
        VERIFY_NEAR(value(short_run, "factors", "rmse"), 1.646496, factors);
        VERIFY_NEAR(value(short_run, "factors", "mae"), 1.217088, factors);
        VERIFY_NEAR(value(short_run, "factors", "rmse_known"), 1.495537, factors);
        // Factors are better than biases, and not by the chance of who was asked.
        QVERIFY(
            paired_difference(evaluation->models[3].measured[0], evaluation->models[4].measured[0]).upper <
            0);
    }

    void other_seeds_stay_where_they_were_seen() {
        NEEDS_DATA;
        const Rows rows = films();
        for (const std::uint64_t seed : {43U, 46U}) {
            RatingTask task;
            task.gradient.seed = seed;
            const auto evaluation = evaluate_ratings(rows, task);
            VERIFY_OK(evaluation);
            const double rmse = value(evaluation, "factors", "rmse");
            QVERIFY(rmse > 1.63245 && rmse < 1.63465);
        }
    }

    void ratings_of_restaurants_data() {
        QTest::addColumn<QString>("column");
        QTest::addColumn<std::vector<double>>("rmse");
        QTest::newRow("overall") << "rating" << std::vector<double>{0.773758, 0.814298, 0.630286, 0.684665};
        QTest::newRow("food") << "food_rating" << std::vector<double>{0.792260, 0.859229, 0.653544, 0.710839};
        QTest::newRow("service") << "service_rating"
                                 << std::vector<double>{0.790789, 0.842799, 0.668333, 0.710760};
    }
    void ratings_of_restaurants() {
        NEEDS_DATA;
        QFETCH(QString, column);
        QFETCH(std::vector<double>, rmse);
        RatingTask task;
        task.share.reset();
        task.gradient.epochs = 1;
        const auto evaluation = evaluate_ratings(
            read("restaurant-consumer/rating_final.csv",
                 {{"user", "userID"}, {"item", "placeID"}, {"rating", column.toStdString()}}),
            task);
        VERIFY_OK(evaluation);
        QCOMPARE(fact(evaluation, "test_rows"), 1161.0);
        const char* models[] = {"global_mean", "item_mean", "user_mean", "bias"};
        for (std::size_t k = 0; k < 4; ++k)
            VERIFY_NEAR(value(evaluation, models[k], "rmse"), rmse[k], means);
    }

    void lists_of_films() {
        NEEDS_DATA;
        const auto evaluation = evaluate_lists(liked_films(), {});
        VERIFY_OK(evaluation);
        QCOMPARE(fact(evaluation, "train_rows"), 33900.0);
        QCOMPARE(fact(evaluation, "test_rows"), 10118.0);
        QCOMPARE(fact(evaluation, "users"), 3452.0);
        QCOMPARE(fact(evaluation, "items"), 1711.0);
        VERIFY_NEAR(fact(evaluation, "popularity_gini"), 0.622704, means);
        const struct {
            const char* model;
            double recall, ndcg, hit_rate, coverage, gini, popularity, within;
        } want[] = {{"random", 0.009834, 0.005330, 0.0293, 1.0000, 0.0877, 19.13, means},
                    {"popularity", 0.243963, 0.129715, 0.4548, 0.0222, 0.9870, 359.77, means},
                    {"recent_popularity", 0.182273, 0.111654, 0.3763, 0.0847, 0.9697, 237.75, means},
                    {"implicit", 0.258699, 0.136202, 0.4815, 0.2659, 0.9506, 244.60, factors}};
        for (const auto& one : want) {
            VERIFY_NEAR(value(evaluation, one.model, "recall"), one.recall, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "ndcg"), one.ndcg, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "hit_rate"), one.hit_rate, 6e-5);
            VERIFY_NEAR(value(evaluation, one.model, "coverage"), one.coverage, 6e-5);
            VERIFY_NEAR(value(evaluation, one.model, "gini"), one.gini, 6e-5);
            VERIFY_NEAR(value(evaluation, one.model, "shown_popularity"), one.popularity, 6e-3);
        }
    }

    void lists_with_other_settings_data() {
        QTest::addColumn<int>("d");
        QTest::addColumn<double>("unobserved");
        QTest::addColumn<double>("regularisation");
        QTest::addColumn<std::vector<double>>("want"); // recall, ndcg, hit rate, coverage, Gini, popularity
        QTest::newRow("d32 a0 0.5") << 32 << 0.5 << 0.01
                                    << std::vector{0.258291, 0.139023, 0.4765, 0.0596, 0.9759, 289.51};
        QTest::newRow("d64") << 64 << 0.05 << 0.03
                             << std::vector{0.260579, 0.139193, 0.4791, 0.3057, 0.9503, 250.35};
        QTest::newRow("badly tuned") << 32 << 0.2 << 0.003
                                     << std::vector{0.201066, 0.110221, 0.3975, 0.2618, 0.9263, 171.63};
    }
    void lists_with_other_settings() {
        NEEDS_DATA;
        QFETCH(int, d);
        QFETCH(double, unobserved);
        QFETCH(double, regularisation);
        QFETCH(std::vector<double>, want);
        ListTaskOptions options;
        options.implicit.factors = static_cast<std::size_t>(d);
        options.implicit.unobserved = unobserved;
        options.implicit.regularisation = regularisation;
        const auto evaluation = evaluate_lists(liked_films(), options);
        VERIFY_OK(evaluation);
        const char* measures[] = {"recall", "ndcg", "hit_rate", "coverage", "gini", "shown_popularity"};
        const double within[] = {factors, factors, factors, factors, factors, 6e-3};
        for (std::size_t k = 0; k < 6; ++k)
            VERIFY_NEAR(value(evaluation, "implicit", measures[k]), want[k], within[k]);
    }

    // Chosen without the rows that are judged, and better than popularity by more than chance.
    void tuned_lists_of_films_beat_popularity() {
        NEEDS_DATA;
        ListTaskOptions options;
        options.tune = implicit_grid(ImplicitForm::ials);
        options.tune->after.values = {32};
        options.implicit.threads = 2;
        const auto evaluation = evaluate_lists(liked_films(), options);
        VERIFY_OK(evaluation);
        QVERIFY(value(evaluation, "implicit", "recall") > 0.255);
        QVERIFY(
            paired_difference(evaluation->models[1].measured[0], evaluation->models[4].measured[0]).lower >
            0);
    }

    void users_who_are_folded_in() {
        NEEDS_DATA;
        ListTaskOptions options;
        options.fold_in = 5;
        const auto evaluation = evaluate_lists(liked_films(), options);
        VERIFY_OK(evaluation);
        QCOMPARE(fact(evaluation, "judged_users"), 691.0);
        VERIFY_NEAR(value(evaluation, "implicit", "recall"), 0.282052, factors);
        VERIFY_NEAR(value(evaluation, "implicit", "ndcg"), 0.150806, factors);
        VERIFY_NEAR(value(evaluation, "folded_in", "recall"), 0.268937, factors);
        VERIFY_NEAR(value(evaluation, "folded_in", "ndcg"), 0.148043, factors);
        VERIFY_NEAR(value(evaluation, "popularity", "recall"), 0.254616, means);
        VERIFY_NEAR(value(evaluation, "popularity", "ndcg"), 0.135783, means);
    }

    void dislikes_of_videos() {
        NEEDS_DATA;
        const auto evaluation = evaluate_dislikes(
            read("kuairand-like-hate/interactions.tsv",
                 {{"user", "user_id"}, {"item", "video_id"}, {"rating", "label"}, {"time", "time_ms"}}),
            {});
        VERIFY_OK(evaluation);
        QCOMPARE(fact(evaluation, "train_rows"), 25718.0);
        QCOMPARE(fact(evaluation, "test_rows"), 6430.0);
        VERIFY_NEAR(fact(evaluation, "train_dislikes"), 0.188584, means);
        VERIFY_NEAR(fact(evaluation, "test_dislikes"), 0.220840, means);
        const struct {
            const char* model;
            double auc, log_loss, ece, within;
        } want[] = {{"constant", 0.500000, 0.531232, 0.032256, means},
                    {"user_rate", 0.831805, 0.388821, 0.049573, means},
                    {"item_rate", 0.767884, 0.478919, 0.117667, means},
                    {"combined", 0.877014, 0.357618, 0.063978, means},
                    {"platt", 0.8770, 0.3322, 0.0203, 6e-5},
                    {"isotonic", 0.8725, 0.3410, 0.0227, 6e-5},
                    {"two_signs", 0.9135, 0.2925, 0.0349, 6e-5}};
        for (const auto& one : want) {
            VERIFY_NEAR(value(evaluation, one.model, "auc"), one.auc, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "log_loss"), one.log_loss, one.within);
            VERIFY_NEAR(value(evaluation, one.model, "ece"), one.ece, one.within);
        }
        VERIFY_NEAR(value(evaluation, "user_rate", "brier"), 0.113615, means);
        VERIFY_NEAR(value(evaluation, "combined", "brier"), 0.104888, means);
        // The bar.
        QVERIFY(value(evaluation, "all_signs", "auc") >= 0.915);
        QVERIFY(value(evaluation, "all_signs", "log_loss") <= 0.29);
        QVERIFY(value(evaluation, "all_signs", "ece") <= 0.03);
    }
};

ATTUNE_TEST(Public_numbers_test);
#include "public_numbers_test.moc"
