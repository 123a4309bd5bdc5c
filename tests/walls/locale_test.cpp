// The desktop sets the locale of its user, and half of the world writes a half as 0,5. Below the window every
// number is written and read without it: with a decimal comma in force the same files, pages and sentences
// come out, and no object file holds what would ask.
#include "core/audit/verify.h"
#include "core/policy/parameters.h"
#include "core/workspace/workspace.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/html_report.h"
#include "simulations/report/json_writer.h"
#include "simulations/study/simulate.h"
#include "tests/support/test.h"

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <clocale>
#include <cstdlib>
#include <map>
#include <string>

namespace attune::test {
namespace {

/// A locale with a decimal comma, for as long as this lives: one that is installed, or one made for the test.
class Comma {
public:
    Comma() {
        before_ = std::setlocale(LC_ALL, nullptr);
        for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8"})
            if (std::setlocale(LC_ALL, name) && in_force()) return;
        QProcess::execute("localedef", {"-i", "de_DE", "-f", "UTF-8", folder_.filePath("de_DE.UTF-8")});
        qputenv("LOCPATH", folder_.path().toLocal8Bit());
        std::setlocale(LC_ALL, "de_DE.UTF-8");
    }
    ~Comma() {
        std::setlocale(LC_ALL, before_.c_str());
        qunsetenv("LOCPATH");
    }
    Comma(const Comma&) = delete;
    Comma& operator=(const Comma&) = delete;

    /// Whether C really writes a comma now.
    static bool in_force() { return std::to_string(0.5).substr(0, 3) == "0,5" && std::atof("0,5") > 0.4; }

private:
    QTemporaryDir folder_;
    std::string before_;
};

/// Everything a number goes through, by name.
std::map<std::string, std::string> everything(const QString& folder) {
    std::map<std::string, std::string> all;
    const auto note = [&](const std::string& name, const auto& result) {
        all[name] = result ? "fine" : to_line(result.error());
    };
    auto careful = policy_from_json(
        R"({"attune": "policy", "version": 1, "name": "careful", "values": {"ranking.temperature": 0.45,)"
        R"( "fairness.floor.small": 0.125}})",
        "p.json");
    note("policy read", careful);
    if (!careful) return all;
    note("lever typed", policy_parameters().set_text(*careful, "model.regularisation", "3.5"));
    note("lever typed with a comma", policy_parameters().set_text(*careful, "ranking.temperature", "0,5"));
    note("lever out of range", policy_parameters().set_text(*careful, "ranking.temperature", "99.5"));
    all["policy written"] = policy_to_json(*careful);

    LoadedScenario scenario;
    scenario.scenario.users = 130;
    scenario.scenario.days = 3;
    scenario.scenario.items = 60;
    scenario.scenario.assumptions.niche_share = 0.15;
    all["scenario written"] = scenario_to_json(scenario.scenario);
    const auto again = scenario_from_json(all["scenario written"], "s.json");
    note("scenario read", again);
    if (again) all["scenario written again"] = scenario_to_json(*again);

    Policy greedy = *careful;
    greedy.exposure_floor = {{"small", 0.94}};
    LoadedScenario narrow = scenario;
    narrow.scenario.items = 12;
    note("floor out of reach", simulate_run(narrow, greedy, {}));
    auto compared = simulate_comparison(scenario, Policy{}, *careful, {});
    note("comparison", compared);
    if (!compared) return all;
    compared->baseline.wall_seconds = compared->candidate.wall_seconds = 0.25;
    const ReportInput input{compared->record, compared->baseline, compared->candidate};
    all["page"] = html_report(input);
    all["csv"] = csv(input);
    all["json"] = json_text(compare_document(compared->record, compared->baseline, compared->candidate));

    const std::string file = folder.toStdString() + "/w.attune";
    auto workspace = Workspace::open(file, OpenMode::create);
    note("workspace", workspace);
    if (!workspace) return all;
    note("saved",
         workspace->comparisons().save_with_runs(compared->baseline, compared->candidate, compared->record));
    if (const auto content = workspace->content())
        all["content"] = std::string(content->begin(), content->end());
    const auto report = verify_file(file);
    note("verified", report);
    all["verdict"] = report && report->passed() ? "passed" : "failed";
    if (const auto found = workspace->runs().find(compared->candidate.id))
        all["run read"] = json_text(run_document(*found));
    return all;
}

/// The names in a library or object file that ask the locale, read from its symbols.
QStringList asks(const QString& file, bool names_the_json_library) {
    QProcess nm;
    nm.start("nm", {"-C", file});
    if (!nm.waitForFinished(60000) || nm.exitCode() != 0) return {"nm is needed"};
    // std::to_string of a double, std::stod and their kin, and numbers through streams.
    QStringList wanted = {
        "__to_xstring", "__stoa",    "ostream::_M_insert<double>", "istream::_M_extract<", "strtof",
        "strtold",      "setlocale", "std::locale::global",        "istream::operator>>"};
    // The JSON library asks what the point looks like and then allows for it.
    if (!names_the_json_library) wanted << "strtod";
    QStringList found;
    for (const QString& line : QString::fromUtf8(nm.readAllStandardOutput()).split('\n'))
        for (const QString& name : wanted)
            if (line.contains(name)) found << line.simplified();
    return found;
}

} // namespace

class Locale_test : public QObject {
    Q_OBJECT

private slots:
    void a_decimal_comma_changes_nothing() {
        QTemporaryDir plain_folder;
        QTemporaryDir comma_folder;
        const auto plain = everything(plain_folder.path());
        QCOMPARE(plain.at("verdict"), std::string("passed"));
        QVERIFY(plain.at("lever typed with a comma") != "fine" && plain.at("lever out of range") != "fine" &&
                plain.at("floor out of reach").find("can reach is 0.") != std::string::npos);
        QVERIFY(plain.at("page").size() > 10000 && plain.count("run read") == 1);
        const Comma comma;
        if (!Comma::in_force())
            QSKIP("there is no locale with a decimal comma here, and localedef cannot make one");
        const auto other = everything(comma_folder.path());
        QVERIFY(Comma::in_force()); // nobody set it back
        QCOMPARE(other.size(), plain.size());
        for (const auto& [name, text] : plain)
            QVERIFY2(other.at(name) == text, name.c_str());
    }

    void no_library_asks_the_locale() {
        const QStringList libraries = QStringLiteral(ATTUNE_LIBRARIES).split('|');
        QCOMPARE(libraries.size(), 10);
        for (const QString& library : libraries) {
            QStringList found = asks(library, library.contains("attune_ground"));
            // Boost words its errors with streams; ours never reach anyone.
            if (library.contains("attune_measures"))
                found = found.filter(QRegularExpression("^(?!.*ostream::_M_insert)"));
            QVERIFY2(found.isEmpty(), qPrintable(library + ": " + found.join("; ")));
        }
    }

    void what_asks_is_found_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<bool>("asks_it");
        QTest::newRow("to_string of a double") << "return std::to_string(x);" << true;
        QTest::newRow("to_string of a float") << "return std::to_string(static_cast<float>(x));" << true;
        QTest::newRow("to_string of a whole number")
            << "return std::to_string(static_cast<long>(x));" << false;
        QTest::newRow("stod") << "return std::string(1, std::stod(\"0.5\") > x ? 'a' : 'b');" << true;
        QTest::newRow("a stream out") << "std::ostringstream s; s << x; return s.str();" << true;
        QTest::newRow("a stream in") << "std::istringstream s(\"1\"); s >> x; return {};" << true;
        QTest::newRow("strtod") << "return std::string(1, strtod(\"0.5\", nullptr) > x ? 'a' : 'b');" << true;
        QTest::newRow("to_chars") << "char b[32]; return {b, std::to_chars(b, b + 32, x).ptr};" << false;
    }
    void what_asks_is_found() {
        QFETCH(QString, body);
        QFETCH(bool, asks_it);
        QTemporaryDir folder;
        QFile file(folder.filePath("a.cpp"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "#include <charconv>\n#include <cstdlib>\n#include <sstream>\n#include <string>\nstd::string f("
            "double x) { " +
            body.toUtf8() + " }\n");
        file.close();
        QProcess compiler;
        compiler.start(ATTUNE_COMPILER,
                       {"-std=c++20", "-O2", "-c", file.fileName(), "-o", folder.filePath("a.o")});
        QVERIFY(compiler.waitForFinished(120000));
        QVERIFY2(compiler.exitCode() == 0, compiler.readAllStandardError());
        QCOMPARE(!asks(folder.filePath("a.o"), false).isEmpty(), asks_it);
    }
};

ATTUNE_TEST(Locale_test);

} // namespace attune::test

#include "locale_test.moc"
