#include "core/base/resources.h"
#include "core/base/text.h"
#include "simulations/study/examples.h"
#include "tests/simulations/study/small_scenario.h"

#include <set>

using namespace attune;
using namespace attune::test;

namespace {

const char* sound = R"({
  "attune": "example",
  "version": 1,
  "name": "mine",
  "order": 3,
  "scenario": "noisy-signals",
  "replications": 2,
  "baseline": { "policy": "careful" },
  "candidate": { "policy": "firm", "name": "gentle", "values": { "prompt.weekly_cap": 1 } }
})";

/// The sound one with something put in the place of something else.
std::string changed(const std::string& what, const std::string& by) {
    std::string text = sound;
    text.replace(text.find(what), what.size(), by);
    return text;
}

} // namespace

class Examples_test : public QObject {
    Q_OBJECT
private slots:
    void every_shipped_file_is_an_example_with_its_words() {
        std::size_t files = 0;
        std::set<std::string> names;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("examples/")) continue;
            ++files;
            const auto example = example_from_json(resource.bytes, std::string(resource.path));
            VERIFY_OK(example);
            QCOMPARE("examples/" + example->name + ".json", std::string(resource.path));
            names.insert(example->name);
            for (const char* part : {".title", ".line", ".question"})
                QVERIFY2(Text::english().has("example." + example->name + part), example->name.c_str());
            QVERIFY(Text::english().get("example." + example->name + ".title").size() <= 32);
            QVERIFY(Text::english().get("example." + example->name + ".line").size() <= 72);
            QVERIFY(Text::english().get("example." + example->name + ".question").ends_with("?"));
        }
        QCOMPARE(files, std::size_t{6});
        QCOMPARE(examples().size(), files);
        // No words without an example either.
        for (const auto& [key, text] : Text::english().all())
            if (key.starts_with("example."))
                QVERIFY2(names.contains(key.substr(8, key.rfind('.') - 8)), key.c_str());
    }

    void they_stand_in_their_order_and_are_found_by_name() {
        QCOMPARE(examples().front().name, std::string("reduce-prompt-fatigue"));
        for (std::size_t i = 1; i < examples().size(); ++i)
            QVERIFY(examples()[i - 1].order < examples()[i].order);
        for (const Example& example : examples())
            QVERIFY(find_example(example.name) == &example);
        QVERIFY(find_example("no-such-example") == nullptr);
    }

    void every_example_can_be_run_and_its_policies_differ() {
        for (const Example& example : examples()) {
            QVERIFY(!(example.setup.baseline == example.setup.candidate));
            QVERIFY(example.setup.baseline.name != example.setup.candidate.name);
            QVERIFY(example.setup.replications >= 2);
            LoadedScenario shorter = *example.setup.scenario;
            shorter.scenario.users = 70;
            shorter.scenario.days = 4;
            const auto result =
                simulate_comparison(shorter, example.setup.baseline, example.setup.candidate, {});
            VERIFY_OK(result);
            QVERIFY2(result->baseline.fingerprint != result->candidate.fingerprint, example.name.c_str());
        }
    }

    void a_file_says_what_it_sets() {
        const auto example = example_from_json(sound, "mine.json");
        VERIFY_OK(example);
        QCOMPARE(example->name, std::string("mine"));
        QCOMPARE(example->order, 3);
        QCOMPARE(example->setup.replications, 2);
        QCOMPARE(example->setup.scenario->scenario.name, std::string("noisy-signals"));
        QVERIFY(example->setup.baseline == shipped_policy("careful"));
        Policy candidate = shipped_policy("firm");
        candidate.name = "gentle";
        candidate.weekly_cap = 1;
        QVERIFY(example->setup.candidate == candidate);
    }

    void a_file_that_is_wrong_is_refused_at_its_line_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("where");
        const auto row = [](const char* name, const std::string& text, const char* where) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(where);
        };
        row("no json", "{", "mine.json:1");
        row("no object", "[]", "mine.json");
        row("a policy", changed("\"example\"", "\"policy\""), "mine.json");
        row("a later version", changed("\"version\": 1", "\"version\": 2"), "mine.json:3");
        row("no name", changed("\"mine\"", "\"\""), "mine.json:4");
        row("no place", changed("3", "\"first\""), "mine.json:5");
        row("no such scenario", changed("noisy-signals", "nowhere"), "mine.json:6");
        row("no replications", changed("2", "0"), "mine.json:7");
        row("no such policy", changed("careful", "nobody"), "mine.json:8");
        row("no candidate", changed("\"candidate\"", "\"challenger\""), "mine.json:9");
        row("no such lever", changed("prompt.weekly_cap", "prompt.weekly"), "mine.json:9");
        row("out of range", changed("1 } }", "99 } }"), "mine.json:9");
    }
    void a_file_that_is_wrong_is_refused_at_its_line() {
        QFETCH(QString, text);
        QFETCH(QString, where);
        const auto example = example_from_json(text.toStdString(), "mine.json");
        QVERIFY(!example);
        QCOMPARE(QString::fromStdString(example.error().where), where);
        QVERIFY(!example.error().what.empty());
    }
};
ATTUNE_TEST(Examples_test);

#include "examples_test.moc"
