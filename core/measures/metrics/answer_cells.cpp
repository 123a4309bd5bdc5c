#include "core/measures/metrics/answer_cells.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

/// Between seldom and sometimes, and between sometimes and often asked lately.
constexpr float sometimes_asked = 0.35F, often_asked = 1.2F;

double weight(const AnswerCells::Cell& cell) {
    return 1.0 / std::max(cell.answers / cell.prompts, least_propensity);
}

} // namespace

std::size_t answer_cell(const AskedWhen& when) {
    const std::size_t pace = when.asked_lately < sometimes_asked ? 0
                             : when.asked_lately < often_asked   ? 1
                                                                 : 2;
    return ((when.device * answer_paces + pace) * 2 + (when.night ? 1 : 0)) * 2 +
           (when.answered_before ? 1 : 0);
}

AnswerCells& AnswerCells::operator+=(const AnswerCells& other) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
        cells[c].prompts += other.cells[c].prompts;
        cells[c].answers += other.cells[c].answers;
        cells[c].ups += other.cells[c].ups;
    }
    return *this;
}

AnswerCells& AnswerCells::operator-=(const AnswerCells& other) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
        cells[c].prompts -= other.cells[c].prompts;
        cells[c].answers -= other.cells[c].answers;
        cells[c].ups -= other.cells[c].ups;
    }
    return *this;
}

bool AnswerCells::empty() const {
    return std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.prompts == 0; });
}

double weighted_satisfaction(const AnswerCells& answers) {
    double up = 0, all = 0;
    for (const AnswerCells::Cell& cell : answers.cells) {
        if (cell.answers <= 0) continue;
        up += weight(cell) * cell.ups;
        all += weight(cell) * cell.answers;
    }
    return all > 0 ? up / all : std::numeric_limits<double>::quiet_NaN();
}

double effective_share(const AnswerCells& answers) {
    double n = 0, sum = 0, squares = 0;
    for (const AnswerCells::Cell& cell : answers.cells) {
        if (cell.answers <= 0) continue;
        n += cell.answers;
        sum += weight(cell) * cell.answers;
        squares += weight(cell) * weight(cell) * cell.answers;
    }
    return n > 0 ? sum * sum / squares / n : std::numeric_limits<double>::quiet_NaN();
}

} // namespace attune
