#include "simulations/study/why_slate.h"

#include "core/base/named.h"
#include "core/base/text.h"
#include "core/recommender/recommender.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace attune {
namespace {

constexpr double hours_per_day = 24, evening = 19;
constexpr std::uint32_t visits_per_day = 16, unused_visit = 15; ///< nobody comes so often on one day

WhyListed listed(const Catalogue& catalogue, const WhyItem& why) {
    const Item& item = catalogue.items[why.item.value];
    return {.title = catalogue.titles.empty() ? "" : catalogue.titles[why.item.value],
            .topic = catalogue.categories[item.category.value],
            .provider = catalogue.providers[item.provider.value].name,
            .why = why};
}

std::vector<WhyTopic> topics_of(const Recommender& recommender, const Catalogue& catalogue, UserId user) {
    std::vector<WhyTopic> topics;
    for (std::uint32_t c = 0; c < catalogue.categories.size(); ++c)
        if (const float weight = recommender.category_weight(user, CategoryId(c)); to_score(weight) != 0)
            topics.push_back({catalogue.categories[c], weight});
    std::stable_sort(topics.begin(), topics.end(), [](const WhyTopic& a, const WhyTopic& b) {
        return std::abs(a.weight) > std::abs(b.weight);
    });
    return topics;
}

/// Asks a copy, so that the run does not notice, and so that nobody asked before has used up anything.
WhyList ask(const Recommender& running, const Catalogue& catalogue, UserId user, int day) {
    Recommender copy = running;
    copy.attach(nullptr, nullptr);
    copy.attach(static_cast<Witness*>(nullptr));
    Worker worker = copy.make_worker();
    const VisitRequest request{.user = user,
                               .visit = static_cast<std::uint32_t>(day) * visits_per_day + unused_visit,
                               .hours = day * hours_per_day + evening};
    copy.open_visits(worker, std::span(&request, 1));
    OpenVisit& visit = worker.visits[0];
    const Slate& slate = copy.recommend(worker, visit, request.hours);
    WhyList list;
    for (int rank = 0; rank < slate.count; ++rank)
        if (const auto why = copy.why(visit, rank)) list.items.push_back(listed(catalogue, *why));
    for (std::size_t i = 0; i + 1 < list.items.size(); ++i)
        list.items[i].above_next = difference(list.items[i].why, list.items[i + 1].why);
    for (std::size_t j = 0; j < static_cast<std::size_t>(visit.candidates.count); ++j)
        list.candidates += visit.candidates.state[j] != Candidates::hidden ? 1 : 0;
    list.topics = topics_of(copy, catalogue, user);
    for (const Tag& tag : copy.tags(user, request.hours)) {
        list.items_away += tag.kind == TagKind::item_away ? 1 : 0;
        list.providers_paused += tag.kind == TagKind::source_paused ? 1 : 0;
    }
    return list;
}

/// People about whom something was said, those with the strongest weight first.
std::vector<std::uint32_t> strongest(const Recommender& recommender, const Catalogue& catalogue, int users) {
    std::vector<std::pair<float, std::uint32_t>> people;
    for (std::uint32_t u = 0; u < static_cast<std::uint32_t>(users); ++u) {
        float most = 0;
        for (std::uint32_t c = 0; c < catalogue.categories.size(); ++c)
            most = std::max(most, std::abs(recommender.category_weight(UserId(u), CategoryId(c))));
        if (most > 0) people.emplace_back(-most, u);
    }
    std::sort(people.begin(), people.end());
    std::vector<std::uint32_t> first;
    for (const auto& [weight, user] : people)
        if (first.size() < most_looked_at) first.push_back(user);
    return first;
}

Result<Simulation> run_to(const RunRequest& request, int day) {
    auto simulation = Simulation::start(request);
    if (!simulation) return simulation;
    simulation->run_until(day);
    if (simulation->cancelled()) return stopped();
    return simulation;
}

tl::unexpected<Error> not_there(const char* what, const char* where, int most) {
    const Text& text = Text::english();
    return fail(ErrorCode::bad_input, text.get("why.error." + std::string(what)), where,
                text.get("why.error." + std::string(what) + ".remedy", {{"most", std::to_string(most)}}));
}

} // namespace

std::string_view name(WhyPart part) {
    constexpr std::array<std::string_view, why_parts> names = {
        "popularity", "taste",    "feedback", "part_of_day", "further", "familiar", "price", "alike",
        "said_now",   "fairness", "lot",      "noise",       "variety", "mix",      "guard"};
    return name_in(names, part);
}

int WhyList::moved() const {
    int places = 0;
    for (const WhyListed& one : items)
        places += std::abs(attributed(one.why));
    return places;
}

Result<WhySlate> why_slate(const LoadedScenario& scenario, const Policy& policy, const WhyAsked& asked,
                           const SimulateOptions& options) {
    const int users = scenario.scenario.users, days = scenario.scenario.days;
    if (asked.day < 0 || asked.day > days) return not_there("day", "day", days);
    if (asked.person && *asked.person >= static_cast<std::uint32_t>(users))
        return not_there("person", "person", users - 1);
    WhySlate told;
    told.day = asked.day == 0 ? days : asked.day;
    const std::uint64_t seed = seed_of(scenario.scenario, 0);
    const auto world = world_of(scenario, seed);
    const Catalogue& catalogue = world->catalogue;
    RunRequest request = request_for(scenario, policy, *world, seed, options);
    int done = 0;
    request.after_day = [&](int) {
        if (options.progress) options.progress(++done / (2.0 * told.day));
    };
    {
        auto run = run_to(request, told.day);
        if (!run) return pass_on(run);
        const Recommender& recommender = run->recommender();
        if (asked.person) {
            told.person = *asked.person;
            told.now = ask(recommender, catalogue, UserId(told.person), told.day);
        } else {
            const std::vector<std::uint32_t> people = strongest(recommender, catalogue, users);
            told.looked_at = static_cast<int>(people.size());
            told.now = ask(recommender, catalogue, UserId(told.person), told.day);
            for (const std::uint32_t user : people) {
                WhyList list = ask(recommender, catalogue, UserId(user), told.day);
                if (list.moved() <= told.now.moved()) continue;
                told.person = user;
                told.now = std::move(list);
            }
        }
    }
    request.policy.deescalation = false;
    auto without = run_to(request, told.day);
    if (!without) return pass_on(without);
    told.switched_off = ask(without->recommender(), catalogue, UserId(told.person), told.day);
    return told;
}

} // namespace attune
