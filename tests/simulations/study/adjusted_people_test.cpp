// People picked out of a run with their lists before and after an answer: as the log has them, and no other.
#include "core/base/random.h"
#include "core/recommender/recommender.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/adjusted_words.h"
#include "simulations/study/loop_watched.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/diary.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

/// What one person does and sees, slate by slate.
struct Life {
    UserId user;
    std::vector<LoggedEvent> log;
    std::uint32_t visit = 0, slate = 0;
    double hours = 30;

    explicit Life(std::uint32_t number, double from = 30)
        : user(number)
        , hours(from) {
        LoggedEvent consent{.kind = LoggedKind::consent, .user = user, .hours = 1};
        consent.consent.status[static_cast<std::size_t>(Purpose::adjust_my_recommendations)] =
            ConsentStatus::given;
        log.push_back(consent);
    }
    LoggedEvent& add(LoggedEvent event) {
        event.user = user;
        event.visit = visit;
        event.slate = slate == 0 ? 0 : slate - 1;
        event.hours = hours;
        return log.emplace_back(event);
    }
    void sees(std::initializer_list<std::uint32_t> items) {
        ++slate;
        hours += 0.1;
        std::uint8_t rank = 0;
        for (const std::uint32_t item : items)
            add({.kind = LoggedKind::impression, .item = ItemId(item), .rank = rank++});
    }
    void step(LoopState from, LoopState to, std::uint32_t category = 0) {
        add({.kind = LoggedKind::episode, .category = CategoryId(category), .from = from, .to = to});
    }
    /// An overt sign: the episode opens, resting on two signs.
    void objects(std::uint32_t item, std::uint32_t category = 0) {
        add({.kind = LoggedKind::feedback, .item = ItemId(item), .feedback = FeedbackKind::not_interested});
        step(LoopState::stable, LoopState::acknowledge, category);
        for (const auto& [evidence, nats] :
             {std::pair{Evidence::not_interested, 1.25F}, {Evidence::passed_over, 0.5F}})
            add({.kind = LoggedKind::basis,
                 .item = ItemId(item),
                 .category = CategoryId(category),
                 .evidence = evidence,
                 .value = nats});
    }
    /// The offer is logged before the steps it leads to.
    void chooses(OfferChoice choice, std::uint32_t item, std::uint32_t category = 0,
                 std::uint32_t visits = 0) {
        add({.kind = LoggedKind::offer,
             .item = ItemId(item),
             .choice = choice,
             .category = CategoryId(category),
             .value = 0.1F,
             .slates = visits});
        step(LoopState::acknowledge, LoopState::clarify, category);
        if (!accepts(choice)) return step(LoopState::clarify, LoopState::cool_down, category);
        step(LoopState::clarify, LoopState::adjust, category);
        step(LoopState::adjust, LoopState::verify, category);
    }
    void leaves() {
        add({.kind = LoggedKind::session});
        ++visit;
        hours += 24;
    }
    /// A no, an answer on the same list, and the visit after it.
    void whole(OfferChoice choice) {
        sees({0, 4, 1});
        objects(0);
        chooses(choice, 0);
        sees({4, 5, 1});
        leaves();
        sees({5, 4, 2});
        leaves();
    }
};

std::vector<std::uint32_t> ids(const ShownList& list) {
    std::vector<std::uint32_t> all;
    for (const ItemId item : list.items)
        all.push_back(item.value);
    return all;
}

const AdjustedPeople::TagsOf no_tags = [](UserId) { return std::vector<Tag>(); };

std::vector<AdjustedPerson> read(std::initializer_list<const Life*> lives) {
    AdjustedPeople people(10);
    for (const Life* life : lives)
        people.take(life->log);
    return people.people(no_tags);
}

using Items = std::vector<std::uint32_t>;

bool same(const Tag& a, const Tag& b) {
    return a.kind == b.kind && a.author == b.author && a.which == b.which && a.of_topic == b.of_topic &&
           a.part == b.part && a.strength == b.strength && a.since == b.since && a.until == b.until &&
           a.signs == b.signs && a.sign_count == b.sign_count && a.belief == b.belief &&
           a.confidence == b.confidence;
}

/// Everything the log of one person says about an answer, looked up event by event.
struct Lookup {
    std::vector<LoggedEvent> own;

    Lookup(const std::vector<LoggedEvent>& log, UserId user) {
        for (const LoggedEvent& event : log)
            if (event.user == user) own.push_back(event);
    }
    std::vector<ItemId> list(std::uint32_t number) const {
        std::vector<ItemId> items;
        for (const LoggedEvent& event : own)
            if (event.kind == LoggedKind::impression && event.slate == number) items.push_back(event.item);
        return items;
    }
    /// Number of the first list of a later visit.
    std::optional<std::uint32_t> first_after(std::uint32_t visit) const {
        std::optional<std::uint32_t> first;
        for (const LoggedEvent& event : own)
            if (event.kind == LoggedKind::impression && event.visit > visit &&
                (!first || event.slate < *first))
                first = event.slate;
        return first;
    }
    /// Where the episode that leads to `answer` opened; position in `own`.
    std::size_t opening(const LoggedEvent& answer) const {
        std::size_t found = own.size();
        for (std::size_t e = 0; e < own.size(); ++e)
            if (own[e].kind == LoggedKind::episode && own[e].to == LoopState::acknowledge &&
                own[e].category == answer.category && own[e].slate <= answer.slate)
                found = e;
        return found;
    }
    /// The event that changed the lists of `told`; null if there is none.
    const LoggedEvent* answer(const AdjustedPerson& told) const {
        for (const LoggedEvent& event : own) {
            if (event.hours != told.answered) continue;
            const bool fallback = event.kind == LoggedKind::episode && event.to == LoopState::fallback;
            const bool said = (event.kind == LoggedKind::feedback || event.kind == LoggedKind::mute) &&
                              event.item == told.item;
            if (!told.by_choice && said) return &event;
            if (!told.by_choice) continue;
            const bool chosen = (event.kind == LoggedKind::offer || event.kind == LoggedKind::direction) &&
                                name(event.choice) == name(told.adjustment);
            if (told.adjustment == Adjustment::fallback ? fallback : chosen) return &event;
        }
        return nullptr;
    }
};

void verify_as_logged(const AdjustedPerson& told, const std::vector<LoggedEvent>& log) {
    const Lookup lookup(log, told.user);
    const LoggedEvent* answer = lookup.answer(told);
    QVERIFY(answer);
    const bool direction = answer->kind == LoggedKind::direction;
    QCOMPARE(told.category.has_value(), told.by_choice && !direction);
    std::uint32_t before = answer->slate;
    if (told.by_choice && !direction) {
        const std::size_t opened = lookup.opening(*answer);
        QVERIFY(opened < lookup.own.size());
        if (told.adjustment != Adjustment::fallback) before = lookup.own[opened].slate;
        std::vector<Sign> basis;
        for (std::size_t e = opened + 1; e < lookup.own.size() && lookup.own[e].kind == LoggedKind::basis;
             ++e)
            basis.push_back({lookup.own[e].evidence, lookup.own[e].value});
        QVERIFY(!basis.empty());
        QVERIFY(told.basis == basis);
    }
    QVERIFY(told.before.items == lookup.list(before));
    QVERIFY(told.next.items == lookup.list(answer->slate + 1));
    const auto later = lookup.first_after(answer->visit);
    QCOMPARE(told.next_visit.shown(), later.has_value());
    if (later) QVERIFY(told.next_visit.items == lookup.list(*later));
    QVERIFY(told.before.hours <= told.answered && told.next.hours >= told.answered);
    if (told.adjustment == Adjustment::fallback || !told.by_choice) return;
    QCOMPARE(told.visits, answer->slates);
    if (told.visits > 0) QCOMPARE(told.promised, answer->value);
    if (!told.kept) return;
    const auto due = std::find_if(lookup.own.begin(), lookup.own.end(), [&](const LoggedEvent& event) {
        return event.kind == LoggedKind::promise && event.category == told.category &&
               event.hours > told.answered;
    });
    QVERIFY(due != lookup.own.end() && due->kept == told.kept && due->value == told.came);
}

} // namespace

class Adjusted_people_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_answer_promise_and_basis_are_the_logged_ones() {
        Life life(7);
        life.sees({0, 4, 1});
        life.objects(0);
        life.sees({1, 4, 5}); // the offer waits for its moment
        life.chooses(OfferChoice::fewer, 0, 0, 1);
        const double answered = life.hours;
        life.sees({4, 5, 1});
        life.sees({3, 2, 4});
        life.leaves();
        life.sees({5, 4, 2});
        life.sees({5, 4, 3});
        LoggedEvent& due = life.add({.kind = LoggedKind::promise, .category = CategoryId(0), .kept = true});
        due.value = 0.05F;
        life.leaves();
        const auto people = read({&life});
        QCOMPARE(people.size(), 1U);
        const AdjustedPerson& told = people[0];
        QCOMPARE(told.user.value, 7U);
        QVERIFY(told.adjustment == Adjustment::fewer && told.category == CategoryId(0));
        QVERIFY(told.item == ItemId(0));
        QCOMPARE(ids(told.before), (Items{0, 4, 1}));
        QCOMPARE(ids(told.next), (Items{4, 5, 1}));
        QCOMPARE(ids(told.next_visit), (Items{5, 4, 2}));
        QCOMPARE(told.answered, answered);
        QVERIFY(told.visits == 1 && told.promised == 0.1F && told.kept == true && told.came == 0.05F);
        QVERIFY(told.basis ==
                (std::vector<Sign>{{Evidence::not_interested, 1.25F}, {Evidence::passed_over, 0.5F}}));
    }

    void each_choice_is_its_adjustment_data() {
        QTest::addColumn<OfferChoice>("choice");
        QTest::addColumn<QString>("adjustment");
        QTest::newRow("fewer") << OfferChoice::fewer << "fewer";
        QTest::newRow("another topic") << OfferChoice::other_topic << "other_topic";
        QTest::newRow("pause") << OfferChoice::pause_source << "pause_source";
        QTest::newRow("no thanks") << OfferChoice::decline << "unasked";
        QTest::newRow("stop") << OfferChoice::stop << "unasked";
    }
    void each_choice_is_its_adjustment() {
        QFETCH(OfferChoice, choice);
        QFETCH(QString, adjustment);
        Life life(1);
        life.whole(choice);
        const auto people = read({&life});
        QCOMPARE(people.size(), 1U);
        QCOMPARE(people[0].by_choice, accepts(choice));
        QCOMPARE(people[0].basis.size(), 2U);
        const std::string_view told = name(people[0].adjustment);
        QCOMPARE(QString::fromUtf8(told.data(), static_cast<qsizetype>(told.size())), adjustment);
    }

    void a_direction_is_about_no_topic() {
        Life life(1);
        life.sees({0, 4, 1});
        life.add({.kind = LoggedKind::direction,
                  .pattern = Pattern::misalignment,
                  .choice = OfferChoice::cheaper});
        life.leaves();
        life.sees({5, 4, 2});
        life.leaves();
        const auto people = read({&life});
        QCOMPARE(people.size(), 1U);
        QVERIFY(people[0].adjustment == Adjustment::cheaper && !people[0].category && !people[0].item);
        QCOMPARE(ids(people[0].before), (Items{0, 4, 1}));
        // The answer came last in its visit: the next list is the next visit's.
        QVERIFY(people[0].next == people[0].next_visit && people[0].next.shown());
    }

    // A no of which nothing is asked is told of too; what somebody chose later is told instead of it, and
    // what they chose before stays.
    void a_no_alone_is_told_unless_something_was_chosen_data() {
        QTest::addColumn<QString>("order");
        QTest::addColumn<QString>("adjustment");
        QTest::newRow("a no") << "n"
                              << "unasked";
        QTest::newRow("a mute") << "m"
                                << "pause_source";
        QTest::newRow("a no, then a choice") << "nc"
                                             << "fewer";
        QTest::newRow("a choice, then a no") << "cn"
                                             << "fewer";
        QTest::newRow("two noes") << "nn"
                                  << "unasked";
    }
    void a_no_alone_is_told_unless_something_was_chosen() {
        QFETCH(QString, order);
        QFETCH(QString, adjustment);
        Life life(1);
        for (const QChar what : order) {
            if (what == u'c') {
                life.whole(OfferChoice::fewer);
                continue;
            }
            life.sees({0, 4, 1});
            life.add(what == u'm' ? LoggedEvent{.kind = LoggedKind::mute, .item = ItemId(4)}
                                  : LoggedEvent{.kind = LoggedKind::feedback,
                                                .item = ItemId(4),
                                                .feedback = FeedbackKind::not_interested});
            life.sees({0, 2, 1});
            life.leaves();
            life.sees({0, 3, 1});
            life.leaves();
        }
        const auto people = read({&life});
        QCOMPARE(people.size(), 1U);
        const std::string_view told = name(people[0].adjustment);
        QCOMPARE(QString::fromUtf8(told.data(), static_cast<qsizetype>(told.size())), adjustment);
        if (adjustment == u"fewer") return;
        QVERIFY(people[0].item == ItemId(4) && people[0].basis.empty() && !people[0].by_choice);
        QCOMPARE(ids(people[0].before), (Items{0, 4, 1}));
        QCOMPARE(ids(people[0].next), (Items{0, 2, 1}));
        QCOMPARE(ids(people[0].next_visit), (Items{0, 3, 1}));
    }

    void signs_that_disagree_are_shown_with_the_list_they_disagreed_on() {
        Life life(1);
        life.sees({0, 4, 1});
        life.objects(0);
        life.chooses(OfferChoice::fewer, 0, 0, 9);
        life.sees({1, 4, 5});
        life.step(LoopState::verify, LoopState::fallback);
        life.sees({1, 2, 3});
        life.leaves();
        life.sees({2, 3, 4});
        life.leaves();
        const auto people = read({&life});
        QCOMPARE(people.size(), 1U);
        QVERIFY(people[0].adjustment == Adjustment::fallback && people[0].visits == 0);
        QCOMPARE(ids(people[0].before), (Items{1, 4, 5}));
        QCOMPARE(ids(people[0].next), (Items{1, 2, 3}));
        QCOMPARE(ids(people[0].next_visit), (Items{2, 3, 4}));
        QCOMPARE(people[0].basis.size(), 2U);
    }

    // The last two who could be followed, and nobody twice; the chosen ones are not those it went well for.
    void the_last_of_each_kind_are_told_of() {
        Life first(1), second(2), third(3), again(2, 900);
        for (Life* life : {&first, &second, &third, &again})
            life->whole(OfferChoice::fewer);
        again.log.erase(again.log.begin());
        Life paused(4), on_the_way(5), never_back(6);
        paused.whole(OfferChoice::pause_source);
        for (Life* life : {&on_the_way, &never_back}) {
            life->sees({0, 4, 1});
            life->objects(0);
            life->chooses(OfferChoice::pause_source, 0);
            if (life == &on_the_way) life->sees({4, 5, 1});
            life->leaves();
        }
        const auto people = read({&first, &second, &third, &again, &never_back, &on_the_way, &paused});
        Items users;
        for (const AdjustedPerson& one : people)
            users.push_back(one.user.value);
        QCOMPARE(users, (Items{2, 3, 4, 5}));
        QVERIFY(people[0].answered > 900);
        QVERIFY(!people[3].next_visit.shown());
    }

    void who_takes_the_permission_back_is_not_followed_data() {
        QTest::addColumn<bool>("for_the_visit");
        QTest::newRow("taken back") << false;
        QTest::newRow("given for the visit alone") << true;
    }
    void who_takes_the_permission_back_is_not_followed() {
        QFETCH(bool, for_the_visit);
        Life life(1);
        if (for_the_visit) life.log.clear();
        life.sees({0, 4, 1});
        life.objects(0);
        life.chooses(OfferChoice::fewer, 0);
        life.sees({4, 5, 1});
        if (!for_the_visit) life.add({.kind = LoggedKind::consent});
        life.leaves();
        life.sees({4, 5, 1});
        life.leaves();
        QVERIFY(read({&life}).empty());
    }

    // In a run of the engine: what is told is what was logged, and what is changed is what the recommender
    // says; on one thread as on three.
    void a_run_is_told_as_it_was() {
        LoadedScenario loaded = small_scenario(300, 40, 200);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const Policy policy;
        const std::uint64_t seed = seed_of(loaded.scenario, 0);
        const auto world = world_of(loaded, seed);
        RunRequest request = request_for(loaded, policy, *world, seed, {});
        std::vector<LoggedEvent> log;
        request.log = [&](std::span<const LoggedEvent> events) {
            log.insert(log.end(), events.begin(), events.end());
        };
        auto run = Simulation::start(request);
        VERIFY_OK(run);
        run->run_until(request.days);
        SimulateOptions options;
        options.threads = 3;
        const auto watched = watch_loop(loaded, policy, options);
        VERIFY_OK(watched);
        const std::vector<AdjustedPerson>& people = watched->adjusted.people;
        std::set<std::uint32_t> users;
        std::set<Adjustment> kinds;
        std::size_t tags = 0, based = 0;
        for (const AdjustedPerson& told : people) {
            QVERIFY(users.insert(told.user.value).second);
            kinds.insert(told.adjustment);
            verify_as_logged(told, log);
            const std::vector<Tag> own = run->recommender().tags(told.user, request.days * 24.0);
            QVERIFY(std::equal(told.tags.begin(), told.tags.end(), own.begin(), own.end(), same));
            tags += own.size();
            for (const Tag& tag : own)
                based += tag.sign_count > 0 ? 1 : 0;
        }
        QVERIFY(people.size() <= adjustment_count * AdjustedPeople::of_each);
        QVERIFY2(
            kinds.size() >= 3 && tags > 5 && based > 0,
            qPrintable(
                QStringLiteral("%1 kinds, %2 tags, %3 with a basis").arg(kinds.size()).arg(tags).arg(based)));
        options.threads = 1;
        const auto alone = watch_loop(loaded, policy, options);
        VERIFY_OK(alone);
        QCOMPARE(lists_csv(alone->adjusted), lists_csv(watched->adjusted));
        QCOMPARE(tags_csv(alone->adjusted, Text::english()), tags_csv(watched->adjusted, Text::english()));
    }
};
ATTUNE_TEST(Adjusted_people_test);

#include "adjusted_people_test.moc"
