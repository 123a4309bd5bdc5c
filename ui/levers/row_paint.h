// What the painted rows of the docks share: the ground under the pointer and the ring of the row in focus.
#pragma once

#include <QColor>
#include <QStyleOptionViewItem>

class QPainter;

namespace attune::ui {

/// `ground` first, if it is a colour; then the hover ground, if the pointer is on a row that can be chosen.
void paint_row_ground(QPainter& painter, const QStyleOptionViewItem& option, const QColor& ground = {});
/// Only for focus that came by the keyboard.
void paint_row_focus(QPainter& painter, const QStyleOptionViewItem& option);

} // namespace attune::ui
