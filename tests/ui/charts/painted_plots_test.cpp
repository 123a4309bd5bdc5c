// Small multiples and load bars: what is painted where, and how they speak.
#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/load_bars_view.h"
#include "ui/charts/plot_style.h"
#include "ui/charts/small_multiples_view.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <set>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

std::set<QRgb> colours_in(QWidget& widget, const QRectF& place) {
    const QImage picture = widget.grab().toImage();
    std::set<QRgb> seen;
    for (int y = qCeil(place.top()); y < qFloor(place.bottom()); ++y)
        for (int x = qCeil(place.left()); x < qFloor(place.right()); ++x)
            seen.insert(picture.pixel(x, y));
    return seen;
}

} // namespace

class Painted_plots_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void all_groups_have_one_scale_that_holds_them() {
        SmallMultiplesView view;
        view.resize(738, 90);
        const LabChart chart = test::groups_chart();
        view.show_plot(chart.plot, test::full_state(), false);
        for (const GroupLines& group : std::get<SmallMultiples>(chart.plot).groups)
            for (const ChartPoint& p : group.candidate)
                QVERIFY(p.lower >= view.ticks().low() && p.upper <= view.ticks().high());
        const std::vector<QRectF> plots = view.plot_places();
        QCOMPARE(plots.size(), std::size_t{5});
        for (const QRectF& plot : plots) {
            QCOMPARE(plot.height(), plots[0].height());
            QCOMPARE(plot.width(), plots[0].width());
        }
    }

    void frozen_multiples_keep_their_scale() {
        SmallMultiplesView view;
        view.resize(738, 90);
        view.show_plot(test::groups_chart(90, 5).plot, test::full_state(), false);
        const double low = view.ticks().low(), high = view.ticks().high();
        LabChart fewer = test::groups_chart(90, 2);
        std::get<SmallMultiples>(fewer.plot).reference.reset();
        view.show_plot(fewer.plot, test::full_state(), true);
        QCOMPARE(view.ticks().low(), low);
        QCOMPARE(view.ticks().high(), high);
        view.show_plot(fewer.plot, test::full_state(), false);
        QVERIFY(view.ticks().low() > low);
    }

    void cells_wrap_before_they_get_narrow_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("groups");
        QTest::addColumn<int>("rows");
        QTest::newRow("five side by side") << 738 << 5 << 1;
        QTest::newRow("five in 1280") << 860 << 5 << 1;
        QTest::newRow("seven wrap") << 738 << 7 << 2;
        QTest::newRow("five in a narrow card") << 400 << 5 << 2;
    }
    void cells_wrap_before_they_get_narrow() {
        QFETCH(const int, width);
        QFETCH(const int, groups);
        QFETCH(const int, rows);
        SmallMultiplesView view;
        view.show_plot(test::groups_chart(90, groups).plot, test::full_state(), false);
        view.resize(width, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QCOMPARE(view.rows(), rows);
        const std::vector<QRectF> plots = view.plot_places();
        const QRectF values = view.value_places(0)[0];
        QVERIFY(values.right() - plots[0].left() >= 119);
        QVERIFY(view.minimumSizeHint().height() > 60 * rows);
    }

    void both_values_stand_beside_their_lines_and_apart() {
        SmallMultiplesView view;
        view.resize(738, 90);
        view.show_plot(test::groups_chart().plot, test::full_state(), false);
        for (std::size_t i = 0; i < 5; ++i) {
            const std::vector<QRectF> places = view.value_places(i);
            QVERIFY(places[1].center().y() - places[0].center().y() >= 14 - 1e-6);
            QVERIFY(places[0].left() > view.plot_places()[i].right());
            QVERIFY(places[0].right() <= view.width() + 0.5);
        }
    }

    void days_not_run_are_hatched_in_every_cell() {
        SmallMultiplesView view;
        view.resize(738, 90);
        view.show_plot(test::groups_chart(28).plot, test::preview_state(28), false);
        const QRectF plot = view.plot_places()[3];
        const QRectF end(plot.right() - 12, plot.top() + 2, 10, 16);
        QVERIFY(colours_in(view, end).contains(theme().data.hatch_ground.rgb()));
        view.show_plot(test::groups_chart().plot, test::full_state(), false);
        QVERIFY(!colours_in(view, end).contains(theme().data.hatch_ground.rgb()));
    }

    void groups_without_any_data_say_so() {
        SmallMultiplesView view;
        view.resize(738, 90);
        SmallMultiples none;
        none.no_data = "There is no data for this picture";
        view.show_plot(none, test::full_state(), false);
        QCOMPARE(view.latest_words(), u"There is no data for this picture"_s);
        QVERIFY(colours_in(view, QRectF(0, 0, 100, 60)).contains(theme().data.hatch_ground.rgb()));
    }

    void bars_are_as_long_as_their_values() {
        LoadBarsView view;
        view.resize(738, 84);
        view.show_plot(test::asked_chart().plot, test::full_state(), false);
        const double unit = view.bar_place(0).width() / 0.46;
        QVERIFY(std::fabs(view.bar_place(1).width() - 0.42 * unit) < 0.01);
        QVERIFY(std::fabs(view.bar_place(2).width() - 0.12 * unit) < 0.01);
        // Nothing is a bar of a pixel, not of nothing.
        QCOMPARE(view.bar_place(3).width(), 1.0);
        QVERIFY(view.scale_end() > 0.465);
        // The scale ends where an unknown row's hatching does.
        view.show_plot(test::asked_chart(false).plot, test::full_state(), true);
        QVERIFY(std::fabs(view.bar_place(0).width() - view.bar_place(3).width() * 0.46 / view.scale_end()) <
                0.01);
    }

    void an_unknown_row_is_hatched_and_never_a_bar_of_zero() {
        LoadBarsView view;
        view.resize(738, 84);
        view.show_plot(test::asked_chart(false).plot, test::preview_state(), false);
        const QRectF place = view.bar_place(3);
        QVERIFY(place.width() > 300);
        const auto seen = colours_in(view, place.adjusted(place.width() / 2, 1, -2, -1));
        QVERIFY(seen.contains(theme().data.hatch_ground.rgb()));
        QVERIFY(!seen.contains(theme().data.candidate.rgb()));
    }

    void the_scale_of_frozen_bars_only_grows() {
        LoadBarsView view;
        view.resize(738, 84);
        LabChart chart = test::asked_chart();
        view.show_plot(chart.plot, test::full_state(), false);
        const double end = view.scale_end();
        auto& rows = std::get<LoadBars>(chart.plot).rows;
        for (LoadRow& row : rows)
            row = {row.name, 0.1, 0.09, 0.11, 0.1, "10 %"};
        view.show_plot(chart.plot, test::full_state(), true);
        QCOMPARE(view.scale_end(), end);
        view.show_plot(chart.plot, test::full_state(), false);
        QVERIFY(view.scale_end() < 0.2);
    }

    void keys_go_through_the_rows_and_speak_them() {
        LoadBarsView view;
        view.resize(738, 84);
        QStringList spoken;
        view.on_spoken = [&](const QString& words) { spoken.append(words); };
        view.show_plot(test::asked_chart(false).plot, test::full_state(), false);
        view.show();
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(spoken.last(), u"none: 46.0\u00A0% (45.5\u00A0% to 46.5\u00A0%), baseline 21.0\u00A0%"_s);
        QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY(spoken.last().startsWith(u"1: 42"_s));
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(spoken.last(), u"3 or more: not known"_s);
    }

    void larger_text_needs_more_height_and_gets_it() {
        LoadBarsView bars;
        bars.show_plot(test::asked_chart().plot, test::full_state(), false);
        SmallMultiplesView groups;
        groups.resize(1100, 90);
        groups.show_plot(test::groups_chart().plot, test::full_state(), false);
        const int bars_before = bars.minimumSizeHint().height();
        const int groups_before = groups.minimumSizeHint().height();
        apply_theme(ThemeChoice::light, 1.5);
        QVERIFY(bars.minimumSizeHint().height() >= bars_before * 1.4);
        QVERIFY(groups.minimumSizeHint().height() >= groups_before * 1.4);
        const qreal line = QFontMetricsF(label_font(true)).height();
        QVERIFY(bars.minimumSizeHint().height() >= 4 * line);
    }
};

ATTUNE_TEST(Painted_plots_test);

#include "painted_plots_test.moc"
