#include "app/cli/command_audit_trail.h"

#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/audit/trail_words.h"
#include "simulations/report/number_text.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/dpia_bundle.h"
#include "simulations/study/trail_audit.h"

#include <tuple>

namespace attune::cli {
namespace {

using audit::trail::ChainReport;
using audit::trail::InvariantVerdict;
using audit::trail::TrailVerdict;

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

void say_examples(const Common& common, const TrailVerdict& verdict, const Text& text) {
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        if (one.findings.empty()) continue;
        const std::string id(audit::trail::id(static_cast<audit::trail::Invariant>(i)));
        say(common, text.get("audit.examples", {{"invariant", id}}));
        for (const audit::trail::Finding& finding : one.findings)
            say(common, "  " + audit::trail::sentence(finding, text));
        say(common, "");
    }
}

void say_limits(const Common& common, const ChainReport* chain, const TrailVerdict* verdict) {
    const Text& text = Text::english();
    say(common, "\n" + text.get("audit.limits"));
    for (const std::string& limit : audit::trail::limits_of(chain, verdict))
        say(common, "  " + text.get("audit.limit." + limit));
}

int say_verdict(const Common& common, const std::string& file, const TrailVerdict& verdict,
                const ChainReport* chain, const Json& kept = Json::object()) {
    const Text& text = Text::english();
    const int code = verdict.passed() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        Json document = {{"audit", {{"file", file}}}};
        document["audit"].update(trail_audit_document(verdict, chain, text));
        document["audit"].update(kept);
        print(document);
        return code;
    }
    say(common, text.get("audit.head",
                         {{"file", file}, {"events", count(verdict.events)}, {"runs", count(verdict.runs)}}));
    say(common, text.get("audit.people", {{"watched", count(verdict.watched)},
                                          {"people", count(verdict.people)},
                                          {"seen", count(verdict.seen)}}) +
                    "\n");
    const DataTable told = trail_audit_table(verdict, text);
    Table table(told.head);
    table.right(2);
    table.right(3);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
    say_examples(common, verdict, text);
    say(common, trail_audit_sentence(verdict, text));
    for (const std::string& sentence : partly_sentences(verdict, text))
        say(common, sentence);
    say_limits(common, chain, &verdict);
    return code;
}

} // namespace

void say_proof(const Common& common, const ChainReport& chain) {
    std::vector<std::string> keys;
    for (const auto& key : chain.keys)
        keys.push_back(audit::trail::hex(key));
    const Text& text = Text::english();
    if (!keys.empty()) say(common, "\n" + text.get("audit.keys", {{"keys", text.listed(keys)}}));
    say_limits(common, &chain, nullptr);
}

void add_proof_options(CLI::App& command, AskedProof& asked) {
    command.add_option("--key", asked.key, words("option.key"))->type_name("KEY")->check(not_empty());
    command.add_option("--head", asked.head, words("option.head"))->type_name("FILE")->check(not_empty());
}

int audit_trail_lines_command(Session& session, const std::string& file) {
    session.interrupt->only_ask_from_now();
    auto verdict = [&] {
        Progress progress(session.common, words("progress.audit"));
        return audit_trail_lines(
            file, [&](double done) { progress(done); }, session.interrupt->token());
    }();
    if (!verdict) return report(verdict.error());
    return say_verdict(session.common, file, *verdict, nullptr);
}

void add_report_options(CLI::App& command, AskedReport& asked) {
    for (const auto& [option, file, key] : {std::tuple{"--report", &asked.page, "option.audit_report"},
                                            {"--report-json", &asked.json, "option.audit_report_json"},
                                            {"--report-csv", &asked.csv, "option.audit_report_csv"}})
        command.add_option(option, *file, words(key))->type_name("FILE")->check(not_empty());
}

namespace {

/// All files of the report and of the bundle, or none.
Status write_report(const Common& common, const AskedReport& files, const std::string& bundle,
                    const audit::trail::WorkspaceAudit& audit) {
    const Text& text = Text::english();
    auto workspace = Workspace::open(common.workspace, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    const auto sections = audit_sections(*workspace, audit, text);
    if (!sections) return pass_on(sections);
    Outputs outputs;
    for (const auto& [file, bytes] : {std::pair{files.page, audit_page(*sections, text)},
                                      {files.json, audit_report_document(*sections, audit).dump(2) + "\n"},
                                      {files.csv, audit_report_csv(*sections)}})
        if (!file.empty())
            if (auto added = outputs.add(file, bytes); !added) return added;
    if (!bundle.empty()) {
        const auto made = dpia_bundle(*workspace, audit, text);
        if (!made) return pass_on(made);
        if (auto written = write_bundle(*made, bundle); !written) return written;
    }
    return outputs.commit();
}

} // namespace

int audit_workspace_command(Session& session, const AskedProof& asked, const AskedReport& files,
                            const AskedBook& book) {
    const std::string& file = session.common.workspace;
    if (auto distinct = check_distinct({{"--workspace", file},
                                        {"--report", files.page},
                                        {"--report-json", files.json},
                                        {"--report-csv", files.csv},
                                        {"--dpia", book.dpia}});
        !distinct)
        return report(distinct.error());
    auto anchor = audit::trail::read_anchor(asked.key, asked.head);
    if (!anchor) return report(anchor.error());
    session.interrupt->only_ask_from_now();
    const std::stop_token stop = session.interrupt->token();
    auto made = audit::trail::audit_workspace(file, *anchor, [&] { return stop.stop_requested(); });
    if (!made) return report(made.error());
    if (files.wanted() || !book.dpia.empty())
        if (auto written = write_report(session.common, files, book.dpia, *made); !written)
            return report(written.error());
    Json kept = Json::object();
    if (book.record)
        if (auto done = keep_audit_of(session.common, *made, book, kept); !done) return report(done.error());
    const int code = say_verdict(session.common, file, made->verdict, &made->chain, kept);
    if (book.record)
        say(session.common,
            words("audit.kept", {{"event", count(kept["kept"]["event"].get<std::int64_t>())}}));
    for (const std::string& one : {files.page, files.json, files.csv, book.dpia})
        if (!one.empty()) say(session.common, words("written", {{"file", one}}));
    return code;
}

} // namespace attune::cli
