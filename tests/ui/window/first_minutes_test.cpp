// The product manager's first five minutes, up to the guardrail: a script with a picture at each step.
#include "tests/ui/window/fixture.h"
#include "ui/levers/lever_slider.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

namespace attune::ui {

namespace {

constexpr double high_floor = 0.8;

const LabChart* chart(const LabPicture& picture, const char* name) {
    const auto found = std::find_if(picture.charts.begin(), picture.charts.end(),
                                    [name](const LabChart& one) { return one.name == name; });
    return found == picture.charts.end() ? nullptr : &*found;
}

const ChartLine* line(const LabPicture& picture, LineRole role) {
    const LabChart* satisfaction = chart(picture, "satisfaction");
    const auto* lines = satisfaction ? std::get_if<LineChart>(&satisfaction->plot) : nullptr;
    if (!lines) return nullptr;
    const auto found = std::find_if(lines->lines.begin(), lines->lines.end(),
                                    [role](const ChartLine& one) { return one.role == role; });
    return found == lines->lines.end() ? nullptr : &*found;
}

LeverSlider* slider(Window& w, const char* key) {
    return w.find<LeverSlider>((std::string("lever.") + key + ".slider").c_str());
}

/// Takes a slider's handle where it stands and moves it to a value, in a few moves of the hand.
void drag(LeverSlider& slider, double from, double to) {
    const auto at = [&](double value) {
        return QPoint(static_cast<int>(std::lround(slider.x_of(value))), slider.height() / 2);
    };
    QTest::mousePress(&slider, Qt::LeftButton, {}, at(from));
    const QPoint way = at(to) - at(from);
    for (int step = 1; step <= 4; ++step)
        QTest::mouseMove(&slider, at(from) + way * step / 4);
}

void let_go(LeverSlider& slider, double at) {
    QTest::mouseRelease(&slider, Qt::LeftButton, {},
                        QPoint(static_cast<int>(std::lround(slider.x_of(at))), slider.height() / 2));
}

std::vector<double> values(const ChartLine* of) {
    std::vector<double> all;
    if (of)
        for (const ChartPoint& point : of->points)
            all.push_back(point.value);
    return all;
}

/// What a line shows of the days that the candidate has as well.
std::vector<double> first_days(MainWindow& window, LineRole role) {
    const LabPicture& picture = *window.lab_flow().shown()->picture;
    std::vector<double> all = values(line(picture, role));
    all.resize(std::min(all.size(), values(line(picture, LineRole::candidate)).size()));
    return all;
}

} // namespace

class First_minutes_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_product_manager_finds_her_way() {
        Window w(QSize(1440, 900));
        MainWindow& window = *w.window;

        // She opens Attune and sees what she can try.
        QVERIFY(window.start_page().isVisible());
        w.picture(QStringLiteral("1-start"));
        auto* open = w.find<QPushButton>("example.reduce-prompt-fatigue.open");
        QVERIFY(open);

        // She picks "Reduce prompt fatigue" and lands in the lab with a run drawn.
        QTest::mouseClick(open, Qt::LeftButton);
        QCOMPARE(window.page(), Page::lab);
        QTRY_VERIFY_WITH_TIMEOUT(window.lab_flow().shown() != nullptr, patience_ms);
        QVERIFY(w.settle());
        QVERIFY(!w.find<QLabel>("page.title")->text().isEmpty());
        const Example* example = find_example("reduce-prompt-fatigue");
        QVERIFY(example);
        QCOMPARE(window.lab().setup().candidate, example->setup.candidate);
        for (const ChartFrame* frame : window.lab_page().charts())
            QVERIFY(frame->has_chart());
        w.picture(QStringLiteral("2-lab"));

        // She starts from today's policy, so that only what she moves differs.
        QTest::mouseClick(w.find<QPushButton>("changes.undo_all"), Qt::LeftButton);
        QVERIFY(w.settle());
        QVERIFY(
            policy_parameters().diff(window.lab().setup().baseline, window.lab().setup().candidate).empty());

        // She drags how often people may be asked: the picture answers under her hand.
        const std::shared_ptr<const LabPicture> before = window.lab_flow().shown()->picture;
        const std::vector<double> baseline_before = values(line(*before, LineRole::baseline));
        QSignalSpy shown(&window.lab_flow(), &LabFlow::picture_shown);
        LeverSlider* asking = slider(w, "prompt.weekly_cap");
        QVERIFY(asking);
        const int steps = window.lab().undo_stack().index();
        drag(*asking, window.lab().setup().candidate.weekly_cap, 2);
        QVERIFY(window.lab().dragging());
        // The first picture may be of a place on the way; then comes that of where the hand is.
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() > 0 &&
                                     values(line(*window.lab_flow().shown()->picture, LineRole::candidate)) !=
                                         first_days(window, LineRole::baseline),
                                 patience_ms);
        const std::shared_ptr<const LabPicture> preview = window.lab_flow().shown()->picture;
        QVERIFY(preview->state.preview);
        // The baseline stays where it was for the days that are shown; the proposal does not.
        const std::vector<double> baseline_now = values(line(*preview, LineRole::baseline));
        QVERIFY(!baseline_now.empty() && baseline_now.size() <= baseline_before.size());
        for (std::size_t i = 0; i < baseline_now.size(); ++i)
            QVERIFY2(std::abs(baseline_now[i] - baseline_before[i]) < 1e-9, qPrintable(QString::number(i)));
        w.picture(QStringLiteral("3-drag"));

        // She lets go: the full run, one undo step, and one row in what changed.
        let_go(*asking, 2);
        QVERIFY(w.settle());
        QCOMPARE(window.lab().undo_stack().index(), steps + 1);
        QCOMPARE(window.lab().setup().candidate.weekly_cap, 2);
        QVERIFY(!window.lab_flow().shown()->picture->state.preview);
        QCOMPARE(
            policy_parameters().diff(window.lab().setup().baseline, window.lab().setup().candidate).size(),
            std::size_t{1});
        w.picture(QStringLiteral("4-run"));

        // She asks for a floor for small providers that is more than this ranking can give for nothing.
        LeverSlider* floor = slider(w, "fairness.floor.small");
        QVERIFY(floor);
        w.find<QScrollArea>("levers.scroll")->ensureWidgetVisible(floor);
        drag(*floor, 0, high_floor);
        let_go(*floor, high_floor);
        QVERIFY(w.settle());
        QVERIFY(std::abs(window.lab().setup().candidate.exposure_floor.at("small") - high_floor) < 0.02);
        const LabPicture& last = *window.lab_flow().shown()->picture;
        const auto worry =
            std::find_if(last.guardrails.begin(), last.guardrails.end(), [](const GuardrailRow& row) {
                return row.state == GuardrailState::near_limit || row.state == GuardrailState::broken;
            });
        w.picture(QStringLiteral("5-guardrail"));
        QVERIFY2(worry != last.guardrails.end(), "no light went amber or red");
        QVERIFY(!worry->name.empty());
        QVERIFY(!worry->limit_words.empty());
        QVERIFY(last.counts.near_limit + last.counts.broken > 0);

        // She keeps the run.
        QTest::mouseClick(w.find<QPushButton>("lab.keep"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Kept"),
                                  patience_ms);
        w.picture(QStringLiteral("6-kept"));
    }
};

ATTUNE_TEST(First_minutes_test);

} // namespace attune::ui

#include "first_minutes_test.moc"
