// What people read under the candidate policy: notice, question, "why?", and beside each what the answer is
// used for.
#pragma once

#include "simulations/study/told_to_people.h"
#include "ui/widgets/card.h"

#include <vector>

class QGridLayout;

namespace attune::ui {

class ToldCard : public Card {
    Q_OBJECT
public:
    explicit ToldCard(QWidget* parent = nullptr);
    void show_places(const std::vector<ToldPlace>& places);

private:
    QGridLayout* grid_;
};

} // namespace attune::ui
