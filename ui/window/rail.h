// The left rail: one button per page, text under the icon, a marker at the page that is shown.
#pragma once

#include <QToolBar>

class QAction;

namespace attune::ui {

class Rail : public QToolBar {
    Q_OBJECT
public:
    /// `pages` are checkable actions of an exclusive group.
    Rail(const QList<QAction*>& pages, QWidget* parent);
};

} // namespace attune::ui
