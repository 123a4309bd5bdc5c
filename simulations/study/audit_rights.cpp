#include "simulations/study/audit_rights.h"

#include "core/base/json.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

namespace attune {
namespace {

constexpr std::uint8_t every_form = 255;

/// How much groups may differ: a measure in one group less the same in another.
struct GapLimit {
    const char* metric;
    double most;
};
constexpr std::array<GapLimit, 3> gap_limits = {
    {{"satisfaction_true", 0.10}, {"fal", 0.20}, {"prompts_per_user_week", 0.50}}};

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

class Counting {
public:
    void take(const TrailEvent& event) {
        if (event.kind == TrailKind::begin)
            people_.clear();
        else if (event.kind == TrailKind::erased)
            ++figures_.erased.asked;
        else if (event.person != nobody)
            about(people_[event.person.value], event);
        if (event.kind == TrailKind::end) close_run();
    }
    RightsFigures finish() {
        close_run();
        return figures_;
    }

private:
    struct Person {
        std::array<std::uint32_t, purpose_count> read{};     ///< signals, one bit each
        std::array<bool, purpose_count> derived{}, unread{}; ///< unread: of a signal that was not
        std::map<Purpose, bool> withdrawn;                   ///< not erased yet; whether a list followed
        std::set<std::uint8_t> quiet;                        ///< forms turned off
        std::set<std::uint8_t> broken;                       ///< ... and asked all the same
    };

    void about(Person& person, const TrailEvent& event) {
        const auto purpose = static_cast<std::size_t>(event.purpose);
        switch (event.kind) {
        case TrailKind::read:
            if (event.decision == Decision::allowed)
                person.read[purpose] |= 1U << static_cast<unsigned>(event.signal);
            break;
        case TrailKind::derived:
            person.derived[purpose] = true;
            if ((event.mask & ~person.read[purpose]) != 0) person.unread[purpose] = true;
            break;
        case TrailKind::forgotten:
            forget(person, event);
            break;
        case TrailKind::slate:
            slate(person, event);
            break;
        case TrailKind::consent:
            if (permits(event.from) && event.to == ConsentStatus::withdrawn) {
                ++figures_.withdrawn.asked;
                person.withdrawn[event.purpose] = false;
            }
            break;
        case TrailKind::opted_out:
            ++figures_.quiet.asked;
            person.quiet.insert(event.form);
            break;
        case TrailKind::opted_in:
            if (event.form == every_form) person.quiet.clear();
            person.quiet.erase(event.form);
            break;
        case TrailKind::question:
            for (const std::uint8_t form : person.quiet)
                if ((form == every_form || form == event.form) && person.broken.insert(form).second)
                    ++figures_.quiet.late;
            break;
        default:
            break;
        }
    }

    void forget(Person& person, const TrailEvent& event) {
        if (event.purposes == 0) // the visit is over
            clear(person, Purpose::adjust_this_session);
        for_each_purpose(event.purposes, [&](Purpose purpose) {
            clear(person, purpose);
            const auto found = person.withdrawn.find(purpose);
            if (found == person.withdrawn.end()) return;
            figures_.withdrawn.late += found->second ? 1 : 0;
            person.withdrawn.erase(found);
        });
    }
    static void clear(Person& person, Purpose purpose) {
        const auto at = static_cast<std::size_t>(purpose);
        person.read[at] = 0;
        person.derived[at] = person.unread[at] = false;
    }

    void slate(Person& person, const TrailEvent& event) {
        for (auto& [purpose, shown] : person.withdrawn)
            shown = true;
        if (event.purpose == Purpose::deliver_service) return;
        const auto purpose = static_cast<std::size_t>(event.purpose);
        ++figures_.adapted;
        if (event.relies_on == 0 || person.unread[purpose]) return;
        ++figures_.explained;
        figures_.empty += person.derived[purpose] ? 0 : 1;
    }

    /// What was never erased is late if a list was shown, and open otherwise.
    void close_run() {
        for (const auto& [number, person] : people_)
            for (const auto& [purpose, shown] : person.withdrawn)
                ++(shown ? figures_.withdrawn.late : figures_.withdrawn.open);
        people_.clear();
    }

    RightsFigures figures_;
    std::unordered_map<std::uint32_t, Person> people_;
};

RightsVerdict verdict_of(const RightsAsked& asked) {
    if (asked.asked == 0) return RightsVerdict::nothing;
    return asked.late > 0 ? RightsVerdict::missed : RightsVerdict::met;
}

std::string kind_of_group(const std::string& group) {
    const auto at = group.find('=');
    return at == std::string::npos ? std::string() : group.substr(0, at);
}

GroupGap gap_between(const MetricValue& low, const MetricValue& high, double most) {
    GroupGap gap;
    gap.measure = low.key;
    gap.low = low.group;
    gap.high = high.group;
    gap.gap = high.value - low.value;
    gap.limit = most;
    const double half = std::hypot((high.upper - high.lower) / 2, (low.upper - low.lower) / 2);
    gap.lower = gap.gap - half;
    gap.upper = gap.gap + half;
    // Without an interval nobody can say.
    gap.verdict = !std::isfinite(half) ? RightsVerdict::undecided
                  : gap.lower > most   ? RightsVerdict::missed
                  : gap.upper <= most  ? RightsVerdict::met
                                       : RightsVerdict::undecided;
    return gap;
}

/// Ids of the runs that the trail tells of, each once.
Result<std::vector<std::string>> runs_of(const TrailStore& trail) {
    std::vector<std::string> ids;
    Status read = trail.each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
        if (event.kind != TrailKind::begin) return {};
        const auto json = parse_json(event.text, "the trail");
        if (!json || !json->is_object()) return {};
        std::string id = json->value("run", std::string());
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
        return {};
    });
    if (!read) return pass_on(read);
    return ids;
}

/// "people on phones", as other reports have it.
std::string group_words(const std::string& group, const Text& text) {
    const std::string key = "report.group." + group;
    return text.has(key) ? text.get(key) : group;
}

class Rows {
public:
    Rows(AuditSection& section, const Text& text)
        : section_(section)
        , text_(text) {}
    void add(const std::string& what, const std::string& found, const std::string& threshold,
             RightsVerdict verdict) {
        constexpr std::array<const char*, 4> words = {"met", "missed", "undecided", "nothing"};
        section_.table.rows.push_back(
            {what, found, threshold,
             word(std::string("verdict.") + words[static_cast<std::size_t>(verdict)])});
    }
    std::string word(const std::string& key,
                     std::initializer_list<std::pair<std::string_view, std::string>> values = {}) const {
        return text_.get("audit_report.rights." + key, values);
    }

private:
    AuditSection& section_;
    const Text& text_;
};

} // namespace

Result<RightsFigures> read_rights(const TrailStore& trail) {
    Counting counting;
    Status read = trail.each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
        counting.take(event);
        return {};
    });
    if (!read) return pass_on(read);
    return counting.finish();
}

std::vector<GroupGap> group_gaps(const RunRecord& run) {
    std::vector<GroupGap> gaps;
    for (const GapLimit& limit : gap_limits) {
        std::map<std::string, std::pair<const MetricValue*, const MetricValue*>> ends; // lowest, highest
        for (const MetricValue& value : run.metrics) {
            const std::string kind = kind_of_group(value.group);
            if (value.key != limit.metric || kind.empty() || kind == "provider" ||
                !(value.n >= least_people_compared) || !std::isfinite(value.value))
                continue;
            auto& [low, high] = ends[kind];
            if (!low || value.value < low->value) low = &value;
            if (!high || value.value > high->value) high = &value;
        }
        std::optional<GroupGap> largest;
        for (const auto& [kind, pair] : ends) {
            if (pair.first == pair.second) continue;
            GroupGap gap = gap_between(*pair.first, *pair.second, limit.most);
            if (!largest || gap.gap > largest->gap) largest = std::move(gap);
        }
        if (!largest) continue;
        largest->run = run.id;
        gaps.push_back(std::move(*largest));
    }
    return gaps;
}

Result<AuditSection> rights_section(const Workspace& workspace, const Text& text) {
    const auto figures = read_rights(workspace.trail());
    if (!figures) return pass_on(figures);
    AuditSection section = begin_section("rights", {"what", "found", "threshold", "verdict"}, text);
    Rows rows(section, text);
    const double share = figures->adapted == 0 ? std::nan("")
                                               : static_cast<double>(figures->explained) /
                                                     static_cast<double>(figures->adapted);
    rows.add(rows.word("explained"),
             rows.word("explained.found", {{"explained", count(figures->explained)},
                                           {"adapted", count(figures->adapted)},
                                           {"empty", count(figures->empty)}}),
             rows.word("all"),
             figures->adapted == 0 ? RightsVerdict::nothing
             : share < 1           ? RightsVerdict::missed
                                   : RightsVerdict::met);
    for (const auto& [key, asked] :
         {std::pair{"withdrawn", figures->withdrawn}, {"quiet", figures->quiet}, {"erased", figures->erased}})
        rows.add(rows.word(key),
                 rows.word("asked.found", {{"asked", people_told(asked.asked, text)},
                                           {"late", count(asked.late)},
                                           {"open", people_told(asked.open, text)}}),
                 rows.word(std::string(key) + ".deadline"), verdict_of(asked));
    const auto runs = runs_of(workspace.trail());
    if (!runs) return pass_on(runs);
    for (const std::string& id : *runs) {
        const auto run = workspace.runs().find(id);
        if (!run && run.error().code == ErrorCode::not_found) continue; // erased since
        if (!run) return pass_on(run);
        for (const GroupGap& gap : group_gaps(*run)) {
            const NumberKind kind = gap.measure == "fal" ? NumberKind::share : NumberKind::plain;
            const NumberStyle style = style_for(kind, gap.gap, gap.lower, gap.upper);
            rows.add(rows.word("gap", {{"measure", text.get("metric." + gap.measure)}, {"run", id}}),
                     rows.word("gap.found", {{"gap", value_text(gap.gap, style, text)},
                                             {"interval", interval_text(gap.lower, gap.upper, style, text)},
                                             {"low", group_words(gap.low, text)},
                                             {"high", group_words(gap.high, text)}}),
                     value_text(gap.limit, style_as_set(kind, gap.limit), text), gap.verdict);
        }
    }
    section.sentences = {rows.word("explained.says"), rows.word("exports"), rows.word("gap.says")};
    return section;
}

} // namespace attune
