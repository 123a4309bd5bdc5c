// Audits that are kept in the trail: read back as they were, when the next one is due, and what keeps a
// policy from being put into force.
#include "core/base/json.h"
#include "core/policy/parameters.h"
#include "simulations/study/audit_words.h"
#include "tests/simulations/study/recorded_trail.h"

#include <QTemporaryDir>

#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::test;
using Due = attune::AuditDue::Why;
using Block = attune::PublishingBlock::Why;

namespace {

constexpr const char* may_6 = "2024-05-06T07:08:09Z";
constexpr const char* may_7 = "2024-05-07T07:08:09Z";
constexpr const char* june_6 = "2024-06-06T07:08:09Z";

AuditNote note_of(const std::string& made) {
    return {.made = made, .trigger = AuditTrigger::asked, .by = {.name = "Noor", .role = "privacy_officer"}};
}

} // namespace

class AuditHistory_test : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
    }

    // DE-69
    void kept_audit_is_read_back_as_it_was() {
        QVERIFY(record_run(path_, 40, may_6));
        const auto before = book_in(path_);
        VERIFY_OK(before);
        QVERIFY(before->audits.empty());
        const auto kept = audit_and_keep(path_, trail_key(), {}, note_of(may_7));
        VERIFY_OK(kept);
        const auto book = book_in(path_);
        VERIFY_OK(book);
        QCOMPARE(book->audits.size(), std::size_t{1});
        const AuditRecord& record = book->audits.front().entry;
        QVERIFY(record == kept->record);
        QVERIFY(record.passed());
        QCOMPARE(record.through, before->last);
        QCOMPARE(book->audits.front().seq, before->last + 1);
        QCOMPARE(record.made, std::string(may_7));
        QCOMPARE(record.by.role, std::string("privacy_officer"));
        for (std::size_t i = 0; i < record.invariants.size(); ++i)
            QCOMPARE(record.invariants[i].checked, kept->audit.verdict.invariants[i].checked);
        // It stands under a head of its own, and an audit of it all finds nothing.
        const auto head = head_from_json(kept->head.json);
        VERIFY_OK(head);
        QVERIFY(head->reason == HeadReason::audit && head->size == book->last);
        const auto again = audit_and_keep(path_, trail_key(), {}, note_of(june_6));
        VERIFY_OK(again);
        QVERIFY(again->record.passed());
    }

    void verdict_that_was_tampered_with_is_no_verdict() {
        QVERIFY(record_run(path_, 10, may_6));
        const auto kept = audit_and_keep(path_, trail_key(), {}, note_of(may_7));
        VERIFY_OK(kept);
        Json text = Json::parse(text_of(kept->record));
        text["invariants"][0]["failures"] = 3; // and still "passed"
        const auto workspace = Workspace::open(path_, OpenMode::existing);
        VERIFY_OK(workspace);
        auto writer = workspace->write_trail(trail_key());
        VERIFY_OK(writer);
        const TrailEvent forged{.kind = TrailKind::audited, .text = text.dump()};
        VERIFY_OK(writer->append({&forged, 1}));
        VERIFY_OK(writer->commit(HeadReason::audit, may_7));
        const auto book = book_in(path_);
        QVERIFY(!book && book.error().code == ErrorCode::unreadable);
    }

    // Whoever has any key can write a verdict. It covers nothing it cannot know, and nothing rests on it.
    void forged_verdict_puts_no_policy_into_force_data() {
        QTest::addColumn<QByteArray>("changed");
        QTest::newRow("through the future") << QByteArray(R"({"through":99999999})");
        QTest::newRow("through a part") << QByteArray(R"({"through":1})");
        QTest::newRow("of another tree")
            << QByteArray(R"({"root":"0000000000000000000000000000000000000000000000000000000000000000"})");
    }
    void forged_verdict_puts_no_policy_into_force() {
        QFETCH(QByteArray, changed);
        QVERIFY(record_run(path_, 10, may_6));
        QVERIFY(save_version(path_, {}));
        VERIFY_OK(keep_calendar(path_, trail_key(), {}, note_of(may_6).by, may_6));
        const auto audit = audit::trail::audit_workspace(path_, {});
        VERIFY_OK(audit);
        AuditRecord record = record_of(*audit);
        record.made = may_7;
        Json text = Json::parse(text_of(record));
        text.merge_patch(Json::parse(changed.toStdString()));
        {
            const auto workspace = Workspace::open(path_, OpenMode::existing);
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(SigningKey::ephemeral());
            VERIFY_OK(writer);
            const TrailEvent forged{.kind = TrailKind::audited, .text = text.dump()};
            VERIFY_OK(writer->append({&forged, 1}));
            VERIFY_OK(writer->commit(HeadReason::audit, may_7));
        }
        const auto before = book_in(path_);
        VERIFY_OK(before);
        QVERIFY(text.contains("through") && before->audits.size() == 1);
        if (text["through"] != record.through)
            QVERIFY(publishing_block(*before, may_7).why == Block::uncovered);
        const auto made = publish_policy(path_, trail_key(),
                                         {.policy = "mine",
                                          .by = {.name = "Ada", .role = "product_manager"},
                                          .reason = "Works",
                                          .now = may_7});
        QVERIFY(!made && made.error().code == ErrorCode::failed);
        QVERIFY2(made.error().what.find("I10 ") != std::string::npos, made.error().what.c_str());
        QVERIFY(book_in(path_)->published.empty());
    }

    // FB-37: what somebody answered for stands in the trail, and the trail can still be read.
    void breach_that_was_let_through_is_read_back_as_it_was_data() {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("a part") << .61 << .58 << .64;
        QTest::newRow("none at all") << 0. << 0. << 0.;
        QTest::newRow("an interval below nothing") << .1 << -.35 << .55;
        QTest::newRow("no lower end") << .1 << -std::numeric_limits<double>::infinity() << .55;
        QTest::newRow("nothing to say") << std::nan("") << std::nan("") << .55;
    }
    void breach_that_was_let_through_is_read_back_as_it_was() {
        QFETCH(double, ratio);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QVERIFY(record_run(path_, 10, may_6));
        const FairBreach breach{"providers=small",      ratio, lower, upper, BreachCover::exception,
                                "We pay them: \"flat\""};
        const PolicyPublication made{
            .made = may_7,
            .by = {.name = "Ada", .role = "product_manager"},
            .reason = "Works",
            .policy = "mine",
            .version = 1,
            .fairness = {
                .scenario = "calm", .people = 600, .days = 42, .replications = 2, .breaches = {breach}}};
        {
            const auto workspace = Workspace::open(path_, OpenMode::existing);
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(trail_key());
            VERIFY_OK(writer);
            const TrailEvent event{.kind = TrailKind::audited, .text = text_of(made)};
            VERIFY_OK(writer->append({&event, 1}));
            VERIFY_OK(writer->commit(HeadReason::audit, may_7));
        }
        const auto book = book_in(path_);
        VERIFY_OK(book);
        QCOMPARE(book->published.size(), std::size_t{1});
        PolicyPublication read = book->published.front().entry;
        QCOMPARE(read.fairness.breaches.size(), std::size_t{1});
        FairBreach& again = read.fairness.breaches.front();
        const auto same = [](double written, double back) {
            return std::isfinite(written) ? back == written : std::isnan(back);
        };
        QVERIFY(same(ratio, again.ratio) && same(lower, again.lower) && same(upper, again.upper));
        again.ratio = again.lower = again.upper = 0;
        PolicyPublication numberless = made;
        FairBreach& wanted = numberless.fairness.breaches.front();
        wanted.ratio = wanted.lower = wanted.upper = 0;
        QVERIFY(read.fairness == numberless.fairness);
        QCOMPARE(read.reason, made.reason);
    }

    void nobody_in_particular_sets_no_calendar_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("role");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("an officer") << "Noor"
                                    << "privacy_officer" << true;
        QTest::newRow("no role") << "Noor"
                                 << "" << false;
        QTest::newRow("no name") << ""
                                 << "privacy_officer" << false;
        QTest::newRow("a product manager") << "Ada"
                                           << "product_manager" << false;
    }
    void nobody_in_particular_sets_no_calendar() {
        QFETCH(QString, name);
        QFETCH(QString, role);
        QFETCH(bool, allowed);
        QVERIFY(record_run(path_, 10, may_6));
        const auto head = keep_calendar(path_, trail_key(), {.every_days = 30},
                                        {.name = name.toStdString(), .role = role.toStdString()}, may_6);
        QCOMPARE(head.has_value(), allowed);
        QCOMPARE(book_in(path_)->calendars.size(), std::size_t(allowed ? 1 : 0));
        if (!allowed) QVERIFY(!head.error().what.empty() && !head.error().remedy.empty());
    }

    void audits_are_due_by_the_calendar_data() {
        QTest::addColumn<int>("days");
        QTest::addColumn<bool>("after_run");
        QTest::addColumn<bool>("audited");
        QTest::addColumn<bool>("run_since");
        QTest::addColumn<QString>("now");
        QTest::addColumn<int>("why");
        const auto row = [](const char* name, int days, bool after_run, bool audited, bool run_since,
                            const char* now, Due why) {
            QTest::newRow(name) << days << after_run << audited << run_since << QString(now)
                                << static_cast<int>(why);
        };
        row("no calendar, never audited", 0, false, false, false, june_6, Due::not_due);
        row("by days, never audited", 30, false, false, false, may_6, Due::never_made);
        row("after runs, never audited", 0, true, false, false, may_6, Due::never_made);
        row("a day before", 30, false, true, false, "2024-06-06T07:08:08Z", Due::not_due);
        row("to the second", 30, false, true, false, june_6, Due::days_over);
        row("clock turned back", 30, false, true, false, "2024-05-05T00:00:00Z", Due::days_over);
        row("no run since", 0, true, true, false, june_6, Due::not_due);
        row("a run since", 0, true, true, true, may_7, Due::run_since);
        row("a run since, not asked for", 30, false, true, true, may_7, Due::not_due);
    }
    void audits_are_due_by_the_calendar() {
        QFETCH(int, days);
        QFETCH(bool, after_run);
        QFETCH(bool, audited);
        QFETCH(bool, run_since);
        QFETCH(QString, now);
        AuditBook book;
        book.newest_run = 1;
        book.last = book.newest_judged = 100;
        book.calendars.push_back(
            {101, {.made = may_6, .calendar = {.every_days = days, .after_run = after_run}}});
        if (audited) book.audits.push_back({102, {.made = may_7, .through = 101}});
        if (run_since) book.newest_run = book.newest_judged = 103;
        const AuditDue due = audit_due(book, now.toStdString());
        QTEST(static_cast<int>(due.why), "why");
        QVERIFY(!due_words(due, Text::english()).empty());
        QCOMPARE(due.next, std::string(days > 0 && audited ? "2024-06-06" : ""));
    }

    void broken_invariant_is_dated_from_the_first_audit_that_found_it() {
        AuditBook book;
        const auto add = [&](const char* made, int failures, std::uint64_t first) {
            AuditRecord record{.made = made};
            record.invariants[3] = {
                .outcome = audit::trail::Outcome::failed, .failures = failures, .first = first};
            book.audits.push_back({book.audits.size() + 1, record});
        };
        add("2024-01-01T00:00:00Z", 2, 7);
        add("2024-02-01T00:00:00Z", 0, 0);
        add("2024-03-01T00:00:00Z", 1, 9);
        add("2024-04-01T00:00:00Z", 4, 9);
        const auto broken = standing_broken(book);
        QCOMPARE(broken.size(), std::size_t{1});
        QVERIFY(broken[0].invariant == audit::trail::Invariant::retention);
        QCOMPARE(broken[0].since, std::string("2024-03-01T00:00:00Z"));
        QCOMPARE(broken[0].first, std::uint64_t{9});
        QCOMPARE(broken[0].failures, std::int64_t{4});
        const auto refusal = refusal_of(publishing_block(book, may_6), Text::english());
        QVERIFY(refusal && refusal->what.find("I4") != std::string::npos &&
                refusal->what.find("2024-03-01") != std::string::npos && !refusal->remedy.empty());
        add("2024-05-01T00:00:00Z", 0, 0);
        QVERIFY(standing_broken(book).empty());
    }

    void publishing_waits_for_an_audit_of_the_whole_trail() {
        QVERIFY(record_run(path_, 20, may_6));
        const auto why_now = [&] { return publishing_block(*book_in(path_), may_7).why; };
        QVERIFY(why_now() == Block::never_audited);
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_6)));
        QVERIFY(why_now() == Block::none);
        VERIFY_OK(keep_calendar(path_, trail_key(), {.every_days = 30}, note_of(may_6).by, may_6));
        QVERIFY2(why_now() == Block::none, "a calendar is nothing to be judged");
        QVERIFY(publishing_block(*book_in(path_), june_6).why == Block::overdue);
        QVERIFY(record_run(path_, 20, may_7, {}, 8));
        QVERIFY(why_now() == Block::uncovered);
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_7)));
        QVERIFY(why_now() == Block::none);
        VERIFY_OK(plant_fault(path_, may_7));
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_7)));
        QVERIFY(why_now() == Block::broken);
    }

    void broken_trail_keeps_a_policy_from_being_published_data() {
        QTest::addColumn<bool>("clean");
        QTest::addColumn<bool>("audit_first");
        QTest::newRow("clean, audited for it") << true << true;
        QTest::newRow("broken, audited for it") << false << true;
        QTest::newRow("clean, by the newest verdict") << true << false;
        QTest::newRow("broken, by the newest verdict") << false << false;
    }
    void broken_trail_keeps_a_policy_from_being_published() {
        QFETCH(bool, clean);
        QFETCH(bool, audit_first);
        QVERIFY(record_run(path_, 20, may_6));
        QVERIFY(save_version(path_, {}));
        if (!clean) VERIFY_OK(plant_fault(path_, may_6));
        if (!audit_first) {
            VERIFY_OK(keep_calendar(path_, trail_key(), {}, note_of(may_6).by, may_6));
            VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_6)));
        }
        const auto made = publish_policy(path_, trail_key(),
                                         {.policy = "mine",
                                          .by = {.name = "Ada", .role = "product_manager"},
                                          .reason = "Works",
                                          .now = may_7});
        const auto book = book_in(path_);
        VERIFY_OK(book);
        // Whatever verdict stands there, the trail was judged for it.
        QCOMPARE(book->audits.size(), std::size_t(audit_first ? 1 : 2));
        QVERIFY(book->audits.back().entry.trigger == AuditTrigger::publishing);
        QCOMPARE(made.has_value(), clean);
        QCOMPARE(book->published.size(), std::size_t(clean ? 1 : 0));
        if (!clean) {
            QVERIFY(made.error().code == ErrorCode::failed);
            QVERIFY2(made.error().what.find("I1 ") != std::string::npos, made.error().what.c_str());
            QVERIFY(!made.error().remedy.empty());
            return;
        }
        const PolicyPublication& published = book->published.front().entry;
        QCOMPARE(published.policy, std::string("mine"));
        QCOMPARE(published.version, 1);
        const AuditRecord& audit = book->audits.back().entry;
        QCOMPARE(published.audit, book->audits.back().seq);
        QCOMPARE(published.watched, std::int64_t{20});
        QCOMPARE(published.people, std::int64_t{90});
        QCOMPARE(published.not_evaluated, audit.not_evaluated());
        QVERIFY(published.not_evaluated > 0);
        QCOMPARE(published.sha256.size(), std::size_t{64});
        const auto head = head_from_json(made->head.json);
        QVERIFY(head && head->reason == HeadReason::policy);
        // The same again changes nothing.
        const auto again = publish_policy(path_, trail_key(),
                                          {.policy = "mine",
                                           .by = {.name = "Ada", .role = "product_manager"},
                                           .reason = "Works",
                                           .now = may_7});
        QVERIFY(!again && again.error().code == ErrorCode::refused);
        QCOMPARE(book_in(path_)->last, book->last);
    }

    void what_may_not_be_put_into_force_is_refused_data() {
        QTest::addColumn<QString>("role");
        QTest::addColumn<bool>("pushes");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* role, bool pushes, const char* reason) {
            QTest::newRow(name) << QString(role) << pushes << QString(reason);
        };
        row("an officer decides about no policy", "privacy_officer", false, "Works");
        row("no such role", "boss", false, "Works");
        row("no role", "", false, "Works");
        row("it pushes people", "product_manager", true, "Works");
        row("no reason", "product_manager", false, "");
    }
    void what_may_not_be_put_into_force_is_refused() {
        QFETCH(QString, role);
        QFETCH(bool, pushes);
        QFETCH(QString, reason);
        QVERIFY(record_run(path_, 20, may_6));
        Policy policy;
        if (pushes) policy.notice = static_cast<int>(NoticeDesign::second_click);
        QVERIFY(save_version(path_, policy));
        const auto before = book_in(path_)->last;
        const auto made = publish_policy(path_, trail_key(),
                                         {.policy = "mine",
                                          .by = {.name = "Ada", .role = role.toStdString()},
                                          .reason = reason.toStdString(),
                                          .now = may_7});
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::refused || made.error().code == ErrorCode::bad_input);
        QCOMPARE(book_in(path_)->last, before);
    }

    void audit_of_a_trail_that_grew_meanwhile_is_not_kept() {
        QVERIFY(record_run(path_, 10, may_6));
        auto audit = audit::trail::audit_workspace(path_, {});
        VERIFY_OK(audit);
        VERIFY_OK(plant_fault(path_, may_6));
        const auto kept = keep_audit(path_, trail_key(), std::move(*audit), note_of(may_7));
        QVERIFY(!kept && kept.error().code == ErrorCode::refused);
        QVERIFY(book_in(path_)->audits.empty());
    }

    void history_says_what_changed() {
        QVERIFY(record_run(path_, 20, may_6));
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_6)));
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(may_7)));
        VERIFY_OK(plant_fault(path_, may_7));
        VERIFY_OK(audit_and_keep(path_, trail_key(), {}, note_of(june_6)));
        const Text& text = Text::english();
        const auto rows = audit_history(*book_in(path_), text);
        QCOMPARE(rows.size(), std::size_t{3});
        QVERIFY(!rows[0].passed && rows[1].passed);
        QVERIFY(rows[0].changed.find("I1 ") != std::string::npos);
        QCOMPARE(rows[1].changed, text.get("verdict.history.same"));
        QCOMPARE(rows[2].changed, text.get("verdict.history.first"));
        QCOMPARE(rows[0].made, std::string("2024-06-06 07:08"));
        QVERIFY(rows[0].by.find("Noor") != std::string::npos);
        const Json document = audit_book_document(*book_in(path_), june_6, text);
        QCOMPARE(document["publishing"].get<std::string>(), std::string("blocked"));
        QVERIFY(document.dump().find("[verdict") == std::string::npos);
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
};

ATTUNE_TEST(AuditHistory_test);

#include "audit_history_test.moc"
