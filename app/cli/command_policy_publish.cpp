// policy publish: puts a saved version of a policy into force, if the audit of the workspace allows it.
#include "app/cli/command_audit_trail.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/workspace/trail_export.h"
#include "simulations/report/number_text.h"
#include "simulations/study/trail_key.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace attune::cli {
namespace {

struct AskedPublish {
    std::string name, author, reason, role, out;
    std::vector<std::string> exceptions;
    std::optional<std::int64_t> version;
};

/// What goes to those who run the service: the policy, and what it rests on.
Result<Json> document_of(const Published& made) {
    auto policy = parse_json(made.version.json, made.version.name);
    if (!policy) return pass_on(policy);
    Json document = {{"attune", "published-policy"}, {"version", 1}, {"policy", std::move(*policy)}};
    document["publication"] = parse_json(text_of(made.publication), "trail").value_or(Json::object());
    document["signed_head"] = parse_json(signed_head_to_json(made.head), "trail").value_or(Json::object());
    return document;
}

int publish_command(Session& session, const AskedPublish& asked) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.no_workspace"), "--workspace",
                       words("error.no_workspace.remedy")});
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--out", asked.out}}); !distinct)
        return report(distinct.error());
    AskedBook role;
    role.role = asked.role;
    if (auto sound = check_book(role); !sound) return report(sound.error());
    if (auto there = read_workspace(common); !there) return report(there.error());
    std::vector<FairException> exceptions;
    for (const std::string& text : asked.exceptions) {
        auto exception = fair_exception(text);
        if (!exception) return report(exception.error());
        exceptions.push_back(std::move(*exception));
    }
    auto key = user_signing_key();
    if (!key) return report(key.error());
    session.interrupt->only_ask_from_now();
    const std::stop_token stop = session.interrupt->token();
    const auto made = publish_policy(common.workspace, std::move(*key),
                                     {.policy = asked.name,
                                      .version = static_cast<int>(asked.version.value_or(0)),
                                      .by = {.name = asked.author, .role = asked.role},
                                      .reason = asked.reason,
                                      .now = now(),
                                      .exceptions = std::move(exceptions),
                                      .threads = common.threads},
                                     [&] { return stop.stop_requested(); });
    if (!made) return report(made.error());
    const auto document = document_of(*made);
    if (!document) return report(document.error());
    if (!asked.out.empty()) {
        Outputs outputs;
        if (auto added = outputs.add(asked.out, document->dump(2) + "\n"); !added)
            return report(added.error());
        if (auto done = outputs.commit(); !done) return report(done.error());
    }
    if (common.json) print({{"published", *document}});
    say(common,
        words("policy.published", {{"name", asked.name},
                                   {"n", std::to_string(made->version.number)},
                                   {"event", count_text(static_cast<double>(made->publication.audit))},
                                   {"watched", count_text(static_cast<double>(made->publication.watched))},
                                   {"people", count_text(static_cast<double>(made->publication.people))},
                                   {"open", std::to_string(made->publication.not_evaluated)},
                                   {"all", std::to_string(audit::trail::invariant_count)}}));
    say(common, fairness_words(made->publication.fairness));
    if (!asked.out.empty()) say(common, words("written", {{"file", asked.out}}));
    return 0;
}

} // namespace

void add_policy_publish(CLI::App& family, Session& session) {
    auto asked = std::make_shared<AskedPublish>();
    CLI::App* command = add_command(family, session, "publish");
    const auto text = [&](const std::string& option, std::string& into, const char* key, const char* type) {
        return command->add_option(option, into, words(key))->type_name(type)->check(not_empty());
    };
    text("NAME", asked->name, "option.policy_stored", "")->required();
    command->add_option("--version", asked->version, words("option.publish_version"))
        ->type_name("N")
        ->check(whole_number(1, std::numeric_limits<int>::max()));
    text("--author", asked->author, "option.author", "NAME")->required();
    text("--reason", asked->reason, "option.reason", "WHY")->required();
    text("--role", asked->role, "option.audit_role", "ROLE")->required();
    command->add_option("--exception", asked->exceptions, words("option.publish_exception"))
        ->type_name("GROUP:WHY")
        ->check(not_empty());
    text("--out", asked->out, "option.publish_out", "FILE");
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return publish_command(session, *asked); };
    });
}

} // namespace attune::cli
