#include "simulations/population/delimited_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace attune {
namespace {

constexpr std::size_t sample_rows = 100;
/// In order of preference where two split a file equally well: a "::" file may hold commas in titles, a
/// semicolon file decimal commas.
constexpr std::array delimiters = {Delimiter::double_colon, Delimiter::tab, Delimiter::semicolon,
                                   Delimiter::comma, Delimiter::pipe};

bool is_space(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool is_blank(std::string_view line) {
    return trim(line).empty();
}

/// Lower-case letters, digits and bytes past ASCII only.
std::string plain_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            plain += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
            plain += c;
    }
    return plain;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<RowReason> check_bytes(std::string_view line) {
    bool zero = false;
    bool control = false;
    for (const char c : line) {
        zero = zero || c == '\0';
        control = control || (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F';
    }
    if (zero) return RowReason::nul_byte;
    if (!is_utf8(line)) return RowReason::not_utf8;
    if (control) return RowReason::control_character;
    return std::nullopt;
}

bool allowed(FileFormat format, Delimiter delimiter) {
    switch (format) {
    case FileFormat::automatic:
        return true;
    case FileFormat::dat:
        return delimiter == Delimiter::double_colon;
    case FileFormat::csv:
        return delimiter == Delimiter::comma || delimiter == Delimiter::semicolon;
    case FileFormat::tsv:
        return delimiter == Delimiter::tab;
    }
    return false;
}

std::vector<std::string_view> sample_lines(std::string_view head) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < head.size() && lines.size() <= sample_rows;) {
        const std::size_t end = std::min(head.find_first_of("\r\n", at), head.size());
        const std::string_view line = head.substr(at, end - at);
        const bool perhaps_cut = end == head.size() && head.size() == head_bytes && !lines.empty();
        if (!perhaps_cut && !is_blank(line) && !check_bytes(line)) lines.push_back(line);
        at = end + 1;
    }
    return lines;
}

struct Shape {
    Delimiter delimiter = Delimiter::comma;
    std::size_t columns = 0;
    std::size_t lines = 0; ///< of the sample with exactly that many
};

/// The separator that gives the most lines of the sample one common number of fields, at least `fewest`;
/// of equally common numbers the larger, because a missing last field can be borne and an extra one cannot.
std::optional<Shape> find_shape(const std::vector<std::string_view>& lines, FileFormat format,
                                std::size_t fewest) {
    std::optional<Shape> best;
    std::vector<std::string> fields;
    for (const Delimiter delimiter : delimiters) {
        if (!allowed(format, delimiter)) continue;
        std::map<std::size_t, std::size_t> count_of;
        for (const std::string_view line : lines)
            if (!split_fields(line, delimiter, fields) && fields.size() >= fewest) ++count_of[fields.size()];
        for (const auto& [columns, count] : count_of)
            if (!best || count > best->lines || (count == best->lines && delimiter == best->delimiter))
                best = Shape{delimiter, columns, count};
    }
    return best;
}

/// Whether the first line names columns rather than holding a row: two of its fields are names we know, or
/// it holds a mapped name, or it has no number although the second line has one.
bool is_header(const std::vector<std::string>& first, const std::vector<std::string>* second,
               std::span<const ColumnRole> roles, const ColumnMap& map) {
    int known = 0;
    bool mapped = false;
    for (const std::string& field : first) {
        const std::string name = plain_name(field);
        const auto means_it = [&](const ColumnRole& role) {
            return std::find(role.names.begin(), role.names.end(), name) != role.names.end();
        };
        if (std::any_of(roles.begin(), roles.end(), means_it)) ++known;
        for (const auto& entry : map)
            mapped = mapped || (!all_digits(entry.second) && entry.second == field);
    }
    if (known >= 2 || mapped) return true;
    const auto has_number = [](const std::vector<std::string>& fields) {
        return std::any_of(fields.begin(), fields.end(),
                           [](const auto& f) { return parse_number(f, true).has_value(); });
    };
    return second != nullptr && !has_number(first) && has_number(*second);
}

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "'" : ", '") + name + "'";
    return all;
}

Result<std::size_t> mapped_column(const std::string& part, const std::string& wanted,
                                  const TableLayout& layout, const std::string& path) {
    const auto named = std::find(layout.header.begin(), layout.header.end(), wanted);
    if (named != layout.header.end()) return static_cast<std::size_t>(named - layout.header.begin());
    if (all_digits(wanted)) {
        std::size_t number = 0;
        const auto [end, code] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
        if (code == std::errc() && number >= 1 && number <= layout.columns) return number - 1;
        return fail(ErrorCode::bad_input,
                    "the map gives column " + wanted + " to " + part + ", but the file has " +
                        std::to_string(layout.columns) + " columns",
                    path, "Columns are counted from 1");
    }
    if (!layout.has_header)
        return fail(ErrorCode::bad_input,
                    "the map names the column '" + wanted + "', but the file has no header line", path,
                    "Give the number of the column instead, counted from 1");
    return fail(ErrorCode::bad_input, "there is no column '" + wanted + "'", path + ":1",
                "The columns are " + listed(layout.header));
}

Status find_columns(TableLayout& layout, std::span<const ColumnRole> roles, const ColumnMap& map,
                    const std::string& path) {
    layout.column_of.assign(roles.size(), TableLayout::npos);
    std::vector<bool> taken(layout.columns, false);
    for (std::size_t r = 0; r < roles.size(); ++r) {
        const auto entry = map.find(roles[r].part);
        if (entry == map.end()) continue;
        auto column = mapped_column(entry->first, entry->second, layout, path);
        if (!column) return pass_on(column);
        if (taken[*column])
            return fail(ErrorCode::bad_input, "the map gives one column to two parts", path,
                        "Give each part its own column");
        taken[*column] = true;
        layout.column_of[r] = *column;
    }
    bool any_by_name = false;
    for (std::size_t r = 0; r < roles.size(); ++r) {
        for (const std::string_view name : roles[r].names) {
            if (layout.column_of[r] != TableLayout::npos) break;
            for (std::size_t c = 0; c < layout.header.size(); ++c) {
                if (taken[c] || plain_name(layout.header[c]) != name) continue;
                taken[c] = true;
                layout.column_of[r] = c;
                any_by_name = true;
                break;
            }
        }
    }
    // Nothing but the order to go by: a file without a header, or with names that mean nothing to us.
    const bool guess = !any_by_name && (!layout.has_header || map.empty());
    for (std::size_t r = 0; guess && r < roles.size() && r < layout.columns; ++r) {
        if (!roles[r].by_position || layout.column_of[r] != TableLayout::npos || taken[r]) continue;
        taken[r] = true;
        layout.column_of[r] = r;
    }
    for (std::size_t r = 0; r < roles.size(); ++r) {
        if (!roles[r].needed || layout.column_of[r] != TableLayout::npos) continue;
        const std::string part(roles[r].part);
        return fail(ErrorCode::bad_input, "it is not clear which column holds the " + part, path,
                    (layout.has_header
                         ? "The columns are " + listed(layout.header) + "; name one of them '" + part + "'"
                         : "Give the file a first line that names its columns") +
                        ", or say which it is on the command line with --map " + part +
                        "=NAME or its number");
    }
    return {};
}

} // namespace

Result<FileFormat> parse_file_format(std::string_view word) {
    if (word == "auto") return FileFormat::automatic;
    if (word == "dat") return FileFormat::dat;
    if (word == "csv") return FileFormat::csv;
    if (word == "tsv") return FileFormat::tsv;
    return fail(ErrorCode::bad_input, "there is no file format '" + std::string(word) + "'", "--format",
                "The formats are auto, dat, csv and tsv");
}

std::string_view symbol(Delimiter delimiter) {
    switch (delimiter) {
    case Delimiter::double_colon:
        return "::";
    case Delimiter::tab:
        return "\t";
    case Delimiter::semicolon:
        return ";";
    case Delimiter::comma:
        return ",";
    case Delimiter::pipe:
        return "|";
    }
    return ",";
}

Result<ColumnMap> parse_column_map(std::string_view text, std::span<const std::string_view> parts) {
    std::string all_parts;
    for (const std::string_view part : parts)
        all_parts += (all_parts.empty() ? "" : ", ") + std::string(part);
    ColumnMap map;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view entry = trim(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        const std::size_t equals = entry.find('=');
        const std::string_view part = trim(entry.substr(0, equals));
        const std::string_view column =
            equals == std::string_view::npos ? "" : trim(entry.substr(equals + 1));
        if (column.empty())
            return fail(ErrorCode::bad_input, "'" + std::string(entry) + "' is not of the form part=column",
                        "--map", "For example --map user=1,item=2,rating=3");
        if (std::find(parts.begin(), parts.end(), part) == parts.end())
            return fail(ErrorCode::bad_input,
                        "there is no part '" + std::string(part) + "' to map a column to", "--map",
                        "The parts are " + all_parts);
        if (!map.emplace(part, column).second)
            return fail(ErrorCode::bad_input, "'" + std::string(part) + "' is mapped twice", "--map",
                        "Keep one of them");
    }
    return map;
}

std::optional<RowReason> split_fields(std::string_view line, Delimiter delimiter,
                                      std::vector<std::string>& fields) {
    fields.clear();
    const std::string_view separator = symbol(delimiter);
    const bool quotes = delimiter != Delimiter::double_colon && delimiter != Delimiter::pipe;
    for (std::size_t at = 0;;) {
        std::size_t begin = at;
        while (begin < line.size() && line[begin] == ' ')
            ++begin;
        if (quotes && begin < line.size() && line[begin] == '"') {
            std::string& field = fields.emplace_back();
            std::size_t i = begin + 1;
            for (;; ++i) {
                if (i >= line.size()) return RowReason::unclosed_quote;
                if (line[i] != '"')
                    field += line[i];
                else if (i + 1 < line.size() && line[i + 1] == '"')
                    field += line[++i];
                else
                    break;
            }
            for (++i; i < line.size() && line[i] == ' ';)
                ++i;
            if (i == line.size()) return std::nullopt;
            if (!line.substr(i).starts_with(separator)) return RowReason::text_after_quote;
            at = i + separator.size();
        } else {
            const std::size_t end = std::min(line.find(separator, at), line.size());
            fields.emplace_back(trim(line.substr(at, end - at)));
            if (end == line.size()) return std::nullopt;
            at = end + separator.size();
        }
    }
}

std::optional<double> parse_number(std::string_view text, bool decimal_comma) {
    std::string with_point;
    if (decimal_comma && std::count(text.begin(), text.end(), ',') == 1 &&
        text.find('.') == std::string_view::npos) {
        with_point = text;
        with_point[with_point.find(',')] = '.';
        text = with_point;
    }
    if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || end != text.data() + text.size()) return std::nullopt;
    // Out of range is either too large or too small to tell from zero; the exponent's sign tells which.
    if (code == std::errc::result_out_of_range)
        return text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos
                   ? 0.0
                   : std::numeric_limits<double>::infinity();
    if (code != std::errc()) return std::nullopt;
    return value;
}

Result<TableReader> TableReader::open(const std::string& path, FileFormat format,
                                      std::span<const ColumnRole> roles, const ColumnMap& map) {
    auto lines = LineReader::open(path);
    if (!lines) return pass_on(lines);
    TableReader table(std::move(*lines));
    const auto needed = static_cast<std::size_t>(
        std::count_if(roles.begin(), roles.end(), [](const ColumnRole& role) { return role.needed; }));
    // One field alone is neither a table nor a row, whatever is needed.
    const std::size_t fewest = std::max<std::size_t>(needed, 2);
    const std::vector<std::string_view> head = sample_lines(table.lines_.head());
    const auto shape = find_shape(head, format, fewest);
    if (!shape) {
        const std::string forced = format == FileFormat::automatic ? "" : " in the given format";
        return fail(ErrorCode::bad_input,
                    "there is no usable row: the first lines cannot be split into " + std::to_string(fewest) +
                        " columns or more" + forced,
                    path + ":1",
                    forced.empty() ? "Separate columns by '::', tab, semicolon or comma"
                                   : "Try --format auto");
    }
    table.layout_.delimiter = shape->delimiter;
    table.layout_.columns = shape->columns;
    std::vector<std::string> fields;
    for (const std::string_view line : head)
        if (!split_fields(line, shape->delimiter, fields)) table.sample_.push_back(fields);
    // A remark on the first line is a row that cannot be used, not a header.
    const bool wide_enough =
        table.sample_[0].size() >= needed && table.sample_[0].size() + 1 >= shape->columns;
    if (wide_enough &&
        is_header(table.sample_[0], table.sample_.size() > 1 ? &table.sample_[1] : nullptr, roles, map)) {
        table.layout_.has_header = true;
        table.header_pending_ = true;
        table.layout_.header = table.sample_[0];
        table.layout_.columns = table.sample_[0].size();
        table.sample_.erase(table.sample_.begin());
    }
    if (auto found = find_columns(table.layout_, roles, map, path); !found) return pass_on(found);
    table.fewest_fields_ = fewest;
    for (std::size_t r = 0; r < roles.size(); ++r)
        if (roles[r].needed)
            table.fewest_fields_ = std::max(table.fewest_fields_, table.layout_.column_of[r] + 1);
    return table;
}

bool TableReader::next(TableRow& row) {
    TextLine line;
    while (lines_.next(line)) {
        if (!line.too_long && is_blank(line.text)) continue;
        row.line = line.number;
        row.problem = line.too_long ? RowReason::line_too_long : check_bytes(line.text);
        if (!row.problem) row.problem = split_fields(line.text, layout_.delimiter, row.fields);
        // The header is the first line that splits, as it was for the sample.
        if (header_pending_ && !row.problem) {
            header_pending_ = false;
            continue;
        }
        if (row.problem) return true;
        // A separator at the end of the line makes no new column.
        while (row.fields.size() > layout_.columns && row.fields.back().empty())
            row.fields.pop_back();
        if (row.fields.size() > layout_.columns)
            row.problem = RowReason::too_many_fields;
        else if (row.fields.size() < fewest_fields_)
            row.problem = RowReason::too_few_fields;
        return true;
    }
    return false;
}

std::string_view TableReader::field(const TableRow& row, std::size_t role) const {
    const std::size_t column = layout_.column_of[role];
    return column < row.fields.size() ? std::string_view(row.fields[column]) : std::string_view();
}

} // namespace attune
