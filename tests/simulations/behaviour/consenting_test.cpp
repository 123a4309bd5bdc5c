// What people agree to, and when they take it back, against the formulas of behaviour model 3.15 worked out
// apart from the code.
#include "simulations/behaviour/behaviour.h"
#include "simulations/population/consenting.h"
#include "tests/support/test.h"

#include <bit>
#include <cmath>

using namespace attune;
using attune::test::sized;

namespace {

constexpr auto improve = Purpose::improve_models;
constexpr std::uint16_t every = 0b111011110;

StreamKey key_of(int user) {
    return stream_key(77, static_cast<std::uint32_t>(user));
}

bool has(std::uint16_t purposes, Purpose purpose) {
    return (purposes >> static_cast<int>(purpose) & 1) != 0;
}

/// Share of people who agree at level A with b added, by Simpson's rule over the normal distribution.
double share(double level, double b, double trust = 0.6) {
    constexpr int steps = 2000;
    constexpr double from = -8, width = 16.0 / steps;
    double sum = 0;
    for (int i = 0; i <= steps; ++i) {
        const double z = from + width * i;
        const double density = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
        const double value = density / (1 + std::exp(-(level + b - 0.9 * z + 1.5 * (trust - 0.6))));
        sum += value * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return sum * width / 3;
}

double level_for(double wanted) {
    double low = -20, high = 20;
    for (int i = 0; i < 100; ++i)
        (share((low + high) / 2, 0) < wanted ? low : high) = (low + high) / 2;
    return (low + high) / 2;
}

/// Share of `users` people who agree to improve models on their first screen.
double agreed(const Assumptions& a, ConsentScreen screen, int users, float trust = 0.6F) {
    const Consenting consenting(a);
    screen.asked = every;
    int yes = 0;
    for (int u = 0; u < users; ++u)
        yes += has(consenting.answer(screen, {consenting.concern(key_of(u)), trust, false}, key_of(u)).given,
                   improve);
    return static_cast<double>(yes) / users;
}

double standard_error(double p, int n) {
    return std::sqrt(p * (1 - p) / n);
}

} // namespace

class Consenting_test : public QObject {
    Q_OBJECT
private slots:
    // FB-36: a plain question brings the assumed share; the design of the notice moves it as measured.
    void the_design_of_the_notice_decides_how_many_agree_data() {
        QTest::addColumn<double>("assumed");
        QTest::addColumn<int>("design");
        QTest::addColumn<bool>("benefit");
        QTest::addColumn<double>("b");
        for (const double assumed : {0.05, 0.25, 0.40, 0.65, 0.9}) {
            const QByteArray at = QByteArray::number(assumed);
            QTest::newRow("equal, " + at) << assumed << 0 << false << 0.0;
            QTest::newRow("second click, " + at) << assumed << 1 << false << 2.9;
            QTest::newRow("granular, " + at) << assumed << 2 << false << -0.5;
            QTest::newRow("plain, " + at) << assumed << 3 << false << -4.0;
            QTest::newRow("benefit, " + at) << assumed << 0 << true << 0.5;
        }
    }
    void the_design_of_the_notice_decides_how_many_agree() {
        QFETCH(double, assumed);
        QFETCH(int, design);
        QFETCH(bool, benefit);
        QFETCH(double, b);
        Assumptions a;
        a.consent_improve = assumed;
        const int users = sized(8000, 80000);
        const double observed =
            agreed(a, {.design = static_cast<NoticeDesign>(design), .benefit = benefit}, users);
        const double due = share(level_for(assumed), b);
        QVERIFY2(std::abs(observed - due) < 4.5 * standard_error(due, users),
                 qPrintable(QString("%1 instead of %2").arg(observed).arg(due)));
    }

    // The published pair: 0.40 where refusing takes one click, 0.90 where it takes a second page.
    void a_hidden_refusal_brings_nine_of_ten() {
        const int users = sized(8000, 80000);
        const double equal = agreed({}, {.design = NoticeDesign::equal}, users);
        const double hidden = agreed({}, {.design = NoticeDesign::second_click}, users);
        QVERIFY2(std::abs(equal - 0.40) < 0.03 && std::abs(hidden - 0.90) < 0.03,
                 qPrintable(QString("%1, %2").arg(equal).arg(hidden)));
    }

    void trust_moves_consent() {
        const int users = sized(8000, 80000);
        const double due = share(level_for(0.4), 0, 0.2);
        QVERIFY(std::abs(agreed({}, {}, users, 0.2F) - due) < 4.5 * standard_error(due, users));
        QVERIFY(due < 0.32);
    }

    void all_and_none_are_exact() {
        Assumptions a;
        a.consent_improve = 0;
        QCOMPARE(agreed(a, {.design = NoticeDesign::second_click}, 2000), 0.0);
        a.consent_improve = 1;
        QCOMPARE(agreed(a, {.design = NoticeDesign::plain}, 2000), 1.0);
    }

    // "Not now" takes the place of refusing, never of agreeing; what is agreed to does not depend on it.
    void putting_off_is_said_to_the_screen() {
        Assumptions never, often;
        never.consent_deferral = 0;
        often.consent_deferral = 0.4;
        const Consenting plain(never), hesitant(often);
        int deferred = 0;
        const int users = sized(4000, 40000);
        for (int u = 0; u < users; ++u) {
            const ConsentMood mood{plain.concern(key_of(u)), 0.6F, false};
            const ConsentAnswer a = plain.answer({.asked = every}, mood, key_of(u));
            const ConsentAnswer b = hesitant.answer({.asked = every}, mood, key_of(u));
            QCOMPARE(a.given, b.given);
            QCOMPARE(int{a.deferred}, 0);
            QVERIFY(b.deferred == 0 || (b.deferred | b.given) == every);
            QCOMPARE(b.deferred & b.given, 0);
            deferred += b.deferred != 0 || b.given == every ? 1 : 0;
        }
        QVERIFY(deferred > users / 3);
    }

    void a_consent_that_ran_out_is_given_again_less_often() {
        Assumptions a;
        const Consenting consenting(a);
        const ConsentMood mood{0.3F, 0.5F, false};
        const float first = consenting.probability(improve, {.asked = every}, mood);
        const float again = consenting.probability(improve, {.asked = every, .lapsed = every}, mood);
        QVERIFY(std::abs(again / first - 0.7F) < 1e-5F);
    }

    // A twelfth of the people send the signal, and those are the more concerned ones (correlation 0.5: the
    // concern of those above the threshold is half the mean of a normal tail).
    void the_concerned_send_a_global_signal() {
        const Consenting consenting({});
        const int users = sized(20000, 200000);
        double signalled = 0, concern = 0;
        for (int u = 0; u < users; ++u) {
            if (!consenting.sends_signal(key_of(u))) continue;
            signalled += 1;
            concern += static_cast<double>(consenting.concern(key_of(u)));
        }
        QVERIFY(std::abs(signalled / users - 0.08) < 4.5 * standard_error(0.08, users));
        const double tail_mean = std::exp(-1.4050716 * 1.4050716 / 2) / std::sqrt(2 * M_PI) / 0.08;
        QVERIFY(std::abs(concern / signalled - 0.5 * tail_mean) < 4.5 / std::sqrt(signalled));
    }

    // 0.4 % a month for each consent, times exp(0.5 concern + 3 (0.6 - trust)), five times that when upset.
    void consents_are_taken_back_at_the_assumed_rate_data() {
        QTest::addColumn<float>("concern");
        QTest::addColumn<float>("trust");
        QTest::addColumn<bool>("upset");
        QTest::addColumn<int>("consents");
        QTest::newRow("usual") << 0.0F << 0.6F << false << 1;
        QTest::newRow("seven consents") << 0.0F << 0.6F << false << 7;
        QTest::newRow("concerned") << 2.0F << 0.6F << false << 3;
        QTest::newRow("no trust") << 0.0F << 0.1F << false << 3;
        QTest::newRow("breach") << 0.0F << 0.6F << true << 3;
    }
    void consents_are_taken_back_at_the_assumed_rate() {
        QFETCH(float, concern);
        QFETCH(float, trust);
        QFETCH(bool, upset);
        QFETCH(int, consents);
        Assumptions a;
        a.withdrawal_rate = 0.05;
        const Consenting consenting(a);
        std::uint16_t granted = 0;
        for (int p = 1; std::popcount(granted) < consents; ++p)
            if ((every >> p & 1) != 0) granted = static_cast<std::uint16_t>(granted | 1U << p);
        constexpr double days = 3;
        const double rate =
            0.05 * std::exp(0.5 * static_cast<double>(concern) + 3 * (0.6 - static_cast<double>(trust))) *
            (upset ? 5 : 1) * consents;
        const double due = 1 - std::exp(-rate * days / 30);
        const int trials = sized(40000, 400000);
        std::array<int, purpose_count> by_purpose{};
        int count = 0;
        for (int n = 0; n < trials; ++n)
            if (const auto purpose = consenting.withdraws(granted, static_cast<float>(days * 24),
                                                          {concern, trust, upset}, key_of(n), 5)) {
                ++count;
                ++by_purpose[static_cast<std::size_t>(*purpose)];
            }
        QVERIFY2(std::abs(static_cast<double>(count) / trials - due) < 4.5 * standard_error(due, trials),
                 qPrintable(QString("%1 instead of %2").arg(static_cast<double>(count) / trials).arg(due)));
        for (int p = 0; p < purpose_count; ++p) {
            const double each = (granted >> p & 1) != 0 ? 1.0 / consents : 0;
            QVERIFY(std::abs(by_purpose[static_cast<std::size_t>(p)] - each * count) <=
                    4.5 * std::sqrt(std::max(1.0, count * each * (1 - each))));
        }
        QVERIFY(!consenting.withdraws(0, 1000, {concern, trust, upset}, key_of(1), 5));
    }
};
ATTUNE_TEST(Consenting_test);
#include "consenting_test.moc"
