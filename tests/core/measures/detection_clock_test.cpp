// The clock from a category becoming unwanted to its being noticed, against the whole history looked at
// afterwards.
#include "core/measures/metrics/detection_clock.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

/// What happened around one item: whether it is of the category and unwanted, and whether the recommender is
/// against the category once it has been seen.
struct Step {
    bool of_category = false, unwanted = false, against = false;
};

struct Expected {
    Wait items, of_category;
};

/// From the whole history: the first five unwanted in a row, then the first moment of being against.
std::optional<Expected> by_history(const std::vector<Step>& history) {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < history.size(); ++i)
        if (history[i].of_category) own.push_back(i);
    for (std::size_t start = 0; start + 5 <= own.size(); ++start) {
        bool all = true;
        for (std::size_t k = start; k < start + 5; ++k)
            all = all && history[own[k]].unwanted;
        if (!all) continue;
        const std::size_t first = own[start];
        std::size_t at = history.size() - 1;
        WaitEnd end = WaitEnd::waiting;
        if (first > 0 && history[first - 1].against) {
            at = first;
            end = WaitEnd::reached;
        } else
            for (std::size_t i = first; i < history.size(); ++i)
                if (history[i].against) {
                    at = i;
                    end = WaitEnd::reached;
                    break;
                }
        double seen = 0;
        for (std::size_t i = first + 1; i <= at; ++i)
            seen += history[i].of_category ? 1 : 0;
        return Expected{{static_cast<double>(at - first), end}, {seen, end}};
    }
    return std::nullopt;
}

std::optional<Expected> by_clock(const std::vector<Step>& history) {
    DetectionClock clock;
    bool against = false;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto item = static_cast<std::uint32_t>(i + 1);
        if (history[i].of_category) clock.saw(history[i].unwanted, item);
        if (history[i].against != against) clock.noticed(history[i].against, item);
        against = history[i].against;
    }
    const auto wait = clock.wait(static_cast<std::uint32_t>(history.size()));
    if (!wait) return std::nullopt;
    return Expected{*wait, *clock.wait_of_category()};
}

bool equal(const Wait& a, const Wait& b) {
    return a.time == b.time && a.end == b.end;
}

} // namespace

class Detection_clock_test : public QObject {
    Q_OBJECT
private slots:
    void random_histories_equal_what_is_seen_afterwards() {
        int started = 0, noticed = 0;
        for (int repetition = 0; repetition < 4000; ++repetition) {
            Draws draws(321, repetition);
            std::vector<Step> history(static_cast<std::size_t>(draws.number(60) + 1));
            bool against = draws.chance(0.2);
            for (Step& step : history) {
                if (draws.chance(0.06)) against = !against;
                step = {draws.chance(0.5), draws.chance(0.8), against};
            }
            const auto expected = by_history(history), measured = by_clock(history);
            QCOMPARE(measured.has_value(), expected.has_value());
            if (!expected) continue;
            ++started;
            noticed += expected->items.end == WaitEnd::reached ? 1 : 0;
            QVERIFY(equal(measured->items, expected->items));
            QVERIFY(equal(measured->of_category, expected->of_category));
        }
        QVERIFY(started > 500 && noticed > 300 && started - noticed > 100);
    }

    void four_in_a_row_are_not_five() {
        DetectionClock clock;
        for (std::uint32_t item : {1U, 2U, 3U, 4U})
            clock.saw(true, item);
        clock.saw(false, 5);
        clock.noticed(true, 6);
        QVERIFY(!clock.wait(9));
    }

    // The run counts from its first item, not from the fifth.
    void the_wait_begins_with_the_first_of_the_run() {
        DetectionClock clock;
        for (std::uint32_t item : {10U, 20U, 30U, 40U, 50U})
            clock.saw(true, item);
        QCOMPARE(clock.wait(55)->time, 45.0);
        QVERIFY(clock.wait(55)->end == WaitEnd::waiting);
        clock.noticed(true, 60);
        QCOMPARE(clock.wait(99)->time, 50.0);
        QVERIFY(clock.wait(99)->end == WaitEnd::reached);
    }

    void once_nothing_may_be_noticed_the_wait_is_censored() {
        DetectionClock clock;
        for (std::uint32_t item : {1U, 2U, 3U, 4U, 5U})
            clock.saw(true, item);
        clock.stop(7);
        clock.noticed(true, 8);
        QCOMPARE(clock.wait(99)->time, 6.0);
        QVERIFY(clock.wait(99)->end == WaitEnd::waiting);
    }
};

ATTUNE_TEST(Detection_clock_test);
#include "detection_clock_test.moc"
