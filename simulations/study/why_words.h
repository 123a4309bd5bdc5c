// Why a list is as it is, as people read it, as JSON and as CSV. "You" is the person whose list it is.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/why_slate.h"

#include <string>
#include <vector>

namespace attune {

/// One thing that brought an item where it is.
struct WhyBar {
    WhyPart part{};
    std::string words;      ///< "Your own taste"
    double nats = 0;        ///< what it adds
    std::string nat_words;  ///< "+0.42"
    std::string next_words; ///< what it adds to the lead over the next item; empty for the last
};

/// "1st", "22nd".
std::string ordinal(int place, const Text& text);
/// The item's title, or its number.
std::string item_words(const WhyListed& item, const Text& text);
/// The parts that are not 0, the largest first, whatever their sign.
std::vector<WhyBar> why_bars(const WhyListed& item, const Text& text);
/// "Without your feedback on Gardening it would be 7th of 200 candidates, not 3rd." Or that it would not
/// move.
std::string without_feedback(const WhyListed& item, const WhyList& list, const Text& text);
/// "All in all 1.92 nat; 0.31 above the next." Or: random, and therefore tried.
std::string sum_words(const WhyListed& item, const Text& text);

/// A row per item: place, item, topic, provider, what brought it here, its lead, its place without feedback.
DataTable why_table(const WhyList& list, const Text& text);
/// A row per part of one item: what, nat, lead over the next one; the last row is the sum.
DataTable parts_table(const WhyListed& item, const Text& text);
/// How the person was chosen, which topics feedback lowers or raises, what is kept away, each item that
/// feedback moved, and what is attributed to feedback where it is switched off.
std::vector<std::string> why_sentences(const WhySlate& slate, const Text& text);

/// {"person", "day", "looked_at", "attributed", "candidates", "topics", "items_away", "providers_paused",
/// "items": [{place, item, title, topic, provider, tried, key, parts, above_next, among_candidates,
/// without_feedback, attributed}], "switched_off": {the same from "attributed" on}}. Parts and keys in nat,
/// to the last bit: they sum.
Json why_document(const WhySlate& slate);
/// side,place,item,title,topic,provider,part,nat,above_next,among_candidates,without_feedback: a row per item
/// and part, and one for the sum; side is "now" or "switched_off".
std::string why_csv(const WhySlate& slate);

} // namespace attune
