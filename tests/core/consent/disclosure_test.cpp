// What people and authorities are told is made from the matrix.
#include "core/consent/disclosure.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

const Text& words() {
    return Text::english();
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class Disclosure_test : public QObject {
    Q_OBJECT
private slots:
    // FB-21, FB-85: every signal that is used has a statement, in words that exist, naming every purpose.
    void every_used_signal_is_explained_data() {
        QTest::addColumn<int>("signal");
        for (int s = 0; s < signal_count; ++s)
            QTest::newRow(std::string(name(static_cast<Signal>(s))).c_str()) << s;
    }
    void every_used_signal_is_explained() {
        QFETCH(int, signal);
        const auto one = static_cast<Signal>(signal);
        const std::string statement = use_statement(shipped_matrix(), one, words());
        QVERIFY2(!has(statement, "["), statement.c_str());
        QVERIFY2(!has(statement, "{"), statement.c_str());
        int uses = 0;
        for (const PurposeTerms& terms : shipped_matrix().purposes) {
            const std::string purpose = words().get("consent.for." + std::string(name(terms.purpose)));
            const MatrixCell* cell = shipped_matrix().cell(terms.purpose, one);
            QCOMPARE(has(statement, purpose), cell != nullptr);
            if (!cell) continue;
            ++uses;
            if (cell->days > 0) QVERIFY(has(statement, "for " + std::to_string(cell->days) + " days"));
        }
        QVERIFY(uses > 0);
    }

    // FB-22: the words follow the matrix: a cell gone from it is gone from them, a time changed is changed.
    void statements_follow_the_matrix() {
        ConsentMatrix matrix = shipped_matrix();
        PurposeTerms& improve = matrix.purposes[static_cast<std::size_t>(Purpose::improve_models)];
        for (MatrixCell& cell : improve.cells)
            if (cell.signal == Signal::thumb) cell.days = 17;
        QVERIFY(has(use_statement(matrix, Signal::thumb, words()), "for 17 days"));
        std::erase_if(improve.cells, [](const MatrixCell& cell) { return cell.signal == Signal::thumb; });
        QVERIFY(!has(use_statement(matrix, Signal::thumb, words()), "everyone"));
        QVERIFY(!has(purpose_statement(matrix, Purpose::improve_models, words()), "thumbs"));
    }

    // FB-22, I11: the shipped notices say what the shipped matrix does; after a change the old words are not
    // published any more, and the others are untouched.
    void the_shipped_notices_say_what_the_matrix_does() {
        for (const Notice& notice : shipped_notices())
            QCOMPARE(notice.text, notice_words(shipped_matrix(), notice, words()));
        QVERIFY(publish(shipped_matrix(), shipped_notices(), words()) == shipped_notices());
        ConsentMatrix matrix = shipped_matrix();
        matrix.purposes[static_cast<std::size_t>(Purpose::improve_models)].cells.pop_back();
        const std::vector<Notice> published = publish(matrix, shipped_notices(), words());
        for (std::size_t n = 0; n < published.size(); ++n) {
            QCOMPARE(published[n].version, shipped_notices()[n].version + 1);
            QVERIFY(published[n].sha256 != shipped_notices()[n].sha256);
        }
        VERIFY_OK(parse_notices(notices_to_json(published), "n.json"));
    }

    void the_record_of_processing_has_every_purpose_and_every_use() {
        const Json record = processing_record(shipped_matrix(), words());
        QCOMPARE(record["activities"].size(), std::size_t{purpose_count});
        for (int p = 0; p < purpose_count; ++p) {
            const Json& activity = record["activities"][static_cast<std::size_t>(p)];
            const PurposeTerms& terms = shipped_matrix().terms(static_cast<Purpose>(p));
            QCOMPARE(activity["purpose"].get<std::string>(), std::string(name(terms.purpose)));
            QCOMPARE(activity["data"].size(), terms.cells.size());
            for (const char* must :
                 {"legal_basis", "description", "data_subjects", "recipients", "storage_location"})
                QVERIFY2(!has(activity[must].get<std::string>(), "["), must);
            QVERIFY(!activity["used_by"].empty());
        }
    }

    // FB-36: what ISO/IEC TS 27560 asks of a record is there, and the events tell the whole story.
    void a_receipt_tells_who_agreed_to_what_when_and_on_which_words() {
        using S = ConsentStatus;
        const auto say = [](Purpose purpose, S to, ConsentEntity by, ConsentMethod how, double hours) {
            return ConsentHistoryEntry{{purpose, to, by, how, 0, hours}, false};
        };
        constexpr auto improve = Purpose::improve_models;
        const std::vector<ConsentHistoryEntry> history = {
            say(improve, S::requested, ConsentEntity::service, ConsentMethod::notice, 1),
            say(improve, S::given, ConsentEntity::person, ConsentMethod::notice, 1),
            say(Purpose::experiments, S::refused, ConsentEntity::person, ConsentMethod::notice, 1),
            say(improve, S::withdrawn, ConsentEntity::person, ConsentMethod::settings, 50)};
        const Json receipt = consent_record(shipped_matrix(), shipped_notices(), "p-1", history, words());
        QCOMPARE(receipt["records"].size(), std::size_t{2});
        const Json& record = receipt["records"][0];
        for (const char* section : {"header", "processing", "parties", "events"})
            QVERIFY2(record.contains(section), section);
        for (const char* must : {"schema_version", "record_id", "principal_id"})
            QVERIFY2(record["header"].contains(must), must);
        for (const char* must : {"notice", "language", "purpose", "personal_data", "storage_location",
                                 "retention_days", "jurisdiction", "recipients", "withdrawal_method"})
            QVERIFY2(record["processing"].contains(must), must);
        QCOMPARE(record["events"].size(), std::size_t{3});
        QCOMPARE(record["events"][1]["notice"]["sha256"].get<std::string>(), shipped_notices()[0].sha256);
        QCOMPARE(record["events"][1]["validity_days"].get<int>(), 365);
        QCOMPARE(record["events"][2]["state"].get<std::string>(), std::string("withdrawn"));
        QCOMPARE(receipt["records"][1]["events"][0]["state"].get<std::string>(), std::string("refused"));
    }
};
ATTUNE_TEST(Disclosure_test);
#include "disclosure_test.moc"
