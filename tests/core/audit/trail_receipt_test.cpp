// A receipt that the workspace's writer made is checked without the workspace; whatever is changed in it, it
// no longer holds or is none.
#include "core/audit/trail_receipt.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/workspace/trail_export.h"
#include "core/workspace/workspace.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;
namespace trail = attune::audit::trail;

namespace {

constexpr std::uint64_t events = 77; ///< no power of two

std::vector<TrailEvent> some_events() {
    std::vector<TrailEvent> all = {{.kind = TrailKind::begin, .text = R"({"run":"r"})"}};
    while (all.size() < events) {
        const auto n = static_cast<std::uint32_t>(all.size());
        if (n % 3 == 0)
            all.push_back({.kind = TrailKind::consent,
                           .purpose = Purpose::experiments,
                           .from = ConsentStatus::requested,
                           .to = ConsentStatus::given,
                           .notice = 1,
                           .person = UserId(n % 5),
                           .time_ms = n * 1000});
        else
            all.push_back({.kind = TrailKind::slate,
                           .purpose = Purpose::deliver_service,
                           .person = UserId(n % 5),
                           .visit = n,
                           .time_ms = n * 1000,
                           .text = "seen"});
    }
    return all;
}

/// Changes one character of a string inside, at a place from its beginning.
void flip(Json& text, std::size_t at) {
    std::string changed = text.get<std::string>();
    changed[at] = changed[at] == '0' ? '1' : '0';
    text = changed;
}

} // namespace

class Trail_receipt_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string file_ = folder_.filePath("receipt.json").toStdString();
    std::map<std::uint64_t, Json> receipts_;
    std::string head_;
    std::vector<std::uint8_t> key_;

    Result<std::vector<trail::ReceiptReport>> checked(const Json& json, const trail::Anchor& anchor = {}) {
        QFile file(QString::fromStdString(file_));
        if (!file.open(QIODevice::WriteOnly)) return {};
        file.write(QByteArray::fromStdString(json.dump(2)));
        file.close();
        return trail::check_receipts(file_, anchor);
    }

private slots:
    void initTestCase() {
        const auto workspace =
            Workspace::open(folder_.filePath("w.attune").toStdString(), OpenMode::create, {});
        VERIFY_OK(workspace);
        const SigningKey key = SigningKey::ephemeral();
        key_.assign(key.public_key().begin(), key.public_key().end());
        auto writer = workspace->write_trail(key);
        VERIFY_OK(writer);
        VERIFY_OK(writer->append(some_events()));
        VERIFY_OK(writer->commit(HeadReason::run, "2024-05-06T07:08:09Z"));
        for (std::uint64_t n = 1; n <= events; ++n)
            receipts_[n] = Json::parse(*trail_receipt(workspace->trail(), n));
        const auto newest = workspace->trail().newest_head();
        head_ = folder_.filePath("head.json").toStdString();
        QFile file(QString::fromStdString(head_));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(signed_head_to_json(**newest)));
    }

    void every_receipt_holds() {
        const auto anchor = trail::read_anchor(trail::hex(key_), head_);
        VERIFY_OK(anchor);
        Json all = Json::array();
        for (const auto& [n, receipt] : receipts_) {
            const auto report = checked(receipt, *anchor);
            VERIFY_OK(report);
            QCOMPARE(report->size(), std::size_t{1});
            QVERIFY2(report->front().passed(), std::to_string(n).c_str());
            QCOMPARE(report->front().event.seq, n);
            QVERIFY(report->front().key_fits == true && report->front().head_fits == true);
            all.push_back(receipt);
        }
        // A person has all of theirs in one document.
        const auto many = checked({{"attune", "person"}, {"receipts", all}});
        VERIFY_OK(many);
        QCOMPARE(many->size(), std::size_t{events});
        QVERIFY(std::all_of(many->begin(), many->end(), [](const auto& one) { return one.passed(); }));
        QVERIFY(!many->front().key_fits);
    }

    void whatever_is_changed_is_seen_data() {
        QTest::addColumn<std::function<void(Json&)>>("change");
        const auto row = [](const char* name, const std::function<void(Json&)>& change) {
            QTest::newRow(name) << change;
        };
        row("another state in what can be read", [](Json& json) { json["record"]["to"] = "refused"; });
        row("another person in what can be read", [](Json& json) { json["record"]["person"] = 4; });
        row("another number in what can be read", [](Json& json) { json["record"]["seq"] = 9; });
        row("another place", [](Json& json) { json["leaf_index"] = json["leaf_index"].get<int>() + 1; });
        row("a proof cut short", [](Json& json) { json["proof"].erase(json["proof"].size() - 1); });
        row("a proof that goes on", [](Json& json) { json["proof"].push_back(json["proof"][0]); });
        row("a proof in another order", [](Json& json) { std::swap(json["proof"][0], json["proof"][1]); });
        row("another head", [](Json& json) {
            std::string head = json["signed_head"]["head"];
            head.replace(head.find("\"size\":77"), 9, "\"size\":76");
            json["signed_head"]["head"] = head;
        });
        row("another key", [](Json& json) { flip(json["signed_head"]["key"], 5); });
        row("bytes and what can be read, both", [](Json& json) {
            json["record"]["person"] = 4;
            std::string bytes = json["payload"];
            bytes.replace(32, 2, "04"); // the person
            json["payload"] = bytes;
        });
    }
    void whatever_is_changed_is_seen() {
        QFETCH(std::function<void(Json&)>, change);
        Json receipt = receipts_[7];
        change(receipt);
        QVERIFY(receipt != receipts_[7]);
        const auto report = checked(receipt);
        QVERIFY(!report || !report->front().passed());
    }

    void every_digit_of_bytes_proof_and_signature_counts() {
        int refused = 0;
        const auto seen = [&](const Json& receipt) {
            const auto report = checked(receipt);
            ++refused;
            return !report || !report->front().passed();
        };
        const Json& sound = receipts_[7];
        for (const char* what :
             {"/payload", "/proof/0", "/proof/6", "/signed_head/signature", "/signed_head/key"}) {
            const Json::json_pointer place(what);
            for (std::size_t at = 0; at < sound[place].get<std::string>().size(); ++at) {
                Json receipt = sound;
                flip(receipt[place], at);
                QVERIFY2(seen(receipt), (std::string(what) + " " + std::to_string(at)).c_str());
            }
        }
        QVERIFY(refused > 400);
    }

    void a_head_of_another_size_is_said_to_be_unused() {
        auto anchor = trail::read_anchor({}, head_);
        VERIFY_OK(anchor);
        QVERIFY(!checked(receipts_[7], *anchor)->front().not_compared);
        ++anchor->head->size;
        const auto report = checked(receipts_[7], *anchor);
        VERIFY_OK(report);
        QVERIFY(report->front().not_compared && !report->front().head_fits);
        QVERIFY(!checked(receipts_[7])->front().not_compared); // none was given
    }

    void another_signer_needs_the_key_to_be_seen() {
        const trail::Anchor anchor{.key = std::vector<std::uint8_t>(32, 7)};
        QVERIFY(!checked(receipts_[7], anchor)->front().passed());
    }

    void what_is_no_receipt_is_told_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* text :
             {"{}", "[]", "7", R"({"attune":"trail-receipt","version":2})",
              R"({"attune":"trail-receipt","version":1})", R"({"receipts":[{}]})",
              R"({"attune":"person","receipts":{}})", R"({"attune":"person","receipts":[]})"})
            QTest::newRow(text) << QByteArray(text);
    }
    void what_is_no_receipt_is_told() {
        QFETCH(QByteArray, text);
        const auto report = checked(Json::parse(text.toStdString()));
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::bad_input);
    }
};

ATTUNE_TEST(Trail_receipt_test);

#include "trail_receipt_test.moc"
