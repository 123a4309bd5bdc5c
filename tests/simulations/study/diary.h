// A small world and a log written by hand, for what is read from logs.
#pragma once

#include "simulations/engine/event_log.h"
#include "simulations/engine/felt.h"
#include "simulations/population/synthetic.h"

#include <initializer_list>
#include <vector>

namespace attune::test {

/// Four items of category 0, of which 0 and 1 are alike, and two of category 1.
inline WorldData small_world() {
    WorldData world;
    world.catalogue = make_synthetic_world(Assumptions{}, 40, 1).catalogue;
    world.catalogue.items.resize(6);
    for (std::size_t i = 0; i < 6; ++i)
        world.catalogue.items[i].category = CategoryId(i < 4 ? 0 : 1);
    world.truth.factors.assign(6 * taste_factors, 0);
    const auto set = [&](std::size_t item, float x, float y) {
        world.truth.factors[item * taste_factors] = x;
        world.truth.factors[item * taste_factors + 1] = y;
    };
    set(0, 1, 0);
    set(1, 0.8F, 0.59F); // cosine 0.80
    set(2, 0.5F, 0.87F); // cosine 0.50
    set(3, -1, 0);
    set(4, 1, 0);
    set(5, 0, 1);
    return world;
}

/// One person's log.
struct Diary {
    std::vector<LoggedEvent> log;
    std::vector<Felt> felt;
    std::uint32_t slate = 0;

    void shows(double hours, std::initializer_list<std::uint32_t> items, std::uint32_t visit = 0) {
        std::uint8_t rank = 0;
        for (const std::uint32_t item : items)
            log.push_back({.kind = LoggedKind::impression,
                           .visit = visit,
                           .hours = hours,
                           .slate = slate,
                           .item = ItemId(item),
                           .rank = rank++});
        ++slate;
    }
    void says(FeedbackKind kind, std::uint32_t item, double hours, float value = 0) {
        log.push_back({.kind = LoggedKind::feedback,
                       .hours = hours,
                       .item = ItemId(item),
                       .feedback = kind,
                       .value = value});
    }
    void leaves(double hours, std::uint32_t visit = 0) {
        log.push_back({.kind = LoggedKind::session, .visit = visit, .hours = hours});
    }
    /// The answer to dissatisfaction with a category goes to another state.
    void steps(LoopState to, double hours, std::uint32_t category = 0, LoopState from = LoopState::stable) {
        log.push_back({.kind = LoggedKind::episode,
                       .hours = hours,
                       .category = CategoryId(category),
                       .from = from,
                       .to = to});
    }
    void offers(OfferChoice choice, double hours, std::uint32_t category = 0) {
        log.push_back(
            {.kind = LoggedKind::offer, .hours = hours, .choice = choice, .category = CategoryId(category)});
    }
    void adjusting(bool permitted, double hours) {
        LoggedEvent event{.kind = LoggedKind::consent, .hours = hours};
        event.consent.status[static_cast<std::size_t>(Purpose::adjust_my_recommendations)] =
            permitted ? ConsentStatus::given : ConsentStatus::withdrawn;
        log.push_back(event);
    }
    /// How the person was after the next slate that has not been told of.
    void feels(double hours, float satisfaction, std::uint32_t unwanted = 0) {
        felt.push_back({.hours = hours, .satisfaction = satisfaction, .unwanted = unwanted});
    }
    void goes(Felt::Moment moment, double hours) { felt.push_back({.moment = moment, .hours = hours}); }
};

} // namespace attune::test
