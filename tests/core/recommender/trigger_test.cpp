#include "core/recommender/prompting/trigger.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

using Kind = AskMoment::Kind;

Policy asking(bool conversion, bool pause, bool fruitless, double random) {
    Policy policy;
    policy.ask_after_conversion = conversion;
    policy.ask_at_pause = pause;
    policy.ask_when_fruitless = fruitless;
    policy.ask_at_random = random;
    return policy;
}

QString word(const std::optional<Trigger>& trigger) {
    return trigger ? QString::fromUtf8(name(*trigger).data()) : QStringLiteral("none");
}

} // namespace

class Trigger_test : public QObject {
    Q_OBJECT
private slots:
    // FB-16, FB-17
    void each_moment_belongs_to_the_lever_that_is_named_after_it_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("converted");
        QTest::addColumn<int>("fruitless");
        // What comes with all levers on, and with the one that would be responsible off.
        QTest::addColumn<QString>("all");
        QTest::addColumn<QString>("without");
        const auto row = [](const char* what, Kind kind, bool converted, int fruitless, const char* all,
                            const char* without) {
            QTest::newRow(what) << static_cast<int>(kind) << converted << fruitless << all << without;
        };
        row("an item is over", Kind::item_over, false, 0, "pause", "none");
        row("with a conversion", Kind::item_over, true, 0, "conversion", "pause");
        row("one slate in vain", Kind::slate_over, false, 1, "none", "none");
        row("two slates in vain", Kind::slate_over, false, 2, "fruitless", "none");
        row("five slates in vain", Kind::slate_over, false, 5, "fruitless", "none");
        row("busy", Kind::under_way, false, 0, "random", "none");
    }
    void each_moment_belongs_to_the_lever_that_is_named_after_it() {
        QFETCH(int, kind);
        QFETCH(bool, converted);
        QFETCH(int, fruitless);
        QFETCH(QString, all);
        QFETCH(QString, without);
        const AskMoment moment{
            .kind = static_cast<Kind>(kind), .converted = converted, .fruitless = fruitless};
        QCOMPARE(word(Triggers(asking(true, true, true, 1)).at(moment, 0.5F)), all);
        QCOMPARE(word(Triggers(asking(all != "conversion", all != "pause", all != "fruitless",
                                      all == "random" ? 0 : 1))
                          .at(moment, 0.5F)),
                 without);
        QCOMPARE(word(Triggers(asking(false, false, false, 0)).at(moment, 0.5F)), QString("none"));
        // A lot is drawn only where it decides.
        QCOMPARE(Triggers(asking(true, true, true, 0.5)).by_lot(moment), all == "random");
        QVERIFY(!Triggers(asking(true, true, true, 0)).by_lot(moment));
    }

    void random_moments_come_as_often_as_set_and_only_grow_with_the_lever() {
        const AskMoment busy{.kind = Kind::under_way};
        for (const double share : {0.0, 0.05, 0.5, 1.0}) {
            const Triggers triggers(asking(true, true, true, share));
            int asked = 0;
            for (int lot = 0; lot < 1000; ++lot)
                asked += triggers.at(busy, (static_cast<float>(lot) + 0.5F) / 1000.0F) ? 1 : 0;
            QCOMPARE(asked, static_cast<int>(share * 1000));
        }
        // A lot that asks at a low share asks at every higher one.
        for (float lot = 0.001F; lot < 1; lot += 0.01F)
            QVERIFY(!Triggers(asking(true, true, true, 0.3)).at(busy, lot) ||
                    Triggers(asking(true, true, true, 0.6)).at(busy, lot));
    }
};
ATTUNE_TEST(Trigger_test);

#include "trigger_test.moc"
