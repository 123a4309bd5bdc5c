// A recommender driven by hand: visits of chosen people who say chosen things about what they are shown.
#pragma once

#include "core/base/random.h"
#include "core/recommender/recommender.h"
#include "tests/core/recommender/small_catalogue.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace attune::test {

/// One thing a person says about the item at a rank of the slate.
struct Said {
    int rank = 0;
    FeedbackKind kind = FeedbackKind::picked;
    float value = 0;
};
/// What a person says about a slate, the `number`-th of the visit.
using Reaction = std::function<std::vector<Said>(const Slate& slate, int number)>;

inline std::vector<Said> nothing(const Slate&, int) {
    return {};
}
/// Takes the first item and half likes it.
inline std::vector<Said> first(const Slate&, int) {
    return {{0, FeedbackKind::picked, 0}, {0, FeedbackKind::consumed, 0.6F}};
}
inline bool same(const Slate& a, const Slate& b) {
    return a.count == b.count && a.item == b.item && a.score == b.score;
}
inline bool same(const std::vector<Slate>& a, const std::vector<Slate>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Slate& x, const Slate& y) { return same(x, y); });
}

/// A recommender with its catalogue and workers.
class Platform {
public:
    explicit Platform(const Policy& policy, int users = 70, int workers = 1,
                      Catalogue catalogue = small_catalogue(8, 15))
        : catalogue_(std::make_unique<Catalogue>(std::move(catalogue)))
        , recommender_(
              *Recommender::start(policy, *catalogue_, {.seed = 5, .users = users, .threads = workers})) {
        for (int w = 0; w < workers; ++w)
            workers_.push_back(std::make_unique<Worker>(recommender_.make_worker()));
    }

    /// One visit of `slates` slates in the morning of a day. Returns what was shown.
    std::vector<Slate> visit(std::uint32_t user, int day, int slates, const Reaction& reaction) {
        Worker& worker = *workers_[user % workers_.size()];
        double hours = day * 24 + hour;
        const VisitRequest request = {UserId(user), static_cast<std::uint32_t>(day) * 16, hours};
        recommender_.open_visits(worker, std::span(&request, 1));
        OpenVisit& open = worker.visits[0];
        std::vector<Slate> shown;
        for (int number = 0; number < slates; ++number) {
            shown.push_back(recommender_.recommend(worker, open, hours));
            const std::vector<Said> said = reaction(shown.back(), number);
            std::vector<FeedbackEvent> events;
            int picked = -1;
            for (const Said& one : said) {
                hours += 0.005;
                const std::uint32_t item = shown.back().item[static_cast<std::size_t>(one.rank)];
                events.push_back({.key = mix64(mix64(user * 100000ULL + open.slate_number) + item * 16ULL +
                                               static_cast<std::uint64_t>(one.kind)),
                                  .user = UserId(user),
                                  .item = ItemId(item),
                                  .slate = open.slate_number,
                                  .kind = one.kind,
                                  .value = one.value,
                                  .hours = hours});
                if (one.kind == FeedbackKind::picked && picked < 0) picked = one.rank;
            }
            hours += 0.1;
            if (tamper) tamper(events);
            last = recommender_.receive(worker, open, events, hours);
            recommender_.slate_over(
                worker, open, {.picked_rank = picked, .searched = searches, .complaint = complains}, hours);
            if (between) between(worker, open, number);
        }
        recommender_.close_visit(worker, open);
        return shown;
    }

    void end_day(int day) {
        std::vector<Worker*> all;
        for (const auto& worker : workers_)
            all.push_back(worker.get());
        recommender_.end_day(day, all);
    }

    Recommender& recommender() { return recommender_; }
    Worker& worker() { return *workers_.front(); }
    const Catalogue& catalogue() const { return *catalogue_; }

    int hour = 8;                                            ///< of the visits to come
    bool searches = false;                                   ///< away from each slate without a pick
    std::optional<Pattern> complains;                        ///< about each slate
    Reception last;                                          ///< of the last slate
    std::function<void(std::vector<FeedbackEvent>&)> tamper; ///< spoils events on their way
    std::function<void(Worker&, OpenVisit&, int)> between;   ///< happens after each slate

private:
    std::unique_ptr<Catalogue> catalogue_; // the recommender keeps its address
    Recommender recommender_;
    std::vector<std::unique_ptr<Worker>> workers_;
};

} // namespace attune::test
