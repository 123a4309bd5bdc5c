// The part of a page that scrolls, up and down only. Its cards keep one right edge with the head above,
// whether the scroll bar is there or not: the bar takes its room from the margin.
#pragma once

#include <QScrollArea>

namespace attune::ui {

class PageScroll : public QScrollArea {
    Q_OBJECT
public:
    explicit PageScroll(QWidget* parent = nullptr);
    /// On the ground of pages; give it a layout, its margins are kept here.
    QWidget* sheet() const { return widget(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fit();
};

} // namespace attune::ui
