// Hashes and signatures of the trail, by libcrypto; the writer uses another library and shares no code.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_md_ctx_st;
struct evp_md_st;

namespace attune::audit::trail {

using Hash = std::array<std::uint8_t, 32>;
using Bytes = std::span<const std::uint8_t>;

std::string hex(Bytes bytes);
/// Exactly `size` bytes from lower-case or upper-case hexadecimal digits, or nothing.
std::optional<std::vector<std::uint8_t>> bytes_of(std::string_view hex, std::size_t size);

/// SHA-256 with one context for all hashes.
class Hasher {
public:
    Hasher();
    Hash of(Bytes a, Bytes b = {}, Bytes c = {});
    /// chain(n) from chain(n-1) and the payload.
    Hash chain(std::uint64_t n, const Hash& before, Bytes payload);
    Hash leaf(std::uint64_t n, Bytes payload);
    Hash node(const Hash& left, const Hash& right);

private:
    std::unique_ptr<evp_md_st, void (*)(evp_md_st*)> method_;
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

/// That an event is in the tree: hashes on the way from its leaf to the root, from below (RFC 6962, 2.1.1).
struct Proof {
    std::uint64_t seq = 0;
    std::vector<Hash> path;
};

/// The tree, leaf by leaf, keeping no more than one hash per level. Proofs are collected on the way for the
/// leaves they are wanted for.
class Tree {
public:
    void add(Hasher& hasher, const Hash& leaf, bool prove = false);
    std::uint64_t size() const { return size_; }
    /// Of all leaves so far.
    Hash root(Hasher& hasher) const;
    /// Proofs of the wanted leaves against the root of all leaves so far.
    std::vector<Proof> proofs(Hasher& hasher) const;

private:
    struct Subtree {
        Hash hash;
        std::uint64_t first, count;
    };
    static void extend(std::vector<Proof>& proofs, const Subtree& of, const Hash& sibling);
    std::vector<Subtree> roots_; ///< complete subtrees, largest first
    std::vector<Proof> proofs_;  ///< by sequence number
    std::uint64_t size_ = 0;
};

/// Whether the path leads from the leaf of event `seq` to the root of a tree of `size` leaves.
bool leads_to(Hasher& hasher, const Hash& leaf, const Proof& proof, std::uint64_t size, const Hash& root);

/// An Ed25519 signature.
bool signature_fits(Bytes message, Bytes signature, Bytes public_key);

} // namespace attune::audit::trail
