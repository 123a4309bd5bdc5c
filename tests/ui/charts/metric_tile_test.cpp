#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/metric_tile.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

/// The columns of a row of pixels that hold a colour, from the left.
QList<int> columns_of(const QImage& picture, int y, const QColor& colour) {
    QList<int> columns;
    for (int x = 0; x < picture.width(); ++x)
        if (picture.pixelColor(x, y) == colour) columns.append(x);
    return columns;
}

bool holds_colour(const QImage& picture, const QRect& place, const QColor& colour) {
    for (int y = place.top(); y <= place.bottom(); ++y)
        if (!columns_of(picture.copy(place), y - place.top(), colour).isEmpty()) return true;
    return false;
}

} // namespace

class Metric_tile_test : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<MetricTile> tile_;

    void show(const LabTile& tile, bool frozen = false) { tile_->show_tile(tile, false, frozen); }
    QRect change_place() const {
        return {1, qCeil(tile_->strip_place().bottom()), tile_->width() - 2,
                tile_->height() - qCeil(tile_->strip_place().bottom()) - 3};
    }

private Q_SLOTS:
    void init() {
        tile_ = std::make_unique<MetricTile>();
        tile_->resize(145, 92);
        tile_->show();
        QVERIFY(QTest::qWaitForWindowExposed(tile_.get()));
    }
    void cleanup() {
        tile_.reset();
        apply_theme(ThemeChoice::light);
    }

    void it_is_named_by_its_place_until_it_shows_a_metric() {
        QWidget row;
        const MetricTile first(&row);
        MetricTile second(&row);
        QCOMPARE(first.objectName(), u"tile.0"_s);
        QCOMPARE(second.objectName(), u"tile.1"_s);
        second.show_tile(test::sample_tiles()[2], false, false);
        QCOMPARE(second.objectName(), u"tile.churn_30d"_s);
    }

    void it_speaks_everything_it_shows() {
        show(test::sample_tiles()[0]);
        QCOMPARE(tile_->accessibleName(),
                 u"Satisfaction, truth 0.62, answers 0.71, 0.04 better than default"_s);
        QCOMPARE(tile_->accessibleDescription(), u"What Satisfaction means."_s);
        QCOMPARE(tile_->toolTip(), u"What Satisfaction means."_s);
        tile_->show_tile(std::nullopt, false, false);
        QVERIFY(!tile_->accessibleName().contains(u"0.62"_s));
    }

    void the_baseline_is_painted_left_of_the_truth_when_it_is_smaller_data() {
        QTest::addColumn<double>("baseline");
        QTest::newRow("smaller") << 0.58;
        QTest::newRow("larger") << 0.66;
    }
    void the_baseline_is_painted_left_of_the_truth_when_it_is_smaller() {
        QFETCH(const double, baseline);
        LabTile tile = test::sample_tiles()[0];
        tile.strip.baseline = baseline;
        tile.strip.answers.reset();
        tile.answers_words.clear();
        show(tile);
        QCOMPARE(tile_->strip_x(baseline) < tile_->strip_x(0.62), baseline < 0.62);
        const QImage picture = tile_->grab().toImage();
        const int above = qRound(tile_->strip_place().center().y()) - 5; // only the tick is that tall
        const int middle = qRound(tile_->strip_place().center().y());
        const QList<int> tick = columns_of(picture, above, theme().data.baseline);
        const QList<int> truth = columns_of(picture, middle, theme().data.truth);
        QVERIFY(!tick.isEmpty() && !truth.isEmpty());
        QCOMPARE(tick.front() < truth.front(), baseline < 0.62);
        // The whisker spans the interval.
        QVERIFY(std::abs(truth.front() - tile_->strip_x(0.61)) <= 4.5);
        QVERIFY(std::abs(truth.back() - tile_->strip_x(0.63)) <= 4.5);
    }

    void answers_stand_beside_the_truth_with_their_sign() {
        show(test::sample_tiles()[0]);
        const QImage picture = tile_->grab().toImage();
        const int middle = qRound(tile_->strip_place().center().y());
        const QList<int> answers = columns_of(picture, middle, theme().data.answers);
        const QList<int> truth = columns_of(picture, middle, theme().data.truth);
        QVERIFY(!answers.isEmpty() && answers.front() > truth.back());
        // Once more up at the value.
        QVERIFY(holds_colour(picture, QRect(70, 20, 70, 30), theme().data.answers));
        show(test::sample_tiles()[1]);
        QVERIFY(!holds_colour(tile_->grab().toImage(), tile_->rect().adjusted(2, 2, -2, -2),
                              theme().data.answers));
    }

    void the_sign_of_the_change_says_better_or_worse_data() {
        QTest::addColumn<Claim>("claim");
        QTest::addColumn<bool>("green");
        QTest::addColumn<bool>("red");
        QTest::newRow("better") << Claim::better << true << false;
        QTest::newRow("worse") << Claim::worse << false << true;
        QTest::newRow("higher") << Claim::higher << false << false;
        QTest::newRow("unclear") << Claim::unclear << false << false;
        QTest::newRow("missing") << Claim::missing << false << false;
    }
    void the_sign_of_the_change_says_better_or_worse() {
        QFETCH(const Claim, claim);
        QFETCH(const bool, green);
        QFETCH(const bool, red);
        LabTile tile = test::sample_tiles()[1];
        tile.claim = claim;
        show(tile);
        const QImage picture = tile_->grab().toImage();
        QCOMPARE(holds_colour(picture, change_place(), theme().success.text), green);
        QCOMPARE(holds_colour(picture, change_place(), theme().danger.text), red);
    }

    void better_is_filled_and_worse_is_hollow() {
        LabTile tile = test::sample_tiles()[1];
        tile.change_words = "";
        const auto filled = [&](Claim claim, const QColor& colour) {
            tile.claim = claim;
            show(tile);
            const QImage picture = tile_->grab().toImage();
            int count = 0;
            for (int y = change_place().top(); y <= change_place().bottom(); ++y)
                count += static_cast<int>(columns_of(picture, y, colour).size());
            return count;
        };
        QVERIFY(filled(Claim::better, theme().success.text) > 2 * filled(Claim::worse, theme().danger.text));
    }

    void a_frozen_strip_only_widens() {
        const auto tiles = test::sample_tiles();
        const auto wide = test::sample_tiles(5);
        show(wide[0]);
        const double at = tile_->strip_x(0.62);
        show(tiles[0], true);
        QCOMPARE(tile_->strip_x(0.62), at);
        show(tiles[0]);
        QVERIFY(tile_->strip_x(0.62) != at);
    }

    void an_unknown_value_is_hatched() {
        LabTile tile = test::sample_tiles()[1];
        tile.strip.value = tile.strip.lower = tile.strip.upper = test::unknown;
        tile.claim = Claim::missing;
        show(tile);
        const QImage picture = tile_->grab().toImage();
        QVERIFY(holds_colour(picture, tile_->strip_place().toRect(), theme().data.hatch_ground));
        QVERIFY(!holds_colour(picture, tile_->strip_place().toRect(), theme().data.truth));
    }

    void click_enter_and_space_ask_for_the_definition() {
        const QSignalSpy wanted(tile_.get(), &MetricTile::definition_wanted);
        QTest::mouseClick(tile_.get(), Qt::LeftButton);
        QCOMPARE(wanted.size(), 0); // nothing is shown yet
        show(test::sample_tiles()[0]);
        QTest::mouseClick(tile_.get(), Qt::LeftButton);
        QTest::keyClick(tile_.get(), Qt::Key_Return);
        QTest::keyClick(tile_.get(), Qt::Key_Space);
        QCOMPARE(wanted.size(), 3);
        QCOMPARE(wanted[0][0].toString(), u"What Satisfaction means."_s);
        QTest::mouseClick(tile_.get(), Qt::RightButton);
        QCOMPARE(wanted.size(), 3);
    }

    void it_can_be_reached_and_shows_the_focus() {
        show(test::sample_tiles()[0]);
        QVERIFY(tile_->focusPolicy() & Qt::TabFocus);
        tile_->clearFocus();
        QVERIFY(!holds_colour(tile_->grab().toImage(), QRect(20, 0, 60, 2), theme().focus.ring));
        tile_->activateWindow();
        tile_->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(tile_->hasFocus());
        QVERIFY(holds_colour(tile_->grab().toImage(), QRect(20, 0, 60, 2), theme().focus.ring));
    }

    void new_values_are_painted_once() {
        show(test::sample_tiles()[0]);
        QTRY_COMPARE(tile_->redraws(), 1);
        tile_->repaint();
        apply_theme(ThemeChoice::dark);
        tile_->repaint();
        QCOMPARE(tile_->redraws(), 1);
        tile_->hide();
        show(test::sample_tiles()[1]);
        QCoreApplication::processEvents();
        QCOMPARE(tile_->redraws(), 1);
        tile_->show();
        QTRY_COMPARE(tile_->redraws(), 2);
    }

    void text_of_any_size_fits_data() {
        QTest::addColumn<double>("zoom");
        for (const double zoom : text_zoom_steps())
            QTest::addRow("%d %%", qRound(zoom * 100)) << zoom;
    }
    void text_of_any_size_fits() {
        QFETCH(const double, zoom);
        apply_theme(ThemeChoice::light, zoom);
        for (const LabTile& tile : test::sample_tiles()) {
            show(tile);
            const int width = std::max(tile_->minimumSizeHint().width(), 145);
            tile_->resize(width, 400);
            const QString value = QString::fromStdString(tile.value_words);
            const QString unit = QString::fromStdString(tile.unit);
            const QString answers = QString::fromStdString(tile.answers_words);
            const qreal needed = figures_width(ui::font(Type::tile_value), value) +
                                 figures_width(ui::font(Type::body), unit) +
                                 figures_width(ui::font(Type::body), answers) + (answers.isEmpty() ? 0 : 15);
            QVERIFY2(needed + 24 <= width, tile.key.c_str());
            // Four lines, the middle one large, and the strip; one more where words wrap.
            const qreal caption = QFontMetricsF(ui::font(Type::caption)).height();
            const qreal large = QFontMetricsF(ui::font(Type::tile_value)).height();
            const qreal change =
                figures_width(ui::font(Type::caption), QString::fromStdString(tile.change_words));
            const bool wraps = change + 13 + 18 > width;
            QVERIFY(tile_->minimumSizeHint().height() >= (wraps ? 3 : 2) * caption + large + 14 + 16);
        }
    }

    void at_usual_size_a_tile_is_92_px_tall() {
        for (const LabTile& tile : test::sample_tiles()) {
            show(tile);
            QCOMPARE(tile_->minimumSizeHint().height(), 92);
        }
    }
};

ATTUNE_TEST(Metric_tile_test);

#include "metric_tile_test.moc"
