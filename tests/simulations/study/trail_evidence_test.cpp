// Evidence goes to the run it was made for: the newest one of the same scenario and policy, or none.
#include "core/audit/trail_audit.h"
#include "core/base/json.h"
#include "core/consent/matrix_edit.h"
#include "core/policy/parameters.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";

Policy quiet() {
    Policy policy;
    policy.name = "quiet";
    policy.prompts = false;
    return policy;
}

/// Proven, with other numbers of people for each way of opting out.
Parity proof() {
    Parity parity;
    int people = 700;
    for (ParityRow& row : parity.rows) {
        row.people = people;
        row.verdict = ParityVerdict::proven;
        people -= 90;
    }
    return parity;
}

} // namespace

class Trail_evidence_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("w.attune").toStdString();
    const LoadedScenario world_ = small_scenario(20, 2, 40, 3);

    Result<std::string> record(const Policy& policy) const {
        auto trailed = TrailedRun::open(path_, SigningKey::ephemeral(), {});
        if (!trailed) return pass_on(trailed);
        const auto run = trailed->simulate(world_, policy, {}, 5);
        if (!run) return pass_on(run);
        if (auto kept = trailed->keep(*run, now); !kept) return pass_on(kept);
        return run->id;
    }

private slots:
    void the_run_of_this_scenario_and_policy_is_named() {
        const auto first = record(Policy{});
        VERIFY_OK(first);
        VERIFY_OK(record(quiet()));
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        // A proof has a size of its own.
        Scenario larger = world_.scenario;
        larger.users = 4500;
        larger.days = 60;
        VERIFY_OK(write_parity_evidence(*workspace, SigningKey::ephemeral(), proof(), larger, Policy{}, now));
        std::string written;
        VERIFY_OK(workspace->trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
            if (event.kind == TrailKind::evidence) written = event.text;
            return {};
        }));
        const Json wanted = {{"check", "parity"},   {"runs", {*first}}, {"scenario", world_.scenario.name},
                             {"policy", "default"}, {"people", 520},    {"different", 0}};
        QCOMPARE(written, wanted.dump());
        const auto audited = verifier::audit_workspace(path_, {});
        VERIFY_OK(audited);
        const auto& parity = audited->verdict.of(verifier::Invariant::free_opting_out);
        QCOMPARE(parity.outcome(), verifier::Outcome::passed);
        QCOMPARE(parity.checked, 520);
        QVERIFY(parity.partly);
        QCOMPARE(parity.left_out, 1);
    }

    void what_no_run_was_of_is_refused_data() {
        QTest::addColumn<int>("other");
        QTest::newRow("another scenario") << 0;
        QTest::newRow("a scenario with other assumptions") << 1;
        QTest::newRow("another seed") << 2;
        QTest::newRow("a policy of another name") << 3;
        QTest::newRow("a policy with other values") << 4;
        QTest::newRow("too few people") << 5;
    }
    void what_no_run_was_of_is_refused() {
        QFETCH(int, other);
        Scenario scenario = world_.scenario;
        Policy policy;
        Parity parity = proof();
        if (other == 0) scenario.name = "another";
        if (other == 1) scenario.assumptions.visit_rate += 0.5;
        if (other == 2) scenario.seed += 1;
        if (other == 3) policy.name = "another";
        if (other == 4) policy.prompts = false;
        if (other == 5) parity.rows[1].verdict = ParityVerdict::too_few_people;
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        const auto before = workspace->trail().size();
        VERIFY_OK(before);
        const auto made =
            write_parity_evidence(*workspace, SigningKey::ephemeral(), parity, scenario, policy, now);
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::bad_input);
        QCOMPARE(*workspace->trail().size(), *before);
    }

    // A run that was recorded without a trail has nothing that could be proven in it.
    void a_run_without_a_trail_is_none() {
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        Policy bare;
        bare.name = "bare";
        const auto run = simulate_run(world_, bare, {});
        VERIFY_OK(run);
        VERIFY_OK(workspace->runs().save(*run));
        QVERIFY(!run_to_prove(*workspace, world_.scenario, bare));
        VERIFY_OK(run_to_prove(*workspace, world_.scenario, quiet()));
    }

    // A proof made under other rules than the run's says nothing of the run.
    void a_run_under_another_matrix_is_none() {
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        VERIFY_OK(run_to_prove(*workspace, world_.scenario, Policy{}));
        ConsentMatrix matrix = shipped_matrix();
        matrix.version += 1;
        matrix.purposes[static_cast<std::size_t>(Purpose::improve_models)].validity_days = 90;
        VERIFY_OK(workspace->matrices().save({.json = matrix_to_json(matrix),
                                              .created = now,
                                              .author = "Olga",
                                              .role = "privacy_officer",
                                              .reason = "shorter"}));
        const auto refused = run_to_prove(*workspace, world_.scenario, Policy{});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
    }
};

ATTUNE_TEST(Trail_evidence_test);

#include "trail_evidence_test.moc"
