#include "ui/pages/screen_preview.h"

#include "ui/theme/dress.h"
#include "ui/theme/words.h"
#include "ui/widgets/turning_row.h"

#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int side = 10;        ///< padding, at 100 % text
constexpr qreal edge = 3;       ///< the bar at the left of what stands on the screen
constexpr qreal ring_width = 2; ///< the focus

QLabel* line(const char* name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

} // namespace

ScreenPreview::ScreenPreview(QWidget* parent)
    : QFrame(parent) {
    setFocusPolicy(Qt::TabFocus);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(side, side, side, side);
    column->setSpacing(sizes().space / 2);
    kind_ = line("screen.kind", Type::caption, Ink::secondary, this);
    words_ = line("screen.words", Type::body, Ink::primary, this);
    column->addWidget(kind_);
    column->addWidget(words_);
}

void ScreenPreview::show_parts(const ScreenParts& parts) {
    kind_->setText(words("answering.screen." + std::string(name(parts.what))));
    words_->setText(from_core(parts.words));
    set_ink(*words_, parts.what == OnScreen::nothing ? Ink::muted : Ink::primary);
    delete buttons_;
    buttons_ = nullptr;
    if (!parts.buttons.empty()) {
        buttons_ = new TurningRow(sizes().space, this);
        for (const std::string& label : parts.buttons) {
            auto* button = new QPushButton(from_core(label), buttons_);
            button->setObjectName(QStringLiteral("screen.button"));
            button->setFocusPolicy(Qt::NoFocus);
            button->setAttribute(Qt::WA_TransparentForMouseEvents);
            buttons_->add(button);
        }
        layout()->addWidget(buttons_);
        buttons_->show();
    }
    setAccessibleName(
        parts.buttons.empty()
            ? words("adjusted.screen.spoken", {{"kind", kind_->text()}, {"words", words_->text()}})
            : words("adjusted.screen.spoken.buttons",
                    {{"kind", kind_->text()},
                     {"words", words_->text()},
                     {"buttons", from_core(Text::english().listed(parts.buttons))}}));
    update();
}

void ScreenPreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = hasFocus() ? ring_width : 1;
    painter.setPen(QPen(hasFocus() ? theme().accent.base : theme().border.subtle, pen));
    painter.setBrush(Qt::NoBrush);
    const QRectF place = QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2);
    painter.drawRoundedRect(place, sizes().radius_card, sizes().radius_card);
    if (words_->text().isEmpty()) return;
    painter.fillRect(QRectF(pen, sizes().radius_card, edge, height() - 2.0 * sizes().radius_card),
                     theme().border.subtle);
}

} // namespace attune::ui
