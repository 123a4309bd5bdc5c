// What answers are worth: the bias of those who answer, the estimate that weighs answers by how likely they
// were, how many answers that estimate is really worth, and how much one answer tells.
#pragma once

#include "core/measures/metrics/answer_cells.h"
#include "core/measures/metrics/answer_table.h"
#include "core/measures/metrics/metric.h"

#include <span>
#include <string>
#include <vector>

namespace attune {

/// One block of people and what they answered.
struct AnswerBlock {
    AnswerCells answers;
    double count = 0;        ///< answers
    double satisfaction = 0; ///< true satisfaction of who answers, summed over answers
    double everyone = 0; ///< mean true satisfaction of everyone on the day of the answer, summed over answers
    AnswerTable told{};  ///< what was said of what is liked or not

    AnswerBlock& operator+=(const AnswerBlock& other);
    AnswerBlock& operator-=(const AnswerBlock& other);
    bool empty() const;
};

/// satisfaction_weighted, answers_effective, nonresponse_bias (of who answers minus everyone on the same day:
/// that many answers came early is no bias) and answer_bits, by the jackknife over blocks. `n` is the number
/// of answers; times answers_effective it is the effective sample size.
std::vector<MetricValue> summarise_answers(const std::string& group, std::span<const AnswerBlock> blocks);
/// Candidate minus baseline of each, paired by block.
std::vector<MetricValue> answers_difference(const std::string& group, std::span<const AnswerBlock> baseline,
                                            std::span<const AnswerBlock> candidate);

} // namespace attune
