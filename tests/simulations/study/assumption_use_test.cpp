// Which assumptions a world asks for: what is said not to be used in a world drawn from ratings changes
// nothing there, and something in a made-up one.
#include "simulations/report/assumption_words.h"
#include "tests/simulations/study/small_scenario.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A world as an import makes it: forty items in four categories, twenty people to draw from.
LoadedScenario drawn_from_ratings() {
    LoadedScenario loaded = small_scenario(60, 10, 40);
    loaded.scenario.imported = true;
    WorldData& world = loaded.world.emplace();
    Catalogue& catalogue = world.catalogue;
    catalogue.categories = {"a", "b", "c", "d"};
    catalogue.provider_groups = {"large", "small"};
    catalogue.providers = {{"one", ProviderGroupId(0)}, {"two", ProviderGroupId(1)}};
    for (std::uint32_t i = 0; i < 40; ++i) {
        catalogue.items.push_back({.category = CategoryId(i % 4), .provider = ProviderId(i % 2)});
        world.truth.quality.push_back(0.1F * static_cast<float>(i % 5));
        world.truth.clickbait.push_back(0.1F * static_cast<float>(i % 3));
        for (int k = 0; k < taste_factors; ++k)
            world.truth.factors.push_back(0.05F *
                                          static_cast<float>((i + static_cast<std::uint32_t>(k)) % 7));
    }
    for (std::uint32_t p = 0; p < 20; ++p) {
        for (int k = 0; k < taste_factors; ++k)
            world.pool.factors.push_back(0.05F * static_cast<float>((p + static_cast<std::uint32_t>(k)) % 5));
        for (std::uint32_t c = 0; c < 4; ++c)
            world.pool.category_taste.push_back(static_cast<float>((p + c) % 4) - 1.5F);
        world.pool.activity.push_back(0.5F + 0.1F * static_cast<float>(p % 10));
        world.pool.pseudonym.push_back(p + 1);
    }
    return loaded;
}

std::string fingerprint(const LoadedScenario& loaded) {
    SimulateOptions options;
    options.threads = 2;
    const auto run = simulate_run(loaded, Policy{}, options);
    return run ? run->fingerprint : to_line(run.error());
}

/// The scenario with one assumption at the end of its range that is further from where it is.
LoadedScenario with_other(LoadedScenario loaded, const AssumptionTable::Entry& entry) {
    const ParameterSpec& spec = entry.spec;
    const double now = world_parameters().get(loaded.scenario.assumptions, entry, spec.key);
    const double other = now - spec.minimum > spec.maximum - now ? spec.minimum : spec.maximum;
    world_parameters().set(loaded.scenario.assumptions, entry, spec.key, other);
    return loaded;
}

} // namespace

class Assumption_use_test : public QObject {
    Q_OBJECT

private slots:
    void what_is_not_used_changes_nothing_data() {
        QTest::addColumn<QString>("key");
        Scenario imported;
        imported.imported = true;
        for (const auto& entry : world_parameters().entries())
            if (!is_used(imported, entry.spec.key))
                QTest::newRow(entry.spec.key.c_str()) << QString::fromStdString(entry.spec.key);
    }
    void what_is_not_used_changes_nothing() {
        QFETCH(QString, key);
        const auto& entry = *world_parameters().find(key.toStdString());
        QVERIFY(is_used(Scenario{}, entry.spec.key));
        const LoadedScenario ratings = drawn_from_ratings();
        QCOMPARE(fingerprint(with_other(ratings, entry)), fingerprint(ratings));
        const LoadedScenario made_up = small_scenario(60, 10, 60);
        QVERIFY(fingerprint(with_other(made_up, entry)) != fingerprint(made_up));
    }

    void what_is_used_changes_the_people_data() {
        QTest::addColumn<QString>("key");
        for (const char* key : {"world.choice.no_choice", "world.satiation.cost", "world.visits.rate",
                                "world.items.brand_pull", "world.taste.match_sd"})
            QTest::newRow(key) << key;
    }
    void what_is_used_changes_the_people() {
        QFETCH(QString, key);
        const auto& entry = *world_parameters().find(key.toStdString());
        const LoadedScenario ratings = drawn_from_ratings();
        QVERIFY(is_used(ratings.scenario, entry.spec.key));
        QVERIFY(fingerprint(with_other(ratings, entry)) != fingerprint(ratings));
    }
};

ATTUNE_TEST(Assumption_use_test);

#include "assumption_use_test.moc"
