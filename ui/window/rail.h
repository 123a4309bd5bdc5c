// The left rail: one button per page, text under the icon, a marker at the page that is shown.
#pragma once

#include <QToolBar>
#include <QToolButton>

class QAction;

namespace attune::ui {

class RailButton : public QToolButton {
    Q_OBJECT
public:
    RailButton(QAction& page, QWidget* parent);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

class Rail : public QToolBar {
    Q_OBJECT
public:
    /// `pages` are checkable actions of an exclusive group.
    Rail(const QList<QAction*>& pages, QWidget* parent);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
