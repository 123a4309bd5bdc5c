#include "simulations/population/world_data.h"

#include "simulations/population/text_lines.h"

#include <sodium.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <set>
#include <string_view>

namespace attune {
namespace {

// Layout, all numbers little-endian: magic (8 bytes), version (u32), body, BLAKE2b-256 of all before it.
constexpr std::string_view magic = "ATTWORLD";
constexpr std::uint32_t version = 1;
constexpr std::size_t digest_size = 32;
constexpr std::uint32_t most_items = 1U << 20U;
constexpr std::uint32_t most_people = 1U << 24U;
constexpr std::uint32_t most_name_bytes = 4096;
constexpr float largest_utility = 1000;

using Bytes = std::vector<std::uint8_t>;

Bytes digest_of(std::span<const std::uint8_t> bytes) {
    Bytes digest(digest_size);
    crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
    return digest;
}

class Writer {
public:
    void number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void u32(std::size_t value) { number(value, 4); }
    void real(float value) { number(std::bit_cast<std::uint32_t>(value), 4); }
    void text(std::string_view value) {
        u32(value.size());
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    void reals(const std::vector<float>& values) {
        for (const float value : values)
            real(value);
    }
    Bytes take() { return std::move(bytes_); }

private:
    Bytes bytes_;
};

/// Reads until something is wrong; after that every read gives nothing and `ok()` is false.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> bytes)
        : bytes_(bytes) {}

    std::uint64_t number(std::size_t bytes) {
        if (!has(bytes)) return 0;
        std::uint64_t value = 0;
        for (std::size_t i = bytes; i > 0; --i)
            value = (value << 8U) | bytes_[at_ + i - 1];
        at_ += bytes;
        return value;
    }
    std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
    /// A count of things that take at least `bytes_each` of what is left: nothing is set aside for a lie.
    std::uint32_t count(std::uint32_t most, std::size_t bytes_each) {
        const std::uint32_t value = u32();
        check(value <= most && value <= (bytes_.size() - at_) / bytes_each);
        return ok_ ? value : 0;
    }
    float real(float least, float most) {
        const auto value = std::bit_cast<float>(u32());
        check(value >= least && value <= most);
        return value;
    }
    std::string text() {
        const std::uint32_t size = count(most_name_bytes, 1);
        std::string value(reinterpret_cast<const char*>(bytes_.data()) + at_, size);
        at_ += size;
        check(is_utf8(value));
        return value;
    }
    std::vector<float> reals(std::size_t size, float least, float most) {
        std::vector<float> values;
        if (!has(size * 4)) return values;
        values.reserve(size);
        for (std::size_t i = 0; i < size; ++i)
            values.push_back(real(least, most));
        return values;
    }
    void check(bool holds) { ok_ = ok_ && holds; }
    bool ok() const { return ok_; }
    bool at_end() const { return at_ == bytes_.size(); }

private:
    bool has(std::size_t bytes) {
        check(bytes <= bytes_.size() - at_);
        return ok_;
    }
    std::span<const std::uint8_t> bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

void write_catalogue(Writer& out, const Catalogue& catalogue) {
    out.u32(catalogue.categories.size());
    for (const std::string& name : catalogue.categories)
        out.text(name);
    out.u32(catalogue.provider_groups.size());
    for (const std::string& name : catalogue.provider_groups)
        out.text(name);
    out.u32(catalogue.providers.size());
    for (const Provider& provider : catalogue.providers) {
        out.text(provider.name);
        out.u32(provider.group.value);
    }
    out.u32(catalogue.items.size());
    for (const Item& item : catalogue.items) {
        out.u32(item.category.value);
        out.u32(item.provider.value);
        out.number(static_cast<std::uint16_t>(item.year), 2);
        out.real(item.price);
    }
    out.u32(catalogue.titles.size());
    for (const std::string& title : catalogue.titles)
        out.text(title);
}

std::vector<std::string> read_names(Reader& in, std::uint32_t most) {
    const std::uint32_t size = in.count(most, 4);
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < size && in.ok(); ++i)
        names.push_back(in.text());
    in.check(std::set<std::string>(names.begin(), names.end()).size() == names.size());
    return names;
}

Catalogue read_catalogue(Reader& in) {
    Catalogue catalogue;
    catalogue.categories = read_names(in, max_categories);
    catalogue.provider_groups = read_names(in, max_provider_groups);
    const std::uint32_t providers = in.count(most_items, 8);
    for (std::uint32_t i = 0; i < providers && in.ok(); ++i) {
        std::string name = in.text();
        const std::uint32_t group = in.u32();
        in.check(group < catalogue.provider_groups.size());
        catalogue.providers.push_back({std::move(name), ProviderGroupId(group)});
    }
    const std::uint32_t items = in.count(most_items, 14);
    for (std::uint32_t i = 0; i < items && in.ok(); ++i) {
        Item item;
        item.category = CategoryId(in.u32());
        item.provider = ProviderId(in.u32());
        item.year = static_cast<std::int16_t>(in.number(2));
        item.price = in.real(0, std::numeric_limits<float>::max());
        in.check(item.category.value < catalogue.categories.size() &&
                 item.provider.value < catalogue.providers.size());
        in.check(catalogue.items.empty() || catalogue.items.back().category <= item.category);
        catalogue.items.push_back(item);
    }
    const std::uint32_t titles = in.count(most_items, 4);
    in.check(titles == 0 || titles == items);
    for (std::uint32_t i = 0; i < titles && in.ok(); ++i)
        catalogue.titles.push_back(in.text());
    return catalogue;
}

} // namespace

std::vector<std::uint8_t> world_to_bytes(const WorldData& world) {
    Writer out;
    for (const char c : magic)
        out.number(static_cast<std::uint8_t>(c), 1);
    out.u32(version);
    write_catalogue(out, world.catalogue);
    out.reals(world.truth.quality);
    out.reals(world.truth.clickbait);
    out.reals(world.truth.factors);
    out.u32(world.pool.size());
    out.reals(world.pool.factors);
    out.reals(world.pool.category_taste);
    out.reals(world.pool.activity);
    for (const std::uint64_t pseudonym : world.pool.pseudonym)
        out.number(pseudonym, 8);
    Bytes bytes = out.take();
    const Bytes digest = digest_of(bytes);
    bytes.insert(bytes.end(), digest.begin(), digest.end());
    return bytes;
}

Result<WorldData> world_from_bytes(std::span<const std::uint8_t> bytes) {
    const auto damaged = [](const char* how) {
        return fail(ErrorCode::unreadable, std::string("the stored people and items ") + how, "world",
                    "Import the ratings file again");
    };
    if (bytes.size() < magic.size() + 4 + digest_size ||
        !std::equal(magic.begin(), magic.end(), bytes.begin()))
        return damaged("are not in the form this program writes");
    const std::span<const std::uint8_t> before = bytes.first(bytes.size() - digest_size);
    const Bytes digest = digest_of(before);
    if (!std::equal(digest.begin(), digest.end(), bytes.last(digest_size).begin()))
        return damaged("were changed or cut short");
    Reader in(before.subspan(magic.size()));
    if (in.u32() != version) return damaged("were written by a newer version of this program");
    WorldData world;
    world.catalogue = read_catalogue(in);
    const std::size_t items = world.catalogue.items.size();
    world.truth.quality = in.reals(items, -largest_utility, largest_utility);
    world.truth.clickbait = in.reals(items, 0, 1);
    world.truth.factors = in.reals(items * taste_factors, -largest_utility, largest_utility);
    const std::size_t people = in.count(most_people, 4 * taste_factors + 12);
    world.pool.factors = in.reals(people * taste_factors, -largest_utility, largest_utility);
    world.pool.category_taste =
        in.reals(people * world.catalogue.categories.size(), -largest_utility, largest_utility);
    world.pool.activity = in.reals(people, std::numeric_limits<float>::min(), largest_utility);
    for (std::size_t i = 0; i < people && in.ok(); ++i)
        world.pool.pseudonym.push_back(in.number(8));
    if (!in.ok() || !in.at_end()) return damaged("contradict themselves");
    return world;
}

} // namespace attune
