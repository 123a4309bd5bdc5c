// What is said about one person, against a plain reading of the same trail; and what is left of them after
// an erasure.
#include "core/audit/verify.h"
#include "core/consent/notice.h"
#include "simulations/study/trail_person_words.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QTemporaryDir>

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* now = "2024-05-06T07:08:09Z";
constexpr int people = 60;
constexpr int watched = 30; ///< every other

const SigningKey& key() {
    static const SigningKey made = SigningKey::ephemeral();
    return made;
}

LoadedScenario lively(std::uint64_t seed) {
    LoadedScenario loaded = small_scenario(people, 25, 60, seed);
    loaded.scenario.assumptions.consent_adjust = 0.8;
    loaded.scenario.assumptions.visit_rate = 2;
    loaded.scenario.assumptions.withdrawal_rate = 0.1;
    return loaded;
}

std::string record(const std::string& path, std::uint64_t seed) {
    auto trailed = TrailedRun::open(path, key(), {});
    if (!trailed) return {};
    auto run = trailed->simulate(lively(seed), {}, {}, watched);
    if (!run || !trailed->keep(*run, now)) return {};
    return run->id;
}

struct Numbered {
    std::uint64_t seq;
    TrailEvent event;
};

/// Events of one person in the run that begins with `begun`, up to the next beginning.
std::vector<Numbered> events_about(const Workspace& workspace, UserId user, std::uint64_t begun) {
    std::vector<Numbered> all;
    bool inside = false;
    (void)workspace.trail().each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
        if (event.kind == TrailKind::begin) inside = seq == begun;
        if (inside && event.person == user) all.push_back({seq, event});
        return {};
    });
    return all;
}

} // namespace

class TrailPerson_test : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        first_ = record(path_, 4);
        second_ = record(path_, 5);
        QVERIFY(!first_.empty() && !second_.empty() && first_ != second_);
    }

    void counts_are_those_of_a_plain_reading() {
        const Workspace workspace = open();
        std::int64_t kept = 0, reads = 0, questions = 0, answers = 0;
        for (std::uint32_t u = 0; u < people; u += 2) {
            const auto person = person_trail(workspace, UserId(u), first_);
            VERIFY_OK(person);
            QCOMPARE(person->begun, std::uint64_t{1});
            std::map<Signal, std::int64_t> captured;
            std::map<std::tuple<Purpose, Module, Signal>, std::array<std::int64_t, 3>> asked;
            std::set<std::uint64_t> consents;
            std::int64_t visits = 0, asked_count = 0, values = 0;
            const auto events = events_about(workspace, UserId(u), 1);
            QCOMPARE(person->events.size(), events.size());
            for (const Numbered& one : events) {
                const TrailEvent& event = one.event;
                if (event.kind == TrailKind::captured) ++captured[event.signal];
                if (event.kind == TrailKind::read)
                    ++asked[{event.purpose, event.module, event.signal}]
                           [static_cast<std::size_t>(event.decision)];
                if (event.kind == TrailKind::consent) consents.insert(one.seq);
                visits += event.kind == TrailKind::visit;
                asked_count += event.kind == TrailKind::question;
                answers += event.kind == TrailKind::answer;
                values += event.kind == TrailKind::answer || event.kind == TrailKind::slate;
            }
            for (std::size_t s = 0; s < person->collected.size(); ++s) {
                QCOMPARE(person->collected[s].kept, captured[static_cast<Signal>(s)]);
                kept += person->collected[s].kept;
            }
            QCOMPARE(person->uses.size(), asked.size());
            for (const SignalUse& use : person->uses) {
                const auto& own = asked[{use.purpose, use.module, use.signal}];
                QCOMPARE(use.allowed, own[0]);
                QCOMPARE(use.refused, own[1]);
                QCOMPARE(use.gaps, own[2]);
                std::int64_t named = 0;
                for (const auto& [seq, times] : use.rests) {
                    named += times;
                    QVERIFY(use.purpose == Purpose::deliver_service ? seq == 0 : consents.contains(seq));
                }
                QCOMPARE(named, use.allowed);
                reads += use.allowed;
            }
            QCOMPARE(person->asked.questions, asked_count);
            QCOMPARE(person->asked.visits, visits);
            const VisitsAsked& a = person->asked;
            QCOMPARE(a.with_question + a.asking_off + a.opted_out + a.week_full + a.no_moment, visits);
            questions += asked_count;
            QCOMPARE(person->sealed, values);
            QCOMPARE(person->readable, values);
        }
        QVERIFY(kept > 500 && reads > 500 && questions > 20 && answers > 5);
    }

    void runs_are_told_apart() {
        const Workspace workspace = open();
        const auto first = person_trail(workspace, UserId(0), first_);
        const auto second = person_trail(workspace, UserId(0), second_);
        const auto newest = person_trail(workspace, UserId(0), "");
        VERIFY_OK(first);
        VERIFY_OK(second);
        VERIFY_OK(newest);
        QVERIFY(second->begun > first->events.back().seq);
        QCOMPARE(newest->begun, second->begun);
        QCOMPARE(second->events.size(), events_about(workspace, UserId(0), second->begun).size());
    }

    void who_is_not_there_is_told_data() {
        QTest::addColumn<int>("user");
        QTest::addColumn<QString>("run");
        QTest::addColumn<bool>("there_is_none");
        QTest::newRow("not watched") << 1 << "" << false;
        QTest::newRow("no such person") << people << "" << true;
        QTest::newRow("no such run") << 0 << "r-000000000000" << false;
    }
    void who_is_not_there_is_told() {
        QFETCH(int, user);
        QFETCH(QString, run);
        QFETCH(bool, there_is_none);
        const auto person = person_trail(open(), UserId(static_cast<std::uint32_t>(user)), run.toStdString());
        QVERIFY(!person);
        QVERIFY(person.error().code == (there_is_none ? ErrorCode::bad_input : ErrorCode::not_found));
    }

    // FB-35
    void document_has_everything_and_says_it_is_personal() {
        const Workspace workspace = open();
        const auto person = person_trail(workspace, UserId(2), first_);
        VERIFY_OK(person);
        const auto document = person_document(workspace, *person, Text::english());
        VERIFY_OK(document);
        QVERIFY((*document)["personal_data"].get<bool>());
        QCOMPARE((*document)["events"].size(), person->events.size());
        QCOMPARE((*document)["notices"].size(), shipped_notices().size());
        std::size_t consents = 0, receipts = 0;
        for (const PersonEvent& one : person->events) {
            if (one.event.kind != TrailKind::consent) continue;
            ++consents;
            const Json& receipt = (*document)["receipts"].at(receipts++);
            QCOMPARE(receipt["leaf_index"].get<std::uint64_t>(), one.seq - 1);
            QCOMPARE(receipt["record"]["to"].get<std::string>(), std::string(name(one.event.to)));
            QVERIFY(!receipt["proof"].empty() && receipt["signed_head"].is_object());
        }
        QVERIFY(consents > 3);
        QCOMPARE((*document)["receipts"].size(), consents);
        std::int64_t told = 0;
        for (const Json& event : (*document)["events"])
            told += event.contains("items") || event.contains("answer");
        QCOMPARE(told, person->sealed);
        for (const Json& event : (*document)["events"])
            if (event.contains("items"))
                for (const Json& item : event["items"])
                    QVERIFY(item.get<int>() >= 0 && item.get<int>() < 60);
    }

    void erased_person_has_no_values_and_the_chain_stays_whole() {
        const Workspace workspace = open();
        const UserId user(2);
        const auto before = person_trail(workspace, user, first_);
        VERIFY_OK(before);
        QVERIFY(before->readable > 0);
        auto writer = workspace.write_trail(key());
        VERIFY_OK(writer);
        VERIFY_OK(writer->erase(before->begun, {&user, 1}, before->last_ms, now));
        const auto after = person_trail(workspace, user, first_);
        VERIFY_OK(after);
        QCOMPARE(after->sealed, before->sealed);
        QCOMPARE(after->readable, std::int64_t{0});
        QVERIFY(after->erased > 0);
        const auto document = person_document(workspace, *after, Text::english());
        VERIFY_OK(document);
        for (const Json& event : (*document)["events"])
            QVERIFY(!event.contains("items") && !event.contains("answer"));
        QCOMPARE((*document)["erased_with_event"].get<std::uint64_t>(), after->erased);
        // The same number in another run is somebody else, and so is everybody else of this run.
        QCOMPARE(person_trail(workspace, user, second_)->erased, std::uint64_t{0});
        QVERIFY(person_trail(workspace, user, second_)->readable > 0);
        QVERIFY(person_trail(workspace, UserId(4), first_)->readable > 0);
        // Nor does an erasure in a later run reach an earlier one.
        const UserId other(4);
        const auto later = person_trail(workspace, other, second_);
        VERIFY_OK(later);
        VERIFY_OK(writer->erase(later->begun, {&other, 1}, later->last_ms, now));
        QVERIFY(person_trail(workspace, other, second_)->erased > after->erased);
        QCOMPARE(person_trail(workspace, other, first_)->erased, std::uint64_t{0});
        QVERIFY(person_trail(workspace, other, first_)->readable > 0);
        const auto report = verify_file(path_);
        VERIFY_OK(report);
        QVERIFY(report->passed());
    }

private:
    Workspace open() const {
        auto opened = Workspace::open(path_, OpenMode::existing);
        if (!opened) throw std::runtime_error(opened.error().what);
        return std::move(*opened);
    }
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_, first_, second_;
};

ATTUNE_TEST(TrailPerson_test);

#include "trail_person_test.moc"
