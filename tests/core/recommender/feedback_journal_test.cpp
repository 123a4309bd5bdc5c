// The durable pipeline: repeated, interrupted at every step, killed at any moment, damaged - and in the end
// always the same bytes, the same rows as the session loop's pipeline, and the same as the oracle.
#include "core/recommender/feedback/journal.h"
#include "tests/core/recommender/feedback_journal_script.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

// ---- a worker process that keeps its journal in a file ----

/// How the worker tells the parent where it is; in lockstep it then waits for leave to go on.
struct Line {
    int notes = -1;
    int leave = -1;
};

void tell(const Line& line) {
    char one = 'x';
    if (::write(line.notes, &one, 1) != 1) ::_exit(3);
    if (line.leave >= 0 && ::read(line.leave, &one, 1) != 1) ::_exit(7);
}

/// Writes beside the file and renames over it; tells the parent before each half of the write, before and
/// after the rename. The process is killed, not the machine, so nothing needs to be forced to the disk.
void save(const std::string& file, const Bytes& bytes, const Line& line) {
    const std::string beside = file + ".new";
    const int out = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) ::_exit(4);
    const std::size_t half = bytes.size() / 2;
    tell(line);
    if (::write(out, bytes.data(), half) != static_cast<ssize_t>(half)) ::_exit(4);
    tell(line);
    if (::write(out, bytes.data() + half, bytes.size() - half) != static_cast<ssize_t>(bytes.size() - half))
        ::_exit(4);
    ::close(out);
    tell(line);
    if (std::rename(beside.c_str(), file.c_str()) != 0) ::_exit(4);
    tell(line);
}

Bytes load(const std::string& file) {
    QFile in(QString::fromStdString(file));
    if (!in.open(QIODevice::ReadOnly)) return {};
    const QByteArray all = in.readAll();
    return {all.begin(), all.end()};
}

/// The whole life of the worker: read what is saved, repeat everything, go on.
[[noreturn]] void live(const std::string& file, const std::vector<Input>& inputs, const Line& line) {
    FeedbackJournal journal = empty_journal();
    if (const Bytes saved = load(file); !saved.empty()) {
        auto read = FeedbackJournal::read(saved);
        if (!read) ::_exit(5);
        journal = std::move(*read);
    }
    const bool done = work(journal, inputs, 9, [&] { save(file, journal.write(), line); });
    ::_exit(done ? 0 : 6);
}

/// Person 0's only visit: items 0 .. 9 on slate 0 at hour 10.
std::vector<Impression> first_slate(std::uint32_t slate = 0, double hours = 10) {
    std::vector<Impression> shown;
    for (std::uint32_t r = 0; r < 10; ++r)
        shown.push_back({UserId(0), ItemId(r), slate, static_cast<std::uint8_t>(r), 5, hours});
    return shown;
}

FeedbackEvent pick(std::uint64_t key, std::uint32_t item, double hours, std::uint32_t slate = 0) {
    FeedbackEvent event;
    event.key = key;
    event.item = ItemId(item);
    event.slate = slate;
    event.hours = hours;
    return event;
}

} // namespace

class Feedback_journal_test : public QObject {
    Q_OBJECT

private slots:
    // FB-52, FB-55
    void equals_the_session_loop_and_the_oracle() {
        for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(test::sized(3, 20)); ++seed) {
            FeedbackJournal journal = empty_journal();
            const auto inputs = script(seed, 150, false);
            Oracle oracle({});
            std::vector<std::vector<Impression>> shown(test::stream_users);
            std::vector<RecentEvents> recent(test::stream_users);
            std::vector<PerUserFeedbackState> states(test::stream_users);
            std::vector<WeightedFeedback> looped;
            std::vector<Judgement> judged;
            QuarantineCounts counts{};
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                VERIFY_OK(send(journal, i, inputs[i]));
                journal.advance(stages[i % 4], 5);
                QVERIFY(adds_up(journal));
                if (inputs[i].is_choice) continue;
                const StreamVisit& visit = inputs[i].visit;
                const std::uint32_t user = visit.sender.value;
                shown[user].insert(shown[user].end(), visit.shown.begin(), visit.shown.end());
                std::vector<FeedbackEvent> scratch(visit.events.size());
                std::vector<WeightedFeedback> accepted(visit.events.size());
                const VisitContext context = {{visit.sender, test::stream_users, test::stream_items,
                                               visit.arrival, 72, test::full_consent()},
                                              {shown[user], test::stream_slate},
                                              {}};
                const VisitFeedback result =
                    process_visit(context, visit.events, recent[user], states[user], scratch, accepted);
                looped.insert(looped.end(), accepted.begin(),
                              accepted.begin() + static_cast<std::ptrdiff_t>(result.accepted));
                for (std::size_t r = 0; r < counts.size(); ++r)
                    counts[r] += result.counts[r];
                for (const Judgement& j : oracle.judge(visit))
                    judged.push_back(j);
            }
            journal.drain();
            QVERIFY(adds_up(journal));
            QCOMPARE(journal.arrived(), static_cast<std::uint64_t>(judged.size()));
            QVERIFY(journal.counts() == counts);
            QCOMPARE(journal.accepted().size(), looped.size());
            for (std::size_t k = 0; k < looped.size(); ++k)
                QVERIFY(journal.accepted()[k].feedback == looped[k]);
            for (std::uint32_t user = 0; user < test::stream_users; ++user)
                QVERIFY(journal.state(UserId(user)) == states[user]);

            std::size_t k = 0;
            std::size_t j = 0;
            for (std::size_t i = 0; i < inputs.size(); ++i) {
                for (std::uint32_t p = 0; p < inputs[i].visit.events.size(); ++p, ++j) {
                    const EventPlace place{i, p};
                    if (judged[j].reason != Quarantine::none) {
                        QVERIFY(journal.refused().at(place) == judged[j].reason);
                        continue;
                    }
                    const AcceptedFeedback& row = journal.accepted()[k++];
                    QVERIFY(row.place == place && row.feedback.event == judged[j].event);
                    QCOMPARE(static_cast<int>(row.feedback.rank), judged[j].rank);
                    QCOMPARE(row.feedback.model_version, judged[j].model_version);
                    QVERIFY(std::abs(double{row.feedback.weight} - judged[j].weight) <
                            1e-5 * judged[j].weight);
                }
            }
            QCOMPARE(k, journal.accepted().size());
        }
    }

    // FB-54
    void ten_replays_change_nothing() {
        const auto inputs = script(41, test::sized(80, 500), true);
        FeedbackJournal journal = empty_journal();
        QVERIFY(work(journal, inputs, 1, [] {}));
        const Bytes once = journal.write();
        QVERIFY(!journal.accepted().empty());
        for (int turn = 0; turn < 10; ++turn) {
            for (std::size_t i = 0; i < inputs.size(); ++i)
                VERIFY_OK(send(journal, i, inputs[i]));
            journal.drain();
            QVERIFY(journal.write() == once);
        }
    }

    // FB-54
    void the_same_events_in_a_new_delivery_are_duplicates() {
        const auto inputs = script(42, 60, false);
        FeedbackJournal journal = empty_journal();
        QVERIFY(work(journal, inputs, 1, [] {}));
        const std::size_t accepted = journal.accepted().size();
        const std::size_t keys = journal.keys();
        std::vector<PerUserFeedbackState> states;
        for (std::uint32_t user = 0; user < test::stream_users; ++user)
            states.push_back(journal.state(UserId(user)));
        const std::uint32_t duplicates = at(journal.counts(), Quarantine::duplicate_key);
        for (int turn = 0; turn < 10; ++turn) {
            // At the same hour, so that nothing is too late yet and nothing else can be the reason.
            std::vector<FeedbackEvent> again;
            for (const AcceptedFeedback& row : journal.accepted())
                if (row.feedback.event.user == UserId(2)) again.push_back(row.feedback.event);
            const double now = inputs.back().visit.arrival;
            again.erase(std::remove_if(again.begin(), again.end(),
                                       [&](const FeedbackEvent& e) { return now - e.hours > 72; }),
                        again.end());
            QVERIFY(!again.empty());
            const std::uint64_t number = journal.next_entry();
            VERIFY_OK(journal.deliver(number, {UserId(2), now, {}, again}));
            journal.drain();
            QCOMPARE(journal.accepted().size(), accepted);
            QCOMPARE(journal.keys(), keys);
            QCOMPARE(static_cast<std::size_t>(at(journal.counts(), Quarantine::duplicate_key)),
                     duplicates + static_cast<std::size_t>(turn + 1) * again.size());
            QVERIFY(adds_up(journal));
        }
        for (std::uint32_t user = 0; user < test::stream_users; ++user)
            QVERIFY(journal.state(UserId(user)) == states[user]);
    }

    // FB-52
    void the_order_of_work_does_not_show_in_the_end() {
        const auto inputs = script(43, test::sized(80, 400), true);
        const Bytes expected = uninterrupted(inputs);
        QVERIFY(!expected.empty());
        for (std::uint64_t order = 0; order < 10; ++order) {
            FeedbackJournal journal = empty_journal();
            QVERIFY(work(journal, inputs, order, [&] { QVERIFY(adds_up(journal)); }));
            QVERIFY(journal.write() == expected);
        }
    }

    // FB-52
    void a_restart_after_any_step_ends_in_the_same_bytes() {
        const auto inputs = script(44, test::sized(25, 80), true);
        const Bytes expected = uninterrupted(inputs);
        std::vector<Bytes> saved = {empty_journal().write()};
        FeedbackJournal first = empty_journal();
        QVERIFY(work(first, inputs, 2, [&] { saved.push_back(first.write()); }));
        QVERIFY(first.write() == expected);
        std::array<std::size_t, 4> met{};
        for (std::size_t step = 0; step < saved.size(); ++step) {
            auto journal = FeedbackJournal::read(saved[step]);
            VERIFY_OK(journal);
            QVERIFY(journal->write() == saved[step]);
            QVERIFY(adds_up(*journal));
            for (const FeedbackStage stage : stages)
                met[static_cast<std::size_t>(stage)] += journal->waiting(stage) > 0;
            // Goes on in another order than before, so nothing depends on the steps lost.
            QVERIFY(work(*journal, inputs, step, [] {}));
            QVERIFY(journal->write() == expected);
        }
        for (const std::size_t steps : met)
            QVERIFY(steps > 0);
    }

    // FB-52
    void a_killed_worker_loses_and_duplicates_nothing() {
        const auto inputs = script(45, 20, true);
        const Bytes expected = uninterrupted(inputs);
        const int kills = test::sized(40, 400);
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        const std::string file = folder.filePath("journal").toStdString();
        int killed = 0;
        int finished = 0;
        int with_file = 0;
        for (std::uint32_t life = 0; killed < kills || finished == 0; ++life) {
            QVERIFY(life < 100000);
            // Half the lives go in lockstep and end at an exact point (the first one between the two halves
            // of its first write), the others run free and end wherever they have got to by then.
            Dice dice(46, life);
            const bool lockstep = life == 0 || dice.chance(0.5);
            std::uint32_t way = life == 0 ? 2 : 1 + dice.below(dice.chance(0.5) ? 12 : 90);
            if (killed >= kills) way = 0xFFFFFFFFU;
            int notes[2];
            int leave[2];
            QCOMPARE(::pipe(notes), 0);
            QCOMPARE(::pipe(leave), 0);
            const pid_t worker = ::fork();
            QVERIFY(worker >= 0);
            if (worker == 0) {
                ::close(notes[0]);
                ::close(leave[1]);
                live(file, inputs, {notes[1], lockstep ? leave[0] : -1});
            }
            ::close(notes[1]);
            ::close(leave[0]);
            char one = 'x';
            std::uint32_t heard = 0;
            while (::read(notes[0], &one, 1) == 1) {
                if (++heard == way) {
                    ::kill(worker, SIGKILL);
                    break;
                }
                if (lockstep) QCOMPARE(::write(leave[1], &one, 1), ssize_t{1});
            }
            ::close(notes[0]);
            ::close(leave[1]);
            int status = 0;
            QCOMPARE(::waitpid(worker, &status, 0), worker);
            const Bytes saved = load(file);
            if (WIFSIGNALED(status)) {
                QCOMPARE(WTERMSIG(status), SIGKILL);
                ++killed;
                with_file += !saved.empty();
                if (!saved.empty()) VERIFY_OK(FeedbackJournal::read(saved));
                continue;
            }
            QCOMPARE(WEXITSTATUS(status), 0);
            QVERIFY(saved == expected);
            ++finished;
            QVERIFY(QFile::remove(QString::fromStdString(file)));
        }
        QVERIFY(killed >= kills && finished >= 1);
        QVERIFY(with_file > 0 && with_file < killed);
    }

    void entries_come_once_and_in_order() {
        FeedbackJournal journal = empty_journal();
        const auto inputs = script(47, 6, false);
        for (std::size_t i = 0; i < inputs.size(); ++i)
            VERIFY_OK(send(journal, i, inputs[i]));
        const Bytes before = journal.write();
        // A gap.
        auto status = send(journal, journal.next_entry() + 1, inputs.back());
        QVERIFY(!status && status.error().code == ErrorCode::bad_input);
        // A number used again for something else: a visit for a choice, a choice for another, a changed
        // event.
        status = send(journal, 0, inputs.back());
        QVERIFY(!status && status.error().code == ErrorCode::refused);
        status = send(journal, 0, inputs[1]);
        QVERIFY(!status && status.error().code == ErrorCode::refused);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (inputs[i].visit.events.empty()) continue;
            Input other = inputs[i];
            other.visit.events[0].key ^= 1;
            status = send(journal, i, other);
            QVERIFY(!status && status.error().code == ErrorCode::refused);
            other = inputs[i];
            other.visit.shown[3].rank = 7;
            status = send(journal, i, other);
            QVERIFY(!status && status.error().code == ErrorCode::refused);
        }
        QVERIFY(journal.write() == before);
    }

    void unsound_entries_are_refused_whole_data() {
        QTest::addColumn<int>("fault");
        const char* names[] = {"clock goes back",
                               "arrival is no number",
                               "unknown sender",
                               "shown to another person",
                               "unknown item shown",
                               "shown after arrival",
                               "shown at no time",
                               "slates out of order",
                               "slate delivered before",
                               "choice of an unknown person",
                               "choice of an unknown purpose",
                               "choice before the last entry"};
        for (int i = 0; i < 12; ++i)
            QTest::newRow(names[i]) << i;
    }
    void unsound_entries_are_refused_whole() {
        QFETCH(int, fault);
        FeedbackJournal journal = empty_journal();
        const ConsentState all = consent_to({Purpose::adjust_my_recommendations});
        VERIFY_OK(journal.change_consent(0, UserId(0), all, 1));
        VERIFY_OK(
            journal.deliver(1, {UserId(0), 20, first_slate(), std::vector<FeedbackEvent>{pick(1, 1, 12)}}));
        const Bytes before = journal.write();

        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        std::vector<Impression> shown = first_slate(1, 21);
        const std::vector<FeedbackEvent> events = {pick(2, 2, 22, 1)};
        Delivery delivery{UserId(0), 30, shown, events};
        Status status;
        switch (fault) {
        case 0:
            delivery.arrival = 19;
            break;
        case 1:
            delivery.arrival = nan;
            break;
        case 2:
            delivery.sender = UserId(test::stream_users);
            break;
        case 3:
            shown[4].user = UserId(1);
            break;
        case 4:
            shown[9].item = ItemId(test::stream_items);
            break;
        case 5:
            shown[0].hours = 31;
            break;
        case 6:
            shown[0].hours = nan;
            break;
        case 7:
            shown[5].slate = 0;
            break;
        case 8:
            for (Impression& one : shown)
                one.slate = 0;
            break;
        default:
            break;
        }
        if (fault < 9) status = journal.deliver(2, delivery);
        if (fault == 9) status = journal.change_consent(2, UserId(test::stream_users), all, 30);
        if (fault == 10) {
            ConsentState unknown;
            unknown.granted = 0x8000;
            status = journal.change_consent(2, UserId(0), unknown, 30);
        }
        if (fault == 11) status = journal.change_consent(2, UserId(0), {}, 19);
        QVERIFY(!status);
        QVERIFY(status.error().code == ErrorCode::bad_input);
        QVERIFY(!status.error().what.empty() && !status.error().where.empty());
        QVERIFY(journal.write() == before);
        // The number is still free.
        shown = first_slate(1, 21);
        VERIFY_OK(journal.deliver(2, {UserId(0), 30, shown, events}));
    }

    void settings_must_make_sense() {
        JournalSettings bad = settings();
        bad.window = std::numeric_limits<double>::infinity();
        QVERIFY(!FeedbackJournal::open(bad));
        bad = settings();
        bad.weights.recency_half_life = 0;
        QVERIFY(!FeedbackJournal::open(bad));
        bad = settings();
        bad.weights.frequency_saturation = -1;
        QVERIFY(!FeedbackJournal::open(bad));
        bad = settings();
        bad.weights.frequency_half_life = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!FeedbackJournal::open(bad));
    }

    void an_event_joins_only_what_was_shown_before_it_arrived() {
        FeedbackJournal journal = empty_journal();
        VERIFY_OK(journal.change_consent(0, UserId(0), consent_to({Purpose::adjust_my_recommendations}), 0));
        VERIFY_OK(journal.deliver(
            1, {UserId(0), 20, first_slate(), std::vector<FeedbackEvent>{pick(1, 3, 15, 1)}}));
        VERIFY_OK(journal.deliver(2, {UserId(0), 20, first_slate(1, 12), {}}));
        journal.drain();
        QVERIFY(journal.refused().at({1, 0}) == Quarantine::orphan);
    }

    void a_withdrawal_takes_waiting_events_with_it_data() {
        QTest::addColumn<int>("reached");
        for (int i = 0; i <= 4; ++i)
            QTest::newRow(qPrintable(QString("after %1 stages").arg(i))) << i;
    }
    void a_withdrawal_takes_waiting_events_with_it() {
        QFETCH(int, reached);
        FeedbackJournal journal = empty_journal();
        const ConsentState adjust = consent_to({Purpose::adjust_my_recommendations});
        VERIFY_OK(journal.change_consent(0, UserId(0), adjust, 0));
        VERIFY_OK(journal.change_consent(1, UserId(1), adjust, 0));
        std::vector<Impression> others = first_slate();
        for (Impression& one : others)
            one.user = UserId(1);
        FeedbackEvent other = pick(1, 1, 12);
        other.user = UserId(1);
        VERIFY_OK(journal.deliver(2, {UserId(1), 20, others, std::vector<FeedbackEvent>{other}}));
        VERIFY_OK(
            journal.deliver(3, {UserId(0), 20, first_slate(),
                                std::vector<FeedbackEvent>{pick(1, 1, 12), pick(2, 2, 13), pick(2, 2, 13)}}));
        for (int stage = 0; stage < reached; ++stage)
            journal.advance(stages[static_cast<std::size_t>(stage)], 100);
        VERIFY_OK(journal.change_consent(4, UserId(0), {}, 21));
        QCOMPARE(journal.in_flight(), std::size_t{0});
        QCOMPARE(journal.accepted().size(), std::size_t{1});
        QVERIFY(journal.accepted()[0].feedback.event == other);
        QVERIFY(journal.refused().at({3, 0}) == Quarantine::no_consent);
        QVERIFY(journal.refused().at({3, 1}) == Quarantine::no_consent);
        QVERIFY(journal.state(UserId(0)) == PerUserFeedbackState{});
        QCOMPARE(journal.keys(), std::size_t{1});
        QVERIFY(adds_up(journal));

        // Kept back by the client and sent after a new consent: it still happened without one.
        VERIFY_OK(journal.change_consent(5, UserId(0), adjust, 30));
        VERIFY_OK(journal.deliver(
            6, {UserId(0), 31, first_slate(1, 10),
                std::vector<FeedbackEvent>{pick(1, 1, 12, 1), pick(9, 1, 25, 1), pick(10, 1, 30.5, 1)}}));
        journal.drain();
        QVERIFY(journal.refused().at({6, 0}) == Quarantine::no_consent);
        QVERIFY(journal.refused().at({6, 1}) == Quarantine::no_consent);
        QCOMPARE(journal.accepted().size(), std::size_t{2});
        QCOMPARE(journal.accepted()[1].feedback.event.key, std::uint64_t{10});
    }

    void withdrawing_one_purpose_takes_nothing_from_another() {
        FeedbackJournal journal = empty_journal();
        VERIFY_OK(journal.change_consent(0, UserId(0), consent_to({Purpose::adjust_my_recommendations}), 0));
        VERIFY_OK(
            journal.deliver(1, {UserId(0), 20, first_slate(), std::vector<FeedbackEvent>{pick(1, 1, 12)}}));
        VERIFY_OK(journal.change_consent(
            2, UserId(0), consent_to({Purpose::adjust_my_recommendations, Purpose::improve_models}), 20));
        VERIFY_OK(journal.deliver(
            3, {UserId(0), 30, first_slate(1, 21), std::vector<FeedbackEvent>{pick(2, 2, 22, 1)}}));
        VERIFY_OK(journal.change_consent(4, UserId(0), consent_to({Purpose::improve_models}), 30));
        // The first pick was made under the purpose that went, the second under the one that stays as well.
        QVERIFY(journal.refused().at({1, 0}) == Quarantine::no_consent);
        QCOMPARE(journal.accepted().size(), std::size_t{1});
        QCOMPARE(journal.accepted()[0].feedback.event.key, std::uint64_t{2});
        QVERIFY(adds_up(journal));
        auto read = FeedbackJournal::read(journal.write());
        VERIFY_OK(read);
        QVERIFY(read->consent(UserId(0)) == journal.consent(UserId(0)));
    }

    void nobody_is_profiled_who_never_agreed() {
        FeedbackJournal journal = empty_journal();
        VERIFY_OK(
            journal.deliver(0, {UserId(0), 20, first_slate(), std::vector<FeedbackEvent>{pick(1, 1, 12)}}));
        journal.drain();
        QVERIFY(journal.refused().at({0, 0}) == Quarantine::no_consent);
        QCOMPARE(journal.keys(), std::size_t{0});
    }
};

ATTUNE_TEST(Feedback_journal_test);
#include "feedback_journal_test.moc"
