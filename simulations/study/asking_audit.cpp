#include "simulations/study/asking_audit.h"

#include "simulations/fit/event_row.h"
#include "simulations/population/text_lines.h"
#include "simulations/report/number_text.h"

#include <array>

namespace attune {
namespace {

using audit::AskingEvent;
using audit::AskingLimit;
using audit::AskingRow;

constexpr std::int64_t lines_between_looks = 1 << 14;
static_assert(channel_count <= audit::asking_forms);

/// The words of a line that matter here: the fast reader of events leaves them out.
class Words {
public:
    Words(std::string_view line, std::string where)
        : where_(std::move(where)) {
        auto row = parse_json(line, where_);
        if (!row) {
            status_ = pass_on(row);
            return;
        }
        row_ = std::move(*row);
    }

    std::uint32_t visit() {
        const auto found = row_.find("visit");
        if (found == row_.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > 0xFFFFFFFFU)
            complain("visit");
        return status_ ? found->get<std::uint32_t>() : 0;
    }
    template <typename Enum, std::size_t n>
    Enum one_of(const char* key) {
        const auto found = row_.find(key);
        if (found != row_.end() && found->is_string())
            for (std::size_t k = 0; k < n; ++k)
                if (name(static_cast<Enum>(k)) == found->get_ref<const std::string&>())
                    return static_cast<Enum>(k);
        complain(key);
        return Enum{};
    }
    bool says(const char* key, const char* word) const {
        const auto found = row_.find(key);
        return found != row_.end() && *found == word;
    }
    const Status& status() const { return status_; }

private:
    void complain(const char* key) {
        if (status_)
            status_ = fail(ErrorCode::bad_input, "'" + std::string(key) + "' is missing or not known", where_,
                           "Events look as 'run --log' writes them");
    }
    Json row_;
    std::string where_;
    Status status_;
};

/// The parts of an event that limits on asking need and the reader of events does not give.
Status complete(LoggedEvent& event, std::string_view line, const std::string& where) {
    Words words(line, where);
    const bool offer = event.kind == LoggedKind::offer || event.kind == LoggedKind::direction;
    if (event.kind == LoggedKind::prompt || offer) event.visit = words.visit();
    if (event.kind == LoggedKind::prompt) event.channel = words.one_of<Channel, channel_count>("form");
    if (offer) event.choice = words.one_of<OfferChoice, offer_choice_count>("choice");
    if (event.kind == LoggedKind::opt_out) {
        event.all_forms = words.says("form", "all");
        if (!event.all_forms) event.channel = words.one_of<Channel, channel_count>("form");
    }
    return words.status();
}

AskingEvent said_to(OfferChoice choice) {
    return choice == OfferChoice::stop ? AskingEvent::offers_off
           : accepts(choice)           ? AskingEvent::offer_taken
                                       : AskingEvent::offer_refused;
}

} // namespace

std::optional<AskingRow> asking_row(const LoggedEvent& event) {
    AskingRow row{.user = event.user.value,
                  .form = static_cast<std::uint8_t>(event.channel),
                  .visit = event.visit,
                  .hours = event.hours};
    switch (event.kind) {
    case LoggedKind::prompt:
        row.event = AskingEvent::question;
        return row;
    case LoggedKind::answer:
        row.event = AskingEvent::answer;
        return row;
    case LoggedKind::offer:
    case LoggedKind::direction:
        row.event = said_to(event.choice);
        return row;
    case LoggedKind::opt_out:
        row.event = event.all_forms ? AskingEvent::opt_out : AskingEvent::form_opt_out;
        return row;
    case LoggedKind::opt_in:
        row.event = AskingEvent::opt_in;
        return row;
    default:
        return std::nullopt;
    }
}

Result<AskingLogAudit> audit_asking(const std::string& path, const Policy& policy,
                                    const std::function<void(double done)>& progress,
                                    const std::stop_token& stop) {
    auto reader = LineReader::open(path);
    if (!reader) return pass_on(reader);
    audit::AskingAudit audit(policy);
    AskingLogAudit result;
    TextLine line;
    while (reader->next(line)) {
        ++result.lines;
        if (result.lines % lines_between_looks == 0) {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while the log was read");
            if (progress) progress(reader->share_read());
        }
        const std::string where = path + ":" + std::to_string(line.number);
        if (line.too_long) return fail(ErrorCode::bad_input, "this line is too long for an event", where);
        if (line.text.find_first_not_of(" \t") == std::string_view::npos) continue;
        auto event = event_from_line(line.text, where);
        if (!event) return pass_on(event);
        ++result.events;
        if (!asking_row(*event)) continue;
        if (auto whole = complete(*event, line.text, where); !whole) return pass_on(whole);
        audit.take(*asking_row(*event));
    }
    if (!reader->status()) return pass_on(reader->status());
    if (result.events == 0)
        return fail(ErrorCode::bad_input, "this file has no events", path,
                    "A log is written by 'attune-cli run --log FILE'");
    result.verdict = audit.verdict();
    return result;
}

DataTable asking_audit_table(const audit::AskingVerdict& verdict, const Text& text) {
    DataTable table;
    for (const char* column : {"limit", "checked", "broken", "verdict"})
        table.head.push_back(text.get("asking_audit.table." + std::string(column)));
    for (std::size_t l = 0; l < audit::asking_limit_count; ++l) {
        const auto& count = verdict.limits[l];
        table.rows.push_back(
            {text.get("asking_audit.limit." + std::string(name(static_cast<AskingLimit>(l)))),
             count_text(static_cast<double>(count.checked)), count_text(static_cast<double>(count.broken)),
             text.get(count.checked == 0  ? "asking_audit.nothing"
                      : count.broken == 0 ? "asking_audit.kept"
                                          : "asking_audit.broken")});
    }
    return table;
}

std::string asking_audit_sentence(const audit::AskingVerdict& verdict, const Text& text) {
    std::vector<std::string> broken;
    for (std::size_t l = 0; l < audit::asking_limit_count; ++l)
        if (verdict.limits[l].broken > 0)
            broken.push_back(
                text.get("asking_audit.inside." + std::string(name(static_cast<AskingLimit>(l)))));
    const char* key = verdict.questions + verdict.offers == 0 ? "asking_audit.sentence.nobody"
                      : broken.empty()                        ? "asking_audit.sentence.held"
                                                              : "asking_audit.sentence.broken";
    return text.get(key, {{"limits", text.listed(broken)},
                          {"questions", count_text(static_cast<double>(verdict.questions))},
                          {"offers", count_text(static_cast<double>(verdict.offers))},
                          {"people", count_text(static_cast<double>(verdict.people))}});
}

Json asking_audit_document(const audit::AskingVerdict& verdict) {
    Json limits = Json::array(), examples = Json::array();
    for (std::size_t l = 0; l < audit::asking_limit_count; ++l)
        limits.push_back({{"limit", name(static_cast<AskingLimit>(l))},
                          {"checked", verdict.limits[l].checked},
                          {"broken", verdict.limits[l].broken}});
    for (const audit::BrokenLimit& one : verdict.examples)
        examples.push_back({{"limit", name(one.limit)},
                            {"user", one.user},
                            {"visit", one.visit},
                            {"hours", one.hours},
                            {"found", one.found},
                            {"allowed", one.allowed}});
    return {{"people", verdict.people}, {"questions", verdict.questions}, {"offers", verdict.offers},
            {"held", verdict.held()},   {"limits", std::move(limits)},    {"examples", std::move(examples)}};
}

} // namespace attune
