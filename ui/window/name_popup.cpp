#include "ui/window/name_popup.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int field_width = 240, longest_name = 60;

} // namespace

NamePopup::NamePopup(std::function<Status(const QString&)> save, QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , save_(std::move(save)) {
    setObjectName(QStringLiteral("name_popup"));
    setAccessibleName(words("window.name.title"));
    setFrameShape(QFrame::StyledPanel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().dock_padding, sizes().dock_padding, sizes().dock_padding,
                               sizes().dock_padding);
    column->setSpacing(sizes().field_gap);
    auto* label = new QLabel(words("window.name.label"), this);
    field_ = new QLineEdit(this);
    field_->setObjectName(QStringLiteral("name_popup.field"));
    field_->setAccessibleName(words("window.name.title"));
    field_->setMinimumWidth(field_width);
    field_->setMaxLength(longest_name);
    label->setBuddy(field_);
    refusal_ = new QLabel(this);
    refusal_->setObjectName(QStringLiteral("name_popup.refusal"));
    refusal_->setWordWrap(true);
    set_ink(*refusal_, Ink::danger);
    set_type(*refusal_, Type::caption);
    refusal_->hide();
    auto* button = new QPushButton(words("window.name.save"), this);
    button->setObjectName(QStringLiteral("name_popup.save"));
    button->setDefault(true);
    auto* row = new QHBoxLayout;
    row->addWidget(field_, 1);
    row->addWidget(button);
    column->addWidget(label);
    column->addLayout(row);
    column->addWidget(refusal_);
    connect(button, &QPushButton::clicked, this, &NamePopup::save);
    connect(field_, &QLineEdit::returnPressed, this, &NamePopup::save);
}

void NamePopup::open_under(const QWidget& place, const QString& name) {
    refusal_->hide();
    field_->setText(name);
    field_->selectAll();
    adjustSize();
    move(place.mapToGlobal(QPoint(0, place.height() + 2)));
    show();
    field_->setFocus(Qt::PopupFocusReason);
}

void NamePopup::save() {
    if (const Status saved = save_(field_->text()); !saved) {
        refusal_->setText(error_words(saved.error()));
        refusal_->show();
        adjustSize();
        field_->setFocus();
        return;
    }
    close();
}

} // namespace attune::ui
