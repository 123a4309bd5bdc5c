// consent: the rules about what may be used for what, in words and as documents, and what the notices say.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/base/parameter.h"
#include "core/consent/disclosure.h"
#include "simulations/study/library.h"

#include <algorithm>

namespace attune::cli {
namespace {

/// What runs of the named workspace obey; what ships, if none was named.
Result<std::shared_ptr<const MatrixInForce>> obeyed(const Common& common) {
    const auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    return matrix_in_force(*workspace ? &**workspace : nullptr);
}

/// The matrix in force, or the one of a file.
Result<ConsentMatrix> matrix_of(const Common& common, const std::string& file) {
    if (file.empty()) {
        const auto obeys = obeyed(common);
        if (!obeys) return pass_on(obeys);
        return in_force(*obeys).matrix;
    }
    auto text = read_file(file);
    if (!text) return pass_on(text);
    return parse_matrix(*text, file);
}

Result<std::vector<Notice>> notices_of(const Common& common, const std::string& file) {
    if (file.empty()) {
        const auto obeys = obeyed(common);
        if (!obeys) return pass_on(obeys);
        return in_force(*obeys).notices;
    }
    auto text = read_file(file);
    if (!text) return pass_on(text);
    return parse_notices(*text, file);
}

Json matrix_document(const ConsentMatrix& matrix) {
    Json cells = Json::array();
    for (const PurposeTerms& terms : matrix.purposes)
        for (const MatrixCell& cell : terms.cells) {
            Json modules = Json::array();
            for (const Module module : cell.modules)
                modules.push_back(name(module));
            cells.push_back({{"purpose", name(terms.purpose)},
                             {"signal", name(cell.signal)},
                             {"basis", name(terms.basis)},
                             {"form", name(cell.form)},
                             {"precision", name(cell.precision)},
                             {"days", cell.days},
                             {"modules", std::move(modules)},
                             {"why", cell.why.empty() ? Json() : Json(cell.why)}});
        }
    return {{"version", matrix.version}, {"cells", std::move(cells)}};
}

int matrix_command(Session& session, const std::string& file) {
    const Common& common = session.common;
    auto matrix = matrix_of(common, file);
    if (!matrix) return report(matrix.error());
    if (common.json) {
        print(matrix_document(*matrix));
        return 0;
    }
    say(common, words("consent.matrix.head",
                      {{"version", std::to_string(matrix->version)}, {"controller", matrix->controller}}));
    const MatrixTable shown = matrix_table(*matrix, Text::english());
    Table table(shown.head);
    for (const auto& row : shown.rows)
        table.add(row);
    say(common, table.text());
    say(common, words("consent.matrix.foot"));
    return 0;
}

int statements_command(Session& session) {
    const Common& common = session.common;
    const auto matrix = matrix_of(common, {});
    if (!matrix) return report(matrix.error());
    Json rows = Json::array();
    for (int s = 0; s < signal_count; ++s) {
        const auto signal = static_cast<Signal>(s);
        const std::string statement = use_statement(*matrix, signal, Text::english());
        rows.push_back({{"signal", name(signal)}, {"statement", statement}});
        say(common, std::string(name(signal)));
        say(common, "    " + statement);
    }
    if (common.json) print({{"matrix_version", matrix->version}, {"statements", std::move(rows)}});
    return 0;
}

Json notice_json(const Notice& notice) {
    Json purposes = Json::array();
    for (const Purpose purpose : notice.purposes)
        purposes.push_back(name(purpose));
    return {{"id", notice.id},
            {"version", notice.version},
            {"design", name(notice.design)},
            {"language", notice.language},
            {"screen", notice.screen},
            {"steps_to_give", notice.steps_to_give},
            {"steps_to_refuse", notice.steps_to_refuse},
            {"mentions_global_signal", notice.mentions_global_signal},
            {"purposes", std::move(purposes)},
            {"sha256", notice.sha256},
            {"text", notice.text}};
}

/// The notice of this id, the newest version of it where there are several.
Result<Notice> find_notice(const std::vector<Notice>& notices, const std::string& id) {
    const Notice* newest = nullptr;
    std::vector<std::string> ids;
    for (const Notice& notice : notices) {
        ids.push_back(notice.id);
        if (notice.id == id && (!newest || notice.version > newest->version)) newest = &notice;
    }
    if (newest) return *newest;
    const std::string nearest = nearest_key(id, ids);
    return fail(ErrorCode::not_found, words("error.no_notice", {{"name", excerpt(id)}}), "--text",
                nearest.empty() ? words("error.no_notice.remedy")
                                : words("error.did_you_mean", {{"nearest", nearest}}));
}

int notice_text(const Common& common, const std::vector<Notice>& notices, const std::string& id) {
    auto notice = find_notice(notices, id);
    if (!notice) return report(notice.error());
    if (common.json) {
        print(notice_json(*notice));
        return 0;
    }
    for (const std::string& line : notice->text)
        say(common, line);
    return 0;
}

int notices_command(Session& session, const std::string& file, const std::string& id) {
    const Common& common = session.common;
    auto notices = notices_of(common, file);
    if (!notices) return report(notices.error());
    if (!id.empty()) return notice_text(common, *notices, id);
    Json rows = Json::array();
    Table table({words("consent.notices.id"), words("consent.notices.version"),
                 words("consent.notices.design"), words("consent.notices.give"),
                 words("consent.notices.refuse"), words("consent.notices.hash")});
    for (const std::size_t numbers : {1U, 3U, 4U})
        table.right(numbers);
    for (const Notice& notice : *notices) {
        rows.push_back(notice_json(notice));
        table.add({notice.id, std::to_string(notice.version), std::string(name(notice.design)),
                   std::to_string(notice.steps_to_give), std::to_string(notice.steps_to_refuse),
                   notice.sha256});
    }
    if (common.json) print({{"notices", std::move(rows)}});
    say(common, table.text());
    return 0;
}

/// One activity of the record as paragraphs: everything the document has, in words.
void say_activity(const Common& common, const Json& activity) {
    const auto line = [&](const char* key, const std::string& value) {
        say(common, "    " + words(std::string("consent.processing.") + key, {{"value", value}}));
    };
    const auto word = [&](const char* key) { return activity[key].get<std::string>(); };
    say(common, word("description"));
    line("basis", word("legal_basis"));
    if (!activity["consent_valid_days"].is_null())
        line("valid", std::to_string(activity["consent_valid_days"].get<int>()));
    line("subjects", word("data_subjects"));
    std::string users;
    for (const Json& user : activity["used_by"])
        users += (users.empty() ? "" : ", ") + user.get<std::string>();
    line("used_by", users);
    line("recipients", word("recipients"));
    line("storage", word("storage_location"));
    for (const Json& data : activity["data"]) {
        say(common,
            "      " + words("consent.processing.data", {{"data", data["data"].get<std::string>()},
                                                         {"form", data["form"].get<std::string>()},
                                                         {"precision", data["precision"].get<std::string>()},
                                                         {"kept", data["kept"].get<std::string>()}}));
        if (data.contains("why")) say(common, "        " + data["why"].get<std::string>());
    }
    say(common, "");
}

int processing_command(Session& session, const std::string& file) {
    const Common& common = session.common;
    auto matrix = matrix_of(common, file);
    if (!matrix) return report(matrix.error());
    const Json record = processing_record(*matrix, Text::english());
    if (common.json) {
        print(record);
        return 0;
    }
    say(common, words("consent.processing.head",
                      {{"controller", matrix->controller}, {"version", std::to_string(matrix->version)}}));
    for (const Json& activity : record["activities"])
        say_activity(common, activity);
    return 0;
}

void add_file(CLI::App* command, const std::shared_ptr<std::string>& file, const std::string& key) {
    command->add_option("--file", *file, words(key))->type_name("FILE")->check(not_empty());
}

} // namespace

void add_consent(CLI::App& app, Session& session) {
    CLI::App* family = add_family(app, "consent");
    auto file = std::make_shared<std::string>();
    CLI::App* matrix = add_command(*family, session, "matrix");
    add_file(matrix, file, "option.matrix_file");
    matrix->callback(
        [&session, file] { session.chosen = [&session, file] { return matrix_command(session, *file); }; });
    add_command(*family, session, "statements")->callback([&session] {
        session.chosen = [&session] { return statements_command(session); };
    });
    auto id = std::make_shared<std::string>();
    CLI::App* notices = add_command(*family, session, "notices");
    add_file(notices, file, "option.notices_file");
    notices->add_option("--text", *id, words("option.notice_text"))->type_name("ID")->check(not_empty());
    notices->callback([&session, file, id] {
        session.chosen = [&session, file, id] { return notices_command(session, *file, *id); };
    });
    CLI::App* processing = add_command(*family, session, "processing");
    add_file(processing, file, "option.matrix_file");
    processing->callback([&session, file] {
        session.chosen = [&session, file] { return processing_command(session, *file); };
    });
    add_consent_runs(*family, session);
}

} // namespace attune::cli
