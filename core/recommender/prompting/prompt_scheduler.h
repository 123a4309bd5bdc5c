// May this person be asked now? One place enforces every limit: session cap, weekly cap, smallest gap,
// opt-out.
#pragma once

#include "core/policy/policy.h"
#include "core/recommender/signals/user_store.h"

namespace attune {

class PromptScheduler {
public:
    explicit PromptScheduler(const Policy& policy);

    /// True if a prompt may be shown now; `asked_this_session` counts the session's prompts so far.
    bool may_ask(const PromptRecord& record, double hours, int asked_this_session) const;
    /// Books a shown prompt.
    void book(PromptRecord& record, double hours) const;

private:
    bool enabled_;
    int session_cap_;
    int weekly_cap_;
    double gap_hours_;
};

} // namespace attune
