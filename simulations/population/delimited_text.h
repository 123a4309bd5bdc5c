// Tables in text files that nobody vouches for: MovieLens "::", CSV with commas or semicolons, TSV, and the
// "|" of older MovieLens files. Finds the separator and the header by content, splits lines as RFC 4180 does,
// and says of every line that cannot be used why not.
//
// One line is one row, always. RFC 4180 lets a quoted field hold line ends; a rating file has no use for
// that, and honouring it would let one forgotten quote swallow the rest of the file. So an unclosed quote
// ends at the end of its line, and that row is set aside.
#pragma once

#include "simulations/population/quarantine_reason.h"
#include "simulations/population/text_lines.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// What the user says a file is; `automatic` looks for itself.
enum class FileFormat { automatic, dat, csv, tsv };

/// From the words of the command line: auto, dat, csv, tsv.
Result<FileFormat> parse_file_format(std::string_view word);

enum class Delimiter { double_colon, tab, semicolon, comma, pipe };
std::string_view symbol(Delimiter delimiter);

/// Which column plays which part: part -> header name or 1-based number.
using ColumnMap = std::map<std::string, std::string, std::less<>>;

/// "user=uid,item=3" as given to --map. Errors name the part that is unknown or stands twice; `parts` lists
/// the ones there are.
Result<ColumnMap> parse_column_map(std::string_view text, std::span<const std::string_view> parts);

/// Splits one line. Quotes count for tab, semicolon and comma, when a field begins with one; "" inside
/// stands for one quote. Fields without quotes lose surrounding spaces. Gives a reason if the quotes are
/// wrong.
std::optional<RowReason> split_fields(std::string_view line, Delimiter delimiter,
                                      std::vector<std::string>& fields);

/// A decimal number with all of the text: "4.5", "+1e3", "nan", "-inf"; ',' counts as decimal point where
/// `decimal_comma`. Overlarge numbers give infinity.
std::optional<double> parse_number(std::string_view text, bool decimal_comma = false);

/// A role a column can have, with the header names that mean it, most telling first. Names are compared
/// in lower case without spaces and punctuation: "User ID", "user_id" and "userid" are one.
struct ColumnRole {
    std::string_view part;
    std::span<const std::string_view> names;
    bool needed = false;
    bool by_position = false; ///< where no name tells, role number k takes column number k
};

struct TableLayout {
    Delimiter delimiter = Delimiter::comma;
    bool has_header = false;
    std::vector<std::string> header; ///< empty without a header
    std::size_t columns = 0;         ///< fields of most lines
    /// Column of each role, in the order of the roles; npos where the file has none.
    std::vector<std::size_t> column_of;
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

struct TableRow {
    std::int64_t line = 0;
    std::optional<RowReason> problem; ///< set: `fields` is not to be used
    std::vector<std::string> fields;
};

/// A table being read, row by row. Blank lines and the header are no rows.
class TableReader {
public:
    /// Opens the file and finds separator, header and columns: mapped ones first, then by name, then - if
    /// the file has no header, or no name in it is known and nothing is mapped - by position. Errors: those
    /// of LineReader::open; bad_input if no separator gives the needed columns, a mapped column does not
    /// exist or is mapped twice, or a needed column cannot be told.
    static Result<TableReader> open(const std::string& path, FileFormat format,
                                    std::span<const ColumnRole> roles, const ColumnMap& map);

    const TableLayout& layout() const { return layout_; }
    /// Up to 100 rows from the start of the file that split without a problem, without the header.
    const std::vector<std::vector<std::string>>& sample() const { return sample_; }
    /// Forgets a column that does not hold what its role needs.
    void drop_column(std::size_t role) { layout_.column_of[role] = TableLayout::npos; }

    /// The next row, with its problem if it has one; false at the end, see `status()`.
    bool next(TableRow& row);
    const Status& status() const { return lines_.status(); }
    double share_read() const { return lines_.share_read(); }

    /// The field of a role, or nothing if the file or the row has none.
    std::string_view field(const TableRow& row, std::size_t role) const;
    bool decimal_comma() const { return layout_.delimiter != Delimiter::comma; }

private:
    explicit TableReader(LineReader lines)
        : lines_(std::move(lines)) {}

    LineReader lines_;
    TableLayout layout_;
    std::vector<std::vector<std::string>> sample_;
    std::size_t fewest_fields_ = 0;
    std::string line_buffer_;
    bool header_pending_ = false;
};

} // namespace attune
