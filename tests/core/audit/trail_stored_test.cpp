// What only a workspace can be held against: keys of people, ends of runs, numbers of slates, and time.
#include "core/audit/trail_stored.h"
#include "core/audit/trail_words.h"
#include "tests/core/audit/trail_log.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <set>

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

namespace {

struct Stored {
    std::vector<Event> log;
    std::vector<MadeKey> keys;
};

Event sealed(std::uint32_t person, int day, const std::string& text = "sealed") {
    Event slate = Person(person).at(day).slate(Purpose::deliver_service);
    slate.text = text;
    return slate;
}

Event erased(std::uint32_t person, std::uint64_t run) {
    Event event = Person(person).at(90).event(Kind::erased);
    event.relies_on = run;
    return event;
}

/// Two runs about the same numbers; somebody of each is erased after the second has begun.
Stored sound() {
    return {{begin_event(),                  // 1
             sealed(1, 0), sealed(2, 0),     // 2, 3
             sealed(1, 1), end_event(),      // 4, 5
             evidence("{}"),                 // 6
             begin_event(),                  // 7
             sealed(1, 0), sealed(2, 0),     // 8, 9
             erased(1, 1), sealed(4, 3, ""), // 10, 11
             erased(2, 7), sealed(3, 2)},    // 12, 13
            {{1, 2}, {7, 1}, {7, 3}}};
}

struct StoredFault {
    const char* name;
    Reason reason;
    std::uint64_t seq; ///< of the event that is to be named
    std::uint32_t person;
    void (*plant)(Stored&);
};

const StoredFault faults[] = {
    {"a key kept in secret", Reason::key_left, 10, 1,
     [](Stored& file) {
         file.keys.push_back({1, 1});
     }},
    {"a key of the wrong run destroyed", Reason::key_left, 12, 2,
     [](Stored& file) {
         file.keys[0] = {7, 2};
     }},
    {"a key of nobody's run", Reason::key_of_nothing, 0, 3,
     [](Stored& file) {
         file.keys.push_back({4, 3});
     }},
    {"a key of no person", Reason::key_of_nothing, 0, nobody,
     [](Stored& file) {
         file.keys.push_back({7, -1});
     }},
    {"an erasure in no run", Reason::key_of_nothing, 10, 1, [](Stored& file) { file.log[9].relies_on = 3; }},
    {"a key gone without a word", Reason::key_missing, 13, 3, [](Stored& file) { file.keys.pop_back(); }},
    {"an erasure left out", Reason::key_missing, 4, 1, [](Stored& file) { file.log[9] = evidence("{}"); }},
    {"a run cut short", Reason::run_unended, 7, nobody, [](Stored& file) { file.log[4] = evidence("{}"); }},
    {"a slate behind the end", Reason::after_run_end, 6, 2,
     [](Stored& file) { file.log[5] = Person(2).event(Kind::visit); }},
    {"a second end", Reason::after_run_end, 6, nobody, [](Stored& file) { file.log[5] = end_event(); }},
    {"a slate left out", Reason::slate_number, 4, 1, [](Stored& file) { file.log[3].number = 2; }},
    {"a slate shown twice under one number", Reason::slate_number, 4, 1,
     [](Stored& file) { file.log[3].number = 0; }},
    {"a clock set back", Reason::time_back, 4, 1,
     [](Stored& file) {
         file.log[1].time_ms = 2 * day_ms + 1;
         file.log[3].time_ms = day_ms;
     }},
};

} // namespace

class Trail_stored_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;
    std::string path_ = folder_.filePath("trail").toStdString();
    const Signer signer_{1};

    Result<WorkspaceAudit> audited(const Stored& file) const {
        const std::vector<Blob> payloads = payloads_of(file.log);
        write_file(path_, segments_of(payloads), test::heads_of(payloads, {payloads.size()}, signer_),
                   file.keys);
        return audit_workspace(path_, {});
    }

private slots:
    void a_sound_workspace_passes() {
        Stored file = sound();
        number(file.log);
        const auto made = audited(file);
        VERIFY_OK(made);
        const InvariantVerdict& whole = made->verdict.of(Invariant::whole_trail);
        QVERIFY2(whole.failures == 0,
                 whole.findings.empty() ? "" : sentence(whole.findings[0], Text::english()).c_str());
        QVERIFY(made->verdict.passed());
    }

    // Visits of one person can overlap, and the run that is written now has not ended.
    void a_day_back_is_no_fault() {
        Stored file = sound();
        file.log[1].time_ms = 2 * day_ms;
        number(file.log);
        const auto made = audited(file);
        VERIFY_OK(made);
        QVERIFY(made->verdict.passed());
    }

    void a_planted_fault_is_named_data() {
        QTest::addColumn<int>("number");
        std::set<Reason> planted;
        for (std::size_t i = 0; i < std::size(faults); ++i) {
            QTest::newRow(faults[i].name) << static_cast<int>(i);
            planted.insert(faults[i].reason);
        }
        for (const Reason reason :
             {Reason::key_left, Reason::key_of_nothing, Reason::key_missing, Reason::run_unended,
              Reason::after_run_end, Reason::slate_number, Reason::time_back})
            QVERIFY(planted.contains(reason));
    }
    void a_planted_fault_is_named() {
        QFETCH(int, number);
        const StoredFault& fault = faults[static_cast<std::size_t>(number)];
        Stored file = sound();
        test::number(file.log);
        fault.plant(file);
        const auto made = audited(file);
        VERIFY_OK(made);
        QVERIFY(made->chain.passed());
        const InvariantVerdict& whole = made->verdict.of(Invariant::whole_trail);
        bool named = false;
        std::string told;
        for (const Finding& one : whole.findings) {
            named =
                named || (one.reason == fault.reason && one.seq == fault.seq && one.person == fault.person);
            told += sentence(one, Text::english()) + "\n";
        }
        QVERIFY2(named, told.c_str());
        QVERIFY2(told.find('{') == std::string::npos, told.c_str());
        for (std::size_t i = 0; i < invariant_count; ++i)
            QVERIFY(static_cast<Invariant>(i) == Invariant::whole_trail ||
                    made->verdict.invariants[i].failures == 0);
    }
};

ATTUNE_TEST(Trail_stored_test);

#include "trail_stored_test.moc"
