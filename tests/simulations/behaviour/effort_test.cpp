// What questions take of people's time.
#include "core/base/random.h"
#include "simulations/behaviour/behaviour.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

namespace {

constexpr float usual = 1;

bool near(float a, double b) {
    return std::abs(static_cast<double>(a) - b) < 1e-4;
}

Prompt asked(Channel channel, PromptPlace place, int questions = 1) {
    Prompt prompt(Trigger::pause);
    prompt.channel = channel;
    prompt.place = place;
    prompt.questions = static_cast<std::uint8_t>(questions);
    return prompt;
}

} // namespace

class Effort_test : public QObject {
    Q_OBJECT
private slots:
    // Worked out by hand: a word takes 0.3 s, deciding 1.35 s, a tap 1.3 s.
    void seconds_are_reading_deciding_and_tapping() {
        const Prompt thumb = asked(Channel::thumb, PromptPlace::below);
        const Effort answered = effort_of(thumb, true, false, false, usual);
        QCOMPARE(answered.taps, 1);
        QVERIFY(near(answered.seconds, 6 * 0.3 + 1.35 + 1.3));
        const Effort passed = effort_of(thumb, false, false, false, usual);
        QCOMPARE(passed.taps, 0);
        QVERIFY(near(passed.seconds, 0.5 * 6 * 0.3));
        const Effort told_why = effort_of(thumb, true, true, true, usual);
        QCOMPARE(told_why.taps, 2);
        QVERIFY(near(told_why.seconds, 18 * 0.3 + 2 * (1.35 + 1.3)));
        const Effort wrote = effort_of(thumb, true, true, true, usual, 9); // at 36 words a minute, and sent
        QCOMPARE(wrote.taps, 3);
        QVERIFY(near(wrote.seconds, 18 * 0.3 + 3 * (1.35 + 1.3) + 9 * 60.0 / 36));
        const Effort survey = effort_of(asked(Channel::survey, PromptPlace::below, 3), true, false, false, 2);
        QCOMPARE(survey.taps, 3);
        QVERIFY(near(survey.seconds, 2 * 3 * (12 * 0.3 + 1.35 + 1.3)));
        const Effort tour = tour_effort(4, usual);
        QCOMPARE(tour.taps, 4);
        QVERIFY(near(tour.seconds, 6 * 0.3 + 4 * (1.35 + 1.3)));
    }

    // FB-46: with the same answers, a question below the items never takes more than one over them, and less
    // wherever something is left unanswered.
    void below_the_items_is_never_more_work() {
        for (const Channel channel : {Channel::thumb, Channel::stars, Channel::survey})
            for (const PromptPlace over : {PromptPlace::window, PromptPlace::forced})
                for (int came = 0; came < 4; ++came) {
                    const bool answered = came > 0, why = came > 1, reason = came > 2;
                    const Effort below =
                        effort_of(asked(channel, PromptPlace::below), answered, why, reason, usual);
                    const Effort above = effort_of(asked(channel, over), answered, why, reason, usual);
                    const bool left = !answered || (why && !reason);
                    QCOMPARE(below.taps < above.taps, left);
                    QCOMPARE(below.seconds < above.seconds, left);
                    QVERIFY(left || near(below.seconds, static_cast<double>(above.seconds)));
                }
    }
};
ATTUNE_TEST(Effort_test);
#include "effort_test.moc"
