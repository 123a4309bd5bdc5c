// The same small chart for every group on one scale, painted in one widget: name above, band, both lines,
// both values at the end; no axes. Panels of different measures have a scale each, with numbers at its lines.
// It wraps to more rows before a cell gets too narrow to read.
#pragma once

#include "simulations/report/line_plot.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/plot_view.h"
#include "ui/charts/value_scale.h"

#include <QWidget>

namespace attune::ui {

class SmallMultiplesView : public QWidget, public PlotView {
    Q_OBJECT
public:
    explicit SmallMultiplesView(QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void show_plot(const Plot& plot, const PictureState& state, bool frozen) override;
    void join(CrosshairGroup* group) override { cursor_.join(group); }
    bool has_days() const override { return true; }
    QString latest_words() const override;

    int rows() const { return rows_; }
    /// Of a group's scale, which is that of all unless each has its own.
    const Ticks& ticks(std::size_t group = 0) const { return scales_[scale_of(group)].ticks(); }
    /// One per group: its lines, without name and values.
    std::vector<QRectF> plot_places() const;
    /// Where the two values at the end of a group's lines stand, candidate first.
    std::vector<QRectF> value_places(std::size_t group) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void fit_scales(bool frozen);
    std::size_t scale_of(std::size_t group) const { return data_.own_scales ? group : 0; }
    NumberKind kind_of_group(const GroupLines& group) const;
    void arrange();
    PlotArea area_of(std::size_t group) const;
    QRectF cell_of(std::size_t group) const;
    void paint_group(QPainter& painter, std::size_t group) const;
    void paint_grid(QPainter& painter, std::size_t group) const;
    void paint_cursor(QPainter& painter) const;
    void move_cursor();
    int height_of(int rows) const;
    qreal name_height() const;
    qreal tick_overhang() const;
    QString cursor_words() const;

    SmallMultiples data_;
    Extent extent_;
    int last_day_ = 0;
    std::vector<ValueScale> scales_ = std::vector<ValueScale>(1); ///< one, or one per group
    int columns_ = 1, rows_ = 1;
    qreal label_width_ = 0;
    qreal tick_width_ = 0;    ///< left of the lines, where each group has its own scale
    std::size_t pointed_ = 0; ///< the group that carries the flag
    QRegion cursor_places_;   ///< as they were painted
    DayCursor cursor_;
};

} // namespace attune::ui
