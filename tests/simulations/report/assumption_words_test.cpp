// What a result leans on is counted from the table, and the lab, the report and its appendix say the same.
#include "simulations/report/assumption_words.h"
#include "simulations/report/html_report.h"
#include "simulations/report/html_tables.h"
#include "tests/simulations/report/lab_records.h"
#include "tests/support/test.h"

#include <QRegularExpression>

using namespace attune;
using namespace attune::test;

namespace {

std::size_t rows_of_grade(Grade grade) {
    const auto& all = world_parameters().entries();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const auto& entry) { return entry.spec.grade == grade; }));
}

/// A comparison on a shipped scenario in which somebody changed assumptions.
ReportInput on(const Scenario& scenario) {
    ReportInput input = sample_comparison();
    for (RunRecord* run : {&*input.baseline, &input.run}) {
        run->scenario_name = scenario.name;
        run->scenario_json = scenario_to_json(scenario);
    }
    return input;
}

Scenario changed_scenario() {
    Scenario scenario = shipped_scenarios().front();
    scenario.assumptions = {};
    scenario.assumptions.satiation_cost = 0.2;
    scenario.assumptions.niche_share = 0.35;
    return scenario;
}

QString plain(const std::string& html) {
    QString text = QString::fromStdString(html);
    text.remove(QRegularExpression("<style>.*</style>", QRegularExpression::DotMatchesEverythingOption));
    return text.replace(QRegularExpression("<[^>]*>"), " ").replace("&#39;", "'").simplified();
}

} // namespace

class Assumption_words_test : public QObject {
    Q_OBJECT

private slots:
    void grades_have_words_that_begin_with_their_letter() {
        QCOMPARE(grade_letter(Grade::a), std::string("A"));
        QCOMPARE(grade_letter(Grade::d), std::string("D"));
        QCOMPARE(grade_words(Grade::d, Text::english()), std::string("D, our own choice"));
    }

    void values_and_ranges_have_their_unit() {
        const auto words_of = [](const char* key, double value) {
            return assumption_value_words(world_parameters().find(key)->spec, value, Text::english());
        };
        QCOMPARE(words_of("world.satiation.cost", 0.2), std::string("0.20 nats"));
        QCOMPARE(words_of("world.taste.niche_share", 0.2), std::string("20 %"));
        QCOMPARE(words_of("world.items.clickbait_power", 1.8), std::string("1.8"));
        QCOMPARE(
            assumption_range_words(world_parameters().find("world.satiation.cost")->spec, Text::english()),
            std::string("0.00 to 0.90 nats"));
    }

    void unmeasured_ones_are_counted_from_the_table() {
        const Leaning leaning = leaning_of(Scenario{});
        QCOMPARE(leaning.used.size(), world_parameters().entries().size());
        QCOMPARE(leaning.unmeasured.size(), rows_of_grade(Grade::d));
        QVERIFY(leaning.unmeasured.size() > 10 && leaning.unmeasured.size() < leaning.used.size());
        QVERIFY(leaning.changed.empty());
        for (const ParameterSpec* spec : leaning.unmeasured)
            QVERIFY(spec->grade == Grade::d);
        Scenario imported;
        imported.imported = true;
        imported.assumptions.categories = 30; // as an import sets it
        const Leaning less = leaning_of(imported);
        QVERIFY(less.used.size() < leaning.used.size());
        QVERIFY(less.unmeasured.size() < leaning.unmeasured.size());
        QVERIFY(less.changed.empty());
    }

    void the_lab_and_the_report_say_the_same_number_and_list() {
        const ReportInput input = on(changed_scenario());
        const auto leaning = leaning_of(input.run);
        QVERIFY(leaning);
        const std::string number = std::to_string(rows_of_grade(Grade::d));
        const std::string sentence = leaning_sentence(*leaning, Text::english());
        QVERIFY(sentence.find("leans on " + number + " assumptions nobody has measured") !=
                std::string::npos);
        const LabPicture picture = picture_of(input);
        QCOMPARE(picture.leaning.unmeasured, static_cast<int>(rows_of_grade(Grade::d)));
        QCOMPARE(picture.leaning.changed, 2);
        QCOMPARE(picture.leaning.words, "Leans on " + number + " unmeasured assumptions");
        QCOMPARE(picture.leaning.changed_words, std::string("Assumptions, 2 not default"));
        QCOMPARE(picture.leaning.sentence, sentence);
        const QString page = plain(html_report(input));
        QCOMPARE(page.count(QString::fromStdString(sentence)), 2); // under the lead and in the appendix
        for (const ParameterSpec* spec : leaning->unmeasured) {
            const QString name = QString::fromStdString(Text::english().get(spec->text_key()));
            QVERIFY2(page.contains(name), qPrintable(name));
        }
    }

    void the_report_lists_what_was_changed_and_how_to_repeat_it() {
        const std::string page = html_report(on(changed_scenario()));
        const QString words = plain(page);
        QVERIFY(words.contains("Assumptions that differ from their defaults"));
        QVERIFY(words.contains("world.satiation.cost 0.20 nats 0.45 nats"));
        QVERIFY(words.contains("world.taste.niche_share 35 % 20 %"));
        Scenario plain_one = changed_scenario();
        plain_one.assumptions = {};
        QVERIFY(plain(html_report(on(plain_one))).contains("Every assumption has its default value."));
        for (const auto& entry : world_parameters().entries())
            QVERIFY2(words.contains(QString::fromStdString(entry.spec.key)), entry.spec.key.c_str());

        // Only what differs from the shipped scenario of that name has to be set.
        Scenario scenario = shipped_scenarios().front();
        QVERIFY(repeat_command(on(scenario)).find("--set") == std::string::npos);
        scenario.assumptions.satiation_cost = 0.2;
        QVERIFY(repeat_command(on(scenario)).find(" --set world.satiation.cost=0.2 ") != std::string::npos);
    }

    void a_record_of_another_version_says_nothing_of_it() {
        const ReportInput input = sample_comparison(); // its scenario has values nobody knows
        QVERIFY(!leaning_of(input.run));
        QVERIFY(picture_of(input).leaning.words.empty());
        QVERIFY(!plain(html_report(input)).contains("leans on"));
    }
};

ATTUNE_TEST(Assumption_words_test);

#include "assumption_words_test.moc"
