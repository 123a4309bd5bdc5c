// person: what the trail of a workspace says about one person; their export, and their erasure.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/audit/verify.h"
#include "simulations/report/number_text.h"
#include "simulations/scenario/scenario.h"
#include "simulations/study/trail_key.h"
#include "simulations/study/trail_person_words.h"

namespace attune::cli {
namespace {

struct Asked {
    std::int64_t user = 0;
    std::string run, export_to;
    bool erase = false;
};

void say_table(const Common& common, const std::string& key, const DataTable& told,
               std::initializer_list<std::size_t> right) {
    say(common, "\n" + words(key));
    if (told.rows.empty()) {
        say(common, words("person.nothing"));
        return;
    }
    Table table(told.head);
    for (const std::size_t column : right)
        table.right(column);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
}

void say_person(const Common& common, const PersonTrail& person) {
    const Text& text = Text::english();
    say(common, words("person.head", {{"person", std::to_string(person.user.value)},
                                      {"run", person.rules.value("run", "")},
                                      {"scenario", person.rules.value("scenario", "")},
                                      {"policy", person.rules.value("policy", "")}}));
    say(common, text.get("person.marked"));
    say_table(common, "person.collected", collected_table(person, text), {1, 2, 4, 5});
    say_table(common, "person.used", uses_table(person, text), {3, 4});
    say_table(common, "person.consents", consents_table(person, text), {0, 1});
    for (const std::string& notice : notices_in_words(person, text))
        say(common, notice + "\n");
    say_table(common, "person.asked", asked_table(person, text), {0, 1, 2});
    say(common, asked_sentence(person, text) + "\n");
    say(common, values_sentence(person, text));
}

/// Destroys the key and looks at the file again, as somebody else would.
struct Erased {
    SignedHead head;
    PersonTrail after;
    std::size_t runs = 0; ///< in which a key was destroyed
    bool verified = false;
};

Result<Erased> erase(const Common& common, const PersonTrail& person) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    auto workspace = Workspace::open(common.workspace, OpenMode::existing);
    if (!workspace) return pass_on(workspace);
    auto writer = workspace->write_trail(std::move(*key));
    if (!writer) return pass_on(writer);
    // The runs of now, under the writer's eyes: one may have been added.
    auto present = person_trail(*workspace, person.user, person.rules.value("run", ""));
    if (!present) return pass_on(present);
    auto head = writer->erase(present->to_erase(), now());
    if (!head) return pass_on(head);
    auto after = person_trail(*workspace, person.user, person.rules.value("run", ""));
    if (!after) return pass_on(after);
    const auto verified = verify_file(common.workspace);
    if (!verified) return pass_on(verified);
    return Erased{std::move(*head), std::move(*after), present->to_erase().size(), verified->passed()};
}

void say_erased(const Common& common, const PersonTrail& before, const Erased& erased) {
    const Text& text = Text::english();
    say(common,
        "\n" + words("person.erased", {{"person", std::to_string(before.user.value)},
                                       {"event", count_text(static_cast<double>(erased.after.erased))}}));
    for (const std::string& line : erasure_in_words(before, text))
        say(common, "  " + line);
    say(common, values_sentence(erased.after, text));
    say(common, words(erased.verified ? "person.still_whole" : "person.not_whole"));
}

Json erased_document(const Erased& erased) {
    Json others = Json::array();
    for (const ReadableRun& other : erased.after.others)
        others.push_back({{"run", other.run}, {"scenario", other.scenario}, {"seed", other.seed}});
    return {{"event", erased.after.erased},
            {"runs", erased.runs},
            {"others_readable", std::move(others)},
            {"values", {{"sealed", erased.after.sealed}, {"readable", erased.after.readable}}},
            {"verify", erased.verified ? "passed" : "failed"},
            {"head", parse_json(erased.head.json, "head").value_or(Json())}};
}

int person_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.person_needs_workspace"), "--workspace",
                       words("error.person_needs_workspace.remedy")});
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--export", asked.export_to}});
        !distinct)
        return report(distinct.error());
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    auto person = person_trail(**workspace, UserId(static_cast<std::uint32_t>(asked.user)), asked.run);
    if (!person) return report(person.error());
    session.interrupt->only_ask_from_now();
    std::optional<Json> document;
    if (common.json || !asked.export_to.empty()) {
        auto made = person_document(**workspace, *person, Text::english());
        if (!made) return report(made.error());
        document = std::move(*made);
    }
    if (!asked.export_to.empty()) {
        auto file = AtomicFile::open(asked.export_to, Readers::owner);
        if (!file) return report(file.error());
        file->write(document->dump(2) + "\n");
        if (auto done = file->commit(); !done) return report(done.error());
    }
    workspace->reset();
    std::optional<Erased> erased;
    if (asked.erase) {
        auto made = erase(common, *person);
        if (!made) return report(made.error());
        erased = std::move(*made);
    }
    const int code = erased && !erased->verified ? exit_code(ErrorCode::failed) : 0;
    if (common.json) {
        if (erased) (*document)["erasure"] = erased_document(*erased);
        print(*document);
        return code;
    }
    say_person(common, *person);
    if (!asked.export_to.empty()) say(common, words("person.exported", {{"file", asked.export_to}}));
    if (erased) say_erased(common, *person, *erased);
    return code;
}

} // namespace

void add_person(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "person");
    command->add_option("--user", asked->user, words("option.person_user"))
        ->type_name("N")
        ->required()
        ->check(whole_number(0, users_limit().most - 1));
    command->add_option("--run", asked->run, words("option.person_run"))->type_name("ID")->check(not_empty());
    command->add_option("--export", asked->export_to, words("option.person_export"))
        ->type_name("FILE")
        ->check(not_empty());
    command->add_flag("--erase", asked->erase, words("option.person_erase"));
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return person_command(session, *asked); };
    });
}

} // namespace attune::cli
