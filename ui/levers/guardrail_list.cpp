#include "ui/levers/guardrail_list.h"

#include "ui/levers/row_paint.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"

#include <QPainter>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int edge = 6; ///< between ground and content
constexpr int light = 14;
constexpr int gap = 8;
constexpr int padding = 5; ///< above and below

struct Places {
    QRect light, name, value, limit;
    int height = 0;
};

Places places_in(const QModelIndex& index, int width) {
    const QFontMetrics body(font(Type::body)), caption(font(Type::caption));
    const int left = edge + light + gap, right = width - edge;
    const int value =
        qCeil(figures_width(font(Type::body), index.data(GuardrailModel::value_role).toString()));
    const auto height_of = [](const QFontMetrics& metrics, int room, const QString& text) {
        if (text.isEmpty()) return 0;
        return metrics.boundingRect(QRect(0, 0, std::max(1, room), QWIDGETSIZE_MAX), Qt::TextWordWrap, text)
            .height();
    };
    const QString name = index.data().toString();
    const int beside = right - left - value - gap;
    const bool fits = beside >= (right - left) / 2;
    Places p;
    const int name_room = fits ? beside : right - left;
    p.name = QRect(left, padding, name_room, std::max(body.height(), height_of(body, name_room, name)));
    p.value = QRect(fits ? right - value : left, fits ? padding : p.name.bottom() + 1, value, body.height());
    const int below = std::max(p.name.bottom(), p.value.bottom()) + 1;
    p.limit = QRect(left, below, right - left,
                    height_of(caption, right - left, index.data(GuardrailModel::limit_role).toString()));
    p.light = QRect(edge, padding, light, body.height());
    p.height = below + p.limit.height() + padding;
    return p;
}

} // namespace

void GuardrailModel::take(const std::vector<GuardrailRow>& rows) {
    if (rows == rows_) return;
    const bool same_rules =
        std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                   [](const GuardrailRow& a, const GuardrailRow& b) { return a.name == b.name; });
    if (same_rules) {
        rows_ = rows;
        Q_EMIT dataChanged(index(0), index(static_cast<int>(rows_.size()) - 1));
        return;
    }
    beginResetModel();
    rows_ = rows;
    endResetModel();
}

int GuardrailModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant GuardrailModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const GuardrailRow& row = rows_[static_cast<std::size_t>(index.row())];
    const QString state = from_core(row.word), limit = from_core(row.limit_words);
    switch (role) {
    case Qt::DisplayRole:
        return from_core(row.name);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole: {
        const QString value = from_core(row.value_words);
        const char* key = value.isEmpty()   ? limit.isEmpty() ? "changes.guardrail.row_bare"
                                                              : "changes.guardrail.row_no_value"
                          : limit.isEmpty() ? "changes.guardrail.row_no_limit"
                                            : "changes.guardrail.row";
        return words(key,
                     {{"name", from_core(row.name)}, {"state", state}, {"value", value}, {"limit", limit}});
    }
    case state_role:
        return static_cast<int>(row.state);
    case value_role:
        return from_core(row.value_words);
    case limit_role:
        return limit.isEmpty() ? state
                               : words("changes.guardrail.limit", {{"state", state}, {"limit", limit}});
    default:
        return {};
    }
}

int GuardrailDelegate::row_height(const QModelIndex& index, int width) const {
    return places_in(index, width).height;
}

void GuardrailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const {
    const Theme& t = theme();
    const auto state = static_cast<GuardrailState>(index.data(GuardrailModel::state_role).toInt());
    painter->save();
    QStyleOptionViewItem still = option; // a row here cannot be chosen, so it does not answer the pointer
    still.state.setFlag(QStyle::State_MouseOver, false);
    QColor limit_ink = t.text.muted;
    if (state == GuardrailState::broken) {
        paint_row_ground(*painter, still, t.danger.soft);
        limit_ink = t.danger.text;
    } else if (state == GuardrailState::near_limit) {
        paint_row_ground(*painter, still, t.caution.soft);
        limit_ink = t.caution.text;
    }
    const Places p = places_in(index, option.rect.width());
    const auto placed = [&](const QRect& place) {
        return QStyle::visualRect(option.direction, option.rect, place.translated(option.rect.topLeft()));
    };
    const int start = static_cast<int>(option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    draw_guardrail_light(*painter, placed(p.light), state);
    painter->setFont(font(Type::body));
    painter->setPen(t.text.primary);
    painter->drawText(placed(p.name), start | Qt::AlignTop | Qt::TextWordWrap, index.data().toString());
    draw_figures(*painter, placed(p.value), Qt::AlignRight | Qt::AlignVCenter,
                 index.data(GuardrailModel::value_role).toString());
    painter->setFont(font(Type::caption));
    painter->setPen(limit_ink);
    painter->drawText(placed(p.limit), start | Qt::AlignTop | Qt::TextWordWrap,
                      index.data(GuardrailModel::limit_role).toString());
    paint_row_focus(*painter, still);
    painter->restore();
}

} // namespace attune::ui
