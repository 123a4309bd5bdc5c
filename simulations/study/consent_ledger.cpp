#include "simulations/study/consent_ledger.h"

#include "core/base/json.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr std::int64_t day_ms = 86'400'000, minute_ms = 60'000, minutes_per_day = 1440;
constexpr std::array<std::string_view, ledger_part_count> part_names = {"consents",  "reads",     "kept",
                                                                        "forgotten", "questions", "other"};

/// What was found wrong is looked up by number.
bool is_unfounded(const ConsentPicture& picture, std::uint64_t seq) {
    const auto& all = picture.unfounded;
    const auto at = std::lower_bound(all.begin(), all.end(), seq,
                                     [](const UnfoundedRead& read, std::uint64_t n) { return read.seq < n; });
    return at != all.end() && at->seq == seq;
}

bool is_refused(const TrailEvent& event) {
    return event.kind == TrailKind::capture_refused ||
           (event.kind == TrailKind::read && event.decision != Decision::allowed);
}

bool is_about(const TrailEvent& event, Purpose purpose) {
    if (uses(event.kind, trail_field::purposes)) return has_purpose(event.purposes, purpose);
    return uses(event.kind, trail_field::purpose) && event.purpose == purpose;
}

bool passes(const ConsentPicture& picture, const LedgerFilter& filter, std::uint64_t seq,
            const TrailEvent& event) {
    // What comes about with the end of the last day belongs to it.
    const bool all_days = filter.until_day >= picture.last_day;
    if (seq < filter.first || (!all_days && event.time_ms >= (std::int64_t{filter.until_day} + 1) * day_ms))
        return false;
    if (filter.part && part_of(event.kind) != *filter.part) return false;
    if (filter.person && event.person != *filter.person) return false;
    if (filter.purpose && !is_about(event, *filter.purpose)) return false;
    if (filter.only_refused && !is_refused(event)) return false;
    return !filter.only_unfounded || is_unfounded(picture, seq);
}

/// Calls use(seq, event) for what passes, from the event `from` on, until it says false.
Status each_row(const TrailStore& trail, const ConsentPicture& picture, const LedgerFilter& filter,
                std::uint64_t from, const std::stop_token& stop,
                const std::function<Result<bool>(std::uint64_t, const TrailEvent&)>& use) {
    bool on = true;
    return trail.each_segment(
        std::max({from, picture.first, filter.first}), [&](const TrailSegment& segment) -> Result<bool> {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while the trail was read");
            const Status read = segment.each([&](std::uint64_t seq, Bytes payload) -> Status {
                if (!on || seq < from || seq < picture.first) return {};
                const auto event = read_payload(payload);
                if (!event) return pass_on(event);
                if (!passes(picture, filter, seq, *event)) return {};
                const auto go_on = use(seq, *event);
                if (!go_on) return pass_on(go_on);
                on = *go_on;
                return {};
            });
            if (!read) return pass_on(read);
            return on;
        });
}

std::string word(const Text& text, std::string_view family, std::string_view which) {
    return text.get(std::string(family) + std::string(which));
}

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// A member of what the workspace says about itself; empty where it says no such thing.
std::string said(const TrailEvent& event, const char* member) {
    const Json json = parse_json(event.text, "trail").value_or(Json());
    const auto found = json.is_object() ? json.find(member) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string said_words(const TrailEvent& event, const Text& text) {
    const std::string what = said(event, "what");
    if (what == "published")
        return text.get("ledger.what.published", {{"policy", excerpt(said(event, "policy"))}});
    return text.get(what == "calendar" ? "ledger.what.calendar" : "ledger.what.audited");
}

std::string what_words(const ConsentPicture& picture, const TrailEvent& event, const Text& text) {
    const std::string kind(name(event.kind));
    switch (event.kind) {
    case TrailKind::consent: {
        const std::string state = word(text, "ledger.state.", name(event.to));
        if (event.method != ConsentMethod::notice || event.notice >= picture.notices.size()) return state;
        return text.get("ledger.state.on_notice",
                        {{"state", state}, {"notice", picture.notices[event.notice].notice.id}});
    }
    case TrailKind::read:
    case TrailKind::swept:
        return text.get("ledger.what." + kind, {{"rows", count_text(event.rows)}});
    case TrailKind::forgotten:
        return text.get(event.purposes == 0 ? "ledger.what.visit_over" : "ledger.what.forgotten",
                        {{"rows", count_text(event.rows)}});
    case TrailKind::trained:
        return text.get("ledger.what.trained",
                        {{"number", count_text(event.number)}, {"rows", count_text(event.rows)}});
    case TrailKind::slate:
        return text.get("ledger.what.slate", {{"number", count_text(event.number)}});
    case TrailKind::privacy_signal:
        return text.get(event.number != 0 ? "ledger.what.signal_on" : "ledger.what.signal_off");
    case TrailKind::audited:
        return said_words(event, text);
    default:
        return text.get("ledger.what." + kind);
    }
}

LedgerSign sign_of(const ConsentPicture& picture, std::uint64_t seq, const TrailEvent& event) {
    if (is_unfounded(picture, seq)) return LedgerSign::no_basis;
    if (is_refused(event)) return LedgerSign::refused;
    return event.kind == TrailKind::read ? LedgerSign::allowed : LedgerSign::recorded;
}

std::string purposes_words(const TrailEvent& event, const Text& text) {
    std::vector<std::string> all;
    if (uses(event.kind, trail_field::purposes))
        for_each_purpose(event.purposes, [&](Purpose purpose) {
            all.push_back(word(text, "consent.purpose_short.", name(purpose)));
        });
    else if (uses(event.kind, trail_field::purpose))
        all.push_back(word(text, "consent.purpose_short.", name(event.purpose)));
    std::string listed;
    for (const std::string& one : all)
        listed += (listed.empty() ? "" : ", ") + one;
    return listed;
}

LedgerRow row_of(const ConsentPicture& picture, std::uint64_t seq, const TrailEvent& event,
                 const Text& text) {
    LedgerRow row;
    row.seq = seq;
    row.relies_on = event.relies_on;
    if (event.person != nobody) row.person = event.person;
    row.sign = sign_of(picture, seq, event);
    constexpr std::size_t date = 10; // of an ISO time
    // What the workspace says about itself was said on a real day, not on one of the run.
    row.when = event.kind == TrailKind::audited ? said(event, "made").substr(0, date)
                                                : trail_time(event.time_ms, text);
    row.what = what_words(picture, event, text);
    if (uses(event.kind, trail_field::signal))
        row.signal = word(text, "consent.signal_short.", name(event.signal));
    row.purpose = purposes_words(event, text);
    const bool gap = event.kind == TrailKind::read && event.decision == Decision::gap;
    constexpr std::array<std::string_view, 4> results = {"recorded", "allowed", "refused", "no_basis"};
    row.result = word(text, "ledger.result.", gap ? "gap" : results[static_cast<std::size_t>(row.sign)]);
    if (uses(event.kind, trail_field::module))
        row.part = word(text, "audit.module.", name(event.module));
    else if (event.kind == TrailKind::consent)
        row.part = word(text, "ledger.entity.", name(event.entity));
    return row;
}

} // namespace

std::string_view name(LedgerPart part) {
    return part_names[static_cast<std::size_t>(part)];
}

LedgerPart part_of(TrailKind kind) {
    switch (kind) {
    case TrailKind::consent:
    case TrailKind::opted_out:
    case TrailKind::opted_in:
    case TrailKind::privacy_signal:
        return LedgerPart::consents;
    case TrailKind::read:
    case TrailKind::derived:
    case TrailKind::trained:
        return LedgerPart::reads;
    case TrailKind::captured:
    case TrailKind::capture_refused:
        return LedgerPart::kept;
    case TrailKind::forgotten:
    case TrailKind::swept:
    case TrailKind::erased:
        return LedgerPart::forgotten;
    case TrailKind::question:
    case TrailKind::answer:
        return LedgerPart::questions;
    default:
        return LedgerPart::other;
    }
}

Result<LedgerIndex> index_ledger(const TrailStore& trail, const ConsentPicture& picture,
                                 const LedgerFilter& filter, const std::stop_token& stop) {
    LedgerIndex index;
    const Status read = each_row(trail, picture, filter, picture.first, stop,
                                 [&](std::uint64_t seq, const TrailEvent&) -> Result<bool> {
                                     if (index.rows++ % ledger_page_rows == 0) index.pages.push_back(seq);
                                     return true;
                                 });
    if (!read) return pass_on(read);
    return index;
}

Result<std::vector<LedgerRow>> ledger_page(const TrailStore& trail, const ConsentPicture& picture,
                                           const LedgerFilter& filter, const LedgerIndex& index,
                                           std::size_t page, const Text& text) {
    std::vector<LedgerRow> rows;
    if (page >= index.pages.size()) return rows;
    const Status read = each_row(trail, picture, filter, index.pages[page], {},
                                 [&](std::uint64_t seq, const TrailEvent& event) -> Result<bool> {
                                     rows.push_back(row_of(picture, seq, event, text));
                                     return rows.size() < ledger_page_rows;
                                 });
    if (!read) return pass_on(read);
    return rows;
}

Result<std::optional<std::uint64_t>> ledger_place(const TrailStore& trail, const ConsentPicture& picture,
                                                  const LedgerFilter& filter, const LedgerIndex& index,
                                                  std::uint64_t seq) {
    std::optional<std::uint64_t> place;
    const auto after = std::upper_bound(index.pages.begin(), index.pages.end(), seq);
    if (after == index.pages.begin()) return place;
    const auto page = static_cast<std::size_t>(after - index.pages.begin()) - 1;
    std::uint64_t row = page * ledger_page_rows;
    const Status read = each_row(trail, picture, filter, index.pages[page], {},
                                 [&](std::uint64_t at, const TrailEvent&) -> Result<bool> {
                                     if (at == seq) place = row;
                                     ++row;
                                     return at < seq;
                                 });
    if (!read) return pass_on(read);
    return place;
}

Status ledger_csv(const TrailStore& trail, const ConsentPicture& picture, const LedgerFilter& filter,
                  const Text& text, const std::function<void(std::string_view)>& write) {
    write("number,time,person,event,signal,purpose,result,relies_on,part,personal_data\n");
    return each_row(trail, picture, filter, picture.first, {},
                    [&](std::uint64_t seq, const TrailEvent& event) -> Result<bool> {
                        const LedgerRow row = row_of(picture, seq, event, text);
                        std::string line = std::to_string(row.seq);
                        for (const std::string& cell :
                             {row.when, row.person ? std::to_string(row.person->value) : std::string(),
                              row.what, row.signal, row.purpose, row.result,
                              row.relies_on ? std::to_string(row.relies_on) : std::string(), row.part})
                            line += "," + csv_cell(cell);
                        write(line + ",yes\n");
                        return true;
                    });
}

std::string trail_time(std::int64_t time_ms, const Text& text) {
    const std::int64_t minutes = time_ms / minute_ms;
    return text.get("ledger.time",
                    {{"day", count_text(static_cast<double>(minutes / minutes_per_day + 1))},
                     {"clock", two_digits(minutes % minutes_per_day / 60) + ":" + two_digits(minutes % 60)}});
}

} // namespace attune
