// Looks into the object files of kernels compiled for one instruction set. A function they share with the
// rest of the program would be taken from there for all of it, and would stop an older processor; and code
// that runs at start-up would run before anyone asked what the processor can do.
#pragma once

#include <QProcess>
#include <QStandardPaths>
#include <QString>
#include <QStringList>

namespace attune::test {

/// The object files of a list made by CMake, separated by '|'.
inline QStringList object_files(const char* joined) {
    return QString::fromUtf8(joined).split('|', Qt::SkipEmptyParts);
}

/// The symbols of one object file as nm -f posix prints them: name, type, value, size. Empty if nm cannot be
/// run.
inline QStringList symbols_of(const QString& object) {
    const QString nm = QStandardPaths::findExecutable(QStringLiteral("nm"));
    if (nm.isEmpty()) return {};
    QProcess process;
    process.start(nm, {QStringLiteral("-f"), QStringLiteral("posix"), object});
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return {};
    return QString::fromUtf8(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
}

/// What must not be in a kernel file: weak or unique symbols, start-up code, and names it takes from
/// elsewhere. The run-time parts of the sanitizers and of unwinding belong to the compiler.
inline QStringList strangers_in(const QStringList& symbols) {
    QStringList strangers;
    for (const QString& line : symbols) {
        const QStringList fields = line.split(' ');
        const QString name = fields.value(0);
        const QString type = fields.value(1);
        if (name.contains("gxx_personality") || name.startsWith("__asan") || name.startsWith("__ubsan") ||
            name.startsWith("__tsan") || name.startsWith("__odr_asan") || name == "_GLOBAL_OFFSET_TABLE_" ||
            name == "__stack_chk_fail")
            continue;
        const bool compilers_own = type == "U" && (name == "memcpy" || name == "memset");
        if (QStringLiteral("WwVvuU").contains(type) && !compilers_own) strangers << line;
        if (name.startsWith("_GLOBAL__sub_")) strangers << line;
    }
    return strangers;
}

} // namespace attune::test
