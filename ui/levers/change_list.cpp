#include "ui/levers/change_list.h"

#include "core/base/text.h"
#include "simulations/report/lever_words.h"
#include "ui/levers/lever_about.h"
#include "ui/levers/row_paint.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr int above = 8, below = 9; ///< the last pixel is the line
constexpr int gap = 8;
constexpr int arrow_gap = 5;
const QString arrow = QStringLiteral("\u2192");

/// Where the parts of one row stand, from its own top left corner.
struct Places {
    QRect name;
    QRect values;          ///< from and arrow, and where there is room the new value
    bool to_below = false; ///< the new value has a line of its own
    int height = 0;
};

struct Widths {
    int from, arrow, to;
};

Widths widths_of(const QModelIndex& index) {
    const QFont plain = font(Type::body), strong = font(Type::body_strong);
    Widths w{};
    w.from = qCeil(figures_width(plain, index.data(ChangeModel::from_role).toString()));
    w.arrow = qCeil(figures_width(plain, arrow));
    w.to = qCeil(figures_width(strong, index.data(ChangeModel::to_role).toString()));
    return w;
}

/// The column of the new values, so that the arrows stand below each other; a long word of one row does not
/// push the others.
int to_column(const QModelIndex& index, int width) {
    const int own = widths_of(index).to, most = width / 4;
    int widest = own;
    for (int row = 0; own <= most && row < index.model()->rowCount(); ++row)
        if (const int other = widths_of(index.siblingAtRow(row)).to; other <= most)
            widest = std::max(widest, other);
    return widest;
}

Places places_in(const QModelIndex& index, int width) {
    const QFontMetrics metrics(font(Type::body));
    const QString name = index.data().toString();
    const Widths w = widths_of(index);
    const int values = w.from + w.arrow + to_column(index, width) + 2 * arrow_gap;
    const int beside = width - values - gap;
    const auto wrapped = [&](int room) {
        return metrics.boundingRect(QRect(0, 0, std::max(1, room), QWIDGETSIZE_MAX), Qt::TextWordWrap, name);
    };
    const bool fits = beside >= width * 2 / 5 && wrapped(beside).width() <= beside;
    const int name_height = std::max(metrics.height(), wrapped(fits ? beside : width).height());
    Places places;
    places.name = QRect(0, above, fits ? beside : width, name_height);
    places.values = fits ? QRect(width - values, above, values, name_height)
                         : QRect(0, places.name.bottom() + 3, width, metrics.height());
    places.to_below = !fits && w.from + w.arrow + w.to + 2 * arrow_gap > width;
    places.height = places.values.bottom() + 1 + below + (places.to_below ? metrics.height() : 0);
    return places;
}

} // namespace

void ChangeModel::take(const Lab& lab) {
    std::vector<Row> rows;
    for (const Lab::Lever& lever : lab.levers())
        if (lab.differs(lever))
            rows.push_back({from_core(lever.key), Lab::name(lever),
                            value_words(lever, lab.baseline_value(lever)),
                            value_words(lever, lab.value(lever))});
    take(std::move(rows), true);
}

void ChangeModel::take(const Policy& before, const Policy& after) {
    const Text& text = Text::english();
    std::vector<Row> rows;
    for (const ParameterChange& change : policy_parameters().diff(before, after))
        rows.push_back({from_core(change.key), from_core(lever_name(*change.spec, change.key, text)),
                        from_core(lever_value_words(*change.spec, change.from, text)),
                        from_core(lever_value_words(*change.spec, change.to, text))});
    take(std::move(rows), false);
}

void ChangeModel::take(std::vector<Row> rows, bool lead_somewhere) {
    lead_somewhere_ = lead_somewhere;
    if (rows == rows_) return;
    const bool same_levers = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                        [](const Row& a, const Row& b) { return a.key == b.key; });
    if (same_levers) {
        rows_ = std::move(rows);
        Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int ChangeModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant ChangeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = rows_[static_cast<std::size_t>(index.row())];
    const auto sentence = [&](const char* key) {
        return words(key, {{"name", row.name}, {"from", row.from}, {"to", row.to}});
    };
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::AccessibleTextRole:
        return sentence("changes.row");
    case Qt::ToolTipRole:
        return sentence(lead_somewhere_ ? "changes.row.tip" : "changes.row");
    case key_role:
        return row.key;
    case from_role:
        return row.from;
    case to_role:
        return row.to;
    default:
        return {};
    }
}

int ChangeDelegate::row_height(const QModelIndex& index, int width) const {
    return places_in(index, width).height;
}

void ChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    const Theme& t = theme();
    painter->save();
    paint_row_ground(*painter, option);
    const Places places = places_in(index, option.rect.width());
    const QPoint corner = option.rect.topLeft();
    const bool mirrored = option.direction == Qt::RightToLeft;
    const auto placed = [&](const QRect& place) {
        return QStyle::visualRect(option.direction, option.rect, place.translated(corner));
    };
    painter->setFont(font(Type::body));
    painter->setPen(t.text.primary);
    painter->drawText(placed(places.name),
                      static_cast<int>(mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter |
                          Qt::TextWordWrap,
                      index.data().toString());
    // To, arrow and from, each in its column from the far edge.
    const Widths w = widths_of(index);
    QRect column = places.values;
    column.setLeft(column.right() + 1 - to_column(index, option.rect.width()));
    if (places.to_below) column = places.values.translated(0, places.values.height());
    painter->setFont(font(Type::body_strong));
    draw_figures(*painter, placed(column), (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                 index.data(ChangeModel::to_role).toString());
    painter->setFont(font(Type::body));
    painter->setPen(t.text.muted);
    if (places.to_below)
        column = QRect(places.values.right() + 1 + arrow_gap, places.values.top(), 0, places.values.height());
    column = QRect(column.left() - arrow_gap - w.arrow, column.top(), w.arrow, column.height());
    draw_figures(*painter, placed(column), Qt::AlignHCenter | Qt::AlignVCenter, arrow);
    column = QRect(column.left() - arrow_gap - w.from, column.top(), w.from, column.height());
    draw_figures(*painter, placed(column), (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                 index.data(ChangeModel::from_role).toString());
    if (index.row() + 1 < index.model()->rowCount())
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          t.border.subtle);
    paint_row_focus(*painter, option);
    painter->restore();
}

} // namespace attune::ui
