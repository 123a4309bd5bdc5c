#include "core/recommender/fairness/exposure_controller.h"

#include "core/policy/parameters.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

namespace attune {
namespace {

constexpr double highest_price = 8.0; ///< nat; far above any difference of scores

/// A share in thousandths as files and the command line write it and as a percentage, so that it can be set.
std::string share_text(std::int64_t thousandths) {
    return format_value(policy_parameters().find("fairness.floor.all")->spec,
                        static_cast<double>(thousandths) / 1000.0) +
           " (" + std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + " %)";
}

std::string names_of(const Catalogue& catalogue, std::uint32_t groups) {
    std::string names;
    for (std::size_t g = 0; g < catalogue.provider_groups.size(); ++g)
        if (((groups >> g) & 1U) != 0)
            names += (names.empty() ? "'" : ", '") + catalogue.provider_groups[g] + "'";
    return names;
}

const std::string& only_name(const Catalogue& catalogue, std::uint32_t group) {
    return catalogue.provider_groups[static_cast<std::size_t>(std::countr_zero(group))];
}

/// The shares of one lever by group, in exposure per slate; `round_up` so that what is kept is never less.
Status read_shares(const Policy& policy, const Catalogue& catalogue,
                   const std::map<std::string, double>& shares, const std::string& lever, bool round_up,
                   std::int64_t slate_exposure, std::array<double, max_provider_groups>& share,
                   GroupExposure& per_slate) {
    for (const auto& [name, value] : shares) {
        const auto found =
            std::find(catalogue.provider_groups.begin(), catalogue.provider_groups.end(), name);
        if (found == catalogue.provider_groups.end()) {
            if (value == 0) continue;
            std::string known;
            for (const std::string& group : catalogue.provider_groups)
                known += (known.empty() ? "" : ", ") + group;
            return fail(ErrorCode::bad_input,
                        "the policy '" + policy.name + "' sets a " + lever + " for the provider group '" +
                            name + "', which this catalogue does not have",
                        "fairness." + lever + "." + name, "It has: " + known);
        }
        if (value <= 0) continue;
        const auto g = static_cast<std::size_t>(found - catalogue.provider_groups.begin());
        share[g] = value;
        per_slate[g] =
            static_cast<std::int64_t>(value * static_cast<double>(slate_exposure)) + (round_up ? 1 : 0);
    }
    return {};
}

} // namespace

ExposureDay& ExposureDay::operator+=(const ExposureDay& other) {
    for (std::size_t g = 0; g < proposed.size(); ++g) {
        proposed[g] += other.proposed[g];
        shown[g] += other.shown[g];
        merit[g] += other.merit[g];
    }
    slates += other.slates;
    guarded += other.guarded;
    guard_missed += other.guard_missed;
    merit_cut += other.merit_cut;
    return *this;
}

Result<ExposureController> ExposureController::start(const Policy& policy, const Catalogue& catalogue,
                                                     int slate_length) {
    if (catalogue.provider_groups.size() > max_provider_groups)
        return fail(ErrorCode::bad_input,
                    "the catalogue has " + std::to_string(catalogue.provider_groups.size()) +
                        " groups of providers",
                    {}, "At most " + std::to_string(max_provider_groups) + " can be told apart; join some");
    ExposureController controller;
    controller.groups_ = static_cast<int>(catalogue.provider_groups.size());
    controller.step_ = policy.price_step;
    controller.guarded_ = policy.fairness_controller == static_cast<int>(FairnessController::guarded);
    controller.merit_share_ = policy.merit_share;
    for (int rank = 0; rank < slate_length; ++rank)
        controller.slate_exposure_ += rank_exposure(rank);
    controller.debt_limit_ =
        static_cast<std::int64_t>(policy.debt_limit * static_cast<double>(controller.slate_exposure_));
    controller.reachable_ = ReachableExposure(catalogue, policy.category_cap, slate_length);
    if (auto set = controller.set_limits(policy, catalogue); !set) return pass_on(set);
    if (auto sound = controller.check_limits(catalogue); !sound) return pass_on(sound);
    return controller;
}

Status ExposureController::set_limits(const Policy& policy, const Catalogue& catalogue) {
    if (auto read = read_shares(policy, catalogue, policy.exposure_floor, "floor", true, slate_exposure_,
                                floor_, floor_per_slate_);
        !read)
        return read;
    if (auto read = read_shares(policy, catalogue, policy.exposure_cap, "cap", false, slate_exposure_, cap_,
                                cap_per_slate_);
        !read)
        return read;
    named_floor_ = floor_per_slate_;
    int limits = follows_merit() ? groups_ : 0;
    for (std::size_t g = 0; g < floor_.size(); ++g) {
        caps_ = caps_ || has_cap(g);
        limits += (has_floor(g) ? 1 : 0) + (has_cap(g) ? 1 : 0);
    }
    active_ = limits > 0;
    guard_limit_ = debt_limit_;
    if (limits > 1) guard_limit_ -= std::min(debt_limit_ / 2, rank_exposure(0));
    return {};
}

Status ExposureController::check_limits(const Catalogue& catalogue) const {
    // Cut to thousandths, so that what is named can be set: down for the most, up for the least.
    const auto at_most = [&](std::int64_t part) { return share_text(part * 1000 / slate_exposure_); };
    const auto at_least = [&](std::int64_t part) {
        return share_text((part * 1000 + slate_exposure_ - 1) / slate_exposure_);
    };
    // Groups share categories, so what any few of them ask for must fit together.
    if (const std::uint32_t some = reachable_.crowded(floor_per_slate_); some != 0) {
        const bool one = std::has_single_bit(some);
        return fail(ErrorCode::bad_input,
                    one ? "the floor of the provider group " + names_of(catalogue, some) +
                              " cannot be met: it has too few items to fill that share of a slate"
                        : "the floors of the provider groups " + names_of(catalogue, some) +
                              " cannot be met together: their items leave too few places on a slate",
                    one ? "fairness.floor." + only_name(catalogue, some) : "fairness.floor",
                    "The most " + std::string(one ? "it" : "they") + " can reach is " +
                        at_most(reachable_.most(some)));
    }
    for (std::size_t g = 0; g < floor_.size(); ++g)
        if (has_cap(g) && floor_per_slate_[g] > cap_per_slate_[g])
            return fail(ErrorCode::bad_input,
                        "the floor of the provider group '" + catalogue.provider_groups[g] +
                            "' is not below its cap",
                        "fairness.floor." + catalogue.provider_groups[g],
                        "The most it can reach is less than " +
                            at_most(static_cast<std::int64_t>(
                                std::llround(cap_[g] * static_cast<double>(slate_exposure_)))));
    if (const std::uint32_t some = reachable_.overfull(cap_per_slate_); some != 0) {
        const bool one = std::has_single_bit(some);
        return fail(ErrorCode::bad_input,
                    one ? "the cap of the provider group " + names_of(catalogue, some) +
                              " cannot be kept: the other groups have too few items to fill the rest of a "
                              "slate"
                        : "the caps of the provider groups " + names_of(catalogue, some) +
                              " cannot be kept together: the other groups have too few items to fill the "
                              "rest of a slate",
                    one ? "fairness.cap." + only_name(catalogue, some) : "fairness.cap",
                    "The least " + std::string(one ? "it" : "they") +
                        (one ? " can be is " : " can come to is ") + at_least(reachable_.least(some)));
    }
    return {};
}

bool ExposureController::beyond(const ExposureLedger& ledger) const {
    for (std::size_t g = 0; g < ledger.debt.size(); ++g)
        if ((has_floor(g) && ledger.debt[g] > debt_limit_) || (has_cap(g) && ledger.surplus[g] > debt_limit_))
            return true;
    return false;
}

FairnessDay ExposureController::record(int day, const ExposureDay& exposure,
                                       std::span<const ExposureLedger> ledgers) const {
    FairnessDay seen;
    seen.day = day;
    seen.floor = floor_;
    seen.cap = cap_;
    seen.slate_exposure = slate_exposure_;
    seen.exposure = exposure;
    for (std::size_t g = 0; g < floor_.size(); ++g) {
        seen.price[g] = price(g);
        if (ledgers.empty()) continue;
        const auto largest = [&](GroupExposure ExposureLedger::*side) {
            std::int64_t most = std::numeric_limits<std::int64_t>::min();
            for (const ExposureLedger& ledger : ledgers)
                most = std::max(most, (ledger.*side)[g]);
            return most;
        };
        if (has_floor(g)) seen.largest_debt[g] = largest(&ExposureLedger::debt);
        if (has_cap(g)) seen.largest_surplus[g] = largest(&ExposureLedger::surplus);
    }
    return seen;
}

bool ExposureController::move(double& price, double& so_far, double missing) const {
    so_far += missing;
    const double wanted = guarded_ ? price + step_ * missing : step_ * so_far;
    const double next = std::clamp(wanted, 0.0, highest_price);
    const bool changed = next != price;
    price = next;
    return changed;
}

bool ExposureController::end_day(const ExposureDay& day) {
    if (!active_ || day.slates == 0) return false;
    bool changed = false;
    const double total = static_cast<double>(day.slates * slate_exposure_);
    for (std::size_t g = 0; g < static_cast<std::size_t>(groups_); ++g) {
        const double share = static_cast<double>(day.proposed[g]) / total;
        // A floor by merit may be gone again; its price then fades.
        if (has_floor(g) || floor_price_[g] > 0)
            changed |= move(floor_price_[g], shortfall_[g], floor_[g] - share);
        if (has_cap(g)) changed |= move(cap_price_[g], excess_[g], share - cap_[g]);
    }
    if (follows_merit()) follow_merit(day);
    return changed;
}

void ExposureController::follow_merit(const ExposureDay& day) {
    std::int64_t all = 0;
    for (const std::int64_t merit : day.merit)
        all += merit;
    if (all == 0) return;
    GroupExposure wanted{};
    GroupExposure asked{};
    for (std::size_t g = 0; g < wanted.size(); ++g) {
        asked[g] = static_cast<std::int64_t>(merit_share_ * static_cast<double>(day.merit[g]) /
                                             static_cast<double>(all) * static_cast<double>(slate_exposure_));
        wanted[g] = std::min(asked[g], reachable_.most(1U << g));
        if (has_cap(g)) wanted[g] = std::min(wanted[g], cap_per_slate_[g]);
    }
    // What does not fit together shrinks in proportion, down to the policy's own floors, which do.
    constexpr std::int64_t parts = 1024;
    GroupExposure floors{};
    const auto fits = [&](std::int64_t part) {
        for (std::size_t g = 0; g < floors.size(); ++g)
            floors[g] = std::max(named_floor_[g], wanted[g] * part / parts);
        return reachable_.fits(floors, cap_per_slate_);
    };
    if (!fits(parts)) {
        std::int64_t low = 0;
        std::int64_t high = parts;
        while (high - low > 1) {
            const std::int64_t middle = (low + high) / 2;
            (fits(middle) ? low : high) = middle;
        }
        fits(low);
    }
    merit_cut_ = 0;
    for (std::size_t g = 0; g < floors.size(); ++g) {
        merit_cut_ += floors[g] < asked[g] ? 1 : 0;
        if (floors[g] == named_floor_[g] && floor_per_slate_[g] == floors[g]) continue;
        floor_per_slate_[g] = floors[g];
        floor_[g] = static_cast<double>(floors[g]) / static_cast<double>(slate_exposure_);
    }
}

} // namespace attune
