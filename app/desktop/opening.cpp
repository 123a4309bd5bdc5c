#include "app/desktop/opening.h"

#include "app/cli/console.h"
#include "simulations/study/examples.h"
#include "ui/pages/asking_view.h"
#include "ui/pages/credibility_page.h"
#include "ui/pages/lab_page.h"
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

void open_wanted(ui::MainWindow& window, const Arguments& asked) {
    if (!asked.workspace.empty())
        window.open_file(ui::from_core(asked.workspace));
    else if (!asked.scenario.empty())
        window.open_scenario(ui::from_core(asked.scenario));
    else if (!asked.example.empty())
        window.open_example(ui::from_core(asked.example));
    else if ((asked.page == "lab" || asked.page == "asking") && asked.grab)
        // A picture of the lab needs something in it.
        window.open_example(ui::from_core(examples().front().name));
    if (asked.page == "start") window.show_page(ui::Page::start);
    if (asked.page == "lab" || asked.page == "asking") window.show_page(ui::Page::lab);
    if (asked.page == "lab") window.lab_page().show_tab(ui::LabTab::outcome);
    if (asked.page == "asking") {
        window.lab_page().show_tab(ui::LabTab::asking);
        // A picture of asking needs something measured, as soon as it is open.
        ui::AskingView& asking = window.lab_page().asking();
        if (asked.grab) QObject::connect(&window.lab(), &ui::Lab::opened, &asking, &ui::AskingView::measure);
        if (asked.grab) asking.measure();
    }
    if (asked.page == "credibility") {
        window.show_page(ui::Page::credibility);
        // A picture of the checks needs something checked.
        if (asked.grab) window.credibility_page().run().start(true);
    }
}

} // namespace attune::desktop
