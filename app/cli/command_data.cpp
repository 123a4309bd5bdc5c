// import, report and verify.
#include "app/cli/command_audit_trail.h"
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/audit/trail_words.h"
#include "core/audit/verify.h"
#include "simulations/population/import_key.h"
#include "simulations/report/html_report.h"
#include "simulations/report/number_text.h"
#include "simulations/study/import_ratings.h"
#include "simulations/study/trail_audit.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace attune::cli {
namespace {

struct AskedImport {
    std::string ratings, items, into, format = "auto", map, items_map;
    int keep = 2000;
};

constexpr std::size_t rows_shown =
    5; ///< quarantined rows named one by one; all are in the workspace and in --json

Result<ImportRequest> request_of(const AskedImport& asked, const ImportKey& key) {
    ImportRequest request;
    request.ratings = asked.ratings;
    request.items = asked.items;
    request.name = asked.into;
    request.items_to_keep = asked.keep;
    request.created = now();
    request.key = key;
    auto format = parse_file_format(asked.format);
    if (!format) return pass_on(format);
    request.format = *format;
    if (!asked.map.empty()) {
        auto map = parse_column_map(asked.map, rating_parts);
        if (!map) return pass_on(map);
        request.ratings_columns = std::move(*map);
    }
    if (!asked.items_map.empty()) {
        auto map = parse_column_map(asked.items_map, item_parts);
        if (!map) return pass_on(map);
        request.items_columns = std::move(*map);
    }
    return request;
}

/// Saves the import. A name that is taken by something else is the user's to change: bad_input.
Status keep(const Common& common, const FoundKey& key, const ImportedRatings& imported) {
    if (auto kept = keep_import_key(key); !kept) return kept;
    auto workspace = open_to_save(common);
    if (!workspace) return pass_on(workspace);
    auto saved = workspace->imports().save(imported.import, imported.scenario);
    if (!saved && saved.error().code == ErrorCode::refused)
        return fail(ErrorCode::bad_input, words("error.name_taken", {{"name", imported.scenario.name}}),
                    "--into", words("error.name_taken.remedy"));
    return saved;
}

std::map<std::string, std::int64_t> reasons_of(const ImportRecord& record) {
    std::map<std::string, std::int64_t> reasons;
    for (const QuarantinedRow& row : record.quarantined)
        ++reasons[row.reason];
    return reasons;
}

Json import_document(const ImportedRatings& imported) {
    const ImportRecord& record = imported.import;
    Json reasons = Json::object();
    for (const auto& [reason, count] : reasons_of(record))
        reasons[reason] = count;
    Json rows = Json::array();
    for (const QuarantinedRow& row : record.quarantined)
        rows.push_back({{"file", row.file}, {"line", row.line}, {"reason", row.reason}});
    return {{"import",
             {{"scenario", record.scenario_name},
              {"read", record.rows_read},
              {"kept", record.rows_kept},
              {"quarantined", record.quarantined.size()},
              {"reasons", reasons},
              {"rows", rows},
              {"items_file", imported.items_file},
              {"users", imported.users},
              {"items", imported.items},
              {"items_in_world", imported.items_kept},
              {"people_in_world", imported.people},
              {"provider_groups", imported.provider_groups}}}};
}

std::string reason_text(const std::string& reason) {
    return Text::english().get("quarantine." + reason);
}

void say_import(const Common& common, const ImportedRatings& imported) {
    const ImportRecord& record = imported.import;
    const auto count = [](std::int64_t n) { return count_text(static_cast<double>(n)); };
    say(common,
        words("import.rows", {{"read", count(record.rows_read)},
                              {"kept", count(record.rows_kept)},
                              {"quarantined", count(static_cast<std::int64_t>(record.quarantined.size()))}}));
    for (const auto& [reason, times] : reasons_of(record))
        say(common, words("import.reason", {{"count", count(times)}, {"reason", reason_text(reason)}}));
    if (!record.quarantined.empty()) say(common, words("import.first"));
    for (std::size_t i = 0; i < std::min(rows_shown, record.quarantined.size()); ++i) {
        const QuarantinedRow& row = record.quarantined[i];
        say(common, words("import.row", {{"file", row.file},
                                         {"line", std::to_string(row.line)},
                                         {"reason", reason_text(row.reason)}}));
    }
    if (record.quarantined.size() > rows_shown) say(common, words("import.more"));
    say(common, imported.items_file.empty() ? words("import.no_items")
                                            : words("import.items", {{"file", imported.items_file}}));
    say(common, words("import.world", {{"scenario", record.scenario_name},
                                       {"items", count(imported.items_kept)},
                                       {"people", count(imported.people)},
                                       {"users", count(imported.users)}}));
    say(common, words("saved", {{"file", common.workspace}}));
    say(common, words("import.next", {{"scenario", record.scenario_name}, {"file", common.workspace}}));
}

int import_command(Session& session, const AskedImport& asked) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.import_needs_workspace"), "--workspace",
                       words("error.import_needs_workspace.remedy")});
    // Ratings and items may stand in one file.
    for (const auto& [option, file] :
         {std::pair{"--ratings", asked.ratings}, std::pair{"--items", asked.items}})
        if (auto distinct = check_distinct({{"--workspace", common.workspace}, {option, file}}); !distinct)
            return report(distinct.error());
    if (auto workspace = look_before_saving(common); !workspace) return report(workspace.error());
    auto key = find_import_key();
    if (!key) return report(key.error());
    auto request = request_of(asked, key->key);
    if (!request) return report(request.error());
    auto imported = import_ratings(*request);
    if (!imported) return report(imported.error());
    session.interrupt->only_ask_from_now();
    if (auto kept = keep(common, *key, *imported); !kept) return report(kept.error());
    if (common.json) print(import_document(*imported));
    say_import(common, *imported);
    return 0;
}

/// What `report --run` names: a comparison, a run, or with nothing said the newest comparison, else the
/// newest run.
Result<ReportInput> find_report(const Workspace& workspace, const std::string& id) {
    std::string comparison_id = id.starts_with("c-") ? id : "";
    std::string run_id = id.starts_with("c-") ? "" : id;
    if (id.empty()) {
        auto comparisons = workspace.comparisons().list();
        if (!comparisons) return pass_on(comparisons);
        auto runs = workspace.runs().list();
        if (!runs) return pass_on(runs);
        if (!comparisons->empty())
            comparison_id = comparisons->back().id;
        else if (!runs->empty())
            run_id = runs->back().id;
        else
            return fail(ErrorCode::not_found, words("error.nothing_to_report"), workspace.path(),
                        words("error.nothing_to_report.remedy"));
    }
    ReportInput input;
    if (!comparison_id.empty()) {
        auto comparison = workspace.comparisons().find(comparison_id);
        if (!comparison) return pass_on(comparison);
        auto baseline = workspace.runs().find(comparison->baseline_run);
        if (!baseline) return pass_on(baseline);
        run_id = comparison->candidate_run;
        input.comparison = std::move(*comparison);
        input.baseline = std::move(*baseline);
    }
    auto run = workspace.runs().find(run_id);
    if (!run) return pass_on(run);
    input.run = std::move(*run);
    return input;
}

/// The folder for a page's charts; if this made it and the page is not written after all, it goes again.
class ChartFolder {
public:
    explicit ChartFolder(const std::filesystem::path& page)
        : path_(page.parent_path() / (page.stem().string() + "-charts")) {}
    ChartFolder(const ChartFolder&) = delete;
    ChartFolder& operator=(const ChartFolder&) = delete;
    ~ChartFolder() {
        std::error_code code;
        if (made_ && !kept_) std::filesystem::remove(path_, code); // only if it is empty
    }

    Status make() {
        std::error_code code;
        made_ = std::filesystem::create_directory(path_, code);
        if (!std::filesystem::is_directory(path_))
            return fail(
                ErrorCode::io,
                words("error.folder", {{"reason", code ? code.message() : words("error.folder.file")}}),
                path_.string(), words("error.folder.remedy"));
        return {};
    }
    const std::filesystem::path& path() const { return path_; }
    void keep() { kept_ = true; }

private:
    std::filesystem::path path_;
    bool made_ = false;
    bool kept_ = false;
};

int report_command(Session& session, const std::string& id, const std::string& html) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.report_needs_workspace"), "--workspace",
                       words("error.report_needs_workspace.remedy")});
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--html", html}}); !distinct)
        return report(distinct.error());
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    auto input = find_report(**workspace, id);
    if (!input) return report(input.error());
    session.interrupt->only_ask_from_now();
    ChartFolder folder(html);
    Outputs outputs; // goes before the folder, so that an abandoned folder is empty
    auto page = outputs.open(html);
    if (!page) return report(page.error());
    if (auto made = folder.make(); !made) return report(made.error());
    (*page)->write(html_report(*input));
    Json charts = Json::array();
    for (const ChartFile& chart : chart_files(*input)) {
        const std::string path = (folder.path() / chart.name).string();
        if (auto added = outputs.add(path, chart.svg); !added) return report(added.error());
        charts.push_back(path);
    }
    if (auto done = outputs.commit(); !done) return report(done.error());
    folder.keep();
    if (common.json) print({{"report", {{"html", html}, {"charts", charts}}}});
    say(common, words("report.written", {{"html", html},
                                         {"count", std::to_string(charts.size())},
                                         {"folder", folder.path().string()}}));
    return 0;
}

Json signer_document(const MatrixSigner& signer) {
    return {{"version", signer.version},
            {"author", signer.author},
            {"role", signer.role},
            {"key", signer.key},
            {"key_given", signer.given ? Json(*signer.given) : Json()}};
}

void say_signers(const Common& common, const std::vector<MatrixSigner>& signers) {
    for (const MatrixSigner& signer : signers)
        say(common,
            words(!signer.given   ? "verify.signer.unproven"
                  : *signer.given ? "verify.signer.given"
                                  : "verify.signer.other",
                  {{"n", std::to_string(signer.version)}, {"author", signer.author}, {"key", signer.key}}));
}

int verify_command(Session& session, std::string file, const AskedProof& asked) {
    if (file.empty()) file = session.common.workspace;
    if (file.empty())
        return report({ErrorCode::bad_input, words("error.verify_needs_file"), "",
                       words("error.verify_needs_file.remedy")});
    auto anchor = audit::trail::read_anchor(asked.key, asked.head);
    if (!anchor) return report(anchor.error());
    auto verified = verify_file(file, *anchor);
    if (!verified) return report(verified.error());
    const bool passed = verified->passed();
    if (session.common.json) {
        Json checks = Json::array();
        for (const VerifyCheck& check : verified->checks)
            checks.push_back({{"check", check.check},
                              {"passed", check.passed},
                              {"checked", check.checked},
                              {"failures", check.failures},
                              {"counter_examples", check.counter_examples}});
        Json document = {{"file", file},
                         {"verdict", passed ? "passed" : "failed"},
                         {"version", verified->version},
                         {"recovered", verified->recovered},
                         {"checks", checks}};
        for (const MatrixSigner& signer : verified->matrix_signers)
            document["matrix_signers"].push_back(signer_document(signer));
        if (verified->trail) document["trail"] = trail_proof_document(*verified->trail, Text::english());
        print({{"verify", document}});
        return passed ? 0 : 3;
    }
    for (const VerifyCheck& check : verified->checks) {
        say(session.common, (check.passed ? words("verify.ok") : words("verify.failed")) + "  " +
                                Text::english().get("verify." + check.check) + " (" +
                                std::to_string(check.checked) + ")");
        for (const std::string& example : check.counter_examples)
            say(session.common, "      " + example);
    }
    if (verified->recovered) say(session.common, words("verify.recovered"));
    say_signers(session.common, verified->matrix_signers);
    if (verified->trail) say_proof(session.common, *verified->trail);
    say(session.common,
        passed ? words("verify.passed_all", {{"file", file}}) : words("verify.not_passed", {{"file", file}}));
    return passed ? 0 : 3;
}

} // namespace

void add_import(CLI::App& app, Session& session) {
    auto asked = std::make_shared<AskedImport>();
    CLI::App* command = add_command(app, session, "import");
    const auto add_text = [&](const std::string& option, std::string& into, const std::string& key,
                              const char* type) {
        return command->add_option(option, into, words(key))->type_name(type)->check(not_empty());
    };
    add_text("--ratings", asked->ratings, "option.ratings", "FILE")->required();
    add_text("--into", asked->into, "option.into", "NAME")->required();
    add_text("--items", asked->items, "option.items_file", "FILE");
    add_text("--format", asked->format, "option.format", "auto|dat|csv|tsv");
    add_text("--map", asked->map, "option.map", "PART=COLUMN,...");
    add_text("--items-map", asked->items_map, "option.items_map", "PART=COLUMN,...");
    command->add_option("--keep", asked->keep, words("option.keep"))
        ->type_name("N")
        ->check(whole_number(10, 100000));
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return import_command(session, *asked); };
    });
}

void add_report(CLI::App& app, Session& session) {
    auto id = std::make_shared<std::string>();
    auto html = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "report");
    command->add_option("--run", *id, words("option.report_run"))->type_name("ID")->check(not_empty());
    command->add_option("--html", *html, words("option.html"))
        ->required()
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, id, html] {
        session.chosen = [&session, id, html] { return report_command(session, *id, *html); };
    });
}

void add_verify(CLI::App& app, Session& session) {
    auto file = std::make_shared<std::string>();
    auto receipt = std::make_shared<std::string>();
    auto proof = std::make_shared<AskedProof>();
    CLI::App* command = add_command(app, session, "verify");
    auto* named = command->add_option("FILE", *file, words("option.verify_file"));
    named->type_name("")->check(not_empty());
    command->add_option("--receipt", *receipt, words("option.receipt"))
        ->type_name("FILE")
        ->check(not_empty())
        ->excludes(named);
    add_proof_options(*command, *proof);
    command->callback([&session, file, receipt, proof] {
        session.chosen = [&session, file, receipt, proof] {
            return receipt->empty() ? verify_command(session, *file, *proof)
                                    : verify_receipts_command(session, *receipt, *proof);
        };
    });
}

} // namespace attune::cli
