// What the lab says: only what intervals allow, only numbers of the records, only words of the text files.
#include "core/measures/statistics/intervals.h"
#include "tests/simulations/report/lab_records.h"
#include "tests/simulations/report/spoken_numbers.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::test;

namespace {

/// Up, down, or open by the interval alone: what may be claimed of a difference.
int direction(const ReportInput& input, const std::string& key, const std::string& group) {
    for (const MetricValue& d : input.comparison->difference)
        if (d.key == key && d.group == group && std::isfinite(d.value)) {
            if (d.lower > 0 && std::isfinite(d.upper)) return 1;
            if (d.upper < 0 && std::isfinite(d.lower)) return -1;
        }
    return 0;
}

/// The words that claim a direction, found in a sentence.
int claimed(const QString& sentence) {
    static const QRegularExpression up("\\b(higher|gain least|go up)\\b");
    static const QRegularExpression down("\\b(lower|lose most|go down)\\b");
    return (sentence.contains(up) ? 1 : 0) + (sentence.contains(down) ? -1 : 0);
}

/// The interval of the group with the lowest difference, for having been picked among so many.
std::pair<double, double> interval_of_lowest_group(ReportInput& input) {
    const MetricValue* least = nullptr;
    int groups = 0;
    for (const MetricValue& v : input.run.metrics) {
        const MetricValue* d = find(input.comparison->difference, v.key, v.group);
        if (v.key != "satisfaction_true" || v.group == "all" || !d || !std::isfinite(d->value)) continue;
        ++groups;
        if (!least || d->value < least->value) least = d;
    }
    if (!least) return {0, 0};
    const int blocks = std::clamp((input.run.users + 63) / 64, 2, 64);
    const double degrees = input.run.replications > 1 ? input.run.replications - 1 : blocks - 1;
    const double wider = reach_for_choice(degrees, groups);
    return {least->value - wider * (least->value - least->lower),
            least->value + wider * (least->upper - least->value)};
}

} // namespace

class Lab_sentences_test : public QObject {
    Q_OBJECT

private slots:
    void the_sample_reads_as_it_should() {
        const LabPicture picture = picture_of(test::sample_comparison());
        QCOMPARE(words(picture.subtitle),
                 QString("Prompt fatigue, Careful against Default. Full run, 12 replications; bands: 95 %."));
        QCOMPARE(picture.charts.size(), std::size_t{9});
        const char* expected[][4] = {
            {"satisfaction", "Are people more satisfied?", "Careful is 0.042 higher",
             " over 90 days (interval 0.037 to 0.047)."},
            {"exposure", "Do small providers get seen?", "Careful is 4.5 points higher",
             " over 90 days (interval 4.3 to 4.7); the floor of 18 % is missed at 17.6 %."},
            {"groups", "Who gains, who does not?", "A difference is not shown for niche tastes",
             " over 90 days (+0.002, interval −0.010 to +0.014), the lowest of the 4 groups."},
            {"asked", "How often is a person asked in a week?",
             "Weeks without a prompt go up by 16.3 points with Careful",
             " (46.1 % against 29.8 %, interval 15.7 to 16.9)."},
            {"circle", "Does trust grow, and do people keep taking part?",
             "Trust is 0.011 higher with Careful",
             " over 90 days (interval 0.008 to 0.013); higher: belief that feedback works; no difference "
             "shown: "
             "prompts answered, things truly enjoyed. With Careful, trust goes from 0.511 in the first week "
             "to "
             "0.555 in the last, prompts answered from 29 % to 20 %."},
            {"voices", "Who is heard, and does it fit what people feel?", "Heard too little: niche tastes",
             ", with less than four fifths of the answers that their size would suggest. Those who answer "
             "are "
             "really more satisfied than everyone, by 0.031 (interval 0.027 to 0.035): answers alone "
             "flatter."}};
        for (std::size_t i = 0; i < std::size(expected); ++i) {
            const LabChart& chart = picture.charts[i];
            QCOMPARE(QString::fromStdString(chart.name), QString(expected[i][0]));
            QCOMPARE(words(chart.question), QString(expected[i][1]));
            QCOMPARE(words(chart.sentence.finding), QString::fromUtf8(expected[i][2]));
            QCOMPARE(words(chart.sentence.rest), QString::fromUtf8(expected[i][3]));
        }
        QCOMPARE(words(picture.charts[1].subtitle),
                 QString("Share of exposure by day, small providers; 1,500 items in all"));
        QCOMPARE(words(picture.headline),
                 QString("Satisfaction: Careful is 0.042 higher over 90 days (interval 0.037 to 0.047). "
                         "Guardrails: 4 held, 1 near the limit, 2 broken, 0 without enough data."));
    }

    void answers_that_disagree_with_the_truth_are_told_data() {
        QTest::addColumn<double>("truth");
        QTest::addColumn<double>("answers");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<QString>("aside");
        QTest::newRow("both up") << 0.04 << 0.05 << "Careful is 0.04 higher"
                                 << "";
        QTest::newRow("both down") << -0.04 << -0.05 << "Careful is 0.04 lower"
                                   << "";
        QTest::newRow("answers flatter") << -0.04 << 0.05 << "Careful is 0.04 lower"
                                         << ", while answers would say 0.05 higher";
        QTest::newRow("answers sulk") << 0.04 << -0.05 << "Careful is 0.04 higher"
                                      << ", while answers would say 0.05 lower";
        QTest::newRow("answers silent") << 0.04 << 0.0 << "Careful is 0.04 higher"
                                        << ", while answers do not show it";
        QTest::newRow("only answers move") << 0.0 << 0.05 << "A difference is not shown"
                                           << ", while answers would say 0.05 higher";
        QTest::newRow("neither moves") << 0.0 << 0.0 << "A difference is not shown"
                                       << "";
    }

    void answers_that_disagree_with_the_truth_are_told() {
        QFETCH(double, truth);
        QFETCH(double, answers);
        QFETCH(QString, finding);
        QFETCH(QString, aside);
        ReportInput input = test::sample_comparison();
        set_difference(input, "satisfaction_true", "all", truth, truth - 0.02, truth + 0.02);
        set_difference(input, "satisfaction_answers", "all", answers, answers - 0.02, answers + 0.02);
        const LabPicture picture = picture_of(input);
        const Sentence& sentence = picture.charts[0].sentence;
        QCOMPARE(words(sentence.finding), finding);
        QVERIFY2(words(sentence.rest).endsWith(")" + aside + "."), sentence.rest.c_str());
    }

    void a_claim_needs_an_interval_without_zero() {
        test::Dice dice(402);
        int claims = 0;
        int open = 0;
        for (int i = 0; i < test::sized(400, 10000); ++i) {
            ReportInput input = test::sample_comparison();
            shake(input, dice);
            const LabPicture picture = picture_of(input, random_state(dice));
            const auto check = [&](const LabChart& chart, int may) {
                const QString finding = words(chart.sentence.finding);
                QVERIFY2(claimed(finding) == may,
                         qPrintable(QString("set %1, %2: %3").arg(i).arg(chart.name.c_str(), finding)));
                ++(may ? claims : open);
                const QString all = words(chart.sentence.all());
                QVERIFY(!all.contains("significant") && !all.contains("no effect"));
                QVERIFY(!all.contains('{') && !all.contains('[') && !all.contains("nan"));
            };
            check(picture.charts[0], direction(input, "satisfaction_true", "all"));
            const ReportView view(input, Text::english());
            const auto providers = view.providers();
            check(picture.charts[1],
                  providers.empty() ? 0 : direction(input, "exposure_share", "provider=" + providers[0]));
            const auto [lower, upper] = interval_of_lowest_group(input);
            check(picture.charts[2], lower > 0 ? 1 : upper < 0 ? -1 : 0);
            double largest = 0;
            int week = 0;
            for (const char* key :
                 {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"}) {
                const MetricValue* d = find(input.comparison->difference, key, "all");
                if (!d || direction(input, key, "all") == 0 || std::fabs(d->value) <= largest) continue;
                largest = std::fabs(d->value);
                week = direction(input, key, "all");
            }
            check(picture.charts[3], week);
            if (direction(input, "satisfaction_answers", "all") == 0)
                QVERIFY(!words(picture.charts[0].sentence.rest).contains("would say"));
            for (const LabTile& t : picture.tiles) {
                const bool claim = t.claim == Claim::better || t.claim == Claim::worse ||
                                   t.claim == Claim::higher || t.claim == Claim::lower;
                const std::string group =
                    t.key == "exposure_share" && !providers.empty() ? "provider=" + providers[0] : "all";
                const int may = direction(input, t.key, group);
                QVERIFY2(!claim || may == (t.up ? 1 : -1), t.spoken.c_str());
                // Where no claim is made the change may be written, but only with its interval.
                if (claim || t.claim == Claim::unclear)
                    QVERIFY(QString::fromStdString(t.change_words).contains(QString::fromUtf8("±")));
            }
        }
        QVERIFY2(claims > 100 && open > 100, "both happen");
    }

    void every_number_in_a_sentence_occurs_in_the_records() {
        test::Dice dice(403);
        for (int i = 0; i < test::sized(60, 2000); ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            const PictureState state = random_state(dice);
            const LabPicture picture = picture_of(input, state);
            std::vector<double> numbers = numbers_of(input);
            numbers.push_back(state.days);
            for (const char* metric : {"trust_true", "response_rate", "prompt_fatigue", "consent_share"})
                for (const double mean : first_and_last_week_of(input.run, metric))
                    numbers.push_back(mean);
            for (int groups = 0; groups < 5; ++groups)
                numbers.push_back(groups);
            const auto [lower, upper] = interval_of_lowest_group(input);
            numbers.insert(numbers.end(), {lower, upper});
            for (const LabChart& chart : picture.charts) {
                const QString strange = invented(chart.sentence.all(), numbers, true);
                QVERIFY2(strange.isEmpty(),
                         qPrintable(QString("set %1: %2 in %3")
                                        .arg(i)
                                        .arg(strange, QString::fromStdString(chart.sentence.all()))));
            }
            for (const LabTile& t : picture.tiles) {
                const QString strange = invented(t.value_words + " " + t.answers_words, numbers);
                QVERIFY2(strange.isEmpty(), t.spoken.c_str());
            }
        }
    }

    void the_group_that_gains_least_is_named_data() {
        QTest::addColumn<double>("niche");
        QTest::addColumn<double>("frequent");
        QTest::addColumn<double>("half");
        QTest::addColumn<QString>("finding");
        QTest::newRow("all gain") << 0.02 << 0.03 << 0.005 << "Niche tastes gain least";
        QTest::newRow("one loses") << 0.02 << -0.03 << 0.005 << "Frequent visitors lose most";
        QTest::newRow("one is open") << 0.03 << 0.002 << 0.005
                                     << "A difference is not shown for frequent visitors";
        // 0.0055 alone would not reach over 0; for the lowest of four it does.
        QTest::newRow("low by chance")
            << 0.03 << -0.006 << 0.0055 << "A difference is not shown for frequent visitors";
        QTest::newRow("all are open") << 0.01 << 0.02 << 0.09 << "A difference is not shown for any group";
    }

    void the_group_that_gains_least_is_named() {
        QFETCH(double, niche);
        QFETCH(double, frequent);
        QFETCH(double, half);
        QFETCH(QString, finding);
        ReportInput input = test::sample_comparison();
        const auto set = [&](const char* group, double value) {
            set_difference(input, "satisfaction_true", group, value, value - half, value + half);
        };
        set("taste=niche", niche);
        set("activity=frequent", frequent);
        set("activity=occasional", 0.05);
        set("taste=mainstream", 0.05);
        QCOMPARE(words(picture_of(input).charts[2].sentence.finding), finding);
    }

    void the_kind_of_week_that_changes_most_is_named_data() {
        QTest::addColumn<double>("unasked");
        QTest::addColumn<double>("more");
        QTest::addColumn<double>("half");
        QTest::addColumn<QString>("finding");
        QTest::newRow("none goes up")
            << 0.3 << -0.2 << 0.02 << "Weeks without a prompt go up by 30 points with Careful";
        QTest::newRow("many goes down")
            << 0.1 << -0.2 << 0.02 << "Weeks with three or more prompts go down by 20 points with Careful";
        QTest::newRow("the larger one is open")
            << 0.1 << -0.2 << 0.15 << "A difference is not shown for any kind of week";
        QTest::newRow("both exactly the same") << 0.0 << 0.0 << 0.0 << "Weeks are exactly the same with both";
    }

    void the_kind_of_week_that_changes_most_is_named() {
        QFETCH(double, unasked);
        QFETCH(double, more);
        QFETCH(double, half);
        QFETCH(QString, finding);
        ReportInput input = test::sample_comparison();
        for (const char* key : {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"})
            set_difference(input, key, "all", 0, -half, half);
        set_difference(input, "weeks_unasked", "all", unasked, unasked - half, unasked + half);
        // The larger change with an interval that is wider still: it is not what is spoken of.
        const double wide = half > 0.1 ? 0.25 : half;
        set_difference(input, "weeks_asked_more", "all", more, more - wide, more + wide);
        QCOMPARE(words(picture_of(input).charts[3].sentence.finding), finding);
    }

    void subtitles_say_how_far_to_trust() {
        ReportInput input = test::sample_comparison();
        input.run.scenario_name = "calm-baseline";
        QCOMPARE(
            words(picture_of(input, {false, 2000, 1, 90, 90}).subtitle),
            QString("Calm baseline, Careful against Default. Full run, 1 seed; bands: 95 %, people only."));
        QCOMPARE(words(picture_of(input, {true, 1024, 1, 90, 90}).subtitle),
                 QString("Calm baseline, Careful against Default. Preview: all 90 days, 1,024 people; "
                         "bands: 95 %."));
    }

    void policies_of_one_name_are_told_apart() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = input.baseline->policy_name;
        const LabPicture picture = picture_of(input);
        QVERIFY(picture.candidate != picture.baseline);
        QVERIFY(words(picture.charts[0].sentence.finding).startsWith("Default (candidate) is"));
    }

    void a_sentence_is_split_where_its_finding_ends_whatever_names_hold() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = "a|b {|} \x1F c";
        for (const LabChart& chart : picture_of(input).charts) {
            QVERIFY2(!chart.sentence.finding.empty() && !chart.sentence.rest.empty(),
                     chart.sentence.all().c_str());
            QVERIFY(chart.sentence.all().find('\x1F') == std::string::npos);
        }
        const QString finding = words(picture_of(input).charts[0].sentence.finding);
        QVERIFY2(finding.startsWith("A|b {|} ") && finding.endsWith(" is 0.042 higher"), qPrintable(finding));
    }

    void every_word_comes_from_the_text_files() {
        // All words become the letter zhe; what is still Latin was written in the program.
        QJsonObject foreign;
        for (const auto& [key, text] : Text::english().all()) {
            QString changed;
            bool name = false;
            for (const QChar c : QString::fromStdString(text)) {
                name = c == '{' || (name && c != '}');
                changed += !name && c.isLetter() ? QChar(0x0436) : c;
            }
            foreign[QString::fromStdString(key)] = changed;
        }
        const auto text = Text::parse(QJsonDocument(foreign).toJson().toStdString(), "foreign.json");
        VERIFY_OK(text);
        test::Dice dice(405);
        for (int i = 0; i < 60; ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            input.run.policy_name = "12";
            input.baseline->policy_name = "11";
            input.run.scenario_name = "13";
            for (RunRecord* run : {&input.run, &*input.baseline}) {
                for (MetricValue& v : run->metrics)
                    if (v.group.starts_with("provider="))
                        v.group = "provider=" + std::to_string(v.group.size());
                for (SeriesPoint& p : run->series)
                    if (p.group.starts_with("provider="))
                        p.group = "provider=" + std::to_string(p.group.size());
            }
            Policy policy;
            policy.exposure_floor["14"] = 0.18;
            input.run.policy_json = policy_to_json(policy);
            LabPicture picture = make_lab_picture(input, i % 2 ? preview : full_run, *text);
            std::string said = picture.subtitle + picture.headline;
            for (const LabTile& t : picture.tiles)
                said += t.name + t.value_words + t.change_words + t.spoken;
            for (const LabChart& c : picture.charts) {
                said += c.question + c.subtitle + c.sentence.all();
                for (const std::string& cell : c.table.head)
                    said += cell;
                for (const auto& cells : c.table.rows)
                    for (const std::string& cell : cells)
                        said += cell;
            }
            for (const GuardrailRow& r : picture.guardrails)
                said += r.name + r.value_words + r.limit_words + r.word;
            static const QRegularExpression latin("[A-Za-z]+");
            const QString all = QString::fromStdString(said);
            const auto match = latin.match(all);
            QVERIFY2(!match.hasMatch(), qPrintable(all.mid(match.capturedStart() - 40, 120)));
        }
    }
};
ATTUNE_TEST(Lab_sentences_test);

#include "lab_sentences_test.moc"
