#include "simulations/study/dpia_bundle.h"

#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/consent/disclosure.h"
#include "core/workspace/trail_export.h"
#include "core/workspace/trail_hash.h"
#include "simulations/report/csv_writer.h"
#include "simulations/study/asset_registry.h"
#include "simulations/study/audit_figures.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/audit_rights.h"
#include "simulations/study/consent_picture.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace attune {
namespace {

using audit::trail::Invariant;
using audit::trail::WorkspaceAudit;

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

std::string csv_of(const DataTable& table) {
    std::string out;
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t c = 0; c < cells.size(); ++c)
            out += (c > 0 ? "," : "") + csv_cell(cells[c]);
        out += "\r\n";
    };
    line(table.head);
    for (const auto& row : table.rows)
        line(row);
    return out;
}

/// The rows of the risk section, each made from figures.
class Risks {
public:
    Risks(const WorkspaceAudit& audit, const AuditFigures& figures, const RightsFigures& rights,
          const ConsentPicture& picture, const Text& text)
        : audit_(audit)
        , figures_(figures)
        , rights_(rights)
        , picture_(picture)
        , text_(text) {}

    AuditSection make() {
        section_ = begin_section("risks", {"risk", "measured", "guard"}, text_);
        pressure();
        notices();
        groups();
        const auto failures = [&](Invariant of) { return count(audit_.verdict.of(of).failures); };
        add("use", {{"failures", failures(Invariant::consent_at_use)},
                    {"checked", count(audit_.verdict.of(Invariant::consent_at_use).checked)},
                    {"naming", count(figures_.naming)},
                    {"needing", count(figures_.needing)}});
        add("withdrawal", {{"failures", failures(Invariant::nothing_after_end)},
                           {"ended", people_told(figures_.ended, text_)},
                           {"seconds", fixed_number(static_cast<double>(figures_.slowest_ms) / 1000, 1)},
                           {"slates", count(figures_.slates_before)}});
        std::int64_t gaps = 0;
        for (const auto& reads : figures_.reads)
            gaps += reads[2];
        add("purpose", {{"gaps", count(gaps)}});
        add("storage", {{"failures", failures(Invariant::retention)}, {"oldest", count(oldest_read())}});
        add("models", {{"failures", failures(Invariant::known_training)},
                       {"checked", count(audit_.verdict.of(Invariant::known_training).checked)}});
        add("opaque", {{"explained", count(rights_.explained)}, {"adapted", count(rights_.adapted)}});
        add("trail", {{"failures", failures(Invariant::whole_trail)},
                      {"watched", count(audit_.verdict.watched)},
                      {"people", count(audit_.verdict.people)}});
        std::vector<std::string> open;
        for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
            const auto& one = audit_.verdict.invariants[i];
            if (!one.evaluated || one.partly) open.emplace_back(audit::trail::id(static_cast<Invariant>(i)));
        }
        add("unproven", {{"open", open.empty() ? text_.get("report.none") : text_.listed(open)}});
        section_.sentences = {text_.get("dpia.risks.says")};
        return std::move(section_);
    }

private:
    void add(const std::string& risk,
             std::initializer_list<std::pair<std::string_view, std::string>> values) {
        const std::string key = "dpia.risk." + risk;
        section_.table.rows.push_back(
            {text_.get(key), text_.get(key + ".measured", values), text_.get(key + ".guard")});
    }

    void pressure() {
        int most_visit = 0, most_week = 0;
        std::int64_t visits = 0, asked = 0;
        for (const auto& [questions, number] : figures_.visits_by_questions) {
            visits += number;
            asked += questions > 0 ? number : 0;
            most_visit = std::max(most_visit, questions);
        }
        for (const auto& [questions, number] : figures_.people_by_week)
            most_week = std::max(most_week, questions);
        const Json asking =
            figures_.runs.empty() ? Json::object() : figures_.runs.back().value("asking", Json::object());
        add("pressure", {{"asked", count(asked)},
                         {"visits", count(visits)},
                         {"most_visit", count(most_visit)},
                         {"most_week", count(most_week)},
                         {"session_cap", count(asking.value("session_cap", std::int64_t{0}))},
                         {"weekly_cap", count(asking.value("weekly_cap", std::int64_t{0}))}});
    }

    /// The largest difference between two notices in the share of people who permit something: a notice that
    /// gets much more pushes people, or tells them less.
    void notices() {
        const ConsentStanding standing = standing_at(picture_, picture_.last_day);
        double gap = -1;
        NumberStyle style{.kind = NumberKind::share, .decimals = 0};
        std::string which, interval, value;
        for (int p = 0; p < purpose_count; ++p) {
            const auto at = static_cast<std::size_t>(p);
            const ConsentCell *low = nullptr, *high = nullptr;
            for (std::size_t g = 0; g < standing.groups.size(); ++g) {
                const ConsentCell& cell = standing.cells[at][g];
                if (standing.groups[g].kind != ConsentGroup::Kind::notice || standing.groups[g].too_few() ||
                    !cell.needs_consent || !std::isfinite(cell.lower))
                    continue;
                if (!low || cell.share < low->share) low = &cell;
                if (!high || cell.share > high->share) high = &cell;
            }
            if (!low || low == high || high->share - low->share <= gap) continue;
            gap = high->share - low->share;
            const double half = std::hypot((high->upper - high->lower) / 2, (low->upper - low->lower) / 2);
            style = style_for(NumberKind::share, gap, gap - half, gap + half);
            which = text_.get("consent.purpose_short." + std::string(name(static_cast<Purpose>(p))));
            value = difference_text(gap, style, text_);
            interval = difference_interval_text(gap - half, gap + half, style, text_);
        }
        if (gap < 0) {
            section_.table.rows.push_back({text_.get("dpia.risk.notices"),
                                           text_.get("dpia.risk.notices.alone"),
                                           text_.get("dpia.risk.notices.guard")});
            return;
        }
        add("notices", {{"gap", value}, {"purpose", which}, {"interval", interval}});
    }

    void groups() {
        const ConsentStanding standing = standing_at(picture_, picture_.last_day);
        const auto few = std::count_if(standing.groups.begin(), standing.groups.end(),
                                       [](const ConsentGroup& group) { return group.too_few(); });
        add("reidentification", {{"few", count(few)},
                                 {"groups", count(static_cast<std::int64_t>(standing.groups.size()))},
                                 {"least", count(least_people_told)},
                                 {"failures", count(audit_.verdict.of(Invariant::no_leak).failures)}});
    }

    std::int64_t oldest_read() const {
        std::int64_t oldest = 0;
        for (const auto& [which, days] : figures_.oldest_read)
            oldest = std::max(oldest, days);
        return oldest;
    }

    const WorkspaceAudit& audit_;
    const AuditFigures& figures_;
    const RightsFigures& rights_;
    const ConsentPicture& picture_;
    const Text& text_;
    AuditSection section_;
};

AuditSection purposes_section(const ConsentMatrix& matrix, const Text& text) {
    AuditSection section = begin_section("purposes", {"purpose", "basis", "valid", "meaning"}, text);
    for (const PurposeTerms& terms : matrix.purposes)
        section.table.rows.push_back(
            {text.get("consent.purpose_short." + std::string(name(terms.purpose))),
             text.get("dpia.basis." + std::string(name(terms.basis))),
             terms.validity_days > 0 ? text.get("audit_report.days", {{"days", count(terms.validity_days)}})
                                     : text.get("report.none"),
             purpose_statement(matrix, terms.purpose, text)});
    section.sentences = {text.get("dpia.purposes.says", {{"controller", matrix.controller},
                                                         {"storage", matrix.storage},
                                                         {"version", std::to_string(matrix.version)}})};
    return section;
}

/// Every use with its form, time and reason. Where the matrix gives no reason of its own, the purpose is it.
AuditSection necessity_section(const ConsentMatrix& matrix, const Text& text) {
    AuditSection section =
        begin_section("necessity", {"purpose", "signal", "form", "kept", "used_by", "why"}, text);
    for (const PurposeTerms& terms : matrix.purposes)
        for (const MatrixCell& cell : terms.cells) {
            std::vector<std::string> modules;
            for (const Module module : cell.modules)
                modules.push_back(text.get("audit.module." + std::string(name(module))));
            const std::string purpose(name(terms.purpose));
            section.table.rows.push_back(
                {text.get("consent.purpose_short." + purpose),
                 text.get("consent.signal_short." + std::string(name(cell.signal))),
                 text.get("dpia.form." + std::string(name(cell.form))) + ", " +
                     text.get("dpia.precision." + std::string(name(cell.precision))),
                 cell.days > 0 ? text.get("audit_report.days", {{"days", count(cell.days)}})
                               : text.get("dpia.visit_alone"),
                 text.listed(modules), cell.why.empty() ? text.get("dpia.why." + purpose) : cell.why});
        }
    section.sentences = {text.get("dpia.necessity.says")};
    return section;
}

AuditSection notices_section(const Json& notices, const Text& text) {
    AuditSection section = begin_section("notices", {"notice", "version", "hash"}, text);
    for (const Json& notice : notices)
        section.table.rows.push_back(
            {notice.value("id", ""), std::to_string(notice.value("version", 0)), notice.value("sha256", "")});
    section.sentences = {text.get("dpia.notices.says")};
    return section;
}

std::string manifest(const std::vector<BundleFile>& files, const WorkspaceAudit& audit) {
    Json rows = Json::array();
    for (const BundleFile& file : files)
        rows.push_back({{"file", file.name},
                        {"bytes", file.bytes.size()},
                        {"sha256", to_hex(TrailHasher()(bytes_of_text(file.bytes)))}});
    return Json{{"attune", "dpia-bundle"},
                {"version", 1},
                {"events", audit.chain.events},
                {"root", audit::trail::hex(audit.chain.root)},
                {"files", std::move(rows)}}
               .dump(2) +
           "\n";
}

} // namespace

Result<AuditSection> risk_section(const Workspace& workspace, const WorkspaceAudit& audit, const Text& text) {
    const auto figures = read_audit_figures(workspace.trail());
    if (!figures) return pass_on(figures);
    const auto rights = read_rights(workspace.trail());
    if (!rights) return pass_on(rights);
    const auto picture = read_consent_picture(workspace.trail());
    if (!picture) return pass_on(picture);
    return Risks(audit, *figures, *rights, *picture, text).make();
}

Result<std::vector<BundleFile>> dpia_bundle(const Workspace& workspace, const WorkspaceAudit& audit,
                                            const Text& text) {
    const auto figures = read_audit_figures(workspace.trail());
    if (!figures) return pass_on(figures);
    if (figures->runs.empty() || !figures->runs.back().contains("matrix"))
        return fail(ErrorCode::bad_input, text.get("verdict.refused.no_trail"), workspace.path(),
                    text.get("verdict.refused.no_trail.remedy"));
    const Json& run = figures->runs.back();
    const std::string matrix_bytes = run["matrix"].dump(2) + "\n";
    const auto matrix = parse_matrix(matrix_bytes, workspace.path());
    if (!matrix) return pass_on(matrix);
    const Json notices = run.value("notices", Json::array());
    const auto report = audit_sections(workspace, audit, text);
    if (!report) return pass_on(report);
    auto risks = risk_section(workspace, audit, text);
    if (!risks) return pass_on(risks);
    const auto head = workspace.trail().newest_head();
    if (!head) return pass_on(head);
    const auto assets = asset_registry(&workspace, shipped_owners(), text);
    if (!assets) return pass_on(assets);

    std::vector<AuditSection> overview;
    for (const AuditSection& section : *report)
        if (section.id == "identity" || section.id == "processing") overview.push_back(section);
    const AuditSection purposes = purposes_section(*matrix, text);
    const AuditSection necessity = necessity_section(*matrix, text);
    for (const AuditSection& section : {purposes, necessity, *risks, notices_section(notices, text)})
        overview.push_back(section);
    for (const AuditSection& section : *report)
        if (section.id == "verdicts" || section.id == "rights" || section.id == "registry" ||
            section.id == "limits" || section.id == "sign_off")
            overview.push_back(section);

    std::vector<BundleFile> files = {
        {"assessment.html", audit_page(overview, text.get("dpia.title"))},
        {"record-of-processing.json", processing_record(*matrix, text).dump(2) + "\n"},
        {"purposes.csv", csv_of(purposes.table)},
        {"necessity.csv", csv_of(necessity.table)},
        {"risks.csv", csv_of(risks->table)},
        {"owners.csv", csv_of(registry_table(*assets, text))},
        {"audit.html", audit_page(*report, text)},
        {"audit.json", audit_report_document(*report, audit).dump(2) + "\n"},
        {"audit.csv", audit_report_csv(*report)},
        {"matrix.json", matrix_bytes},
        {"notices.json", notices.dump(2) + "\n"}};
    if (*head) files.push_back({"signed-head.json", signed_head_to_json(**head)});
    files.push_back({"manifest.json", manifest(files, audit)});
    return files;
}

Status write_bundle(const std::vector<BundleFile>& files, const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code code;
    if (fs::exists(folder, code) && !fs::is_directory(folder, code))
        return fail(ErrorCode::bad_input, Text::english().get("dpia.no_folder"), folder,
                    Text::english().get("dpia.no_folder.remedy"));
    fs::create_directories(folder, code);
    if (code) return fail(ErrorCode::io, code.message(), folder);
    std::vector<AtomicFile> open;
    for (const BundleFile& file : files) {
        auto made = AtomicFile::open((fs::path(folder) / file.name).string());
        if (!made) return pass_on(made);
        made->write(file.bytes);
        if (auto done = made->complete(); !done) return done;
        open.push_back(std::move(*made));
    }
    for (AtomicFile& file : open)
        if (auto done = file.commit(); !done) return done;
    return {};
}

} // namespace attune
