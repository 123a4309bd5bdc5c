#include "simulations/study/trail_begin.h"

#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/consent/notice.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

/// The matrix file, with consents ending when the policy ends them. A part of a day counts as a day.
Json matrix_under(const Policy& policy) {
    const auto file = find_resource("consent/matrix.json");
    assert(file && "the matrix must ship");
    auto matrix = parse_json(file.value_or("{}"), "consent/matrix.json");
    assert(matrix && "the shipped matrix must parse");
    if (!matrix) return Json::object();
    const auto most = static_cast<std::int64_t>(std::ceil(policy.consent_days));
    for (auto& [purpose, terms] : (*matrix)["purposes"].items()) {
        if (terms["basis"] != "consent") continue;
        const auto days = terms["validity_days"].get<std::int64_t>();
        terms["validity_days"] = days == 0 ? most : std::min(days, most);
    }
    return std::move(*matrix);
}

Json notices() {
    auto file = parse_json(notices_to_json(shipped_notices()), "consent/notices.json");
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
                       {"matrix", matrix_under(policy)},
                       {"notices", notices()},
                       {"asking",
                        {{"session_cap", policy.session_cap},
                         {"weekly_cap", policy.weekly_cap},
                         {"enabled", policy.prompts}}}};
    return text.dump();
}

} // namespace attune
