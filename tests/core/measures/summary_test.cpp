// Measured values from blocks: agreement with the definitions, coverage of the intervals for one run, for two
// runs over the same people and over replications, and exact zero for equal runs.
#include "core/measures/metrics/exposure.h"
#include "core/measures/statistics/summary.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

constexpr int block_people = 64;
constexpr int block_count = 40;
constexpr int days = 30;

/// Counts of one policy over one drawn population.
struct Run {
    std::vector<Tallies> tallies = std::vector<Tallies>(block_count);
    std::vector<RiskTable> risk = std::vector<RiskTable>(block_count);
    std::vector<ItemCounts> items =
        std::vector<ItemCounts>(block_count, ItemCounts{std::vector<std::uint64_t>(60, 0)});
    std::vector<Fraction> exposure = std::vector<Fraction>(block_count);
};

/// Half the people look at 10 items and pick a share p of them, half at 40 and pick 4p; so the truth of ctr
/// is (10p + 160p) / 50 = 3.4p. They come back on day 1 with chance q and leave each day with chance h. The
/// draws of a person do not depend on p, q, h: two calls with one repetition meet the same people (common
/// random numbers).
struct World {
    double p = 0.02;
    double q = 0.3;
    double h = 0.004;
};

Run run(const World& world, std::uint64_t experiment, int repetition) {
    Run out;
    for (int person = 0; person < block_people * block_count - 47; ++person) { // the last block is not full
        Draws draws(experiment * 100000 + static_cast<std::uint64_t>(repetition), person);
        const auto block = static_cast<std::size_t>(person / block_people);
        Tallies& tallies = out.tallies[block];
        const bool busy = draws.chance(0.5);
        const int looks = busy ? 40 : 10;
        int picks = 0;
        for (int look = 0; look < looks; ++look)
            picks += draws.chance(busy ? 4 * world.p : world.p) ? 1 : 0;
        tallies[Tally::examined] += looks;
        tallies[Tally::picks] += picks;
        tallies[Tally::users_enrolled] += 1;
        tallies[Tally::due_1d] += 1;
        tallies[Tally::retained_1d] += draws.chance(world.q) ? 1 : 0;
        RiskTable life;
        const int watched = 15 + draws.number(30);
        for (int day = 0; day < watched; ++day) {
            const bool leaves = draws.chance(world.h);
            life.days.push_back({1, leaves ? 1.0 : 0.0});
            if (leaves) break;
        }
        out.risk[block] += life;
        // Each person sees 6 items around a taste of their own; the first 30 items belong to one group.
        const int taste = draws.number(60);
        for (int rank = 0; rank < 6; ++rank) {
            const auto item = static_cast<std::size_t>((taste * taste / 60 + draws.number(8)) % 60);
            out.items[block].items[item] += exposure_weight_q16(static_cast<std::size_t>(rank));
            const double weight = exposure_weight_q16(static_cast<std::size_t>(rank));
            out.exposure[block] += Fraction{item < 30 ? weight : 0, weight};
        }
    }
    return out;
}

const RatioSpec& ratio(const char* key) {
    return *find_ratio(key);
}

struct Coverage {
    std::vector<MetricValue> values;

    /// Share of intervals that hold `truth`.
    double of(double truth) const {
        double covered = 0;
        for (const auto& value : values)
            covered += value.lower <= truth && truth <= value.upper ? 1 : 0;
        return covered / static_cast<double>(values.size());
    }
    double mean() const {
        double sum = 0;
        for (const auto& value : values)
            sum += value.value;
        return sum / static_cast<double>(values.size());
    }
};

std::string text(double share) {
    return "covered " + std::to_string(share);
}

} // namespace

class Summary_test : public QObject {
    Q_OBJECT
private slots:
    void one_run_says_what_the_definition_says() {
        const Run r = run({}, 1, 0);
        Tallies total;
        for (const auto& block : r.tallies)
            total += block;
        const MetricValue ctr = summarise(ratio("ctr"), "all", r.tallies);
        QCOMPARE(ctr.value, ratio_value("ctr", total));
        QCOMPARE(ctr.n, total[Tally::examined]);
        QVERIFY(ctr.lower < ctr.value && ctr.value < ctr.upper);
        const MetricValue back = summarise(ratio("retention_1d"), "device=phone", r.tallies);
        const Estimate wilson = wilson_interval(total[Tally::retained_1d], total[Tally::due_1d]);
        QCOMPARE(back.value, ratio_value("retention_1d", total));
        QCOMPARE(back.lower, wilson.lower);
        QCOMPARE(back.group, std::string("device=phone"));
        RiskTable life;
        for (const auto& block : r.risk)
            life += block;
        QCOMPARE(summarise_churn("all", r.risk).value, churn_after(life, 30));
        QCOMPARE(summarise_churn("all", r.risk).n, total[Tally::users_enrolled]);
        ItemCounts items = r.items[0];
        for (std::size_t i = 1; i < r.items.size(); ++i)
            items += r.items[i];
        QCOMPARE(summarise_items("exposure_gini", "all", r.items).value, gini(items.items));
        QCOMPARE(summarise_items("coverage", "all", r.items).value, coverage(items.items));
        QCOMPARE(summarise_items("coverage", "all", r.items).n, 60.0);
    }

    void scale_reaches_value_and_interval() {
        std::vector<Tallies> blocks(3);
        for (std::size_t i = 0; i < 3; ++i) {
            blocks[i][Tally::prompts] = static_cast<double>(10 + i);
            blocks[i][Tally::person_days] = 140;
        }
        // 11 prompts in 20 person-weeks, blocks at .5, .55, .6: error .05 / sqrt 3, two degrees of freedom.
        const MetricValue prompts = summarise(ratio("prompts_per_user_week"), "all", blocks);
        VERIFY_NEAR(prompts.value, 0.55, 1e-12);
        VERIFY_NEAR(prompts.upper - prompts.value, 4.302653 * 0.05 / std::sqrt(3.0), 1e-6);
    }

    void what_was_not_counted_has_no_value() {
        const std::vector<Tallies> blocks(4);
        const MetricValue none = summarise(ratio("response_rate"), "all", blocks);
        QVERIFY(std::isnan(none.value) && std::isnan(none.lower) && std::isnan(none.upper));
        QCOMPARE(none.n, 0.0);
        const MetricValue difference = paired_difference(ratio("response_rate"), "all", blocks, blocks);
        QVERIFY(std::isnan(difference.value) && std::isnan(difference.lower));
    }

    void nothing_seen_is_not_certainty() {
        std::vector<Tallies> blocks(5);
        for (auto& block : blocks)
            block[Tally::prompts] = 4;
        const MetricValue none = summarise(ratio("response_rate"), "all", blocks);
        QCOMPARE(none.value, 0.0);
        QCOMPARE(none.lower, 0.0);
        VERIFY_NEAR(none.upper, 0.161125, 5e-7); // Wilson's 0 of 20
        std::vector<Tallies> other = blocks;
        other[0][Tally::sessions] = 1; // another run, though no answer came in it either
        const MetricValue difference = paired_difference(ratio("response_rate"), "all", blocks, other);
        QCOMPARE(difference.value, 0.0);
        VERIFY_NEAR(difference.upper, 0.161125, 5e-7);
        VERIFY_NEAR(difference.lower, -0.161125, 5e-7);
    }

    void bounds_stay_where_the_metric_can_be() {
        std::vector<Tallies> blocks(3);
        blocks[0][Tally::conversions] = 1;
        for (auto& block : blocks) {
            block[Tally::person_days] = 70;
            block[Tally::minutes] = 10;
        }
        blocks[0][Tally::prompts] = 10;
        blocks[1][Tally::regretted_minutes] = 10;
        QCOMPARE(summarise(ratio("prompts_per_user_week"), "all", blocks).lower, 0.0);
        const MetricValue regret = summarise(ratio("regretted_minutes"), "all", blocks);
        QCOMPARE(regret.lower, 0.0);
        QCOMPARE(regret.upper, 1.0);
        // Satisfaction is no share, and ends at 1 all the same.
        const std::vector<MetricValue> seeds = {{"satisfaction_answers", "all", 0.7, 0.6, 0.8, 10},
                                                {"satisfaction_answers", "all", 1.0, 0.9, 1.0, 10}};
        QCOMPARE(over_replications(seeds).upper, 1.0);
        QCOMPARE(over_replications(seeds).lower, 0.0);
    }

    void equal_runs_differ_by_exactly_nothing() {
        const Run a = run({}, 2, 0);
        const Run b = run({}, 2, 0);
        const auto is_zero = [](const MetricValue& value) {
            return value.value == 0 && value.lower == 0 && value.upper == 0;
        };
        for (const char* key : {"ctr", "retention_1d", "opt_out_rate"})
            QVERIFY2(is_zero(paired_difference(ratio(key), "all", a.tallies, b.tallies)), key);
        QVERIFY(is_zero(churn_difference("all", a.risk, b.risk)));
        QVERIFY(is_zero(items_difference("exposure_gini", "all", a.items, b.items)));
        QVERIFY(is_zero(paired_difference("exposure_share", "provider=big", a.exposure, b.exposure)));
        // Also where one block is all there is.
        const std::span<const Tallies> first(a.tallies.data(), 1);
        QVERIFY(is_zero(paired_difference(ratio("ctr"), "all", first, first)));
        const MetricValue zero{"ctr", "all", 0, 0, 0, 10};
        QVERIFY(is_zero(difference_over_replications(std::vector<MetricValue>{zero, zero, zero})));
    }

    void the_order_of_arms_is_candidate_minus_baseline() {
        const Run low = run({.p = 0.02}, 3, 0);
        const Run high = run({.p = 0.03}, 3, 0);
        const MetricValue up = paired_difference(ratio("ctr"), "all", low.tallies, high.tallies);
        const MetricValue down = paired_difference(ratio("ctr"), "all", high.tallies, low.tallies);
        QVERIFY(up.lower > 0);
        QCOMPARE(down.value, -up.value);
        VERIFY_NEAR(down.lower, -up.upper, 1e-15);
    }

    void replications_are_averaged_with_students_interval() {
        const double nan = std::nan("");
        const std::vector<MetricValue> values = {
            {"ctr", "all", 0.1, 0, 0, 10}, {"ctr", "all", nan, nan, nan, 0}, {"ctr", "all", 0.3, 0, 0, 20}};
        const MetricValue both = over_replications(values);
        VERIFY_NEAR(both.value, 0.2, 1e-15);
        QCOMPARE(both.n, 30.0);
        QCOMPARE(both.lower, 0.0); // .2 +- 12.706 x .1, kept within a share's range
        QCOMPARE(both.upper, 1.0);
        const MetricValue difference = difference_over_replications(values);
        VERIFY_NEAR(difference.lower, 0.2 - 1.2706205, 1e-6);
        VERIFY_NEAR(difference.upper, 0.2 + 1.2706205, 1e-6);
        const MetricValue single =
            over_replications(std::vector<MetricValue>{{"ctr", "all", 0.1, 0.05, 0.15, 10}});
        QCOMPARE(single.lower, 0.05);
        QCOMPARE(single.upper, 0.15);
        QVERIFY(std::isnan(over_replications(std::vector<MetricValue>{values[1]}).value));
    }

    void intervals_of_one_run_cover_the_truth() {
        const World world;
        Coverage ctr, back, churn, share, concentration;
        for (int repetition = 0; repetition < test::sized(400, 2000); ++repetition) {
            const Run r = run(world, 10, repetition);
            ctr.values.push_back(summarise(ratio("ctr"), "all", r.tallies));
            back.values.push_back(summarise(ratio("retention_1d"), "all", r.tallies));
            churn.values.push_back(summarise_churn("all", r.risk));
            share.values.push_back(summarise("exposure_share", "provider=first", r.exposure));
            concentration.values.push_back(summarise_items("exposure_gini", "all", r.items));
        }
        const auto good = [](double covered) { return covered >= 0.92 && covered <= 0.98; };
        QVERIFY2(good(ctr.of(3.4 * world.p)), text(ctr.of(3.4 * world.p)).c_str());
        QVERIFY2(good(back.of(world.q)), text(back.of(world.q)).c_str());
        const double left = 1 - std::pow(1 - world.h, days);
        QVERIFY2(good(churn.of(left)), text(churn.of(left)).c_str());
        // No closed form for these: the truth is the mean over the repetitions.
        QVERIFY2(good(share.of(share.mean())), text(share.of(share.mean())).c_str());
        QVERIFY2(good(concentration.of(concentration.mean())),
                 text(concentration.of(concentration.mean())).c_str());
    }

    void intervals_of_differences_cover_the_truth_and_profit_from_pairing() {
        const World before;
        const World after{.p = 0.022, .q = 0.33, .h = 0.005};
        Coverage ctr, back, churn;
        double paired = 0;
        double unpaired = 0;
        for (int repetition = 0; repetition < test::sized(400, 2000); ++repetition) {
            const Run a = run(before, 20, repetition);
            const Run b = run(after, 20, repetition);
            ctr.values.push_back(paired_difference(ratio("ctr"), "all", a.tallies, b.tallies));
            back.values.push_back(paired_difference(ratio("retention_1d"), "all", a.tallies, b.tallies));
            churn.values.push_back(churn_difference("all", a.risk, b.risk));
            const MetricValue one = summarise(ratio("ctr"), "all", a.tallies);
            const MetricValue other = summarise(ratio("ctr"), "all", b.tallies);
            paired += ctr.values.back().upper - ctr.values.back().lower;
            unpaired += std::hypot(one.upper - one.lower, other.upper - other.lower);
        }
        const auto good = [](double covered) { return covered >= 0.92 && covered <= 0.98; };
        const double ctr_gain = 3.4 * (after.p - before.p);
        QVERIFY2(good(ctr.of(ctr_gain)), text(ctr.of(ctr_gain)).c_str());
        QVERIFY2(good(back.of(after.q - before.q)), text(back.of(after.q - before.q)).c_str());
        const double more_left = std::pow(1 - before.h, days) - std::pow(1 - after.h, days);
        QVERIFY2(good(churn.of(more_left)), text(churn.of(more_left)).c_str());
        QVERIFY(paired < 0.6 * unpaired);
    }
};

ATTUNE_TEST(Summary_test);
#include "summary_test.moc"
