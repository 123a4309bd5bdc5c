#include "simulations/behaviour/behaviour.h"
#include "simulations/population/synthetic.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint64_t seed = 12;

/// Tastes so far apart that liked, disliked and other categories can be told from the values.
Assumptions distinct_tastes() {
    Assumptions assumptions;
    assumptions.liked_mean = 3;
    assumptions.neutral_mean = 0;
    assumptions.disliked_mean = -4;
    return assumptions;
}

std::size_t count_if_taste(const Person& person, std::size_t categories, float low, float high) {
    return static_cast<std::size_t>(std::count_if(
        person.lasting_taste.begin(), person.lasting_taste.begin() + static_cast<std::ptrdiff_t>(categories),
        [&](float a) { return a > low && a < high; }));
}

std::vector<int> category_sizes(const WorldData& world) {
    std::vector<int> sizes(world.catalogue.categories.size());
    for (const Item& item : world.catalogue.items)
        ++sizes[item.category.value];
    return sizes;
}

} // namespace

class Population_test : public QObject {
    Q_OBJECT
private slots:
    void the_same_people_come_from_the_same_seed() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 300, seed);
        const Population small = make_population(assumptions, world, 50, seed);
        const Population large = make_population(assumptions, world, 500, seed);
        const Population other = make_population(assumptions, world, 50, seed + 1);
        int same = 0;
        for (std::size_t u = 0; u < 50; ++u) {
            QVERIFY(small.people[u].lasting_taste == large.people[u].lasting_taste);
            QVERIFY(small.people[u].factors == large.people[u].factors);
            QCOMPARE(small.people[u].visit_rate, large.people[u].visit_rate);
            QVERIFY(small.people[u].consent == large.people[u].consent);
            same += small.people[u].lasting_taste == other.people[u].lasting_taste ? 1 : 0;
        }
        QCOMPARE(same, 0);
    }

    void everyone_likes_three_to_five_and_dislikes_two_or_three() {
        const Assumptions assumptions = distinct_tastes();
        const WorldData world = make_synthetic_world(assumptions, 600, seed);
        const int users = sized(4000, 40000);
        std::map<std::size_t, int> liked;
        std::map<std::size_t, int> disliked;
        for (const Person& person : make_population(assumptions, world, users, seed).people) {
            // 2.2 is more than four deviations from a neutral 0, -2.4 as well; 1.3 more than four from a
            // liked 3.
            ++liked[count_if_taste(person, 20, 1.8F, 99)];
            ++disliked[count_if_taste(person, 20, -99, -2.4F)];
        }
        for (const std::size_t n : {3U, 4U, 5U})
            QVERIFY2(distance_from(1.0 / 3, liked[n], users) < 5, qPrintable(QString::number(liked[n])));
        for (const std::size_t n : {2U, 3U})
            QVERIFY2(distance_from(0.5, disliked[n], users) < 5, qPrintable(QString::number(disliked[n])));
        // What lies in between by chance is rare.
        QVERIFY(liked[3] + liked[4] + liked[5] > 0.98 * users);
        QVERIFY(disliked[2] + disliked[3] > 0.98 * users);
    }

    void tastes_have_the_means_and_spreads_assumed() {
        const Assumptions assumptions = distinct_tastes();
        const WorldData world = make_synthetic_world(assumptions, 600, seed);
        std::vector<double> liked, neutral, disliked;
        for (const Person& person : make_population(assumptions, world, 3000, seed).people)
            for (std::size_t c = 0; c < 20; ++c) {
                const double a = static_cast<double>(person.lasting_taste[c]);
                (a > 1.8 ? liked : a < -2.4 ? disliked : neutral).push_back(a);
            }
        const auto check = [](const std::vector<double>& values, double mean, double sd) {
            const double n = static_cast<double>(values.size());
            const double found = std::accumulate(values.begin(), values.end(), 0.0) / n;
            double squares = 0;
            for (const double v : values)
                squares += (v - found) * (v - found);
            QVERIFY2(std::abs(found - mean) < 5 * sd / std::sqrt(n) + 0.005,
                     qPrintable(QString::number(found)));
            QVERIFY2(std::abs(std::sqrt(squares / n) / sd - 1) < 0.03,
                     qPrintable(QString::number(std::sqrt(squares / n))));
        };
        check(liked, 3, 0.4);
        check(neutral, 0, 0.5);
        check(disliked, -4, 0.3);
    }

    void favourites_of_niche_people_are_among_the_five_smallest_categories() {
        Assumptions assumptions = distinct_tastes();
        assumptions.niche_share = 0.5;
        assumptions.majority = 0; // the others' favourites fall where they may
        const WorldData world = make_synthetic_world(assumptions, 600, seed);
        const std::vector<int> sizes = category_sizes(world);
        std::vector<int> sorted = sizes;
        std::sort(sorted.begin(), sorted.end());
        double niche_liked = 0, niche_small = 0, other_liked = 0, other_small = 0;
        for (const Person& person : make_population(assumptions, world, 2000, seed).people)
            for (std::size_t c = 0; c < sizes.size(); ++c) {
                if (person.lasting_taste[c] < 2.3F) continue;
                const double small = sizes[c] <= sorted[4] ? 1 : 0;
                (person.niche ? niche_liked : other_liked) += 1;
                (person.niche ? niche_small : other_small) += small;
            }
        // All but the neutral tastes that pass for liked by chance.
        QVERIFY2(niche_small > 0.99 * niche_liked, qPrintable(QString::number(niche_small / niche_liked)));
        QVERIFY2(distance_from(0.25, other_small, other_liked) < 6,
                 qPrintable(QString::number(other_small / other_liked)));
    }

    void favourites_of_the_others_follow_the_number_of_items_data() {
        QTest::addColumn<double>("majority");
        for (const double majority : {0.0, 0.4, 1.0, 2.0})
            QTest::addRow("%g", majority) << majority;
    }
    // Against favourites drawn one after the other from an urn, in doubles and with other random numbers.
    void favourites_of_the_others_follow_the_number_of_items() {
        QFETCH(double, majority);
        Assumptions assumptions = distinct_tastes();
        assumptions.majority = majority;
        assumptions.niche_share = 0;
        const WorldData world = make_synthetic_world(assumptions, 2000, seed);
        const std::vector<int> sizes = category_sizes(world);
        const int users = sized(6000, 60000);
        std::vector<int> found(sizes.size()), expected(sizes.size());
        for (const Person& person : make_population(assumptions, world, users, seed).people)
            for (std::size_t c = 0; c < sizes.size(); ++c)
                found[c] += person.lasting_taste[c] > 1.8F ? 1 : 0;
        std::mt19937_64 random(99);
        for (int u = 0; u < users; ++u) {
            std::vector<double> urn;
            for (const int size : sizes)
                urn.push_back(std::pow(size, majority));
            for (int n = u % 3 + 3; n > 0; --n) {
                std::discrete_distribution<std::size_t> draw(urn.begin(), urn.end());
                const std::size_t c = draw(random);
                ++expected[c];
                urn[c] = 0;
            }
        }
        for (std::size_t c = 0; c < sizes.size(); ++c) {
            const double share = static_cast<double>(expected[c]) / users;
            const double sd = std::sqrt(2 * share * (1 - share) / users);
            QVERIFY2(std::abs(static_cast<double>(found[c]) / users - share) < 4.5 * sd + 0.001,
                     qPrintable(QStringLiteral("category %1: %2, expected %3")
                                    .arg(c)
                                    .arg(static_cast<double>(found[c]) / users)
                                    .arg(share)));
        }
    }

    // Behaviour model 3.13: groups must not differ in what they can enjoy, or fairness results are baked in.
    void niche_people_like_no_less_than_others() {
        Assumptions assumptions;
        assumptions.niche_share = 0.5;
        const WorldData world = make_synthetic_world(assumptions, 600, seed);
        std::map<bool, std::vector<double>> best;
        for (const Person& person : make_population(assumptions, world, sized(6000, 60000), seed).people)
            best[person.niche].push_back(static_cast<double>(
                *std::max_element(person.lasting_taste.begin(), person.lasting_taste.begin() + 20)));
        const auto mean = [](const std::vector<double>& v) {
            return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
        };
        QVERIFY2(std::abs(mean(best[true]) - mean(best[false])) < 0.03,
                 qPrintable(QString::number(mean(best[true]) - mean(best[false]))));
    }

    void shares_are_those_assumed_data() {
        QTest::addColumn<double>("share");
        for (const double share : {0.0, 0.2, 0.65, 1.0})
            QTest::addRow("%g", share) << share;
    }
    void shares_are_those_assumed() {
        QFETCH(double, share);
        Assumptions assumptions;
        assumptions.consent_adjust = share;
        assumptions.consent_improve = 1 - share;
        assumptions.niche_share = share;
        assumptions.control_awareness = share;
        const WorldData world = make_synthetic_world(assumptions, 100, seed);
        const int users = sized(5000, 50000);
        double adjust = 0, improve = 0, both = 0, niche = 0, aware = 0, frequent = 0;
        for (const Person& person : make_population(assumptions, world, users, seed).people) {
            adjust += person.consent.has(Purpose::adjust_my_recommendations) ? 1 : 0;
            improve += person.consent.has(Purpose::improve_models) ? 1 : 0;
            both += person.consent.has(Purpose::adjust_my_recommendations) &&
                            person.consent.has(Purpose::improve_models)
                        ? 1
                        : 0;
            niche += person.niche ? 1 : 0;
            aware += person.complaint_scale > 0 ? 1 : 0;
            frequent += person.frequent ? 1 : 0;
        }
        QVERIFY(distance_from(share, adjust, users) < 4.5);
        QVERIFY(distance_from(1 - share, improve, users) < 4.5);
        // Decided apart, but by the same concern: who agrees to one agrees to the other more often.
        const double apart = share * (1 - share);
        if (apart == 0)
            QCOMPARE(both, 0.0);
        else
            QVERIFY(both / users > apart + 0.01 && both <= std::min(adjust, improve));
        QVERIFY(distance_from(share, niche, users) < 4.5);
        QVERIFY(distance_from(share, aware, users) < 4.5);
        QVERIFY(distance_from(0.5, frequent, users) < 4.5); // half of a log-normal lies above its median
    }

    // Behaviour model 3.13
    void devices_and_ages_have_the_shares_assumed_and_touch_no_taste() {
        const int users = sized(40000, 400000);
        const Assumptions a;
        const WorldData world = make_synthetic_world(a, 100, 3);
        const Population population = make_population(a, world, users, 3);
        std::array<double, 3> devices{};
        std::array<double, 4> ages{};
        std::array<double, 5> abilities{};
        std::array<double, 4> best{}; // of favourite categories, by age
        double young_on_phones = 0, device_unknown = 0, age_not_said = 0, ability_not_said = 0;
        double phone_shift = 0, young_shift = 0, squares = 0, under_20 = 0;
        for (const Person& person : population.people) {
            devices[static_cast<std::size_t>(person.device)] += 1;
            ages[static_cast<std::size_t>(person.age)] += 1;
            abilities[static_cast<std::size_t>(person.ability)] += 1;
            best[static_cast<std::size_t>(person.age)] +=
                static_cast<double>(*std::max_element(person.taste.begin(), person.taste.begin() + 20));
            const bool young = person.age == AgeBand::from_16;
            const bool phone = person.device == Device::phone;
            young_on_phones += young && phone ? 1 : 0;
            device_unknown += person.device_known ? 0 : 1;
            age_not_said += person.age_said ? 0 : 1;
            ability_not_said += person.ability_said ? 0 : 1;
            const double habit = static_cast<double>(person.depth_shift) - (phone ? -0.27 : 0.21);
            (young ? young_shift : phone_shift) += habit;
            squares += young ? 0 : habit * habit;
            under_20 += young ? 1 : 0;
            QCOMPARE(person.fatigue_rate, young ? 1.25F : 1.0F);
            QCOMPARE(person.slate_time, person.ability == Ability::unaided ? 1.0F : 1.5F);
            const bool slips = person.ability == Ability::low_vision || person.ability == Ability::motor;
            QCOMPARE(person.slip_scale, slips ? 2.0F : 1.0F);
        }
        for (const auto& [share, found] : {std::pair{0.55, devices[0]},
                                           {0.31, devices[1]},
                                           {0.14, devices[2]},
                                           {0.03, device_unknown},
                                           {0.22, ages[0]},
                                           {0.30, ages[1]},
                                           {0.30, ages[2]},
                                           {0.18, ages[3]},
                                           {0.20, age_not_said},
                                           {0.79, abilities[0]},
                                           {0.02, abilities[1]},
                                           {0.04, abilities[2]},
                                           {0.03, abilities[3]},
                                           {0.12, abilities[4]},
                                           {0.50, ability_not_said},
                                           {0.22 * 0.55, young_on_phones}})
            QVERIFY2(distance_from(share, found, users) < 4.5, qPrintable(QString::number(found / users)));
        // Habits of leaving early: everybody's own about 0, and lower by 0.3 for the under-20s among the
        // youngest.
        const double others = users - under_20;
        QVERIFY(std::abs(phone_shift / others) < 4.5 * 0.3 / std::sqrt(others));
        QVERIFY(std::abs(std::sqrt(squares / others) / 0.3 - 1) < 0.03);
        QVERIFY(std::abs(young_shift / under_20 + 0.3 * 0.10 / 0.22) < 4.5 * 0.35 / std::sqrt(under_20));
        // Groups must not differ in what there is to enjoy.
        for (std::size_t band = 1; band < 4; ++band)
            QVERIFY(std::abs(best[band] / ages[band] - best[0] / ages[0]) < 0.03);
    }

    // Behaviour model 3.8 and trap T5
    void complaints_are_uneven_but_as_many_as_assumed_and_perturbed_on_demand() {
        const int users = sized(20000, 200000);
        Assumptions a;
        a.control_awareness = 1;
        a.complaint_spread = 1;
        const WorldData world = make_synthetic_world(a, 100, 3);
        const auto scales = [&] {
            std::vector<double> all;
            for (const Person& person : make_population(a, world, users, 3).people)
                all.push_back(static_cast<double>(person.complaint_scale));
            return all;
        };
        const std::vector<double> usual = scales();
        const double mean = std::accumulate(usual.begin(), usual.end(), 0.0) / users;
        QVERIFY2(std::abs(mean - 1) < 4.5 * std::sqrt((std::exp(1.0) - 1) / users),
                 qPrintable(QString::number(mean)));
        a.misspecified = true;
        const std::vector<double> off = scales();
        double sum = 0, squares = 0;
        for (std::size_t u = 0; u < usual.size(); ++u) {
            const double factor = std::log(off[u] / usual[u]);
            sum += factor;
            squares += factor * factor;
        }
        QVERIFY(std::abs(sum / users) < 4.5 * 0.5 / std::sqrt(users));
        QVERIFY(std::abs(std::sqrt(squares / users) / 0.5 - 1) < 0.03);
    }

    void everyone_is_in_one_group_of_each_kind() {
        Assumptions a;
        a.griefer_share = 0.1;
        const WorldData world = make_synthetic_world(a, 100, 3);
        std::map<std::string, int> members;
        for (const Person& person : make_population(a, world, 2000, 3).people) {
            std::set<std::string> kinds;
            for (const PersonGroup group : groups_of(person)) {
                const std::string word(name(group));
                ++members[word];
                QVERIFY(kinds.insert(word.substr(0, word.find('='))).second);
            }
            QCOMPARE(groups_of(person).front(), PersonGroup::all);
        }
        QCOMPARE(members.size(), std::size_t{person_group_count});
        QCOMPARE(members["all"], 2000);
    }

    void willingness_to_answer_differs_by_age_as_assumed() {
        const int users = sized(60000, 400000);
        const Assumptions a;
        const WorldData world = make_synthetic_world(a, 100, 4);
        const Population population = make_population(a, world, users, 4);
        std::array<double, 4> sum{}, n{};
        for (const Person& person : population.people) {
            sum[static_cast<std::size_t>(person.age)] += static_cast<double>(person.response_effect);
            n[static_cast<std::size_t>(person.age)] += 1;
        }
        const std::array<double, 4> expected = {-0.15, 0, 0, 0.10};
        for (std::size_t band = 0; band < 4; ++band)
            QVERIFY2(std::abs(sum[band] / n[band] - expected[band]) < 4.5 * 0.7 / std::sqrt(n[band]),
                     qPrintable(QString::number(sum[band] / n[band])));
    }

    void visit_rates_are_log_normal_about_the_median() {
        Assumptions assumptions;
        assumptions.visit_rate = 1.5;
        assumptions.visit_rate_sd = 0.8;
        const WorldData world = make_synthetic_world(assumptions, 100, seed);
        const int users = 6000;
        double sum = 0, squares = 0;
        for (const Person& person : make_population(assumptions, world, users, seed).people) {
            const double logged = std::log(static_cast<double>(person.visit_rate) / 1.5);
            sum += logged;
            squares += logged * logged;
            QCOMPARE(person.frequent, person.visit_rate > 1.5F);
        }
        QVERIFY(std::abs(sum / users) < 4.5 * 0.8 / std::sqrt(users));
        QVERIFY(std::abs(std::sqrt(squares / users) / 0.8 - 1) < 0.04);
    }

    void taste_within_categories_has_the_spread_assumed() {
        Assumptions assumptions;
        assumptions.match_sd = 0.6;
        assumptions.latent_sd = 0.9;
        assumptions.quality_sd = 0;
        const WorldData world = make_synthetic_world(assumptions, 500, seed);
        const Population population = make_population(assumptions, world, 300, seed);
        const Behaviour behaviour(assumptions, world, seed);
        double sum = 0, squares = 0, n = 0;
        for (std::uint32_t u = 0; u < 300; ++u)
            for (std::uint32_t i = 0; i < 500; ++i) {
                Person person = population.people[u];
                person.price_care = 0; // taste alone
                const double rest = static_cast<double>(
                    behaviour.worth(person, u, i) - person.taste[world.catalogue.items[i].category.value]);
                sum += rest;
                squares += rest * rest;
                n += 1;
            }
        QVERIFY2(std::abs(sum / n) < 0.02, qPrintable(QString::number(sum / n)));
        const double spread = std::sqrt(squares / n);
        QVERIFY2(std::abs(spread / std::sqrt(0.6 * 0.6 + 0.9 * 0.9) - 1) < 0.03,
                 qPrintable(QString::number(spread)));
    }

    void people_of_an_imported_world_are_drawn_from_its_pool() {
        const Assumptions assumptions;
        WorldData world = make_synthetic_world(assumptions, 200, seed);
        const std::size_t categories = world.catalogue.categories.size();
        for (std::size_t p = 0; p < 5; ++p) {
            for (std::size_t k = 0; k < taste_factors; ++k)
                world.pool.factors.push_back(static_cast<float>(p * 100 + k));
            for (std::size_t c = 0; c < categories; ++c)
                world.pool.category_taste.push_back(c == p * 4 ? 2.0F : -static_cast<float>(p));
            world.pool.activity.push_back(0.5F + static_cast<float>(p));
            world.pool.pseudonym.push_back(p);
        }
        std::vector<double> drawn(5);
        const int users = 5000;
        for (const Person& person : make_population(assumptions, world, users, seed).people) {
            const auto p = static_cast<std::size_t>(person.factors[0] / 100);
            QVERIFY(p < 5);
            drawn[p] += 1;
            for (std::size_t c = 0; c < categories; ++c)
                QCOMPARE(person.lasting_taste[c], c == p * 4 ? 2.0F : -static_cast<float>(p));
            QCOMPARE(person.visit_rate,
                     static_cast<float>(assumptions.visit_rate) * (0.5F + static_cast<float>(p)));
            QCOMPARE(person.niche, p * 4 >= categories / 2); // categories shrink from first to last
        }
        const auto fit = chi_square(drawn, std::vector<double>(5, users / 5.0));
        QVERIFY2(fit.value < highest_chi_square(fit.degrees), qPrintable(QString::number(fit.value)));
    }
};
ATTUNE_TEST(Population_test);

#include "population_test.moc"
