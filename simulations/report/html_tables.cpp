#include "simulations/report/html_tables.h"

#include "core/policy/parameters.h"
#include "simulations/report/html_assumptions.h"
#include "simulations/report/markup.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {
namespace {

std::string element(std::string_view name, const std::string& content, std::string_view css_class = {}) {
    std::string out = "<" + std::string(name);
    if (!css_class.empty()) out += " class=\"" + std::string(css_class) + "\"";
    return out + ">" + content + "</" + std::string(name) + ">";
}

std::string code(std::string_view words) {
    return element("code", escaped(words));
}

std::string head_row(std::initializer_list<std::string> names) {
    std::string cells;
    for (const std::string& name : names)
        cells += "<th scope=\"col\">" + escaped(name) + "</th>";
    return "<thead><tr>" + cells + "</tr></thead>\n";
}

/// The unit in words; shares are written as percent on this page.
std::string unit_name(const std::string& unit, const Text& text) {
    if (unit.empty() || unit == "-") return text.get("report.none");
    for (const char* prefix : {"report.unit.", "unit."})
        if (text.has(prefix + unit)) return text.get(prefix + unit);
    return unit;
}

/// "1234.5" as people read it.
std::string plain_number(double value) {
    const int decimals =
        std::isfinite(value) && value != 0.0 ? std::clamp(5 - leading_power(value), 0, 6) : 0;
    std::string words = fixed_number(value, decimals);
    if (words.find('.') == std::string::npos || words.find('e') != std::string::npos) return words;
    while (words.ends_with('0'))
        words.pop_back();
    if (words.ends_with('.')) words.pop_back();
    return words;
}

std::string number_value(const ParameterSpec& spec, double value, const Text& text) {
    if (spec.unit == "share") return text.get("report.percent", {{"value", plain_number(value * 100)}});
    return plain_number(value);
}

std::string setting_value(const ParameterSpec& spec, double value, const Text& text) {
    if (spec.kind == ParameterKind::boolean)
        return escaped(text.get(value != 0.0 ? "report.on" : "report.off"));
    if (spec.kind == ParameterKind::choice) return code(format_value(spec, value));
    return escaped(number_value(spec, value, text));
}

std::string setting_range(const ParameterSpec& spec, const Text& text) {
    if (spec.kind == ParameterKind::boolean) return escaped(text.get("report.on_or_off"));
    if (spec.kind == ParameterKind::choice) {
        std::string all;
        for (const std::string& choice : spec.choices)
            all += (all.empty() ? "" : ", ") + code(choice);
        return all;
    }
    return escaped(text.get("report.interval", {{"lower", number_value(spec, spec.minimum, text)},
                                                {"upper", number_value(spec, spec.maximum, text)}}));
}

std::string setting_name(const std::string& key, const ParameterSpec& spec, const Text& text) {
    const std::string name = text.has(spec.text_key()) ? text.get(spec.text_key()) : std::string();
    return (name.empty() ? "" : escaped(name) + " ") + code(key);
}

std::string setting_why(const ParameterSpec& spec, const Text& text) {
    const std::string key = spec.text_key() + ".why";
    return text.has(key) ? escaped(text.get(key)) : std::string();
}

std::string policy_changes(const ReportView& view) {
    const Text& text = view.text;
    const auto changes = policy_parameters().diff(*view.baseline_policy(), *view.policy());
    if (changes.empty()) return element("p", escaped(text.get("report.policy.same")));
    std::string rows;
    for (const ParameterChange& change : changes)
        rows += "<tr><th scope=\"row\">" + setting_name(change.key, *change.spec, text) + "</th>" +
                element("td", setting_value(*change.spec, change.from, text)) +
                element("td", setting_value(*change.spec, change.to, text), "changed") +
                element("td", escaped(unit_name(change.spec->unit, text))) +
                element("td", setting_why(*change.spec, text), "words") + "</tr>\n";
    return "<table class=\"settings\">" + element("caption", escaped(text.get("report.policy.changes"))) +
           head_row({text.get("report.table.setting"), view.baseline(), view.candidate(),
                     text.get("report.table.unit"), text.get("report.table.why")}) +
           "<tbody>\n" + rows + "</tbody></table>\n";
}

std::string policy_settings(const ReportView& view) {
    const Text& text = view.text;
    const PolicyTable& table = policy_parameters();
    const bool both = view.baseline_policy().has_value();
    auto keys = table.keys(*view.policy());
    if (both)
        for (auto& key : table.keys(*view.baseline_policy()))
            if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
    std::string rows;
    for (const auto& [key, entry] : keys) {
        const double value = table.get(*view.policy(), *entry, key);
        rows += "<tr><th scope=\"row\">" + setting_name(key, entry->spec, text) + "</th>";
        bool changed = false;
        if (both) {
            const double before = table.get(*view.baseline_policy(), *entry, key);
            changed = before != value;
            rows += element("td", setting_value(entry->spec, before, text));
        }
        rows += element("td", setting_value(entry->spec, value, text), changed ? "changed" : "") +
                element("td", escaped(unit_name(entry->spec.unit, text))) +
                element("td", setting_range(entry->spec, text), "range") +
                element("td", setting_value(entry->spec, entry->spec.standard, text)) +
                element("td", setting_why(entry->spec, text), "words") + "</tr>\n";
    }
    const std::string head =
        both ? head_row({text.get("report.table.setting"), view.baseline(), view.candidate(),
                         text.get("report.table.unit"), text.get("report.table.range"),
                         text.get("report.table.standard"), text.get("report.table.why")})
             : head_row({text.get("report.table.setting"), view.candidate(), text.get("report.table.unit"),
                         text.get("report.table.range"), text.get("report.table.standard"),
                         text.get("report.table.why")});
    return "<details><summary>" + escaped(text.get("report.policy.all")) +
           "</summary>\n<div class=\"scroll\"><table class=\"settings\">" + head + "<tbody>\n" + rows +
           "</tbody></table></div></details>\n";
}

/// Values of any JSON by their dotted path, in the order of the file.
void flatten(const Json& json, const std::string& path,
             std::vector<std::pair<std::string, std::string>>& out) {
    constexpr std::size_t longest = 160;
    if (json.is_object()) {
        for (const auto& [key, value] : json.items())
            flatten(value, path.empty() ? key : path + "." + key, out);
    } else {
        const std::string words = json.is_string()
                                      ? json.get<std::string>()
                                      : json.dump(-1, ' ', false, Json::error_handler_t::replace);
        out.emplace_back(path, shortened(words, longest));
    }
}

/// The text key of a path in a scenario: the path itself or what follows "values.".
std::string assumption_text_key(const std::string& path, const Text& text) {
    for (std::string_view rest = path;;) {
        const std::string key = "parameter." + std::string(rest);
        if (text.has(key)) return key;
        const std::size_t dot = rest.find('.');
        if (dot == std::string_view::npos) return {};
        rest.remove_prefix(dot + 1);
    }
}

std::string shell_word(const std::string& word) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_.,/:=+").find(c) != std::string_view::npos;
    });
    if (plain) return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

/// "--set key=value" for what a run changed in a shipped policy of the same name.
std::string changed_settings(const RunRecord& run) {
    const auto policy = policy_from_json(run.policy_json, run.policy_name);
    if (!policy) return {};
    std::string words;
    for (const Policy& shipped : shipped_policies())
        if (shipped.name == run.policy_name)
            for (const ParameterChange& change : policy_parameters().diff(shipped, *policy))
                words += " --set " + shell_word(change.key + "=" + format_value(*change.spec, change.to));
    return words;
}

/// The same for the assumptions of a shipped scenario of that name.
std::string changed_assumptions(const RunRecord& run) {
    const auto scenario = scenario_from_json(run.scenario_json, run.scenario_name);
    if (!scenario) return {};
    std::string words;
    for (const Scenario& shipped : shipped_scenarios())
        if (shipped.name == run.scenario_name)
            for (const ParameterChange& change :
                 world_parameters().diff(shipped.assumptions, scenario->assumptions))
                words += " --set " + shell_word(change.key + "=" + format_value(*change.spec, change.to));
    return words;
}

} // namespace

std::string html_table(const DataTable& table, const std::string& caption, const std::string& css_class) {
    std::string out = "<table class=\"" + css_class + "\">";
    if (!caption.empty()) out += element("caption", escaped(caption));
    out += "<thead><tr>";
    for (const std::string& name : table.head)
        out += "<th scope=\"col\">" + escaped(name) + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            out += i == 0 ? "<th scope=\"row\">" + escaped(row[i]) + "</th>" : element("td", escaped(row[i]));
        out += "</tr>\n";
    }
    return out + "</tbody></table>\n";
}

std::string html_seen(Seen seen, const Text& text) {
    constexpr std::array<std::string_view, 3> names = {"truth", "answers", "behaviour"};
    constexpr std::array<std::string_view, 3> shapes = {
        "<circle cx=\"6\" cy=\"6\" r=\"4\"/>", "<polygon points=\"6,1.5 10.5,6 6,10.5 1.5,6\"/>",
        "<rect x=\"2.5\" y=\"2.5\" width=\"7\" height=\"7\"/>"};
    const auto i = static_cast<std::size_t>(seen);
    return "<span class=\"seen " + std::string(names[i]) +
           "\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 12 12\" aria-hidden=\"true\">" +
           std::string(shapes[i]) + "</svg>" + escaped(text.get("report.seen." + std::string(names[i]))) +
           "</span>";
}

std::string html_metric_table(const ReportView& view) {
    const Text& text = view.text;
    std::string rows;
    std::string last_key;
    const auto measured = [&](const std::optional<MetricValue>& v, const std::string& words,
                              const Figure& f) {
        if (!v) return element("td", escaped(text.get("report.none")), "number");
        const std::string interval = interval_text(v->lower, v->upper, f.style, text);
        return element("td", escaped(words) + "<small>" + escaped(interval) + "</small>", "number");
    };
    for (const Figure& f : view.figures()) {
        const bool first = f.key != last_key;
        last_key = f.key;
        const std::string why = "metric." + f.key + ".why";
        const std::string of = view.group_name(f.group);
        rows += "<tr><th scope=\"row\"" + std::string(first ? "" : " class=\"again\"") + ">" +
                escaped(first || of.empty() ? f.name : of);
        if (first && text.has(why)) rows += "<small>" + escaped(text.get(why)) + "</small>";
        rows += "</th><td>" + (f.spec ? html_seen(f.spec->seen, text) : escaped(text.get("report.none"))) +
                "</td>";
        rows += element("td", escaped(unit_name(f.spec ? f.spec->unit : "", text)));
        if (view.compares()) rows += measured(f.baseline, view.baseline_words(f), f);
        rows += measured(f.value, view.value_words(f), f);
        if (view.compares()) {
            if (f.difference)
                rows += element("td",
                                "<strong>" + escaped(view.difference_words(f)) + "</strong><small>" +
                                    escaped(view.difference_interval_words(f)) + "</small>",
                                "number");
            else
                rows += element("td", escaped(text.get("report.none")), "number");
        }
        const double n = f.value ? f.value->n : f.baseline->n;
        rows += element("td", escaped(std::isfinite(n) ? count_text(n) : text.get("report.none")), "number") +
                "</tr>\n";
    }
    std::string head = "<th scope=\"col\">" + escaped(text.get("report.table.metric")) +
                       "</th><th scope=\"col\">" + escaped(text.get("report.table.seen")) +
                       "</th><th scope=\"col\">" + escaped(text.get("report.table.unit")) + "</th>";
    const auto number_head = [](const std::string& words) {
        return "<th scope=\"col\" class=\"number\">" + escaped(words) + "</th>";
    };
    if (view.compares()) head += number_head(view.baseline());
    head += number_head(view.candidate());
    if (view.compares()) head += number_head(text.get("report.table.difference"));
    head += number_head(text.get("report.table.n"));
    return "<div class=\"scroll\"><table class=\"metrics\"><thead><tr>" + head + "</tr></thead>\n<tbody>\n" +
           rows + "</tbody></table></div>\n";
}

std::string html_policy_section(const ReportView& view) {
    const Text& text = view.text;
    std::string out;
    if (!view.policy()) return element("p", escaped(text.get("report.policy.unreadable")));
    if (view.compares()) {
        out += view.baseline_policy() ? "<div class=\"scroll\">" + policy_changes(view) + "</div>"
                                      : element("p", escaped(text.get("report.policy.unreadable")));
    }
    return out + policy_settings(view);
}

std::string html_scenario_section(const ReportView& view) {
    const Text& text = view.text;
    if (const auto scenario = scenario_from_json(view.input.run.scenario_json, view.input.run.scenario_name))
        return html_assumptions(*scenario, text);
    // Of another version of the program: whatever values there are.
    const auto json = parse_json(view.input.run.scenario_json, view.input.run.scenario_name);
    if (!json) return element("p", escaped(text.get("report.scenario.unreadable")));
    std::vector<std::pair<std::string, std::string>> values;
    flatten(*json, {}, values);
    std::erase_if(values, [](const auto& v) { return v.first == "attune" || v.first == "version"; });
    if (values.empty()) return element("p", escaped(text.get("report.scenario.unreadable")));
    std::string rows;
    for (const auto& [path, value] : values) {
        const std::string key = assumption_text_key(path, text);
        const std::string name = key.empty() ? code(path) : escaped(text.get(key)) + " " + code(path);
        const std::string why =
            key.empty() || !text.has(key + ".why") ? std::string() : text.get(key + ".why");
        rows += "<tr><th scope=\"row\">" + name + "</th>" + element("td", code(value)) +
                element("td", escaped(why), "words") + "</tr>\n";
    }
    return "<details><summary>" +
           escaped(
               text.get("report.scenario.all", {{"count", count_text(static_cast<double>(values.size()))}})) +
           "</summary>\n<div class=\"scroll\"><table class=\"settings\">" +
           head_row({text.get("report.table.assumption"), text.get("report.table.value"),
                     text.get("report.table.why")}) +
           "<tbody>\n" + rows + "</tbody></table></div></details>\n";
}

std::string repeat_command(const ReportInput& input) {
    const RunRecord& run = input.run;
    std::string command = "attune-cli " + std::string(input.baseline ? "compare" : "run") + " --scenario " +
                          shell_word(run.scenario_name);
    if (input.baseline)
        command += " --baseline " + shell_word(input.baseline->policy_name) + " --candidate " +
                   shell_word(run.policy_name);
    else
        command += " --policy " + shell_word(run.policy_name);
    if (!input.baseline) command += changed_settings(run);
    return command + changed_assumptions(run) + " --users " + std::to_string(run.users) + " --days " +
           std::to_string(run.days) + " --items " + std::to_string(run.items) + " --replications " +
           std::to_string(run.replications) + " --seed " + std::to_string(run.seed);
}

std::string html_repeat_section(const ReportView& view) {
    const Text& text = view.text;
    const RunRecord& run = view.input.run;
    std::string rows;
    const auto row = [&](const std::string& key, const std::string& value) {
        rows += "<dt>" + escaped(text.get("report.repeat." + key)) + "</dt><dd>" + code(value) + "</dd>\n";
    };
    row("seed", std::to_string(run.seed));
    row("version", run.program_version);
    if (!run.matrix_sha256.empty())
        row("matrix", text.get(run.matrix_version == 0 ? "report.matrix.shipped" : "report.matrix.version",
                               {{"n", std::to_string(run.matrix_version)}, {"sha256", run.matrix_sha256}}));
    if (view.input.comparison) row("comparison", view.input.comparison->id);
    if (view.input.baseline) {
        row("baseline_run", view.input.baseline->id);
        row("baseline_fingerprint", view.input.baseline->fingerprint);
        row("candidate_run", run.id);
        row("candidate_fingerprint", run.fingerprint);
    } else {
        row("run", run.id);
        row("fingerprint", run.fingerprint);
    }
    return "<p class=\"note\">" + escaped(text.get("report.repeat.how")) + "</p>\n<pre><code>" +
           escaped(repeat_command(view.input)) + "</code></pre>\n<p class=\"note\">" +
           escaped(text.get("report.repeat.note")) + "</p>\n<dl class=\"facts\">\n" + rows + "</dl>\n";
}

} // namespace attune
