// The trail as the workspace's own writer leaves it, read by the verifier: both keep to the same page without
// sharing code. Then the file is worked on as somebody who has it could, and every trace is named.
#include "core/audit/trail_audit.h"
#include "core/audit/trail_lines.h"
#include "core/audit/trail_words.h"
#include "core/audit/verify.h"
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/workspace/trail_export.h"
#include "core/workspace/workspace.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

#include <sqlite3.h>

using namespace attune;
using namespace attune::test;
namespace trail = attune::audit::trail;

namespace {

constexpr int visits = 130; ///< three segments

/// One person, three steps at a time; the last visit is after a withdrawal.
std::vector<TrailEvent> events_of_visit(int visit) {
    const UserId anna(7);
    const auto mine = Purpose::adjust_my_recommendations;
    const std::int64_t now = visit * 3'600'000LL;
    const auto number = static_cast<std::uint32_t>(visit);
    std::vector<TrailEvent> events;
    if (visit == 0) {
        const auto file = [](const char* path) { return Json::parse(find_resource(path).value_or("{}")); };
        events.push_back({.kind = TrailKind::begin,
                          .text = Json{{"people", 10},
                                       {"watched", {7}},
                                       {"matrix", file("consent/matrix.json")},
                                       {"notices", file("consent/notices.json")["notices"]}}
                                      .dump()});
        events.push_back({.kind = TrailKind::consent,
                          .purpose = mine,
                          .from = ConsentStatus::unknown,
                          .to = ConsentStatus::requested,
                          .entity = ConsentEntity::service,
                          .person = anna});
        events.push_back({.kind = TrailKind::consent,
                          .purpose = mine,
                          .from = ConsentStatus::requested,
                          .to = ConsentStatus::given,
                          .person = anna});
    }
    events.push_back({.kind = TrailKind::visit, .person = anna, .visit = number, .time_ms = now});
    events.push_back({.kind = TrailKind::read,
                      .module = Module::preference,
                      .purpose = mine,
                      .signal = Signal::thumb,
                      .person = anna,
                      .visit = number,
                      .time_ms = now,
                      .relies_on = 3});
    events.push_back({.kind = TrailKind::slate,
                      .purpose = mine,
                      .person = anna,
                      .visit = number,
                      .number = number,
                      .time_ms = now,
                      .relies_on = 3,
                      .text = "1 2 3"});
    return events;
}

} // namespace

class Trail_workspace_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("w.attune").toStdString();
    std::string copy_ = folder_.filePath("copy.attune").toStdString();
    std::string earlier_ = folder_.filePath("head.json").toStdString();
    std::string key_;
    std::string lines_;

    void keep(const std::string& path, const std::string& bytes) const {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    }
    /// A copy of the workspace after `sql`, with nothing in the way.
    void worked_on(const std::string& sql) const {
        QFile::remove(QString::fromStdString(copy_));
        QVERIFY(QFile::copy(QString::fromStdString(path_), QString::fromStdString(copy_)));
        sqlite3* file = nullptr;
        sqlite3_open(copy_.c_str(), &file);
        std::string triggers;
        sqlite3_exec(
            file, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'",
            [](void* all, int, char** text, char**) {
                *static_cast<std::string*>(all) += text[0];
                return 0;
            },
            &triggers, nullptr);
        char* wrong = nullptr;
        sqlite3_exec(file, (triggers + sql).c_str(), nullptr, nullptr, &wrong);
        QVERIFY2(wrong == nullptr, wrong);
        sqlite3_close(file);
    }

private slots:
    void initTestCase() {
        auto workspace = Workspace::open(path_, OpenMode::create, {{}, "2026-01-01", "0.1.0"});
        VERIFY_OK(workspace);
        const SigningKey key = SigningKey::ephemeral();
        key_ = key.public_hex();
        auto writer = workspace->write_trail(key);
        VERIFY_OK(writer);
        for (int visit = 0; visit < visits; ++visit) {
            VERIFY_OK(writer->append(events_of_visit(visit)));
            if (visit % 50 == 49) VERIFY_OK(writer->commit(HeadReason::save, "2026-01-02T03:04:05Z"));
            if (visit != 99) continue;
            const auto head = workspace->trail().newest_head();
            VERIFY_OK(head);
            keep(earlier_, signed_head_to_json(**head));
        }
        VERIFY_OK(writer->append(std::vector<TrailEvent>{{.kind = TrailKind::end, .rows = 1}}));
        VERIFY_OK(writer->commit(HeadReason::run, "2026-01-02T03:04:06Z"));
        VERIFY_OK(write_trail_lines(workspace->trail(), [&](std::string_view part) { lines_ += part; }));
    }

    void what_the_writer_leaves_passes() {
        const auto anchor = trail::read_anchor(key_, earlier_);
        VERIFY_OK(anchor);
        const auto made = trail::audit_workspace(path_, *anchor);
        VERIFY_OK(made);
        QCOMPARE(made->chain.events, static_cast<std::uint64_t>(3 * visits + 4));
        QVERIFY(made->chain.passed() && made->chain.heads == 3 && made->chain.earlier.checked == 1);
        QVERIFY(made->verdict.passed());
        QCOMPARE(made->verdict.of(trail::Invariant::consent_at_use).checked, 2 * visits);
        QCOMPARE(made->verdict.watched, 1);
        QCOMPARE(made->verdict.people, 10);
        const auto proved = verify_file(path_, *anchor);
        VERIFY_OK(proved);
        QVERIFY(proved->passed() && proved->trail);
        QCOMPARE(proved->checks.size(), verify_checks().size() + trail_checks().size());
        for (const std::string& check : trail_checks())
            QVERIFY(Text::english().has("verify." + check));
    }

    // A line gives back its payload, and the same verdict.
    void what_is_exported_is_the_same_trail() {
        const auto reader = audit::Reader::open(path_);
        VERIFY_OK(reader);
        std::vector<trail::Event> stored;
        VERIFY_OK(trail::check_chain(*reader, {}, [&](const trail::Event& event) -> Result<bool> {
            stored.push_back(event);
            return false;
        }));
        const QList<QByteArray> lines = QByteArray::fromStdString(lines_).trimmed().split('\n');
        QCOMPARE(static_cast<std::size_t>(lines.size()), stored.size() + 1);
        QVERIFY(trail::is_trail_of_lines(lines[0].toStdString()));
        for (std::size_t i = 0; i < stored.size(); ++i) {
            trail::Event event;
            VERIFY_OK(trail::read_line(lines[static_cast<qsizetype>(i + 1)].toStdString(), "lines", event));
            QVERIFY2(event == stored[i], lines[static_cast<qsizetype>(i + 1)].constData());
        }
    }

    void a_receipt_of_the_writer_is_right_for_the_verifier() {
        const auto workspace = Workspace::open(path_, OpenMode::read_only);
        VERIFY_OK(workspace);
        trail::Hasher hasher;
        for (const std::uint64_t seq : {1U, 3U, 256U, 257U, 394U}) {
            const auto receipt = trail_receipt(workspace->trail(), seq);
            VERIFY_OK(receipt);
            const Json json = Json::parse(*receipt);
            const std::string digits = json["payload"];
            const auto payload = trail::bytes_of(digits, digits.size() / 2);
            trail::Head head;
            head.json = json["signed_head"]["head"];
            trail::read_head(head);
            QVERIFY(payload && head.readable);
            trail::Proof proof{json["leaf_index"].get<std::uint64_t>() + 1, {}};
            for (const Json& one : json["proof"])
                std::copy_n(trail::bytes_of(one.get<std::string>(), 32)->begin(), 32,
                            proof.path.emplace_back().begin());
            QVERIFY(trail::leads_to(hasher, hasher.leaf(seq, *payload), proof, head.size, head.root));
        }
    }

    void what_is_done_to_the_file_is_named_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("told");
        const auto row = [](const char* name, const char* sql, const char* told) {
            QTest::newRow(name) << QString(sql) << QString(told);
        };
        row("deleted",
            "DELETE FROM trail_segment WHERE first = (SELECT max(first) FROM trail_segment WHERE "
            "first < 300)",
            "are missing");
        row("truncated with its heads",
            "DELETE FROM trail_segment WHERE first > 153; DELETE FROM trail_head WHERE number > 1",
            "The earlier head speaks about");
        row("swapped",
            "UPDATE trail_segment SET payloads = (SELECT s.payloads FROM trail_segment s WHERE s.first = 1) "
            "WHERE first = (SELECT min(first) FROM trail_segment WHERE first > 1)",
            "the chain does not fit");
        row("forged",
            "INSERT INTO trail_segment SELECT max(first) + (SELECT count FROM trail_segment ORDER BY first "
            "DESC LIMIT 1), 1, zeroblob(64), zeroblob(32) FROM trail_segment",
            "cannot be read");
        row("one byte of a time",
            "UPDATE trail_segment SET payloads = CAST(substr(payloads, 1, length(payloads) - 24) || x'07' || "
            "substr(payloads, length(payloads) - 22) AS BLOB) WHERE first = (SELECT max(first) FROM "
            "trail_segment)",
            "the chain does not fit");
        row("a chain value", "UPDATE trail_segment SET chain = zeroblob(32) WHERE first = 1",
            "Something in events 1 to");
        row("a head's words", "UPDATE trail_head SET json = replace(json, 'save', 'audit') WHERE number = 1",
            "Head 1: the signature does not fit");
        row("a head's key", "UPDATE trail_head SET key = zeroblob(32) WHERE number = 2",
            "Head 2 was signed with another key");
        row("a head deleted", "DELETE FROM trail_head WHERE number = 1", "Head 2 is out of place");
        row("the last head deleted", "DELETE FROM trail_head WHERE number = 3",
            "behind the last signed head");
    }
    void what_is_done_to_the_file_is_named() {
        QFETCH(QString, sql);
        QFETCH(QString, told);
        worked_on(sql.toStdString());
        const auto anchor = trail::read_anchor(key_, earlier_);
        VERIFY_OK(anchor);
        const auto made = trail::audit_workspace(copy_, *anchor);
        VERIFY_OK(made);
        QVERIFY(!made->verdict.passed());
        QString all;
        for (const trail::Finding& one : made->verdict.of(trail::Invariant::whole_trail).findings)
            all += QString::fromStdString(trail::sentence(one, Text::english())) + "\n";
        QVERIFY2(all.contains(told), qPrintable(all));
    }

    // The trail says that somebody was erased; so their key must be gone, and nobody else's.
    void keys_are_held_against_the_trail_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("told");
        QTest::newRow("destroyed in silence") << "DELETE FROM trail_key"
                                              << "nothing says that they were erased";
        QTest::newRow("of a run that there is not") << "INSERT INTO trail_key VALUES (7, 2, zeroblob(32))"
                                                    << "which begins no run";
    }
    void keys_are_held_against_the_trail() {
        QFETCH(QString, sql);
        QFETCH(QString, told);
        worked_on(sql.toStdString());
        const auto made = trail::audit_workspace(copy_, {});
        VERIFY_OK(made);
        QVERIFY(made->chain.passed());
        const auto& whole = made->verdict.of(trail::Invariant::whole_trail);
        QCOMPARE(whole.failures, 1);
        const QString all = QString::fromStdString(trail::sentence(whole.findings[0], Text::english()));
        QVERIFY2(all.contains(told), qPrintable(all));
    }

    // Values are destroyed, the trail stays whole.
    void an_erasure_leaves_the_trail_whole() {
        QFile::remove(QString::fromStdString(copy_));
        QVERIFY(QFile::copy(QString::fromStdString(path_), QString::fromStdString(copy_)));
        {
            auto workspace = Workspace::open(copy_, OpenMode::create_or_open, {{}, "2026-01-01", "0.1.0"});
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(SigningKey::ephemeral());
            VERIFY_OK(writer);
            const UserId anna(7);
            VERIFY_OK(writer->erase(1, std::span(&anna, 1), 9, "2026-01-03T00:00:00Z"));
        }
        const auto anchor = trail::read_anchor("", earlier_);
        VERIFY_OK(anchor);
        const auto made = trail::audit_workspace(copy_, *anchor);
        VERIFY_OK(made);
        QVERIFY(made->verdict.passed());
        QCOMPARE(made->verdict.by_kind[static_cast<std::size_t>(trail::Kind::erased)], 1);
        QCOMPARE(made->chain.keys.size(), 2U); // another signer is told
    }
};

ATTUNE_TEST(Trail_workspace_test);

#include "trail_workspace_test.moc"
