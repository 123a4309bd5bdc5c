// audit of a trail: all invariants, from a file of lines or from a workspace.
#pragma once

#include "app/cli/commands.h"
#include "core/audit/trail_chain.h"

#include <string>

namespace attune::cli {

/// What the options of a proof name.
struct AskedProof {
    std::string key, head;
};
/// Adds --key and --head.
void add_proof_options(CLI::App& command, AskedProof& asked);

/// Files that a report of the audit is written to; empty: none.
struct AskedReport {
    std::string page, json, csv;
    bool wanted() const { return !page.empty() || !json.empty() || !csv.empty(); }
};
/// Adds --report, --report-json and --report-csv.
void add_report_options(CLI::App& command, AskedReport& asked);

/// What a proof of this trail leaves open, and with which keys it was signed.
void say_proof(const Common& common, const audit::trail::ChainReport& chain);

int audit_trail_lines_command(Session& session, const std::string& file);
int audit_workspace_command(Session& session, const AskedProof& asked, const AskedReport& files);

/// `audit convert`.
void add_audit_convert(CLI::App& audit, Session& session);

} // namespace attune::cli
