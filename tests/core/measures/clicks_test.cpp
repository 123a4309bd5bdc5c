// Click-through per impression, per slate and adjusted for place, against hand-made logs and a brute-force
// oracle.
#include "core/measures/metrics/clicks.h"
#include "core/measures/metrics/exposure.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <map>
#include <set>

using namespace attune;
using attune::test::Draws;

namespace {

ImpressionRow shown(std::uint32_t user, std::uint32_t slate, std::uint8_t rank, bool examined, bool picked) {
    return {.user = user, .slate = slate, .rank = rank, .examined = examined, .picked = picked};
}

/// `slates` slates of one rank each, of which `examined` are looked at and `picked` picked.
void add_rank(std::vector<ImpressionRow>& rows, std::uint8_t rank, int slates, int examined, int picked) {
    for (int slate = 0; slate < slates; ++slate)
        rows.push_back(shown(0, static_cast<std::uint32_t>(slate), rank, slate < examined, slate < picked));
}

std::vector<ImpressionRow> random_log(Draws& draws) {
    std::vector<ImpressionRow> rows;
    const int users = 1 + draws.number(9);
    for (int user = 0; user < users; ++user)
        for (int slate = draws.number(4); slate > 0; --slate)
            for (int rank = draws.number(exposure_ranks); rank >= 0; --rank) {
                auto row = shown(static_cast<std::uint32_t>(user), static_cast<std::uint32_t>(slate),
                                 static_cast<std::uint8_t>(rank), draws.chance(0.6), false);
                row.picked = row.examined && draws.chance(0.2);
                row.unwanted = draws.chance(0.3);
                rows.push_back(row);
            }
    return rows;
}

} // namespace

class Clicks_test : public QObject {
    Q_OBJECT
private slots:
    // FB-64
    void a_hand_made_log_gives_the_worked_rates() {
        // Ann sees two slates of three, Ben one of two.
        //   Ann 0: ranks 0, 1, 2 examined; picks rank 1
        //   Ann 1: rank 0 examined; picks it; ranks 1, 2 not looked at
        //   Ben 0: ranks 0, 1 examined; picks nothing; rank 1 was unwanted
        std::vector<ImpressionRow> rows = {
            shown(0, 0, 0, true, false), shown(0, 0, 1, true, true),   shown(0, 0, 2, true, false),
            shown(0, 1, 0, true, true),  shown(0, 1, 1, false, false), shown(0, 1, 2, false, false),
            shown(1, 0, 0, true, false), shown(1, 0, 1, true, false),
        };
        rows[7].unwanted = true;
        rows[4].unwanted = true; // not looked at: does no harm
        const Tallies tallies = click_tallies(rows);
        QCOMPARE(tallies[Tally::impressions], 8.0);
        QCOMPARE(ratio_value("ctr", tallies), 2.0 / 6.0);
        QCOMPARE(ratio_value("ctr_slate", tallies), 2.0 / 3.0);
        // Three at rank 0 (weight 1), three at rank 1 (0.630930), two at rank 2 (0.5): 5.892789 expected
        // looks.
        VERIFY_NEAR(ratio_value("ctr_adjusted", tallies), 2.0 / 5.892789, 1e-5);
        QCOMPARE(ratio_value("unwanted_share", tallies), 1.0 / 6.0);
    }

    void an_empty_log_has_no_rates() {
        const Tallies tallies = click_tallies({});
        for (const char* key : {"ctr", "ctr_slate", "ctr_adjusted", "unwanted_share"})
            QVERIFY2(std::isnan(ratio_value(key, tallies)), key);
    }

    // FB-64
    void per_examined_impression_recovers_attraction_data() {
        QTest::addColumn<QList<int>>("examined");
        QTest::addColumn<QList<int>>("picked");
        // Attractions .4 .3 .2 .1. Position based, examination 1/k: picks .4 .15 .066667 .025 of 6,000.
        QTest::newRow("position based")
            << QList<int>{6000, 3000, 2000, 1500} << QList<int>{2400, 900, 400, 150};
        // Cascade: looks go on until a pick: 1, .6, .42, .336; picks .4 .18 .084 .0336 of 10,000.
        QTest::newRow("cascade") << QList<int>{10000, 6000, 4200, 3360} << QList<int>{4000, 1800, 840, 336};
    }
    void per_examined_impression_recovers_attraction() {
        QFETCH(QList<int>, examined);
        QFETCH(QList<int>, picked);
        const double attraction[] = {0.4, 0.3, 0.2, 0.1};
        double per_slate = 0;
        std::vector<ImpressionRow> all;
        for (int rank = 0; rank < 4; ++rank) {
            std::vector<ImpressionRow> rows;
            add_rank(rows, static_cast<std::uint8_t>(rank), examined[0], examined[rank], picked[rank]);
            QCOMPARE(ratio_value("ctr", click_tallies(rows)), attraction[rank]);
            per_slate += static_cast<double>(picked[rank]) / examined[0];
            all.insert(all.end(), rows.begin(), rows.end());
        }
        VERIFY_NEAR(ratio_value("ctr_slate", click_tallies(all)), per_slate, 1e-12);
    }

    // FB-64
    void adjusted_rate_does_not_depend_on_the_places_used() {
        // The same attraction .3 everywhere, looks as the examination weights say; one policy fills 3 places,
        // the other 10. The plain rate per impression drops, the adjusted one stays.
        const auto log = [](int places) {
            std::vector<ImpressionRow> rows;
            const int slates = 20000;
            for (int rank = 0; rank < places; ++rank) {
                const double looks = slates / std::log2(rank + 2.0);
                add_rank(rows, static_cast<std::uint8_t>(rank), slates, static_cast<int>(std::lround(looks)),
                         static_cast<int>(std::lround(0.3 * looks)));
            }
            return click_tallies(rows);
        };
        const Tallies few = log(3);
        const Tallies many = log(10);
        VERIFY_NEAR(ratio_value("ctr_adjusted", few), 0.3, 1e-4);
        VERIFY_NEAR(ratio_value("ctr_adjusted", many), 0.3, 1e-4);
        QVERIFY(few[Tally::picks] / few[Tally::impressions] >
                1.5 * many[Tally::picks] / many[Tally::impressions]);
        QVERIFY(ratio_value("ctr_slate", many) > 1.5 * ratio_value("ctr_slate", few));
    }

    // FB-64
    void equals_brute_force_on_random_logs() {
        for (int repetition = 0; repetition < test::sized(200, 5000); ++repetition) {
            Draws draws(64, repetition);
            const std::vector<ImpressionRow> rows = random_log(draws);
            if (rows.empty()) continue;
            std::map<std::uint32_t, std::map<std::uint32_t, int>> picks_of_slate; // user, slate
            double looked = 0;
            double looks_expected = 0;
            double unwanted = 0;
            for (const auto& row : rows) {
                picks_of_slate[row.user][row.slate] += row.picked ? 1 : 0;
                looked += row.examined ? 1 : 0;
                unwanted += row.examined && row.unwanted ? 1 : 0;
                looks_expected += std::log(2.0) / std::log(row.rank + 2.0);
            }
            double slates = 0;
            double picks = 0;
            for (const auto& [user, of_user] : picks_of_slate)
                for (const auto& [slate, count] : of_user) {
                    slates += 1;
                    picks += count;
                }
            const Tallies tallies = click_tallies(rows);
            VERIFY_NEAR(ratio_value("ctr_slate", tallies), picks / slates, 1e-12);
            VERIFY_NEAR(ratio_value("ctr_adjusted", tallies), picks / looks_expected, 1e-4);
            if (looked == 0) continue;
            VERIFY_NEAR(ratio_value("ctr", tallies), picks / looked, 1e-12);
            VERIFY_NEAR(ratio_value("unwanted_share", tallies), unwanted / looked, 1e-12);
        }
    }

    void order_of_rows_and_split_by_people_do_not_matter() {
        Draws draws(65, 0);
        std::vector<ImpressionRow> rows = random_log(draws);
        while (rows.size() < 50)
            rows = random_log(draws);
        const Tallies before = click_tallies(rows);
        draws.shuffle(rows);
        QVERIFY(click_tallies(rows) == before);
        std::vector<ImpressionRow> even;
        std::vector<ImpressionRow> odd;
        for (const auto& row : rows)
            (row.user % 2 == 0 ? even : odd).push_back(row);
        Tallies sum = click_tallies(even);
        sum += click_tallies(odd);
        QVERIFY(sum == before);
    }
};

ATTUNE_TEST(Clicks_test);
#include "clicks_test.moc"
