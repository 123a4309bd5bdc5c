// Correlations of two ratings: the coefficient from its definition, without each person from the rest of the
// rows, and none where nothing varies.
#include "core/offline/correlation.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

double by_definition(const std::vector<TwoRatings>& rows) {
    double mx = 0, my = 0, xy = 0, xx = 0, yy = 0;
    for (const TwoRatings& row : rows) {
        mx += row.x / static_cast<double>(rows.size());
        my += row.y / static_cast<double>(rows.size());
    }
    for (const TwoRatings& row : rows) {
        xy += (row.x - mx) * (row.y - my);
        xx += (row.x - mx) * (row.x - mx);
        yy += (row.y - my) * (row.y - my);
    }
    return xy / std::sqrt(xx * yy);
}

} // namespace

class Correlation_test : public QObject {
    Q_OBJECT
private slots:
    void it_is_the_coefficient_of_the_rows_and_of_the_rest() {
        Draws draws(881, 0);
        std::vector<TwoRatings> rows;
        for (std::uint32_t k = 0; k < 60; ++k) {
            const double x = draws.number(3);
            rows.push_back({k % 7, x, x + draws.number(3)});
        }
        const Measured measured = correlation(rows, 9); // persons 7 and 8 said nothing
        VERIFY_NEAR(measured.value, by_definition(rows), 1e-12);
        QCOMPARE(measured.left_out.size(), std::size_t{7});
        std::vector<TwoRatings> rest = rows;
        std::erase_if(rest, [](const TwoRatings& row) { return row.person == 3; });
        VERIFY_NEAR(measured.left_out[3], by_definition(rest), 1e-12);
    }

    void without_variation_there_is_none() {
        const TwoRatings same[] = {{0, 2, 1}, {1, 2, 3}, {2, 2, 5}};
        QVERIFY(std::isnan(correlation(same, 3).value));
        QVERIFY(std::isnan(correlation({}, 0).value));
        const TwoRatings line[] = {{0, 1, -2}, {1, 2, -4}, {2, 3, -6}};
        VERIFY_NEAR(correlation(line, 3).value, -1, 1e-12);
    }
};

ATTUNE_TEST(Correlation_test);
#include "correlation_test.moc"
