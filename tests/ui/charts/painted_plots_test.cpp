// Small multiples, load bars and voices: what is painted where, and how they speak.
#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/load_bars_view.h"
#include "ui/charts/plot_style.h"
#include "ui/charts/small_multiples_view.h"
#include "ui/charts/voice_dots_view.h"
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

    void panels_of_different_measures_have_a_scale_each() {
        SmallMultiplesView view;
        view.resize(860, 130);
        const LabChart chart = test::circle_chart();
        view.show_plot(chart.plot, test::full_state(), false);
        const auto& groups = std::get<SmallMultiples>(chart.plot).groups;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            for (const ChartPoint& p : groups[i].candidate)
                QVERIFY(p.lower >= view.ticks(i).low() && p.upper <= view.ticks(i).high());
        }
        // Its own: no other panel's values are in it.
        QVERIFY(view.ticks(0).low() > 0.31 && view.ticks(0).high() < view.ticks(3).low());
        QVERIFY(view.ticks(2).high() < 0.45 && view.ticks(3).low() > 0.62);
        // The numbers of the scale stand left of the lines, inside the card, and every cell has them.
        for (const QRectF& plot : view.plot_places()) {
            const QRectF left(plot.left() - 30, plot.top() - 4, 28, plot.height() + 8);
            QVERIFY(left.left() >= 0);
            QVERIFY(colours_in(view, left).contains(theme().data.axis_text.rgb()));
        }
        // One scale for all has none.
        view.show_plot(test::groups_chart().plot, test::full_state(), false);
        QVERIFY(view.plot_places()[0].left() < 2);
        QCOMPARE(view.ticks(0).low(), view.ticks(3).low());
    }

    void frozen_panels_keep_their_own_scales() {
        SmallMultiplesView view;
        view.resize(860, 130);
        view.show_plot(test::circle_chart().plot, test::full_state(), false);
        const double low = view.ticks(0).low(), other = view.ticks(2).high();
        LabChart calm = test::circle_chart();
        for (GroupLines& group : std::get<SmallMultiples>(calm.plot).groups)
            group.candidate = group.baseline = test::points(1, 90, 0.6, 0.6, 0.001);
        view.show_plot(calm.plot, test::full_state(), true);
        QCOMPARE(view.ticks(0).low(), low);
        QVERIFY(view.ticks(2).high() > other); // it grew to what came
        QVERIFY(view.ticks(2).low() < 0.3);    // and kept what was
        view.show_plot(calm.plot, test::full_state(), false);
        QVERIFY(view.ticks(0).low() > 0.55);
    }

    void panels_speak_in_their_own_units() {
        SmallMultiplesView view;
        view.resize(860, 130);
        QStringList spoken;
        view.on_spoken = [&](const QString& words) { spoken.append(words); };
        view.show_plot(test::circle_chart().plot, test::full_state(), false);
        view.show();
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY2(
            spoken.last().contains(QRegularExpression(
                u"^day 90: Trust 0\\.6\\d+ .*, baseline 0\\.5.*; Prompts answered 2\\d[^;]*%.*; Truly enjoyed 8"_s)),
            qPrintable(spoken.last()));
    }

    void panels_without_any_value_say_so() {
        SmallMultiplesView view;
        view.resize(860, 130);
        LabChart chart = test::circle_chart();
        auto& groups = std::get<SmallMultiples>(chart.plot).groups;
        for (ChartPoint& p : groups[1].candidate)
            p.value = p.lower = p.upper = test::unknown;
        groups[1].baseline = groups[1].candidate;
        view.show_plot(chart.plot, test::full_state(), false);
        const QRectF plot = view.plot_places()[1];
        QVERIFY(colours_in(view, plot).contains(theme().data.hatch_ground.rgb()));
        QVERIFY(!colours_in(view, view.plot_places()[0]).contains(theme().data.hatch_ground.rgb()));
        for (GroupLines& group : groups)
            group.candidate = group.baseline = groups[1].candidate;
        SmallMultiplesView bare;
        bare.resize(860, 130);
        bare.show_plot(chart.plot, test::full_state(), false); // nothing at all
        QVERIFY(colours_in(bare, QRectF(0, 0, 100, 60)).contains(theme().data.hatch_ground.rgb()));
        QCOMPARE(bare.ticks(3).at.size(), std::size_t{2});
    }

    void marks_of_a_group_stand_at_their_values() {
        VoiceDotsView view;
        view.resize(860, 200);
        const LabChart chart = test::voices_chart();
        const VoiceDots& dots = std::get<VoiceDots>(chart.views[1].plot);
        view.show_plot(chart.views[1].plot, test::full_state(), false);
        using Part = VoiceDotsView::Part;
        const auto x = [&](std::size_t row, Part part) { return view.mark_place(row, part)->x(); };
        const double unit = (x(1, Part::say) - x(1, Part::act)) / (0.9 - 0.48);
        QVERIFY(unit > 200);
        for (std::size_t i = 0; i < dots.rows.size(); ++i)
            for (const auto& [part, mark] : {std::pair{Part::say, &dots.rows[i].say},
                                             {Part::act, &dots.rows[i].act},
                                             {Part::feel, &dots.rows[i].feel}})
                QVERIFY(std::fabs(x(i, part) - x(1, Part::act) - unit * (mark->value - 0.48)) < 0.01);
        // One below the other, so that none covers another.
        QVERIFY(view.mark_place(1, Part::act)->y() - view.mark_place(1, Part::say)->y() >= 8);
        QVERIFY(view.mark_place(1, Part::feel)->y() - view.mark_place(1, Part::act)->y() >= 8);
        // Each in its colour, with the whisker that its interval needs.
        for (const auto& [part, colour] : {std::pair{Part::say, theme().data.answers},
                                           {Part::act, theme().data.baseline},
                                           {Part::feel, theme().data.truth}}) {
            const QPointF at = *view.mark_place(1, part);
            const auto seen = colours_in(view, QRectF(at.x() + 0.015 * unit, at.y() - 2, 4, 4));
            const auto beyond = colours_in(view, QRectF(at.x() + 0.025 * unit, at.y() - 2, 4, 4));
            QVERIFY2(seen != beyond, qPrintable(colour.name()));
        }
        QVERIFY(view.ticks().low() <= 0.46 && view.ticks().high() >= 0.92);
    }

    void groups_heard_too_little_have_a_sign_and_others_none_data() {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("light") << ThemeChoice::light;
        QTest::newRow("dark") << ThemeChoice::dark;
        QTest::newRow("contrast") << ThemeChoice::contrast;
    }
    void groups_heard_too_little_have_a_sign_and_others_none() {
        QFETCH(const ThemeChoice, choice);
        apply_theme(choice);
        VoiceDotsView view;
        view.resize(860, 200);
        const LabChart chart = test::voices_chart();
        for (const LabView& one : chart.views) {
            view.show_plot(one.plot, test::full_state(), false);
            const auto& rows = std::get<VoiceDots>(one.plot).rows;
            for (std::size_t i = 0; i < rows.size(); ++i)
                QCOMPARE(colours_in(view, view.sign_place(i)).contains(theme().caution.mark.rgb()),
                         rows[i].under_covered);
        }
    }

    void a_group_is_spoken_whole() {
        VoiceDotsView view;
        view.resize(860, 200);
        QStringList spoken;
        view.on_spoken = [&](const QString& words) { spoken.append(words); };
        LabChart chart = test::voices_chart();
        auto& dots = std::get<VoiceDots>(chart.views[1].plot);
        dots.rows[1].act = {test::unknown, test::unknown, test::unknown};
        view.show_plot(chart.views[1].plot, test::full_state(), false);
        QVERIFY(!view.mark_place(1, VoiceDotsView::Part::act));
        view.show();
        QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY2(spoken.last().startsWith(u"Everyone: Say 85"_s) && !spoken.last().contains(u"heard"_s),
                 qPrintable(spoken.last()));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(spoken.last().replace(QChar(0xA0), u' '),
                 u"16 to 24: Say 90 % (88 % to 92 %), Do not known, Feel 71 % (69 % to 73 %); 21.0 % of the "
                 u"people, "
                 "12.4 % of the answers, heard too little"_s);
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(spoken.last().startsWith(u"60 and over"_s) && spoken.last().endsWith(u"heard enough"_s));
        QTest::keyClick(&view, Qt::Key_Up);
        QVERIFY(spoken.last().startsWith(u"25 to 39"_s));
        QTest::keyClick(&view, Qt::Key_Home);
        QVERIFY(spoken.last().startsWith(u"Everyone"_s));
        const qsizetype before = spoken.size();
        QTest::keyClick(&view, Qt::Key_Up); // nothing above it
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(spoken.size(), before);
        QTest::keyClick(&view, Qt::Key_Up); // from below
        QVERIFY(spoken.last().startsWith(u"60 and over"_s));
        for (const VoiceRow& row : dots.rows)
            QVERIFY(view.latest_words().contains(QString::fromStdString(row.name)));
    }

    void voices_without_any_value_say_so() {
        VoiceDotsView view;
        view.resize(860, 160);
        VoiceDots none;
        none.no_data = "There is no data for this picture";
        view.show_plot(none, test::full_state(), false);
        QCOMPARE(view.latest_words(), u"There is no data for this picture"_s);
        QVERIFY(colours_in(view, QRectF(0, 0, 100, 60)).contains(theme().data.hatch_ground.rgb()));
    }

    void narrow_cards_keep_the_marks_and_who_is_heard() {
        VoiceDotsView view;
        const LabChart chart = test::voices_chart();
        view.show_plot(chart.views[1].plot, test::full_state(), false);
        for (const int width : {900, 600, 420, 340}) {
            view.resize(width, 200);
            const QPointF far = *view.mark_place(1, VoiceDotsView::Part::say);
            const QPointF near = *view.mark_place(1, VoiceDotsView::Part::act);
            QVERIFY2(far.x() - near.x() > 40, qPrintable(QString::number(width)));
            QVERIFY(far.x() < view.sign_place(1).left() && view.sign_place(1).right() < width);
        }
    }

    void larger_text_needs_more_height_and_gets_it() {
        LoadBarsView bars;
        bars.show_plot(test::asked_chart().plot, test::full_state(), false);
        SmallMultiplesView groups;
        groups.resize(1100, 90);
        groups.show_plot(test::groups_chart().plot, test::full_state(), false);
        const int bars_before = bars.minimumSizeHint().height();
        const int groups_before = groups.minimumSizeHint().height();
        VoiceDotsView voices;
        voices.show_plot(test::voices_chart().plot, test::full_state(), false);
        const int voices_before = voices.minimumSizeHint().height();
        apply_theme(ThemeChoice::light, 1.5);
        QVERIFY(voices.minimumSizeHint().height() >= voices_before * 1.4);
        QVERIFY(bars.minimumSizeHint().height() >= bars_before * 1.4);
        QVERIFY(groups.minimumSizeHint().height() >= groups_before * 1.4);
        const qreal line = QFontMetricsF(label_font(true)).height();
        QVERIFY(bars.minimumSizeHint().height() >= 4 * line);
    }
};

ATTUNE_TEST(Painted_plots_test);

#include "painted_plots_test.moc"
