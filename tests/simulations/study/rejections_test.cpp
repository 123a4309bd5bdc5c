// What becomes of a first "no", against logs made by hand.
#include "simulations/study/loop_chart.h"
#include "simulations/study/loop_targets.h"
#include "simulations/study/rejections.h"
#include "tests/simulations/study/diary.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <cmath>
#include <variant>

using namespace attune;
using namespace attune::test;

class Rejections_test : public QObject {
    Q_OBJECT
private slots:
    // Counted by hand: URR and the taps that the next list answers.
    void what_still_comes_is_counted_by_hand() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(10, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10.1);
        diary.shows(10.2, {1, 2, 4}); // 1 is alike, 2 is of the category
        diary.says(FeedbackKind::not_interested, 2, 10.3);
        diary.shows(10.4, {2, 3, 5}); // 2 comes again at once: that tap was not answered
        diary.leaves(10);
        diary.shows(10 + 24 * 13.9, {0, 5, 4}, 16 * 13);
        diary.leaves(10 + 24 * 13.9, 16 * 13);
        diary.shows(10 + 24 * 14.1, {0, 1, 2}, 16 * 14); // beyond the fortnight
        diary.leaves(10 + 24 * 14.1, 16 * 14);
        Rejections seen(world, 1);
        seen.take(diary.log);
        const Rejection& person = seen.people()[0];
        QCOMPARE(person.hours, 10.1);
        QCOMPARE(person.item, 0U);
        QCOMPARE(person.pairs, 8.0); // 0 itself apart
        QCOMPARE(person.bad, 1.0);
        QCOMPARE(person.slates, 3.0);
        QCOMPARE(person.with_category, 3.0);
        QCOMPARE(static_cast<int>(person.shown[0]), 5);
        QCOMPARE(static_cast<int>(person.shown[1]), 4);
        QCOMPARE(person.taps, 2.0);
        QCOMPARE(person.answered, 1.0);
    }

    // What stood when the first no was said; what is allowed or withdrawn later changes nothing of it.
    void who_let_adjust_is_known_from_the_log_data() {
        QTest::addColumn<bool>("before");
        QTest::addColumn<bool>("after");
        QTest::newRow("never") << false << false;
        QTest::newRow("withdrawn later") << true << false;
        QTest::newRow("allowed later") << false << true;
    }
    void who_let_adjust_is_known_from_the_log() {
        QFETCH(bool, before);
        QFETCH(bool, after);
        const WorldData world = small_world();
        Diary diary;
        diary.adjusting(before, 9);
        diary.shows(10, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10.1);
        diary.adjusting(after, 10.2);
        diary.says(FeedbackKind::not_interested, 4, 10.3);
        diary.leaves(10);
        Rejections seen(world, 1);
        seen.take(diary.log);
        QCOMPARE(seen.people()[0].allowed, before);
    }

    void nobody_who_never_says_no_counts() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(10, {0, 4, 5});
        diary.says(FeedbackKind::thumb_down, 0, 10.1);
        diary.shows(11, {0, 4, 5});
        diary.leaves(10);
        Rejections seen(world, 1);
        seen.take(diary.log);
        QVERIFY(seen.people()[0].hours < 0);
        QCOMPARE(seen.people()[0].pairs, 0.0);
        QCOMPARE(seen.people()[0].taps, 0.0);
    }

    // A promise is judged by what was seen - down to the pick - from the moment it was made to the end of the
    // visits it named.
    void a_promise_is_judged_by_what_was_seen() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(11, {0, 1, 2}); // the visit in which it is made does not count
        diary.leaves(10);
        diary.shows(30, {4, 0, 5}, 16);
        diary.leaves(30, 16);
        diary.shows(60, {4, 0, 1}, 32);
        diary.says(FeedbackKind::picked, 4, 60.1); // the rest was not seen
        diary.leaves(60, 32);
        diary.shows(90, {0, 1, 2}, 48); // beyond the two visits
        diary.leaves(90, 48);
        for (const auto& [level, kept] : {std::pair{0.26F, 1.0}, {0.24F, 0.0}}) { // 1 of 4
            Rejections seen(world, 1);
            seen.watch(
                {{.user = UserId(0), .visit = 0, .hours = 10.5, .category = 0, .visits = 2, .level = level}});
            seen.take(diary.log);
            QCOMPARE(seen.judged()[0].due, 1.0);
            QCOMPARE(seen.judged()[0].kept, kept);
        }
    }

    // When it came true is counted in visits, and not where it did not last.
    void a_promise_came_true_when_it_stayed_true_data() {
        QTest::addColumn<QList<int>>("hits"); // in each visit, of two items
        QTest::addColumn<int>("visits");
        QTest::newRow("at once") << QList<int>{0, 0, 1} << 1;
        QTest::newRow("after one visit") << QList<int>{1, 0, 0} << 2;
        QTest::newRow("lost again") << QList<int>{0, 2, 0} << 3;
        QTest::newRow("only in between") << QList<int>{0, 1, 2} << 0;
        QTest::newRow("never") << QList<int>{1, 1, 1} << 0;
    }
    void a_promise_came_true_when_it_stayed_true() {
        QFETCH(QList<int>, hits);
        QFETCH(int, visits);
        const WorldData world = small_world();
        Diary diary;
        for (std::uint32_t visit = 1; visit <= 3; ++visit) {
            const int of_it = hits[static_cast<qsizetype>(visit) - 1];
            diary.shows(20.0 * visit, {of_it > 0 ? 0U : 4U, of_it > 1 ? 1U : 5U}, visit);
            diary.leaves(20.0 * visit, visit);
        }
        Rejections seen(world, 1);
        seen.watch({{.user = UserId(0), .category = 0, .visits = 3, .level = 0.34F}});
        seen.take(diary.log);
        QCOMPARE(seen.came().size(), 1U);
        QCOMPARE(seen.came()[0].promised, 3);
        QCOMPARE(seen.came()[0].visits, visits);
    }

    void promises_are_found_in_the_log() {
        const WorldData world = small_world();
        Diary diary;
        diary.log.push_back({.kind = LoggedKind::offer,
                             .visit = 3,
                             .hours = 5,
                             .choice = OfferChoice::fewer,
                             .category = CategoryId(1),
                             .value = 0.05F,
                             .slates = 4});
        diary.log.push_back({.kind = LoggedKind::offer, .choice = OfferChoice::decline});
        Rejections seen(world, 1);
        seen.take(diary.log);
        QCOMPARE(seen.promises().size(), 1U);
        QCOMPARE(static_cast<int>(seen.promises()[0].visits), 4);
        QCOMPARE(seen.promises()[0].level, 0.05F);
        QCOMPARE(seen.promises()[0].visit, 3U);
    }

    // The control: a policy that answers nothing is its own twin, and reduces nothing.
    void without_an_answer_nothing_is_reached() {
        LoadedScenario loaded = small_scenario(400, 25, 200);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const Policy nothing = without_answer(Policy{});
        const auto measures = measure_loop(loaded, nothing, {});
        VERIFY_OK(measures);
        for (const LoopMeasure& measure : *measures) {
            if (measure.key.starts_with("urr"))
                QVERIFY2(std::abs(measure.value.value) < 1e-12, measure.key.c_str());
            if (measure.key == "ovr") QCOMPARE(measure.value.value, 0.0);
            if (measure.key == "trust_true" || measure.key == "satisfaction_true" || measure.key == "sar" ||
                measure.key.starts_with("red_") || measure.key == "lst_satisfaction_30" ||
                measure.key == "opt_30d" || measure.key == "cre_gini")
                QVERIFY2(measure.change.value == 0.0 || std::isnan(measure.change.value),
                         measure.key.c_str());
            if (measure.key == "cre_loss") QCOMPARE(measure.value.value, 0.0);
            if (measure.key == "ttr_resolved") QVERIFY(!(measure.value.value > 0));
            // Nothing rises where nothing is answered.
            if (measure.key == "ars") QCOMPARE(measure.value.n, 0.0);
            if (measure.key == "pkp" || measure.key == "fal") QVERIFY(std::isnan(measure.value.value));
            if (measure.key == "answered_next") QCOMPARE(measure.value.value, measure.twin.value);
        }
    }

    // One block of people gives no interval, and without one nothing is called reached or missed.
    void too_few_people_are_not_judged() {
        const auto measures = measure_loop(small_scenario(40, 20, 200), Policy{}, {});
        VERIFY_OK(measures);
        for (const LoopMeasure& measure : *measures)
            if (std::isnan(measure.value.lower))
                QVERIFY2(measure.reached != Reached::reached && measure.reached != Reached::missed,
                         measure.key.c_str());
        QVERIFY(std::any_of(measures->begin(), measures->end(), [](const LoopMeasure& measure) {
            return measure.reached == Reached::undecided;
        }));
    }

    // ... and the shipped policy does: less of what was rejected comes, promises are kept that the twin would
    // not have kept, and every tap is answered.
    void the_shipped_policy_answers() {
        LoadedScenario loaded = small_scenario(700, 30, 300);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const auto measures = measure_loop(loaded, Policy{}, {});
        VERIFY_OK(measures);
        const auto of = [&](const char* key) -> const LoopMeasure& {
            for (const LoopMeasure& measure : *measures)
                if (measure.key == key) return measure;
            qFatal("no such measure");
        };
        QVERIFY(of("answered_next").value.value > 0.98);
        QVERIFY(of("answered_next").value.value >= of("answered_next").twin.value);
        // Who has not agreed to be adjusted for meets the item again.
        QVERIFY(of("item_back").value.upper < of("item_back").twin.lower - 0.1);
        QVERIFY2(of("urr").value.lower > 0.2, qPrintable(QString::number(of("urr").value.value)));
        QVERIFY(of("pkp").value.value > of("pkp").twin.value + 0.3);
        const DataTable table = loop_table(*measures, Text::english());
        QCOMPARE(table.rows.size(), measures->size());
        for (const auto& row : table.rows)
            for (const std::string& cell : row)
                QVERIFY2(!cell.empty() && !cell.starts_with('['), cell.c_str());
        QVERIFY(!loop_sentence(*measures, Text::english()).empty());
        QCOMPARE(loop_document(*measures)["measures"].size(), measures->size());
        // As a chart: the shares that have an aim as bars, the twin as a tick where it says something;
        // everything in the table.
        const LabChart chart = loop_chart(
            *measures, {"default", "small", loaded.scenario.users, loaded.scenario.days}, Text::english());
        QCOMPARE(chart.views.size(), 1U);
        const auto* bars = std::get_if<LoadBars>(&chart.views[0].plot);
        QVERIFY(bars);
        std::size_t shares = 0, ticks = 0;
        for (const LoopMeasure& measure : *measures) {
            if (measure.unit != LoopUnit::share || !measure.has_aim()) continue;
            QCOMPARE(bars->rows[shares].value, measure.value.value);
            QCOMPARE(bars->rows[shares].baseline.has_value(), std::isfinite(measure.twin.value));
            ticks += bars->rows[shares].baseline ? 1U : 0U;
            ++shares;
        }
        QCOMPARE(bars->rows.size(), shares);
        QCOMPARE(ticks, 2U);
        const std::string csv = loop_csv(*measures);
        QCOMPARE(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')), measures->size() + 1);
        // Nobody who says no: nothing is claimed.
        QVERIFY(loop_sentence({}, Text::english()).empty());
    }
};

ATTUNE_TEST(Rejections_test);
#include "rejections_test.moc"
