#include "ui/widgets/chip.h"

#include "ui/theme/dress.h"
#include "ui/theme/figures.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QPainter>

namespace attune::ui {
namespace {

constexpr int side = 8;          ///< between the round end and the text
constexpr int cross_pixels = 12; ///< the closing cross of a filter
constexpr int cross_gap = 4;
constexpr int ring_room = 3; ///< around a filter, for the focus ring

struct Look {
    QColor ground, ink;
};

Look look(ChipTone tone) {
    const auto of = [](const Theme::Status& status) { return Look{status.soft, status.text}; };
    switch (tone) {
    case ChipTone::neutral:
        return of(theme().nodata);
    case ChipTone::info:
        return of(theme().info);
    case ChipTone::success:
        return of(theme().success);
    case ChipTone::caution:
        return of(theme().caution);
    case ChipTone::danger:
        return of(theme().danger);
    }
    return of(theme().nodata);
}

int body_height(const QFont& font) {
    return std::max(scaled(2 * sizes().radius_chip), QFontMetrics(font).height() + 4);
}

void draw_body(QPainter& painter, const QRectF& place, const QColor& ground) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2);
}

void draw_edge(QPainter& painter, const QRectF& place, const QColor& colour) {
    painter.setPen(colour);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), place.height() / 2, place.height() / 2);
}

} // namespace

StateChip::StateChip(const QString& text, ChipTone tone, QWidget* parent)
    : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    set_type(*this, Type::caption);
    show_state(text, tone);
}

void StateChip::show_state(const QString& text, ChipTone tone) {
    tone_ = tone;
    setText(text);
    updateGeometry();
    update();
}

QSize StateChip::sizeHint() const {
    return {qCeil(figures_width(font(), text())) + 2 * side, body_height(font())};
}

void StateChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Look colours = look(tone_);
    draw_body(painter, rect(), colours.ground);
    // The neutral ground is close to the window's own.
    if (tone_ == ChipTone::neutral) draw_edge(painter, rect(), theme().border.normal);
    painter.setPen(colours.ink);
    draw_figures(painter, QRectF(rect()).adjusted(side, 0, -side, 0), Qt::AlignVCenter, text());
}

FilterChip::FilterChip(const QString& text, QWidget* parent)
    : QToolButton(parent) {
    setText(text);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setToolTip(words("ui.filter.remove", {{"name", text}}));
    set_type(*this, Type::caption);
}

QSize FilterChip::sizeHint() const {
    const int sign = isCheckable() ? 0 : cross_gap + scaled(cross_pixels);
    return {qCeil(figures_width(font(), text())) + 2 * (side + ring_room) + sign,
            std::max(body_height(font()) + 2 * ring_room, sizes().min_target)};
}

void FilterChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& t = theme();
    const bool on = isCheckable() && isChecked();
    const qreal body = body_height(font());
    const QRectF place(ring_room, (height() - body) / 2, width() - 2 * ring_room, body);
    QColor ground = on ? t.accent.soft : t.nodata.soft;
    if (isEnabled() && underMouse() && !on) ground = t.surface.hover;
    draw_body(painter, place, ground);
    draw_edge(painter, place, on ? t.accent.base : underMouse() ? t.border.strong : t.border.control);
    const QColor ink = !isEnabled() ? t.text.disabled : on ? t.accent.on_soft : t.nodata.text;
    painter.setPen(ink);
    QRectF inside = place.adjusted(side, 0, -side, 0);
    draw_figures(painter, inside, Qt::AlignVCenter, text());
    if (!isCheckable()) {
        inside.setLeft(inside.right() - scaled(cross_pixels));
        draw_icon(painter, inside, QStringLiteral("close"), ink);
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(t.focus.ring, sizes().focus_ring));
    const QRectF ring = place.adjusted(-2, -2, 2, 2);
    painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2);
}

} // namespace attune::ui
