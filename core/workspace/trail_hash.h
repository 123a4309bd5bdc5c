// SHA-256 for the trail. A trail takes three short hashes per event, so the context is made once: libcrypto
// then needs a third of the time of libsodium, which knows no instructions for it.
#pragma once

#include "core/workspace/database.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace attune {

using TrailHash = std::array<std::uint8_t, 32>;

class TrailHasher {
public:
    /// Throws std::runtime_error where the library offers no SHA-256.
    TrailHasher();
    TrailHasher(const TrailHasher&)
        : TrailHasher() {}
    TrailHasher& operator=(const TrailHasher&) { return *this; }
    TrailHasher(TrailHasher&&) noexcept = default;
    TrailHasher& operator=(TrailHasher&&) noexcept = default;
    ~TrailHasher() = default;

    TrailHash operator()(Bytes message) const;

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// In small letters.
std::string to_hex(Bytes bytes);
/// Nothing if there is another character in it, or half a byte.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view hex);

inline Bytes bytes_of_text(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of_bytes(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace attune
