// The consent page over a trail that was planted by hand: shares, a read without a basis, the ledger page by
// page, one person, notices, and the audit.
#include "core/base/random.h"
#include "core/audit/trail_heads.h"
#include "simulations/study/trail_begin.h"
#include "tests/support/test.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_console.h"
#include "ui/pages/consent_matrix_view.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/ledger_model.h"
#include "ui/pages/person_view.h"
#include "ui/pages/word_table.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>

namespace attune::ui {
namespace {

constexpr int patience_ms = 20000;
constexpr int people = 20, reads_a_person = 100;
constexpr std::int64_t day_ms = 86'400'000;
constexpr auto adjust = Purpose::adjust_my_recommendations;

TrailEvent event_of(TrailKind kind, int person, int day) {
    TrailEvent event;
    event.kind = kind;
    event.person = UserId{static_cast<std::uint32_t>(person)};
    event.purpose = adjust;
    event.time_ms = day * day_ms + 60'000;
    return event;
}

/// Everybody is asked on day 0; 12 of 20 say yes, 8 no. Everybody who agreed is read of often on day 1,
/// person 0 once on day 2, after taking it back. `clean`: the last read is left out.
std::vector<TrailEvent> story(bool clean) {
    TrailBeginning beginning;
    beginning.run = "r-1";
    beginning.scenario = "calm-baseline";
    beginning.policy = "default";
    beginning.people = people;
    std::vector<UserId> watched;
    for (std::uint32_t person = 0; person < people; ++person)
        watched.push_back(UserId{person});
    beginning.watched = watched;
    TrailEvent begin;
    begin.kind = TrailKind::begin;
    begin.text = trail_begin_text(beginning, Policy{});
    std::vector<TrailEvent> events{begin};
    std::vector<std::uint64_t> given(people);
    for (int person = 0; person < people; ++person) {
        TrailEvent asked = event_of(TrailKind::consent, person, 0);
        asked.entity = ConsentEntity::service;
        asked.to = ConsentStatus::requested;
        events.push_back(asked);
        TrailEvent said = asked;
        said.entity = ConsentEntity::person;
        said.from = ConsentStatus::requested;
        said.to = person < 12 ? ConsentStatus::given : ConsentStatus::refused;
        events.push_back(said);
        given[static_cast<std::size_t>(person)] = events.size();
    }
    for (int person = 0; person < 12; ++person)
        for (int i = 0; i < reads_a_person; ++i) {
            TrailEvent read = event_of(TrailKind::read, person, 1);
            read.module = Module::ranking;
            read.rows = 0;
            read.relies_on = given[static_cast<std::size_t>(person)];
            events.push_back(read);
        }
    TrailEvent back = event_of(TrailKind::consent, 0, 2);
    back.entity = ConsentEntity::person;
    back.method = ConsentMethod::settings;
    back.from = ConsentStatus::given;
    back.to = ConsentStatus::withdrawn;
    events.push_back(back);
    if (!clean) {
        TrailEvent read = event_of(TrailKind::read, 0, 2);
        read.module = Module::ranking;
        read.relies_on = given[0];
        events.push_back(read);
    }
    TrailEvent end;
    end.kind = TrailKind::end;
    end.time_ms = 3 * day_ms - 1;
    end.rows = people;
    events.push_back(end);
    return events;
}

struct Shown {
    QTemporaryDir folder;
    ConsentPage page;
    QString path = folder.filePath(QStringLiteral("study.attune"));

    /// `trail` null: a workspace without one.
    explicit Shown(const std::vector<TrailEvent>& trail) {
        OpenOptions options;
        options.created = "2026-11-22T12:00:00Z";
        auto made = Workspace::open(to_core(path), OpenMode::create, options);
        if (made && !trail.empty())
            if (auto writer = made->write_trail(SigningKey::ephemeral()))
                if (writer->append(trail)) (void)writer->commit(HeadReason::run, options.created);
        page.resize(1200, 640);
        page.show();
        page.show_workspace(path);
        (void)settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return page.settled(); }, patience_ms);
    }
    template <typename W>
    W* find(const char* name) {
        return page.findChild<W*>(QLatin1String(name));
    }
    LedgerModel& ledger() { return page.console().ledger().model(); }
    /// Saves what the page looks like, where ATTUNE_PICTURES names a folder.
    void picture(const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (place.isEmpty()) return;
        QCoreApplication::processEvents();
        page.grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
    /// The words of a cell, once its page is read.
    QString cell(int row, int column) {
        const auto words_of = [&] { return ledger().index(row, column).data().toString(); };
        (void)QTest::qWaitFor([&] { return ledger().at(row) != nullptr; }, patience_ms);
        return words_of();
    }
};

} // namespace

class Consent_page_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void without_a_trail_the_page_says_so_and_offers_to_record_one() {
        Shown shown({});
        auto* empty = shown.find<EmptyState>("consent.empty");
        QVERIFY(empty->isVisible());
        QVERIFY(!shown.page.desk().picture());
        shown.page.set_recording(true, -1);
        shown.picture(QStringLiteral("consent-empty"));
        int wanted = 0;
        QObject::connect(&shown.page, &ConsentPage::record_wanted, &shown.page, [&] { ++wanted; });
        empty->button()->click();
        QCOMPARE(wanted, 1);
        shown.page.set_recording(true, 0.5);
        QVERIFY(!empty->button()->isEnabled());
        QVERIFY(shown.find<QPushButton>("consent.recording.stop")->isVisible());
        shown.page.show_workspace({});
        QVERIFY(shown.settle() && empty->isVisible());
    }

    void a_file_that_is_gone_is_told_of() {
        Shown shown(story(true));
        QFile::remove(shown.path);
        shown.page.show_workspace(shown.path);
        QVERIFY(shown.settle());
        QVERIFY(shown.find<EmptyState>("consent.empty")->isVisible());
    }

    void the_matrix_follows_the_day() {
        Shown shown(story(true));
        ConsentMatrixView& matrix = shown.page.console().matrix();
        QVERIFY(matrix.isVisible());
        const int row = static_cast<int>(adjust);
        QCOMPARE(matrix.model()->index(row, 1).data().toString(), QStringLiteral(u"55\u00A0%")); // 11 of 20
        QVERIFY(matrix.cell_words(row, 1).contains(QStringLiteral("11 of 20")));
        shown.find<QSlider>("consent.slider")->setValue(1);
        QVERIFY(shown.settle());
        QCOMPARE(shown.page.console().day(), 0);
        QCOMPARE(matrix.model()->index(row, 1).data().toString(), QStringLiteral(u"60\u00A0%"));
        QCOMPARE(shown.page.console().ledger().filter().until_day, 0);
        QCOMPARE(shown.ledger().rowCount(), 2 * people);
        QVERIFY(!shown.page.banner().isVisible());
    }

    void a_read_without_a_basis_is_red_and_leads_to_its_row() {
        Shown shown(story(false));
        QVERIFY(shown.page.banner().isVisible());
        ConsentMatrixView& matrix = shown.page.console().matrix();
        const QModelIndex cell = matrix.model()->index(static_cast<int>(adjust), 1);
        QCOMPARE(cell.data().toString(), QStringLiteral("1"));
        matrix.setCurrentIndex(cell);
        QTest::keyClick(&matrix, Qt::Key_Return);
        QVERIFY(shown.settle());
        QCOMPARE(shown.ledger().rowCount(), 1);
        QCOMPARE(shown.cell(0, LedgerModel::result), words("ledger.result.no_basis"));
        QCOMPARE(shown.cell(0, LedgerModel::person), QStringLiteral("0"));
        QVERIFY(shown.find<FilterChip>("consent.chip.unfounded")->isChecked());
        shown.picture(QStringLiteral("consent-without-basis"));
        // The chip of the purpose goes with a click, and everything without a basis stays.
        auto* purpose = shown.find<FilterChip>("consent.chip.purpose");
        QVERIFY(purpose->isVisible());
        purpose->click();
        QVERIFY(shown.settle() && !purpose->isVisible());
        QCOMPARE(shown.ledger().rowCount(), 1);
        shown.find<FilterChip>("consent.chip.unfounded")->click();
        QVERIFY(shown.settle());
        QCOMPARE(shown.ledger().rowCount(), static_cast<int>(story(false).size()) - 1);
    }

    void the_ledger_keeps_few_pages_and_shows_the_newest_first() {
        Shown shown(story(true));
        const int rows = shown.ledger().rowCount();
        QCOMPARE(rows, static_cast<int>(story(true).size()) - 1);
        QCOMPARE(shown.cell(0, LedgerModel::number), QString::number(rows + 1));
        for (const int row : {rows - 1, rows / 2, 0, 3, rows / 3})
            QCOMPARE(shown.cell(row, LedgerModel::number), QString::number(rows + 1 - row));
        for (int row = 0; row < rows; row += 100)
            (void)shown.cell(row, LedgerModel::number);
        QVERIFY(shown.ledger().pages() <= 8);
        QVERIFY(rows > 8 * static_cast<int>(ledger_page_rows));
    }

    void a_chip_lists_its_part_alone() {
        Shown shown(story(true));
        shown.find<FilterChip>("consent.chip.consents")->click();
        QVERIFY(shown.settle());
        QCOMPARE(shown.ledger().rowCount(), 2 * people + 1);
        shown.find<FilterChip>("consent.chip.reads")->click();
        QVERIFY(shown.settle());
        QCOMPARE(shown.ledger().rowCount(), 12 * reads_a_person);
        QVERIFY(!shown.find<FilterChip>("consent.chip.consents")->isChecked());
    }

    void a_row_leads_to_its_consent_and_to_its_person() {
        Shown shown(story(true));
        shown.find<FilterChip>("consent.chip.reads")->click();
        QVERIFY(shown.settle());
        auto* table = shown.find<QTableView>("consent.ledger.table");
        const QString relies_on = shown.cell(0, LedgerModel::relies_on);
        table->setCurrentIndex(shown.ledger().index(0, 0));
        auto* basis = shown.find<QPushButton>("consent.ledger.basis");
        QVERIFY(basis->isEnabled());
        basis->click();
        QVERIFY(shown.settle());
        QTRY_COMPARE_WITH_TIMEOUT(shown.cell(table->currentIndex().row(), LedgerModel::number), relies_on,
                                  patience_ms);
        QVERIFY(shown.cell(table->currentIndex().row(), LedgerModel::what)
                    .startsWith(words("ledger.state.given")));
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QPushButton>("consent.ledger.person")->isEnabled(), patience_ms);
        shown.find<QPushButton>("consent.ledger.person")->click();
        QVERIFY(shown.page.tab() == ConsentTab::person);
        QVERIFY(shown.settle());
        QCOMPARE(shown.find<QComboBox>("consent.person.who")->currentData().toInt(), 11);
        auto* consents = shown.find<WordTable>("consent.person.consents");
        QVERIFY(consents->isVisible());
        QCOMPARE(consents->table().rows.size(), std::size_t{2});
        // And back, with this person alone.
        shown.find<QPushButton>("consent.person.ledger")->click();
        QVERIFY(shown.settle() && shown.page.tab() == ConsentTab::console);
        QCOMPARE(shown.ledger().rowCount(), 2 + reads_a_person);
    }

    void notices_have_their_words_and_answers() {
        Shown shown(story(true));
        shown.page.show_tab(ConsentTab::notices);
        const auto words_of = [&](const char* card) {
            QString all;
            for (const QLabel* label : shown.find<QWidget>(card)->findChildren<QLabel*>())
                all += label->text() + u'\n';
            return all;
        };
        const QString first = words_of("consent.notice.0");
        const Notice& shipped = shipped_notices().front();
        QVERIFY(first.contains(from_core(shipped.sha256)));
        for (const std::string& line : shipped.text)
            QVERIFY(first.contains(from_core(line)));
        QVERIFY(first.contains(words("consent_page.notices.answered",
                                     {{"people", QStringLiteral("20")}, {"agreed", QStringLiteral("12")}})));
        QVERIFY(words_of("consent.notice.1").contains(words("consent_page.notices.unanswered")));
    }

    void the_audit_says_what_is_broken_and_what_can_be_forged_data() {
        QTest::addColumn<bool>("clean");
        QTest::newRow("clean") << true;
        QTest::newRow("a read after a withdrawal") << false;
    }
    void the_audit_says_what_is_broken_and_what_can_be_forged() {
        QFETCH(bool, clean);
        Shown shown(story(clean));
        shown.page.show_tab(ConsentTab::audit);
        auto* first = shown.find<QLabel>("consent.audit.I1");
        QCOMPARE(first->text(), words("consent_page.audit.unjudged"));
        shown.page.audit_room().audit_button().click();
        QVERIFY(shown.page.desk().auditing());
        QVERIFY(!shown.page.audit_room().audit_button().isEnabled());
        QVERIFY(shown.settle());
        QCOMPARE(first->text(), words(clean ? "audit.outcome.passed" : "audit.outcome.failed").toLower());
        QVERIFY(shown.find<QLabel>("consent.audit.people")->text().contains(QStringLiteral("20 of 20")));
        QCOMPARE(shown.find<QLabel>("consent.audit.found")->text() == words("consent_page.audit.no_cases"),
                 clean);
        QVERIFY(shown.find<QLabel>("consent.audit.limits")
                    ->text()
                    .contains(words("consent_page.audit.limit.no_key")));
        QVERIFY(shown.page.audit_room().audit_button().isEnabled());
        // Of another file nothing has been found yet.
        shown.page.show_workspace(shown.path);
        QCOMPARE(first->text(), words("consent_page.audit.unjudged"));
    }

    void an_audit_can_be_cancelled() {
        Shown shown(story(true));
        int cancelled = 0, audited = 0;
        QObject::connect(&shown.page.desk(), &ConsentDesk::audit_cancelled, &shown.page,
                         [&] { ++cancelled; });
        QObject::connect(&shown.page.desk(), &ConsentDesk::audited, &shown.page, [&] { ++audited; });
        shown.page.audit_room().audit_button().click();
        shown.page.desk().cancel_audit();
        QVERIFY(!shown.page.desk().auditing());
        QTest::qWait(200);
        QCOMPARE(cancelled, 1);
        QCOMPARE(audited, 0);
    }

    void tables_are_written_as_csv() {
        Shown shown(story(true));
        const QString file = shown.folder.filePath(QStringLiteral("out.csv"));
        shown.page.set_ask_path([&](const QString&, const QString&) { return file; });
        const auto read = [&] {
            QFile csv(file);
            return csv.open(QIODevice::ReadOnly) ? csv.readAll() : QByteArray();
        };
        shown.find<QPushButton>("consent.csv")->click();
        QVERIFY(read().contains("adjust_my_recommendations,all,20,11,0.55,"));
        shown.find<FilterChip>("consent.chip.consents")->click();
        QVERIFY(shown.settle());
        shown.find<QPushButton>("consent.ledger.csv")->click();
        QVERIFY(shown.settle());
        QCOMPARE(read().count('\n'), 2 * people + 2);
    }

    void the_signed_head_can_be_kept_elsewhere() {
        Shown shown(story(true));
        const QString file = shown.folder.filePath(QStringLiteral("head.json"));
        shown.page.set_ask_path([&](const QString&, const QString&) { return file; });
        shown.find<QPushButton>("consent.audit.head")->click();
        QVERIFY(shown.settle());
        QVERIFY(audit::trail::read_anchor({}, to_core(file))->head.has_value());
    }

    void everything_can_be_named_by_a_screen_reader() {
        Shown shown(story(false));
        for (QWidget* widget : shown.page.findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible()) continue;
            const QString name = widget->accessibleName();
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            const bool inner = widget->objectName().startsWith(QStringLiteral("qt_"));
            QVERIFY2(
                inner || !name.isEmpty() || (button && !button->text().isEmpty()) ||
                    qobject_cast<QScrollArea*>(widget),
                qPrintable(widget->objectName() + QString::fromLatin1(widget->metaObject()->className())));
        }
    }
};
ATTUNE_TEST(Consent_page_test);

} // namespace attune::ui

#include "consent_page_test.moc"
