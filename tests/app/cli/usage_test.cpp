// Using the program wrong is told in one line that names the word and the way out; using it right says
// nothing else.
#include "core/base/text.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace attune;
using namespace attune::test;

class Usage_test : public QObject {
    Q_OBJECT

private slots:
    void wrong_words_are_named_with_a_way_out_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& words) {
            QTest::newRow(name) << arguments << words;
        };
        row("nothing", {}, {"run, compare, import", "attune-cli --help"});
        row("unknown command", {"rnu"}, {"rnu", "Did you mean 'run'"});
        row("unknown command, nothing near", {"publish-to-customers"},
            {"publish-to-customers", "attune-cli --help"});
        row("command of a command missing", {"policy"}, {"list, show, diff"});
        row("unknown command of a command", {"policy", "shwo"}, {"shwo", "Did you mean 'show'"});
        row("unknown option", on_small({"run", "--usres", "3"}), {"--usres", "Did you mean '--users'"});
        row("unknown option with a value", on_small({"run", "--thread=3"}),
            {"--thread:", "Did you mean '--threads'"});
        row("option before the command", {"--json", "metrics"}, {"--json", "behind the command"});
        row("word too many", on_small({"run", "again"}), {"again", "run --help"});
        row("second word for --set",
            on_small({"run", "--set", "prompt.weekly_cap=1", "prompt.session_cap=0"}),
            {"prompt.session_cap=0"});
        row("scenario missing", {"run"}, {"--scenario", "run --help"});
        row("candidate missing", on_small({"compare", "--baseline", "default"}), {"--candidate"});
        row("value missing", {"run", "--scenario"}, {"--scenario", "nothing is given"});
        row("value empty", {"run", "--scenario", ""}, {"--scenario", "nothing is given"});
        row("workspace empty", on_small({"run", "--workspace", ""}), {"--workspace", "nothing is given"});
        row("given twice", on_small({"run", "--users", "5"}), {"--users", "more than once"});
        row("value for a flag", on_small({"run", "--json=maybe"}), {"--json", "takes no value"});
        row("users not a number", {"run", "--scenario", "calm-baseline", "--users", "many"},
            {"--users", "'many'", "1", "2000000"});
        row("users not whole", {"run", "--scenario", "calm-baseline", "--users", "1e3"},
            {"--users", "'1e3'"});
        row("no users", {"run", "--scenario", "calm-baseline", "--users", "0"}, {"--users", "'0'"});
        row("fewer than no users", {"run", "--scenario", "calm-baseline", "--users", "-5"},
            {"--users", "'-5'"});
        row("days beyond the range", {"run", "--scenario", "calm-baseline", "--days", "401"},
            {"--days", "400"});
        row("items below the range", {"run", "--scenario", "calm-baseline", "--items", "9"},
            {"--items", "10"});
        row("replications beyond the range", on_small({"run", "--replications", "201"}),
            {"--replications", "200"});
        row("seed below zero", on_small({"run", "--seed", "-1"}), {"--seed", "'-1'"});
        row("seed beyond all numbers", on_small({"run", "--seed", "99999999999999999999"}), {"--seed"});
        row("no threads", on_small({"run", "--threads", "0"}), {"--threads", "256"});
        row("unknown instructions", on_small({"run", "--simd", "neon"}), {"--simd", "sse2, avx2"});
        row("unknown scenario", {"run", "--scenario", "calm-basline"},
            {"calm-basline", "Did you mean 'calm-baseline'"});
        row("unknown policy", on_small({"run", "--policy", "carefull"}),
            {"carefull", "Did you mean 'careful'"});
        row("unknown policy, nothing near", {"policy", "show", "xyzzy-plugh-12"}, {"policy list"});
        row("setting without a value", on_small({"run", "--set", "prompt.weekly_cap"}),
            {"--set", "key=value"});
        row("setting of an unknown lever", on_small({"run", "--set", "prompt.weekly_cop=1"}),
            {"prompt.weekly_cop", "Did you mean 'prompt.weekly_cap'"});
        row("setting out of range", on_small({"run", "--set", "prompt.weekly_cap=51"}),
            {"prompt.weekly_cap", "'51'", "between 0 and 50"});
        row("setting of another kind", on_small({"run", "--set", "ranking.ranker=best"}),
            {"ranking.ranker", "factors, popularity, content, random"});
        row("settings that do not fit together",
            on_small(
                {"run", "--set", "deescalation.watch_at=0.6", "--set", "deescalation.acknowledge_at=0.5"}),
            {"deescalation.watch_at"});
        row("floor of a group that is not there",
            on_small({"run", "--set", "fairness.floor.smal=0.2", "--workspace", "w.attune", "--log", "l",
                      "--csv", "c"}),
            {"smal"});
        row("setting of an unknown assumption", on_small({"run", "--set", "world.taste.nich_share=0.1"}),
            {"Did you mean 'world.taste.niche_share'"});
        row("a log of two runs",
            on_small({"compare", "--baseline", "default", "--candidate", "firm", "--log", "l"}), {"--log"});
        row("report without a workspace", {"report", "--html", "r.html"}, {"--workspace"});
        row("report without a page", {"report", "--workspace", "w.attune"}, {"--html"});
        row("import without a workspace", {"import", "--ratings", "r.csv", "--into", "x"}, {"--workspace"});
        row("verify without a file", {"verify"}, {"verify study.attune"});
        row("verify of nothing", {"verify", "nothing.attune"}, {"nothing.attune", "no such file"});
        row("workspace that is only read and not there", {"policy", "list", "--workspace", "w.attune"},
            {"w.attune", "no such file"});
        row("workspace in no folder", on_small({"run", "--workspace", "none/w.attune"}),
            {"none/w.attune", "Make the folder"});
        row("csv in no folder", on_small({"run", "--csv", "none/r.csv", "--workspace", "w.attune"}),
            {"none/r.csv", "Make the folder"});
        row("log into a folder",
            on_small({"run", "--log", "home", "--csv", "r.csv", "--workspace", "w.attune"}),
            {"home", "folder"});
        row("csv into a device", on_small({"run", "--csv", "/dev/null", "--workspace", "w.attune"}),
            {"/dev/null", "ordinary file"});
        row("csv and log in one file", on_small({"run", "--csv", "x", "--log", "./x"}),
            {"--csv", "--log", "same file"});
        row("csv over the workspace",
            on_small({"run", "--csv", "home/../w.attune", "--workspace", "w.attune"}),
            {"--csv", "--workspace", "same file"});
    }
    void wrong_words_are_named_with_a_way_out() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        const Program program;
        const Outcome outcome = program.run(arguments);
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, words), outcome.told());
        QVERIFY2(program.names().isEmpty(), "something was written");
    }

    void every_command_takes_the_common_options_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("metrics") << QStringList{"metrics"};
        QTest::newRow("parameters") << QStringList{"parameters"};
        QTest::newRow("policy list") << QStringList{"policy", "list"};
        QTest::newRow("policy show") << QStringList{"policy", "show", "default"};
        QTest::newRow("scenario list") << QStringList{"scenario", "list"};
        QTest::newRow("run") << on_small({"run"});
    }
    void every_command_takes_the_common_options() {
        QFETCH(QStringList, arguments);
        const Program program;
        QVERIFY(document(program.run(arguments + QStringList{"--json", "--quiet", "--threads", "2", "--simd",
                                                             "sse2", "--seed", "3"}))
                    .is_object());
        const Outcome quiet = program.run(arguments + QStringList{"--quiet"});
        QVERIFY2(quiet.code == 0 && quiet.out.isEmpty() && quiet.err.isEmpty(), quiet.told());
    }

    void help_is_a_page_with_words_and_an_example_that_works_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("the program") << QStringList{};
        for (const char* name : {"run",
                                 "compare",
                                 "credibility",
                                 "import",
                                 "calibrate",
                                 "report",
                                 "verify",
                                 "audit",
                                 "evaluate",
                                 "fairness",
                                 "audit convert",
                                 "audit scan-exports",
                                 "consent",
                                 "consent matrix",
                                 "consent statements",
                                 "consent notices",
                                 "consent processing",
                                 "consent receipt",
                                 "consent levels",
                                 "scenario",
                                 "scenario list",
                                 "scenario show",
                                 "policy",
                                 "policy list",
                                 "policy show",
                                 "policy diff",
                                 "parameters",
                                 "metrics",
                                 "person",
                                 "erase-import",
                                 "policy publish",
                                 "registry"})
            QTest::newRow(name) << QString(name).split(' ');
    }
    void help_is_a_page_with_words_and_an_example_that_works() {
        QFETCH(QStringList, command);
        const Program program;
        const Outcome help = program.run(command + QStringList{"--help"});
        QVERIFY2(help.code == 0 && help.err.isEmpty(), help.told());
        QVERIFY2(!help.out.contains("[cli."), help.told());
        QVERIFY2(!help.out.contains("TEXT") && !help.out.contains("INT"), help.told());
        for (const QString& line : help.out.split('\n'))
            QVERIFY2(line.size() <= 84, line.toUtf8());
        // Options that matter are explained.
        static const QRegularExpression bare_option("^ +--?[a-z,-]+( [A-Z=.|a-z0-9,]+)?( REQUIRED)?$",
                                                    QRegularExpression::MultilineOption);
        QVERIFY2(!help.out.contains(bare_option), help.told());
        // The example parses: it asks for help on itself.
        const QStringList examples =
            help.out.mid(help.out.indexOf(command.isEmpty() ? "A first study:" : "Example:")).split('\n');
        int tried = 0;
        for (qsizetype i = 0; i < examples.size(); ++i) {
            QString line = examples[i].trimmed();
            if (!line.startsWith("attune-cli ")) continue;
            while (line.endsWith('\\') && i + 1 < examples.size())
                line = line.chopped(1) + examples[++i].trimmed();
            line = line.section('>', 0, 0);
            const Outcome parsed =
                program.run(line.split(' ', Qt::SkipEmptyParts).mid(1) + QStringList{"--help"});
            QVERIFY2(parsed.code == 0, line.toUtf8());
            if (command.isEmpty() || line.startsWith("attune-cli " + command.first())) ++tried;
        }
        QVERIFY(tried > 0);
    }

    void examples_that_need_no_files_run() {
        const Program program;
        for (const char* line :
             {"policy show careful --json", "policy diff default careful", "policy list", "scenario list",
              "scenario show calm-baseline", "parameters", "parameters --assumptions", "metrics --json"}) {
            const Outcome outcome = program.run(QString(line).split(' '));
            QVERIFY2(outcome.code == 0 && outcome.err.isEmpty() && !outcome.out.isEmpty(), line);
        }
    }

    void version_is_told() {
        const Outcome version = Program().run({"--version"});
        QCOMPARE(version.code, 0);
        static const QRegularExpression form("^attune-cli [0-9]+\\.[0-9]+\\.[0-9]+\n$");
        QVERIFY2(form.match(version.out).hasMatch(), version.told());
    }

    void full_output_is_a_failure() {
        const Program program;
        QProcess shell;
        shell.start("/bin/sh", {"-c", QString("'%1' metrics >/dev/full").arg(ATTUNE_CLI)});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.exitCode(), 4);
        QVERIFY(shell.readAllStandardError().contains("could not be written"));
    }

    // The looks wall: nothing of Qt is loaded by the command line program.
    void program_links_no_window_library() {
        const QString readelf = QStandardPaths::findExecutable("readelf");
        if (readelf.isEmpty()) QSKIP("readelf is not installed");
        QProcess process;
        process.start(readelf, {"-d", ATTUNE_CLI});
        QVERIFY(process.waitForFinished());
        const QByteArray needed = process.readAllStandardOutput();
        QVERIFY2(needed.contains("NEEDED") && needed.contains("libsqlite3"), needed);
        for (const char* library : {"Qt", "libX11", "libGL", "libwayland"})
            QVERIFY2(!needed.contains(library), library);
    }
};

ATTUNE_TEST(Usage_test);
#include "usage_test.moc"
