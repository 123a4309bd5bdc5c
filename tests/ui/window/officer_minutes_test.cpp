// The privacy officer's first five minutes: a script with a picture at each step. She opens a file with a
// trail in which one read has no basis, finds it, follows it to its person, hands out what is kept, checks a
// receipt without the file, moves the day, audits, keeps the signed head elsewhere, saves the report, counts
// how hard taking back is, and erases the person.
#include "core/audit/trail_hash.h"
#include "core/audit/trail_heads.h"
#include "core/audit/trail_reading.h"
#include "core/base/json.h"
#include "simulations/study/trail_begin.h"
#include "simulations/study/trail_key.h"
#include "simulations/study/trail_person_words.h"
#include "tests/ui/window/fixture.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_console.h"
#include "ui/pages/consent_matrix_view.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/ledger_model.h"
#include "ui/pages/notices_view.h"
#include "ui/pages/people_card.h"
#include "ui/pages/person_view.h"
#include "ui/pages/word_table.h"
#include "ui/theme/words.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTabBar>
#include <QTableView>

namespace attune::ui {
namespace {

constexpr int people = 24, agreeing = 16, days = 6;
constexpr std::uint32_t wronged = 3; ///< read of on the last day, after taking it back
constexpr std::int64_t day_ms = 86'400'000;
constexpr auto adjust = Purpose::adjust_my_recommendations;
namespace verifier = audit::trail;

TrailEvent event_of(TrailKind kind, std::uint32_t person, int day) {
    TrailEvent event;
    event.kind = kind;
    event.person = UserId{person};
    event.purpose = adjust;
    event.time_ms = day * day_ms + 60'000;
    return event;
}

/// Everybody is asked on day 0, 16 of 24 agree, are read of and asked a question; the wronged takes it back.
std::vector<TrailEvent> story() {
    std::vector<UserId> watched;
    for (std::uint32_t person = 0; person < people; ++person)
        watched.push_back(UserId{person});
    TrailEvent begin;
    begin.kind = TrailKind::begin;
    begin.text = trail_begin_text({.run = "r-1",
                                   .scenario = "calm-baseline",
                                   .policy = "default",
                                   .people = people,
                                   .watched = watched},
                                  Policy{});
    std::vector<TrailEvent> events{begin};
    std::vector<std::uint64_t> given(people);
    for (std::uint32_t person = 0; person < people; ++person) {
        TrailEvent said = event_of(TrailKind::consent, person, 0);
        said.entity = ConsentEntity::service;
        said.to = ConsentStatus::requested;
        events.push_back(said);
        said.entity = ConsentEntity::person;
        said.from = ConsentStatus::requested;
        said.to = person < agreeing ? ConsentStatus::given : ConsentStatus::refused;
        events.push_back(said);
        given[person] = events.size();
    }
    for (std::uint32_t person = 0; person < agreeing; ++person) {
        TrailEvent read = event_of(TrailKind::read, person, 1);
        read.module = Module::ranking;
        read.relies_on = given[person];
        events.push_back(read);
        events.push_back(event_of(TrailKind::question, person, 1));
        TrailEvent answer = event_of(TrailKind::answer, person, 1);
        answer.text = "thumb_up";
        events.push_back(answer);
    }
    TrailEvent back = event_of(TrailKind::consent, wronged, 4);
    back.entity = ConsentEntity::person;
    back.method = ConsentMethod::settings;
    back.from = ConsentStatus::given;
    back.to = ConsentStatus::withdrawn;
    events.push_back(back);
    TrailEvent read = event_of(TrailKind::read, wronged, 5);
    read.module = Module::ranking;
    read.relies_on = given[wronged];
    events.push_back(read);
    TrailEvent end;
    end.kind = TrailKind::end;
    end.time_ms = days * day_ms - 1;
    end.rows = people;
    events.push_back(end);
    return events;
}

Status write_story(const QString& path) {
    OpenOptions options;
    options.created = "2026-11-23T08:00:00Z";
    auto made = Workspace::open(to_core(path), OpenMode::create, options);
    if (!made) return pass_on(made);
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    auto writer = made->write_trail(std::move(*key));
    if (!writer) return pass_on(writer);
    if (auto done = writer->append(story()); !done) return done;
    const auto head = writer->commit(HeadReason::run, options.created);
    return head ? Status() : Status(pass_on(head));
}

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::vector<std::uint8_t> bytes_of(const Json& hex) {
    const QByteArray bytes = QByteArray::fromHex(QByteArray::fromStdString(hex.get<std::string>()));
    return {bytes.begin(), bytes.end()};
}

verifier::Hash hash_of(const Json& hex) {
    verifier::Hash hash{};
    const auto bytes = bytes_of(hex);
    std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

/// As somebody checks a receipt who has it and nothing else: that the payload is a leaf of the signed tree.
bool holds(const Json& receipt) {
    const Json& signed_head = receipt["signed_head"];
    const auto text = signed_head["head"].get<std::string>();
    const Json head = parse_json(text, "head").value_or(Json());
    const std::vector<std::uint8_t> message(text.begin(), text.end());
    verifier::Hasher hasher;
    const auto seq = receipt["leaf_index"].get<std::uint64_t>() + 1;
    verifier::Proof proof{.seq = seq, .path = {}};
    for (const Json& hash : receipt["proof"])
        proof.path.push_back(hash_of(hash));
    return verifier::signature_fits(message, bytes_of(signed_head["signature"]),
                                    bytes_of(signed_head["key"])) &&
           verifier::leads_to(hasher, hasher.leaf(seq, bytes_of(receipt["payload"])), proof,
                              head["size"].get<std::uint64_t>(), hash_of(head["root"]));
}

} // namespace

class Officer_minutes_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_privacy_officer_finds_her_way() {
        Window w(QSize(1440, 900));
        ConsentPage& page = w.window->consent_page();
        const QString file = w.folder.filePath(QStringLiteral("study.attune"));
        VERIFY_OK(write_story(file));
        const auto settled = [&] {
            return QTest::qWaitFor([&] { return page.settled() && page.desk().picture(); }, patience_ms);
        };
        const auto press = [&](const char* name) {
            auto* button = w.find<QPushButton>(name);
            if (!button || !button->isVisible() || !button->isEnabled()) return false;
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Space);
            return settled();
        };
        const auto saved_as = [&](const char* name) {
            w.files = {w.folder.filePath(QLatin1String(name))};
            return w.files.front();
        };

        // She opens the file and goes to Consent. Something is red, and says how often.
        w.window->open_file(file);
        QVERIFY(QTest::qWaitFor([&] { return w.window->document().is_open(); }, patience_ms));
        QVERIFY(settled());
        w.action("view.consent").trigger();
        QVERIFY(page.isVisible() && page.banner().isVisible());
        w.picture(QStringLiteral("officer-1-opened"));

        // The red cell leads to the one read that has no basis.
        ConsentMatrixView& matrix = page.console().matrix();
        const QModelIndex red = matrix.model()->index(static_cast<int>(adjust), 1);
        QCOMPARE(red.data().toString(), QStringLiteral("1"));
        matrix.setFocus();
        matrix.setCurrentIndex(red);
        QTest::keyClick(&matrix, Qt::Key_Return);
        QVERIFY(settled());
        LedgerModel& ledger = page.console().ledger().model();
        QCOMPARE(ledger.rowCount(), 1);
        QVERIFY(QTest::qWaitFor([&] { return ledger.at(0) != nullptr; }, patience_ms));
        QCOMPARE(ledger.at(0)->person, std::optional(UserId{wronged}));
        auto* rows = w.find<QTableView>("consent.ledger.table");
        QTRY_VERIFY(rows->viewport()->visibleRegion().boundingRect().height() > rows->rowHeight(0));
        w.picture(QStringLiteral("officer-2-red"));

        // The receipt of that read, checked with nothing but itself; a changed byte is seen.
        rows->setFocus();
        rows->setCurrentIndex(ledger.index(0, 0));
        const QString receipt_file = saved_as("receipt.json");
        QVERIFY(press("consent.ledger.receipt"));
        Json receipt = parse_json(content(receipt_file).toStdString(), "receipt").value_or(Json());
        QVERIFY(receipt.is_object() && holds(receipt));
        QCOMPARE(receipt["record"]["person"].get<std::uint32_t>(), wronged);
        Json forged = receipt;
        auto payload = forged["payload"].get<std::string>();
        payload[2] = payload[2] == '0' ? '1' : '0';
        forged["payload"] = payload;
        QVERIFY(!holds(forged));

        // Who is it? What is kept of them, in words.
        QVERIFY(press("consent.ledger.person"));
        QVERIFY(page.tab() == ConsentTab::person);
        QCOMPARE(w.find<QComboBox>("consent.person.who")->currentData().toUInt(), wronged);
        QCOMPARE(w.find<WordTable>("consent.person.consents")->table().rows.size(), std::size_t{3});
        w.picture(QStringLiteral("officer-3-person"));

        // Their export is what the command line gives, marked personal, with receipts that hold.
        const QString export_file = saved_as("person.json");
        QVERIFY(press("consent.person.export"));
        {
            const auto workspace = Workspace::open(to_core(file), OpenMode::read_only);
            VERIFY_OK(workspace);
            const auto person = person_trail(*workspace, UserId{wronged}, {});
            VERIFY_OK(person);
            const auto document = person_document(*workspace, *person, Text::english());
            VERIFY_OK(document);
            QCOMPARE(content(export_file).toStdString(), document->dump(2) + "\n");
            QVERIFY((*document)["personal_data"].get<bool>());
            QCOMPARE((*document)["receipts"].size(), std::size_t{3});
            for (const Json& one : (*document)["receipts"])
                QVERIFY(holds(one));
        }
        QCOMPARE(QFile::permissions(export_file) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());

        // As it was on the first day: all sixteen agreed, and nothing was wrong yet.
        page.show_tab(ConsentTab::console);
        auto* slider = w.find<QSlider>("consent.slider");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QVERIFY(settled());
        QCOMPARE(page.console().day(), 0);
        QVERIFY(matrix.cell_words(static_cast<int>(adjust), 1).contains(QStringLiteral("16 of 24")));
        QVERIFY(!slider->accessibleDescription().isEmpty()); // marks at the notices
        w.picture(QStringLiteral("officer-4-first-day"));

        // The audit names it. The head goes to where the file is not.
        page.show_tab(ConsentTab::audit);
        QVERIFY(press("consent.audit.now"));
        QVERIFY(QTest::qWaitFor(
            [&] {
                return w.find<QLabel>("consent.audit.I1")->text() == words("audit.outcome.failed").toLower();
            },
            patience_ms));
        QCOMPARE(w.find<QLabel>("consent.audit.I10")->text(), words("audit.outcome.passed").toLower());
        QVERIFY(w.find<QLabel>("consent.audit.found")->text().contains(QStringLiteral("3")));
        const QString head_file = saved_as("head.json");
        QVERIFY(press("consent.audit.head"));
        QVERIFY(verifier::read_anchor({}, to_core(head_file))->head.has_value());
        w.picture(QStringLiteral("officer-5-audit"));

        // Held against that head, the audit says what can no longer be forged.
        const auto limits = [&] { return w.find<QLabel>("consent.audit.limits")->text(); };
        QVERIFY(limits().contains(words("consent_page.audit.limit.no_head")));
        w.files = {head_file};
        QVERIFY(press("consent.anchors.head"));
        QVERIFY(press("consent.audit.now"));
        QVERIFY(QTest::qWaitFor([&] { return !limits().contains(words("consent_page.audit.limit.no_head")); },
                                patience_ms));
        QVERIFY(w.find<QLabel>("consent.anchors.held")->isVisible());
        QVERIFY(limits().contains(words("consent_page.audit.limit.no_key")));

        // Taking back is as easy as agreeing: counted on the screens, signed into the trail, and judged.
        page.show_tab(ConsentTab::notices);
        QVERIFY(press("people.count"));
        QVERIFY(QTest::qWaitFor([&] { return page.notices().people().effort().has_value(); }, patience_ms));
        w.picture(QStringLiteral("officer-6-screens"));
        QSignalSpy evidence(&w.window->document(), &Document::evidence_written);
        QVERIFY(press("people.write"));
        QVERIFY(QTest::qWaitFor([&] { return evidence.count() == 1; }, patience_ms));
        QVERIFY(settled());

        // The person asks to be erased. She reads what that reaches before she does it.
        page.show_tab(ConsentTab::person);
        page.person().show_person(UserId{wronged});
        QVERIFY(settled());
        auto* reaches = w.find<QLabel>("consent.person.reaches");
        QVERIFY(!reaches->isVisible());
        QVERIFY(press("consent.person.erase"));
        QVERIFY(reaches->isVisible() && reaches->text().count(u'\n') >= 3);
        w.picture(QStringLiteral("officer-7-erase"));
        QSignalSpy erased(&w.window->document(), &Document::person_erased);
        QVERIFY(press("consent.person.keep")); // not yet
        QVERIFY(!reaches->isVisible() && erased.count() == 0);
        QVERIFY(press("consent.person.erase"));
        QVERIFY(press("consent.person.erase_now"));
        QVERIFY(QTest::qWaitFor([&] { return erased.count() == 1; }, patience_ms));
        QVERIFY(settled());
        page.person().show_person(UserId{wronged});
        QVERIFY(settled());
        QVERIFY(!w.find<QPushButton>("consent.person.erase")->isEnabled());
        QVERIFY(w.find<QPushButton>("consent.person.export")->isEnabled());
        {
            const auto workspace = Workspace::open(to_core(file), OpenMode::read_only);
            VERIFY_OK(workspace);
            const auto person = person_trail(*workspace, UserId{wronged}, {});
            VERIFY_OK(person);
            QVERIFY(person->erased > 0);
            QCOMPARE(person->readable, std::int64_t{0});
            QVERIFY(person->sealed > 0);
        }

        // The chain is whole all the same, goes on from the head she kept, and now I8 is proved.
        page.show_tab(ConsentTab::audit);
        QVERIFY(page.desk().anchor().head == to_core(head_file));
        QVERIFY(press("consent.audit.now"));
        QVERIFY(QTest::qWaitFor(
            [&] {
                return w.find<QLabel>("consent.audit.I8")->text() == words("audit.outcome.passed").toLower();
            },
            patience_ms));
        QCOMPARE(w.find<QLabel>("consent.audit.I10")->text(), words("audit.outcome.passed").toLower());
        // And the report of all this.
        const QString report_file = saved_as("report.html");
        QVERIFY(press("consent.audit.report"));
        QVERIFY(QTest::qWaitFor([&] { return content(report_file).size() > 1000; }, patience_ms));
        w.picture(QStringLiteral("officer-8-proved"));
    }
};
ATTUNE_TEST(Officer_minutes_test);

} // namespace attune::ui

#include "officer_minutes_test.moc"
