#include "core/workspace/trail_chain.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <numeric>

namespace attune {
namespace {

constexpr std::uint8_t leaf_mark = 0, node_mark = 1;
constexpr std::size_t number_bytes = 1 + 8;            // mark and sequence number
constexpr std::size_t chain_bytes = number_bytes + 32; // ... and the value before

TrailHash node_of(const TrailHash& left, const TrailHash& right, const TrailHasher& hasher) {
    std::array<std::uint8_t, 65> message;
    message[0] = node_mark;
    std::memcpy(message.data() + 1, left.data(), left.size());
    std::memcpy(message.data() + 33, right.data(), right.size());
    return hasher(message);
}

void put_number(std::uint8_t* at, std::uint64_t sequence) {
    *at = leaf_mark;
    for (std::size_t i = 0; i < 8; ++i)
        at[1 + i] = static_cast<std::uint8_t>(sequence >> (8 * i));
}

/// The largest power of two below `size`, which is at least 2: where RFC 6962 cuts a tree.
std::uint64_t cut_of(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

/// The parts of [first, end) that lead to the leaf, appended from the leaf upwards.
void add_inclusion(std::uint64_t index, LeafRange all, std::vector<LeafRange>& parts) {
    if (all.end - all.first == 1) return;
    const std::uint64_t cut = all.first + cut_of(all.end - all.first);
    if (index < cut) {
        add_inclusion(index, {all.first, cut}, parts);
        parts.push_back({cut, all.end});
    } else {
        add_inclusion(index, {cut, all.end}, parts);
        parts.push_back({all.first, cut});
    }
}

/// SUBPROOF of RFC 6962, 2.1.2. `known`: the earlier root is that of all of [first, ...), which the reader
/// has.
void add_consistency(std::uint64_t earlier, LeafRange all, bool known, std::vector<LeafRange>& parts) {
    const std::uint64_t size = all.end - all.first;
    if (earlier == size) {
        if (!known) parts.push_back(all);
        return;
    }
    const std::uint64_t cut = cut_of(size);
    if (earlier <= cut) {
        add_consistency(earlier, {all.first, all.first + cut}, known, parts);
        parts.push_back({all.first + cut, all.end});
    } else {
        add_consistency(earlier - cut, {all.first + cut, all.end}, false, parts);
        parts.push_back({all.first, all.first + cut});
    }
}

} // namespace

void MerkleTree::add(const TrailHash& leaf, const TrailHasher& hasher) {
    auto parts = static_cast<std::size_t>(std::popcount(size_));
    TrailHash full = leaf;
    // As in adding one to a binary number: equal parts become one of double size.
    for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U)
        full = node_of(full_[--parts], full, hasher);
    full_[parts] = full;
    ++size_;
}

TrailHash MerkleTree::root(const TrailHasher& hasher) const {
    if (size_ == 0) return hasher({});
    auto part = static_cast<std::size_t>(std::popcount(size_)) - 1;
    TrailHash root = full_[part];
    while (part > 0)
        root = node_of(full_[--part], root, hasher);
    return root;
}

void TrailChain::add(Bytes payload) {
    const std::uint64_t sequence = size() + 1;
    message_.resize(chain_bytes + payload.size());
    put_number(message_.data(), sequence);
    std::memcpy(message_.data() + number_bytes, value_.data(), value_.size());
    std::memcpy(message_.data() + chain_bytes, payload.data(), payload.size());
    value_ = hasher_(message_);
    // The leaf is the same without the value before: its number goes right before the payload.
    std::uint8_t* leaf = message_.data() + chain_bytes - number_bytes;
    put_number(leaf, sequence);
    tree_.add(hasher_({leaf, number_bytes + payload.size()}), hasher_);
}

TrailHash leaf_of(std::uint64_t sequence, Bytes payload, const TrailHasher& hasher) {
    std::vector<std::uint8_t> message(number_bytes + payload.size());
    put_number(message.data(), sequence);
    std::copy(payload.begin(), payload.end(), message.begin() + number_bytes);
    return hasher(message);
}

std::vector<LeafRange> inclusion_parts(std::uint64_t index, std::uint64_t size) {
    assert(index < size);
    std::vector<LeafRange> parts;
    add_inclusion(index, {0, size}, parts);
    return parts;
}

std::vector<LeafRange> consistency_parts(std::uint64_t earlier, std::uint64_t size) {
    assert(earlier <= size);
    std::vector<LeafRange> parts;
    if (earlier > 0 && earlier < size) add_consistency(earlier, {0, size}, true, parts);
    return parts;
}

PartRoots::PartRoots(std::vector<LeafRange> parts)
    : parts_(std::move(parts))
    , trees_(parts_.size())
    , by_place_(parts_.size()) {
    std::iota(by_place_.begin(), by_place_.end(), std::size_t{0});
    std::sort(by_place_.begin(), by_place_.end(),
              [&](std::size_t a, std::size_t b) { return parts_[a].first < parts_[b].first; });
}

void PartRoots::add(const TrailHash& leaf, const TrailHasher& hasher) {
    const std::uint64_t place = next_++;
    if (at_ < by_place_.size() && place == parts_[by_place_[at_]].end) ++at_;
    if (at_ < by_place_.size() && place >= parts_[by_place_[at_]].first)
        trees_[by_place_[at_]].add(leaf, hasher);
}

std::vector<TrailHash> PartRoots::roots(const TrailHasher& hasher) const {
    std::vector<TrailHash> roots;
    for (const MerkleTree& tree : trees_)
        roots.push_back(tree.root(hasher));
    return roots;
}

} // namespace attune
