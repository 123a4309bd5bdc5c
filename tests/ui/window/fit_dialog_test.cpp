// Fitting people to typed numbers in the window.
#include "simulations/fit/pins.h"
#include "tests/ui/window/fixture.h"
#include "ui/theme/words.h"
#include "ui/window/fit_dialog.h"
#include "ui/window/fit_form.h"

#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableWidget>
#include <QUndoStack>

namespace attune::ui {
namespace {

constexpr const char* base = "world.response.base";

double base_of(const LabSetup& setup) {
    return setup.scenario->scenario.assumptions.response_base;
}

/// A window with its lab and the form, and what one does with it.
struct Form : Window {
    FitDialog* dialog = nullptr;

    explicit Form(int days = 12) {
        if (!open_small(small_setup(150, days))) qFatal("the lab did not settle");
        action("run.fit").trigger();
        dialog = find<FitDialog>("fit");
        dialog->set_sizes(400, 2);
    }
    QLineEdit& field(const char* name) {
        return *dialog->findChild<QLineEdit*>(QStringLiteral("fit.form.") + QLatin1String(name));
    }
    QPushButton& button(const char* name) {
        return *dialog->findChild<QPushButton*>(QStringLiteral("fit.") + QLatin1String(name));
    }
    QTableWidget& table(const char* name) {
        return *dialog->findChild<QTableWidget*>(QStringLiteral("fit.") + QLatin1String(name));
    }
    Banner& banner() { return *dialog->findChild<Banner*>(); }
    void picture_of_dialog(const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (place.isEmpty()) return;
        QCoreApplication::processEvents();
        dialog->grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
    bool fitted() {
        return QTest::qWaitFor([this] { return !dialog->run().running(); }, patience_ms);
    }
};

} // namespace

class Fit_dialog_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void typed_numbers_become_people_that_can_be_taken_and_undone() {
        Form form;
        Lab& lab = form.window->lab();
        const double before = base_of(lab.setup());
        const Policy candidate = lab.setup().candidate;
        const int steps = lab.undo_stack().count();
        form.field("response_rate").setText(QStringLiteral("12,5 %"));
        form.field("response_rate.counted").setText(QStringLiteral("2000"));
        QTest::mouseClick(&form.button("fit"), Qt::LeftButton);
        QVERIFY(form.dialog->run().running());
        form.picture_of_dialog(QStringLiteral("fit-typing"));
        QVERIFY(!form.button("fit").isEnabled());
        QVERIFY(form.dialog->findChild<QProgressBar*>()->isVisible());
        QVERIFY(form.fitted());
        QCOMPARE(form.table("estimates").rowCount(), 1);
        QCOMPARE(form.table("estimates").item(0, 0)->text(), words(std::string("parameter.") + base));
        QCOMPARE(form.table("figures").item(0, 1)->text().left(2), QStringLiteral("12"));
        QVERIFY(form.dialog->findChild<QLabel*>(QStringLiteral("fit.reasons"))->text().size() > 100);
        QVERIFY(form.button("apply").isVisible());
        form.picture_of_dialog(QStringLiteral("fit-found"));
        QTest::mouseClick(&form.button("apply"), Qt::LeftButton);
        QVERIFY(!form.dialog->isVisible());
        QVERIFY2(base_of(lab.setup()) < before - 0.2,
                 qPrintable(QString::number(base_of(lab.setup()) - before))); // fewer answers than before
        QCOMPARE(lab.setup().candidate, candidate);
        QCOMPARE(lab.undo_stack().count(), steps + 1);
        QVERIFY(lab.own_assumptions().response_base == before);
        lab.undo_stack().undo();
        QCOMPARE(base_of(lab.setup()), before);
        QVERIFY(!lab.setup().own_assumptions);
        QVERIFY(form.settle());
    }

    void what_is_wrong_is_told_and_nothing_runs_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("counted");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("a word") << QStringLiteral("many") << QString();
        QTest::newRow("over 100") << QStringLiteral("120") << QString();
        QTest::newRow("negative") << QStringLiteral("-3") << QString();
        QTest::newRow("counted over a word") << QStringLiteral("12") << QStringLiteral("few");
        QTest::newRow("counted over nobody") << QStringLiteral("12") << QStringLiteral("0");
    }
    void what_is_wrong_is_told_and_nothing_runs() {
        QFETCH(QString, value);
        QFETCH(QString, counted);
        Form form;
        form.field("response_rate").setText(value);
        form.field("response_rate.counted").setText(counted);
        QTest::keyClick(&form.field("response_rate"), Qt::Key_Return);
        QVERIFY(!form.dialog->run().running());
        QVERIFY(form.banner().isVisible());
        if (!value.isEmpty()) QVERIFY(form.banner().text().contains(words("metric.response_rate")));
        QVERIFY(form.dialog->focusWidget() == &form.field("response_rate"));
    }

    void stopping_is_at_once_and_keeps_what_was_typed() {
        Form form;
        form.dialog->set_sizes(20'000, 50);
        form.field("session_length").setText(QStringLiteral("5"));
        QTest::keyClick(&form.field("session_length"), Qt::Key_Return);
        QVERIFY(form.dialog->run().running());
        QElapsedTimer passed;
        passed.start();
        QTest::mouseClick(&form.button("close"), Qt::LeftButton);
        QVERIFY(!form.dialog->run().running());
        QVERIFY(passed.elapsed() < 500);
        QVERIFY(form.dialog->isVisible());
        QCOMPARE(form.field("session_length").text(), QStringLiteral("5"));
        QVERIFY(form.button("fit").isEnabled());
        QTest::mouseClick(&form.button("close"), Qt::LeftButton);
        QVERIFY(!form.dialog->isVisible());
    }

    void numbers_that_cannot_be_met_are_told() {
        Form form;
        form.field("response_rate").setText(QStringLiteral("99"));
        form.field("response_rate.counted").setText(QStringLiteral("5000"));
        QTest::keyClick(&form.field("response_rate"), Qt::Key_Return);
        QVERIFY(form.fitted());
        QVERIFY(form.banner().isVisible());
        QVERIFY(form.table("figures").item(0, 3)->text() != words("fit.met"));
        QTest::mouseClick(&form.button("back"), Qt::LeftButton);
        QVERIFY(form.button("fit").isVisible());
        QVERIFY(!form.banner().isVisible());
    }

    void what_needs_longer_runs_is_closed_and_says_so() {
        Form form(12);
        QVERIFY(!form.field("churn_30d").isEnabled());
        const auto says = [&](const QString& text) {
            const auto labels = form.dialog->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(),
                               [&](QLabel* label) { return label->text() == text; });
        };
        const QString why = words("fit.form.too_short", {{"days", QStringLiteral("30")}});
        QVERIFY(says(why));
        QVERIFY(form.field("retention_7d").isEnabled());
        QVERIFY(form.window->lab().is_open());
        form.window->lab().open(small_setup(150, 40));
        QVERIFY(form.field("churn_30d").isEnabled());
        QVERIFY(!says(why));
        QVERIFY(form.settle());
    }

    void every_number_can_be_reached_read_and_understood() {
        Form form;
        for (const std::string& metric : target_metrics()) {
            QLineEdit& field = form.field(metric.c_str());
            QVERIFY2(!field.accessibleName().isEmpty() && !field.toolTip().isEmpty(), metric.c_str());
            QVERIFY(field.focusPolicy() & Qt::TabFocus);
            QVERIFY2(!field.toolTip().contains(u'['), metric.c_str());
        }
        for (const QLabel* label : form.dialog->findChildren<QLabel*>())
            QVERIFY2(!label->text().startsWith(u'['), label->text().toUtf8());
        for (const char* name : {"fit", "back", "apply", "close"})
            QVERIFY(!form.button(name).toolTip().isEmpty() && !form.button(name).toolTip().startsWith(u'['));
    }

    void closing_the_window_ends_a_fit() {
        Form form;
        form.dialog->set_sizes(20'000, 50);
        form.field("session_length").setText(QStringLiteral("5"));
        QTest::keyClick(&form.field("session_length"), Qt::Key_Return);
        QVERIFY(form.dialog->run().running());
        QElapsedTimer passed;
        passed.start();
        form.window.reset();
        QVERIFY(passed.elapsed() < 5000);
    }
};

ATTUNE_TEST(Fit_dialog_test);

} // namespace attune::ui

#include "fit_dialog_test.moc"
