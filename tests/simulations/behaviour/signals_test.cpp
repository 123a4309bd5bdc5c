// What people do about what they do not want, and who does it to manipulate: behaviour model 3.6
// to 3.8, 3.14.
#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t user = 4;

/// Somebody who looks at everything and picks nothing.
Assumptions passive() {
    Assumptions a;
    a.no_choice = 40;
    a.mistap_rate = 0;
    a.complaint_burst = 0;
    return a;
}

Person with_taste(const Stage& stage, float taste) {
    Person person = stage.population.people[user];
    person.taste.fill(taste);
    person.complaint_scale = 1;
    person.search_scale = 1;
    person.slip_scale = 1;
    person.watch = {};
    return person;
}

int target_items(const Stage& stage, const Slate& slate) {
    std::vector<int> items(stage.world.catalogue.providers.size());
    for (const Item& item : stage.world.catalogue.items)
        ++items[item.provider.value];
    const auto target =
        static_cast<std::uint32_t>(std::max_element(items.begin(), items.end()) - items.begin());
    int on_slate = 0;
    for (int rank = 0; rank < slate.count; ++rank)
        on_slate +=
            stage.world.catalogue.items[slate.item[static_cast<std::size_t>(rank)]].provider.value == target;
    return on_slate;
}

} // namespace

class Signals_test : public QObject {
    Q_OBJECT
private slots:
    void signals_come_at_their_rates_when_bothered_and_when_not_data() {
        QTest::addColumn<float>("taste");
        QTest::addColumn<double>("search");
        QTest::addColumn<double>("complaint");
        QTest::addColumn<double>("mute");
        QTest::newRow("bothered") << -3.0F << 0.2 << 0.02 << 0.04;
        QTest::newRow("not bothered") << 0.5F << 0.07 << 0.0005 << 0.0002;
    }
    void signals_come_at_their_rates_when_bothered_and_when_not() {
        QFETCH(float, taste);
        QFETCH(double, search);
        QFETCH(double, complaint);
        QFETCH(double, mute);
        Assumptions a = passive();
        a.complaint_rate = 0.02;
        a.mute_rate = 0.04;
        const Stage stage(a);
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        const Person person = with_taste(stage, taste);
        double searched = 0, complained = 0, muted = 0;
        const int visits = sized(40000, 200000);
        for (std::uint32_t visit = 0; visit < static_cast<std::uint32_t>(visits); ++visit) {
            Person again = person;
            const SlateOutcome outcome = react(stage.behaviour, again, user, visit, 0, slate);
            searched += outcome.searched ? 1 : 0;
            complained += outcome.complained ? 1 : 0;
            muted += std::popcount(outcome.muted_ranks);
        }
        QVERIFY2(distance_from(search, searched, visits) < 4.5,
                 qPrintable(QString::number(searched / visits)));
        QVERIFY2(distance_from(complaint, complained, visits) < 4.5,
                 qPrintable(QString::number(complained / visits)));
        QVERIFY2(distance_from(mute, muted, 10.0 * visits) < 4.5,
                 qPrintable(QString::number(muted / visits / 10)));
    }

    // Behaviour model 3.8: the tap of the table, x (0.5 + F) x (1 + g_c).
    void belief_and_grudge_make_people_object() {
        Assumptions a = passive();
        a.tap_rate = 0.05;
        const Stage stage(a);
        const Slate slate = slate_of(stage.world, {50});
        const int visits = sized(60000, 300000);
        for (const auto& [efficacy, grudge] : {std::pair{0.45, 0.0}, {0.9, 0.0}, {0.45, 1.0}}) {
            Person person = with_taste(stage, -3);
            person.watch.effects = static_cast<float>(2 * efficacy);
            person.watch.duds = static_cast<float>(2 - 2 * efficacy);
            person.grudge.fill(static_cast<float>(grudge));
            double taps = 0;
            for (std::uint32_t visit = 0; visit < static_cast<std::uint32_t>(visits); ++visit) {
                Person again = person;
                taps += react(stage.behaviour, again, user, visit, 0, slate).tapped_ranks != 0 ? 1 : 0;
            }
            // The item itself adds 0.12 to the grudge before the tap.
            const double expected = 0.05 * (0.5 + efficacy) * (1 + grudge + 0.12);
            QVERIFY2(distance_from(expected, taps, visits) < 4.5,
                     qPrintable(QString("%1 for %2").arg(taps / visits).arg(expected)));
        }
    }

    void one_complaint_leads_to_others_on_the_slate() {
        Assumptions a = passive();
        a.tap_rate = 0.02;
        const auto per_complaint = [&](double burst) {
            a.complaint_burst = burst;
            const Stage stage(a);
            const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
            const Person person = with_taste(stage, -3);
            double taps = 0, slates = 0;
            for (std::uint32_t visit = 0; visit < 5000; ++visit) {
                Person again = person;
                const auto ranks = react(stage.behaviour, again, user, visit, 0, slate).tapped_ranks;
                taps += std::popcount(ranks);
                slates += ranks != 0 ? 1 : 0;
            }
            return taps / slates;
        };
        const double alone = per_complaint(0), together = per_complaint(0.5);
        QVERIFY2(alone < 1.2 && together > 2, qPrintable(QString("%1 %2").arg(alone).arg(together)));
    }

    // Behaviour model 3.7: unwanted again after an explicit no: -1, then r times that, capped at 3.
    void being_shown_again_what_one_objected_to_costs_trust_once_a_visit() {
        Assumptions a = passive();
        a.tap_rate = 0.001;
        const Stage stage(a);
        const Slate slate = slate_of(stage.world, {50, 51});
        Person person = with_taste(stage, -3);
        person.trust = 0.5F;
        const float before = person.trust;
        react(stage.behaviour, person, user, 1, 0, slate);
        QCOMPARE(person.trust, before); // not objected yet
        person.objected = 0xFFFFFFFFU;
        double expected = 0.5;
        for (const double weight : {1.0, 2.0, 3.0, 3.0}) {
            VisitMood mood;
            stage.behaviour.react(person, user, 1, 1, slate, mood);
            stage.behaviour.react(person, user, 1, 2, slate, mood); // the same visit: already reminded
            expected -= 0.03 * weight * expected;
            QVERIFY2(std::abs(static_cast<double>(person.trust) - expected) < 1e-6,
                     qPrintable(QString::number(weight)));
        }
    }

    void a_grudge_fades_and_takes_the_objection_with_it() {
        Assumptions a = passive();
        a.category_half_life = 48;
        const Stage stage(a);
        Person person = with_taste(stage, 0);
        person.grudge.fill(0.15F);
        person.objected = 0b11;
        person.repeated = 3;
        stage.behaviour.begin_visit(person, user, 0, 12);
        QCOMPARE(person.objected, 0b11U);
        QCOMPARE(person.repeated, 3.0F);
        stage.behaviour.begin_visit(person, user, 1, 48);
        QVERIFY(std::abs(person.grudge[0] - 0.075F) < 1e-5F);
        QCOMPARE(person.objected, 0U);
        QCOMPARE(person.repeated, 1.0F);
    }

    // Behaviour model 3.6: E <- E + a (y - E), disappointment max(0, E - y).
    void expectations_follow_and_falling_short_costs_trust() {
        Assumptions a;
        a.no_choice = -20;
        a.expectation_rate = 0.1;
        a.disappointment = 0.5;
        const Stage stage(a);
        int disappointed = 0, pleased = 0;
        for (std::uint32_t visit = 0; visit < 2000; ++visit) {
            Person person = with_taste(stage, 0);
            person.taste.fill(0.9F * stage.world.truth.clickbait[50] + 0.2F -
                              stage.behaviour.worth(person, user, 50)); // enjoyed at 0.2 nat, more or less
            person.expectation = 0.5F;
            person.trust = 0.5F;
            person.last_seen.fill(0);
            const SlateOutcome outcome =
                react(stage.behaviour, person, user, visit, 0, slate_of(stage.world, {50}));
            const auto y = static_cast<double>(outcome.enjoyment);
            QVERIFY(std::abs(static_cast<double>(person.expectation) - (0.5 + 0.1 * (y - 0.5))) < 1e-6);
            double trust = 0.5;
            if (y > 0) trust += 0.01 * 0.3 * 0.5;
            if (y < -0.8) trust -= 0.03 * 0.3 * trust;
            trust -= 0.03 * 0.3 * 0.5 * std::max(0.0, 0.5 - y) * trust;
            QVERIFY(std::abs(static_cast<double>(person.trust) - trust) < 1e-6);
            ++(y < 0.5 ? disappointed : pleased);
        }
        QVERIFY(disappointed > 100 && pleased > 100);
    }

    // Behaviour model 3.3: nu where a category was not looked at for 14 days.
    void the_long_unseen_is_picked_more() {
        Assumptions a;
        a.novelty_pull = 0.6;
        const Stage stage(a);
        const Slate slate = slate_of(stage.world, {50});
        std::array<double, 2> picks{};
        for (const int unseen : {13, 14})
            for (std::uint32_t visit = 0; visit < 20000; ++visit) {
                Person person = with_taste(stage, 3);
                person.last_seen.fill(static_cast<std::int16_t>(30 - unseen));
                VisitMood mood;
                mood.day = 30;
                picks[static_cast<std::size_t>(unseen - 13)] +=
                    stage.behaviour.react(person, user, visit, 0, slate, mood).picked_rank == 0 ? 1 : 0;
                QCOMPARE(int{person.last_seen[slate.category[0]]}, 30);
            }
        const double seen = picks[0] / 20000;
        const double expected = logistic(std::log(seen / (1 - seen)) + 0.6);
        QVERIFY2(std::abs(picks[1] / 20000 - expected) < 0.02, qPrintable(QString::number(picks[1] / 20000)));
    }

    // Behaviour model 3.1: w_x, N(0, 0.3) per person, context and category, always the same.
    void the_moment_shifts_tastes_stably() {
        Assumptions a;
        a.context_sd = 0.3;
        a.season_amplitude = 0;
        const Stage stage(a, 200, 400);
        double sum = 0, squares = 0, n = 0;
        for (std::uint32_t u = 0; u < 400; ++u) {
            Person person = stage.population.people[u];
            const VisitMood morning = stage.behaviour.begin_visit(person, u, 7, 8.5);
            const VisitMood again = stage.behaviour.begin_visit(person, u, 7, 24 + 8.5);
            const VisitMood evening = stage.behaviour.begin_visit(person, u, 7, 20);
            QVERIFY(morning.shift == again.shift);
            QVERIFY(morning.shift != evening.shift);
            QCOMPARE(morning.intent, again.intent);
            for (std::size_t c = 0; c < 20; ++c) {
                sum += static_cast<double>(morning.shift[c]);
                squares += static_cast<double>(morning.shift[c] * morning.shift[c]);
                n += 1;
            }
        }
        QVERIFY(std::abs(sum / n) < 4.5 * 0.3 / std::sqrt(n));
        QVERIFY(std::abs(std::sqrt(squares / n) / 0.3 - 1) < 0.03);
    }

    void a_brigade_says_no_to_its_target_in_its_days_alone_data() {
        QTest::addColumn<int>("day");
        QTest::addColumn<bool>("active");
        QTest::newRow("before") << 9 << false;
        QTest::newRow("first day") << 10 << true;
        QTest::newRow("last day") << 12 << true;
        QTest::newRow("after") << 13 << false;
    }
    void a_brigade_says_no_to_its_target_in_its_days_alone() {
        QFETCH(int, day);
        QFETCH(bool, active);
        Assumptions a = passive();
        a.brigade_day = 10;
        a.brigade_days = 3;
        const Stage stage(a);
        Person person = with_taste(stage, 1);
        person.role = Role::brigade;
        int targets = 0, taps = 0;
        for (std::uint32_t first = 0; first + 10 <= 200; first += 10) {
            std::vector<std::uint32_t> items;
            for (std::uint32_t k = 0; k < 10; ++k)
                items.push_back(first + k);
            const Slate slate = slate_of(stage.world, items);
            VisitMood mood;
            mood.day = day;
            targets += target_items(stage, slate);
            taps += std::popcount(stage.behaviour.react(person, user, first, 0, slate, mood).tapped_ranks);
        }
        QVERIFY(targets > 5);
        QCOMPARE(taps, active ? targets : 0);
    }

    void manipulators_answer_as_they_please_and_never_tire_data() {
        QTest::addColumn<int>("role");
        QTest::addColumn<bool>("target");
        QTest::addColumn<int>("answer"); // -2: either
        QTest::newRow("brigade, target") << static_cast<int>(Role::brigade) << true << -1;
        QTest::newRow("brigade, other") << static_cast<int>(Role::brigade) << false << 0;
        QTest::newRow("promoter, target") << static_cast<int>(Role::promoter) << true << 1;
        QTest::newRow("promoter, other") << static_cast<int>(Role::promoter) << false << 0;
        QTest::newRow("spammer") << static_cast<int>(Role::spammer) << false << 1;
        QTest::newRow("griefer") << static_cast<int>(Role::griefer) << false << -2;
    }
    void manipulators_answer_as_they_please_and_never_tire() {
        QFETCH(int, role);
        QFETCH(bool, target);
        QFETCH(int, answer);
        const Stage stage(Assumptions{});
        int up = 0, down = 0;
        for (std::uint32_t k = 0; k < 400; ++k) {
            Person person = with_taste(stage, 0);
            person.role = static_cast<Role>(role);
            person.fatigue = 5;
            SlateOutcome outcome;
            outcome.target = target;
            const Words words = words_at(stream_key(9, k), Stream::slate, k);
            std::copy(words.begin(), words.end(), outcome.prompt_words.begin());
            const PromptOutcome prompt = attune::test::answer(stage.behaviour, person, outcome);
            QVERIFY(!prompt.opted_out && person.fatigue == 5.0F);
            up += prompt.answer == ThumbAnswer::up ? 1 : 0;
            down += prompt.answer == ThumbAnswer::down ? 1 : 0;
        }
        if (answer == -2) QVERIFY(distance_from(0.5, up, 400) < 4.5 && up + down == 400);
        if (answer == 1) QVERIFY(up == 400);
        if (answer == -1) QVERIFY(down == 400);
        if (answer == 0) QVERIFY(up + down == 0);
    }

    void manipulators_do_not_leave() {
        Assumptions a;
        a.churn_rate = 0.05;
        const Stage stage(a);
        int left = 0;
        for (const Role role : {Role::genuine, Role::griefer})
            for (std::uint32_t u = 0; u < 500; ++u) {
                Person person = with_taste(stage, 0);
                person.role = role;
                const bool leaves = stage.behaviour.begin_day(person, u, 3).left;
                if (role == Role::griefer) QVERIFY(!leaves);
                left += leaves ? 1 : 0;
            }
        QVERIFY(left > 10);
    }
};
ATTUNE_TEST(Signals_test);

#include "signals_test.moc"
