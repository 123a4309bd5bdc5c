#include "simulations/study/adjusted_people.h"

#include "core/base/named.h"

#include <algorithm>
#include <utility>

namespace attune {
namespace {

/// What was said no to; a complaint names nothing.
std::optional<ItemId> item_of(const LoggedEvent& event) {
    if (event.item == no_rejected_item) return std::nullopt;
    return event.item;
}

Adjustment adjustment_of(OfferChoice choice) {
    switch (choice) {
    case OfferChoice::fewer:
    case OfferChoice::decline:
    case OfferChoice::stop:
        break;
    case OfferChoice::other_topic:
        return Adjustment::other_topic;
    case OfferChoice::pause_source:
        return Adjustment::pause_source;
    case OfferChoice::cheaper:
        return Adjustment::cheaper;
    case OfferChoice::bolder:
        return Adjustment::bolder;
    case OfferChoice::later:
        return Adjustment::later;
    }
    return Adjustment::fewer;
}

} // namespace

std::string_view name(Adjustment adjustment) {
    constexpr std::array<std::string_view, adjustment_count> names = {
        "fewer", "other_topic", "pause_source", "cheaper", "bolder", "later", "fallback", "unasked"};
    return name_in(names, adjustment);
}

void AdjustedPeople::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        Now& now = now_[event.user.value];
        switch (event.kind) {
        case LoggedKind::impression:
            show(now, event);
            break;
        case LoggedKind::feedback:
            if (event.feedback == FeedbackKind::not_interested) unasked(now, event);
            break;
        case LoggedKind::mute:
            unasked(now, event);
            break;
        case LoggedKind::offer:
            now.offered = event;
            break;
        case LoggedKind::direction:
            direction(now, event);
            break;
        case LoggedKind::episode:
            step(now, event);
            break;
        case LoggedKind::basis:
            basis(now, event);
            break;
        case LoggedKind::promise:
            promise(event);
            break;
        case LoggedKind::consent:
            now.consents = event.consent.permits(Purpose::adjust_my_recommendations);
            if (!now.consents) forget(now, event.user);
            break;
        case LoggedKind::session:
            // What was allowed for the visit alone goes with it.
            if (!now.consents) forget(now, event.user);
            leave(event);
            break;
        default:
            break;
        }
    }
}

void AdjustedPeople::show(Now& now, const LoggedEvent& event) {
    if (event.rank == 0)
        now.list = {.visit = event.visit, .number = event.slate, .hours = event.hours, .items = {}};
    now.list.items.push_back(event.item);
    const auto found = following_.find(event.user.value);
    if (found == following_.end()) return;
    Followed& followed = found->second;
    const auto keep = [&](ShownList& list) {
        if (!list.shown() || list.number == event.slate) list = now.list;
    };
    if (event.slate > followed.slate) keep(followed.person.next);
    if (event.visit > followed.visit) keep(followed.person.next_visit);
}

AdjustedPeople::Waiting* AdjustedPeople::waiting_of(Now& now, CategoryId category) {
    const auto found = std::find_if(now.waiting.begin(), now.waiting.end(),
                                    [&](const Waiting& waiting) { return waiting.category == category; });
    return found == now.waiting.end() ? nullptr : &*found;
}

AdjustedPeople::Followed* AdjustedPeople::followed_of(UserId user, CategoryId category) {
    const auto found = following_.find(user.value);
    if (found == following_.end() || found->second.person.category != category) return nullptr;
    return &found->second;
}

void AdjustedPeople::step(Now& now, const LoggedEvent& event) {
    // A weight that is lowered by itself answers nobody.
    if (event.from == LoopState::watch || event.to == LoopState::watch) return;
    if (event.to == LoopState::acknowledge) {
        std::erase_if(now.waiting, [&](const Waiting& one) { return one.category == event.category; });
        now.waiting.push_back(
            {.category = event.category, .list = now.list, .item = std::nullopt, .basis = {}});
        return;
    }
    const Waiting* waiting = waiting_of(now, event.category);
    if (event.to == LoopState::clarify && now.offered && now.offered->category == event.category) {
        const LoggedEvent offer = *std::exchange(now.offered, std::nullopt);
        if (waiting && accepts(offer.choice))
            follow({.user = event.user,
                    .adjustment = adjustment_of(offer.choice),
                    .pattern = offer.pattern,
                    .category = event.category,
                    .item = item_of(offer),
                    .said = waiting->list.hours,
                    .answered = offer.hours,
                    .promised = offer.value,
                    .visits = offer.slates,
                    .basis = waiting->basis,
                    .before = waiting->list},
                   offer);
    } else if (event.to == LoopState::fallback && waiting) {
        // It is another change of the same lists: what was chosen is no longer what is done.
        if (followed_of(event.user, event.category)) following_.erase(event.user.value);
        follow({.user = event.user,
                .adjustment = Adjustment::fallback,
                .category = event.category,
                .item = waiting->item,
                .said = now.list.hours,
                .answered = event.hours,
                .basis = waiting->basis,
                .before = now.list},
               event);
    } else if (event.to == LoopState::stable) {
        std::erase_if(now.waiting, [&](const Waiting& one) { return one.category == event.category; });
        if (Followed* followed = followed_of(event.user, event.category)) followed->promise_over = true;
    }
}

void AdjustedPeople::direction(Now& now, const LoggedEvent& event) {
    if (!is_direction(event.choice)) return;
    follow({.user = event.user,
            .adjustment = adjustment_of(event.choice),
            .said = now.list.hours,
            .answered = event.hours,
            .before = now.list},
           event);
}

/// A tap keeps its item away, a mute its provider, whether anything is asked or not.
void AdjustedPeople::unasked(Now& now, const LoggedEvent& event) {
    follow({.user = event.user,
            .adjustment = event.kind == LoggedKind::mute ? Adjustment::pause_source : Adjustment::unasked,
            .item = event.item,
            .said = now.list.hours,
            .answered = event.hours,
            .by_choice = false,
            .before = now.list},
           event);
}

void AdjustedPeople::basis(Now& now, const LoggedEvent& event) {
    const Sign sign{event.evidence, event.value};
    if (Waiting* waiting = waiting_of(now, event.category)) {
        waiting->item = item_of(event);
        waiting->basis.push_back(sign);
    }
    const auto found = following_.find(event.user.value);
    if (found == following_.end()) return;
    AdjustedPerson& person = found->second.person;
    if (!person.by_choice && person.item == event.item) person.basis.push_back(sign);
}

void AdjustedPeople::promise(const LoggedEvent& event) {
    Followed* followed = followed_of(event.user, event.category);
    if (!followed || followed->promise_over) return;
    followed->person.kept = event.kept;
    followed->person.came = event.value;
    followed->promise_over = true;
}

/// Who is being followed already is followed on, unless they have now chosen something.
void AdjustedPeople::follow(AdjustedPerson person, const LoggedEvent& event) {
    const bool promised = person.visits > 0;
    const auto found = following_.find(event.user.value);
    if (found != following_.end() && person.by_choice && !found->second.person.by_choice)
        following_.erase(found);
    following_.try_emplace(event.user.value, Followed{.person = std::move(person),
                                                      .slate = event.slate,
                                                      .visit = event.visit,
                                                      .promise_over = !promised});
}

/// A visit is over; so may be what there was to follow.
void AdjustedPeople::leave(const LoggedEvent& event) {
    const auto found = following_.find(event.user.value);
    if (found == following_.end()) return;
    const Followed& followed = found->second;
    if (!followed.person.next_visit.shown() || !followed.promise_over) return;
    // What people chose says more than what came by itself.
    for (auto& done : done_)
        std::erase_if(done, [&](const AdjustedPerson& one) {
            return one.user == event.user && (followed.person.by_choice || !one.by_choice);
        });
    auto& done = done_[static_cast<std::size_t>(followed.person.adjustment)];
    done.push_front(followed.person);
    if (done.size() > kept) done.pop_back();
    following_.erase(found);
}

/// Nothing more is adjusted, and nothing more is told of it.
void AdjustedPeople::forget(Now& now, UserId user) {
    now.waiting.clear();
    now.offered.reset();
    following_.erase(user.value);
}

std::vector<AdjustedPerson> AdjustedPeople::people(const TagsOf& tags) const {
    std::vector<const AdjustedPerson*> on_the_way;
    for (const auto& [user, followed] : following_)
        if (followed.person.next.shown()) on_the_way.push_back(&followed.person);
    std::stable_sort(on_the_way.begin(), on_the_way.end(),
                     [](const auto* a, const auto* b) { return a->answered > b->answered; });
    std::vector<AdjustedPerson> chosen;
    const auto is_chosen = [&](UserId user) {
        return std::any_of(chosen.begin(), chosen.end(),
                           [&](const AdjustedPerson& one) { return one.user == user; });
    };
    for (std::size_t a = 0; a < adjustment_count; ++a) {
        std::size_t room = of_each;
        const auto choose = [&](const AdjustedPerson& one) {
            if (room == 0 || is_chosen(one.user)) return;
            chosen.push_back(one);
            --room;
        };
        for (const AdjustedPerson& one : done_[a])
            choose(one);
        for (const AdjustedPerson* one : on_the_way)
            if (one->adjustment == static_cast<Adjustment>(a)) choose(*one);
    }
    for (AdjustedPerson& one : chosen)
        one.tags = tags(one.user);
    return chosen;
}

AdjustedTold told_of(std::vector<AdjustedPerson> people, const Catalogue& catalogue) {
    AdjustedTold told{
        .people = std::move(people), .categories = catalogue.categories, .providers = {}, .items = {}};
    for (const Provider& provider : catalogue.providers)
        told.providers.push_back(provider.name);
    const auto name_it = [&](std::uint32_t id) {
        const Item& item = catalogue.items[id];
        told.items.try_emplace(id, NamedItem{.title = catalogue.titles.empty() ? "" : catalogue.titles[id],
                                             .category = item.category.value,
                                             .provider = item.provider.value,
                                             .price = item.price});
    };
    for (const AdjustedPerson& person : told.people) {
        for (const ShownList* list : {&person.before, &person.next, &person.next_visit})
            for (const ItemId item : list->items)
                name_it(item.value);
        if (person.item) name_it(person.item->value);
        for (const Tag& tag : person.tags)
            if (tag.kind == TagKind::item_away) name_it(tag.which);
    }
    return told;
}

} // namespace attune
