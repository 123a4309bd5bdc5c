// A gate, a scheduler and a sweep with one fault each, planted in a build of their own: the audit finds each
// from the trail that the faulty program leaves, under the name it should have. The sound program passes.
#include "core/audit/trail_audit.h"
#include "core/base/random.h"
#include "core/recommender/signals/planted_fault.h"
#include "core/recommender/witness.h"
#include "core/workspace/trail_bytes.h"
#include "simulations/study/trail_begin.h"
#include "tests/simulations/example_run.h"

#include <map>

namespace attune {

PlantedFault planted_fault = PlantedFault::none;

namespace {
std::map<std::uint32_t, ConsentState>& before_changes() {
    static std::map<std::uint32_t, ConsentState> all;
    return all;
}
} // namespace

void remember_before_change(UserId user, ConsentState before) {
    before_changes()[user.value] = before;
}
ConsentState state_before_change(UserId user, ConsentState now) {
    const auto found = before_changes().find(user.value);
    return found == before_changes().end() ? now : found->second;
}

} // namespace attune

using namespace attune;
using namespace attune::test;
using audit::trail::Invariant;

namespace {

constexpr int users = 96;

audit::trail::TrailVerdict audited(PlantedFault fault, int days) {
    static const WorldData world = make_synthetic_world(Assumptions{}, 120, 5);
    Assumptions assumptions;
    assumptions.visit_rate = 2;
    assumptions.consent_adjust = 0.7;
    assumptions.consent_improve = 0.6;
    assumptions.withdrawal_rate = 0.05;
    RunRequest request = request_over(world, assumptions, Policy{}, users, days, 5);
    request.trail_people = users;
    audit::trail::TrailAudit audit;
    std::uint64_t seq = 0;
    std::vector<std::uint8_t> bytes;
    const auto take = [&](const TrailEvent& line) {
        bytes.clear();
        append_payload(line, bytes);
        audit::trail::Event event;
        if (auto read = audit::trail::decode(bytes, event); !read)
            throw std::runtime_error(to_line(read.error()));
        event.seq = ++seq;
        if (auto taken = audit.take(event); !taken) throw std::runtime_error(to_line(taken.error()));
    };
    const std::vector<UserId> watched = Witness(users, users, block_size).people();
    take({.kind = TrailKind::begin,
          .text = trail_begin_text({.run = "run",
                                    .scenario = "test",
                                    .policy = "default",
                                    .seed = 5,
                                    .people = users,
                                    .watched = watched},
                                   request.policy)});
    request.trail_first = 2;
    request.trail = [&](std::span<const TrailEvent> lines) {
        for (const TrailEvent& line : lines)
            take(line);
    };
    planted_fault = fault;
    before_changes().clear();
    observe(request);
    planted_fault = PlantedFault::none;
    take({.kind = TrailKind::end, .rows = users, .time_ms = days * 86'400'000LL});
    return audit.finish(nullptr);
}

std::string failed(const audit::trail::TrailVerdict& verdict) {
    std::string all;
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const auto& one = verdict.invariants[i];
        if (one.outcome() != audit::trail::Outcome::failed) continue;
        all += std::string(audit::trail::id(static_cast<Invariant>(i))) + ": " +
               std::string(audit::trail::word(one.findings.front().reason)) + " (" +
               std::to_string(one.failures) + "); ";
    }
    return all;
}

} // namespace

class Planted_faults_test : public QObject {
    Q_OBJECT
private slots:
    void the_sound_program_passes() {
        const auto verdict = audited(PlantedFault::none, 110);
        QVERIFY2(verdict.passed(), failed(verdict).c_str());
        for (const Invariant judged :
             {Invariant::consent_at_use, Invariant::nothing_after_end, Invariant::consent_at_capture,
              Invariant::retention, Invariant::asking_caps, Invariant::prompt_effect, Invariant::no_silence,
              Invariant::known_training})
            QVERIFY2(verdict.of(judged).checked > 0, std::string(audit::trail::id(judged)).c_str());
    }

    void the_audit_names_the_fault_data() {
        QTest::addColumn<PlantedFault>("fault");
        QTest::addColumn<Invariant>("breaks");
        QTest::addColumn<int>("days");
        const auto row = [](const char* name, PlantedFault fault, Invariant breaks, int days = 20) {
            QTest::newRow(name) << fault << breaks << days;
        };
        row("training is not checked", PlantedFault::unchecked_module, Invariant::consent_at_use);
        row("the gate goes by an old permission", PlantedFault::stale_consent, Invariant::nothing_after_end);
        row("nothing is erased on withdrawal", PlantedFault::nothing_erased, Invariant::prompt_effect);
        row("the visit keeps its candidates", PlantedFault::session_cached, Invariant::prompt_effect);
        row("rows are kept before a yes", PlantedFault::early_capture, Invariant::consent_at_capture);
        row("waiting rows are kept after a withdrawal", PlantedFault::late_capture,
            Invariant::consent_at_capture);
        row("nothing is swept", PlantedFault::no_sweep, Invariant::retention, 110);
        row("a second scheduler", PlantedFault::second_scheduler, Invariant::asking_caps);
        row("the ranker reads what the guard may", PlantedFault::guard_for_ranking, Invariant::defence_only);
        row("training on a stale export", PlantedFault::stale_export, Invariant::known_training);
        row("the visit is not forgotten", PlantedFault::visit_kept, Invariant::prompt_effect);
    }
    void the_audit_names_the_fault() {
        QFETCH(PlantedFault, fault);
        QFETCH(Invariant, breaks);
        QFETCH(int, days);
        const auto verdict = audited(fault, days);
        QVERIFY2(verdict.of(breaks).outcome() == audit::trail::Outcome::failed,
                 ("only " + failed(verdict)).c_str());
        QVERIFY(!verdict.passed());
    }
};

ATTUNE_TEST(Planted_faults_test);
#include "planted_faults_test.moc"
