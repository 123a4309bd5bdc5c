// The consent page in the window: its place in the rail, the trail of the file that is open, and a run that
// is recorded into it.
#include "tests/ui/window/fixture.h"
#include "ui/pages/consent_console.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/ledger_model.h"
#include "ui/pages/person_view.h"
#include "ui/theme/words.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QPushButton>

namespace attune::ui {
namespace {

/// A window in which something small is open, with a file or as an example is: without one.
struct Consenting : Window {
    ConsentPage* page = &window->consent_page();

    Consenting() {
        window->lab().open(small_setup());
        window->show_page(Page::consent);
    }
    bool recorded() {
        return QTest::qWaitFor([this] { return !window->document().recording() && page->settled(); },
                               patience_ms);
    }
};

/// The button where there is no trail yet.
QPushButton* offer(Window& w) {
    return w.window->consent_page().findChild<EmptyState*>(QStringLiteral("consent.empty"))->button();
}

} // namespace

class Consent_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_page_has_a_place_in_the_rail_and_a_shortcut() {
        Window w;
        w.find<QWidget>("rail.consent");
        w.action("view.consent").trigger();
        QVERIFY(w.window->page() == Page::consent);
        QVERIFY(w.window->consent_page().isVisible());
        QVERIFY(w.action("view.consent").isChecked() && !w.action("view.start").isChecked());
        QCOMPARE(w.action("view.consent").shortcut(), QKeySequence(QStringLiteral("Ctrl+5")));
        QVERIFY(w.window->settled());
        // Nothing is open, so nothing can be recorded.
        QVERIFY(!offer(w)->isEnabled());
        w.action("view.start").trigger();
        QVERIFY(!w.window->consent_page().isVisible());
    }

    void a_run_is_recorded_into_a_file_that_is_made_for_it() {
        Consenting w;
        QVERIFY(!w.window->document().is_open());
        QVERIFY(offer(w)->isVisible() && offer(w)->isEnabled());
        offer(w)->click();
        QVERIFY(QTest::qWaitFor([&] { return w.page->desk().picture() != nullptr; }, patience_ms));
        QVERIFY(w.recorded());
        QVERIFY(w.window->document().is_open());
        const ConsentPicture& picture = *w.page->desk().picture();
        QCOMPARE(picture.people, 150);
        QCOMPARE(picture.policy, std::string("gentler"));
        QVERIFY(picture.unfounded.empty());
        QVERIFY(w.page->console().ledger().model().rowCount() > 1000);
        // The audit of what the window itself wrote finds nothing.
        w.page->show_tab(ConsentTab::audit);
        w.find<QPushButton>("consent.audit.now")->click();
        QVERIFY(QTest::qWaitFor([&] { return w.page->settled(); }, patience_ms));
        QCOMPARE(w.find<QLabel>("consent.audit.I1")->text(), words("audit.outcome.passed"));
        QCOMPARE(w.find<QLabel>("consent.audit.I10")->text(), words("audit.outcome.passed"));
        w.picture(QStringLiteral("consent-audit"));
        w.page->show_tab(ConsentTab::notices);
        w.picture(QStringLiteral("consent-notices"));
        w.page->person().show_person(picture.watched.front());
        w.page->show_tab(ConsentTab::person);
        QVERIFY(QTest::qWaitFor([&] { return w.page->settled(); }, patience_ms));
        w.picture(QStringLiteral("consent-person"));
        // Another run follows the first one; the newest is shown.
        w.find<QPushButton>("consent.record")->click();
        QVERIFY(QTest::qWaitFor([&] { return w.window->document().recording(); }, patience_ms));
        QVERIFY(w.recorded());
        QCOMPARE(w.page->desk().picture()->runs, 2);
    }

    void a_recording_that_is_stopped_leaves_no_trail() {
        Consenting w;
        w.window->lab().open(small_setup(4000, 60, 1));
        offer(w)->click();
        QVERIFY(QTest::qWaitFor([&] { return w.window->document().recording(); }, patience_ms));
        w.find<QPushButton>("consent.recording.stop")->click();
        QVERIFY(w.recorded());
        QVERIFY(!w.page->desk().picture());
        QVERIFY(offer(w)->isVisible() && offer(w)->isEnabled());
        QVERIFY(!w.find<QPushButton>("consent.recording.stop")->isVisible());
    }
};
ATTUNE_TEST(Consent_flow_test);

} // namespace attune::ui

#include "consent_flow_test.moc"
