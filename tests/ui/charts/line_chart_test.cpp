#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/line_chart_view.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/theme.h"

#include <QApplication>

#include <set>

using namespace attune;
using namespace attune::ui;

namespace {

LineChart lines_of(const LabChart& chart) {
    return std::get<LineChart>(chart.plot);
}

/// How many clearly different colours a place of a picture has.
int colours_in(const QImage& picture, const QRectF& place) {
    std::set<QRgb> seen;
    const qreal scale = picture.devicePixelRatio();
    for (int y = qCeil(place.top() * scale); y < qFloor(place.bottom() * scale); ++y)
        for (int x = qCeil(place.left() * scale); x < qFloor(place.right() * scale); ++x)
            seen.insert(picture.pixel(x, y));
    return static_cast<int>(seen.size());
}

bool holds_colour(const QImage& picture, const QColor& colour) {
    for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x)
            if (picture.pixelColor(x, y) == colour) return true;
    return false;
}

} // namespace

class Line_chart_test : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<LineChartView> view_;

    void show(const LineChart& chart, const PictureState& state = test::full_state(), bool frozen = false) {
        view_->show_plot(chart, state, frozen);
    }

private Q_SLOTS:
    void init() {
        view_ = std::make_unique<LineChartView>();
        view_->resize(376, 170);
        view_->show();
        QVERIFY(QTest::qWaitForWindowExposed(view_.get()));
    }
    void cleanup() {
        view_.reset();
        apply_theme(ThemeChoice::light);
    }

    // A mark that stands for a lever can be taken hold of, by hand and by keys; one that does not stays.
    void a_mark_is_moved_by_hand_and_by_keys_data() {
        QTest::addColumn<bool>("stands_for_a_lever");
        QTest::newRow("a lever") << true;
        QTest::newRow("only a mark") << false;
    }
    void a_mark_is_moved_by_hand_and_by_keys() {
        QFETCH(bool, stands_for_a_lever);
        LineChart chart = lines_of(test::satisfaction_chart());
        const int first = chart.lines[0].points.front().day, last = chart.lines[0].points.back().day;
        const int place = (first + last) / 2;
        chart.marks = {{place, "from here", stands_for_a_lever ? "deescalation.watch_at" : ""}};
        std::vector<std::pair<int, bool>> moves;
        view_->on_mark_moved = [&](const std::string& lever, int to, bool done) {
            QCOMPARE(lever, std::string("deescalation.watch_at"));
            moves.emplace_back(to, done);
        };
        show(chart);
        const QRectF plot = view_->plot_place();
        const auto at = [&](int day) {
            const double share = static_cast<double>(day - first) / (last - first);
            return QPointF(plot.left() + share * plot.width(), plot.center().y()).toPoint();
        };
        QTest::mousePress(view_->viewport(), Qt::LeftButton, {}, at(place));
        QTest::mouseMove(view_->viewport(), at(place + 5));
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, at(place + 9));
        QTest::keyClick(view_.get(), Qt::Key_Right, Qt::ShiftModifier);
        if (!stands_for_a_lever) {
            QVERIFY(moves.empty());
            return;
        }
        QCOMPARE(moves.size(), std::size_t{3});
        QVERIFY(std::abs(moves[0].first - place - 5) <= 1 && !moves[0].second);
        QVERIFY(std::abs(moves[1].first - place - 9) <= 1 && moves[1].second);
        QCOMPARE(moves[2].first, place + 1);
        QVERIFY(moves[2].second);
        // A click beside the line moves nothing.
        QTest::mousePress(view_->viewport(), Qt::LeftButton, {}, at(place) + QPoint(3, 0));
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, at(place) + QPoint(3, 0));
        QCOMPARE(moves.size(), std::size_t{3});
        // Beside it there is nothing to hold.
        QTest::mousePress(view_->viewport(), Qt::LeftButton, {}, at(first + 1));
        QTest::mouseRelease(view_->viewport(), Qt::LeftButton, {}, at(first + 1));
        QCOMPARE(moves.size(), std::size_t{3});
    }

    void every_day_is_a_point_of_its_line() {
        const LineChart chart = lines_of(test::satisfaction_chart());
        show(chart);
        const auto lines = view_->visible_lines(LineRole::candidate);
        QCOMPARE(lines.size(), std::size_t{1});
        const QList<QPointF> drawn = lines[0]->points();
        QCOMPARE(drawn.size(), 90);
        for (qsizetype i = 0; i < drawn.size(); ++i) {
            QCOMPARE(drawn[i].x(), static_cast<double>(i + 1));
            QCOMPARE(drawn[i].y(), test::value_at(static_cast<int>(i) + 1, 0.575, 0.62));
        }
        QVERIFY(view_->visible_lines(LineRole::answers).empty());
    }

    void a_gap_gives_two_stretches_and_is_never_drawn_over() {
        LineChart chart = lines_of(test::satisfaction_chart());
        for (int day = 40; day < 50; ++day)
            chart.lines[0].points[static_cast<std::size_t>(day - 1)].value = test::unknown;
        show(chart);
        const auto lines = view_->visible_lines(LineRole::candidate);
        QCOMPARE(lines.size(), std::size_t{2});
        QCOMPARE(lines[0]->points().back().x(), 39.0);
        QCOMPARE(lines[1]->points().front().x(), 50.0);
        QCOMPARE(view_->visible_lines(LineRole::baseline).size(), std::size_t{1});
        // The next picture has no gap again.
        show(lines_of(test::satisfaction_chart()));
        QCOMPARE(view_->visible_lines(LineRole::candidate).size(), std::size_t{1});
    }

    void a_lone_day_between_gaps_can_be_seen() {
        LineChart chart = lines_of(test::satisfaction_chart());
        chart.reference.reset();
        for (ChartLine& line : chart.lines)
            line.points = {{45, 0.6, test::unknown, test::unknown}};
        chart.lines.resize(1);
        show(chart);
        QCOMPARE(view_->visible_lines(LineRole::candidate).size(), std::size_t{1});
        const QList<QPointF> drawn = view_->visible_lines(LineRole::candidate)[0]->points();
        QVERIFY(drawn.size() == 2 && drawn[0].x() < 45 && drawn[1].x() > 45);
    }

    void series_are_refilled_and_not_made_again() {
        show(lines_of(test::satisfaction_chart()));
        const auto before = view_->visible_lines(LineRole::candidate);
        const qsizetype count = view_->chart()->series().size();
        show(lines_of(test::satisfaction_chart(90, 3)));
        QCOMPARE(view_->visible_lines(LineRole::candidate), before);
        QCOMPARE(view_->chart()->series().size(), count);
    }

    void bands_lie_below_all_lines() {
        LineChart chart = lines_of(test::satisfaction_chart());
        show(chart);
        chart.lines[0].points[20].value = test::unknown; // one more band, made later
        show(chart);
        bool line_seen = false;
        for (const QAbstractSeries* series : view_->chart()->series()) {
            line_seen = line_seen || series->type() == QAbstractSeries::SeriesTypeLine;
            QVERIFY(!line_seen || series->type() == QAbstractSeries::SeriesTypeLine);
        }
        const auto last = qobject_cast<QLineSeries*>(view_->chart()->series().back());
        QCOMPARE(last->pen().color(), theme().data.candidate);
    }

    void a_long_line_has_at_most_400_points_and_keeps_its_ends() {
        LineChart chart = lines_of(test::satisfaction_chart());
        chart.lines[0].points = test::points(1, 3650, 0.5, 0.6, 0.01);
        show(chart);
        const QList<QPointF> drawn = view_->visible_lines(LineRole::candidate)[0]->points();
        QVERIFY(drawn.size() > 300 && drawn.size() <= 400);
        QCOMPARE(drawn.front().x(), 1.0);
        QCOMPARE(drawn.back().x(), 3650.0);
    }

    void frozen_axes_only_grow_and_fit_again_after_release() {
        show(lines_of(test::satisfaction_chart(90, 3)));
        const double low = view_->ticks().low(), high = view_->ticks().high();
        const QRectF place = view_->plot_place();
        show(lines_of(test::satisfaction_chart(90, 0.2)), test::full_state(), true);
        QCOMPARE(view_->ticks().low(), low);
        QCOMPARE(view_->ticks().high(), high);
        QCOMPARE(view_->plot_place(), place);
        show(lines_of(test::satisfaction_chart(90, 9)), test::full_state(), true);
        QVERIFY(view_->ticks().low() <= low && view_->ticks().high() > high);
        show(lines_of(test::satisfaction_chart(90, 0.2)));
        QVERIFY(view_->ticks().high() - view_->ticks().low() < high - low);
    }

    void four_or_five_ticks_hold_everything_drawn_data() {
        QTest::addColumn<double>("widen");
        QTest::newRow("narrow") << 0.1;
        QTest::newRow("usual") << 1.0;
        QTest::newRow("wide") << 8.0;
    }
    void four_or_five_ticks_hold_everything_drawn() {
        QFETCH(const double, widen);
        const LineChart chart = lines_of(test::exposure_chart(90, widen));
        show(chart);
        QVERIFY2(view_->ticks().at.size() >= 4 && view_->ticks().at.size() <= 6,
                 qPrintable(QString::number(view_->ticks().at.size())));
        for (const ChartLine& line : chart.lines)
            for (const ChartPoint& p : line.points)
                QVERIFY(p.lower >= view_->ticks().low() - 1e-9 && p.upper <= view_->ticks().high() + 1e-9);
        // The reference line is not taken for the axis.
        QVERIFY(chart.reference->value > view_->ticks().low());
        QVERIFY(chart.reference->value < view_->ticks().high());
    }

    void the_time_axis_reaches_to_the_horizon_and_days_not_run_are_hatched() {
        show(lines_of(test::satisfaction_chart(28)), test::preview_state(28));
        const QRectF not_run = view_->not_run_place();
        const QRectF plot = view_->plot_place();
        QCOMPARE(not_run.right(), plot.right());
        // Day 28 of 1 to 90.
        QCOMPARE(not_run.left(), plot.left() + plot.width() * 27 / 89);
        const QImage picture = view_->grab().toImage();
        // Right of the words and above them there is hatching and a grid line at most.
        const QRectF sample(plot.right() - 30, plot.top() + 2, 24, 14);
        QVERIFY2(colours_in(picture, sample) > 4, qPrintable(QString::number(colours_in(picture, sample))));
        show(lines_of(test::satisfaction_chart(90)));
        QVERIFY(view_->not_run_place().isEmpty());
        QVERIFY(colours_in(view_->grab().toImage(), sample) <= 2);
    }

    void the_horizon_counts_from_the_first_day() {
        LineChart chart = lines_of(test::satisfaction_chart(90));
        chart.last_day = 0;
        for (ChartLine& line : chart.lines)
            for (ChartPoint& p : line.points)
                --p.day;
        show(chart); // days 0 to 89 of 90
        QVERIFY(view_->not_run_place().isEmpty());
        for (ChartLine& line : chart.lines)
            line.points.pop_back();
        show(chart);
        QVERIFY(!view_->not_run_place().isEmpty());
    }

    void end_labels_are_at_least_14_px_apart_data() {
        QTest::addColumn<double>("difference");
        QTest::addColumn<int>("days");
        QTest::newRow("same value") << 0.0 << 90;
        QTest::newRow("near") << 0.002 << 90;
        QTest::newRow("far") << 0.05 << 90;
        QTest::newRow("preview, near") << 0.002 << 28;
    }
    void end_labels_are_at_least_14_px_apart() {
        QFETCH(const double, difference);
        QFETCH(const int, days);
        LineChart chart = lines_of(test::satisfaction_chart(days));
        ChartLine answers = chart.lines[0];
        answers.role = LineRole::answers;
        answers.name = "answers";
        chart.lines.push_back(answers);
        for (std::size_t i = 0; i < chart.lines.size(); ++i)
            for (ChartPoint& p : chart.lines[i].points)
                p.value = 0.6 + static_cast<double>(i) * difference;
        show(chart, days < 90 ? test::preview_state(days) : test::full_state());
        std::vector<double> middles;
        for (const auto& label : view_->end_labels())
            middles.push_back(label.place.center().y());
        QCOMPARE(middles.size(), std::size_t{3});
        std::sort(middles.begin(), middles.end());
        QVERIFY(middles[1] - middles[0] >= 14 - 1e-6);
        QVERIFY(middles[2] - middles[1] >= 14 - 1e-6);
        for (const auto& label : view_->end_labels())
            QVERIFY(QRectF(view_->rect()).adjusted(-1, -4, 1, 4).contains(label.place));
    }

    void words_of_the_reference_line_meet_no_label_data() {
        QTest::addColumn<double>("limit");
        QTest::addColumn<int>("days");
        for (const int days : {90, 45, 28, 5})
            for (const double limit : {0.56, 0.578, 0.6, 0.63})
                QTest::addRow("limit %g, %d days", limit, days) << limit << days;
    }
    void words_of_the_reference_line_meet_no_label() {
        QFETCH(const double, limit);
        QFETCH(const int, days);
        view_->resize(426, 130);
        LineChart chart = lines_of(test::satisfaction_chart(days));
        chart.reference->value = limit;
        show(chart, days < 90 ? test::preview_state(days) : test::full_state());
        const QRectF words = view_->reference_place();
        QVERIFY(!words.isEmpty());
        QVERIFY(QRectF(view_->rect()).contains(words));
        for (const auto& label : view_->end_labels())
            QVERIFY(!words.adjusted(0, 1, 0, -1).intersects(label.place));
        // They stand at their line, not on it.
        const double share = (limit - view_->ticks().low()) / (view_->ticks().high() - view_->ticks().low());
        const double line = view_->plot_place().bottom() - share * view_->plot_place().height();
        QVERIFY(words.bottom() <= line || words.top() >= line);
        QVERIFY(std::min(std::abs(words.bottom() - line), std::abs(words.top() - line)) < 3);
    }

    void the_candidate_is_named_bold_with_its_value() {
        show(lines_of(test::satisfaction_chart()));
        QCOMPARE(view_->end_labels()[0].text, QStringLiteral("careful 0.62"));
        QVERIFY(label_font(true).weight() > label_font(false).weight());
    }

    void answers_far_from_the_truth_do_not_flatten_it_data() {
        QTest::addColumn<double>("distance");
        QTest::addColumn<bool>("beyond");
        QTest::newRow("near") << 0.03 << false;
        QTest::newRow("far above") << 0.30 << true;
        QTest::newRow("far below") << -0.30 << true;
    }
    void answers_far_from_the_truth_do_not_flatten_it() {
        QFETCH(const double, distance);
        QFETCH(const bool, beyond);
        LineChart chart = lines_of(test::satisfaction_chart());
        show(chart);
        const double span = view_->ticks().high() - view_->ticks().low();
        ChartLine answers = chart.lines[0];
        answers.name = "answers";
        answers.last_value = "0.90";
        answers.role = LineRole::answers;
        for (ChartPoint& p : answers.points)
            p = {p.day, p.value + distance, p.lower + distance, p.upper + distance};
        chart.lines.push_back(answers);
        show(chart);
        QCOMPARE(view_->visible_lines(LineRole::answers).empty(), beyond);
        // Either way the words stand at the end; an arrow says that their line is elsewhere.
        const QString text = view_->end_labels()[2].text;
        QVERIFY2(text.startsWith(QStringLiteral("answers 0.90")), qPrintable(text));
        QCOMPARE(text.contains(QChar(0x2191)), beyond && distance > 0);
        QCOMPARE(text.contains(QChar(0x2193)), beyond && distance < 0);
        if (beyond) QVERIFY(view_->ticks().high() - view_->ticks().low() <= span);
        QVERIFY(view_->latest_words().contains(QStringLiteral("answers 0.90")));
    }

    void a_long_name_gives_way_and_the_value_stays() {
        LineChart chart = lines_of(test::satisfaction_chart());
        chart.lines[0].name = "a policy with a very long name that nobody can read here";
        show(chart);
        QVERIFY(view_->end_labels()[0].text.endsWith(QStringLiteral(" 0.62")));
        QVERIFY(view_->plot_place().width() > 376 * 0.45);
    }

    void a_change_of_theme_changes_the_colours_alone() {
        show(lines_of(test::satisfaction_chart()));
        const QList<QPointF> points = view_->visible_lines(LineRole::candidate)[0]->points();
        const QColor light = theme().data.candidate;
        QVERIFY(holds_colour(view_->grab().toImage(), light));
        apply_theme(ThemeChoice::dark);
        const QColor dark = theme().data.candidate;
        QVERIFY(light != dark);
        QTRY_COMPARE(view_->visible_lines(LineRole::candidate)[0]->pen().color(), dark);
        const QImage picture = view_->grab().toImage();
        QVERIFY(holds_colour(picture, dark));
        QVERIFY(!holds_colour(picture, light));
        QCOMPARE(view_->visible_lines(LineRole::candidate)[0]->points(), points);
    }

    void larger_text_takes_its_room_from_the_plot() {
        show(lines_of(test::exposure_chart()));
        const QRectF before = view_->plot_place();
        apply_theme(ThemeChoice::light, 1.5);
        QTRY_VERIFY(view_->plot_place().left() > before.left());
        QVERIFY(view_->plot_place().right() < before.right());
        for (const auto& label : view_->end_labels())
            QVERIFY(label.place.right() <= view_->width());
    }

    void no_data_is_hatched_and_says_so() {
        LineChart chart = lines_of(test::satisfaction_chart());
        chart.lines.clear();
        show(chart);
        QVERIFY(view_->end_labels().empty());
        QCOMPARE(view_->latest_words(), QStringLiteral("There is no data for this picture"));
        QVERIFY(colours_in(view_->grab().toImage(), QRectF(10, 20, 30, 30)) > 4);
    }
};

ATTUNE_TEST(Line_chart_test);

#include "line_chart_test.moc"
