// A run recorded with its trail: it is the same run, its trail passes the audit, and both are saved together
// or not at all.
#include "core/audit/trail_audit.h"
#include "core/base/json.h"
#include "core/consent/notice.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/failing_disk.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <map>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";

LoadedScenario lively() {
    LoadedScenario loaded = small_scenario(130, 10, 60, 3);
    loaded.scenario.assumptions.consent_adjust = 0.7;
    loaded.scenario.assumptions.visit_rate = 2;
    return loaded;
}

struct Recorded {
    RunRecord run;
    SignedHead head;
    std::uint64_t events = 0;
    int watched = 0;
};

const SigningKey& key() {
    static const SigningKey made = SigningKey::ephemeral();
    return made;
}

Result<Recorded> record(const std::string& path, const LoadedScenario& scenario, int people,
                        const Policy& policy = {}, const SimulateOptions& options = {}) {
    auto trailed = TrailedRun::open(path, key(), {});
    if (!trailed) return pass_on(trailed);
    auto run = trailed->simulate(scenario, policy, options, people);
    if (!run) return pass_on(run);
    Recorded recorded{.run = *run, .head = {}, .events = trailed->events(), .watched = trailed->watched()};
    auto head = trailed->keep(*run, now);
    if (!head) return pass_on(head);
    recorded.head = *head;
    return recorded;
}

Result<verifier::WorkspaceAudit> audited(const std::string& path) {
    verifier::Anchor anchor;
    anchor.key.emplace(key().public_key().begin(), key().public_key().end());
    return verifier::audit_workspace(path, anchor);
}

/// What the audit found, for the message of a test that fails.
std::string found(const verifier::TrailVerdict& verdict) {
    std::string all;
    for (std::size_t i = 0; i < verifier::invariant_count; ++i)
        if (verdict.invariants[i].failures > 0)
            all += std::string(id(static_cast<verifier::Invariant>(i))) + " " +
                   std::to_string(verdict.invariants[i].failures) + " ";
    return all;
}

std::vector<TrailEvent> events_of(const std::string& path) {
    std::vector<TrailEvent> all;
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (workspace)
        (void)workspace->trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
            all.push_back(event);
            return {};
        });
    return all;
}

QByteArray bytes_of(const std::string& path) {
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TrailRun_test : public QObject {
    Q_OBJECT
private slots:
    void recorded_run_is_the_same_run_and_passes_the_audit_data() {
        QTest::addColumn<int>("people");
        QTest::addColumn<int>("watched");
        QTest::newRow("a few") << 30 << 30;
        QTest::newRow("one") << 1 << 1;
        QTest::newRow("more than there are") << 500 << 130;
    }
    void recorded_run_is_the_same_run_and_passes_the_audit() {
        QFETCH(int, people);
        QFETCH(int, watched);
        const auto recorded = record(path("w.attune"), lively(), people);
        VERIFY_OK(recorded);
        const auto plain = simulate_run(lively(), {}, {});
        VERIFY_OK(plain);
        QCOMPARE(recorded->run.fingerprint, plain->fingerprint);
        QCOMPARE(recorded->run.id, plain->id);
        const auto workspace = Workspace::open(path("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        VERIFY_OK(workspace->runs().find(plain->id));

        const auto audit = audited(path("w.attune"));
        VERIFY_OK(audit);
        QVERIFY2(audit->verdict.passed(), found(audit->verdict).c_str());
        QVERIFY(audit->chain.passed() && audit->chain.key_given);
        QCOMPARE(audit->verdict.people, std::int64_t{130});
        QCOMPARE(audit->verdict.watched, std::int64_t{watched});
        QCOMPARE(recorded->watched, watched);
        QCOMPARE(audit->verdict.events, static_cast<std::int64_t>(recorded->events));
        QVERIFY(audit->verdict.of(verifier::Invariant::consent_at_use).checked > 0);
    }

    void beginning_says_the_rules_of_this_run() {
        Policy policy;
        policy.consent_days = 20.5;
        policy.session_cap = 2;
        policy.weekly_cap = 7;
        policy.prompts = false;
        VERIFY_OK(record(path("w.attune"), lively(), 13, policy));
        const auto all = events_of(path("w.attune"));
        QVERIFY(all.size() > 2);
        QVERIFY(all.front().kind == TrailKind::begin && all.back().kind == TrailKind::end);
        QCOMPARE(all.back().rows, 13U);
        QCOMPARE(all.back().time_ms, std::int64_t{10} * 86'400'000);
        const auto text = parse_json(all.front().text, "begin");
        VERIFY_OK(text);
        QCOMPARE((*text)["people"].get<int>(), 130);
        QCOMPARE((*text)["asking"], (Json{{"session_cap", 2}, {"weekly_cap", 7}, {"enabled", false}}));
        const Json& purposes = (*text)["matrix"]["purposes"];
        QCOMPARE(purposes["adjust_my_recommendations"]["validity_days"].get<int>(), 21);
        QCOMPARE(purposes["deliver_service"]["validity_days"].get<int>(), 0);
        QCOMPARE((*text)["notices"].size(), shipped_notices().size());
        // Who is said to be watched is who the lines are about.
        std::set<std::uint32_t> said, seen;
        for (const Json& one : (*text)["watched"])
            said.insert(one.get<std::uint32_t>());
        for (const TrailEvent& event : all)
            if (event.person != nobody) seen.insert(event.person.value);
        QCOMPARE(said.size(), std::size_t{13});
        QVERIFY(std::includes(said.begin(), said.end(), seen.begin(), seen.end()));
        QVERIFY(seen.size() > 10);
    }

    void second_run_goes_on_where_the_first_ended() {
        const auto first = record(path("w.attune"), lively(), 40);
        VERIFY_OK(first);
        LoadedScenario other = lively();
        other.scenario.seed = 8;
        const auto second = record(path("w.attune"), other, 25);
        VERIFY_OK(second);
        const auto all = events_of(path("w.attune"));
        QCOMPARE(all.size(), static_cast<std::size_t>(first->events + second->events));
        bool relied = false;
        for (std::size_t i = static_cast<std::size_t>(first->events); i < all.size(); ++i) {
            if (all[i].kind != TrailKind::read || all[i].relies_on == 0) continue;
            relied = true;
            QVERIFY(all[i].relies_on > first->events + 1);
            QVERIFY(all[static_cast<std::size_t>(all[i].relies_on) - 1].kind == TrailKind::consent);
        }
        QVERIFY(relied);
        const auto audit = audited(path("w.attune"));
        VERIFY_OK(audit);
        QVERIFY2(audit->verdict.passed(), found(audit->verdict).c_str());
        QCOMPARE(audit->verdict.runs, std::int64_t{2});
    }

    void only_the_first_repetition_is_watched() {
        SimulateOptions options;
        options.replications = 2;
        const auto both = record(path("w.attune"), lively(), 20, {}, options);
        VERIFY_OK(both);
        const auto one = record(path("one.attune"), lively(), 20);
        VERIFY_OK(one);
        QCOMPARE(both->events, one->events);
        QCOMPARE(both->run.replications, 2);
    }

    void what_is_not_kept_leaves_nothing_data() {
        QTest::addColumn<QString>("how");
        QTest::newRow("stopped") << "stopped";
        QTest::newRow("given up") << "given up";
        QTest::newRow("disk full") << "disk full";
    }
    void what_is_not_kept_leaves_nothing() {
        QFETCH(QString, how);
        VERIFY_OK(record(path("old.attune"), lively(), 5));
        const QByteArray before = bytes_of(path("old.attune"));
        for (const char* file : {"old.attune", "new.attune"}) {
            std::stop_source stop;
            SimulateOptions options;
            options.stop = stop.get_token();
            FailingDisk disk;
            options.progress = [&](double done) {
                if (done < 0.5) return;
                if (how == "stopped") stop.request_stop();
                if (how == "disk full") disk.fill();
            };
            OpenOptions open;
            open.vfs = disk.vfs().name();
            LoadedScenario scenario = lively();
            scenario.scenario.days = 40;
            auto trailed = TrailedRun::open(path(file), key(), open);
            VERIFY_OK(trailed);
            const auto run = trailed->simulate(scenario, {}, options, 130);
            QCOMPARE(run.has_value(), how != "stopped");
            if (how == "stopped") QVERIFY(run.error().code == ErrorCode::cancelled);
            // So much waits in memory that others can read meanwhile; the disk is asked at the end.
            if (how == "disk full") {
                const auto kept = trailed->keep(*run, now);
                QVERIFY(!kept);
                QVERIFY(kept.error().code == ErrorCode::io);
            }
            disk.empty();
            const TrailedRun gone = std::move(*trailed);
        }
        // What the disk refused to take back is taken back by who opens the file next.
        VERIFY_OK(Workspace::open(path("old.attune"), OpenMode::existing));
        QVERIFY(bytes_of(path("old.attune")) == before);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"old.attune"});
    }

    // Consents that run out while nobody is there, and those that are taken back between two trainings.
    void run_in_which_consents_end_passes_the_audit() {
        LoadedScenario scenario = small_scenario(120, 40, 60, 11);
        scenario.scenario.assumptions.consent_adjust = 0.8;
        scenario.scenario.assumptions.withdrawal_rate = 0.2;
        Policy policy;
        policy.consent_days = 7;
        VERIFY_OK(record(path("w.attune"), scenario, 120, policy));
        const auto audit = audited(path("w.attune"));
        VERIFY_OK(audit);
        QVERIFY2(audit->verdict.passed(), found(audit->verdict).c_str());
        QVERIFY(audit->verdict.of(verifier::Invariant::nothing_after_end).checked > 100);
        QVERIFY(audit->verdict.of(verifier::Invariant::prompt_effect).checked > 100);
    }

    void run_and_trail_are_one_save_data() {
        QTest::addColumn<bool>("there");
        QTest::newRow("new workspace") << false;
        QTest::newRow("workspace with a trail") << true;
    }
    void run_and_trail_are_one_save() {
        QFETCH(bool, there);
        if (there) VERIFY_OK(record(path("w.attune"), lively(), 5));
        const QByteArray before = bytes_of(path("w.attune"));
        auto trailed = TrailedRun::open(path("w.attune"), key(), {});
        VERIFY_OK(trailed);
        LoadedScenario other = lively();
        other.scenario.seed = 8;
        auto run = trailed->simulate(other, {}, {}, 10);
        VERIFY_OK(run);
        QVERIFY2(there || !QFile::exists(QString::fromStdString(path("w.attune"))),
                 "a workspace that is not complete has its name");
        run->metrics.clear(); // no run without metrics is saved
        QVERIFY(!trailed->keep(*run, now));
        { const TrailedRun gone = std::move(*trailed); }
        QVERIFY(bytes_of(path("w.attune")) == before);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden).size(), there ? 1 : 0);
    }

    void workspace_made_meanwhile_is_left_alone() {
        auto trailed = TrailedRun::open(path("w.attune"), key(), {});
        VERIFY_OK(trailed);
        const auto run = trailed->simulate(lively(), {}, {}, 10);
        VERIFY_OK(run);
        VERIFY_OK(Workspace::open(path("w.attune"), OpenMode::create));
        const QByteArray theirs = bytes_of(path("w.attune"));
        const auto kept = trailed->keep(*run, now);
        QVERIFY(!kept && kept.error().where == path("w.attune"));
        QVERIFY(bytes_of(path("w.attune")) == theirs);
    }

    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

private:
    std::string path(const char* name) const { return folder_->filePath(name).toStdString(); }
    std::unique_ptr<QTemporaryDir> folder_;
};

ATTUNE_TEST(TrailRun_test);

#include "trail_run_test.moc"
