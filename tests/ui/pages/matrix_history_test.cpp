// The versions of the consent matrix: who saved them, why, what they changed, and the way back.
#include "core/base/random.h"
#include "core/consent/matrix_edit.h"
#include "simulations/study/matrix_saving.h"
#include "tests/support/test.h"
#include "ui/pages/matrix_history.h"
#include "ui/session/staff.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>

namespace attune::ui {
namespace {

constexpr auto adjust = Purpose::adjust_my_recommendations;

} // namespace

class Matrix_history_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_versions_show_who_why_and_the_way_back() {
        QTemporaryDir folder;
        const auto workspace =
            Workspace::open(to_core(folder.filePath(QStringLiteral("w.attune"))), OpenMode::create);
        QVERIFY(workspace.has_value());
        DocumentContents contents;
        MatrixNote said{.author = "Ines",
                        .reason = "Shorter",
                        .role = StaffRole::officer,
                        .created = "2026-11-22T12:00:00Z"};
        ConsentMatrix shorter = with_validity(shipped_matrix(), adjust, 100);
        const auto first = save_matrix(*workspace, shorter, said);
        QVERIFY(first.has_value());
        contents.matrices.push_back(
            {.record = *first, .matrix = *put_in_force(1, first->json, "m"), .signature = {}});
        contents.matrix = contents.matrices.back().matrix;
        QWidget window;
        window.resize(1280, 720);
        window.show();
        Staff staff(nullptr);
        staff.set_role(StaffRole::officer);
        int restored = -1, signed_version = 0;
        MatrixNote noted;
        MatrixHistory history(staff,
                              {.contents = [&]() -> const DocumentContents& { return contents; },
                               .restore =
                                   [&](int number, const MatrixNote& note) {
                                       restored = number;
                                       noted = note;
                                   },
                               .sign = [&](int number, const MatrixNote&) { signed_version = number; }},
                              &window);
        history.open_now();
        const auto label = [&](const char* name) { return history.findChild<QLabel*>(QLatin1String(name)); };
        const auto button = [&](const char* name) {
            return history.findChild<QPushButton*>(QLatin1String(name));
        };
        auto* list = history.findChild<QListWidget*>(QStringLiteral("matrix.history.list"));
        QCOMPARE(list->count(), 2); // and what ships
        QCOMPARE(label("matrix.history.reason")->text(), QStringLiteral("Shorter"));
        QVERIFY(label("matrix.history.changes")->text().contains(QStringLiteral("100")));
        QVERIFY(label("matrix.history.signature")->text().contains(words("role.labels")));
        QVERIFY(!button("matrix.history.back")->isEnabled()); // it is in force
        auto* author = history.findChild<QLineEdit*>(QStringLiteral("matrix.history.say.author"));
        author->setText(QStringLiteral("Ines"));
        button("matrix.history.sign")->click();
        QCOMPARE(signed_version, 1);
        // The shipped one lets consents hold longer: going back asks anew, and says so first.
        list->setCurrentRow(1);
        QVERIFY(button("matrix.history.back")->isEnabled());
        QVERIFY(!button("matrix.history.sign")->isVisible());
        history.findChild<QLineEdit*>(QStringLiteral("matrix.history.say.reason"))
            ->setText(QStringLiteral("No"));
        button("matrix.history.back")->click();
        QCOMPARE(restored, -1);
        QVERIFY(label("matrix.history.refusal")->isVisible());
        history.findChild<QCheckBox*>(QStringLiteral("matrix.history.anew"))->click();
        button("matrix.history.back")->click();
        QCOMPARE(restored, 0);
        QVERIFY(noted.ask_anew);
        staff.set_role(StaffRole::product);
        QVERIFY(!button("matrix.history.back")->isEnabled());
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        staff.set_role(StaffRole::officer);
        list->setCurrentRow(0);
        QCoreApplication::processEvents();
        if (!place.isEmpty()) history.grab().save(place + QStringLiteral("/matrix-history.png"));
    }
};

ATTUNE_TEST(Matrix_history_test);

} // namespace attune::ui

#include "matrix_history_test.moc"
