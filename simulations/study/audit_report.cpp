#include "simulations/study/audit_report.h"

#include "core/audit/trail_words.h"
#include "core/consent/disclosure.h"
#include "core/consent/staff_role.h"
#include "simulations/report/number_text.h"
#include "simulations/study/asset_registry.h"
#include "simulations/study/audit_changes.h"
#include "simulations/study/audit_figures.h"
#include "simulations/study/audit_rights.h"
#include "simulations/study/consent_words.h"
#include "simulations/study/trail_audit.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

using audit::trail::ChainReport;
using audit::trail::Finding;
using audit::trail::TrailVerdict;
using audit::trail::WorkspaceAudit;

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

std::string people(std::int64_t n, const Text& text) {
    return people_told(n, text);
}

class Sections {
public:
    Sections(const Workspace& workspace, const WorkspaceAudit& audit, const AuditFigures& figures,
             const ConsentPicture& picture, const AuditBook& book, const Text& text)
        : workspace_(workspace)
        , audit_(audit)
        , figures_(figures)
        , picture_(picture)
        , book_(book)
        , text_(text) {}

    Result<std::vector<AuditSection>> make() {
        auto header = workspace_.header();
        if (!header) return pass_on(header);
        identity(*header);
        verdicts();
        if (auto done = add(changes_section(workspace_, audit_, book_, text_)); !done) return pass_on(done);
        cases();
        coverage();
        consents();
        questions();
        retention();
        if (auto done = add(rights_section(workspace_, text_)); !done) return pass_on(done);
        if (auto done = processing(); !done) return pass_on(done);
        if (auto done = add(registry_section(workspace_, text_)); !done) return pass_on(done);
        receipts();
        limits();
        sign_off();
        return std::move(all_);
    }

private:
    Status add(Result<AuditSection> section) {
        if (!section) return pass_on(section);
        all_.push_back(std::move(*section));
        return {};
    }
    std::string word(const std::string& key,
                     std::initializer_list<std::pair<std::string_view, std::string>> values = {}) const {
        return text_.get("audit_report." + key, values);
    }
    AuditSection& begin(const std::string& id, std::initializer_list<const char*> columns = {}) {
        AuditSection& section = all_.emplace_back();
        section.id = id;
        section.heading = word("heading." + id);
        for (const char* column : columns)
            section.table.head.push_back(word("table." + std::string(column)));
        return section;
    }

    void identity(const WorkspaceHeader& header) {
        AuditSection& section = begin("identity", {"what", "value"});
        const auto row = [&](const char* key, std::string value) {
            section.table.rows.push_back({word(std::string("identity.") + key), std::move(value)});
        };
        row("created", header.created);
        row("program", header.program_version);
        row("personal", word(header.personal_data ? "yes" : "no"));
        row("events", count(static_cast<std::int64_t>(audit_.chain.events)));
        row("root", audit::trail::hex(audit_.chain.root));
        row("heads", count(static_cast<std::int64_t>(audit_.chain.heads)));
        std::vector<std::string> keys;
        for (const auto& key : audit_.chain.keys)
            keys.push_back(audit::trail::hex(key));
        row("keys", text_.listed(keys));
        row("anchor", word(audit_.chain.earlier_given && audit_.chain.key_given ? "identity.both_given"
                           : audit_.chain.earlier_given                         ? "identity.head_given"
                           : audit_.chain.key_given                             ? "identity.key_given"
                                                                                : "identity.nothing_given"));
        for (const Json& run : figures_.runs)
            row("run",
                word("identity.run_value", {{"run", run.value("run", "")},
                                            {"scenario", run.value("scenario", "")},
                                            {"policy", run.value("policy", "")},
                                            {"seed", std::to_string(run.value("seed", std::uint64_t{0}))},
                                            {"matrix", std::to_string(run["matrix"].value("version", 0))}}));
    }

    void verdicts() {
        AuditSection& section = begin("verdicts");
        section.sentences = {trail_audit_sentence(audit_.verdict, text_),
                             text_.get("audit.people", {{"watched", count(audit_.verdict.watched)},
                                                        {"people", count(audit_.verdict.people)},
                                                        {"seen", count(audit_.verdict.seen)}})};
        section.table = trail_audit_table(audit_.verdict, text_);
        for (std::string& sentence : partly_sentences(audit_.verdict, text_))
            section.sentences.push_back(std::move(sentence));
    }

    /// Which events break an invariant; whom they are about stands in the ledger alone.
    void cases() {
        AuditSection& section = begin("cases", {"invariant", "event", "kind", "proof"});
        for (std::size_t i = 0; i < audit::trail::invariant_count; ++i)
            for (const Finding& found : audit_.verdict.invariants[i].findings)
                section.table.rows.push_back(
                    {std::string(audit::trail::id(found.invariant)),
                     count(static_cast<std::int64_t>(found.seq)),
                     text_.get("audit.kind." +
                               std::string(audit::trail::kind_words()[static_cast<std::size_t>(found.kind)])),
                     found.path.empty()
                         ? text_.get("report.none")
                         : word("proof", {{"count", count(static_cast<std::int64_t>(found.path.size()))}})});
        section.sentences.push_back(word(section.table.rows.empty() ? "no_cases" : "cases"));
    }

    void coverage() {
        AuditSection& section = begin("coverage", {"module", "allowed", "refused", "gaps"});
        std::int64_t gaps = 0;
        for (std::size_t m = 0; m < figures_.reads.size(); ++m) {
            const auto& reads = figures_.reads[m];
            if (reads[0] + reads[1] + reads[2] == 0) continue;
            gaps += reads[2];
            section.table.rows.push_back(
                {text_.get("audit.module." + std::string(name(static_cast<Module>(m)))), count(reads[0]),
                 count(reads[1]), count(reads[2])});
        }
        section.sentences = {word("coverage.named",
                                  {{"naming", count(figures_.naming)}, {"needing", count(figures_.needing)}}),
                             word("coverage.gaps", {{"gaps", count(gaps)}})};
    }

    void consents() {
        AuditSection& section = begin("consents", {"purpose", "group", "people", "permit", "interval",
                                                   "refusals", "deferrals", "withdrawals"});
        const ConsentStanding standing = standing_at(picture_, picture_.last_day);
        const std::string none = text_.get("report.none");
        for (int p = 0; p < purpose_count; ++p) {
            const auto at = static_cast<std::size_t>(p);
            for (std::size_t g = 0; g < standing.groups.size(); ++g) {
                const ConsentGroup& group = standing.groups[g];
                const ConsentCell& cell = standing.cells[at][g];
                // Levels of sharing are made of the purposes themselves.
                if (!cell.needs_consent || group.kind == ConsentGroup::Kind::level) continue;
                const bool told = !group.too_few() && std::isfinite(cell.lower);
                const NumberStyle style = style_for(NumberKind::share, cell.share, cell.lower, cell.upper);
                section.table.rows.push_back(
                    {text_.get("consent.purpose_short." + std::string(name(static_cast<Purpose>(p)))),
                     group_words(group, picture_, text_), people(group.people, text_),
                     told ? value_text(cell.share, style, text_) : none,
                     told ? interval_text(cell.lower, cell.upper, style, text_) : none,
                     g == 0 ? people(standing.refusals[at], text_) : none,
                     g == 0 ? people(put_off(static_cast<Purpose>(p)), text_) : none,
                     g == 0 ? people(standing.withdrawals[at], text_) : none});
            }
        }
        section.sentences = {
            word("consents.newest",
                 {{"run", figures_.runs.empty() ? std::string() : figures_.runs.back().value("run", "")}}),
            figures_.ended == 0
                ? word("consents.none_ended")
                : word("consents.effect",
                       {{"ended", count(figures_.ended)},
                        {"seconds", fixed_number(static_cast<double>(figures_.slowest_ms) / 1000, 1)},
                        {"slates", count(figures_.slates_before)},
                        {"open", count(figures_.not_erased)}})};
    }

    void questions() {
        AuditSection& section = begin("questions", {"what", "questions", "how_many"});
        for (const auto& [asked, visits] : figures_.visits_by_questions)
            section.table.rows.push_back({word("questions.visits"), count(asked), count(visits)});
        for (const auto& [most, number] : told_together(figures_.people_by_week))
            section.table.rows.push_back({word("questions.people"), most, people(number, text_)});
        const Json asking =
            figures_.runs.empty() ? Json::object() : figures_.runs.back().value("asking", Json::object());
        section.sentences = {
            word("questions.caps", {{"session_cap", count(asking.value("session_cap", std::int64_t{0}))},
                                    {"weekly_cap", count(asking.value("weekly_cap", std::int64_t{0}))}}),
            word("questions.opted_out", {{"people", people(figures_.opted_out, text_)}})};
    }

    /// How often a purpose was put off.
    std::int64_t put_off(Purpose purpose) const {
        return std::count_if(picture_.moves.begin(), picture_.moves.end(), [&](const ConsentMove& move) {
            return move.purpose == purpose && move.to == ConsentStatus::deferred;
        });
    }

    /// Neighbours are counted together until they are enough people: a small number left out could be worked
    /// out from the others.
    std::vector<std::pair<std::string, std::int64_t>>
    told_together(const std::map<int, std::int64_t>& people_by) const {
        struct Span {
            int from = 0, to = 0;
            std::int64_t people = 0;
        };
        std::vector<Span> spans;
        for (const auto& [which, number] : people_by) {
            if (spans.empty() || spans.back().people >= least_people_told)
                spans.push_back({which, which, number});
            else
                spans.back() = {spans.back().from, which, spans.back().people + number};
        }
        if (spans.size() > 1 && spans.back().people < least_people_told) {
            spans[spans.size() - 2].to = spans.back().to;
            spans[spans.size() - 2].people += spans.back().people;
            spans.pop_back();
        }
        std::vector<std::pair<std::string, std::int64_t>> told;
        for (const Span& span : spans)
            told.emplace_back(span.from == span.to
                                  ? count(span.from)
                                  : word("range", {{"from", count(span.from)}, {"to", count(span.to)}}),
                              span.people);
        return told;
    }

    void retention() {
        AuditSection& section = begin("retention", {"purpose", "signal", "oldest_read", "allowed_days"});
        for (const auto& [which, days] : figures_.oldest_read)
            section.table.rows.push_back(
                {text_.get("consent.purpose_short." + std::string(name(which.first))),
                 text_.get("consent.signal_short." + std::string(name(which.second))), count(days),
                 allowed_days(which.first, which.second)});
        std::int64_t rows = 0, oldest = 0;
        for (std::size_t s = 0; s < figures_.swept_rows.size(); ++s) {
            rows += figures_.swept_rows[s];
            oldest = std::max(oldest, figures_.oldest_swept[s]);
        }
        section.sentences = {rows == 0
                                 ? word("retention.none_swept")
                                 : word("retention.swept", {{"rows", count(rows)}, {"days", count(oldest)}})};
    }

    std::string allowed_days(Purpose purpose, Signal signal) const {
        const Json* at = figures_.runs.empty() ? nullptr : &figures_.runs.back();
        for (const std::string_view key : {std::string_view("matrix"), std::string_view("purposes"),
                                           name(purpose), std::string_view("signals"), name(signal)}) {
            if (!at || !at->is_object()) return text_.get("report.none");
            const auto found = at->find(key);
            at = found == at->end() ? nullptr : &*found;
        }
        return at ? count(at->value("days", std::int64_t{0})) : text_.get("report.none");
    }

    Status processing() {
        AuditSection& section = begin("processing", {"purpose", "basis", "valid", "data", "used_by"});
        if (figures_.runs.empty()) return {};
        auto matrix = parse_matrix(figures_.runs.back()["matrix"].dump(), workspace_.path());
        if (!matrix) return pass_on(matrix);
        const Json record = processing_record(*matrix, text_);
        section.sentences = {word("processing.head", {{"controller", matrix->controller},
                                                      {"storage", matrix->storage},
                                                      {"version", std::to_string(matrix->version)}})};
        for (const Json& one : record["activities"]) {
            std::vector<std::string> data;
            for (const Json& cell : one["data"])
                data.push_back(word("processing.cell", {{"data", cell["data"].get<std::string>()},
                                                        {"form", cell["form"].get<std::string>()},
                                                        {"kept", cell["kept"].get<std::string>()}}));
            std::string all;
            for (const std::string& cell : data)
                all += (all.empty() ? "" : "; ") + cell;
            const Json& days = one["consent_valid_days"];
            section.table.rows.push_back(
                {one["description"].get<std::string>(), one["legal_basis"].get<std::string>(),
                 days.is_null() ? text_.get("report.none")
                                : word("days", {{"days", count(days.get<std::int64_t>())}}),
                 all, listed(one["used_by"])});
        }
        return {};
    }

    std::string listed(const Json& words) const {
        std::vector<std::string> all;
        for (const Json& one : words)
            all.push_back(one.get<std::string>());
        return text_.listed(all);
    }

    void limits() {
        AuditSection& section = begin("limits");
        for (const std::string& limit : audit::trail::limits_of(&audit_.chain, &audit_.verdict))
            section.sentences.push_back(text_.get("audit.limit." + limit));
        section.sentences.push_back(word("limits.simulated"));
    }

    /// For which events a receipt can be made.
    void receipts() {
        AuditSection& section = begin("receipts", {"what", "how_many"});
        for (const auto& [what, number] : {std::pair{"given", figures_.given},
                                           {"refused", figures_.refused},
                                           {"ended", figures_.ended},
                                           {"erased", figures_.erased}})
            section.table.rows.push_back({word(std::string("receipts.") + what), people(number, text_)});
        section.sentences = {
            word("receipts.each"),
            word("receipts.head", {{"events", count(static_cast<std::int64_t>(audit_.chain.events))},
                                   {"root", audit::trail::hex(audit_.chain.root)}})};
    }

    /// The newest audit that an officer kept, and the newest policy that was put into force upon one.
    void sign_off() {
        AuditSection& section = begin("sign_off", {"role", "name", "date", "signature"});
        const auto event = [&](std::uint64_t seq) {
            return word("sign_off.event", {{"event", count(static_cast<std::int64_t>(seq))}});
        };
        std::vector<std::string> officer{word("role.officer"), "", "", ""},
            product{word("role.product"), "", "", ""};
        for (const auto& kept : book_.audits)
            if (kept.entry.by.role == name(StaffRole::officer))
                officer = {officer.front(), kept.entry.by.name, kept.entry.made, event(kept.seq)};
        for (const auto& kept : book_.published)
            if (kept.entry.by.role == name(StaffRole::product))
                product = {product.front(), kept.entry.by.name, kept.entry.made, event(kept.seq)};
        section.table.rows = {std::move(officer), std::move(product)};
        section.sentences = {word("sign_off.labels"), word("sign_off.meaning")};
    }

    const Workspace& workspace_;
    const WorkspaceAudit& audit_;
    const AuditFigures& figures_;
    const ConsentPicture& picture_;
    const AuditBook& book_;
    const Text& text_;
    std::vector<AuditSection> all_;
};

} // namespace

Result<std::vector<AuditSection>> audit_sections(const Workspace& workspace, const WorkspaceAudit& audit,
                                                 const Text& text) {
    const auto figures = read_audit_figures(workspace.trail());
    if (!figures) return pass_on(figures);
    const auto picture = read_consent_picture(workspace.trail());
    if (!picture) return pass_on(picture);
    const auto book = read_audit_book(workspace.trail());
    if (!book) return pass_on(book);
    return Sections(workspace, audit, *figures, *picture, *book, text).make();
}

} // namespace attune
