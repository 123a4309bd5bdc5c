// Every test class registers itself, and one binary per folder runs them all.
#pragma once

#include "core/base/result.h"

#include <QtTest/QtTest>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace attune::test {

using Factory = std::function<std::unique_ptr<QObject>()>;
std::vector<Factory>& registry();

template <typename T>
struct Register {
    Register() {
        registry().push_back([] { return std::make_unique<T>(); });
    }
};

/// Whether `./test --full` runs: the same tests at full size.
bool full_size();
/// `small` in the short test, `full` in the full one.
inline int sized(int small, int full) {
    return full_size() ? full : small;
}

/// The folder of the real data sets (environment variable ATTUNE_DATA), or empty.
std::string data_folder();
/// A path below the source tree: source_path("tests/fixtures/ratings.csv").
std::string source_path(const std::string& relative);

/// For QVERIFY2: true, or the error's line.
template <typename T>
std::string why(const Result<T>& result) {
    return result ? std::string() : to_line(result.error());
}

} // namespace attune::test

#define ATTUNE_TEST(Class) static const attune::test::Register<Class> register_##Class
#define VERIFY_OK(expression)                                                                                \
    do {                                                                                                     \
        const auto& verified = (expression);                                                                 \
        QVERIFY2(verified.has_value(), attune::test::why(verified).c_str());                                 \
    } while (false)
