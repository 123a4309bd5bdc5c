#include "tests/core/workspace/trail_load.h"

#include "core/base/random.h"
#include "tests/core/workspace/example_records.h"

#include <algorithm>
#include <memory>

namespace attune::test {
namespace {

/// Random bytes of one step, so that a program that begins with it draws the same.
RandomBytes random_of_step(int step) {
    return [count = static_cast<std::uint32_t>(1000 * (step + 1))](std::span<std::uint8_t> bytes) mutable {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(
                words_at(stream_key(98, count), Stream::resample, static_cast<std::uint32_t>(i))[0]);
        ++count;
    };
}

/// Appends, and saves a run between two halves of it: what was done and what is told of it.
Status append_and_save(TrailWriter& trail, const Workspace& workspace, std::uint64_t count, int run) {
    const std::uint64_t first = trail.size() + 1;
    Status half = trail.append(example_events(first, count / 2));
    if (!half) return half;
    Status saved = workspace.runs().save(example_run(static_cast<std::uint32_t>(run), 40));
    if (!saved) return saved;
    Status rest = trail.append(example_events(first + count / 2, count - count / 2));
    if (!rest) return rest;
    const auto head = trail.commit(HeadReason::run, example_time);
    if (!head) return pass_on(head);
    return {};
}

} // namespace

TrailEvent example_event(std::uint64_t n) {
    if (n == 1) {
        TrailEvent begin;
        begin.kind = TrailKind::begin;
        begin.text = R"({"run":"example","people":40,"watched":"all"})";
        return begin;
    }
    const Words words = words_at(stream_key(21, 7), Stream::resample, static_cast<std::uint32_t>(n));
    constexpr TrailKind kinds[] = {TrailKind::consent, TrailKind::captured, TrailKind::read,
                                   TrailKind::slate,   TrailKind::derived,  TrailKind::visit,
                                   TrailKind::answer,  TrailKind::swept};
    TrailEvent event = full_event(kinds[words[0] % 8]);
    event.person = UserId(words[1] % 40);
    event.visit = static_cast<std::uint32_t>(n / 9);
    event.time_ms = static_cast<std::int64_t>(n) * 1000;
    event.relies_on = n / 2;
    if (uses(event.kind, trail_field::values)) event.text = "items of visit " + std::to_string(n);
    return event;
}

std::vector<TrailEvent> example_events(std::uint64_t first, std::uint64_t count) {
    std::vector<TrailEvent> events;
    for (std::uint64_t n = first; n < first + count; ++n)
        events.push_back(example_event(n));
    return events;
}

TrailEvent full_event(TrailKind kind) {
    TrailEvent event;
    event.kind = kind;
    event.module = Module::deescalation;
    event.purpose = Purpose::improve_models;
    event.signal = Signal::reason;
    event.decision = Decision::refused;
    event.from = ConsentStatus::requested;
    event.to = ConsentStatus::given;
    event.entity = ConsentEntity::global_signal;
    event.method = ConsentMethod::settings;
    event.notice = 3;
    event.form = 2;
    event.purposes = 0x0106;
    event.person = UserId(0x0A0B0C0D);
    event.visit = 0x11121314;
    event.number = 0x21222324;
    event.rows = 0x31323334;
    event.mask = 0x00030201;
    event.oldest_day = 0x4142;
    event.newest_day = 0x5152;
    event.time_ms = -7;
    event.relies_on = 0x6162636465666768;
    event.text = R"({"some":"text"})";
    return event;
}

RandomBytes counted_random() {
    return [count = std::make_shared<std::uint32_t>(0)](std::span<std::uint8_t> bytes) {
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::uint8_t>(
                words_at(stream_key(99, *count), Stream::resample, static_cast<std::uint32_t>(i))[0]);
        ++*count;
    };
}

SigningKey example_key() {
    return SigningKey::ephemeral(
        [](std::span<std::uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), example_seed_byte); });
}

Status do_trail_step(const Workspace& workspace, int step) {
    Result<TrailWriter> trail = workspace.write_trail(example_key(), random_of_step(step));
    if (!trail) return pass_on(trail);
    const auto nothing = [](const auto& head) -> Status {
        if (!head) return pass_on(head);
        return {};
    };
    switch (step) {
    case 0:
        return append_and_save(*trail, workspace, 30, 0);
    case 1:
        return append_and_save(*trail, workspace, 600, 1); // several segments at once
    case 2:
        return nothing(trail->erase(1, std::vector<UserId>{UserId(3), UserId(7)}, 5, example_time));
    case 3:
        return nothing(trail->commit(HeadReason::policy, example_time)); // a head and nothing else
    case 4: {
        Status begun = trail->append(example_events(1, 1)); // another run
        if (!begun) return begun;
        TrailEvent slate = full_event(TrailKind::slate);
        slate.person = UserId(3);
        Status shown = trail->append({&slate, 1});
        if (!shown) return shown;
        return nothing(trail->commit(HeadReason::save, example_time));
    }
    case 5:
        return nothing(trail->erase(1, std::vector<UserId>{UserId(12)}, 5, example_time)); // of the first run
    case 6:
        return nothing(
            trail->erase(trail->run(), std::vector<UserId>{UserId(3)}, 5, example_time)); // of the second
    default: {
        // Somebody who was erased stays so; the events of this load are about others.
        Status begun = trail->append(example_events(1, 1));
        if (!begun) return begun;
        return append_and_save(*trail, workspace, 300, 2);
    }
    }
}

} // namespace attune::test
