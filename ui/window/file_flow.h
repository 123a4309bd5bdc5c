// Between the lab and the disk: opening, autosave, kept runs, copies, import and export. Everything that
// waits for the disk happens elsewhere; what comes back is shown in the place it is about.
#pragma once

#include "simulations/study/examples.h"
#include "ui/session/document.h"
#include "ui/session/lab.h"
#include "ui/session/recent_files.h"
#include "ui/session/run_controller.h"
#include "ui/window/questions.h"
#include "ui/window/save_sheet.h"

#include <QObject>

#include <functional>

class QWidget;

namespace attune::ui {

class LabFlow;

class FileFlow : public QObject {
    Q_OBJECT
public:
    FileFlow(Lab& lab, Document& document, LabFlow& flow, RecentFiles& recent, Questions questions,
             QWidget& window);

    /// The shipped ones and those of the open file.
    std::vector<Scenario> scenarios() const;
    std::vector<Policy> policies() const;

    void open_example(const Example& example);
    /// A scenario by name, with its standard policies: default against careful.
    void open_scenario(const std::string& name);
    void open_file(const QString& path);
    void ask_open();
    void ask_new();
    void ask_copy();
    void ask_revert();
    void ask_import();
    void ask_report();
    void ask_policy_export();
    void ask_policy_import();
    void keep();
    /// Brings back a kept comparison with the setup it is of; one step that can be undone.
    void show_kept(const std::string& comparison);
    /// Saves the candidate as the next version of a policy. Errors, `where` naming the part: a name that is
    /// none or of a shipped policy, no author, no reason, one of them too long.
    Status save_policy(const PolicySaving& saving);
    /// Adds a version with the values of an older one; the proposal of that name goes back as well, as a step
    /// that can be undone. Errors: those of save_policy(), also where nothing would change.
    Status roll_back(const PolicyVersion& version, const QString& author, const QString& reason);
    /// The newest version of a policy in the open file; null if there is none.
    const DocumentContents::SavedVersion* newest_version(const std::string& policy) const;

    /// Calls `then` now, or as soon as a file without a name is made for it.
    void with_file(std::function<void()> then);
    void choose_scenario(const QString& name);
    void choose_policy(const QString& name, bool baseline);

Q_SIGNALS:
    /// Something of the lab was opened: the page that shows it, and its question (empty: the plain one).
    void lab_opened(const QString& question);
    /// What is open already was asked for again.
    void page_wanted();
    void choices_changed();
    void importing(const QString& file, double done);
    void kept(bool is); ///< whether the run on screen is in the file
    void recent_changed();
    void failed(const attune::Error& error);
    void said(const QString& fact, const QString& advice);

private:
    enum class Intent { none, open, create, keep, revert };
    /// Asks before something that could not be saved is given up.
    bool may_leave_file();
    QString ask_new_name();
    void open_lab(const LabSetup& setup);
    void opened(const std::optional<LabSetup>& setup, bool recovered);
    void show_setup(const LabSetup& setup);
    /// The next stored comparison that could be the one of the open setup; runs if there is none.
    void look_for_kept();
    void kept_loaded(const std::shared_ptr<const ReportInput>& input, const LabSetup& setup);
    void remember_file();
    void describe_file();
    void policy_saved(const PolicyVersion& version);
    void start_import(const QString& path);
    void say_imported(const ImportSummary& summary);
    std::optional<Policy> policy(const QString& name) const;

    Lab& lab_;
    Document& document_;
    LabFlow& flow_;
    RecentFiles& recent_;
    Questions questions_;
    QWidget& window_;
    Intent intent_ = Intent::none;
    std::vector<std::function<void()>> waiting_; ///< for a file
    QString to_import_;
    std::optional<ImportSummary> imported_; ///< its scenario is opened as soon as it is read
    std::vector<std::string> candidates_;   ///< stored comparisons still to be looked at
    std::function<void()> after_closing_;   ///< what waits for the file to be closed
    std::string keeping_;                   ///< the comparison that is on its way into the file
    bool restoring_ = false;                ///< the next kept run is shown with its setup
    quint64 openings_ = 0; ///< of something in the lab; an older one that comes late is dropped
};

} // namespace attune::ui
