#include "ui/window/dock_layout.h"

#include "ui/theme/words.h"
#include "ui/window/dock.h"
#include "ui/window/window_state.h"

#include <QEvent>
#include <QMainWindow>
#include <QTabBar>

#include <algorithm>

namespace attune::ui {
namespace {

/// Under this width the right dock goes behind the left one.
constexpr int two_docks = 1360;
constexpr int wide = 1800;
constexpr int version = 2; ///< of the layouts kept

int left_width(int window) {
    return window < two_docks ? 288 : window < wide ? 300 : 328;
}
int right_width(int window) {
    return window < wide ? 268 : 328;
}

/// Whether the dock shares its place with another one that is not closed.
bool has_tab(const QMainWindow& window, Dock& dock) {
    const auto beside = window.tabifiedDockWidgets(&dock);
    return std::any_of(beside.begin(), beside.end(),
                       [](const QDockWidget* other) { return !other->isHidden(); });
}

/// What a screen reader says for a tab bar is the name of the tab in front.
void name_each(QTabBar& bar) {
    for (int tab = 0; tab < bar.count(); ++tab)
        bar.setAccessibleTabName(tab, bar.tabText(tab));
}

} // namespace

DockLayout::DockLayout(QMainWindow& window, Dock& left, Dock& right, Dock& more, WindowState& state)
    : QObject(&window)
    , window_(window)
    , left_(left)
    , right_(right)
    , more_(more)
    , state_(state) {
    window_.setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::North);
    window_.setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    soon_.setSingleShot(true);
    soon_.setInterval(0);
    connect(&soon_, &QTimer::timeout, this, &DockLayout::name_tabs);
    for (Dock* dock : {&left_, &right_, &more_}) {
        // Later: these come in the middle of a change, while the window's layout is half of each.
        const auto later = [this] { soon_.start(); };
        connect(dock, &QDockWidget::topLevelChanged, this, later);
        connect(dock, &QDockWidget::dockLocationChanged, this, later);
        connect(dock, &QDockWidget::visibilityChanged, this, later);
    }
    place();
}

void DockLayout::show(const QString& page) {
    shown_ = true;
    const QByteArray kept = state_.docks(page);
    if (kept.isEmpty() || !window_.restoreState(kept, version)) {
        left_.show();
        right_.show();
        place();
    } else
        narrow_ = window_.width() < two_docks;
    name_tabs();
}

void DockLayout::hide() {
    shown_ = false;
    left_.hide();
    right_.hide();
    more_.hide();
}

void DockLayout::save(const QString& page) {
    state_.set_docks(page, window_.saveState(version));
}

void DockLayout::reset() {
    state_.forget_docks();
    left_.show();
    right_.show();
    more_.hide();
    place();
}

void DockLayout::place() {
    narrow_ = window_.width() < two_docks;
    for (Dock* dock : {&left_, &right_, &more_})
        if (dock->isFloating()) dock->setFloating(false);
    window_.addDockWidget(Qt::LeftDockWidgetArea, &left_);
    if (narrow_) {
        window_.addDockWidget(Qt::LeftDockWidgetArea, &right_);
        window_.tabifyDockWidget(&left_, &right_);
        window_.addDockWidget(Qt::LeftDockWidgetArea, &more_);
        window_.tabifyDockWidget(&right_, &more_);
        left_.raise();
        window_.resizeDocks({&left_}, {left_width(window_.width())}, Qt::Horizontal);
    } else {
        window_.addDockWidget(Qt::RightDockWidgetArea, &right_);
        window_.addDockWidget(Qt::RightDockWidgetArea, &more_);
        window_.tabifyDockWidget(&right_, &more_);
        right_.raise();
        window_.resizeDocks({&left_, &right_}, {left_width(window_.width()), right_width(window_.width())},
                            Qt::Horizontal);
    }
    name_tabs();
}

bool DockLayout::is_ours() const {
    if (!more_.isHidden() && (more_.isFloating() || !window_.tabifiedDockWidgets(&right_).contains(&more_)))
        return false;
    if (left_.isFloating() || right_.isFloating() || left_.isHidden() || right_.isHidden()) return false;
    const bool tabbed = window_.tabifiedDockWidgets(&left_).contains(&right_);
    return window_.dockWidgetArea(&left_) == Qt::LeftDockWidgetArea &&
           (narrow_ ? tabbed : window_.dockWidgetArea(&right_) == Qt::RightDockWidgetArea);
}

void DockLayout::resized() {
    const bool narrow = window_.width() < two_docks;
    if (narrow == narrow_) return;
    // Only a layout that was ours changes with the width; on a page without docks there is none.
    if (shown_ && is_ours())
        place();
    else if (!shown_) {
        place();
        hide();
    } else
        narrow_ = narrow;
}

void DockLayout::name_tabs() {
    for (Dock* dock : {&left_, &right_, &more_})
        dock->set_tabbed(has_tab(window_, *dock));
    // The main window makes its tab bars whenever it likes.
    for (QTabBar* bar : window_.findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
        bar->setObjectName(QStringLiteral("dock.tabs"));
        bar->setAccessibleName(words("window.dock.tabs"));
        bar->setFocusPolicy(Qt::TabFocus);
        bar->setExpanding(false);
        bar->installEventFilter(this);
        name_each(*bar);
    }
}

bool DockLayout::eventFilter(QObject* watched, QEvent* event) {
    // Its tabs too are made anew without a word; before they are seen they are painted.
    if (event->type() == QEvent::Paint)
        if (auto* bar = qobject_cast<QTabBar*>(watched)) name_each(*bar);
    return QObject::eventFilter(watched, event);
}

} // namespace attune::ui
