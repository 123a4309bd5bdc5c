#include "ui/session/lab.h"

#include "simulations/report/lever_words.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/policy_fit.h"
#include "ui/session/lab_words.h"

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr int lever_steps = 1; ///< id of commands that may merge

/// Whether both make the same records: a floor of 0 and no floor are the same.
bool same(const LabSetup& a, const LabSetup& b) {
    const auto alike = [](const Policy& x, const Policy& y) {
        return x.name == y.name && policy_parameters().diff(x, y).empty();
    };
    return a.scenario == b.scenario && a.replications == b.replications && alike(a.baseline, b.baseline) &&
           alike(a.candidate, b.candidate);
}

} // namespace

bool same_world(const std::shared_ptr<const LoadedScenario>& a,
                const std::shared_ptr<const LoadedScenario>& b) {
    return a == b || (a && b && a->scenario == b->scenario && !a->world && !b->world &&
                      same_matrix(a->consent, b->consent));
}

/// One step: the setup before and after it.
class LabCommand : public QUndoCommand {
public:
    /// `lever` is not empty for a step that the next one of the same lever and run may join.
    LabCommand(Lab& lab, const QString& name, LabSetup before, LabSetup after, std::string lever, quint64 run)
        : QUndoCommand(name)
        , lab_(lab)
        , before_(std::move(before))
        , after_(std::move(after))
        , lever_(std::move(lever))
        , run_(run) {}

    void undo() override {
        lab_.finish_step();
        lab_.apply(before_);
    }
    void redo() override { lab_.apply(after_); }
    int id() const override { return lever_.empty() ? -1 : lever_steps; }
    bool mergeWith(const QUndoCommand* next) override {
        const auto* other = dynamic_cast<const LabCommand*>(next);
        if (!other || other->lever_ != lever_ || other->run_ != run_) return false;
        after_ = other->after_;
        // Back at the same people: the same object stands for them, and what was shown is known again.
        if (after_.scenario->scenario == before_.scenario->scenario) after_.scenario = before_.scenario;
        setText(value_step_words(before_, after_, lever_));
        setObsolete(same(before_, after_));
        return true;
    }

private:
    Lab& lab_;
    LabSetup before_;
    LabSetup after_;
    std::string lever_;
    quint64 run_;
};

Lab::Lab(QObject* parent)
    : QObject(parent)
    , undo_(std::make_unique<QUndoStack>()) {}

Lab::~Lab() = default;

void Lab::open(LabSetup setup) {
    if (!setup.scenario) return close();
    dragged_.clear();
    undo_->clear();
    setup_ = std::move(setup);
    put_under_matrix(setup_);
    take_scenario();
    Q_EMIT opened();
}

/// The same scenario under the matrix in force, where it came under another.
void Lab::put_under_matrix(LabSetup& setup) const {
    if (!setup.scenario || same_matrix(setup.scenario->consent, matrix_)) return;
    auto moved = std::make_shared<LoadedScenario>(*setup.scenario);
    moved->consent = matrix_;
    setup.scenario = std::move(moved);
}

void Lab::follow_matrix(std::shared_ptr<const MatrixInForce> matrix) {
    matrix_ = std::move(matrix);
    if (is_open() && !same_matrix(setup_.scenario->consent, matrix_)) apply(setup_);
}

void Lab::close() {
    if (!is_open()) return;
    dragged_.clear();
    undo_->clear();
    setup_ = {};
    fit_.reset();
    Q_EMIT closed();
}

void Lab::take_scenario() {
    fit_ = std::make_unique<PolicyFit>(setup_.scenario);
}

void Lab::apply(LabSetup setup) {
    dragged_.clear();
    put_under_matrix(setup);
    const bool other_scenario = setup.scenario != setup_.scenario;
    setup_ = std::move(setup);
    if (other_scenario) take_scenario();
    Q_EMIT changed();
}

void Lab::push(const QString& name, LabSetup after, const std::string& lever) {
    if (!is_open() || same(setup_, after)) return;
    if (lever.empty()) finish_step();
    undo_->push(new LabCommand(*this, name, setup_, std::move(after), lever, run_of_steps_));
}

Result<Policy> Lab::with_value(const Policy& policy, const std::string& key, double value) const {
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), key);
    const auto lever = find_lever(key);
    if (!lever) return refused(english().get("lab.refused.no_lever", {{"key", key}}), key);
    const PolicyTable& table = policy_parameters();
    const PolicyTable::Entry& entry = *lever->entry;
    const ParameterSpec& spec = entry.spec;
    if (auto sound = check_value(spec, key, value); !sound) return pass_on(sound);
    Policy moved = policy;
    table.set(moved, entry, key, value + 0.0);
    if (spec.is_family()) {
        const std::string member = key.substr(spec.family_prefix().size());
        const auto& groups = fit_->provider_groups();
        if (value == spec.standard) // no value and the default are the same; the shorter one is kept
            (moved.*std::get<PolicyTable::Family>(entry.member)).erase(member);
        else if (std::find(groups.begin(), groups.end(), member) == groups.end())
            return refused(english().get("lab.refused.no_group", {{"group", member}}), key,
                           english().get("lab.refused.no_group.remedy"));
    }
    // A policy that could not run before may be mended one lever at a time.
    if (auto sound = fit_->check(moved); !sound && fit_->check(policy)) {
        Error error = sound.error();
        error.where = key;
        error.what = with_lever_names(error.what, english());
        return tl::unexpected<Error>(std::move(error));
    }
    return moved;
}

Status Lab::set_lever(const std::string& key, double value) {
    if (dragging()) end_drag();
    auto moved = with_value(setup_.candidate, key, value);
    if (!moved) return pass_on(moved);
    LabSetup after = setup_;
    after.candidate = std::move(*moved);
    const QString name = value_step_words(setup_, after, key);
    push(name, std::move(after), key);
    return {};
}

void Lab::finish_step() {
    ++run_of_steps_;
}

Status Lab::drag_lever(const std::string& key, double value) {
    if (dragging() && dragged_ != key) end_drag();
    auto moved = with_value(setup_.candidate, key, value);
    if (!moved) return pass_on(moved);
    if (policy_parameters().diff(setup_.candidate, *moved).empty()) return {};
    if (!dragging()) {
        before_drag_ = setup_;
        dragged_ = key;
    }
    setup_.candidate = std::move(*moved);
    Q_EMIT dragged();
    return {};
}

void Lab::end_drag() {
    if (!dragging()) return;
    if (same(before_drag_, setup_)) return cancel_drag();
    finish_step();
    const std::string key = std::exchange(dragged_, {});
    LabSetup after = std::exchange(setup_, before_drag_);
    const QString name = value_step_words(setup_, after, key);
    push(name, std::move(after), key);
    finish_step();
}

void Lab::cancel_drag() {
    if (!dragging()) return;
    dragged_.clear();
    setup_ = before_drag_;
    Q_EMIT dragged();
}

Status Lab::reset_lever(const std::string& key) {
    const auto lever = find_lever(key);
    if (!lever) return refused(english().get("lab.refused.no_lever", {{"key", key}}), key);
    finish_step();
    auto done = set_lever(key, baseline_value(*lever));
    finish_step();
    return done;
}

void Lab::reset_all() {
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    after.candidate = after.baseline;
    after.candidate.name = setup_.candidate.name;
    push(step_words("lab.step.reset_all"), std::move(after));
}

void Lab::set_candidate(const Policy& policy) {
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    after.candidate = policy;
    push(step_words("lab.step.candidate", {{"name", readable_name(policy.name)}}), std::move(after));
}

void Lab::set_baseline(const Policy& policy) {
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    after.baseline = policy;
    push(step_words("lab.step.baseline", {{"name", readable_name(policy.name)}}), std::move(after));
}

void Lab::swap_policies() {
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    std::swap(after.baseline, after.candidate);
    push(step_words("lab.step.swap"), std::move(after));
}

void Lab::restore(LabSetup setup, const QString& step) {
    if (dragging()) cancel_drag();
    push(step, std::move(setup));
}

void Lab::set_scenario(std::shared_ptr<const LoadedScenario> scenario) {
    if (!scenario) return;
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    const std::string name = scenario->scenario.name;
    after.scenario = std::move(scenario);
    after.own_assumptions.reset();
    push(step_words("lab.step.scenario", {{"name", readable_name(name)}}), std::move(after));
}

Status Lab::set_seed(std::uint64_t seed) {
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), {});
    const std::uint64_t before = setup_.scenario->scenario.seed;
    if (seed == before) return {};
    if (seed_locked_)
        return fail(ErrorCode::refused, english().get("lab.refused.seed_locked"), {},
                    english().get("lab.refused.seed_locked.remedy"));
    if (dragging()) cancel_drag();
    auto scenario = std::make_shared<LoadedScenario>(*setup_.scenario);
    scenario->scenario.seed = seed;
    LabSetup after = setup_;
    after.scenario = std::move(scenario);
    push(step_words("lab.step.seed", {{"from", std::to_string(before)}, {"to", std::to_string(seed)}}),
         std::move(after));
    return {};
}

Status Lab::set_replications(int replications) {
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), {});
    if (auto sound = check_size(replications_limit(), replications); !sound) return sound;
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    after.replications = replications;
    push(step_words("lab.step.replications",
                    {{"from", std::to_string(setup_.replications)}, {"to", std::to_string(replications)}}),
         std::move(after));
    return {};
}

Status Lab::rename_candidate(const QString& name) {
    const std::string wanted = name.simplified().toStdString();
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), {});
    if (wanted.empty()) return refused(english().get("lab.refused.no_name"), {});
    if (dragging()) cancel_drag();
    LabSetup after = setup_;
    after.candidate.name = wanted;
    push(step_words("lab.step.rename", {{"name", readable_name(wanted)}}), std::move(after));
    return {};
}

void Lab::set_seed_locked(bool locked) {
    if (locked == seed_locked_) return;
    seed_locked_ = locked;
    Q_EMIT seed_lock_changed(locked);
}

QString Lab::seed_text() const {
    return is_open() ? QString::number(setup_.scenario->scenario.seed) : QString();
}

std::vector<Lab::Lever> Lab::levers() const {
    std::vector<Lever> all;
    if (!is_open()) return all;
    for (const PolicyTable::Entry& entry : policy_parameters().entries()) {
        if (!entry.spec.is_family()) {
            all.push_back({entry.spec.key, &entry});
            continue;
        }
        std::vector<std::string> members = fit_->provider_groups();
        for (const Policy* policy : {&setup_.baseline, &setup_.candidate})
            for (const auto& [member, value] : policy->*std::get<PolicyTable::Family>(entry.member))
                if (value != entry.spec.standard &&
                    std::find(members.begin(), members.end(), member) == members.end())
                    members.push_back(member);
        for (const std::string& member : members)
            all.push_back({entry.spec.family_prefix() + member, &entry});
    }
    return all;
}

std::optional<Lab::Lever> Lab::find_lever(const std::string& key) const {
    for (Lever& lever : levers())
        if (lever.key == key) return std::move(lever);
    return std::nullopt;
}

double Lab::value(const Lever& lever) const {
    return policy_parameters().get(setup_.candidate, *lever.entry, lever.key);
}

double Lab::baseline_value(const Lever& lever) const {
    return policy_parameters().get(setup_.baseline, *lever.entry, lever.key);
}

double Lab::standard_value(const Lever& lever) const {
    return lever.entry->spec.standard;
}

bool Lab::differs(const Lever& lever) const {
    return value(lever) != baseline_value(lever);
}

QString Lab::name(const Lever& lever) {
    return QString::fromStdString(lever_name(lever.entry->spec, lever.key, english()));
}

} // namespace attune::ui
