// Events are taken apart strictly by the schema: what says anything where it must not is unreadable.
#include "tests/core/audit/trail_log.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

namespace {

/// An event of the kind with something in every field it has.
Event full_event(Kind kind) {
    Event event;
    event.kind = kind;
    const std::uint32_t fields = fields_of(kind);
    const auto has = [fields](std::uint32_t field) { return (fields & field) != 0; };
    if (has(field::module)) event.module = Module::comments;
    if (has(field::purpose)) event.purpose = Purpose::share_aggregates;
    if (has(field::signal)) event.signal = Signal::prompt_event;
    if (has(field::decision)) event.decision = Decision::gap;
    if (has(field::from)) event.from = State::invalidated;
    if (has(field::to)) event.to = State::invalidated;
    if (has(field::entity)) event.entity = Entity::global_signal;
    if (has(field::method)) event.method = Method::notice_change;
    if (has(field::notice)) event.notice = 255;
    if (has(field::form)) event.form = form_offer;
    if (has(field::purposes)) event.purposes = 0x1FF;
    if (has(field::person)) event.person = 0xFFFFFFFE;
    if (has(field::visit)) event.visit = 0xFFFFFFFF;
    if (has(field::number)) event.number = kind == Kind::privacy_signal ? 1 : 0xFFFFFFFF;
    if (has(field::rows)) event.rows = 0xFFFFFFFF;
    if (has(field::mask)) event.mask = 0x3FFFF;
    if (has(field::oldest_day)) event.oldest_day = 0xFFFF;
    if (has(field::newest_day)) event.newest_day = 0xFFFF;
    if (has(field::time)) event.time_ms = -5;
    if (has(field::relies_on)) event.relies_on = 0xFFFFFFFFFFFFFFFE;
    if (has(field::json)) event.text = "{}";
    if (has(field::sealed)) event.text = std::string("\0sealed", 7);
    return event;
}

} // namespace

class Trail_reading_test : public QObject {
    Q_OBJECT

private slots:
    void every_kind_comes_back_data() {
        QTest::addColumn<int>("kind");
        for (int kind = 1; kind < static_cast<int>(kind_count); ++kind)
            QTest::newRow(std::string(kind_words()[static_cast<std::size_t>(kind)]).c_str()) << kind;
    }
    void every_kind_comes_back() {
        QFETCH(int, kind);
        const Event event = full_event(static_cast<Kind>(kind));
        Blob bytes = payload_of(event);
        bytes.push_back(7); // of the next one
        Event read;
        const auto taken = decode(bytes, read);
        VERIFY_OK(taken);
        QCOMPARE(*taken, bytes.size() - 1);
        QVERIFY(read == event);
    }

    // Whatever is flipped in an event, it is unreadable or says something else.
    void no_flipped_bit_is_without_effect() {
        for (int kind = 1; kind < static_cast<int>(kind_count); ++kind) {
            const Event event = full_event(static_cast<Kind>(kind));
            const Blob bytes = payload_of(event);
            for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
                Blob flipped = bytes;
                flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1U << bit % 8);
                Event read;
                const auto taken = decode(flipped, read);
                QVERIFY2(!taken || *taken != bytes.size() || !(read == event),
                         ("kind " + std::to_string(kind) + " bit " + std::to_string(bit)).c_str());
            }
        }
    }

    // Fields that a kind does not have, one after the other.
    void a_field_that_is_not_of_the_kind_makes_it_unreadable() {
        int refused = 0;
        for (int kind = 1; kind < static_cast<int>(kind_count); ++kind) {
            Event plain;
            plain.kind = static_cast<Kind>(kind);
            const std::uint32_t fields = fields_of(plain.kind);
            if ((fields & field::person) != 0) plain.person = 1;
            if ((fields & field::json) != 0) plain.text = "{}";
            Event read;
            VERIFY_OK(decode(payload_of(plain), read));
            for (const std::size_t at : {1U,  2U,  3U,  4U,  5U,  6U,  7U,  8U,  9U,  10U,
                                         12U, 16U, 20U, 24U, 28U, 32U, 36U, 38U, 40U, 48U}) {
                constexpr std::pair<std::size_t, std::uint32_t> places[] = {
                    {1, field::module},   {2, field::purpose},     {3, field::signal},
                    {4, field::decision}, {5, field::from},        {6, field::to},
                    {7, field::entity},   {8, field::method},      {9, field::notice},
                    {10, field::form},    {12, field::purposes},   {16, field::person},
                    {20, field::visit},   {24, field::number},     {28, field::rows},
                    {32, field::mask},    {36, field::oldest_day}, {38, field::newest_day},
                    {40, field::time},    {48, field::relies_on}};
                const auto place = std::find_if(std::begin(places), std::end(places),
                                                [at](const auto& one) { return one.first == at; });
                Blob bytes = payload_of(plain);
                bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1U);
                const bool allowed = (fields & place->second) != 0;
                QVERIFY2(
                    decode(bytes, read).has_value() == allowed,
                    (std::string(kind_words()[static_cast<std::size_t>(kind)]) + " " + std::to_string(at))
                        .c_str());
                refused += allowed ? 0 : 1;
            }
        }
        QVERIFY(refused > 200);
    }

    void what_is_no_event_is_unreadable_data() {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("value");
        QTest::newRow("no kind") << 0 << 0;
        QTest::newRow("a kind too many") << 0 << static_cast<int>(kind_count);
        QTest::newRow("a module too many") << 1 << 9;
        QTest::newRow("a purpose too many") << 2 << 9;
        QTest::newRow("a signal too many") << 3 << 18;
        QTest::newRow("a decision too many") << 4 << 3;
        QTest::newRow("something in the hole") << 11 << 1;
        QTest::newRow("something in the second hole") << 15 << 1;
        QTest::newRow("something behind the length") << 63 << 1;
        QTest::newRow("a text that is not there") << 56 << 1;
        QTest::newRow("a text beyond all memory") << 59 << 255;
    }
    void what_is_no_event_is_unreadable() {
        QFETCH(int, at);
        QFETCH(int, value);
        Blob bytes = payload_of(full_event(Kind::read));
        bytes[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
        Event read;
        QVERIFY(!decode(bytes, read));
    }

    void forms_are_those_of_the_kind_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("form");
        QTest::addColumn<bool>("known");
        for (const Kind kind : {Kind::question, Kind::answer, Kind::opted_out, Kind::opted_in})
            for (const int form : {0, 1, 2, 3, 7, 8, 9, 10, 254, 255}) {
                const bool opting = kind == Kind::opted_out || kind == Kind::opted_in;
                QTest::addRow("%d %d", static_cast<int>(kind), form)
                    << static_cast<int>(kind) << form
                    << (form < 3 || form == 8 || form == (opting ? 255 : 9));
            }
    }
    void forms_are_those_of_the_kind() {
        QFETCH(int, kind);
        QFETCH(int, form);
        QFETCH(bool, known);
        Event event = full_event(static_cast<Kind>(kind));
        event.form = static_cast<std::uint8_t>(form);
        Event read;
        QCOMPARE(decode(payload_of(event), read).has_value(), known);
    }
};

ATTUNE_TEST(Trail_reading_test);

#include "trail_reading_test.moc"
