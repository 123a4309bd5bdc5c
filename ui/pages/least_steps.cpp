#include "ui/pages/least_steps.h"

#include <QAbstractButton>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>

#include <utility>

namespace attune::ui {

LeastSteps::LeastSteps(PressedScreens screens, int most)
    : screens_(std::move(screens))
    , most_(most) {
    any_.fill(-1);
    alone_.fill(-1);
    screens_.begin();
    first_ = screens_.bits();
    known_.insert(seen());
    for (int choice = 0; choice < static_cast<int>(choices().size()); ++choice)
        ways_.push_back({choice});
}

/// What the keyboard can reach now.
std::vector<QAbstractButton*> LeastSteps::choices() const {
    std::vector<QAbstractButton*> all;
    for (auto* button : screens_.place->findChildren<QAbstractButton*>())
        if (button->isVisibleTo(screens_.place) && button->isEnabled() &&
            (button->focusPolicy() & Qt::TabFocus))
            all.push_back(button);
    return all;
}

/// All that a person can read, and what is switched on.
QString LeastSteps::seen() const {
    QString all;
    for (const QWidget* widget : screens_.place->findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(screens_.place)) continue;
        if (const auto* label = qobject_cast<const QLabel*>(widget)) all += label->text() + u'\n';
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            all += button->text() + (button->isChecked() ? u'+' : u'-') + u'\n';
    }
    return all + QString::number(screens_.bits());
}

bool LeastSteps::press(int choice) {
    const std::vector<QAbstractButton*> now = choices();
    if (choice >= static_cast<int>(now.size())) return false;
    QAbstractButton* button = now[static_cast<std::size_t>(choice)];
    ++presses_;
    for (const auto kind : {QEvent::KeyPress, QEvent::KeyRelease}) {
        QKeyEvent key(kind, Qt::Key_Space, Qt::NoModifier, QStringLiteral(" "));
        QCoreApplication::sendEvent(button, &key);
    }
    return true;
}

bool LeastSteps::all_found() const {
    bool found = true;
    for_each_purpose(screens_.wanted, [&](Purpose purpose) {
        found = found && (screens_.alone ? alone(purpose) : any(purpose)) >= 0;
    });
    return found;
}

bool LeastSteps::go_on() {
    if (ways_.empty() || all_found()) return false;
    const Way way = std::move(ways_.front());
    ways_.pop_front();
    screens_.begin();
    for (const int choice : way)
        if (!press(choice)) return true;
    const int taken = static_cast<int>(way.size());
    const auto changed = static_cast<std::uint16_t>((screens_.bits() ^ first_) & screens_.wanted);
    for_each_purpose(changed, [&](Purpose purpose) {
        const auto p = static_cast<std::size_t>(purpose);
        if (any_[p] < 0) any_[p] = taken;
        if (alone_[p] < 0 && (screens_.bits() ^ first_) == bit_of(purpose)) alone_[p] = taken;
    });
    if (taken == most_ || !known_.insert(seen()).second) return true;
    for (int choice = 0; choice < static_cast<int>(choices().size()); ++choice) {
        ways_.push_back(way);
        ways_.back().push_back(choice);
    }
    return true;
}

} // namespace attune::ui
