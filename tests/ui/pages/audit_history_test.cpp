// The audit room keeps its verdicts in the trail, makes due audits by itself, and writes the report on paper
// with the words of the page.
#include "core/base/json.h"
#include "simulations/study/audit_keep.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"
#include "ui/pages/audit_history.h"
#include "ui/pages/audit_pdf.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/word_table.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextDocument>
#include <QXmlStreamReader>

namespace attune::ui {
namespace {

constexpr int patience_ms = 60'000;
constexpr const char* may_6 = "2024-05-06T07:08:09Z";

const SigningKey& key() {
    static const SigningKey made = SigningKey::ephemeral();
    return made;
}

bool record(const std::string& path, std::uint64_t seed) {
    LoadedScenario scenario = test::small_scenario(60, 8, 60, seed);
    scenario.scenario.assumptions.visit_rate = 2;
    auto trailed = TrailedRun::open(path, key(), {});
    if (!trailed) return false;
    auto run = trailed->simulate(scenario, Policy{}, {}, 30);
    return run && trailed->keep(*run, may_6);
}

struct Room {
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("study.attune"));
    std::unique_ptr<ConsentPage> page;

    bool open() {
        page = std::make_unique<ConsentPage>();
        page->audit_room().kept().set_clock([] { return std::string(may_6); });
        page->audit_room().set_signer([] { return AuditSigner{.name = "Noor", .role = "privacy_officer"}; });
        page->resize(1200, 700);
        page->show();
        page->show_workspace(path);
        page->show_tab(ConsentTab::audit);
        return settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return page->settled(); }, patience_ms);
    }
    template <typename W>
    W* find(const char* name) {
        return page->findChild<W*>(QLatin1String(name));
    }
    AuditBook book() {
        const auto workspace = Workspace::open(to_core(path), OpenMode::read_only);
        return *read_audit_book(workspace->trail());
    }
};

/// All words of a page below its body, as somebody reads them.
QStringList words_of_page(const std::string& page) {
    QXmlStreamReader reader(from_core(page));
    QString text;
    bool body = false;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QLatin1String("body")) body = true;
        if (body && reader.isCharacters()) text += reader.text().toString() + u' ';
    }
    return text.simplified().split(u' ');
}

} // namespace

class Audit_history_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verdict_is_kept_and_listed() {
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        QVERIFY(room.open());
        auto* table = room.find<WordTable>("consent.audit.history.table");
        auto* publishing = room.find<QLabel>("consent.audit.publishing");
        QVERIFY(table->isHidden());
        QVERIFY(publishing->text().contains(QStringLiteral("never audited")));
        room.page->audit_room().audit_button().click();
        QVERIFY(room.settle());
        QCOMPARE(room.book().audits.size(), std::size_t{1});
        QCOMPARE(room.book().audits[0].entry.by.name, std::string("Noor"));
        QVERIFY(!table->isHidden());
        QCOMPARE(table->table().rows.size(), std::size_t{1});
        QVERIFY(publishing->text().contains(QStringLiteral("can be published")));
        // Another row finds room: nothing is drawn over the line below.
        room.page->audit_room().audit_button().click();
        QVERIFY(room.settle());
        QCOMPARE(table->table().rows.size(), std::size_t{2});
        auto* due = room.find<QLabel>("consent.audit.due");
        QTRY_VERIFY_WITH_TIMEOUT(table->geometry().bottom() < due->geometry().top(), 2000);
        // Without the box nothing is written.
        room.find<QCheckBox>("consent.audit.keep")->setChecked(false);
        room.page->audit_room().audit_button().click();
        QVERIFY(room.settle());
        QCOMPARE(room.book().audits.size(), std::size_t{2});
    }

    void due_audit_is_made_when_the_file_is_opened_data() {
        QTest::addColumn<bool>("due");
        QTest::newRow("nothing is due") << false;
        QTest::newRow("a run since") << true;
    }
    void due_audit_is_made_when_the_file_is_opened() {
        QFETCH(bool, due);
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        VERIFY_OK(keep_calendar(to_core(room.path), key(), {.after_run = due},
                                {.name = "Noor", .role = "privacy_officer"}, may_6));
        QVERIFY(room.open());
        QTRY_COMPARE_WITH_TIMEOUT(room.book().audits.size(), std::size_t(due ? 1 : 0), patience_ms);
        QVERIFY(room.settle());
        if (!due) return;
        QVERIFY(room.book().audits[0].entry.trigger == AuditTrigger::calendar ||
                room.book().audits[0].entry.trigger == AuditTrigger::run);
        // Once is enough, until the next run.
        room.page->show_workspace(room.path);
        QVERIFY(room.settle());
        QTest::qWait(100);
        QVERIFY(room.settle());
        QCOMPARE(room.book().audits.size(), std::size_t{1});
        QVERIFY(record(to_core(room.path), 8));
        room.page->show_workspace(room.path);
        QTRY_COMPARE_WITH_TIMEOUT(room.book().audits.size(), std::size_t{2}, patience_ms);
        QVERIFY(room.settle());
        QVERIFY(room.book().audits[1].entry.trigger == AuditTrigger::run);
    }

    void calendar_is_set_from_the_room() {
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        QVERIFY(room.open());
        auto* set = room.find<QPushButton>("consent.audit.calendar.set");
        QVERIFY(!set->isEnabled());
        room.find<QSpinBox>("consent.audit.calendar.days")->setValue(14);
        QVERIFY(set->isEnabled());
        set->click();
        QVERIFY(room.settle());
        // It is due at once, since there was none.
        QTRY_COMPARE_WITH_TIMEOUT(room.book().audits.size(), std::size_t{1}, patience_ms);
        QCOMPARE(room.book().calendar().every_days, 14);
        QVERIFY(room.settle());
        QVERIFY(room.find<QLabel>("consent.audit.due")->text().contains(QStringLiteral("2024-05-20")));
        QVERIFY(!set->isEnabled());
    }

    void paper_has_the_words_of_the_page() {
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        const auto audit = audit::trail::audit_workspace(to_core(room.path), {});
        VERIFY_OK(audit);
        const auto workspace = Workspace::open(to_core(room.path), OpenMode::read_only);
        const auto sections = audit_sections(*workspace, *audit, Text::english());
        VERIFY_OK(sections);
        const std::string page = audit_page(*sections, Text::english());
        const QStringList on_page = words_of_page(page);
        const QStringList on_paper = audit_paper(page)->toPlainText().simplified().split(u' ');
        QVERIFY(on_page.size() > 500);
        for (qsizetype i = 0; i < std::min(on_page.size(), on_paper.size()); ++i)
            QVERIFY2(on_page[i] == on_paper[i],
                     (on_page.mid(i, 5).join(u' ') + u'/' + on_paper.mid(i, 5).join(u' ')).toUtf8());
        QCOMPARE(on_paper.size(), on_page.size());
    }

    void text_of_the_paper_can_be_taken_out_again() {
        const QString reader = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        if (reader.isEmpty()) QSKIP("pdftotext is not installed");
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        const auto audit = audit::trail::audit_workspace(to_core(room.path), {});
        const auto workspace = Workspace::open(to_core(room.path), OpenMode::read_only);
        const auto sections = audit_sections(*workspace, *audit, Text::english());
        const std::string page = audit_page(*sections, Text::english());
        const QString file = room.folder.filePath(QStringLiteral("r.pdf"));
        VERIFY_OK(write_audit_pdf(page, file));
        QProcess process;
        process.start(reader, {QStringLiteral("-layout"), QStringLiteral("-enc"), QStringLiteral("UTF-8"),
                               file, QStringLiteral("-")});
        QVERIFY(process.waitForFinished(patience_ms));
        // Heads of tables come again on every page and there are page numbers; nothing may be missing.
        QMap<QChar, int> left;
        for (const QChar sign : QString::fromUtf8(process.readAllStandardOutput()))
            ++left[sign];
        for (const QString& word : words_of_page(page))
            for (const QChar sign : word)
                QVERIFY2(--left[sign] >= 0, (word + u' ' + sign).toUtf8());
    }

    void report_is_saved_in_each_form_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("begins");
        QTest::newRow("page") << "r.html" << QByteArray("<!DOCTYPE html>");
        QTest::newRow("paper") << "r.pdf" << QByteArray("%PDF-1.");
        QTest::newRow("data") << "r.json" << QByteArray("{");
        QTest::newRow("tables") << "r.csv" << QByteArray("section,row");
        QTest::newRow("no suffix") << "report" << QByteArray("<!DOCTYPE html>");
    }
    void report_is_saved_in_each_form() {
        QFETCH(QString, name);
        QFETCH(QByteArray, begins);
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        QVERIFY(room.open());
        const QString file = room.folder.filePath(name);
        room.page->set_ask_path([&](const QString&, const QString&) { return file; });
        room.find<QPushButton>("consent.audit.report")->click();
        QVERIFY(room.settle());
        QFile written(name.contains(u'.') ? file : file + QStringLiteral(".html"));
        QVERIFY(written.open(QIODevice::ReadOnly));
        QVERIFY(written.readAll().startsWith(begins));
    }

    void assessment_is_saved_into_a_folder() {
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        QVERIFY(room.open());
        const QString folder = room.folder.filePath(QStringLiteral("dpia"));
        room.page->set_ask_path([&](const QString&, const QString&) { return folder; });
        room.find<QPushButton>("consent.audit.bundle")->click();
        QVERIFY(room.settle());
        QVERIFY(QFile::exists(folder + QStringLiteral("/manifest.json")));
    }

    void every_part_can_be_reached_and_named() {
        Room room;
        QVERIFY(record(to_core(room.path), 6));
        QVERIFY(room.open());
        auto* card = room.find<AuditHistory>("consent.audit.history");
        QVERIFY(!card->accessibleName().isEmpty());
        for (const char* name : {"report", "bundle", "calendar.set"}) {
            auto* button =
                card->findChild<QPushButton*>(QStringLiteral("consent.audit.") + QLatin1String(name));
            QVERIFY(button->focusPolicy() & Qt::TabFocus);
            QVERIFY(!button->toolTip().isEmpty() && !button->toolTip().startsWith(u'['));
        }
        for (QWidget* widget : card->findChildren<QWidget*>())
            QVERIFY2(!widget->toolTip().startsWith(u'[') && !widget->accessibleName().startsWith(u'['),
                     widget->objectName().toUtf8());
        QVERIFY(!room.find<QSpinBox>("consent.audit.calendar.days")->accessibleName().isEmpty());
    }
};

ATTUNE_TEST(Audit_history_test);

} // namespace attune::ui

#include "audit_history_test.moc"
