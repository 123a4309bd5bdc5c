#include "simulations/study/loop_responses.h"

namespace attune {
namespace {

constexpr double most_loss = 0.60; ///< of a provider's share in a week, section 7

/// One replication keeps its own interval; several give Student's.
MetricValue across(const std::vector<MetricValue>& replications, double least = 0) {
    if (replications.size() == 1) return replications.front();
    std::vector<double> values;
    double n = 0;
    for (const MetricValue& one : replications) {
        values.push_back(one.value);
        n += one.n;
    }
    return value_of(t_interval(values), n, least, 1);
}

} // namespace

void LoopResponses::add(const LoopRuns& runs) {
    for (std::size_t user = 0; user < runs.population.people.size(); ++user) {
        if (user % block_size == 0) blocks_.next_block();
        if (!runs.genuine(user)) continue;
        add_taps(runs.told.people()[user], runs.untold.people()[user]);
        const RefinedPicks& picks = runs.refined.people()[user];
        blocks_[Count::risen] += {picks.risen_picked, picks.risen};
        blocks_[Count::displaced] += {picks.displaced_picked, picks.displaced};
    }
    for (std::size_t p = 0; p < runs.scrubbed.size(); ++p) {
        const Scrubbed &with = runs.scrubbed[p], &without = runs.twin_scrubbed[p];
        scrubs_.next_block();
        scrubs_[Topic::before] += {with.topic_before, with.items_before};
        scrubs_[Topic::after] += {with.topic_after, with.items_after};
        scrubs_[Topic::twin_before] += {without.topic_before, without.items_before};
        scrubs_[Topic::twin_after] += {without.topic_after, without.items_after};
        scripted_ += 1;
    }
    const double judged = runs.weeks.judged(), providers = static_cast<double>(runs.weeks.providers());
    loss_.push_back(value_of(runs.weeks.largest_loss(), judged, 0, 1));
    topic_loss_.push_back(value_of(runs.topic_weeks.largest_loss(), runs.topic_weeks.judged(), 0, 1));
    for (const CreatorWeeks* weeks : {&runs.weeks, &runs.topic_weeks})
        for (const CreatorWeeks::Alarm& alarm : weeks->alarms(alarming))
            alarms_.emplace_back(alarm.of == CreatorWeeks::Of::provider
                                     ? runs.world->catalogue.providers[alarm.which].name
                                     : runs.world->catalogue.categories[alarm.which],
                                 alarm.week + 1);
    gini_.push_back(value_of(runs.weeks.gini_with(), providers, 0, 1));
    gini_twin_.push_back(value_of(runs.weeks.gini_without(), providers, 0, 1));
    gini_change_.push_back(value_of(runs.weeks.gini_change(), providers));
}

void LoopResponses::add_taps(const AfterTap& told, const AfterTap& untold) {
    // The same tap: up to it, both lives were the same.
    if (told.hours < 0 || told.hours != untold.hours || told.item != untold.item) return;
    constexpr std::array<std::pair<Count, Count>, slates_after_tap.size()> counts = {
        {{Count::alike_1, Count::alike_1_lost},
         {Count::alike_5, Count::alike_5_lost},
         {Count::alike_20, Count::alike_20_lost}}};
    for (std::size_t h = 0; h < counts.size(); ++h) {
        if (told.slates < slates_after_tap[h] || untold.slates < slates_after_tap[h]) continue;
        tapping_[h] += 1;
        blocks_[counts[h].first] += {told.shown[h].alike, told.shown[h].items};
        blocks_[counts[h].second] += {untold.shown[h].alike, untold.shown[h].items};
        if (h + 1 < counts.size()) continue;
        blocks_[Count::other] += {told.shown[h].other, told.shown[h].items};
        blocks_[Count::other_lost] += {untold.shown[h].other, untold.shown[h].items};
    }
}

LoopMeasure LoopResponses::scrubbed() const {
    const auto reduced = [](double before, double after) { return 1 - after / before; };
    LoopMeasure measure{.key = "tsr"};
    measure.value = value_of(scrubs_.both(Topic::before, Topic::after, reduced), scripted_);
    measure.twin = value_of(scrubs_.both(Topic::twin_before, Topic::twin_after, reduced), scripted_);
    const std::vector<Fraction> b = scrubs_.column(Topic::before), a = scrubs_.column(Topic::after);
    const std::vector<Fraction> tb = scrubs_.column(Topic::twin_before),
                                ta = scrubs_.column(Topic::twin_after);
    using Side = Twin<Fraction>;
    std::vector<Side> with, without;
    for (std::size_t p = 0; p < b.size(); ++p) {
        with.push_back({b[p], a[p]});
        without.push_back({tb[p], ta[p]});
    }
    measure.change =
        value_of(paired_jackknife(std::span<const Side>(without), std::span<const Side>(with),
                                  [&](const Side& side) {
                                      return reduced(side.baseline.value(), side.candidate.value());
                                  }),
                 scripted_);
    return measure;
}

void LoopResponses::write(std::vector<LoopMeasure>& measures) const {
    const auto reduction = [&](const char* key, Count told, Count lost, double n) {
        measures.push_back(blocks_.reduction(key, told, lost));
        measures.back().value.n = n;
    };
    reduction("rsp_1", Count::alike_1, Count::alike_1_lost, tapping_[0]);
    reduction("rsp_5", Count::alike_5, Count::alike_5_lost, tapping_[1]);
    reduction("rsp_20", Count::alike_20, Count::alike_20_lost, tapping_[2]);
    measures.push_back(
        {.key = "rsp_other",
         .value = value_of(blocks_.both(Count::other, Count::other_lost,
                                        [](double told, double lost) { return told / lost - 1; }),
                           tapping_[2])});
    measures.push_back(scrubbed());
    measures.push_back(blocks_.measure("ars", LoopUnit::share, Count::risen, Count::displaced));
    measures.push_back({.key = "cre_gini",
                        .unit = LoopUnit::score,
                        .value = across(gini_),
                        .twin = across(gini_twin_),
                        .change = across(gini_change_, -1)});
    measures.push_back({.key = "cre_loss", .value = across(loss_), .most = most_loss});
    measures.push_back({.key = "cre_topic", .value = across(topic_loss_)});
    MetricValue alarms = unknown_value();
    alarms.n = static_cast<double>(loss_.size());
    alarms.value = alarms.lower = alarms.upper = static_cast<double>(alarms_.size());
    measures.push_back(
        {.key = "cre_alarms", .unit = LoopUnit::alarms, .value = alarms, .most = 0, .about = alarms_});
}

} // namespace attune
