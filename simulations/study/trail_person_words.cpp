#include "simulations/study/trail_person_words.h"

#include "core/workspace/trail_export.h"
#include "core/workspace/trail_lines.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <set>

namespace attune {
namespace {

constexpr double ms_in_day = 86'400'000;
constexpr std::size_t most_named = 4; ///< consents in one cell of a table

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

std::string word(const char* kind, std::string_view key, const Text& text) {
    return text.get(kind + std::string(key));
}

std::string day_text(const TrailEvent& event) {
    return fixed_number(static_cast<double>(event.time_ms) / ms_in_day, 2);
}

std::vector<std::string> purposes_in_words(std::uint16_t purposes, const Text& text) {
    std::vector<std::string> all;
    for_each_purpose(purposes, [&](Purpose purpose) {
        all.push_back(word("consent.purpose_short.", name(purpose), text));
    });
    return all;
}

std::vector<std::string> heads(std::initializer_list<const char*> columns, const Text& text) {
    std::vector<std::string> all;
    for (const char* column : columns)
        all.push_back(word("person.table.", column, text));
    return all;
}

/// The events that consents are, as "12, 40"; many are cut short.
std::string rests_on(const SignalUse& use, const Text& text) {
    std::vector<std::string> named;
    for (const auto& [seq, times] : use.rests)
        named.push_back(seq == 0 ? text.get("person.no_consent_needed")
                                 : count(static_cast<std::int64_t>(seq)));
    if (named.empty()) return text.get("report.none");
    const std::size_t more = named.size() > most_named ? named.size() - most_named : 0;
    named.resize(named.size() - more);
    std::string all;
    for (const std::string& one : named)
        all += (all.empty() ? "" : ", ") + one;
    return more == 0
               ? all
               : all + " " + text.get("person.and_more", {{"count", count(static_cast<std::int64_t>(more))}});
}

std::string form_word(std::uint8_t form, const Text& text) {
    switch (form) {
    case trail_form_offer:
        return text.get("person.form.offer");
    case trail_form_everything:
        return text.get("person.form.everything");
    case 0:
        return text.get("person.form.thumb");
    case 1:
        return text.get("person.form.stars");
    case 2:
        return text.get("person.form.survey");
    default:
        return text.get("person.form.direction");
    }
}

bool is_asking(TrailKind kind) {
    return kind == TrailKind::question || kind == TrailKind::answer || kind == TrailKind::opted_out ||
           kind == TrailKind::opted_in;
}

const Json* notice_of(const PersonTrail& person, const TrailEvent& event) {
    const auto notices = person.rules.find("notices");
    if (event.method != ConsentMethod::notice || notices == person.rules.end() ||
        event.notice >= notices->size())
        return nullptr;
    return &(*notices)[event.notice];
}

std::string notice_name(const Json& notice, const Text& text) {
    return text.get("person.notice", {{"id", notice.value("id", "")},
                                      {"version", std::to_string(notice.value("version", 0))}});
}

/// The items of a list that was shown, four bytes each.
Json items_of(const std::string& values) {
    Json items = Json::array();
    for (std::size_t at = 0; at + 4 <= values.size(); at += 4) {
        std::uint32_t item = 0;
        for (unsigned i = 0; i < 4; ++i)
            item |= static_cast<std::uint32_t>(static_cast<unsigned char>(values[at + i])) << (8 * i);
        items.push_back(item);
    }
    return items;
}

/// What was answered, which stands in the trail as a code.
std::string answer_in_words(const std::string& code, const Text& text) {
    const std::string key = "person.answer." + code;
    return text.has(key) ? text.get(key) : code;
}

Result<Json> events_of(const PersonTrail& person, const Text& text) {
    Json events = Json::array();
    for (const PersonEvent& one : person.events) {
        std::string line;
        append_line(one.seq, one.event, line);
        auto event = parse_json(line, "trail");
        if (!event) return pass_on(event);
        if (one.values) {
            event->erase("text");
            if (one.event.kind == TrailKind::slate)
                (*event)["items"] = items_of(*one.values);
            else
                event->update(
                    {{"answer", *one.values}, {"answer_in_words", answer_in_words(*one.values, text)}});
        }
        events.push_back(std::move(*event));
    }
    return events;
}

Result<Json> receipts_of(const Workspace& workspace, const PersonTrail& person) {
    Json receipts = Json::array();
    for (const PersonEvent& one : person.events) {
        if (one.event.kind != TrailKind::consent) continue;
        const auto receipt = trail_receipt(workspace.trail(), one.seq);
        if (!receipt) return pass_on(receipt);
        auto json = parse_json(*receipt, workspace.path());
        if (!json) return pass_on(json);
        receipts.push_back(std::move(*json));
    }
    return receipts;
}

/// By purpose: a row that was kept for two is counted for each when its time for it is over.
Json swept_in_json(const SignalKept& one) {
    Json made = Json::object();
    for (std::size_t p = 0; p < one.swept.size(); ++p)
        if (one.swept[p] > 0) made[std::string(name(static_cast<Purpose>(p)))] = one.swept[p];
    return made;
}

std::string swept_in_words(const SignalKept& one, const Text& text) {
    std::vector<std::string> all;
    for (std::size_t p = 0; p < one.swept.size(); ++p)
        if (one.swept[p] > 0)
            all.push_back(text.get("person.swept", {{"rows", count(one.swept[p])},
                                                    {"purpose", word("consent.purpose_short.",
                                                                     name(static_cast<Purpose>(p)), text)}}));
    return all.empty() ? text.get("report.none") : text.listed(all);
}

Json collected_in_json(const PersonTrail& person) {
    Json all = Json::array();
    for (std::size_t s = 0; s < person.collected.size(); ++s) {
        const SignalKept& one = person.collected[s];
        if (!one.any()) continue;
        Json purposes = Json::array();
        for_each_purpose(one.purposes, [&](Purpose purpose) { purposes.push_back(name(purpose)); });
        Json made = {{"signal", name(static_cast<Signal>(s))},
                     {"kept", one.kept},
                     {"not_kept", one.refused},
                     {"erased_in_time", swept_in_json(one)}};
        if (one.kept > 0)
            made.update({{"first_day", one.first_day}, {"last_day", one.last_day}, {"for", purposes}});
        all.push_back(std::move(made));
    }
    return all;
}

Json uses_in_json(const PersonTrail& person) {
    Json all = Json::array();
    for (const SignalUse& use : person.uses) {
        Json rests = Json::array();
        for (const auto& [seq, times] : use.rests)
            rests.push_back({{"consent_event", seq}, {"reads", times}});
        all.push_back({{"purpose", name(use.purpose)},
                       {"module", name(use.module)},
                       {"signal", name(use.signal)},
                       {"allowed", use.allowed},
                       {"refused", use.refused},
                       {"gaps", use.gaps},
                       {"rows", use.rows},
                       {"first_day", use.first_day},
                       {"last_day", use.last_day},
                       {"rests_on", std::move(rests)}});
    }
    return all;
}

} // namespace

DataTable collected_table(const PersonTrail& person, const Text& text) {
    DataTable table;
    table.head = heads({"signal", "kept", "not_kept", "swept", "first_day", "last_day", "for"}, text);
    const std::string none = text.get("report.none");
    for (std::size_t s = 0; s < person.collected.size(); ++s) {
        const SignalKept& one = person.collected[s];
        if (!one.any()) continue;
        table.rows.push_back({word("consent.signal_short.", name(static_cast<Signal>(s)), text),
                              count(one.kept), count(one.refused), swept_in_words(one, text),
                              one.kept > 0 ? count(one.first_day) : none,
                              one.kept > 0 ? count(one.last_day) : none,
                              one.kept > 0 ? text.listed(purposes_in_words(one.purposes, text)) : none});
    }
    return table;
}

DataTable uses_table(const PersonTrail& person, const Text& text) {
    DataTable table;
    table.head = heads({"purpose", "by", "signal", "allowed", "refused", "rests_on"}, text);
    for (const SignalUse& use : person.uses)
        table.rows.push_back({word("consent.purpose_short.", name(use.purpose), text),
                              word("audit.module.", name(use.module), text),
                              word("consent.signal_short.", name(use.signal), text), count(use.allowed),
                              count(use.refused + use.gaps), rests_on(use, text)});
    return table;
}

DataTable consents_table(const PersonTrail& person, const Text& text) {
    DataTable table;
    table.head = heads({"event", "day", "purpose", "state", "who", "how", "notice"}, text);
    for (const PersonEvent& one : person.events) {
        if (one.event.kind == TrailKind::privacy_signal)
            table.rows.push_back(
                {count(static_cast<std::int64_t>(one.seq)), day_text(one.event), text.get("report.none"),
                 text.get(one.event.number != 0 ? "person.signal.on" : "person.signal.off"),
                 text.get("person.signal.device"), text.get("report.none"), text.get("report.none")});
        if (one.event.kind != TrailKind::consent) continue;
        const Json* notice = notice_of(person, one.event);
        table.rows.push_back({count(static_cast<std::int64_t>(one.seq)), day_text(one.event),
                              word("consent.purpose_short.", name(one.event.purpose), text),
                              word("cli.consent.receipt.state.", name(one.event.to), text),
                              word("cli.consent.receipt.entity.", name(one.event.entity), text),
                              word("cli.consent.receipt.method.", name(one.event.method), text),
                              notice ? notice_name(*notice, text) : text.get("report.none")});
    }
    return table;
}

DataTable asked_table(const PersonTrail& person, const Text& text) {
    DataTable table;
    table.head = heads({"event", "day", "visit", "what", "form", "answer"}, text);
    for (const PersonEvent& one : person.events) {
        if (!is_asking(one.event.kind)) continue;
        const bool answer = one.event.kind == TrailKind::answer;
        table.rows.push_back({count(static_cast<std::int64_t>(one.seq)), day_text(one.event),
                              count(one.event.visit), word("person.asked.", name(one.event.kind), text),
                              form_word(one.event.form, text),
                              one.values ? answer_in_words(*one.values, text)
                                         : text.get(answer ? "person.sealed" : "report.none")});
    }
    return table;
}

std::string asked_sentence(const PersonTrail& person, const Text& text) {
    const VisitsAsked& asked = person.asked;
    const Json limits = person.rules.value("asking", Json::object());
    std::string all =
        text.get("person.asked.visits", {{"visits", count(asked.visits)},
                                         {"asked", count(asked.with_question)},
                                         {"session_cap", count(limits.value("session_cap", std::int64_t{0}))},
                                         {"weekly_cap", count(limits.value("weekly_cap", std::int64_t{0}))}});
    for (const auto& [key, visits] : {std::pair{"off", asked.asking_off},
                                      {"opted_out", asked.opted_out},
                                      {"week_full", asked.week_full},
                                      {"no_moment", asked.no_moment}})
        if (visits > 0)
            all += " " + text.get(std::string("person.not_asked.") + key, {{"visits", count(visits)}});
    return all;
}

std::string values_sentence(const PersonTrail& person, const Text& text) {
    if (person.sealed == 0) return text.get("person.values.none");
    return text.get(person.erased != 0 ? "person.values.erased" : "person.values.sealed",
                    {{"sealed", count(person.sealed)},
                     {"readable", count(person.readable)},
                     {"event", count(static_cast<std::int64_t>(person.erased))}});
}

std::vector<std::string> notices_in_words(const PersonTrail& person, const Text& text) {
    std::vector<std::string> all;
    std::set<int> told;
    for (const PersonEvent& one : person.events) {
        if (one.event.kind != TrailKind::consent || one.event.entity != ConsentEntity::person) continue;
        const Json* notice = notice_of(person, one.event);
        if (!notice || !told.insert(one.event.notice).second) continue;
        std::string words = notice_name(*notice, text);
        for (const Json& line : notice->value("text", Json::array()))
            words += "\n  " + line.get<std::string>();
        all.push_back(std::move(words));
    }
    return all;
}

std::vector<std::string> erasure_in_words(const PersonTrail& person, const Text& text) {
    std::vector<std::string> all;
    for (const char* line : {"values", "events", "simulation", "totals", "copies"})
        all.push_back(word("person.erasure.", line, text));
    all.front() = text.get("person.erasure.values", {{"sealed", count(person.sealed)}});
    all.insert(all.begin() + 1,
               text.get("person.erasure.runs",
                        {{"runs", count(static_cast<std::int64_t>(person.same_person.size()))}}));
    for (const ReadableRun& other : person.others)
        all.push_back(text.get("person.erasure.other", {{"person", std::to_string(person.user.value)},
                                                        {"run", other.run},
                                                        {"scenario", other.scenario},
                                                        {"seed", other.seed}}));
    return all;
}

Result<Json> person_document(const Workspace& workspace, const PersonTrail& person, const Text& text) {
    auto events = events_of(person, text);
    if (!events) return pass_on(events);
    auto receipts = receipts_of(workspace, person);
    if (!receipts) return pass_on(receipts);
    const VisitsAsked& asked = person.asked;
    return Json{{"attune", "person"},
                {"version", 1},
                {"personal_data", true},
                {"marked", text.get("person.marked")},
                {"person", person.user.value},
                {"run",
                 {{"id", person.rules.value("run", "")},
                  {"scenario", person.rules.value("scenario", "")},
                  {"policy", person.rules.value("policy", "")},
                  {"begun_with_event", person.begun}}},
                {"collected", collected_in_json(person)},
                {"uses", uses_in_json(person)},
                {"notices", person.rules.value("notices", Json::array())},
                {"asked",
                 {{"questions", asked.questions},
                  {"answers", asked.answers},
                  {"visits", asked.visits},
                  {"visits_with_a_question", asked.with_question},
                  {"visits_without",
                   {{"asking_off", asked.asking_off},
                    {"opted_out", asked.opted_out},
                    {"week_full", asked.week_full},
                    {"no_moment", asked.no_moment}}}}},
                {"values", {{"sealed", person.sealed}, {"readable", person.readable}}},
                {"erased_with_event", person.erased == 0 ? Json() : Json(person.erased)},
                {"receipts", std::move(*receipts)},
                {"events", std::move(*events)}};
}

} // namespace attune
