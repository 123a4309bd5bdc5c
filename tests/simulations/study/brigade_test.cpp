// What a brigade does to its target: against sums over the raw events, with planted faults, and property P12
// of the de-escalation proposal on the scenario that ships.
#include "core/base/random.h"
#include "simulations/study/brigade.h"
#include "simulations/study/library.h"
#include "simulations/study/loop_table.h"
#include "simulations/study/loop_targets.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 256, first = 3, end = 5, days = 8; ///< of the log written by hand
constexpr std::uint32_t target = 2;

/// Twelve items of four providers; the third has most.
Catalogue small_catalogue() {
    Catalogue catalogue;
    catalogue.provider_groups = {"all"};
    for (const char* name : {"a", "b", "c", "d"})
        catalogue.providers.push_back({name, ProviderGroupId(0)});
    for (const std::uint32_t provider : {0U, 1U, 2U, 2U, 2U, 2U, 2U, 3U, 3U, 0U, 1U, 1U})
        catalogue.items.push_back({.category = CategoryId(0), .provider = ProviderId(provider)});
    return catalogue;
}

std::vector<bool> some_members() {
    std::vector<bool> member(users);
    for (std::size_t u = 0; u < member.size(); ++u)
        member[u] = u % 9 == 4;
    return member;
}

/// Everybody sees five things a day, by lot.
std::vector<LoggedEvent> by_lot(std::uint64_t seed) {
    std::vector<LoggedEvent> log;
    for (std::uint32_t u = 0; u < users; ++u)
        for (std::uint32_t day = 0; day < days; ++day)
            for (std::uint8_t rank = 0; rank < 5; ++rank) {
                const Words words = words_at(stream_key(seed, u), Stream::person, day, rank);
                log.push_back({.kind = LoggedKind::impression,
                               .user = UserId(u),
                               .hours = 24.0 * day + 9,
                               .item = ItemId(words[0] % 12),
                               .rank = rank});
                if (rank == 0) log.push_back({.kind = LoggedKind::session, .user = UserId(u)});
            }
    return log;
}

TargetExposure exposure_in(const Catalogue& catalogue, const std::vector<LoggedEvent>& acting,
                           const std::vector<LoggedEvent>& peaceful) {
    TargetExposure exposure(catalogue, some_members(), first, end);
    exposure.take(acting, true);
    exposure.take(peaceful, false);
    return exposure;
}

double plain_share(const Catalogue& catalogue, const std::vector<LoggedEvent>& log, bool members,
                   bool after) {
    double of_target = 0, all = 0;
    for (const LoggedEvent& event : log) {
        const double day = event.hours / 24;
        if (event.kind != LoggedKind::impression || (event.user.value % 9 == 4) != members ||
            day < (after ? end : first) || day >= (after ? days : end))
            continue;
        const double place = std::round(65536.0 / std::log2(event.rank + 2.0));
        all += place;
        if (catalogue.items[event.item.value].provider.value == target) of_target += place;
    }
    return of_target / all;
}

const LoopMeasure& of(const std::vector<LoopMeasure>& measures, const std::string& key) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const LoopMeasure& measure) { return measure.key == key; });
    if (found == measures.end()) throw std::runtime_error("no measure " + key);
    return *found;
}

/// The scenario that ships, small and soon over.
LoadedScenario shipped_brigade(int people) {
    LoadedScenario loaded = *find_scenario("brigade", nullptr);
    loaded.scenario.users = people;
    loaded.scenario.items =
        100; // few items, well known: what is left of chance is less than one in a hundred
    loaded.scenario.days = 16;
    loaded.scenario.assumptions.brigade_day = 8;
    loaded.scenario.assumptions.brigade_days = 5;
    return loaded;
}

std::vector<LoopMeasure> measured(const LoadedScenario& scenario, const Policy& policy, int replications) {
    BrigadeMeasures brigade;
    SimulateOptions options;
    options.threads = 2;
    for (int r = 0; r < replications; ++r) {
        int passed = 0;
        const auto runs = run_brigade(scenario, policy, r, options, [&] { ++passed; });
        if (!runs) throw std::runtime_error(to_line(runs.error()));
        if (passed != brigade_days(scenario.scenario)) throw std::runtime_error("other days than announced");
        brigade.add(**runs);
    }
    std::vector<LoopMeasure> measures;
    brigade.write(measures);
    for (LoopMeasure& measure : measures)
        judge(measure);
    return measures;
}

QByteArray told(const LoopMeasure& measure) {
    return QString("%1: %2 (%3 to %4)")
        .arg(QString::fromStdString(measure.key))
        .arg(measure.value.value)
        .arg(measure.value.lower)
        .arg(measure.value.upper)
        .toUtf8();
}

} // namespace

class Brigade_test : public QObject {
    Q_OBJECT
private slots:
    void exposure_equals_that_of_the_raw_events() {
        const Catalogue catalogue = small_catalogue();
        const auto acting = by_lot(1), peaceful = by_lot(2);
        const TargetExposure exposure = exposure_in(catalogue, acting, peaceful);
        for (const bool members : {false, true})
            for (const bool after : {false, true}) {
                const SeenBy by = members ? SeenBy::members : SeenBy::others;
                const SeenWhen when = after ? SeenWhen::after : SeenWhen::attack;
                const double with = plain_share(catalogue, acting, members, after);
                const double without = plain_share(catalogue, peaceful, members, after);
                QVERIFY(std::abs(exposure.share(by, when, true) - with) < 1e-12);
                QVERIFY(std::abs(exposure.share(by, when, false) - without) < 1e-12);
                const Estimate change = exposure.change(by, when);
                QVERIFY(std::abs(change.value - (with / without - 1)) < 1e-12);
                QVERIFY(change.lower < change.value && change.upper > change.value);
                QVERIFY(!exposure.empty(by, when));
            }
        QCOMPARE(exposure.people(SeenBy::members) + exposure.people(SeenBy::others), 1.0 * users);
        QCOMPARE(exposure.people(SeenBy::members), 28.0);
    }

    // Three in ten of the target's places given to others, for one group in one time alone.
    void a_planted_loss_is_found_where_it_is() {
        const Catalogue catalogue = small_catalogue();
        const auto peaceful = by_lot(1);
        auto acting = peaceful;
        int seen = 0;
        for (LoggedEvent& event : acting)
            if (event.kind == LoggedKind::impression && event.user.value % 9 != 4 &&
                event.hours >= 24 * first && event.hours < 24 * end &&
                catalogue.items[event.item.value].provider.value == target && ++seen % 10 < 3)
                event.item = ItemId(0);
        const TargetExposure exposure = exposure_in(catalogue, acting, peaceful);
        const Estimate change = exposure.change(SeenBy::others, SeenWhen::attack);
        QVERIFY2(std::abs(change.value + 0.3) < 0.02 && change.upper < -0.25,
                 qPrintable(QString::number(change.value)));
        QCOMPARE(exposure.change(SeenBy::others, SeenWhen::after).value, 0.0);
        QCOMPARE(exposure.change(SeenBy::members, SeenWhen::attack).value, 0.0);
    }

    // P12. With what spots brigades turned off, the same accounts take much from their target; with it, other
    // people see it as if the brigade were not there. The members' own lists follow them either way.
    void a_brigade_moves_little_for_others_data() {
        QTest::addColumn<bool>("spotting");
        QTest::newRow("as shipped") << true;
        QTest::newRow("without the protection") << false;
    }
    void a_brigade_moves_little_for_others() {
        QFETCH(bool, spotting);
        Policy policy;
        policy.spot_brigades = spotting;
        const auto measures = measured(shipped_brigade(sized(1500, 2500)), policy, sized(5, 12));
        const LoopMeasure &others = of(measures, "brigade_others"), &after = of(measures, "brigade_after");
        const LoopMeasure& members = of(measures, "brigade_members");
        QVERIFY2(members.value.upper < -0.1, told(members));
        if (spotting) {
            QVERIFY2(others.reached == Reached::reached, told(others));
            QVERIFY2(after.reached == Reached::reached, told(after));
            QVERIFY2(of(measures, "brigade_spotted").value.lower > 0.6,
                     told(of(measures, "brigade_spotted")));
            QVERIFY2(of(measures, "brigade_wrongly").value.upper < 0.02,
                     told(of(measures, "brigade_wrongly")));
        } else {
            QVERIFY2(others.reached == Reached::missed && others.value.upper < -0.03, told(others));
            QVERIFY2(after.reached == Reached::missed && after.value.upper < -0.03, told(after));
            QCOMPARE(of(measures, "brigade_spotted").value.value, 0.0);
        }
    }

    // The only way from members to others is what all learn from: where nobody lets models learn, others see
    // exactly the same.
    void without_shared_learning_others_see_the_same() {
        LoadedScenario scenario = shipped_brigade(500);
        scenario.scenario.assumptions.consent_improve = 0;
        Policy policy;
        policy.spot_brigades = false;
        const auto measures = measured(scenario, policy, 2);
        QCOMPARE(of(measures, "brigade_others").value.value, 0.0);
        QCOMPARE(of(measures, "brigade_after").value.value, 0.0);
        QVERIFY(of(measures, "brigade_members").value.value < 0);
        QCOMPARE(of(measures, "brigade_spotted").value.n, 0.0);
    }

    // Where nobody bands together, nothing is spotted, and learning is the same bit for bit.
    void ordinary_people_are_all_learned_from() {
        LoadedScenario scenario = small_scenario(600, 24, 200);
        scenario.scenario.assumptions.tap_rate = 0.1; // many noes
        Policy off;
        off.spot_brigades = false;
        const auto with = simulate_run(scenario, Policy{}, {});
        const auto without = simulate_run(scenario, off, {});
        VERIFY_OK(with);
        VERIFY_OK(without);
        QCOMPARE(with->fingerprint, without->fingerprint);
    }

    // One run says nothing about the chance in what it teaches everybody.
    void a_single_replication_is_not_judged() {
        const auto measures = measured(shipped_brigade(300), Policy{}, 1);
        const LoopMeasure& others = of(measures, "brigade_others");
        QVERIFY(std::isfinite(others.value.value) && std::isnan(others.value.lower));
        QVERIFY(others.reached == Reached::undecided);
    }

    void an_aim_with_two_ends_is_judged_by_the_whole_interval_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("reached");
        const auto row = [](const char* title, double lower, double upper, Reached reached) {
            QTest::newRow(title) << lower << upper << static_cast<int>(reached);
        };
        row("within", -0.01, 0.02, Reached::reached);
        row("below", -0.08, -0.03, Reached::missed);
        row("above", 0.03, 0.05, Reached::missed);
        row("over the lower end", -0.03, 0.0, Reached::undecided);
        row("over the upper end", 0.0, 0.03, Reached::undecided);
        row("over both", -0.1, 0.1, Reached::undecided);
    }
    void an_aim_with_two_ends_is_judged_by_the_whole_interval() {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, reached);
        LoopMeasure measure{.key = "brigade_others", .least = -0.02, .most = 0.02};
        measure.value.value = (lower + upper) / 2;
        measure.value.lower = lower;
        measure.value.upper = upper;
        judge(measure);
        QCOMPARE(static_cast<int>(measure.reached), reached);
    }

    // The rows stand in the table where there is a brigade, and only there.
    void rows_appear_where_there_is_a_brigade() {
        for (const bool brigade : {true, false}) {
            LoadedScenario scenario = shipped_brigade(130);
            if (!brigade) scenario.scenario.days = 8; // over before it begins
            QCOMPARE(has_brigade(scenario.scenario), brigade);
            SimulateOptions options;
            double done = 0;
            options.progress = [&](double now) {
                QVERIFY(now > done);
                done = now;
            };
            const auto measures = measure_loop(scenario, Policy{}, options);
            VERIFY_OK(measures);
            QVERIFY(std::abs(done - 1) < 1e-9);
            QCOMPARE(std::count_if(measures->begin(), measures->end(),
                                   [](const LoopMeasure& m) { return m.key.starts_with("brigade_"); }),
                     brigade ? 5 : 0);
            for (const auto& row : loop_table(*measures, Text::english()).rows)
                for (const std::string& cell : row)
                    QVERIFY2(!cell.empty() && !cell.starts_with('['), cell.c_str());
        }
    }
};

ATTUNE_TEST(Brigade_test);
#include "brigade_test.moc"
