// Random numbers for the tests of measures, by address, and a comparison that prints both sides.
#pragma once

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace attune::test {

/// The draws 0, 1, 2 ... of one repetition of one experiment.
class Draws {
public:
    Draws(std::uint64_t experiment, int repetition)
        : key_(stream_key(experiment, static_cast<std::uint32_t>(repetition))) {}

    double uniform() {
        return static_cast<double>(attune::uniform(words_at(key_, Stream::resample, next_++)[0]));
    }
    double normal() { return static_cast<double>(normal_quantile(static_cast<float>(uniform()))); }
    bool chance(double p) { return uniform() < p; }
    /// 0 .. below - 1
    int number(int below) { return std::min(below - 1, static_cast<int>(uniform() * below)); }

    template <typename T>
    void shuffle(std::vector<T>& rows) {
        for (std::size_t i = rows.size(); i > 1; --i)
            std::swap(rows[i - 1], rows[static_cast<std::size_t>(number(static_cast<int>(i)))]);
    }

private:
    StreamKey key_;
    std::uint32_t next_ = 0;
};

inline std::string apart(double actual, double expected) {
    return "got " + std::to_string(actual) + ", expected " + std::to_string(expected);
}

} // namespace attune::test

/// Within `tolerance`, which is absolute; NaN never is.
#define VERIFY_NEAR(actual, expected, tolerance)                                                             \
    QVERIFY2(std::abs((actual) - (expected)) <= (tolerance),                                                 \
             attune::test::apart((actual), (expected)).c_str())
