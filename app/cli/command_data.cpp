// import, report and verify.
#include "app/cli/commands.h"

#include "app/cli/import_key.h"
#include "core/audit/verify.h"
#include "core/base/atomic_file.h"
#include "core/workspace/workspace.h"
#include "simulations/report/html_report.h"
#include "simulations/study/import_ratings.h"
#include "simulations/study/simulate.h"

#include <algorithm>
#include <filesystem>
#include <map>

namespace attune::cli {
namespace {

struct AskedImport {
    std::string ratings, items, into, format = "auto", map, items_map;
    int keep = 2000;
};

constexpr std::size_t rows_shown = 5; ///< quarantined rows named one by one; all are in the workspace and in --json

int import_command(Session& session, const AskedImport& asked) {
    if (session.common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.import_needs_workspace"), "--workspace", words("error.import_needs_workspace.remedy")});
    ImportRequest request;
    request.ratings = asked.ratings;
    request.items = asked.items;
    request.name = asked.into;
    request.items_to_keep = asked.keep;
    request.created = now();
    auto format = parse_file_format(asked.format);
    if (!format) return report(format.error());
    request.format = *format;
    if (!asked.map.empty()) {
        auto map = parse_column_map(asked.map, rating_parts);
        if (!map) return report(map.error());
        request.ratings_columns = std::move(*map);
    }
    if (!asked.items_map.empty()) {
        auto map = parse_column_map(asked.items_map, item_parts);
        if (!map) return report(map.error());
        request.items_columns = std::move(*map);
    }
    auto key = import_key();
    if (!key) return report(key.error());
    request.key = *key;
    auto imported = import_ratings(request);
    if (!imported) return report(imported.error());
    OpenOptions options;
    options.created = request.created;
    options.program_version = program_version();
    auto workspace = Workspace::open(session.common.workspace, OpenMode::create_or_open, options);
    if (!workspace) return report(workspace.error());
    if (auto saved = workspace->imports().save(imported->import, imported->scenario); !saved) return report(saved.error());

    const ImportRecord& record = imported->import;
    std::map<std::string, std::int64_t> reasons;
    for (const QuarantinedRow& row : record.quarantined) ++reasons[row.reason];
    if (session.common.json) {
        Json by_reason = Json::object();
        for (const auto& [reason, count] : reasons) by_reason[reason] = count;
        Json rows = Json::array();
        for (const QuarantinedRow& row : record.quarantined) rows.push_back({{"file", row.file}, {"line", row.line}, {"reason", row.reason}});
        print({{"import", {{"scenario", record.scenario_name}, {"read", record.rows_read}, {"kept", record.rows_kept},
                           {"quarantined", record.quarantined.size()}, {"reasons", by_reason}, {"rows", rows}, {"items_file", imported->items_file},
                           {"users", imported->users}, {"items", imported->items}, {"items_in_world", imported->items_kept},
                           {"people_in_world", imported->people}, {"provider_groups", imported->provider_groups}}}});
        return 0;
    }
    say(session.common, words("import.rows", {{"read", std::to_string(record.rows_read)}, {"kept", std::to_string(record.rows_kept)},
                                              {"quarantined", std::to_string(record.quarantined.size())}}));
    for (const auto& [reason, count] : reasons)
        say(session.common, "  " + std::to_string(count) + "  " + Text::english().get("quarantine." + reason));
    for (std::size_t i = 0; i < std::min(rows_shown, record.quarantined.size()); ++i) {
        const QuarantinedRow& row = record.quarantined[i];
        say(session.common, words("import.row", {{"file", row.file}, {"line", std::to_string(row.line)}, {"reason", Text::english().get("quarantine." + row.reason)}}));
    }
    if (record.quarantined.size() > rows_shown) say(session.common, words("import.more"));
    say(session.common, imported->items_file.empty() ? words("import.no_items") : words("import.items", {{"file", imported->items_file}}));
    say(session.common, words("import.world", {{"scenario", record.scenario_name}, {"items", std::to_string(imported->items_kept)},
                                               {"people", std::to_string(imported->people)}, {"users", std::to_string(imported->users)}}));
    say(session.common, words("import.next", {{"scenario", record.scenario_name}, {"file", session.common.workspace}}));
    return 0;
}

/// What `report --run` names: a comparison, a run, or with nothing said the newest comparison, else the newest run.
Result<ReportInput> find_report(const Workspace& workspace, const std::string& id) {
    std::string comparison_id = id.starts_with("c-") ? id : "";
    std::string run_id = id.starts_with("c-") ? "" : id;
    if (id.empty()) {
        auto comparisons = workspace.comparisons().list();
        if (!comparisons) return pass_on(comparisons);
        auto runs = workspace.runs().list();
        if (!runs) return pass_on(runs);
        if (!comparisons->empty()) comparison_id = comparisons->back().id;
        else if (!runs->empty()) run_id = runs->back().id;
        else return fail(ErrorCode::not_found, words("error.nothing_to_report"), workspace.path(), words("error.nothing_to_report.remedy"));
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

int report_command(Session& session, const std::string& id, const std::string& html) {
    if (session.common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.report_needs_workspace"), "--workspace", ""});
    auto workspace = Workspace::open(session.common.workspace, OpenMode::read_only);
    if (!workspace) return report(workspace.error());
    auto input = find_report(*workspace, id);
    if (!input) return report(input.error());
    // The charts first: the page is the sign that all is there.
    const std::filesystem::path page(html);
    const std::filesystem::path folder = page.parent_path() / (page.stem().string() + "-charts");
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) return report({ErrorCode::io, words("error.folder", {{"reason", code.message()}}), folder.string(), ""});
    Json charts = Json::array();
    for (const ChartFile& chart : chart_files(*input)) {
        const std::string path = (folder / chart.name).string();
        if (auto written = write_file(path, chart.svg); !written) return report(written.error());
        charts.push_back(path);
    }
    if (auto written = write_file(html, html_report(*input)); !written) return report(written.error());
    if (session.common.json) print({{"report", {{"html", html}, {"charts", charts}}}});
    say(session.common, words("report.written", {{"html", html}, {"count", std::to_string(charts.size())}, {"folder", folder.string()}}));
    return 0;
}

int verify_command(Session& session, std::string file) {
    if (file.empty()) file = session.common.workspace;
    if (file.empty()) return report({ErrorCode::bad_input, words("error.verify_needs_file"), "", ""});
    auto verified = verify_file(file);
    if (!verified) return report(verified.error());
    const bool passed = verified->passed();
    if (session.common.json) {
        Json checks = Json::array();
        for (const VerifyCheck& check : verified->checks)
            checks.push_back({{"check", check.check}, {"passed", check.passed}, {"checked", check.checked}, {"failures", check.failures}, {"counter_examples", check.counter_examples}});
        print({{"verify", {{"file", file}, {"verdict", passed ? "passed" : "failed"}, {"version", verified->version}, {"recovered", verified->recovered}, {"checks", checks}}}});
        return passed ? 0 : 3;
    }
    for (const VerifyCheck& check : verified->checks) {
        say(session.common, (check.passed ? words("verify.ok") : words("verify.failed")) + "  " + Text::english().get("verify." + check.check) + " (" + std::to_string(check.checked) + ")");
        for (const std::string& example : check.counter_examples) say(session.common, "      " + example);
    }
    if (verified->recovered) say(session.common, words("verify.recovered"));
    say(session.common, passed ? words("verify.passed_all", {{"file", file}}) : words("verify.not_passed", {{"file", file}}));
    return passed ? 0 : 3;
}

} // namespace

void add_import(CLI::App& app, Session& session) {
    auto asked = std::make_shared<AskedImport>();
    CLI::App* command = add_command(app, session, "import");
    command->add_option("--ratings", asked->ratings, words("option.ratings"))->required()->type_name("FILE");
    command->add_option("--into", asked->into, words("option.into"))->required()->type_name("NAME");
    command->add_option("--items", asked->items, words("option.items_file"))->type_name("FILE");
    command->add_option("--format", asked->format, words("option.format"))->type_name("auto|dat|csv|tsv");
    command->add_option("--map", asked->map, words("option.map"))->type_name("PART=COLUMN,...");
    command->add_option("--items-map", asked->items_map, words("option.items_map"))->type_name("PART=COLUMN,...");
    command->add_option("--keep", asked->keep, words("option.keep"))->type_name("N")->check(CLI::Range(10, 100000));
    command->callback([&session, asked] { session.chosen = [&session, asked] { return import_command(session, *asked); }; });
}

void add_report(CLI::App& app, Session& session) {
    auto id = std::make_shared<std::string>();
    auto html = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "report");
    command->add_option("--run", *id, words("option.report_run"))->type_name("ID");
    command->add_option("--html", *html, words("option.html"))->required()->type_name("FILE");
    command->callback([&session, id, html] { session.chosen = [&session, id, html] { return report_command(session, *id, *html); }; });
}

void add_verify(CLI::App& app, Session& session) {
    auto file = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "verify");
    command->add_option("file", *file, words("option.verify_file"))->type_name("FILE");
    command->callback([&session, file] { session.chosen = [&session, file] { return verify_command(session, *file); }; });
}

} // namespace attune::cli
