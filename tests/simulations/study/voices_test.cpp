// Who is heard, and does it fit: what the report says about answers and silence.
#include "simulations/report/circle.h"
#include "simulations/report/voices.h"
#include "simulations/study/simulate.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <QRegularExpression>

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

RunRecord run(const Assumptions& assumptions, int users = 900) {
    LoadedScenario loaded = small_scenario(users, 30, 200);
    loaded.scenario.assumptions = assumptions;
    Policy policy;
    policy.gap_hours = 20;
    policy.weekly_cap = 5;
    auto record = simulate_run(loaded, policy, {});
    if (!record) throw std::runtime_error(to_line(record.error()));
    return std::move(*record);
}

ReportInput input_of(RunRecord record) {
    ReportInput input;
    input.run = std::move(record);
    return input;
}

const GroupVoice& voice_of(const std::vector<GroupVoice>& voices, const std::string& group) {
    for (const GroupVoice& voice : voices)
        if (voice.group == group) return voice;
    throw std::runtime_error("no voice of " + group);
}

} // namespace

class Voices_test : public QObject {
    Q_OBJECT
private slots:
    // FB-51: under-covered groups are listed.
    void groups_that_answer_little_are_named_and_others_are_not() {
        Assumptions shy;
        shy.young_response = -1;
        shy.young_fatigue = 3;
        const ReportInput input = input_of(run(shy));
        const ReportView view(input, Text::english());
        const auto voices = group_voices(view);
        QVERIFY(voice_of(voices, "age=16-24").under_covered());
        QVERIFY(!voice_of(voices, "age=40-59").under_covered());
        const std::string said = voices_sentences(view).back();
        QVERIFY2(said.find("people aged 16 to 24") != std::string::npos, said.c_str());
        QVERIFY2(said.find("40 to 59") == std::string::npos, said.c_str());

        Assumptions even;
        even.young_response = even.old_response = 0;
        even.young_fatigue = 1;
        const ReportInput control = input_of(run(even));
        const ReportView same(control, Text::english());
        QVERIFY(!voice_of(group_voices(same), "age=16-24").under_covered());
    }

    void shares_of_a_kind_add_up_to_all() {
        const ReportInput input = input_of(run({}));
        const ReportView view(input, Text::english());
        std::map<std::string, std::pair<double, double>> kinds;
        for (const GroupVoice& voice : group_voices(view)) {
            kinds[voice.group.substr(0, voice.group.find('='))].first += voice.people;
            kinds[voice.group.substr(0, voice.group.find('='))].second += voice.answers;
        }
        QCOMPARE(kinds.size(), 5U);
        for (const auto& [kind, shares] : kinds) {
            QVERIFY2(std::abs(shares.first - 1) < 1e-9, kind.c_str());
            QVERIFY2(std::abs(shares.second - 1) < 1e-9, kind.c_str());
        }
    }

    // FB-77: say, do and feel of every group, and the gap between saying and feeling.
    void the_table_says_what_groups_say_do_and_feel() {
        const ReportInput input = input_of(run({}));
        const ReportView view(input, Text::english());
        const DataTable table = voices_table(view);
        QCOMPARE(table.rows.size(), 1 + group_voices(view).size());
        // "85.3 %", "+4.2 points", with whatever spaces: the number alone.
        const auto number = [](const std::string& words) {
            QString text = QString::fromStdString(words);
            text.replace("\u2212", "-").remove(QRegularExpression("[^-0-9.]"));
            return text.toDouble();
        };
        for (const auto& row : table.rows) {
            QCOMPARE(row.size(), table.head.size());
            QVERIFY2(number(row[7]) > 30, row[0].c_str());
            QVERIFY2(std::abs(number(row[8]) - (number(row[4]) - number(row[7]))) < 0.11, row[0].c_str());
        }
        const auto all = value_of(input.run.metrics, "completed_share");
        QVERIFY(std::abs(number(table.rows[0][6]) - 100 * all.value) < 0.051);
    }

    void the_bias_of_answering_has_a_direction_only_where_there_is_one() {
        Assumptions flattering;
        flattering.response_satisfaction = 2;
        flattering.response_extremes = 0;
        const ReportInput input = input_of(run(flattering, sized(3000, 9000)));
        const std::string said = voices_sentences(ReportView(input, Text::english())).front();
        QVERIFY2(said.find("more satisfied than everyone") != std::string::npos, said.c_str());
        const MetricValue some = value_of(input.run.metrics, "nonresponse_bias");
        QVERIFY(some.lower > 0);

        // What is left where answering has nothing to do with how people feel: the satisfied come more often.
        Assumptions fair;
        fair.response_satisfaction = fair.response_extremes = fair.response_trust = fair.response_efficacy =
            0;
        const MetricValue none = value_of(run(fair, sized(3000, 9000)).metrics, "nonresponse_bias");
        QVERIFY2(none.upper < some.lower,
                 qPrintable(QString("%1 to %2, %3").arg(none.lower).arg(none.upper).arg(some.lower)));
    }

    // FB-91: the circle with live values.
    void the_circle_shows_trust_participation_and_quality() {
        const ReportInput input = input_of(run({}));
        const ReportView view(input, Text::english());
        const DataTable table = circle_table(view);
        QCOMPARE(table.rows.size(), 4U);
        const char* keys[] = {"trust_true", "efficacy_true", "response_rate", "enjoyed_true"};
        for (std::size_t r = 0; r < 4; ++r)
            QCOMPARE(table.rows[r][1], view.value_words(view.figure(keys[r])));
    }

    void where_nobody_answers_that_is_said() {
        Assumptions mute;
        mute.response_base = -30;
        RunRecord record = run(mute, 200);
        const ReportInput input = input_of(std::move(record));
        const ReportView view(input, Text::english());
        QVERIFY(voices_table(view).rows.empty());
        QCOMPARE(voices_sentences(view).size(), 1U);
    }
};
ATTUNE_TEST(Voices_test);

#include "voices_test.moc"
