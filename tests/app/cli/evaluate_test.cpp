// evaluate from the command line: a table, one document, one CSV that say the same, and mistakes that are
// named. What the numbers are is tested where they are made (tests/core/offline).
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <cmath>
#include <csignal>

using namespace attune;
using namespace attune::test;

namespace {

/// 14 users, one of them soon gone, 12 items, ratings 0 to 4 that lean on both sides, a row a minute.
QByteArray ratings(bool times = true) {
    QByteArray out = times ? "who,what,taste,service,when\n" : "who,what,taste,service\n";
    int minute = 0;
    for (int round = 0; round < 12; ++round)
        for (int u = 0; u < 14; ++u) {
            const int i = (u * 5 + round * 7) % 12;
            if ((u + 2 * round) % 5 == 0 || (u == 13 && round > 3)) continue;
            out += QByteArray::number(u) + "," + QByteArray::number(i) + "," +
                   QByteArray::number((u % 3 + i % 3 + (u * i + round) % 3) % 5) + "," +
                   QByteArray::number(u % 4);
            if (times) out += "," + QByteArray::number(1'400'000'000 + 60 * ++minute);
            out += "\n";
        }
    return out;
}

QStringList ours(const QStringList& more = {}) {
    return QStringList{"evaluate", "--ratings", "r.csv", "--map",
                       "user=who,item=what,rating=taste,time=when"} +
           more;
}

const Json& measure(const Json& told, const std::string& model, const std::string& name) {
    for (const Json& one : told["evaluate"]["models"])
        if (one["model"] == model) return one["measures"][name];
    static const Json none;
    return none;
}

} // namespace

class EvaluateCommand_test : public QObject {
    Q_OBJECT
private slots:
    void init() { program_.write("r.csv", ratings()); }

    void each_task_has_a_table_a_document_and_a_csv_that_agree_data() {
        QTest::addColumn<QStringList>("task");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<int>("models");
        QTest::addColumn<int>("measures");
        QTest::newRow("ratings") << QStringList{} << "bias"
                                 << "bias and factors" << 5 << 3;
        QTest::newRow("folds") << QStringList{"--folds", "4"} << "bias"
                               << "mean of the item" << 5 << 3;
        QTest::newRow("lists") << QStringList{"--task", "lists", "--top", "3", "--factors", "2"}
                               << "popularity"
                               << "iALS" << 5 << 6;
        QTest::newRow("folded in") << QStringList{"--task",    "lists", "--top",     "3",
                                                  "--factors", "2",     "--fold-in", "2"}
                                   << "popularity"
                                   << "iALS, folded in" << 6 << 6;
        QTest::newRow("dislikes") << QStringList{"--task", "dislikes"} << "combined"
                                  << "five signs, weighed" << 8 << 4;
    }
    void each_task_has_a_table_a_document_and_a_csv_that_agree() {
        QFETCH(QStringList, task);
        QFETCH(QString, reference);
        QFETCH(QString, shown);
        QFETCH(int, models);
        QFETCH(int, measures);
        const Json told = document(program_.run(ours(task + QStringList{"--json", "--csv", "e.csv"})));
        QVERIFY(told.is_object());
        QCOMPARE(keys(told["evaluate"]), QStringList({"file", "task", "read", "used", "quarantined", "facts",
                                                      "reference", "models"}));
        QCOMPARE(QString::fromStdString(told["evaluate"]["reference"].get<std::string>()), reference);
        QCOMPARE(static_cast<int>(told["evaluate"]["models"].size()), models);
        const Outcome table = program_.run(ours(task));
        QVERIFY2(table.code == 0 && table.err.isEmpty(), table.told());
        QVERIFY2(table.out.contains(shown) && !table.out.contains("[evaluate."), table.told());
        QStringList lines = QString::fromUtf8(program_.read("e.csv")).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.takeFirst(),
                 QString("model,measure,value,lower,upper,difference,difference_lower,difference_upper"));
        QCOMPARE(static_cast<int>(lines.size()), models * measures);
        for (const QString& line : lines) {
            const QStringList cells = line.split(',');
            QCOMPARE(static_cast<int>(cells.size()), 8);
            const Json& one = measure(told, cells[0].toStdString(), cells[1].toStdString());
            const auto same = [](const QString& cell, const Json& number) {
                return number.is_null() ? cell.isEmpty() : cell.toDouble() == number.get<double>();
            };
            QVERIFY2(same(cells[2], one["value"]) && same(cells[3], one["lower"]) &&
                         same(cells[4], one["upper"]),
                     qPrintable(line));
            // The reference is compared with nothing.
            QCOMPARE(one.contains("difference"), cells[0] != reference);
            if (cells[0] != reference) QVERIFY(same(cells[7], one["difference"]["upper"]));
            // The table has the digits of the first measure.
            if (cells[1] == "rmse" || cells[1] == "auc")
                QVERIFY2(table.out.contains(QString::number(cells[2].toDouble(), 'f', 6)), qPrintable(line));
        }
    }

    void the_same_command_gives_the_same_numbers() {
        const QStringList lists = {"--task", "lists", "--top", "3", "--json"};
        const Outcome one = program_.run(ours(lists + QStringList{"--threads", "1"}));
        const Outcome two = program_.run(ours(lists + QStringList{"--threads", "2"}));
        QVERIFY(one.code == 0 && one.out == two.out);
        const Json usual = document(program_.run(ours({"--json"})));
        const Json seed = document(program_.run(ours({"--json", "--seed", "7"})));
        QVERIFY(measure(seed, "factors", "rmse") != measure(usual, "factors", "rmse"));
        QVERIFY(measure(seed, "bias", "rmse") == measure(usual, "bias", "rmse"));
    }

    void another_column_can_be_predicted() {
        const Json taste = document(program_.run(ours({"--json"})));
        const Json service =
            document(program_.run({"evaluate", "--ratings", "r.csv", "--map",
                                   "user=who,item=what,rating=service,time=when", "--json"}));
        QVERIFY(taste.is_object() && service.is_object());
        // Service is the user's alone, so the user's mean is right.
        VERIFY_ZERO(measure(service, "user_mean", "rmse_known")["value"].get<double>());
        QVERIFY(measure(taste, "user_mean", "rmse_known")["value"].get<double>() > 0.1);
    }

    // Every option changes what it is said to change.
    void options_reach_the_models_data() {
        QTest::addColumn<QStringList>("task");
        QTest::addColumn<QStringList>("option");
        QTest::addColumn<QString>("model");
        const QStringList ratings_ = {"--task", "ratings"}, lists = {"--task", "lists", "--top", "3"},
                          dislikes = {"--task", "dislikes"};
        const auto row = [](const char* name, const QStringList& task, const QStringList& option,
                            const char* model) { QTest::newRow(name) << task << option << model; };
        row("share", ratings_, {"--share", "0.6"}, "global_mean");
        row("core", ratings_, {"--core", "6"}, "global_mean");
        row("factors", ratings_, {"--factors", "3"}, "factors");
        row("epochs", ratings_, {"--epochs", "5"}, "factors");
        row("rate", ratings_, {"--rate", "0.02"}, "factors");
        row("regularisation", ratings_, {"--regularisation", "1"}, "factors");
        row("damp items", ratings_, {"--damp-items", "1"}, "bias");
        row("damp users", ratings_, {"--damp-users", "1"}, "bias");
        row("at least", lists, {"--at-least", "2"}, "popularity");
        row("top", {"--task", "lists"}, {"--top", "2"}, "popularity");
        row("recent days", lists, {"--recent-days", "0.02"}, "recent_popularity");
        row("factors of lists", lists, {"--factors", "1"}, "implicit");
        row("sweeps", lists, {"--sweeps", "1"}, "implicit");
        row("unobserved", lists, {"--unobserved", "2"}, "implicit");
        row("regularisation of lists", lists, {"--regularisation", "1"}, "implicit");
        row("dislike at", dislikes, {"--dislike-at", "1"}, "constant");
        row("user rows", dislikes, {"--user-rows", "40"}, "all_signs");
        row("item rows", dislikes, {"--item-rows", "40"}, "all_signs");
        row("half-life", dislikes, {"--half-life", "0.02"}, "all_signs");
    }
    void options_reach_the_models() {
        QFETCH(QStringList, task);
        QFETCH(QStringList, option);
        QFETCH(QString, model);
        const Json without = document(program_.run(ours(task + QStringList{"--json"})));
        // --top is in the task already, and stands once.
        const Json with = document(program_.run(ours(task + option + QStringList{"--json"})));
        QVERIFY(without.is_object() && with.is_object());
        bool differs = false;
        for (const Json& one : without["evaluate"]["models"])
            if (one["model"] == model.toStdString())
                for (const auto& [name, figures] : one["measures"].items())
                    differs = differs || measure(with, model.toStdString(), name) != figures;
        QVERIFY(differs);
    }

    void factors_that_run_away_are_told() {
        const Outcome outcome = program_.run(ours({"--rate", "1", "--regularisation", "0.001"}));
        QVERIFY2(outcome.code == 0 && outcome.out.contains("'bias and factors' has no number"),
                 outcome.told());
        const Json told =
            document(program_.run(ours({"--rate", "1", "--regularisation", "0.001", "--json"})));
        QVERIFY(measure(told, "factors", "rmse")["value"].is_null());
        QVERIFY(measure(told, "bias", "rmse")["value"].is_number());
    }

    void rows_that_cannot_be_read_are_named() {
        program_.write("r.csv", ratings() + "3,4,tasty,1,1500000000\n");
        const Outcome table = program_.run(ours());
        const int line = static_cast<int>(ratings().count('\n')) + 1;
        QVERIFY2(table.code == 0 &&
                     table.out.contains(QString("r.csv:%1: the rating is not a number").arg(line)),
                 table.told());
        const Json told = document(program_.run(ours({"--json"})));
        QCOMPARE(told["evaluate"]["quarantined"].size(), std::size_t{1});
        QCOMPARE(told["evaluate"]["quarantined"][0]["line"].get<int>(), line);
        QCOMPARE(told["evaluate"]["read"].get<int>(), told["evaluate"]["used"].get<int>() + 1);
    }

    void what_cannot_be_evaluated_is_refused_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("told");
        const auto row = [](const char* name, const QStringList& arguments, const QStringList& told) {
            QTest::newRow(name) << arguments << told;
        };
        row("no file", {"evaluate"}, {"--ratings"});
        row("missing file", {"evaluate", "--ratings", "none.csv"}, {"none.csv", "no such file"});
        row("unknown task", ours({"--task", "list"}), {"--task", "ratings, lists, dislikes"});
        row("unknown part", {"evaluate", "--ratings", "r.csv", "--map", "watcher=who"}, {"watcher"});
        row("unknown column",
            {"evaluate", "--ratings", "r.csv", "--map", "user=nobody,item=what,rating=taste"}, {"nobody"});
        row("option of another task", ours({"--top", "5"}), {"--top", "'ratings'"});
        row("epochs of lists", ours({"--task", "lists", "--epochs", "5"}), {"--epochs", "'lists'"});
        row("folds and a share", ours({"--folds", "5", "--share", "0.5"}), {"--share", "--folds"});
        row("share beyond all", ours({"--share", "1.5"}), {"--share", "'1.5'", "0.05", "0.99"});
        row("share not a number", ours({"--share", "half"}), {"--share", "'half'"});
        row("core too large", ours({"--core", "500"}), {"--core", "500"});
        row("no rating so high", ours({"--task", "lists", "--at-least", "9"}), {"r.csv:", "highest is 4"});
        row("nothing that low", ours({"--task", "dislikes", "--dislike-at", "-1"}), {"--dislike-at"});
        row("no times", {"evaluate", "--ratings", "timeless.csv", "--map", "user=who,item=what,rating=taste"},
            {"no time", "--folds"});
        row("csv over the ratings", ours({"--csv", "./r.csv"}), {"--ratings", "--csv", "same file"});
    }
    void what_cannot_be_evaluated_is_refused() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, told);
        program_.write("timeless.csv", ratings(false));
        const Outcome outcome = program_.run(arguments);
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, told), outcome.told());
        QCOMPARE(program_.read("r.csv"), ratings());
    }

    void it_stops_when_asked_and_leaves_nothing() {
        QByteArray rows = "user,item,rating,time\n";
        for (int k = 0; k < 40'000; ++k)
            rows += QByteArray::number(k % 900) + "," + QByteArray::number(k % 701) + "," +
                    QByteArray::number(k % 5) + "," + QByteArray::number(1'400'000'000 + k) + "\n";
        program_.write("r.csv", rows);
        const auto process = program_.start({"evaluate", "--ratings", "r.csv", "--epochs", "1000",
                                             "--factors", "1024", "--csv", "stopped.csv", "--json"});
        QVERIFY(!process->waitForFinished(1500));
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitCode(), 130);
        QVERIFY(!program_.names().contains("stopped.csv"));
    }

private:
    static void VERIFY_ZERO(double value) {
        QVERIFY2(std::abs(value) < 1e-12, qPrintable(QString::number(value)));
    }
    const Program program_;
};

ATTUNE_TEST(EvaluateCommand_test);

#include "evaluate_test.moc"
