// The sheet in which the consent matrix is changed: by keys and by fields, with undo; what it says of a
// change; measuring; who may save, and what saving asks for.
#include "core/base/random.h"
#include "core/consent/matrix_edit.h"
#include "simulations/study/matrix_saving.h"
#include "tests/support/test.h"
#include "ui/pages/matrix_cell_form.h"
#include "ui/pages/matrix_editor.h"
#include "ui/pages/matrix_table.h"
#include "ui/session/staff.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QThread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 60000;
constexpr auto adjust = Purpose::adjust_my_recommendations;

MatrixImpact some_impact() {
    MatrixImpact impact;
    impact.scenario = "calm-baseline";
    impact.policy = "default";
    impact.people = 500;
    impact.days = 60;
    impact.before.adapted = 300;
    impact.after.adapted = 290;
    impact.before.gate.allowed[0][2][0] = 1200;
    impact.after.gate.allowed[0][2][0] = 1000;
    impact.after.gate.refused[0][2][0] = 200;
    impact.before.satisfaction = {.key = "satisfaction_true", .value = 0.62, .lower = 0.6, .upper = 0.64};
    impact.after.satisfaction = {.key = "satisfaction_true", .value = 0.61, .lower = 0.59, .upper = 0.63};
    impact.satisfaction_change = {.key = "satisfaction_true", .value = -0.01, .lower = -0.03, .upper = 0.01};
    return impact;
}

struct Sheet {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    QWidget window;
    Staff staff{&settings};
    std::shared_ptr<const MatrixInForce> in_force = shipped_in_force();
    std::shared_ptr<ConsentPicture> picture;
    int saves = 0;
    ConsentMatrix saved_matrix;
    MatrixNote note;
    std::unique_ptr<MatrixEditor> editor;

    explicit Sheet(StaffRole role = StaffRole::officer, QSize size = QSize(1440, 900)) {
        window.resize(size);
        window.show();
        staff.set_role(role);
        MatrixEditor::Sources sources;
        sources.in_force = [this] { return in_force; };
        sources.picture = [this] { return picture; };
        sources.people = [] {
            auto scenario = std::make_shared<LoadedScenario>();
            scenario->scenario.users = 64;
            scenario->scenario.days = 3;
            scenario->scenario.items = 100;
            return std::optional<MeasureSubject>({std::move(scenario), Policy{}});
        };
        sources.save = [this](const ConsentMatrix& matrix, const MatrixNote& said) {
            ++saves;
            saved_matrix = matrix;
            note = said;
        };
        editor = std::make_unique<MatrixEditor>(staff, 1, std::move(sources), &window);
        editor->run().set_work([](const ImpactSubject&, const SimulateOptions&) -> Result<MatrixImpact> {
            return some_impact();
        });
        editor->open_now();
        (void)QTest::qWaitForWindowExposed(editor.get());
    }
    ~Sheet() { editor.reset(); }
    template <typename W>
    W* find(const char* name) {
        auto* found = editor->findChild<W*>(QLatin1String(name));
        if (!found) qFatal("no %s", name);
        return found;
    }
    void press(int key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        QTest::keyClick(&editor->table(), static_cast<Qt::Key>(key), with);
    }
    void say(const char* author, const char* reason) {
        find<QLineEdit>("matrix.author")->setText(QLatin1String(author));
        find<QLineEdit>("matrix.reason")->setText(QLatin1String(reason));
    }
    void picture_of(const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (place.isEmpty()) return;
        QCoreApplication::processEvents();
        editor->grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
};

} // namespace

class Matrix_editor_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void the_space_bar_denies_and_allows_and_steps_are_undone() {
        Sheet s;
        MatrixTable& table = s.editor->table();
        QVERIFY(!s.find<QPushButton>("matrix.save")->isEnabled());
        table.go_to(adjust, Signal::thumb);
        s.press(Qt::Key_Space);
        QVERIFY(s.editor->edited().cell(adjust, Signal::thumb) == nullptr);
        QVERIFY(table.cell_words(adjust, Signal::thumb).contains(words("matrix_edit.sentence.tighter")));
        QVERIFY(!s.find<QCheckBox>("matrix.allowed")->isChecked());
        QVERIFY(s.find<QPushButton>("matrix.save")->isEnabled());
        // What comes back is what is in force.
        s.press(Qt::Key_Space);
        QVERIFY(s.editor->edited() == shipped_matrix());
        QVERIFY(!s.find<QPushButton>("matrix.save")->isEnabled());
        QTest::keyClick(s.editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(s.editor->edited().cell(adjust, Signal::thumb) == nullptr);
        QTest::keyClick(s.editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(s.editor->edited() == shipped_matrix());
        QVERIFY(!s.find<QPushButton>("matrix.undo")->isEnabled());
        QTest::keyClick(s.editor.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(s.editor->edited().cell(adjust, Signal::thumb) == nullptr);
        s.find<QPushButton>("matrix.reset")->click();
        QVERIFY(s.editor->edited() == shipped_matrix());
    }

    void arrows_move_and_enter_goes_to_the_fields() {
        Sheet s;
        MatrixTable& table = s.editor->table();
        table.go_to(adjust, Signal::thumb);
        s.press(Qt::Key_Right);
        QCOMPARE(table.purpose(), Purpose::improve_models);
        s.press(Qt::Key_Down);
        QCOMPARE(table.signal(), Signal::stars);
        QVERIFY(s.find<QLabel>("matrix.cell.title")
                    ->text()
                    .contains(words("consent.signal_short.stars"), Qt::CaseInsensitive));
        s.press(Qt::Key_Home);
        QCOMPARE(table.purpose(), Purpose::deliver_service);
        s.press(Qt::Key_Left); // the names are no cells
        QCOMPARE(table.purpose(), Purpose::deliver_service);
        s.editor->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(s.editor.get()));
        s.press(Qt::Key_Return);
        QCOMPARE(s.editor->focusWidget(), s.find<QCheckBox>("matrix.allowed"));
    }

    void every_field_changes_its_part_of_the_cell() {
        Sheet s;
        s.editor->table().go_to(adjust, Signal::thumb);
        const auto cell = [&] { return *s.editor->edited().cell(adjust, Signal::thumb); };
        s.find<QSpinBox>("matrix.days")->setValue(30);
        QCOMPARE(cell().days, 30);
        auto* form = s.find<QComboBox>("matrix.form");
        form->setCurrentIndex(static_cast<int>(SignalForm::aggregate));
        Q_EMIT form->activated(form->currentIndex());
        QCOMPARE(cell().form, SignalForm::aggregate);
        auto* precision = s.find<QComboBox>("matrix.precision");
        precision->setCurrentIndex(static_cast<int>(Precision::yes_or_no));
        Q_EMIT precision->activated(precision->currentIndex());
        QCOMPARE(cell().precision, Precision::yes_or_no);
        s.find<QCheckBox>("matrix.module.ranking")->click();
        QCOMPARE(cell().modules, (std::vector<Module>{Module::preference, Module::deescalation}));
        s.find<QSpinBox>("matrix.validity")->setValue(100);
        QCOMPARE(s.editor->edited().terms(adjust).validity_days, 100);
        s.find<QSpinBox>("matrix.quiet.refused")->setValue(365);
        QCOMPARE(s.editor->edited().quiet_days[static_cast<std::size_t>(ConsentStatus::refused)], 365);
        // Each is a sentence, and none loosens.
        const QString changes = s.find<QLabel>("matrix.changes")->text();
        QCOMPARE(changes.count(QStringLiteral("<p ")), 6);
        QVERIFY(!changes.contains(words("matrix.way.looser")));
        QVERIFY(!s.find<QCheckBox>("matrix.anew")->isVisible());
        for (int i = 0; i < 6; ++i)
            s.find<QPushButton>("matrix.undo")->click();
        QVERIFY(s.editor->edited() == shipped_matrix());
    }

    void loosening_names_the_people_and_asks_for_them() {
        Sheet s;
        s.picture = std::make_shared<ConsentPicture>();
        for (std::uint32_t person = 0; person < 10; ++person) {
            s.picture->watched.push_back(UserId{person});
            s.picture->moves.push_back({.seq = person,
                                        .person = UserId{person},
                                        .purpose = adjust,
                                        .to = person < 7 ? ConsentStatus::given : ConsentStatus::refused});
        }
        s.editor->table().go_to(adjust, Signal::prompt_event);
        s.press(Qt::Key_Space);
        QVERIFY(s.editor->edited().cell(adjust, Signal::prompt_event) != nullptr);
        const QString said = s.find<QLabel>("matrix.people")->text();
        QVERIFY2(said.contains(QStringLiteral("7 of 10")), qPrintable(said));
        auto* anew = s.find<QCheckBox>("matrix.anew");
        QVERIFY(anew->isVisible() && !anew->isChecked());
        s.say("Ines", "Limits");
        s.find<QPushButton>("matrix.save")->click();
        QCOMPARE(s.saves, 0);
        QVERIFY(s.find<QLabel>("matrix.refusal")->isVisible());
        anew->click();
        QVERIFY(!s.find<QLabel>("matrix.refusal")->isVisible());
        s.find<QPushButton>("matrix.save")->click();
        QCOMPARE(s.saves, 1);
        QVERIFY(s.note.ask_anew && s.note.role == StaffRole::officer);
        QVERIFY(s.saved_matrix == s.editor->edited());
        s.editor->saved(1);
        QVERIFY(!s.editor->isVisible());
        QCOMPARE(s.staff.author(), QStringLiteral("Ines"));
    }

    void author_and_reason_are_asked_for_at_their_fields() {
        Sheet s;
        s.editor->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(s.editor.get()));
        s.press(Qt::Key_Space);
        s.say("", "Why not");
        s.find<QPushButton>("matrix.save")->click();
        QCOMPARE(s.editor->focusWidget(), s.find<QLineEdit>("matrix.author"));
        s.say("Ines", " ");
        s.find<QPushButton>("matrix.save")->click();
        QCOMPARE(s.editor->focusWidget(), s.find<QLineEdit>("matrix.reason"));
        QCOMPARE(s.saves, 0);
        s.say("Ines", "Why not");
        s.find<QPushButton>("matrix.save")->click();
        QCOMPARE(s.saves, 1);
    }

    void a_product_manager_may_try_and_not_save() {
        Sheet s(StaffRole::product);
        s.press(Qt::Key_Space);
        QVERIFY(!(s.editor->edited() == shipped_matrix()));
        QVERIFY(!s.find<QPushButton>("matrix.save")->isEnabled());
        QVERIFY(s.find<QWidget>("matrix.banner")->isVisible());
        QVERIFY(s.find<QLabel>("role.labels")->isVisible());
        QCOMPARE(s.find<QLabel>("role.labels")->text(), words("role.labels"));
        auto* role = s.find<QComboBox>("role");
        role->setCurrentIndex(static_cast<int>(StaffRole::officer));
        Q_EMIT role->activated(role->currentIndex());
        QVERIFY(s.find<QPushButton>("matrix.save")->isEnabled());
        QVERIFY(!s.find<QWidget>("matrix.banner")->isVisible());
        // It is remembered.
        Staff later(&s.settings);
        QCOMPARE(later.role(), StaffRole::officer);
    }

    void the_impact_is_measured_kept_and_grows_old() {
        Sheet s;
        auto* measure = s.find<QPushButton>("matrix.measure");
        QVERIFY(!measure->isEnabled()); // nothing changes
        s.press(Qt::Key_Space);
        QVERIFY(measure->isEnabled());
        measure->click();
        QVERIFY(QTest::qWaitFor([&] { return !s.editor->run().running(); }, patience_ms));
        QCOMPARE(s.find<QLabel>("matrix.impact.allowed.before")->text(), QStringLiteral("1,200"));
        QCOMPARE(s.find<QLabel>("matrix.impact.adapted.change")->text(), QStringLiteral("\u221210"));
        QVERIFY(s.find<QLabel>("matrix.impact.sentence")->text().contains(QStringLiteral("not shown")));
        QVERIFY(!s.find<QLabel>("matrix.impact.earlier")->isVisible());
        s.say("Ines", "Why not");
        s.find<QPushButton>("matrix.save")->click();
        QVERIFY(s.note.preview.find("matrix-impact") != std::string::npos);
        // Another change: the figures are of the one before, and are not kept.
        s.press(Qt::Key_Down);
        s.press(Qt::Key_Space);
        QVERIFY(s.find<QLabel>("matrix.impact.earlier")->isVisible());
        s.find<QPushButton>("matrix.save")->click();
        QVERIFY(s.note.preview.empty());
        QTest::keyClick(s.editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(!s.find<QLabel>("matrix.impact.earlier")->isVisible());
    }

    void measuring_can_be_cancelled() {
        Sheet s;
        s.editor->run().set_work(
            [](const ImpactSubject&, const SimulateOptions& options) -> Result<MatrixImpact> {
                options.progress(0.5);
                while (!options.stop.stop_requested())
                    QThread::msleep(5);
                return fail(ErrorCode::cancelled, "stopped");
            });
        s.press(Qt::Key_Space);
        s.editor->measure();
        auto* progress = s.find<QProgressBar>("matrix.progress");
        QVERIFY(QTest::qWaitFor([&] { return progress->value() == 500; }, patience_ms));
        QVERIFY(s.find<QPushButton>("matrix.stop")->isVisible());
        s.find<QPushButton>("matrix.stop")->click();
        QVERIFY(!s.editor->run().running());
        QVERIFY(!progress->isVisible());
    }

    void what_cannot_be_is_said_and_not_saved() {
        Sheet s;
        ConsentMatrix broken = shipped_matrix();
        for (const Signal one : {Signal::free_text, Signal::voice})
            broken = without_cell(broken, Purpose::keep_my_comments, one);
        s.editor->edit(broken, QStringLiteral("nothing left"));
        QVERIFY(s.find<QLabel>("matrix.people")->text().contains(QStringLiteral("uses no signals")));
        QVERIFY(!s.find<QPushButton>("matrix.save")->isEnabled());
        QVERIFY(!s.find<QPushButton>("matrix.measure")->isEnabled());
    }

    void what_was_not_saved_waits_until_the_file_changes() {
        Sheet s;
        s.press(Qt::Key_Space);
        const ConsentMatrix edited = s.editor->edited();
        s.find<QPushButton>("matrix.close")->click();
        QVERIFY(!s.editor->isVisible());
        s.editor->open_now();
        QVERIFY(s.editor->edited() == edited);
        s.editor->forget();
        s.editor->open_now();
        QVERIFY(s.editor->edited() == shipped_matrix());
    }

    void everything_can_be_reached_and_has_a_name() {
        Sheet s;
        s.press(Qt::Key_Space);
        for (const QWidget* one : s.editor->findChildren<QWidget*>()) {
            if (one->focusPolicy() == Qt::NoFocus || !one->isVisible() ||
                one->objectName().startsWith(u"qt_"))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(one);
            const QString name = !one->accessibleName().isEmpty() ? one->accessibleName()
                                 : button                         ? button->text()
                                                                  : QString();
            QVERIFY2(!name.isEmpty(),
                     qPrintable(one->objectName() + u' ' + QLatin1String(one->metaObject()->className())));
        }
        // Tab leaves the table.
        s.editor->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(s.editor.get()));
        s.editor->table().setFocus();
        QTest::keyClick(&s.editor->table(), Qt::Key_Tab);
        QVERIFY(s.editor->focusWidget() != &s.editor->table());
    }

    void looks() {
        for (const auto& [choice, name, size] :
             {std::tuple{ThemeChoice::light, "light-1280", QSize(1280, 720)},
              std::tuple{ThemeChoice::dark, "dark-1280", QSize(1280, 720)},
              std::tuple{ThemeChoice::light, "light-1920", QSize(1920, 1080)},
              std::tuple{ThemeChoice::dark, "dark-1920", QSize(1920, 1080)}}) {
            apply_theme(choice);
            Sheet s(StaffRole::officer, size);
            s.picture = std::make_shared<ConsentPicture>();
            for (std::uint32_t person = 0; person < 20; ++person) {
                s.picture->watched.push_back(UserId{person});
                s.picture->moves.push_back(
                    {.seq = person, .person = UserId{person}, .purpose = adjust, .to = ConsentStatus::given});
            }
            s.editor->table().go_to(adjust, Signal::stars);
            s.press(Qt::Key_Space);
            s.editor->table().go_to(adjust, Signal::prompt_event);
            s.press(Qt::Key_Space);
            s.editor->measure();
            QVERIFY(QTest::qWaitFor([&] { return !s.editor->run().running(); }, patience_ms));
            s.picture_of(QStringLiteral("matrix-editor-") + QLatin1String(name));
            auto* scroll = s.find<QScrollArea>("matrix.scroll");
            QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(),
                     qPrintable(QString::number(scroll->widget()->width())));
            // Nothing is cut: the sheet fits the window, its columns fit the sheet.
            QVERIFY(s.editor->width() <= size.width() && s.editor->height() <= size.height());
            QCOMPARE(s.editor->table().horizontalHeader()->length(), s.editor->table().viewport()->width());
        }
    }
};

ATTUNE_TEST(Matrix_editor_test);

} // namespace attune::ui

#include "matrix_editor_test.moc"
