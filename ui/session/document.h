// The workspace that is open in the window: one SQLite file, written by one thread that belongs to it.
// Autosave is the file itself: the setup of the lab is saved after each change, kept runs when they are kept.
// What was there at opening can be brought back; a copy can be saved; a crash loses nothing that was said to
// be saved.
#pragma once

#include "simulations/report/report_input.h"
#include "simulations/study/audit_keep.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/withdrawal_effort.h"
#include "ui/session/document_contents.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace attune::ui {

class DocumentFile;
struct OpenedFile;

class Document : public QObject {
    Q_OBJECT
public:
    enum class SaveState {
        no_file,
        saved,
        saving,
        failed ///< something is in memory alone; the next change tries again
    };

    /// `created` stamps are made from the clock of the program, through this function.
    explicit Document(std::function<std::string()> now, QObject* parent = nullptr);
    /// Waits for what is still to be saved, and stops an import.
    ~Document() override;

    /// All of these answer by a signal; the window's thread never waits for the disk. They are done in the
    /// order they are asked for. If a file cannot be opened or made, the one before stays open; so it does
    /// while something of it is in memory alone and cannot be saved: then close_without_saving() comes first.
    void open(const QString& path);         ///< opened(...) or failed(...)
    void create(const QString& path);       ///< a new file, then opened(...); one that exists is failed(...)
    void create_untitled();                 ///< in the program's data folder; kept until saved or discarded
    void close();                           ///< closed(), or failed(...) and the file stays open
    void close_without_saving();            ///< closed(); what could not be saved is lost
    void discard();                         ///< closes, and removes the file if it is an untitled one
    void save_setup(const LabSetup& setup); ///< autosave; the newest wins
    /// A finished comparison with both runs; contents_changed() when it is in the file.
    void keep(std::shared_ptr<const ReportInput> input);
    /// Erases a kept comparison and those of its runs that no other one uses; then contents_changed().
    void forget_kept(const std::string& comparison);
    /// The next version under its own name, which may not be that of a shipped policy with other values;
    /// policy_saved(...) when it is in the file.
    void save_policy(const Policy& policy, const VersionNote& note);
    /// A version with the values of an older one; policy_saved(...) when it is in the file.
    void roll_back(const std::string& policy, int number, const VersionNote& note);
    /// The next version of the consent matrix, one with the rules of an older version (0: what ships), a
    /// signature under one; matrix_saved(...) when it is in the file, failed(...) where it may not be.
    void save_matrix(const ConsentMatrix& edited, const MatrixNote& note);
    void restore_matrix(int number, const MatrixNote& note);
    void sign_matrix(int number, const MatrixNote& note);
    /// Puts a version into force, after an audit where the calendar asks for one: policy_published(...), or
    /// publishing_refused(...).
    void publish(const PublishRequest& request);
    /// copied(...) or failed(...). A file of that name is replaced, unless a window has it open.
    void save_copy(const QString& path);
    /// save_copy(), then opens the copy; what was untitled before goes.
    void save_as(const QString& path);
    void revert(); ///< to the state at opening; then opened(...)
    /// The records of a kept comparison, and the setup they are of: kept_loaded(...).
    void load_kept(const std::string& comparison);
    void load_scenario(const std::string& name); ///< scenario_loaded(...); shipped ones also without a file
    /// Makes a scenario of a ratings file, in the background: imported(...) when it is in the file. `name` is
    /// of lower-case letters, digits and '-'.
    void import_ratings(const QString& path, const std::string& name);
    void cancel_import(); ///< failed(...) with ErrorCode::cancelled, if there was still something to stop

    /// Runs the policy once on the scenario and writes the run into the file with its trail, about so many
    /// people: trail_recorded(), or recording_ended() alone if it was cancelled, or after failed(...).
    void record_trail(std::shared_ptr<const LoadedScenario> scenario, const Policy& policy, int people,
                      int threads);
    void cancel_recording();
    /// Somebody of the newest run in the trail: the key to their values goes for good, which no revert() and
    /// no copy brings back. person_erased(...) when it is done.
    void erase_person(UserId person);
    /// Signed evidence in the trail: evidence_written().
    void write_effort(const WithdrawalEffort& effort);

    bool is_open() const;
    QString path() const; ///< absolute; empty if nothing is open
    bool untitled() const;
    SaveState save_state() const;
    const DocumentContents& contents() const;
    /// Whether revert() would lose something. What other programs wrote is noticed with the next save.
    bool differs_from_opened() const;
    bool can_revert() const; ///< false if there was no room to set the state at opening aside
    bool importing() const;
    bool recording() const;
    /// The comparison kept last, or empty.
    const std::string& last_kept() const;

    /// A file that was open in a program which did not end by itself, to open it again.
    static std::optional<QString> left_open();

Q_SIGNALS:
    /// `setup` is what the lab showed last in this file, if anything; failed(...) follows if it cannot be
    /// read. `recovered`: the last session ended without closing it.
    void opened(std::optional<attune::LabSetup> setup, bool recovered);
    void closed();
    void save_state_changed(attune::ui::Document::SaveState state);
    void contents_changed();
    void policy_saved(const attune::PolicyVersion& version); ///< it is in contents() by then
    void matrix_saved(const attune::MatrixVersion& version); ///< likewise; also when it was signed
    void policy_published(const attune::PolicyPublication& publication);
    void publishing_refused(const attune::Error& error);
    void copied(const QString& path);
    void kept_loaded(std::shared_ptr<const attune::ReportInput> input, const attune::LabSetup& setup);
    void scenario_loaded(std::shared_ptr<const attune::LoadedScenario> scenario);
    void import_progressed(double done);                     ///< share in [0, 1], at most 20 a second
    void imported(const attune::ui::ImportSummary& summary); ///< the scenario is in contents() by then
    void recording_progressed(double done);                  ///< share in [0, 1], at most 20 a second
    void trail_recorded();                                   ///< run and trail are in the file
    void recording_ended();                                  ///< however it ended
    void person_erased(attune::UserId person);
    void evidence_written();
    void failed(const attune::Error& error);

private:
    struct Worker;
    struct Importer;
    struct Shown; ///< what the window's thread knows of the file
    struct Write;
    void write(Write asked);
    /// `save` makes a version, on the worker's thread.
    void write_version(std::function<Result<PolicyVersion>(DocumentFile&)> save);
    MatrixNote stamped(MatrixNote note) const;
    void write_matrix(std::function<Result<MatrixVersion>(DocumentFile&)> save);
    void show_opened(const OpenedFile& file, quint64 opening);
    void show_closed(quint64 opening);
    void settle_save_state();
    void report(const Error& error);

    std::function<std::string()> now_;
    std::unique_ptr<Shown> shown_;
    std::unique_ptr<Worker> worker_;
    std::unique_ptr<Importer> importer_;
};

} // namespace attune::ui
