// Versions of a policy: added and never changed, with who made them and why, also in files of programs that
// knew none.
#include "core/audit/verify.h"
#include "core/base/random.h"
#include "core/workspace/schema.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;

namespace {

/// A file of the third format, which kept one policy per name, as the program of then wrote it: a checksum
/// over name and values.
void make_third_format(const std::string& path, const std::vector<PolicyVersion>& policies) {
    {
        const Result<Database> database = Database::open(path, Database::Access::create, {}, 0);
        if (!database) qFatal("%s", to_line(database.error()).c_str());
        for (const Status& done :
             {migrate(*database, 3), database->run("INSERT INTO workspace VALUES ('created', 'long ago'), "
                                                   "('program_version', '0.0.1'), ('personal_data', 'no')")})
            if (!done) qFatal("%s", to_line(done.error()).c_str());
    }
    for (const PolicyVersion& policy : policies) {
        std::string hash;
        for (const std::uint8_t byte :
             checksum_of(PolicyVersion{.name = policy.name, .json = policy.json, .created = {}}))
            hash += QStringLiteral("%1").arg(byte, 2, 16, QLatin1Char('0')).toStdString();
        run_sql(path, "INSERT INTO policy (name, json, created, checksum) VALUES ('" + policy.name + "', '" +
                          policy.json + "', '" + policy.created + "', x'" + hash + "')");
    }
}

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    return result ? ErrorCode{} : result.error().code;
}

PolicyVersion version_of_mine(std::uint32_t values) {
    PolicyVersion policy = example_policy(values);
    policy.name = "mine";
    return policy;
}

} // namespace

class Policy_version_test : public QObject {
    Q_OBJECT

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        workspace_ = std::make_unique<Workspace>(*Workspace::open(path_, OpenMode::create));
    }
    void cleanup() { workspace_.reset(); }

    void saving_adds_a_version_and_leaves_the_older_ones() {
        for (const std::uint32_t values : {10U, 20U, 30U}) {
            const auto saved = store().save(version_of_mine(values));
            VERIFY_OK(saved);
            QCOMPARE(saved->number, static_cast<int>(values) / 10);
            QCOMPARE(saved->parent, saved->number - 1);
        }
        const std::string left = dump(path_);
        workspace_ = std::make_unique<Workspace>(*Workspace::open(path_, OpenMode::read_only));
        const auto all = store().versions("mine");
        VERIFY_OK(all);
        QCOMPARE(all->size(), std::size_t{3});
        for (std::size_t i = 0; i < all->size(); ++i) {
            PolicyVersion wanted = version_of_mine(static_cast<std::uint32_t>(i + 1) * 10);
            wanted.number = static_cast<int>(i) + 1;
            wanted.parent = static_cast<int>(i);
            QCOMPARE(difference(all->at(i), wanted), std::string());
            QCOMPARE(difference(*store().find("mine", wanted.number), wanted), std::string());
        }
        QCOMPARE(difference(*store().find("mine"), all->back()), std::string());
        QCOMPARE(store().list()->size(), std::size_t{1});
        QCOMPARE(difference(store().list()->front(), all->back()), std::string());
        QCOMPARE(dump(path_), left);
        QVERIFY(verify_file(path_)->passed());
    }

    void a_version_says_which_one_it_was_changed_from() {
        for (const std::uint32_t values : {1U, 2U})
            VERIFY_OK(store().save(version_of_mine(values)));
        PolicyVersion branch = version_of_mine(3);
        branch.parent = 1;
        VERIFY_OK(store().save(branch));
        QCOMPARE(store().find("mine")->parent, 1);
        for (const int parent : {4, 9, -1}) { // of no version that is there
            branch = version_of_mine(4);
            branch.parent = parent;
            QCOMPARE(code_of(store().save(branch)), ErrorCode::bad_input);
        }
        QCOMPARE(store().versions("mine")->size(), std::size_t{3});
        QVERIFY(verify_file(path_)->passed());
    }

    void going_back_is_a_version_of_its_own() {
        for (const std::uint32_t values : {1U, 2U, 3U})
            VERIFY_OK(store().save(version_of_mine(values)));
        const auto back = store().roll_back("mine", 1, "Bea", "Two was too much", "2026-11-23");
        VERIFY_OK(back);
        QCOMPARE(back->number, 4);
        QCOMPARE(back->parent, 3);
        QCOMPARE(back->restores, 1);
        QCOMPARE(back->json, version_of_mine(1).json);
        QCOMPARE(back->author, std::string("Bea"));
        QCOMPARE(back->reason, std::string("Two was too much"));
        QCOMPARE(back->created, std::string("2026-11-23"));
        QVERIFY2(back->preview.empty(), "it was shown for another step");
        QCOMPARE(difference(*store().find("mine"), *back), std::string());
        // The way back leads forth again.
        QCOMPARE(store().roll_back("mine", 3, "Bea", "On second thoughts", "2026-11-24")->number, 5);
        QCOMPARE(store().find("mine")->json, version_of_mine(3).json);
        QVERIFY(verify_file(path_)->passed());
    }

    void going_back_to_nothing_or_to_the_same_is_refused() {
        for (const std::uint32_t values : {1U, 2U})
            VERIFY_OK(store().save(version_of_mine(values)));
        const std::string left = dump(path_);
        QCOMPARE(code_of(store().roll_back("mine", 3, "Bea", "Why not", "")), ErrorCode::not_found);
        QCOMPARE(code_of(store().roll_back("mine", 0, "Bea", "Why not", "")), ErrorCode::not_found);
        QCOMPARE(code_of(store().roll_back("theirs", 1, "Bea", "Why not", "")), ErrorCode::not_found);
        QCOMPARE(code_of(store().roll_back("mine", 2, "Bea", "It is here already", "")),
                 ErrorCode::bad_input);
        QCOMPARE(code_of(store().roll_back("mine", 1, "", "Who am I", "")), ErrorCode::bad_input);
        QCOMPARE(code_of(store().roll_back("mine", 1, "Bea", "", "")), ErrorCode::bad_input);
        QCOMPARE(dump(path_), left);
    }

    void policies_have_versions_of_their_own() {
        VERIFY_OK(store().save(example_policy(1)));
        VERIFY_OK(store().save(example_policy(2)));
        PolicyVersion second = example_policy(1);
        second.json = "{}";
        QCOMPARE(store().save(second)->number, 2);
        QCOMPARE(store().versions("policy-1")->size(), std::size_t{2});
        QCOMPARE(store().versions("policy-2")->size(), std::size_t{1});
        QCOMPARE(code_of(store().find("policy-2", 2)), ErrorCode::not_found);
        QCOMPARE(code_of(store().versions("policy-3")), ErrorCode::not_found);
        QCOMPARE(store().list()->at(0).number, 2);
        QCOMPARE(store().list()->at(1).name, std::string("policy-2"));
    }

    void what_may_not_be_saved_is_refused_by_name_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QByteArray>("text");
        const PolicyTextLimits most = policy_text_limits;
        const auto row = [](const char* name, const char* place, const QByteArray& text) {
            QTest::newRow(name) << QString(place) << text;
        };
        row("no name", "name", "");
        row("no author", "author", "");
        row("blank author", "author", "   ");
        row("no reason", "reason", "");
        row("reason of two lines", "reason", "first\nsecond");
        row("reason with an escape", "reason", "red \x1b[31m");
        row("reason with a control character of two bytes", "reason", "next \xC2\x85 line");
        row("author cut inside a letter", "author", "Ren\xC3");
        row("author overlong", "author", "\xC0\xAF");
        row("author of half a pair", "author", "\xED\xA0\x80");
        row("author with a tab", "author", "Ada\tNg");
        row("long name", "name", QByteArray(static_cast<int>(most.name) + 1, 'n'));
        row("long author", "author", QByteArray(static_cast<int>(most.author) + 1, 'a'));
        row("long reason", "reason", QByteArray(static_cast<int>(most.reason) + 1, 'r'));
        row("long policy", "policy", QByteArray(static_cast<int>(most.json) + 1, ' '));
        row("long preview", "preview", QByteArray(static_cast<int>(most.preview) + 1, ' '));
    }
    void what_may_not_be_saved_is_refused_by_name() {
        QFETCH(QString, place);
        QFETCH(QByteArray, text);
        PolicyVersion policy = version_of_mine(1);
        const std::string bytes = text.toStdString();
        (place == "name"     ? policy.name
         : place == "author" ? policy.author
         : place == "reason" ? policy.reason
         : place == "policy" ? policy.json
                             : policy.preview) = bytes;
        const auto refused = store().save(policy);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QCOMPARE(refused.error().where, place.toStdString());
        QVERIFY(refused.error().what.find(place.toStdString()) != std::string::npos);
        QVERIFY(!refused.error().remedy.empty());
        QVERIFY(store().list()->empty());
    }

    void letters_of_every_language_may_be_said() {
        PolicyVersion policy = version_of_mine(1);
        policy.author = "René Đặng 田中 \xF0\x9F\x99\x82";
        policy.reason = std::string(policy_text_limits.reason, 'r');
        VERIFY_OK(store().save(policy));
        QCOMPARE(store().find("mine")->author, policy.author);
    }

    void the_same_values_again_are_no_version() {
        VERIFY_OK(store().save(version_of_mine(1)));
        const auto again = store().save(version_of_mine(1));
        QCOMPARE(code_of(again), ErrorCode::bad_input);
        QVERIFY(again.error().what.find("version 1") != std::string::npos);
        QCOMPARE(store().versions("mine")->size(), std::size_t{1});
        // Going there and back by hand is a step each time.
        VERIFY_OK(store().save(version_of_mine(2)));
        QCOMPARE(store().save(version_of_mine(1))->number, 3);
    }

    void a_file_that_knew_no_versions_has_first_ones() {
        const std::string old = folder_->filePath("old.attune").toStdString();
        const std::vector<PolicyVersion> before = {example_policy(1), example_policy(2)};
        make_third_format(old, before);
        QVERIFY(verify_file(old)->passed());
        QCOMPARE(verify_file(old)->version, 3);
        const std::string left = state_of(old);
        const auto as_before = [&](const Workspace& workspace) {
            const auto all = workspace.policies().list();
            VERIFY_OK(all);
            QCOMPARE(all->size(), before.size());
            for (std::size_t i = 0; i < before.size(); ++i) {
                const PolicyVersion wanted{.name = before[i].name,
                                           .json = before[i].json,
                                           .created = before[i].created,
                                           .number = 1};
                QCOMPARE(difference(all->at(i), wanted), std::string());
            }
        };
        as_before(*Workspace::open(old, OpenMode::read_only));
        QVERIFY2(state_of(old) == left, "reading leaves it as it is");
        {
            const auto workspace = Workspace::open(old, OpenMode::existing);
            VERIFY_OK(workspace);
            as_before(*workspace);
            QVERIFY(verify_file(old)->passed());
            PolicyVersion next = example_policy(1);
            next.json = "{}";
            const auto saved = workspace->policies().save(next);
            VERIFY_OK(saved);
            QCOMPARE(saved->number, 2);
            QCOMPARE(saved->parent, 1);
            QCOMPARE(workspace->policies().roll_back("policy-1", 1, "Bea", "As it was", "")->json,
                     before[0].json);
        }
        QVERIFY(verify_file(old)->passed());
        QCOMPARE(verify_file(old)->version, current_version());
    }

    void damage_in_an_old_policy_is_still_found_after_the_update() {
        const std::string old = folder_->filePath("old.attune").toStdString();
        make_third_format(old, {example_policy(1)});
        run_sql(old, "UPDATE policy SET json = '{\"a\":1}'");
        QVERIFY(!verify_file(old)->passed());
        VERIFY_OK(Workspace::open(old, OpenMode::existing));
        const auto report = verify_file(old);
        VERIFY_OK(report);
        QVERIFY(!report->passed());
        for (const VerifyCheck& check : report->checks)
            QCOMPARE(check.passed, check.check != "checksums");
    }

    void versions_that_cannot_be_counted_are_damage_data() {
        QTest::addColumn<QString>("sql");
        QTest::newRow("as many as there are numbers")
            << "UPDATE policy_version SET version = 9223372036854775807";
        QTest::newRow("one more than an int") << "UPDATE policy_version SET version = 2147483648";
        QTest::newRow("below nothing") << "UPDATE policy_version SET version = -1";
        QTest::newRow("a parent out of the world") << "UPDATE policy_version SET parent = 4294967297";
    }
    void versions_that_cannot_be_counted_are_damage() {
        QFETCH(QString, sql);
        VERIFY_OK(store().save(version_of_mine(1)));
        workspace_.reset();
        run_sql(path_, sql.toStdString());
        workspace_ = std::make_unique<Workspace>(*Workspace::open(path_, OpenMode::existing));
        QCOMPARE(code_of(store().list()), ErrorCode::unreadable);
        QCOMPARE(code_of(store().save(version_of_mine(2))), ErrorCode::unreadable);
        QVERIFY(!verify_file(path_)->passed());
    }

    void reverting_a_file_covers_its_versions() {
        VERIFY_OK(store().save(version_of_mine(1)));
        const std::string snapshot = folder_->filePath("snapshot.attune").toStdString();
        VERIFY_OK(workspace_->copy_to(snapshot));
        const Checksum content = *workspace_->content();
        VERIFY_OK(store().save(version_of_mine(2)));
        QVERIFY(*workspace_->content() != content);
        VERIFY_OK(workspace_->restore(snapshot));
        QCOMPARE(store().versions("mine")->size(), std::size_t{1});
        QVERIFY(*workspace_->content() == content);
    }

private:
    PolicyStore store() const { return workspace_->policies(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
    std::unique_ptr<Workspace> workspace_;
};

ATTUNE_TEST(Policy_version_test);

#include "policy_version_test.moc"
