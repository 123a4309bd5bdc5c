#include "app/desktop/opening.h"

#include "app/cli/console.h"
#include "simulations/study/examples.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/asking_view.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/credibility_page.h"
#include "ui/pages/fair_view.h"
#include "ui/pages/lab_page.h"
#include "ui/pages/learning_view.h"
#include "ui/theme/words.h"

namespace attune::desktop {

ui::MainWindow::Options window_options(QSettings& settings, int threads) {
    ui::MainWindow::Options options;
    options.settings = &settings;
    options.threads = threads;
    options.questions = ui::usual_questions();
    options.now = [] { return cli::now(); };
    return options;
}

namespace {

/// A picture of what is measured on demand needs a measuring, as soon as something is open.
template <typename View>
void show_measured(ui::MainWindow& window, ui::LabTab tab, View& view, void (View::*measure)(),
                   bool measured) {
    window.lab_page().show_tab(tab);
    if (!measured) return;
    QObject::connect(&window.lab(), &ui::Lab::opened, &view, measure);
    (view.*measure)();
}

} // namespace

void open_wanted(ui::MainWindow& window, const Arguments& asked) {
    const bool in_lab = asked.page == "lab" || asked.page == "asking" || asked.page == "answering" ||
                        asked.page == "learning" || asked.page == "save" || asked.page == "versions";
    if (!asked.workspace.empty())
        window.open_file(ui::from_core(asked.workspace));
    else if (!asked.scenario.empty())
        window.open_scenario(ui::from_core(asked.scenario));
    else if (!asked.example.empty())
        window.open_example(ui::from_core(asked.example));
    else if ((in_lab || asked.page == "fairness") && asked.grab)
        // A picture of what is open needs something in it.
        window.open_example(ui::from_core(examples().front().name));
    if (asked.page == "start") window.show_page(ui::Page::start);
    if (in_lab) window.show_page(ui::Page::lab);
    if (asked.page == "lab") window.lab_page().show_tab(ui::LabTab::outcome);
    if (asked.page == "asking")
        show_measured(window, ui::LabTab::asking, window.lab_page().asking(), &ui::AskingView::measure,
                      asked.grab.has_value());
    if (asked.page == "answering")
        show_measured(window, ui::LabTab::answering, window.lab_page().answering(),
                      &ui::AnsweringView::measure_all, asked.grab.has_value());
    if (asked.page == "learning")
        show_measured(window, ui::LabTab::learning, window.lab_page().learning(), &ui::LearningView::measure,
                      asked.grab.has_value());
    if (asked.page == "versions") window.show_versions();
    if (asked.page == "save") {
        window.lab_page().show_tab(ui::LabTab::outcome);
        QObject::connect(&window.lab(), &ui::Lab::opened, &window, &ui::MainWindow::show_saving);
        window.show_saving();
    }
    if (asked.page == "consent" || asked.page == "audit") {
        ui::ConsentPage& page = window.consent_page();
        const auto show = [&window] { window.show_page(ui::Page::consent); };
        show();
        // What is opened goes to the lab first.
        QObject::connect(&window.lab(), &ui::Lab::opened, &page, show, Qt::QueuedConnection);
        if (asked.page == "audit") page.show_tab(ui::ConsentTab::audit);
        // A picture of the audit needs an audit.
        if (asked.page == "audit" && asked.grab)
            QObject::connect(&page.desk(), &ui::ConsentDesk::loaded, &page.desk(), &ui::ConsentDesk::audit);
    }
    if (asked.page == "fairness") {
        ui::FairView& view = window.fair_view();
        const auto show = [&window, &view, grab = asked.grab] {
            window.show_page(ui::Page::fairness);
            // A picture of fairness needs something measured.
            if (grab) view.measure();
        };
        window.show_page(ui::Page::fairness);
        // What is opened goes to the lab first.
        QObject::connect(&window.lab(), &ui::Lab::opened, &view, show, Qt::QueuedConnection);
    }
    if (asked.page == "credibility") {
        window.show_page(ui::Page::credibility);
        // A picture of the checks needs something checked.
        if (asked.grab) window.credibility_page().run().start(true);
    }
}

} // namespace attune::desktop
