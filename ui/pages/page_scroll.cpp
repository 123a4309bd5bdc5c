#include "ui/pages/page_scroll.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QLayout>
#include <QScrollBar>

#include <algorithm>

namespace attune::ui {

PageScroll::PageScroll(QWidget* parent)
    : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* made = new QWidget;
    set_ground(*made, Ground::page);
    setWidget(made);
    verticalScrollBar()->installEventFilter(this);
    made->installEventFilter(this);
}

bool PageScroll::eventFilter(QObject* watched, QEvent* event) {
    const bool bar =
        watched == verticalScrollBar() && (event->type() == QEvent::Show || event->type() == QEvent::Hide);
    const bool laid_out = watched == sheet() && event->type() == QEvent::Show;
    if (bar || laid_out) fit();
    return QScrollArea::eventFilter(watched, event);
}

void PageScroll::fit() {
    if (!sheet()->layout()) return;
    const int bar = verticalScrollBar()->isVisibleTo(this) ? verticalScrollBar()->sizeHint().width() : 0;
    const QMargins margins(sizes().page_margin, sizes().space / 2, std::max(0, sizes().page_margin - bar),
                           sizes().page_margin);
    sheet()->layout()->setContentsMargins(margins);
}

} // namespace attune::ui
