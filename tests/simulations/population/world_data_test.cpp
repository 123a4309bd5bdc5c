// The stored form of a world: what goes in comes out, and nothing else is believed.
#include "simulations/population/world_data.h"
#include "tests/simulations/population/import_files.h"

#include <sodium.h>

#include <bit>
#include <cmath>

using namespace attune;

namespace {

using Bytes = std::vector<std::uint8_t>;

WorldData small_world() {
    WorldData world;
    world.catalogue.categories = {"drama", "東京", "unknown"};
    world.catalogue.provider_groups = {"earlier", "later"};
    world.catalogue.providers = {{"1980s", ProviderGroupId(0)}, {"1990s", ProviderGroupId(1)}};
    for (std::uint32_t i = 0; i < 5; ++i)
        world.catalogue.items.push_back({CategoryId(i / 2), ProviderId(i % 2),
                                         static_cast<std::int16_t>(1980 + i), 0.5F * static_cast<float>(i)});
    world.catalogue.titles = {"a", "b", "Amélie", "", "e"};
    for (std::size_t i = 0; i < 5; ++i) {
        world.truth.quality.push_back(0.1F * static_cast<float>(i) - 0.2F);
        world.truth.clickbait.push_back(0.2F * static_cast<float>(i));
    }
    for (std::size_t k = 0; k < 5 * taste_factors; ++k)
        world.truth.factors.push_back(0.01F * static_cast<float>(k) - 0.3F);
    for (std::size_t u = 0; u < 3; ++u) {
        world.pool.activity.push_back(0.5F + static_cast<float>(u));
        world.pool.pseudonym.push_back(0x123456789ABCDEF0ULL + u);
        for (std::size_t c = 0; c < 3; ++c)
            world.pool.category_taste.push_back(static_cast<float>(c) - static_cast<float>(u));
        for (std::size_t k = 0; k < taste_factors; ++k)
            world.pool.factors.push_back(0.02F * static_cast<float>(k * u));
    }
    return world;
}

void expect_same(const WorldData& a, const WorldData& b) {
    QVERIFY(a.catalogue.categories == b.catalogue.categories);
    QVERIFY(a.catalogue.provider_groups == b.catalogue.provider_groups);
    QVERIFY(a.catalogue.titles == b.catalogue.titles);
    QCOMPARE(a.catalogue.providers.size(), b.catalogue.providers.size());
    for (std::size_t i = 0; i < a.catalogue.providers.size(); ++i)
        QVERIFY(a.catalogue.providers[i].name == b.catalogue.providers[i].name &&
                a.catalogue.providers[i].group == b.catalogue.providers[i].group);
    QCOMPARE(a.catalogue.items.size(), b.catalogue.items.size());
    for (std::size_t i = 0; i < a.catalogue.items.size(); ++i) {
        const Item& x = a.catalogue.items[i];
        const Item& y = b.catalogue.items[i];
        QVERIFY(x.category == y.category && x.provider == y.provider && x.year == y.year &&
                x.price == y.price);
    }
    QVERIFY(a.truth.quality == b.truth.quality && a.truth.clickbait == b.truth.clickbait &&
            a.truth.factors == b.truth.factors);
    QVERIFY(a.pool.factors == b.pool.factors && a.pool.category_taste == b.pool.category_taste);
    QVERIFY(a.pool.activity == b.pool.activity && a.pool.pseudonym == b.pool.pseudonym);
}

/// A forger can compute the checksum too.
void seal(Bytes& bytes) {
    crypto_generichash(bytes.data() + bytes.size() - 32, 32, bytes.data(), bytes.size() - 32, nullptr, 0);
}

bool refused(const Bytes& bytes) {
    const auto world = world_from_bytes(bytes);
    return !world && world.error().code == ErrorCode::unreadable && !world.error().remedy.empty();
}

} // namespace

class World_data_test : public QObject {
    Q_OBJECT
private slots:
    void a_world_comes_back_as_it_was();
    void the_bytes_are_the_same_on_every_machine();
    void every_changed_byte_is_noticed();
    void every_shortened_or_lengthened_file_is_refused();
    void forged_bytes_are_refused_or_give_a_world_that_holds_together();
    void a_contradiction_is_refused_data();
    void a_contradiction_is_refused();
};

void World_data_test::a_world_comes_back_as_it_was() {
    const WorldData world = small_world();
    const auto back = world_from_bytes(world_to_bytes(world));
    VERIFY_OK(back);
    expect_same(world, *back);
    WorldData synthetic = small_world();
    synthetic.pool = {};
    synthetic.catalogue.titles.clear();
    const auto bare = world_from_bytes(world_to_bytes(synthetic));
    VERIFY_OK(bare);
    expect_same(synthetic, *bare);
    const auto nothing = world_from_bytes(world_to_bytes({}));
    VERIFY_OK(nothing);
    expect_same({}, *nothing);
}

void World_data_test::the_bytes_are_the_same_on_every_machine() {
    const Bytes bytes = world_to_bytes(small_world());
    // Little-endian: version 1, three categories, then "drama" with its length.
    const Bytes start = {'A', 'T', 'T', 'W', 'O', 'R', 'L', 'D', 1,   0,   0,   0,  3,
                         0,   0,   0,   5,   0,   0,   0,   'd', 'r', 'a', 'm', 'a'};
    QVERIFY(std::equal(start.begin(), start.end(), bytes.begin()));
    QVERIFY(bytes == world_to_bytes(small_world()));
}

void World_data_test::every_changed_byte_is_noticed() {
    const Bytes bytes = world_to_bytes(small_world());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            Bytes changed = bytes;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1U << bit));
            if (!refused(changed)) QFAIL(qPrintable(QString("byte %1 bit %2").arg(i).arg(bit)));
        }
}

void World_data_test::every_shortened_or_lengthened_file_is_refused() {
    const Bytes bytes = world_to_bytes(small_world());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Bytes cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
        QVERIFY(refused(cut));
        if (size < 32) continue;
        seal(cut);
        QVERIFY(refused(cut));
    }
    Bytes longer = bytes;
    longer.insert(longer.end() - 32, 0);
    QVERIFY(refused(longer));
    seal(longer);
    QVERIFY(refused(longer));
    QVERIFY(refused({}));
}

void World_data_test::forged_bytes_are_refused_or_give_a_world_that_holds_together() {
    const Bytes bytes = world_to_bytes(small_world());
    quint64 state = 2463534242ULL;
    const auto next = [&](std::size_t below) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<std::size_t>(state % below);
    };
    int accepted = 0;
    for (int round = 0; round < test::sized(20000, 1000000); ++round) {
        Bytes forged = bytes;
        for (std::size_t k = 1 + next(4); k > 0; --k) {
            const std::size_t at = 8 + next(forged.size() - 40);
            forged[at] = next(3) == 0 ? static_cast<std::uint8_t>(next(4) * 85)
                                      : static_cast<std::uint8_t>(forged[at] ^ (1U << next(8)));
        }
        seal(forged);
        const auto world = world_from_bytes(forged);
        if (!world) {
            QCOMPARE(world.error().code, ErrorCode::unreadable);
            continue;
        }
        ++accepted;
        const Catalogue& catalogue = world->catalogue;
        const std::size_t items = catalogue.items.size();
        QVERIFY(catalogue.categories.size() <= max_categories &&
                catalogue.provider_groups.size() <= max_provider_groups);
        QVERIFY(catalogue.titles.empty() || catalogue.titles.size() == items);
        for (std::size_t i = 0; i < items; ++i) {
            QVERIFY(catalogue.items[i].category.value < catalogue.categories.size());
            QVERIFY(catalogue.group_of(ItemId(static_cast<std::uint32_t>(i))).value <
                    catalogue.provider_groups.size());
            QVERIFY(i == 0 || catalogue.items[i - 1].category <= catalogue.items[i].category);
            QVERIFY(catalogue.items[i].price >= 0 && std::isfinite(catalogue.items[i].price));
        }
        QVERIFY(world->truth.quality.size() == items && world->truth.clickbait.size() == items);
        QVERIFY(world->truth.factors.size() == items * taste_factors);
        const std::size_t people = world->pool.size();
        QVERIFY(world->pool.factors.size() == people * taste_factors &&
                world->pool.pseudonym.size() == people);
        QVERIFY(world->pool.category_taste.size() == people * catalogue.categories.size());
        for (const auto* values : {&world->truth.quality, &world->truth.factors, &world->pool.factors,
                                   &world->pool.category_taste})
            for (const float value : *values)
                QVERIFY(std::abs(value) <= 1000);
        for (const float value : world->truth.clickbait)
            QVERIFY(value >= 0 && value <= 1);
        for (const float value : world->pool.activity)
            QVERIFY(value > 0 && value <= 1000);
    }
    QVERIFY(accepted > 100); // most single bits of a number are as good as any other
}

void World_data_test::a_contradiction_is_refused_data() {
    QTest::addColumn<int>("which");
    const char* names[] = {"unsorted items",      "category past the end", "provider past the end",
                           "group past the end",  "negative price",        "nan quality",
                           "clickbait over one",  "activity zero",         "two categories of one name",
                           "name not UTF-8",      "too many groups",       "titles for some",
                           "too many categories", "infinite taste"};
    for (int i = 0; const char* name : names)
        QTest::newRow(name) << i++;
}

void World_data_test::a_contradiction_is_refused() {
    QFETCH(int, which);
    WorldData world = small_world();
    Catalogue& catalogue = world.catalogue;
    switch (which) {
    case 0:
        std::swap(catalogue.items.front(), catalogue.items.back());
        break;
    case 1:
        catalogue.items.back().category = CategoryId(3);
        break;
    case 2:
        catalogue.items[0].provider = ProviderId(2);
        break;
    case 3:
        catalogue.providers[1].group = ProviderGroupId(2);
        break;
    case 4:
        catalogue.items[0].price = -1;
        break;
    case 5:
        world.truth.quality[2] = std::bit_cast<float>(0x7FC00000U);
        break;
    case 6:
        world.truth.clickbait[1] = 1.5F;
        break;
    case 7:
        world.pool.activity[0] = 0;
        break;
    case 8:
        catalogue.categories[1] = "drama";
        break;
    case 9:
        catalogue.titles[0] = "\xFF";
        break;
    case 10:
        for (int i = 0; i < 7; ++i)
            catalogue.provider_groups.push_back("g" + std::to_string(i));
        break;
    case 11:
        catalogue.titles.pop_back();
        break;
    case 12:
        catalogue.categories.clear();
        for (int i = 0; i <= max_categories; ++i)
            catalogue.categories.push_back("c" + std::to_string(i));
        world.pool.category_taste.assign(3 * catalogue.categories.size(), 0.0F);
        break;
    case 13:
        world.pool.category_taste[4] = std::bit_cast<float>(0x7F800000U);
        break;
    default:
        QFAIL("no such case");
    }
    QVERIFY(refused(world_to_bytes(world)));
}

ATTUNE_TEST(World_data_test);
#include "world_data_test.moc"
