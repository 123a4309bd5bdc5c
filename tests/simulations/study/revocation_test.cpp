// Taking back at every place of a session: 200 things happen between one person and the recommender, and the
// person withdraws before any one of them. What was permitted until then is used no longer, as the trail says
// when the verifier judges it, as it says line by line, and as the gate counts.
#include "core/audit/trail_audit.h"
#include "core/base/random.h"
#include "core/recommender/feedback/journal.h"
#include "core/recommender/recommender.h"
#include "core/recommender/witness.h"
#include "core/workspace/trail_bytes.h"
#include "simulations/engine/trail_order.h"
#include "simulations/study/trail_begin.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <span>

using namespace attune;
using namespace attune::test;
namespace verifier = attune::audit::trail;

namespace {

constexpr int visits = 4, slates = 10, per_slate = 5, happenings = visits * slates * per_slate;
static_assert(happenings == 200);
constexpr UserId ann{0};
constexpr std::int64_t day_ms = 86'400'000;
constexpr std::uint16_t every_purpose = (1U << purpose_count) - 2; ///< but running the service

struct Way {
    int at = -1; ///< taken back before this happening; -1: never
    std::uint16_t purposes = every_purpose;
    bool tied = false; ///< everything of the session happens at the same millisecond
    bool late = false; ///< what is said to a slate arrives only as the next thing happens to it
};

struct Played {
    std::vector<TrailEvent> trail;
    std::uint64_t ended = 0; ///< number of the last line that takes back
    GateCounts then, after;  ///< when it was taken back, and at the end
};

/// One session, and a day after it with two lists more.
class Session {
public:
    explicit Session(const Way& way)
        : way_(way)
        , witness_(1, 1, block_size) {
        policy_.update_days = 1;
        policy_.gap_hours = 0;
        catalogue_ = small_catalogue(8, 40, 6);
        recommender_.emplace(*Recommender::start(policy_, catalogue_, {.seed = 5, .users = 1, .threads = 1}));
        worker_.emplace(recommender_->make_worker());
        recommender_->attach(&witness_);
        order_.number_from(2);
        TrailEvent begin;
        begin.kind = TrailKind::begin;
        begin.text = trail_begin_text({.run = "r-1",
                                       .scenario = "session",
                                       .policy = "default",
                                       .seed = 5,
                                       .people = 1,
                                       .watched = std::span(&ann, 1)},
                                      policy_);
        played_.trail.push_back(std::move(begin));
    }

    Played play() {
        ConsentState all;
        all.granted = every_purpose;
        witness_.at(ann, 0);
        recommender_->set_consent(ann, all);
        for (int n = 0; n < happenings; ++n) {
            const bool first = n % (slates * per_slate) == 0;
            const bool last = (n + 1) % (slates * per_slate) == 0;
            hours_ = way_.tied ? 9.0 : 9.0 + 0.02 * n;
            if (first && n == way_.at) take_back(); // between two visits
            if (first) open(n / (slates * per_slate));
            if (!first && n == way_.at) take_back();
            happen(n);
            if (last) recommender_->close_visit(*worker_, visit());
        }
        end_day(0);
        hours_ = 24 + 9.0;
        open(16);
        for (int n = 0; n < 2 * per_slate; ++n)
            happen(n);
        recommender_->close_visit(*worker_, visit());
        end_day(1);
        TrailEvent end;
        end.kind = TrailKind::end;
        end.time_ms = 2 * day_ms;
        end.rows = 1;
        played_.trail.push_back(end);
        played_.after = counts();
        return std::move(played_);
    }

private:
    OpenVisit& visit() { return worker_->visits[0]; }

    GateCounts counts() const {
        GateCounts all = worker_->gate;
        all += recommender_->training_counts();
        return all;
    }

    void hand_on() {
        order_.hand_on(witness_, [&](std::span<const TrailEvent> lines) {
            played_.trail.insert(played_.trail.end(), lines.begin(), lines.end());
        });
    }

    void take_back() {
        for_each_purpose(way_.purposes, [&](Purpose purpose) {
            const bool given = permits(recommender_->person_consent(ann).of(purpose).status);
            const ConsentEvent event{.purpose = purpose,
                                     .to = given ? ConsentStatus::withdrawn : ConsentStatus::refused,
                                     .entity = ConsentEntity::person,
                                     .method = ConsentMethod::settings,
                                     .hours = hours_};
            const ConsentVerdict said = open_ ? recommender_->change_consent(*worker_, visit(), event)
                                              : recommender_->change_consent(ann, event);
            if (said != ConsentVerdict::accepted) qFatal("not accepted");
        });
        hand_on();
        for (std::size_t line = 0; line < played_.trail.size(); ++line)
            if (played_.trail[line].kind == TrailKind::consent && !permits(played_.trail[line].to))
                played_.ended = line + 1;
        played_.then = counts();
    }

    void open(int number) {
        const VisitRequest request{ann, static_cast<std::uint32_t>(number), hours_};
        recommender_->open_visits(*worker_, std::span(&request, 1));
        open_ = true;
    }

    void say(int rank, FeedbackKind kind, float value) {
        const Slate& slate = visit().slate;
        const std::uint32_t item = slate.item[static_cast<std::size_t>(rank)];
        said_.push_back({.key = ++key_,
                         .user = ann,
                         .item = ItemId(item),
                         .slate = visit().slate_number,
                         .kind = kind,
                         .value = value,
                         .hours = hours_});
        if (!way_.late) deliver();
    }
    void deliver() { recommender_->receive(*worker_, visit(), std::exchange(said_, {}), hours_); }

    void happen(int n) {
        const int slate = n / per_slate;
        switch (n % per_slate) {
        case 0:
            recommender_->recommend(*worker_, visit(), hours_);
            return;
        case 1:
            return say(0, FeedbackKind::picked, 0);
        case 2:
            return slate % 2 == 0
                       ? say(0, FeedbackKind::consumed, 0.6F)
                       : say(0, slate % 4 == 1 ? FeedbackKind::thumb_up : FeedbackKind::thumb_down, 0);
        case 3:
            say(1 + slate % 3, FeedbackKind::not_interested, 0);
            if (!way_.late)
                if (const auto offer = recommender_->offer(*worker_, visit(), hours_))
                    recommender_->choose(*worker_, visit(), *offer, OfferChoice::fewer, hours_);
            return;
        default:
            if (!said_.empty()) deliver();
            recommender_->slate_over(*worker_, visit(), {.picked_rank = 0}, hours_);
            if ((n + 1) % (slates * per_slate) == 0) open_ = false;
        }
    }

    void end_day(int day) {
        open_ = false;
        recommender_->sweep(*worker_, ann, day + 1);
        Worker* all[] = {&*worker_};
        recommender_->end_day(day, all);
        hand_on();
    }

    Way way_;
    Policy policy_;
    Catalogue catalogue_;
    Witness witness_;
    TrailOrder order_;
    std::optional<Recommender> recommender_;
    std::optional<Worker> worker_;
    std::vector<FeedbackEvent> said_; ///< and not delivered yet
    Played played_;
    double hours_ = 0;
    std::uint64_t key_ = 0;
    bool open_ = false;
};

Played play(const Way& way) {
    return Session(way).play();
}

/// Lines after number `from` that use what the purpose permits.
int uses_after(const std::vector<TrailEvent>& trail, std::uint64_t from, Purpose purpose) {
    return static_cast<int>(std::count_if(
        trail.begin() + static_cast<std::ptrdiff_t>(from), trail.end(), [&](const TrailEvent& line) {
            switch (line.kind) {
            case TrailKind::read:
                return line.decision == Decision::allowed && line.purpose == purpose;
            case TrailKind::derived:
            case TrailKind::slate:
            case TrailKind::adjusted:
                return line.purpose == purpose;
            case TrailKind::captured:
                return has_purpose(line.purposes, purpose);
            default:
                return false;
            }
        }));
}

std::int64_t reads_for(const GateCounts& counts, Purpose purpose) {
    std::int64_t all = 0;
    for (const auto& module : counts.allowed)
        all += GateCounts::total(module[static_cast<std::size_t>(purpose)]);
    return all;
}

verifier::TrailVerdict judged(const std::vector<TrailEvent>& trail) {
    verifier::TrailAudit audit;
    std::vector<std::uint8_t> bytes;
    std::uint64_t seq = 0;
    for (const TrailEvent& line : trail) {
        bytes.clear();
        append_payload(line, bytes);
        verifier::Event event;
        if (!verifier::decode(bytes, event)) qFatal("the verifier cannot read a line");
        event.seq = ++seq;
        if (!audit.take(event)) qFatal("the verifier cannot read the rules");
    }
    return audit.finish(nullptr);
}

QByteArray broken(const verifier::TrailVerdict& verdict) {
    QByteArray all;
    for (std::size_t i = 0; i < verdict.invariants.size(); ++i)
        for (const verifier::Finding& found : verdict.invariants[i].findings)
            all += QByteArray(verifier::id(static_cast<verifier::Invariant>(i)).data()) + ' ' +
                   QByteArray(verifier::word(found.reason).data()) + " at " +
                   QByteArray::number(qulonglong(found.seq)) + "; ";
    return all;
}

/// What never withdrawing uses after the place where this one is withdrawn.
const Played& control() {
    static const Played played = play({});
    return played;
}

} // namespace

class Revocation_test : public QObject {
    Q_OBJECT

private:
    /// That nothing of these purposes is used or kept after they were taken back.
    static void check(const Way& way) {
        const Played played = play(way);
        QVERIFY(played.ended > 0);
        for_each_purpose(way.purposes, [&](Purpose purpose) {
            const auto where = [&] {
                return QByteArray(name(purpose).data()) + " before " + QByteArray::number(way.at);
            };
            QVERIFY2(uses_after(played.trail, played.ended, purpose) == 0, where());
            QVERIFY2(reads_for(played.after, purpose) == reads_for(played.then, purpose), where());
        });
        if (way.purposes == every_purpose)
            QCOMPARE(GateCounts::total(played.after.captured), GateCounts::total(played.then.captured));
        const verifier::TrailVerdict verdict = judged(played.trail);
        QVERIFY2(verdict.passed(), "before " + QByteArray::number(way.at) + ": " + broken(verdict));
        QVERIFY(verdict.of(verifier::Invariant::nothing_after_end).checked > 0 || way.at == 0);
    }

private slots:
    // Without this nothing below would say anything.
    void whoever_withdraws_nothing_is_used_to_the_end() {
        const std::vector<TrailEvent>& trail = control().trail;
        const verifier::TrailVerdict verdict = judged(trail);
        QVERIFY2(verdict.passed(), broken(verdict));
        for (const Purpose purpose : {Purpose::adjust_my_recommendations, Purpose::improve_models}) {
            QVERIFY(uses_after(trail, trail.size() * 9 / 10, purpose) > 0);
        }
        qInfo() << reads_for(control().after, Purpose::adjust_my_recommendations)
                << reads_for(control().after, Purpose::improve_models);
        QVERIFY(reads_for(control().after, Purpose::adjust_my_recommendations) > 50);
        QVERIFY(reads_for(control().after, Purpose::improve_models) > 3); // at two updates
        QVERIFY(GateCounts::total(control().after.captured) > 100);
        QVERIFY(std::any_of(trail.begin(), trail.end(),
                            [](const TrailEvent& line) { return line.kind == TrailKind::adjusted; }));
    }

    // The verifier would see it if the same things were done after a withdrawal.
    void a_withdrawal_that_is_not_heeded_is_seen_at_each_place() {
        const std::vector<TrailEvent>& trail = control().trail;
        std::vector<std::size_t> slates_at;
        for (std::size_t line = 0; line < trail.size(); ++line)
            if (trail[line].kind == TrailKind::slate) slates_at.push_back(line);
        for (std::size_t s = 0; s + 4 < slates_at.size(); s += 4) {
            std::vector<TrailEvent> forged = trail;
            TrailEvent back;
            back.kind = TrailKind::consent;
            back.purpose = Purpose::adjust_my_recommendations;
            back.from = ConsentStatus::given;
            back.to = ConsentStatus::withdrawn;
            back.entity = ConsentEntity::person;
            back.method = ConsentMethod::settings;
            back.person = ann;
            back.time_ms = trail[slates_at[s]].time_ms;
            forged.insert(forged.begin() + static_cast<std::ptrdiff_t>(slates_at[s]), back);
            QVERIFY(judged(forged).of(verifier::Invariant::nothing_after_end).failures > 0);
        }
    }

    void nothing_is_used_or_kept_after_all_is_taken_back_data() {
        QTest::addColumn<bool>("tied");
        QTest::addColumn<bool>("late");
        QTest::newRow("each thing at its time") << false << false;
        QTest::newRow("everything at the same millisecond") << true << false;
        QTest::newRow("what was said before arrives after") << false << true;
        QTest::newRow("arrives after, at the same millisecond") << true << true;
    }
    void nothing_is_used_or_kept_after_all_is_taken_back() {
        QFETCH(bool, tied);
        QFETCH(bool, late);
        for (int at = 0; at < happenings; ++at) {
            check({.at = at, .tied = tied, .late = late});
            if (QTest::currentTestFailed()) return;
        }
    }

    // One purpose alone: it is over, and the others go on.
    void one_purpose_taken_back_leaves_the_others_data() {
        QTest::addColumn<int>("purpose");
        for (int p = 1; p < purpose_count; ++p)
            QTest::newRow(name(static_cast<Purpose>(p)).data()) << p;
    }
    void one_purpose_taken_back_leaves_the_others() {
        QFETCH(int, purpose);
        const auto taken = static_cast<Purpose>(purpose);
        for (int at = 0; at < happenings; at += 7) {
            const Way way{.at = at, .purposes = bit_of(taken)};
            check(way);
            if (QTest::currentTestFailed()) return;
            const Played played = play(way);
            for (const Purpose other : {Purpose::adjust_my_recommendations, Purpose::improve_models})
                if (other != taken) QVERIFY(uses_after(played.trail, played.ended, other) > 0);
        }
    }

    // A worker that takes events from a queue and is killed and begun again after each step: what waited in
    // the queue when the person withdrew enters nothing, wherever in the queue the withdrawal stands.
    void what_waits_in_a_queue_is_used_by_nobody_also_after_a_kill_data() {
        QTest::addColumn<int>("stages"); // that work before the withdrawal arrives
        QTest::newRow("nothing has been looked at") << 0;
        QTest::newRow("all are checked, none is weighed") << 2;
        QTest::newRow("all are weighed") << 4;
    }
    void what_waits_in_a_queue_is_used_by_nobody_also_after_a_kill() {
        QFETCH(int, stages);
        const auto killed = [](const FeedbackJournal& journal) { // and begun again from its bytes
            return *FeedbackJournal::read(journal.write());
        };
        ConsentState all;
        all.granted = every_purpose;
        for (int at = 0; at <= happenings; ++at) {
            FeedbackJournal journal =
                *FeedbackJournal::open({.users = 1, .items = 8, .window = 72, .weights = {}});
            std::uint64_t entry = 0;
            VERIFY_OK(journal.change_consent(entry++, ann, all, 0));
            for (int n = 0; n < happenings; ++n) {
                if (n == at) {
                    for (int stage = 0; stage < stages; ++stage)
                        journal.advance(static_cast<FeedbackStage>(stage), happenings);
                    journal = killed(journal);
                    VERIFY_OK(journal.change_consent(entry++, ann, {}, 2));
                    journal = killed(journal);
                }
                // It happened before the withdrawal, and arrives when it arrives.
                const auto number = static_cast<std::uint32_t>(n);
                const Impression shown{.user = ann,
                                       .item = ItemId(number % 8),
                                       .slate = number,
                                       .rank = 0,
                                       .model_version = 0,
                                       .hours = 1};
                const FeedbackEvent event{.key = number + 1ULL,
                                          .user = ann,
                                          .item = ItemId(number % 8),
                                          .slate = number,
                                          .kind = FeedbackKind::picked,
                                          .value = 0,
                                          .hours = 1 + 0.004 * n};
                VERIFY_OK(journal.deliver(entry++, {ann, 2, std::span(&shown, 1), std::span(&event, 1)}));
            }
            journal.drain();
            journal = killed(journal);
            QCOMPARE(journal.arrived(), std::uint64_t{happenings});
            QCOMPARE(journal.in_flight(), std::size_t{0});
            if (at == happenings) { // never withdrawn
                QVERIFY(journal.accepted().size() == std::size_t{happenings});
                return;
            }
            QCOMPARE(journal.accepted().size(), std::size_t{0});
            QCOMPARE(journal.keys(), std::size_t{0});
            for (const auto& [place, reason] : journal.refused())
                QVERIFY(reason == Quarantine::no_consent);
        }
    }
};

ATTUNE_TEST(Revocation_test);

#include "revocation_test.moc"
