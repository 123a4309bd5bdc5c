#include "simulations/study/audit_figures.h"

#include <algorithm>
#include <unordered_map>

namespace attune {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t week = 7;

std::int64_t day_of(const TrailEvent& event) {
    return event.time_ms / day_ms;
}

class Counting {
public:
    Status take(const TrailEvent& event) {
        if (event.kind == TrailKind::begin) {
            close_run();
            auto rules = parse_json(event.text, "the trail");
            if (!rules) return pass_on(rules);
            figures_.runs.push_back(std::move(*rules));
        } else if (event.kind == TrailKind::erased) {
            ++figures_.erased;
        } else if (event.person != nobody) {
            about(people_[event.person.value], event);
        }
        return {};
    }

    AuditFigures finish() {
        close_run();
        return std::move(figures_);
    }

private:
    struct Ended {
        std::int64_t at_ms = 0, slates = 0;
    };
    struct Person {
        bool in_visit = false, opted_out = false;
        int in_this_visit = 0;
        std::int64_t most_in_week = 0;
        std::vector<std::int64_t> asked_on; ///< days
        std::map<Purpose, Ended> ended;     ///< and not erased yet
    };

    void about(Person& person, const TrailEvent& event) {
        switch (event.kind) {
        case TrailKind::read:
            read(event);
            break;
        case TrailKind::swept: {
            const auto signal = static_cast<std::size_t>(event.signal);
            figures_.swept_rows[signal] += event.rows;
            figures_.oldest_swept[signal] =
                std::max(figures_.oldest_swept[signal], day_of(event) - event.oldest_day);
            break;
        }
        case TrailKind::consent:
            figures_.given += permits(event.to) ? 1 : 0;
            figures_.refused += event.to == ConsentStatus::refused ? 1 : 0;
            if (permits(event.from) && !permits(event.to)) {
                ++figures_.ended;
                person.ended[event.purpose] = {event.time_ms, 0};
            }
            break;
        case TrailKind::forgotten:
            for_each_purpose(event.purposes, [&](Purpose purpose) { erased(person, purpose, event); });
            break;
        case TrailKind::slate:
            for (auto& [purpose, ended] : person.ended)
                ++ended.slates;
            break;
        case TrailKind::visit:
            close_visit(person);
            person.in_visit = true;
            break;
        case TrailKind::question:
            question(person, day_of(event));
            break;
        case TrailKind::opted_out:
            person.opted_out = true;
            break;
        default:
            break;
        }
    }

    void read(const TrailEvent& event) {
        ++figures_.reads[static_cast<std::size_t>(event.module)][static_cast<std::size_t>(event.decision)];
        if (event.decision != Decision::allowed) return;
        const Json& purposes = figures_.runs.empty() ? no_rules_ : figures_.runs.back()["matrix"]["purposes"];
        const auto terms = purposes.find(name(event.purpose));
        if (terms != purposes.end() && terms->value("basis", "") == "consent") {
            ++figures_.needing;
            figures_.naming += event.relies_on != 0 ? 1 : 0;
        }
        if (event.rows == 0) return;
        std::int64_t& oldest = figures_.oldest_read[{event.purpose, event.signal}];
        oldest = std::max(oldest, day_of(event) - event.oldest_day);
    }

    void erased(Person& person, Purpose purpose, const TrailEvent& event) {
        const auto found = person.ended.find(purpose);
        if (found == person.ended.end()) return;
        figures_.slowest_ms = std::max(figures_.slowest_ms, event.time_ms - found->second.at_ms);
        figures_.slates_before = std::max(figures_.slates_before, found->second.slates);
        person.ended.erase(found);
    }

    static void question(Person& person, std::int64_t today) {
        ++person.in_this_visit;
        person.asked_on.push_back(today);
        const auto in_week =
            std::count_if(person.asked_on.begin(), person.asked_on.end(),
                          [&](std::int64_t day) { return day > today - week && day <= today; });
        person.most_in_week = std::max<std::int64_t>(person.most_in_week, in_week);
    }

    void close_visit(Person& person) {
        if (person.in_visit) ++figures_.visits_by_questions[person.in_this_visit];
        person.in_visit = false;
        person.in_this_visit = 0;
    }

    /// People are numbered anew in the next one.
    void close_run() {
        for (auto& [number, person] : people_) {
            close_visit(person);
            ++figures_.people_by_week[static_cast<int>(person.most_in_week)];
            figures_.opted_out += person.opted_out ? 1 : 0;
            figures_.not_erased += static_cast<std::int64_t>(person.ended.size());
        }
        people_.clear();
    }

    AuditFigures figures_;
    std::unordered_map<std::uint32_t, Person> people_;
    const Json no_rules_ = Json::object();
};

} // namespace

Result<AuditFigures> read_audit_figures(const TrailStore& trail) {
    Counting counting;
    Status read = trail.each_event(
        [&](std::uint64_t, const TrailEvent& event) -> Status { return counting.take(event); });
    if (!read) return pass_on(read);
    return counting.finish();
}

} // namespace attune
