// The credibility page in the window: behind a link of the start page, and back.
#include "tests/ui/window/fixture.h"
#include "ui/pages/credibility_page.h"

#include <QPushButton>

namespace attune::ui {

class Credibility_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_link_opens_the_page_and_its_button_leads_back() {
        Window w;
        w.find<QPushButton>("start.credibility")->click();
        QVERIFY(w.window->page() == Page::credibility);
        QVERIFY(w.window->credibility_page().isVisible());
        QVERIFY(w.window->settled());
        // It has no place of its own in the rail: one is still at the start.
        QVERIFY(w.action("view.start").isChecked());
        w.find<QPushButton>("credibility.back")->click();
        QVERIFY(w.window->page() == Page::start);
        QVERIFY(!w.window->credibility_page().isVisible());
    }

    void a_run_goes_on_when_the_page_is_left_and_ends_with_the_window() {
        Window w;
        w.window->show_page(Page::credibility);
        w.find<QPushButton>("credibility.quick")->click();
        QVERIFY(!w.window->settled());
        w.window->show_page(Page::start);
        QVERIFY(w.window->credibility_page().run().running());
        w.window.reset(); // stops and joins, within the patience of whoever runs the tests
    }
};
ATTUNE_TEST(Credibility_flow_test);

} // namespace attune::ui

#include "credibility_flow_test.moc"
