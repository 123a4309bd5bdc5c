// What becomes of people after an overt sign, person by person on runs of the engine, against whole lives
// (episodes_oracle.h). By hand on short logs: episodes_test.cpp.
#include "simulations/study/episodes.h"
#include "simulations/study/loop_runs.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/episodes_oracle.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double rest = 7 * 24, rest_declined = 14 * 24;

bool same(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-9;
}
bool same(const Wait& a, const Wait& b) {
    return same(a.time, b.time) && a.end == b.end;
}

/// A run as it is handed out: day by day and block by block.
struct Lived {
    Observation observation;
    struct Part {
        std::vector<Felt> felt;
        std::vector<LoggedEvent> log;
    };
    std::vector<Part> parts;

    std::vector<LoggedEvent> log() const {
        std::vector<LoggedEvent> all;
        for (const Part& part : parts)
            all.insert(all.end(), part.log.begin(), part.log.end());
        return all;
    }
    std::vector<Felt> felt() const {
        std::vector<Felt> all;
        for (const Part& part : parts)
            all.insert(all.end(), part.felt.begin(), part.felt.end());
        return all;
    }
};

/// A run of everything that can happen and its twin, with all lives in them.
struct Subject {
    static constexpr int users = 450, days = 66;
    static constexpr double end = days * 24;
    WorldData world;
    Population population;
    Policy policy;
    Lived with, without;
    std::vector<Life> lives, twin_lives;

    Episodes::Setup setup() const {
        return {.world = &world,
                .people = population.people,
                .rest = rest,
                .rest_declined = rest_declined,
                .end = end};
    }
    Episodes read(const Lived& lived, const Episodes* treated = nullptr) const {
        Episodes episodes(setup());
        if (treated) episodes.beside(*treated);
        for (const Lived::Part& part : lived.parts) {
            episodes.feel(part.felt);
            episodes.take(part.log);
        }
        episodes.finish();
        return episodes;
    }
    LifeOracle oracle(const Life& life) const { return {life, world, end, rest, rest_declined}; }

    static const Subject& get() {
        static const Subject subject = [] {
            Assumptions assumptions;
            assumptions.tap_rate = 0.04;
            assumptions.mute_rate = 0.01;
            assumptions.churn_rate = 0.01;
            assumptions.return_rate = 0.05;
            assumptions.withdrawal_rate = 0.05;
            assumptions.response_to_offer = 3;
            assumptions.opt_out_rate = 0.02;
            Subject made;
            made.policy.cool_down = rest / 24;
            made.world = make_synthetic_world(assumptions, 200, 5);
            made.population = make_population(assumptions, made.world, users, 5);
            for (const bool twin : {false, true}) {
                Lived& lived = twin ? made.without : made.with;
                RunRequest request =
                    request_over(made.world, assumptions, twin ? without_answer(made.policy) : made.policy,
                                 users, days, 5);
                request.felt = [&](std::span<const Felt> felt) {
                    lived.parts.push_back({{felt.begin(), felt.end()}, {}});
                };
                request.log = [&](std::span<const LoggedEvent> events) {
                    lived.parts.back().log.assign(events.begin(), events.end());
                };
                lived.observation = observe(request);
            }
            made.lives = lives_of(made.with.log(), made.with.felt(), made.population.people);
            made.twin_lives = lives_of(made.without.log(), made.without.felt(), made.population.people);
            return made;
        }();
        return subject;
    }
};

QByteArray person(std::size_t user) {
    return "person " + QByteArray::number(static_cast<qulonglong>(user));
}

void compare(const FirstSign& measured, const FirstSign& expected, std::size_t user) {
    const QByteArray who = person(user);
    QVERIFY2(same(measured.hours, expected.hours), who);
    if (expected.hours < 0) return;
    QVERIFY2(measured.item == expected.item && measured.category == expected.category, who);
    QVERIFY2(std::abs(measured.satisfaction - expected.satisfaction) < 1e-6, who);
    QVERIFY2(same(measured.counted_from, expected.counted_from), who);
    QVERIFY2(same(measured.satisfaction_after, expected.satisfaction_after) ||
                 std::abs(measured.satisfaction_after - expected.satisfaction_after) < 1e-6,
             who);
    QVERIFY2(measured.enjoyed_in_day == expected.enjoyed_in_day, who);
    QVERIFY2(measured.enjoyed_in_week == expected.enjoyed_in_week, who);
    QVERIFY2(same(measured.rest_until, expected.rest_until), who);
    QVERIFY2(measured.back == expected.back, who);
    for (std::size_t d = 0; d < later_days.size(); ++d) {
        const auto &one = measured.later[d], &other = expected.later[d];
        QVERIFY2(same(one.satisfaction, other.satisfaction) ||
                     std::abs(one.satisfaction - other.satisfaction) < 1e-6,
                 who);
        QVERIFY2(same(one.trust, other.trust) || std::abs(one.trust - other.trust) < 1e-6, who);
        QVERIFY2(one.gone == other.gone && one.pairs == other.pairs && one.bad == other.bad, who);
    }
}

} // namespace

class Whole_lives_test : public QObject {
    Q_OBJECT
private slots:
    // DE-56, DE-58, DE-63, DE-64: SAR, RED, RCD and LST of every person, with an answer and in the twin.
    void first_signs_equal_those_of_whole_lives() {
        const Subject& subject = Subject::get();
        const Episodes with = subject.read(subject.with);
        const Episodes without = subject.read(subject.without, &with);
        int signs = 0, adjusted = 0, rested = 0, back = 0, gone = 0, unknown = 0, alike = 0;
        for (std::size_t u = 0; u < subject.lives.size(); ++u) {
            const FirstSign expected = subject.oracle(subject.lives[u]).first();
            compare(with.first()[u], expected, u);
            const FirstSign twin = subject.oracle(subject.twin_lives[u]).first(&expected);
            compare(without.first()[u], twin, u);
            signs += expected.hours >= 0 ? 1 : 0;
            adjusted += expected.counted_from > expected.hours ? 1 : 0;
            rested += expected.rest_until >= 0 ? 1 : 0;
            back += expected.back ? 1 : 0;
            gone += expected.later[0].gone ? 1 : 0;
            unknown += expected.hours >= 0 && std::isnan(expected.later[0].satisfaction) ? 1 : 0;
            alike += Episodes::same_sign(expected, twin) ? 1 : 0;
        }
        // Something of everything, so that nothing is equal by being empty.
        QVERIFY2(signs > 200 && adjusted > 15 && rested > 15 && back > 5 && gone > 5 && unknown > 5,
                 qPrintable(QString("%1 %2 %3 %4 %5 %6")
                                .arg(signs)
                                .arg(adjusted)
                                .arg(rested)
                                .arg(back)
                                .arg(gone)
                                .arg(unknown)));
        QVERIFY(alike > 100);
    }

    // DE-57: TTR of every episode, in hours and in items, with what censors it and what rules it out.
    void endings_equal_those_of_whole_lives() {
        const Subject& subject = Subject::get();
        const Episodes with = subject.read(subject.with);
        std::map<std::uint32_t, std::vector<Episodes::Ended>> measured;
        for (const Episodes::Ended& one : with.ended())
            measured[one.user].push_back(one);
        std::map<WaitEnd, int> ends;
        const auto order = [](const Episodes::Ended& a, const Episodes::Ended& b) {
            return std::tie(a.hours.time, a.items.time, a.hours.end) <
                   std::tie(b.hours.time, b.items.time, b.hours.end);
        };
        for (std::uint32_t u = 0; u < subject.lives.size(); ++u) {
            std::vector<Episodes::Ended> expected = subject.oracle(subject.lives[u]).endings(u);
            std::sort(expected.begin(), expected.end(), order);
            std::sort(measured[u].begin(), measured[u].end(), order);
            QVERIFY2(measured[u].size() == expected.size(), person(u));
            for (std::size_t e = 0; e < expected.size(); ++e) {
                QVERIFY2(same(measured[u][e].hours, expected[e].hours), person(u));
                QVERIFY2(same(measured[u][e].items, expected[e].items), person(u));
                ++ends[expected[e].hours.end];
            }
        }
        QVERIFY(ends[WaitEnd::reached] > 10 && ends[WaitEnd::ruled_out] > 30 && ends[WaitEnd::waiting] > 100);
    }

    // DTR of every person and category.
    void what_is_noticed_equals_whole_lives() {
        const Subject& subject = Subject::get();
        const Episodes with = subject.read(subject.with);
        std::map<std::uint32_t, std::vector<Episodes::Noticed>> measured;
        for (const Episodes::Noticed& one : with.noticed())
            measured[one.user].push_back(one);
        int reached = 0, waiting = 0;
        for (std::uint32_t u = 0; u < subject.lives.size(); ++u) {
            const auto expected = subject.oracle(subject.lives[u]).noticed(u);
            QVERIFY2(measured[u].size() == expected.size(), person(u));
            for (std::size_t e = 0; e < expected.size(); ++e) {
                QVERIFY2(same(measured[u][e].items, expected[e].items), person(u));
                QVERIFY2(same(measured[u][e].of_category, expected[e].of_category), person(u));
                (expected[e].items.end == WaitEnd::reached ? reached : waiting) += 1;
            }
        }
        QVERIFY(reached > 50 && waiting > 50);
    }

    // PPS, OPT and, from log and truth together, FAL: equal to the lives, and to what the engine counts.
    void who_is_spoken_to_equals_whole_lives() {
        const Subject& subject = Subject::get();
        const Episodes with = subject.read(subject.with);
        double offers = 0, mistaken = 0;
        std::vector<PromptsPerSession> sessions((Subject::users + block_size - 1) / block_size);
        for (std::size_t u = 0; u < subject.lives.size(); ++u) {
            const SpokenTo expected = subject.oracle(subject.lives[u]).spoken();
            const SpokenTo& measured = with.spoken_to()[u];
            QVERIFY2(measured.visits == expected.visits && measured.spoken == expected.spoken &&
                         measured.offers == expected.offers && measured.mistaken == expected.mistaken &&
                         measured.turned_off == expected.turned_off &&
                         measured.first_off == expected.first_off,
                     person(u));
            offers += expected.offers;
            mistaken += expected.mistaken;
            for (const int prompts : subject.oracle(subject.lives[u]).visits())
                sessions[u / block_size].add(prompts);
        }
        for (std::size_t b = 0; b < sessions.size(); ++b)
            QCOMPARE(with.sessions(b).visits, sessions[b].visits);
        Tallies counted;
        for (const Cluster& cluster : subject.with.observation.clusters)
            for (const GroupTallies& day : cluster.days)
                counted += day[0];
        QCOMPARE(offers, counted[Tally::topic_offers]);
        QCOMPARE(mistaken, counted[Tally::offers_false]);
        QVERIFY(offers > 100 && mistaken > 5);
    }
};

ATTUNE_TEST(Whole_lives_test);
#include "whole_lives_test.moc"
