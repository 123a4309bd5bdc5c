// The screens that people meet, with real buttons and switches: what is pressed becomes consents, and a
// script that presses everything counts what agreeing and taking back take. What was counted is signed into a
// trail, and the audit judges it.
#include "core/audit/trail_audit.h"
#include "core/base/random.h"
#include "simulations/study/trail_begin.h"
#include "simulations/study/trail_evidence.h"
#include "tests/support/test.h"
#include "ui/pages/people_card.h"
#include "ui/pages/people_screens_view.h"
#include "ui/pages/withdrawal_script.h"
#include "ui/pages/word_table.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>

namespace attune::ui {
namespace {

constexpr int patience_ms = 60000;
constexpr const char* now = "2026-11-23T12:00:00Z";
namespace verifier = audit::trail;

std::shared_ptr<const ConsentMatrix> matrix() {
    return std::make_shared<const ConsentMatrix>(shipped_matrix());
}
PeopleScreens screens(const SettingsDesign& design = {}) {
    return PeopleScreens(matrix(), shipped_notices(), design);
}

/// Counted once.
const WithdrawalEffort& shipped_effort() {
    static const WithdrawalEffort effort = WithdrawalScript().count(screens());
    return effort;
}

const EffortRow* row_of(const WithdrawalEffort& effort, int notice, Purpose purpose, bool alone) {
    for (const EffortRow& row : effort.rows)
        if (row.notice == notice && row.purpose == purpose && row.alone == alone) return &row;
    return nullptr;
}

QList<Purpose> harder_in(const WithdrawalEffort& effort) {
    QList<Purpose> purposes;
    for (const EffortRow& row : hardest_rows(effort))
        if (is_harder(row)) purposes << row.purpose;
    return purposes;
}

Result<Workspace> new_workspace(const QString& path) {
    OpenOptions options;
    options.created = now;
    return Workspace::open(to_core(path), OpenMode::create, options);
}

/// A workspace with the trail of a run about nobody.
Result<Workspace> with_trail(const QString& path) {
    auto workspace = new_workspace(path);
    if (!workspace) return workspace;
    auto writer = workspace->write_trail(SigningKey::ephemeral());
    if (!writer) return pass_on(writer);
    TrailEvent begin, end;
    begin.kind = TrailKind::begin;
    begin.text = trail_begin_text({.run = "r-1", .scenario = "s", .policy = "p", .people = 0, .watched = {}},
                                  Policy{});
    end.kind = TrailKind::end;
    if (auto done = writer->append(std::array{begin, end}); !done) return pass_on(done);
    if (auto head = writer->commit(HeadReason::run, now); !head) return pass_on(head);
    return workspace;
}

/// What the audit says of I8 once this was counted.
Result<verifier::InvariantVerdict> judged(const WithdrawalEffort& effort) {
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("w.attune"));
    auto workspace = with_trail(path);
    if (!workspace) return pass_on(workspace);
    const auto head = write_effort_evidence(*workspace, SigningKey::ephemeral(), effort, now);
    if (!head) return pass_on(head);
    const auto found = verifier::audit_workspace(to_core(path), {});
    if (!found) return pass_on(found);
    return found->verdict.of(verifier::Invariant::easy_withdrawal);
}

ConsentPicture picture_of(std::vector<Notice> notices) {
    ConsentPicture picture;
    picture.matrix = matrix();
    for (Notice& notice : notices)
        picture.notices.push_back({std::move(notice), true});
    return picture;
}

/// Swallows the first press that would switch something off, each time it is shown anew.
class Stubborn : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ShowToParent) asked_ = false;
        if (event->type() != QEvent::KeyPress || asked_ || !static_cast<QCheckBox*>(watched)->isChecked())
            return QObject::eventFilter(watched, event);
        return asked_ = true;
    }

private:
    bool asked_ = false;
};

} // namespace

class People_card_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void taking_back_is_as_easy_as_agreeing_on_what_ships() {
        const WithdrawalEffort& effort = shipped_effort();
        QVERIFY(effort.tried > 500);
        // Seven purposes on each of four notices, eight in the settings, each with others and alone.
        QCOMPARE(effort.rows.size(), std::size_t{2 * (4 * 7 + 8)});
        QCOMPARE(harder_in(effort), QList<Purpose>());
        QCOMPARE(hardest_rows(effort).size(), std::size_t{8});
    }

    void steps_are_those_that_a_hand_would_take_data() {
        QTest::addColumn<int>("notice");
        QTest::addColumn<bool>("alone");
        QTest::addColumn<int>("give");
        QTest::addColumn<int>("withdraw");
        QTest::newRow("equal: agree to all") << 0 << false << 1 << 1;
        QTest::newRow("equal: choose, switch, save") << 0 << true << 3 << 2;
        QTest::newRow("second click: agree") << 1 << false << 1 << 1;
        QTest::newRow("second click: more choices, switch, save") << 1 << true << 3 << 2;
        QTest::newRow("granular: switch, save") << 2 << false << 2 << 1;
        QTest::newRow("granular: one alone") << 2 << true << 2 << 2;
        QTest::newRow("plain: switch, save") << 3 << false << 2 << 1;
        QTest::newRow("settings: open, switch") << -1 << true << 2 << 2;
    }
    void steps_are_those_that_a_hand_would_take() {
        QFETCH(int, notice);
        QFETCH(bool, alone);
        QFETCH(int, give);
        QFETCH(int, withdraw);
        for (const Purpose purpose : shipped_notices().front().purposes) {
            const EffortRow* row = row_of(shipped_effort(), notice, purpose, alone);
            QVERIFY(row);
            QCOMPARE(row->give, give);
            QCOMPARE(row->withdraw, withdraw);
        }
    }

    // What needs no consent can be objected to, and is where all else is.
    void objecting_takes_what_taking_back_takes() {
        const EffortRow* row = row_of(shipped_effort(), -1, Purpose::quality_and_safety, true);
        QVERIFY(row);
        QCOMPARE(row->withdraw, 2);
        QCOMPARE(row->give, 2);
        QVERIFY(!row_of(shipped_effort(), 0, Purpose::quality_and_safety, true));
    }

    void a_notice_that_says_other_numbers_is_named() {
        const std::vector<NoticeSteps>& steps = shipped_effort().steps;
        QCOMPARE(steps.size(), shipped_notices().size());
        const std::array<std::pair<int, int>, 4> counted = {{{1, 1}, {1, 2}, {2, 1}, {2, 1}}};
        for (std::size_t n = 0; n < steps.size(); ++n) {
            QCOMPARE(steps[n].give, counted[n].first);
            QCOMPARE(steps[n].refuse, counted[n].second);
        }
        WithdrawalEffort effort = shipped_effort();
        for (std::size_t n = 0; n < steps.size(); ++n) {
            effort.notices[n].steps_to_give = counted[n].first;
            effort.notices[n].steps_to_refuse = counted[n].second;
        }
        QVERIFY(notices_that_differ(effort, Text::english()).empty());
        effort.notices[1].steps_to_refuse = 1;
        const std::vector<std::string> told = notices_that_differ(effort, Text::english());
        QCOMPARE(told.size(), std::size_t{1});
        QVERIFY(from_core(told.front()).contains(QStringLiteral("First visit second click")));
    }

    void a_planted_difficulty_is_named_data() {
        QTest::addColumn<bool>("asks_again");
        QTest::addColumn<bool>("stop_all");
        QTest::newRow("are you sure?") << true << true;
        QTest::newRow("no button that takes back all") << false << false;
    }
    void a_planted_difficulty_is_named() {
        QFETCH(bool, asks_again);
        QFETCH(bool, stop_all);
        const WithdrawalEffort effort =
            WithdrawalScript().count(screens({.asks_again = asks_again, .stop_all = stop_all}));
        const QList<Purpose> harder = harder_in(effort);
        for (const Purpose purpose : shipped_notices().front().purposes)
            QVERIFY(harder.contains(purpose));
        QVERIFY(effort_sentence(effort, Text::english()) !=
                effort_sentence(shipped_effort(), Text::english()));
        const auto verdict = judged(effort);
        VERIFY_OK(verdict);
        QCOMPARE(verdict->outcome(), verifier::Outcome::failed);
        QCOMPARE(verdict->failures, static_cast<std::int64_t>(harder.size()));
        for (const verifier::Finding& found : verdict->findings) {
            QVERIFY(found.reason == verifier::Reason::harder_to_leave);
            QVERIFY(found.found > found.allowed);
        }
    }

    // Planted in the widget itself, where no description of the screens knows of it.
    void a_switch_that_wants_to_be_pressed_twice_is_named_and_no_other() {
        PeopleScreensView view;
        view.show_screens(screens());
        Stubborn stubborn;
        view.findChild<QCheckBox*>(QStringLiteral("people.switch.improve_models"))
            ->installEventFilter(&stubborn);
        const WithdrawalEffort effort = WithdrawalScript().count(view);
        QCOMPARE(harder_in(effort), QList<Purpose>{Purpose::improve_models});
        const auto verdict = judged(effort);
        VERIFY_OK(verdict);
        QCOMPARE(verdict->failures, std::int64_t{1});
        QCOMPARE(verdict->findings.front().purpose, static_cast<verifier::Purpose>(Purpose::improve_models));
    }

    void what_was_counted_is_evidence_that_the_audit_judges() {
        const auto verdict = judged(shipped_effort());
        VERIFY_OK(verdict);
        QCOMPARE(verdict->outcome(), verifier::Outcome::passed);
        QCOMPARE(verdict->checked, std::int64_t{8});
        // Nothing counted is no evidence, and without a trail there is nowhere to put it.
        const QTemporaryDir folder;
        auto bare = new_workspace(folder.filePath(QStringLiteral("b.attune")));
        VERIFY_OK(bare);
        for (const WithdrawalEffort& effort : {WithdrawalEffort{}, shipped_effort()}) {
            const auto refused = write_effort_evidence(*bare, SigningKey::ephemeral(), effort, now);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::bad_input);
        }
    }

    void what_is_pressed_is_recorded() {
        PeopleCard card;
        card.resize(1000, 700);
        card.show();
        card.show_screens(picture_of(shipped_notices()));
        QVERIFY(card.isVisible());
        const auto press = [&](const char* act) {
            auto* button = card.findChild<QPushButton*>(QLatin1String(act));
            QVERIFY2(button && button->isVisible(), act);
            QTest::mouseClick(button, Qt::LeftButton);
        };
        auto* recorded = card.findChild<QLabel*>(QStringLiteral("people.recorded"));
        QCOMPARE(recorded->text(), words("screens.recorded.none"));
        press("people.act.agree_all");
        const PeopleScreens& now_shown = card.screen().screens();
        for (const Purpose purpose : shipped_notices().front().purposes)
            QVERIFY(now_shown.permits().has(purpose));
        QCOMPARE(recorded->text().count(words("ledger.state.given")), 7);
        press("people.act.open_settings");
        QTest::mouseClick(card.findChild<QCheckBox*>(QStringLiteral("people.switch.improve_models")),
                          Qt::LeftButton, Qt::NoModifier, QPoint(8, 8));
        QVERIFY(!now_shown.permits().has(Purpose::improve_models));
        QVERIFY(now_shown.permits().has(Purpose::experiments));
        QCOMPARE(now_shown.recorded().back().method, ConsentMethod::settings);
        press("people.act.back");
        press("people.act.stop_all");
        QCOMPARE(now_shown.permits().granted & ~bit_of(Purpose::quality_and_safety), 0);
        press("people.anew");
        QCOMPARE(recorded->text(), words("screens.recorded.none"));
        // Refusing looks like accepting.
        const auto* yes = card.findChild<QPushButton*>(QStringLiteral("people.act.agree_all"));
        const auto* no = card.findChild<QPushButton*>(QStringLiteral("people.act.refuse_all"));
        QVERIFY(std::abs(no->width() - yes->width()) <= 1 && no->height() == yes->height());
        QCOMPARE(no->font(), yes->font());
        QVERIFY(!yes->isDefault() && !no->isDefault());
    }

    void the_card_counts_while_the_window_stays_awake_and_offers_the_evidence() {
        PeopleCard card;
        card.show();
        card.show_screens(picture_of(shipped_notices()));
        auto* write = card.findChild<QPushButton*>(QStringLiteral("people.write"));
        auto* sentence = card.findChild<QLabel*>(QStringLiteral("people.sentence"));
        QVERIFY(!write->isEnabled());
        card.findChild<QPushButton*>(QStringLiteral("people.count"))->click();
        QVERIFY(card.script().running());
        QVERIFY(QTest::qWaitFor([&] { return card.effort().has_value(); }, patience_ms));
        QCOMPARE(sentence->text(), from_core(effort_sentence(shipped_effort(), Text::english())));
        QCOMPARE(card.findChild<WordTable*>(QStringLiteral("people.table"))->table().rows.size(),
                 std::size_t{8});
        QVERIFY(write->isEnabled());
        int wanted = 0;
        QObject::connect(&card, &PeopleCard::evidence_wanted, &card,
                         [&](const WithdrawalEffort& effort) { wanted += effort.rows.empty() ? 0 : 1; });
        write->click();
        QCOMPARE(wanted, 1);
        // Other settings: nothing has been counted on them yet.
        card.findChild<QComboBox*>(QStringLiteral("people.design"))->setCurrentIndex(1);
        QVERIFY(!write->isEnabled() && !sentence->isVisible());
        card.findChild<QPushButton*>(QStringLiteral("people.count"))->click();
        QVERIFY(QTest::qWaitFor([&] { return card.effort().has_value(); }, patience_ms));
        QVERIFY(sentence->text() != from_core(effort_sentence(shipped_effort(), Text::english())));
    }

    void without_a_notice_that_is_what_was_published_there_are_no_screens() {
        PeopleCard card;
        ConsentPicture picture = picture_of({shipped_notices().front()});
        picture.notices.front().true_to_hash = false;
        card.show_screens(picture);
        QVERIFY(!card.isVisibleTo(nullptr));
    }
};
ATTUNE_TEST(People_card_test);

} // namespace attune::ui

#include "people_card_test.moc"
