// What is held back: nothing that is judged was learned from, nothing is lost, and numbers lead back.
#include "core/offline/split.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

#include <set>
#include <tuple>

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

using Plain = std::tuple<std::uint32_t, std::uint32_t, double>;

std::multiset<Plain> plain(const std::vector<Row>& rows) {
    std::multiset<Plain> all;
    for (const Row& row : rows)
        all.emplace(row.user, row.item, row.value);
    return all;
}

/// Rows to learn from with their old numbers.
std::multiset<Plain> learned(const Split& split) {
    std::multiset<Plain> all;
    for (const Row& row : split.train)
        all.emplace(split.user_of[row.user], split.item_of[row.item], row.value);
    return all;
}

bool in_order(const std::vector<Row>& rows) {
    return std::is_sorted(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        return std::tie(a.time, a.user, a.item) < std::tie(b.time, b.user, b.item);
    });
}

/// Whether the numbers of the test rows are those of the part that was learned from.
bool numbers_fit(const Split& split) {
    const std::set<std::uint32_t> users(split.user_of.begin(), split.user_of.end());
    for (const TestRow& row : split.test) {
        if (row.user == unknown ? users.contains(row.person) : split.user_of[row.user] != row.person)
            return false;
        if (row.item != unknown && row.item >= split.items) return false;
    }
    return std::is_sorted(split.user_of.begin(), split.user_of.end()) &&
           std::is_sorted(split.item_of.begin(), split.item_of.end());
}

} // namespace

class Split_test : public QObject {
    Q_OBJECT
private slots:
    void the_last_rows_by_time_are_held_back() {
        Draws draws(801, 0);
        const Rows all = test::made_rows(draws, 20, 12, 0.3);
        const Split split = split_by_time(all, 0.8);
        QCOMPARE(split.train.size(), all.rows.size() * 8 / 10);
        QCOMPARE(split.train.size() + split.test.size(), all.rows.size());
        QVERIFY(in_order(split.train) && numbers_fit(split));
        std::vector<Row> sorted = all.rows;
        sort_by_time(sorted);
        QVERIFY(learned(split) ==
                plain({sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(split.train.size())}));
        for (std::size_t k = 0; k < split.test.size(); ++k)
            QCOMPARE(split.test[k].person, sorted[split.train.size() + k].user);
    }

    void shares_of_whole_numbers_are_not_lost_to_rounding() {
        Rows all{{}, 1, 100};
        for (std::uint32_t i = 0; i < 100; ++i)
            all.rows.push_back({0, i, 1, i});
        for (int hundredth = 1; hundredth < 100; ++hundredth)
            QCOMPARE(split_by_time(all, hundredth / 100.0).train.size(), static_cast<std::size_t>(hundredth));
    }

    void every_row_is_judged_in_one_fold() {
        Draws draws(802, 0);
        const Rows all = test::made_rows(draws, 15, 10, 0.4);
        std::multiset<std::pair<std::uint32_t, double>> judged, everybody;
        for (const Row& row : all.rows)
            everybody.emplace(row.user, row.value);
        for (std::size_t fold = 0; fold < 5; ++fold) {
            const Split split = split_fold(all, fold, 5);
            QCOMPARE(split.train.size() + split.test.size(), all.rows.size());
            QVERIFY(in_order(split.train) && numbers_fit(split));
            for (std::size_t n = 0; n < split.test.size(); ++n) {
                QCOMPARE(split.test[n].value, all.rows[fold + 5 * n].value);
                judged.emplace(split.test[n].person, split.test[n].value);
            }
        }
        QVERIFY(judged == everybody);
    }

    void of_each_user_the_last_rows_are_held_back() {
        Draws draws(803, 0);
        const Rows all = test::made_rows(draws, 30, 14, 0.35);
        const Split split = split_last(all, 0.8);
        QVERIFY(numbers_fit(split));
        for (std::uint32_t user = 0; user < 30; ++user) {
            std::vector<Row> own;
            std::copy_if(all.rows.begin(), all.rows.end(), std::back_inserter(own),
                         [&](const Row& row) { return row.user == user; });
            if (own.empty()) continue;
            sort_by_time(own);
            const std::size_t held = own.size() == 1 ? 0 : (own.size() + 4) / 5;
            std::multiset<Plain> want = plain({own.begin(), own.end() - static_cast<std::ptrdiff_t>(held)});
            std::multiset<Plain> got;
            for (const Plain& row : learned(split))
                if (std::get<0>(row) == user) got.insert(row);
            QVERIFY(got == want);
        }
        for (const TestRow& row : split.test)
            QVERIFY(row.both_known());
    }

    void a_core_is_the_largest_part_in_which_nobody_has_too_few() {
        for (int repetition = 0; repetition < 20; ++repetition) {
            Draws draws(804, repetition);
            const Rows all = test::made_rows(draws, 9, 8, 0.35);
            // Takes away one row at a time, whichever is first: the core does not depend on the order.
            std::vector<Row> want = all.rows;
            for (bool changed = true; changed;) {
                changed = false;
                for (std::size_t k = 0; k < want.size() && !changed; ++k) {
                    const auto rows_of = [&](auto side) {
                        return std::count_if(want.begin(), want.end(),
                                             [&](const Row& row) { return row.*side == want[k].*side; });
                    };
                    if (rows_of(&Row::user) >= 3 && rows_of(&Row::item) >= 3) continue;
                    want.erase(want.begin() + static_cast<std::ptrdiff_t>(k));
                    changed = true;
                }
            }
            QVERIFY(core_of(all.rows, 3) == want);
        }
    }

    void repeats_leave_the_earliest() {
        const std::vector<Row> rows = {{0, 1, 5, 30}, {0, 1, 3, 10}, {1, 1, 2, 20}, {0, 1, 4, 20}};
        const std::vector<Row> want = {{0, 1, 3, 10}, {1, 1, 2, 20}};
        QVERIFY(without_repeats(rows) == want);
        QCOMPARE(distinct_users(rows), std::size_t{2});
        QCOMPARE(distinct_items(rows), std::size_t{1});
    }
};

ATTUNE_TEST(Split_test);
#include "split_test.moc"
