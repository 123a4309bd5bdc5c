#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QIcon>

namespace attune::ui::style {
namespace {

constexpr int side = 9; ///< between the border and the text
constexpr int chevron = 8;
constexpr int combo_strip = 24; ///< right part with the chevron
constexpr int spin_strip = 18;
constexpr int spin_lower = 2; ///< spin boxes are a little lower than other controls
constexpr int icon_gap = 6;

QColor sign_colour(const QStyleOption& option, bool hot) {
    const Theme& t = theme();
    return !enabled(option) ? t.text.disabled : hot ? t.text.primary : t.text.muted;
}

} // namespace

void draw_combo_box(QPainter& painter, const QStyleOptionComboBox& option, const QWidget* widget) {
    const bool focused = option.editable ? has(option, QStyle::State_HasFocus) : keyboard_focus(option);
    if (option.frame) draw_field(painter, option, widget, focused);
    draw_chevron(painter, combo_part(option, QStyle::SC_ComboBoxArrow), Qt::DownArrow,
                 sign_colour(option, hovered(option)), scaled(chevron));
}

void draw_combo_label(QPainter& painter, const QStyleOptionComboBox& option) {
    if (option.editable) return;
    const Painting painting(painter);
    QRect place = combo_part(option, QStyle::SC_ComboBoxEditField).adjusted(2, 0, 0, 0);
    const QColor ink =
        option.palette.color(enabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::ButtonText);
    painter.setPen(ink);
    if (!option.currentIcon.isNull()) {
        QRect icon_place(place.topLeft(), option.iconSize);
        icon_place.moveTop(place.center().y() - option.iconSize.height() / 2 + 1);
        option.currentIcon.paint(&painter, QStyle::visualRect(option.direction, place, icon_place),
                                 Qt::AlignCenter, enabled(option) ? QIcon::Normal : QIcon::Disabled);
        const int used = option.iconSize.width() + icon_gap;
        place = option.direction == Qt::RightToLeft ? place.adjusted(0, 0, -used, 0)
                                                    : place.adjusted(used, 0, 0, 0);
    }
    painter.drawText(place,
                     static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) |
                         Qt::AlignVCenter | Qt::TextSingleLine,
                     option.fontMetrics.elidedText(option.currentText, Qt::ElideRight, place.width() + 1));
}

QRect combo_part(const QStyleOptionComboBox& option, QStyle::SubControl part) {
    const QRect all = option.rect;
    const int strip = scaled(combo_strip);
    QRect place = all;
    if (part == QStyle::SC_ComboBoxArrow) place.setLeft(all.right() + 1 - strip);
    if (part == QStyle::SC_ComboBoxEditField) place = all.adjusted(side - 2, 1, -strip, -1);
    return QStyle::visualRect(option.direction, all, place);
}

QSize combo_size(const QStyleOptionComboBox& option, const QSize& contents) {
    return {contents.width() + side + icon_gap + scaled(combo_strip), control_height(option.fontMetrics)};
}

void draw_spin_box(QPainter& painter, const QStyleOptionSpinBox& option, const QWidget* widget) {
    if (option.frame) draw_field(painter, option, widget, has(option, QStyle::State_HasFocus));
    if (option.buttonSymbols == QAbstractSpinBox::NoButtons) return;
    const auto arrow = [&](QStyle::SubControl part, QAbstractSpinBox::StepEnabledFlag step,
                           Qt::ArrowType way) {
        const bool possible = enabled(option) && option.stepEnabled.testFlag(step);
        const bool hot = option.activeSubControls.testFlag(part) && hovered(option);
        const QColor colour = possible ? sign_colour(option, hot) : theme().border.normal;
        // The pair stands close together, as one sign.
        const QRectF half = spin_part(option, part);
        const qreal reach = scaled(4);
        const qreal y = way == Qt::UpArrow ? half.bottom() - reach : half.top() + reach;
        draw_chevron(painter, QRectF(half.left(), y - 1, half.width() - 2, 2), way, colour, scaled(6));
    };
    arrow(QStyle::SC_SpinBoxUp, QAbstractSpinBox::StepUpEnabled, Qt::UpArrow);
    arrow(QStyle::SC_SpinBoxDown, QAbstractSpinBox::StepDownEnabled, Qt::DownArrow);
}

QRect spin_part(const QStyleOptionSpinBox& option, QStyle::SubControl part) {
    const QRect all = option.rect;
    const bool bare = option.buttonSymbols == QAbstractSpinBox::NoButtons;
    const int strip = bare ? 0 : scaled(spin_strip);
    const int middle = all.top() + all.height() / 2;
    QRect place = all;
    switch (part) {
    case QStyle::SC_SpinBoxEditField:
        place = all.adjusted(side - 3, 1, bare ? 3 - side : -strip, -1);
        break;
    case QStyle::SC_SpinBoxUp:
        place = QRect(all.right() + 1 - strip, all.top(), strip, middle - all.top());
        break;
    case QStyle::SC_SpinBoxDown:
        place = QRect(all.right() + 1 - strip, middle, strip, all.bottom() + 1 - middle);
        break;
    default:
        break;
    }
    return QStyle::visualRect(option.direction, all, place);
}

QSize spin_size(const QStyleOptionSpinBox& option, const QSize& contents) {
    const int strip = option.buttonSymbols == QAbstractSpinBox::NoButtons ? side : scaled(spin_strip);
    return {contents.width() + side + strip, control_height(option.fontMetrics) - spin_lower};
}

} // namespace attune::ui::style
