// The report of an audit: the same bytes from the same trail, figures as a plain count has them, cases with
// their proof and without a person, nothing told of a few people.
#include "core/base/json.h"
#include "simulations/study/audit_figures.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/audit_rights.h"
#include "tests/simulations/study/recorded_trail.h"

#include <QFile>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <map>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";

bool record(const std::string& path, int watched, const Policy& policy = {}) {
    return record_run(path, watched, now, policy);
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
        for (const char* id :
             {"identity", "verdicts", "changes", "coverage", "consents", "questions", "retention", "rights",
              "processing", "registry", "receipts", "limits", "sign_off"})
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
        VERIFY_OK(plant_fault(path_, now));
        const Report made = report_of(path_);
        QVERIFY(!made.passed);
        const auto& rows = made.section("cases").table.rows;
        QVERIFY(!rows.empty());
        const Json json = Json::parse(made.json);
        QCOMPARE(json["verdict"].get<std::string>(), std::string("failed"));
        QCOMPARE(json["cases"].size(), rows.size());
        for (const Json& one : json["cases"]) {
            QVERIFY2(one["proof"].size() > 3, one.dump().c_str());
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

    // DE-69
    void report_says_what_changed_since_the_audit_before() {
        const auto rows_of = [&](const char* what) {
            std::vector<std::string> values;
            const Report made = report_of(path_);
            for (const auto& row : made.section("changes").table.rows)
                if (row[0] == Text::english().get("audit_report.changes." + std::string(what)))
                    values.push_back(row[1]);
            return values;
        };
        const AuditNote officer{.made = now, .by = {.name = "Noor", .role = "privacy_officer"}};
        QVERIFY(record(path_, 40));
        QVERIFY(report_of(path_).section("changes").table.rows.empty());
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, officer));
        // The newest audit is the one that is reported until something happens.
        QVERIFY(report_of(path_).section("changes").table.rows.empty());
        Policy careful;
        careful.name = "careful";
        QVERIFY(record_run(path_, 40, now, careful, 8));
        QVERIFY(save_version(path_, {}));
        VERIFY_OK(plant_fault(path_, now));
        QCOMPARE(rows_of("run").size(), std::size_t{1});
        QVERIFY(rows_of("run")[0].ends_with(", careful"));
        const auto verdicts = rows_of("verdict");
        QVERIFY(std::any_of(verdicts.begin(), verdicts.end(),
                            [](const std::string& one) { return one.starts_with("I1 "); }));
        QVERIFY(std::none_of(verdicts.begin(), verdicts.end(),
                             [](const std::string& one) { return one.starts_with("I3 "); }));
        const Report after = report_of(path_);
        const auto& sign_off = after.section("sign_off");
        QCOMPARE(sign_off.table.rows[0][1], std::string("Noor"));
        QCOMPARE(sign_off.table.rows[1][1], std::string());
    }

    void policy_saved_since_is_a_change() {
        QVERIFY(record(path_, 20));
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, {.made = "2024-05-06T06:00:00Z"}));
        QVERIFY(save_version(path_, {})); // at seven
        VERIFY_OK(plant_fault(path_, now));
        const Report made = report_of(path_);
        QVERIFY(std::any_of(made.section("changes").table.rows.begin(),
                            made.section("changes").table.rows.end(), [](const auto& row) {
                                return row[1].find("mine, version 1, Ines: Fewer questions") !=
                                       std::string::npos;
                            }));
    }

    void verdict_in_part_says_so() {
        QVERIFY(record(path_, 20));
        const auto audit = verifier::audit_workspace(path_, {});
        VERIFY_OK(audit);
        const auto told = report_of(path_).section("verdicts");
        const std::string in_part = Text::english().get("audit.outcome.passed_in_part");
        int parts = 0;
        for (std::size_t i = 0; i < verifier::invariant_count; ++i) {
            const auto& one = audit->verdict.invariants[i];
            const bool partly = one.partly && one.outcome() == verifier::Outcome::passed;
            parts += partly ? 1 : 0;
            QCOMPARE(told.table.rows[i].back() == in_part, partly);
        }
        QVERIFY(parts > 0);
    }

    // DE-72
    void rights_are_those_of_a_plain_count() {
        QVERIFY(record(path_, 60));
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        VERIFY_OK(workspace);
        std::int64_t adapted = 0, withdrawn = 0, quiet = 0;
        VERIFY_OK(workspace->trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
            adapted += event.kind == TrailKind::slate && event.purpose != Purpose::deliver_service ? 1 : 0;
            withdrawn += event.kind == TrailKind::consent && permits(event.from) &&
                                 event.to == ConsentStatus::withdrawn
                             ? 1
                             : 0;
            quiet += event.kind == TrailKind::opted_out ? 1 : 0;
            return {};
        }));
        const auto figures = read_rights(workspace->trail());
        VERIFY_OK(figures);
        QVERIFY(adapted > 100);
        QCOMPARE(figures->adapted, adapted);
        QCOMPARE(figures->explained, adapted);
        QVERIFY(figures->empty < adapted);
        QCOMPARE(figures->withdrawn.asked, withdrawn);
        QCOMPARE(figures->withdrawn.late, std::int64_t{0});
        QCOMPARE(figures->quiet.asked, quiet);
        QCOMPARE(figures->quiet.late, std::int64_t{0});
    }

    void what_people_are_owed_and_do_not_get_is_counted_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("explained");
        QTest::addColumn<int>("late");
        QTest::addColumn<int>("late_questions");
        QTest::newRow("sound") << "" << 2 << 0 << 0;
        QTest::newRow("state from a signal that was not read") << "unread" << 1 << 0 << 0;
        QTest::newRow("list that names no consent") << "unnamed" << 1 << 0 << 0;
        QTest::newRow("list before the erasure") << "late" << 2 << 1 << 0;
        QTest::newRow("never erased") << "kept" << 2 << 1 << 0;
        QTest::newRow("asked after turning it off") << "asked" << 2 << 0 << 1;
    }
    void what_people_are_owed_and_do_not_get_is_counted() {
        QFETCH(QString, fault);
        constexpr auto adjust = Purpose::adjust_my_recommendations;
        const auto of = [&](TrailKind kind) {
            TrailEvent event;
            event.kind = kind;
            event.person = UserId(3);
            event.purpose = adjust;
            event.relies_on = 2;
            return event;
        };
        TrailEvent begin{.kind = TrailKind::begin, .text = "{}"};
        TrailEvent read = of(TrailKind::read);
        read.signal = Signal::thumb;
        TrailEvent derived = of(TrailKind::derived);
        derived.mask = 1U << static_cast<unsigned>(fault == "unread" ? Signal::stars : Signal::thumb);
        TrailEvent slate = of(TrailKind::slate);
        TrailEvent second = slate;
        if (fault == "unnamed") second.relies_on = 0;
        TrailEvent quiet = of(TrailKind::opted_out);
        quiet.form = 255;
        TrailEvent question = of(TrailKind::question);
        TrailEvent back = of(TrailKind::consent);
        back.from = ConsentStatus::given;
        back.to = ConsentStatus::withdrawn;
        TrailEvent gone = of(TrailKind::forgotten);
        gone.purposes = bit_of(adjust);
        TrailEvent plain = of(TrailKind::slate);
        plain.purpose = Purpose::deliver_service;
        std::vector<TrailEvent> events{begin, slate, read, derived, second, quiet};
        if (fault == "asked") events.insert(events.end(), {question, question});
        events.push_back(back);
        if (fault == "late" || fault == "kept") events.push_back(plain);
        if (fault != "kept") events.push_back(gone);
        events.push_back(plain);
        const auto workspace = Workspace::open(path_, OpenMode::create);
        VERIFY_OK(workspace);
        auto writer = workspace->write_trail(trail_key());
        VERIFY_OK(writer);
        VERIFY_OK(writer->append(events));
        VERIFY_OK(writer->commit(HeadReason::save, now));
        const auto figures = read_rights(workspace->trail());
        VERIFY_OK(figures);
        QCOMPARE(figures->adapted, std::int64_t{2});
        QTEST(static_cast<int>(figures->explained), "explained");
        QTEST(static_cast<int>(figures->withdrawn.late), "late");
        QTEST(static_cast<int>(figures->quiet.late), "late_questions");
        QCOMPARE(figures->withdrawn.asked, std::int64_t{1});
    }

    void groups_that_fare_much_worse_are_told_only_if_it_is_sure() {
        RunRecord run;
        run.id = "r-1";
        const auto add = [&](const char* group, double value, double half, double n) {
            run.metrics.push_back({"satisfaction_true", group, value, value - half, value + half, n});
        };
        add("all", 0.5, 0.01, 500);
        add("device=phone", 0.50, 0.02, 300);
        add("device=desktop", 0.65, 0.02, 200);
        add("age=16-24", 0.10, 0.02, 29); // too few
        add("age=25-39", 0.52, 0.02, 100);
        const auto sure = group_gaps(run);
        QCOMPARE(sure.size(), std::size_t{1});
        QCOMPARE(sure[0].low, std::string("device=phone"));
        QVERIFY(std::abs(sure[0].gap - 0.15) < 1e-12);
        QVERIFY(sure[0].verdict == RightsVerdict::missed);
        run.metrics[2].lower = 0.55;
        run.metrics[2].upper = 0.75;
        QVERIFY(group_gaps(run)[0].verdict == RightsVerdict::undecided);
        run.metrics[2] = {"satisfaction_true", "device=desktop", 0.52, 0.51, 0.53, 200};
        QVERIFY(group_gaps(run)[0].verdict == RightsVerdict::met);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

ATTUNE_TEST(AuditReport_test);

#include "audit_report_test.moc"
