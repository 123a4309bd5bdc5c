#include "ui/pages/sign_key.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QPainter>

namespace attune::ui {
namespace {

constexpr int sign = 10, gap = 5;

} // namespace

SignKey::SignKey(QWidget* parent)
    : QWidget(parent)
    , truth_(words("lab_page.truth"))
    , answers_(words("lab_page.answers")) {
    set_type(*this, Type::caption);
    setObjectName(QStringLiteral("lab.key"));
    setAccessibleName(words("lab_page.key"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize SignKey::sizeHint() const {
    const QFontMetrics metrics(ui::font(Type::caption));
    return {metrics.horizontalAdvance(truth_) + metrics.horizontalAdvance(answers_) + 2 * sign + 3 * gap +
                sizes().space,
            metrics.height() + 4};
}

void SignKey::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(Type::caption));
    const QFontMetrics metrics(painter.font());
    const Theme& t = theme();
    const qreal middle = height() / 2.0;
    qreal x = 0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.data.truth);
    painter.drawEllipse(QPointF(x + sign / 2.0, middle), 4, 4);
    x += sign + gap;
    painter.setPen(t.text.secondary);
    painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, truth_);
    x += metrics.horizontalAdvance(truth_) + gap + sizes().space;
    painter.setPen(QPen(t.data.answers, 1.6));
    painter.setBrush(t.surface.card);
    const QPointF centre(x + sign / 2.0, middle);
    painter.drawPolygon(QPolygonF({centre + QPointF(0, -4.6), centre + QPointF(4.6, 0),
                                   centre + QPointF(0, 4.6), centre + QPointF(-4.6, 0)}));
    x += sign + gap;
    painter.setPen(t.text.secondary);
    painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, answers_);
}

} // namespace attune::ui
