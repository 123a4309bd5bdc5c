// The looks wall and the directions: no source file of the tree breaks a rule, and each rule catches its breach.
#include "tests/support/test.h"
#include "tests/walls/include_rules.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>

namespace attune::test {

class Include_rules_test : public QObject {
    Q_OBJECT

private slots:
    void no_file_of_the_tree_breaks_a_rule() {
        int files = 0;
        for (const char* folder : {"core", "simulations", "app", "ui", "cmake", "tests", "resources"}) {
            QDirIterator walk(QString::fromStdString(source_path(folder)), {"*.h", "*.cpp", "*.inl", "CMakeLists.txt", "*.cmake"}, QDir::Files, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                const QString path = walk.next();
                QFile file(path);
                QVERIFY(file.open(QIODevice::ReadOnly));
                const std::string relative = path.mid(static_cast<int>(source_path("").size())).toStdString();
                // This file and its neighbours speak of breaches.
                if (relative.starts_with("tests/walls/")) continue;
                ++files;
                for (const std::string& breach : breaches(relative, file.readAll().toStdString())) QFAIL(breach.c_str());
            }
        }
        QVERIFY2(files > 100, "the tree was not found");
    }

    void each_rule_catches_its_breach_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("breach");
        const auto row = [](const char* name, const char* path, const char* text, bool breach) { QTest::newRow(name) << QString(path) << QString(text) << breach; };
        row("Qt in core", "core/base/a.cpp", "#include <QString>\n", true);
        row("Qt module in simulations", "simulations/study/a.h", "#  include <QtCore/QString>\n", true);
        row("Qt in the command line", "app/cli/main.cpp", "#include <QCoreApplication>\n", true);
        row("Qt in the window", "ui/window/a.cpp", "#include <QString>\n", false);
        row("charts outside their folder", "ui/pages/a.cpp", "#include <QtCharts/QChart>\n", true);
        row("charts in their folder", "ui/charts/a.cpp", "#include <QtCharts/QChart>\n", false);
        row("SQLite in a study", "simulations/study/a.cpp", "#include <sqlite3.h>\n", true);
        row("SQLite in the workspace", "core/workspace/a.cpp", "#include <sqlite3.h>\n", false);
        row("core reaches into the world", "core/recommender/a.cpp", "#include \"simulations/population/population.h\"\n", true);
        row("world reaches up", "simulations/engine/a.cpp", "#include \"app/cli/console.h\"\n", true);
        row("ground reaches up", "core/consent/a.h", "#include \"core/recommender/recommender.h\"\n", true);
        row("recommender measures itself", "core/recommender/a.cpp", "#include \"core/measures/metrics/metric.h\"\n", true);
        row("measures use the workspace", "core/measures/statistics/a.h", "#include \"core/workspace/records.h\"\n", true);
        row("verifier uses the writer", "core/audit/a.cpp", "#include \"core/workspace/database.h\"\n", true);
        row("Eigen in the engine", "simulations/engine/a.cpp", "#include <Eigen/Core>\n", true);
        row("global generator", "core/base/a.cpp", "std::mt19937 generator;\n", true);
        row("wall clock", "simulations/engine/a.cpp", "auto t = std::chrono::steady_clock::now();\n", true);
        row("wall clock in the program", "app/cli/a.cpp", "auto t = std::chrono::steady_clock::now();\n", false);
        row("fast math", "core/CMakeLists.txt", "target_compile_options(x PRIVATE -ffast-math)\n", true);
        row("native", "CMakePresets.json", "\"-march=native\"", true);
        row("an honest file", "core/base/a.cpp", "#include \"core/base/result.h\"\n#include <vector>\n", false);
    }
    void each_rule_catches_its_breach() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, breach);
        QCOMPARE(!breaches(path.toStdString(), text.toStdString()).empty(), breach);
    }

    void the_command_line_program_links_no_Qt() {
        QProcess readelf;
        readelf.start("readelf", {"-d", ATTUNE_CLI});
        QVERIFY2(readelf.waitForFinished(30000) && readelf.exitCode() == 0, "readelf is needed");
        const QByteArray needed = readelf.readAllStandardOutput();
        QVERIFY(needed.contains("NEEDED"));
        QVERIFY2(!needed.contains("libQt"), needed.constData());
    }
};

ATTUNE_TEST(Include_rules_test);

} // namespace attune::test

#include "include_rules_test.moc"
