#include "simulations/credibility/after_a_no.h"

#include "simulations/behaviour/attendance.h"
#include "simulations/study/episodes.h"

#include <algorithm>

namespace attune {
namespace {

/// People of one day and what is added up over them.
struct Group {
    double people = 0, satisfaction = 0;
    double here = 0, left = 0; ///< of those who were there on the day before, those who are not any more

    void add(const PersonDay& before, const PersonDay& now) {
        people += 1;
        satisfaction += static_cast<double>(now.satisfaction);
        if (!before.here) return;
        here += 1;
        left += now.here ? 0 : 1;
    }
};

/// A mean of daily differences.
struct Difference {
    double sum = 0, weight = 0;
    void add(double difference, double times) {
        sum += difference * times;
        weight += times;
    }
    double mean() const { return weight > 0 ? sum / weight : std::numeric_limits<double>::quiet_NaN(); }
};

} // namespace

AfterANo::AfterANo(const Catalogue& catalogue, std::span<const Person> people)
    : catalogue_(&catalogue)
    , now_(people.size())
    , category_(people.size()) {
    for (std::size_t user = 0; user < people.size(); ++user) {
        now_[user].counts = people[user].role == Role::genuine;
        now_[user].satisfaction = satisfaction_of(people[user]);
    }
}

void AfterANo::feel(std::span<const Felt> felt) {
    for (const Felt& one : felt) {
        PersonDay& person = now_[one.user.value];
        person.here = one.moment != Felt::Moment::left;
        if (one.moment == Felt::Moment::slate_over) person.satisfaction = one.satisfaction;
    }
}

void AfterANo::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        PersonDay& person = now_[event.user.value];
        std::uint32_t& category = category_[event.user.value];
        if (is_overt_sign(event)) {
            person.standing = Standing::failed;
            category = catalogue_->items[event.item.value].category.value;
        } else if (event.kind == LoggedKind::episode && event.to == LoopState::resolved &&
                   person.standing == Standing::failed && event.category.value == category) {
            person.standing = Standing::recovered;
        }
    }
}

BesideNeverFailed beside_never_failed(const Days& standing, const Days& fared) {
    Difference satisfaction, leaving;
    for (std::size_t day = 1; day < fared.size(); ++day) {
        Group recovered, never;
        for (std::size_t user = 0; user < fared[day].size(); ++user) {
            // As people stood when the day began: a no of the day itself is what the day brought.
            const PersonDay& before = fared[day - 1][user];
            if (!before.counts) continue;
            if (standing[day - 1][user].standing == Standing::recovered)
                recovered.add(before, fared[day][user]);
            if (before.standing == Standing::never_failed) never.add(before, fared[day][user]);
        }
        if (recovered.people > 0 && never.people > 0)
            satisfaction.add(recovered.satisfaction / recovered.people - never.satisfaction / never.people,
                             recovered.people);
        if (recovered.here > 0 && never.here > 0)
            leaving.add(recovered.left / recovered.here - never.left / never.here, recovered.here);
    }
    return {satisfaction.mean(), leaving.mean()};
}

} // namespace attune
