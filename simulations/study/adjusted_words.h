// What one answered person's lists were and are, as people read it: rows with their marks, the sentence that
// could be told to them, and the table of what is changed and why.
#pragma once

#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/adjusted_people.h"

#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Which list is set beside the one with the no.
enum class ListAfter : std::uint8_t { next, next_visit };
std::string_view name(ListAfter which);
const ShownList& list_after(const AdjustedPerson& person, ListAfter which);

/// What became of an item from one list to the other.
enum class ListMark : std::uint8_t { stays, fell_out, came_in };
std::string_view name(ListMark mark);

struct ListRow {
    ListMark mark = ListMark::stays;
    bool rejected = false; ///< said no to
    bool counted = false;  ///< of what the sentence counts: the topic, the provider
    std::string place, sign, item, topic, provider;
};

/// Rows by rank.
struct ListsBeside {
    std::vector<ListRow> before, after;
};
ListsBeside lists_beside(const AdjustedTold& told, const AdjustedPerson& person, ListAfter which,
                         const Text& text);

/// Its title, or its number where the catalogue has none.
std::string item_words(const AdjustedTold& told, std::uint32_t id, const Text& text);
/// "Person 212: fewer like this, Games": to be chosen by.
std::string person_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text);
/// What was said, chosen, promised and kept, and what it rests on.
std::string course_words(const AdjustedTold& told, const AdjustedPerson& person, const Text& text);
/// What the person would be told of what their no has done; also where it has not.
std::string told_words(const AdjustedTold& told, const AdjustedPerson& person, ListAfter which,
                       const Text& text);

/// One row per tag: what, about what, its basis, by whom, since, until, how strong, how sure.
DataTable tag_table(const AdjustedTold& told, const AdjustedPerson& person, const Text& text);

/// Everybody's tags, and everybody's lists, item by item.
std::string tags_csv(const AdjustedTold& told, const Text& text);
std::string lists_csv(const AdjustedTold& told);

} // namespace attune
