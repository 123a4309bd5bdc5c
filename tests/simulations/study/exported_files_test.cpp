// Every file that can leave a workspace with a trail, looked through: only those that say so tell of people,
// and what was found is evidence that the audit judges.
#include "core/audit/trail_audit.h"
#include "core/base/random.h"
#include "simulations/study/exported_files.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

#include <map>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr const char* now = "2026-11-23T12:00:00Z";

verifier::InvariantVerdict no_leak(const std::string& path) {
    const auto found = verifier::audit_workspace(path, {});
    if (!found) qFatal("%s", to_line(found.error()).c_str());
    return found->verdict.of(verifier::Invariant::no_leak);
}

} // namespace

class Exported_files_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("w.attune").toStdString();

private slots:
    void initTestCase() {
        auto trailed = TrailedRun::open(path_, SigningKey::ephemeral(), {});
        VERIFY_OK(trailed);
        const LoadedScenario world = small_scenario(40, 3, 60, 3);
        const auto run = trailed->simulate(world, Policy{}, {}, 20);
        VERIFY_OK(run);
        VERIFY_OK(trailed->keep(*run, now));
    }

    void all_that_can_leave_is_made() {
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        VERIFY_OK(workspace);
        std::map<std::string, std::size_t> sizes;
        VERIFY_OK(each_export(
            *workspace,
            [&](const ExportedFile& file) -> Status {
                sizes[file.name] = file.bytes.size();
                return {};
            },
            {}, Text::english()));
        for (const char* name :
             {"run-1.json", "run-1.csv", "run-1.html", "audit.html", "audit.json", "audit.csv",
              "trail-head.json", "consent-shares.csv", "ledger-personal.csv", "person-personal.json"})
            QVERIFY2(sizes.contains(name) && sizes[name] > 100, name);
        QVERIFY(std::any_of(sizes.begin(), sizes.end(),
                            [](const auto& one) { return one.first.starts_with("bundle-"); }));
    }

    void nothing_but_what_is_marked_tells_of_people() {
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        const auto scan = scan_all_exports(*workspace, {}, Text::english());
        VERIFY_OK(scan);
        QVERIFY2(scan->personal_rows == 0, scan->first.c_str());
        QCOMPARE(scan->marked, std::int64_t{2});
        QVERIFY(scan->files > 15);
        const auto real = has_real_people(*workspace);
        QVERIFY(real && !*real);
        const std::int64_t before = no_leak(path_).checked;
        VERIFY_OK(write_export_evidence(*workspace, SigningKey::ephemeral(), *scan, *real, now));
        const auto verdict = no_leak(path_);
        QCOMPARE(verdict.outcome(), verifier::Outcome::passed);
        QCOMPARE(verdict.checked, before + scan->files);
    }

    // Figures of small groups count where people are real, rows about people always.
    void what_leaks_fails_the_audit() {
        auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        const ExportScan small{.files = 5, .marked = 0, .personal_rows = 0, .small_groups = 2};
        VERIFY_OK(write_export_evidence(*workspace, SigningKey::ephemeral(), small, false, now));
        QCOMPARE(no_leak(path_).outcome(), verifier::Outcome::passed);
        VERIFY_OK(write_export_evidence(*workspace, SigningKey::ephemeral(), small, true, now));
        const auto verdict = no_leak(path_);
        QCOMPARE(verdict.outcome(), verifier::Outcome::failed);
        QVERIFY(verdict.findings.front().reason == verifier::Reason::export_leaks);
        QCOMPARE(verdict.findings.front().found, std::int64_t{2});
        const auto nothing = write_export_evidence(*workspace, SigningKey::ephemeral(), {}, true, now);
        QVERIFY(!nothing && nothing.error().code == ErrorCode::bad_input);
    }
};

ATTUNE_TEST(Exported_files_test);

#include "exported_files_test.moc"
