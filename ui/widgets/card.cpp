#include "ui/widgets/card.h"

#include "ui/theme/dress.h"

#include <QPainter>

namespace attune::ui {

Card::Card(QWidget* parent)
    : QFrame(parent) {
    setFrameShape(QFrame::NoFrame);
    set_ground(*this, Ground::card);
    // The corners belong to what is behind the card.
    setAutoFillBackground(false);
}

void Card::set_chosen(bool chosen) {
    chosen_ = chosen;
    update();
}

void Card::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal line = chosen_ ? 2 : 1;
    painter.setPen(QPen(chosen_ ? theme().accent.base : theme().border.subtle, line));
    painter.setBrush(theme().surface.card);
    const qreal radius = sizes().radius_card;
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2), radius,
                            radius);
}

} // namespace attune::ui
