// iALS against its own objective written out over all pairs: each side is at its least, no sweep makes it
// worse, and folding in solves the same problem.
#include "core/offline/implicit_factors.h"
#include "tests/core/offline/made_rows.h"
#include "tests/support/test.h"

#include <set>

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

constexpr std::size_t users = 9, items = 7;

std::vector<Row> pairs() {
    Draws draws(831, 0);
    std::vector<Row> rows = test::made_rows(draws, users, items, 0.4).rows;
    // Somebody without rows, and something without.
    std::erase_if(rows, [](const Row& row) { return row.user == 4 || row.item == 2; });
    return rows;
}

ImplicitOptions options() {
    ImplicitOptions made;
    made.factors = 3;
    made.unobserved = 0.3;
    made.regularisation = 0.05;
    made.sweeps = 6;
    return made;
}

double dot(const ImplicitFactors& model, std::size_t u, std::size_t i) {
    double sum = 0;
    for (std::size_t k = 0; k < model.factors; ++k)
        sum += model.user[u * model.factors + k] * model.item[i * model.factors + k];
    return sum;
}

double objective(const ImplicitFactors& model, const std::vector<Row>& rows, const ImplicitOptions& with) {
    double loss = 0;
    std::vector<double> of_user(users, 0), of_item(items, 0);
    for (const Row& row : rows) {
        const double distance = dot(model, row.user, row.item) - 1;
        loss += distance * distance;
        of_user[row.user] += 1;
        of_item[row.item] += 1;
    }
    for (std::size_t u = 0; u < users; ++u)
        for (std::size_t i = 0; i < items; ++i)
            loss += with.unobserved * dot(model, u, i) * dot(model, u, i);
    for (std::size_t u = 0; u < users; ++u)
        for (std::size_t k = 0; k < model.factors; ++k) {
            const double w = model.user[u * model.factors + k];
            loss += with.regularisation * (of_user[u] + with.unobserved * items) * w * w;
        }
    for (std::size_t i = 0; i < items; ++i)
        for (std::size_t k = 0; k < model.factors; ++k) {
            const double h = model.item[i * model.factors + k];
            loss += with.regularisation * (of_item[i] + with.unobserved * users) * h * h;
        }
    return loss;
}

} // namespace

class Implicit_factors_test : public QObject {
    Q_OBJECT
private slots:
    // Items are solved last, so no item factor can be moved without loss.
    void the_side_that_was_solved_is_at_its_least() {
        const auto rows = pairs();
        const ImplicitFactors model = fit_implicit_factors(rows, users, items, options());
        const double least = objective(model, rows, options());
        for (std::size_t k = 0; k < model.item.size(); ++k) {
            double at[2];
            for (int side = 0; side < 2; ++side) {
                ImplicitFactors moved = model;
                moved.item[k] += side == 0 ? 1e-4 : -1e-4;
                at[side] = objective(moved, rows, options());
                QVERIFY(at[side] > least);
            }
            VERIFY_NEAR((at[0] - at[1]) / 2e-4, 0, 1e-8);
        }
    }

    void no_sweep_makes_it_worse() {
        const auto rows = pairs();
        double before = std::numeric_limits<double>::infinity();
        for (int sweeps = 1; sweeps <= 12; ++sweeps) {
            ImplicitOptions with = options();
            with.sweeps = sweeps;
            const double now = objective(fit_implicit_factors(rows, users, items, with), rows, with);
            QVERIFY(now <= before + 1e-12);
            before = now;
        }
    }

    void without_rows_there_are_no_factors() {
        const ImplicitFactors model = fit_implicit_factors(pairs(), users, items, options());
        for (std::size_t k = 0; k < model.factors; ++k) {
            QCOMPARE(model.user[4 * model.factors + k], 0.0);
            QCOMPARE(model.item[2 * model.factors + k], 0.0);
        }
    }

    void folding_in_solves_the_same_problem() {
        const auto rows = pairs();
        const ImplicitFactors model = fit_implicit_factors(rows, users, items, options());
        const FoldIn fold_in(model, options());
        ImplicitFactors folded = model;
        for (std::uint32_t u = 0; u < users; ++u) {
            std::vector<std::uint32_t> own;
            for (const Row& row : rows)
                if (row.user == u) own.push_back(row.item);
            std::vector<double> factors(model.factors);
            fold_in.solve(own, factors);
            std::copy(factors.begin(), factors.end(),
                      folded.user.begin() + static_cast<std::ptrdiff_t>(u * model.factors));
        }
        const double least = objective(folded, rows, options());
        QVERIFY(least < objective(model, rows, options()));
        for (std::size_t k = 0; k < folded.user.size(); ++k)
            for (const double step : {1e-4, -1e-4}) {
                ImplicitFactors moved = folded;
                moved.user[k] += step;
                QVERIFY(objective(moved, rows, options()) > least);
            }
    }

    void scores_are_the_products() {
        const ImplicitFactors model = fit_implicit_factors(pairs(), users, items, options());
        std::vector<double> scores(items);
        model.score(model.user_row(3), scores);
        for (std::size_t i = 0; i < items; ++i)
            VERIFY_NEAR(scores[i], dot(model, 3, i), 1e-12);
    }

    // More users than one piece of work holds.
    void threads_and_the_order_of_rows_do_not_show() {
        Draws draws(832, 0);
        std::vector<Row> rows = test::made_rows(draws, 300, 40, 0.1).rows;
        ImplicitOptions with = options();
        with.sweeps = 2;
        const ImplicitFactors one = fit_implicit_factors(rows, 300, 40, with);
        with.threads = 3;
        draws.shuffle(rows);
        const ImplicitFactors other = fit_implicit_factors(rows, 300, 40, with);
        QVERIFY(one.user == other.user && one.item == other.item);
    }
};

ATTUNE_TEST(Implicit_factors_test);
#include "implicit_factors_test.moc"
