// Waits that not everybody sees the end of, against the definition written out for every time anew, against
// textbook curves, and against the mean of those who got there.
#include "core/measures/metrics/resolution_time.h"
#include "core/measures/statistics/jackknife.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <set>

using namespace attune;
using attune::test::Draws;

namespace {

constexpr WaitEnd reached = WaitEnd::reached, ruled_out = WaitEnd::ruled_out, waiting = WaitEnd::waiting;

double count(const std::vector<Wait>& waits, auto wanted) {
    return static_cast<double>(std::count_if(waits.begin(), waits.end(), wanted));
}

/// Share that has not ended before `time`: the direct product over all earlier times.
double survival_before(const std::vector<Wait>& waits, double time) {
    std::set<double> times;
    for (const Wait& wait : waits)
        if (wait.end != waiting && wait.time < time) times.insert(wait.time);
    double product = 1;
    for (const double t : times) {
        const double ended = count(waits, [&](const Wait& w) { return w.time == t && w.end != waiting; });
        product *= 1 - ended / count(waits, [&](const Wait& w) { return w.time >= t; });
    }
    return product;
}

/// The cumulative incidence as it is written in the books: a sum over the times of what is waited for.
double incidence_at(const std::vector<Wait>& waits, double time) {
    std::set<double> times;
    for (const Wait& wait : waits)
        if (wait.end == reached && wait.time <= time) times.insert(wait.time);
    double sum = 0;
    for (const double t : times)
        sum += survival_before(waits, t) *
               count(waits, [&](const Wait& w) { return w.time == t && w.end == reached; }) /
               count(waits, [&](const Wait& w) { return w.time >= t; });
    return sum;
}

double median_of(const std::vector<Wait>& waits) {
    std::set<double> times;
    for (const Wait& wait : waits)
        times.insert(wait.time);
    for (const double time : times)
        if (incidence_at(waits, time) >= 0.5 - 1e-12) return time;
    return std::nan("");
}

std::vector<Wait> some_waits(Draws& draws, int most) {
    std::vector<Wait> waits;
    for (int n = draws.number(most + 1); n > 0; --n)
        waits.push_back({static_cast<double>(draws.number(9)), static_cast<WaitEnd>(draws.number(3))});
    return waits;
}

bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-12;
}

} // namespace

class Resolution_time_test : public QObject {
    Q_OBJECT
private slots:
    // TTR: any small log, with ties of all kinds, in any order.
    void curves_equal_the_definition() {
        for (int repetition = 0; repetition < 2000; ++repetition) {
            Draws draws(301, repetition);
            const std::vector<Wait> waits = some_waits(draws, 12);
            const Incidence curve(waits);
            QVERIFY(same(curve.median(), median_of(waits)));
            double last = -1, last_ended = 0;
            for (const Wait& wait : waits)
                last = std::max(last, wait.time);
            last_ended = count(waits, [&](const Wait& w) { return w.time == last && w.end == waiting; });
            for (const double time : {0.0, 1.0, 2.5, 4.0, 7.0, 8.0, 20.0}) {
                const bool known = !waits.empty() && (time <= last || last_ended == 0);
                const double expected = known ? incidence_at(waits, time) : std::nan("");
                QVERIFY2(same(curve.by(time), expected), test::apart(curve.by(time), expected).c_str());
            }
        }
    }

    // Without rivals the incidence is one less the estimator of Kaplan and Meier: remission times of 21
    // children on 6-MP (Freireich 1963), of whom 12 were censored; the median is 23 weeks.
    void leukaemia_remission_is_the_printed_one() {
        std::vector<Wait> waits;
        for (const double week : {6, 6, 6, 7, 10, 13, 16, 22, 23})
            waits.push_back({week, reached});
        for (const double week : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35})
            waits.push_back({week, waiting});
        const Incidence curve(waits);
        VERIFY_NEAR(1 - curve.by(6), 0.857, 5e-4);
        VERIFY_NEAR(1 - curve.by(10), 0.753, 5e-4);
        VERIFY_NEAR(1 - curve.by(16), 0.627, 5e-4);
        VERIFY_NEAR(1 - curve.by(23), 0.448, 5e-4);
        QCOMPARE(curve.median(), 23.0);
    }

    void edges_data() {
        QTest::addColumn<QList<int>>("ends");
        QTest::addColumn<double>("share");
        QTest::addColumn<bool>("has_median");
        QTest::newRow("nobody waited") << QList<int>{} << std::nan("") << false;
        QTest::newRow("nobody got there") << QList<int>{2, 2, 2} << 0.0 << false;
        QTest::newRow("all turned it off") << QList<int>{1, 1, 1} << 0.0 << false;
        QTest::newRow("all got there") << QList<int>{0, 0, 0} << 1.0 << true;
        QTest::newRow("half, the rest ruled out") << QList<int>{0, 1} << 0.5 << true;
    }
    void edges() {
        QFETCH(QList<int>, ends);
        QFETCH(double, share);
        QFETCH(bool, has_median);
        std::vector<Wait> waits;
        for (const int end : ends)
            waits.push_back({5, static_cast<WaitEnd>(end)});
        QVERIFY(same(Incidence(waits).by(5), share));
        QCOMPARE(!std::isnan(Incidence(waits).median()), has_median);
    }

    // Who leaves cannot get there any more: taken for people still waiting, more would seem to.
    void ruled_out_is_not_censored() {
        const std::vector<Wait> left = {{1, ruled_out}, {1, ruled_out}, {2, reached}, {3, ruled_out}};
        std::vector<Wait> censored = left;
        for (Wait& wait : censored)
            if (wait.end == ruled_out) wait.end = waiting;
        QCOMPARE(Incidence(left).by(3), 0.25);
        QCOMPARE(Incidence(censored).by(3), 0.5);
    }

    // Never the mean of those who got there: planted waits of a mean of 100 hours, watched for 90.
    void the_median_is_not_that_of_the_quick() {
        Draws draws(302, 0);
        std::vector<std::vector<Wait>> blocks(40);
        double sum = 0, n = 0;
        for (std::vector<Wait>& block : blocks)
            for (int i = 0; i < 50; ++i) {
                const double time = -100 * std::log(draws.uniform());
                block.push_back(time <= 90 ? Wait{time, reached} : Wait{90, waiting});
                sum += time <= 90 ? time : 0;
                n += time <= 90 ? 1 : 0;
            }
        const Estimate median = median_wait(blocks);
        VERIFY_NEAR(median.value, 100 * std::log(2), 7);
        QVERIFY(median.lower < 100 * std::log(2) && median.upper > 100 * std::log(2));
        QVERIFY(sum / n < 45);
    }

    // The interval of a share is the jackknife over blocks that was written out by hand.
    void intervals_leave_out_whole_blocks() {
        Draws draws(303, 0);
        std::vector<std::vector<Wait>> blocks;
        for (int b = 0; b < 9; ++b)
            blocks.push_back(b == 4 ? std::vector<Wait>{} : some_waits(draws, 9));
        std::vector<Wait> all;
        for (const auto& block : blocks)
            all.insert(all.end(), block.begin(), block.end());
        std::vector<double> left_out;
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            if (blocks[b].empty()) continue;
            std::vector<Wait> rest;
            for (std::size_t other = 0; other < blocks.size(); ++other)
                if (other != b) rest.insert(rest.end(), blocks[other].begin(), blocks[other].end());
            left_out.push_back(incidence_at(rest, 6));
        }
        const Estimate expected = jackknife_interval(incidence_at(all, 6), left_out);
        const Estimate share = share_reached(blocks, 6);
        VERIFY_NEAR(share.value, expected.value, 1e-12);
        VERIFY_NEAR(share.lower, expected.lower, 1e-9);
        VERIFY_NEAR(share.upper, expected.upper, 1e-9);
    }

    // A 95 % interval of the median covers the true one about 95 times in 100; where half never get there,
    // there is none.
    void intervals_of_the_median_cover_it() {
        int covered = 0;
        constexpr int repetitions = 200;
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            Draws draws(304, repetition);
            std::vector<std::vector<Wait>> blocks(25);
            for (std::vector<Wait>& block : blocks)
                for (int i = 0; i < 12; ++i) {
                    const double time = -10 * std::log(draws.uniform());
                    block.push_back(time <= 20 ? Wait{time, reached} : Wait{20, waiting});
                }
            const Estimate median = median_wait(blocks);
            covered += median.lower <= 10 * std::log(2) && median.upper >= 10 * std::log(2) ? 1 : 0;
        }
        QVERIFY2(covered >= 180 && covered <= 199, std::to_string(covered).c_str());
        const std::vector<std::vector<Wait>> few = {{{1, reached}, {9, waiting}}, {{9, waiting}}};
        QVERIFY(std::isnan(median_wait(few).value) && std::isnan(median_wait(few).lower));
    }
};

ATTUNE_TEST(Resolution_time_test);
#include "resolution_time_test.moc"
