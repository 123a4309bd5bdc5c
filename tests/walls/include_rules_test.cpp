// The looks wall and the directions: no source file of the tree breaks a rule, and each rule catches its
// breach.
#include "tests/support/test.h"
#include "tests/walls/include_rules.h"

#include <QDirIterator>
#include <QFile>
#include <QProcess>

namespace attune::test {

namespace {

struct Planted {
    const char* name;
    const char* path;
    const char* text;
    bool breach;
};

const Planted planted[] = {
    {"Qt in core", "core/base/a.cpp", "#include <QString>\n", true},
    {"Qt module in simulations", "simulations/study/a.h", "#  include <QtCore/QString>\n", true},
    {"Qt in the command line", "app/cli/main.cpp", "#include <QCoreApplication>\n", true},
    {"Qt in the window", "ui/window/a.cpp", "#include <QString>\n", false},
    {"Qt in the desktop program", "app/desktop/main.cpp", "#include <QApplication>\n", false},
    {"charts outside their folder", "ui/pages/a.cpp", "#include <QtCharts/QChart>\n", true},
    {"a chart's axis outside its folder", "ui/pages/a.cpp", "#include <QDateTimeAxis>\n", true},
    {"charts in the desktop program", "app/desktop/main.cpp", "#include <QLineSeries>\n", true},
    {"charts in their folder", "ui/charts/a.cpp", "#include <QtCharts/QChart>\n", false},
    {"SQLite in a study", "simulations/study/a.cpp", "#include <sqlite3.h>\n", true},
    {"SQLite in the program", "app/cli/a.cpp", "#include \"sqlite3.h\"\n", true},
    {"SQLite in the workspace", "core/workspace/a.cpp", "#include <sqlite3.h>\n", false},
    {"SQLite in the audit", "core/audit/a.cpp", "#include <sqlite3.h>\n", false},
    {"core reaches into the world", "core/recommender/a.cpp",
     "#include \"simulations/population/population.h\"\n", true},
    {"core reaches into the window", "core/base/a.cpp", "#include \"ui/theme/theme.h\"\n", true},
    {"world reaches up", "simulations/engine/a.cpp", "#include \"app/cli/console.h\"\n", true},
    {"world reaches into the window", "simulations/report/a.cpp", "#include \"ui/charts/line.h\"\n", true},
    {"world uses core", "simulations/engine/a.cpp", "#include \"core/recommender/recommender.h\"\n", false},
    {"window reaches into a program", "ui/window/a.cpp", "#include \"app/cli/console.h\"\n", true},
    {"window uses the world", "ui/models/a.cpp", "#include \"simulations/study/simulate.h\"\n", false},
    {"window peeks into the recommender", "ui/pages/a.cpp", "#include \"core/recommender/recommender.h\"\n",
     true},
    {"window runs the engine itself", "ui/session/a.cpp", "#include \"simulations/engine/run.h\"\n", true},
    {"window opens a workspace past the session", "ui/window/a.cpp",
     "#include \"core/workspace/workspace.h\"\n", true},
    {"the session opens a workspace", "ui/session/a.cpp", "#include \"core/workspace/workspace.h\"\n", false},
    {"a page shows a record", "ui/pages/a.h", "#include \"core/workspace/records.h\"\n", false},
    {"theme knows a page", "ui/theme/a.cpp", "#include \"ui/pages/lab_page.h\"\n", true},
    {"widget knows a chart", "ui/widgets/a.cpp", "#include \"ui/charts/chart_frame.h\"\n", true},
    {"chart knows a run", "ui/charts/a.cpp", "#include \"ui/session/run_controller.h\"\n", true},
    {"session knows a widget", "ui/session/a.cpp", "#include \"ui/widgets/banner.h\"\n", true},
    {"page knows the window", "ui/pages/a.cpp", "#include \"ui/window/main_window.h\"\n", true},
    {"lever knows a page", "ui/levers/a.cpp", "#include \"ui/pages/lab_page.h\"\n", true},
    {"page uses a chart", "ui/pages/a.cpp", "#include \"ui/charts/chart_frame.h\"\n", false},
    {"built on a test", "core/base/a.cpp", "#include \"tests/support/test.h\"\n", true},
    {"ground reaches up", "core/consent/a.h", "#include \"core/recommender/recommender.h\"\n", true},
    {"ground uses ground", "core/policy/a.h", "#include \"core/base/result.h\"\n", false},
    {"recommender measures itself", "core/recommender/a.cpp", "#include \"core/measures/metrics/metric.h\"\n",
     true},
    {"recommender stores itself", "core/recommender/a.cpp", "#include \"core/workspace/workspace.h\"\n",
     true},
    {"recommender governs itself", "core/recommender/a.cpp", "#include \"core/governance/gate.h\"\n", true},
    {"the world reads private records", "simulations/engine/a.cpp",
     "#include \"core/recommender/signals/user_store.h\"\n", true},
    {"the recommender reads them by its gate", "core/recommender/recommender.h",
     "#include \"core/recommender/signals/gate.h\"\n", false},
    {"measures open the file", "core/measures/metrics/a.cpp", "#include \"core/workspace/workspace.h\"\n",
     true},
    {"verifier uses the writer", "core/audit/a.cpp", "#include \"core/workspace/database.h\"\n", true},
    {"writer verifies itself", "core/workspace/a.cpp", "#include \"core/audit/verify.h\"\n", true},
    {"Eigen in the engine", "simulations/engine/a.cpp", "#include <Eigen/Core>\n", true},
    {"Eigen in the model", "core/recommender/preference/a.h", "#include <Eigen/Core>\n", false},
    {"Eigen in offline models", "core/offline/a.cpp", "#include <Eigen/Core>\n", false},
    {"offline models reach into the recommender", "core/offline/a.cpp",
     "#include \"core/recommender/recommender.h\"\n", true},
    {"a generator of its own", "core/base/a.cpp", "std::mt19937 generator;\n", true},
    {"a generator without its namespace", "simulations/engine/a.cpp", "using namespace std; mt19937_64 g;\n",
     true},
    {"entropy", "simulations/population/a.cpp", "std::random_device entropy;\n", true},
    {"a distribution of the library", "simulations/behaviour/a.h", "std::normal_distribution<double> d;\n",
     true},
    {"the generator of C", "core/recommender/a.cpp", "int x = rand ();\n", true},
    {"seeding it", "ui/pages/a.cpp", "srand(1);\n", true},
    {"a word that ends in rand", "core/base/a.cpp", "int operand(int a); int b = operand(3);\n", false},
    {"a generator spoken of", "core/base/a.cpp",
     "// no std::mt19937, no rand() here\nint a; /* std::random_device */\n", false},
    {"a generator in a text", "core/base/a.cpp", "const char* a = \"std::mt19937\";\n", false},
    {"wall clock", "simulations/engine/a.cpp", "auto t = std::chrono::steady_clock::now();\n", true},
    {"the time of C", "core/workspace/a.cpp", "auto t = time(nullptr);\n", true},
    {"the time of C++", "core/workspace/a.cpp", "auto t = std::time(&t);\n", true},
    {"the local time", "simulations/report/a.cpp", "auto* t = localtime(&now);\n", true},
    {"a member called time", "core/base/a.cpp", "double t = event.time(hours);\n", false},
    {"wall clock in the program", "app/cli/a.cpp", "auto t = std::chrono::steady_clock::now();\n", false},
    {"a number read with a locale", "core/policy/a.cpp", "double x = std::stod(text);\n", true},
    {"a number read as C does", "simulations/population/a.cpp", "double x = strtod(text, &end);\n", true},
    {"a number written as C does", "simulations/report/a.cpp",
     "std::snprintf(buffer, sizeof buffer, \"%g\", x);\n", true},
    {"a stream in memory", "core/base/a.cpp", "std::ostringstream out;\n", true},
    {"letters by locale", "core/base/a.cpp", "if (std::isdigit(c)) ++i;\n", true},
    {"a locale set below the window", "simulations/study/a.cpp", "std::setlocale(LC_ALL, \"\");\n", true},
    {"a locale set by the command line", "app/cli/main.cpp", "std::setlocale(LC_ALL, \"\");\n", true},
    {"a line printed by the command line", "app/cli/a.cpp", "std::printf(\"%s\", line);\n", false},
    {"a number without a locale", "core/base/a.cpp",
     "std::to_chars(a, b, x); std::from_chars(a, b, x); print(x); my_printf_like(x);\n", false},
    {"fast math", "core/CMakeLists.txt", "target_compile_options(x PRIVATE -ffast-math)\n", true},
    {"fast everything", "cmake/options.cmake", "set(CMAKE_CXX_FLAGS_RELEASE \"-Ofast\")\n", true},
    {"contraction", "core/CMakeLists.txt", "add_compile_options(-ffp-contract=fast)\n", true},
    {"native", "CMakePresets.json", "\"-march=native\"", true},
    {"native from a script", ".ci/run", "CXXFLAGS=-march=native cmake --preset release\n", true},
    {"flags spoken of", "cmake/options.cmake",
     "# no -ffast-math, no -march=native\nadd_compile_options(-ffp-contract=off -fno-fast-math)\n", false},
    {"a pragma", "core/base/a.cpp", "#pragma GCC optimize(\"fast-math\")\n", true},
    {"an attribute", "core/base/a.cpp", "__attribute__((optimize(\"Ofast\"))) int f();\n", true},
    {"a harmless pragma", "core/recommender/ranking/kernels.inl", "#pragma GCC unroll 4\n", false},
    {"an honest file", "core/base/a.cpp", "#include \"core/base/result.h\"\n#include <vector>\n", false},
};

} // namespace

class Include_rules_test : public QObject {
    Q_OBJECT

private slots:
    void no_file_of_the_tree_breaks_a_rule() {
        int files = 0;
        QStringList paths;
        for (const char* file : {"CMakeLists.txt", "CMakePresets.json", "run", "test", ".ci/run"})
            paths << QString::fromStdString(source_path(file));
        for (const char* folder : {"core", "simulations", "app", "ui", "cmake", "tests", "resources"}) {
            QDirIterator walk(QString::fromStdString(source_path(folder)),
                              {"*.h", "*.cpp", "*.inl", "CMakeLists.txt", "*.cmake", "*.sh"}, QDir::Files,
                              QDirIterator::Subdirectories);
            while (walk.hasNext())
                paths << walk.next();
        }
        for (const QString& path : paths) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const std::string relative = path.mid(static_cast<int>(source_path("").size())).toStdString();
            // This file and its neighbours speak of breaches.
            if (relative.starts_with("tests/walls/")) continue;
            ++files;
            for (const std::string& breach : breaches(relative, file.readAll().toStdString()))
                QFAIL(breach.c_str());
        }
        QVERIFY2(files > 100, "the tree was not found");
    }

    void each_rule_catches_its_breach_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("breach");
        for (const Planted& one : planted)
            QTest::newRow(one.name) << QString(one.path) << QString(one.text) << one.breach;
    }
    void each_rule_catches_its_breach() {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, breach);
        const std::vector<std::string> found = breaches(path.toStdString(), text.toStdString());
        QVERIFY2(!found.empty() == breach, found.empty() ? "nothing found" : found.front().c_str());
    }

    // A rule nobody has seen work may not work.
    void every_rule_is_shown_to_catch_something() {
        std::string all;
        for (const Planted& one : planted)
            for (const std::string& breach : breaches(one.path, one.text))
                all += breach + "\n";
        QVERIFY(rule_names().size() > 15);
        for (const std::string& name : rule_names())
            QVERIFY2(all.find(": " + name + "\n") != std::string::npos, name.c_str());
    }

    void comments_and_literals_are_no_code() {
        QCOMPARE(without_comments("a // b\nc /* d\n */ e"), std::string("a \nc  e"));
        QCOMPARE(without_comments("f(\"x \\\" // y\", 'z', 1'000) g"), std::string("f(\"\", '', 1'000) g"));
        QCOMPARE(without_comments("R\"(a \" // )\" b"), std::string("R\"\" b"));
        QCOMPARE(without_comments("a /* never closed"), std::string("a "));
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
