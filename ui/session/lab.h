// The state of the lab that a user edits: scenario, baseline, candidate, seed, replications; every change is
// one named step of an undo stack, and a drag is one step. It knows nothing of runs or files: others listen.
#pragma once

#include "core/policy/parameters.h"
#include "simulations/study/lab_study.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace attune {
class PolicyFit;
}

namespace attune::ui {

/// Whether both are the same people and items, whatever their objects are.
bool same_world(const std::shared_ptr<const LoadedScenario>& a,
                const std::shared_ptr<const LoadedScenario>& b);

class Lab : public QObject {
    Q_OBJECT
public:
    explicit Lab(QObject* parent = nullptr);
    ~Lab() override;

    bool is_open() const { return setup_.scenario != nullptr; }
    const LabSetup& setup() const { return setup_; }
    QUndoStack& undo_stack() { return *undo_; }
    bool dragging() const { return !dragged_.empty(); }

    /// Opens a setup: no undo step, the stack is cleared.
    void open(LabSetup setup);
    void close();

    // The rest are undo steps; a step that changes nothing is none. A value out of range, or a policy that
    // cannot run here although it could before, changes nothing and comes back as the error to show at the
    // lever. Nothing of this touches the baseline but set_baseline() and swap_policies().

    /// Calls for the same lever one after another make one step, until finish_step() or another step.
    Status set_lever(const std::string& key, double value);
    /// The next set_lever() begins a step of its own: the focus has left the lever.
    void finish_step();
    /// During a drag the setup changes without steps; end_drag() makes one of it, cancel_drag() restores. A
    /// drag that ends where it began is taken back, not a step.
    Status drag_lever(const std::string& key, double value);
    void end_drag();
    void cancel_drag();
    Status reset_lever(const std::string& key); ///< to the baseline's value
    void reset_all();                           ///< candidate becomes like the baseline, but keeps its name
    void set_candidate(const Policy& policy);
    void set_baseline(const Policy& policy);
    void swap_policies();
    /// Everything at once, as one step of that name: back to a run that was kept.
    void restore(LabSetup setup, const QString& step);
    void set_scenario(std::shared_ptr<const LoadedScenario> scenario);
    /// The consent matrix that all runs obey from now on, null for the one that ships. No step: it is saved
    /// by itself, and undoing a lever takes no rule back.
    void follow_matrix(std::shared_ptr<const MatrixInForce> matrix);
    /// The same for what is opened next; what is open stays as it is.
    void begin_under(std::shared_ptr<const MatrixInForce> matrix) { matrix_ = std::move(matrix); }
    Status set_seed(std::uint64_t seed); ///< refused while the seed is locked
    Status set_replications(int replications);
    Status rename_candidate(const QString& name); ///< refused if only blanks

    // Assumptions about the simulated people; both policies then meet the changed ones. A value out of range,
    // one that the world does not use, or one under which a policy could not run any more, is refused.

    /// Calls for the same assumption one after another make one step, as with levers.
    Status set_assumption(const std::string& key, double value);
    Status reset_assumption(const std::string& key); ///< to the scenario's own value
    void reset_assumptions();
    /// As the scenario says, whatever was changed in the lab. Something must be open.
    const Assumptions& own_assumptions() const;

    /// The lock is a way of working, not a part of the setup: no undo step, and it outlives open().
    bool seed_locked() const { return seed_locked_; }
    void set_seed_locked(bool locked);
    QString seed_text() const; ///< digits to copy; empty if nothing is open

    /// Every lever that exists for the open scenario, families once per provider group, in table order. A
    /// group that only the policies know is listed as well if one of them sets a value for it, so that it can
    /// be taken away. None if nothing is open.
    struct Lever {
        std::string key;
        const PolicyTable::Entry* entry = nullptr;
    };
    std::vector<Lever> levers() const;
    std::optional<Lever> find_lever(const std::string& key) const;
    double value(const Lever& lever) const; ///< of the candidate
    double baseline_value(const Lever& lever) const;
    double standard_value(const Lever& lever) const; ///< the table's default
    bool differs(const Lever& lever) const;          ///< candidate from baseline
    static QString name(const Lever& lever);

Q_SIGNALS:
    void opened();
    void closed();
    /// Something of the setup changed and stays: a full run is due.
    void changed();
    /// A lever moved under the hand: a preview is due. When dragging() is false, the drag was taken back.
    void dragged();
    void seed_lock_changed(bool locked);

private:
    friend class LabCommand;
    void apply(LabSetup setup);
    void push(const QString& name, LabSetup after, const std::string& lever = {});
    Result<Policy> with_value(const Policy& policy, const std::string& key, double value) const;
    void take_scenario();
    void put_under_matrix(LabSetup& setup) const;

    LabSetup setup_;
    std::shared_ptr<const MatrixInForce> matrix_; ///< in force; null: the one that ships
    std::unique_ptr<PolicyFit> fit_;              ///< of the open scenario
    std::unique_ptr<QUndoStack> undo_;
    std::string dragged_; ///< key of the lever under the hand
    LabSetup before_drag_;
    quint64 run_of_steps_ = 0; ///< steps of one lever merge while this is the same
    bool seed_locked_ = false;
};

} // namespace attune::ui
