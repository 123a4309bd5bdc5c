#include "ui/widgets/guardrail_light.h"

#include "ui/theme/dress.h"
#include "ui/theme/figures.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QPainterPath>

#include <array>
#include <utility>

namespace attune::ui {
namespace {

constexpr int light_pixels = 14;
constexpr int gap_in_pair = 4; ///< between a light and its number
constexpr int gap_of_pairs = 8;

std::array<std::pair<GuardrailState, int>, 4> pairs_of(const GuardrailCounts& counts) {
    return {{{GuardrailState::held, counts.held},
             {GuardrailState::near_limit, counts.near_limit},
             {GuardrailState::broken, counts.broken},
             {GuardrailState::not_enough, counts.not_enough}}};
}

} // namespace

int guardrail_light_size() {
    return scaled(light_pixels);
}

void draw_guardrail_light(QPainter& painter, const QRectF& place, GuardrailState state) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.center());
    // The shapes live on a grid of 16.
    const qreal unit = guardrail_light_size() / 16.0;
    painter.scale(unit, unit);
    painter.setPen(Qt::NoPen);
    switch (state) {
    case GuardrailState::held:
        painter.setBrush(theme().success.mark);
        painter.drawEllipse(QPointF(), 6, 6);
        break;
    case GuardrailState::near_limit: {
        painter.setBrush(theme().caution.mark);
        QPainterPath triangle(QPointF(0, -6.4));
        triangle.lineTo(7, 6);
        triangle.lineTo(-7, 6);
        triangle.closeSubpath();
        painter.drawPath(triangle);
        break;
    }
    case GuardrailState::broken:
        painter.setBrush(theme().danger.mark);
        painter.drawRect(QRectF(-6, -6, 12, 12));
        break;
    case GuardrailState::not_enough: {
        QPainterPath ring;
        ring.addEllipse(QPointF(), 5.6, 5.6);
        painter.fillPath(ring, theme().data.hatch_ground);
        painter.save();
        painter.setClipPath(ring);
        painter.setPen(QPen(theme().data.hatch_ink, 1.25));
        for (const qreal shift : {-4.2, 0.0, 4.2})
            painter.drawLine(QPointF(-8 + shift, 8 + shift), QPointF(8 + shift, -8 + shift));
        painter.restore();
        QPen dashes(theme().nodata.mark, 1.4);
        dashes.setCapStyle(Qt::FlatCap);
        dashes.setDashPattern({2.6 / 1.4, 1.8 / 1.4});
        painter.setPen(dashes);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(ring);
        break;
    }
    }
    painter.restore();
}

GuardrailCountsLabel::GuardrailCountsLabel(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    set_type(*this, Type::caption);
}

void GuardrailCountsLabel::show_counts(const GuardrailCounts& counts, bool with_word) {
    counts_ = counts;
    with_word_ = with_word;
    const QString spoken =
        words("ui.guardrails.counts", {{"held", QString::number(counts.held)},
                                       {"near_limit", QString::number(counts.near_limit)},
                                       {"broken", QString::number(counts.broken)},
                                       {"not_enough", QString::number(counts.not_enough)}});
    setAccessibleName(spoken);
    setToolTip(spoken);
    updateGeometry();
    update();
}

QSize GuardrailCountsLabel::sizeHint() const {
    const QFontMetricsF metrics(font());
    qreal width = 0;
    for (const auto& [state, count] : pairs_of(counts_))
        if (count > 0)
            width += guardrail_light_size() + gap_in_pair + figures_width(font(), QString::number(count)) +
                     gap_of_pairs;
    if (with_word_ && width > 0) width += metrics.horizontalAdvance(words("ui.guardrails.word"));
    return {qCeil(width), qCeil(std::max<qreal>(guardrail_light_size(), metrics.height()))};
}

void GuardrailCountsLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    qreal x = 0;
    const auto place = [&x, this](qreal width) {
        const QRectF rect(x, 0, width, height());
        x += width;
        return rect;
    };
    for (const auto& [state, count] : pairs_of(counts_)) {
        if (count == 0) continue;
        draw_guardrail_light(painter, place(guardrail_light_size()), state);
        x += gap_in_pair;
        const QString text = QString::number(count);
        painter.setPen(theme().text.primary);
        draw_figures(painter, place(figures_width(painter.font(), text)), Qt::AlignVCenter, text);
        x += gap_of_pairs;
    }
    if (!with_word_ || x == 0) return;
    painter.setPen(theme().text.muted);
    painter.drawText(QRectF(x, 0, width() - x, height()), Qt::AlignVCenter, words("ui.guardrails.word"));
}

bool GuardrailCountsLabel::event(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    return QWidget::event(event);
}

} // namespace attune::ui
