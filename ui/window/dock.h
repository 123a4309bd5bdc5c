// A dock with a title of our own: its name, a button that lets it float and one that closes it. Behind tabs
// the tab is the title.
#pragma once

#include <QDockWidget>

class QLabel;
class QToolButton;

namespace attune::ui {

class Dock : public QDockWidget {
    Q_OBJECT
public:
    /// Object name "dock.<name>".
    Dock(const QString& name, const QString& title, QWidget* content, QWidget* parent);
    /// Whether its title is shown on a tab, so that it need not be shown again.
    void set_tabbed(bool tabbed);

private:
    QWidget* head_ = nullptr;
    QWidget* no_head_ = nullptr;
};

} // namespace attune::ui
