// What the workspace says about itself (I10): an audit speaks about the events right before it and agrees
// with itself, and a policy rests on an audit before it that found nothing broken.
#include "core/audit/trail_judge.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

constexpr std::array<std::string_view, 4> triggers = {"asked", "calendar", "run", "publishing"};

/// Members of an object; a missing one, or one of another kind, makes all of it unreadable.
class Object {
public:
    explicit Object(const Json& json)
        : json_(json) {
        sound_ = json.is_object();
    }
    std::string text(const char* key) {
        const Json* at = member(key);
        sound_ = sound_ && at && at->is_string();
        return sound_ ? at->get<std::string>() : std::string();
    }
    bool yes(const char* key) {
        const Json* at = member(key);
        sound_ = sound_ && at && at->is_boolean();
        return sound_ && at->get<bool>();
    }
    std::uint64_t whole(const char* key) {
        const Json* at = member(key);
        constexpr std::uint64_t most = 0x7FFFFFFFFFFFFFFF;
        sound_ = sound_ && at && at->is_number_unsigned() && at->get<std::uint64_t>() <= most;
        return sound_ ? at->get<std::uint64_t>() : 0;
    }
    const Json* member(const char* key) const {
        const auto found = json_.is_object() ? json_.find(key) : json_.end();
        return found == json_.end() ? nullptr : &*found;
    }
    void demand(bool what) { sound_ = sound_ && what; }
    bool sound() const { return sound_; }

private:
    const Json& json_;
    bool sound_ = true;
};

bool is_hash(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// One invariant of an audit; whether it failed, or nothing for one that is not written as it must be.
std::optional<bool> invariant_failed(const Json& json, Invariant which, std::uint64_t through) {
    Object one(json);
    one.demand(one.text("id") == id(which));
    const std::string verdict = one.text("verdict");
    one.yes("complete");
    const std::uint64_t checked = one.whole("checked"), failures = one.whole("failures");
    one.demand(one.whole("first") <= through);
    const bool failed = verdict == word(Outcome::failed);
    one.demand(failed || verdict == word(Outcome::not_evaluated) ||
               (verdict == word(Outcome::passed) && checked > 0) ||
               (verdict == word(Outcome::nothing_to_check) && checked == 0));
    one.demand(failed == (failures > 0));
    if (!one.sound()) return std::nullopt;
    return failed;
}

/// Whether the audit passed; nothing for a text that is no audit.
std::optional<bool> audit_passed(Object& of, std::uint64_t through) {
    for (const char* key : {"made", "program", "name", "role"})
        of.text(key);
    of.demand(std::find(triggers.begin(), triggers.end(), of.text("trigger")) != triggers.end());
    of.demand(is_hash(of.text("root")));
    for (const char* key : {"runs", "watched", "people"})
        of.whole(key);
    of.yes("key_given");
    of.yes("head_given");
    const Json* all = of.member("invariants");
    of.demand(all && all->is_array() && all->size() == invariant_count);
    if (!of.sound()) return std::nullopt;
    bool passed = true;
    for (std::size_t i = 0; i < invariant_count; ++i) {
        const auto failed = invariant_failed((*all)[i], static_cast<Invariant>(i), through);
        if (!failed) return std::nullopt;
        passed = passed && !*failed;
    }
    of.demand(of.text("verdict") == (passed ? "passed" : "failed"));
    if (!of.sound()) return std::nullopt;
    return passed;
}

} // namespace

void SaidJudge::take(const Event& event, Notes& notes) {
    constexpr Invariant i10 = Invariant::whole_trail;
    const auto json = parse_json(event.text, "");
    if (!json) return notes.broken(i10, Reason::audit_unreadable, event);
    Object of(*json);
    const std::string what = of.text("what");
    if (what == "audit") {
        const std::uint64_t through = of.whole("through");
        const auto passed = audit_passed(of, through);
        if (!passed) return notes.broken(i10, Reason::audit_unreadable, event);
        if (through + 1 != event.seq)
            return notes.broken(i10, Reason::audit_elsewhere, event, static_cast<std::int64_t>(through),
                                static_cast<std::int64_t>(event.seq) - 1);
        if (*passed) passed_.insert(event.seq);
    } else if (what == "published") {
        const std::uint64_t audit = of.whole("audit");
        if (!of.sound() || !passed_.contains(audit))
            notes.broken(i10, Reason::published_unaudited, event, static_cast<std::int64_t>(audit));
    }
}

} // namespace attune::audit::trail
