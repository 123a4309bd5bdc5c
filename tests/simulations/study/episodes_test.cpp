// What becomes of people after an overt sign, counted by hand on short logs. Person by person on whole runs:
// whole_lives_test.cpp.
#include "simulations/study/episodes.h"
#include "tests/simulations/study/diary.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double rest = 7 * 24, rest_declined = 14 * 24;

/// Leaving comes after all that is in the diary.
Episodes read(const Diary& diary, const WorldData& world, double end) {
    const std::vector<Person> people(1);
    Episodes episodes(
        {.world = &world, .people = people, .rest = rest, .rest_declined = rest_declined, .end = end});
    std::vector<Felt> slates, moves;
    for (const Felt& felt : diary.felt)
        (felt.moment == Felt::Moment::slate_over ? slates : moves).push_back(felt);
    episodes.feel(slates);
    episodes.take(diary.log);
    episodes.feel(moves);
    episodes.finish();
    return episodes;
}

} // namespace

class Episodes_test : public QObject {
    Q_OBJECT
private slots:
    // Satisfaction after the twenty items that follow the adjustment, not before it, and not after all.
    void satisfaction_is_looked_at_after_twenty_items() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(10, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10.1);
        diary.shows(10.2, {1, 2, 3, 4, 5}); // before the adjustment: does not count
        diary.steps(LoopState::adjust, 10.3);
        for (int s = 0; s < 5; ++s)
            diary.shows(10.3 + s * 0.1, {1, 2, 3, 4, 5});
        diary.leaves(10);
        for (const float s : {0.3F, 0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F})
            diary.feels(10, s);
        const FirstSign& first = read(diary, world, 1000).first()[0];
        QCOMPARE(first.satisfaction, 0.5); // a person of no experience, before the first slate
        QCOMPARE(first.counted_from, 10.3);
        QCOMPARE(static_cast<float>(first.satisfaction_after), 0.8F);
    }

    void who_sees_too_little_is_looked_at_after_thirty_days() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(10, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10.1);
        diary.leaves(10);
        diary.feels(10, 0.25F);
        QVERIFY(std::isnan(read(diary, world, 700).first()[0].satisfaction_after));
        QCOMPARE(read(diary, world, 800).first()[0].satisfaction_after, 0.25);
        diary.goes(Felt::Moment::left, 48); // and who has left at once
        QCOMPARE(read(diary, world, 100).first()[0].satisfaction_after, 0.25);
    }

    // TTR by hand: hours and items up to "resolved", and all that is no resolution.
    void episodes_end_as_they_do_data() {
        QTest::addColumn<int>("how");
        QTest::addColumn<int>("end");
        QTest::addColumn<double>("hours");
        QTest::newRow("resolved") << 0 << static_cast<int>(WaitEnd::reached) << 40.0;
        QTest::newRow("fallback") << 1 << static_cast<int>(WaitEnd::ruled_out) << 40.0;
        QTest::newRow("stop") << 2 << static_cast<int>(WaitEnd::ruled_out) << 40.0;
        QTest::newRow("left") << 3 << static_cast<int>(WaitEnd::ruled_out) << 62.0;
        QTest::newRow("consent withdrawn") << 4 << static_cast<int>(WaitEnd::ruled_out) << 40.0;
        QTest::newRow("another category resolved") << 5 << static_cast<int>(WaitEnd::waiting) << 290.0;
        QTest::newRow("nothing") << 6 << static_cast<int>(WaitEnd::waiting) << 290.0;
        QTest::newRow("too late") << 7 << static_cast<int>(WaitEnd::waiting) << 720.0;
    }
    void episodes_end_as_they_do() {
        QFETCH(int, how);
        QFETCH(int, end);
        QFETCH(double, hours);
        const WorldData world = small_world();
        Diary diary;
        diary.adjusting(true, 0);
        diary.shows(9.9, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10);
        diary.says(FeedbackKind::not_interested, 1, 10); // the same category: the same episode
        diary.leaves(9.9);
        diary.shows(50, {1, 2, 3});
        if (how == 0) diary.steps(LoopState::resolved, 50);
        if (how == 1) diary.steps(LoopState::fallback, 50);
        if (how == 2) diary.steps(LoopState::opted_out, 50);
        if (how == 4) diary.adjusting(false, 50);
        if (how == 5) diary.steps(LoopState::resolved, 50, 1);
        diary.leaves(50, 16);
        diary.feels(10, 0.5F);
        diary.feels(50, 0.5F);
        if (how == 7) {
            diary.shows(731, {1, 2, 3}, 32);
            diary.steps(LoopState::resolved, 731);
            diary.leaves(731, 32);
            diary.feels(731, 0.5F);
        }
        if (how == 3) diary.goes(Felt::Moment::left, 72);
        const Episodes episodes = read(diary, world, how == 7 ? 900.0 : 300.0);
        QCOMPARE(episodes.ended().size(), 1U);
        const Episodes::Ended& one = episodes.ended()[0];
        QCOMPARE(static_cast<int>(one.hours.end), end);
        QVERIFY2(std::abs(one.hours.time - hours) < 1e-9, qPrintable(QString::number(one.hours.time)));
        // Three items of the slate with the sign, three of the next; what ends with a step has both behind
        // it.
        QCOMPARE(one.items.time, how == 4 ? 3.0 : 6.0);
    }

    // RED and RCD by hand: to the end is enjoyed, in the window; a visit in the week after the rest.
    void coming_back_is_counted_in_its_week_data() {
        QTest::addColumn<int>("choice"); // -1: no offer
        QTest::addColumn<double>("visit");
        QTest::addColumn<bool>("back");
        QTest::newRow("in the rest") << -1 << 10.0 + 7 * 24 - 1 << false;
        QTest::newRow("after it") << -1 << 10.0 + 7 * 24 + 1 << true;
        QTest::newRow("a week later") << -1 << 10.0 + 14 * 24 + 1 << false;
        QTest::newRow("declined, in its longer rest")
            << static_cast<int>(OfferChoice::decline) << 10.0 + 8 * 24 << false;
        QTest::newRow("declined, after it")
            << static_cast<int>(OfferChoice::decline) << 10.0 + 15 * 24 << true;
    }
    void coming_back_is_counted_in_its_week() {
        QFETCH(int, choice);
        QFETCH(double, visit);
        QFETCH(bool, back);
        const WorldData world = small_world();
        Diary diary;
        diary.shows(9, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 9.5);
        if (choice >= 0) diary.offers(static_cast<OfferChoice>(choice), 10);
        diary.steps(LoopState::cool_down, 10);
        diary.leaves(9);
        diary.leaves(visit, 16);
        diary.feels(10, 0.5F);
        QCOMPARE(read(diary, world, 2000).first()[0].back, back);
    }

    void only_what_is_consumed_to_the_end_is_enjoyed_data() {
        QTest::addColumn<float>("depth");
        QTest::addColumn<double>("hours");
        QTest::addColumn<bool>("in_day");
        QTest::addColumn<bool>("in_week");
        QTest::newRow("to the end") << 1.0F << 33.0 << true << true;
        QTest::newRow("left before") << 0.6F << 33.0 << false << false;
        QTest::newRow("next day") << 1.0F << 35.0 << false << true;
        QTest::newRow("next week") << 1.0F << 10 + 169.0 << false << false;
        QTest::newRow("before the sign") << 1.0F << 9.0 << false << false;
    }
    void only_what_is_consumed_to_the_end_is_enjoyed() {
        QFETCH(float, depth);
        QFETCH(double, hours);
        QFETCH(bool, in_day);
        QFETCH(bool, in_week);
        const WorldData world = small_world();
        Diary diary;
        diary.shows(9, {0, 4, 5});
        diary.says(FeedbackKind::thumb_down, 0, 10);
        diary.says(FeedbackKind::consumed, 4, hours, depth);
        diary.leaves(9);
        const FirstSign& first = read(diary, world, 2000).first()[0];
        QCOMPARE(first.enjoyed_in_day, in_day);
        QCOMPARE(first.enjoyed_in_week, in_week);
    }

    // LST by hand: the week that ends on the day, and how the person was then.
    void later_days_look_at_their_week() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(9, {0, 4, 5});
        diary.says(FeedbackKind::not_interested, 0, 10);
        diary.leaves(9);
        diary.shows(10 + 22.9 * 24, {1, 1, 1}, 16); // before the week
        diary.leaves(10 + 22.9 * 24, 16);
        diary.shows(10 + 23.1 * 24, {0, 1, 4}, 32); // 1 is alike; 0 is the item itself
        diary.leaves(10 + 23.1 * 24, 32);
        diary.shows(10 + 30.1 * 24, {1, 1, 1}, 48); // after it
        diary.leaves(10 + 30.1 * 24, 48);
        for (const float s : {0.1F, 0.2F, 0.3F, 0.4F})
            diary.feels(0, s);
        const FirstSign& first = read(diary, world, 61 * 24).first()[0];
        QCOMPARE(first.later[0].pairs, 2.0);
        QCOMPARE(first.later[0].bad, 1.0);
        QCOMPARE(static_cast<float>(first.later[0].satisfaction), 0.3F);
        QCOMPARE(static_cast<float>(first.later[1].satisfaction), 0.4F);
        QVERIFY(std::isnan(first.later[2].satisfaction)); // the run did not last ninety days
    }

    // Nobody who says nothing counts anywhere.
    void an_empty_log_says_nothing() {
        const WorldData world = small_world();
        Diary diary;
        diary.shows(9, {0, 4, 5});
        diary.says(FeedbackKind::thumb_up, 0, 10);
        diary.leaves(9);
        for (const Diary& one : {diary, Diary{}}) {
            const Episodes episodes = read(one, world, 2000);
            QVERIFY(episodes.first()[0].hours < 0);
            QVERIFY(episodes.ended().empty() && episodes.noticed().empty());
        }
    }

    void signs_that_a_service_may_speak_of_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<float>("value");
        QTest::addColumn<bool>("overt");
        const auto row = [](const char* title, FeedbackKind kind, float value, bool overt) {
            QTest::newRow(title) << static_cast<int>(kind) << value << overt;
        };
        row("not interested", FeedbackKind::not_interested, 0, true);
        row("thumb down", FeedbackKind::thumb_down, 0, true);
        row("thumb up", FeedbackKind::thumb_up, 0, false);
        row("two stars", FeedbackKind::stars, value_of_stars(2), true);
        row("three stars", FeedbackKind::stars, value_of_stars(3), false);
        row("left at once", FeedbackKind::consumed, 0.02F, false);
    }
    void signs_that_a_service_may_speak_of() {
        QFETCH(int, kind);
        QFETCH(float, value);
        QFETCH(bool, overt);
        const LoggedEvent event{
            .kind = LoggedKind::feedback, .feedback = static_cast<FeedbackKind>(kind), .value = value};
        QCOMPARE(is_overt_sign(event), overt);
        QVERIFY(is_overt_sign({.kind = LoggedKind::mute}));
        QVERIFY(!is_overt_sign({.kind = LoggedKind::complaint}));
    }
};

ATTUNE_TEST(Episodes_test);
#include "episodes_test.moc"
