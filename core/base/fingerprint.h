// A 128-bit running hash over the events of a run. Not cryptographic: it proves that two runs are the same
// run, it does not stop anyone who wants to forge one.
#pragma once

#include "core/base/random.h"

#include <array>
#include <cstdint>
#include <string>

namespace attune {

class Fingerprint {
public:
    /// Takes in one 64-bit word; order matters.
    void add(std::uint64_t word) {
        a_ = (a_ ^ word) * 0x9FB21C651E98DF25ULL;
        a_ ^= a_ >> 32;
        b_ = (b_ + word) * 0xD6E8FEB86659FD93ULL;
        b_ ^= b_ >> 29;
    }
    void add(const Fingerprint& other) {
        add(other.a_);
        add(other.b_);
    }
    bool operator==(const Fingerprint&) const = default;

    /// 32 hexadecimal digits.
    std::string hex() const {
        static constexpr char digits[] = "0123456789abcdef";
        std::string text;
        for (std::uint64_t half : {mix64(a_ ^ b_), mix64(b_ + 0x5851F42D4C957F2DULL)})
            for (int shift = 60; shift >= 0; shift -= 4)
                text += digits[(half >> shift) & 15U];
        return text;
    }

private:
    std::uint64_t a_ = 0x243F6A8885A308D3ULL;
    std::uint64_t b_ = 0x13198A2E03707344ULL;
};

} // namespace attune
