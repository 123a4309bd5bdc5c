#include "core/consent/sharing.h"

#include "core/base/named.h"

#include <algorithm>

namespace attune {
namespace {

constexpr std::array<std::string_view, sharing_level_count> level_names = {"none", "session", "history",
                                                                           "shared_model"};

/// What a level permits beyond the one before it.
constexpr std::array<Purpose, 3> steps = {Purpose::adjust_this_session, Purpose::adjust_my_recommendations,
                                          Purpose::improve_models};

} // namespace

std::string_view name(SharingLevel level) {
    return name_in(level_names, level);
}

ConsentState permitted_at(SharingLevel level) {
    ConsentState state;
    for (const Purpose purpose : purposes_at(level))
        state.set(purpose, true);
    return state;
}

std::vector<Purpose> purposes_at(SharingLevel level) {
    return {steps.begin(), steps.begin() + static_cast<int>(level)};
}

std::vector<Signal> signals_at(const ConsentMatrix& matrix, SharingLevel level) {
    const std::vector<Purpose> purposes = purposes_at(level);
    std::vector<Signal> signals;
    for (int s = 0; s < signal_count; ++s) {
        const auto signal = static_cast<Signal>(s);
        if (std::any_of(purposes.begin(), purposes.end(),
                        [&](Purpose purpose) { return matrix.cell(purpose, signal) != nullptr; }))
            signals.push_back(signal);
    }
    return signals;
}

int days_kept_at(const ConsentMatrix& matrix, SharingLevel level) {
    int days = 0;
    for (const Purpose purpose : purposes_at(level))
        for (const MatrixCell& cell : matrix.terms(purpose).cells)
            days = std::max(days, cell.days);
    return days;
}

} // namespace attune
