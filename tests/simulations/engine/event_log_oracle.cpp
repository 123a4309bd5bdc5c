#include "tests/simulations/engine/event_log_oracle.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <utility>

namespace attune::test {
namespace {

using Events = std::vector<LoggedEvent>;
using Slate = std::pair<std::uint32_t, std::uint32_t>; ///< person and slate, or person and visit

double count_of(const Events& log, LoggedKind kind) {
    return static_cast<double>(
        std::count_if(log.begin(), log.end(), [&](const LoggedEvent& e) { return e.kind == kind; }));
}

bool is_pick(const LoggedEvent& e) {
    return e.kind == LoggedKind::feedback && e.feedback == FeedbackKind::picked;
}

/// Weight of a place by the logarithm itself, on the 1/65536 grid of the product.
double place_weight(int rank) {
    return std::round(65536.0 / std::log2(rank + 2.0)) / 65536.0;
}

/// Slates with their items in rank order.
std::map<Slate, std::map<int, std::uint32_t>> slates_in(const Events& log) {
    std::map<Slate, std::map<int, std::uint32_t>> slates;
    for (const LoggedEvent& e : log)
        if (e.kind == LoggedKind::impression) slates[{e.user.value, e.slate}][e.rank] = e.item.value;
    return slates;
}

std::map<Slate, std::uint32_t> picks_in(const Events& log) {
    std::map<Slate, std::uint32_t> picks;
    for (const LoggedEvent& e : log)
        if (is_pick(e)) picks[{e.user.value, e.slate}] = e.item.value;
    return picks;
}

/// Items looked at: three beyond the pick, or all of a slate that gave nothing (behaviour model 3.3).
double looks_in(const Events& log) {
    const auto picks = picks_in(log);
    double looks = 0;
    for (const auto& [slate, items] : slates_in(log)) {
        const auto pick = picks.find(slate);
        if (pick == picks.end()) {
            looks += static_cast<double>(items.size());
            continue;
        }
        for (const auto& [rank, item] : items)
            if (item == pick->second) looks += std::min(static_cast<double>(items.size()), rank + 4.0);
    }
    return looks;
}

std::set<Slate> distinct_visits(const Events& log, LoggedKind kind) {
    std::set<Slate> visits;
    for (const LoggedEvent& e : log)
        if (e.kind == kind) visits.insert({e.user.value, e.visit});
    return visits;
}

std::set<std::uint32_t> distinct_people(const Events& log, LoggedKind kind) {
    std::set<std::uint32_t> people;
    for (const LoggedEvent& e : log)
        if (e.kind == kind) people.insert(e.user.value);
    return people;
}

/// The day of a visit is that of its start.
std::set<std::pair<std::uint32_t, int>> days_with_a_visit(const Events& log) {
    std::set<std::pair<std::uint32_t, int>> days;
    for (const LoggedEvent& e : log)
        if (e.kind == LoggedKind::session)
            days.insert({e.user.value, static_cast<int>(std::floor(e.hours / 24))});
    return days;
}

} // namespace

Events only(const Events& log, const std::function<bool(const LoggedEvent&)>& wanted) {
    Events some;
    std::copy_if(log.begin(), log.end(), std::back_inserter(some), wanted);
    return some;
}

std::map<std::string, double> measures_of_log(const Events& all, const Enrolled& enrolled) {
    std::set<std::uint32_t> counted;
    for (const UserId user : enrolled.people)
        counted.insert(user.value);
    const Events log = only(all, [&](const LoggedEvent& e) { return counted.contains(e.user.value); });

    std::map<std::string, double> result;
    const auto ratio = [&](const char* key, double above, double below) {
        if (below > 0) result[key] = above / below;
    };
    const double people = static_cast<double>(counted.size());
    const double person_days = people * enrolled.days;
    const double picks = static_cast<double>(std::count_if(log.begin(), log.end(), is_pick));
    const double slates = static_cast<double>(slates_in(log).size());
    const double sessions = count_of(log, LoggedKind::session);

    double expected = 0;
    double depth = 0;
    for (const LoggedEvent& e : log) {
        if (e.kind == LoggedKind::impression) expected += place_weight(e.rank);
        if (e.kind == LoggedKind::feedback && e.feedback == FeedbackKind::consumed)
            depth += static_cast<double>(e.value);
    }
    ratio("ctr", picks, looks_in(log));
    ratio("ctr_slate", picks, slates);
    ratio("ctr_adjusted", picks, expected);
    ratio("session_length", slates, sessions);
    // Half a minute to look at a slate, longer for who needs an aid; four minutes for a whole item.
    double looking = 0;
    for (const auto& [slate, items] : slates_in(log))
        looking += 0.5 * enrolled.slate_time.at(slate.first);
    ratio("session_minutes", looking + 4.0 * depth, sessions);
    ratio("conversion_session", static_cast<double>(distinct_visits(log, LoggedKind::conversion).size()),
          sessions);
    ratio("conversion_user", static_cast<double>(distinct_people(log, LoggedKind::conversion).size()),
          people);

    const double prompts = count_of(log, LoggedKind::prompt);
    const double answers = count_of(log, LoggedKind::answer);
    double up = 0;
    for (const LoggedEvent& e : log)
        up += e.kind == LoggedKind::answer && e.response == Response::thumb_up ? 1 : 0;
    ratio("prompts_per_user_week", prompts, person_days / 7);
    ratio("answers_per_user_week", answers, person_days / 7);
    // The day of a prompt is the day its visit began, as for every event; a last incomplete week is no week.
    std::map<std::pair<std::uint32_t, int>, int> asked;
    for (const LoggedEvent& e : log)
        if (e.kind == LoggedKind::prompt) ++asked[{e.user.value, static_cast<int>(e.visit / 16) / 7}];
    const int whole_weeks = enrolled.days / 7;
    std::map<std::string, double> weeks_with;
    for (const std::uint32_t user : counted)
        for (int week = 0; week < whole_weeks; ++week) {
            const auto found = asked.find({user, week});
            const int times = found == asked.end() ? 0 : found->second;
            ++weeks_with[times == 0   ? "weeks_unasked"
                         : times == 1 ? "weeks_asked_once"
                         : times == 2 ? "weeks_asked_twice"
                                      : "weeks_asked_more"];
        }
    for (const char* key : {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"})
        ratio(key, weeks_with[key], people * whole_weeks);
    ratio("response_rate", answers, prompts);
    ratio("satisfaction_answers", up, answers);
    // Whose last word on prompts is no.
    std::map<std::uint32_t, bool> out;
    for (const LoggedEvent& e : log)
        if (e.kind == LoggedKind::opt_out || e.kind == LoggedKind::opt_in)
            out[e.user.value] = e.kind == LoggedKind::opt_out;
    ratio("opt_out_rate",
          static_cast<double>(
              std::count_if(out.begin(), out.end(), [](const auto& person) { return person.second; })),
          people);
    double completed = 0, taps = 0;
    for (const LoggedEvent& e : log) {
        if (e.kind != LoggedKind::feedback) continue;
        completed += e.feedback == FeedbackKind::consumed && e.value == 1 ? 1 : 0;
        taps += e.feedback == FeedbackKind::not_interested ? 1 : 0;
    }
    ratio("completed_share", completed, picks);
    ratio("objections", 1000 * taps, looks_in(log));
    ratio("mutes", 1000 * count_of(log, LoggedKind::mute), looks_in(log));
    ratio("complaints", 1000 * count_of(log, LoggedKind::complaint), slates);
    ratio("searches_instead", count_of(log, LoggedKind::search), slates);
    // Visits of one or two slates in which nothing was picked.
    std::map<Slate, std::set<std::uint32_t>> slates_of_visit;
    std::set<Slate> with_pick;
    for (const LoggedEvent& e : log) {
        if (e.kind == LoggedKind::impression) slates_of_visit[{e.user.value, e.visit}].insert(e.slate);
        if (is_pick(e)) with_pick.insert({e.user.value, e.visit});
    }
    double abandoned = 0;
    for (const auto& [visit, seen] : slates_of_visit)
        abandoned += seen.size() <= 2 && !with_pick.contains(visit) ? 1 : 0;
    ratio("abandoned_share", abandoned, sessions);

    const auto visited = days_with_a_visit(log);
    ratio("active_share", static_cast<double>(visited.size()), person_days);
    for (const int n : {1, 7, 30}) {
        if (n >= enrolled.days) continue;
        double back = 0;
        for (const std::uint32_t user : counted)
            back += visited.contains({user, n}) ? 1 : 0;
        ratio(("retention_" + std::to_string(n) + "d").c_str(), back, people);
    }
    std::map<std::uint32_t, std::pair<bool, bool>> permits;
    double taken_back = 0;
    for (const LoggedEvent& e : log) {
        if (e.kind != LoggedKind::consent) continue;
        const auto yes = [&](Purpose purpose) {
            const ConsentStatus status = e.consent.status[static_cast<std::size_t>(purpose)];
            return status == ConsentStatus::given || status == ConsentStatus::renewed;
        };
        permits[e.user.value] = {yes(Purpose::adjust_my_recommendations), yes(Purpose::improve_models)};
        taken_back += e.consent.method == ConsentMethod::settings ? 1 : 0;
    }
    double adjust = 0, improve = 0;
    for (const auto& [user, two] : permits) {
        adjust += two.first ? 1 : 0;
        improve += two.second ? 1 : 0;
    }
    ratio("consent_share", adjust, people);
    ratio("consent_improve_share", improve, people);
    ratio("withdrawals_per_1000", 30000 * taken_back, person_days);
    return result;
}

std::map<std::string, double> exposure_of_log(const Events& log, const Catalogue& catalogue) {
    std::vector<double> by_item(catalogue.items.size());
    std::map<std::string, double> by_group;
    double all = 0;
    for (const LoggedEvent& e : log) {
        if (e.kind != LoggedKind::impression) continue;
        by_item[e.item.value] += place_weight(e.rank);
        by_group["exposure_share provider=" + catalogue.provider_groups[catalogue.group_of(e.item).value]] +=
            place_weight(e.rank);
        all += place_weight(e.rank);
    }
    for (auto& [group, exposure] : by_group)
        exposure /= all;
    // Gini as the mean difference of all pairs over twice the mean.
    double differences = 0;
    double shown = 0;
    for (const double a : by_item) {
        shown += a > 0 ? 1 : 0;
        for (const double b : by_item)
            differences += std::abs(a - b);
    }
    const double n = static_cast<double>(by_item.size());
    by_group["exposure_gini"] = differences / (2 * n * all);
    by_group["coverage"] = shown / n;
    return by_group;
}

} // namespace attune::test
