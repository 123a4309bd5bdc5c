// A small form under the run bar that gives the candidate a name and saves it; a name that will not do is
// refused in place.
#pragma once

#include "core/base/result.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;

namespace attune::ui {

class NamePopup : public QFrame {
    Q_OBJECT
public:
    /// `save` gets the name; what it refuses is shown below the field.
    NamePopup(std::function<Status(const QString&)> save, QWidget* parent);
    void open_under(const QWidget& place, const QString& name);

private:
    void save();

    std::function<Status(const QString&)> save_;
    QLineEdit* field_ = nullptr;
    QLabel* refusal_ = nullptr;
};

} // namespace attune::ui
