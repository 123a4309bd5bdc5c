// Notices: a notice is what was published, word for word.
#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/consent/notice.h"
#include "tests/support/test.h"

#include <openssl/sha.h>

using namespace attune;

namespace {

std::string text() {
    return std::string(find_resource("consent/notices.json").value());
}

} // namespace

class Notice_test : public QObject {
    Q_OBJECT
private slots:
    void the_hash_is_that_of_the_canonical_words() {
        const Json file = Json::parse(text());
        for (std::size_t n = 0; n < shipped_notices().size(); ++n) {
            Json one = file["notices"][n];
            one.erase("sha256");
            const std::string bytes = one.dump();
            unsigned char digest[SHA256_DIGEST_LENGTH];
            SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
            const QByteArray hex = QByteArray(reinterpret_cast<const char*>(digest), sizeof digest).toHex();
            QCOMPARE(shipped_notices()[n].sha256, hex.toStdString());
        }
    }

    void what_is_written_is_read_back() {
        const auto again = parse_notices(notices_to_json(shipped_notices()), "n.json");
        VERIFY_OK(again);
        QVERIFY(*again == shipped_notices());
    }

    // I11: one letter of the words, a purpose more, another screen: not what was published.
    void any_change_after_publication_is_refused_data() {
        QTest::addColumn<QString>("patch");
        QTest::newRow("words") << R"({"text": ["May we use your feedback!"]})";
        QTest::newRow("purposes") << R"({"purposes": ["improve_models"]})";
        QTest::newRow("screen") << R"({"screen": "settings"})";
        QTest::newRow("version") << R"({"version": 2})";
        QTest::newRow("steps") << R"({"steps_to_refuse": 5})";
        QTest::newRow("hash") << R"({"sha256": "00"})";
    }
    void any_change_after_publication_is_refused() {
        QFETCH(QString, patch);
        Json file = Json::parse(text());
        file["notices"][0].merge_patch(Json::parse(patch.toStdString()));
        const auto refused = parse_notices(file.dump(1), "n.json");
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.find("are not those that were published") != std::string::npos,
                 refused.error().what.c_str());
        QVERIFY(refused.error().where.starts_with("n.json:"));
    }

    void what_cannot_be_meant_is_refused_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("unknown purpose") << R"({"purposes": ["sell_it"]})"
                                         << "unknown purpose, 'sell_it'";
        QTest::newRow("needs no consent") << R"({"purposes": ["deliver_service"]})"
                                          << "needs no consent";
        QTest::newRow("twice") << R"({"purposes": ["experiments", "experiments"]})"
                               << "twice";
        QTest::newRow("nothing") << R"({"purposes": []})"
                                 << "asks for nothing";
        QTest::newRow("design") << R"({"design": "sneaky"})"
                                << "no design 'sneaky'";
        QTest::newRow("key") << R"({"colour": "red"})"
                             << "no 'colour'";
        QTest::newRow("no words") << R"({"text": []})"
                                  << "has no words";
        QTest::newRow("no id") << R"({"id": ""})"
                               << "no 'id'";
        QTest::newRow("steps") << R"({"steps_to_give": 0})"
                               << "not a whole number";
    }
    void what_cannot_be_meant_is_refused() {
        QFETCH(QString, patch);
        QFETCH(QString, complaint);
        Json file = Json::parse(text());
        file["notices"][0].merge_patch(Json::parse(patch.toStdString()));
        const auto refused = parse_notices(file.dump(1), "n.json");
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().what).contains(complaint),
                 refused.error().what.c_str());
    }

    void two_of_one_version_are_refused() {
        Json file = Json::parse(text());
        file["notices"].push_back(file["notices"][0]);
        const auto refused = parse_notices(file.dump(1), "n.json");
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("stands twice") != std::string::npos);
    }

    // Refusing hides in one design alone, and its steps say so.
    void the_designs_say_what_refusing_takes() {
        QCOMPARE(shipped_notices().size(), std::size_t{notice_design_count});
        for (std::size_t n = 0; n < shipped_notices().size(); ++n) {
            const Notice& notice = shipped_notices()[n];
            QCOMPARE(static_cast<std::size_t>(notice.design), n);
            QCOMPARE(notice.steps_to_refuse > notice.steps_to_give,
                     notice.design == NoticeDesign::second_click);
        }
    }
};
ATTUNE_TEST(Notice_test);
#include "notice_test.moc"
