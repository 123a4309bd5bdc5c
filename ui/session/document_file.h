// The file behind the open document, with what belongs to it while it is open: a mark that outlives a crash,
// and a copy of what stood there at opening. Everything here waits for the disk; it belongs to one thread,
// which is not the window's.
#pragma once

#include "core/workspace/workspace.h"
#include "simulations/report/report_input.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/simulate.h"
#include "simulations/study/withdrawal_effort.h"
#include "ui/session/document_contents.h"

#include <QString>

#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace attune::ui {

class OpenMark;

/// What is told of a file that was opened or brought back.
struct OpenedFile {
    QString path; ///< absolute
    bool untitled = false;
    bool recovered = false;  ///< the last session ended without closing it
    bool revertible = false; ///< what stood there at opening could be set aside
    std::optional<LabSetup> setup;
    std::string last_kept;
    std::optional<Error> complaint; ///< there is a setup, but it cannot be read
    DocumentContents contents;
};

/// The versions of the consent matrix in a workspace, oldest first.
Result<std::vector<DocumentContents::SavedMatrix>> saved_matrices(const Workspace& workspace);

class DocumentFile {
public:
    DocumentFile();
    ~DocumentFile();
    DocumentFile(const DocumentFile&) = delete;
    DocumentFile& operator=(const DocumentFile&) = delete;

    /// Opens or makes the file at an absolute path and lets go of the one before; if that fails, the one
    /// before stays. `stamp` is the time now, for a new file.
    Result<OpenedFile> open(const QString& path, OpenMode mode, const std::string& stamp);
    /// A new file in the program's data folder.
    Result<OpenedFile> create_untitled(const std::string& stamp);
    void close();
    /// Closes an untitled file and removes it; others are only closed.
    void discard();

    bool is_open() const { return workspace_ != nullptr; }
    bool untitled() const;
    QString path() const; ///< absolute; empty if nothing is open

    Status save_setup(const LabSetup& setup, const std::string& stamp);
    /// The comparison with its runs, and its id as the one kept last.
    Status keep(const ReportInput& input, const std::string& stamp);
    Result<PolicyVersion> save_policy(const Policy& policy, const VersionNote& note,
                                      const std::string& stamp);
    Result<PolicyVersion> roll_back(const std::string& policy, int number, const VersionNote& note,
                                    const std::string& stamp);
    Result<MatrixVersion> save_matrix(const ConsentMatrix& edited, const MatrixNote& note);
    Result<MatrixVersion> restore_matrix(int number, const MatrixNote& note);
    /// Signs a version with the user's own key. Errors: those of MatrixStore::sign() and of the key.
    Result<MatrixVersion> sign_matrix(int number, const MatrixNote& note);
    Status forget(const std::string& comparison, const std::string& stamp);
    /// Runs the policy once, about so many people, and saves the run with its trail. Nothing else is saved to
    /// the file meanwhile. Errors: those of TrailedRun and of the key that signs.
    Status record_trail(const LoadedScenario& scenario, const Policy& policy, const SimulateOptions& options,
                        int people);
    /// Destroys the key to the values of a person of the newest run in the trail, and tells of it there.
    /// Errors: those of person_trail and TrailWriter::erase.
    Status erase_person(UserId person, const std::string& stamp);
    /// What was counted on the screens that people meet, as signed evidence in the trail.
    Status write_effort(const WithdrawalEffort& effort, const std::string& stamp);
    Status save_import(const ImportRecord& import, const ScenarioRecord& scenario);

    /// Replaces a file of that name, unless a window has it open.
    Status copy_to(const QString& path);
    /// Brings back what stood there at opening.
    Result<OpenedFile> revert();
    /// Whether the file holds something else than at opening.
    bool differs_from_opened() const;

    Result<ReportInput> load_kept(const std::string& comparison) const;
    /// Also without an open file: the shipped ones.
    /// What was run to make these records. Errors: a scenario of imported ratings that is gone.
    Result<LabSetup> setup_of(const ReportInput& input) const;
    Result<LoadedScenario> load_scenario(const std::string& name) const;
    Result<DocumentContents> contents() const;
    /// The comparison kept last, if it is still there.
    const std::string& last_kept() const { return last_kept_; }

private:
    struct Opening; ///< what is made at opening and goes at closing
    const Workspace& workspace() const;
    OpenedFile describe();

    std::thread::id owner_;
    std::unique_ptr<Workspace> workspace_;
    std::unique_ptr<Opening> opening_;
    std::optional<LabSetup> last_setup_; ///< as in the file
    std::string last_kept_;
    bool unread_draft_ = false; ///< in the file stands a setup that this program cannot read
};

} // namespace attune::ui
