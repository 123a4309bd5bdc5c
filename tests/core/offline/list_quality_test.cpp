// Lists and their measures: numbers that are known, and everything written out anew for made-up data.
#include "core/offline/list_quality.h"
#include "core/offline/start_values.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

#include <set>

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

/// A task of one user whose list is items 0, 1, 2 ...
ListTask one_user(std::size_t items, std::size_t length, const std::vector<std::uint32_t>& wanted) {
    return {items, length, {0}, {{}}, {wanted}, std::vector<double>(items, 1)};
}

void in_order(std::uint32_t, std::span<double> scores) {
    for (std::size_t i = 0; i < scores.size(); ++i)
        scores[i] = -static_cast<double>(i);
}

double value_of(const std::vector<Measured>& measured, const std::string& name) {
    for (const Measured& one : measured)
        if (one.measure == name) return one.value;
    return Estimate::none;
}

} // namespace

class List_quality_test : public QObject {
    Q_OBJECT
private slots:
    void known_numbers_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<std::vector<std::uint32_t>>("wanted");
        QTest::addColumn<double>("ndcg");
        QTest::addColumn<double>("recall");
        QTest::newRow("1,0,1,0,1 of four") << 5 << std::vector<std::uint32_t>{0, 2, 4, 9} << 0.736590 << 0.75;
        QTest::newRow("0,1,1 of two") << 3 << std::vector<std::uint32_t>{1, 2} << 0.693426 << 1.0;
        QTest::newRow("all of more than fit") << 2 << std::vector<std::uint32_t>{0, 1, 5} << 1.0 << 1.0;
        QTest::newRow("none") << 3 << std::vector<std::uint32_t>{7} << 0.0 << 0.0;
    }
    void known_numbers() {
        QFETCH(int, length);
        QFETCH(std::vector<std::uint32_t>, wanted);
        QFETCH(double, ndcg);
        QFETCH(double, recall);
        const auto measured = judge_lists(one_user(10, static_cast<std::size_t>(length), wanted), in_order);
        VERIFY_NEAR(value_of(measured, "ndcg"), ndcg, 5e-7);
        VERIFY_NEAR(value_of(measured, "recall"), recall, 1e-12);
        QCOMPARE(value_of(measured, "hit_rate"), recall > 0 ? 1.0 : 0.0);
        VERIFY_NEAR(value_of(measured, "coverage"), length / 10.0, 1e-12);
    }

    void gini_has_its_known_numbers() {
        VERIFY_NEAR(gini({1, 1, 1, 1}), 0, 1e-12);
        VERIFY_NEAR(gini({0, 0, 0, 10}), 0.75, 1e-12);
        VERIFY_NEAR(gini({5, 1, 4, 2, 3}), 0.266667, 5e-7);
        VERIFY_NEAR(gini({10, 5, 3, 1, 1, 0}), 0.533333, 5e-7);
        QVERIFY(std::isnan(gini({0, 0})));
    }

    void ties_go_to_the_smaller_number_and_nothing_had_is_listed() {
        const std::vector<double> scores = {1, 3, 2, 3, 2, 5};
        const std::vector<std::uint32_t> had = {5};
        const std::vector<std::uint32_t> want = {1, 3, 2, 4};
        QVERIFY(best_items(scores, had, 4) == want);
        QCOMPARE(best_items(scores, had, 99).size(), std::size_t{5});
    }

    // Everything anew with sets, for several users, and each left out in turn.
    void made_up_lists_are_judged_as_by_hand() {
        Draws draws(841, 0);
        const Split split = split_last(test::made_rows(draws, 25, 30, 0.3), 0.7);
        const ListTask task = list_task(split, 4);
        const auto score = [](std::uint32_t user, std::span<double> scores) {
            for (std::size_t i = 0; i < scores.size(); ++i)
                scores[i] = std::floor(start_uniform(5, user * 1000 + i) * 8);
        };
        std::vector<double> recall, ndcg;
        std::set<std::uint32_t> shown;
        double popularity = 0, places = 0;
        for (std::uint32_t user = 0; user < split.users; ++user) {
            std::set<std::uint32_t> had, wanted;
            for (const Row& row : split.train)
                if (row.user == user) had.insert(row.item);
            for (const TestRow& row : split.test)
                if (row.user == user) wanted.insert(row.item);
            if (wanted.empty()) continue;
            std::vector<double> scores(split.items);
            score(user, scores);
            double hits = 0, gain = 0, ideal = 0;
            for (std::size_t rank = 0; rank < 4; ++rank) {
                std::uint32_t best = unknown;
                for (std::uint32_t i = 0; i < split.items; ++i)
                    if (!had.contains(i) && (best == unknown || scores[i] > scores[best])) best = i;
                had.insert(best);
                shown.insert(best);
                places += 1;
                for (const Row& row : split.train)
                    popularity += row.item == best ? 1 : 0;
                if (wanted.contains(best)) {
                    hits += 1;
                    gain += 1 / std::log2(static_cast<double>(rank) + 2);
                }
                if (rank < wanted.size()) ideal += 1 / std::log2(static_cast<double>(rank) + 2);
            }
            recall.push_back(hits / static_cast<double>(std::min<std::size_t>(4, wanted.size())));
            ndcg.push_back(gain / ideal);
        }
        const auto measured = judge_lists(task, score);
        const auto mean = [](const std::vector<double>& values, std::size_t without) {
            double sum = 0, n = 0;
            for (std::size_t k = 0; k < values.size(); ++k)
                if (k != without) {
                    sum += values[k];
                    n += 1;
                }
            return sum / n;
        };
        const std::size_t nobody = recall.size();
        QVERIFY(nobody > 20);
        VERIFY_NEAR(value_of(measured, "recall"), mean(recall, nobody), 1e-12);
        VERIFY_NEAR(value_of(measured, "ndcg"), mean(ndcg, nobody), 1e-12);
        VERIFY_NEAR(value_of(measured, "shown_popularity"), popularity / places, 1e-12);
        VERIFY_NEAR(value_of(measured, "coverage"),
                    static_cast<double>(shown.size()) / static_cast<double>(split.items), 1e-12);
        QCOMPARE(measured[1].left_out.size(), nobody);
        for (std::size_t k = 0; k < nobody; ++k)
            VERIFY_NEAR(measured[1].left_out[k], mean(ndcg, k), 1e-12);
    }

    void every_so_many_th_user_can_be_judged_alone() {
        Draws draws(842, 0);
        const Split split = split_last(test::made_rows(draws, 25, 30, 0.3), 0.7);
        const ListTask some = list_task(split, 4, 5);
        QVERIFY(some.users.size() >= 4 && some.users.size() <= 5);
        for (const std::uint32_t user : some.users)
            QCOMPARE(user % 5, 0U);
        QVERIFY(some.popularity == list_task(split, 4).popularity);
    }
};

ATTUNE_TEST(List_quality_test);
#include "list_quality_test.moc"
