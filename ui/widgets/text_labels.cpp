#include "ui/widgets/text_labels.h"

#include "ui/theme/figures.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace attune::ui {
namespace {

QColor ink(const QLabel& label) {
    return label.palette().color(label.isEnabled() ? QPalette::Active : QPalette::Disabled,
                                 QPalette::WindowText);
}

QSize with_margins(const QLabel& label, qreal width) {
    const QMargins margins = label.contentsMargins();
    return {qCeil(width) + margins.left() + margins.right(),
            QFontMetrics(label.font()).height() + margins.top() + margins.bottom()};
}

} // namespace

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent)
    : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void ElidedLabel::set_brief(const QString& brief) {
    brief_ = brief;
    update();
}

QSize ElidedLabel::sizeHint() const {
    return with_margins(*this, QFontMetricsF(font()).horizontalAdvance(text()));
}

QSize ElidedLabel::minimumSizeHint() const {
    const QFontMetricsF metrics(font());
    const qreal start = metrics.horizontalAdvance(text().left(3) + u'\u2026');
    return with_margins(*this, std::min(start, metrics.horizontalAdvance(text())));
}

bool ElidedLabel::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && is_cut()) {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
        return true;
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(ink(*this));
    const QRect place = text_place();
    const QString& shown = is_cut() && !brief_.isEmpty() ? brief_ : text();
    painter.drawText(place, static_cast<int>(alignment()) | Qt::TextSingleLine,
                     QFontMetrics(font()).elidedText(shown, Qt::ElideRight, place.width()));
}

QRect ElidedLabel::text_place() const {
    return contentsRect();
}

bool ElidedLabel::is_cut() const {
    return QFontMetrics(font()).horizontalAdvance(text()) > text_place().width();
}

FigureLabel::FigureLabel(const QString& text, Qt::Alignment alignment, QWidget* parent)
    : QLabel(text, parent) {
    setTextFormat(Qt::PlainText);
    setAlignment(alignment);
}

QSize FigureLabel::sizeHint() const {
    return with_margins(*this, figures_width(font(), text()));
}

void FigureLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(ink(*this));
    draw_figures(painter, contentsRect(), alignment(), text());
}

} // namespace attune::ui
