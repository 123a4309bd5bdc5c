#include "core/recommender/prompting/receptivity.h"

#include "core/base/portable_math.h"

namespace attune {
namespace {

constexpr float at_break = 0.8F, busy = -2.0F, settled = 1.2F, recent = -1.0F, each_dismissal = -0.5F;
constexpr float base = -0.3F;           ///< logit; our choice: a break alone is enough
constexpr double recent_hours = 24.0;   ///< a question within these lowers receptivity
constexpr double forgotten_hours = 336; ///< fourteen days

} // namespace

float receptivity(const AskMoment& moment, const PromptRecord& record, double hours) {
    const double since = hours - static_cast<double>(record.last_hours);
    float logit = base + (moment.kind == AskMoment::Kind::under_way ? busy : at_break);
    if (moment.converted || moment.objected) logit += settled;
    if (since < recent_hours) logit += recent;
    if (since < forgotten_hours) logit += each_dismissal * static_cast<float>(record.unanswered);
    return portable_logistic(logit);
}

} // namespace attune
