// A grid of numbers on one scale of colour. The arrow keys go from cell to cell and speak it; the pointer
// shows its interval. A cell that is singled out has a frame and a word.
#pragma once

#include "ui/charts/plot_view.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

class HeatChartView : public QWidget, public PlotView {
    Q_OBJECT
public:
    explicit HeatChartView(QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void show_plot(const Plot& plot, const PictureState& state, bool frozen) override;
    void join(CrosshairGroup*) override {}
    bool has_days() const override { return false; }
    bool has_ends() const override { return false; }
    QString latest_words() const override;

    struct Place {
        std::size_t row = 0, column = 0;
        bool operator==(const Place&) const = default;
    };
    QRectF cell_place(Place at) const;
    std::optional<Place> cursor() const { return cursor_; }
    QString cell_words(Place at) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    bool empty() const;
    qreal names_width() const;
    qreal foot_height() const; ///< heads of the columns, what they are, and the scale
    std::optional<Place> cell_at(QPointF point) const;
    void point_at(std::optional<Place> at);
    void paint_cell(QPainter& painter, Place at) const;
    void paint_foot(QPainter& painter) const;

    HeatChart data_;
    double top_ = 0; ///< value of the strongest colour
    std::optional<Place> cursor_;
};

} // namespace attune::ui
