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
    int redraws() const { return redraws_; }

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
    std::optional<LabTile> tile_;
    bool preview_ = false;
    double low_ = 0, high_ = 1; ///< of the strip
    int redraws_ = 0;
};

} // namespace attune::ui
