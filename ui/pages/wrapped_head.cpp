#include "ui/pages/wrapped_head.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int side = 1, gap = 2, under = 8, bottom = 4;

QFont words_font() {
    QFont strong = attune::ui::font(Type::caption);
    strong.setWeight(QFont::DemiBold);
    return strong;
}

} // namespace

WrappedHead::WrappedHead(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent) {}

int WrappedHead::tall_enough(int column_width) const {
    int tall = 0;
    const QRect room(0, 0, column_width - 2 * side - gap, 1000);
    for (int c = 1; c < count(); ++c) {
        const QString name = model()->headerData(c, Qt::Horizontal, Qt::DisplayRole).toString();
        tall = std::max(tall, QFontMetrics(words_font())
                                  .boundingRect(room, Qt::AlignHCenter | Qt::TextWordWrap, name)
                                  .height());
    }
    return tall + under;
}

void WrappedHead::paintSection(QPainter* painter, const QRect& place, int section) const {
    const Theme& t = theme();
    painter->save();
    painter->fillRect(place, t.surface.card);
    painter->setFont(words_font());
    painter->setPen(t.text.secondary);
    const QVariant alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole);
    painter->drawText(place.adjusted(section == 0 ? first_indent_ : side, 0, -side - gap, -bottom),
                      alignment.toInt() | Qt::TextWordWrap,
                      model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
    painter->restore();
}

} // namespace attune::ui
