// The tests' own reckoning of hashes, trees and proofs: by the definitions, with libsodium, and from the
// words of resources/trail/schema.md.
#pragma once

#include "core/workspace/workspace.h"
#include "tests/core/workspace/trail_load.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {

using ByteList = std::vector<std::uint8_t>;

ByteList sha256(const ByteList& message);
/// leaf(n) and chain(n) by the schema.
ByteList schema_leaf(std::uint64_t n, const ByteList& payload);
ByteList schema_chain(std::uint64_t n, const ByteList& before, const ByteList& payload);
/// MTH of RFC 6962, 2.1, by its recursion.
ByteList tree_hash(const std::vector<ByteList>& leaves);
/// RFC 9162, 2.1.3.2 and 2.1.4.2: whether a proof holds.
bool proves_inclusion(std::uint64_t index, std::uint64_t size, const ByteList& leaf,
                      const std::vector<ByteList>& proof, const ByteList& root);
bool proves_consistency(std::uint64_t first, std::uint64_t second, const ByteList& first_root,
                        const ByteList& second_root, const std::vector<ByteList>& proof);

ByteList bytes(Bytes from);
std::vector<ByteList> lists(const std::vector<TrailHash>& hashes);
std::string hex_of(const ByteList& from);

/// What the schema's tables say: where a field lies (offset and bytes), and which fields a kind has.
struct SchemaFields {
    std::map<std::string, std::pair<std::size_t, std::size_t>> places;
    std::vector<std::pair<std::string, std::vector<std::string>>> kinds; ///< in the order of their codes
};
SchemaFields read_schema();

/// All payloads of a workspace, and its chain value, root and heads, as the file has them.
struct StoredTrail {
    std::vector<ByteList> payloads;
    std::vector<ByteList> leaves;
    ByteList chain;
    std::vector<SignedHead> heads;
};
StoredTrail stored_trail(const Workspace& workspace);

} // namespace attune::test
