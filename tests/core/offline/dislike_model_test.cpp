// Rates of dislikes by hand, and options that are chosen without a look at what is judged.
#include "core/offline/dislike_model.h"
#include "core/offline/evaluate.h"
#include "core/offline/yes_no_quality.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

constexpr std::int64_t day = 86'400'000'000;

/// Users who dislike at rates of their own; some come to like less, some come to like more.
Rows moody(std::uint64_t experiment) {
    Draws draws(experiment, 0);
    Rows made{{}, 30, 60};
    for (std::int64_t k = 0; k < 4000; ++k) {
        const auto user = static_cast<std::uint32_t>(draws.number(30));
        const auto item = static_cast<std::uint32_t>(draws.number(60));
        const bool angry = user % 3 == (k > 2000 ? 0 : 1);
        const double p = angry ? 0.8 : 0.05 + (item % 7 == 0 ? 0.2 : 0.0);
        made.rows.push_back({user, item, draws.chance(p) ? 0.0 : 1.0, k * day / 50});
    }
    return made;
}

double fact(const Evaluation& evaluation, const std::string& name) {
    for (const auto& [key, value] : evaluation.facts)
        if (key == name) return value;
    return -1;
}

const ModelResult& model(const Evaluation& evaluation, const std::string& name) {
    return *std::find_if(evaluation.models.begin(), evaluation.models.end(),
                         [&](const ModelResult& one) { return one.model == name; });
}

} // namespace

class Dislike_model_test : public QObject {
    Q_OBJECT
private slots:
    void rates_are_smoothed_counts() {
        const std::vector<Said> history = {
            {0, 0, 0, true}, {0, 1, 0, false}, {1, 0, 2 * day, true}, {0, 0, 2 * day, false}};
        const DislikeRates rates(history, {3, 1, 2});
        VERIFY_NEAR(rates.overall(), 0.5, 1e-12);
        VERIFY_NEAR(rates.user(0), (1 + 3 * 0.5) / (3 + 3), 1e-12);
        VERIFY_NEAR(rates.user(7), 0.5, 1e-12);
        VERIFY_NEAR(rates.item(0), (2 + 0.5) / (3 + 1), 1e-12);
        // Two rows of two days ago count half each, one of now whole.
        VERIFY_NEAR(rates.lately(0), (0.5 + 2 * rates.user(0)) / (2 + 2), 1e-12);
        VERIFY_NEAR(rates.lately(7), 0.5, 1e-12);
        VERIFY_NEAR(log_odds(rates.combined(1, 0)), log_odds(rates.user(1)) + log_odds(rates.item(0)), 1e-12);
        const auto signs = rates.signs(0, 9);
        VERIFY_NEAR(signs[0], log_odds(rates.user(0)), 1e-12);
        VERIFY_NEAR(signs[2], log_odds(rates.lately(0)) - signs[0], 1e-12);
        QCOMPARE(signs[3], 1.0);
        QCOMPARE(rates.signs(0, 0)[3], 0.0);
        VERIFY_NEAR(signs[4], std::log(4.0), 1e-12);
    }

    void what_was_said_lately_is_found_to_matter() {
        const auto evaluation = evaluate_dislikes(moody(871), {});
        VERIFY_OK(evaluation);
        const Estimate better = paired_difference(model(*evaluation, "two_signs").measured[1],
                                                  model(*evaluation, "all_signs").measured[1]);
        QVERIFY(better.upper < 0);
    }

    // Turning every answer of the judged part around changes what is measured and nothing that was chosen.
    void what_is_judged_does_not_choose() {
        Rows rows = moody(872);
        const auto evaluation = evaluate_dislikes(rows, {});
        VERIFY_OK(evaluation);
        for (std::size_t k = rows.rows.size() * 8 / 10; k < rows.rows.size(); ++k)
            rows.rows[k].value = 1 - rows.rows[k].value;
        const auto turned = evaluate_dislikes(rows, {});
        VERIFY_OK(turned);
        for (const char* name :
             {"chosen_user_rows", "chosen_item_rows", "chosen_half_life", "train_dislikes"})
            QCOMPARE(fact(*turned, name), fact(*evaluation, name));
        VERIFY_NEAR(fact(*turned, "test_dislikes"), 1 - fact(*evaluation, "test_dislikes"), 1e-12);
        // The same probabilities for other outcomes: what stood right now stands wrong.
        for (std::size_t k = 0; k < evaluation->models.size(); ++k)
            VERIFY_NEAR(turned->models[k].measured[0].value, 1 - evaluation->models[k].measured[0].value,
                        1e-9);
    }

    void given_options_are_not_chosen() {
        DislikeTask task;
        task.fixed = RateOptions{4, 6, 9};
        const auto evaluation = evaluate_dislikes(moody(873), task);
        VERIFY_OK(evaluation);
        QCOMPARE(fact(*evaluation, "chosen_user_rows"), 4.0);
        QCOMPARE(fact(*evaluation, "chosen_item_rows"), 6.0);
        QCOMPARE(fact(*evaluation, "chosen_half_life"), 9.0);
    }
};

ATTUNE_TEST(Dislike_model_test);
#include "dislike_model_test.moc"
