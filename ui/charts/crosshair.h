// The day the reader points at, shared by the charts of a page; Ctrl+L locks it.
#pragma once

#include <QObject>

#include <optional>

namespace attune::ui {

class CrosshairGroup : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    std::optional<int> day() const { return day_; }
    bool locked() const { return locked_; }
    /// Ignored while locked.
    void point_at(std::optional<int> day);
    void set_locked(bool locked);

Q_SIGNALS:
    void moved();

private:
    std::optional<int> day_;
    bool locked_ = false;
};

} // namespace attune::ui
