#include "ui/pages/role_box.h"

#include "ui/session/staff.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>

namespace attune::ui {

RoleBox::RoleBox(Staff& staff, QWidget* parent)
    : QWidget(parent)
    , staff_(staff)
    , role_(new QComboBox(this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(sizes().space);
    auto* labels = new QLabel(words("role.labels"), this);
    labels->setObjectName(QStringLiteral("role.labels"));
    labels->setToolTip(words("role.labels.why"));
    set_type(*labels, Type::caption);
    set_ink(*labels, Ink::secondary);
    auto* label = new QLabel(words("role.label"), this);
    label->setBuddy(role_);
    role_->setObjectName(QStringLiteral("role"));
    role_->setAccessibleName(words("role.label.full"));
    role_->setAccessibleDescription(words("role.labels") + u' ' + words("role.labels.why"));
    role_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (int r = 0; r < staff_role_count; ++r) {
        const std::string key = "role." + std::string(attune::name(static_cast<StaffRole>(r)));
        role_->addItem(words(key));
        role_->setItemData(r, words(key + ".may"), Qt::ToolTipRole);
    }
    row->addWidget(label);
    row->addWidget(role_);
    row->addWidget(labels);
    connect(role_, &QComboBox::activated, this,
            [this](int role) { staff_.set_role(static_cast<StaffRole>(role)); });
    connect(&staff_, &Staff::changed, this, &RoleBox::follow);
    follow();
}

void RoleBox::follow() {
    const std::string key = "role." + std::string(attune::name(staff_.role()));
    role_->setCurrentIndex(static_cast<int>(staff_.role()));
    role_->setToolTip(words(key + ".may"));
}

} // namespace attune::ui
