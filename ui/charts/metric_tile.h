// A metric at a glance: truth, answers beside it where people are asked, a strip with both intervals and the
// baseline, the change with its interval.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QWidget>

#include <optional>

namespace attune::ui {

class MetricTile : public QWidget {
    Q_OBJECT
public:
    /// Object name "tile.<position>" until it shows a metric, then "tile.<key>".
    explicit MetricTile(QWidget* parent = nullptr);

    /// `range` of the strip is kept while frozen; without a tile: a quiet empty state.
    void show_tile(const std::optional<LabTile>& tile, bool preview, bool freeze_range);
    /// How often new values were painted.
    int redraws() const { return redraws_; }

    /// Where a value of the strip stands, in pixels from the left.
    double strip_x(double value) const;
    QRectF strip_place() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Click or Enter: show what this means.
    void definition_wanted(const QString& words);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Lines {
        QRectF name, value, strip, change;
    };
    Lines lines() const;
    void fit_range(bool frozen);
    void tell();
    void want_definition();
    void paint_value(QPainter& painter, const QRectF& place) const;
    void paint_strip(QPainter& painter, const QRectF& place) const;
    void paint_change(QPainter& painter, const QRectF& place) const;
    int needed_height() const;

    std::optional<LabTile> tile_;
    bool preview_ = false;
    double low_ = 0, high_ = 1; ///< of the strip
    bool fitted_ = false;
    bool fresh_ = false; ///< values that were not painted yet
    int redraws_ = 0;
    int height_ = 0; ///< needed at the width in use
};

} // namespace attune::ui
