#include "core/policy/parameters.h"
#include "tests/support/test.h"
#include "ui/levers/lever_scale.h"

#include <cmath>

using namespace attune;
using namespace attune::ui;

namespace {

const ParameterSpec& spec_of(const char* key) {
    return policy_parameters().find(key)->spec;
}

} // namespace

class Lever_scale_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_lever_data() {
        QTest::addColumn<QString>("key");
        for (const auto& entry : policy_parameters().entries())
            if (entry.spec.kind == ParameterKind::integer || entry.spec.kind == ParameterKind::real) {
                const std::string key =
                    entry.spec.is_family() ? entry.spec.family_prefix() + "small" : entry.spec.key;
                QTest::newRow(key.c_str()) << QString::fromStdString(key);
            }
    }
    // Places rise from the least to the most, lie on the groove in that order, and lead back to themselves.
    void every_lever() {
        QFETCH(QString, key);
        const ParameterSpec& spec = policy_parameters().find(key.toStdString())->spec;
        const LeverScale scale(spec);
        QVERIFY(scale.last() >= 2 && scale.last() <= 900);
        QCOMPARE(scale.value_at(0), spec.minimum);
        QCOMPARE(scale.value_at(scale.last()), spec.maximum);
        QCOMPARE(scale.share(spec.minimum), 0.0);
        QCOMPARE(scale.share(spec.maximum), 1.0);
        for (int i = 0; i <= scale.last(); ++i) {
            const double value = scale.value_at(i);
            QCOMPARE(scale.nearest(value), i);
            QCOMPARE(scale.nearest_to_share(scale.share(value)), i);
            if (spec.kind == ParameterKind::integer) QCOMPARE(value, std::round(value));
            if (i == 0) continue;
            QVERIFY(value > scale.value_at(i - 1));
            QVERIFY(scale.share(value) > scale.share(scale.value_at(i - 1)));
        }
        QVERIFY(scale.page() >= 1 && scale.page() <= scale.last());
    }

    void steps_are_the_numbers_people_write() {
        const LeverScale step(spec_of("deescalation.step"));
        QVERIFY(step.value_at(3) == 0.35); // not 0.35000000000000003
        const LeverScale floor(spec_of("fairness.floor.small"));
        QVERIFY(floor.value_at(7) == 0.07);
        QVERIFY(floor.value_at(29) == 0.29);
    }

    void round_numbers_on_a_logarithmic_scale() {
        const LeverScale scale(spec_of("model.recency_half_life"));
        QVERIFY(scale.last() < 120);
        // One day more matters at the low end; there every day has a place.
        for (int day = 1; day <= 10; ++day)
            QCOMPARE(scale.value_at(day - 1), static_cast<double>(day));
        for (int i = 0; i < scale.last(); ++i)
            if (scale.value_at(i) > 100) QCOMPARE(std::fmod(scale.value_at(i), 10.0), 0.0);
        // Half of the groove for each half of the logarithm.
        QVERIFY(std::abs(scale.share(std::sqrt(365.0)) - 0.5) < 1e-12);
    }

    void a_crowded_low_end_gets_room() {
        const LeverScale week(spec_of("prompt.weekly_cap"));
        QCOMPARE(week.last(), 50);
        QVERIFY(week.share(2) - week.share(1) > 0.05);
        QVERIFY(week.share(50) - week.share(49) < 0.02);
        const LeverScale plain(spec_of("ranking.category_quota"));
        QCOMPARE(plain.share(1), 0.25);
    }

    void page_steps_mean_something() {
        QCOMPARE(LeverScale(spec_of("prompt.gap_hours")).page(), 4);                // a day
        QCOMPARE(LeverScale(spec_of("deescalation.recovery_half_life")).page(), 7); // a week
        QCOMPARE(LeverScale(spec_of("fairness.floor.small")).page(), 9);            // a tenth of the range
    }

    void values_between_places() {
        const LeverScale scale(spec_of("deescalation.step")); // 0.2, 0.25 ...
        QCOMPARE(scale.nearest(0.26), 1);
        QCOMPARE(scale.nearest(0.24), 1);
        QCOMPARE(scale.nearest(-5), 0);
        QCOMPARE(scale.nearest(5), scale.last());
        QCOMPARE(scale.nearest_to_share(-1), 0);
        QCOMPARE(scale.nearest_to_share(2), scale.last());
        QVERIFY(scale.stepped(0.26, 1) == 0.31);
        QVERIFY(scale.stepped(1.58, 1) == 1.6);
        QVERIFY(scale.stepped(0.2, -1) == 0.2);
    }
};

ATTUNE_TEST(Lever_scale_test);

#include "lever_scale_test.moc"
