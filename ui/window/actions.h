// Every command of the window once: its id, words, icon and shortcut. Menus, buttons, tooltips and the list
// that F1 opens are made from here.
#pragma once

#include <QAction>
#include <QObject>

#include <vector>

class QWidget;

namespace attune::ui {

class Actions : public QObject {
    Q_OBJECT
public:
    /// Makes them all; shortcuts work anywhere in `window`.
    explicit Actions(QWidget& window);

    /// By id, "file.open". An unknown id is our own mistake.
    QAction& operator[](const char* id) const;
    const std::vector<QAction*>& all() const { return actions_; }

    /// A row of the list of shortcuts.
    struct Row {
        QString section, name, keys, what;
    };
    /// All that have one, by section, with those that a part of the window answers itself (charts, levers).
    std::vector<Row> shortcuts() const;

private:
    std::vector<QAction*> actions_;
};

} // namespace attune::ui
