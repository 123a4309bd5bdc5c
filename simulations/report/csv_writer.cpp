#include "simulations/report/csv_writer.h"

#include "simulations/report/small_groups.h"

#include <array>
#include <charconv>
#include <cmath>

namespace attune {
namespace {

void append_row(std::string& out, const std::string& run, const std::string& policy,
                const std::string& metric, const std::string& group, const std::string& day, double value,
                double lower, double upper, double n) {
    out += csv_cell(run) + ',' + csv_cell(policy) + ',' + csv_cell(metric) + ',' + csv_cell(group) + ',' +
           day + ',' + csv_cell(value) + ',' + csv_cell(lower) + ',' + csv_cell(upper) + ',' + csv_cell(n) +
           "\r\n";
}

void append_rows(std::string& out, const std::string& run, const std::string& policy,
                 const std::vector<MetricValue>& metrics, const std::vector<SeriesPoint>& series,
                 const CsvChoice& wanted) {
    for (const MetricValue& v : metrics)
        if (wanted(v.key, v.group))
            append_row(out, run, policy, v.key, v.group, {}, v.value, v.lower, v.upper, v.n);
    for (const SeriesPoint& p : series)
        if (wanted(p.metric, p.group))
            append_row(out, run, policy, p.metric, p.group, std::to_string(p.day), p.value, p.lower, p.upper,
                       p.n);
}

bool everything(const std::string&, const std::string&) {
    return true;
}

} // namespace

std::string csv_cell(std::string_view text) {
    std::string safe;
    if (!text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos)
        safe = "'";
    safe += text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string csv_cell(double value) {
    if (!std::isfinite(value)) return {};
    std::array<char, 32> buffer{};
    const auto [end, code] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end};
}

std::string csv_head() {
    return "run,policy,metric,group,day,value,lower,upper,n\r\n";
}

std::string csv_rows(const RunRecord& run) {
    const RunRecord told = without_small_groups(run);
    std::string out;
    append_rows(out, run.id, run.policy_name, told.metrics, told.series, everything);
    return out;
}

std::string csv(const ReportInput& input) {
    return csv(input, everything);
}

std::string csv(const ReportInput& all, const CsvChoice& wanted) {
    const ReportInput input = without_small_groups(all);
    std::string out = csv_head();
    const auto append = [&](const RunRecord& run) {
        append_rows(out, run.id, run.policy_name, run.metrics, run.series, wanted);
    };
    if (input.baseline) append(*input.baseline);
    append(input.run);
    if (input.comparison && input.baseline)
        append_rows(out, input.comparison->id,
                    input.run.policy_name + " minus " + input.baseline->policy_name,
                    input.comparison->difference, input.comparison->series, wanted);
    return out;
}

} // namespace attune
