// The truth wall for data: what is hidden - worth of items, tastes of people - must not reach the recommender
// by another way. Until feedback has acted, its slates depend on catalogue facts, people's numbers and the
// seed alone.
#include "core/recommender/recommender.h"
#include "simulations/engine/run.h"
#include "simulations/population/population.h"
#include "simulations/population/synthetic.h"
#include "tests/support/test.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {
namespace {

constexpr int users = 200;
constexpr int items = 240;

using FirstSlates = std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::int32_t>>>;

/// Items and scores of the first slate of each person's first visit on day 0, before anybody's feedback can
/// have acted.
FirstSlates first_slates(const WorldData& world, const Assumptions& assumptions) {
    FirstSlates slates;
    RunRequest request;
    request.world = &world;
    request.assumptions = assumptions;
    request.users = users;
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events)
            if (event.kind == LoggedKind::impression && event.slate == 0)
                slates[event.user.value].emplace_back(event.item.value, event.score);
    };
    if (!run_policy(request)) return {};
    return slates;
}

/// The people who were shown something in both runs: whether they come at all is theirs to decide.
void compare(const FirstSlates& a, const FirstSlates& b, int& same, int& different) {
    same = different = 0;
    for (const auto& [user, slate] : a) {
        const auto other = b.find(user);
        if (other == b.end()) continue;
        (slate == other->second ? same : different) += 1;
    }
}

} // namespace

class Data_leak_test : public QObject {
    Q_OBJECT

private slots:
    void permuting_the_hidden_world_leaves_the_first_slates_as_they_were_data() {
        QTest::addColumn<int>("what");
        QTest::newRow("quality of items") << 0;
        QTest::newRow("clickbait") << 1;
        QTest::newRow("latent factors of items") << 2;
        QTest::newRow("tastes of people") << 3;
        QTest::newRow("everything hidden") << 4;
    }
    void permuting_the_hidden_world_leaves_the_first_slates_as_they_were() {
        QFETCH(int, what);
        const WorldData before = make_synthetic_world(Assumptions{}, items, 1);
        WorldData after = before;
        Assumptions assumptions;
        if (what == 0 || what == 4) std::reverse(after.truth.quality.begin(), after.truth.quality.end());
        if (what == 1 || what == 4) std::reverse(after.truth.clickbait.begin(), after.truth.clickbait.end());
        if (what == 2 || what == 4) std::reverse(after.truth.factors.begin(), after.truth.factors.end());
        if (what == 3 || what == 4) {
            std::swap(assumptions.liked_mean, assumptions.disliked_mean);
            assumptions.latent_sd = 1.4;
        }
        int same = 0;
        int different = 0;
        compare(first_slates(before, Assumptions{}), first_slates(after, assumptions), same, different);
        QVERIFY2(same > users / 4, "too few people came in both runs");
        QCOMPARE(different, 0);
    }

    void a_catalogue_fact_does_change_them() {
        const WorldData before = make_synthetic_world(Assumptions{}, items, 1);
        WorldData after = before;
        for (Item& item : after.catalogue.items)
            item.category = CategoryId((item.category.value + 1) %
                                       static_cast<std::uint32_t>(after.catalogue.categories.size()));
        int same = 0;
        int different = 0;
        compare(first_slates(before, Assumptions{}), first_slates(after, Assumptions{}), same, different);
        QVERIFY(different > same);
    }

    // An imported world brings its people along; who they are must not show either.
    void other_people_from_a_file_leave_them_too() {
        WorldData before = make_synthetic_world(Assumptions{}, items, 1);
        const std::size_t categories = before.catalogue.categories.size();
        for (std::size_t person = 0; person < 50; ++person) {
            before.pool.activity.push_back(1.0F);
            before.pool.pseudonym.push_back(person);
            for (std::size_t c = 0; c < categories; ++c)
                before.pool.category_taste.push_back(c % 7 == person % 7 ? 2.0F : -1.0F);
            for (std::size_t k = 0; k < taste_factors; ++k)
                before.pool.factors.push_back(k % 5 == person % 5 ? 0.5F : -0.1F);
        }
        WorldData after = before;
        std::reverse(after.pool.category_taste.begin(), after.pool.category_taste.end());
        std::reverse(after.pool.factors.begin(), after.pool.factors.end());
        int same = 0;
        int different = 0;
        compare(first_slates(before, Assumptions{}), first_slates(after, Assumptions{}), same, different);
        QVERIFY(same > users / 4);
        QCOMPARE(different, 0);
    }

    // What people agreed to is known to the recommender, and opens no other door before they have said
    // anything.
    void consents_leave_them_too() {
        const WorldData world = make_synthetic_world(Assumptions{}, items, 1);
        Assumptions nobody;
        nobody.consent_adjust = nobody.consent_improve = 0;
        Assumptions everybody;
        everybody.consent_adjust = everybody.consent_improve = 1;
        int same = 0;
        int different = 0;
        compare(first_slates(world, nobody), first_slates(world, everybody), same, different);
        QVERIFY(same > users / 4);
        QCOMPARE(different, 0);
    }

    // Without the engine in between: two worlds with the same facts and other people, of another seed, each
    // with its recommender. Every ranker, and a floor. Names are for people and count for nothing.
    void other_people_leave_every_first_slate_as_it_was_data() {
        QTest::addColumn<int>("ranker");
        QTest::addColumn<double>("floor");
        for (const auto& [name, ranker] :
             {std::pair("factors", Ranker::factors), std::pair("popularity", Ranker::popularity),
              std::pair("content", Ranker::content), std::pair("random", Ranker::random)}) {
            QTest::newRow(name) << static_cast<int>(ranker) << 0.0;
            QTest::addRow("%s with a floor", name) << static_cast<int>(ranker) << 0.5;
        }
    }
    void other_people_leave_every_first_slate_as_it_was() {
        QFETCH(int, ranker);
        QFETCH(double, floor);
        Policy policy;
        policy.ranker = ranker;
        if (floor > 0) policy.exposure_floor = {{"small", floor}};
        const auto shown = [&](const WorldData& world, std::uint64_t people_seed) {
            std::vector<Slate> slates;
            const Population population = make_population(Assumptions{}, world, users, people_seed);
            auto recommender =
                Recommender::start(policy, world.catalogue, {.seed = 1, .users = users, .threads = 1});
            if (!recommender) return slates;
            Worker worker = recommender->make_worker();
            for (std::uint32_t user = 0; user < users; ++user) {
                recommender->set_consent(UserId(user), population.people[user].consent);
                const VisitRequest request = {UserId(user), 0, 9.0};
                recommender->open_visits(worker, std::span(&request, 1));
                slates.push_back(recommender->recommend(worker, worker.visits[0], 9.0));
            }
            return slates;
        };
        const auto equal = [](const std::vector<Slate>& a, const std::vector<Slate>& b) {
            return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Slate& x, const Slate& y) {
                return x.count == y.count && x.item == y.item && x.score == y.score;
            });
        };
        const WorldData before = make_synthetic_world(Assumptions{}, items, 1);
        WorldData after = before;
        after.truth = make_synthetic_world(Assumptions{}, items, 2).truth;
        for (std::string& name : after.catalogue.categories)
            name += " by another name";
        for (Provider& provider : after.catalogue.providers)
            provider.name += " and sons";
        const std::vector<Slate> first = shown(before, 1);
        QCOMPARE(first.size(), std::size_t{users});
        QVERIFY(equal(first, shown(after, 77)));
        // The control: the last item of each category told to be of the next one.
        WorldData moved = before;
        for (std::size_t i = 0; i + 1 < moved.catalogue.items.size(); ++i)
            if (before.catalogue.items[i].category != before.catalogue.items[i + 1].category)
                moved.catalogue.items[i].category = before.catalogue.items[i + 1].category;
        QVERIFY(!equal(first, shown(moved, 1)));
    }

    void the_hidden_world_does_matter_once_people_have_reacted() {
        const WorldData before = make_synthetic_world(Assumptions{}, items, 1);
        WorldData after = before;
        std::reverse(after.truth.quality.begin(), after.truth.quality.end());
        RunRequest request;
        request.users = users;
        request.days = 3;
        request.world = &before;
        const auto first = run_policy(request);
        request.world = &after;
        const auto second = run_policy(request);
        QVERIFY(first && second);
        QVERIFY(first->fingerprint.hex() != second->fingerprint.hex());
    }
};

ATTUNE_TEST(Data_leak_test);

} // namespace attune::test

#include "data_leak_test.moc"
