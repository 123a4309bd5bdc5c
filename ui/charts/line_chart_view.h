// Lines through time with their bands: Qt Charts draws lines and bands, two layers of our own draw what it
// cannot (grid, days that were not run, words at the lines, the crosshair). Series are made once and
// refilled.
#pragma once

#include "simulations/report/line_plot.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/line_words.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/value_scale.h"

#include <QAreaSeries>
#include <QChartView>
#include <QLineSeries>
#include <QValueAxis>

#include <array>

namespace attune::ui {

class LineChartView : public QChartView, public PlotView {
    Q_OBJECT
public:
    explicit LineChartView(QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void show_plot(const Plot& plot, const PictureState& state, bool frozen) override;
    void join(CrosshairGroup* group) override { cursor_.join(group); }
    bool has_days() const override { return true; }
    QString latest_words() const override;

    const std::vector<EndLabel>& end_labels() const { return words_.labels; }
    QRectF reference_place() const { return words_.reference_place; }
    /// The lines' stretches as they are drawn, for tests.
    std::vector<QLineSeries*> visible_lines(LineRole role) const;
    const Ticks& ticks() const { return scale_.ticks(); }
    QRectF plot_place() const;
    /// Where days that were not run are hatched; empty if all were.
    QRectF not_run_place() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    bool is_beyond(LineRole role) const { return answers_beyond_ && role == LineRole::answers; }
    friend class LineChartLayer;

    void dress();
    void fill();
    void lay_out();
    void paint_under(QPainter& painter) const;
    void paint_over(QPainter& painter) const;
    void paint_cursor(QPainter& painter) const;
    void paint_days(QPainter& painter) const;
    void paint_marks(QPainter& painter) const;
    void paint_reference_words(QPainter& painter) const;
    void paint_not_run_words(QPainter& painter) const;
    void move_cursor();
    /// The mark that can be taken hold of here; null if none.
    const DayMark* mark_at(const QPointF& at) const;
    int day_at(qreal x) const;
    QString named_day(int day) const;
    QString cursor_words() const;

    static constexpr qreal tick_gap = 8; ///< between a tick's words and the plot
    static constexpr qreal tick_length = 4;

    /// Series of one role: as many as its line has stretches.
    struct Pool {
        std::vector<QLineSeries*> strokes;
        std::vector<QAreaSeries*> bands;
    };
    Pool& pool(LineRole role) { return pools_[static_cast<std::size_t>(role)]; }

    LineChart data_;
    Extent extent_; ///< of all lines, with the reference
    Extent run_;    ///< days of the candidate
    /// Answers lie so far from the truth that one scale would flatten it: they stand at the edge, in words.
    bool answers_beyond_ = false;
    bool drawn_before_ = false;
    int last_day_ = 0; ///< the time axis ends here
    ValueScale scale_;
    bool frozen_ = false;
    std::array<Pool, 3> pools_;
    QValueAxis* days_ = nullptr;
    QValueAxis* values_ = nullptr;
    PlotArea area_{0, 1, 0, 1, 0, 1, 0, 1};
    qreal left_ = 0, right_ = 0; ///< margins of the picture before
    QStringList tick_words_;
    LineWords words_;
    QGraphicsItem* under_ = nullptr;
    QGraphicsItem* over_ = nullptr;
    QGraphicsItem* cursor_item_ = nullptr;
    std::string held_;                    ///< lever of the mark that is being moved
    int held_at_ = 0;                     ///< its place when it was taken hold of
    int held_from_ = 0;                   ///< the place of the hand then
    bool held_moved_ = false;             ///< since
    std::array<QRectF, 2> cursor_places_; ///< line and flag as they were painted
    DayCursor cursor_;
};

} // namespace attune::ui
