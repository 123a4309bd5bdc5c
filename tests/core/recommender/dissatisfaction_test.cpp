// Evidence, belief and category weights against the formulas of the de-escalation proposal (sections 3, 6 and
// 7) worked out here in long double, with libm.
#include "core/recommender/deescalation/dissatisfaction.h"
#include "core/recommender/feedback/weight.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

using namespace attune;
using attune::test::Dice;

namespace {

using Real = long double;
constexpr CategoryId football{3};

Real logit(Real p) {
    return std::log(p / (1 - p));
}
Real logistic(Real x) {
    return 1 / (1 + std::exp(-x));
}

/// The same rules, slowly: own base rates as Beta counters, evidence as exact log-likelihood, time in closed
/// form.
class Oracle {
public:
    explicit Oracle(const Policy& policy)
        : policy_(policy)
        , prior_(logit(static_cast<Real>(policy.prior_dissatisfied))) {}

    void advance(Real hours) {
        const Real dt = hours - now_;
        now_ = hours;
        const Real evidence_life = static_cast<Real>(policy_.evidence_half_life) * 24;
        const Real recovery_life = static_cast<Real>(policy_.recovery_half_life) * 24;
        for (std::size_t c = 0; c < max_categories; ++c) {
            const Real held =
                prior_ + evidence[c] >= 0 ? evidence_life * std::log2(evidence[c] / -prior_) : 0;
            weight[c] *= std::exp2(-std::max(Real{0}, dt - held) / recovery_life);
            evidence[c] *= std::exp2(-dt / evidence_life);
        }
    }

    void take(std::size_t c, Evidence what, Real trust) {
        evidence[c] = std::clamp(prior_ + evidence[c] + trust * nats(what), Real{-6}, Real{4}) - prior_;
        if (!policy_.deescalation) return;
        const Real odds = prior_ + evidence[c];
        const bool overt =
            what == Evidence::not_interested || what == Evidence::thumb_down || what == Evidence::complaint;
        if (overt && logistic(odds) >= static_cast<Real>(policy_.acknowledge_at))
            weight[c] = std::max(static_cast<Real>(policy_.lowest_weight),
                                 weight[c] - static_cast<Real>(policy_.step) * logistic(odds));
        if (!overt && logistic(odds) >= static_cast<Real>(policy_.watch_at))
            weight[c] = std::min(weight[c], std::log(Real{0.85L}));
    }

    /// How near the belief of a category is to a threshold: there single precision may fall on the other
    /// side.
    Real margin(std::size_t c) const {
        const Real belief = logistic(prior_ + evidence[c]);
        return std::min({std::abs(belief - static_cast<Real>(policy_.acknowledge_at)),
                         std::abs(belief - static_cast<Real>(policy_.watch_at)),
                         std::abs(belief - Real{0.5L})});
    }
    Real belief(std::size_t c) const { return logistic(prior_ + evidence[c]); }

    std::array<Real, max_categories> weight{};
    std::array<Real, max_categories> evidence{};

private:
    /// ln(P(event | unwanted) / P(event | fine)), the latter the person's own rate, clipped to [-2.5, 5.5].
    Real nats(Evidence what) {
        const auto clip = [](Real x) { return std::clamp(x, Real{-2.5L}, Real{5.5L}); };
        const auto rate = [](Real count, Real of, Real base, Real strength) {
            return (count + base * strength) / (of + strength);
        };
        Real value = 0;
        switch (what) {
        case Evidence::not_interested:
            value = clip(std::log(0.0105L / rate(taps_++, examined_, 0.0004L, 2500)));
            break;
        case Evidence::thumb_down:
            value = clip(std::log(0.012L / 0.0009L));
            break;
        case Evidence::complaint:
            value = 3.0L;
            break;
        case Evidence::thumb_up:
            value = -clip(std::log(0.012L / 0.0009L));
            break;
        case Evidence::quick_skip:
            value = clip(std::log(0.60L / rate(skips_++, consumed_++, 0.21L, 20)));
            break;
        case Evidence::completed:
            value = clip(std::log(0.15L / rate(completed_++, consumed_++, 0.53L, 20)));
            break;
        case Evidence::picked:
            value = clip(std::log(0.006L / rate(picks_++, examined_++, 0.05L, 100)));
            break;
        case Evidence::passed_over:
            value = clip(std::log((1 - 0.006L) / (1 - rate(picks_, examined_, 0.05L, 100))));
            ++examined_;
            break;
        }
        return value;
    }

    Policy policy_;
    Real prior_;
    Real now_ = 0;
    Real examined_ = 0, picks_ = 0, consumed_ = 0, skips_ = 0, completed_ = 0, taps_ = 0;
};

Policy random_policy(Dice& dice) {
    const auto between = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(uniform(dice.word()));
    };
    Policy policy;
    policy.acknowledge_at = between(0.5, 0.95);
    policy.watch_at = between(0.2, std::min(0.6, policy.acknowledge_at));
    policy.step = between(0.2, 1.6);
    policy.lowest_weight = between(-4, -0.5);
    policy.recovery_half_life = between(7, 90);
    policy.evidence_half_life = between(3, 60);
    policy.prior_dissatisfied = between(0.01, 0.3);
    return policy;
}

Evidence any_evidence(Dice& dice) {
    return static_cast<Evidence>(dice.below(evidence_count));
}

Evidence silent_evidence(Dice& dice) {
    constexpr Evidence silent[] = {Evidence::quick_skip, Evidence::completed, Evidence::picked,
                                   Evidence::passed_over, Evidence::thumb_up};
    return silent[dice.chance(0.7) ? (dice.chance(0.5) ? 0 : 3) : dice.below(5)];
}

bool near(float a, Real b, Real tolerance) {
    return std::abs(static_cast<Real>(a) - b) <= tolerance;
}

std::string pair(float a, Real b) {
    return "got " + std::to_string(a) + ", expected " + std::to_string(b);
}

} // namespace

class Dissatisfaction_test : public QObject {
    Q_OBJECT

private slots:
    // Weights of single signals for a person nothing is known about: behaviour model 3.8, worked out by hand.
    void one_signal_weighs_what_the_table_says_data() {
        QTest::addColumn<int>("evidence");
        QTest::addColumn<double>("nats");
        QTest::newRow("tap") << static_cast<int>(Evidence::not_interested) << 3.267666;    // ln 26.25
        QTest::newRow("thumb down") << static_cast<int>(Evidence::thumb_down) << 2.590267; // ln 13.3333
        QTest::newRow("thumb up") << static_cast<int>(Evidence::thumb_up) << -2.590267;
        QTest::newRow("quick skip") << static_cast<int>(Evidence::quick_skip) << 1.049822;   // ln 2.857143
        QTest::newRow("completed") << static_cast<int>(Evidence::completed) << -1.262242;    // ln 0.2830189
        QTest::newRow("picked") << static_cast<int>(Evidence::picked) << -2.120264;          // ln 0.12
        QTest::newRow("passed over") << static_cast<int>(Evidence::passed_over) << 0.045275; // ln 1.0463158
    }
    void one_signal_weighs_what_the_table_says() {
        QFETCH(int, evidence);
        QFETCH(double, nats);
        const Dissatisfaction engine{Policy{}};
        DerivedState state;
        engine.take(state, football, static_cast<Evidence>(evidence), 1.0F);
        QVERIFY2(near(state.evidence[football.value], static_cast<Real>(nats), 2e-6L),
                 pair(state.evidence[football.value], static_cast<Real>(nats)).c_str());
        // Half the trust is half the evidence, and no other category learns of it.
        DerivedState half;
        engine.take(half, football, static_cast<Evidence>(evidence), 0.5F);
        QVERIFY(near(half.evidence[football.value], static_cast<Real>(nats) / 2, 2e-6L));
        for (std::size_t c = 0; c < max_categories; ++c)
            QVERIFY(c == football.value || (state.evidence[c] == 0 && state.category_weight[c] == 0));
    }

    // DE-12: one tap opens the adjustment, also at the trust that the feedback pipeline gives a first tap.
    void one_tap_at_the_prior_is_enough() {
        const Policy policy;
        const Dissatisfaction engine(policy);
        DerivedState state;
        QVERIFY(near(engine.belief(state, football), 0.08L, 1e-6L));
        const float change = engine.take(state, football, Evidence::not_interested, 1.0F).weight_change;
        QVERIFY(near(engine.belief(state, football), 0.695364L, 1e-5L)); // 26.25 * 0.08 / 0.92 as odds
        QVERIFY(near(change, -0.8L * 0.695364L, 1e-5L));
        QCOMPARE(change, state.category_weight[football.value]);

        DerivedState trusted_less;
        const float trust = kind_reliability(FeedbackKind::not_interested);
        QVERIFY(trust < 1 &&
                engine.take(trusted_less, football, Evidence::not_interested, trust).weight_change < 0);
        QVERIFY(static_cast<double>(engine.belief(trusted_less, football)) > policy.acknowledge_at);
        // A thumb down alone is not: it says as much about quality.
        DerivedState thumb;
        QCOMPARE(engine.take(thumb, football, Evidence::thumb_down, 1.0F).weight_change, 0.0F);
    }

    // DE-12
    void random_streams_follow_the_formulas() {
        const int streams = test::sized(400, 4000);
        int compared = 0;
        int fell = 0;
        for (int s = 0; s < streams; ++s) {
            Dice dice(51, static_cast<std::uint32_t>(s));
            const Policy policy = random_policy(dice);
            const Dissatisfaction engine(policy);
            Oracle oracle(policy);
            DerivedState state;
            double hours = 0;
            for (int step = 0; step < 120; ++step) {
                if (dice.chance(0.3)) {
                    hours += static_cast<double>(dice.below(24 * 20)) + 0.25;
                    engine.advance(state, static_cast<float>(hours));
                    oracle.advance(static_cast<Real>(hours));
                }
                const std::size_t c = dice.below(4);
                const Evidence what = any_evidence(dice);
                const float trust = dice.chance(0.5) ? 1.0F : uniform(dice.word());
                const float before = state.category_weight[c];
                const float change =
                    engine.take(state, CategoryId(static_cast<std::uint32_t>(c)), what, trust).weight_change;
                oracle.take(c, what, static_cast<Real>(trust));
                if (oracle.margin(c) < 1e-4L) break;
                QVERIFY(change <= 0 &&
                        near(before + change, static_cast<Real>(state.category_weight[c]), 1e-6L));
                for (std::size_t k = 0; k < 4; ++k) {
                    QVERIFY2(near(state.evidence[k], oracle.evidence[k], 2e-3L),
                             pair(state.evidence[k], oracle.evidence[k]).c_str());
                    QVERIFY2(near(state.category_weight[k], oracle.weight[k], 1e-3L),
                             pair(state.category_weight[k], oracle.weight[k]).c_str());
                    QVERIFY(near(engine.belief(state, CategoryId(static_cast<std::uint32_t>(k))),
                                 oracle.belief(k), 1e-3L));
                    // Bounds of section 7 and 3.
                    QVERIFY(state.category_weight[k] <= 0 &&
                            state.category_weight[k] >= static_cast<float>(policy.lowest_weight));
                    fell += state.category_weight[k] < 0 ? 1 : 0;
                }
                ++compared;
            }
        }
        QVERIFY2(compared > streams * 60 && fell > streams,
                 qPrintable(QString("%1 %2").arg(compared).arg(fell)));
    }

    void log_odds_stay_within_their_bounds_data() {
        QTest::addColumn<double>("prior");
        QTest::addColumn<int>("evidence");
        QTest::addColumn<double>("odds");
        for (const double prior : {0.01, 0.08, 0.3}) {
            QTest::addRow("thumbs down, prior %g", prior)
                << prior << static_cast<int>(Evidence::thumb_down) << 4.0;
            QTest::addRow("thumbs up, prior %g", prior)
                << prior << static_cast<int>(Evidence::thumb_up) << -6.0;
        }
    }
    void log_odds_stay_within_their_bounds() {
        QFETCH(double, prior);
        QFETCH(int, evidence);
        QFETCH(double, odds);
        Policy policy;
        policy.prior_dissatisfied = prior;
        const Dissatisfaction engine(policy);
        DerivedState state;
        for (int i = 0; i < 30; ++i)
            engine.take(state, football, static_cast<Evidence>(evidence), 1.0F);
        QVERIFY2(near(engine.belief(state, football), logistic(static_cast<Real>(odds)), 1e-5L),
                 pair(engine.belief(state, football), logistic(static_cast<Real>(odds))).c_str());
    }

    // Clock, not ticks: how the time is cut into steps does not matter, also across the moment a weight is
    // let go.
    void time_may_be_cut_into_any_steps() {
        for (std::uint32_t s = 0; s < 500; ++s) {
            Dice dice(52, s);
            const Dissatisfaction engine(random_policy(dice));
            DerivedState start;
            for (int i = 0; i < 12; ++i)
                engine.take(start, CategoryId(dice.below(3)), any_evidence(dice), 1.0F);
            DerivedState whole = start;
            DerivedState pieces = start;
            const float total = static_cast<float>(1 + dice.below(24 * 120));
            engine.advance(whole, total);
            const std::uint32_t cuts = 1 + dice.below(12);
            for (std::uint32_t i = 1; i < cuts; ++i)
                engine.advance(pieces, total * static_cast<float>(i) / static_cast<float>(cuts));
            engine.advance(pieces, total);
            QCOMPARE(whole.weights_at, pieces.weights_at);
            for (std::size_t c = 0; c < 3; ++c) {
                QVERIFY2(
                    near(whole.category_weight[c], static_cast<Real>(pieces.category_weight[c]), 1e-5L),
                    pair(whole.category_weight[c], static_cast<Real>(pieces.category_weight[c])).c_str());
                QVERIFY(near(whole.evidence[c], static_cast<Real>(pieces.evidence[c]), 1e-5L));
            }
        }
    }

    void time_does_not_run_backwards() {
        const Dissatisfaction engine{Policy{}};
        DerivedState state;
        engine.advance(state, 100);
        engine.take(state, football, Evidence::not_interested, 1.0F);
        const DerivedState before = state;
        engine.advance(state, 40);
        engine.advance(state, 100);
        QCOMPARE(state.weights_at, 100.0F);
        QCOMPARE(state.evidence[football.value], before.evidence[football.value]);
        QCOMPARE(state.category_weight[football.value], before.category_weight[football.value]);
    }

    // Section 7: recovery waits while the belief is one half or more.
    void a_weight_is_held_while_the_belief_is_one_half_or_more() {
        const Policy policy;
        const Dissatisfaction engine(policy);
        DerivedState state;
        for (int i = 0; i < 3; ++i)
            engine.take(state, football, Evidence::not_interested, 1.0F);
        const float low = state.category_weight[football.value];
        // Log-odds 4 at the start; the evidence 6.442 halves every 14 days and meets 2.442 after 19.59 of
        // them.
        for (int day = 1; day <= 19; ++day) {
            engine.advance(state, static_cast<float>(24 * day));
            QVERIFY(engine.belief(state, football) > 0.5F);
            QCOMPARE(state.category_weight[football.value], low);
        }
        engine.advance(state, 24 * 20.0F);
        QVERIFY(engine.belief(state, football) < 0.5F && state.category_weight[football.value] > low);
        engine.advance(state, 24 * (19.59F + 21.0F));
        QVERIFY(near(state.category_weight[football.value], static_cast<Real>(low) / 2, 1e-3L));
    }

    // Property P3 of the proposal.
    void without_new_evidence_every_weight_returns_to_nothing() {
        for (std::uint32_t s = 0; s < 300; ++s) {
            Dice dice(53, s);
            const Policy policy = random_policy(dice);
            const Dissatisfaction engine(policy);
            DerivedState state;
            for (int i = 0; i < 40; ++i)
                engine.take(state, CategoryId(dice.below(3)),
                            dice.chance(0.5) ? Evidence::not_interested : any_evidence(dice), 1.0F);
            float hours = 0;
            for (std::uint32_t c = 0; c < 3; ++c)
                while (engine.belief(state, CategoryId(c)) >= 0.5F)
                    engine.advance(state, hours += 1.0F);
            const std::array<float, max_categories> then = state.category_weight;
            engine.advance(state, hours + static_cast<float>(10 * 24 * policy.recovery_half_life));
            for (std::size_t c = 0; c < 3; ++c)
                QVERIFY(state.category_weight[c] <= 0 && state.category_weight[c] >= -0.004F &&
                        near(state.category_weight[c], static_cast<Real>(then[c]) / 1024, 1e-5L));
        }
        // With the defaults that is the time from the last signal on.
        const Dissatisfaction engine{Policy{}};
        DerivedState state;
        for (int i = 0; i < 40; ++i)
            engine.take(state, football, Evidence::not_interested, 1.0F);
        QVERIFY(state.category_weight[football.value] == -2.5F);
        engine.advance(state, 10 * 21 * 24.0F);
        QVERIFY(state.category_weight[football.value] > -0.005F);
    }

    // Section 6, state WATCH: without an overt signal the change stays at ln 0.85.
    void silent_evidence_alone_stays_above_its_limit() {
        const float limit = static_cast<float>(std::log(0.85));
        int reached = 0;
        for (std::uint32_t s = 0; s < 300; ++s) {
            Dice dice(54, s);
            const Policy policy = random_policy(dice);
            const Dissatisfaction engine(policy);
            DerivedState state;
            for (int i = 0; i < 300; ++i) {
                engine.take(state, football, silent_evidence(dice), 1.0F);
                QVERIFY(state.category_weight[football.value] >= limit - 1e-6F);
                if (dice.chance(0.05)) engine.advance(state, state.weights_at + 10);
            }
            reached += state.category_weight[football.value] < -0.1F ? 1 : 0;
        }
        QVERIFY2(reached > 30, std::to_string(reached).c_str());
    }

    void a_deeper_weight_is_not_lifted_by_silent_evidence() {
        const Dissatisfaction engine{Policy{}};
        DerivedState state;
        engine.take(state, football, Evidence::not_interested, 1.0F);
        const float low = state.category_weight[football.value];
        engine.take(state, football, Evidence::quick_skip, 1.0F);
        QCOMPARE(state.category_weight[football.value], low);
    }

    void liking_something_is_evidence_against() {
        const Dissatisfaction engine{Policy{}};
        for (const Evidence good : {Evidence::picked, Evidence::completed, Evidence::thumb_up}) {
            DerivedState state;
            engine.take(state, football, Evidence::quick_skip, 1.0F);
            const float before = state.evidence[football.value];
            engine.take(state, football, good, 1.0F);
            QVERIFY(state.evidence[football.value] < before);
        }
        // After a pick a single tap no longer opens the adjustment.
        DerivedState state;
        engine.take(state, football, Evidence::picked, 1.0F);
        QCOMPARE(engine.take(state, football, Evidence::not_interested, 1.0F).weight_change, 0.0F);
    }

    // The rate of the person's own behaviour is what a signal is held against.
    void habits_take_the_meaning_out_of_a_signal() {
        const Dissatisfaction engine{Policy{}};
        DerivedState skipper;
        for (int i = 0; i < 400; ++i)
            engine.take(skipper, CategoryId(static_cast<std::uint32_t>(10 + i % 10)), Evidence::quick_skip,
                        1.0F);
        engine.take(skipper, football, Evidence::quick_skip, 1.0F);
        DerivedState newcomer;
        engine.take(newcomer, football, Evidence::quick_skip, 1.0F);
        QVERIFY(skipper.evidence[football.value] < 0 && newcomer.evidence[football.value] > 1);
    }

    void switched_off_no_weight_moves() {
        Policy policy;
        policy.deescalation = false;
        const Dissatisfaction engine(policy);
        Dice dice(55, 0);
        DerivedState state;
        for (int i = 0; i < 2000; ++i) {
            const Evidence what = dice.chance(0.5) ? Evidence::not_interested : any_evidence(dice);
            QCOMPARE(engine.take(state, CategoryId(dice.below(max_categories)), what, 1.0F).weight_change,
                     0.0F);
            if (dice.chance(0.1)) engine.advance(state, state.weights_at + 5);
        }
        for (const float weight : state.category_weight)
            QCOMPARE(weight, 0.0F);
        QVERIFY(engine.belief(state, football) != 0.08F);
    }
};

ATTUNE_TEST(Dissatisfaction_test);
#include "dissatisfaction_test.moc"
