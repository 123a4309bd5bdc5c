#include "simulations/study/trail_person.h"

#include <algorithm>
#include <tuple>

namespace attune {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t week = 7;
constexpr std::uint8_t everything = trail_form_everything;

int day_of(const TrailEvent& event) {
    return static_cast<int>(event.time_ms / day_ms);
}

/// Gathers what one run says about one person.
class Gathering {
public:
    Gathering(UserId user, std::uint64_t begun, Json rules) {
        made_.user = user;
        made_.begun = begun;
        made_.rules = std::move(rules);
        const Json asking = made_.rules.value("asking", Json::object());
        weekly_cap_ = asking.value("weekly_cap", 0);
        enabled_ = asking.value("enabled", true);
    }

    void take(std::uint64_t seq, const TrailEvent& event) {
        if (event.kind != TrailKind::erased) made_.last_ms = std::max(made_.last_ms, event.time_ms);
        if (event.person != made_.user) return;
        if (event.kind == TrailKind::erased)
            made_.erased = seq;
        else
            about(event);
        made_.events.push_back({seq, event, {}});
    }
    /// The person's key was destroyed after a later run had begun.
    void erased_later(std::uint64_t seq) { made_.erased = seq; }
    std::uint64_t begun() const { return made_.begun; }

    PersonTrail finish() {
        close_visit();
        for (auto& [key, use] : uses_)
            made_.uses.push_back(std::move(use));
        return std::move(made_);
    }

private:
    void about(const TrailEvent& event) {
        switch (event.kind) {
        case TrailKind::captured:
            keep(event);
            break;
        case TrailKind::capture_refused:
            ++kept(event).refused;
            break;
        case TrailKind::swept:
            kept(event).swept[static_cast<std::size_t>(event.purpose)] += event.rows;
            break;
        case TrailKind::read:
            use(event);
            break;
        case TrailKind::slate:
            ++made_.slates;
            break;
        case TrailKind::visit:
            close_visit();
            open_visit(event);
            break;
        case TrailKind::question:
            ++made_.asked.questions;
            asked_on_.push_back(event.time_ms / day_ms);
            asked_ = true;
            break;
        case TrailKind::answer:
            ++made_.asked.answers;
            break;
        case TrailKind::opted_out:
        case TrailKind::opted_in:
            if (event.form == everything) out_ = event.kind == TrailKind::opted_out;
            break;
        default:
            break;
        }
    }

    SignalKept& kept(const TrailEvent& event) {
        return made_.collected[static_cast<std::size_t>(event.signal)];
    }

    void keep(const TrailEvent& event) {
        SignalKept& one = kept(event);
        if (one.kept++ == 0) one.first_day = event.newest_day;
        one.last_day = event.newest_day;
        one.purposes = static_cast<std::uint16_t>(one.purposes | event.purposes);
    }

    void use(const TrailEvent& event) {
        SignalUse& one = uses_[{event.purpose, event.module, event.signal}];
        if (one.allowed + one.refused + one.gaps == 0) {
            one.module = event.module;
            one.purpose = event.purpose;
            one.signal = event.signal;
            one.first_day = day_of(event);
        }
        one.last_day = day_of(event);
        one.refused += event.decision == Decision::refused ? 1 : 0;
        one.gaps += event.decision == Decision::gap ? 1 : 0;
        if (event.decision != Decision::allowed) return;
        ++one.allowed;
        one.rows += event.rows;
        ++one.rests[event.relies_on];
    }

    void open_visit(const TrailEvent& event) {
        in_visit_ = true;
        asked_ = false;
        out_at_start_ = out_;
        const std::int64_t today = event.time_ms / day_ms;
        week_full_ = std::count_if(asked_on_.begin(), asked_on_.end(), [&](std::int64_t day) {
                         return day > today - week && day <= today;
                     }) >= weekly_cap_;
    }

    void close_visit() {
        if (!in_visit_) return;
        in_visit_ = false;
        VisitsAsked& all = made_.asked;
        ++all.visits;
        ++(asked_          ? all.with_question
           : out_at_start_ ? all.opted_out
           : !enabled_     ? all.asking_off
           : week_full_    ? all.week_full
                           : all.no_moment);
    }

    PersonTrail made_;
    std::map<std::tuple<Purpose, Module, Signal>, SignalUse> uses_;
    std::int64_t weekly_cap_ = 0;
    bool enabled_ = true;
    std::vector<std::int64_t> asked_on_; ///< days
    bool in_visit_ = false, asked_ = false, week_full_ = false;
    bool out_ = false, out_at_start_ = false; ///< of everything
};

bool speaks_about(const Json& rules, UserId user) {
    const Json watched = rules.value("watched", Json("all"));
    if (!watched.is_array()) return true;
    return std::any_of(watched.begin(), watched.end(), [&](const Json& one) { return one == user.value; });
}

Status check_person(const Json& rules, UserId user, const std::string& path) {
    const std::string person = std::to_string(user.value);
    const auto people = rules.value("people", std::int64_t{0});
    if (user.value >= people)
        return fail(ErrorCode::bad_input, "there is no person " + person + " in this run", path,
                    "People have numbers from 0 to " + std::to_string(people - 1));
    if (speaks_about(rules, user)) return {};
    return fail(ErrorCode::not_found, "the trail of this run says nothing about person " + person, path,
                "It speaks about " + std::to_string(rules["watched"].size()) + " of " +
                    std::to_string(people) + " people; a run with --trail-people all speaks about everybody");
}

/// Opens what the key of the person still opens.
Status unseal(const TrailStore& trail, PersonTrail& person) {
    for (PersonEvent& one : person.events) {
        if (!uses(one.event.kind, trail_field::values) || one.event.text.empty()) continue;
        ++person.sealed;
        if (person.erased != 0) continue;
        auto values = trail.unsealed(person.begun, person.user, one.event.text);
        if (!values) return pass_on(values);
        one.values = std::move(*values);
        ++person.readable;
    }
    return {};
}

/// A run as its `begin` names it.
ReadableRun begins(std::uint64_t seq, const Json& rules) {
    const auto seed = rules.find("seed");
    return {.begun = seq,
            .run = rules.value("run", ""),
            .scenario = rules.value("scenario", ""),
            .seed = seed == rules.end() ? std::string() : seed->dump(),
            .last_ms = 0};
}

/// Where else the person's values can be read, and where somebody else's of the same number.
Status find_readable(const TrailStore& trail, const std::vector<ReadableRun>& runs, PersonTrail& person) {
    const ReadableRun of = begins(person.begun, person.rules);
    for (const ReadableRun& run : runs) {
        const auto readable = trail.readable_people(run.begun);
        if (!readable) return pass_on(readable);
        if (std::find(readable->begin(), readable->end(), person.user) == readable->end()) continue;
        const bool same = run.scenario == of.scenario && run.seed == of.seed;
        (same ? person.same_person : person.others).push_back(run);
    }
    return {};
}

} // namespace

std::vector<PeopleOfRun> PersonTrail::to_erase() const {
    std::vector<PeopleOfRun> runs;
    for (const ReadableRun& run : same_person)
        runs.push_back({run.begun, {user}, run.last_ms});
    if (runs.empty()) runs.push_back({begun, {user}, last_ms}); // the writer says that there is no key
    return runs;
}

Result<PersonTrail> person_trail(const Workspace& workspace, UserId user, const std::string& run) {
    const TrailStore trail = workspace.trail();
    std::optional<Gathering> found;
    std::uint64_t events = 0;
    bool inside = false; // the run that is looked for
    Json rules;
    std::vector<ReadableRun> runs;
    Status read = trail.each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
        ++events;
        if (!runs.empty() && event.kind != TrailKind::erased)
            runs.back().last_ms = std::max(runs.back().last_ms, event.time_ms);
        if (event.kind == TrailKind::begin) {
            auto text = parse_json(event.text, workspace.path());
            if (!text) return pass_on(text);
            runs.push_back(begins(seq, *text));
            inside = run.empty() || text->value("run", "") == run;
            if (!inside) return {};
            rules = *text;
            found.emplace(user, seq, std::move(*text));
        } else if (event.kind == TrailKind::erased && found && event.person == user &&
                   event.relies_on == found->begun() && !inside) {
            found->erased_later(seq);
        } else if (found && inside &&
                   (event.kind != TrailKind::erased || event.relies_on == found->begun())) {
            found->take(seq, event);
        }
        return {};
    });
    if (!read) return pass_on(read);
    if (events == 0)
        return fail(ErrorCode::not_found, "this workspace has no trail", workspace.path(),
                    "'attune-cli run --trail' writes one");
    if (!found)
        return fail(ErrorCode::not_found, "there is no run '" + excerpt(run) + "' in the trail",
                    workspace.path());
    if (auto sound = check_person(rules, user, workspace.path()); !sound) return pass_on(sound);
    PersonTrail person = found->finish();
    if (auto opened = unseal(trail, person); !opened) return pass_on(opened);
    if (auto looked = find_readable(trail, runs, person); !looked) return pass_on(looked);
    return person;
}

} // namespace attune
