// The page: well-formed, inert, complete, the same twice, and sound on the oddest records.
#include "simulations/report/html_report.h"
#include "simulations/report/html_tables.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QXmlStreamReader>

#include <cmath>
#include <limits>
#include <locale>

using namespace attune;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

struct Page {
    QString error;
    QSet<QString> elements;
    QSet<QString> attributes;
    QStringList ids;
    QString words; ///< all text but the style sheet and code
    QStringList headings;
};

Page read(const std::string& html) {
    Page page;
    QXmlStreamReader xml(QByteArray::fromStdString(html));
    QStringList open;
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            open.push_back(xml.name().toString());
            page.elements.insert(open.back());
            for (const auto& attribute : xml.attributes()) {
                page.attributes.insert(attribute.name().toString());
                if (attribute.name() == QLatin1String("id")) page.ids.push_back(attribute.value().toString());
            }
            break;
        case QXmlStreamReader::EndElement:
            open.pop_back();
            break;
        case QXmlStreamReader::Characters:
            if (!open.contains("style") && !open.contains("code")) page.words += xml.text().toString() + " ";
            if (!open.isEmpty() && (open.back() == "h1" || open.back() == "h2" || open.back() == "h3"))
                page.headings.push_back(xml.text().toString());
            break;
        default:
            break;
        }
    }
    if (xml.hasError()) page.error = QString("line %1: %2").arg(xml.lineNumber()).arg(xml.errorString());
    return page;
}

const std::string hostile =
    "<script>alert('x')</script>\"' onload=\"y\" ]]> --> &amp; \u202Etxt\u2066 \x01\x1b \xFF\xC0 {name}";

ReportInput hostile_input() {
    ReportInput input = test::sample_comparison();
    for (RunRecord* run : {&*input.baseline, &input.run}) {
        run->id = run->fingerprint = run->program_version = run->policy_name = run->scenario_name = hostile;
        run->scenario_json =
            R"({"name": "<script>alert(1)</script>", "values": {"</td><script>": "\u202e\u0001", "world.items.categories": 3}})";
        run->policy_json = "<script>not json</script>";
        run->metrics.push_back({hostile, "provider=" + hostile, 0.1, 0.05, 0.15, 3});
        run->metrics.push_back({"exposure_share", "provider=" + hostile, 0.01, 0.005, 0.015, 3});
        run->series.push_back({"satisfaction_true", "all", 91, 0.6, 0.5, 0.7, 3});
    }
    input.comparison->id = hostile;
    input.comparison->difference.push_back({hostile, hostile, 0.1, 0.05, 0.15, 3});
    input.comparison->guardrails.push_back(
        {hostile, hostile + "=" + hostile, 0.1, 0.05, 0.15, 0.1, Verdict::broken, 0});
    return input;
}

} // namespace

class Html_report_test : public QObject {
    Q_OBJECT

private slots:
    void the_page_is_well_formed_and_loads_nothing_data() {
        QTest::addColumn<bool>("compare");
        QTest::newRow("comparison") << true;
        QTest::newRow("single run") << false;
    }
    void the_page_is_well_formed_and_loads_nothing() {
        QFETCH(bool, compare);
        const std::string html = html_report(compare ? test::sample_comparison() : test::sample_single());
        const Page page = read(html);
        QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
        for (const char* forbidden : {"script", "link", "img", "iframe", "object", "form", "a"})
            QVERIFY2(!page.elements.contains(forbidden), forbidden);
        for (const QString& name : page.attributes)
            QVERIFY2(!name.startsWith("on") && name != "src" && name != "href" && name != "style",
                     qPrintable(name));
        QString rest = QString::fromStdString(html);
        rest.remove("http://www.w3.org/1999/xhtml").remove("http://www.w3.org/2000/svg");
        QVERIFY(!rest.contains("http") && !rest.contains("@import"));
        static const QRegularExpression outside("url\\((?!#)");
        QVERIFY(!rest.contains(outside));
        QCOMPARE(QSet<QString>(page.ids.begin(), page.ids.end()).size(), page.ids.size());
        QVERIFY(!html.empty() && html.find("[report.") == std::string::npos);
        QVERIFY(html.find('{') != std::string::npos);
        QVERIFY2(!page.words.contains('{'), "a name in braces was left without its value");
        QVERIFY(!page.words.contains('!'));
    }

    void the_page_answers_its_questions_in_order() {
        const Page page = read(html_report(test::sample_comparison()));
        qsizetype last = -1;
        for (const char* heading :
             {"Is careful better than default?", "At a glance", "Are people more satisfied?",
              "Do small providers get seen?", "How often is a person asked?",
              "How often is a person asked in a week?", "Who stays?", "Who gains, who does not?",
              "Which differences can we rely on?", "All figures", "The two policies",
              "What the scenario assumes", "How to repeat this", "What a simulation cannot say"}) {
            const qsizetype at = page.headings.indexOf(heading);
            QVERIFY2(at > last, heading);
            last = at;
        }
        for (const char* words :
             {"2,000 simulated people", "cannot say yet; about 3.2 times as many people or seeds", "broken",
              "holds", "truth", "answers", "behaviour", "Show as table"})
            QVERIFY2(page.words.contains(words), words);
    }

    void everything_needed_to_repeat_the_run_is_there() {
        const ReportInput input = test::sample_comparison();
        const std::string html = html_report(input);
        for (const std::string& words :
             {input.run.fingerprint, input.baseline->fingerprint, input.run.program_version, input.run.id,
              std::string("--scenario prompt-fatigue --baseline default --candidate careful --users 2000 "
                          "--days 90 --items 1500 --replications 12 --seed 20471")})
            QVERIFY2(html.find(words) != std::string::npos, words.c_str());
    }

    void the_command_survives_a_shell() {
        ReportInput input = test::sample_single();
        input.run.policy_name = "it's $(touch x) `y` \"z\" \\ *";
        QProcess shell;
        shell.start("/bin/sh", {"-c", "printf '%s\\n' " + QString::fromStdString(repeat_command(input))});
        QVERIFY(shell.waitForFinished());
        const QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split('\n');
        QCOMPARE(words.value(words.indexOf("--policy") + 1).toStdString(), input.run.policy_name);
    }

    void hostile_names_come_out_inert() {
        const ReportInput input = hostile_input();
        const std::string html = html_report(input);
        const Page page = read(html);
        QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
        QVERIFY(!page.elements.contains("script"));
        for (const QString& name : page.attributes)
            QVERIFY2(!name.startsWith("on"), qPrintable(name));
        const QString all = QString::fromStdString(html);
        for (const char16_t sign : {u'\u202E', u'\u2066', u'\u0001', u'\u001b'})
            QVERIFY(!all.contains(QChar(sign)));
        QVERIFY(page.words.contains("<script>alert"));
        for (const ChartFile& file : chart_files(input)) {
            const Page picture = read(file.svg);
            QVERIFY2(picture.error.isEmpty() && !picture.elements.contains("script"),
                     qPrintable(picture.error));
        }
    }

    void the_same_records_give_the_same_bytes() {
        const std::string first = html_report(test::sample_comparison());
        struct Comma : std::numpunct<char> {
            char do_decimal_point() const override { return ','; }
        };
        const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
        const std::string second = html_report(test::sample_comparison());
        std::locale::global(before);
        QVERIFY(first == second);
    }

    void the_time_a_run_took_or_was_made_is_not_on_the_page() {
        ReportInput input = test::sample_comparison();
        const std::string before = html_report(input);
        for (RunRecord* run : {&*input.baseline, &input.run}) {
            run->wall_seconds = 987.654321;
            run->created = "2031-12-30T23:59:58Z";
        }
        input.comparison->created = "2031-12-30T23:59:59Z";
        QVERIFY(html_report(input) == before);
        input.run.metrics[0].value += 0.01;
        QVERIFY(html_report(input) != before);
    }

    void every_word_comes_from_the_text_files() {
        // All words become the letter zhe; what is still Latin was written in the program.
        QJsonObject foreign;
        for (const auto& [key, words] : Text::english().all()) {
            QString changed;
            bool name = false;
            for (const QChar c : QString::fromStdString(words)) {
                name = c == '{' || (name && c != '}');
                changed += !name && c.isLetter() ? QChar(0x0436) : c;
            }
            foreign[QString::fromStdString(key)] = changed;
        }
        const auto text = Text::parse(QJsonDocument(foreign).toJson().toStdString(), "foreign.json");
        VERIFY_OK(text);
        ReportInput input = test::sample_comparison();
        std::erase_if(input.run.metrics, [](const MetricValue& v) { return v.key == "something_new"; });
        std::erase_if(input.baseline->metrics, [](const MetricValue& v) { return v.key == "something_new"; });
        for (RunRecord* run : {&*input.baseline, &input.run}) {
            run->policy_name = run == &input.run ? "12" : "11";
            run->scenario_name = "13";
        }
        const auto rename = [](auto& values) {
            for (auto& v : values)
                if (v.group.starts_with("provider=")) v.group = "provider=" + std::to_string(v.group.size());
        };
        rename(input.run.metrics);
        rename(input.baseline->metrics);
        rename(input.comparison->difference);
        for (const ReportInput& shown : {input, ReportInput{std::nullopt, std::nullopt, input.run}}) {
            const Page page = read(html_report(shown, *text));
            static const QRegularExpression latin("[A-Za-z]+");
            const auto match = latin.match(page.words);
            QVERIFY2(!match.hasMatch(), qPrintable("not from the text files: " +
                                                   page.words.mid(match.capturedStart() - 40, 120)));
        }
    }

    void odd_records_still_make_a_sound_page_data() {
        QTest::addColumn<int>("kind");
        const char* names[] = {"no metrics",
                               "no series",
                               "one day",
                               "all equal",
                               "NaN intervals",
                               "NaN values",
                               "one provider group",
                               "no provider groups",
                               "missing metrics",
                               "zero difference",
                               "huge values",
                               "negative values",
                               "many groups",
                               "no comparison but a baseline",
                               "no guardrails",
                               "empty names",
                               "one person"};
        for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
            QTest::newRow(names[i]) << i;
    }
    void odd_records_still_make_a_sound_page() {
        QFETCH(int, kind);
        ReportInput input = test::sample_comparison();
        const auto every_run = [&](auto change) {
            change(*input.baseline);
            change(input.run);
        };
        const auto every_value = [&](auto change) {
            every_run([&](RunRecord& r) {
                for (auto& v : r.metrics)
                    change(v.value, v.lower, v.upper);
                for (auto& p : r.series)
                    change(p.value, p.lower, p.upper);
            });
            for (auto& v : input.comparison->difference)
                change(v.value, v.lower, v.upper);
            for (auto& p : input.comparison->series)
                change(p.value, p.lower, p.upper);
            for (auto& g : input.comparison->guardrails)
                change(g.difference, g.lower, g.upper);
        };
        using D = double;
        switch (kind) {
        case 0:
            every_run([](RunRecord& r) { r.metrics.clear(); });
            input.comparison->difference.clear();
            break;
        case 1:
            every_run([](RunRecord& r) { r.series.clear(); });
            break;
        case 2:
            every_run([](RunRecord& r) {
                std::erase_if(r.series, [](const SeriesPoint& p) { return p.day != 1; });
                r.days = 1;
            });
            break;
        case 3:
            every_value([](D& v, D& l, D& u) { v = l = u = 0.5; });
            break;
        case 4:
            every_value([](D&, D& l, D& u) { l = u = nan_value; });
            break;
        case 5:
            every_value([](D& v, D& l, D& u) { v = l = u = nan_value; });
            break;
        case 6:
            every_run([](RunRecord& r) {
                std::erase_if(r.metrics, [](const MetricValue& v) {
                    return v.group.starts_with("provider=") && v.group != "provider=small";
                });
            });
            break;
        case 7:
            every_run([](RunRecord& r) {
                std::erase_if(r.metrics, [](const MetricValue& v) { return v.group != "all"; });
            });
            break;
        case 8:
            input.baseline->metrics.resize(2);
            input.comparison->difference.resize(1);
            break;
        case 9:
            for (auto& v : input.comparison->difference)
                v.value = v.lower = v.upper = 0;
            break;
        case 10:
            every_value([](D& v, D& l, D& u) {
                v *= 1e200;
                l *= 1e200;
                u *= 1e307;
            });
            break;
        case 11:
            every_value([](D& v, D& l, D& u) {
                v = -v;
                l = -l;
                u = -u;
                std::swap(l, u);
            });
            break;
        case 12:
            for (int i = 0; i < 40; ++i) {
                const std::string group = "provider=group " + std::to_string(i);
                input.baseline->metrics.push_back(
                    {"exposure_share", group, 0.001 * i, nan_value, nan_value, 5});
                input.run.metrics.push_back({"exposure_share", group, 0.001 * i, nan_value, nan_value, 5});
            }
            break;
        case 13:
            input.comparison.reset();
            break;
        case 14:
            input.comparison->guardrails.clear();
            break;
        case 15:
            every_run([](RunRecord& r) {
                r.policy_name.clear();
                r.scenario_name.clear();
                r.id.clear();
                r.scenario_json.clear();
                r.policy_json.clear();
            });
            break;
        case 16:
            every_run([](RunRecord& r) { r.users = r.items = r.replications = 1; });
            break;
        default:
            QFAIL("unknown kind");
        }
        for (const ReportInput& shown : {input, ReportInput{std::nullopt, std::nullopt, input.run}}) {
            const Page page = read(html_report(shown));
            QVERIFY2(page.error.isEmpty(), qPrintable(page.error));
            QCOMPARE(QSet<QString>(page.ids.begin(), page.ids.end()).size(), page.ids.size());
            static const QRegularExpression machine("\\b(nan|inf|-0)\\b",
                                                    QRegularExpression::CaseInsensitiveOption);
            QVERIFY2(!page.words.contains(machine), qPrintable(machine.match(page.words).captured()));
            QVERIFY(!page.words.contains("[report."));
            QVERIFY(page.words.contains("What a simulation cannot say"));
        }
    }

    void charts_beside_the_report_stand_alone() {
        QSet<QString> names;
        for (const ChartFile& file : chart_files(test::sample_comparison())) {
            names.insert(QString::fromStdString(file.name));
            const Page picture = read(file.svg);
            QVERIFY2(picture.error.isEmpty(), qPrintable(picture.error));
            QVERIFY(picture.elements.contains("title") && picture.elements.contains("desc"));
            QVERIFY(picture.words.contains('?'));
        }
        QCOMPARE(names, (QSet<QString>{"satisfaction.svg", "exposure.svg", "exposure-days.svg", "groups.svg",
                                       "asking.svg", "weeks.svg", "staying.svg", "differences.svg"}));
    }
};
ATTUNE_TEST(Html_report_test);

#include "html_report_test.moc"
