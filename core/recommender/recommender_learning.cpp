// What the recommender learns: a person's own vector from the rows kept for it, and the shared models on the
// days of the calendar.
#include "core/base/portable_math.h"
#include "core/recommender/recommender.h"

#include <algorithm>

namespace attune {
namespace {

constexpr int fold_in_steps = 3;
constexpr int training_people = 50000;        ///< item factors need no more people than this
constexpr double popularity_half_life = 14.0; ///< days
constexpr float content_damping = 3.0F;

} // namespace

int Recommender::collect_rows(UserId user, Purpose purpose, Module module, int day, GateCounts& counts,
                              std::vector<TrainingRow>& rows, std::vector<ToldOf>* told) const {
    const std::size_t before = rows.size();
    gate_.read_history(user, purpose, module, counts, [&](const HistoryEntry& entry) {
        const auto age = static_cast<std::size_t>(std::max(0, day - entry.day));
        rows.push_back({entry.item(), entry.target_value(),
                        entry.weight_value() * recency_[std::min(age, recency_.size() - 1)]});
        if (!told) return;
        const Signal signal = entry.signal();
        const bool overt =
            signal == Signal::not_interested || signal == Signal::thumb || signal == Signal::stars;
        told->push_back(
            {catalogue_->items[entry.item()].provider.value, entry.day, overt && entry.target_value() < 0});
    });
    return static_cast<int>(rows.size() - before);
}

void Recommender::sweep(Worker& worker, UserId user, int day) {
    const double hours = day * 24.0;
    if (Witness* writes = gate_.witness(user)) writes->at(user, hours);
    const float gone = gate_.sweep(user, day);
    if (gone == 0) return;
    if (DerivedState* derived = gate_.derived(user)) {
        derived->vector.fill(0); // where no row is left
        derived->stable_at = -1; // the average of weeks begins anew
        // Counts have no days. They shrink as the rows do that they were made with.
        for (float* count : {&derived->examined, &derived->picks, &derived->consumed, &derived->quick_skips,
                             &derived->completed, &derived->taps})
            *count *= 1 - gone;
    }
    fold_in(worker, user, hours);
}

void Recommender::fold_in(Worker& worker, UserId user, double hours) {
    if (gate_.adapts_under(user) != Purpose::adjust_my_recommendations) return;
    DerivedState* derived = gate_.derived(user);
    worker.rows.clear();
    const int day = static_cast<int>(hours / 24.0);
    if (collect_rows(user, Purpose::adjust_my_recommendations, Module::preference, day, worker.gate,
                     worker.rows) == 0)
        return;
    gate_.write_derived(user, Purpose::adjust_my_recommendations, Module::preference);
    if (policy_.ranker == static_cast<int>(Ranker::factors)) {
        model_.fold_in(worker.rows, derived->vector.data(), fold_in_steps);
    } else if (policy_.ranker == static_cast<int>(Ranker::content)) {
        std::array<float, max_categories> sum{};
        std::array<float, max_categories> weight{};
        for (const TrainingRow& row : worker.rows) {
            const std::size_t category = catalogue_->items[row.item].category.value;
            sum[category] += row.weight * row.target;
            weight[category] += row.weight;
        }
        for (std::size_t c = 0; c < max_categories; ++c)
            derived->vector[c] = sum[c] / (weight[c] + content_damping);
    }
    keep_stable(*derived, hours);
}

void Recommender::update_model(int day) {
    if (policy_.ranker != static_cast<int>(Ranker::factors)) return;
    std::vector<std::uint32_t> offsets{0};
    std::vector<TrainingRow> rows;
    std::vector<ToldOf> told;
    // Above the limit, an evenly spread sample: people's numbers carry no meaning.
    const int stride = std::max(1, (setup_.users + training_people - 1) / training_people);
    for (int u = 0; u < setup_.users; u += stride) {
        collect_rows(UserId(static_cast<std::uint32_t>(u)), Purpose::improve_models, Module::training, day,
                     training_counts_, rows, policy_.spot_brigades ? &told : nullptr);
        if (rows.size() != offsets.back()) offsets.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    if (policy_.spot_brigades) {
        noes_.look(offsets, told, day);
        noes_.leave_out(told, offsets, rows);
    }
    model_.update(offsets, rows, 1, setup_.threads);
    if (Witness* writes = gate_.witness())
        writes->write_general({.kind = TrailKind::trained,
                               .number = model_.version(),
                               .rows = static_cast<std::uint32_t>(rows.size())});
}

bool Recommender::borrow(int day) {
    if (!setup_.borrowed) return false;
    const auto found = std::find_if(setup_.borrowed->begin(), setup_.borrowed->end(),
                                    [&](const LearnedItems& learned) { return learned.day == day; });
    if (found == setup_.borrowed->end()) return false;
    model_.adopt(*found);
    popularity_ = found->popularity;
    return true;
}

void Recommender::end_day(int day, std::span<Worker* const> workers) {
    if (Witness* writes = gate_.witness()) writes->at((day + 1) * 24.0);
    ExposureDay today;
    PoolCounts& pool = pool_days_.emplace_back();
    for (Worker* worker : workers) {
        today += worker->exposure;
        worker->exposure = {};
        pool += worker->pool;
        worker->pool = {};
    }
    today.merit_cut = fairness_.merit_cut();
    exposure_total_ += today;
    if (fairness_.active()) fairness_days_.push_back(fairness_.record(day, today, ledgers_));
    gate_.sweep_picks(day + 1);
    const bool prices_moved = fairness_.end_day(today);
    // The calendar: the first two days, since the model starts cold, then every update_days.
    const bool update = day < 2 || (day + 1) % policy_.update_days == 0;
    if (update) {
        const double fade = static_cast<double>(half_life_decay(static_cast<float>(policy_.update_days),
                                                                static_cast<float>(popularity_half_life)));
        for (double& picks : popularity_)
            picks *= fade;
        gate_.take_picks(training_counts_, [&](ItemId item) { popularity_[item.value] += 1; });
        if (!borrow(day)) {
            update_model(day);
            // Popularity moves with every update, whatever the ranker: it learns from picks, not from rows.
            if (Witness* writes = gate_.witness();
                writes != nullptr && policy_.ranker != static_cast<int>(Ranker::factors))
                writes->write_general({.kind = TrailKind::trained, .number = model_.version()});
        }
        if (setup_.learned) {
            LearnedItems& learned = setup_.learned->emplace_back();
            learned.day = day;
            learned.popularity = popularity_;
            model_.store(learned);
        }
    }
    day_ = day + 1;
    if (update || prices_moved) load_model();
}

std::optional<bool> Recommender::left_out_of_training(UserId user) const {
    if (!gate_.consent(user).has(Purpose::improve_models)) return std::nullopt;
    std::vector<TrainingRow> rows;
    std::vector<ToldOf> told;
    GateCounts unseen; // nothing is learned from it
    collect_rows(user, Purpose::improve_models, Module::training, 0, unseen, rows, &told);
    return policy_.spot_brigades && noes_.took_part(told) != 0;
}

} // namespace attune
