// attune-cli: everything the lab can do, without a window and without Qt.
#include "app/cli/commands.h"
#include "app/cli/help.h"
#include "app/cli/usage.h"
#include "core/base/lanes.h"
#include "simulations/study/simulate.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <new>
#include <thread>

namespace attune::cli {
namespace {

constexpr int most_threads = 256;

/// "run", "policy.show": the key of a command's words.
std::string words_key(const CLI::App& parent, const std::string& name) {
    return parent.get_parent() ? parent.get_name() + "." + name : name;
}

} // namespace

CLI::App* add_family(CLI::App& app, const std::string& name) {
    CLI::App* command = app.add_subcommand(name, "");
    command->require_subcommand(1);
    describe(*command, name);
    return command;
}

CLI::App* add_command(CLI::App& app, Session& session, const std::string& name, Simulates simulates) {
    Common& common = session.common;
    const std::string key = words_key(app, name);
    CLI::App* command = app.add_subcommand(name, "");
    describe(*command, key);
    command->add_option("--workspace", common.workspace, words("option.workspace"))
        ->type_name("FILE")
        ->check(not_empty());
    command->add_flag("--json", common.json, words("option.json"));
    command->add_flag("--quiet", common.quiet, words("option.quiet"));
    CLI::Option* const where_simulated[] = {
        command->add_option("--seed", common.seed, words("option.seed"))
            ->type_name("N")
            ->check(whole_number(0, std::numeric_limits<std::int64_t>::max())),
        command->add_option("--threads", common.threads, words("option.threads"))
            ->type_name("N")
            ->check(whole_number(1, most_threads)),
        command->add_option("--simd", common.simd, words("option.simd"))
            ->type_name("sse2|avx2")
            ->check(one_of({"sse2", "avx2"}))};
    if (simulates == Simulates::no)
        for (CLI::Option* option : where_simulated)
            option->group("");
    return command;
}

namespace {

/// Prints everything; a full disk or a closed pipe must not look like success.
int finish(int code) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
    const int lost = report({ErrorCode::io, words("error.output"), {}, {}});
    return code == 0 ? lost : code;
}

int run(int argc, char** argv) {
    Interrupt interrupt;
    Session session;
    session.interrupt = &interrupt;
    CLI::App app(words("about"), "attune-cli");
    app.set_version_flag("--version", std::string("attune-cli ") + program_version(),
                         words("option.version"));
    app.set_help_flag("-h,--help", words("option.help"));
    app.require_subcommand(1);
    app.footer(words("footer"));
    app.formatter(std::make_shared<HelpPages>());
    add_run(app, session);
    add_compare(app, session);
    add_import(app, session);
    add_erase_import(app, session);
    add_calibrate(app, session);
    add_report(app, session);
    add_verify(app, session);
    add_audit(app, session);
    add_cadence(app, session);
    add_deescalation(app, session);
    add_evaluate(app, session);
    add_fairness(app, session);
    add_debias(app, session);
    add_learning(app, session);
    add_monitors(app, session);
    add_parity(app, session);
    add_person(app, session);
    add_why(app, session);
    add_credibility(app, session);
    add_consent(app, session);
    add_matrix(app, session);
    add_scenario(app, session);
    add_policy(app, session);
    add_parameters(app, session);
    add_metrics(app, session);
    add_registry(app, session);
    if (auto unknown = unknown_command(app, {argv + 1, argv + argc})) return report(*unknown);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked_for_words) {
        return app.exit(asked_for_words);
    } catch (const CLI::ParseError& error) {
        return report(usage_error(app, error));
    }
    Common& common = session.common;
    if (common.threads == 0)
        common.threads = std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 1, most_threads);
    if (!common.simd.empty()) {
        const SimdLevel level = common.simd == "avx2" ? SimdLevel::avx2 : SimdLevel::sse2;
        force_simd_level(level);
        if (simd_level() != level)
            return report(
                {ErrorCode::bad_input, words("error.no_avx2"), "--simd avx2", words("error.no_avx2.remedy")});
    }
    return session.chosen();
}

} // namespace
} // namespace attune::cli

int main(int argc, char** argv) {
    try {
        return attune::cli::finish(attune::cli::run(argc, argv));
    } catch (const std::bad_alloc&) {
        return attune::cli::report(
            {attune::ErrorCode::bad_input, attune::cli::words("error.memory"), {}, {}});
    }
}
