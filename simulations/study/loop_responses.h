// Measures of what taps change, and for whom among those who make items: RSP, ARS, TSR and CRE of the
// de-escalation proposal, section 9.
#pragma once

#include "simulations/study/loop_blocks.h"
#include "simulations/study/loop_runs.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace attune {

class LoopResponses {
public:
    void add(const LoopRuns& runs);
    /// rsp_1, rsp_5, rsp_20: how much less alike to the item of somebody's first tap is what comes on so many
    /// slates after it, on average over items shown, than in the same life with that tap lost (alike.h: the
    /// cosine within the category, else 0); rsp_other: by how much more of other
    /// categories comes on the last of these. Of people who saw that many slates in both.
    /// ars: picked of what rose less picked of what it displaced (refined_slates.h); the twin's value is the
    /// latter.
    /// tsr: how much less of a topic is on the first slate after fourteen taps (topic_scrub.h).
    /// cre_gini, cre_loss: over providers (creator_weeks.h), cre_topic: over topics; replications by
    /// Student's t. cre_alarms: providers and topics that lose more than `alarming` in a week for sure, of
    /// all replications, with their names.
    void write(std::vector<LoopMeasure>& measures) const;

    /// Share of a week's exposure. Our choice: what chance alone makes the largest loss of somebody, in runs
    /// of some thousand people, stays below.
    static constexpr double alarming = 0.25;

private:
    enum class Count {
        alike_1,
        alike_1_lost,
        alike_5,
        alike_5_lost,
        alike_20,
        alike_20_lost,
        other,
        other_lost,
        risen,
        displaced,
        count_
    };
    enum class Topic { before, after, twin_before, twin_after, count_ };

    void add_taps(const AfterTap& told, const AfterTap& untold);
    LoopMeasure scrubbed() const;

    LoopBlocks<Count> blocks_;
    std::array<double, slates_after_tap.size()> tapping_{}; ///< people with that many slates after a tap
    LoopBlocks<Topic> scrubs_;                              ///< a block for each scripted person
    double scripted_ = 0;
    std::vector<MetricValue> loss_, topic_loss_, gini_, gini_twin_, gini_change_; ///< by replication
    std::vector<std::pair<std::string, int>> alarms_;                             ///< who, in which week
};

} // namespace attune
