// The signs of the pictures, once, for somebody who sees them for the first time: the proposal, today's
// policy, truth, answers, what is not known, and the guardrail lights.
#pragma once

#include "ui/widgets/card.h"

namespace attune::ui {

class SignCard : public Card {
    Q_OBJECT
public:
    explicit SignCard(QWidget* parent = nullptr);
};

} // namespace attune::ui
