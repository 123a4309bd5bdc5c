#include "simulations/study/candidate_mix.h"

#include "simulations/study/figure_words.h"

#include <array>
#include <numeric>

namespace attune {
namespace {

constexpr std::size_t week = 7; ///< days
constexpr NumberStyle share{NumberKind::share, 1};

template <std::size_t n>
double part(const std::array<std::int64_t, n>& counts, CandidateSource source) {
    const std::int64_t all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    return all > 0 ? static_cast<double>(counts[static_cast<std::size_t>(source)]) / static_cast<double>(all)
                   : 0.0;
}

template <typename Do>
void each_source(const PoolCounts& counts, const Do& work) {
    for (std::size_t s = 0; s < candidate_sources; ++s)
        if (counts.candidates[s] > 0) work(static_cast<CandidateSource>(s));
}

} // namespace

std::string_view name(CandidateSource source) {
    constexpr std::array<std::string_view, candidate_sources> names = {
        "category", "fairness", "popular", "fresh", "neighbour", "tried", "taste"};
    return names[static_cast<std::size_t>(source)];
}

void CandidateMix::add(std::span<const PoolCounts> days) {
    if (weeks.size() < days.size() / week) weeks.resize(days.size() / week);
    for (std::size_t day = 0; day < days.size() / week * week; ++day) {
        weeks[day / week] += days[day];
        all += days[day];
    }
}

double CandidateMix::share_put_up(const PoolCounts& counts, CandidateSource source) {
    return part(counts.candidates, source);
}

double CandidateMix::share_shown(const PoolCounts& counts, CandidateSource source) {
    return part(counts.shown, source);
}

DataTable mix_table(const CandidateMix& mix, const Text& text) {
    DataTable table;
    for (const char* column : {"source", "candidates", "shown", "first", "last"})
        table.head.push_back(text.get("mix.column." + std::string(column)));
    if (mix.weeks.empty()) return table;
    const auto words = [&](double value) { return known_text(value, share, text); };
    each_source(mix.all, [&](CandidateSource source) {
        table.rows.push_back({text.get("mix.source." + std::string(name(source))),
                              words(CandidateMix::share_put_up(mix.all, source)),
                              words(CandidateMix::share_shown(mix.all, source)),
                              words(CandidateMix::share_shown(mix.weeks.front(), source)),
                              words(CandidateMix::share_shown(mix.weeks.back(), source))});
    });
    return table;
}

std::string mix_sentence(const CandidateMix& mix, const Text& text) {
    return text.get(mix.all.broken == 0 ? "mix.rule.held" : "mix.rule.broken",
                    {{"requests", count_text(static_cast<double>(mix.all.requests))},
                     {"broken", count_text(static_cast<double>(mix.all.broken))}});
}

Json mix_document(const CandidateMix& mix) {
    Json sources = Json::array();
    each_source(mix.all, [&](CandidateSource source) {
        Json weeks = Json::array();
        for (const PoolCounts& one : mix.weeks)
            weeks.push_back({{"candidates", CandidateMix::share_put_up(one, source)},
                             {"shown", CandidateMix::share_shown(one, source)}});
        sources.push_back({{"source", name(source)},
                           {"candidates", CandidateMix::share_put_up(mix.all, source)},
                           {"shown", CandidateMix::share_shown(mix.all, source)},
                           {"weeks", std::move(weeks)}});
    });
    return {{"requests", mix.all.requests}, {"broken", mix.all.broken}, {"sources", std::move(sources)}};
}

} // namespace attune
