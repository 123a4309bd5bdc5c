// The choice of one's role, with what a role is worth beside it: for every place where somebody signs or is
// refused.
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;

namespace attune::ui {

class Staff;

class RoleBox : public QWidget {
    Q_OBJECT
public:
    /// `staff` outlives the box. Object names "role", "role.labels".
    explicit RoleBox(Staff& staff, QWidget* parent = nullptr);

private:
    void follow();

    Staff& staff_;
    QComboBox* role_ = nullptr;
};

} // namespace attune::ui
