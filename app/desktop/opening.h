// What the program opens first, and the services its window is given.
#pragma once

#include "app/desktop/arguments.h"
#include "ui/window/main_window.h"

class QSettings;

namespace attune::desktop {

ui::MainWindow::Options window_options(QSettings& settings, int threads);

/// Opens what the command line asked for and shows the page; without a wish the start page stays.
void open_wanted(ui::MainWindow& window, const Arguments& asked);

} // namespace attune::desktop
