#include "simulations/study/trail_begin.h"

#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/recommender/recommender.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

/// The matrix file, with consents ending when the policy ends them. A part of a day counts as a day.
Json matrix_under(const Policy& policy, std::string_view given) {
    const auto shipped = find_resource("consent/matrix.json");
    assert(shipped && "the matrix must ship");
    auto matrix = parse_json(given.empty() ? shipped.value_or("{}") : std::string(given), "matrix");
    assert(matrix && "a matrix in force must parse");
    if (!matrix) return Json::object();
    const auto most = static_cast<std::int64_t>(std::ceil(policy.consent_days));
    for (auto& [purpose, terms] : (*matrix)["purposes"].items()) {
        if (terms["basis"] != "consent") continue;
        const auto days = terms["validity_days"].get<std::int64_t>();
        terms["validity_days"] = days == 0 ? most : std::min(days, most);
    }
    return std::move(*matrix);
}

Json notices(const std::vector<Notice>* given) {
    auto file =
        parse_json(notices_to_json(given == nullptr ? shipped_notices() : *given), "consent/notices.json");
    assert(file && "what was written must be readable");
    return file ? std::move((*file)["notices"]) : Json::array();
}

} // namespace

std::string trail_begin_text(const TrailBeginning& beginning, const Policy& policy) {
    Json watched = "all";
    if (beginning.watched.size() < static_cast<std::size_t>(beginning.people)) {
        watched = Json::array();
        for (const UserId user : beginning.watched)
            watched.push_back(user.value);
    }
    const Json text = {{"run", beginning.run},
                       {"scenario", beginning.scenario},
                       {"policy", beginning.policy},
                       {"seed", beginning.seed},
                       {"people", beginning.people},
                       {"watched", std::move(watched)},
                       {"matrix", matrix_under(policy, beginning.matrix)},
                       {"notices", notices(beginning.notices)},
                       {"rows_kept", history_length},
                       {"asking",
                        {{"session_cap", policy.session_cap},
                         {"weekly_cap", policy.weekly_cap},
                         {"enabled", policy.prompts}}}};
    return text.dump();
}

} // namespace attune
