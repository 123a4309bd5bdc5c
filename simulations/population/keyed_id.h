// Ids of people and items from a file, kept only as keyed hashes: without the key, which lives outside the
// workspace, nobody can tell whose rows they were or test a guess. The same key turns the same text into the
// same pseudonym, so a titles file meets its ratings file, and a second import meets the first.
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune {

/// 32 random bytes from the caller; never stored in a workspace.
using ImportKey = std::array<std::uint8_t, 32>;

enum class IdKind { person, item };

/// SipHash-2-4 (Aumasson, Bernstein, INDOCRYPT 2012) under a key made from the import key for each kind, so
/// that person "7" and item "7" have nothing in common.
class IdHasher {
public:
    IdHasher(const ImportKey& key, IdKind kind);
    std::uint64_t operator()(std::string_view id) const;

private:
    std::array<std::uint8_t, 16> key_{};
};

/// The order of ids: whole numbers by value ("0042" stands between 41 and 43, before "42"), before all other
/// texts, which are ordered by their bytes. It does not depend on the key, so the key never shows in a
/// result.
bool id_less(std::string_view a, std::string_view b);

/// Numbers ids 0, 1, 2 ... as they come. A hostile file cannot make it slow: places follow from keyed hashes.
class IdIndex {
public:
    IdIndex(const ImportKey& key, IdKind kind)
        : hasher_(key, kind) {}

    /// The number of an id, a new one if it is new. Two ids with one hash give an error (about 1 in 10^10 for
    /// 60,000 ids).
    Result<std::uint32_t> number_of(std::string_view id);
    std::size_t size() const { return texts_.size(); }
    const std::string& text(std::uint32_t number) const { return texts_[number]; }
    std::uint64_t pseudonym(std::uint32_t number) const { return pseudonyms_[number]; }

private:
    IdHasher hasher_;
    std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
    std::vector<std::string> texts_;
    std::vector<std::uint64_t> pseudonyms_;
};

} // namespace attune
