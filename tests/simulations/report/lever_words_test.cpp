#include "core/policy/parameters.h"
#include "simulations/report/lever_words.h"
#include "tests/support/test.h"

#include <limits>

namespace attune::test {
namespace {

const ParameterSpec& spec_of(const QString& key) {
    return policy_parameters().find(key.toStdString())->spec;
}

QString shown(const std::string& text) {
    return QString::fromStdString(text);
}

} // namespace

class Lever_words_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void values_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("words");
        QTest::newRow("days") << "deescalation.evidence_half_life" << 14.0 << "14 d";
        QTest::newRow("days with a part") << "deescalation.evidence_half_life" << 14.25 << "14.25 d";
        QTest::newRow("hours") << "prompt.gap_hours" << 72.0 << "72 h";
        QTest::newRow("no hours") << "prompt.gap_hours" << 0.0 << "0 h";
        QTest::newRow("share") << "ranking.exploration_share" << 0.1 << "10 %";
        QTest::newRow("share with a part") << "ranking.exploration_share" << 0.175 << "17.5 %";
        QTest::newRow("no share") << "ranking.exploration_share" << 0.0 << "0 %";
        QTest::newRow("floor") << "fairness.floor.small" << 0.18 << "18 %";
        QTest::newRow("no floor") << "fairness.floor.small" << 0.0 << "off";
        QTest::newRow("probability") << "deescalation.watch_at" << 0.4 << "0.40";
        QTest::newRow("below zero") << "deescalation.lowest_weight" << -2.5 << "\u22122.5";
        QTest::newRow("count") << "prompt.weekly_cap" << 2.0 << "2";
        QTest::newRow("on") << "prompt.enabled" << 1.0 << "on";
        QTest::newRow("off") << "prompt.enabled" << 0.0 << "off";
        QTest::newRow("choice") << "ranking.ranker" << 1.0 << "most popular first";
        QTest::newRow("more digits than a step") << "deescalation.step" << 0.8125 << "0.8125";
    }
    void values() {
        QFETCH(QString, key);
        QFETCH(double, value);
        QFETCH(QString, words);
        QCOMPARE(shown(lever_value_words(spec_of(key), value, Text::english())), words);
    }

    void ranges_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("words");
        QTest::newRow("count") << "prompt.weekly_cap"
                               << "0 to 50";
        QTest::newRow("hours") << "prompt.gap_hours"
                               << "0 h to 720 h";
        QTest::newRow("share") << "fairness.floor.small"
                               << "0 % to 90 %";
        QTest::newRow("below zero") << "deescalation.lowest_weight"
                                    << "\u22124.0 to \u22120.5";
        QTest::newRow("switch") << "prompt.enabled"
                                << "on or off";
        QTest::newRow("choice") << "ranking.ranker"
                                << "learned taste, most popular first, content only, chance";
    }
    void ranges() {
        QFETCH(QString, key);
        QFETCH(QString, words);
        QCOMPARE(shown(lever_range_words(spec_of(key), Text::english())), words);
    }

    void units() {
        const Text& text = Text::english();
        QCOMPARE(lever_unit_sign(spec_of("prompt.gap_hours"), text), std::string("h"));
        QCOMPARE(lever_unit_words(spec_of("prompt.gap_hours"), text), std::string("hours"));
        QCOMPARE(lever_unit_sign(spec_of("prompt.weekly_cap"), text), std::string());
        QCOMPARE(lever_unit_words(spec_of("prompt.weekly_cap"), text), std::string("prompts"));
        QCOMPARE(lever_unit_words(spec_of("ranking.ranker"), text), std::string());
        QCOMPARE(shown_factor(spec_of("fairness.floor.small")), 100.0);
        QCOMPARE(shown_decimals(spec_of("fairness.floor.small")), 0);
        QCOMPARE(shown_decimals(spec_of("deescalation.step")), 2);
        QCOMPARE(shown_decimals(spec_of("model.regularisation")), 1);
    }

    // Every unit has a word, every choice a name.
    void every_parameter_can_be_said() {
        const Text& text = Text::english();
        const auto check = [&](const ParameterSpec& spec) {
            const std::string standard = lever_value_words(spec, spec.standard, text);
            QVERIFY2(!standard.empty() && standard.find('[') == std::string::npos, spec.key.c_str());
            QVERIFY2(lever_range_words(spec, text).find('[') == std::string::npos, spec.key.c_str());
        };
        for (const auto& entry : policy_parameters().entries()) {
            check(entry.spec);
            QVERIFY2(entry.spec.unit == "-" || text.has("lever.unit." + entry.spec.unit),
                     entry.spec.unit.c_str());
        }
    }

    void names() {
        const Text& text = Text::english();
        const ParameterSpec& floor = spec_of("fairness.floor.small");
        QCOMPARE(lever_name(floor, "fairness.floor.small", text), std::string("Floor, small providers"));
        QCOMPARE(lever_name(floor, floor.key, text), std::string("Floor, <group> providers"));
        QCOMPARE(lever_name(spec_of("prompt.weekly_cap"), "prompt.weekly_cap", text),
                 std::string("Prompts per week"));
        // A name from a file: too long, and with a sign that would turn the reading direction.
        const std::string odd = lever_name(floor, "fairness.floor.\u202E" + std::string(90, 'x'), text);
        QVERIFY(odd.find("\u202E") == std::string::npos);
        QVERIFY2(shown(odd).size() < 60, odd.c_str());
    }

    void keys_in_messages_become_names() {
        Policy policy;
        policy.name = "mine";
        policy.watch_at = 0.6;
        policy.acknowledge_at = 0.5;
        const Status refused = check_policy(policy);
        QVERIFY(!refused);
        QCOMPARE(shown(with_lever_names(refused.error().what, Text::english())),
                 QString("'Sure enough to watch' lies above 'Sure enough to react' in 'mine'"));
        QCOMPARE(with_lever_names("nothing to replace", Text::english()), std::string("Nothing to replace"));
        QCOMPARE(with_lever_names("", Text::english()), std::string());
    }
};

ATTUNE_TEST(Lever_words_test);

} // namespace attune::test

#include "lever_words_test.moc"
