// Who stays: people enrolled, day-n retention, churn hazard and Kaplan-Meier survival, by definition from a
// log. Everyone enrolled counts, also those who left; people still there when watching ends are censored.
#pragma once

#include "core/measures/metrics/rows.h"
#include "core/measures/metrics/tallies.h"

#include <span>
#include <vector>

namespace attune {

/// Counts users_enrolled, person_days, consented, opt_outs, at_risk, churned, active_users, and due and
/// retained for 1, 7 and 30 days. With them
///   retention_nd = people with a visit on day n exactly / people whose day n was watched (day 0 = enrolment)
///   active_share = people with a visit, per person-day
///   churn_hazard = first departures / person-days before or on the day of departure
/// Visits of people who are not enrolled, or outside their watched days, are not counted.
Tallies retention_tallies(std::span<const PersonRow> people, std::span<const VisitRow> visits);

/// One day of a life table, counted from enrolment.
struct RiskDay {
    double at_risk = 0; ///< people watched on that day who had not left before it
    double left = 0;    ///< of these, those who left on that day
};

/// Days since enrolment 0, 1, 2 ... . Tables of different people add up.
struct RiskTable {
    std::vector<RiskDay> days;

    RiskTable& operator+=(const RiskTable& other);
    RiskTable& operator-=(const RiskTable& other);
    bool empty() const; ///< nobody was ever at risk
};

/// From people: whoever is watched up to a day without leaving is at risk on it, and censored after it.
RiskTable risk_table(std::span<const PersonRow> people);
/// From daily tallies of people who all enrolled on the first of these days.
RiskTable risk_table(std::span<const Tallies> by_day);

/// Share of people still there after `days` full days: product over days 0 .. days-1 of (1 - left / at risk)
/// (Kaplan and Meier 1958, equation 1b with one day as the interval). NaN where somebody remained but nobody
/// was watched that long.
double survival_after(const RiskTable& table, int days);

/// 1 - survival_after; churn_30d is this at 30 days.
double churn_after(const RiskTable& table, int days);

} // namespace attune
