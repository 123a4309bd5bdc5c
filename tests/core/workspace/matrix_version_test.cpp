// Versions of the consent matrix: added and never changed, also by going back; who stands by one; runs that
// say which they obeyed; files of programs that knew none of it.
#include "core/audit/verify.h"
#include "core/base/random.h"
#include "core/consent/matrix_edit.h"
#include "core/workspace/schema.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;

namespace {

MatrixVersion version_of(int days) {
    ConsentMatrix matrix = with_validity(shipped_matrix(), Purpose::experiments, days);
    return {.json = matrix_to_json(matrix),
            .created = "2026-11-23T12:00:00Z",
            .author = "Ines",
            .role = "privacy_officer",
            .reason = "Shorter, number " + std::to_string(days)};
}

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    return result ? ErrorCode{} : result.error().code;
}

/// The SQL with which a trigger was made.
std::string statement_of(const std::string& path, const std::string& trigger) {
    const Result<Database> database = Database::open(path, Database::Access::read, {}, 0);
    if (!database) return {};
    auto rows = database->prepare("SELECT sql FROM sqlite_schema WHERE name = ?");
    if (!rows) return {};
    rows->query(trigger);
    return rows->next().value_or(false) ? rows->text(0) : std::string();
}

QString first_fault(const std::string& path) {
    const auto verified = verify_file(path);
    if (!verified) return QString::fromStdString(verified.error().what);
    for (const VerifyCheck& check : verified->checks)
        if (!check.passed) return QString::fromStdString(check.check + ": " + check.counter_examples.front());
    return {};
}

} // namespace

class Matrix_version_test : public QObject {
    Q_OBJECT

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        workspace_ = std::make_unique<Workspace>(*Workspace::open(path_, OpenMode::create));
    }
    void cleanup() { workspace_.reset(); }

    void saving_adds_a_version_and_leaves_the_older_ones() {
        QVERIFY(!store().newest()->has_value());
        for (const int days : {100, 200, 300}) {
            const auto saved = store().save(version_of(days));
            VERIFY_OK(saved);
            QCOMPARE(saved->number, days / 100);
            QCOMPARE(saved->parent, saved->number - 1);
        }
        const std::string left = dump(path_);
        workspace_ = std::make_unique<Workspace>(*Workspace::open(path_, OpenMode::read_only));
        const auto all = store().versions();
        VERIFY_OK(all);
        QCOMPARE(all->size(), std::size_t{3});
        for (int i = 0; i < 3; ++i) {
            MatrixVersion wanted = version_of((i + 1) * 100);
            wanted.number = i + 1;
            wanted.parent = i;
            QVERIFY(all->at(static_cast<std::size_t>(i)) == wanted);
            QVERIFY(*store().find(i + 1) == wanted);
        }
        QVERIFY(**store().newest() == all->back());
        QCOMPARE(code_of(store().find(4)), ErrorCode::not_found);
        QCOMPARE(dump(path_), left);
        QCOMPARE(first_fault(path_), QString());
    }

    void what_may_not_be_saved_is_refused_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* place, const QByteArray& text, ErrorCode code) {
            QTest::newRow(name) << QString(place) << text << static_cast<int>(code);
        };
        row("no author", "author", "", ErrorCode::bad_input);
        row("author of two lines", "author", "a\nb", ErrorCode::bad_input);
        row("no reason", "reason", "", ErrorCode::bad_input);
        row("long reason", "reason", QByteArray(601, 'r'), ErrorCode::bad_input);
        row("product manager", "role", "product_manager", ErrorCode::refused);
        row("nobody", "role", "", ErrorCode::refused);
        row("long preview", "preview", QByteArray((1 << 18) + 1, ' '), ErrorCode::bad_input);
    }
    void what_may_not_be_saved_is_refused() {
        QFETCH(QString, place);
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        MatrixVersion version = version_of(100);
        (place == "author"   ? version.author
         : place == "reason" ? version.reason
         : place == "role"   ? version.role
                             : version.preview) = text.toStdString();
        const auto refused = store().save(version);
        QCOMPARE(static_cast<int>(code_of(refused)), code);
        QCOMPARE(refused.error().where, place.toStdString());
        QVERIFY(store().versions()->empty());
    }

    void the_same_rules_again_are_no_version() {
        VERIFY_OK(store().save(version_of(100)));
        QCOMPARE(code_of(store().save(version_of(100))), ErrorCode::bad_input);
        MatrixVersion back = version_of(50);
        back.restores = 2;
        QCOMPARE(code_of(store().save(back)), ErrorCode::not_found);
        QCOMPARE(store().versions()->size(), std::size_t{1});
    }

    // Two people look at the same version and both save: the later one is told.
    void a_version_made_from_an_older_one_is_refused() {
        VERIFY_OK(store().save(version_of(100), 0));
        const auto late = store().save(version_of(200), 0);
        QCOMPARE(code_of(late), ErrorCode::refused);
        QVERIFY(QString::fromStdString(late.error().what).contains("somebody else has saved a version"));
        QCOMPARE(code_of(store().save(version_of(200), 2)), ErrorCode::refused);
        QCOMPARE(store().versions()->size(), std::size_t{1});
        VERIFY_OK(store().save(version_of(200), 1));
        VERIFY_OK(store().save(version_of(300))); // from whatever is the newest
        QCOMPARE(store().newest()->value().parent, 2);
    }

    void a_stranger_neither_blocks_the_officer_nor_passes_for_one() {
        VERIFY_OK(store().save(version_of(100)));
        const SigningKey officer = SigningKey::ephemeral(), stranger = SigningKey::ephemeral();
        const auto bytes = [](const SigningKey& key) {
            return std::vector<std::uint8_t>(key.public_key().begin(), key.public_key().end());
        };
        const auto sign = [&](const SigningKey& key, const char* made) {
            return store().sign(1, "Ines", "privacy_officer", made, key);
        };
        VERIFY_OK(sign(officer, "2026-11-23T13:00:00Z"));
        // As long as nobody else has signed, the key given is the one.
        const auto alone = verify_file(path_, {.key = bytes(officer)});
        VERIFY_OK(alone);
        QVERIFY(alone->passed());
        QVERIFY(alone->matrix_signers.size() == 1 && alone->matrix_signers[0].given == true);
        VERIFY_OK(sign(stranger, "2026-11-23T12:00:00Z"));
        QCOMPARE(code_of(sign(officer, "2026-11-23T14:00:00Z")), ErrorCode::refused);
        QCOMPARE(store().signatures_made()->size(), std::size_t{2});
        const auto both = verify_file(path_, {.key = bytes(officer)});
        VERIFY_OK(both);
        for (const VerifyCheck& check : both->checks) {
            QCOMPARE(check.passed, check.check != "matrix_signatures");
            if (check.passed) continue;
            QCOMPARE(check.failures, std::int64_t{1});
            QVERIFY(QString::fromStdString(check.counter_examples[0]).contains("a key that was not given"));
        }
        QCOMPARE(both->matrix_signers.size(), std::size_t{2});
        QVERIFY(both->matrix_signers[0].given == false && both->matrix_signers[1].given == true);
        // Without a key both are what the file says, and said to be no more.
        const auto unproven = verify_file(path_);
        VERIFY_OK(unproven);
        QVERIFY(unproven->passed() && unproven->matrix_signers.size() == 2);
        QVERIFY(!unproven->matrix_signers[0].given && !unproven->matrix_signers[1].given);
    }

    void a_signature_proves_who_and_what() {
        VERIFY_OK(store().save(version_of(100)));
        const SigningKey key = SigningKey::ephemeral();
        const auto made = store().sign(1, "Ines", "privacy_officer", "2026-11-23T13:00:00Z", key);
        VERIFY_OK(made);
        const MatrixVersion version = *store().find(1);
        QVERIFY(signature_fits(version, *made));
        QVERIFY(store().signatures_made()->front() == *made);
        QCOMPARE(code_of(store().sign(1, "Eve", "privacy_officer", "", key)), ErrorCode::refused);
        QCOMPARE(code_of(store().sign(2, "Ines", "privacy_officer", "", key)), ErrorCode::not_found);
        // Whatever is said otherwise than it was signed does not fit.
        const auto with = [&](auto change) {
            MatrixSignature other = *made;
            change(other);
            return signature_fits(version, other);
        };
        QVERIFY(!with([](MatrixSignature& s) { s.author = "Eve"; }));
        QVERIFY(!with([](MatrixSignature& s) { s.role = "product_manager"; }));
        QVERIFY(!with([](MatrixSignature& s) { s.made = "2026-11-24T13:00:00Z"; }));
        QVERIFY(!with([](MatrixSignature& s) { s.signature[5] ^= 1; }));
        QVERIFY(!with([](MatrixSignature& s) { s.key[0] ^= 1; }));
        QVERIFY(!with([](MatrixSignature& s) { s.key.clear(); }));
        MatrixVersion edited = version;
        edited.json = version_of(101).json;
        QVERIFY(!signature_fits(edited, *made));
        QCOMPARE(first_fault(path_), QString());
    }

    void a_run_says_which_matrix_it_obeyed() {
        VERIFY_OK(store().save(version_of(100)));
        RunRecord older = example_run(1), newer = example_run(2);
        newer.matrix_version = 1;
        newer.matrix_sha256 = std::string(64, 'a');
        for (const RunRecord& run : {older, newer})
            VERIFY_OK(workspace_->runs().save(run));
        QCOMPARE(workspace_->runs().find(older.id)->matrix_sha256, std::string());
        QCOMPARE(workspace_->runs().find(newer.id)->matrix_sha256, newer.matrix_sha256);
        QCOMPARE(workspace_->runs().find(newer.id)->matrix_version, 1);
        QCOMPARE(first_fault(path_), QString());
        RunRecord nameless = example_run(3);
        nameless.matrix_version = 1; // of which rules?
        QCOMPARE(workspace_->runs().save(nameless).error().code, ErrorCode::bad_input);
    }

    void damage_is_found_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* sql, const char* says) {
            QTest::newRow(name) << QString(sql) << QString(says);
        };
        row("words", "UPDATE consent_matrix SET json = replace(json, '100', '900')", "not what was saved");
        row("author", "UPDATE consent_matrix SET author = 'Eve'", "not what was saved");
        row("role", "UPDATE consent_matrix SET role = 'product_manager'", "matrix");
        row("preview", "UPDATE consent_matrix SET preview = '{}'", "not what was saved");
        row("gap", "DELETE FROM consent_matrix WHERE version = 1", "missing");
        row("parent", "UPDATE consent_matrix SET parent = 2 WHERE version = 2", "");
        row("matrix of a run", "UPDATE run SET matrix_version = 9", "");
        row("hash of a run's matrix", "UPDATE run SET matrix_sha256 = replace(matrix_sha256, 'a', 'b')",
            "not what was saved");
    }
    void damage_is_found() {
        QFETCH(QString, sql);
        QFETCH(QString, says);
        for (const int days : {100, 200})
            VERIFY_OK(store().save(version_of(days)));
        RunRecord run = example_run(2);
        run.matrix_version = 1;
        run.matrix_sha256 = std::string(64, 'a');
        VERIFY_OK(workspace_->runs().save(run));
        workspace_.reset();
        QCOMPARE(first_fault(path_), QString());
        // Triggers only stop accidents: who edits the file drops them and puts them back.
        const std::vector<std::string> triggers = {"consent_matrix_stays", "consent_matrix_remains"};
        std::string put_back;
        for (const std::string& trigger : triggers) {
            put_back += statement_of(path_, trigger) + ";";
            run_sql(path_, "DROP TRIGGER " + trigger);
        }
        run_sql(path_, sql.toStdString());
        run_sql(path_, put_back);
        QVERIFY2(!first_fault(path_).isEmpty(), "nothing was noticed");
        QVERIFY2(first_fault(path_).contains(says), qPrintable(first_fault(path_)));
    }

    void a_row_is_not_changed_by_accident() {
        VERIFY_OK(store().save(version_of(100)));
        VERIFY_OK(store().sign(1, "Ines", "privacy_officer", "", SigningKey::ephemeral()));
        workspace_.reset();
        const Result<Database> database = Database::open(path_, Database::Access::write, {}, 0);
        VERIFY_OK(database);
        for (const char* sql :
             {"UPDATE consent_matrix SET reason = 'x'", "DELETE FROM consent_matrix",
              "UPDATE matrix_signature SET author = 'x'", "DELETE FROM matrix_signature",
              "INSERT INTO consent_matrix SELECT 5, 1, NULL, author, role, reason, created, json, preview, "
              "checksum FROM consent_matrix"})
            QVERIFY2(!database->run(sql), sql);
    }

    void an_older_file_learns_of_matrices_and_keeps_its_runs() {
        const std::string old = folder_->filePath("old.attune").toStdString();
        const RunRecord run = example_run(4);
        VERIFY_OK(workspace_->runs().save(run));
        workspace_.reset();
        // The run as the program before wrote it: the same rows without the two columns.
        {
            const Result<Database> database = Database::open(old, Database::Access::create, {}, 0);
            VERIFY_OK(database);
            VERIFY_OK(migrate(*database, 5));
            VERIFY_OK(database->run("INSERT INTO workspace VALUES ('created', 'long ago'), "
                                    "('program_version', '0.0.1'), ('personal_data', 'no')"));
        }
        run_sql(old, "ATTACH '" + path_ +
                         "' AS newer; INSERT INTO run SELECT number, id, scenario_name, scenario_json, "
                         "policy_name, policy_json, seed, users, days, items, replications, fingerprint, "
                         "program_version, created, wall_seconds, checksum FROM newer.run; INSERT INTO "
                         "run_metric SELECT * FROM newer.run_metric; INSERT INTO run_series SELECT * FROM "
                         "newer.run_series");
        QCOMPARE(verify_file(old)->version, 5);
        QCOMPARE(first_fault(old), QString());
        workspace_ = std::make_unique<Workspace>(*Workspace::open(old, OpenMode::existing));
        QCOMPARE(difference(*workspace_->runs().find(run.id), run), std::string());
        QVERIFY(store().versions()->empty());
        VERIFY_OK(store().save(version_of(100)));
        QCOMPARE(verify_file(old)->version, 6);
        QCOMPARE(first_fault(old), QString());
    }

    void bringing_back_a_copy_forgets_no_version() {
        VERIFY_OK(store().save(version_of(100)));
        const std::string copy = folder_->filePath("copy.attune").toStdString();
        VERIFY_OK(workspace_->copy_to(copy));
        VERIFY_OK(store().save(version_of(200)));
        VERIFY_OK(store().sign(2, "Ines", "privacy_officer", "", SigningKey::ephemeral()));
        VERIFY_OK(workspace_->restore(copy));
        QCOMPARE(store().versions()->size(), std::size_t{2});
        QCOMPARE(store().signatures_made()->size(), std::size_t{1});
        QCOMPARE(first_fault(path_), QString());
    }

private:
    MatrixStore store() const { return workspace_->matrices(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
    std::unique_ptr<Workspace> workspace_;
};

ATTUNE_TEST(Matrix_version_test);
#include "matrix_version_test.moc"
