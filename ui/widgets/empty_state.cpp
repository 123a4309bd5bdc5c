#include "ui/widgets/empty_state.h"

#include "ui/theme/dress.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr double widest = 360; ///< at 100 % text

} // namespace

EmptyState::EmptyState(const QString& sentence, const QString& button, QWidget* parent)
    : QWidget(parent) {
    sentence_ = new QLabel(sentence, this);
    sentence_->setObjectName(QStringLiteral("empty_sentence"));
    sentence_->setTextFormat(Qt::PlainText);
    sentence_->setWordWrap(true);
    sentence_->setAlignment(Qt::AlignHCenter);
    set_ink(*sentence_, Ink::secondary);
    button_ = new QPushButton(button, this);
    button_->setObjectName(QStringLiteral("empty_button"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(sizes().card_gap);
    column->addStretch();
    // The sentence takes all room up to its limit, the margins share the rest.
    auto* middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(sentence_, 100);
    middle->addStretch(1);
    column->addLayout(middle);
    column->addWidget(button_, 0, Qt::AlignHCenter);
    column->addStretch();
    limit_width();
}

void EmptyState::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) limit_width();
    QWidget::changeEvent(event);
}

void EmptyState::limit_width() {
    sentence_->setMaximumWidth(qRound(widest * text_zoom()));
}

} // namespace attune::ui
