#include "simulations/study/export_scan.h"

#include "core/base/json.h"
#include "simulations/population/delimited_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace attune {
namespace {

constexpr std::array<std::string_view, 4> person_names = {"person", "user", "user_id", "person_id"};
constexpr std::array<std::string_view, 2> size_names = {"n", "people"};
constexpr std::size_t largest = std::size_t{1} << 30U; ///< bytes of an export
constexpr std::string_view mark = "personal_data";
constexpr std::string_view everybody = "all";
/// Counted for everybody enrolled on every day.
constexpr std::string_view of_everybody = "satisfaction_true";

template <typename List>
bool is_one_of(const List& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_small(double size) {
    return size > 0 && size < least_people;
}

/// Of a table of figures, where what stands; empty where it has no such column.
struct Columns {
    std::optional<std::size_t> run, metric, day;
};

class Scan {
public:
    explicit Scan(const RunLengths& lengths)
        : lengths_(lengths) {}

    void look(const std::string& path, const std::string& text) {
        path_ = path;
        ++made.files;
        if (const auto json = parse_json(text, path)) return document(*json);
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view first = std::string_view(text).substr(0, end);
        if (first.find('{') == 0) return lines_of_json(text);
        if (first.find(',') != std::string_view::npos && first.find('<') == std::string_view::npos)
            return table(text);
        words(text);
    }
    ExportScan made;

private:
    void found(std::int64_t& count, std::int64_t line) {
        ++count;
        if (made.first.empty()) made.first = path_ + ":" + std::to_string(line);
    }

    void document(const Json& json) {
        const auto marked = json.is_object() ? json.find(mark) : json.end();
        if (marked != json.end() && *marked == true) {
            ++made.marked;
            return;
        }
        inside(json, 1, {});
    }

    /// Every object that names a person, or a group with its size.
    void inside(const Json& json, std::int64_t line, RunLength length) {
        if (json.is_object()) {
            length = length_in(json, length);
            const bool about =
                std::any_of(person_names.begin(), person_names.end(), [&](std::string_view name) {
                    const auto person = json.find(name);
                    return person != json.end() && person->is_number_integer();
                });
            if (about) found(made.personal_rows, line);
            const auto group = json.find("group");
            if (group != json.end() && group->is_string() && *group != everybody)
                for (const std::string_view name : size_names)
                    if (const auto size = json.find(name); size != json.end() && size->is_number())
                        if (is_small(size->get<double>() / times(json, length)))
                            found(made.small_groups, line);
        }
        if (json.is_structured())
            for (const Json& part : json)
                inside(part, line, length);
        // What is written as JSON in a text is there all the same.
        if (json.is_string()) words(json.get_ref<const std::string&>());
    }

    /// That of the report of a run, which says it beside its figures; otherwise `outer`.
    static RunLength length_in(const Json& json, RunLength outer) {
        const auto run = json.find("run");
        if (run == json.end() || !run->is_object()) return outer;
        const auto days = run->find("days"), replications = run->find("replications");
        if (days == run->end() || !days->is_number() || replications == run->end() ||
            !replications->is_number())
            return outer;
        return {std::max(1.0, days->get<double>()), std::max(1.0, replications->get<double>())};
    }

    /// How often a figure counts each person.
    static double times(const Json& figure, const RunLength& length) {
        const auto key = figure.find("key");
        const bool counts_days = key != figure.end() && key->is_string() && *key == of_everybody;
        return counts_days ? length.days * length.replications : 1;
    }

    void lines_of_json(const std::string& text) {
        std::int64_t number = 0;
        each_line(text, [&](const std::string& line) {
            ++number;
            if (const auto json = parse_json(line, path_))
                inside(*json, number, {});
            else
                words(line);
        });
    }

    void table(const std::string& text) {
        std::vector<std::string> head, fields;
        std::int64_t number = 0;
        bool marked = false;
        const RunLengths lengths = lengths_of_table(text);
        Columns columns;
        each_line(text, [&](const std::string& line) {
            ++number;
            if (marked || line.empty() || split_fields(line, Delimiter::comma, fields)) return;
            if (head.empty()) {
                head = fields;
                marked = is_one_of(head, mark);
                if (marked) ++made.marked;
                columns = columns_of(head);
                return;
            }
            row(head, fields, number, times(fields, columns, lengths));
        });
    }

    static Columns columns_of(const std::vector<std::string>& head) {
        Columns columns;
        for (std::size_t i = 0; i < head.size(); ++i) {
            if (head[i] == "run") columns.run = i;
            if (head[i] == "metric") columns.metric = i;
            if (head[i] == "day") columns.day = i;
        }
        return columns;
    }

    static std::string cell(const std::vector<std::string>& fields,
                            const std::optional<std::size_t>& column) {
        return column && *column < fields.size() ? fields[*column] : std::string();
    }

    /// As they are known, and for other runs as many days as the table goes on.
    RunLengths lengths_of_table(const std::string& text) const {
        RunLengths lengths = lengths_;
        std::vector<std::string> fields;
        std::optional<Columns> columns;
        each_line(text, [&](const std::string& line) {
            if (line.empty() || split_fields(line, Delimiter::comma, fields)) return;
            if (!columns) {
                columns = columns_of(fields);
                return;
            }
            const std::string run = cell(fields, columns->run);
            const auto day = parse_number(cell(fields, columns->day));
            if (!day || lengths_.contains(run)) return;
            RunLength& length = lengths[run];
            length.days = std::max(length.days, *day + 1);
        });
        return lengths;
    }

    /// How often the figure of a row counts each person.
    static double times(const std::vector<std::string>& fields, const Columns& columns,
                        const RunLengths& lengths) {
        if (cell(fields, columns.metric) != of_everybody) return 1;
        const auto length = lengths.find(cell(fields, columns.run));
        if (length == lengths.end()) return 1;
        const bool total = cell(fields, columns.day).empty();
        return length->second.replications * (total ? length->second.days : 1);
    }

    void row(const std::vector<std::string>& head, const std::vector<std::string>& fields, std::int64_t line,
             double times) {
        bool about = false, of_group = false, small = false;
        for (std::size_t i = 0; i < std::min(head.size(), fields.size()); ++i) {
            const std::string& cell = fields[i];
            about = about || (is_one_of(person_names, head[i]) && is_number(cell));
            of_group = of_group || (head[i] == "group" && !cell.empty() && cell != everybody);
            if (is_one_of(size_names, head[i]))
                if (const auto size = parse_number(cell)) small = small || is_small(*size / times);
        }
        if (about) found(made.personal_rows, line);
        if (of_group && small) found(made.small_groups, line);
        if (about) return;
        for (const std::string& cell : fields)
            words(cell, line);
    }

    /// "person 12", in whatever text, but "per person 12".
    void words(const std::string& text, std::int64_t line = 1) {
        constexpr std::string_view before = "erson ";
        std::size_t from = 0;
        for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
            const std::size_t number = at + before.size();
            if (at == 0 || number >= text.size() || !is_digit(text[number])) continue;
            const bool begins =
                (text[at - 1] == 'p' || text[at - 1] == 'P') && (at == 1 || !is_letter(text[at - 2]));
            if (!begins || std::string_view(text).substr(0, at - 1).ends_with("per ")) continue;
            line += std::count(text.begin() + static_cast<std::ptrdiff_t>(from),
                               text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            from = at;
            found(made.personal_rows, line);
        }
    }

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
    static bool is_number(const std::string& cell) {
        return !cell.empty() && std::all_of(cell.begin(), cell.end(), is_digit);
    }
    template <typename Use>
    static void each_line(const std::string& text, Use&& use) {
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            std::string line = text.substr(at, end - at);
            if (!line.empty() && line.back() == '\r') line.pop_back();
            use(line);
            at = end + 1;
        }
    }

    const RunLengths& lengths_;
    std::string path_;
};

} // namespace

Result<ExportScan> scan_exports(std::span<const std::string> files, const RunLengths& lengths) {
    Scan scan(lengths);
    for (const std::string& path : files) {
        const auto text = read_file(path, largest);
        if (!text) return pass_on(text);
        scan.look(path, *text);
    }
    return std::move(scan.made);
}

} // namespace attune
