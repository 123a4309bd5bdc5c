// A policy that pushes people can be compared with another, and the comparison says that it is never put into
// force, whatever came out; it still says so when it is read back from a file.
#include "core/workspace/workspace.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/html_report.h"
#include "simulations/report/json_writer.h"
#include "simulations/report/lab_picture.h"
#include "simulations/study/audit_keep.h"
#include "simulations/study/simulate.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

Policy with_notice(int notice, const char* policy_name) {
    Policy policy;
    policy.name = policy_name;
    policy.notice = notice;
    return policy;
}

std::vector<GuardrailVerdict> coercive(const std::vector<GuardrailVerdict>& verdicts) {
    std::vector<GuardrailVerdict> found;
    for (const GuardrailVerdict& verdict : verdicts)
        if (coercive_trait_of(verdict.key)) found.push_back(verdict);
    return found;
}

} // namespace

class Coercion_study_test : public QObject {
    Q_OBJECT
private slots:
    // FB-48: of the candidate, not of the policy it is compared with.
    void a_comparison_names_a_candidate_that_pushes_people_data() {
        QTest::addColumn<int>("baseline");
        QTest::addColumn<int>("candidate");
        QTest::newRow("equal against equal") << 0 << 0;
        QTest::newRow("second click against equal") << 0 << 1;
        QTest::newRow("equal against second click") << 1 << 0;
        QTest::newRow("both hide the refusal") << 1 << 1;
        QTest::newRow("granular") << 0 << 2;
        QTest::newRow("plain") << 0 << 3;
    }
    void a_comparison_names_a_candidate_that_pushes_people() {
        QFETCH(int, baseline);
        QFETCH(int, candidate);
        const auto result = simulate_comparison(small_scenario(80, 4, 60), with_notice(baseline, "now"),
                                                with_notice(candidate, "next"), {});
        VERIFY_OK(result);
        const auto found = coercive(all_guardrails(result->record));
        QCOMPARE(found.size(), candidate == 1 ? 1U : 0U);
        if (found.empty()) return;
        QCOMPARE(found[0].key, std::string("coercion.second_click"));
        QCOMPARE(found[0].verdict, Verdict::broken);
        QVERIFY(std::isnan(found[0].difference) && std::isnan(found[0].lower) && std::isnan(found[0].upper));
        QVERIFY2(result->record.guardrails.front().key == found[0].key, "it comes first");
        const std::string words = coercion_words(*coercive_trait_of(found[0].key), Text::english());
        QCOMPARE(words, std::string("Never put into force: refusing consent hides behind a second page"));
    }

    // In the lab, also before the full run; in the report; in the document for programs.
    void lab_report_and_document_say_so_data() {
        QTest::addColumn<int>("notice");
        QTest::addColumn<bool>("pushes");
        QTest::newRow("equal") << 0 << false;
        QTest::newRow("second click") << 1 << true;
    }
    void lab_report_and_document_say_so() {
        QFETCH(int, notice);
        QFETCH(bool, pushes);
        const auto result = simulate_comparison(small_scenario(80, 4, 60), with_notice(0, "now"),
                                                with_notice(notice, "next"), {});
        VERIFY_OK(result);
        const ReportInput input{result->record, result->baseline, result->candidate};
        for (const bool preview : {false, true}) {
            const LabPicture picture = make_lab_picture(input, {preview, 80, 1, 4, 4}, Text::english());
            int rows = 0;
            for (const GuardrailRow& row : picture.guardrails) {
                if (!QString::fromStdString(row.limit_words).startsWith("Never put into force")) continue;
                ++rows;
                QCOMPARE(row.state, GuardrailState::broken);
                QCOMPARE(row.name, std::string("Free to refuse consent"));
                QCOMPARE(row.word, std::string("broken"));
                QVERIFY(row.value_words.empty());
            }
            QCOMPARE(rows, pushes ? 1 : 0);
            QVERIFY(!pushes || picture.counts.broken > 0);
        }
        const QString page = QString::fromStdString(html_report(input, Text::english()));
        // As a banner of its own, and among the sentences of the differences.
        const QString never = "Never put into force: refusing consent hides behind a second page.</";
        QCOMPARE(page.count(never + "span></p>"), pushes ? 1 : 0);
        QCOMPARE(page.count(never + "li>"), pushes ? 1 : 0);
        QVERIFY(!page.contains("coercion."));
        const Json document = compare_document(result->record, result->baseline, result->candidate);
        int listed = 0;
        for (const Json& one : document["guardrails"])
            if (one["key"] == "coercion.second_click" && one["verdict"] == "broken" &&
                one["difference"].is_null())
                ++listed;
        QCOMPARE(listed, pushes ? 1 : 0);
    }

    // FB-15: whatever pushes people - a refusal on a second page, a question over the items or in the way -
    // is blocked when it is to be put into force; the same policy without it is not, for that reason.
    void what_pushes_people_is_never_put_into_force_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<int>("value");
        QTest::newRow("nothing") << "" << 0;
        QTest::newRow("second_click") << "consent.notice" << 1;
        QTest::newRow("covering_prompts") << "prompt.place" << 1;
        QTest::newRow("forced_prompts") << "prompt.place" << 2;
    }
    void what_pushes_people_is_never_put_into_force() {
        QFETCH(QString, setting);
        QFETCH(int, value);
        Policy policy;
        policy.name = "next";
        policy.weekly_cap = 3;
        if (setting == "consent.notice") policy.notice = value;
        if (setting == "prompt.place") policy.prompt_place = value;
        const QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        {
            auto workspace = Workspace::open(path, OpenMode::create);
            VERIFY_OK(workspace);
            VERIFY_OK(workspace->policies().save({.name = policy.name,
                                                  .json = policy_to_json(policy),
                                                  .created = {},
                                                  .author = "Ines",
                                                  .reason = "More answers"}));
        }
        const auto made = publish_policy(path, SigningKey::ephemeral(),
                                         {.policy = policy.name,
                                          .by = {.name = "Ines", .role = "product_manager"},
                                          .reason = "More answers",
                                          .now = "2026-01-01T00:00:00Z"});
        QVERIFY(!made);
        const std::string never =
            Text::english().get("coercion.never." + std::string(QTest::currentDataTag()));
        // Without it there is only no audit that could allow it.
        QCOMPARE(made.error().what == never, !setting.isEmpty());
        QCOMPARE(made.error().code == ErrorCode::refused, !setting.isEmpty());
    }

    void the_verdict_is_kept_with_the_comparison() {
        const QTemporaryDir folder;
        const auto result =
            simulate_comparison(small_scenario(80, 4, 60), with_notice(0, "now"), with_notice(1, "next"), {});
        VERIFY_OK(result);
        auto workspace = Workspace::open(folder.filePath("w.attune").toStdString(), OpenMode::create);
        VERIFY_OK(workspace);
        VERIFY_OK(
            workspace->comparisons().save_with_runs(result->baseline, result->candidate, result->record));
        const auto kept = workspace->comparisons().find(result->record.id);
        VERIFY_OK(kept);
        QCOMPARE(coercive(kept->guardrails).size(), 1U);
        QCOMPARE(coercive(kept->guardrails)[0].verdict, Verdict::broken);
    }
};
ATTUNE_TEST(Coercion_study_test);
#include "coercion_test.moc"
