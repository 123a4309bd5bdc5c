// Numbers to bytes and back, little-endian on every machine, for the durable forms of the feedback pipeline.
// The reader is made for bytes that may be damaged or hostile: it never reads past the end and never throws.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

class ByteWriter {
public:
    template <std::unsigned_integral T>
    void put(T number) {
        for (std::size_t b = 0; b < sizeof(T); ++b)
            bytes.push_back(static_cast<std::uint8_t>(number >> (8 * b)));
    }
    void put(float number) { put(std::bit_cast<std::uint32_t>(number)); }
    void put(double number) { put(std::bit_cast<std::uint64_t>(number)); }
    void put_size(std::size_t size) { put(std::uint64_t{size}); }

    std::vector<std::uint8_t> bytes;
};

/// After the first failure every number reads as 0 and ok() stays false.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::uint8_t> bytes)
        : left_(bytes) {}

    template <std::unsigned_integral T>
    T get() {
        if (left_.size() < sizeof(T)) {
            spoil();
            return 0;
        }
        T number = 0;
        for (std::size_t b = 0; b < sizeof(T); ++b)
            number = static_cast<T>(number | static_cast<T>(static_cast<T>(left_[b]) << (8 * b)));
        left_ = left_.subspan(sizeof(T));
        return number;
    }
    float get_float() { return std::bit_cast<float>(get<std::uint32_t>()); }
    double get_double() { return std::bit_cast<double>(get<std::uint64_t>()); }
    /// A count of things of at least `least` bytes each: never more than can still follow.
    std::size_t get_size(std::size_t least) {
        const auto size = get<std::uint64_t>();
        if (size > left_.size() / least) {
            spoil();
            return 0;
        }
        return static_cast<std::size_t>(size);
    }
    /// Notes that something read cannot be true.
    void require(bool holds) {
        if (!holds) spoil();
    }
    bool ok() const { return ok_; }
    bool at_end() const { return ok_ && left_.empty(); }

private:
    void spoil() {
        ok_ = false;
        left_ = {};
    }
    std::span<const std::uint8_t> left_;
    bool ok_ = true;
};

} // namespace attune
