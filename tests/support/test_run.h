// What the two test programs' mains share: the registry, the sizes and running every registered class.
#pragma once

#include "tests/support/test.h"

#include <QCoreApplication>

#include <cstdio>
#include <cstdlib>

namespace attune::test {

inline int run_registered(const QCoreApplication& application) {
    QStringList arguments = application.arguments();
    QString only;
    if (arguments.size() > 1 && !arguments[1].startsWith(QLatin1Char('-'))) only = arguments.takeAt(1);
    // Qt's own handler is put in place by every class and, from the second on, calls itself without end: a
    // program that crashes or is told to stop would go on starting debuggers.
    arguments << QStringLiteral("-nocrashhandler");
    int failures = 0;
    int classes = 0;
    for (const auto& make : registry()) {
        const auto test = make();
        if (!only.isEmpty() && only != QLatin1String(test->metaObject()->className())) continue;
        ++classes;
        failures += QTest::qExec(test.get(), arguments);
    }
    if (classes == 0) {
        std::fprintf(stderr, "no test class ran\n");
        return 1;
    }
    return failures == 0 ? 0 : 1;
}

std::vector<Factory>& registry() {
    static std::vector<Factory> all;
    return all;
}

bool full_size() {
    const char* value = std::getenv("ATTUNE_FULL");
    return value && *value && std::string(value) != "0";
}

std::string data_folder() {
    const char* value = std::getenv("ATTUNE_DATA");
    return value ? value : "";
}

std::string source_path(const std::string& relative) {
    return std::string(ATTUNE_SOURCE_DIR) + "/" + relative;
}

} // namespace attune::test
