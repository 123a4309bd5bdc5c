// Noes said by agreement: found when they come, left out of what all learn from, and nobody else's with them.
#include "core/base/random.h"
#include "core/recommender/preference/coordinated_noes.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>

using namespace attune;

namespace {

constexpr std::uint32_t providers = 8;
constexpr std::uint32_t target = 3;
constexpr int people = 600, attack = 20, last_day = 27;

/// What people said, day by day, as the histories would hold it.
struct Crowd {
    std::vector<std::vector<ToldOf>> told = std::vector<std::vector<ToldOf>>(people);

    /// Ordinary people: every day a share of them says no to something, and everybody sees three things.
    void live(int from, int to, float share = 0.05F) {
        for (std::uint32_t p = 0; p < people; ++p)
            for (int day = from; day <= to; ++day) {
                const Words words =
                    words_at(stream_key(7, p), Stream::person, static_cast<std::uint32_t>(day));
                for (std::uint32_t i = 0; i < 3; ++i)
                    told[p].push_back({(words[0] + i) % providers, day, false});
                if (uniform(words[1]) < share)
                    told[p].push_back({static_cast<std::uint32_t>(words[2] % providers), day, true});
            }
    }
    /// Person p says no to the provider so many times on a day.
    void says_no(std::uint32_t p, std::uint32_t provider, int day, int times) {
        for (int i = 0; i < times; ++i)
            told[p].push_back({provider, day, true});
    }

    struct Rows {
        std::vector<std::uint32_t> offsets{0};
        std::vector<ToldOf> told;
        std::vector<TrainingRow> rows;
        std::size_t of(std::uint32_t p) const { return offsets[p + 1] - offsets[p]; }
    };
    /// Rows as of a day; a row's item is its number.
    Rows rows(int day) const {
        Rows all;
        for (const auto& person : told) {
            for (const ToldOf& one : person)
                if (one.day <= day) {
                    all.rows.push_back({static_cast<std::uint32_t>(all.told.size()), -1, 1});
                    all.told.push_back(one);
                }
            all.offsets.push_back(static_cast<std::uint32_t>(all.told.size()));
        }
        return all;
    }
    /// Looks every third day, the last time on `day`.
    CoordinatedNoes looked(int day) const {
        CoordinatedNoes noes(providers);
        for (int at = day % 3; at <= day; at += 3) {
            const Rows now = rows(at);
            noes.look(now.offsets, now.told, at);
        }
        return noes;
    }
};

Crowd ordinary() {
    Crowd crowd;
    crowd.live(0, last_day);
    return crowd;
}

/// The first 30 say no to the target, `a_day` times on each of the days.
Crowd attacked(int a_day = 3, int days = 7) {
    Crowd crowd = ordinary();
    for (std::uint32_t p = 0; p < 30; ++p)
        for (int day = attack; day < attack + days; ++day)
            crowd.says_no(p, target, day, a_day);
    return crowd;
}

} // namespace

class Coordinated_noes_test : public QObject {
    Q_OBJECT
private slots:
    void ordinary_people_are_no_burst() {
        const Crowd crowd = ordinary();
        for (const int day : {2, 8, 14, 26})
            QVERIFY(crowd.looked(day).bursts().empty());
    }

    void a_brigade_is_found_on_its_first_day() {
        const CoordinatedNoes noes = attacked().looked(attack);
        QCOMPARE(noes.bursts().size(), 1U);
        QVERIFY((noes.bursts()[0] ==
                 CoordinatedNoes::Burst{target, attack - CoordinatedNoes::window + 1, attack}));
        // A week later it is still the same one, and longer.
        const CoordinatedNoes later = attacked().looked(attack + 6);
        QCOMPARE(later.bursts().size(), 1U);
        QCOMPARE(later.bursts()[0].last, attack + 6);
    }

    // All that members said in these days, of whomever, and nothing else.
    void what_members_said_in_these_days_is_left_out() {
        const Crowd crowd = attacked();
        const CoordinatedNoes noes = crowd.looked(26);
        Crowd::Rows rows = crowd.rows(26);
        const std::vector<ToldOf> told = rows.told;
        const std::vector<std::uint32_t> before = rows.offsets;
        noes.leave_out(told, rows.offsets, rows.rows);
        QCOMPARE(static_cast<std::size_t>(rows.offsets.back()), rows.rows.size());
        const CoordinatedNoes::Burst burst = noes.bursts()[0];
        int left_out = 0;
        for (std::uint32_t p = 0; p < people; ++p) {
            const std::size_t whole = before[p + 1] - before[p];
            if (p >= 30) {
                left_out += rows.of(p) < whole ? 1 : 0;
                continue;
            }
            QVERIFY(rows.of(p) < whole);
            for (std::uint32_t k = rows.offsets[p]; k < rows.offsets[p + 1]; ++k)
                QVERIFY(told[rows.rows[k].item].day < burst.first);
            QCOMPARE(rows.of(p), static_cast<std::size_t>(std::count_if(
                                     told.begin() + before[p], told.begin() + before[p + 1],
                                     [&](const ToldOf& one) { return one.day < burst.first; })));
        }
        // One in a hundred others, at most, said no twice to the target alone just then.
        QVERIFY2(left_out <= people / 100, qPrintable(QString::number(left_out)));
    }

    // The histories forget; who is still known to have taken part stays out.
    void members_stay_out_after_the_attack() {
        Crowd crowd = attacked(3, 4);
        CoordinatedNoes noes = crowd.looked(attack + 1);
        crowd.live(last_day + 1, 60);
        for (int day = attack + 4; day <= 60; day += 3) {
            const Crowd::Rows now = crowd.rows(day);
            noes.look(now.offsets, now.told, day);
        }
        QCOMPARE(noes.bursts().size(), 1U);
        QVERIFY(noes.bursts()[0].last < 33);
        QVERIFY(noes.took_part(crowd.told[0]) == 1);
        const std::vector<std::uint32_t> nobody{0};
        noes.look(nobody, {}, 60 + CoordinatedNoes::remembered);
        QVERIFY(noes.bursts().empty());
        QVERIFY(noes.took_part(crowd.told[0]) == 0);
    }

    void honest_people_are_heard_data() {
        QTest::addColumn<QString>("who");
        for (const char* who : {"one who dislikes a provider", "one who always did, during an attack",
                                "many, twice each in a week", "many, of many providers",
                                "members of no brigade, in their own weeks"})
            QTest::newRow(who) << QString(who);
    }
    void honest_people_are_heard() {
        QFETCH(QString, who);
        Crowd crowd = ordinary();
        std::uint32_t person = 100;
        bool burst = false;
        if (who == "one who dislikes a provider") {
            crowd.says_no(person, target, 24, 20);
        } else if (who == "one who always did, during an attack") {
            crowd = attacked();
            for (int day = 0; day <= 26; ++day)
                crowd.says_no(person, target, day, 2);
            std::stable_sort(crowd.told[person].begin(), crowd.told[person].end(),
                             [](const ToldOf& a, const ToldOf& b) { return a.day < b.day; });
            burst = true;
        } else if (who == "many, twice each in a week") { // something of the target's really went wrong
            for (std::uint32_t p = 0; p < 200; ++p)
                for (const int day : {21, 24})
                    crowd.says_no(p, target, day, 1);
        } else if (who == "many, of many providers") { // a bad week all over
            for (std::uint32_t p = 0; p < 240; ++p)
                crowd.says_no(p, p % providers, 22, 4);
        } else {
            for (std::uint32_t p = 0; p < 30; ++p)
                crowd.says_no(p, target, static_cast<int>(p) % 27, 6);
            person = 26;
        }
        const CoordinatedNoes noes = crowd.looked(26);
        QCOMPARE(!noes.bursts().empty(), burst);
        QVERIFY(noes.took_part(crowd.told[person]) == 0);
    }

    void a_single_provider_can_be_no_target() {
        CoordinatedNoes noes(1);
        std::vector<ToldOf> told;
        std::vector<std::uint32_t> offsets{0};
        for (int p = 0; p < 100; ++p) {
            for (int i = 0; i < 5; ++i)
                told.push_back({0, 6, true});
            offsets.push_back(static_cast<std::uint32_t>(told.size()));
        }
        noes.look(std::vector<std::uint32_t>{0}, {}, -5);
        noes.look(offsets, told, 6);
        QVERIFY(noes.bursts().empty());
    }

    // A week is needed to know what is usual: while it fills, there are more every time.
    void the_first_week_is_learned_from() {
        Crowd crowd;
        crowd.live(0, last_day, 0.2F);
        for (int day = 0; day <= last_day; ++day)
            for (int i = 0; i < 5; ++i)
                crowd.says_no(static_cast<std::uint32_t>(5 * day + i), target, day, 6);
        CoordinatedNoes noes(providers);
        for (const int day : {0, 1, 2, 5, 8, 11, 14}) {
            const Crowd::Rows now = crowd.rows(day);
            noes.look(now.offsets, now.told, day);
            QVERIFY2(noes.bursts().empty(), qPrintable(QString::number(day)));
        }
    }

    // Long as it may last, it does not become what is usual.
    void a_long_attack_is_one_burst_to_its_end() {
        Crowd crowd;
        crowd.live(0, 60);
        for (std::uint32_t p = 0; p < 30; ++p)
            for (int day = attack; day <= 60; ++day)
                crowd.says_no(p, target, day, 1);
        const CoordinatedNoes noes = crowd.looked(60);
        QCOMPARE(noes.bursts().size(), 1U);
        QCOMPARE(noes.bursts()[0].last, 60);
    }

    // The number of bursts has an end, and the latest are the ones kept.
    void the_latest_bursts_are_kept() {
        constexpr std::uint32_t many = 70;
        CoordinatedNoes noes(many);
        noes.look(std::vector<std::uint32_t>{0}, {}, 0);
        for (std::uint32_t provider = 0; provider < many; ++provider) {
            std::vector<ToldOf> told;
            std::vector<std::uint32_t> offsets{0};
            const int day = 10 + static_cast<int>(provider);
            for (int p = 0; p < 20; ++p) {
                for (int i = 0; i < 4; ++i)
                    told.push_back({provider, day, true});
                offsets.push_back(static_cast<std::uint32_t>(told.size()));
            }
            noes.look(offsets, told, day);
        }
        QCOMPARE(noes.bursts().size(), 64U);
        QCOMPARE(noes.bursts().back().provider, many - 1);
        QCOMPARE(noes.bursts().front().provider, many - 64);
    }
};

ATTUNE_TEST(Coordinated_noes_test);
#include "coordinated_noes_test.moc"
