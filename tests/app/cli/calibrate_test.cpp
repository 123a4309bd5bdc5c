// calibrate: from what a team knows to a scenario, and every way to get that wrong.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <csignal>

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* small_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 120, "days": 8, "items": 40, "seed": 5})";

QStringList fitting(const QStringList& more) {
    return QStringList{"calibrate", "--scenario", "ours.json", "--users", "120", "--replications", "2"} +
           more;
}

const Json* entry(const Json& list, const std::string& key) {
    for (const Json& one : list)
        if (one["key"] == key) return &one;
    return nullptr;
}

} // namespace

class Calibrate_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", small_world); }

    void typed_numbers_give_estimates_and_a_scenario_to_run() {
        program_.write("known.json",
                       R"({"attune": "targets", "version": 1, "scenario": "ours.json", "policy": "default",
                           "targets": {"response_rate": {"value": 0.15, "n": 400}}})");
        const Json told = document(program_.run({"calibrate", "--targets", "known.json", "--target",
                                                 "session_length=6/900", "--users", "200", "--replications",
                                                 "2", "--write", "fitted.json", "--json", "--only-fitted"}));
        QVERIFY(told.is_object());
        QCOMPARE(told["estimates"].size(), std::size_t{2});
        const Json* base = entry(told["estimates"], "world.response.base");
        QVERIFY(base);
        QVERIFY((*base)["identified"].get<bool>());
        QVERIFY((*base)["lower"].get<double>() < (*base)["value"].get<double>());
        QVERIFY((*base)["value"].get<double>() < (*base)["before"].get<double>());
        QVERIFY((*base)["why"].get<std::string>().find("Prompts answered") != std::string::npos);
        QCOMPARE(told["targets"].size(), std::size_t{2});
        const Json* rate = entry(told["targets"], "response_rate");
        QVERIFY(rate && (*rate)["met"].get<bool>());
        QVERIFY(entry(told["not_identified"], "world.response.base") == nullptr);
        // The scenario written is the one with the estimates, and it runs.
        const Json shown = document(program_.run({"scenario", "show", "fitted.json", "--json"}));
        QCOMPARE(shown["name"].get<std::string>(), std::string("ours-fitted"));
        QCOMPARE(shown["assumptions"]["world.response.base"].get<double>(), (*base)["value"].get<double>());
        QVERIFY(document(program_.run({"run", "--scenario", "fitted.json", "--json"})).is_object());
        QVERIFY(QFile::remove(program_.path("fitted.json")));
    }

    void a_log_gives_estimates() {
        QCOMPARE(program_
                     .run({"run", "--scenario", "ours.json", "--seed", "9", "--policy", "ask-every-session",
                           "--log", "events.jsonl", "--quiet"})
                     .code,
                 0);
        const Outcome outcome = program_.run(
            fitting({"--log", "events.jsonl", "--policy", "ask-every-session", "--json", "--only-fitted"}));
        const Json told = document(outcome);
        QVERIFY(told.is_object());
        const Json* visits = entry(told["estimates"], "world.visits.rate");
        QVERIFY(visits && (*visits)["identified"].get<bool>());
        QVERIFY(entry(told["estimates"], "world.fatigue.per_prompt"));
        QVERIFY(told["asked"]["met"].get<bool>());
        // Eight days cannot tell who is gone for good.
        QVERIFY(told["left_out"].size() > 0);
        QVERIFY(QFile::remove(program_.path("events.jsonl")));
    }

    void what_cannot_be_met_is_a_failed_check() {
        const Outcome outcome =
            program_.run(fitting({"--target", "response_rate=0.99/5000", "--only-fitted", "--json"}));
        const Json told = document(outcome, 3);
        QVERIFY(told.is_object());
        QVERIFY(!told["fit"]["met"].get<bool>());
        QVERIFY(!told["targets"][0]["met"].get<bool>());
        QVERIFY(told["estimates"][0]["at_end"].get<bool>());
    }

    void people_read_it_in_words() {
        const Outcome outcome = program_.run(fitting({"--target", "session_length=6"}));
        QVERIFY2(outcome.code == 0, outcome.told());
        for (const char* words : {"95 % interval", "taken as if measured on 120 people", "Not fitted",
                                  "do not show the others at all"})
            QVERIFY2(outcome.out.contains(words), outcome.told());
        QVERIFY2(!outcome.out.contains('['), outcome.told()); // a word that is missing
    }

    void bad_input_is_refused_and_nothing_written_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("named");
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& named) {
            QTest::newRow(name) << arguments << named;
        };
        row("nothing to fit to", {}, {"--log", "--target"});
        row("both", {"--log", "damaged.jsonl", "--target", "response_rate=0.1"}, {"either"});
        row("damaged log", {"--log", "damaged.jsonl"}, {"damaged.jsonl:2"});
        row("no log", {"--log", "none.jsonl"}, {"none.jsonl"});
        row("a typo", {"--target", "respons_rate=0.1"}, {"response_rate"});
        row("percent", {"--target", "response_rate=12"}, {"0.12"});
        row("twice", {"--target", "response_rate=0.1", "--target", "response_rate=0.2"}, {"given twice"});
        row("too few days", {"--target", "churn_30d=0.1"}, {"30 days", "the scenario has 8"});
        row("no such assumption", {"--target", "response_rate=0.1", "--fit", "world.visits.slate"},
            {"world.visits.slates"});
        row("no such policy", {"--target", "response_rate=0.1", "--policy", "carefull"}, {"careful"});
        row("no such setting", {"--target", "response_rate=0.1", "--set", "world.x=1"}, {"world.x"});
        row("one file for two", {"--targets", "fitted.json", "--write", "fitted.json"},
            {"--targets", "--write"});
    }
    void bad_input_is_refused_and_nothing_written() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, named);
        program_.write("damaged.jsonl", "{\"event\":\"prompt\",\"user\":1,\"hours\":2}\n{\"event\":\"pro\n");
        const auto before = program_.files();
        if (!arguments.contains("--write")) arguments += {"--write", "fitted.json"};
        const Outcome outcome = program_.run(fitting(arguments));
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, named), outcome.told());
        QVERIFY(program_.files() == before);
    }

    void stopping_leaves_nothing() {
        const auto before = program_.files();
        const auto process = program_.start({"calibrate", "--target", "churn_30d=0.1", "--users", "20000",
                                             "--replications", "50", "--write", "fitted.json"});
        QVERIFY(QTest::qWaitFor(
            [&] {
                return !QDir(program_.path(""))
                            .entryList({"fitted.json.part-*"}, QDir::Files | QDir::Hidden)
                            .isEmpty();
            },
            60'000));
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
        QVERIFY(process->waitForFinished(60'000));
        QCOMPARE(process->exitCode(), 130);
        QVERIFY(program_.files() == before);
    }

private:
    Program program_;
};

ATTUNE_TEST(Calibrate_test);

#include "calibrate_test.moc"
