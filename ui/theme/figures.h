// Numbers that do not dance: digits painted in cells of the widest digit, because Inter's default figures are
// proportional and Qt 6.4 cannot ask for tabular ones.
#pragma once

#include <QFont>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace attune::ui {

/// Paints one line of text with tabular digits in the painter's font and pen; alignment as drawText.
void draw_figures(QPainter& painter, const QRectF& place, Qt::Alignment alignment, const QString& text);
/// Its width.
qreal figures_width(const QFont& font, const QString& text);

} // namespace attune::ui
