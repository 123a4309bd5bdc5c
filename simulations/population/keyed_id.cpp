#include "simulations/population/keyed_id.h"

#include <sodium.h>

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);

bool is_number(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_leading_zeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

} // namespace

IdHasher::IdHasher(const ImportKey& key, IdKind kind) {
    const std::string_view purpose =
        kind == IdKind::person ? "attune import: people" : "attune import: items";
    [[maybe_unused]] const int code =
        crypto_generichash(key_.data(), key_.size(), reinterpret_cast<const unsigned char*>(purpose.data()),
                           purpose.size(), key.data(), key.size());
    assert(code == 0);
}

std::uint64_t IdHasher::operator()(std::string_view id) const {
    std::array<unsigned char, crypto_shorthash_BYTES> bytes{};
    crypto_shorthash(bytes.data(), reinterpret_cast<const unsigned char*>(id.data()), id.size(), key_.data());
    std::uint64_t word = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        word = (word << 8U) | bytes[i - 1];
    return word;
}

bool id_less(std::string_view a, std::string_view b) {
    const bool a_number = is_number(a);
    const bool b_number = is_number(b);
    if (a_number != b_number) return a_number;
    if (a_number) {
        const std::string_view x = without_leading_zeros(a);
        const std::string_view y = without_leading_zeros(b);
        if (x.size() != y.size()) return x.size() < y.size();
        if (x != y) return x < y;
    }
    return a < b;
}

Result<std::uint32_t> IdIndex::number_of(std::string_view id) {
    const std::uint64_t pseudonym = hasher_(id);
    const auto next = static_cast<std::uint32_t>(texts_.size());
    const auto [place, is_new] = numbers_.try_emplace(pseudonym, next);
    if (is_new) {
        texts_.emplace_back(id);
        pseudonyms_.push_back(pseudonym);
    } else if (texts_[place->second] != id)
        return fail(ErrorCode::failed, "two ids have the same hash under this key", {},
                    "Import again with a new key");
    return place->second;
}

} // namespace attune
