// Where candidates come from, week by week: what each source puts up for lists and how much of it is shown,
// and whether the rule of the pool held in every request.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/recommender/ranking/candidates.h"
#include "simulations/report/svg_chart.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// "category", "fairness" ... as in files; words: "mix.source.<name>".
std::string_view name(CandidateSource source);

struct CandidateMix {
    std::vector<PoolCounts> weeks; ///< whole ones
    PoolCounts all;                ///< of these

    /// Adds the days of another run of as many weeks.
    void add(std::span<const PoolCounts> days);
    /// Of all candidates, or of all that was shown; 0 where there is nothing.
    static double share_put_up(const PoolCounts& counts, CandidateSource source);
    static double share_shown(const PoolCounts& counts, CandidateSource source);
};

/// A row per source that put something up: its share of candidates and of what is shown, in the first week
/// and the last.
DataTable mix_table(const CandidateMix& mix, const Text& text);
/// Whether the rule held.
std::string mix_sentence(const CandidateMix& mix, const Text& text);
/// {"requests", "broken", "sources": [{source, candidates, shown, weeks: [{candidates, shown}]}]}; shares.
Json mix_document(const CandidateMix& mix);

} // namespace attune
