// The window: menu bar, run bar, rail, the pages, docks and status bar, and the wires between them. It
// arranges; what happens is decided in LabFlow (runs) and FileFlow (files).
#pragma once

#include "ui/session/document.h"
#include "ui/session/lab.h"
#include "ui/session/recent_files.h"
#include "ui/session/run_controller.h"
#include "ui/window/questions.h"
#include "ui/window/window_state.h"

#include <QMainWindow>

#include <functional>
#include <memory>

class QSettings;
class QStackedWidget;

namespace attune::ui {

class Actions;
class AssumptionsPanel;
class Banner;
class ChangesPanel;
class ConsentPage;
class CredibilityPage;
class FairView;
class Dock;
class DockLayout;
class FileFlow;
class FitDialog;
class LabFlow;
class LabPage;
class LeverPanel;
class MatrixEditor;
class MatrixHistory;
class RunBar;
class SaveSheet;
class Staff;
class StartPage;
class StatusLine;
class VersionsWindow;
struct PublishingForm;

/// credibility: behind a link of the start page, without a place in the rail.
enum class Page { start, lab, credibility, consent, fairness };

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    struct Options {
        QSettings* settings = nullptr; ///< never null; outlives the window
        int threads = 1;
        Questions questions;
        std::function<std::string()> now; ///< ISO 8601 UTC, for records
    };
    explicit MainWindow(Options options);
    ~MainWindow() override;

    void show_page(Page page);
    Page page() const { return page_; }
    void open_file(const QString& path);
    /// False: there is no such example.
    bool open_example(const QString& name);
    /// A shipped scenario with its standard policies. False: there is none of that name.
    bool open_scenario(const QString& name);
    void set_theme(ThemeChoice choice);
    void set_text_zoom(double zoom);

    /// Whether the page that is shown is finished: its full run is drawn, or all example pictures are.
    bool settled() const;

    Lab& lab() { return *lab_; }
    RunController& runs() { return *runs_; }
    Document& document() { return *document_; }
    Actions& actions() { return *actions_; }
    LabPage& lab_page() { return *lab_page_; }
    StartPage& start_page() { return *start_page_; }
    CredibilityPage& credibility_page() { return *credibility_page_; }
    FairView& fair_view() { return *fair_view_; }
    ConsentPage& consent_page() { return *consent_page_; }
    Staff& staff() { return *staff_; }
    MatrixEditor& matrix_editor() { return *matrix_editor_; }
    MatrixHistory& matrix_history() { return *matrix_history_; }
    LabFlow& lab_flow() { return *lab_flow_; }
    StatusLine& status_line() { return *status_; }
    SaveSheet& save_sheet() { return *save_sheet_; }
    /// The sheet to save the proposal, or the window of all versions. Something must be open.
    void show_saving();
    void show_versions();

Q_SIGNALS:
    void settled_now();
    /// Something that was asked for cannot be done; it is shown on the page as well.
    void went_wrong(const attune::Error& error);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    QMenu* createPopupMenu() override;

private:
    void build_places();
    void build_sheets();
    void wire_actions();
    void wire_lab();
    /// For what is measured on a tab of the lab.
    template <typename View>
    void follow_levers(View& view);
    void wire_pages();
    void wire_consent();
    void wire_matrix();
    void wire_publishing(std::function<std::string()> now);
    Status publish(const PolicyVersion& version, const PublishingForm& form);
    QString in_force(const PolicyVersion& version) const;
    void wire_view();
    void show_assumptions(bool unmeasured_only);
    void step_text(int steps);
    void next_pane(int direction);
    void show_error(const Error& error);
    void show_import(const QString& file, double done);
    void show_info(const QString& fact, const QString& advice);
    Banner& banner(); ///< of the page that is seen
    void end_import_banners();

    QSettings& settings_;
    WindowState state_;
    Questions questions_;
    int threads_;
    Page page_ = Page::start;
    bool shown_ = false;
    int import_percent_ = -1; ///< as shown last
    bool opening_ = false;    ///< something was asked for that is not in the lab yet
    bool closing_ = false;    ///< as soon as everything is saved

    std::unique_ptr<RecentFiles> recent_;
    Lab* lab_ = nullptr;
    RunController* runs_ = nullptr;
    Document* document_ = nullptr;
    Actions* actions_ = nullptr;
    RunBar* run_bar_ = nullptr;
    StatusLine* status_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    StartPage* start_page_ = nullptr;
    LabPage* lab_page_ = nullptr;
    CredibilityPage* credibility_page_ = nullptr;
    FairView* fair_view_ = nullptr;
    ConsentPage* consent_page_ = nullptr;
    LeverPanel* levers_ = nullptr;
    ChangesPanel* changes_ = nullptr;
    Dock* levers_dock_ = nullptr;
    Dock* changes_dock_ = nullptr;
    AssumptionsPanel* assumptions_ = nullptr;
    Dock* assumptions_dock_ = nullptr;
    DockLayout* docks_ = nullptr;
    SaveSheet* save_sheet_ = nullptr;
    Staff* staff_ = nullptr; ///< who sits here
    MatrixEditor* matrix_editor_ = nullptr;
    MatrixHistory* matrix_history_ = nullptr;
    VersionsWindow* versions_ = nullptr;
    FitDialog* fit_dialog_ = nullptr; ///< once it was asked for
    LabFlow* lab_flow_ = nullptr;
    FileFlow* file_flow_ = nullptr;
};

} // namespace attune::ui
