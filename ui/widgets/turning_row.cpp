#include "ui/widgets/turning_row.h"

#include <QBoxLayout>
#include <QEvent>

#include <algorithm>

namespace attune::ui {

TurningRow::TurningRow(int spacing, QWidget* parent)
    : QWidget(parent) {
    row_ = new QBoxLayout(QBoxLayout::LeftToRight, this);
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(spacing);
    row_->addStretch(1);
}

void TurningRow::add(QWidget* widget) {
    widgets_.push_back(widget);
    row_->insertWidget(row_->count() - 1, widget, 0, Qt::AlignLeft);
}

QSize TurningRow::minimumSizeHint() const {
    int widest = 0;
    for (const QWidget* widget : widgets_)
        widest = std::max(widest, widget->sizeHint().width());
    return {widest, row_->minimumSize().height()};
}

void TurningRow::arrange() {
    int wanted = -row_->spacing();
    for (const QWidget* widget : widgets_)
        wanted += widget->sizeHint().width() + row_->spacing();
    const auto way = wanted <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (way == row_->direction()) return;
    row_->setDirection(way);
    updateGeometry();
}

void TurningRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

bool TurningRow::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) arrange(); // another text in one of them
    return QWidget::event(event);
}

} // namespace attune::ui
