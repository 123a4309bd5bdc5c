// What people meet: the notices of a run and the settings as working screens, and how many steps agreeing and
// taking back are counted to take on them.
#pragma once

#include "simulations/study/consent_picture.h"
#include "simulations/study/people_screens.h"
#include "simulations/study/withdrawal_effort.h"
#include "ui/widgets/card.h"

#include <memory>
#include <optional>

namespace attune::ui {

class PeopleScreensView;
class WithdrawalScript;

class PeopleCard : public Card {
    Q_OBJECT
public:
    explicit PeopleCard(QWidget* parent = nullptr);
    ~PeopleCard() override;

    /// The screens of the picture's run; hidden where it has no notice whose words fit their hash.
    void show_screens(const ConsentPicture& picture);
    PeopleScreensView& screen();
    WithdrawalScript& script();
    /// What was counted on the screens that are shown, if anything.
    const std::optional<WithdrawalEffort>& effort() const;

Q_SIGNALS:
    void evidence_wanted(const attune::WithdrawalEffort& effort);
    void counted();
    void spoke(const QString& words);

private:
    void build();
    void begin();
    void forget_count();
    void show_recorded();
    void show_effort(const WithdrawalEffort& effort);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
