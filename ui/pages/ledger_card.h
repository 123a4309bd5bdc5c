// The ledger: what happened, event by event, with filters as chips, the event each row relies on, the receipt
// of a row, and a CSV of what is listed. Nothing in it can be changed.
#pragma once

#include "ui/pages/consent_desk.h"
#include "ui/widgets/card.h"

#include <functional>
#include <memory>

namespace attune::ui {

class LedgerModel;

class LedgerCard : public Card {
    Q_OBJECT
public:
    explicit LedgerCard(ConsentDesk& desk, QWidget* parent = nullptr);
    ~LedgerCard() override;

    /// Everything of the run up to the end of a day.
    void show_until(int day);
    void show_purpose(Purpose purpose, bool unfounded);
    void show_unfounded();
    void show_person(UserId person);
    const LedgerFilter& filter() const;
    LedgerModel& model();

    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(AskPath ask);

Q_SIGNALS:
    void person_wanted(attune::UserId person);
    void spoke(const QString& words);

private:
    void build();
    void build_chips();
    void list();
    void show_chips();
    void show_count();
    void follow_selection();
    void go_to(std::uint64_t seq);
    void save();
    void save_receipt();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
