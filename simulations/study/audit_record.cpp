#include "simulations/study/audit_record.h"

#include "core/base/named.h"
#include "core/base/text.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

using audit::trail::invariant_count;
using audit::trail::Outcome;

constexpr std::array<std::string_view, audit_trigger_count> triggers = {"asked", "calendar", "run",
                                                                        "publishing"};
constexpr std::array outcomes = {Outcome::passed, Outcome::failed, Outcome::not_evaluated,
                                 Outcome::nothing_to_check};

std::string_view id_of(std::size_t invariant) {
    return audit::trail::id(static_cast<audit::trail::Invariant>(invariant));
}

/// Reads a text member by member; a missing or foreign one makes all of it unreadable.
class Members {
public:
    explicit Members(const Json& json)
        : json_(json) {}

    std::string text(const char* key) {
        const Json* at = member(key);
        if (at && at->is_string()) return at->get<std::string>();
        sound_ = false;
        return {};
    }
    bool yes(const char* key) {
        const Json* at = member(key);
        if (at && at->is_boolean()) return at->get<bool>();
        sound_ = false;
        return false;
    }
    template <typename Number>
    Number number(const char* key) {
        const Json* at = member(key);
        if (at && at->is_number_integer() && at->get<std::int64_t>() >= 0) return at->get<Number>();
        sound_ = false;
        return {};
    }
    /// Any number; none where there was none to say (JSON has no infinity and writes null).
    double real(const char* key) {
        const Json* at = member(key);
        if (at && at->is_number()) return at->get<double>();
        if (!at || !at->is_null()) sound_ = false;
        return std::numeric_limits<double>::quiet_NaN();
    }
    /// 0 where an older program has not written it.
    template <typename Number>
    Number number_if_there(const char* key) {
        return member(key) ? number<Number>(key) : Number{};
    }
    AuditSigner signer() { return {.name = text("name"), .role = text("role")}; }
    const Json* member(const char* key) const {
        const auto found = json_.is_object() ? json_.find(key) : json_.end();
        return found == json_.end() ? nullptr : &*found;
    }
    void broken() { sound_ = false; }
    bool sound() const { return sound_; }

private:
    const Json& json_;
    bool sound_ = true;
};

std::optional<AuditRecord> audit_from(const Json& json) {
    Members of(json);
    AuditRecord record;
    record.made = of.text("made");
    record.program = of.text("program");
    const auto trigger = find_named<AuditTrigger>(triggers, of.text("trigger"));
    record.by = of.signer();
    record.through = of.number<std::uint64_t>("through");
    record.root = of.text("root");
    record.runs = of.number<std::int64_t>("runs");
    record.watched = of.number<std::int64_t>("watched");
    record.people = of.number<std::int64_t>("people");
    record.key_given = of.yes("key_given");
    record.head_given = of.yes("head_given");
    const Json* invariants = of.member("invariants");
    if (!trigger || !invariants || !invariants->is_array() || invariants->size() != invariant_count)
        return std::nullopt;
    record.trigger = *trigger;
    for (std::size_t i = 0; i < invariant_count; ++i) {
        Members one((*invariants)[i]);
        RecordedInvariant& into = record.invariants[i];
        const std::string word = one.text("verdict");
        const auto outcome = std::find_if(outcomes.begin(), outcomes.end(),
                                          [&](Outcome each) { return audit::trail::word(each) == word; });
        into.complete = one.yes("complete");
        into.checked = one.number<std::int64_t>("checked");
        into.failures = one.number<std::int64_t>("failures");
        into.first = one.number<std::uint64_t>("first");
        if (outcome == outcomes.end() || one.text("id") != id_of(i) || !one.sound()) return std::nullopt;
        into.outcome = *outcome;
    }
    // What it says in one word must be what it says in detail.
    if (!of.sound() || of.text("verdict") != (record.passed() ? "passed" : "failed")) return std::nullopt;
    return record;
}

std::optional<CalendarChange> calendar_from(const Json& json) {
    Members of(json);
    CalendarChange change{
        .made = of.text("made"),
        .by = of.signer(),
        .calendar = {.every_days = of.number<int>("every_days"), .after_run = of.yes("after_run")}};
    if (!of.sound()) return std::nullopt;
    return change;
}

constexpr std::array<std::string_view, 3> covers = {"none", "limit", "exception"};

/// An older program wrote none. Whether it could be read.
bool take_fairness(const Json& json, FairnessCheck& check) {
    if (!json.is_object() || !json.contains("fairness")) return true;
    Members of(json["fairness"]);
    check = {of.text("scenario"),
             of.number<int>("people"),
             of.number<int>("days"),
             of.number<int>("replications"),
             {}};
    const Json* breaches = of.member("breaches");
    if (!breaches || !breaches->is_array()) return false;
    for (const Json& entry : *breaches) {
        Members one(entry);
        const auto cover = find_named<BreachCover>(covers, one.text("cover"));
        if (!cover) return false;
        check.breaches.push_back({one.text("group"), one.real("ratio"), one.real("lower"), one.real("upper"),
                                  *cover, one.text("reason")});
        if (!one.sound()) return false;
    }
    return of.sound();
}

Json json_of(const FairnessCheck& check) {
    Json breaches = Json::array();
    for (const FairBreach& one : check.breaches)
        breaches.push_back({{"group", one.group},
                            {"ratio", one.ratio},
                            {"lower", one.lower},
                            {"upper", one.upper},
                            {"cover", covers[static_cast<std::size_t>(one.cover)]},
                            {"reason", one.reason}});
    return {{"scenario", check.scenario},
            {"people", check.people},
            {"days", check.days},
            {"replications", check.replications},
            {"breaches", std::move(breaches)}};
}

std::optional<PolicyPublication> publication_from(const Json& json) {
    Members of(json);
    PolicyPublication made{.made = of.text("made"),
                           .by = of.signer(),
                           .reason = of.text("reason"),
                           .policy = of.text("policy"),
                           .version = of.number<int>("version"),
                           .sha256 = of.text("sha256"),
                           .audit = of.number<std::uint64_t>("audit"),
                           .watched = of.number_if_there<std::int64_t>("watched"),
                           .people = of.number_if_there<std::int64_t>("people"),
                           .not_evaluated = of.number_if_there<int>("not_evaluated")};
    if (!take_fairness(json, made.fairness) || !of.sound()) return std::nullopt;
    return made;
}

template <typename Entry>
bool keep(std::vector<InTrail<Entry>>& all, std::uint64_t seq, std::optional<Entry> entry) {
    if (!entry) return false;
    all.push_back({seq, std::move(*entry)});
    return true;
}

/// Whether the text could be read; one that is none of ours is passed over.
bool take(AuditBook& book, std::uint64_t seq, const Json& json) {
    const std::string what = Members(json).text("what");
    if (what == "audit") return keep(book.audits, seq, audit_from(json));
    if (what == "calendar") return keep(book.calendars, seq, calendar_from(json));
    if (what == "published") return keep(book.published, seq, publication_from(json));
    return true;
}

} // namespace

std::string_view name(AuditTrigger trigger) {
    return name_in(triggers, trigger);
}

bool AuditRecord::passed() const {
    return std::all_of(invariants.begin(), invariants.end(),
                       [](const RecordedInvariant& one) { return one.failures == 0; });
}

int AuditRecord::not_evaluated() const {
    return static_cast<int>(
        std::count_if(invariants.begin(), invariants.end(),
                      [](const RecordedInvariant& one) { return one.outcome == Outcome::not_evaluated; }));
}

AuditRecord record_of(const audit::trail::WorkspaceAudit& audit) {
    AuditRecord record;
    record.through = audit.chain.events;
    record.root = audit::trail::hex(audit.chain.root);
    record.runs = audit.verdict.runs;
    record.watched = audit.verdict.watched;
    record.people = audit.verdict.people;
    record.key_given = audit.chain.key_given;
    record.head_given = audit.chain.earlier_given;
    for (std::size_t i = 0; i < invariant_count; ++i) {
        const audit::trail::InvariantVerdict& one = audit.verdict.invariants[i];
        record.invariants[i] = {.outcome = one.outcome(),
                                .complete = !one.partly,
                                .checked = one.checked,
                                .failures = one.failures,
                                .first = one.findings.empty() ? 0 : one.findings.front().seq};
    }
    return record;
}

const InTrail<PolicyPublication>* AuditBook::in_force(const std::string& policy) const {
    const auto found = std::find_if(published.rbegin(), published.rend(),
                                    [&](const auto& one) { return one.entry.policy == policy; });
    return found == published.rend() ? nullptr : &*found;
}

Result<AuditBook> read_audit_book(const TrailStore& trail) {
    AuditBook book;
    // The first byte of an event says what it is; few of them are of interest here.
    Status read = trail.each_payload([&](std::uint64_t seq, Bytes payload) -> Status {
        book.last = seq;
        const auto kind = payload.empty() ? TrailKind{} : static_cast<TrailKind>(payload.front());
        if (kind == TrailKind::begin) book.newest_run = seq;
        if (kind != TrailKind::audited) {
            book.newest_judged = seq;
            return {};
        }
        const auto event = read_payload(payload);
        if (!event) return pass_on(event);
        const auto json = parse_json(event->text, "the trail");
        if (json && take(book, seq, *json)) return {};
        const Text& text = Text::english();
        return fail(ErrorCode::unreadable, text.get("verdict.unreadable", {{"event", std::to_string(seq)}}),
                    {}, text.get("verdict.unreadable.remedy"));
    });
    if (!read) return pass_on(read);
    return book;
}

std::string text_of(const AuditRecord& record) {
    Json invariants = Json::array();
    for (std::size_t i = 0; i < invariant_count; ++i) {
        const RecordedInvariant& one = record.invariants[i];
        invariants.push_back({{"id", id_of(i)},
                              {"verdict", audit::trail::word(one.outcome)},
                              {"complete", one.complete},
                              {"checked", one.checked},
                              {"failures", one.failures},
                              {"first", one.first}});
    }
    return Json{{"what", "audit"},
                {"made", record.made},
                {"program", record.program},
                {"trigger", name(record.trigger)},
                {"name", record.by.name},
                {"role", record.by.role},
                {"through", record.through},
                {"root", record.root},
                {"runs", record.runs},
                {"watched", record.watched},
                {"people", record.people},
                {"key_given", record.key_given},
                {"head_given", record.head_given},
                {"verdict", record.passed() ? "passed" : "failed"},
                {"invariants", std::move(invariants)}}
        .dump();
}

std::string text_of(const CalendarChange& change) {
    return Json{{"what", "calendar"},
                {"made", change.made},
                {"name", change.by.name},
                {"role", change.by.role},
                {"every_days", change.calendar.every_days},
                {"after_run", change.calendar.after_run}}
        .dump();
}

std::string text_of(const PolicyPublication& publication) {
    return Json{{"what", "published"},
                {"made", publication.made},
                {"name", publication.by.name},
                {"role", publication.by.role},
                {"reason", publication.reason},
                {"policy", publication.policy},
                {"version", publication.version},
                {"sha256", publication.sha256},
                {"audit", publication.audit},
                {"watched", publication.watched},
                {"people", publication.people},
                {"not_evaluated", publication.not_evaluated},
                {"fairness", json_of(publication.fairness)}}
        .dump();
}

} // namespace attune
