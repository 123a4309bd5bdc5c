// The menu bar and the windows of the Help menu, made from the commands.
#pragma once

#include "ui/session/recent_files.h"

#include <functional>
#include <vector>

class QMainWindow;
class QWidget;

namespace attune::ui {

class Actions;

/// Where the menu of recent files gets them, and what a choice does.
struct MenuSources {
    std::function<std::vector<RecentFile>()> recent;
    std::function<void(const QString& path)> open_recent;
};

void build_menus(QMainWindow& window, Actions& actions, const MenuSources& sources);

void show_shortcuts(QWidget& window, const Actions& actions);
void show_what_to_believe(QWidget& window);
void show_about(QWidget& window);

} // namespace attune::ui
