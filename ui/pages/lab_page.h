// The Policy lab's centre: title, and below tabs the outcome (tiles and charts), asking or answering. It
// arranges; charts draw, the picture holds the numbers.
#pragma once

#include "ui/session/run_controller.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace attune::ui {

class AnsweringView;
class AskingView;
class Banner;
class ChartFrame;
class LearningView;
class MetricTile;

enum class LabTab { outcome, asking, answering, learning };

class LabPage : public QWidget {
    Q_OBJECT
public:
    /// `threads` are for what is measured on the page itself.
    explicit LabPage(QWidget* parent = nullptr, int threads = 1);
    ~LabPage() override;

    /// The question on top: of the example, or a plain one.
    void set_question(const QString& question);
    /// Charts that are there change at once; the first ones come one after the other, see `drawn`.
    void show_outcome(const LabOutcome& outcome);
    bool drawn() const; ///< every chart of the outcome shown last is on the page
    /// Nothing is open.
    void clear();
    /// Something is open and its first picture is on its way: the frames stand ready. A picture that is
    /// already there stays.
    void expect(const QString& subtitle);
    void freeze_axes(bool frozen);
    Banner& banner();
    void show_tab(LabTab tab);
    LabTab tab() const;
    AskingView& asking();
    AnsweringView& answering();
    LearningView& learning();
    /// How charts ask where to export to; see ChartFrame::set_ask_path.
    void set_ask_path(std::function<QString(const QString& suggested, const QString& filter)> ask);
    std::vector<ChartFrame*> charts() const;
    std::vector<MetricTile*> tiles() const;
    void set_kept(bool kept);       ///< "Keep this run" or "Kept"
    bool can_keep() const;          ///< a full run is on screen and not kept yet
    void set_earlier(bool earlier); ///< what is on screen is a run of levers that have moved since

Q_SIGNALS:
    void filled(); ///< the last of the first charts came; see `drawn`
    void tab_changed(attune::ui::LabTab tab);
    void keep_wanted();
    void example_wanted();
    /// All assumptions, or those the result leans on that nobody has measured.
    void assumptions_wanted(bool unmeasured_only);
    void spoke(const QString& words);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrange();
    void fit_first_screen();
    void show_leaning(const LabLeaning& leaning);
    void fill(ChartFrame& frame);
    void fill_next();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
