#include "core/measures/metrics/satisfaction.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <vector>

namespace attune {

Tallies satisfaction_tallies(std::span<const PersonRow> people, std::span<const SatisfactionRow> rows) {
    std::vector<SatisfactionRow> known(rows.begin(), rows.end());
    std::sort(known.begin(), known.end(), [](const SatisfactionRow& a, const SatisfactionRow& b) {
        return std::tie(a.user, a.day, a.satisfaction) < std::tie(b.user, b.day, b.satisfaction);
    });
    std::vector<PersonRow> ordered(people.begin(), people.end());
    std::sort(ordered.begin(), ordered.end(),
              [](const PersonRow& a, const PersonRow& b) { return a.user < b.user; });

    Tallies tallies;
    double& sum = tallies[Tally::satisfaction_sum];
    auto row = known.begin();
    for (const PersonRow& person : ordered) {
        while (row != known.end() && row->user < person.user)
            ++row;
        double value = row != known.end() && row->user == person.user
                           ? row->satisfaction
                           : std::numeric_limits<double>::quiet_NaN();
        for (int day = person.enrolled_day; day <= person.last_day; ++day) {
            while (row != known.end() && row->user == person.user && row->day <= day)
                value = (row++)->satisfaction;
            sum += value;
        }
    }
    return tallies;
}

Tallies prompt_tallies(std::span<const PromptRow> prompts) {
    Tallies tallies;
    for (const PromptRow& prompt : prompts) {
        tallies[Tally::prompts] += 1;
        if (prompt.answer != Thumb::none) tallies[Tally::answers] += 1;
        if (prompt.answer == Thumb::up) tallies[Tally::thumbs_up] += 1;
    }
    return tallies;
}

} // namespace attune
