#include "tests/app/cli/program.h"

#include <QDirIterator>
#include <QFile>

#include <sys/resource.h>

#include <csignal>
#include <cstdio>

namespace attune::test {

Program::Program()
    : environment_(QProcessEnvironment::systemEnvironment()) {
    environment_.insert("HOME", path("home"));
    environment_.insert("XDG_CONFIG_HOME", path("home/config"));
    environment_.remove("ATTUNE_SIMD");
    if (!QDir(folder_.path()).mkpath("home")) qFatal("no folder for the tests");
}

QMap<QString, QByteArray> Program::files() const {
    QMap<QString, QByteArray> all;
    QDirIterator each(folder_.path(), QDir::Files | QDir::Hidden | QDir::System,
                      QDirIterator::Subdirectories);
    while (each.hasNext()) {
        const QString name = QDir(folder_.path()).relativeFilePath(each.next());
        if (!name.startsWith("home/")) all.insert(name, read(name));
    }
    return all;
}

void Program::write(const QString& name, const QByteArray& bytes) const {
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
}

QByteArray Program::read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::unique_ptr<QProcess> Program::start(const QStringList& arguments) const {
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment_);
    process->setWorkingDirectory(folder_.path());
    process->setChildProcessModifier([limit = file_limit_] {
        // Whatever started the tests may have had signals ignored.
        for (const int signal : {SIGINT, SIGTERM, SIGHUP})
            ::signal(signal, SIG_DFL);
        if (limit < 0) return;
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit size{static_cast<rlim_t>(limit), static_cast<rlim_t>(limit)};
        ::setrlimit(RLIMIT_FSIZE, &size);
    });
    process->start(ATTUNE_CLI, arguments);
    return process;
}

Outcome Program::run(const QStringList& arguments) const {
    const auto process = start(arguments);
    Outcome outcome;
    if (process->waitForFinished(300'000) && process->exitStatus() == QProcess::NormalExit)
        outcome.code = process->exitCode();
    outcome.out = QString::fromUtf8(process->readAllStandardOutput());
    outcome.err = QString::fromUtf8(process->readAllStandardError());
    return outcome;
}

QStringList small() {
    return {"--scenario", "calm-baseline", "--users", "200", "--days", "8", "--items", "120"};
}

QStringList on_small(QStringList arguments) {
    return arguments << small();
}

Json document(const Outcome& outcome, int code) {
    auto parsed = parse_json(outcome.out.toStdString(), "standard output");
    if (outcome.code == code && outcome.err.isEmpty() && parsed && outcome.out.endsWith("}\n"))
        return *parsed;
    std::fprintf(stderr, "%s\n%s\n", outcome.told().constData(),
                 parsed ? "" : to_line(parsed.error()).c_str());
    return {};
}

QStringList keys(const Json& object) {
    QStringList all;
    for (const auto& [key, value] : object.items())
        all << QString::fromStdString(key);
    return all;
}

bool says(const Outcome& outcome, const QStringList& words) {
    bool all = outcome.err.startsWith("attune-cli: ") && outcome.err.count('\n') == 1 &&
               outcome.err.endsWith('\n') && outcome.out.isEmpty();
    for (const QString& word : words)
        all = all && outcome.err.contains(word);
    return all;
}

} // namespace attune::test
