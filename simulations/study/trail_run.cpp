#include "simulations/study/trail_run.h"

#include "core/recommender/witness.h"
#include "simulations/study/replication.h"
#include "simulations/study/trail_begin.h"
#include "simulations/study/watched_simulation.h"

#include <filesystem>

namespace attune {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

bool is_there(const std::string& path) {
    std::error_code code;
    return std::filesystem::exists(std::filesystem::symlink_status(path, code));
}

} // namespace

Result<TrailedRun> TrailedRun::open(const std::string& path, SigningKey key, const OpenOptions& options,
                                    RandomBytes random) {
    std::optional<NewFile> file;
    if (!is_there(path)) {
        auto made = NewFile::beside(path);
        if (!made) return pass_on(made);
        file.emplace(std::move(*made));
    }
    auto workspace =
        Workspace::open(file ? file->path() : path, file ? OpenMode::create : OpenMode::existing, options);
    if (!workspace) return pass_on(workspace);
    auto writer = workspace->write_trail(std::move(key), std::move(random));
    if (!writer) return pass_on(writer);
    TrailedRun run(path, std::move(file), std::move(*workspace), std::move(*writer));
    if (auto begun = run.writer_->begin(); !begun) return pass_on(begun);
    return run;
}

Status TrailedRun::begin(const LoadedScenario& scenario, const Policy& policy, const SimulateOptions& options,
                         int people) {
    const RunRecord record = blank_record(scenario, policy, options.replications, options.created);
    // The engine watches the same people: who they are follows from their number alone.
    const std::vector<UserId> watched = Witness(record.users, people, 1).people();
    watched_ = static_cast<int>(watched.size());
    TrailEvent event;
    event.kind = TrailKind::begin;
    event.text = trail_begin_text({.run = record.id,
                                   .scenario = record.scenario_name,
                                   .policy = record.policy_name,
                                   .seed = record.seed,
                                   .people = record.users,
                                   .watched = watched,
                                   .matrix = scenario.consent ? std::string_view(scenario.consent->json)
                                                              : std::string_view(),
                                   .notices = scenario.consent ? &scenario.consent->notices : nullptr},
                                  policy);
    return writer_->append({&event, 1});
}

Result<RunRecord> TrailedRun::simulate(const LoadedScenario& scenario, const Policy& policy,
                                       const SimulateOptions& options, int people) {
    const std::uint64_t before = writer_->size();
    Status written = begin(scenario, policy, options, people);
    if (!written) return pass_on(written);
    // A trail that cannot be written ends the run.
    std::stop_source stop;
    const std::stop_callback asked(options.stop, [&] { stop.request_stop(); });
    SimulateOptions stoppable = options;
    stoppable.stop = stop.get_token();
    auto run = simulate_watched(scenario, policy, stoppable, [&](RunRequest& request) {
        request.trail_people = people;
        request.trail_first = writer_->size() + 1;
        request.trail = [&](std::span<const TrailEvent> events) {
            if (!written) return;
            written = writer_->append(events);
            if (!written) stop.request_stop();
        };
    });
    if (!written) return pass_on(written);
    if (!run) return run;
    TrailEvent end;
    end.kind = TrailKind::end;
    end.time_ms = scenario.scenario.days * day_ms;
    end.rows = static_cast<std::uint32_t>(watched_);
    if (written = writer_->append({&end, 1}); !written) return pass_on(written);
    events_ = writer_->size() - before;
    return run;
}

Result<SignedHead> TrailedRun::keep(const RunRecord& run, const std::string& made) {
    if (auto saved = workspace_->runs().save(run); !saved) return pass_on(saved);
    auto head = writer_->commit(HeadReason::run, made);
    if (!head) return head;
    writer_.reset();
    workspace_.reset();
    if (!file_) return head;
    const auto published = file_->publish();
    if (!published) return pass_on(published);
    if (!*published)
        return fail(ErrorCode::bad_input, "another program has made this workspace meanwhile", path_,
                    "Run again: the file is then added to");
    return head;
}

} // namespace attune
