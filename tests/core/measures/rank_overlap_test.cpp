// Rank-biased overlap against its definition summed to great depth, and its known ends.
#include "core/base/random.h"
#include "core/measures/statistics/rank_overlap.h"
#include "tests/support/test.h"

#include <cmath>
#include <set>
#include <vector>

using namespace attune;

namespace {

using List = std::vector<std::uint32_t>;

/// The definition: (1 - p) sum p^(d-1) A_d over all depths, where agreement stays as it is at the end.
double by_definition(const List& a, const List& b, double p) {
    double sum = 0, agreement = 0;
    for (std::size_t d = 1; d <= 3000; ++d) {
        if (d <= a.size()) {
            const std::set<std::uint32_t> first(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(d));
            double common = 0;
            for (std::size_t k = 0; k < d; ++k)
                common += first.contains(b[k]) ? 1 : 0;
            agreement = common / static_cast<double>(d);
        }
        sum += (1 - p) * std::pow(p, static_cast<double>(d - 1)) * agreement;
    }
    return sum;
}

List shuffled(std::uint64_t dice, std::size_t length, std::uint32_t of) {
    List all;
    for (std::uint32_t i = 0; i < of; ++i)
        all.push_back(i);
    for (std::size_t i = 0; i < length; ++i) {
        dice = mix64(dice);
        std::swap(all[i], all[i + dice % (all.size() - i)]);
    }
    all.resize(length);
    return all;
}

} // namespace

class RankOverlap_test : public QObject {
    Q_OBJECT
private slots:
    void equals_the_definition() {
        for (std::uint64_t k = 1; k <= 200; ++k) {
            const List a = shuffled(k, 10, 16), b = shuffled(k + 1000, 10, 16);
            for (const double p : {0.5, 0.9})
                QVERIFY(std::abs(rank_overlap(a, b, p) - by_definition(a, b, p)) < 1e-9);
        }
    }

    void ends_and_order() {
        const List a = {1, 2, 3, 4}, swapped_top = {2, 1, 3, 4}, swapped_end = {1, 2, 4, 3},
                   none = {5, 6, 7, 8};
        QVERIFY(std::abs(rank_overlap(a, a) - 1) < 1e-12);
        QCOMPARE(rank_overlap(a, none), 0.0);
        // The top counts most, and both ways are one.
        QVERIFY(rank_overlap(a, swapped_top) < rank_overlap(a, swapped_end));
        QCOMPARE(rank_overlap(a, swapped_top), rank_overlap(swapped_top, a));
        QVERIFY(std::isnan(rank_overlap(a, {})));
    }
};

ATTUNE_TEST(RankOverlap_test);
#include "rank_overlap_test.moc"
