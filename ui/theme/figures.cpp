#include "ui/theme/figures.h"

#include <QFontMetricsF>

#include <algorithm>

namespace attune::ui {
namespace {

bool is_digit(QChar c) {
    return c >= u'0' && c <= u'9';
}

/// Width of the cell every digit stands in.
qreal cell_width(const QFontMetricsF& metrics) {
    qreal widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

/// Calls `part(text, x, width)` for every digit and for every run of other characters; returns the width.
template <typename Part>
qreal walk(const QFontMetricsF& metrics, const QString& text, Part part) {
    const qreal cell = cell_width(metrics);
    qreal x = 0;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (!is_digit(text[i]))
            while (end < text.size() && !is_digit(text[end]))
                ++end;
        const QString run = text.mid(i, end - i);
        const qreal width = is_digit(text[i]) ? cell : metrics.horizontalAdvance(run);
        part(run, x, width);
        x += width;
        i = end;
    }
    return x;
}

} // namespace

void draw_figures(QPainter& painter, const QRectF& place, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font(), painter.device());
    const qreal width = walk(metrics, text, [](const QString&, qreal, qreal) {});
    qreal left = place.left();
    if (alignment & Qt::AlignRight) left = place.right() - width;
    if (alignment & Qt::AlignHCenter) left = place.center().x() - width / 2;
    qreal baseline = place.top() + metrics.ascent();
    if (alignment & Qt::AlignBottom) baseline = place.bottom() - metrics.descent();
    if (alignment & Qt::AlignVCenter)
        baseline = place.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    walk(metrics, text, [&](const QString& run, qreal x, qreal cell) {
        const qreal slack = is_digit(run[0]) ? (cell - metrics.horizontalAdvance(run)) / 2 : 0;
        painter.drawText(QPointF(left + x + slack, baseline), run);
    });
}

qreal figures_width(const QFont& font, const QString& text) {
    return walk(QFontMetricsF(font), text, [](const QString&, qreal, qreal) {});
}

} // namespace attune::ui
