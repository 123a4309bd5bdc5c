// The workspace that is open in the window: one SQLite file, written by one thread that belongs to it.
// Autosave is the file itself: the setup of the lab is saved after each change, kept runs when they are kept.
// What was there at opening can be brought back; a copy can be saved; a crash loses nothing that was said to
// be saved.
#pragma once

#include "simulations/report/report_input.h"
#include "simulations/study/lab_study.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace attune::ui {

/// What is in the file, for lists and boxes.
struct DocumentContents {
    std::vector<Scenario> scenarios; ///< shipped ones first, then the file's own
    std::vector<Policy> policies;
    struct KeptRun {
        std::string comparison;
        std::string scenario, baseline, candidate; ///< names
        std::string created;
    };
    std::vector<KeptRun> kept;
    bool personal_data = false;
};

class Document : public QObject {
    Q_OBJECT
public:
    enum class SaveState { no_file, saved, saving, failed };

    /// `created` stamps are made from the clock of the program, through this function.
    explicit Document(std::function<std::string()> now, QObject* parent = nullptr);
    /// Waits for what is still to be saved.
    ~Document() override;

    /// All of these answer by a signal; the window's thread never waits for the disk.
    void open(const QString& path);   ///< opened(...) or failed(...)
    void create(const QString& path); ///< a new file, then opened(...)
    void create_untitled();           ///< in the program's data folder; kept until saved or discarded
    void close();
    void save_setup(const LabSetup& setup); ///< autosave; the newest wins
    void keep(std::shared_ptr<const ReportInput> input);
    void save_policy(const Policy& policy);
    void save_copy(const QString& path); ///< copied(...) or failed(...)
    void revert();                       ///< to the state at opening; then opened(...)
    /// The records of a kept comparison: kept_loaded(...).
    void load_kept(const std::string& comparison);
    void load_scenario(const std::string& name); ///< scenario_loaded(...)

    bool is_open() const;
    QString path() const;
    bool untitled() const;
    SaveState save_state() const;
    const DocumentContents& contents() const;

Q_SIGNALS:
    /// `setup` is what the lab showed last in this file, if anything. `recovered`: the last session ended
    /// without closing it.
    void opened(std::optional<attune::LabSetup> setup, bool recovered);
    void closed();
    void save_state_changed(attune::ui::Document::SaveState state);
    void contents_changed();
    void copied(const QString& path);
    void kept_loaded(std::shared_ptr<const attune::ReportInput> input);
    void scenario_loaded(std::shared_ptr<const attune::LoadedScenario> scenario);
    void failed(const attune::Error& error);

private:
    struct Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace attune::ui
