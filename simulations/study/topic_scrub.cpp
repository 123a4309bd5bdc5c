#include "simulations/study/topic_scrub.h"

#include "simulations/engine/event_key.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr std::uint32_t visits_per_day = 16;           ///< room in a visit's number
constexpr double hours_per_day = 24, first_visit = 19; ///< o'clock
constexpr double hours_per_slate = 0.01, hours_per_tap = 0.0005;

/// One scripted person's recommender, visit by visit.
class Script {
public:
    Script(Recommender& recommender, Worker& worker, const Catalogue& catalogue, UserId user, int day)
        : recommender_(recommender)
        , worker_(worker)
        , catalogue_(catalogue)
        , user_(user)
        , day_(day) {}

    /// A visit of several slates; `look` gets each, and says which items are tapped.
    template <typename Look>
    void visit(int slates, const Look& look) {
        const VisitRequest request{.user = user_,
                                   .visit = static_cast<std::uint32_t>(day_) * visits_per_day,
                                   .hours = day_ * hours_per_day + first_visit};
        ++day_;
        recommender_.open_visits(worker_, std::span(&request, 1));
        OpenVisit& open = worker_.visits[0];
        double hours = request.hours;
        for (int s = 0; s < slates; ++s) {
            const Slate& slate = recommender_.recommend(worker_, open, hours);
            hours += hours_per_slate;
            tap(open, look(slate), hours);
            recommender_.slate_over(worker_, open, {}, open.request.hours);
        }
        recommender_.close_visit(worker_, open);
    }

    std::uint32_t category(std::uint32_t item) const { return catalogue_.items[item].category.value; }

private:
    void tap(OpenVisit& open, const std::vector<std::uint32_t>& items, double& hours) {
        std::vector<FeedbackEvent> events;
        for (const std::uint32_t item : items) {
            hours += hours_per_tap;
            events.push_back({.key = event_key(user_, open.slate_number, item, FeedbackKind::not_interested),
                              .user = user_,
                              .item = ItemId(item),
                              .slate = open.slate_number,
                              .kind = FeedbackKind::not_interested,
                              .value = 0,
                              .hours = hours});
        }
        if (!events.empty()) recommender_.receive(worker_, open, events, hours);
    }

    Recommender& recommender_;
    Worker& worker_;
    const Catalogue& catalogue_;
    UserId user_;
    int day_;
};

double of_topic(const Script& script, const Slate& slate, std::uint32_t topic) {
    return static_cast<double>(
        std::count_if(slate.item.begin(), slate.item.begin() + slate.count,
                      [&](std::uint32_t item) { return script.category(item) == topic; }));
}

Scrubbed scrub(Script& script) {
    Scrubbed scrubbed;
    const auto nothing = std::vector<std::uint32_t>{};
    std::array<int, max_categories> shown{};
    script.visit(TopicScrub::slates_a_visit, [&](const Slate& slate) {
        for (int rank = 0; rank < slate.count; ++rank)
            ++shown[script.category(slate.item[static_cast<std::size_t>(rank)])];
        return nothing;
    });
    scrubbed.category =
        static_cast<std::uint32_t>(std::max_element(shown.begin(), shown.end()) - shown.begin());
    bool first = true;
    for (int v = 0; v < TopicScrub::most_visits && scrubbed.taps < TopicScrub::taps; ++v)
        script.visit(TopicScrub::slates_a_visit, [&](const Slate& slate) {
            if (first) {
                scrubbed.items_before = slate.count;
                scrubbed.topic_before = of_topic(script, slate, scrubbed.category);
                first = false;
            }
            std::vector<std::uint32_t> tapped;
            for (int rank = 0; rank < slate.count; ++rank) {
                const std::uint32_t item = slate.item[static_cast<std::size_t>(rank)];
                if (scrubbed.taps == TopicScrub::taps || script.category(item) != scrubbed.category) continue;
                tapped.push_back(item);
                ++scrubbed.taps;
            }
            return tapped;
        });
    script.visit(1, [&](const Slate& slate) {
        scrubbed.items_after = slate.count;
        scrubbed.topic_after = of_topic(script, slate, scrubbed.category);
        return nothing;
    });
    return scrubbed;
}

} // namespace

Result<std::vector<Scrubbed>> TopicScrub::operator()(const Policy& policy,
                                                     std::span<const KeptPerson> people) const {
    std::vector<Scrubbed> scrubbed;
    if (people.empty()) return scrubbed;
    auto recommender = Recommender::start(policy, world->catalogue,
                                          {.seed = seed,
                                           .users = static_cast<int>(people.size()),
                                           .threads = 1,
                                           .consent = consent,
                                           .borrowed = learned});
    if (!recommender) return pass_on(recommender);
    for (int d = 0; d < day; ++d)
        recommender->end_day(d, {});
    for (std::uint32_t u = 0; u < people.size(); ++u)
        recommender->put_back(UserId(u), people[u]);
    Worker worker = recommender->make_worker();
    for (std::uint32_t u = 0; u < people.size(); ++u) {
        Script script(*recommender, worker, world->catalogue, UserId(u), day);
        scrubbed.push_back(scrub(script));
    }
    return scrubbed;
}

} // namespace attune
