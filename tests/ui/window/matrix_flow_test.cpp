// The consent matrix in the window: edited from the Consent page, saved into the file, obeyed by what runs
// next, signed, and taken back.
#include "core/consent/matrix_edit.h"
#include "tests/ui/window/fixture.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/matrix_editor.h"
#include "ui/pages/matrix_history.h"
#include "ui/pages/matrix_table.h"
#include "ui/session/staff.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>

namespace attune::ui {
namespace {

constexpr auto adjust = Purpose::adjust_my_recommendations;

struct Editing : Window {
    Editing() {
        window->lab().open(small_setup());
        window->staff().set_role(StaffRole::officer);
        window->show_page(Page::consent);
    }
    bool in_file(std::size_t versions) {
        return QTest::qWaitFor(
            [this, versions] { return window->document().contents().matrices.size() == versions; },
            patience_ms);
    }
    std::string obeyed() { return in_force(window->lab().setup().scenario->consent).sha256; }
    void save_with(const char* reason) {
        MatrixEditor& editor = window->matrix_editor();
        editor.findChild<QLineEdit*>(QStringLiteral("matrix.author"))->setText(QStringLiteral("Ines"));
        editor.findChild<QLineEdit*>(QStringLiteral("matrix.reason"))->setText(QLatin1String(reason));
        editor.findChild<QPushButton*>(QStringLiteral("matrix.save"))->click();
    }
};

} // namespace

class Matrix_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_rule_goes_from_the_page_into_the_file_and_into_the_next_run() {
        Editing w;
        const std::string before = w.obeyed();
        QCOMPARE(before, shipped_in_force()->sha256);
        w.window->consent_page().findChild<QPushButton*>(QStringLiteral("consent.edit_matrix"))->click();
        MatrixEditor& editor = w.window->matrix_editor();
        QVERIFY(editor.isVisible());
        editor.table().go_to(adjust, Signal::thumb);
        QTest::keyClick(&editor.table(), Qt::Key_Space);
        w.save_with("No thumbs");
        // A file is made for it, since none was open.
        QVERIFY(w.in_file(1));
        QVERIFY(QTest::qWaitFor([&] { return w.obeyed() != before; }, patience_ms));
        const auto& saved = w.window->document().contents().matrices.back();
        QCOMPARE(saved.record.author, std::string("Ines"));
        QCOMPARE(saved.record.role, std::string("privacy_officer"));
        QCOMPARE(w.obeyed(), saved.matrix->sha256);
        QVERIFY(!editor.isVisible());
        // Undoing a lever takes no rule back.
        while (w.window->lab().undo_stack().canUndo())
            w.window->lab().undo_stack().undo();
        QCOMPARE(w.obeyed(), saved.matrix->sha256);
        QVERIFY(w.settle());
    }

    void a_version_is_signed_and_taken_back() {
        Editing w;
        MatrixEditor& editor = w.window->matrix_editor();
        editor.open_now();
        editor.edit(with_validity(shipped_matrix(), adjust, 200), QStringLiteral("shorter"));
        w.save_with("Shorter");
        QVERIFY(w.in_file(1));
        MatrixHistory& history = w.window->matrix_history();
        history.open_now();
        history.findChild<QLineEdit*>(QStringLiteral("matrix.history.say.author"))
            ->setText(QStringLiteral("Ines"));
        history.findChild<QPushButton*>(QStringLiteral("matrix.history.sign"))->click();
        QVERIFY(QTest::qWaitFor(
            [&] { return w.window->document().contents().matrices.front().signature_fits; }, patience_ms));
        auto* signature = history.findChild<QLabel*>(QStringLiteral("matrix.history.signature"));
        QVERIFY(
            QTest::qWaitFor([&] { return signature->text().contains(QStringLiteral("Ines")); }, patience_ms));
        history.findChild<QListWidget*>(QStringLiteral("matrix.history.list"))->setCurrentRow(1);
        history.findChild<QLineEdit*>(QStringLiteral("matrix.history.say.reason"))
            ->setText(QStringLiteral("No"));
        history.findChild<QCheckBox*>(QStringLiteral("matrix.history.anew"))->click();
        history.findChild<QPushButton*>(QStringLiteral("matrix.history.back"))->click();
        QVERIFY(w.in_file(2));
        QVERIFY(matrix_changes(w.window->document().contents().matrix->matrix, shipped_matrix()).empty());
        QVERIFY(w.settle());
    }

    void another_file_has_its_own_rules() {
        Editing w;
        MatrixEditor& editor = w.window->matrix_editor();
        editor.open_now();
        editor.edit(with_validity(shipped_matrix(), adjust, 200), QStringLiteral("shorter"));
        w.save_with("Shorter");
        QVERIFY(w.in_file(1));
        const QString own = w.folder.filePath(QStringLiteral("own.attune"));
        w.window->document().save_as(own);
        QVERIFY(QTest::qWaitFor([&] { return w.window->document().path() == own; }, patience_ms));
        QVERIFY(w.settle());
        QCOMPARE(in_force(w.window->lab().setup().scenario->consent).version, 1);
        w.files << w.folder.filePath(QStringLiteral("fresh.attune"));
        w.action("file.new").trigger();
        QVERIFY(QTest::qWaitFor(
            [&] { return w.window->document().path() != own && w.window->document().is_open(); },
            patience_ms));
        QVERIFY(QTest::qWaitFor([&] { return w.obeyed() == shipped_in_force()->sha256; }, patience_ms));
        QVERIFY(w.settle());
        w.window->document().open(own);
        QVERIFY(QTest::qWaitFor([&] { return w.window->document().path() == own; }, patience_ms));
        QVERIFY(QTest::qWaitFor([&] { return w.obeyed() != shipped_in_force()->sha256; }, patience_ms));
        QVERIFY(w.settle());
    }
};

ATTUNE_TEST(Matrix_flow_test);

} // namespace attune::ui

#include "matrix_flow_test.moc"
