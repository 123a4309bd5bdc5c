// A writer that is stopped without warning. Usage: writer_program FILE CALL PLACE
// It opens or makes the workspace and does the steps of load.h, and says "saved N" only after step N-1 has
// returned. At the CALL-th call that changes the disk it ends itself with SIGKILL; PLACE says when: before
// the call, half-way through a write, or after it. CALL 0 lets it finish, and it then says which calls it
// made. With "runs:N" as PLACE it saves the twenty runs from number N on instead, for writers that work side
// by side. A fourth word replaces the steps: "restore=PATH" makes FILE what PATH is, "copy=PATH" copies it
// there, "trail=" does the steps of trail_load.h.
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/load.h"
#include "tests/core/workspace/trail_load.h"
#include "tests/support/faulty_vfs.h"

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    using namespace attune;
    using test::FaultyVfs;
    if (argc != 4 && argc != 5) return 2;
    const long last_call = std::atol(argv[2]);
    const std::string place = argv[3];
    FaultyVfs vfs("dying");
    std::string calls;
    vfs.ask([&](FaultyVfs::Call call) {
        FaultyVfs::Answer answer;
        switch (call) {
        case FaultyVfs::Call::write:
            calls += 'w';
            break;
        case FaultyVfs::Call::sync:
            calls += 's';
            break;
        case FaultyVfs::Call::truncate:
            calls += 't';
            break;
        case FaultyVfs::Call::remove:
            calls += 'd';
            break;
        case FaultyVfs::Call::open:
        case FaultyVfs::Call::read:
            return answer;
        }
        if (static_cast<long>(calls.size()) == last_call) {
            answer.half = place == "half";
            answer.death =
                place == "after" ? FaultyVfs::Answer::Death::after : FaultyVfs::Answer::Death::before;
        }
        return answer;
    });
    const Result<Workspace> workspace =
        Workspace::open(argv[1], OpenMode::create_or_open, {"dying", "2024-05-06", "0.1.0"});
    if (!workspace) {
        std::fprintf(stderr, "%s\n", to_line(workspace.error()).c_str());
        return 1;
    }
    const bool trail = argc == 5 && std::string(argv[4]) == "trail=";
    if (argc == 5 && !trail) {
        const std::string task = argv[4];
        const std::string path = task.substr(task.find('=') + 1);
        calls.clear();
        const Status done = task.starts_with("restore=") ? workspace->restore(path)
                                                         : workspace->copy_to(path, IfThere::replace);
        if (!done) {
            std::fprintf(stderr, "%s\n", to_line(done.error()).c_str());
            return 1;
        }
        std::printf("saved 1\ncalls %s\n", calls.c_str());
        return 0;
    }
    const bool side_by_side = place.starts_with("runs:");
    const int first = side_by_side ? std::atoi(place.c_str() + 5) : 0;
    const int steps = side_by_side ? 20 : trail ? test::trail_steps : test::load_steps;
    for (int step = 0; step < steps; ++step) {
        const Status done =
            side_by_side ? workspace->runs().save(test::example_run(static_cast<std::uint32_t>(first + step)))
            : trail      ? test::do_trail_step(*workspace, step)
                         : test::do_load_step(*workspace, step);
        if (!done) {
            std::fprintf(stderr, "step %d: %s\n", step, to_line(done.error()).c_str());
            return 1;
        }
        std::printf("saved %d\n", step + 1);
        std::fflush(stdout);
    }
    std::printf("calls %s\n", calls.c_str());
    return 0;
}
