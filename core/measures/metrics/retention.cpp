#include "core/measures/metrics/retention.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace attune {
namespace {

using UserDay = std::pair<std::uint32_t, int>;

struct RetentionDay {
    int day;
    Tally due;
    Tally retained;
};

constexpr RetentionDay retention_days[] = {
    {1, Tally::due_1d, Tally::retained_1d},
    {7, Tally::due_7d, Tally::retained_7d},
    {30, Tally::due_30d, Tally::retained_30d},
};

/// The last day, counted from enrolment, on which the person was at risk.
int last_risk_day(const PersonRow& person) {
    const int last = person.exit_day ? std::min(*person.exit_day, person.last_day) : person.last_day;
    return last - person.enrolled_day;
}

bool left_while_watched(const PersonRow& person) {
    return person.exit_day && *person.exit_day <= person.last_day;
}

} // namespace

Tallies retention_tallies(std::span<const PersonRow> people, std::span<const VisitRow> visits) {
    std::vector<UserDay> visited;
    visited.reserve(visits.size());
    for (const VisitRow& visit : visits)
        visited.emplace_back(visit.user, visit.day);
    std::sort(visited.begin(), visited.end());
    visited.erase(std::unique(visited.begin(), visited.end()), visited.end());

    Tallies tallies;
    for (const PersonRow& person : people) {
        assert(person.enrolled_day <= person.last_day);
        assert(!person.exit_day || *person.exit_day >= person.enrolled_day);
        tallies[Tally::users_enrolled] += 1;
        tallies[Tally::person_days] += person.last_day - person.enrolled_day + 1;
        tallies[Tally::at_risk] += last_risk_day(person) + 1;
        if (left_while_watched(person)) tallies[Tally::churned] += 1;
        if (person.consented) tallies[Tally::consented] += 1;
        if (person.opted_out) tallies[Tally::opt_outs] += 1;
        const auto first =
            std::lower_bound(visited.begin(), visited.end(), UserDay{person.user, person.enrolled_day});
        const auto last = std::upper_bound(first, visited.end(), UserDay{person.user, person.last_day});
        tallies[Tally::active_users] += static_cast<double>(last - first);
        for (const RetentionDay& retention : retention_days) {
            const int day = person.enrolled_day + retention.day;
            if (day > person.last_day) continue;
            tallies[retention.due] += 1;
            if (std::binary_search(first, last, UserDay{person.user, day})) tallies[retention.retained] += 1;
        }
    }
    return tallies;
}

RiskTable& RiskTable::operator+=(const RiskTable& other) {
    if (days.size() < other.days.size()) days.resize(other.days.size());
    for (std::size_t i = 0; i < other.days.size(); ++i) {
        days[i].at_risk += other.days[i].at_risk;
        days[i].left += other.days[i].left;
    }
    return *this;
}

RiskTable& RiskTable::operator-=(const RiskTable& other) {
    assert(days.size() >= other.days.size());
    for (std::size_t i = 0; i < other.days.size(); ++i) {
        days[i].at_risk -= other.days[i].at_risk;
        days[i].left -= other.days[i].left;
    }
    return *this;
}

bool RiskTable::empty() const {
    return std::all_of(days.begin(), days.end(), [](const RiskDay& day) { return day.at_risk == 0; });
}

RiskTable risk_table(std::span<const PersonRow> people) {
    RiskTable table;
    for (const PersonRow& person : people) {
        const auto last = static_cast<std::size_t>(last_risk_day(person));
        if (table.days.size() <= last) table.days.resize(last + 1);
        for (std::size_t day = 0; day <= last; ++day)
            table.days[day].at_risk += 1;
        if (left_while_watched(person)) table.days[last].left += 1;
    }
    return table;
}

RiskTable risk_table(std::span<const Tallies> by_day) {
    RiskTable table;
    for (const Tallies& day : by_day)
        table.days.push_back({day[Tally::at_risk], day[Tally::churned]});
    return table;
}

double survival_after(const RiskTable& table, int days) {
    assert(days >= 0);
    double survival = 1;
    for (std::size_t day = 0; day < static_cast<std::size_t>(days) && survival > 0; ++day) {
        if (day >= table.days.size() || table.days[day].at_risk == 0)
            return std::numeric_limits<double>::quiet_NaN();
        survival *= 1 - table.days[day].left / table.days[day].at_risk;
    }
    return survival;
}

double churn_after(const RiskTable& table, int days) {
    return 1 - survival_after(table, days);
}

} // namespace attune
