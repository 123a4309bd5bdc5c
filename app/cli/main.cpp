// attune-cli: everything the lab can do, without a window and without Qt.
#include "app/cli/commands.h"
#include "app/cli/interrupt.h"

#include "core/base/lanes.h"
#include "simulations/study/simulate.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <new>
#include <thread>

namespace attune::cli {

CLI::App* add_command(CLI::App& app, Session& session, const std::string& name) {
    Common& common = session.common;
    CLI::App* command = app.add_subcommand(name, words("command." + name));
    command->add_option("--workspace", common.workspace, words("option.workspace"))->type_name("FILE");
    command->add_flag("--json", common.json, words("option.json"));
    command->add_flag("--quiet", common.quiet, words("option.quiet"));
    return command;
}

namespace {

int run(int argc, char** argv) {
    Interrupt interrupt;
    Session session;
    session.stop = interrupt.token();
    session.arguments.assign(argv + 1, argv + argc);
    CLI::App app(words("about"), "attune-cli");
    app.set_version_flag("--version", std::string("attune-cli ") + program_version());
    app.require_subcommand(1);
    app.footer(words("footer"));
    add_run(app, session);
    add_compare(app, session);
    add_import(app, session);
    add_report(app, session);
    add_verify(app, session);
    add_scenario(app, session);
    add_policy(app, session);
    add_parameters(app, session);
    add_metrics(app, session);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : 2;
    }
    Common& common = session.common;
    if (common.threads == 0) common.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (!common.simd.empty()) {
        const SimdLevel level = common.simd == "avx2" ? SimdLevel::avx2 : SimdLevel::sse2;
        force_simd_level(level);
        if (simd_level() != level)
            return report({ErrorCode::bad_input, words("error.no_avx2"), "--simd avx2", words("error.no_avx2.remedy")});
    }
    return session.chosen();
}

} // namespace
} // namespace attune::cli

int main(int argc, char** argv) {
    try {
        return attune::cli::run(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "attune-cli: %s\n", attune::cli::words("error.memory").c_str());
        return 2;
    }
}
