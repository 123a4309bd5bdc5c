// audit of a trail: all invariants, from a file of lines or from a workspace.
#pragma once

#include "app/cli/commands.h"
#include "core/audit/trail_audit.h"
#include "simulations/study/audit_keep.h"

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

/// What is kept of audits, and when they are due.
struct AskedBook {
    bool record = false, history = false, due = false;
    std::string by, role, calendar, dpia;
    bool wanted() const { return record || history || due || !calendar.empty() || !dpia.empty(); }
};
/// Adds --record, --by, --role, --history, --due, --calendar and --dpia.
void add_book_options(CLI::App& command, AskedBook& asked);
/// Whether the options go together; bad_input.
Status check_book(const AskedBook& asked);

/// --history, --due and --calendar.
int audit_book_command(Session& session, const AskedProof& proof, const AskedReport& files,
                       const AskedBook& asked);
/// Writes an audit that was just made into the trail and says so.
Status keep_audit_of(const Common& common, const audit::trail::WorkspaceAudit& audit, const AskedBook& asked,
                     Json& document);

int audit_trail_lines_command(Session& session, const std::string& file);
int audit_workspace_command(Session& session, const AskedProof& asked, const AskedReport& files,
                            const AskedBook& book);

/// `verify --receipt`.
int verify_receipts_command(Session& session, const std::string& file, const AskedProof& asked);

/// `audit convert`.
void add_audit_convert(CLI::App& audit, Session& session);
/// `audit scan-exports`.
void add_audit_exports(CLI::App& audit, Session& session);

} // namespace attune::cli
