#include "core/base/lanes.h"
#include "tests/simulations/engine/logged_fingerprint.h"
#include "tests/simulations/example_run.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

#include <map>

using namespace attune;
using namespace attune::test;

namespace {

/// Recorded in tests/fixtures/fingerprints.json. When a change of the product is meant to change what
/// happens, renew them: run attune_fingerprint_program and write the "name digits" it prints into that file,
/// and say in the commit why they changed.
std::map<QString, QString> recorded() {
    std::map<QString, QString> digits;
    QFile file(QString::fromStdString(source_path("tests/fixtures/fingerprints.json")));
    if (!file.open(QIODevice::ReadOnly)) return digits;
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        digits[it.key()] = it.value().toString();
    return digits;
}

struct Printed {
    int exit = -1;
    std::map<QString, QString> digits;
};

Printed printed(const QStringList& arguments, const std::map<QString, QString>& environment = {}) {
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const auto& [variable, value] : environment)
        variables.insert(variable, value);
    process.setProcessEnvironment(variables);
    process.start(ATTUNE_FINGERPRINT_PROGRAM, arguments);
    Printed out;
    if (!process.waitForFinished(600000) || process.exitStatus() != QProcess::NormalExit) return out;
    out.exit = process.exitCode();
    for (const QString& line :
         QString::fromUtf8(process.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts))
        out.digits[line.section(' ', 0, 0)] = line.section(' ', 1);
    return out;
}

/// What glibc itself gives for exp, on this processor and with the variants off; different where the switch
/// works.
const QString without_variants = "glibc.cpu.hwcaps=-AVX2_Usable,-AVX2,-FMA,-FMA_Usable";

struct Subject {
    WorldData world;
    LoggedRun run;
    int users = 200;

    static const Subject& get() {
        static const Subject subject = [] {
            Assumptions assumptions;
            assumptions.opt_out_rate = 0.05;
            assumptions.tap_rate = 0.1;
            Policy policy;
            policy.weekly_cap = 50;
            policy.gap_hours = 0;
            policy.ask_when_fruitless = true;
            policy.ask_at_random = 0.05;
            policy.tour_items = 6;
            Subject made;
            made.world = make_synthetic_world(assumptions, 120, 5);
            made.run = observe_with_log(request_over(made.world, assumptions, policy, made.users, 6, 5));
            return made;
        }();
        return subject;
    }
};

std::size_t middle_one(const std::vector<LoggedEvent>& log,
                       const std::function<bool(const LoggedEvent&)>& wanted) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < log.size(); ++i)
        if (wanted(log[i])) places.push_back(i);
    return places.empty() ? log.size() : places[places.size() / 2];
}

} // namespace

class Fingerprint_test : public QObject {
    Q_OBJECT
private slots:
    void the_same_digits_come_out_everywhere_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        for (const char* threads : {"1", "2", "4"})
            for (const char* level : {"sse2", "avx2"})
                QTest::addRow("%s threads, %s", threads, level) << QStringList{threads, level} << ""
                                                                << "";
        QTest::addRow("detected") << QStringList{"2"} << ""
                                  << "";
        QTest::addRow("chosen by environment") << QStringList{"1"} << "ATTUNE_SIMD"
                                               << "sse2";
        QTest::addRow("glibc without AVX2 and FMA")
            << QStringList{"2"} << "GLIBC_TUNABLES" << without_variants;
    }
    void the_same_digits_come_out_everywhere() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, variable);
        QFETCH(QString, value);
        if (arguments.contains("avx2") && !processor_has(SimdLevel::avx2))
            QSKIP("this processor has no AVX2");
        const auto expected = recorded();
        QVERIFY(expected.size() >= 6);
        const Printed out = variable.isEmpty() ? printed(arguments) : printed(arguments, {{variable, value}});
        QCOMPARE(out.exit, 0);
        for (const auto& [name, digits] : expected) {
            QVERIFY2(out.digits.contains(name), qPrintable(name));
            QCOMPARE(name + " " + out.digits.at(name), name + " " + digits);
        }
        QCOMPARE(out.digits.size(), expected.size() + 1); // and the line of libm
    }

    void switching_off_glibcs_variants_does_something() {
        const Printed plain = printed({"--libm"});
        const Printed without = printed({"--libm"}, {{"GLIBC_TUNABLES", without_variants}});
        QVERIFY(plain.exit == 0 && without.exit == 0 && plain.digits.contains("libm"));
        if (plain.digits.at("libm") == without.digits.at("libm"))
            QSKIP("libm gives the same digits either way here, so the run without its variants proves "
                  "nothing on this processor");
    }

    void seeds_and_people_make_different_runs() {
        Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 60, 1);
        const auto digits = [&](int users, std::uint64_t seed) {
            return observe(request_over(world, assumptions, Policy{}, users, 3, seed)).fingerprint.hex();
        };
        QVERIFY(digits(100, 1) == digits(100, 1));
        QVERIFY(digits(100, 1) != digits(100, 2));
        QVERIFY(digits(100, 1) != digits(101, 1));
    }

    void it_is_the_hash_of_the_logged_events() {
        const Subject& subject = Subject::get();
        QCOMPARE(fingerprint_of_log(subject.run.log, subject.users).hex(),
                 subject.run.observation.fingerprint.hex());
    }

    void any_one_changed_event_changes_it_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"item", "rank", "pick of another rank", "no pick", "a tap less",
                                 "a tap more", "answer turned", "answer gone", "prompt gone", "trigger",
                                 "opt-out gone", "opt-out more", "consent", "person", "two slates swapped"})
            QTest::newRow(what) << what;
        for (int bit = 0; bit < 32; ++bit)
            QTest::addRow("score bit %d", bit) << QString("score %1").arg(bit);
    }
    void any_one_changed_event_changes_it() {
        QFETCH(QString, what);
        const Subject& subject = Subject::get();
        std::vector<LoggedEvent> log = subject.run.log;
        const auto feedback = [](FeedbackKind kind) {
            return
                [kind](const LoggedEvent& e) { return e.kind == LoggedKind::feedback && e.feedback == kind; };
        };
        const auto of_kind = [](LoggedKind kind) {
            return [kind](const LoggedEvent& e) { return e.kind == kind; };
        };
        const auto at = [&](const std::function<bool(const LoggedEvent&)>& wanted) {
            const std::size_t place = middle_one(log, wanted);
            if (place == log.size()) qFatal("the run has no such event");
            return place;
        };
        const auto gone = [&](std::size_t place) {
            log.erase(log.begin() + static_cast<std::ptrdiff_t>(place));
        };
        const auto second_place = [](const LoggedEvent& e) {
            return e.kind == LoggedKind::impression && e.rank == 1;
        };
        // Whose slate it is counts once, with its first item.
        const auto first_place = [](const LoggedEvent& e) {
            return e.kind == LoggedKind::impression && e.rank == 0;
        };
        // Another item of the slate that the event at `place` is about.
        const auto other_item = [&](std::size_t place) {
            for (const LoggedEvent& e : log)
                if (e.kind == LoggedKind::impression && e.user == log[place].user &&
                    e.slate == log[place].slate && e.item != log[place].item)
                    return e.item;
            return log[place].item;
        };
        if (what == "item") log[at(second_place)].item = ItemId(log[at(second_place)].item.value ^ 1U);
        if (what == "rank") log[at(second_place)].rank = 2;
        if (what.startsWith("score "))
            log[at(second_place)].score ^= static_cast<std::int32_t>(1U << what.mid(6).toUInt());
        if (what == "pick of another rank")
            log[at(feedback(FeedbackKind::picked))].item = other_item(at(feedback(FeedbackKind::picked)));
        if (what == "no pick") gone(at(feedback(FeedbackKind::picked)));
        if (what == "a tap less") gone(at(feedback(FeedbackKind::not_interested)));
        if (what == "a tap more") {
            const std::size_t place = at(feedback(FeedbackKind::picked));
            LoggedEvent tap = log[place];
            tap.feedback = FeedbackKind::not_interested;
            tap.item = other_item(place);
            log.insert(log.begin() + static_cast<std::ptrdiff_t>(place), tap);
        }
        if (what == "answer turned") {
            LoggedEvent& answer = log[at(of_kind(LoggedKind::answer))];
            answer.response =
                answer.response == Response::thumb_up ? Response::thumb_down : Response::thumb_up;
        }
        if (what == "answer gone") gone(at(of_kind(LoggedKind::answer)));
        if (what == "prompt gone") gone(at(of_kind(LoggedKind::prompt)));
        if (what == "opt-out gone") gone(at(of_kind(LoggedKind::opt_out)));
        if (what == "opt-out more") {
            const std::size_t place = at(of_kind(LoggedKind::answer));
            LoggedEvent out = log[place];
            out.kind = LoggedKind::opt_out;
            log.insert(log.begin() + static_cast<std::ptrdiff_t>(place) + 1, out);
        }
        if (what == "consent")
            log[at(of_kind(LoggedKind::consent))].consent.status[2] = ConsentStatus::expired;
        if (what == "trigger") log[at(of_kind(LoggedKind::prompt))].trigger = Trigger::conversion;
        if (what == "person") log[at(first_place)].user = UserId(log[at(first_place)].user.value ^ 1U);
        if (what == "two slates swapped") {
            const std::size_t place =
                at([](const LoggedEvent& e) { return e.kind == LoggedKind::impression && e.rank == 0; });
            std::swap(log[place].item, log[place + 1].item);
        }
        QVERIFY(fingerprint_of_log(log, subject.users).hex() != subject.run.observation.fingerprint.hex());
    }

    void two_policies_meet_the_same_people_on_the_first_day() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 200, 11);
        Policy other;
        other.name = "other";
        other.ranker = static_cast<int>(Ranker::random);
        other.prompts = false;
        const LoggedRun a = observe_with_log(request_over(world, assumptions, Policy{}, 300, 10, 11));
        const LoggedRun b = observe_with_log(request_over(world, assumptions, other, 300, 10, 11));
        const auto visits = [](const LoggedRun& run, std::uint32_t before_day) {
            std::map<std::pair<std::uint32_t, std::uint32_t>, double> hours;
            for (const LoggedEvent& event : run.log)
                if (event.kind == LoggedKind::session && event.visit < before_day * 16)
                    hours[{event.user.value, event.visit}] = event.hours;
            return hours;
        };
        const auto consents = [](const LoggedRun& run) {
            // At the first door; who comes back later is up to the policy, and so is what else they are
            // asked.
            std::map<std::uint32_t, std::array<ConsentStatus, purpose_count>> granted;
            for (const LoggedEvent& event : run.log)
                if (event.kind == LoggedKind::consent && event.hours == 0)
                    granted[event.user.value] = event.consent.status;
            return granted;
        };
        QVERIFY(visits(a, 1).size() > 100);
        QVERIFY(visits(a, 1) == visits(b, 1));
        QCOMPARE(consents(a).size(), 300U);
        QVERIFY(consents(a) == consents(b));
        // The control: later on they differ, because a policy changes whether people come.
        QVERIFY(visits(a, 10) != visits(b, 10));
        QVERIFY(a.observation.fingerprint.hex() != b.observation.fingerprint.hex());
    }

    void a_name_is_no_part_of_what_happens() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 80, 2);
        Policy named;
        named.name = "something else";
        QCOMPARE(observe(request_over(world, assumptions, named, 150, 5)).fingerprint.hex(),
                 observe(request_over(world, assumptions, Policy{}, 150, 5)).fingerprint.hex());
    }

    void keeping_a_log_changes_nothing() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 80, 2);
        const RunRequest request = request_over(world, assumptions, Policy{}, 150, 5);
        QCOMPARE(observe_with_log(request).observation.fingerprint.hex(), observe(request).fingerprint.hex());
    }

    void the_log_comes_in_the_same_order_on_more_threads() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 80, 2);
        RunRequest request = request_over(world, assumptions, Policy{}, 700, 4);
        const auto lines = [&](int threads) {
            request.threads = threads;
            std::vector<std::string> all;
            for (const LoggedEvent& event : observe_with_log(request).log)
                all.push_back(to_json_line(event));
            return all;
        };
        QVERIFY(lines(1) == lines(4));
    }
};
ATTUNE_TEST(Fingerprint_test);

#include "fingerprint_test.moc"
