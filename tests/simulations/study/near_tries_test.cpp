// Tries near a rejected item: what they cost the people who get them. Requirement DE-43.
#include "core/base/random.h"
#include "simulations/engine/felt.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>
#include <utility>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t tries = 5; ///< slates

/// Of one person: what was shown on the slates before the first tap and on the next few after it.
struct Shown {
    double before = 0, unwanted_before = 0;
    double after = 0, unwanted_after = 0;
};

std::map<std::uint32_t, Shown> shown(const Policy& policy, const Assumptions& assumptions,
                                     const WorldData& world, int users) {
    std::vector<LoggedEvent> log;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> unwanted; ///< by person and slate
    RunRequest request = request_over(world, assumptions, policy, users, 30, 4);
    request.log = [&](std::span<const LoggedEvent> events) {
        log.insert(log.end(), events.begin(), events.end());
    };
    request.felt = [&](std::span<const Felt> felt) {
        for (const Felt& one : felt)
            if (one.moment == Felt::Moment::slate_over) unwanted[{one.user.value, one.slate}] = one.unwanted;
    };
    static_cast<void>(observe(request));
    std::map<std::uint32_t, std::uint32_t> tapped; ///< the slate of the first tap
    for (const LoggedEvent& event : log)
        if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::not_interested)
            tapped.try_emplace(event.user.value, event.slate);
    std::map<std::uint32_t, Shown> all;
    for (const LoggedEvent& event : log) {
        const auto tap = tapped.find(event.user.value);
        if (event.kind != LoggedKind::impression || tap == tapped.end() || event.slate > tap->second + tries)
            continue;
        Shown& person = all[event.user.value];
        const auto felt = unwanted.find({event.user.value, event.slate});
        if (felt == unwanted.end()) continue;
        const std::uint32_t category = world.catalogue.items[event.item.value].category.value;
        const double bad = ((felt->second >> category) & 1U) != 0 ? 1 : 0;
        const bool later = event.slate > tap->second;
        (later ? person.after : person.before) += 1;
        (later ? person.unwanted_after : person.unwanted_before) += bad;
    }
    return all;
}

} // namespace

class Near_tries_test : public QObject {
    Q_OBJECT
private slots:
    // What people do not want does not come more often for it, neither beside the same people without tries
    // nor beside their own lists before.
    void what_is_unwanted_comes_no_more_often() {
        Assumptions assumptions;
        assumptions.tap_rate = 0.05;
        assumptions.consent_adjust = assumptions.consent_session = 1;
        assumptions.consent_improve = 0; // what happens to one person touches nobody else
        const WorldData world = make_synthetic_world(assumptions, 300, 4);
        Policy without;
        without.near_slates = 0;
        const int users = sized(1500, 6000);
        const auto tried = shown(Policy{}, assumptions, world, users);
        const auto not_tried = shown(without, assumptions, world, users);
        double n = 0, sum = 0, squares = 0, rise = 0, different = 0;
        for (const auto& [user, with] : tried) {
            const auto other = not_tried.find(user);
            // Up to the tap both lived alike.
            if (other == not_tried.end() || other->second.before != with.before || with.after < 10 ||
                other->second.after < 10)
                continue;
            const double rate = with.unwanted_after / with.after;
            const double change = rate - other->second.unwanted_after / other->second.after;
            n += 1;
            sum += change;
            squares += change * change;
            different += change != 0 ? 1 : 0;
            rise += with.before > 0 ? rate - with.unwanted_before / with.before : 0;
        }
        const double mean = sum / n;
        const double half = 1.96 * std::sqrt((squares / n - mean * mean) / n);
        const QString told =
            QString("%1 +- %2, %3 people, beside before %4").arg(mean).arg(half).arg(n).arg(rise / n);
        QVERIFY2(n > 500 && different > 100, qPrintable(told));
        QVERIFY2(mean - half <= 0 && mean < 0.01, qPrintable(told));
        QVERIFY2(rise / n <= 0, qPrintable(told));
    }
};

ATTUNE_TEST(Near_tries_test);
#include "near_tries_test.moc"
