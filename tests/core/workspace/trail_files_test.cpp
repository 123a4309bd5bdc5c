// What stands in files beside the workspace: the signing key, signed heads, lines, receipts.
#include "core/base/random.h"
#include "core/workspace/trail_export.h"
#include "core/workspace/trail_lines.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <openssl/evp.h>
#include <sys/stat.h>

#include <thread>

using namespace attune;
using namespace attune::test;

namespace {

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    if (result) qFatal("this should have failed");
    return result.error().code;
}

/// By another library than the one that signs.
bool signed_by(const ByteList& key, const ByteList& signature, const std::string& message) {
    EVP_PKEY* pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size());
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const bool valid = pkey && EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, pkey) == 1 &&
                       EVP_DigestVerify(context, signature.data(), signature.size(),
                                        bytes_of_text(message).data(), message.size()) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(pkey);
    return valid;
}

ByteList from_digits(const QString& hex) {
    const QByteArray bytes = QByteArray::fromHex(hex.toUtf8());
    return {bytes.begin(), bytes.end()};
}

QJsonObject object_of(const std::string& json) {
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(json), &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", qPrintable(error.errorString()), json.c_str());
    return object;
}

unsigned mode_of(const std::string& path) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0) qFatal("no %s", path.c_str());
    return status.st_mode & 0777U;
}

Workspace example_workspace(const std::string& path, std::uint64_t events) {
    Result<Workspace> workspace = Workspace::open(path, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    auto trail = workspace->write_trail(example_key(), counted_random());
    if (!trail->append(example_events(1, events)) || !trail->commit(HeadReason::run, example_time))
        qFatal("no trail");
    return std::move(*workspace);
}

} // namespace

class Trail_files_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string file(const char* name) const { return folder_->filePath(name).toStdString(); }

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder_.reset(); }

    void key_is_made_once_and_for_its_owner_alone() {
        const std::string path = file("signing.key");
        QCOMPARE(code_of(SigningKey::load(path)), ErrorCode::not_found);
        const auto made = SigningKey::load_or_create(path);
        VERIFY_OK(made);
        QCOMPARE(mode_of(path), 0600U);
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden), QStringList{"signing.key"});
        const std::string left = state_of(path);
        for (const auto& again : {SigningKey::load_or_create(path), SigningKey::load(path)}) {
            VERIFY_OK(again);
            QCOMPARE(again->public_hex(), made->public_hex());
        }
        QVERIFY(state_of(path) == left);
        QCOMPARE(made->public_hex().size(), std::size_t{64});
        QVERIFY(SigningKey::load_or_create(file("other.key"))->public_key() != made->public_key());
        QVERIFY(SigningKey::ephemeral().public_key() != SigningKey::ephemeral().public_key());
        // What one signs, the other has signed too.
        QVERIFY(made->sign(bytes_of_text("x")) == SigningKey::load(path)->sign(bytes_of_text("x")));
    }

    void programs_that_make_a_key_at_once_get_the_same_one() {
        for (int round = 0; round < sized(10, 100); ++round) {
            const std::string path = file(("key-" + std::to_string(round)).c_str());
            std::vector<std::string> keys(6);
            std::vector<std::thread> programs;
            for (std::string& key : keys)
                programs.emplace_back([&] {
                    const auto made = SigningKey::load_or_create(path);
                    key = made ? made->public_hex() : to_line(made.error());
                });
            for (std::thread& program : programs)
                program.join();
            for (const std::string& key : keys)
                QCOMPARE(key, SigningKey::load(path)->public_hex());
        }
    }

    void key_that_is_none_is_refused_and_left_alone_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("words") << QByteArray("my key");
        QTest::newRow("no secret") << QByteArray(R"({"attune":"signing-key","version":1,"public":"00"})");
        QTest::newRow("short secret") << QByteArray(R"({"secret":"00","public":"00"})");
        const QByteArray zeros(64, '0');
        QTest::newRow("another public half")
            << QByteArray("{\"secret\":\"" + zeros + "\",\"public\":\"" + zeros + "\"}");
        QTest::newRow("long") << QByteArray(10000, ' ');
    }
    void key_that_is_none_is_refused_and_left_alone() {
        QFETCH(QByteArray, text);
        const std::string path = file("signing.key");
        write_bytes(path, text.toStdString());
        ::chmod(path.c_str(), 0600);
        const std::string left = state_of(path);
        const auto key = SigningKey::load_or_create(path);
        QVERIFY(!key);
        QVERIFY(key.error().code == ErrorCode::unreadable || key.error().code == ErrorCode::bad_input);
        QVERIFY(key.error().where.starts_with(path));
        QVERIFY(state_of(path) == left);
    }

    void key_that_others_can_read_is_not_used_data() {
        QTest::addColumn<unsigned>("mode");
        for (const unsigned mode : {0640U, 0604U, 0620U, 0601U, 0666U})
            QTest::addRow("%o", mode) << mode;
    }
    void key_that_others_can_read_is_not_used() {
        QFETCH(unsigned, mode);
        const std::string path = file("signing.key");
        VERIFY_OK(SigningKey::load_or_create(path));
        ::chmod(path.c_str(), mode);
        QCOMPARE(code_of(SigningKey::load_or_create(path)), ErrorCode::refused);
        ::chmod(path.c_str(), 0400);
        VERIFY_OK(SigningKey::load(path));
    }

    void key_needs_its_folder() {
        QCOMPARE(code_of(SigningKey::load_or_create(file("no/such/folder"))), ErrorCode::not_found);
        QVERIFY(!SigningKey::load_or_create(folder_->path().toStdString()));
    }

    void workspace_has_the_public_half_alone() {
        const Workspace workspace = example_workspace(file("w.attune"), 30);
        const std::string seed(32, static_cast<char>(example_seed_byte));
        const std::string all = bytes_of(file("w.attune"));
        QVERIFY(all.find(seed) == std::string::npos);
        QVERIFY(all.find(to_hex(bytes_of_text(seed))) == std::string::npos);
        const PublicKey shown = example_key().public_key();
        QVERIFY(all.find(std::string(shown.begin(), shown.end())) != std::string::npos);
    }

    void head_is_the_json_of_the_schema_and_signed() {
        TrailHead head;
        head.size = 12345678901ULL;
        head.root.fill(0xAB);
        head.chain.fill(0x01);
        head.made = example_time;
        head.reason = HeadReason::audit;
        head.previous = std::string(64, 'c');
        const auto made = sign_head(head, example_key());
        VERIFY_OK(made);
        std::string root, chain;
        for (int i = 0; i < 32; ++i) {
            root += "ab";
            chain += "01";
        }
        const QString expected =
            QString("{'attune':'trail-head','version':1,'size':12345678901,'root':'%1',"
                    "'chain':'%2','made':'2024-05-06T07:08:09Z','reason':'audit',"
                    "'previous':'%3'}")
                .arg(QString::fromStdString(root), QString::fromStdString(chain), QString(64, 'c'))
                .replace('\'', '"');
        QCOMPARE(made->json, expected.toStdString());
        QVERIFY(signed_by(bytes(made->key), bytes(made->signature), made->json));
        QVERIFY(!signed_by(bytes(made->key), bytes(made->signature), made->json + " "));
        QVERIFY(!signed_by(bytes(SigningKey::ephemeral().public_key()), bytes(made->signature), made->json));
        const auto read = head_from_json(made->json);
        VERIFY_OK(read);
        QCOMPARE(*head_to_json(*read), made->json);
    }

    void no_other_spelling_of_a_head_is_one() {
        TrailHead head;
        head.size = 7;
        head.made = example_time;
        const std::string json = *head_to_json(head);
        for (std::size_t at = 0; at < json.size(); ++at)
            for (const char put : {' ', '0', '1', 'a', 'A', '"', ','}) {
                std::string changed = json;
                changed[at] = put;
                const auto read = head_from_json(changed);
                if (changed != json && read) QCOMPARE(*head_to_json(*read), changed);
            }
        QVERIFY(!head_from_json(json + "\n"));
        QVERIFY(!head_from_json(" " + json));
        QVERIFY(!head_from_json(json.substr(0, json.size() - 1) + ",\"more\":1}"));
        QVERIFY(!head_from_json(""));
        for (const char* time :
             {"", "now", "2024-05-06", "2024-05-06T07:08:09", "2024-05-06T07:08:09+01:00",
              "2024-05-06T07:08:09.Z", "2024-05-06T07:08:09Z\"", "2024-05-0\"T07:08:09Z"}) {
            head.made = time;
            QCOMPARE(code_of(head_to_json(head)), ErrorCode::bad_input);
        }
        head.made = "2024-05-06T07:08:09.123Z";
        VERIFY_OK(head_to_json(head));
    }

    void head_that_is_kept_elsewhere_can_be_checked_alone() {
        const Workspace workspace = example_workspace(file("w.attune"), 30);
        const QJsonObject kept = object_of(signed_head_to_json(**workspace.trail().newest_head()));
        QCOMPARE(kept.keys(), (QStringList{"attune", "head", "key", "signature", "version"}));
        QCOMPARE(kept["attune"].toString(), QString("signed-head"));
        QVERIFY(signed_by(from_digits(kept["key"].toString()), from_digits(kept["signature"].toString()),
                          kept["head"].toString().toStdString()));
        QCOMPARE(object_of(kept["head"].toString().toStdString())["size"].toInt(), 30);
    }

    void line_of_the_schema_comes_out_as_it_stands_there() {
        TrailEvent read;
        read.kind = TrailKind::read;
        read.person = UserId(3);
        read.module = Module::ranking;
        read.purpose = Purpose::adjust_my_recommendations;
        read.signal = Signal::thumb;
        read.rows = 2;
        read.newest_day = 4;
        read.visit = 9;
        read.time_ms = 360000;
        read.relies_on = 2;
        std::string line;
        append_line(7, read, line);
        const std::string schema = bytes_of(source_path("resources/trail/schema.md"));
        std::string example = schema.substr(schema.find(R"({"seq":7,)"));
        example = example.substr(0, example.find('}') + 1);
        example.erase(std::remove(example.begin(), example.end(), '\n'), example.end());
        QCOMPARE(line, example);
    }

    void line_has_the_fields_of_its_kind_data() {
        QTest::addColumn<int>("kind");
        for (int kind = 1; kind < trail_kind_count; ++kind)
            QTest::newRow(std::string(name(static_cast<TrailKind>(kind))).c_str()) << kind;
    }
    void line_has_the_fields_of_its_kind() {
        QFETCH(int, kind);
        const TrailEvent event = full_event(static_cast<TrailKind>(kind));
        std::string line;
        append_line(5, event, line);
        const QJsonObject object = object_of(line);
        QStringList expected = {"event", "seq"};
        const SchemaFields schema = read_schema();
        for (const std::string& field : schema.kinds[static_cast<std::size_t>(kind - 1)].second)
            expected << QString::fromStdString(field == "time" ? "time_ms" : field);
        if (uses(event.kind, trail_field::values)) expected << "text";
        expected.sort();
        QCOMPARE(object.keys(), expected);
        if (object.contains("purposes"))
            QCOMPARE(object["purposes"].toArray(),
                     (QJsonArray{"adjust_this_session", "adjust_my_recommendations", "share_aggregates"}));
        if (object.contains("mask"))
            QCOMPARE(object["mask"].toArray(),
                     (QJsonArray{"thumb", "pick", "demographic_group", "prompt_event"}));
        if (uses(event.kind, trail_field::text))
            QCOMPARE(object["text"].toObject()["some"].toString(), QString("text"));
        if (uses(event.kind, trail_field::values))
            QCOMPARE(object["text"].toString(), QString::fromStdString(to_hex(bytes_of_text(event.text))));
    }

    void forms_have_words() {
        const auto word_of = [](TrailKind kind, std::uint8_t form) {
            TrailEvent event = full_event(kind);
            event.form = form;
            std::string line;
            append_line(1, event, line);
            return object_of(line)["form"].toString();
        };
        QCOMPARE(word_of(TrailKind::question, 0), QString("thumb"));
        QCOMPARE(word_of(TrailKind::answer, 1), QString("stars"));
        QCOMPARE(word_of(TrailKind::question, 2), QString("survey"));
        QCOMPARE(word_of(TrailKind::question, 8), QString("offer"));
        QCOMPARE(word_of(TrailKind::answer, 9), QString("direction"));
        QCOMPARE(word_of(TrailKind::opted_out, 255), QString("everything"));
        QCOMPARE(word_of(TrailKind::opted_in, 8), QString("offer"));
    }

    void export_has_every_event_on_its_line() {
        const Workspace workspace = example_workspace(file("w.attune"), 1000);
        const std::string path = file("trail.jsonl");
        VERIFY_OK(export_trail_lines(workspace.trail(), path));
        QCOMPARE(mode_of(path), 0600U);
        const std::string all = bytes_of(path);
        std::vector<std::string> lines;
        for (std::size_t at = 0; at < all.size(); at = all.find('\n', at) + 1)
            lines.push_back(all.substr(at, all.find('\n', at) - at));
        QCOMPARE(lines.size(), std::size_t{1001});
        QCOMPARE(lines[0], std::string(R"({"attune":"trail","version":1})"));
        VERIFY_OK(workspace.trail().each_event([&](std::uint64_t n, const TrailEvent& event) -> Status {
            std::string line;
            append_line(n, event, line);
            if (line != lines[n]) return fail(ErrorCode::failed, "line " + std::to_string(n));
            if (object_of(line)["seq"].toInt() != static_cast<int>(n))
                return fail(ErrorCode::failed, "number");
            return {};
        }));
        // A damaged trail leaves what was exported before.
        run_sql(file("w.attune"),
                "DROP TRIGGER trail_segment_stays; UPDATE trail_segment SET payloads = zeroblob(5) "
                "WHERE first = 257");
        QCOMPARE(code_of(export_trail_lines(workspace.trail(), path)), ErrorCode::unreadable);
        QVERIFY(bytes_of(path) == all);
    }

    void receipt_proves_its_event() {
        const Workspace workspace = example_workspace(file("w.attune"), 777);
        const StoredTrail trail = stored_trail(workspace);
        for (const std::uint64_t n : {1U, 2U, 256U, 257U, 512U, 776U, 777U}) {
            const auto receipt = trail_receipt(workspace.trail(), n);
            VERIFY_OK(receipt);
            const QJsonObject object = object_of(*receipt);
            QCOMPARE(object["attune"].toString(), QString("trail-receipt"));
            QCOMPARE(object["leaf_index"].toInteger(), static_cast<qint64>(n) - 1);
            const ByteList payload = from_digits(object["payload"].toString());
            QVERIFY(payload == trail.payloads[n - 1]);
            const QJsonObject signed_head = object["signed_head"].toObject();
            const std::string head = signed_head["head"].toString().toStdString();
            QVERIFY(signed_by(from_digits(signed_head["key"].toString()),
                              from_digits(signed_head["signature"].toString()), head));
            std::vector<ByteList> proof;
            for (const auto& hash : object["proof"].toArray())
                proof.push_back(from_digits(hash.toString()));
            const QJsonObject read = object_of(head);
            QVERIFY(proves_inclusion(n - 1, static_cast<std::uint64_t>(read["size"].toInteger()),
                                     schema_leaf(n, payload), proof, from_digits(read["root"].toString())));
            std::string line;
            append_line(n, *read_payload(payload), line);
            QCOMPARE(object["record"].toObject(), object_of(line));
        }
        QCOMPARE(code_of(trail_receipt(workspace.trail(), 778)), ErrorCode::not_found);
        QCOMPARE(code_of(trail_receipt(workspace.trail(), 0)), ErrorCode::not_found);
    }
};

ATTUNE_TEST(Trail_files_test);

#include "trail_files_test.moc"
