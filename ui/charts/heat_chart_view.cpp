#include "ui/charts/heat_chart_view.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr qreal row_height = 42;
constexpr qreal cell_gap = 2;
constexpr qreal name_gap = 10;
constexpr qreal most_name_share = 0.28;
constexpr qreal swatch_width = 16;
constexpr qreal line_room = 4; ///< between lines of words

qreal line_height() {
    return QFontMetricsF(label_font(true)).height() + line_room;
}

/// What is close to the card's own colour gets an edge.
void draw_edge(QPainter& painter, const QRectF& place) {
    const bool smooth = painter.testRenderHint(QPainter::Antialiasing);
    const QPen pen = painter.pen();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme().border.subtle, 1));
    painter.drawRect(place.adjusted(0, 0, -1, -1));
    painter.setPen(pen);
    painter.setRenderHint(QPainter::Antialiasing, smooth);
}

} // namespace

HeatChartView::HeatChartView(QWidget* parent)
    : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void HeatChartView::show_plot(const Plot& plot, const PictureState&, bool) {
    data_ = std::get<HeatChart>(plot);
    top_ = heat_top(data_);
    if (cursor_ && (cursor_->row >= data_.rows.size() || cursor_->column >= data_.columns.size()))
        cursor_.reset();
    updateGeometry();
    update();
}

bool HeatChartView::empty() const {
    return data_.rows.empty() || data_.columns.empty();
}

QSize HeatChartView::sizeHint() const {
    return {qRound(grown(560)), minimumSizeHint().height()};
}

QSize HeatChartView::minimumSizeHint() const {
    // A marked cell has two lines.
    const qreal tall = std::max(grown(row_height), 2 * QFontMetricsF(label_font(true)).height() + 12);
    const auto rows = static_cast<qreal>(std::max<std::size_t>(data_.rows.size(), 4));
    return {qRound(grown(320)), qCeil(tall * rows + foot_height())};
}

qreal HeatChartView::names_width() const {
    qreal widest = 0;
    for (const HeatRow& row : data_.rows)
        widest = std::max(widest, figures_width(label_font(false), from_core(row.name)));
    return std::min(widest, width() * most_name_share) + name_gap;
}

qreal HeatChartView::foot_height() const {
    return 2 * line_height() + line_room;
}

QRectF HeatChartView::cell_place(Place at) const {
    const qreal left = names_width();
    const qreal wide = (width() - left + cell_gap) / static_cast<qreal>(data_.columns.size());
    const qreal tall = (height() - foot_height()) / static_cast<qreal>(data_.rows.size());
    const QPointF corner(left + wide * static_cast<qreal>(at.column), tall * static_cast<qreal>(at.row));
    // On whole pixels, or neighbours would blur into each other.
    return QRectF(corner.toPoint(), (corner + QPointF(wide - cell_gap, tall - cell_gap)).toPoint());
}

std::optional<HeatChartView::Place> HeatChartView::cell_at(QPointF point) const {
    for (std::size_t r = 0; r < data_.rows.size(); ++r)
        for (std::size_t c = 0; c < data_.rows[r].cells.size(); ++c)
            if (cell_place({r, c}).contains(point)) return Place{r, c};
    return std::nullopt;
}

void HeatChartView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (empty()) {
        draw_hatched(painter, rect(), true);
        draw_hatched_words(painter, rect(), from_core(data_.no_data));
        return;
    }
    const qreal left = names_width();
    for (std::size_t r = 0; r < data_.rows.size(); ++r) {
        const QRectF first = cell_place({r, 0});
        painter.setFont(label_font(false));
        painter.setPen(cursor_ && cursor_->row == r ? theme().text.primary : theme().data.axis_text);
        const QRectF name(0, first.top(), left - name_gap, first.height());
        painter.drawText(name, Qt::AlignRight | Qt::AlignVCenter,
                         QFontMetricsF(painter.font())
                             .elidedText(from_core(data_.rows[r].name), Qt::ElideRight, name.width() + 0.5));
        for (std::size_t c = 0; c < data_.rows[r].cells.size(); ++c)
            paint_cell(painter, {r, c});
    }
    paint_foot(painter);
}

void HeatChartView::paint_cell(QPainter& painter, Place at) const {
    const Theme& t = theme();
    const HeatCell& cell = data_.rows[at.row].cells[at.column];
    const QRectF place = cell_place(at);
    const QString number = from_core(cell.words);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (drawable(cell.value)) {
        const auto step = static_cast<std::size_t>(heat_step(cell.value, top_));
        painter.fillRect(place, t.ramp[step]);
        if (step == 0) draw_edge(painter, place);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool marked = !cell.mark.empty();
        const qreal line = QFontMetricsF(label_font(true)).height();
        const QRectF above =
            marked ? QRectF(place.left(), place.center().y() - line, place.width(), line) : place;
        painter.setPen(t.ramp_ink[step]);
        painter.setFont(label_font(marked));
        draw_figures(painter, above, Qt::AlignCenter, number);
        if (marked) {
            const QRectF below(place.left() + 4, place.center().y(), place.width() - 8, line);
            painter.drawText(below, Qt::AlignCenter,
                             QFontMetricsF(painter.font())
                                 .elidedText(from_core(cell.mark), Qt::ElideRight, below.width() + 0.5));
            // Light inside dark, so that it shows on any cell.
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(t.text.primary, 2));
            painter.drawRect(place.adjusted(1, 1, -1, -1));
            painter.setPen(QPen(t.surface.card, 1));
            painter.drawRect(place.adjusted(2, 2, -3, -3));
            painter.setRenderHint(QPainter::Antialiasing);
        }
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        draw_hatched(painter, place);
        draw_hatched_words(painter, place, number);
    }
    if (cursor_ == at) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.focus.gap, 4));
        painter.drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
        painter.setPen(QPen(t.focus.ring, 2));
        painter.drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
    }
}

void HeatChartView::paint_foot(QPainter& painter) const {
    const Theme& t = theme();
    const qreal line = line_height();
    const qreal heads = height() - foot_height() + line_room / 2;
    painter.setFont(label_font(false));
    painter.setPen(t.data.axis_text);
    for (std::size_t c = 0; c < data_.columns.size(); ++c) {
        const QRectF cell = cell_place({0, c});
        draw_figures(painter, QRectF(cell.left(), heads, cell.width(), line), Qt::AlignCenter,
                     from_core(data_.columns[c]));
    }
    const qreal y = heads + line;
    const qreal left = names_width();
    // The scale stands at the right: its ends in words, and before it what the numbers are.
    const QString most = from_core(data_.most), zero = from_core(data_.zero);
    qreal x = width() - figures_width(painter.font(), most);
    draw_figures(painter, QRectF(x, y, width() - x + 1, line), Qt::AlignLeft | Qt::AlignVCenter, most);
    x -= 6 + heat_steps * swatch_width;
    for (int step = 0; step < heat_steps; ++step)
        painter.fillRect(QRectF(x + step * swatch_width, y + line / 2 - 5, swatch_width, 10),
                         t.ramp[static_cast<std::size_t>(step)]);
    draw_edge(painter, QRectF(x, y + line / 2 - 5, heat_steps * swatch_width, 10));
    const qreal zero_width = figures_width(painter.font(), zero);
    x -= 6 + zero_width;
    draw_figures(painter, QRectF(x, y, zero_width + 1, line), Qt::AlignLeft | Qt::AlignVCenter, zero);
    const QString columns = from_core(data_.columns_name);
    const qreal columns_width = QFontMetricsF(painter.font()).horizontalAdvance(columns);
    painter.drawText(QRectF(left, y, std::max(x - left - 12, 0.0), line), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(columns, Qt::ElideRight, x - left - 12));
    const QRectF room(left + columns_width + 16, y, x - 10 - (left + columns_width + 16), line);
    if (room.width() > 60)
        painter.drawText(
            room, Qt::AlignRight | Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(from_core(data_.measure), Qt::ElideRight, room.width()));
}

QString HeatChartView::cell_words(Place at) const {
    const HeatRow& row = data_.rows[at.row];
    const HeatCell& cell = row.cells[at.column];
    const bool known = drawable(cell.value);
    const std::string key =
        std::string("charts.cell") + (known ? "" : ".unknown") + (cell.mark.empty() ? "" : ".marked");
    return words(key, {{"row", from_core(row.name)},
                       {"column", from_core(data_.columns[at.column])},
                       {"value", from_core(cell.words)},
                       {"interval", from_core(cell.interval_words)},
                       {"mark", from_core(cell.mark)}});
}

QString HeatChartView::latest_words() const {
    if (empty()) return from_core(data_.no_data);
    QStringList all;
    for (std::size_t r = 0; r < data_.rows.size(); ++r)
        for (std::size_t c = 0; c < data_.rows[r].cells.size(); ++c)
            all.append(cell_words({r, c}));
    return all.join(QStringLiteral("; "));
}

void HeatChartView::point_at(std::optional<Place> at) {
    if (at == cursor_) return;
    cursor_ = at;
    update();
    if (cursor_) speak(cell_words(*cursor_));
}

void HeatChartView::keyPressEvent(QKeyEvent* event) {
    if (empty()) return QWidget::keyPressEvent(event);
    const std::size_t last_row = data_.rows.size() - 1, last_column = data_.columns.size() - 1;
    const Place at = cursor_.value_or(Place{});
    const auto go = [&](std::size_t row, std::size_t column) {
        // The first key only shows where one is.
        point_at(cursor_ ? Place{row, column} : at);
    };
    switch (event->key()) {
    case Qt::Key_Up:
        return go(at.row > 0 ? at.row - 1 : 0, at.column);
    case Qt::Key_Down:
        return go(std::min(at.row + 1, last_row), at.column);
    case Qt::Key_Left:
        return go(at.row, at.column > 0 ? at.column - 1 : 0);
    case Qt::Key_Right:
        return go(at.row, std::min(at.column + 1, last_column));
    case Qt::Key_Home:
        return go(at.row, 0);
    case Qt::Key_End:
        return go(at.row, last_column);
    case Qt::Key_Escape:
        if (cursor_) return point_at(std::nullopt);
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

bool HeatChartView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto at = empty() ? std::nullopt : cell_at(help->pos()))
        QToolTip::showText(help->globalPos(), cell_words(*at), this, cell_place(*at).toAlignedRect());
    else
        QToolTip::hideText();
    return true;
}

void HeatChartView::mouseMoveEvent(QMouseEvent* event) {
    if (!empty()) point_at(cell_at(event->position()));
}

void HeatChartView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    point_at(std::nullopt);
}

void HeatChartView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    point_at(std::nullopt);
}

void HeatChartView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        updateGeometry();
        update();
    }
}

} // namespace attune::ui
