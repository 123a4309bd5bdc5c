// A trail in a file, made by hand from the schema: whole, it passes; every byte that is changed, every event
// that is taken out, swapped, put in or cut off is seen, and so is every change of a head.
#include "core/audit/trail_words.h"
#include "tests/core/audit/trail_log.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;
using attune::audit::Reader;

namespace {

/// About 10 kB: a run of a few people.
std::vector<Event> short_log() {
    std::vector<Event> log = {begin_event(R"({"matrix":{"purposes":{}},"people":3})")};
    for (std::uint32_t n = 0; n < 100; ++n) {
        Person person(n % 3);
        person.at(n / 10, n).in(n / 10);
        log.push_back(n % 7 == 0 ? person.visit() : person.slate(Purpose::deliver_service));
        if (n % 7 != 0) log.back().text = std::string("sealed") + static_cast<char>(n);
    }
    number(log);
    return log;
}

struct File {
    std::vector<MadeSegment> segments;
    std::vector<MadeHead> heads;
};

} // namespace

class Trail_chain_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("trail").toStdString();
    const std::vector<Event> log_ = short_log();
    const std::vector<Blob> payloads_ = payloads_of(log_);
    const Signer signer_{1};

    File sound() const {
        return {segments_of(payloads_, 16), test::heads_of(payloads_, {40, 96, 101}, signer_)};
    }
    Result<ChainReport> check(const File& file, const Anchor& anchor = {}, const EventSink& use = {}) const {
        write_file(path_, file.segments, file.heads);
        const auto reader = Reader::open(path_);
        if (!reader) return pass_on(reader);
        return check_chain(*reader, anchor, use);
    }
    static bool names(const ChainReport& report, Reason reason, std::uint64_t seq) {
        for (const InvariantVerdict* part :
             {&report.order, &report.chain, &report.signed_heads, &report.earlier})
            for (const Finding& one : part->findings)
                if (one.reason == reason && one.seq == seq) return true;
        return false;
    }
    static std::string told(const ChainReport& report) {
        std::string all;
        for (const InvariantVerdict* part :
             {&report.order, &report.chain, &report.signed_heads, &report.earlier})
            for (const Finding& one : part->findings)
                all += sentence(one, Text::english()) + "\n";
        return all;
    }

private slots:
    void a_whole_trail_passes() {
        std::vector<Event> seen;
        const auto report = check(sound(), {}, [&](const Event& event) -> Result<bool> {
            seen.push_back(event);
            return event.seq == 17;
        });
        VERIFY_OK(report);
        QVERIFY2(report->passed(), told(*report).c_str());
        QVERIFY(seen == log_);
        QCOMPARE(report->events, 101U);
        QCOMPARE(report->heads, 3);
        QCOMPARE(report->signed_heads.checked, 3);
        QCOMPARE(report->proofs.size(), 1U);
        Hasher hasher;
        QVERIFY(leads_to(hasher, hasher.leaf(17, payloads_[16]), report->proofs[0], 101, report->root));
    }

    void each_byte_counts_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("payloads") << 0;
        QTest::newRow("chain values") << 1;
        QTest::newRow("heads") << 2;
        QTest::newRow("keys") << 3;
        QTest::newRow("signatures") << 4;
    }
    void each_byte_counts() {
        QFETCH(int, what);
        File file = sound();
        std::size_t bytes = 0;
        const auto flip = [&](std::uint8_t& byte, const std::string& where) {
            // One bit of each byte, another each time; every bit in the full test.
            for (unsigned bit = 0; bit < 8; ++bit) {
                if (!full_size() && bit != bytes % 8) continue;
                const auto flipped = static_cast<std::uint8_t>(1U << bit);
                byte ^= flipped;
                const auto report = check(file);
                byte ^= flipped;
                QVERIFY2(!report || !report->passed(), where.c_str());
            }
            ++bytes;
        };
        for (std::size_t s = 0; s < file.segments.size() && what < 2; ++s) {
            Blob& of = what == 0 ? file.segments[s].payloads : file.segments[s].chain;
            for (std::size_t i = 0; i < of.size(); ++i)
                flip(of[i], "segment " + std::to_string(s) + " byte " + std::to_string(i));
        }
        for (std::size_t h = 0; h < file.heads.size() && what >= 2; ++h) {
            MadeHead& head = file.heads[h];
            const std::string where = "head " + std::to_string(h) + " byte ";
            if (what == 2)
                for (char& c : head.json) {
                    const char kept = c;
                    c = kept == 'a' ? 'b' : 'a';
                    const auto report = check(file);
                    c = kept;
                    QVERIFY2(!report || !report->passed(), where.c_str());
                    ++bytes;
                }
            for (std::uint8_t& byte : what == 3 ? head.key : head.signature)
                if (what > 2) flip(byte, where);
        }
        QVERIFY(bytes >= (what == 0 ? 6000U : 96U));
    }

    void what_is_done_to_a_file_is_named_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("seq");
        const auto row = [](const char* what, Reason reason, int seq) {
            QTest::newRow(what) << QString(what) << static_cast<int>(reason) << seq;
        };
        row("segment deleted", Reason::missing, 33);
        row("first segment deleted", Reason::missing, 1);
        row("segment stands twice", Reason::twice, 33);
        row("truncated", Reason::head_order, 0);
        row("truncated, count kept", Reason::unreadable, 101);
        row("segments swapped", Reason::chain_broken, 17);
        row("events swapped", Reason::chain_broken, 17);
        row("event deleted and chained anew", Reason::head_root, 0);
        row("event forged and chained anew", Reason::head_chain, 0);
        row("event added and chained", Reason::unsigned_tail, 102);
        row("event made unreadable", Reason::unreadable, 5);
        row("count too small", Reason::chain_broken, 1);
        row("count too large", Reason::unreadable, 17);
        row("chain value cut", Reason::chain_broken, 17);
        row("last head deleted", Reason::unsigned_tail, 97);
        row("first head deleted", Reason::head_previous, 0);
        row("heads deleted", Reason::no_head, 1);
        row("heads swapped", Reason::head_order, 0);
        row("head signed by somebody else", Reason::head_signature, 0);
        row("head with spaces", Reason::head_unreadable, 0);
    }
    void what_is_done_to_a_file_is_named() {
        QFETCH(QString, what);
        QFETCH(int, reason);
        QFETCH(int, seq);
        File file = sound();
        auto& segments = file.segments;
        auto& heads = file.heads;
        const auto chained_anew = [&](const std::function<void(std::vector<Blob>&)>& edit) {
            std::vector<Blob> payloads = payloads_;
            edit(payloads);
            segments = segments_of(payloads, 16);
        };
        if (what == "segment deleted") segments.erase(segments.begin() + 2);
        if (what == "first segment deleted") segments.erase(segments.begin());
        if (what == "segment stands twice") {
            MadeSegment copy = segments[2];
            copy.first += 1; // the key of a row is its first event
            segments.insert(segments.begin() + 3, copy);
            seq = 34;
        }
        if (what == "truncated") segments.pop_back();
        if (what == "truncated, count kept")
            segments.back().payloads.resize(segments.back().payloads.size() - 71);
        if (what == "segments swapped") {
            std::swap(segments[1].payloads, segments[2].payloads);
            std::swap(segments[1].chain, segments[2].chain);
        }
        if (what == "events swapped") {
            Blob& bytes = segments[1].payloads;
            const std::size_t size = payloads_[16].size();
            QCOMPARE(size, payloads_[17].size());
            std::swap_ranges(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size),
                             bytes.begin() + static_cast<std::ptrdiff_t>(size));
        }
        if (what == "event deleted and chained anew")
            chained_anew([](auto& payloads) { payloads.erase(payloads.begin() + 20); });
        if (what == "event forged and chained anew")
            chained_anew([&](auto& payloads) {
                Event forged = log_[20];
                forged.person = 2;
                payloads[20] = payload_of(forged);
            });
        if (what == "event added and chained")
            chained_anew([&](auto& payloads) { payloads.push_back(payloads[20]); });
        if (what == "event made unreadable")
            segments[0].payloads[payloads_[0].size() + 3 * payloads_[2].size() - 7] = 99;
        if (what == "count too small") segments[0].count -= 1;
        if (what == "count too large") segments[0].count += 1;
        if (what == "chain value cut") segments[1].chain.pop_back();
        if (what == "last head deleted") heads.pop_back();
        if (what == "first head deleted") heads.erase(heads.begin());
        if (what == "heads deleted") heads.clear();
        if (what == "heads swapped") std::swap(heads[0], heads[1]);
        if (what == "head signed by somebody else") heads[1].signature = Signer(9).sign(heads[1].json);
        if (what == "head with spaces") {
            heads[1].json += " ";
            heads[1].signature = signer_.sign(heads[1].json);
        }
        const auto report = check(file);
        VERIFY_OK(report);
        QVERIFY(!report->passed());
        if (what == "event made unreadable") {
            // The byte that was hit names a code that there is not, in one of the first events.
            QVERIFY2(report->order.failures > 0, told(*report).c_str());
            return;
        }
        QVERIFY2(names(*report, static_cast<Reason>(reason), static_cast<std::uint64_t>(seq)),
                 told(*report).c_str());
    }

    void one_edited_segment_is_named_alone() {
        File file = sound();
        file.segments[3].payloads[40] ^= 1U; // a time
        const auto report = check(file);
        VERIFY_OK(report);
        QCOMPARE(report->chain.failures, 1);
        QVERIFY2(told(*report).find("events 49 to 64") != std::string::npos, told(*report).c_str());
    }

    // An owner of the file without the key can put another trail in its place only under another key.
    void another_trail_under_another_key_needs_the_key_to_be_seen() {
        std::vector<Blob> payloads = payloads_;
        payloads.resize(90);
        const Signer forger(2);
        const File forged = {segments_of(payloads, 16), test::heads_of(payloads, {40, 90}, forger)};
        const auto unseen = check(forged);
        VERIFY_OK(unseen);
        QVERIFY(unseen->passed());
        const std::vector<std::string> without = {"no_key", "no_head", "gate", "understood"};
        QCOMPARE(limits_of(&*unseen), without);
        const auto seen = check(forged, {.key = signer_.public_key});
        VERIFY_OK(seen);
        QVERIFY(names(*seen, Reason::head_key, 0));
    }

    // With the key too; then only a head that was kept elsewhere tells.
    void a_rewritten_past_under_the_same_key_needs_an_earlier_head() {
        const auto kept = test::heads_of(payloads_, {40, 96}, signer_);
        const auto exported = [&](bool is_signed) {
            const MadeHead& head = kept[1];
            const Json json = {{"attune", "signed-head"},
                               {"version", 1},
                               {"head", head.json},
                               {"key", hex(head.key)},
                               {"signature", hex(head.signature)}};
            QFile file(folder_.filePath("head.json"));
            if (file.open(QIODevice::WriteOnly))
                file.write(QByteArray::fromStdString(is_signed ? json.dump(2) + "\n" : head.json));
            return file.fileName().toStdString();
        };
        std::vector<Blob> rewritten = payloads_;
        rewritten[50][40] ^= 1U;
        std::vector<Blob> shortened = payloads_;
        shortened.resize(60);
        for (const bool is_signed : {true, false}) {
            const auto anchor = read_anchor(hex(signer_.public_key), exported(is_signed));
            VERIFY_OK(anchor);
            const auto whole = check(sound(), *anchor);
            VERIFY_OK(whole);
            QVERIFY2(whole->passed() && whole->earlier.checked > 0, told(*whole).c_str());
            const auto changed =
                check({segments_of(rewritten, 16), test::heads_of(rewritten, {40, 101}, signer_)}, *anchor);
            VERIFY_OK(changed);
            QVERIFY2(names(*changed, Reason::earlier_head_differs, 1), told(*changed).c_str());
            QCOMPARE(changed->order.failures + changed->chain.failures + changed->signed_heads.failures, 0);
            const auto cut =
                check({segments_of(shortened, 16), test::heads_of(shortened, {40, 60}, signer_)}, *anchor);
            VERIFY_OK(cut);
            QVERIFY2(names(*cut, Reason::earlier_head_longer, 0), told(*cut).c_str());
        }
        auto forged = read_anchor("", exported(true));
        VERIFY_OK(forged);
        forged->head->signature[5] ^= 1U;
        const auto report = check(sound(), *forged);
        VERIFY_OK(report);
        QVERIFY(names(*report, Reason::earlier_head_signature, 1));
    }

    void what_is_no_key_and_no_head_is_refused_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("code");
        const int bad = static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("no such key") << "nowhere" << QByteArray() << static_cast<int>(ErrorCode::not_found);
        QTest::newRow("no JSON") << "" << QByteArray("hello") << bad;
        QTest::newRow("another document") << "" << QByteArray("{}") << bad;
        QTest::newRow("a head without its key")
            << "" << QByteArray(R"({"head":"{}","signature":"00"})") << bad;
    }
    void what_is_no_key_and_no_head_is_refused() {
        QFETCH(QString, key);
        QFETCH(QByteArray, head);
        QFETCH(int, code);
        QFile file(folder_.filePath("head"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(head);
        file.close();
        const auto anchor =
            read_anchor(key.toStdString(), head.isEmpty() ? "" : file.fileName().toStdString());
        QVERIFY(!anchor);
        QCOMPARE(static_cast<int>(anchor.error().code), code);
    }
};

ATTUNE_TEST(Trail_chain_test);

#include "trail_chain_test.moc"
