#include "tests/support/test.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>

using namespace attune::test;

namespace {

/// Everything the fixed runs need; the words and files of the product are linked as they are.
QStringList needed_sources() {
    QStringList sources = {
        "simulations/population/assumptions.cpp",     "simulations/population/consenting.cpp",
        "simulations/population/population.cpp",      "simulations/population/synthetic.cpp",
        "simulations/population/tastes.cpp",          "tests/simulations/engine/fingerprint_program.cpp",
        "tests/simulations/engine/fixed_requests.cpp"};
    for (const char* folder :
         {"core/base", "core/consent", "core/policy", "core/recommender", "core/recommender/feedback",
          "core/recommender/deescalation", "core/recommender/fairness", "core/recommender/preference",
          "core/recommender/prompting", "core/recommender/ranking", "core/recommender/signals",
          "core/measures/metrics", "simulations/behaviour", "simulations/engine"})
        for (const QString& file : QDir(QString::fromStdString(source_path(folder))).entryList({"*.cpp"}))
            if (!file.startsWith("journal")) sources << QString(folder) + "/" + file;
    return sources;
}

/// Runs a command in the folder; what it printed as error, or empty.
QString complaint(const QString& folder, const QString& program, const QStringList& arguments,
                  QByteArray* output = nullptr) {
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(600000)) return program + " did not finish";
    if (output) *output = process.readAllStandardOutput();
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0) return {};
    return program + " " + arguments.join(' ') + "\n" + QString::fromUtf8(process.readAllStandardError());
}

QByteArray without_libm(const QByteArray& lines) {
    return lines.left(lines.indexOf("libm "));
}

} // namespace

class Compilers_test : public QObject {
    Q_OBJECT
private slots:
    void another_compiler_gives_the_same_digits_data() {
        QTest::addColumn<QString>("compiler");
        QTest::addColumn<QString>("optimisation");
        QTest::newRow("clang, optimised") << "clang++"
                                          << "-O2";
        QTest::newRow("GCC, not optimised") << "g++"
                                            << "-O0";
    }
    void another_compiler_gives_the_same_digits() {
        QFETCH(QString, compiler);
        QFETCH(QString, optimisation);
        if (!full_size()) QSKIP("compiles the core once more: only in the full test");
        if (QStandardPaths::findExecutable(compiler).isEmpty())
            QSKIP(qPrintable(compiler + " is not installed"));
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        QStringList common = {"-std=c++20",
                              optimisation,
                              "-ffp-contract=off",
                              "-fno-fast-math",
                              "-DATTUNE_BLOCKS_ON_JTHREAD",
                              "-pthread",
                              "-I" + QString::fromStdString(source_path("."))};
        for (const QString& include : QString(ATTUNE_HEADER_FOLDERS).split('|', Qt::SkipEmptyParts))
            common << "-isystem" << include;
        QStringList objects;
        for (const QString& source : needed_sources()) {
            QStringList arguments = common;
            if (source.endsWith("_avx2.cpp")) arguments << "-mavx2";
            arguments << "-DATTUNE_SOURCE_DIR=\"" + QString::fromStdString(source_path(".")) + "\"";
            objects << QString(source).replace('/', '_').replace(".cpp", ".o");
            arguments << "-c" << QString::fromStdString(source_path(source.toStdString())) << "-o"
                      << objects.back();
            const QString wrong = complaint(folder.path(), compiler, arguments);
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
        const QString wrong = complaint(folder.path(), compiler,
                                        QStringList{"-pthread", "-o", "program"} + objects +
                                            QString(ATTUNE_LINKED).split('|', Qt::SkipEmptyParts));
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QByteArray ours;
        QByteArray theirs;
        QCOMPARE(complaint(folder.path(), ATTUNE_FINGERPRINT_PROGRAM, {"2"}, &ours), QString());
        QCOMPARE(complaint(folder.path(), folder.filePath("program"), {"4"}, &theirs), QString());
        QVERIFY(without_libm(ours).count('\n') >= 6);
        QCOMPARE(without_libm(theirs), without_libm(ours));
    }
};
ATTUNE_TEST(Compilers_test);

#include "compilers_test.moc"
