// What an audit of a trail found, in words from resources/text (keys "audit.").
#pragma once

#include "core/audit/trail_chain.h"
#include "core/base/text.h"

namespace attune::audit::trail {

/// One case in a sentence, with the number of its event.
std::string sentence(const Finding& finding, const Text& text);

/// What a reader must not take for proved, as ends of keys "audit.limit.": by what was given to check with.
/// `chain`: null for a file of lines. `verdict`: of the audit, null where only the chain was checked.
std::vector<std::string> limits_of(const ChainReport* chain, const TrailVerdict* verdict = nullptr);

} // namespace attune::audit::trail
