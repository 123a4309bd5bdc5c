#include "core/workspace/trail_hash.h"

#include <openssl/evp.h>

#include <stdexcept>

namespace attune {
namespace {

void demand(int done) {
    if (done != 1) throw std::runtime_error("SHA-256 is not to be had from libcrypto");
}

int digit_of(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

} // namespace

void TrailHasher::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

TrailHasher::TrailHasher()
    : context_(EVP_MD_CTX_new()) {
    demand(context_ ? EVP_DigestInit_ex2(context_.get(), EVP_sha256(), nullptr) : 0);
}

TrailHash TrailHasher::operator()(Bytes message) const {
    TrailHash hash;
    // Without an algorithm: the one that is already there, which spares looking it up.
    demand(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr));
    demand(EVP_DigestUpdate(context_.get(), message.data(), message.size()));
    demand(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr));
    return hash;
}

std::string to_hex(Bytes bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit_of(hex[i]);
        const int low = digit_of(hex[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(16 * high + low));
    }
    return bytes;
}

} // namespace attune
