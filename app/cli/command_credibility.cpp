// credibility: published findings, looked for in the simulated world.
#include "app/cli/commands.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "core/base/parameter.h"
#include "simulations/credibility/fact_tables.h"
#include "simulations/credibility/fact_words.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/run_facts.h"
#include "simulations/study/library.h"

#include <algorithm>

namespace attune::cli {
namespace {

struct Asked {
    bool quick = false;
    std::string only;
    std::string csv;
    std::vector<std::string> settings;
};

Result<std::vector<FactSpec>> chosen_facts(const Asked& asked) {
    if (asked.only.empty()) return facts();
    if (const FactSpec* fact = find_fact(asked.only)) return std::vector<FactSpec>{*fact};
    std::vector<std::string> names;
    for (const FactSpec& fact : facts())
        names.push_back(fact.id);
    const std::string nearest = nearest_key(asked.only, names);
    return fail(ErrorCode::not_found, words("error.no_fact", {{"name", excerpt(asked.only)}}), "--only",
                nearest.empty() ? words("error.no_fact.remedy")
                                : words("error.did_you_mean", {{"nearest", nearest}}));
}

void say_results(const Common& common, const std::vector<FactResult>& results) {
    const Text& text = Text::english();
    for (const FactResult& result : results) {
        say(common, fact_title(result.id, text) + ": " + verdict_word(result.verdict, text));
        for (const CheckResult& check : result.checks) {
            const CheckWords about = check_words(result.id, check, text);
            say(common, "    " + about.name);
            const std::string interval = about.interval.empty()
                                             ? std::string()
                                             : words("credibility.interval", {{"interval", about.interval}});
            say(common, "        " + words("credibility.line", {{"expected", about.expected},
                                                                {"observed", about.observed},
                                                                {"interval", interval},
                                                                {"verdict", about.verdict}}));
            if (!about.control.empty()) say(common, "        " + about.control);
        }
        for (const std::string& why : why_lines(result, text))
            say(common, "    " + why);
        say(common, "    " + words("credibility.source", {{"source", result.source}}));
    }
}

int credibility_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto wanted = chosen_facts(asked);
    if (!wanted) return report(wanted.error());
    Policy policy;
    Scenario scenario;
    for (const std::string& setting : asked.settings)
        if (auto sound = apply_setting(setting, policy, scenario); !sound) return report(sound.error());
    if (!asked.settings.empty() &&
        std::none_of(wanted->begin(), wanted->end(), [](const FactSpec& fact) { return !fact.arms.empty(); }))
        return report({ErrorCode::bad_input, words("error.no_arms"), "--set", words("error.no_arms.remedy")});
    session.interrupt->only_ask_from_now();
    Outputs outputs;
    AtomicFile* csv = nullptr;
    if (!asked.csv.empty()) {
        auto file = outputs.open(asked.csv);
        if (!file) return report(file.error());
        csv = *file;
    }
    FactOptions options;
    options.quick = asked.quick;
    options.seed = static_cast<std::uint64_t>(common.seed.value_or(1));
    options.threads = common.threads;
    options.settings = asked.settings;
    options.stop = session.interrupt->token();
    auto results = [&] {
        Progress progress(common, words("progress.credibility"));
        options.progress = [&](double done) { progress(done); };
        return run_facts(*wanted, options);
    }();
    if (!results) return report(results.error());
    if (csv) csv->write(facts_csv(*results));
    if (auto complete = outputs.complete(); !complete) return report(complete.error());
    if (auto written = outputs.commit(); !written) return report(written.error());
    if (common.json) {
        Json document = facts_document(*results);
        if (!asked.settings.empty()) document["settings"] = asked.settings;
        print(document);
    } else {
        for (const std::string& setting : asked.settings)
            say(common, words("credibility.with", {{"setting", setting}}));
        say_results(common, *results);
    }
    const bool failed = std::any_of(results->begin(), results->end(), [](const FactResult& result) {
        return result.verdict == FactVerdict::fails;
    });
    return failed ? exit_code(ErrorCode::failed) : 0;
}

} // namespace

void add_credibility(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "credibility", Simulates::yes);
    command->add_flag("--quick", asked->quick, words("option.quick_facts"));
    command->add_option("--only", asked->only, words("option.only"))->type_name("FACT")->check(not_empty());
    command->add_option("--csv", asked->csv, words("option.csv_facts"))
        ->type_name("FILE")
        ->check(not_empty());
    command->add_option("--set", asked->settings, words("option.set_facts"))
        ->type_name("KEY=VALUE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return credibility_command(session, *asked); };
    });
}

} // namespace attune::cli
