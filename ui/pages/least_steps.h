// The fewest presses that change something, found by pressing: every button and switch that is there for the
// hand is pressed by the keyboard, again and again from the beginning, shorter ways first. What a person
// would see twice is looked at once.
#pragma once

#include "core/consent/consent.h"

#include <QString>

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <vector>

class QAbstractButton;
class QWidget;

namespace attune::ui {

/// Something with screens that can be begun anew.
struct PressedScreens {
    QWidget* place = nullptr;            ///< its visible buttons are all that can be pressed
    std::function<void()> begin;         ///< as it is before the first press
    std::function<std::uint16_t()> bits; ///< what can change, one bit per purpose
    std::uint16_t wanted = 0;            ///< bits that are looked for
    bool alone = true;                   ///< also ways that change one of them and nothing else
};

class LeastSteps {
public:
    /// Looks no farther than `most` presses.
    LeastSteps(PressedScreens screens, int most);

    /// Tries one more way; false: there is nothing left to try, or all is found.
    bool go_on();

    /// Presses after which a bit is another than at the beginning, and after which it alone is; -1: no way
    /// was found.
    int any(Purpose purpose) const { return any_[static_cast<std::size_t>(purpose)]; }
    int alone(Purpose purpose) const { return alone_[static_cast<std::size_t>(purpose)]; }
    /// Presses so far, those that lead to where a way begins included.
    int presses() const { return presses_; }

private:
    using Way = std::vector<int>; ///< places among what can be pressed

    std::vector<QAbstractButton*> choices() const;
    QString seen() const;
    bool press(int choice);
    bool all_found() const;

    PressedScreens screens_;
    int most_;
    std::uint16_t first_ = 0;
    std::deque<Way> ways_;
    std::set<QString> known_;
    std::array<int, purpose_count> any_{}, alone_{};
    int presses_ = 0;
};

} // namespace attune::ui
