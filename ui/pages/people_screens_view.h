// A screen as the people of a service meet it, with buttons and switches that work: what is pressed becomes
// consents by the rules. Accepting and refusing look the same.
#pragma once

#include "simulations/study/people_screens.h"
#include "ui/widgets/card.h"

#include <functional>
#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;

namespace attune::ui {

class PeopleScreensView : public Card {
    Q_OBJECT
public:
    explicit PeopleScreensView(QWidget* parent = nullptr);

    /// Screens of which a copy is shown from now on.
    void show_screens(const PeopleScreens& screens);
    const PeopleScreens& screens() const { return *screens_; }
    /// Puts somebody else before the screens.
    void begin(const std::function<void(PeopleScreens&)>& with);

Q_SIGNALS:
    void pressed(); ///< something was, and is recorded

private:
    void show_now();

    std::optional<PeopleScreens> screens_;
    QLabel* title_ = nullptr;
    QLabel* lines_ = nullptr;
    std::vector<QCheckBox*> switches_; ///< by purpose
    std::vector<QPushButton*> buttons_;
    std::vector<ScreenAct> acts_; ///< of the buttons that are shown
};

} // namespace attune::ui
