#include "ui/charts/metric_tile.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune::ui {
namespace {

constexpr int side = 12;
constexpr int top_padding = 8;
constexpr int bottom_padding = 8;
constexpr qreal strip_height = 14;
constexpr qreal strip_gap = 2;   ///< below the strip
constexpr qreal strip_end = 5;   ///< room for marks at both ends
constexpr qreal sign_width = 13; ///< triangle and its gap
constexpr int change_side = 6;   ///< right of the change, whose words may go further than the rest
constexpr qreal value_gap = 10;  ///< between truth and answers
constexpr qreal diamond = 4.2;
constexpr int text_flags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;

QFont small_font() {
    return font(Type::caption);
}
QFont value_font() {
    return font(Type::tile_value);
}
/// Of the unit, and of the answers beside the truth.
QFont side_font() {
    return font(Type::body);
}

/// Height of wrapped text.
qreal text_height(const QString& text, qreal width) {
    const QFontMetricsF metrics(small_font());
    if (figures_width(small_font(), text) <= width) return metrics.height();
    return metrics.boundingRect(QRectF(0, 0, width, 10000), text_flags, text).height();
}

/// The widest word: nothing narrower can hold the text.
qreal word_width(const QString& text) {
    qreal widest = 0;
    for (const QString& word : text.split(u' '))
        widest = std::max(widest, figures_width(small_font(), word));
    return widest;
}

void draw_text(QPainter& painter, const QRectF& place, const QString& text) {
    if (figures_width(painter.font(), text) <= place.width() + 0.5)
        draw_figures(painter, place, Qt::AlignLeft | Qt::AlignTop, text);
    else
        painter.drawText(place, text_flags, text);
}

} // namespace

MetricTile::MetricTile(QWidget* parent)
    : QWidget(parent) {
    const qsizetype position =
        parent ? parent->findChildren<MetricTile*>(QString(), Qt::FindDirectChildrenOnly).size() - 1 : 0;
    setObjectName(QStringLiteral("tile.%1").arg(std::max<qsizetype>(position, 0)));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setAttribute(Qt::WA_Hover);
    height_ = needed_height();
    tell();
}

void MetricTile::show_tile(const std::optional<LabTile>& tile, bool preview, bool freeze_range) {
    tile_ = tile;
    preview_ = preview;
    fresh_ = true;
    if (tile_) {
        setObjectName(QStringLiteral("tile.") + from_core(tile_->key));
        fit_range(freeze_range);
    } else {
        fitted_ = false;
    }
    tell();
    // In a drag a tile may grow by a line, but the page does not jump back and forth.
    height_ = freeze_range ? std::max(height_, needed_height()) : needed_height();
    updateGeometry();
    update();
}

void MetricTile::tell() {
    setAccessibleName(tile_ ? from_core(tile_->spoken) : words("charts.tile.empty"));
    setAccessibleDescription(tile_ ? from_core(tile_->definition) : QString());
    setToolTip(!tile_     ? words("charts.tile.empty")
               : preview_ ? words("charts.tile.preview", {{"definition", from_core(tile_->definition)}})
                          : from_core(tile_->definition));
    setCursor(tile_ ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void MetricTile::fit_range(bool frozen) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const TileStrip& strip = tile_->strip;
    std::vector<double> values = {strip.value, strip.lower, strip.upper};
    if (strip.baseline) values.push_back(*strip.baseline);
    if (strip.answers)
        values.insert(values.end(), {strip.answers->value, strip.answers->lower, strip.answers->upper});
    for (const double value : values) {
        if (!drawable(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (low > high) return;
    if (low == high) {
        const double half = low == 0.0 ? 0.5 : std::fabs(low) / 10;
        low -= half;
        high += half;
    } else {
        // Marks stand inside the strip, not at its ends.
        const double room = (high - low) / 4;
        low -= room;
        high += room;
    }
    if (frozen && fitted_) {
        low = std::min(low, low_);
        high = std::max(high, high_);
    }
    low_ = low;
    high_ = high;
    fitted_ = true;
}

MetricTile::Lines MetricTile::lines() const {
    const qreal room = std::max(width() - 2 * side, 10);
    const QString name = tile_ ? from_core(tile_->name) : QString();
    const QString change = tile_ ? from_core(tile_->change_words) : QString();
    Lines l;
    l.name = QRectF(side, top_padding, room, text_height(name, room));
    l.value = QRectF(side, l.name.bottom(), room, QFontMetricsF(value_font()).height());
    l.strip = QRectF(side, l.value.bottom(), room, grown(strip_height));
    const qreal change_room = room + side - change_side;
    l.change = QRectF(side, l.strip.bottom() + strip_gap, change_room,
                      text_height(change, change_room - grown(sign_width)));
    return l;
}

int MetricTile::needed_height() const {
    return std::max(qCeil(lines().change.bottom()) + bottom_padding,
                    qRound(sizes().tile_height * std::max(1.0, text_zoom())));
}

QSize MetricTile::sizeHint() const {
    return {std::max(minimumSizeHint().width(), qRound(grown(136))), height_};
}

QSize MetricTile::minimumSizeHint() const {
    if (!tile_) return {qRound(grown(112)), height_};
    qreal value = figures_width(value_font(), from_core(tile_->value_words));
    if (!tile_->unit.empty()) value += 4 + figures_width(side_font(), from_core(tile_->unit));
    if (!tile_->answers_words.empty())
        value += value_gap + 2 * diamond + 5 + figures_width(side_font(), from_core(tile_->answers_words));
    const qreal wide = std::max({value, word_width(from_core(tile_->name)),
                                 word_width(from_core(tile_->change_words)) + grown(sign_width)});
    return {qCeil(wide) + 2 * side, height_};
}

QRectF MetricTile::strip_place() const {
    return lines().strip;
}

double MetricTile::strip_x(double value) const {
    const QRectF strip = strip_place().adjusted(strip_end, 0, -strip_end, 0);
    const double share = (value - low_) / (high_ - low_);
    return strip.left() + strip.width() * std::clamp(share, 0.0, 1.0);
}

void MetricTile::paintEvent(QPaintEvent*) {
    if (fresh_ && tile_) ++redraws_;
    fresh_ = false;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    const bool focused = hasFocus();
    const qreal line = focused ? sizes().focus_ring : 1;
    painter.setPen(QPen(focused                 ? t.focus.ring
                        : tile_ && underMouse() ? t.border.control
                                                : t.border.subtle,
                        line));
    painter.setBrush(t.surface.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2),
                            sizes().radius_card, sizes().radius_card);
    const Lines l = lines();
    if (!tile_) {
        painter.setPen(QPen(t.border.normal, 1));
        painter.drawLine(QPointF(l.strip.left(), l.strip.center().y()),
                         QPointF(l.strip.right(), l.strip.center().y()));
        return;
    }
    painter.setFont(small_font());
    painter.setPen(t.text.secondary);
    draw_text(painter, l.name, from_core(tile_->name));
    paint_value(painter, l.value);
    paint_strip(painter, l.strip);
    paint_change(painter, l.change);
}

void MetricTile::paint_value(QPainter& painter, const QRectF& place) const {
    const Theme& t = theme();
    const QString value = from_core(tile_->value_words);
    painter.setFont(value_font());
    painter.setPen(t.text.primary);
    draw_figures(painter, place, Qt::AlignLeft | Qt::AlignTop, value);
    const qreal baseline = place.top() + QFontMetricsF(value_font()).ascent();
    const QFontMetricsF body(side_font());
    const auto beside = [&](qreal left, qreal width) {
        return QRectF(left, baseline - body.ascent(), width, body.height());
    };
    painter.setFont(side_font());
    painter.setPen(t.text.secondary);
    if (!tile_->unit.empty())
        draw_figures(painter, beside(place.left() + figures_width(value_font(), value) + 4, 40),
                     Qt::AlignLeft | Qt::AlignTop, from_core(tile_->unit));
    if (tile_->answers_words.empty()) return;
    const QString answers = from_core(tile_->answers_words);
    const qreal width = figures_width(painter.font(), answers);
    draw_figures(painter, beside(place.right() - width, width), Qt::AlignLeft | Qt::AlignTop, answers);
    draw_diamond(painter, {place.right() - width - 5 - diamond, baseline - body.capHeight() / 2}, diamond,
                 t.data.answers, 1.6);
}

void MetricTile::paint_strip(QPainter& painter, const QRectF& place) const {
    const Theme& t = theme();
    const TileStrip& strip = tile_->strip;
    const qreal middle = std::round(place.center().y());
    if (!drawable(strip.value)) {
        draw_hatched(painter, place.adjusted(0, 3, 0, -3));
        return;
    }
    painter.setPen(QPen(t.border.normal, 1));
    painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle));
    const auto whisker = [&](double lower, double upper, const QColor& colour) {
        if (!drawable(lower) || !drawable(upper)) return;
        painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(strip_x(lower), middle), QPointF(strip_x(upper), middle));
    };
    if (strip.baseline && drawable(*strip.baseline)) {
        const qreal x = strip_x(*strip.baseline);
        painter.setPen(QPen(t.data.baseline, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(x, middle - 6), QPointF(x, middle + 6));
    }
    if (strip.answers && drawable(strip.answers->value)) {
        whisker(strip.answers->lower, strip.answers->upper, t.data.answers);
        draw_diamond(painter, {strip_x(strip.answers->value), middle}, 4.6, t.data.answers, 1.6);
    }
    whisker(strip.lower, strip.upper, t.data.truth);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.data.truth);
    painter.drawEllipse(QPointF(strip_x(strip.value), middle), 4, 4);
}

void MetricTile::paint_change(QPainter& painter, const QRectF& place) const {
    const Theme& t = theme();
    const bool better = tile_->claim == Claim::better;
    const bool worse = tile_->claim == Claim::worse;
    const bool neutral = tile_->claim == Claim::higher || tile_->claim == Claim::lower;
    const QColor colour = better    ? t.success.text
                          : worse   ? t.danger.text
                          : neutral ? t.text.secondary
                                    : t.text.muted;
    const qreal line = QFontMetricsF(small_font()).height();
    const qreal size = grown(7.6);
    const QRectF sign(place.left() + 0.5, place.top() + (line - size * 0.84) / 2, size, size * 0.84);
    const QPointF tip(sign.center().x(), tile_->up ? sign.top() : sign.bottom());
    const qreal foot = tile_->up ? sign.bottom() : sign.top();
    painter.setPen(QPen(colour, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (better || worse) {
        painter.setBrush(better ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.drawPolygon(QPolygonF{tip, {sign.right(), foot}, {sign.left(), foot}});
    } else if (neutral) {
        // Higher or lower, and neither is better: an arrow, no triangle.
        const qreal middle = sign.center().y();
        painter.drawLine(tip, QPointF(tip.x(), foot));
        painter.drawPolyline(QPolygonF{{sign.left() + 1, middle}, tip, {sign.right() - 1, middle}});
    } else {
        // Broad and pale, so that nobody reads it as the minus of a number.
        painter.setPen(QPen(t.border.control, 2, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(sign.left(), sign.center().y()), QPointF(sign.right(), sign.center().y()));
    }
    painter.setFont(small_font());
    painter.setPen(colour);
    draw_text(painter, place.adjusted(grown(sign_width), 0, 0, 0), from_core(tile_->change_words));
}

void MetricTile::want_definition() {
    if (tile_) Q_EMIT definition_wanted(from_core(tile_->definition));
}

void MetricTile::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        want_definition();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void MetricTile::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) want_definition();
}

bool MetricTile::event(QEvent* event) {
    const bool handled = QWidget::event(event);
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::FontChange:
    case QEvent::ApplicationFontChange:
        // The text may wrap to other lines; the height follows the width, never the other way round.
        if (const int needed = needed_height(); needed != height_) {
            height_ = needed;
            updateGeometry();
        }
        update();
        break;
    case QEvent::Enter:
    case QEvent::Leave:
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        break;
    default:
        break;
    }
    return handled;
}

} // namespace attune::ui
