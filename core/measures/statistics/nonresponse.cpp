#include "core/measures/statistics/nonresponse.h"

#include "core/measures/statistics/jackknife.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

double weighted_value(const AnswerBlock& block) {
    return weighted_satisfaction(block.answers);
}

double effective_value(const AnswerBlock& block) {
    return effective_share(block.answers);
}

double bias_value(const AnswerBlock& block) {
    return block.count == 0 ? Estimate::none : (block.satisfaction - block.everyone) / block.count;
}

double bits_value(const AnswerBlock& block) {
    return information(block.told);
}

AnswerBlock sum(std::span<const AnswerBlock> blocks) {
    AnswerBlock total;
    for (const AnswerBlock& block : blocks)
        total += block;
    return total;
}

double answers_of(const AnswerBlock& block) {
    return block.count;
}

MetricValue as_value(const char* key, const std::string& group, const Estimate& estimate, double n) {
    return {key, group, estimate.value, estimate.lower, estimate.upper, n};
}

} // namespace

AnswerBlock& AnswerBlock::operator+=(const AnswerBlock& other) {
    answers += other.answers;
    told += other.told;
    count += other.count;
    satisfaction += other.satisfaction;
    everyone += other.everyone;
    return *this;
}

AnswerBlock& AnswerBlock::operator-=(const AnswerBlock& other) {
    answers -= other.answers;
    told -= other.told;
    count -= other.count;
    satisfaction -= other.satisfaction;
    everyone -= other.everyone;
    return *this;
}

bool AnswerBlock::empty() const {
    return count == 0 && answers.empty() && told.empty();
}

std::vector<MetricValue> summarise_answers(const std::string& group, std::span<const AnswerBlock> blocks) {
    const double n = answers_of(sum(blocks));
    const auto share = [&](double (*value)(const AnswerBlock&)) {
        Estimate estimate = jackknife(blocks, value);
        if (!std::isnan(estimate.value)) // equal weights can add up to a hair more than all
            estimate.value = std::clamp(estimate.value, 0.0, 1.0);
        if (!std::isnan(estimate.lower)) {
            estimate.lower = std::max(estimate.lower, 0.0);
            estimate.upper = std::min(estimate.upper, 1.0);
        }
        return estimate;
    };
    return {as_value("satisfaction_weighted", group, share(weighted_value), n),
            as_value("answers_effective", group, share(effective_value), n),
            as_value("nonresponse_bias", group, jackknife(blocks, bias_value), n),
            as_value("answer_bits", group, share(bits_value), n)};
}

std::vector<MetricValue> answers_difference(const std::string& group, std::span<const AnswerBlock> baseline,
                                            std::span<const AnswerBlock> candidate) {
    const double n = std::min(answers_of(sum(baseline)), answers_of(sum(candidate)));
    const auto difference = [&](double (*value)(const AnswerBlock&)) {
        return paired_jackknife(baseline, candidate, value);
    };
    return {as_value("satisfaction_weighted", group, difference(weighted_value), n),
            as_value("answers_effective", group, difference(effective_value), n),
            as_value("nonresponse_bias", group, difference(bias_value), n),
            as_value("answer_bits", group, difference(bits_value), n)};
}

} // namespace attune
