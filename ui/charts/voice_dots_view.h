// What groups say, do and feel: three marks of their own shapes on one scale per row, each with its interval,
// then the group's shares of people and of answers and whether it is heard. Up and Down go through the rows
// and speak them.
#pragma once

#include "ui/charts/plot_view.h"
#include "ui/charts/row_cursor.h"
#include "ui/charts/value_scale.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

class VoiceDotsView : public QWidget, public PlotView {
    Q_OBJECT
public:
    explicit VoiceDotsView(QWidget* parent = nullptr);

    QWidget* widget() override { return this; }
    void show_plot(const Plot& plot, const PictureState& state, bool frozen) override;
    void join(CrosshairGroup*) override {}
    bool has_days() const override { return false; }
    QString latest_words() const override;

    enum class Part { say, act, feel };
    /// The middle of a mark; nothing where its value is not known.
    std::optional<QPointF> mark_place(std::size_t row, Part part) const;
    /// Where the sign of a group that is heard too little stands, also of a row without one.
    QRectF sign_place(std::size_t row) const;
    const Ticks& ticks() const { return scale_.ticks(); }

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
        qreal left, right;            ///< of the scale
        qreal people, answers, heard; ///< right ends of two, left end of the last
        bool shares;                  ///< whether there is room for people and answers
    };
    Columns columns() const;
    qreal head_height() const;
    qreal axis_height() const;
    QRectF row_place(std::size_t row) const;
    qreal x_of(double value) const;
    void paint_head(QPainter& painter) const;
    void paint_axis(QPainter& painter) const;
    void paint_row(QPainter& painter, std::size_t row) const;
    void paint_mark(QPainter& painter, std::size_t row, Part part) const;
    QString row_words(const VoiceRow& row) const;

    VoiceDots data_;
    bool known_ = false; ///< there is something to draw
    ValueScale scale_;
    RowCursor cursor_;
};

} // namespace attune::ui
