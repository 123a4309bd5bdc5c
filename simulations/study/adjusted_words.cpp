#include "simulations/study/adjusted_words.h"

#include "core/base/named.h"
#include "simulations/report/number_text.h"
#include "simulations/study/basis_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double hours_per_day = 24;
constexpr int most_late_topics = 3;

std::string day_words(double hours) {
    return count_text(std::floor(hours / hours_per_day));
}

bool holds(const ShownList& list, ItemId item) {
    return std::find(list.items.begin(), list.items.end(), item) != list.items.end();
}

/// Places of a list that `counts` says yes to.
template <typename Counts>
int places(const AdjustedTold& told, const ShownList& list, const Counts& counts) {
    return static_cast<int>(std::count_if(list.items.begin(), list.items.end(),
                                          [&](ItemId item) { return counts(told.items.at(item.value)); }));
}

int places_of_topic(const AdjustedTold& told, const ShownList& list, std::uint32_t category) {
    return places(told, list, [&](const NamedItem& item) { return item.category == category; });
}

/// The middle price of what has one; 0 where nothing has.
float middle_price(const AdjustedTold& told, const ShownList& list) {
    std::vector<float> prices;
    for (const ItemId item : list.items)
        if (const float price = told.items.at(item.value).price; price > 0) prices.push_back(price);
    if (prices.empty()) return 0;
    const auto middle = prices.begin() + static_cast<std::ptrdiff_t>(prices.size() / 2);
    std::nth_element(prices.begin(), middle, prices.end());
    return *middle;
}

/// The topics that most of a list is made of: what "another time" is about.
std::vector<std::uint32_t> main_topics(const AdjustedTold& told, const ShownList& list) {
    std::vector<std::pair<int, std::uint32_t>> by_places;
    for (std::uint32_t c = 0; c < told.categories.size(); ++c)
        if (const int n = places_of_topic(told, list, c); n >= 2) by_places.emplace_back(-n, c);
    std::sort(by_places.begin(), by_places.end());
    std::vector<std::uint32_t> topics;
    for (const auto& [places, topic] : by_places)
        if (topics.size() < most_late_topics) topics.push_back(topic);
    return topics;
}

std::string topic_names(const AdjustedTold& told, const std::vector<std::uint32_t>& topics,
                        const Text& text) {
    std::vector<std::string> names;
    for (const std::uint32_t topic : topics)
        names.push_back(told.categories[topic]);
    return text.listed(names);
}

std::string provider_words(const AdjustedTold& told, const AdjustedPerson& person) {
    if (!person.item) return {};
    return told.providers[told.items.at(person.item->value).provider];
}

/// How many places something had and has, and what the sentence calls it.
struct Effect {
    std::string about;
    double before = 0, after = 0;
    bool shows = false;  ///< less of it, or further out
    bool figures = true; ///< places rather than prices
};

Effect effect_of(const AdjustedTold& told, const AdjustedPerson& person, const ShownList& after,
                 const Text& text) {
    const auto less = [](std::string about, int from, int to) {
        return Effect{.about = std::move(about),
                      .before = static_cast<double>(from),
                      .after = static_cast<double>(to),
                      .shows = to < from};
    };
    const ShownList& before = person.before;
    switch (person.adjustment) {
    case Adjustment::fewer:
    case Adjustment::other_topic:
    case Adjustment::fallback:
        break;
    case Adjustment::unasked: {
        const std::uint32_t topic = told.items.at(person.item->value).category;
        Effect effect = less(told.categories[topic], places_of_topic(told, before, topic),
                             places_of_topic(told, after, topic));
        effect.shows = !holds(after, *person.item);
        return effect;
    }
    case Adjustment::pause_source: {
        const std::uint32_t provider = told.items.at(person.item->value).provider;
        const auto its = [&](const NamedItem& item) { return item.provider == provider; };
        return less(told.providers[provider], places(told, before, its), places(told, after, its));
    }
    case Adjustment::cheaper: {
        const auto from = static_cast<double>(middle_price(told, before)),
                   to = static_cast<double>(middle_price(told, after));
        return {.about = {}, .before = from, .after = to, .shows = to < from, .figures = false};
    }
    case Adjustment::bolder: {
        const int fresh = places(told, after, [&](const NamedItem& item) {
            return places_of_topic(told, before, item.category) == 0;
        });
        return {.about = {}, .after = static_cast<double>(fresh), .shows = fresh > 0};
    }
    case Adjustment::later: {
        const std::vector<std::uint32_t> topics = main_topics(told, before);
        const auto its = [&](const NamedItem& item) {
            return std::find(topics.begin(), topics.end(), item.category) != topics.end();
        };
        return less(topic_names(told, topics, text), places(told, before, its), places(told, after, its));
    }
    }
    const std::uint32_t topic = person.category.value_or(CategoryId(0)).value;
    return less(told.categories[topic], places_of_topic(told, before, topic),
                places_of_topic(told, after, topic));
}

/// Whether an item is of what the answer was about.
bool is_counted(const AdjustedTold& told, const AdjustedPerson& person, const NamedItem& item) {
    if (person.adjustment == Adjustment::pause_source)
        return item.provider == told.items.at(person.item->value).provider;
    if (person.adjustment == Adjustment::unasked)
        return item.category == told.items.at(person.item->value).category;
    if (person.adjustment == Adjustment::later) {
        const std::vector<std::uint32_t> topics = main_topics(told, person.before);
        return std::find(topics.begin(), topics.end(), item.category) != topics.end();
    }
    return person.category && item.category == person.category->value;
}

ListRow row_of(const AdjustedTold& told, const AdjustedPerson& person, ItemId item, std::size_t rank,
               ListMark mark, const Text& text) {
    const NamedItem& named = told.items.at(item.value);
    const bool rejected = person.item == item;
    const std::string sign = "adjusted.mark." + std::string(name(mark));
    return {.mark = mark,
            .rejected = rejected,
            .counted = is_counted(told, person, named),
            .place = count_text(static_cast<double>(rank + 1)),
            .sign = text.get(rejected ? sign + ".rejected" : sign),
            .item = item_words(told, item.value, text),
            .topic = told.categories[named.category],
            .provider = told.providers[named.provider]};
}

/// What an answer began with.
std::string_view course_key(const AdjustedPerson& person) {
    if (person.adjustment == Adjustment::fallback) return "disagreed";
    if (!person.item) return "nothing_fits";
    return person.by_choice || person.adjustment == Adjustment::unasked ? "no" : "muted";
}

} // namespace

std::string item_words(const AdjustedTold& told, std::uint32_t id, const Text& text) {
    const auto found = told.items.find(id);
    if (found != told.items.end() && !found->second.title.empty()) return found->second.title;
    return text.get("adjusted.item", {{"number", std::to_string(id)}});
}

std::string_view name(ListAfter which) {
    constexpr std::array<std::string_view, 2> names = {"next", "next_visit"};
    return name_in(names, which);
}

std::string_view name(ListMark mark) {
    constexpr std::array<std::string_view, 3> names = {"stays", "fell_out", "came_in"};
    return name_in(names, mark);
}

const ShownList& list_after(const AdjustedPerson& person, ListAfter which) {
    return which == ListAfter::next ? person.next : person.next_visit;
}

ListsBeside lists_beside(const AdjustedTold& told, const AdjustedPerson& person, ListAfter which,
                         const Text& text) {
    const ShownList& after = list_after(person, which);
    ListsBeside lists;
    for (std::size_t rank = 0; rank < person.before.items.size(); ++rank) {
        const ItemId item = person.before.items[rank];
        // Without a list to set beside it nothing can have fallen out.
        const bool gone = after.shown() && !holds(after, item);
        lists.before.push_back(
            row_of(told, person, item, rank, gone ? ListMark::fell_out : ListMark::stays, text));
    }
    for (std::size_t rank = 0; rank < after.items.size(); ++rank) {
        const ItemId item = after.items[rank];
        const bool stayed = holds(person.before, item);
        lists.after.push_back(
            row_of(told, person, item, rank, stayed ? ListMark::stays : ListMark::came_in, text));
    }
    return lists;
}

std::string person_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    const std::string what = text.get("adjusted.answer." + std::string(name(person.adjustment)));
    const std::string number = count_text(person.user.value);
    std::string about;
    if (person.adjustment == Adjustment::pause_source)
        about = provider_words(told, person);
    else if (person.adjustment == Adjustment::unasked)
        about = told.categories[told.items.at(person.item->value).category];
    else if (person.category)
        about = told.categories[person.category->value];
    if (about.empty()) return text.get("adjusted.person", {{"number", number}, {"what", what}});
    return text.get("adjusted.person.about", {{"number", number}, {"what", what}, {"about", about}});
}

std::string course_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    const std::string said = day_words(person.said);
    std::string words = text.get("adjusted.course." + std::string(course_key(person)),
                                 {{"day", said},
                                  {"item", person.item ? item_words(told, person.item->value, text) : ""},
                                  {"provider", provider_words(told, person)}});
    if (!person.by_choice)
        words += " " + text.get("adjusted.course.unasked");
    else if (person.adjustment != Adjustment::fallback)
        words +=
            " " + text.get("adjusted.course.chosen",
                           {{"day", day_words(person.answered)},
                            {"what", text.get("adjusted.answer." + std::string(name(person.adjustment)))}});
    if (person.visits > 0) {
        const NumberStyle style{NumberKind::share, 1};
        words += " " + text.get("adjusted.course.promised",
                                {{"share", value_text(static_cast<double>(person.promised), style, text)},
                                 {"visits", count_text(person.visits)}});
        words += " " + (person.kept
                            ? text.get(*person.kept ? "adjusted.course.kept" : "adjusted.course.broken",
                                       {{"share", value_text(static_cast<double>(person.came), style, text)}})
                            : text.get("adjusted.course.not_due"));
    }
    if (!person.basis.empty())
        words += " " + text.get("adjusted.course.because", {{"basis", basis_words(person.basis, text)}});
    return words;
}

std::string told_words(const AdjustedTold& told, const AdjustedPerson& person, ListAfter which,
                       const Text& text) {
    const ShownList& after = list_after(person, which);
    const std::string list = text.get("adjusted.list." + std::string(name(which)));
    if (!after.shown()) return text.get("adjusted.told.none", {{"list", list}});
    const Effect effect = effect_of(told, person, after, text);
    if (person.adjustment == Adjustment::later && effect.about.empty())
        return text.get("adjusted.told.later.nothing");
    const auto figure = [&](double value) {
        return effect.figures ? count_text(value) : fixed_number(value, 2);
    };
    const std::string key = "adjusted.told." + std::string(name(person.adjustment)) +
                            (person.adjustment == Adjustment::fallback ? ""
                             : effect.shows                            ? ".shows"
                                                                       : ".not");
    std::string words =
        text.get(key, {{"about", effect.about},
                       {"before", figure(effect.before)},
                       {"after", figure(effect.after)},
                       {"places", count_text(static_cast<double>(after.items.size()))},
                       {"list", list},
                       {"item", person.item ? item_words(told, person.item->value, text) : ""}});
    // A tap alone is about its item, which has been told of; a mute is not.
    if (person.by_choice && person.item && holds(person.before, *person.item))
        words += " " + text.get(holds(after, *person.item) ? "adjusted.told.still" : "adjusted.told.gone",
                                {{"item", item_words(told, person.item->value, text)}});
    return words;
}

} // namespace attune
