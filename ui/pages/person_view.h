// One person: what was kept of them, what it was used for and on which consent, what they agreed to, what
// they were asked and why not.
#pragma once

#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <memory>

namespace attune::ui {

class PersonView : public QWidget {
    Q_OBJECT
public:
    explicit PersonView(ConsentDesk& desk, QWidget* parent = nullptr);
    ~PersonView() override;
    /// Looks somebody up.
    void show_person(UserId person);
    void forget();

Q_SIGNALS:
    void ledger_wanted(attune::UserId person);
    void spoke(const QString& words);

private:
    void build();
    void show_trail(const PersonTrail& person);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
