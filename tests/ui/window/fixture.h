// A window for tests: settings and files in a folder of its own, questions answered from lists, small setups.
#pragma once

#include "core/policy/parameters.h"
#include "simulations/study/examples.h"
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/metric_tile.h"
#include "ui/pages/lab_page.h"
#include "ui/pages/start_page.h"
#include "ui/widgets/banner.h"
#include "ui/window/actions.h"
#include "ui/window/dock.h"
#include "ui/window/lab_flow.h"
#include "ui/window/main_window.h"
#include "ui/window/run_bar.h"
#include "ui/window/status_line.h"

#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>

namespace attune::ui {

constexpr int patience_ms = 150000;

/// Few people, few days: a full run takes a blink.
inline LabSetup small_setup(int users = 150, int days = 12, int replications = 2) {
    auto world = std::make_shared<LoadedScenario>();
    // A shipped one, so that a file can name it; only smaller.
    const auto& shipped = shipped_scenarios();
    world->scenario = *std::find_if(shipped.begin(), shipped.end(),
                                    [](const Scenario& one) { return one.name == "calm-baseline"; });
    world->scenario.users = users;
    world->scenario.days = days;
    world->scenario.items = 150;
    LabSetup setup;
    setup.scenario = std::move(world);
    setup.candidate.name = "gentler";
    setup.candidate.weekly_cap = 1;
    setup.replications = replications;
    return setup;
}

struct Window {
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat};
    // Answers, first to last; an empty list turns every question away.
    QStringList files;
    QList<bool> losses;
    int asked_files = 0, asked_losses = 0;
    std::unique_ptr<MainWindow> window;

    explicit Window(QSize size = QSize(1440, 900)) { open(size); }

    /// A new window with the same settings, as after a start.
    void open(QSize size = QSize(1440, 900)) {
        window.reset();
        MainWindow::Options options;
        options.settings = &settings;
        options.threads = 2;
        options.now = [] { return std::string("2026-11-22T12:00:00Z"); };
        const auto file = [this] {
            ++asked_files;
            return files.isEmpty() ? QString() : files.takeFirst();
        };
        options.questions.open_file = [file](auto&&...) { return file(); };
        options.questions.save_file = [file](auto&&...) { return file(); };
        options.questions.new_file = [file](auto&&...) { return file(); };
        options.questions.may_lose = [this](auto&&...) {
            ++asked_losses;
            return !losses.isEmpty() && losses.takeFirst();
        };
        window = std::make_unique<MainWindow>(std::move(options));
        window->start_page().stop_drawing();
        window->resize(size);
        window->show();
        window->activateWindow();
        (void)QTest::qWaitForWindowActive(window.get());
    }

    /// Opens a setup in the lab and waits for its full run.
    bool open_small(const LabSetup& setup = small_setup()) {
        window->show_page(Page::lab);
        window->lab().open(setup);
        return settle();
    }
    bool settle() {
        return QTest::qWaitFor([this] { return window->lab_flow().settled(); }, patience_ms);
    }
    QAction& action(const char* id) { return window->actions()[id]; }
    template <typename T>
    T* find(const char* name) {
        return window->findChild<T*>(QLatin1String(name));
    }
    /// How often each chart was drawn.
    std::vector<int> redraws() const {
        std::vector<int> all;
        for (const ChartFrame* chart : window->lab_page().charts())
            all.push_back(chart->redraws());
        return all;
    }
    /// Saves what the window looks like, where ATTUNE_PICTURES names a folder.
    void picture(const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (place.isEmpty()) return;
        QCoreApplication::processEvents(); // what is still to be laid out
        window->grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
};

} // namespace attune::ui
