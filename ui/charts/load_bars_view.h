// One bar per row on a scale from zero: bar for the candidate, tick for the baseline, whisker for the
// interval, the value at the end. Up and Down go through the rows and speak them.
#pragma once

#include "ui/charts/plot_view.h"
#include "ui/charts/row_cursor.h"

#include <QWidget>

namespace attune::ui {

class LoadBarsView : public QWidget, public PlotView {
    Q_OBJECT
public:
    explicit LoadBarsView(QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void show_plot(const Plot& plot, const PictureState& state, bool frozen) override;
    void join(CrosshairGroup*) override {}
    bool has_days() const override { return false; }
    QString latest_words() const override;

    double scale_end() const { return high_; }
    /// The bar of a row, or the hatched place of one that is not known.
    QRectF bar_place(std::size_t row) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Columns {
        qreal left, right; ///< of the scale
    };
    Columns columns() const;
    QRectF row_place(std::size_t row) const;
    qreal x_of(double value) const;
    void paint_row(QPainter& painter, std::size_t row) const;
    QString row_words(const LoadRow& row) const;
    bool empty() const;

    LoadBars data_;
    double high_ = 1; ///< end of the scale
    bool fitted_ = false;
    RowCursor cursor_;
};

} // namespace attune::ui
