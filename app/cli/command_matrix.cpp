// matrix: the consent matrix of a workspace as a file that people edit: shown, checked, compared, saved as a
// version, taken back, signed.
#include "app/cli/asked_matrix.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/consent/matrix_edit.h"
#include "core/workspace/trail_hash.h"
#include "simulations/study/library.h"
#include "simulations/study/matrix_saving.h"
#include "simulations/study/matrix_words.h"
#include "simulations/study/trail_key.h"

#include <charconv>
#include <cstdint>
#include <limits>

namespace attune::cli {
namespace {

using Matrix = std::shared_ptr<const MatrixInForce>;
constexpr std::size_t reads_told = 12;

Result<Matrix> matrix_of_file(const std::string& file) {
    auto text = read_file(file);
    if (!text) return pass_on(text);
    return put_in_force(0, *text, file);
}

/// A file, a version number, or "shipped".
Result<Matrix> named_matrix(const std::string& named, const Workspace* workspace) {
    if (named == "shipped") return Matrix(shipped_in_force());
    int number = 0;
    const auto [end, code] = std::from_chars(named.data(), named.data() + named.size(), number);
    if (code == std::errc{} && end == named.data() + named.size()) return matrix_version(workspace, number);
    return matrix_of_file(named);
}

/// The newest of the workspace, or what ships.
Result<Matrix> newest_matrix(const Workspace* workspace) {
    auto newest = matrix_in_force(workspace);
    if (newest && !*newest) return Matrix(shipped_in_force());
    return newest;
}

Json purposes_json(std::uint16_t purposes) {
    Json names = Json::array();
    for_each_purpose(purposes, [&](Purpose purpose) { names.push_back(name(purpose)); });
    return names;
}

void say_changes(const Common& common, const std::vector<MatrixChange>& changes) {
    const Text& text = Text::english();
    Table table({words("matrix.row.way"), words("matrix.row.change")});
    for (const MatrixChange& change : changes)
        table.add({text.get("matrix.way." + std::string(name(change.way))), change_sentence(change, text)});
    if (!changes.empty()) say(common, table.text());
    say(common, changes_summary(changes, text));
}

/// Consents of the trail of this workspace that the change does not cover; nothing without a trail.
Result<std::optional<NotCovered>> consents_touched(const Workspace* workspace, std::uint16_t purposes) {
    if (!workspace) return std::optional<NotCovered>{};
    const auto picture = read_consent_picture(workspace->trail());
    if (!picture && picture.error().code == ErrorCode::not_found) return std::optional<NotCovered>{};
    if (!picture) return pass_on(picture);
    return std::optional<NotCovered>(not_covered(*picture, purposes));
}

/// Says what a change is and means; the document has the same.
Result<Json> told(const Common& common, const Matrix& before, const Matrix& after,
                  const Workspace* workspace) {
    const auto changes = matrix_changes(before->matrix, after->matrix);
    const std::uint16_t anew = asked_anew(changes, before->matrix);
    const auto touched = consents_touched(workspace, anew);
    if (!touched) return pass_on(touched);
    say_changes(common, changes);
    const auto sentences = anew_sentences(*before, *after, *touched ? &**touched : nullptr, Text::english());
    if (!changes.empty())
        for (const std::string& sentence : sentences)
            say(common, sentence);
    return Json{{"before", {{"version", before->version}, {"sha256", before->sha256}}},
                {"after", {{"version", after->version}, {"sha256", after->sha256}}},
                {"changes", changes_json(changes)},
                {"loosens", loosens(changes)},
                {"asked_anew", purposes_json(anew)},
                {"people_asked_anew", *touched ? Json((*touched)->people) : Json()}};
}

int show_command(Session& session, const AskedMatrix& asked) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    const Workspace* open = *workspace ? &**workspace : nullptr;
    auto matrix =
        asked.version < 0 ? newest_matrix(open) : matrix_version(open, static_cast<int>(asked.version));
    if (!matrix) return report(matrix.error());
    const auto document = parse_json((*matrix)->json, "matrix");
    if (!document) return report(document.error());
    print(*document);
    return 0;
}

int check_command(Session& session, const AskedMatrix& asked) {
    const Common& common = session.common;
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    const Workspace* open = *workspace ? &**workspace : nullptr;
    const auto before = newest_matrix(open);
    if (!before) return report(before.error());
    const auto after = matrix_of_file(asked.file);
    if (!after) return report(after.error());
    say(common, words("matrix.fine",
                      {{"file", asked.file}, {"before", matrix_name((*before)->version, Text::english())}}));
    auto document = told(common, *before, *after, open);
    if (!document) return report(document.error());
    if (common.json) print(*document);
    return 0;
}

int diff_command(Session& session, const AskedMatrix& asked) {
    const Common& common = session.common;
    const Text& text = Text::english();
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    const Workspace* open = *workspace ? &**workspace : nullptr;
    const auto before = named_matrix(asked.before, open);
    if (!before) return report(before.error());
    const auto after = named_matrix(asked.after, open);
    if (!after) return report(after.error());
    say(common, words("matrix.against", {{"before", asked.before}, {"after", asked.after}}));
    auto document = told(common, *before, *after, open);
    if (!document) return report(document.error());
    if (!asked.scenario.empty()) {
        const auto scenario = find_scenario(asked.scenario, open);
        if (!scenario) return report(scenario.error());
        const auto policy = find_policy(asked.policy, open);
        if (!policy) return report(policy.error());
        SimulateOptions options;
        options.threads = common.threads;
        options.stop = session.interrupt->token();
        const auto impact = measure_matrix_impact(*scenario, *policy, *before, *after, options);
        if (!impact) return report(impact.error());
        Table table({text.get("matrix.impact.head.what"), text.get("matrix.impact.head.before"),
                     text.get("matrix.impact.head.after"), text.get("matrix.impact.head.change")});
        for (const ImpactRow& row : impact_rows(*impact, text))
            table.add({row.what, row.before, row.after, row.change});
        say(common, "\n" + table.text());
        say(common, text.get("matrix.impact.reads.head"));
        for (const std::string& sentence : reads_sentences(*impact, reads_told, text))
            say(common, "    " + sentence);
        say(common, impact_sentence(*impact, text));
        say(common, impact_about(*impact, text));
        (*document)["impact"] = impact_document(*impact, text);
    }
    if (common.json) print(*document);
    return 0;
}

int save_command(Session& session, const AskedMatrix& asked) {
    const Common& common = session.common;
    if (auto may = may_write(common, asked, StaffAct::save_matrix); !may) return report(may.error());
    const auto edited = matrix_of_file(asked.file);
    if (!edited) return report(edited.error());
    auto looked = look_before_saving(common);
    if (!looked) return report(looked.error());
    const Workspace* open = *looked ? &**looked : nullptr;
    const auto before = newest_matrix(open);
    if (!before) return report(before.error());
    if (auto may = check_saving(**before, (*edited)->matrix, note_of(asked)); !may)
        return report(may.error());
    // As it will be saved, for those who read along.
    const auto after =
        put_in_force(0, matrix_to_json(as_next_version((*before)->matrix, (*edited)->matrix)), asked.file);
    if (!after) return report(after.error());
    auto document = told(common, *before, *after, open);
    if (!document) return report(document.error());
    const ConsentMatrix wanted = (*edited)->matrix;
    looked = std::optional<Workspace>{}; // closed before it is written
    auto workspace = open_to_save(common);
    if (!workspace) return report(workspace.error());
    const auto stored = save_matrix(*workspace, wanted, note_of(asked));
    if (!stored) return report(stored.error());
    say(common, words("matrix.saved", {{"n", std::to_string(stored->number)}, {"sha256", (*after)->sha256}}));
    (*document)["after"]["version"] = stored->number;
    if (common.json) print(*document);
    return 0;
}

void add_edited(CLI::App* command, AskedMatrix& asked) {
    command->add_option("FILE", asked.file, words("option.matrix_edited"))
        ->required()
        ->type_name("")
        ->check(not_empty());
}

} // namespace

void add_matrix(CLI::App& app, Session& session) {
    CLI::App* family = add_family(app, "matrix");
    const auto add = [&](const char* name, int (*run)(Session&, const AskedMatrix&),
                         Simulates simulates = Simulates::no) {
        auto asked = std::make_shared<AskedMatrix>();
        CLI::App* command = add_command(*family, session, name, simulates);
        command->callback([&session, asked, run] {
            session.chosen = [&session, asked, run] { return run(session, *asked); };
        });
        return std::pair(command, asked);
    };
    const auto [show, shown] = add("show", show_command);
    show->add_option("--version", shown->version, words("option.matrix_version"))
        ->type_name("N")
        ->check(whole_number(0, std::numeric_limits<int>::max()));
    const auto [check, checked] = add("check", check_command);
    add_edited(check, *checked);
    const auto [diff, compared] = add("diff", diff_command, Simulates::yes);
    diff->add_option("BEFORE", compared->before, words("option.matrix_named"))
        ->required()
        ->type_name("")
        ->check(not_empty());
    diff->add_option("AFTER", compared->after, words("option.matrix_named"))
        ->required()
        ->type_name("")
        ->check(not_empty());
    diff->add_option("--scenario", compared->scenario, words("option.matrix_scenario"))
        ->type_name("NAME")
        ->check(not_empty());
    diff->add_option("--policy", compared->policy, words("option.policy_run"))
        ->type_name("NAME")
        ->check(not_empty());
    const auto [save, saved] = add("save", save_command);
    add_edited(save, *saved);
    add_who(save, *saved, true);
    save->add_flag("--ask-anew", saved->ask_anew, words("option.ask_anew"));
    add_matrix_versions(*family, session);
}

} // namespace attune::cli
