#include "ui/pages/page_head.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace attune::ui {

PageHead::PageHead(QWidget* parent)
    : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(sizes().page_margin, sizes().space + 2, sizes().page_margin, sizes().space - 2);
    row->setSpacing(sizes().page_margin);
    auto* column = new QVBoxLayout;
    column->setSpacing(1);
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
    column->addWidget(title_);
    column->addWidget(subtitle_);
    row->addLayout(column, 1);
    right_ = new QHBoxLayout;
    right_->setSpacing(sizes().space);
    row->addLayout(right_);
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
    right_->addWidget(widget, 0, Qt::AlignTop);
}

} // namespace attune::ui
