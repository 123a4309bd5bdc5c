#include "ui/charts/voice_dots_view.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <array>

namespace attune::ui {
namespace {

constexpr qreal row_height = 36;
constexpr qreal lane_share = 0.27; ///< of a row's height between its marks
constexpr qreal mark_radius = 4;
constexpr qreal column_gap = 18;
constexpr qreal sign_gap = 5;
constexpr qreal most_name_share = 0.3;
constexpr qreal least_scale = 160; ///< before the shares of people and answers give way
constexpr std::array parts = {VoiceDotsView::Part::say, VoiceDotsView::Part::act, VoiceDotsView::Part::feel};

const VoiceMark& mark_of(const VoiceRow& row, VoiceDotsView::Part part) {
    switch (part) {
    case VoiceDotsView::Part::say:
        return row.say;
    case VoiceDotsView::Part::act:
        return row.act;
    case VoiceDotsView::Part::feel:
        break;
    }
    return row.feel;
}

const std::string& name_of(const VoiceDots& chart, VoiceDotsView::Part part) {
    switch (part) {
    case VoiceDotsView::Part::say:
        return chart.say;
    case VoiceDotsView::Part::act:
        return chart.act;
    case VoiceDotsView::Part::feel:
        break;
    }
    return chart.feel;
}

QColor colour_of(VoiceDotsView::Part part) {
    const Theme::Data& data = theme().data;
    switch (part) {
    case VoiceDotsView::Part::say:
        return data.answers;
    case VoiceDotsView::Part::act:
        return data.baseline;
    case VoiceDotsView::Part::feel:
        break;
    }
    return data.truth;
}

/// Diamond for answers, square for behaviour, dot for truth, as everywhere.
void draw_voice_mark(QPainter& painter, VoiceDotsView::Part part, QPointF at) {
    if (part == VoiceDotsView::Part::say)
        return draw_diamond(painter, at, mark_radius + 0.8, colour_of(part), 1.6);
    painter.setPen(QPen(theme().surface.card, 1));
    painter.setBrush(colour_of(part));
    if (part == VoiceDotsView::Part::feel) return painter.drawEllipse(at, mark_radius, mark_radius);
    painter.drawRect(QRectF(at.x() - mark_radius, at.y() - mark_radius, 2 * mark_radius, 2 * mark_radius));
}

qreal column_width(const VoiceDots& chart, const std::string& head, std::string VoiceRow::*cell) {
    qreal widest = figures_width(label_font(true), from_core(head));
    for (const VoiceRow& row : chart.rows)
        widest = std::max(widest, figures_width(label_font(true), from_core(row.*cell)));
    return widest;
}

} // namespace

VoiceDotsView::VoiceDotsView(QWidget* parent)
    : QWidget(parent)
    , cursor_([this] { update(); }, [this](std::size_t row) { speak(row_words(data_.rows[row])); }) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void VoiceDotsView::show_plot(const Plot& plot, const PictureState&, bool frozen) {
    data_ = std::get<VoiceDots>(plot);
    Extent extent;
    for (const VoiceRow& row : data_.rows)
        for (const Part part : parts)
            if (const VoiceMark& mark = mark_of(row, part); drawable(mark.value))
                for (const double value : {mark.value, mark.lower, mark.upper})
                    extent.take(value);
    known_ = extent.low <= extent.high;
    if (known_) scale_.fit(extent, NumberKind::share, frozen, 8);
    cursor_.set_rows(data_.rows.size());
    updateGeometry();
    update();
}

QSize VoiceDotsView::sizeHint() const {
    return {qRound(grown(376)), minimumSizeHint().height()};
}

QSize VoiceDotsView::minimumSizeHint() const {
    const auto rows = static_cast<qreal>(std::max<std::size_t>(data_.rows.size(), 3));
    return {qRound(grown(200)), qCeil(head_height() + rows * grown(row_height) + axis_height())};
}

qreal VoiceDotsView::head_height() const {
    return QFontMetricsF(label_font(true)).height() + 6;
}

qreal VoiceDotsView::axis_height() const {
    return QFontMetricsF(label_font(false)).height() + 4;
}

VoiceDotsView::Columns VoiceDotsView::columns() const {
    qreal name = 0;
    for (const VoiceRow& row : data_.rows)
        name = std::max(name, figures_width(label_font(false), from_core(row.name)));
    Columns c{};
    c.left = std::min(name, width() * most_name_share) + column_gap;
    c.heard =
        width() - column_width(data_, data_.heard, &VoiceRow::heard) - guardrail_light_size() - sign_gap;
    c.answers = c.heard - column_gap;
    c.people = c.answers - column_width(data_, data_.answers, &VoiceRow::answers) - column_gap;
    c.right = c.people - column_width(data_, data_.people, &VoiceRow::people) - column_gap;
    c.shares = c.right - c.left >= grown(least_scale);
    if (!c.shares) c.right = std::max(c.heard - column_gap, c.left + 10);
    return c;
}

QRectF VoiceDotsView::row_place(std::size_t row) const {
    const qreal tall = (height() - head_height() - axis_height()) /
                       static_cast<qreal>(std::max<std::size_t>(data_.rows.size(), 1));
    return {0, head_height() + tall * static_cast<qreal>(row), static_cast<qreal>(width()), tall};
}

qreal VoiceDotsView::x_of(double value) const {
    const Columns c = columns();
    const double low = scale_.ticks().low(), high = scale_.ticks().high();
    return c.left + (c.right - c.left) * std::clamp((value - low) / (high - low), 0.0, 1.0);
}

std::optional<QPointF> VoiceDotsView::mark_place(std::size_t row, Part part) const {
    const VoiceMark& mark = mark_of(data_.rows[row], part);
    if (!known_ || !drawable(mark.value)) return std::nullopt;
    const QRectF place = row_place(row);
    const qreal lane = std::min(place.height(), grown(row_height)) * lane_share;
    return QPointF(x_of(mark.value), place.center().y() + (static_cast<int>(part) - 1) * lane);
}

QRectF VoiceDotsView::sign_place(std::size_t row) const {
    const qreal side = guardrail_light_size();
    return {columns().heard, row_place(row).center().y() - side / 2, side, side};
}

void VoiceDotsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!known_) {
        draw_hatched(painter, rect(), true);
        draw_hatched_words(painter, rect(), from_core(data_.no_data));
        return;
    }
    if (cursor_.row()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme().surface.selected);
        painter.drawRect(row_place(*cursor_.row()));
    }
    paint_axis(painter);
    paint_head(painter);
    for (std::size_t i = 0; i < data_.rows.size(); ++i)
        paint_row(painter, i);
}

void VoiceDotsView::paint_head(QPainter& painter) const {
    const Columns c = columns();
    const qreal tall = head_height() - 6;
    painter.setFont(label_font(false));
    qreal x = c.left;
    for (const Part part : parts) {
        const QString name = from_core(name_of(data_, part));
        draw_voice_mark(painter, part, {x + mark_radius + 1, tall / 2});
        x += 2 * mark_radius + 7;
        const qreal wide = figures_width(painter.font(), name);
        painter.setPen(theme().text.secondary);
        draw_figures(painter, QRectF(x, 0, wide + 2, tall), Qt::AlignLeft | Qt::AlignVCenter, name);
        x += wide + 14;
    }
    painter.setFont(label_font(true));
    painter.setPen(theme().text.secondary);
    const auto head = [&](qreal right, const std::string& words) {
        draw_figures(painter, QRectF(0, 0, right, tall), Qt::AlignRight | Qt::AlignVCenter, from_core(words));
    };
    if (c.shares) {
        head(c.people, data_.people);
        head(c.answers, data_.answers);
    }
    draw_figures(painter, QRectF(c.heard, 0, width() - c.heard, tall), Qt::AlignLeft | Qt::AlignVCenter,
                 from_core(data_.heard));
}

void VoiceDotsView::paint_axis(QPainter& painter) const {
    const qreal top = head_height(), bottom = height() - axis_height();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme().data.grid, 1));
    for (const double tick : scale_.ticks().at) {
        const qreal x = std::round(x_of(tick));
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
    }
    painter.setPen(QPen(theme().border.subtle, 1));
    for (std::size_t i = 0; i <= data_.rows.size(); ++i) {
        const qreal y = std::round(row_place(i).top());
        painter.drawLine(QPointF(0, y), QPointF(width(), y));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(label_font(false));
    painter.setPen(theme().data.axis_text);
    const QStringList names = tick_words(scale_.ticks(), NumberKind::share);
    qreal taken = 0;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const qreal x = x_of(scale_.ticks().at[static_cast<std::size_t>(i)]);
        const qreal half = figures_width(painter.font(), names[i]) / 2;
        if (x - half < taken) continue;
        draw_figures(painter, QRectF(x - half, bottom + 2, 2 * half, axis_height() - 2), Qt::AlignCenter,
                     names[i]);
        taken = x + half + 6;
    }
}

void VoiceDotsView::paint_row(QPainter& painter, std::size_t i) const {
    const Theme& t = theme();
    const VoiceRow& row = data_.rows[i];
    const QRectF place = row_place(i);
    const Columns c = columns();
    painter.setFont(label_font(i == 0));
    painter.setPen(t.text.primary);
    const QString name = from_core(row.name);
    const QRectF name_place(0, place.top(), c.left - column_gap, place.height());
    if (figures_width(painter.font(), name) <= name_place.width() + column_gap / 2)
        draw_figures(painter, name_place.adjusted(0, 0, column_gap / 2, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     name);
    else
        painter.drawText(name_place, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(name, Qt::ElideRight, name_place.width()));
    for (const Part part : parts)
        paint_mark(painter, i, part);

    painter.setFont(label_font(false));
    painter.setPen(t.text.primary);
    const auto share = [&](qreal right, const std::string& words) {
        draw_figures(painter, QRectF(0, place.top(), right, place.height()),
                     Qt::AlignRight | Qt::AlignVCenter, from_core(words));
    };
    if (c.shares) {
        share(c.people, row.people);
        share(c.answers, row.answers);
    }
    const QRectF sign = sign_place(i);
    if (row.under_covered) draw_guardrail_light(painter, sign, GuardrailState::near_limit);
    painter.setFont(label_font(row.under_covered));
    painter.setPen(row.under_covered ? t.caution.text : t.text.secondary);
    draw_figures(painter,
                 QRectF(sign.right() + sign_gap, place.top(), width() - sign.right(), place.height()),
                 Qt::AlignLeft | Qt::AlignVCenter, from_core(row.heard));
}

void VoiceDotsView::paint_mark(QPainter& painter, std::size_t row, Part part) const {
    const std::optional<QPointF> at = mark_place(row, part);
    if (!at) return;
    const VoiceMark& mark = mark_of(data_.rows[row], part);
    if (drawable(mark.lower) && drawable(mark.upper)) {
        painter.setPen(QPen(colour_of(part), 1.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(x_of(mark.lower), at->y()), QPointF(x_of(mark.upper), at->y()));
    }
    draw_voice_mark(painter, part, *at);
}

QString VoiceDotsView::row_words(const VoiceRow& row) const {
    QStringList marks;
    for (const Part part : parts) {
        const VoiceMark& mark = mark_of(row, part);
        const QString name = from_core(name_of(data_, part));
        marks.append(
            drawable(mark.value)
                ? words("charts.voice.mark",
                        {{"name", name},
                         {"value", point_words({0, mark.value, mark.lower, mark.upper}, NumberKind::share)}})
                : words("charts.voice.unknown", {{"name", name}}));
    }
    const QString all = marks.join(QStringLiteral(", "));
    if (row.heard.empty())
        return words("charts.voice.everyone", {{"name", from_core(row.name)}, {"marks", all}});
    return words("charts.voice", {{"name", from_core(row.name)},
                                  {"marks", all},
                                  {"people", from_core(row.people)},
                                  {"answers", from_core(row.answers)},
                                  {"heard", from_core(row.heard)}});
}

QString VoiceDotsView::latest_words() const {
    QStringList all;
    for (const VoiceRow& row : data_.rows)
        all.append(row_words(row));
    return all.isEmpty() ? from_core(data_.no_data) : all.join(QStringLiteral(". "));
}

void VoiceDotsView::keyPressEvent(QKeyEvent* event) {
    if (!cursor_.press(*event)) QWidget::keyPressEvent(event);
}

void VoiceDotsView::mouseMoveEvent(QMouseEvent* event) {
    for (std::size_t i = 0; i < data_.rows.size(); ++i)
        if (row_place(i).contains(event->position())) return cursor_.point_at(i);
    cursor_.point_at(std::nullopt);
}

void VoiceDotsView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    cursor_.point_at(std::nullopt);
}

void VoiceDotsView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    cursor_.point_at(std::nullopt);
}

void VoiceDotsView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        updateGeometry();
        update();
    }
}

} // namespace attune::ui
