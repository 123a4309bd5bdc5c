// Logs of strangers: read as they were written, or refused with file and line.
#include "simulations/fit/event_row.h"
#include "simulations/fit/log_reader.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

namespace attune::test {
namespace {

class Folder {
public:
    std::string file(const QByteArray& bytes) const {
        const QString path = dir_.filePath("log.jsonl");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) throw std::runtime_error("cannot write " + path.toStdString());
        file.write(bytes);
        return path.toStdString();
    }

private:
    QTemporaryDir dir_;
};

constexpr const char* good_line = R"({"event":"prompt","user":4,"hours":9.5,"visit":0,"slate":1,"item":7})";

} // namespace

class Log_reader_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_file_says_what_the_events_said() {
        const WorldData world = make_synthetic_world({}, 40, 5);
        const LoggedRun run =
            observe_with_log(request_over(world, {}, shipped_policy("ask-every-session"), 100, 9, 5));
        QByteArray bytes;
        LogReducer reducer;
        std::int64_t prompts = 0;
        for (const LoggedEvent& event : run.log) {
            bytes += QByteArray::fromStdString(to_json_line(event) + "\n");
            reducer.add(event);
            prompts += event.kind == LoggedKind::prompt ? 1 : 0;
        }
        const Folder folder;
        const auto read = read_event_log(folder.file(bytes));
        VERIFY_OK(read);
        QCOMPARE(read->people, 100);
        QCOMPARE(read->days, 9);
        QCOMPARE(read->prompts, prompts);
        QCOMPARE(read->lines, static_cast<std::int64_t>(run.log.size()));
        const Figures direct = reducer.figures(9);
        QCOMPARE(read->figures.keys, direct.keys);
        for (std::size_t f = 0; f < log_figure_count; ++f)
            QVERIFY2(read->figures.values[f] == direct.values[f] ||
                         (std::isnan(direct.values[f]) && std::isnan(read->figures.values[f])),
                     direct.keys[f].c_str());
        QCOMPARE(read->figures.covariance, direct.covariance);
    }

    void every_kind_of_event_is_known_data() {
        QTest::addColumn<int>("kind");
        for (int k = 0; k <= static_cast<int>(LoggedKind::own_words); ++k)
            QTest::addRow("kind %d", k) << k;
    }
    void every_kind_of_event_is_known() {
        QFETCH(int, kind);
        LoggedEvent event{
            .kind = static_cast<LoggedKind>(kind), .user = UserId(12), .visit = 3, .hours = 31.25};
        event.feedback = FeedbackKind::thumb_down;
        event.response =
            kind == static_cast<int>(LoggedKind::reason) || kind == static_cast<int>(LoggedKind::own_words)
                ? Response::reason_quality
                : Response::stars_2;
        event.value = 0.5F;
        event.slates = 4;
        event.consent.status[static_cast<std::size_t>(Purpose::improve_models)] = ConsentStatus::withdrawn;
        event.consent.status[static_cast<std::size_t>(Purpose::adjust_this_session)] = ConsentStatus::renewed;
        const auto back = event_from_line(to_json_line(event), "x:1");
        VERIFY_OK(back);
        QCOMPARE(static_cast<int>(back->kind), kind);
        QCOMPARE(back->user.value, 12U);
        QCOMPARE(back->hours, 31.25);
        if (event.kind == LoggedKind::session) QCOMPARE(back->slates, 4U);
        if (event.kind == LoggedKind::session || event.kind == LoggedKind::feedback)
            QCOMPARE(back->value, 0.5F);
        if (event.kind == LoggedKind::consent) QVERIFY(back->consent.status == event.consent.status);
        if (event.kind == LoggedKind::answer || event.kind == LoggedKind::reason ||
            event.kind == LoggedKind::own_words)
            QCOMPARE(back->response, event.response);
        if (event.kind == LoggedKind::own_words) {
            event.understood = false;
            const auto unclear = event_from_line(to_json_line(event), "x:1");
            VERIFY_OK(unclear);
            QVERIFY(!unclear->understood);
        }
        if (event.kind == LoggedKind::conversion) QCOMPARE(back->visit, 3U);
    }

    void other_ways_to_write_json_are_read_too() {
        for (const char* line : {R"({ "user" : 4, "hours": 9.5e0, "event": "prompt" })",
                                 "{\"event\":\"prom\\u0070t\",\"user\":4,\"hours\":9.5}",
                                 R"({"hours":9.5,"event":"prompt","user":4,"note":null})"}) {
            const auto event = event_from_line(line, "x:1");
            VERIFY_OK(event);
            QCOMPARE(event->kind, LoggedKind::prompt);
            QCOMPARE(event->user.value, 4U);
            QCOMPARE(event->hours, 9.5);
        }
    }

    void a_damaged_line_is_refused_with_its_place_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* line, const char* says) {
            QTest::newRow(name) << QByteArray(line) << QString(says);
        };
        row("cut off", "{\"event\":\"prompt\",\"user\":4,\"ho", "");
        row("not JSON", "prompt,4,9.5", "");
        row("an array", "[1,2]", "not a JSON object");
        row("no event", R"({"user":4,"hours":9.5})", "no 'event'");
        row("unknown event", R"({"event":"popup","user":4,"hours":9.5})", "popup");
        row("no user", R"({"event":"prompt","hours":9.5})", "no 'user'");
        row("half a user", R"({"event":"prompt","user":4.5,"hours":9.5})", "'user' cannot be 4.5");
        row("negative user", R"({"event":"prompt","user":-4,"hours":9.5})", "'user' cannot be -4");
        row("user too large", R"({"event":"prompt","user":4294967296,"hours":9.5})", "'user'");
        row("named user", R"({"event":"prompt","user":"ann","hours":9.5})", "'user' must be a number");
        row("no time", R"({"event":"prompt","user":4})", "no 'hours'");
        row("negative time", R"({"event":"prompt","user":4,"hours":-1})", "'hours' cannot be -1");
        row("past the end of time", R"({"event":"prompt","user":4,"hours":9600})", "'hours'");
        row("infinite time", R"({"event":"prompt","user":4,"hours":1e999})", "");
        row("time twice", R"({"event":"prompt","user":4,"hours":1,"hours":2})", "");
        row("leading zero", R"({"event":"prompt","user":04,"hours":1})", "");
        row("not a number", R"({"event":"prompt","user":4,"hours":nan})", "");
        row("nested", R"({"event":"prompt","user":{"id":4},"hours":1})", "'user' must be a number");
        row("answer without a kind", R"({"event":"answer","user":4,"hours":9.6})", "no 'kind'");
        row("answer of no kind", R"({"event":"answer","user":4,"hours":9.6,"kind":"smile"})", "smile");
        row("answer that is a pick", R"({"event":"answer","user":4,"hours":9.6,"kind":"picked"})", "picked");
        row("answer without a prompt", R"({"event":"answer","user":5,"hours":9.6,"kind":"thumb_up"})",
            "person 5");
        row("time goes back",
            "{\"event\":\"prompt\",\"user\":4,\"hours\":100}\n{\"event\":\"prompt\",\"user\":4,\"hours\":50}",
            "goes back");
        row("depth beyond the end",
            R"({"event":"feedback","user":4,"hours":9.6,"kind":"consumed","value":1.5})",
            "'value' cannot be 1.5");
        row("consent that is no answer",
            R"({"event":"consent","user":4,"hours":0,"adjust_this_session":"given","adjust_my_recommendations":"perhaps"})",
            "perhaps");
    }
    void a_damaged_line_is_refused_with_its_place() {
        QFETCH(QByteArray, line);
        QFETCH(QString, says);
        const Folder folder;
        const std::string path = folder.file(QByteArray(good_line) + "\n\n" + line + "\n" + good_line + "\n");
        const auto read = read_event_log(path);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::bad_input);
        const QString told = QString::fromStdString(to_line(read.error()));
        const int at = 3 + static_cast<int>(line.count('\n'));
        QVERIFY2(told.startsWith(QString::fromStdString(path) + ":" + QString::number(at)), qPrintable(told));
        QVERIFY2(told.contains(says), qPrintable(told));
    }

    void files_that_are_no_log_are_refused() {
        const Folder folder;
        QCOMPARE(read_event_log(folder.file("")).error().code, ErrorCode::bad_input);
        QCOMPARE(read_event_log("/no/such/file").error().code, ErrorCode::not_found);
        QCOMPARE(read_event_log(folder.file("\n\n\n")).error().code, ErrorCode::bad_input);
        const auto long_line =
            read_event_log(folder.file(QByteArray(good_line) + "\n" + QByteArray(2 << 20, 'x')));
        QVERIFY(!long_line && long_line.error().where.ends_with(":2"));
        // Impressions alone tell of nobody who could be asked.
        QVERIFY(!read_event_log(folder.file(R"({"event":"impression","user":4,"hours":9.5})")));
    }

    void reading_can_be_stopped() {
        QByteArray bytes;
        for (int i = 0; i < 40'000; ++i)
            bytes += QByteArray(good_line) + "\n";
        const Folder folder;
        const std::string path = folder.file(bytes);
        std::stop_source stop;
        double seen = 0;
        const auto read = read_event_log(
            path,
            [&](double done) {
                seen = done;
                stop.request_stop();
            },
            stop.get_token());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::cancelled);
        QVERIFY(seen > 0 && seen < 1);
        VERIFY_OK(read_event_log(path));
    }
};

ATTUNE_TEST(Log_reader_test);

} // namespace attune::test

#include "log_reader_test.moc"
