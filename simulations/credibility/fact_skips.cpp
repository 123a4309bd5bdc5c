// How much of what is started is left before its end, and how much sooner on phones.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <array>

namespace attune {
namespace {

/// Depth of a consumption as the log has it: left within 5 s, within 30 s, before the end, or none of these.
constexpr std::array<float, 3> depth_below = {0.1F, 0.5F, 1.0F};

struct Left {
    double all = 0;
    std::array<double, 3> early{};
    double share(std::size_t k) const { return early[k] / all; }
};

struct Skips {
    Left everyone, phone, large_screen;
    double gap() const { return phone.share(2) - large_screen.share(2); }
};

Result<Skips> skips_of(const Trial& trial, std::string_view arm) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    const Population population =
        make_population(world->assumptions, world->world, trial.size.users, trial.seed);
    Skips skips;
    RunRequest request = request_of(trial, *world);
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            if (event.kind != LoggedKind::feedback || event.feedback != FeedbackKind::consumed) continue;
            Left& own = population.people[event.user.value].device == Device::phone ? skips.phone
                                                                                    : skips.large_screen;
            for (Left* left : {&skips.everyone, &own}) {
                left->all += 1;
                for (std::size_t k = 0; k < depth_below.size(); ++k)
                    left->early[k] += event.value < depth_below[k] ? 1 : 0;
            }
        }
    };
    if (auto run = run_arm(request); !run) return pass_on(run);
    return skips;
}

Result<Sample> measure(const Trial& trial) {
    auto with = skips_of(trial, "default");
    if (!with) return pass_on(with);
    auto without = skips_of(trial, "one-depth");
    if (!without) return pass_on(without);
    Sample sample;
    for (std::size_t k = 0; k < depth_below.size(); ++k)
        sample.readings.push_back({.value = with->everyone.share(k)});
    sample.readings.push_back({with->gap(), without->gap()});
    return sample;
}

} // namespace

FactSpec skips_fact() {
    return {.id = "skips",
            .source =
                "Lamere, Music Machinery 2014: 24.1 % of plays are left within 5 s, 35.1 % within 30 s, "
                "48.6 % before the end; 51.1 % on phones, 40.1 % on desktops",
            .checks = {{.id = "at_once", .unit = "share", .expected = {0.2414 - 0.03, 0.2414 + 0.03}},
                       {.id = "early", .unit = "share", .expected = {0.3505 - 0.03, 0.3505 + 0.03}},
                       {.id = "before_end", .unit = "share", .expected = {0.486 - 0.03, 0.486 + 0.03}},
                       {.id = "phone_gap",
                        .unit = "points",
                        .expected = {0.11 - 0.04, 0.11 + 0.04},
                        .without_cause = {-0.02, 0.02}}},
            .arms = {{"default", {}},
                     {"one-depth", {"world.devices.phone_depth=0", "world.devices.large_screen_depth=0"}}},
            .quick = {.seeds = 3, .users = 2000, .days = 30, .items = 1000},
            .full = {.seeds = 10, .users = 2000, .days = 30, .items = 1000},
            .measure = measure,
            .weight = 2};
}

} // namespace attune
