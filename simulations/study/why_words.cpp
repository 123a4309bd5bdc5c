#include "simulations/study/why_words.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace attune {
namespace {

const NumberStyle nat_style{NumberKind::plain, 2};
constexpr std::size_t told_parts = 2;   ///< of an item, in its row
constexpr float reads_as_zero = 0.005F; ///< nat

/// Exact: the difference of two scores has fewer bits than a double.
double nats_of(std::int32_t score) {
    return score * 0x1p-24;
}

std::string part_words(WhyPart part, const Text& text) {
    return text.get("why.part." + std::string(name(part)));
}

std::int32_t lead_of(const WhyListed& item) {
    return std::accumulate(item.above_next->begin(), item.above_next->end(), 0);
}

/// The largest of some parts, whatever their sign; "your own taste +0.42, chance −0.10".
std::string largest(const std::array<std::int32_t, why_parts>& parts, std::size_t count, const Text& text) {
    std::array<std::size_t, why_parts> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(nats_of(parts[a])) > std::abs(nats_of(parts[b]));
    });
    std::string told;
    for (std::size_t i = 0; i < count; ++i) {
        const double nats = nats_of(parts[order[i]]);
        if (std::abs(nats) < static_cast<double>(reads_as_zero)) break;
        told += (told.empty() ? "" : ", ") +
                text.get("why.of", {{"part", part_words(static_cast<WhyPart>(order[i]), text)},
                                    {"nat", difference_text(nats, nat_style, text)}});
    }
    return told.empty() ? text.get("why.nothing") : told;
}

std::string moved_words(const WhyItem& why, const Text& text) {
    return attributed(why) == 0 ? text.get("why.same")
                                : text.get("why.not", {{"without", ordinal(why.place_without_feedback, text)},
                                                       {"now", ordinal(why.place, text)}});
}

std::string topics_words(const WhyList& list, bool lowered, const Text& text) {
    std::vector<std::string> names;
    for (const WhyTopic& topic : list.topics)
        if (std::abs(topic.weight) >= reads_as_zero && (topic.weight < 0) == lowered)
            names.push_back(text.get(
                "why.topic", {{"topic", topic.name},
                              {"nat", difference_text(static_cast<double>(topic.weight), nat_style, text)}}));
    if (names.empty()) return {};
    return text.get(lowered ? "why.lowered" : "why.raised", {{"topics", text.listed(names)}});
}

Json parts_document(const std::array<std::int32_t, why_parts>& parts) {
    Json told = Json::object();
    for (std::size_t k = 0; k < why_parts; ++k)
        told[std::string(name(static_cast<WhyPart>(k)))] = nats_of(parts[k]);
    return told;
}

Json list_document(const WhyList& list) {
    Json items = Json::array(), topics = Json::array();
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const WhyListed& one = list.items[i];
        items.push_back({{"place", i + 1},
                         {"item", one.why.item.value},
                         {"title", one.title},
                         {"topic", one.topic},
                         {"provider", one.provider},
                         {"tried", one.why.tried},
                         {"key", nats_of(one.why.key)},
                         {"parts", parts_document(one.why.parts)},
                         {"above_next", one.above_next ? parts_document(*one.above_next) : Json(nullptr)},
                         {"among_candidates", one.why.place},
                         {"without_feedback", one.why.place_without_feedback},
                         {"attributed", attributed(one.why)}});
    }
    for (const WhyTopic& topic : list.topics)
        topics.push_back({{"topic", topic.name}, {"weight", static_cast<double>(topic.weight)}});
    return {{"attributed", list.moved()},
            {"candidates", list.candidates},
            {"topics", std::move(topics)},
            {"items_away", list.items_away},
            {"providers_paused", list.providers_paused},
            {"items", std::move(items)}};
}

void add_rows(std::string& csv, const WhyList& list, const char* side) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const WhyListed& one = list.items[i];
        const auto row = [&](std::string_view part, std::int32_t nat, std::optional<std::int32_t> lead) {
            csv += std::string(side) + "," + std::to_string(i + 1) + "," +
                   std::to_string(one.why.item.value) + "," + csv_cell(one.title) + "," +
                   csv_cell(one.topic) + "," + csv_cell(one.provider) + "," + std::string(part) + "," +
                   csv_cell(nats_of(nat)) + "," + (lead ? csv_cell(nats_of(*lead)) : "") + "," +
                   std::to_string(one.why.place) + "," + std::to_string(one.why.place_without_feedback) +
                   "\n";
        };
        for (std::size_t k = 0; k < why_parts; ++k)
            row(name(static_cast<WhyPart>(k)), one.why.parts[k],
                one.above_next ? std::optional((*one.above_next)[k]) : std::nullopt);
        row("sum", one.why.key, one.above_next ? std::optional(lead_of(one)) : std::nullopt);
    }
}

} // namespace

std::string ordinal(int place, const Text& text) {
    constexpr int ten = 10, hundred = 100;
    const int last = place % ten;
    const bool teen = place % hundred / ten == 1;
    const char* key = teen || last == 0 || last > 3 ? "why.ordinal.th"
                      : last == 1                   ? "why.ordinal.st"
                      : last == 2                   ? "why.ordinal.nd"
                                                    : "why.ordinal.rd";
    return text.get(key, {{"place", std::to_string(place)}});
}

std::string item_words(const WhyListed& item, const Text& text) {
    return item.title.empty() ? text.get("why.item", {{"number", std::to_string(item.why.item.value)}})
                              : item.title;
}

std::vector<WhyBar> why_bars(const WhyListed& item, const Text& text) {
    std::vector<WhyBar> bars;
    for (std::size_t k = 0; k < why_parts; ++k) {
        const bool leads = item.above_next && (*item.above_next)[k] != 0;
        if (item.why.parts[k] == 0 && !leads) continue;
        const auto part = static_cast<WhyPart>(k);
        const double nats = nats_of(item.why.parts[k]);
        bars.push_back({.part = part,
                        .words = part_words(part, text),
                        .nats = nats,
                        .nat_words = difference_text(nats, nat_style, text),
                        .next_words = item.above_next
                                          ? difference_text(nats_of((*item.above_next)[k]), nat_style, text)
                                          : ""});
    }
    std::stable_sort(bars.begin(), bars.end(),
                     [](const WhyBar& a, const WhyBar& b) { return std::abs(a.nats) > std::abs(b.nats); });
    return bars;
}

std::string without_feedback(const WhyListed& item, const WhyList& list, const Text& text) {
    const WhyItem& why = item.why;
    if (attributed(why) == 0)
        return text.get("why.without.same",
                        {{"now", ordinal(why.place, text)}, {"candidates", count_text(list.candidates)}});
    return text.get("why.without", {{"topic", item.topic},
                                    {"without", ordinal(why.place_without_feedback, text)},
                                    {"now", ordinal(why.place, text)},
                                    {"candidates", count_text(list.candidates)}});
}

std::string sum_words(const WhyListed& item, const Text& text) {
    const std::string sum = difference_text(nats_of(item.why.key), nat_style, text);
    std::string told =
        item.above_next
            ? text.get("why.sum",
                       {{"nat", sum}, {"lead", difference_text(nats_of(lead_of(item)), nat_style, text)}})
            : text.get("why.sum.last", {{"nat", sum}});
    if (item.why.tried) told += " " + text.get("why.tried");
    return told;
}

DataTable why_table(const WhyList& list, const Text& text) {
    DataTable table;
    for (const char* column : {"place", "item", "topic", "provider", "brought", "lead", "without"})
        table.head.push_back(text.get("why.column." + std::string(column)));
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        const WhyListed& one = list.items[i];
        const std::string brought = largest(one.why.parts, told_parts, text);
        table.rows.push_back({std::to_string(i + 1), item_words(one, text), one.topic, one.provider,
                              one.why.tried ? text.get("why.tried.short", {{"parts", brought}}) : brought,
                              one.above_next ? largest(*one.above_next, 1, text) : text.get("why.last"),
                              moved_words(one.why, text)});
    }
    return table;
}

DataTable parts_table(const WhyListed& item, const Text& text) {
    DataTable table;
    for (const char* column : {"part", "nat", "next"})
        table.head.push_back(text.get("why.column." + std::string(column)));
    for (const WhyBar& bar : why_bars(item, text))
        table.rows.push_back({bar.words, bar.nat_words, bar.next_words});
    table.rows.push_back({text.get("why.all"), difference_text(nats_of(item.why.key), nat_style, text),
                          item.above_next ? difference_text(nats_of(lead_of(item)), nat_style, text) : ""});
    return table;
}

std::vector<std::string> why_sentences(const WhySlate& slate, const Text& text) {
    std::vector<std::string> sentences;
    if (slate.looked_at) {
        const char* key = slate.now.moved() > 0 ? "why.chosen" : "why.chosen.nobody";
        sentences.push_back(text.get(
            key, {{"person", std::to_string(slate.person)}, {"people", count_text(*slate.looked_at)}}));
    }
    for (const bool lowered : {true, false})
        if (std::string told = topics_words(slate.now, lowered, text); !told.empty())
            sentences.push_back(std::move(told));
    if (slate.now.items_away + slate.now.providers_paused > 0)
        sentences.push_back(
            text.get("why.away", {{"items", std::to_string(slate.now.items_away)},
                                  {"providers", std::to_string(slate.now.providers_paused)}}));
    for (const WhyListed& one : slate.now.items)
        if (attributed(one.why) != 0)
            sentences.push_back(text.get("why.moved", {{"item", item_words(one, text)},
                                                       {"without", without_feedback(one, slate.now, text)}}));
    if (slate.now.moved() == 0) sentences.push_back(text.get("why.unmoved"));
    sentences.push_back(text.get("why.switched_off", {{"now", std::to_string(slate.now.moved())},
                                                      {"off", std::to_string(slate.switched_off.moved())}}));
    return sentences;
}

Json why_document(const WhySlate& slate) {
    Json document = {{"person", slate.person},
                     {"day", slate.day},
                     {"looked_at", slate.looked_at ? Json(*slate.looked_at) : Json(nullptr)}};
    document.update(list_document(slate.now));
    document["switched_off"] = list_document(slate.switched_off);
    return document;
}

std::string why_csv(const WhySlate& slate) {
    std::string csv = "side,place,item,title,topic,provider,part,nat,above_next,among_candidates,"
                      "without_feedback\n";
    add_rows(csv, slate.now, "now");
    add_rows(csv, slate.switched_off, "switched_off");
    return csv;
}

} // namespace attune
