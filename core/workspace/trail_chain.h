// What holds the trail together: a chain value that every event hands to the next, and a Merkle tree over all
// events (RFC 6962), of which only the roots of the full parts are kept while it grows. Proofs are made from
// the payloads as they are stored. What is hashed stands in resources/trail/schema.md.
#pragma once

#include "core/workspace/trail_hash.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

/// A tree that grows by one leaf at a time, in the memory of one hash per level.
class MerkleTree {
public:
    std::uint64_t size() const { return size_; }
    void add(const TrailHash& leaf, const TrailHasher& hasher);
    TrailHash root(const TrailHasher& hasher) const;

private:
    std::uint64_t size_ = 0;
    std::array<TrailHash, 64> full_; ///< roots of the full parts, the largest first: one per bit of size_
};

/// Chain and tree of a trail up to some event.
class TrailChain {
public:
    /// How many events; the last one has this sequence number.
    std::uint64_t size() const { return tree_.size(); }
    /// After the last event; zeros where there is none.
    const TrailHash& value() const { return value_; }
    TrailHash root() const { return tree_.root(hasher_); }
    void add(Bytes payload);

private:
    TrailHasher hasher_;
    MerkleTree tree_;
    TrailHash value_{};
    std::vector<std::uint8_t> message_; ///< what is hashed, kept so that nothing is allocated per event
};

/// leaf(sequence) in the tree.
TrailHash leaf_of(std::uint64_t sequence, Bytes payload, const TrailHasher& hasher);

/// Leaves `first` to `end` - 1, counted from 0.
struct LeafRange {
    std::uint64_t first = 0, end = 0;
    bool operator==(const LeafRange&) const = default;
};

/// The parts of the tree whose roots prove that leaf `index` is in a tree of `size` leaves, from the leaf
/// upwards. `index` < `size`.
std::vector<LeafRange> inclusion_parts(std::uint64_t index, std::uint64_t size);
/// ... that a tree of `size` leaves begins with the tree of `earlier` leaves; none where one of both is empty
/// or they are equal. `earlier` <= `size`.
std::vector<LeafRange> consistency_parts(std::uint64_t earlier, std::uint64_t size);

/// The roots of parts of a tree, made while all its leaves go by in their order.
class PartRoots {
public:
    explicit PartRoots(std::vector<LeafRange> parts);
    /// The next leaf.
    void add(const TrailHash& leaf, const TrailHasher& hasher);
    /// In the order of the parts.
    std::vector<TrailHash> roots(const TrailHasher& hasher) const;

private:
    std::vector<LeafRange> parts_;
    std::vector<MerkleTree> trees_;
    std::vector<std::size_t> by_place_; ///< numbers of parts as they lie in the tree
    std::size_t at_ = 0;                ///< in by_place_: the part that is next or under way
    std::uint64_t next_ = 0;
};

} // namespace attune
