// Buttons to complain with work, but only partly: the weakest act on little more than the item, the strongest
// on where it came from. An answer that acts on what the person does not want prevents more, and is
// complained to less.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"
#include "simulations/study/rejections.h"

#include <algorithm>
#include <array>
#include <limits>

namespace attune {
namespace {

/// What nobody asks for: "not interested", and a provider muted.
bool is_complaint(const LoggedEvent& event) {
    return event.kind == LoggedKind::mute ||
           (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::not_interested);
}

/// Complaints of people who have complained before, and the slates on which they could have.
class Repeats {
public:
    explicit Repeats(std::span<const Person> people)
        : people_(people)
        , complained_on_(people.size(), none) {}

    void take(std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            const std::uint32_t user = event.user.value;
            if (people_[user].role != Role::genuine) continue;
            std::uint32_t& first = complained_on_[user];
            if (event.kind == LoggedKind::impression && event.rank == 0 && first != none) slates_ += 1;
            if (!is_complaint(event)) continue;
            if (first == none)
                first = event.slate;
            else if (event.slate != first)
                complaints_ += 1;
        }
    }
    double per_slate() const { return complaints_ / slates_; }

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    std::span<const Person> people_;
    std::vector<std::uint32_t> complained_on_; ///< slate of the first one, by person
    double complaints_ = 0, slates_ = 0;
};

/// What came of one way of answering a complaint.
struct Came {
    double unwanted = 0; ///< share of items too much like the first rejected one, in the fortnight after it
    double repeats = 0;  ///< complaints per slate of people who have complained before
};

enum Way : std::size_t { nothing, not_interested, dislike, history, source, ladder };
constexpr std::size_t ways = 6;
constexpr std::array<const char*, ways> arm_of = {"button-that-does-nothing", "not-interested",   "dislike",
                                                  "remove-from-history",      "do-not-recommend", "ladder"};

/// A policy met by the people of a world who learn from what `learned` holds, or fill it.
Result<Came> came_of(const Trial& trial, const ArmWorld& world, std::string_view arm, LearningRecord& learned,
                     bool fill) {
    auto setup = setup_of(trial.fact->arm(arm));
    if (!setup) return pass_on(setup);
    const Population population =
        make_population(world.assumptions, world.world, trial.size.users, trial.seed);
    Rejections rejections(world.world, trial.size.users);
    Repeats repeats(population.people);
    RunRequest request = request_of(trial, world);
    request.policy = std::move(setup->policy);
    request.learned = fill ? &learned : nullptr;
    request.borrowed = fill ? nullptr : &learned;
    request.log = [&](std::span<const LoggedEvent> events) {
        rejections.take(events);
        repeats.take(events);
    };
    if (auto run = run_arm(request); !run) return pass_on(run);
    double bad = 0, pairs = 0;
    for (std::size_t user = 0; user < population.people.size(); ++user) {
        if (population.people[user].role != Role::genuine) continue;
        bad += rejections.people()[user].bad;
        pairs += rejections.people()[user].pairs;
    }
    return Came{bad / pairs, repeats.per_slate()};
}

/// What the ways of answering come to in one world, beside a button that does nothing. Everybody learns from
/// the same items, so that lives differ by what a complaint does and by nothing else.
struct Compared {
    std::array<double, ways> prevented{};
    double fewer_repeats = 0; ///< of the ladder against "not interested", relative
    double item() const { return std::max(prevented[not_interested], prevented[dislike]); }
};

Result<Compared> compare(const Trial& trial, std::string_view where, const std::function<void()>& done) {
    auto world = world_of_arm(trial, where);
    if (!world) return pass_on(world);
    LearningRecord learned;
    std::array<Came, ways> came;
    for (std::size_t way = 0; way < ways; ++way) {
        auto one = came_of(trial, *world, arm_of[way], learned, way == nothing);
        if (!one) return pass_on(one);
        came[way] = *one;
        done();
    }
    Compared compared;
    for (std::size_t way = 0; way < ways; ++way)
        compared.prevented[way] = 1 - came[way].unwanted / came[nothing].unwanted;
    compared.fewer_repeats = came[ladder].repeats / came[not_interested].repeats - 1;
    return compared;
}

Result<Sample> measure(const Trial& trial) {
    // Where no button can do anything, fewer people say as much.
    constexpr int fewer = 4;
    Trial small = trial;
    small.size.users = std::max(1, trial.size.users / fewer);
    double steps = 0;
    const auto done = [&](double step) {
        steps += step;
        if (trial.progress) trial.progress(steps / (static_cast<double>(ways) * (1 + 1.0 / fewer)));
    };
    auto with = compare(trial, "usual-people", [&] { done(1); });
    if (!with) return pass_on(with);
    auto without = compare(small, "nobody-may-be-adjusted-for", [&] { done(1.0 / fewer); });
    if (!without) return pass_on(without);
    Sample sample;
    const auto add = [&](const auto& value) { sample.readings.push_back({value(*with), value(*without)}); };
    for (const Way way : {not_interested, dislike, history, source})
        add([way](const Compared& c) { return c.prevented[way]; });
    add([](const Compared& c) { return c.prevented[history] - c.item(); });
    add([](const Compared& c) { return c.prevented[source] - c.prevented[history]; });
    add([](const Compared& c) { return c.prevented[ladder] - c.item(); });
    add([](const Compared& c) { return c.fewer_repeats; });
    return sample;
}

/// Points. Where nobody may be adjusted for, lives still part a little: a no counts until the visit ends.
constexpr double tolerance = 0.05;

/// A published share of unwanted recommendations that a button prevents, give or take five points.
FactCheck published(const char* id, double share) {
    return {.id = id,
            .unit = "share",
            .expected = {share - tolerance, share + tolerance},
            .without_cause = {-tolerance, tolerance}};
}
/// At least a point: buttons that are the same differ by nothing.
FactCheck more(const char* id) {
    return {
        .id = id, .unit = "points", .expected = {.lower = 0.01}, .without_cause = {-tolerance, tolerance}};
}

} // namespace

FactSpec controls_fact() {
    return {.id = "controls",
            .source = "Mozilla 2022 (22,722 volunteers): dislike prevents 12 % of unwanted recommendations, "
                      "not interested 11 %, remove from history 29 %, do not recommend channel 43 %; Wang et "
                      "al., RecSys 2023: learning from a no makes a service more responsive",
            .checks = {published("not_interested", 0.11),
                       published("dislike", 0.12),
                       published("history", 0.29),
                       published("source", 0.43),
                       more("history_over_item"),
                       more("source_over_history"),
                       more("ladder_over_item"),
                       {.id = "fewer_repeats",
                        .unit = "change",
                        .expected = {.upper = -0.01},
                        .without_cause = {-tolerance, tolerance}}},
            .arms = {{"usual-people", {}},
                     {"nobody-may-be-adjusted-for", {"world.consent.adjust=0"}},
                     {arm_of[nothing],
                      {"deescalation.conversation=false", "deescalation.item_days=0", "answers.tap=0"},
                      "no-deescalation"},
                     {arm_of[not_interested], {}, "platform-not-interested"},
                     {arm_of[dislike], {}, "platform-dislike"},
                     {arm_of[history], {}, "platform-remove-history"},
                     {arm_of[source], {}, "platform-do-not-recommend"},
                     {arm_of[ladder], {}, "default"}},
            .quick = {.seeds = 4, .users = 2000, .days = 45, .items = 1000},
            .full = {.seeds = 12, .users = 4000, .days = 60, .items = 1000},
            .measure = measure,
            .weight = 12};
}

} // namespace attune
