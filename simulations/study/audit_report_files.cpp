// The sections of an audit as a page, as JSON and as CSV.
#include "simulations/report/csv_writer.h"
#include "simulations/report/html_tables.h"
#include "simulations/report/markup.h"
#include "simulations/report/style_sheet.h"
#include "simulations/study/audit_report.h"

namespace attune {

using audit::trail::Finding;
using audit::trail::WorkspaceAudit;

std::string audit_page(const std::vector<AuditSection>& sections, const Text& text) {
    return audit_page(sections, text.get("audit_report.title"));
}

std::string audit_page(const std::vector<AuditSection>& sections, const std::string& words) {
    const std::string title = escaped(words);
    std::string page = "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
                       "<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\"/>\n<title>" +
                       title + "</title>\n<style>\n" + style_sheet() +
                       "</style>\n</head>\n<body>\n<header>\n<h1>" + title + "</h1>\n</header>\n<main>\n";
    for (const AuditSection& section : sections) {
        page += "<section aria-labelledby=\"" + section.id + "\">\n<h2 id=\"" + section.id + "\">" +
                escaped(section.heading) + "</h2>\n";
        for (const std::string& sentence : section.sentences)
            page += "<p>" + escaped(sentence) + "</p>\n";
        if (!section.table.rows.empty())
            page += "<div class=\"scroll\">" + html_table(section.table, {}, "data") + "</div>\n";
        page += "</section>\n";
    }
    return page + "</main>\n</body>\n</html>\n";
}

Json audit_report_document(const std::vector<AuditSection>& sections, const WorkspaceAudit& audit) {
    Json all = Json::array();
    for (const AuditSection& section : sections)
        all.push_back({{"id", section.id},
                       {"heading", section.heading},
                       {"sentences", section.sentences},
                       {"columns", section.table.head},
                       {"rows", section.table.rows}});
    Json cases = Json::array();
    for (const audit::trail::InvariantVerdict& invariant : audit.verdict.invariants)
        for (const Finding& found : invariant.findings) {
            Json proof = Json::array();
            for (const audit::trail::Hash& hash : found.path)
                proof.push_back(audit::trail::hex(hash));
            cases.push_back({{"invariant", audit::trail::id(found.invariant)},
                             {"reason", audit::trail::word(found.reason)},
                             {"event", found.seq},
                             {"proof", std::move(proof)}});
        }
    return {{"attune", "audit-report"},
            {"version", 1},
            {"verdict", audit.verdict.passed() ? "passed" : "failed"},
            {"sections", std::move(all)},
            {"cases", std::move(cases)}};
}

std::string audit_report_csv(const std::vector<AuditSection>& sections) {
    std::string out = "section,row,column,value\r\n";
    for (const AuditSection& section : sections)
        for (std::size_t r = 0; r < section.table.rows.size(); ++r)
            for (std::size_t c = 0; c < section.table.rows[r].size(); ++c)
                out += csv_cell(section.id) + "," + std::to_string(r + 1) + "," +
                       csv_cell(section.table.head[c]) + "," + csv_cell(section.table.rows[r][c]) + "\r\n";
    return out;
}

} // namespace attune
