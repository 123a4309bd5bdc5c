// What is watched, as charts: the weeks that were measured, what narrows first, and who answers.
#include "simulations/study/monitors_chart.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

Estimate around(double value) {
    return {.value = value, .lower = value - 0.1, .upper = value + 0.1};
}

/// Eight weeks in which one figure falls with learning, and nothing else moves.
Monitors planted(std::string_view falling) {
    Monitors monitors;
    monitors.weeks = 8;
    for (const MonitorSpec& spec : monitor_specs) {
        Monitor one;
        one.spec = &spec;
        for (int week = 0; week < monitors.weeks; ++week) {
            one.with.weeks.push_back(around(spec.key == falling ? 3 - 0.2 * week : 3));
            one.without.weeks.push_back(around(3));
        }
        one.with.level = one.with.weeks.back();
        one.without.level = around(3);
        one.level_change = around(one.with.level.value - 3);
        one.verdict = spec.key == falling ? MonitorVerdict::narrowing : MonitorVerdict::steady;
        one.by_learning = MonitorVerdict::steady;
        monitors.figures.push_back(one);
    }
    monitors.respondents = {
        {.group = PersonGroup::phone, .people = 0.6, .respondents = 0.3, .ratio = around(0.5)},
        {.group = PersonGroup::tablet, .people = 0}};
    monitors.respondents[0].verdict = MonitorVerdict::narrowing;
    return monitors;
}

} // namespace

class MonitorsChart_test : public QObject {
    Q_OBJECT
private slots:
    // FB-71: a planted loop is what one sees first, as a fall.
    void what_narrows_comes_first_as_a_fall() {
        const Text& text = Text::english();
        for (const char* key : {"shown_entropy", "list_diversity", "item_coverage"}) {
            const std::vector<LabChart> charts =
                monitors_charts(planted(key), {"default", "calm-baseline", 100, 56}, text);
            QCOMPARE(charts.size(), std::size_t{2});
            const LabChart& loops = charts[0];
            QCOMPARE(loops.views.size(), monitor_specs.size());
            QCOMPARE(loops.views[0].name, text.get("monitors." + std::string(key)));
            const auto& drawn = std::get<LineChart>(loops.plot);
            QCOMPARE(drawn.lines.size(), std::size_t{2});
            const auto& with = drawn.lines[0].points;
            QCOMPARE(with.size(), std::size_t{8});
            QCOMPARE(with.front().day, 7);
            QCOMPARE(with.back().day, 56);
            for (std::size_t week = 1; week < with.size(); ++week)
                QVERIFY(with[week].value < with[week - 1].value && with[week].lower < with[week].upper);
            QVERIFY(loops.sentence.all().find(text.get("monitors.verdict.narrowing")) != std::string::npos);
            QVERIFY(loops.own_csv.find(key) != std::string::npos);
        }
    }

    void who_is_not_there_has_no_bar() {
        const Text& text = Text::english();
        const LabChart heard = monitors_charts(planted(""), {"default", "calm-baseline", 100, 56}, text)[1];
        const auto& bars = std::get<LoadBars>(heard.plot);
        QCOMPARE(bars.rows.size(), std::size_t{1});
        QCOMPARE(bars.rows[0].value, 0.5);
        QCOMPARE(bars.rows[0].baseline, std::optional(1.0));
        QVERIFY(heard.sentence.all().find("hone") != std::string::npos);
    }
};

ATTUNE_TEST(MonitorsChart_test);
#include "monitors_chart_test.moc"
