#include "ui/pages/marked_slider.h"

#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QStyleOptionSlider>
#include <QToolTip>

#include <cstdlib>

namespace attune::ui {
namespace {

constexpr int tick_width = 2, tick_height = 12, near_by = 6;

} // namespace

MarkedSlider::MarkedSlider(QWidget* parent)
    : QSlider(Qt::Horizontal, parent) {}

void MarkedSlider::show_marks(std::vector<Mark> marks) {
    marks_ = std::move(marks);
    QStringList all;
    for (const Mark& mark : marks_)
        all << mark.words;
    setAccessibleDescription(all.join(QStringLiteral(" ")));
    update();
}

int MarkedSlider::x_of(int value) const {
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect groove = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderGroove, this);
    const QRect handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    const int room = groove.width() - handle.width();
    return groove.left() + handle.width() / 2 +
           QStyle::sliderPositionFromValue(minimum(), maximum(), value, room, option.upsideDown);
}

bool MarkedSlider::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QSlider::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    QStringList here;
    for (const Mark& mark : marks_)
        if (std::abs(x_of(mark.value) - help->pos().x()) <= near_by) here << mark.words;
    if (here.isEmpty()) {
        QToolTip::hideText();
        event->ignore();
    } else
        QToolTip::showText(help->globalPos(), here.join(u'\n'), this);
    return true;
}

void MarkedSlider::paintEvent(QPaintEvent* event) {
    {
        // Below the groove, so that the handle covers a mark and never the other way round.
        QPainter painter(this);
        for (const Mark& mark : marks_)
            painter.fillRect(QRect(x_of(mark.value) - tick_width / 2, (height() - tick_height) / 2,
                                   tick_width, tick_height),
                             theme().caution.mark);
    }
    QSlider::paintEvent(event);
}

} // namespace attune::ui
