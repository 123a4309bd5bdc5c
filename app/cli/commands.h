// The commands of the command line program: each adds its options to the parser and says what to do when chosen.
#pragma once

#include "app/cli/console.h"

#include <CLI/App.hpp>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace attune::cli {

/// What all commands share while one of them runs.
struct Session {
    Common common;
    std::stop_token stop;
    std::vector<std::string> arguments; ///< as typed
    std::function<int()> chosen;        ///< set by the command that the user chose
};

void add_run(CLI::App& app, Session& session);
void add_compare(CLI::App& app, Session& session);
void add_import(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);
void add_policy(CLI::App& app, Session& session);
void add_scenario(CLI::App& app, Session& session);
void add_parameters(CLI::App& app, Session& session);
void add_metrics(CLI::App& app, Session& session);

/// A subcommand with the options every command has.
CLI::App* add_command(CLI::App& app, Session& session, const std::string& name);

} // namespace attune::cli
