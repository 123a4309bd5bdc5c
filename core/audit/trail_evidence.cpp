// I5: what is spent of a budget never goes beyond its cap. I7, I8 and the exports of I13 need execution; what
// came of it stands in the trail as evidence, under the same chain and signature as all else.
#include "core/audit/trail_judge.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

std::string text_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A whole number that is not negative; -1 for anything else.
std::int64_t whole_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    constexpr std::uint64_t most = 0x7FFFFFFFFFFFFFFF;
    if (found == json.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > most) return -1;
    return found->get<std::int64_t>();
}

Finding named(Invariant invariant, Reason reason, const Event& event, std::string name,
              std::int64_t found = 0, std::int64_t allowed = 0) {
    Finding made = finding(invariant, reason, event, found, allowed);
    made.name = std::move(name);
    return made;
}

void judge_exports(const Json& json, const Event& event, Notes& notes) {
    constexpr Invariant i13 = Invariant::no_leak;
    const std::int64_t files = whole_at(json, "files");
    const std::int64_t rows = whole_at(json, "personal_rows");
    if (files < 0 || rows < 0) return notes.broken(i13, Reason::evidence_unreadable, event);
    if (files == 0 && rows > 0) return notes.broken(i13, Reason::evidence_unreadable, event);
    notes.checked(i13, files);
    if (rows > 0) notes.broken(i13, Reason::export_leaks, event, rows);
}

} // namespace

void EvidenceJudge::begun(const RunRules& rules) {
    runs_.push_back({rules.run, rules.scenario, rules.policy});
    effort_.stale = exports_.stale = true;
    for (std::size_t p = 0; p < purpose_count; ++p) {
        const Terms& terms = rules.purposes[p];
        if (terms.basis == Basis::consent && std::any_of(terms.cells.begin(), terms.cells.end(),
                                                         [](const Cell& cell) { return cell.there(); }))
            asked_for_ = static_cast<std::uint16_t>(asked_for_ | 1U << p);
    }
}

std::int64_t EvidenceJudge::unproven() const {
    return std::count_if(runs_.begin(), runs_.end(), [](const Run& run) { return !run.proven; });
}

/// What the newest evidence before had found is taken back, and this takes its place.
template <typename Judge>
void EvidenceJudge::judge_newest(Newest& newest, const Event& event, Notes& notes, Judge&& judge) {
    if (newest.seq > 0) notes.take_back(newest.invariant, newest.seq, newest.checked, newest.failures);
    const InvariantVerdict& verdict = notes.so_far(newest.invariant);
    const std::int64_t checked = verdict.checked, failures = verdict.failures;
    judge();
    newest.seq = event.seq;
    newest.checked = verdict.checked - checked;
    newest.failures = verdict.failures - failures;
    newest.stale = false;
}

void EvidenceJudge::judge_effort(const Json& json, const Event& event, Notes& notes) {
    constexpr Invariant i8 = Invariant::easy_withdrawal;
    notes.evaluated(i8);
    tried_ = 0;
    const auto list = json.find("purposes");
    if (list == json.end() || !list->is_array() || list->empty())
        return notes.broken(i8, Reason::evidence_unreadable, event);
    for (const Json& one : *list) {
        const auto purpose =
            one.is_object() ? code_of(purpose_words(), text_at(one, "purpose")) : std::nullopt;
        const std::int64_t give = purpose ? whole_at(one, "give") : -1;
        const std::int64_t withdraw = purpose ? whole_at(one, "withdraw") : -1;
        if (give < 0 || withdraw < 0) {
            notes.broken(i8, Reason::evidence_unreadable, event);
            continue;
        }
        notes.checked(i8);
        tried_ = static_cast<std::uint16_t>(tried_ | 1U << *purpose);
        if (withdraw <= give) continue;
        Finding found = finding(i8, Reason::harder_to_leave, event, withdraw, give);
        found.purpose = static_cast<Purpose>(*purpose);
        notes.broken(std::move(found));
    }
}

/// Counts for the runs it names, and for these only if it was made for their scenario and policy.
void EvidenceJudge::judge_parity(const Json& json, const Event& event, Notes& notes) {
    constexpr Invariant i7 = Invariant::free_opting_out;
    constexpr std::int64_t least_people = 500;
    const std::int64_t people = whole_at(json, "people");
    const std::int64_t different = whole_at(json, "different");
    if (people <= 0 || different < 0) return notes.broken(i7, Reason::evidence_unreadable, event);
    const auto named = json.find("runs");
    if (named == json.end() || !named->is_array()) return;
    bool of_this_trail = false;
    for (Run& run : runs_) {
        if (run.id.empty() || run.scenario != text_at(json, "scenario") ||
            run.policy != text_at(json, "policy") ||
            std::find(named->begin(), named->end(), Json(run.id)) == named->end())
            continue;
        of_this_trail = true;
        run.proven = run.proven || people >= least_people;
    }
    // A difference shows among few people too; that there is none does not.
    if (!of_this_trail || (people < least_people && different == 0)) return;
    notes.evaluated(i7);
    notes.checked(i7, people);
    if (different > 0) notes.broken(i7, Reason::parity_differs, event, different);
}

void EvidenceJudge::take(const Event& event, Notes& notes) {
    const auto json = parse_json(event.text, "");
    if (!json || !json->is_object()) {
        notes.broken(named(Invariant::whole_trail, Reason::unreadable, event, "its text is no JSON object"));
        return;
    }
    const std::string check = text_at(*json, "check");
    if (check == "parity") return judge_parity(*json, event, notes);
    if (check == "withdrawal_effort")
        return judge_newest(effort_, event, notes, [&] { judge_effort(*json, event, notes); });
    if (check == "export_scan") {
        if (whole_at(*json, "files") == 0 && whole_at(*json, "personal_rows") == 0) return; // is no scan
        return judge_newest(exports_, event, notes, [&] { judge_exports(*json, event, notes); });
    }
    if (check != "budget") return;

    constexpr Invariant i5 = Invariant::budget;
    notes.checked(i5);
    // A budget belongs to people: data sets about the same people draw on one.
    const std::string people = text_at(*json, "people");
    const std::string scope = text_at(*json, "scope");
    const std::string name = people.empty() ? scope : people;
    const std::string op = text_at(*json, "op");
    const std::int64_t amount = whole_at(*json, "amount");
    const std::int64_t cap = whole_at(*json, "cap");
    if (name.empty() || amount <= 0 || cap < 0 || (op != "reserve" && op != "commit" && op != "abort"))
        return notes.broken(named(i5, Reason::budget_unreadable, event, name));
    Budget& budget =
        budgets_.try_emplace((people.empty() ? "scope " : "people ") + name, Budget{cap}).first->second;
    if (cap != budget.cap) {
        notes.broken(named(i5, Reason::budget_changed, event, name, cap, budget.cap));
        budget.cap = std::min(cap, budget.cap);
    }
    if (op == "reserve") {
        const std::int64_t used = budget.reserved + budget.committed; // never beyond the largest cap
        if (amount > budget.cap - used)
            return notes.broken(named(i5, Reason::budget_over, event, name,
                                      amount > 0x7FFFFFFFFFFFFFFF - used ? 0x7FFFFFFFFFFFFFFF : used + amount,
                                      budget.cap));
        budget.reserved += amount;
        return;
    }
    if (amount > budget.reserved)
        return notes.broken(named(i5, Reason::budget_not_reserved, event, name, amount, budget.reserved));
    budget.reserved -= amount;
    if (op == "commit") budget.committed += amount;
}

} // namespace attune::audit::trail
