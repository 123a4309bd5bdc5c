// Who sits in front of the window: their role and the name they sign with, remembered from one session to the
// next. A role is a label: it keeps from mistakes and proves nothing.
#pragma once

#include "core/consent/staff_role.h"

#include <QObject>
#include <QString>

class QSettings;

namespace attune::ui {

class Staff : public QObject {
    Q_OBJECT
public:
    /// `settings` null: remembers nothing. Who has not chosen is a product manager, who may change no rule.
    explicit Staff(QSettings* settings, QObject* parent = nullptr);

    StaffRole role() const { return role_; }
    void set_role(StaffRole role);
    const QString& author() const { return author_; }
    void set_author(const QString& author);

Q_SIGNALS:
    void changed();

private:
    QSettings* settings_;
    StaffRole role_ = StaffRole::product;
    QString author_;
};

} // namespace attune::ui
