// The truth wall for data: what is hidden - worth of items, tastes of people - must not reach the recommender by another
// way. Until feedback has acted, its slates depend on catalogue facts, people's numbers and the seed alone.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "tests/support/test.h"

#include <map>
#include <utility>

namespace attune::test {
namespace {

constexpr int users = 200;
constexpr int items = 240;

using FirstSlates = std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, std::int32_t>>>;

/// Items and scores of the first slate of each person's first visit on day 0, before anybody's feedback can have acted.
FirstSlates first_slates(const WorldData& world, const Assumptions& assumptions) {
    FirstSlates slates;
    RunRequest request;
    request.world = &world;
    request.assumptions = assumptions;
    request.users = users;
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events)
            if (event.kind == LoggedKind::impression && event.slate == 0) slates[event.user.value].emplace_back(event.item.value, event.score);
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
            item.category = CategoryId((item.category.value + 1) % static_cast<std::uint32_t>(after.catalogue.categories.size()));
        int same = 0;
        int different = 0;
        compare(first_slates(before, Assumptions{}), first_slates(after, Assumptions{}), same, different);
        QVERIFY(different > same);
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
