// A chart as a card: question, subtitle, plot, one honest sentence; table view, export and accessible summary
// from the same values. It draws only while it can be seen, and counts how often it did.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QFrame>

#include <memory>

class QAction;

namespace attune::ui {

class CrosshairGroup;

class ChartFrame : public QFrame {
    Q_OBJECT
public:
    /// `name` becomes the object name "chart.<name>" and the stem of exported files.
    explicit ChartFrame(const QString& name, QWidget* parent = nullptr);
    ~ChartFrame() override;

    /// Shows a chart of a picture. A hidden frame keeps it and draws when it is seen again. `input` is what
    /// CSV export reads.
    void show_chart(const LabChart& chart, const PictureState& state,
                    std::shared_ptr<const ReportInput> input);
    /// Back to the empty state.
    void clear();
    bool has_chart() const;

    /// While frozen the value axis only grows; released, it is fitted again at the next show_chart().
    void freeze_axes(bool frozen);
    /// Charts of one group share day and lock of their crosshair.
    void set_crosshair(CrosshairGroup* group);

    void show_table(bool table);
    bool shows_table() const;
    /// Show as table, copy picture, copy data, export PNG, SVG, PDF, CSV, what does this mean.
    QList<QAction*> chart_actions() const;

    /// Exports: Errors are shown by the caller. Pictures are always in the light theme.
    Status export_to(const QString& path) const; ///< by suffix: png, svg, pdf, csv

    /// How often the plot was rebuilt since it was made.
    int redraws() const;

Q_SIGNALS:
    /// Values under the crosshair in words, for the status line.
    void spoke(const QString& words);
    void export_failed(const attune::Error& error);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
