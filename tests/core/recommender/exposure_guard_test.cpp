// How far the debt guard goes: the smallest price that is enough, also when the fresh candidates are used up.
#include "core/base/random.h"
#include "core/recommender/ranking/exposure_guard.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/hand_candidates.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Dice;
using attune::test::hand_candidates;
using attune::test::small_catalogue;

namespace {

constexpr std::int32_t step = 1 << 16;  ///< 1/256 nat
constexpr std::int64_t whole = 1 << 20; ///< exposure of the group once it is raised far enough

/// Gives the group all it needs from a price on; until its earlier items may come again, if it has to wait
/// for them, from none.
class Threshold : public SlateFilling {
public:
    Threshold(const Candidates& candidates, std::int32_t enough, bool waits)
        : candidates_(candidates)
        , enough_(enough)
        , waits_(waits) {}
    GroupExposure fill(const GroupBonus* bonus, std::uint32_t, ExposureNeed*) override {
        ++fills;
        last = bonus ? (*bonus)[0] : 0;
        GroupExposure shown{};
        const bool there = !waits_ || candidates_.state[0] == Candidates::fresh;
        if (there && last >= enough_) shown[0] = whole;
        return shown;
    }
    std::int32_t last = 0;
    int fills = 0;

private:
    const Candidates& candidates_;
    std::int32_t enough_;
    bool waits_;
};

} // namespace

class Exposure_guard_test : public QObject {
    Q_OBJECT
private slots:
    void price_is_the_smallest_that_is_enough_data() {
        QTest::addColumn<int>("enough"); // steps
        QTest::addColumn<bool>("waits");
        Dice dice(91, 0);
        for (const bool waits : {false, true}) {
            for (const int enough : {1, 2, 15, 16, 17, 80, 81, 336, 1360, 5000, 16000})
                QTest::addRow("%d steps, %s", enough, waits ? "of what comes again" : "of what is fresh")
                    << enough << waits;
            for (int k = 0; k < 20; ++k) {
                const auto enough = static_cast<int>(1 + dice.below(16000));
                QTest::addRow("%d steps drawn, %s", enough, waits ? "again" : "fresh") << enough << waits;
            }
        }
    }
    void price_is_the_smallest_that_is_enough() {
        QFETCH(int, enough);
        QFETCH(bool, waits);
        Policy policy;
        policy.exposure_floor = {{"group 0", 0.3}};
        const Catalogue catalogue = small_catalogue(8, 15);
        const auto fairness = ExposureController::start(policy, catalogue, slate_length);
        VERIFY_OK(fairness);
        ExposureLedger ledger;
        ledger.debt[0] = fairness->debt_limit();
        Candidates candidates = hand_candidates({{0, 0, 1.0F}, {1, 1, 0.5F}});
        candidates.set_state(0, Candidates::shown);
        Threshold slate(candidates, enough * step, waits);
        GroupExposure shown{};
        QVERIFY(hold_limits(*fairness, ledger, candidates, 0, shown, slate));
        QCOMPARE(shown[0], whole);
        QCOMPARE(slate.last, enough * step);
        // Steps that grow, one for the furthest, halving: never more than these.
        QVERIFY2(slate.fills <= 24, qPrintable(QString::number(slate.fills)));
    }
};

ATTUNE_TEST(Exposure_guard_test);
#include "exposure_guard_test.moc"
