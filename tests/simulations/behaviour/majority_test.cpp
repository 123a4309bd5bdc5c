// How far favourites are shared: the shipped assumption against film ratings. In MovieTweetings good ratings
// of a genre grow with its number of films to some power; people who pick freely among as many films and like
// what make_population gives them must come to the same power.
#include "simulations/behaviour/behaviour.h"
#include "tests/support/test.h"

#include <QFile>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int good_rating = 8; ///< of 10
constexpr double fewest_films = 100;

struct Genre {
    double films = 0; ///< that somebody rated
    double good = 0;  ///< ratings
};

std::vector<Genre> genres_of(const std::string& folder) {
    std::map<QByteArray, QList<QByteArray>> genres_of_film;
    QFile films(QString::fromStdString(folder + "/movietweetings-100k/movies.dat"));
    if (films.open(QIODevice::ReadOnly))
        while (!films.atEnd()) {
            const QList<QByteArray> fields = films.readLine().trimmed().replace("::", "\t").split('\t');
            if (fields.size() > 2 && !fields[2].isEmpty()) genres_of_film[fields[0]] = fields[2].split('|');
        }
    std::map<QByteArray, Genre> genres;
    std::set<QByteArray> seen;
    QFile ratings(QString::fromStdString(folder + "/movietweetings-100k/ratings.dat"));
    if (ratings.open(QIODevice::ReadOnly))
        while (!ratings.atEnd()) {
            const QList<QByteArray> fields = ratings.readLine().trimmed().replace("::", "\t").split('\t');
            const bool first = seen.insert(fields[1]).second;
            for (const QByteArray& genre : genres_of_film[fields[1]]) {
                genres[genre].films += first ? 1 : 0;
                genres[genre].good += fields[2].toInt() >= good_rating ? 1 : 0;
            }
        }
    std::vector<Genre> large;
    for (const auto& [name, genre] : genres)
        if (genre.films >= fewest_films) large.push_back(genre);
    return large;
}

/// The power with which good ratings grow with films: the slope of a line through the logarithms.
double power_of(const std::vector<Genre>& genres) {
    double x = 0, y = 0, xx = 0, xy = 0;
    for (const Genre& genre : genres) {
        x += std::log(genre.films);
        y += std::log(genre.good);
        xx += std::log(genre.films) * std::log(genre.films);
        xy += std::log(genre.films) * std::log(genre.good);
    }
    const auto n = static_cast<double>(genres.size());
    return (n * xy - x * y) / (n * xx - x * x);
}

/// People of our making pick freely; a good rating is an enjoyment above 0.
double power_with(double majority, const std::vector<Genre>& genres) {
    Assumptions assumptions;
    assumptions.majority = majority;
    assumptions.niche_share = 0;
    WorldData world;
    world.catalogue.provider_groups = {"all"};
    world.catalogue.providers = {{"all", ProviderGroupId(0)}};
    for (std::size_t g = 0; g < genres.size(); ++g) {
        world.catalogue.categories.push_back(std::to_string(g));
        for (int film = 0; film < static_cast<int>(genres[g].films); ++film)
            world.catalogue.items.push_back(
                {.category = CategoryId(static_cast<std::uint32_t>(g)), .provider = ProviderId(0)});
    }
    std::vector<Genre> made = genres;
    for (Genre& genre : made)
        genre.good = 0;
    std::mt19937_64 random(7);
    std::normal_distribution<double> rest(
        0, std::sqrt(assumptions.latent_sd * assumptions.latent_sd +
                     assumptions.match_sd * assumptions.match_sd +
                     assumptions.quality_sd * assumptions.quality_sd +
                     assumptions.enjoyment_noise * assumptions.enjoyment_noise));
    for (const Person& person : make_population(assumptions, world, sized(3000, 20000), 5).people) {
        std::vector<double> pull;
        for (std::size_t g = 0; g < genres.size(); ++g)
            pull.push_back(genres[g].films * std::exp(static_cast<double>(person.taste[g])));
        std::discrete_distribution<std::size_t> pick(pull.begin(), pull.end());
        for (int n = 0; n < 45; ++n) {
            const std::size_t g = pick(random);
            made[g].good += static_cast<double>(person.taste[g]) + rest(random) > 0 ? 1 : 0;
        }
    }
    return power_of(made);
}

} // namespace

class Majority_test : public QObject {
    Q_OBJECT
private slots:
    void favourites_are_shared_as_in_film_ratings() {
        if (data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read");
        const std::vector<Genre> genres = genres_of(data_folder());
        QVERIFY(genres.size() > 15 && genres.size() <= max_categories);
        const double measured = power_of(genres);
        const double ours = power_with(Assumptions{}.majority, genres);
        const QString told = QStringLiteral("films %1, ours %2").arg(measured).arg(ours);
        QVERIFY2(std::abs(ours - measured) < 0.08, qPrintable(told));
        // With nothing shared, and with twice as much, it is not that of films.
        QVERIFY(power_with(0, genres) < measured - 0.15);
        QVERIFY(power_with(2 * Assumptions{}.majority, genres) > measured + 0.15);
    }
};

ATTUNE_TEST(Majority_test);

#include "majority_test.moc"
