// The report of an audit: the same bytes from the same trail, figures as a plain count has them, cases with
// their proof and without a person, nothing told of a few people.
#include "core/base/json.h"
#include "simulations/study/audit_figures.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QFile>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <map>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";

const SigningKey& key() {
    static const SigningKey made = SigningKey::ephemeral();
    return made;
}

bool record(const std::string& path, int watched, const Policy& policy = {}) {
    LoadedScenario scenario = small_scenario(90, 16, 60, 6);
    scenario.scenario.assumptions.consent_adjust = 0.8;
    scenario.scenario.assumptions.visit_rate = 2;
    auto trailed = TrailedRun::open(path, key(), {});
    if (!trailed) return false;
    auto run = trailed->simulate(scenario, policy, {}, watched);
    return run && trailed->keep(*run, now);
}

struct Report {
    bool passed = false;
    std::vector<AuditSection> sections;
    std::string page, json, csv;
    const AuditSection& section(const std::string& id) const {
        for (const AuditSection& one : sections)
            if (one.id == id) return one;
        throw std::runtime_error("no section " + id);
    }
};

Report report_of(const std::string& path) {
    const auto audit = verifier::audit_workspace(path, {});
    if (!audit) throw std::runtime_error(audit.error().what);
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) throw std::runtime_error(workspace.error().what);
    const Text& text = Text::english();
    auto sections = audit_sections(*workspace, *audit, text);
    if (!sections) throw std::runtime_error(sections.error().what);
    return {.passed = audit->verdict.passed(),
            .sections = *sections,
            .page = audit_page(*sections, text),
            .json = audit_report_document(*sections, *audit).dump(),
            .csv = audit_report_csv(*sections)};
}

} // namespace

class AuditReport_test : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
    }

    void same_trail_gives_the_same_bytes() {
        QVERIFY(record(path_, 40));
        const Report first = report_of(path_);
        const std::string other = folder_->filePath("other-name.attune").toStdString();
        QVERIFY(QFile::copy(QString::fromStdString(path_), QString::fromStdString(other)));
        const Report second = report_of(other);
        QCOMPARE(second.page, first.page);
        QCOMPARE(second.json, first.json);
        QCOMPARE(second.csv, first.csv);
        QVERIFY(first.passed);
        QXmlStreamReader page(QString::fromStdString(first.page));
        while (!page.atEnd())
            page.readNext();
        QVERIFY2(!page.hasError(), qPrintable(page.errorString()));
        QVERIFY(first.page.find("[audit_report") == std::string::npos);
        for (const char* id : {"identity", "verdicts", "coverage", "consents", "questions", "retention",
                               "processing", "limits", "sign_off"})
            QVERIFY2(!first.section(id).heading.empty(), id);
        QVERIFY(first.page.find("Roles are labels unless signed.") != std::string::npos);
        // Every cell of every table is in all three.
        for (const AuditSection& section : first.sections)
            for (const auto& row : section.table.rows)
                QCOMPARE(row.size(), section.table.head.size());
    }

    void figures_are_those_of_a_plain_count() {
        Policy often; // so that people differ in how often they are asked
        often.session_cap = 2;
        often.weekly_cap = 12;
        often.gap_hours = 6;
        QVERIFY(record(path_, 40, often));
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto figures = read_audit_figures(workspace->trail());
        VERIFY_OK(figures);
        std::int64_t reads = 0, needing = 0, naming = 0, ended = 0;
        std::map<std::pair<std::uint32_t, std::uint32_t>, int> visits;
        std::map<std::pair<Purpose, Signal>, std::int64_t> oldest;
        VERIFY_OK(workspace->trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
            if (event.kind == TrailKind::read) {
                ++reads;
                const bool allowed = event.decision == Decision::allowed;
                needing += allowed && event.purpose != Purpose::deliver_service &&
                           event.purpose != Purpose::quality_and_safety;
                naming += allowed && event.relies_on != 0;
                if (allowed && event.rows > 0) {
                    std::int64_t& most = oldest[{event.purpose, event.signal}];
                    most = std::max(most, event.time_ms / 86'400'000 - event.oldest_day);
                }
            }
            if (event.kind == TrailKind::visit) visits[{event.person.value, event.visit}] += 0;
            if (event.kind == TrailKind::question) ++visits[{event.person.value, event.visit}];
            if (event.kind == TrailKind::consent) ended += permits(event.from) && !permits(event.to);
            return {};
        }));
        std::int64_t counted = 0;
        for (const auto& module : figures->reads)
            counted += module[0] + module[1] + module[2];
        QCOMPARE(counted, reads);
        QVERIFY(needing > 1000);
        QCOMPARE(figures->needing, needing);
        QCOMPARE(figures->naming, naming);
        QCOMPARE(figures->naming, figures->needing);
        QCOMPARE(figures->ended, ended);
        QVERIFY(figures->oldest_read == oldest);
        std::map<int, std::int64_t> by_questions;
        for (const auto& [visit, questions] : visits)
            ++by_questions[questions];
        QVERIFY(by_questions[1] > 10);
        QVERIFY(figures->visits_by_questions == by_questions);
        std::int64_t people = 0;
        for (const auto& [most, number] : figures->people_by_week)
            people += number;
        QCOMPARE(people, std::int64_t{40});
        // A few people are counted with their neighbours.
        const auto few = std::count_if(figures->people_by_week.begin(), figures->people_by_week.end(),
                                       [](const auto& one) { return one.second < least_people_told; });
        QVERIFY(few > 0 && figures->people_by_week.size() > 2);
        const Report made = report_of(path_);
        for (const auto& row : made.section("questions").table.rows)
            QVERIFY(!row[2].starts_with("fewer than"));
    }

    void case_has_its_proof_and_no_person() {
        QVERIFY(record(path_, 40));
        {
            const auto workspace = Workspace::open(path_, OpenMode::existing);
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(key());
            VERIFY_OK(writer);
            // Own words, read by a module that may not have them, for somebody without a number of note.
            const TrailEvent bad{.kind = TrailKind::read,
                                 .module = Module::training,
                                 .purpose = Purpose::improve_models,
                                 .signal = Signal::free_text,
                                 .person = UserId(4)};
            VERIFY_OK(writer->append({&bad, 1}));
            VERIFY_OK(writer->commit(HeadReason::save, now));
        }
        const Report made = report_of(path_);
        QVERIFY(!made.passed);
        const auto& rows = made.section("cases").table.rows;
        QVERIFY(!rows.empty());
        const Json json = Json::parse(made.json);
        QCOMPARE(json["verdict"].get<std::string>(), std::string("failed"));
        QCOMPARE(json["cases"].size(), rows.size());
        for (const Json& one : json["cases"]) {
            QVERIFY(one["proof"].size() > 5);
            QVERIFY(!one.contains("person"));
        }
        QVERIFY(made.page.find("person 4") == std::string::npos);
    }

    void few_people_are_not_told() {
        QVERIFY(record(path_, 8));
        const Report made = report_of(path_);
        const AuditSection& consents = made.section("consents");
        QVERIFY(!consents.table.rows.empty());
        const std::string none = Text::english().get("report.none");
        for (const auto& row : consents.table.rows) {
            QVERIFY(row[2].starts_with("fewer than"));
            QCOMPARE(row[3], none);
            QCOMPARE(row[4], none);
            for (std::size_t c = 5; c < row.size(); ++c)
                QVERIFY2(row[c] == "0" || row[c] == none || row[c].starts_with("fewer than"), row[c].c_str());
        }
        int of_people = 0;
        for (const auto& row : made.section("questions").table.rows)
            if (row[0].starts_with("People")) {
                ++of_people;
                QVERIFY(row[2].starts_with("fewer than"));
            }
        QCOMPARE(of_people, 1);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

ATTUNE_TEST(AuditReport_test);

#include "audit_report_test.moc"
