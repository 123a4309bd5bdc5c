// What people read under a policy: the question and its "why?", beside each what the answer is used for, and
// the notice that asked them for consent. Everything comes from the copy and from the matrix that is
// executed.
#pragma once

#include "core/base/text.h"
#include "core/consent/matrix.h"
#include "core/consent/notice.h"
#include "core/policy/policy.h"

#include <span>
#include <string>
#include <vector>

namespace attune {

/// One place where people read something.
struct ToldPlace {
    std::string title;
    std::vector<std::string> words;   ///< as read, from top to bottom
    std::vector<std::string> choices; ///< what can be tapped
    std::string use;                  ///< what the answer is used for; empty where nothing is answered
    std::string proof;                ///< version and hash of a notice
};

/// The questions in the order in which people meet them, none where the policy asks none; then what answers an
/// overt sign of dissatisfaction, from the confirmation to what is said after a choice, and the notice.
std::vector<ToldPlace> told_to_people(const Policy& policy, const ConsentMatrix& matrix,
                                      std::span<const Notice> notices, const Text& text);

} // namespace attune
