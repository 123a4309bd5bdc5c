// The candidates of one visit: the best-scored items, every category's champions, enough items of each group
// with a floor, and a few at random; in catalogue order, each with its score and its sampling noise.
#pragma once

#include "core/base/random.h"
#include "core/policy/policy.h"
#include "core/recommender/fairness/exposure_controller.h"
#include "core/recommender/ranking/panels.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace attune {

constexpr int slate_length = 10;
constexpr int max_candidates = 256;
constexpr int exploration_candidates = 8;

/// Address of a visit's random numbers: who, and which visit of the run.
struct VisitAddress {
    StreamKey key;
    std::uint32_t visit = 0;
};

/// The visit's lot, odd: items of equal worth come in another order on every visit, so that none of them, and
/// no category, is shown more than the others.
std::uint16_t lot_of(VisitAddress address);

/// Where a candidate comes from; if from several, the first of these.
enum class CandidateSource : std::uint8_t {
    category,  ///< among the best of its category
    fairness,  ///< needed to fill a floor
    popular,   ///< picked the most lately
    fresh,     ///< picked the least so far, the newest first
    neighbour, ///< best for a taste that is exactly a favourite of the person
    tried,     ///< drawn at random
    taste,     ///< among the best-scored
    count_,
};
constexpr std::size_t candidate_sources = static_cast<std::size_t>(CandidateSource::count_);

/// Positions that the other sources put up, best first; empty where a source is off or has nothing.
struct OtherSources {
    std::span<const std::uint32_t> popular, fresh, neighbours;
};

/// What the pools of requests were made of, and what of them was shown. Integers: their sum over workers does
/// not depend on their number.
struct PoolCounts {
    std::array<std::int64_t, candidate_sources> candidates{}, shown{};
    std::int64_t requests = 0;
    /// Requests in which the rule did not hold: the quota of every category, and of every other source all it
    /// put up.
    std::int64_t broken = 0;

    PoolCounts& operator+=(const PoolCounts& other);
    bool operator==(const PoolCounts&) const = default;
};

struct Candidates {
    enum State : std::uint8_t { fresh, shown, hidden };

    int count = 0;
    alignas(32) std::array<std::int32_t,
                           max_candidates> key{}; ///< score with noise, rounded to 256; low byte 255 - index
    alignas(32)
        std::array<std::int32_t, max_candidates> live{}; ///< the key of what may be shown now, else no_key
    std::array<std::int32_t, max_candidates> score{};    ///< without noise
    std::array<std::uint32_t, max_candidates> item{};
    std::array<std::uint8_t, max_candidates> category{};
    std::array<std::uint8_t, max_candidates> group{};
    std::array<State, max_candidates> state{};
    std::array<CandidateSource, max_candidates> source{};
    bool rule_kept = true; ///< of the pool: see PoolCounts::broken
    std::array<std::uint16_t, max_categories + 1>
        category_begin{}; ///< index ranges: candidates are in category order
    std::array<std::uint16_t, exploration_candidates> exploration{};
    int exploration_count = 0;
    bool thompson = false; ///< random candidates are chosen by draws, and `spread` is known
    std::array<float, exploration_candidates> spread{}; ///< nat; of what is known of their worth

    /// Smaller than any key.
    static constexpr std::int32_t no_key = std::numeric_limits<std::int32_t>::min();
    void set_state(std::size_t j, State to) {
        state[j] = to;
        live[j] = to == fresh ? key[j] : no_key;
    }
    /// Moves a candidate's score by a multiple of 256.
    void shift(std::size_t j, std::int32_t by) {
        key[j] += by;
        score[j] += by;
        set_state(j, state[j]);
    }
    int padded_count() const { return (count + panel_width - 1) / panel_width * panel_width; }
};

/// Books one request's pool.
void book_pool(PoolCounts& counts, const Candidates& candidates);

/// Scratch of one worker for building candidates.
class CandidateBuilder {
public:
    CandidateBuilder(const Policy& policy, const Panels& panels);

    /// Fills `out` from one person's scores. `guess` is that person's last threshold.
    void build(const Panels& panels, const std::int32_t* scores, const ExposureController& fairness,
               VisitAddress address, std::int32_t& guess, Candidates& out, const OtherSources& others = {});

    /// The random ranker: candidates are drawn, not scored.
    void build_random(const Panels& panels, const ExposureController& fairness, VisitAddress address,
                      Candidates& out);

private:
    /// Whether the position is among the candidates afterwards: there may be no room.
    bool add(std::uint32_t position, CandidateSource source);
    void add_exploration(const Panels& panels, VisitAddress address, int wanted);
    /// Adds the `each` best items of every set of groups that the guard may have to fill a slate from, and
    /// what it takes to fill one.
    void add_floors(const Panels& panels, const std::int32_t* scores, const ExposureController& fairness,
                    VisitAddress address, int each);
    /// Adds items of the groups until a slate can be filled from them under the category cap, or as far as
    /// its items go: otherwise a taste for one category could put a floor out of reach. Categories take turns
    /// in an order drawn for the visit.
    void make_fillable(const Panels& panels, VisitAddress address, std::uint32_t groups);
    void finish(const Panels& panels, const std::int32_t* scores, VisitAddress address, float temperature,
                Candidates& out);

    int wanted_;
    int quota_;
    int category_cap_;
    float temperature_;
    std::vector<std::uint64_t> bits_;
    std::vector<std::uint64_t> exploration_bits_;
    std::vector<CandidateSource> source_; ///< by position, of those whose bit is set
    std::vector<std::uint32_t> found_;
    std::vector<std::int32_t> masked_;
    std::vector<std::int32_t> lots_;
    int added_ = 0;
};

} // namespace attune
