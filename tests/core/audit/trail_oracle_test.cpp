// A random trail, sound in places and broken in others: the audit in one pass and the slow oracle that looks
// back over everything agree on every event that breaks anything.
#include "core/base/random.h"
#include "tests/core/audit/trail_log.h"
#include "tests/core/audit/trail_oracle.h"
#include "tests/support/test.h"

#include <QElapsedTimer>

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

namespace {

/// Numbers one after the other; a test needs no addresses.
class Dice {
public:
    explicit Dice(std::uint64_t seed)
        : state_(seed) {}
    std::uint32_t below(std::uint32_t n) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return static_cast<std::uint32_t>((z ^ (z >> 31U)) % n);
    }
    bool one_in(std::uint32_t n) { return below(n) == 0; }
    template <typename T>
    T of(std::initializer_list<T> some) {
        return some.begin()[below(static_cast<std::uint32_t>(some.size()))];
    }
    template <typename Code>
    Code any(std::size_t count) {
        return static_cast<Code>(below(static_cast<std::uint32_t>(count)));
    }

private:
    std::uint64_t state_;
};

/// One person on the way through a random trail.
struct Walk {
    std::int64_t time_ms = 0;
    std::uint32_t visit = 0;
    std::map<Purpose, State> state;
    std::map<Purpose, std::uint64_t> consent;
};

constexpr Purpose purposes[] = {Purpose::adjust_my_recommendations,
                                Purpose::adjust_this_session,
                                Purpose::improve_models,
                                Purpose::quality_and_safety,
                                Purpose::deliver_service,
                                Purpose::keep_my_comments,
                                Purpose::fairness_audit};

Event consent_step(Dice& dice, Walk& walk, Event event) {
    event.purpose = purposes[dice.below(std::size(purposes))];
    State& state = walk.state[event.purpose];
    event.from = dice.one_in(60) ? dice.any<State>(state_count) : state;
    if (permits(event.from)) {
        event.to =
            dice.of({State::withdrawn, State::withdrawn, State::renewed, State::renewed, State::renewed,
                     State::renewed, State::expired, State::terminated, State::invalidated});
        event.method = Method::settings;
    } else {
        event.to = dice.of({State::requested, State::given, State::given, State::given, State::given,
                            State::given, State::refused, State::deferred});
        event.method = event.from == State::requested ? Method::notice : Method::settings;
    }
    event.entity = dice.one_in(40) ? dice.any<Entity>(entity_count) : Entity::person;
    if (dice.one_in(40)) event.method = dice.any<Method>(method_count);
    event.notice = static_cast<std::uint8_t>(dice.one_in(50) ? 100 : dice.below(4));
    state = event.to;
    walk.consent[event.purpose] = permits(event.to) ? event.seq : 0;
    return event;
}

std::uint64_t rests_on(Dice& dice, Walk& walk, Purpose purpose, std::uint64_t seq) {
    if (dice.one_in(50)) return dice.below(static_cast<std::uint32_t>(seq));
    return walk.consent[purpose];
}

struct Used {
    Purpose purpose;
    Signal signal;
    Module module;
};
/// A use of the purpose that the matrix has.
Used usual(Dice& dice, Purpose purpose) {
    switch (purpose) {
    case Purpose::adjust_this_session:
        return {purpose, Signal::thumb, Module::ranking};
    case Purpose::improve_models:
        return {purpose, dice.one_in(2) ? Signal::pick : Signal::depth, Module::training};
    case Purpose::quality_and_safety:
        return {purpose, Signal::stars, Module::integrity};
    case Purpose::deliver_service:
        return {purpose, Signal::impression, Module::ranking};
    case Purpose::keep_my_comments:
        return {purpose, Signal::free_text, Module::comments};
    case Purpose::fairness_audit:
        return {purpose, Signal::demographic_group, Module::measurement};
    default:
        return {purpose, Signal::thumb, Module::preference};
    }
}

Event step(Dice& dice, Walk& walk, Event event) {
    const auto today = static_cast<std::uint16_t>(walk.time_ms / day_ms);
    const auto some_purpose = [&] {
        // Mostly one that is permitted now.
        for (int i = 0; i < 3; ++i) {
            const Purpose purpose = purposes[dice.below(std::size(purposes))];
            if (permits(walk.state[purpose])) return purpose;
        }
        return purposes[dice.below(std::size(purposes))];
    };
    const auto fields = fields_of(event.kind);
    if ((fields & field::visit) != 0) event.visit = dice.one_in(30) ? walk.visit + 1 : walk.visit;
    if ((fields & field::purpose) != 0) event.purpose = some_purpose();
    // Mostly what the matrix has.
    const Used used = usual(dice, event.kind == Kind::captured || event.kind == Kind::swept ? some_purpose()
                                                                                            : event.purpose);
    if ((fields & field::signal) != 0)
        event.signal = dice.one_in(12) ? dice.any<Signal>(signal_count) : used.signal;
    if ((fields & field::module) != 0)
        event.module = dice.one_in(12) ? dice.any<Module>(module_count) : used.module;
    if (event.kind == Kind::read) {
        event.decision = dice.one_in(6) ? Decision::refused : Decision::allowed;
        event.rows = dice.below(event.decision == Decision::allowed || dice.one_in(20) ? 3 : 1);
        event.newest_day = static_cast<std::uint16_t>(dice.one_in(10) ? dice.below(200) : today);
    }
    if (event.kind == Kind::privacy_signal) event.number = dice.below(2);
    if (event.kind == Kind::swept) event.rows = dice.below(3);
    if (event.kind == Kind::forgotten) event.rows = dice.below(dice.one_in(3) ? 4 : 1);
    if ((fields & field::oldest_day) != 0) {
        const std::uint32_t back = dice.one_in(10) ? dice.below(400) : dice.below(90);
        event.oldest_day = static_cast<std::uint16_t>(today > back ? today - back : 0);
    }
    if (event.kind == Kind::captured)
        event.newest_day = static_cast<std::uint16_t>(dice.one_in(40) ? dice.below(400) : today);
    if ((fields & field::purposes) != 0)
        event.purposes = static_cast<std::uint16_t>(
            dice.one_in(20) ? dice.below(1U << purpose_count)
                            : 1U << static_cast<unsigned>(event.kind == Kind::forgotten
                                                              ? purposes[dice.below(std::size(purposes))]
                                                              : some_purpose()));
    if (event.kind == Kind::forgotten && dice.one_in(2)) event.purposes = (1U << purpose_count) - 1;
    if (event.kind == Kind::captured && !dice.one_in(10))
        event.purposes = static_cast<std::uint16_t>(1U << static_cast<unsigned>(used.purpose));
    if (event.kind == Kind::derived)
        event.mask =
            dice.one_in(10) ? dice.below(1U << signal_count) : 1U << static_cast<unsigned>(used.signal);
    if (event.kind == Kind::question) event.form = dice.of<std::uint8_t>({0, 0, 1, 2, 8, 9});
    if (event.kind == Kind::opted_out || event.kind == Kind::opted_in)
        event.form = dice.of<std::uint8_t>({0, 1, 2, 8, 255});
    if ((fields & field::relies_on) != 0 && event.kind != Kind::erased &&
        (event.kind != Kind::read || event.decision == Decision::allowed))
        event.relies_on = rests_on(dice, walk, event.purpose, event.seq);
    return event;
}

std::vector<Event> random_trail(std::size_t count, std::uint32_t people, std::uint64_t seed) {
    Dice dice(seed);
    std::vector<Event> events;
    std::vector<Walk> walks;
    const auto begin = [&] {
        // Little room, and devices that are heeded where much is done.
        Event event = begin_event(begin_text([](Json& text) {
            text["rows_kept"] = 5;
            for (const char* purpose : {"adjust_my_recommendations", "adjust_this_session", "improve_models"})
                text["matrix"]["purposes"][purpose]["heeds_global_signal"] = true;
        }));
        event.seq = events.size() + 1;
        events.push_back(event);
        walks.assign(people, {});
    };
    begin();
    while (events.size() < count) {
        if (events.size() == count / 2) begin();
        Event event;
        event.seq = events.size() + 1;
        if (dice.one_in(std::max(
                500U, static_cast<std::uint32_t>(count / 200)))) { // the oracle looks far back for each
            event.kind = Kind::trained;
            event.rows = dice.below(40);
            event.relies_on = dice.one_in(10) ? dice.below(1000) : event.seq - 1 - dice.below(20) % event.seq;
            events.push_back(event);
            continue;
        }
        event.person = dice.below(people);
        Walk& walk = walks[event.person];
        walk.time_ms += dice.below(dice.one_in(4) ? 12U * 86'400'000U : 900'000U);
        event.time_ms = walk.time_ms;
        event.kind =
            dice.of({Kind::consent,       Kind::consent,  Kind::captured,  Kind::captured,  Kind::read,
                     Kind::read,          Kind::read,     Kind::derived,   Kind::slate,     Kind::slate,
                     Kind::adjusted,      Kind::question, Kind::forgotten, Kind::forgotten, Kind::swept,
                     Kind::visit,         Kind::undone,   Kind::erased,    Kind::opted_out, Kind::opted_in,
                     Kind::privacy_signal});
        if (event.kind == Kind::visit) event.visit = ++walk.visit;
        events.push_back(event.kind == Kind::consent ? consent_step(dice, walk, event)
                         : event.kind == Kind::visit ? event
                                                     : step(dice, walk, event));
    }
    return events;
}

} // namespace

class Trail_oracle_test : public QObject {
    Q_OBJECT

private slots:
    void the_audit_finds_what_the_oracle_finds_data() {
        QTest::addColumn<int>("events");
        QTest::addColumn<int>("people");
        QTest::newRow("few people, long histories") << 20'000 << 60;
        QTest::newRow("many people") << sized(100'000, 1'000'000) << sized(1'500, 15'000);
    }
    void the_audit_finds_what_the_oracle_finds() {
        QFETCH(int, events);
        QFETCH(int, people);
        const std::vector<Event> trail =
            random_trail(static_cast<std::size_t>(events), static_cast<std::uint32_t>(people), 7);
        for (const Event& event : trail)
            QVERIFY2(misuse_of(event).empty(), std::string(misuse_of(event)).c_str());
        Hasher hasher;
        const auto rules = read_rules(trail[0].text, hasher);
        VERIFY_OK(rules);
        const OracleVerdict slow = slow_verdict(trail, *rules);
        QElapsedTimer clock;
        clock.start();
        const TrailVerdict fast = judge(trail);
        const double microseconds = static_cast<double>(clock.nsecsElapsed()) / 1000.0 / events;
        qInfo("%.2f us an event", microseconds);
        std::size_t reasons = 0;
        for (std::size_t i = 0; i < invariant_count; ++i) {
            const std::string name(id(static_cast<Invariant>(i)));
            const auto& wanted = slow.broken[i];
            QVERIFY2(fast.invariants[i].failures == static_cast<std::int64_t>(wanted.size()),
                     (name + ": " + std::to_string(fast.invariants[i].failures) + ", the oracle " +
                      std::to_string(wanted.size()))
                         .c_str());
            // The first cases are the oracle's.
            for (const Finding& one : fast.invariants[i].findings)
                QVERIFY2(
                    wanted.contains({one.seq, one.reason}),
                    (name + " " + std::string(word(one.reason)) + " " + std::to_string(one.seq)).c_str());
            std::set<Reason> kinds;
            for (const auto& [seq, reason] : wanted)
                kinds.insert(reason);
            reasons += kinds.size();
        }
        // Nearly everything that can be broken was, and not by every event.
        QVERIFY2(reasons >= 34, std::to_string(reasons).c_str());
        QVERIFY(fast.of(Invariant::consent_at_use).failures < fast.of(Invariant::consent_at_use).checked);
    }
};

ATTUNE_TEST(Trail_oracle_test);

#include "trail_oracle_test.moc"
