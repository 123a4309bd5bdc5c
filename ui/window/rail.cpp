#include "ui/window/rail.h"

#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QAction>
#include <QToolButton>

namespace attune::ui {

Rail::Rail(const QList<QAction*>& pages, QWidget* parent)
    : QToolBar(words("window.rail"), parent) {
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(words("window.rail"));
    setOrientation(Qt::Vertical);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    setIconSize(QSize(sizes().icon_rail, sizes().icon_rail));
    addActions(pages);
    for (QAction* page : pages) {
        auto* button = qobject_cast<QToolButton*>(widgetForAction(page));
        button->setObjectName(QStringLiteral("rail.") + page->objectName().section(u'.', -1));
        button->setAccessibleName(page->text().remove(u'&'));
        button->setFocusPolicy(Qt::StrongFocus);
    }
}

} // namespace attune::ui
