// One person: what was kept of them, what it was used for and on which consent, what they agreed to, what
// they were asked and why not; their export, and their erasure with all that it reaches.
#pragma once

#include "ui/pages/consent_desk.h"

#include <QWidget>

#include <functional>
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

    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(const AskPath& ask);

Q_SIGNALS:
    void ledger_wanted(attune::UserId person);
    void erasure_wanted(attune::UserId person); ///< after what it reaches was shown
    void spoke(const QString& words);

private:
    void build();
    QWidget* build_erasing(QWidget* parent);
    void follow();
    void show_trail(const PersonTrail& person);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
