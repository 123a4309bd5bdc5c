#include "ui/levers/row_paint.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>
#include <QWidget>

namespace attune::ui {

void paint_row_ground(QPainter& painter, const QStyleOptionViewItem& option, const QColor& ground) {
    const bool hot = !ground.isValid() && option.state.testFlag(QStyle::State_MouseOver);
    if (!ground.isValid() && !hot) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground.isValid() ? ground : theme().surface.hover);
    painter.drawRoundedRect(QRectF(option.rect), sizes().radius_control, sizes().radius_control);
    painter.restore();
}

void paint_row_focus(QPainter& painter, const QStyleOptionViewItem& option) {
    const QWidget* view = option.widget;
    if (!view || !view->hasFocus() || !option.state.testFlag(QStyle::State_HasFocus) ||
        !view->window()->testAttribute(Qt::WA_KeyboardFocusChange))
        return;
    QStyleOptionFocusRect ring;
    ring.QStyleOption::operator=(option);
    ring.state.setFlag(QStyle::State_KeyboardFocusChange);
    view->style()->drawPrimitive(QStyle::PE_FrameFocusRect, &ring, &painter, view);
}

} // namespace attune::ui
