// The table of facts is sound: words for everything, settings that exist, bands that can be met and missed.
#include "core/base/text.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"
#include "tests/support/test.h"

#include <cmath>
#include <set>

using namespace attune;

class Facts_test : public QObject {
    Q_OBJECT

private slots:
    void every_fact_has_its_words() {
        const Text& text = Text::english();
        std::set<std::string> ids;
        for (const FactSpec& fact : facts()) {
            const std::string key = "credibility." + fact.id + ".";
            const auto has = [&](const std::string& part) {
                if (!text.has(key + part)) qWarning("no words for %s", (key + part).c_str());
                return text.has(key + part);
            };
            QVERIFY2(ids.insert(fact.id).second, fact.id.c_str());
            QVERIFY(!fact.source.empty());
            QVERIFY(has("title"));
            if (!fact.measure) {
                QVERIFY(has("later"));
                QVERIFY(fact.checks.empty());
                continue;
            }
            QVERIFY(!fact.checks.empty());
            for (const char* part : {"found", "did", "read"})
                QVERIFY(has(part));
            bool controlled = false;
            for (const FactCheck& check : fact.checks) {
                QVERIFY(has(check.id));
                controlled = controlled || check.has_control();
            }
            QVERIFY2(controlled, "a fact without a control could come from anywhere");
            QVERIFY(has("control"));
        }
        QVERIFY(find_fact("skips") && !find_fact("no such fact"));
    }

    void no_words_are_left_over() {
        std::set<std::string> known = {"page", "verdict", "reason", "expected", "unit", "interval", "found"};
        for (const FactSpec& fact : facts())
            known.insert(fact.id);
        for (const auto& [key, words] : Text::english().all())
            if (key.starts_with("credibility.")) {
                const std::string rest = key.substr(key.find('.') + 1);
                QVERIFY2(known.contains(rest.substr(0, rest.find('.'))), key.c_str());
            }
    }

    void every_band_can_be_met_and_missed() {
        for (const FactSpec& fact : facts())
            for (const FactCheck& check : fact.checks) {
                QVERIFY2(check.expected.lower <= check.expected.upper, fact.id.c_str());
                QVERIFY2(std::isfinite(check.expected.lower) || std::isfinite(check.expected.upper),
                         fact.id.c_str());
                QVERIFY2(check.without_cause.lower <= check.without_cause.upper, fact.id.c_str());
            }
    }

    void every_setting_of_every_arm_exists() {
        for (const FactSpec& fact : facts())
            for (const Arm& arm : fact.arms) {
                auto setup = setup_of(arm);
                QVERIFY2(setup.has_value(), (fact.id + " " + arm.id + ": " + test::why(setup)).c_str());
                for (const Arm& other : fact.arms)
                    if (&arm != &other) QVERIFY2(arm.id != other.id, fact.id.c_str());
            }
    }

    void quick_is_never_more_than_full() {
        for (const FactSpec& fact : facts()) {
            QVERIFY(fact.quick.seeds <= fact.full.seeds && fact.quick.users <= fact.full.users);
            QVERIFY(fact.quick.days <= fact.full.days && fact.quick.items <= fact.full.items);
        }
    }
};
ATTUNE_TEST(Facts_test);

#include "facts_test.moc"
