// Assumptions about the simulated people, changed in the lab. The rest of Lab is in lab.cpp.
#include "simulations/report/assumption_words.h"
#include "simulations/report/lever_words.h"
#include "simulations/study/policy_fit.h"
#include "ui/session/lab.h"
#include "ui/session/lab_words.h"

#include <utility>

namespace attune::ui {
namespace {

/// The setup with other assumptions. Copying the scenario copies an imported world with it.
LabSetup with_assumptions(const LabSetup& setup, const Assumptions& own, const Assumptions& wanted) {
    auto scenario = std::make_shared<LoadedScenario>(*setup.scenario);
    scenario->scenario.assumptions = wanted;
    LabSetup after = setup;
    after.scenario = std::move(scenario);
    after.own_assumptions.reset();
    if (!(wanted == own)) after.own_assumptions = own;
    return after;
}

} // namespace

const Assumptions& Lab::own_assumptions() const {
    return setup_.own_assumptions ? *setup_.own_assumptions : setup_.scenario->scenario.assumptions;
}

Status Lab::set_assumption(const std::string& key, double value) {
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), key);
    const AssumptionTable& table = world_parameters();
    const AssumptionTable::Entry* entry = table.find(key);
    if (!entry) return refused(english().get("lab.refused.no_assumption", {{"key", key}}), key);
    if (auto sound = check_value(entry->spec, key, value); !sound) return sound;
    const Scenario& scenario = setup_.scenario->scenario;
    if (!is_used(scenario, key))
        return refused(
            english().get("lab.refused.not_used", {{"name", lever_name(entry->spec, key, english())}}), key);
    if (dragging()) end_drag();
    Assumptions wanted = scenario.assumptions;
    table.set(wanted, *entry, key, value + 0.0);
    if (wanted == scenario.assumptions) return {};
    LabSetup after = with_assumptions(setup_, own_assumptions(), wanted);
    // Whom a policy is tried on may decide whether it can run: other items can make a floor impossible.
    PolicyFit fit(after.scenario);
    for (const Policy* policy : {&setup_.candidate, &setup_.baseline})
        if (auto sound = fit.check(*policy); !sound && fit_->check(*policy)) {
            Error error = sound.error();
            error.where = key;
            error.what = with_lever_names(error.what, english());
            return tl::unexpected<Error>(std::move(error));
        }
    const QString name = value_step_words(setup_, after, key);
    push(name, std::move(after), key);
    return {};
}

Status Lab::reset_assumption(const std::string& key) {
    if (!is_open()) return refused(english().get("lab.refused.nothing_open"), key);
    const AssumptionTable::Entry* entry = world_parameters().find(key);
    if (!entry) return refused(english().get("lab.refused.no_assumption", {{"key", key}}), key);
    finish_step();
    auto done = set_assumption(key, world_parameters().get(own_assumptions(), *entry, key));
    finish_step();
    return done;
}

void Lab::reset_assumptions() {
    if (!is_open() || !setup_.own_assumptions) return;
    if (dragging()) cancel_drag();
    const Assumptions own = own_assumptions();
    push(step_words("lab.step.reset_assumptions"), with_assumptions(setup_, own, own));
}

} // namespace attune::ui
