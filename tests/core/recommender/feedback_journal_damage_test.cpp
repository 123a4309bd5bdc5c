// Bytes of a feedback journal that are cut short, flipped, or lies with a good checksum: unreadable, or a
// state that is true to the last byte.
#include "core/recommender/feedback/journal.h"
#include "tests/core/recommender/feedback_journal_script.h"
#include "tests/support/test.h"

#include <string>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

/// The checksum once more, from its description: words of eight bytes, then single bytes, folded by
/// splitmix64.
void sign(Bytes& bytes) {
    const std::size_t n = bytes.size() - 8;
    const auto fold = [](std::uint64_t z) {
        z += 0x9E3779B97F4A7C15ULL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    };
    std::uint64_t sum = fold(n);
    std::size_t i = 0;
    while (i < n) {
        const std::size_t size = n - i >= 8 ? 8 : 1;
        std::uint64_t word = 0;
        for (std::size_t b = size; b > 0; --b)
            word = word * 256 + bytes[i + b - 1];
        sum = fold(sum ^ word);
        i += size;
    }
    for (std::size_t b = 0; b < 8; ++b)
        bytes[n + b] = static_cast<std::uint8_t>(sum >> (8 * b));
}

/// A journal with something in every place.
FeedbackJournal busy_journal() {
    FeedbackJournal journal = empty_journal();
    const auto inputs = script(31, 14, false);
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (!send(journal, i, inputs[i])) return empty_journal();
    journal.advance(FeedbackStage::clean, 40);
    journal.advance(FeedbackStage::dedupe, 20);
    journal.advance(FeedbackStage::align, 12);
    journal.advance(FeedbackStage::weigh, 4);
    return journal;
}

} // namespace

class Feedback_journal_damage_test : public QObject {
    Q_OBJECT

private slots:
    void damaged_bytes_are_unreadable() {
        const Bytes good = busy_journal().write();
        const FeedbackJournal busy = busy_journal();
        for (const FeedbackStage stage : stages)
            QVERIFY(busy.waiting(stage) > 0);
        QVERIFY(!busy.accepted().empty() && !busy.refused().empty());
        VERIFY_OK(FeedbackJournal::read(good));
        const auto unreadable = [](const Bytes& bytes) {
            const auto read = FeedbackJournal::read(bytes);
            return !read && read.error().code == ErrorCode::unreadable;
        };
        QVERIFY(unreadable({}));
        for (std::size_t n = 0; n < good.size(); ++n)
            QVERIFY(unreadable(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(n))));
        Bytes longer = good;
        longer.push_back(0);
        QVERIFY(unreadable(longer));
        const int step = test::sized(3, 1);
        for (std::size_t i = 0; i < good.size(); i += static_cast<std::size_t>(step)) {
            Bytes bad = good;
            bad[i] = static_cast<std::uint8_t>(bad[i] ^ (1U << (i % 8)));
            QVERIFY(unreadable(bad));
        }
        Bytes newer = good;
        newer[4] = 3;
        sign(newer);
        const auto read = FeedbackJournal::read(newer);
        QVERIFY(!read && read.error().what.find("version 3") != std::string::npos);
    }

    void signed_lies_are_unreadable_or_true() {
        // Every byte changed, with the checksum made right again: either it is found out, or it is a state
        // that writes exactly these bytes, adds up and can be worked to the end.
        const Bytes good = busy_journal().write();
        Bytes again = good;
        sign(again);
        QVERIFY(again == good);
        int found_out = 0;
        int believed = 0;
        const int step = test::sized(11, 1);
        for (std::size_t i = 16; i + 8 < good.size(); i += static_cast<std::size_t>(step)) {
            for (const std::uint8_t value : {std::uint8_t{0x00}, std::uint8_t{0x01}, std::uint8_t{0x7F},
                                             std::uint8_t{0xFF}, static_cast<std::uint8_t>(good[i] + 1)}) {
                if (value == good[i]) continue;
                Bytes lie = good;
                lie[i] = value;
                sign(lie);
                auto journal = FeedbackJournal::read(lie);
                if (!journal) {
                    QVERIFY(journal.error().code == ErrorCode::unreadable);
                    ++found_out;
                    continue;
                }
                ++believed;
                QVERIFY(journal->write() == lie);
                QVERIFY(adds_up(*journal));
                journal->drain();
                QVERIFY(adds_up(*journal));
                VERIFY_OK(FeedbackJournal::read(journal->write()));
            }
        }
        QVERIFY(found_out > believed / 4);
        QVERIFY(believed > 0);
    }

    void signed_lies_about_where_events_stood_are_unreadable() {
        const FeedbackJournal busy = busy_journal();
        const Bytes good = busy.write();
        // One event more in one delivery and one fewer in another: the sum still holds.
        constexpr std::size_t first_entry = 16 + 28 + 8 + 8; // head, settings, clock, count
        std::vector<std::size_t> with_events;
        for (std::size_t e = 0; e < busy.next_entry(); ++e)
            if (good[first_entry + 12 * e + 8] > 0) with_events.push_back(first_entry + 12 * e + 8);
        QVERIFY(with_events.size() >= 2);
        Bytes moved = good;
        ++moved[with_events[0]];
        --moved[with_events[1]];
        sign(moved);
        QVERIFY(!FeedbackJournal::read(moved));
        // A refused event that claims the place of an accepted one, in order among the refused.
        const std::size_t refused = busy.refused().size();
        const std::size_t first_refused = good.size() - 8 - 13 * refused;
        std::vector<EventPlace> places;
        for (const auto& [place, reason] : busy.refused())
            places.push_back(place);
        int tried = 0;
        for (const AcceptedFeedback& row : busy.accepted()) {
            for (std::size_t i = 0; i < places.size(); ++i) {
                if (i > 0 && !(places[i - 1] < row.place)) continue;
                if (i + 1 < places.size() && !(row.place < places[i + 1])) continue;
                Bytes lie = good;
                for (std::size_t b = 0; b < 8; ++b)
                    lie[first_refused + 13 * i + b] = static_cast<std::uint8_t>(row.place.entry >> (8 * b));
                for (std::size_t b = 0; b < 4; ++b)
                    lie[first_refused + 13 * i + 8 + b] =
                        static_cast<std::uint8_t>(row.place.position >> (8 * b));
                sign(lie);
                QVERIFY(!FeedbackJournal::read(lie));
                ++tried;
            }
        }
        QVERIFY(tried > 0);
    }

    void signed_noise_is_unreadable() {
        const Bytes good = busy_journal().write();
        for (std::uint32_t turn = 0; turn < static_cast<std::uint32_t>(test::sized(600, 40000)); ++turn) {
            Dice dice(48, turn);
            // A true beginning of some length, then noise.
            Bytes bytes = good;
            const std::size_t from = 16 + dice.below(static_cast<std::uint32_t>(good.size() - 24));
            for (std::size_t i = from; i + 8 < bytes.size(); ++i)
                bytes[i] = static_cast<std::uint8_t>(dice.chance(0.5) ? 0 : dice.below(256));
            sign(bytes);
            const auto journal = FeedbackJournal::read(bytes);
            if (journal)
                QVERIFY(journal->write() == bytes);
            else
                QVERIFY(journal.error().code == ErrorCode::unreadable);
        }
    }
};

ATTUNE_TEST(Feedback_journal_damage_test);
#include "feedback_journal_damage_test.moc"
