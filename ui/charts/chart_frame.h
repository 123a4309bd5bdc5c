// A chart as a card: question, subtitle, plot, one honest sentence; table view, export and accessible summary
// from the same values. It draws only while it can be seen, and counts how often it did.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QFrame>

#include <functional>
#include <memory>

class QAction;

namespace attune::ui {

class CrosshairGroup;

class ChartFrame : public QFrame {
    Q_OBJECT
public:
    /// `name` becomes the object name "chart.<name>" and the stem of exported files. Parts inside are named
    /// "chart.<name>.plot", ".table", ".table_button", ".menu_button", ".sentence" and so on.
    explicit ChartFrame(const QString& name, QWidget* parent = nullptr);
    ~ChartFrame() override;

    /// Shows a chart of a picture. A hidden frame keeps it and draws when it is seen again. `input` is what
    /// CSV export reads.
    void show_chart(const LabChart& chart, const PictureState& state,
                    std::shared_ptr<const ReportInput> input);
    /// Back to the empty state.
    void clear();
    bool has_chart() const;
    /// What stands in the empty state, where the first result does not come by itself.
    void set_empty_words(const QString& words);

    /// While frozen the value axis only grows; released, it is fitted again at the next show_chart().
    void freeze_axes(bool frozen);
    /// Charts of one group share day and lock of their crosshair.
    void set_crosshair(CrosshairGroup* group);

    /// Which of the chart's views is shown, by name; another chart with a view of that name keeps it.
    void show_view(const std::string& name);
    std::string shown_view() const;

    void show_table(bool table);
    bool shows_table() const;
    /// Show as table, copy picture, copy data, export PNG, SVG, PDF, CSV, what does this mean.
    QList<QAction*> chart_actions() const;

    /// Exports: Errors are shown by the caller. Pictures are always in the light theme.
    Status export_to(const QString& path) const; ///< by suffix: png, svg, pdf, csv

    /// Asks for a path: what is suggested and the file filter in, the path or nothing out. The default is the
    /// system's file dialog.
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(AskPath ask);

    /// How often the plot was rebuilt since it was made.
    int redraws() const;

    QSize sizeHint() const override;

Q_SIGNALS:
    /// Values under the crosshair in words, or what was copied or written, for the status line.
    void spoke(const QString& words);
    void export_failed(const attune::Error& error);
    /// A mark of the chart that stands for a lever is being moved to `place` of the axis; `done`: let go.
    void mark_moved(const QString& lever, int place, bool done);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void make_head();
    void make_actions();
    bool can_be_seen() const;
    void rebuild();
    void take_view();
    void offer_views();
    bool views_differ() const; ///< where they do not, there is nothing to choose
    void rebuild_words();
    void rebuild_plot();
    void write_sentence();
    void keep_sentence_room();
    void show_page();
    void export_as(const QString& suffix);
    void copy_picture();
    void copy_data();
    void tell_actions();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
