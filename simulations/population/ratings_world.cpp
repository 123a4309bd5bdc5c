#include "simulations/population/ratings_world.h"

#include "core/base/portable_math.h"
#include "simulations/population/factor_fit.h"
#include "simulations/population/ratings_catalogue.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double scale_width = 10;
constexpr double nats_per_point = 4.0 / scale_width / 1.1;
constexpr double shrink_rows = 5;
constexpr double share_rows = 10;
constexpr double popularity_weight = 0.25;
constexpr double taste_limit = 3;
constexpr std::uint32_t fewest_ratings = 5;
constexpr std::size_t fewest_people = 30;
constexpr double span_start_days = 30;

double log_of(double x) {
    return double{portable_log(static_cast<float>(x))};
}

/// The rows about kept items, items numbered as in the catalogue, values on the wide scale.
std::vector<Rating> rows_to_fit(const Ratings& ratings, const RatingsCatalogue& made) {
    constexpr auto dropped = static_cast<std::uint32_t>(-1);
    std::vector<std::uint32_t> place(ratings.items.size(), dropped);
    for (std::uint32_t i = 0; i < made.source.size(); ++i)
        place[made.source[i]] = i;
    const double width = double{ratings.highest} - double{ratings.lowest};
    std::vector<Rating> rows;
    for (Rating row : ratings.rows) {
        if (place[row.item] == dropped) continue;
        row.item = place[row.item];
        const double above = double{row.value} - double{ratings.lowest};
        row.value =
            width > 0 ? static_cast<float>(above * scale_width / width) : static_cast<float>(scale_width / 2);
        rows.push_back(row);
    }
    return rows;
}

std::vector<std::uint32_t> count_by(const std::vector<Rating>& rows, std::uint32_t Rating::*side,
                                    std::size_t size) {
    std::vector<std::uint32_t> count(size, 0);
    for (const Rating& row : rows)
        ++count[row.*side];
    return count;
}

std::vector<float> fit_quality(const FactorFit& fit, const std::vector<std::uint32_t>& count) {
    const auto items = static_cast<double>(count.size());
    std::vector<double> liking(count.size());
    std::vector<double> popularity(count.size());
    double mean_liking = 0;
    double mean_popularity = 0;
    for (std::size_t i = 0; i < count.size(); ++i) {
        const auto n = static_cast<double>(count[i]);
        liking[i] = fit.item_bias[i] * n / (n + shrink_rows) * nats_per_point;
        popularity[i] = log_of(n);
        mean_liking += liking[i] / items;
        mean_popularity += popularity[i] / items;
    }
    double variance = 0;
    for (const double p : popularity)
        variance += (p - mean_popularity) * (p - mean_popularity) / items;
    // Where all items are about as popular, what differs is chance and must not be blown up.
    const double per_log = popularity_weight / std::max(1.0, std::sqrt(variance));
    std::vector<float> quality(count.size());
    for (std::size_t i = 0; i < count.size(); ++i)
        quality[i] =
            static_cast<float>(liking[i] - mean_liking + (popularity[i] - mean_popularity) * per_log);
    return quality;
}

/// Mean item factors of each category.
std::vector<double> category_factors(const FactorFit& fit, const Catalogue& catalogue) {
    std::vector<double> mean(catalogue.categories.size() * fit.factors, 0.0);
    std::vector<double> items(catalogue.categories.size(), 0.0);
    for (std::size_t i = 0; i < catalogue.items.size(); ++i) {
        const std::size_t c = catalogue.items[i].category.value;
        ++items[c];
        for (std::size_t k = 0; k < fit.factors; ++k)
            mean[c * fit.factors + k] += fit.item_factors[i * fit.factors + k];
    }
    for (std::size_t c = 0; c < items.size(); ++c)
        for (std::size_t k = 0; k < fit.factors; ++k)
            mean[c * fit.factors + k] /= items[c];
    return mean;
}

/// Ratings per active day, in arbitrary units.
std::vector<double> activity_of(const std::vector<Rating>& rows, const std::vector<std::uint32_t>& count) {
    std::vector<std::int64_t> first(count.size(), no_time);
    std::vector<std::int64_t> last(count.size(), no_time);
    for (const Rating& row : rows) {
        // Rows are in order of time, those without one first.
        if (row.time == no_time) continue;
        if (first[row.user] == no_time) first[row.user] = row.time;
        last[row.user] = row.time;
    }
    std::vector<double> activity(count.size(), 0.0);
    for (std::size_t u = 0; u < count.size(); ++u) {
        const double days = first[u] == no_time ? 0.0 : static_cast<double>(last[u] - first[u]) / 86400.0;
        activity[u] = static_cast<double>(count[u]) / (days + span_start_days);
    }
    return activity;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// People by category: how many rows, and the sum of what the fit leaves unexplained.
struct CategoryTally {
    std::vector<double> rows;
    std::vector<double> residual;
};

CategoryTally tally_categories(const std::vector<Rating>& rows, const FactorFit& fit,
                               const Catalogue& catalogue, std::size_t users) {
    const std::size_t categories = catalogue.categories.size();
    CategoryTally tally{std::vector<double>(users * categories, 0.0),
                        std::vector<double>(users * categories, 0.0)};
    for (const Rating& row : rows) {
        const std::size_t at = row.user * categories + catalogue.items[row.item].category.value;
        tally.rows[at] += 1;
        tally.residual[at] += double{row.value} - fit.predict(row.user, row.item);
    }
    return tally;
}

PeoplePool fit_people(const Ratings& ratings, const std::vector<Rating>& rows, const FactorFit& fit,
                      const Catalogue& catalogue) {
    const std::size_t categories = catalogue.categories.size();
    const std::vector<std::uint32_t> count = count_by(rows, &Rating::user, ratings.users.size());
    const auto enough = static_cast<std::size_t>(
        std::count_if(count.begin(), count.end(), [](std::uint32_t n) { return n >= fewest_ratings; }));
    const std::uint32_t fewest = enough >= fewest_people ? fewest_ratings : 1;
    const CategoryTally tally = tally_categories(rows, fit, catalogue, ratings.users.size());
    std::vector<double> everyone(categories, 0.0);
    for (std::size_t at = 0; at < tally.rows.size(); ++at)
        everyone[at % categories] += tally.rows[at];
    for (double& share : everyone)
        share /= static_cast<double>(rows.size());
    const std::vector<double> centre = category_factors(fit, catalogue);
    const std::vector<double> activity = activity_of(rows, count);
    const double root = std::sqrt(nats_per_point);
    PeoplePool pool;
    std::vector<double> pool_activity;
    for (std::size_t u = 0; u < count.size(); ++u) {
        if (count[u] < fewest) continue;
        const auto n = static_cast<double>(count[u]);
        const double* p = fit.user_factors.data() + u * fit.factors;
        for (std::size_t c = 0; c < categories; ++c) {
            const double n_c = tally.rows[u * categories + c];
            double rated = tally.residual[u * categories + c] / (n_c + shrink_rows);
            for (std::size_t k = 0; k < fit.factors; ++k)
                rated += p[k] * centre[c * fit.factors + k];
            const double share = (n_c + share_rows * everyone[c]) / (n + share_rows);
            const double taste = log_of(share / everyone[c]) + rated * nats_per_point;
            pool.category_taste.push_back(static_cast<float>(std::clamp(taste, -taste_limit, taste_limit)));
        }
        for (std::size_t k = 0; k < fit.factors; ++k)
            pool.factors.push_back(static_cast<float>(p[k] * root));
        pool.pseudonym.push_back(ratings.users[u]);
        pool_activity.push_back(activity[u]);
    }
    const double middle = pool_activity.empty() ? 1.0 : median(pool_activity);
    for (const double a : pool_activity)
        pool.activity.push_back(static_cast<float>(std::clamp(a / middle, 0.2, 8.0)));
    return pool;
}

std::vector<float> fit_item_factors(const FactorFit& fit, const Catalogue& catalogue) {
    const std::vector<double> centre = category_factors(fit, catalogue);
    const double root = std::sqrt(nats_per_point);
    std::vector<float> factors(fit.item_factors.size());
    for (std::size_t i = 0; i < catalogue.items.size(); ++i)
        for (std::size_t k = 0; k < fit.factors; ++k)
            factors[i * fit.factors + k] =
                static_cast<float>((fit.item_factors[i * fit.factors + k] -
                                    centre[catalogue.items[i].category.value * fit.factors + k]) *
                                   root);
    return factors;
}

} // namespace

Result<WorldData> fit_world(const Ratings& ratings, const ItemFacts& facts, const WorldOptions& options) {
    if (options.items_to_keep < 2 || options.items_to_keep > 100'000)
        return fail(ErrorCode::bad_input, "the number of items to keep is not from 2 to 100,000", "items");
    RatingsCatalogue made = make_ratings_catalogue(ratings, facts, options.items_to_keep);
    const std::vector<Rating> rows = rows_to_fit(ratings, made);
    FactorFitOptions fit_options;
    fit_options.factors = taste_factors;
    fit_options.seed = options.seed;
    bool stopped = false;
    if (options.go_on)
        fit_options.go_on = [&](double share) {
            stopped = !options.go_on(share);
            return !stopped;
        };
    const FactorFit fit = fit_factors(rows, ratings.users.size(), made.source.size(), fit_options);
    if (stopped) return fail(ErrorCode::cancelled, "the import was stopped", ratings.file);
    WorldData world;
    world.pool = fit_people(ratings, rows, fit, made.catalogue);
    if (made.source.size() < 2 || world.pool.size() < 2)
        return fail(ErrorCode::bad_input,
                    "a world needs at least two items and two people, and the usable rows hold " +
                        std::to_string(made.source.size()) + " and " + std::to_string(world.pool.size()),
                    ratings.file, "Import a larger part of the data");
    world.truth.quality = fit_quality(fit, count_by(rows, &Rating::item, made.source.size()));
    world.truth.clickbait.assign(made.source.size(), 0.0F);
    world.truth.factors = fit_item_factors(fit, made.catalogue);
    world.catalogue = std::move(made.catalogue);
    return world;
}

} // namespace attune
