#include "ui/assumptions/assumption_list.h"

#include "simulations/report/assumption_words.h"
#include "ui/assumptions/assumption_model.h"
#include "ui/levers/row_paint.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int side = 6;             ///< between ground and content
constexpr int above = 6, below = 7; ///< the last pixel is the line
constexpr int head_above = 12, head_below = 4;
constexpr int gap = 8, sign_gap = 6, line_gap = 2;
constexpr int sign_pixels = 15;

bool is_group(const QModelIndex& index) {
    return index.data(AssumptionModel::key_role).toString().isEmpty();
}

/// Where the parts of one row stand, from its own top left corner.
struct Places {
    QRect name, value, sign, grade, range, note;
    int height = 0;
};

/// How high a text is in so much room.
int height_of(const QFontMetrics& metrics, int room, const QString& text) {
    if (metrics.horizontalAdvance(text) <= room) return metrics.height();
    return metrics.boundingRect(QRect(0, 0, std::max(1, room), QWIDGETSIZE_MAX), Qt::TextWordWrap, text)
        .height();
}

/// Whether no word of it is wider than the room.
bool words_fit(const QFontMetrics& metrics, int room, const QString& text) {
    const QStringList words = text.split(u' ');
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& word) { return metrics.horizontalAdvance(word) <= room; });
}

} // namespace

/// A list asks for the heights of all its rows at once, and a font takes longer to make than a row to
/// measure.
struct AssumptionDelegate::Fonts {
    double zoom = text_zoom();
    QFont body = font(Type::body), strong = font(Type::body_strong), small = font(Type::caption),
          section = font(Type::section);
    QFontMetrics of_body{body}, of_strong{strong}, of_small{small}, of_section{section};

    const QFont& name(const QModelIndex& index) const { return is_changed(index) ? strong : body; }
    const QFontMetrics& of_name(const QModelIndex& index) const {
        return is_changed(index) ? of_strong : of_body;
    }
    int head_height() const { return of_section.height() + head_above + head_below; }
    static bool is_changed(const QModelIndex& index) {
        return index.data(AssumptionModel::changed_role).toBool();
    }
};

namespace {

Places places_in(const QModelIndex& index, int width, const AssumptionDelegate::Fonts& fonts) {
    const QFontMetrics& metrics = fonts.of_name(index);
    const QFontMetrics& fine = fonts.of_small;
    const int left = side, room = std::max(1, width - 2 * side);
    const int value =
        qCeil(figures_width(fonts.name(index), index.data(AssumptionModel::value_role).toString()));
    const QString name = index.data().toString();
    const int beside = room - value - gap;
    const bool fits = beside >= room * 2 / 5 && words_fit(metrics, beside, name);
    Places p;
    const int name_room = fits ? beside : room;
    p.name = QRect(left, above, name_room, height_of(metrics, name_room, name));
    p.value = fits ? QRect(left + room - value, above, value, metrics.height())
                   : QRect(left + room - std::min(value, room), p.name.bottom() + 1, std::min(value, room),
                           metrics.height());
    int y = std::max(p.name.bottom(), p.value.bottom()) + 1 + line_gap;
    const int sign = scaled(sign_pixels), line = std::max(sign, fine.height());
    const int grade = fine.horizontalAdvance(index.data(AssumptionModel::grade_words_role).toString());
    const int range = qCeil(figures_width(fonts.small, index.data(AssumptionModel::range_role).toString()));
    p.sign = QRect(left, y, sign, line);
    p.grade = QRect(left + sign + sign_gap, y, grade, line);
    const bool one_line = sign + sign_gap + grade + gap + range <= room;
    if (!one_line) y += line;
    p.range = QRect(left + room - std::min(range, room), y, std::min(range, room), line);
    y += line;
    const QString note = index.data(AssumptionModel::note_role).toString();
    if (!note.isEmpty()) {
        p.note = QRect(left, y, room, height_of(fine, room, note));
        y += p.note.height();
    }
    p.height = y + below;
    return p;
}

} // namespace

void draw_grade(QPainter& painter, const QRectF& place, Grade grade) {
    const Theme& t = theme();
    const qreal size = std::min(place.width(), place.height());
    const QRectF box(place.left() + 0.5, place.center().y() - size / 2 + 0.5, size - 1, size - 1);
    constexpr qreal round = 3;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = t.text.secondary;
    QPen edge(ink, grade == Grade::b ? 1.75 : 1);
    if (grade == Grade::d) edge.setDashPattern({2.5, 2});
    painter.setPen(edge);
    painter.setBrush(grade == Grade::a ? QBrush(ink) : QBrush(t.surface.card));
    painter.drawRoundedRect(box, round, round);
    QFont letter = font(Type::caption);
    letter.setWeight(QFont::DemiBold);
    letter.setPixelSize(std::max(8, qRound(size * 0.7)));
    painter.setFont(letter);
    painter.setPen(grade == Grade::a ? t.surface.card : t.text.primary);
    painter.drawText(box, Qt::AlignCenter, from_core(grade_letter(grade)));
    painter.restore();
}

AssumptionDelegate::AssumptionDelegate(QObject* parent)
    : RowDelegate(parent) {}
AssumptionDelegate::~AssumptionDelegate() = default;

const AssumptionDelegate::Fonts& AssumptionDelegate::fonts() const {
    if (!fonts_ || fonts_->zoom != text_zoom()) fonts_ = std::make_unique<Fonts>();
    return *fonts_;
}

int AssumptionDelegate::row_height(const QModelIndex& index, int width) const {
    return is_group(index) ? fonts().head_height() : places_in(index, width, fonts()).height;
}

void AssumptionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const Theme& t = theme();
    painter->save();
    const QPoint corner = option.rect.topLeft();
    const auto placed = [&](const QRect& place) {
        return QStyle::visualRect(option.direction, option.rect, place.translated(corner));
    };
    const bool mirrored = option.direction == Qt::RightToLeft;
    const int start = static_cast<int>(mirrored ? Qt::AlignRight : Qt::AlignLeft);
    const Qt::Alignment end = mirrored ? Qt::AlignLeft : Qt::AlignRight;
    if (is_group(index)) {
        painter->setFont(fonts().section);
        painter->setPen(t.text.primary);
        painter->drawText(
            placed(QRect(side, 0, option.rect.width() - 2 * side, fonts().head_height() - head_below)),
            start | Qt::AlignBottom, index.data().toString());
        painter->restore();
        return;
    }
    const bool current = option.state.testFlag(QStyle::State_Selected);
    const bool used = index.data(AssumptionModel::used_role).toBool();
    const Places p = places_in(index, option.rect.width(), fonts());
    if (!current)
        painter->fillRect(
            QRect(option.rect.left() + side, option.rect.bottom(), option.rect.width() - 2 * side, 1),
            t.border.subtle);
    paint_row_ground(*painter, option, current ? t.surface.selected : QColor());
    const QColor quiet = current ? t.text.secondary : t.text.muted;
    painter->setFont(fonts().name(index));
    painter->setPen(used ? t.text.primary : quiet);
    painter->drawText(placed(p.name), start | Qt::AlignTop | Qt::TextWordWrap, index.data().toString());
    draw_figures(*painter, placed(p.value), end | Qt::AlignVCenter,
                 index.data(AssumptionModel::value_role).toString());
    draw_grade(*painter, placed(p.sign), static_cast<Grade>(index.data(AssumptionModel::grade_role).toInt()));
    painter->setFont(fonts().small);
    painter->setPen(quiet);
    painter->drawText(placed(p.grade), start | Qt::AlignVCenter,
                      index.data(AssumptionModel::grade_words_role).toString());
    draw_figures(*painter, placed(p.range), end | Qt::AlignVCenter,
                 index.data(AssumptionModel::range_role).toString());
    if (const QString note = index.data(AssumptionModel::note_role).toString(); !note.isEmpty()) {
        painter->setPen(t.text.secondary);
        painter->drawText(placed(p.note), start | Qt::AlignTop | Qt::TextWordWrap, note);
    }
    paint_row_focus(*painter, option);
    painter->restore();
}

AssumptionList::AssumptionList(QWidget* parent)
    : QListView(parent) {
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(this, &QListView::doubleClicked, this, &AssumptionList::edit_wanted);
}

QSize AssumptionList::minimumSizeHint() const {
    return {0, 2 * sizes().lever_row};
}

QModelIndex AssumptionList::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) {
    const QModelIndex to = QListView::moveCursor(action, modifiers);
    if (!to.isValid() || !is_group(to)) return to;
    return to.siblingAtRow(to.row() + 1); // below a group's name there is always a row
}

void AssumptionList::keyPressEvent(QKeyEvent* event) {
    const bool edits = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
                       event->key() == Qt::Key_F2 || event->key() == Qt::Key_Space;
    if (edits && currentIndex().isValid()) {
        event->accept();
        Q_EMIT edit_wanted();
        return;
    }
    QListView::keyPressEvent(event);
    // What the current row is at the top of, is seen with it.
    if (const QModelIndex before = currentIndex().siblingAtRow(currentIndex().row() - 1);
        before.isValid() && is_group(before) && event->key() == Qt::Key_Up)
        scrollTo(before);
}

void AssumptionList::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange)
        scheduleDelayedItemsLayout();
}

void AssumptionList::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) scheduleDelayedItemsLayout();
}

} // namespace attune::ui
