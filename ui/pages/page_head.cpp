#include "ui/pages/page_head.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace attune::ui {

PageHead::PageHead(QWidget* parent)
    : QWidget(parent) {
    // The subtitle has the whole width if it needs it: it says what is on screen and must not be cut.
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(sizes().page_margin, sizes().space + 2, sizes().page_margin, sizes().space - 2);
    grid->setHorizontalSpacing(sizes().page_margin);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(0, 1);
    title_ = new QLabel(this);
    title_->setObjectName(QStringLiteral("page.title"));
    title_->setWordWrap(true);
    title_->setTextFormat(Qt::PlainText);
    set_type(*title_, Type::page_title);
    subtitle_ = new QLabel(this);
    subtitle_->setObjectName(QStringLiteral("page.subtitle"));
    subtitle_->setWordWrap(true);
    subtitle_->setTextFormat(Qt::PlainText);
    set_type(*subtitle_, Type::caption);
    set_ink(*subtitle_, Ink::secondary);
    right_ = new QHBoxLayout;
    right_->setSpacing(sizes().space + 4);
    grid->addWidget(title_, 0, 0);
    grid->addLayout(right_, 0, 1);
    below_ = new QBoxLayout(QBoxLayout::LeftToRight);
    below_->setSpacing(0);
    below_->addWidget(subtitle_, 1);
    beside_ = new QWidget(this);
    auto* beside = new QHBoxLayout(beside_);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(sizes().space + 4);
    below_->addWidget(beside_, 0, Qt::AlignLeft | Qt::AlignTop);
    grid->addLayout(below_, 1, 0, 1, 2);
}

void PageHead::set_title(const QString& title) {
    title_->setText(title);
}
void PageHead::set_subtitle(const QString& subtitle) {
    subtitle_->setText(subtitle);
}
QString PageHead::title() const {
    return title_->text();
}
QString PageHead::subtitle() const {
    return subtitle_->text();
}
void PageHead::add(QWidget* widget) {
    right_->addWidget(widget, 0, Qt::AlignVCenter);
}
void PageHead::add_beside_subtitle(QWidget* widget) {
    beside_->layout()->addWidget(widget);
}

void PageHead::arrange() {
    const QMargins margins = layout()->contentsMargins();
    const int room = width() - margins.left() - margins.right();
    const int wanted = subtitle_->fontMetrics().horizontalAdvance(subtitle_->text()) + sizes().page_margin +
                       beside_->sizeHint().width();
    const auto way = wanted <= room ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (way != below_->direction()) below_->setDirection(way);
}

bool PageHead::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) arrange(); // other words
    return QWidget::event(event);
}

void PageHead::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

} // namespace attune::ui
