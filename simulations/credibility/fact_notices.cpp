// The design of a notice decides how many agree: few where refusing takes one tap, most where it hides behind
// a second page.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <limits>
#include <set>

namespace attune {
namespace {

/// Of the people who saw a notice, the share that agreed on it to improve models; their first one counts.
Result<double> agreed(const Trial& trial, std::string_view arm) {
    std::set<std::uint32_t> asked;
    std::set<std::uint32_t> given;
    const EventSink count = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            if (event.kind != LoggedKind::consent || event.consent.method != ConsentMethod::notice) continue;
            if (!asked.insert(event.user.value).second) continue;
            if (event.consent.permits(Purpose::improve_models)) given.insert(event.user.value);
        }
    };
    if (auto run = run_arm(trial, arm, count); !run) return pass_on(run);
    if (asked.empty()) return std::numeric_limits<double>::quiet_NaN();
    return static_cast<double>(given.size()) / static_cast<double>(asked.size());
}

Result<Sample> measure(const Trial& trial) {
    std::vector<double> shares;
    for (const char* arm : {"one-tap", "second-page", "second-page-that-pushes-nobody"}) {
        auto share = agreed(trial, arm);
        if (!share) return pass_on(share);
        shares.push_back(*share);
    }
    return Sample{{{shares[0]}, {shares[1], shares[2]}, {shares[1] - shares[0], shares[2] - shares[0]}}, {}};
}

} // namespace

FactSpec notices_fact() {
    constexpr double tolerance = 0.03;
    return {.id = "notices",
            .source =
                "Jha et al. 2024 (millions of consent banners): over 60 % do not consent where refusing "
                "takes one click, about 90 % consent where it takes more",
            .checks = {{.id = "one_tap", .unit = "share", .expected = {0.40 - tolerance, 0.40 + tolerance}},
                       {.id = "second_page",
                        .unit = "share",
                        .expected = {0.90 - tolerance, 0.90 + tolerance},
                        .without_cause = {0.40 - tolerance, 0.40 + tolerance}},
                       {.id = "pushed",
                        .unit = "points",
                        .expected = {0.50 - 2 * tolerance, 0.50 + 2 * tolerance},
                        .without_cause = {-tolerance, tolerance}}},
            .arms = {{"one-tap", {"consent.notice=equal"}},
                     {"second-page", {"consent.notice=second_click"}},
                     {"second-page-that-pushes-nobody",
                      {"consent.notice=second_click", "world.consent.second_click=0"}}},
            .quick = {.seeds = 6, .users = 2000, .days = 14, .items = 100},
            .full = {.seeds = 12, .users = 4000, .days = 21, .items = 100},
            .measure = measure,
            .weight = 2};
}

} // namespace attune
