// Events become the bytes of resources/trail/schema.md, which the test reads: field by field, code by code.
#include "core/base/random.h"
#include "core/workspace/trail_bytes.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

/// The value that full_event() has for a field, as the schema calls it.
std::uint64_t value_of(const TrailEvent& e, const std::string& field) {
    const std::map<std::string, std::uint64_t> values = {{"kind", static_cast<std::uint64_t>(e.kind)},
                                                         {"module", static_cast<std::uint64_t>(e.module)},
                                                         {"purpose", static_cast<std::uint64_t>(e.purpose)},
                                                         {"signal", static_cast<std::uint64_t>(e.signal)},
                                                         {"decision", static_cast<std::uint64_t>(e.decision)},
                                                         {"from", static_cast<std::uint64_t>(e.from)},
                                                         {"to", static_cast<std::uint64_t>(e.to)},
                                                         {"entity", static_cast<std::uint64_t>(e.entity)},
                                                         {"method", static_cast<std::uint64_t>(e.method)},
                                                         {"notice", e.notice},
                                                         {"form", e.form},
                                                         {"purposes", e.purposes},
                                                         {"person", e.person.value},
                                                         {"visit", e.visit},
                                                         {"number", e.number},
                                                         {"rows", e.rows},
                                                         {"mask", e.mask},
                                                         {"oldest_day", e.oldest_day},
                                                         {"newest_day", e.newest_day},
                                                         {"time", static_cast<std::uint64_t>(e.time_ms)},
                                                         {"relies_on", e.relies_on}};
    const auto found = values.find(field);
    if (found == values.end()) qFatal("the schema has a field '%s'", field.c_str());
    return found->second;
}

void put(ByteList& bytes, std::size_t at, std::size_t size, std::uint64_t value) {
    for (std::size_t i = 0; i < size; ++i)
        bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

bool has_text(const std::string& kind) {
    return std::set<std::string>{"begin", "evidence", "audited", "answer", "slate"}.contains(kind);
}

ByteList payload_of(const TrailEvent& event) {
    ByteList payload;
    append_payload(event, payload);
    return payload;
}

/// The words of a list of codes: "- purpose: deliver_service, ...", over several lines.
std::vector<std::string> words_of(const QString& list) {
    QFile file(QString::fromStdString(source_path("resources/trail/schema.md")));
    if (!file.open(QIODevice::ReadOnly)) qFatal("no schema");
    const QString text = QString::fromUtf8(file.readAll());
    const QRegularExpression lines("\n- " + list + ": ([a-z_, \n]+?)\n(?:- |\n)");
    const auto found = lines.match(text);
    if (!found.hasMatch()) qFatal("the schema has no %s", qPrintable(list));
    std::vector<std::string> words;
    for (const QString& word : found.captured(1).split(QRegularExpression(",\\s*")))
        words.push_back(word.trimmed().toStdString());
    return words;
}

template <typename Named>
void check_words(const QString& list, int first) {
    const std::vector<std::string> words = words_of(list);
    for (std::size_t i = 0; i < words.size(); ++i)
        QCOMPARE(std::string(name(static_cast<Named>(first + static_cast<int>(i)))), words[i]);
    QCOMPARE(std::string(name(static_cast<Named>(first + static_cast<int>(words.size())))),
             std::string("unknown"));
}

} // namespace

class Trail_bytes_test : public QObject {
    Q_OBJECT

private:
    SchemaFields schema_;

    void kind_rows() {
        QTest::addColumn<int>("kind");
        for (int kind = 1; kind < trail_kind_count; ++kind)
            QTest::newRow(std::string(name(static_cast<TrailKind>(kind))).c_str()) << kind;
    }

private slots:
    void initTestCase() {
        schema_ = read_schema();
        QCOMPARE(schema_.kinds.size(), std::size_t{trail_kind_count - 1});
        QVERIFY(schema_.places.size() >= 20);
    }

    void codes_are_those_of_the_schema() {
        check_words<TrailKind>("kind, from 1", 1);
        check_words<Purpose>("purpose", 0);
        check_words<Signal>("signal", 0);
        check_words<Module>("module", 0);
        check_words<ConsentStatus>("consent state", 0);
        check_words<ConsentEntity>("entity", 0);
        check_words<ConsentMethod>("method", 0);
    }

    void payload_has_the_fields_of_its_kind_and_no_others_data() { kind_rows(); }
    void payload_has_the_fields_of_its_kind_and_no_others() {
        QFETCH(int, kind);
        const auto& [word, fields] = schema_.kinds[static_cast<std::size_t>(kind - 1)];
        QCOMPARE(std::string(name(static_cast<TrailKind>(kind))), word);
        const TrailEvent event = full_event(static_cast<TrailKind>(kind));
        ByteList expected(64);
        put(expected, schema_.places["person"].first, 4, 0xFFFFFFFF);
        put(expected, 0, 1, static_cast<std::uint64_t>(kind));
        for (const std::string& field : fields) {
            if (field == "text") continue;
            const auto [at, size] = schema_.places.at(field);
            put(expected, at, size, value_of(event, field));
        }
        if (has_text(word)) {
            put(expected, schema_.places.at("length_of_the_text").first, 4, event.text.size());
            expected.insert(expected.end(), event.text.begin(), event.text.end());
        }
        QCOMPARE(hex_of(payload_of(event)), hex_of(expected));
        QCOMPARE(payload_bytes(payload_of(event)), expected.size());
    }

    void payload_reads_back_data() { kind_rows(); }
    void payload_reads_back() {
        QFETCH(int, kind);
        const ByteList payload = payload_of(full_event(static_cast<TrailKind>(kind)));
        const Result<TrailEvent> event = read_payload(payload);
        VERIFY_OK(event);
        QCOMPARE(hex_of(payload_of(*event)), hex_of(payload));
        for (const std::string& field : schema_.kinds[static_cast<std::size_t>(kind - 1)].second)
            if (field != "text")
                QCOMPARE(value_of(*event, field), value_of(full_event(static_cast<TrailKind>(kind)), field));
    }

    /// Whatever byte is changed to whatever: it is refused, or is another event. Nothing has two spellings.
    void no_changed_byte_reads_as_the_same_event_data() { kind_rows(); }
    void no_changed_byte_reads_as_the_same_event() {
        QFETCH(int, kind);
        const ByteList payload = payload_of(full_event(static_cast<TrailKind>(kind)));
        const TrailEvent event = *read_payload(payload);
        int refused = 0;
        for (std::size_t at = 0; at < payload.size(); ++at)
            for (int to = 0; to < 256; ++to) {
                ByteList changed = payload;
                changed[at] = static_cast<std::uint8_t>(to);
                if (changed == payload) continue;
                const Result<TrailEvent> other = read_payload(changed);
                refused += other ? 0 : 1;
                if (!other) QCOMPARE(other.error().code, ErrorCode::unreadable);
                QVERIFY2(!other || !(*other == event), std::to_string(at).c_str());
                if (other) QVERIFY2(payload_of(*other) == changed, std::to_string(at).c_str());
            }
        QVERIFY(refused > 255 * 10);
    }

    void other_lengths_are_refused() {
        const ByteList payload = payload_of(full_event(TrailKind::slate));
        for (std::size_t size = 0; size < payload.size(); ++size)
            QVERIFY(!read_payload(Bytes(payload).first(size)));
        ByteList longer = payload;
        longer.push_back(0);
        QVERIFY(!read_payload(longer));
        QCOMPARE(payload_bytes(longer), payload.size());
        ByteList boastful = payload;
        put(boastful, 56, 4, 0xFFFFFFFF);
        QCOMPARE(payload_bytes(boastful), std::size_t{0});
    }

    void faults_are_named_data() {
        QTest::addColumn<int>("what");
        const char* names[] = {"nobody read", "no such purpose", "no such signal",    "a form in between",
                               "everything",  "a direction",     "no rules of a run", "no kind"};
        for (int i = 0; i < 8; ++i)
            QTest::newRow(names[i]) << i;
    }
    void faults_are_named() {
        QFETCH(int, what);
        TrailEvent event = full_event(what == 0   ? TrailKind::read
                                      : what == 1 ? TrailKind::captured
                                      : what == 2 ? TrailKind::derived
                                      : what == 3 ? TrailKind::question
                                      : what == 4 ? TrailKind::answer
                                      : what == 5 ? TrailKind::opted_out
                                      : what == 6 ? TrailKind::begin
                                                  : TrailKind::end);
        QVERIFY(fault_of(event) == nullptr);
        switch (what) {
        case 0:
            event.person = nobody;
            break;
        case 1:
            event.purposes = 1U << purpose_count;
            break;
        case 2:
            event.mask = 1U << signal_count;
            break;
        case 3:
            event.form = 3;
            break;
        case 4:
            event.form = trail_form_everything;
            break;
        case 5:
            event.form = trail_form_direction;
            break;
        case 6:
            event.text.clear();
            break;
        default:
            event.kind = static_cast<TrailKind>(trail_kind_count);
        }
        QVERIFY(fault_of(event) != nullptr);
        if (what < 7) QVERIFY(!read_payload(payload_of(event)));
    }
};

ATTUNE_TEST(Trail_bytes_test);

#include "trail_bytes_test.moc"
