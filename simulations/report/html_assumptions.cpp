#include "simulations/report/html_assumptions.h"

#include "simulations/report/assumption_words.h"
#include "simulations/report/markup.h"
#include "simulations/report/number_text.h"

#include <algorithm>

namespace attune {
namespace {

std::string cell(const std::string& words, const std::string& css_class = {}) {
    return (css_class.empty() ? "<td>" : "<td class=\"" + css_class + "\">") + escaped(words) + "</td>";
}

std::string name_cell(const ParameterSpec& spec, const Text& text) {
    return "<th scope=\"row\">" + escaped(text.get(spec.text_key())) + " <code>" + escaped(spec.key) +
           "</code></th>";
}

std::string table(std::initializer_list<const char*> heads, const std::string& rows,
                  const std::string& caption, const Text& text) {
    std::string head;
    for (const char* key : heads)
        head += "<th scope=\"col\">" + escaped(text.get(key)) + "</th>";
    return "<div class=\"scroll\"><table class=\"settings\">" +
           (caption.empty() ? "" : "<caption>" + escaped(caption) + "</caption>") + "<thead><tr>" + head +
           "</tr></thead>\n<tbody>\n" + rows + "</tbody></table></div>\n";
}

std::string folded(const std::string& summary, const std::string& content) {
    return "<details><summary>" + escaped(summary) + "</summary>\n" + content + "</details>\n";
}

std::string counted(const char* key, std::size_t count, const Text& text) {
    return text.get(key, {{"count", count_text(static_cast<double>(count))}});
}

std::string changed_table(const Leaning& leaning, const Text& text) {
    if (leaning.changed.empty()) return "<p>" + escaped(text.get("report.assumptions.standard")) + "</p>\n";
    std::string rows;
    for (const ParameterChange& change : leaning.changed)
        rows += "<tr>" + name_cell(*change.spec, text) +
                cell(assumption_value_words(*change.spec, change.to, text), "changed") +
                cell(assumption_value_words(*change.spec, change.from, text)) +
                cell(text.get(change.spec->text_key() + ".why"), "words") + "</tr>\n";
    return table(
        {"report.table.assumption", "report.table.value", "report.table.standard", "report.table.why"}, rows,
        text.get("report.assumptions.changed"), text);
}

/// One list item per group.
std::string unmeasured_list(const Leaning& leaning, const Text& text) {
    std::string items, group;
    for (const ParameterSpec* spec : leaning.unmeasured) {
        const bool next = spec->group != group;
        if (next) {
            items += (group.empty() ? "<li><strong>" : "</li>\n<li><strong>") +
                     escaped(text.get("group." + spec->group)) + "</strong> ";
            group = spec->group;
        }
        items += (next ? "" : ", ") + escaped(text.get(spec->text_key()));
    }
    return "<ul class=\"plain\">\n" + items + "</li>\n</ul>\n";
}

std::string full_table(const Scenario& scenario, const Text& text) {
    std::string rows;
    for (const AssumptionTable::Entry& entry : world_parameters().entries()) {
        const ParameterSpec& spec = entry.spec;
        const double value = world_parameters().get(scenario.assumptions, entry, spec.key);
        const bool used = is_used(scenario, spec.key);
        rows +=
            "<tr>" + name_cell(spec, text) +
            (used ? cell(assumption_value_words(spec, value, text), value == spec.standard ? "" : "changed")
                  : cell(text.get("leaning.not_used"))) +
            cell(assumption_value_words(spec, spec.standard, text)) +
            cell(assumption_range_words(spec, text), "range") + cell(grade_words(spec.grade, text)) +
            cell(spec.source) + cell(text.get(spec.text_key() + ".why"), "words") + "</tr>\n";
    }
    return table({"report.table.assumption", "report.table.value", "report.table.standard",
                  "report.table.range", "report.table.grade", "report.table.source", "report.table.why"},
                 rows, {}, text);
}

} // namespace

std::string html_assumptions(const Scenario& scenario, const Text& text) {
    const Leaning leaning = leaning_of(scenario);
    std::string out =
        "<p>" + escaped(leaning_sentence(leaning, text)) + "</p>\n" + changed_table(leaning, text);
    if (!leaning.unmeasured.empty())
        out += folded(counted("report.assumptions.unmeasured", leaning.unmeasured.size(), text),
                      unmeasured_list(leaning, text));
    return out + folded(counted("report.scenario.all", world_parameters().entries().size(), text),
                        full_table(scenario, text));
}

} // namespace attune
