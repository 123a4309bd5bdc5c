// The scale of a fit must hold every assumption inside its range, and give back what it was given.
#include "simulations/fit/fit_scale.h"
#include "simulations/population/assumptions.h"
#include "tests/support/test.h"

namespace attune::test {

class Fit_scale_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_assumption_data() {
        QTest::addColumn<QString>("key");
        for (const auto& entry : world_parameters().entries())
            if (!entry.spec.is_family() && can_be_fitted(entry.spec))
                QTest::newRow(entry.spec.key.c_str()) << QString::fromStdString(entry.spec.key);
    }
    void every_assumption() {
        QFETCH(QString, key);
        const ParameterSpec& spec = world_parameters().find(key.toStdString())->spec;
        const FitScale scale(spec);
        QCOMPARE(scale.value(0), spec.minimum);
        QCOMPARE(scale.value(1), spec.maximum);
        QCOMPARE(scale.value(-3), spec.minimum);
        QCOMPARE(scale.value(7), spec.maximum);
        QCOMPARE(scale.position(spec.minimum - 1), 0.0);
        QCOMPARE(scale.position(spec.maximum + 1), 1.0);
        double last = spec.minimum;
        for (double at = 0.05; at < 1; at += 0.05) {
            const double value = scale.value(at);
            QVERIFY(value >= last && value <= spec.maximum);
            last = value;
            if (spec.kind == ParameterKind::real) QVERIFY(std::abs(scale.position(value) - at) < 1e-9);
        }
        // The default comes back, but for what lies below a tenth of a step from an end that has no
        // logarithm.
        const double back = scale.value(scale.position(spec.standard));
        QVERIFY2(std::abs(back - spec.standard) <= 0.1 * spec.step + 1e-12,
                 qPrintable(QString::number(back)));
    }

    void rates_are_stretched_by_their_logarithm() {
        const FitScale rate(world_parameters().find("world.churn.rate")->spec);
        // From 0.001 to 0.002 is as far as from 0.004 to 0.008.
        const double low = rate.position(0.002) - rate.position(0.001);
        const double high = rate.position(0.008) - rate.position(0.004);
        QVERIFY(std::abs(low - high) < 1e-9);
        QVERIFY(low > 0.02);
    }

    void switches_and_choices_have_no_scale() {
        for (const auto& [kind, fits] :
             {std::pair{ParameterKind::boolean, false}, std::pair{ParameterKind::choice, false},
              std::pair{ParameterKind::integer, true}, std::pair{ParameterKind::real, true}}) {
            ParameterSpec spec;
            spec.kind = kind;
            QCOMPARE(can_be_fitted(spec), fits);
        }
    }
};

ATTUNE_TEST(Fit_scale_test);

} // namespace attune::test

#include "fit_scale_test.moc"
