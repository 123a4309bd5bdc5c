// The state of the lab that a user edits: scenario, baseline, candidate, seed, replications; every change is
// one named step of an undo stack, and a drag is one step. It knows nothing of runs or files: others listen.
#pragma once

#include "core/policy/parameters.h"
#include "simulations/study/lab_study.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <memory>
#include <string>
#include <vector>

namespace attune::ui {

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

    // The rest are undo steps. A value out of range or a policy that check_policy() refuses changes nothing
    // and comes back as the error to show at the lever.
    Status set_lever(const std::string& key, double value);
    /// During a drag the setup changes without steps; end_drag() makes one of it, cancel_drag() restores.
    Status drag_lever(const std::string& key, double value);
    void end_drag();
    void cancel_drag();
    void reset_lever(const std::string& key); ///< to the baseline's value
    void reset_all();                         ///< candidate becomes like the baseline
    void set_candidate(const Policy& policy);
    void set_baseline(const Policy& policy);
    void swap_policies();
    void set_scenario(std::shared_ptr<const LoadedScenario> scenario);
    void set_seed(std::uint64_t seed);
    void set_replications(int replications);
    void rename_candidate(const QString& name);

    /// Every lever that exists for the open scenario, families once per provider group, in table order.
    struct Lever {
        std::string key;
        const PolicyTable::Entry* entry = nullptr;
    };
    std::vector<Lever> levers() const;
    double value(const Lever& lever) const; ///< of the candidate
    double baseline_value(const Lever& lever) const;
    double standard_value(const Lever& lever) const; ///< the table's default

Q_SIGNALS:
    void opened();
    void closed();
    /// Something of the setup changed and stays: a full run is due.
    void changed();
    /// A lever moved under the hand: a preview is due.
    void dragged();

private:
    friend class LabCommand;
    void apply(LabSetup setup);

    LabSetup setup_;
    std::unique_ptr<QUndoStack> undo_;
    std::string dragged_; ///< key of the lever under the hand
    LabSetup before_drag_;
};

} // namespace attune::ui
