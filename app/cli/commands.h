// The commands of the command line program: each adds its options to the parser and says what to do when
// chosen.
#pragma once

#include "app/cli/console.h"
#include "app/cli/interrupt.h"

#include <CLI/App.hpp>

#include <functional>
#include <string>

namespace attune::cli {

/// What all commands share while one of them runs.
struct Session {
    Common common;
    Interrupt* interrupt = nullptr;
    std::function<int()> chosen; ///< set by the command that the user chose
};

void add_run(CLI::App& app, Session& session);
void add_calibrate(CLI::App& app, Session& session);
void add_compare(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_erase_import(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);
void add_audit(CLI::App& app, Session& session);
void add_cadence(CLI::App& app, Session& session);
void add_deescalation(CLI::App& app, Session& session);
void add_evaluate(CLI::App& app, Session& session);
void add_fairness(CLI::App& app, Session& session);
void add_debias(CLI::App& app, Session& session);
void add_learning(CLI::App& app, Session& session);
void add_monitors(CLI::App& app, Session& session);
void add_parity(CLI::App& app, Session& session);
void add_person(CLI::App& app, Session& session);
void add_why(CLI::App& app, Session& session);
void add_consent(CLI::App& app, Session& session);
/// The commands of `consent` that run a scenario.
void add_consent_runs(CLI::App& family, Session& session);
void add_matrix(CLI::App& app, Session& session);
void add_credibility(CLI::App& app, Session& session);
void add_policy(CLI::App& app, Session& session);
/// `policy lint`.
void add_policy_lint(CLI::App& family, Session& session);
/// `policy history` and `policy rollback`.
void add_policy_versions(CLI::App& family, Session& session);
/// `policy publish`.
void add_policy_publish(CLI::App& family, Session& session);
void add_registry(CLI::App& app, Session& session);
void add_scenario(CLI::App& app, Session& session);
void add_parameters(CLI::App& app, Session& session);
void add_metrics(CLI::App& app, Session& session);

/// Whether seed, threads and instructions matter to a command. All commands take these options, so that one
/// set of common options fits all; the help of those they do not matter to leaves them out.
enum class Simulates { no, yes };

/// A command with its description and example (text keys "cli.command.<words>" and "cli.example.<words>",
/// `words` being "run" or "policy.show") and the options every command has.
CLI::App* add_command(CLI::App& app, Session& session, const std::string& name,
                      Simulates simulates = Simulates::no);

/// A command that only has commands below it.
CLI::App* add_family(CLI::App& app, const std::string& name);

} // namespace attune::cli
