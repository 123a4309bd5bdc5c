// The menu bar and the windows of the Help menu, made from the commands.
#pragma once

#include "ui/session/document_contents.h"
#include "ui/session/recent_files.h"

#include <functional>
#include <vector>

class QMainWindow;
class QWidget;

namespace attune::ui {

class Actions;

/// Where the menus of recent files and of kept runs get them, and what a choice does.
struct MenuSources {
    std::function<std::vector<RecentFile>()> recent;
    std::function<void(const QString& path)> open_recent;
    std::function<std::vector<DocumentContents::KeptRun>()> kept; ///< oldest first
    std::function<void(const std::string& comparison)> show_kept;
};

void build_menus(QMainWindow& window, Actions& actions, const MenuSources& sources);

void show_shortcuts(QWidget& window, const Actions& actions);
void show_what_to_believe(QWidget& window);
void show_about(QWidget& window);

} // namespace attune::ui
