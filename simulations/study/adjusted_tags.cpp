// What is changed about one person's lists as a table, and everybody's tags and lists as rows of a file.
#include "core/base/portable_math.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"
#include "simulations/study/adjusted_words.h"
#include "simulations/study/basis_words.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace attune {
namespace {

constexpr double hours_per_day = 24;
/// How well a topic is known of somebody, in words: below, above (De-escalation proposal, section 4).
constexpr float low_confidence = 0.35F, high_confidence = 0.65F;

std::string day_words(double hours) {
    return count_text(std::floor(hours / hours_per_day));
}

std::string about_words(const AdjustedTold& told, const Tag& tag, const Text& text) {
    switch (tag.kind) {
    case TagKind::item_away:
        return item_words(told, tag.which, text);
    case TagKind::source_paused:
        return told.providers[tag.which];
    case TagKind::hypothesis_excluded:
        return tag.of_topic ? told.categories[tag.which] : told.providers[tag.which];
    case TagKind::wrong_time:
        return text.get("adjusted.part." + std::to_string(tag.part), {{"topic", told.categories[tag.which]}});
    case TagKind::more_budget_friendly:
    case TagKind::more_adventurous:
        return text.get("adjusted.whole_list");
    case TagKind::category_lowered:
    case TagKind::category_raised:
    case TagKind::fallback_stable:
        break;
    }
    return told.categories[tag.which];
}

bool has_strength(const Tag& tag) {
    return tag.strength != 0;
}

/// How many times as likely a place is with the tag as without: at twice the price, where prices are weighed;
/// for a topic that is never seen, where lists go further out.
double times_likely(const Tag& tag) {
    constexpr float twice = 0.693147181F; ///< ln 2
    const bool of_price = tag.kind == TagKind::more_budget_friendly;
    return static_cast<double>(portable_exp(of_price ? tag.strength * twice : tag.strength));
}

std::string times_words(const Tag& tag, const Text& text) {
    if (!has_strength(tag)) return text.get("answering.latest.none");
    const std::string times = fixed_number(times_likely(tag), 2);
    if (tag.kind == TagKind::more_budget_friendly) return text.get("adjusted.dearer", {{"times", times}});
    if (tag.kind == TagKind::more_adventurous) return text.get("adjusted.further", {{"times", times}});
    return times;
}

bool about_category(const Tag& tag) {
    return tag.kind == TagKind::category_lowered || tag.kind == TagKind::category_raised;
}

const char* confidence_key(const Tag& tag) {
    if (tag.confidence < low_confidence) return "low";
    return tag.confidence < high_confidence ? "medium" : "high";
}

/// What is strongest first; items, of which there can be many, at the end.
std::vector<Tag> most_telling_first(std::vector<Tag> tags) {
    const auto place = [](const Tag& tag) {
        const float size = tag.strength < 0 ? -tag.strength : tag.strength;
        return std::tuple(tag.kind == TagKind::item_away, has_strength(tag), -size);
    };
    std::stable_sort(tags.begin(), tags.end(),
                     [&](const Tag& a, const Tag& b) { return place(a) < place(b); });
    return tags;
}

std::span<const Sign> basis_of(const Tag& tag) {
    return std::span(tag.signs).first(tag.sign_count);
}

} // namespace

DataTable tag_table(const AdjustedTold& told, const AdjustedPerson& person, const Text& text) {
    DataTable table;
    for (const char* column :
         {"what", "about", "because", "author", "since", "until", "times", "belief", "confidence"})
        table.head.push_back(text.get(std::string("adjusted.table.") + column));
    const std::string none = text.get("answering.latest.none");
    for (const Tag& tag : most_telling_first(person.tags))
        table.rows.push_back(
            {text.get("adjusted.tag." + std::string(name(tag.kind))), about_words(told, tag, text),
             basis_words(basis_of(tag), text), text.get("adjusted.author." + std::string(name(tag.author))),
             day_words(static_cast<double>(tag.since)),
             tag.until ? day_words(static_cast<double>(*tag.until)) : text.get("adjusted.while_believed"),
             times_words(tag, text),
             about_category(tag) ? fixed_number(static_cast<double>(tag.belief), 2) : none,
             about_category(tag) ? text.get(std::string("adjusted.confidence.") + confidence_key(tag))
                                 : none});
    return table;
}

std::string tags_csv(const AdjustedTold& told, const Text& text) {
    std::string csv =
        "person,answer,tag,about,part_of_day,author,since_hours,until_hours,nats,times_as_likely,"
        "belief,confidence,basis\n";
    for (const AdjustedPerson& person : told.people)
        for (const Tag& tag : person.tags) {
            const bool timed = tag.kind == TagKind::wrong_time;
            const auto number = [](float value) { return csv_cell(static_cast<double>(value)); };
            csv += csv_cell(static_cast<double>(person.user.value)) + "," +
                   csv_cell(name(person.adjustment)) + "," + csv_cell(name(tag.kind)) + "," +
                   csv_cell(timed ? told.categories[tag.which] : about_words(told, tag, text)) + "," +
                   (timed ? csv_cell(static_cast<double>(tag.part)) : "") + "," + csv_cell(name(tag.author)) +
                   "," + number(tag.since) + "," + (tag.until ? number(*tag.until) : "") + "," +
                   (has_strength(tag) ? number(tag.strength) + "," + csv_cell(times_likely(tag)) : ",") +
                   "," + (about_category(tag) ? number(tag.belief) + "," + number(tag.confidence) : ",") +
                   "," + csv_cell(basis_cell(basis_of(tag))) + "\n";
        }
    return csv;
}

std::string lists_csv(const AdjustedTold& told) {
    std::string csv = "person,answer,list,visit,number,hours,place,item,title,topic,provider,said_no_to\n";
    for (const AdjustedPerson& person : told.people)
        for (const auto& [list, which] : {std::pair{&person.before, "before"},
                                          {&person.next, "next"},
                                          {&person.next_visit, "next_visit"}})
            for (std::size_t rank = 0; rank < list->items.size(); ++rank) {
                const ItemId item = list->items[rank];
                const NamedItem& named = told.items.at(item.value);
                csv += csv_cell(static_cast<double>(person.user.value)) + "," +
                       csv_cell(name(person.adjustment)) + "," + which + "," +
                       csv_cell(static_cast<double>(list->visit)) + "," +
                       csv_cell(static_cast<double>(list->number)) + "," + csv_cell(list->hours) + "," +
                       csv_cell(static_cast<double>(rank + 1)) + "," +
                       csv_cell(static_cast<double>(item.value)) + "," + csv_cell(named.title) + "," +
                       csv_cell(told.categories[named.category]) + "," +
                       csv_cell(told.providers[named.provider]) + "," + (person.item == item ? "yes" : "no") +
                       "\n";
            }
    return csv;
}

} // namespace attune
