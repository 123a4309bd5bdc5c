// A slate's mix of categories beside the person's own: the distances of the algorithms document, section 4,
// every place against all choices tried out, and nothing for people of whom nothing may be known.
#include "core/base/random.h"
#include "core/recommender/ranking/slate.h"
#include "tests/core/recommender/hand_candidates.h"
#include "tests/core/recommender/platform.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

using Shares = std::vector<float>;

Policy matched(double weight) {
    Policy policy;
    policy.temperature = 0;
    policy.exploration_share = 0;
    policy.category_cap = 10;
    policy.taste_match = weight;
    return policy;
}

/// Thirty items of each of two categories; the second is a little less worth than the first.
Candidates two_tastes(float less) {
    std::vector<HandItem> items;
    for (int i = 0; i < 60; ++i)
        items.push_back({.category = static_cast<std::uint8_t>(i / 30),
                         .nats = (i < 30 ? 1.0F : 1.0F - less) - 0.01F * static_cast<float>(i % 30)});
    return hand_candidates(items);
}

Slate slate_of(double weight, Candidates candidates, bool own_mix = true) {
    const Policy policy = matched(weight);
    const ExposureController fairness =
        *ExposureController::start(policy, small_catalogue(2, 30), slate_length);
    ExposureLedger ledger;
    ExposureDay day;
    Slate slate;
    SlateMaker(policy).make(candidates, fairness, {stream_key(9, 1), 0}, 0, ledger, day, slate, 0,
                            {.own_mix = own_mix});
    return slate;
}

CategoryMix mix_of(const Slate& slate, int count) {
    CategoryMix mix{};
    float all = 0;
    for (int rank = 0; rank < count; ++rank) {
        const float given = static_cast<float>(rank_exposure(rank)) * 0x1p-16F;
        mix[slate.category[static_cast<std::size_t>(rank)]] += given;
        all += given;
    }
    for (float& share : mix)
        share /= all;
    return mix;
}

} // namespace

class TasteMatch_test : public QObject {
    Q_OBJECT

private slots:
    void distances_are_those_of_the_document_data() {
        QTest::addColumn<Shares>("slate");
        QTest::addColumn<double>("due");
        QTest::newRow("one category alone") << Shares{1, 0} << 1.133982;
        QTest::newRow("halves") << Shares{.5F, .5F} << .080691;
        QTest::newRow("the other way round") << Shares{.3F, .7F} << .331367;
        QTest::newRow("the same") << Shares{.7F, .3F} << 0.0;
    }
    void distances_are_those_of_the_document() {
        QFETCH(Shares, slate);
        QFETCH(double, due);
        const auto got = static_cast<double>(mix_distance(Shares{.7F, .3F}, slate));
        QVERIFY2(std::abs(got - due) < 2e-6, qPrintable(QString::number(got, 'g', 9)));
    }

    // Greedy as published: the place goes to what makes (1 - lambda) scores - lambda distance largest.
    void every_place_goes_to_the_best_mix_data() {
        QTest::addColumn<double>("weight");
        for (const double weight : {0.1, 0.3, 0.5, 0.8, 0.95})
            QTest::addRow("%g", weight) << weight;
    }
    void every_place_goes_to_the_best_mix() {
        QFETCH(double, weight);
        const Candidates candidates = two_tastes(0.4F);
        const CategoryMix person = own_mix(candidates, {});
        const Slate slate = slate_of(weight, candidates);
        std::array<std::size_t, 2> next{0, 30};
        for (int rank = 0; rank < slate_length; ++rank) {
            std::array<double, 2> worth{};
            for (std::size_t c = 0; c < 2; ++c) {
                Slate tried = slate;
                tried.category[static_cast<std::size_t>(rank)] = static_cast<std::uint8_t>(c);
                worth[c] = (1 - weight) * static_cast<double>(from_score(candidates.score[next[c]])) -
                           weight * static_cast<double>(mix_distance(person, mix_of(tried, rank + 1)));
            }
            const std::size_t got = slate.category[static_cast<std::size_t>(rank)];
            QVERIFY2(worth[got] >= worth[1 - got] - 1e-4,
                     qPrintable(QString("%1: %2, %3").arg(rank).arg(worth[0]).arg(worth[1])));
            QCOMPARE(std::size_t{slate.item[static_cast<std::size_t>(rank)]}, next[got]);
            ++next[got];
        }
    }

    void the_second_taste_gets_its_share() {
        const Candidates candidates = two_tastes(0.4F);
        const CategoryMix person = own_mix(candidates, {});
        // By hand: worth e^0 against e^-0.4.
        QVERIFY(std::abs(person[1] - 0.401312F) < 1e-4F);
        const CategoryMix before = mix_of(slate_of(0, candidates), slate_length);
        const CategoryMix after = mix_of(slate_of(0.9, candidates), slate_length);
        QCOMPARE(before[1], 0.0F);
        QVERIFY2(after[1] > 0.6F * person[1] && after[1] < 1.1F * person[1],
                 qPrintable(QString::number(static_cast<double>(after[1]))));
        QVERIFY(mix_distance(person, after) < 0.05F && mix_distance(person, before) > 1.0F);
    }

    // A price is the policy's wish and not the person's; what is hidden is nobody's wish.
    void the_own_mix_knows_no_price_and_nothing_hidden() {
        Candidates candidates = two_tastes(0);
        for (std::size_t j = 30; j < 60; ++j) {
            candidates.group[j] = 1;
            candidates.shift(j, to_score(2));
        }
        QVERIFY(std::abs(own_mix(candidates, {0, to_score(2)})[1] - 0.5F) < 1e-4F);
        for (std::size_t j = 30; j < 60; ++j)
            candidates.set_state(j, Candidates::hidden);
        QCOMPARE(own_mix(candidates, {})[1], 0.0F);
        QVERIFY(std::abs(own_mix(candidates, {})[0] - 1.0F) < 1e-6F);
    }

    // Without consent there is no mix of one's own, so the lever changes nothing; with it, it does.
    void without_consent_nothing_changes_data() {
        QTest::addColumn<bool>("consents");
        QTest::newRow("no consent") << false;
        QTest::newRow("consent") << true;
    }
    void without_consent_nothing_changes() {
        QFETCH(bool, consents);
        bool differs = false;
        Policy with, without;
        with.taste_match = 0.95;
        Platform matched_one(with), plain(without);
        for (Platform* platform : {&matched_one, &plain})
            platform->recommender().set_consent(UserId(0), consent_to(consents, false));
        for (int day = 0; day < 6; ++day) {
            const auto a = matched_one.visit(0, day, 2, first), b = plain.visit(0, day, 2, first);
            differs = differs || !same(a, b);
        }
        QCOMPARE(differs, consents);
    }
};

ATTUNE_TEST(TasteMatch_test);
#include "taste_match_test.moc"
