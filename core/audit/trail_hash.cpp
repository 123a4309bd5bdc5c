#include "core/audit/trail_hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace attune::audit::trail {
namespace {

/// 0x00, then the number as eight bytes, lowest first.
std::array<std::uint8_t, 9> numbered(std::uint64_t n) {
    std::array<std::uint8_t, 9> bytes{};
    for (std::size_t i = 1; i < bytes.size(); ++i, n >>= 8U)
        bytes[i] = static_cast<std::uint8_t>(n);
    return bytes;
}

int digit_of(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

} // namespace

std::string hex(Bytes bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> bytes_of(std::string_view hex, std::size_t size) {
    if (hex.size() != 2 * size) return std::nullopt;
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < size; ++i) {
        const int high = digit_of(hex[2 * i]);
        const int low = digit_of(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

Hasher::Hasher()
    : method_(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free)
    , context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    if (!method_ || !context_ || EVP_DigestInit_ex2(context_.get(), method_.get(), nullptr) != 1)
        throw std::bad_alloc();
}

Hash Hasher::of(Bytes a, Bytes b, Bytes c) {
    Hash hash;
    // No method named: the context keeps the one it has, which saves looking it up each time.
    EVP_DigestInit_ex2(context_.get(), nullptr, nullptr);
    for (const Bytes part : {a, b, c})
        if (!part.empty()) EVP_DigestUpdate(context_.get(), part.data(), part.size());
    EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr);
    return hash;
}

Hash Hasher::chain(std::uint64_t n, const Hash& before, Bytes payload) {
    return of(numbered(n), before, payload);
}

Hash Hasher::leaf(std::uint64_t n, Bytes payload) {
    return of(numbered(n), payload);
}

Hash Hasher::node(const Hash& left, const Hash& right) {
    std::array<std::uint8_t, 65> bytes;
    bytes[0] = 1;
    std::copy(left.begin(), left.end(), bytes.begin() + 1);
    std::copy(right.begin(), right.end(), bytes.begin() + 33);
    return of(bytes);
}

void Tree::extend(std::vector<Proof>& proofs, const Subtree& of, const Hash& sibling) {
    auto one = std::lower_bound(proofs.begin(), proofs.end(), of.first,
                                [](const Proof& proof, std::uint64_t seq) { return proof.seq < seq; });
    for (; one != proofs.end() && one->seq < of.first + of.count; ++one)
        one->path.push_back(sibling);
}

void Tree::add(Hasher& hasher, const Hash& leaf, bool prove) {
    ++size_;
    if (prove) proofs_.push_back({size_, {}});
    roots_.push_back({leaf, size_, 1});
    while (roots_.size() > 1 && roots_[roots_.size() - 2].count == roots_.back().count) {
        const Subtree right = roots_.back();
        roots_.pop_back();
        Subtree& left = roots_.back();
        if (!proofs_.empty()) {
            extend(proofs_, left, right.hash);
            extend(proofs_, right, left.hash);
        }
        left.hash = hasher.node(left.hash, right.hash);
        left.count *= 2;
    }
}

Hash Tree::root(Hasher& hasher) const {
    if (roots_.empty()) return hasher.of({});
    Hash root = roots_.back().hash;
    for (std::size_t i = roots_.size() - 1; i-- > 0;)
        root = hasher.node(roots_[i].hash, root);
    return root;
}

std::vector<Proof> Tree::proofs(Hasher& hasher) const {
    std::vector<Proof> proofs = proofs_;
    if (roots_.empty()) return proofs;
    Subtree right = roots_.back();
    for (std::size_t i = roots_.size() - 1; i-- > 0;) {
        const Subtree& left = roots_[i];
        extend(proofs, left, right.hash);
        extend(proofs, right, left.hash);
        right = {hasher.node(left.hash, right.hash), left.first, left.count + right.count};
    }
    return proofs;
}

bool leads_to(Hasher& hasher, const Hash& leaf, const Proof& proof, std::uint64_t size, const Hash& root) {
    if (proof.seq == 0 || proof.seq > size) return false;
    std::uint64_t at = proof.seq - 1;
    std::uint64_t last = size - 1;
    Hash hash = leaf;
    for (const Hash& sibling : proof.path) {
        if (last == 0) return false;
        if (at % 2 == 1 || at == last) {
            hash = hasher.node(sibling, hash);
            while (at % 2 == 0 && at != 0) { // promoted without a sibling
                at /= 2;
                last /= 2;
            }
        } else {
            hash = hasher.node(hash, sibling);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && hash == root;
}

bool signature_fits(Bytes message, Bytes signature, Bytes public_key) {
    if (signature.size() != 64 || public_key.size() != 32) return false;
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, public_key.data(), public_key.size()),
        EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(),
                            message.size()) == 1;
}

} // namespace attune::audit::trail
