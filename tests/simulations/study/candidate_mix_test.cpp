// FB-09, FB-96: where candidates come from, by week; shares, the rule of the pool, and a source that is on or
// off.
#include "core/base/random.h"
#include "simulations/study/candidate_mix.h"
#include "simulations/study/monitors.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

double shown(const CandidateMix& mix, CandidateSource source) {
    return CandidateMix::share_shown(mix.all, source);
}

} // namespace

class Candidate_mix_test : public QObject {
    Q_OBJECT
private slots:
    void weeks_are_whole_and_add_up() {
        std::vector<PoolCounts> days(16);
        for (std::size_t day = 0; day < days.size(); ++day) {
            days[day].candidates[0] = 10;
            days[day].shown[6] = static_cast<std::int64_t>(day);
            days[day].requests = 3;
        }
        CandidateMix mix;
        mix.add(days);
        mix.add(days);
        QCOMPARE(mix.weeks.size(), std::size_t{2});
        QCOMPARE(mix.weeks[0].shown[6], std::int64_t{2 * 21});
        QCOMPARE(mix.weeks[1].shown[6], std::int64_t{2 * 70});
        QCOMPARE(mix.all.requests, std::int64_t{2 * 14 * 3});
        QCOMPARE(CandidateMix::share_put_up(mix.all, CandidateSource::category), 1.0);
        QCOMPARE(CandidateMix::share_put_up({}, CandidateSource::category), 0.0);
    }

    void sources_that_are_on_have_their_share_and_the_rule_holds_data() {
        QTest::addColumn<int>("others");
        QTest::newRow("off") << 0;
        QTest::newRow("on") << 8;
    }
    void sources_that_are_on_have_their_share_and_the_rule_holds() {
        QFETCH(int, others);
        Policy policy;
        policy.other_sources = others;
        const auto monitors = measure_monitors(small_scenario(200, 15, 300), policy, SimulateOptions{});
        VERIFY_OK(monitors);
        const CandidateMix& mix = monitors->mix;
        QCOMPARE(mix.weeks.size(), std::size_t{2});
        QVERIFY(mix.all.requests > 500);
        QCOMPARE(mix.all.broken, std::int64_t{0});
        double all_shown = 0, all_put_up = 0;
        for (std::size_t s = 0; s < candidate_sources; ++s) {
            all_shown += shown(mix, static_cast<CandidateSource>(s));
            all_put_up += CandidateMix::share_put_up(mix.all, static_cast<CandidateSource>(s));
        }
        QVERIFY(std::abs(all_shown - 1) < 1e-9 && std::abs(all_put_up - 1) < 1e-9);
        for (const auto source :
             {CandidateSource::popular, CandidateSource::fresh, CandidateSource::neighbour})
            QCOMPARE(shown(mix, source) > 0, others > 0);
        QVERIFY(shown(mix, CandidateSource::taste) > 0 && shown(mix, CandidateSource::tried) > 0);
        const Text& text = Text::english();
        QCOMPARE(mix_table(mix, text).rows.size(), std::size_t(others > 0 ? 6 : 3));
        QVERIFY(mix_sentence(mix, text).find("in all ") != std::string::npos);
        QCOMPARE(mix_document(mix)["broken"].get<int>(), 0);
    }

    void rule_that_did_not_hold_is_said_so() {
        CandidateMix mix;
        mix.all.requests = 12;
        mix.all.broken = 5;
        QVERIFY(mix_sentence(mix, Text::english()).find("5 of 12") != std::string::npos);
    }
};

ATTUNE_TEST(Candidate_mix_test);
#include "candidate_mix_test.moc"
