#include "ui/window/marked_combo.h"

#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyleOptionComboBox>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int square = 9, dashes_width = 14;

} // namespace

MarkedCombo::MarkedCombo(Mark mark, QWidget* parent)
    : QComboBox(parent)
    , mark_(mark) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    connect(this, &QComboBox::currentTextChanged, this, &QWidget::setToolTip);
}

QSize MarkedCombo::sizeHint() const {
    return {least_width, std::max(QComboBox::sizeHint().height(), sizes().control_height)};
}

QSize MarkedCombo::minimumSizeHint() const {
    return sizeHint();
}

QRect MarkedCombo::field() const {
    QStyleOptionComboBox option;
    initStyleOption(&option);
    return style()
        ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this)
        .adjusted(sizes().space / 2, 0, 0, 0);
}

QFont MarkedCombo::name_font() const {
    QFont shown = font();
    if (mark_ == Mark::candidate && isEnabled() && currentIndex() >= 0) shown.setWeight(QFont::DemiBold);
    return shown;
}

QString MarkedCombo::letter() const {
    return words(mark_ == Mark::candidate ? "ui.candidate.letter" : "ui.baseline.letter");
}

QString MarkedCombo::whole_name() const {
    return currentIndex() < 0 ? placeholderText() : currentText();
}

bool MarkedCombo::shows_word() const {
    if (mark_ != Mark::word) return false;
    const QFontMetrics metrics(font());
    return metrics.horizontalAdvance(words("window.scenario")) + sizes().space +
               metrics.horizontalAdvance(whole_name()) <=
           field().width();
}

int MarkedCombo::before_name() const {
    const QFontMetrics metrics(name_font());
    if (mark_ == Mark::word)
        return shows_word() ? metrics.horizontalAdvance(words("window.scenario")) + sizes().space : 0;
    if (!isEnabled() || currentIndex() < 0) return 0;
    const int sign = mark_ == Mark::candidate ? square : dashes_width;
    return sign + metrics.horizontalAdvance(letter()) + 2 * (sizes().space - 1);
}

QString MarkedCombo::shown_name() const {
    // What is edited has no name of its own to be chosen by.
    const bool edited = currentIndex() >= 0 && currentData().toString().isEmpty();
    return QFontMetrics(name_font())
        .elidedText(whole_name(), edited ? Qt::ElideMiddle : Qt::ElideRight, field().width() - before_name());
}

void MarkedCombo::paintEvent(QPaintEvent*) {
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText.clear();
    option.currentIcon = {};
    QPainter painter(this);
    style()->drawComplexControl(QStyle::CC_ComboBox, &option, &painter, this);
    const QRect place = field();
    const Theme& t = theme();
    const bool on = isEnabled();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(name_font());
    if (shows_word()) {
        painter.setPen(on ? t.text.muted : t.text.disabled);
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, words("window.scenario"));
    } else if (before_name() > 0) {
        const qreal middle = place.top() + place.height() / 2.0;
        const bool candidate = mark_ == Mark::candidate;
        if (candidate) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.data.candidate);
            painter.drawRoundedRect(QRectF(place.left(), middle - square / 2.0, square, square), 2, 2);
        } else {
            QPen dashes(t.data.baseline, 2);
            dashes.setDashPattern({2, 1});
            dashes.setCapStyle(Qt::FlatCap);
            painter.setPen(dashes);
            painter.drawLine(QPointF(place.left(), middle), QPointF(place.left() + dashes_width, middle));
        }
        painter.setPen(t.text.muted);
        painter.drawText(place.adjusted((candidate ? square : dashes_width) + sizes().space - 1, 0, 0, 0),
                         Qt::AlignVCenter | Qt::AlignLeft, letter());
    }
    painter.setPen(on && currentIndex() >= 0 ? t.text.primary : t.text.disabled);
    painter.drawText(place.adjusted(before_name(), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, shown_name());
}

} // namespace attune::ui
