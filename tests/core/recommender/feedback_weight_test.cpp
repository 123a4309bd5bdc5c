// Recency, frequency and confidence against values worked out by hand (given as fractions), and what they do
// to a weight that learns.
#include "core/base/random.h"
#include "core/recommender/feedback/weight.h"
#include "tests/support/test.h"

#include <cmath>
#include <vector>

using namespace attune;

namespace {

WeightedFeedback row(FeedbackKind kind, std::uint32_t item, double hours, float value = 0) {
    WeightedFeedback one;
    one.event.item = ItemId(item);
    one.event.kind = kind;
    one.event.hours = hours;
    one.event.value = value;
    return one;
}

/// Weighs one event that arrives when it happens.
float weigh_now(FeedbackKind kind, std::uint32_t item, double hours, PerUserFeedbackState& state,
                float value = 0) {
    WeightedFeedback one = row(kind, item, hours, value);
    weigh(std::span(&one, 1), hours, {}, state);
    return one.weight;
}

bool close(double a, double b) {
    return std::abs(a - b) <= 2e-6 * std::max(1.0, std::abs(b));
}

} // namespace

class Feedback_weight_test : public QObject {
    Q_OBJECT

private slots:
    // FB-56
    void recency_halves_by_the_clock_data() {
        QTest::addColumn<double>("age_days");
        QTest::addColumn<double>("half_life_days");
        QTest::addColumn<double>("expected");
        QTest::newRow("just now") << 0.0 << 30.0 << 1.0;
        QTest::newRow("one half-life") << 30.0 << 30.0 << 0.5;
        QTest::newRow("one and a half") << 45.0 << 30.0 << 0.35355339;
        QTest::newRow("a quarter") << 7.5 << 30.0 << 0.84089642;
        QTest::newRow("two") << 2.0 << 1.0 << 0.25;
        QTest::newRow("ten") << 10.0 << 1.0 << 0.0009765625;
        QTest::newRow("a third") << 1.0 << 3.0 << 0.79370053;
        QTest::newRow("an age below zero counts as none") << -3.0 << 30.0 << 1.0;
    }
    void recency_halves_by_the_clock() {
        QFETCH(double, age_days);
        QFETCH(double, half_life_days);
        QFETCH(double, expected);
        const float weight = recency_weight(age_days * 24, static_cast<float>(half_life_days * 24));
        QVERIFY2(close(double{weight}, expected), qPrintable(QString::number(double{weight}, 'g', 9)));
    }

    // FB-56
    void a_late_event_is_weighed_by_its_age_at_arrival() {
        FeedbackWeights weights;
        weights.recency_half_life = 48;
        PerUserFeedbackState state;
        std::vector<WeightedFeedback> rows = {row(FeedbackKind::picked, 1, 100)};
        weigh(rows, 148, weights, state);
        QVERIFY(close(double{rows[0].weight}, 0.5 * 25.0 / 28));
    }

    // FB-57
    void frequency_saturates_data() {
        QTest::addColumn<double>("n");
        QTest::addColumn<double>("saturation");
        QTest::addColumn<double>("expected");
        QTest::newRow("first") << 0.0 << 4.0 << 1.0;
        QTest::newRow("second") << 1.0 << 4.0 << 0.8;
        QTest::newRow("third") << 2.0 << 4.0 << 2.0 / 3;
        QTest::newRow("half at the saturation") << 4.0 << 4.0 << 0.5;
        QTest::newRow("a fraction") << 0.5 << 4.0 << 8.0 / 9;
        QTest::newRow("slow") << 10.0 << 50.0 << 5.0 / 6;
        QTest::newRow("fast") << 9.0 << 1.0 << 0.1;
    }
    void frequency_saturates() {
        QFETCH(double, n);
        QFETCH(double, saturation);
        QFETCH(double, expected);
        QVERIFY(
            close(double{frequency_weight(static_cast<float>(n), static_cast<float>(saturation))}, expected));
    }

    // FB-57
    void counts_decay_by_the_day() {
        // Picks a day apart, half-life a day: 0, 1/2, 3/4, 7/8 earlier ones; saturation 4 gives 1, 8/9,
        // 16/19, 32/39.
        PerUserFeedbackState state;
        const double expected[] = {1.0, 8.0 / 9, 16.0 / 19, 32.0 / 39};
        for (int day = 0; day < 4; ++day) {
            const float weight =
                weigh_now(FeedbackKind::picked, static_cast<std::uint32_t>(day), 24.0 * day, state);
            QVERIFY(close(double{weight}, expected[day] * 25 / 28));
        }
        QVERIFY(close(double{state.counts[0]}, 1 + 0.5 + 0.25 + 0.125));
        // Another kind has its own count.
        QVERIFY(close(double{weigh_now(FeedbackKind::thumb_up, 9, 72, state)}, 0.924));
    }

    // FB-57
    void each_repetition_adds_less_than_the_one_before() {
        PerUserFeedbackState state;
        std::vector<WeightedFeedback> rows;
        for (std::uint32_t i = 0; i < 200; ++i)
            rows.push_back(row(FeedbackKind::not_interested, i, 5));
        weigh(rows, 5, {}, state);
        for (std::size_t i = 1; i < rows.size(); ++i)
            QVERIFY(rows[i].weight < rows[i - 1].weight);
        QVERIFY(rows.back().weight > 0);
    }

    void no_client_can_age_the_counts() {
        // Events that claim to lie far apart but arrive together count as one flood.
        PerUserFeedbackState spread;
        PerUserFeedbackState together;
        std::vector<WeightedFeedback> rows = {row(FeedbackKind::picked, 1, 0),
                                              row(FeedbackKind::picked, 2, 60)};
        weigh(rows, 60, {}, spread);
        weigh_now(FeedbackKind::picked, 1, 60, together);
        QCOMPARE(rows[1].weight, weigh_now(FeedbackKind::picked, 2, 60, together));
        // And an arrival before the last one neither decays nor revives.
        const auto counts = spread.counts;
        std::vector<WeightedFeedback> early = {row(FeedbackKind::thumb_up, 3, 30)};
        weigh(early, 30, {}, spread);
        QCOMPARE(spread.counts[0], counts[0]);
        QCOMPARE(spread.counted_at, 60.0);
    }

    void one_call_equals_many() {
        std::vector<WeightedFeedback> rows;
        for (std::uint32_t i = 0; i < 40; ++i)
            rows.push_back(
                row(static_cast<FeedbackKind>(i % 5), i % 3, 10 + 0.01 * i, i % 5 == 1 ? 0.9F : 0.0F));
        PerUserFeedbackState whole;
        PerUserFeedbackState single;
        std::vector<WeightedFeedback> apart = rows;
        weigh(rows, 12, {}, whole);
        for (WeightedFeedback& one : apart)
            weigh(std::span(&one, 1), 12, {}, single);
        QVERIFY(rows == apart);
        QVERIFY(whole == single);
    }

    // FB-58
    void kinds_have_their_reliability() {
        QVERIFY(close(double{kind_reliability(FeedbackKind::picked)}, 0.89285714));
        QVERIFY(close(double{kind_reliability(FeedbackKind::consumed)}, 0.74074074));
        QVERIFY(close(double{kind_reliability(FeedbackKind::thumb_up)}, 0.924));
        QVERIFY(close(double{kind_reliability(FeedbackKind::thumb_down)}, 0.93023256));
        QVERIFY(close(double{kind_reliability(FeedbackKind::not_interested)}, 0.96330275));
    }

    // FB-58
    void people_are_believed_until_they_contradict_themselves_data() {
        QTest::addColumn<unsigned>("agreements");
        QTest::addColumn<unsigned>("contradictions");
        QTest::addColumn<double>("expected");
        QTest::newRow("nothing known") << 0U << 0U << 1.0;
        QTest::newRow("one contradiction") << 0U << 1U << 2.0 / 3;
        QTest::newRow("two") << 0U << 2U << 0.5;
        QTest::newRow("eight is the floor") << 0U << 8U << 0.2;
        QTest::newRow("never below it") << 0U << 60000U << 0.2;
        QTest::newRow("even") << 1U << 1U << 1.0;
        QTest::newRow("one to three") << 1U << 3U << 2.0 / 3;
        QTest::newRow("nine to thirty") << 9U << 30U << 20.0 / 41;
        QTest::newRow("never above one") << 500U << 0U << 1.0;
    }
    void people_are_believed_until_they_contradict_themselves() {
        QFETCH(unsigned, agreements);
        QFETCH(unsigned, contradictions);
        QFETCH(double, expected);
        QVERIFY(close(double{person_reliability(agreements, contradictions)}, expected));
    }

    // FB-58
    void statements_on_one_item_agree_or_contradict_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<double>("first_value");
        QTest::addColumn<int>("second");
        QTest::addColumn<double>("second_value");
        QTest::addColumn<double>("gap_hours");
        QTest::addColumn<int>("agreements");
        QTest::addColumn<int>("contradictions");
        const auto add = [](const char* name, FeedbackKind a, double x, FeedbackKind b, double y, double gap,
                            int agree, int contradict) {
            QTest::newRow(name) << static_cast<int>(a) << x << static_cast<int>(b) << y << gap << agree
                                << contradict;
        };
        using K = FeedbackKind;
        add("up then down", K::thumb_up, 0, K::thumb_down, 0, 1, 0, 1);
        add("down then up", K::thumb_down, 0, K::thumb_up, 0, 100, 0, 1);
        add("up then not interested", K::thumb_up, 0, K::not_interested, 0, 5, 0, 1);
        add("down then not interested", K::thumb_down, 0, K::not_interested, 0, 5, 1, 0);
        add("finished then up", K::consumed, 0.95, K::thumb_up, 0, 0.1, 1, 0);
        add("finished then down", K::consumed, 0.8, K::thumb_down, 0, 0.1, 0, 1);
        add("left at once then up", K::consumed, 0.1, K::thumb_up, 0, 0.1, 0, 1);
        add("half consumed says nothing", K::consumed, 0.5, K::thumb_down, 0, 0.1, 0, 0);
        add("a pick says nothing", K::picked, 0, K::thumb_down, 0, 0.1, 0, 0);
        add("seven days still count", K::thumb_up, 0, K::thumb_down, 0, 168, 0, 1);
        add("eight days do not", K::thumb_up, 0, K::thumb_down, 0, 192, 0, 0);
    }
    void statements_on_one_item_agree_or_contradict() {
        QFETCH(int, first);
        QFETCH(double, first_value);
        QFETCH(int, second);
        QFETCH(double, second_value);
        QFETCH(double, gap_hours);
        QFETCH(int, agreements);
        QFETCH(int, contradictions);
        PerUserFeedbackState state;
        weigh_now(static_cast<FeedbackKind>(first), 7, 10, state, static_cast<float>(first_value));
        weigh_now(static_cast<FeedbackKind>(second), 7, 10 + gap_hours, state,
                  static_cast<float>(second_value));
        QCOMPARE(static_cast<int>(state.agreements), agreements);
        QCOMPARE(static_cast<int>(state.contradictions), contradictions);
        // The same about two items is neither.
        PerUserFeedbackState other;
        weigh_now(static_cast<FeedbackKind>(first), 7, 10, other, static_cast<float>(first_value));
        weigh_now(static_cast<FeedbackKind>(second), 8, 10 + gap_hours, other,
                  static_cast<float>(second_value));
        QCOMPARE(static_cast<int>(other.agreements) + other.contradictions, 0);
    }

    // FB-58
    void the_last_two_items_answered_on_are_remembered() {
        PerUserFeedbackState state;
        weigh_now(FeedbackKind::thumb_up, 1, 1, state);
        weigh_now(FeedbackKind::thumb_up, 2, 2, state);
        weigh_now(FeedbackKind::thumb_up, 1, 3, state); // 1 is now the newer of the two
        weigh_now(FeedbackKind::thumb_up, 3, 4, state); // so 2 goes
        QCOMPARE(static_cast<int>(state.agreements), 1);
        weigh_now(FeedbackKind::thumb_down, 2, 5, state);
        QCOMPARE(static_cast<int>(state.contradictions), 0);
        weigh_now(FeedbackKind::thumb_down, 3, 6, state);
        QCOMPARE(static_cast<int>(state.contradictions), 1);
    }

    // FB-58
    void a_low_confidence_duplicate_moves_a_weight_less() {
        // w moves by rate x weight towards what the event says.
        const auto step = [](double w, float weight) { return w + 0.5 * double{weight} * (1.0 - w); };

        PerUserFeedbackState steady;
        PerUserFeedbackState wavering;
        for (std::uint32_t i = 0; i < 3; ++i) {
            weigh_now(FeedbackKind::thumb_down, i, 1 + i, steady);
            weigh_now(FeedbackKind::not_interested, i, 1 + i, steady);
            weigh_now(FeedbackKind::thumb_down, i, 1 + i, wavering);
            weigh_now(FeedbackKind::not_interested, i, 1 + i, wavering);
        }
        QVERIFY(steady == wavering);
        weigh_now(FeedbackKind::thumb_up, 1, 5, wavering);
        weigh_now(FeedbackKind::thumb_down, 1, 6, wavering);
        for (int i = 0; i < 9; ++i)
            weigh_now(i % 2 == 0 ? FeedbackKind::thumb_up : FeedbackKind::thumb_down, 1, 7 + i, wavering);
        // The same first consumption from both: only confidence differs.
        const float believed = weigh_now(FeedbackKind::consumed, 9, 20, steady, 1.0F);
        const float doubted = weigh_now(FeedbackKind::consumed, 9, 20, wavering, 1.0F);
        QVERIFY(doubted < believed);
        QVERIFY(step(0, doubted) < step(0, believed));
        QVERIFY(close(double{believed}, 20.0 / 27));
        // 3 agreements and 11 contradictions by then: rho = 2 x 4 / 16.
        QVERIFY(close(double{doubted}, 20.0 / 27 / 2));

        // And the same said twice moves the weight less the second time, for anybody.
        PerUserFeedbackState anybody;
        const double once = step(0, weigh_now(FeedbackKind::thumb_up, 4, 1, anybody));
        const double twice = step(once, weigh_now(FeedbackKind::thumb_up, 4, 1.01, anybody));
        QVERIFY(twice > once);
        QVERIFY(twice - once < 0.5 * 0.924 * (1.0 - once));
    }

    void weights_stay_between_zero_and_one() {
        PerUserFeedbackState state;
        const StreamKey key = stream_key(5, 0);
        double arrival = 0;
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(test::sized(20000, 500000)); ++i) {
            const Words w = words_at(key, Stream::network, i);
            arrival += 0.3 * double{uniform(w[0])};
            std::vector<WeightedFeedback> one = {row(static_cast<FeedbackKind>(w[1] % 5), w[2] % 4,
                                                     std::max(0.0, arrival - 72 * double{uniform(w[3])}),
                                                     uniform(w[3]))};
            weigh(one, arrival, {}, state);
            QVERIFY(one[0].weight > 0 && one[0].weight <= 1);
        }
        QCOMPARE(sizeof state, std::size_t{80});
        QVERIFY(std::is_trivially_copyable_v<PerUserFeedbackState>);
    }

    void counters_stop_at_their_end() {
        PerUserFeedbackState state;
        for (int i = 0; i < 70000; ++i)
            weigh_now(FeedbackKind::thumb_up, 1, 1, state);
        QCOMPARE(static_cast<int>(state.agreements), 65535);
    }

    void levers_of_a_policy_come_in_hours() {
        Policy policy;
        policy.recency_half_life = 10;
        policy.frequency_saturation = 7;
        const FeedbackWeights weights = feedback_weights(policy);
        QCOMPARE(weights.recency_half_life, 240.0F);
        QCOMPARE(weights.frequency_saturation, 7.0F);
        QVERIFY(feedback_weights(Policy{}) == FeedbackWeights{});
    }
};

ATTUNE_TEST(Feedback_weight_test);
#include "feedback_weight_test.moc"
