// The trail of a run: it changes nothing, is the same for any number of threads, and says of every use which
// consent it rests on. Judged here by a second reading, from the lines alone.
#include "core/base/random.h"
#include "core/consent/notice.h"
#include "core/recommender/witness.h"
#include "tests/simulations/example_run.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

struct TrailedRun {
    Observation observation;
    std::vector<TrailEvent> trail;
};

constexpr int users = 150;

RunRequest lively(const WorldData& world, int days = 12) {
    Assumptions assumptions;
    assumptions.visit_rate = 2;
    assumptions.consent_adjust = 0.7;
    assumptions.withdrawal_rate = 0.05;
    return request_over(world, assumptions, Policy{}, users, days, 5);
}

TrailedRun trailed(RunRequest request, int watched = users) {
    TrailedRun run;
    request.trail_people = watched;
    request.trail = [&](std::span<const TrailEvent> lines) {
        run.trail.insert(run.trail.end(), lines.begin(), lines.end());
    };
    run.observation = observe(request);
    return run;
}

const WorldData& world() {
    static const WorldData made = make_synthetic_world(Assumptions{}, 120, 5);
    return made;
}
const TrailedRun& example() {
    static const TrailedRun run = trailed(lively(world()));
    return run;
}

std::int64_t lines_of(const std::vector<TrailEvent>& trail, TrailKind kind) {
    return std::count_if(trail.begin(), trail.end(), [&](const TrailEvent& e) { return e.kind == kind; });
}

} // namespace

class Trail_test : public QObject {
    Q_OBJECT
private slots:
    void watching_changes_nothing() {
        const Observation unwatched = observe(lively(world()));
        QVERIFY(unwatched.fingerprint == example().observation.fingerprint);
        QVERIFY(unwatched.gate.allowed == example().observation.gate.allowed);
    }

    void it_is_the_same_for_any_number_of_threads() {
        RunRequest request = lively(world());
        request.threads = 3;
        QVERIFY(trailed(request).trail == example().trail);
    }

    void fewer_people_leave_the_same_lines_about_each() {
        const TrailedRun some = trailed(lively(world()), 10);
        const std::set<std::uint32_t> watched = [&] {
            std::set<std::uint32_t> people;
            for (const TrailEvent& line : some.trail)
                if (line.person != nobody) people.insert(line.person.value);
            return people;
        }();
        QCOMPARE(watched.size(), std::size_t{10});
        std::vector<TrailEvent> of_them;
        for (TrailEvent line : example().trail)
            if (line.person != nobody && watched.contains(line.person.value)) {
                line.relies_on = 0;
                of_them.push_back(line);
            }
        std::vector<TrailEvent> lines;
        for (TrailEvent line : some.trail)
            if (line.person != nobody) {
                line.relies_on = 0;
                lines.push_back(line);
            }
        QVERIFY(lines == of_them);
    }

    void everything_the_gate_counted_stands_in_it() {
        const GateCounts& counts = example().observation.gate;
        const auto& trail = example().trail;
        QCOMPARE(lines_of(trail, TrailKind::captured), GateCounts::total(counts.captured));
        QCOMPARE(lines_of(trail, TrailKind::capture_refused), GateCounts::total(counts.capture_refused));
        // A read is written once per visit, so lines are fewer than reads, but there is one for each use.
        std::set<std::array<std::size_t, 4>> written;
        for (const TrailEvent& line : trail)
            if (line.kind == TrailKind::read)
                written.insert({static_cast<std::size_t>(line.decision),
                                static_cast<std::size_t>(line.module), static_cast<std::size_t>(line.purpose),
                                static_cast<std::size_t>(line.signal)});
        std::size_t counted = 0;
        const std::array all = {&counts.allowed, &counts.refused, &counts.gaps};
        for (std::size_t d = 0; d < all.size(); ++d)
            for (std::size_t m = 0; m < module_count; ++m)
                for (std::size_t p = 0; p < purpose_count; ++p)
                    for (std::size_t s = 0; s < signal_count; ++s) {
                        if ((*all[d])[m][p][s] == 0) continue;
                        ++counted;
                        QVERIFY2(written.contains({d, m, p, s}),
                                 qPrintable(QString("%1 %2 %3 %4").arg(d).arg(m).arg(p).arg(s)));
                    }
        QCOMPARE(written.size(), counted);
    }

    void every_use_names_the_consent_that_permits_it() {
        struct Stand {
            std::uint64_t line = 0;
            bool permits = false;
        };
        std::map<std::pair<std::uint32_t, Purpose>, Stand> stands;
        std::uint64_t number = 0;
        int uses = 0, withdrawals = 0;
        for (const TrailEvent& line : example().trail) {
            ++number;
            Stand& stand = stands[{line.person.value, line.purpose}];
            if (line.kind == TrailKind::consent) {
                withdrawals += line.to == ConsentStatus::withdrawn ? 1 : 0;
                stand = {number, permits(line.to)};
            }
            const bool uses_something =
                (line.kind == TrailKind::read && line.decision == Decision::allowed) ||
                line.kind == TrailKind::derived || line.kind == TrailKind::slate;
            if (!uses_something) continue;
            const bool needs_none = line.purpose == Purpose::deliver_service;
            QCOMPARE(line.relies_on, needs_none ? 0 : stand.line);
            QVERIFY(needs_none || stand.permits);
            uses += needs_none ? 0 : 1;
        }
        QVERIFY(uses > 1000);
        QVERIFY(withdrawals > 5);
    }

    void what_rests_on_a_permission_is_forgotten_before_the_next_slate() {
        std::map<std::uint32_t, std::uint16_t>
            owed; ///< by person: purposes that ended, nothing forgotten yet
        int ended = 0;
        for (const TrailEvent& line : example().trail) {
            std::uint16_t& purposes = owed[line.person.value];
            if (line.kind == TrailKind::consent && permits(line.from) && !permits(line.to)) {
                purposes = static_cast<std::uint16_t>(purposes | bit_of(line.purpose));
                ++ended;
            }
            if (line.kind == TrailKind::forgotten)
                purposes = static_cast<std::uint16_t>(purposes & ~line.purposes);
            if (line.kind == TrailKind::slate) QCOMPARE(purposes, std::uint16_t{0});
        }
        QVERIFY(ended > 5);
    }

    void slates_questions_and_visits_are_all_there() {
        double sessions = 0, slates = 0, asked = 0;
        for (const Cluster& cluster : example().observation.clusters)
            for (const GroupTallies& day : cluster.days) {
                sessions += day[0][Tally::sessions];
                slates += day[0][Tally::slates];
                asked += day[0][Tally::prompts] + day[0][Tally::offers];
            }
        QCOMPARE(static_cast<double>(lines_of(example().trail, TrailKind::visit)), sessions);
        QCOMPARE(static_cast<double>(lines_of(example().trail, TrailKind::slate)), slates);
        QCOMPARE(static_cast<double>(lines_of(example().trail, TrailKind::question)), asked);
        QVERIFY(asked > 20);
        QVERIFY(lines_of(example().trail, TrailKind::trained) >= 2);
    }

    void nobody_is_trained_on_after_a_consent_has_run_out() {
        RunRequest request = lively(world(), 45);
        request.users = 64;
        request.policy.consent_days = 20;
        std::map<std::uint32_t, bool> permits_training;
        int lapsed = 0, reads = 0;
        for (const TrailEvent& line : trailed(request, 64).trail) {
            if (line.kind == TrailKind::consent && line.purpose == Purpose::improve_models) {
                permits_training[line.person.value] = permits(line.to);
                lapsed += line.to == ConsentStatus::expired ? 1 : 0;
            }
            if (line.kind != TrailKind::read || line.module != Module::training ||
                line.decision != Decision::allowed)
                continue;
            ++reads;
            QVERIFY(permits_training[line.person.value]);
        }
        QVERIFY(lapsed > 10);
        QVERIFY(reads > 100);
    }

    void what_is_used_of_who_asks_not_to_share_was_permitted_in_knowledge_of_it_data() {
        QTest::addColumn<int>("notice");
        QTest::addColumn<bool>("mentions_it");
        QTest::newRow("a notice that mentions the request") << 0 << true;
        QTest::newRow("a notice that does not") << 1 << false;
    }
    void what_is_used_of_who_asks_not_to_share_was_permitted_in_knowledge_of_it() {
        QFETCH(int, notice);
        QFETCH(bool, mentions_it);
        QCOMPARE(shipped_notices()[static_cast<std::size_t>(notice)].mentions_global_signal, mentions_it);
        ConsentMatrix matrix = shipped_matrix();
        matrix.purposes[static_cast<std::size_t>(Purpose::improve_models)].heeds_global_signal = true;
        RunRequest request = lively(world());
        request.assumptions.global_signal_share = 0.5;
        request.policy.notice = notice;
        request.consent = std::make_shared<const ConsentRules>(matrix, shipped_notices());
        const TrailedRun run = trailed(request);
        std::set<std::uint32_t> signalled;
        int used = 0, of_others = 0;
        for (const TrailEvent& line : run.trail) {
            const bool asks_not_to = signalled.contains(line.person.value);
            if (line.kind == TrailKind::privacy_signal) {
                QCOMPARE(line.number, 1U);
                signalled.insert(line.person.value);
            }
            const bool captured_for =
                line.kind == TrailKind::captured && (line.purposes & bit_of(Purpose::improve_models)) != 0;
            const bool read_for = line.kind == TrailKind::read && line.decision == Decision::allowed &&
                                  line.purpose == Purpose::improve_models;
            if (captured_for || read_for) ++(asks_not_to ? used : of_others);
        }
        QVERIFY(signalled.size() > users / 4 && signalled.size() < users * 3 / 4);
        QVERIFY(of_others > 100);
        QVERIFY2(mentions_it ? used > 100 : used == 0, std::to_string(used).c_str());
    }

    void a_step_is_written_before_it_is_taken() {
        // The state a step rests on was read in the same visit, before it.
        std::map<std::uint32_t, std::uint32_t> read_in; ///< by person: the visit of the latest read
        int steps = 0;
        for (const TrailEvent& line : example().trail) {
            if (line.kind == TrailKind::read && line.decision == Decision::allowed &&
                line.purpose == Purpose::adjust_my_recommendations && line.signal == Signal::survey)
                read_in[line.person.value] = line.visit;
            if (line.kind != TrailKind::adjusted) continue;
            ++steps;
            QVERIFY(read_in.contains(line.person.value));
            QCOMPARE(read_in.at(line.person.value), line.visit);
        }
        QVERIFY(steps > 5);
    }

    void an_answer_that_the_matrix_lets_nobody_use_changes_nothing() {
        ConsentMatrix matrix = shipped_matrix();
        for (const Purpose purpose : {Purpose::adjust_this_session, Purpose::adjust_my_recommendations})
            std::erase_if(matrix.purposes[static_cast<std::size_t>(purpose)].cells,
                          [](const MatrixCell& cell) { return cell.signal == Signal::survey; });
        RunRequest request = lively(world());
        request.consent = std::make_shared<const ConsentRules>(matrix, shipped_notices());
        const TrailedRun run = trailed(request);
        QVERIFY(std::any_of(run.trail.begin(), run.trail.end(), [](const TrailEvent& line) {
            return line.kind == TrailKind::question && line.form == trail_form_offer;
        }));
        QCOMPARE(lines_of(run.trail, TrailKind::adjusted), 0);
    }

    void what_was_kept_for_its_time_is_swept_and_not_read() {
        // Impressions are kept for 90 days.
        RunRequest request = lively(world(), 110);
        request.users = 64;
        const TrailedRun run = trailed(request, 64);
        QVERIFY(lines_of(run.trail, TrailKind::swept) > 0);
        const MatrixRules& rules = shipped_rules();
        for (const TrailEvent& line : run.trail) {
            if (line.kind != TrailKind::read || line.rows == 0) continue;
            const auto day = static_cast<int>(line.time_ms / 86'400'000);
            QVERIFY(day - line.oldest_day <= rules.days(line.purpose, line.signal) + 1);
        }
    }
};

ATTUNE_TEST(Trail_test);
#include "trail_test.moc"
