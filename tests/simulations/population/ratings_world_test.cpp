// Worlds drawn from ratings: the facts are facts, the fit is real, and nothing depends on key or order.
#include "simulations/population/factor_fit.h"
#include "simulations/population/ratings_catalogue.h"
#include "simulations/population/ratings_world.h"
#include "tests/simulations/population/import_files.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

using namespace attune;

namespace {

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

struct Source {
    Ratings ratings;
    ItemFacts facts;
};

Source read_fixture(const std::string& ratings_name, const std::string& items_name, const ImportKey& key) {
    auto ratings = read_ratings(test::fixture(ratings_name), {}, key);
    auto facts = read_items(test::fixture(items_name), {}, key);
    return {ratings ? std::move(*ratings) : Ratings{}, facts ? std::move(*facts) : ItemFacts{}};
}

/// Ratings made by hand: rows of (user, item, value), both numbered from 0; pseudonyms are the numbers.
Ratings ratings_of(std::uint32_t users, std::uint32_t items, const std::vector<Rating>& rows) {
    Ratings ratings;
    for (std::uint32_t u = 0; u < users; ++u)
        ratings.users.push_back(u);
    for (std::uint32_t i = 0; i < items; ++i)
        ratings.items.push_back(i);
    ratings.rows = rows;
    ratings.lowest = 1;
    ratings.highest = 5;
    return ratings;
}

/// `counts[i]` people rate item i with 3.
Ratings rated_so_often(const std::vector<std::uint32_t>& counts) {
    std::vector<Rating> rows;
    for (std::uint32_t i = 0; i < counts.size(); ++i)
        for (std::uint32_t u = 0; u < counts[i]; ++u)
            rows.push_back({u, i, 3, 0, no_time});
    return ratings_of(*std::max_element(counts.begin(), counts.end()),
                      static_cast<std::uint32_t>(counts.size()), rows);
}

ItemFacts facts_of(const std::vector<std::tuple<std::vector<std::string>, int, std::string>>& items) {
    ItemFacts facts;
    for (std::size_t i = 0; i < items.size(); ++i) {
        ItemFact fact;
        fact.pseudonym = i;
        std::tie(fact.genres, std::ignore, fact.provider) = items[i];
        fact.year = static_cast<std::int16_t>(std::get<1>(items[i]));
        fact.title = "item " + std::to_string(i);
        facts.has_providers = facts.has_providers || !fact.provider.empty();
        facts.items.push_back(fact);
    }
    return facts;
}

/// "category / provider / group" of each source item, in the order of the source.
QStringList placed(const RatingsCatalogue& made) {
    std::map<std::uint32_t, QString> by_source;
    for (std::uint32_t i = 0; i < made.source.size(); ++i) {
        const Catalogue& c = made.catalogue;
        by_source[made.source[i]] = text(c.categories[c.items[i].category.value]) + " / " +
                                    text(c.providers[c.items[i].provider.value].name) + " / " +
                                    text(c.provider_groups[c.group_of(ItemId(i)).value]);
    }
    QStringList all;
    for (const auto& [source, place] : by_source)
        all << place;
    return all;
}

double spread(const std::vector<float>& values) {
    double mean = 0;
    double squares = 0;
    for (const float v : values)
        mean += double{v} / static_cast<double>(values.size());
    for (const float v : values)
        squares += (double{v} - mean) * (double{v} - mean);
    return std::sqrt(squares / static_cast<double>(values.size()));
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    double ma = 0, mb = 0, ab = 0, aa = 0, bb = 0;
    const auto n = static_cast<double>(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        ma += a[i] / n;
        mb += b[i] / n;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - ma) * (b[i] - mb);
        aa += (a[i] - ma) * (a[i] - ma);
        bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / std::sqrt(aa * bb);
}

/// Train and test of MT-R (first 80,000 rows by time, user, item), users and items numbered from the train
/// rows.
struct Split {
    std::vector<Rating> train, test;
    std::uint32_t users = 0, items = 0;
};

constexpr std::uint32_t not_in_train = static_cast<std::uint32_t>(-1);

Split split_by_time(const Ratings& ratings, std::size_t train_rows) {
    Split split;
    split.train.assign(ratings.rows.begin(), ratings.rows.begin() + static_cast<std::ptrdiff_t>(train_rows));
    split.test.assign(ratings.rows.begin() + static_cast<std::ptrdiff_t>(train_rows), ratings.rows.end());
    for (const auto side : {&Rating::user, &Rating::item}) {
        std::set<std::uint32_t> seen;
        for (const Rating& row : split.train)
            seen.insert(row.*side);
        std::map<std::uint32_t, std::uint32_t> number;
        for (const std::uint32_t old : seen)
            number.emplace(old, static_cast<std::uint32_t>(number.size()));
        for (auto* rows : {&split.train, &split.test})
            for (Rating& row : *rows) {
                const auto place = number.find(row.*side);
                row.*side = place == number.end() ? not_in_train : place->second;
            }
        (side == &Rating::user ? split.users : split.items) = static_cast<std::uint32_t>(number.size());
    }
    return split;
}

/// RMSE over all test rows and over those with known user and item; the unknown contribute nothing.
std::pair<double, double> errors_of(const FactorFit& fit, const Split& split) {
    double all = 0;
    double known = 0;
    double known_rows = 0;
    for (const Rating& row : split.test) {
        const bool has_user = row.user != not_in_train;
        const bool has_item = row.item != not_in_train;
        double guess = fit.mean + (has_user ? fit.user_bias[row.user] : 0.0) +
                       (has_item ? fit.item_bias[row.item] : 0.0);
        if (has_user && has_item) guess += fit.affinity(row.user, row.item);
        const double error = double{row.value} - guess;
        all += error * error;
        if (!has_user || !has_item) continue;
        known += error * error;
        known_rows += 1;
    }
    return {std::sqrt(all / static_cast<double>(split.test.size())), std::sqrt(known / known_rows)};
}

} // namespace

class Ratings_world_test : public QObject {
    Q_OBJECT
private slots:
    void an_item_takes_its_rarest_genre_of_weight();
    void more_than_32_categories_merge_into_other();
    void the_most_rated_items_stay();
    void providers_follow_what_is_known_data();
    void providers_follow_what_is_known();
    void the_cut_between_earlier_and_later_is_as_even_as_can_be();
    void items_are_sorted_by_category_and_id();
    void the_catalogue_holds_no_truth();
    void planted_tastes_and_quality_are_found_again();
    void activity_is_ratings_per_time_with_median_one();
    void the_same_file_gives_the_same_bytes();
    void another_key_gives_other_pseudonyms_and_the_same_world();
    void another_seed_gives_another_fit();
    void order_of_rows_does_not_change_the_world();
    void too_little_data_is_refused_in_words();
    void a_file_without_titles_still_makes_a_world();
    void movietweetings_goes_through_all_of_it();
    void the_fit_reaches_the_reference_error_on_movietweetings_data();
    void the_fit_reaches_the_reference_error_on_movietweetings();
};

void Ratings_world_test::an_item_takes_its_rarest_genre_of_weight() {
    // Of 200 items a genre needs two to count: "odd" and "strange" have one.
    std::vector<std::tuple<std::vector<std::string>, int, std::string>> items(200, {{"common"}, 0, ""});
    std::get<0>(items[0]) = {"common", "odd"};
    std::get<0>(items[1]) = {"common", "rare"};
    std::get<0>(items[2]) = {"rare"};
    std::get<0>(items[3]) = {"strange"};
    std::get<0>(items[4]) = {};
    std::get<0>(items[5]) = {"a-pair", "rare-too"};
    std::get<0>(items[6]) = {"a-pair", "rare-too"};
    const auto made =
        make_ratings_catalogue(rated_so_often(std::vector<std::uint32_t>(200, 1)), facts_of(items), 200);
    const QStringList places = placed(made);
    const auto category = [&](qsizetype i) { return places[i].section(" / ", 0, 0); };
    QCOMPARE(category(0), QString("common"));
    QCOMPARE(category(1), QString("rare"));
    QCOMPARE(category(2), QString("rare"));
    QCOMPARE(category(3), QString("other"));
    QCOMPARE(category(4), QString("unknown"));
    QCOMPARE(category(5), QString("a-pair"));
    QCOMPARE(category(7), QString("common"));
    QVERIFY((made.catalogue.categories ==
             std::vector<std::string>{"a-pair", "common", "rare", "other", "unknown"}));
}

void Ratings_world_test::more_than_32_categories_merge_into_other() {
    // Genres g10 ... g49 with 10 ... 49 items, and one item without: forty subjects and "unknown".
    std::vector<std::tuple<std::vector<std::string>, int, std::string>> items = {{{}, 0, ""}};
    for (int g = 10; g < 50; ++g)
        for (int n = 0; n < g; ++n)
            items.push_back({{"g" + std::to_string(g)}, 0, ""});
    const auto made = make_ratings_catalogue(rated_so_often(std::vector<std::uint32_t>(items.size(), 1)),
                                             facts_of(items), items.size());
    const std::vector<std::string>& names = made.catalogue.categories;
    QCOMPARE(names.size(), static_cast<std::size_t>(max_categories));
    QCOMPARE(text(names[30]), QString("other"));
    QCOMPARE(text(names[31]), QString("unknown"));
    QCOMPARE(text(names[0]), QString("g20")); // the thirty largest keep their name
    // Those of 10 to 11 items lie below one per cent of 1,181 and are in "other" as well.
    int others = 0;
    for (const QString& place : placed(made))
        others += place.startsWith("other") ? 1 : 0;
    int expected = 0;
    for (int g = 10; g < 20; ++g)
        expected += g;
    QCOMPARE(others, expected);
}

void Ratings_world_test::the_most_rated_items_stay() {
    const auto made = make_ratings_catalogue(rated_so_often({3, 9, 5, 5, 5, 1}), {}, 3);
    QVERIFY((made.source == std::vector<std::uint32_t>{1, 2, 3}));
    QVERIFY(made.catalogue.titles.empty());
    QCOMPARE(make_ratings_catalogue(rated_so_often({3, 9}), {}, 100).source.size(), 2U);
}

void Ratings_world_test::providers_follow_what_is_known_data() {
    QTest::addColumn<QString>("items"); // genre,year,provider;...
    QTest::addColumn<QStringList>("places");
    QTest::newRow("decades") << "a,1981,;a,1989,;b,1990,;b,2003,"
                             << QStringList{"a / 1980s / earlier", "a / 1980s / earlier", "b / 1990s / later",
                                            "b / 2000s / later"};
    QTest::newRow("a decade cut through")
        << "a,1981,;a,1983,;a,1985,;a,1987,"
        << QStringList{"a / 1980s to 1983 / earlier", "a / 1980s to 1983 / earlier",
                       "a / 1980s from 1984 / later", "a / 1980s from 1984 / later"};
    QTest::newRow("some undated") << "a,1981,;a,0,;a,1999,"
                                  << QStringList{"a / 1980s / earlier", "a / undated / undated",
                                                 "a / 1990s / later"};
    QTest::newRow("one year only") << "a,1981,;a,1981,"
                                   << QStringList{"a / 1980s / earlier", "a / 1980s / earlier"};
    QTest::newRow("most undated") << "a,1981,;b,0,;b,0,"
                                  << QStringList{"a / a / small", "b / b / large", "b / b / large"};
    QTest::newRow("provider column over years")
        << "a,1981,X;a,1990,Y;b,2000,Y;b,2001,"
        << QStringList{"a / X / small", "a / Y / large", "b / Y / large", "b / unknown / small"};
    QTest::newRow("one category") << ",0,;,0,"
                                  << QStringList{"unknown / unknown / large", "unknown / unknown / large"};
}

void Ratings_world_test::providers_follow_what_is_known() {
    QFETCH(QString, items);
    QFETCH(QStringList, places);
    std::vector<std::tuple<std::vector<std::string>, int, std::string>> list;
    for (const QString& item : items.split(';')) {
        const QStringList parts = item.split(',');
        list.push_back({parts[0].isEmpty() ? std::vector<std::string>{}
                                           : std::vector<std::string>{parts[0].toStdString()},
                        parts[1].toInt(), parts[2].toStdString()});
    }
    const auto made = make_ratings_catalogue(rated_so_often(std::vector<std::uint32_t>(list.size(), 1)),
                                             facts_of(list), list.size());
    QCOMPARE(placed(made), places);
}

void Ratings_world_test::the_cut_between_earlier_and_later_is_as_even_as_can_be() {
    quint64 state = 362436069ULL;
    const auto next = [&](int below) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<int>(state % static_cast<quint64>(below));
    };
    for (int round = 0; round < 200; ++round) {
        std::vector<std::tuple<std::vector<std::string>, int, std::string>> items;
        std::vector<int> years;
        const int base = 1900 + next(100);
        for (int n = 2 + next(40); n > 0; --n) {
            years.push_back(base + next(1 + next(30)));
            items.push_back({{"a"}, years.back(), ""});
        }
        const auto made = make_ratings_catalogue(rated_so_often(std::vector<std::uint32_t>(items.size(), 1)),
                                                 facts_of(items), items.size());
        int earlier = 0;
        int last_earlier = 0;
        int first_later = 99999;
        for (std::uint32_t i = 0; i < items.size(); ++i) {
            const bool is_earlier =
                made.catalogue.provider_groups[made.catalogue.group_of(ItemId(i)).value] == "earlier";
            earlier += is_earlier ? 1 : 0;
            const int year = made.catalogue.items[i].year;
            (is_earlier ? last_earlier : first_later) =
                is_earlier ? std::max(last_earlier, year) : std::min(first_later, year);
        }
        QVERIFY(last_earlier < first_later);
        std::sort(years.begin(), years.end());
        if (years.front() == years.back()) continue;
        // Brute force over all cuts between two different years.
        int best = 9999;
        for (std::size_t k = 1; k < years.size(); ++k)
            if (years[k - 1] != years[k])
                best = std::min(best, std::abs(2 * static_cast<int>(k) - static_cast<int>(years.size())));
        QCOMPARE(std::abs(2 * earlier - static_cast<int>(years.size())), best);
    }
}

void Ratings_world_test::items_are_sorted_by_category_and_id() {
    const Source source = read_fixture("ratings.dat", "movies.dat", test::import_key());
    const auto made = make_ratings_catalogue(source.ratings, source.facts, 80);
    QCOMPARE(made.source.size(), 80U);
    for (std::size_t i = 1; i < made.source.size(); ++i) {
        const Item& a = made.catalogue.items[i - 1];
        const Item& b = made.catalogue.items[i];
        QVERIFY(a.category < b.category || (a.category == b.category && made.source[i - 1] < made.source[i]));
    }
}

void Ratings_world_test::the_catalogue_holds_no_truth() {
    // Other ratings of the same items by the same people, as often: the catalogue must not notice.
    Source source = read_fixture("ratings.dat", "movies.dat", test::import_key());
    const auto before = fit_world(source.ratings, source.facts, {});
    VERIFY_OK(before);
    for (Rating& row : source.ratings.rows)
        row.value = source.ratings.lowest + source.ratings.highest - row.value;
    const auto after = fit_world(source.ratings, source.facts, {});
    VERIFY_OK(after);
    WorldData facts_before;
    WorldData facts_after;
    facts_before.catalogue = before->catalogue;
    facts_after.catalogue = after->catalogue;
    QVERIFY(world_to_bytes(facts_before) == world_to_bytes(facts_after));
    QVERIFY(before->truth.quality != after->truth.quality);
    QVERIFY(before->truth.factors != after->truth.factors);
}

void Ratings_world_test::planted_tastes_and_quality_are_found_again() {
    // 400 people, 60 items in two categories. Everyone has 12 to 36 ratings; stars are 3 plus the item's
    // worth plus a liking for one side of each category, and people of category a take three items of it for
    // each of b.
    quint64 state = 123456789ULL;
    const auto uniform = [&] {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<double>(state >> 11) * 0x1p-53;
    };
    std::vector<Rating> rows;
    std::vector<double> worth(60);
    for (double& w : worth)
        w = 1.6 * uniform() - 0.8;
    for (std::uint32_t u = 0; u < 400; ++u) {
        const bool likes_a = u % 2 == 0;
        const double side = u % 4 < 2 ? 0.9 : -0.9;
        for (std::uint32_t i = 0; i < 60; ++i) {
            const bool in_a = i < 30;
            if (uniform() > (in_a == likes_a ? 0.6 : 0.2)) continue;
            const double stars = 3 + worth[i] + side * (i % 2 == 0 ? 1 : -1) + 0.4 * (uniform() - 0.5);
            rows.push_back({u, i, static_cast<float>(std::clamp(stars, 1.0, 5.0)), 0, no_time});
        }
    }
    std::vector<std::tuple<std::vector<std::string>, int, std::string>> items;
    for (int i = 0; i < 60; ++i)
        items.push_back({{i < 30 ? "a" : "b"}, 0, ""});
    const auto world = fit_world(ratings_of(400, 60, rows), facts_of(items), {});
    VERIFY_OK(world);
    QCOMPARE(world->pool.size(), 400U);
    // Quality orders the items as they were made.
    std::vector<double> quality;
    for (const float q : world->truth.quality)
        quality.push_back(double{q});
    QVERIFY2(correlation(quality, worth) > 0.97, qPrintable(QString::number(correlation(quality, worth))));
    // The planted sides: utilities differ by 2 * 0.9 stars of 1.1 a nat, of which early stopping leaves most.
    double difference = 0;
    double share_log = 0;
    for (std::size_t u = 0; u < 400; ++u) {
        for (std::size_t i = 0; i < 60; ++i) {
            double match = 0;
            for (std::size_t k = 0; k < taste_factors; ++k)
                match += double{world->pool.factors[u * taste_factors + k]} *
                         double{world->truth.factors[i * taste_factors + k]};
            difference += match * (u % 4 < 2 ? 1 : -1) * (i % 2 == 0 ? 1 : -1) / (400 * 30);
        }
        const double a = double{world->pool.category_taste[u * 2]};
        const double b = double{world->pool.category_taste[u * 2 + 1]};
        share_log += (u % 2 == 0 ? a - b : b - a) / 400;
        QVERIFY(std::abs(a) <= 3 && std::abs(b) <= 3);
    }
    QVERIFY2(difference > 0.6 * 1.8 / 1.1 && difference < 1.05 * 1.8 / 1.1,
             qPrintable(QString::number(difference)));
    // People take three items of their category for each of the other: log 3 = 1.1, smoothed by ten rows to
    // about 0.7.
    QVERIFY2(share_log > 0.5 && share_log < 1.1, qPrintable(QString::number(share_log)));
}

void Ratings_world_test::activity_is_ratings_per_time_with_median_one() {
    // Forty people with five ratings each; person u spreads them over 3 u days, so the rate is 5 / (3 u +
    // 30).
    std::vector<Rating> rows;
    for (std::uint32_t u = 0; u < 40; ++u)
        for (std::uint32_t i = 0; i < 5; ++i)
            rows.push_back({u, i, static_cast<float>(1 + (u + i) % 5), 0,
                            1'000'000 + std::int64_t{i} * 3 * 86400 * u / 4});
    std::sort(rows.begin(), rows.end(), [](const Rating& a, const Rating& b) {
        return std::tie(a.time, a.user, a.item) < std::tie(b.time, b.user, b.item);
    });
    const auto world = fit_world(ratings_of(40, 5, rows), {}, {});
    VERIFY_OK(world);
    const double median = (5.0 / (3 * 19 + 30) + 5.0 / (3 * 20 + 30)) / 2;
    for (std::size_t u = 0; u < 40; ++u)
        QVERIFY(std::abs(double{world->pool.activity[u]} -
                         std::clamp(5.0 / (3.0 * static_cast<double>(u) + 30) / median, 0.2, 8.0)) < 1e-6);
    // Without times the number of ratings counts; five ratings are needed, ten times the median is cut at
    // eight.
    rows.clear();
    for (std::uint32_t u = 0; u < 41; ++u)
        for (std::uint32_t i = 0; i < (u == 40 ? 60U : u == 39 ? 4U : 6U); ++i)
            rows.push_back({u, i, 3, 0, no_time});
    const auto counted = fit_world(ratings_of(41, 60, rows), {}, {});
    VERIFY_OK(counted);
    QCOMPARE(counted->pool.size(), 40U);
    QCOMPARE(counted->pool.activity[0], 1.0F);
    QCOMPARE(counted->pool.activity[39], 8.0F);
    QCOMPARE(counted->pool.pseudonym[39], 40U);
}

void Ratings_world_test::the_same_file_gives_the_same_bytes() {
    for (const char* items : {"movies.dat", "movies-semicolon.csv"}) {
        const Source a = read_fixture("ratings.dat", items, test::import_key());
        const Source b = read_fixture("ratings.dat", items, test::import_key());
        const auto one = fit_world(a.ratings, a.facts, {});
        const auto two = fit_world(b.ratings, b.facts, {});
        VERIFY_OK(one);
        VERIFY_OK(two);
        const auto bytes = world_to_bytes(*one);
        QVERIFY(bytes == world_to_bytes(*two));
        const auto back = world_from_bytes(bytes);
        VERIFY_OK(back);
        QVERIFY(world_to_bytes(*back) == bytes);
    }
}

void Ratings_world_test::another_key_gives_other_pseudonyms_and_the_same_world() {
    const Source a = read_fixture("ratings.dat", "movies.dat", test::import_key(1));
    const Source b = read_fixture("ratings.dat", "movies.dat", test::import_key(99));
    auto one = fit_world(a.ratings, a.facts, {});
    auto two = fit_world(b.ratings, b.facts, {});
    VERIFY_OK(one);
    VERIFY_OK(two);
    QCOMPARE(one->pool.size(), two->pool.size());
    for (std::size_t u = 0; u < one->pool.size(); ++u)
        QVERIFY(one->pool.pseudonym[u] != two->pool.pseudonym[u]);
    two->pool.pseudonym = one->pool.pseudonym;
    QVERIFY(world_to_bytes(*one) == world_to_bytes(*two));
}

void Ratings_world_test::another_seed_gives_another_fit() {
    const Source source = read_fixture("ratings.dat", "movies.dat", test::import_key());
    const auto one = fit_world(source.ratings, source.facts, {2000, 42});
    const auto two = fit_world(source.ratings, source.facts, {2000, 43});
    VERIFY_OK(one);
    VERIFY_OK(two);
    QVERIFY(one->truth.factors != two->truth.factors);
    QVERIFY(one->pool.activity == two->pool.activity);
}

void Ratings_world_test::order_of_rows_does_not_change_the_world() {
    const Source source = read_fixture("ratings.csv", "movies.dat", test::import_key());
    QFile file(QString::fromStdString(test::fixture("ratings.csv")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArrayList lines = file.readAll().split('\n');
    // The header stays on top; no row of this file is a repeat, so every order is as good.
    std::reverse(lines.begin() + 1, lines.end() - 1);
    const test::Folder folder;
    const auto turned =
        read_ratings(folder.write("turned.csv", lines.join('\n').toStdString()), {}, test::import_key());
    VERIFY_OK(turned);
    const auto one = fit_world(source.ratings, source.facts, {});
    const auto two = fit_world(*turned, source.facts, {});
    VERIFY_OK(one);
    VERIFY_OK(two);
    QVERIFY(world_to_bytes(*one) == world_to_bytes(*two));
}

void Ratings_world_test::too_little_data_is_refused_in_words() {
    const auto one_item = fit_world(ratings_of(2, 1, {{0, 0, 3, 0, no_time}, {1, 0, 4, 0, no_time}}), {}, {});
    QVERIFY(!one_item && one_item.error().code == ErrorCode::bad_input);
    const auto one_person =
        fit_world(ratings_of(1, 2, {{0, 0, 3, 0, no_time}, {0, 1, 4, 0, no_time}}), {}, {});
    QVERIFY(!one_person && one_person.error().code == ErrorCode::bad_input);
    const Ratings enough = ratings_of(2, 2, {{0, 0, 3, 0, no_time}, {1, 1, 4, 0, no_time}});
    VERIFY_OK(fit_world(enough, {}, {}));
    QVERIFY(!fit_world(enough, {}, {1, 42}));
    QVERIFY(!fit_world(enough, {}, {100001, 42}));
    // A scale of one value tells nothing about liking, but the file still tells who took what.
    Ratings flat = enough;
    flat.lowest = flat.highest = 3;
    const auto world = fit_world(flat, {}, {});
    VERIFY_OK(world);
    VERIFY_OK(world_from_bytes(world_to_bytes(*world)));
}

void Ratings_world_test::a_file_without_titles_still_makes_a_world() {
    const Source source = read_fixture("ratings.dat", "movies.dat", test::import_key());
    const auto world = fit_world(source.ratings, {}, {});
    VERIFY_OK(world);
    QVERIFY((world->catalogue.categories == std::vector<std::string>{"unknown"}));
    QVERIFY(world->catalogue.titles.empty());
    QCOMPARE(world->catalogue.items.size(), 120U);
    QVERIFY(spread(world->truth.quality) > 0.2);
}

void Ratings_world_test::movietweetings_goes_through_all_of_it() {
    if (test::data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read");
    const std::string path = test::data_folder() + "/movietweetings-100k/ratings.dat";
    const auto ratings = read_ratings(path, {}, test::import_key());
    VERIFY_OK(ratings);
    QCOMPARE(ratings->rows.size(), 100000U);
    const auto facts = read_items(find_items_beside(path).value_or(""), {}, test::import_key());
    VERIFY_OK(facts);
    const auto world = fit_world(*ratings, *facts, {});
    VERIFY_OK(world);
    QCOMPARE(world->catalogue.items.size(), 2000U);
    QCOMPARE(world->catalogue.titles.size(), 2000U);
    QVERIFY((world->catalogue.provider_groups == std::vector<std::string>{"earlier", "later"}));
    QVERIFY(world->catalogue.categories.size() >= 15);
    QVERIFY(world->pool.size() > 3000);
    QVERIFY(spread(world->truth.quality) > 0.2 && spread(world->truth.quality) < 0.6);
    QVERIFY(spread(world->pool.category_taste) > 0.3);
    const auto bytes = world_to_bytes(*world);
    const auto back = world_from_bytes(bytes);
    VERIFY_OK(back);
    QVERIFY(world_to_bytes(*back) == bytes);
}

void Ratings_world_test::the_fit_reaches_the_reference_error_on_movietweetings_data() {
    QTest::addColumn<int>("factors");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<double>("regularisation");
    QTest::addColumn<double>("rmse");
    QTest::addColumn<double>("rmse_known");
    QTest::addColumn<double>("tolerance");
    // Reference figures to six decimals, by two independent programs; the world's own sixteen factors at
    // most 1.66.
    QTest::newRow("20 factors, 20 epochs") << 20 << 20 << 0.02 << 1.646496 << 1.495537 << 1e-6;
    QTest::newRow("20 factors, 30 epochs") << 20 << 30 << 0.1 << 1.633950 << 1.475903 << 1e-6;
    QTest::newRow("the world's 16 factors") << 16 << 30 << 0.1 << 1.634 << 1.476 << 0.01;
}

void Ratings_world_test::the_fit_reaches_the_reference_error_on_movietweetings() {
    QFETCH(int, factors);
    QFETCH(int, epochs);
    QFETCH(double, regularisation);
    QFETCH(double, rmse);
    QFETCH(double, rmse_known);
    QFETCH(double, tolerance);
    if (test::data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read");
    const auto ratings =
        read_ratings(test::data_folder() + "/movietweetings-100k/ratings.dat", {}, test::import_key());
    VERIFY_OK(ratings);
    const Split split = split_by_time(*ratings, 80000);
    QCOMPARE(split.users, 14178U);
    QCOMPARE(split.items, 9417U);
    QCOMPARE(split.test.front().time, std::int64_t{1375229568});
    const FactorFit fit = fit_factors(split.train, split.users, split.items,
                                      {static_cast<std::size_t>(factors), epochs, 0.005, regularisation, 42});
    QVERIFY(std::abs(fit.mean - 7.3387875) < 1e-9);
    const auto [all, known] = errors_of(fit, split);
    QVERIFY2(std::abs(all - rmse) < tolerance, qPrintable(QString::number(all, 'f', 6)));
    QVERIFY2(std::abs(known - rmse_known) < tolerance, qPrintable(QString::number(known, 'f', 6)));
    QVERIFY(all <= 1.66);
}

ATTUNE_TEST(Ratings_world_test);
#include "ratings_world_test.moc"
