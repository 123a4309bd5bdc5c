#include "core/audit/expected_tables.h"

#include "core/audit/counter_examples.h"

#include <map>
#include <string_view>

namespace attune::audit {
namespace {

constexpr int newest = 6;

struct ExpectedTable {
    std::string_view name;
    int since; ///< the first format that has it
    /// Columns as "name TYPE", "!" for not null, "#n" for the place in the primary key; then references,
    /// indexes and the condition on a column. "rowid" or "no rowid" says how rows are kept.
    std::string_view shape;
    int until = newest; ///< the last one
};

constexpr std::string_view measured_over_all =
    "position INTEGER! #2, metric TEXT!, group TEXT!, value REAL, lower REAL, upper REAL, n REAL!";
constexpr std::string_view measured_by_day = "position INTEGER! #2, metric TEXT!, group TEXT!, day INTEGER!, "
                                             "value REAL, lower REAL, upper REAL, n REAL!";

/// "{all}" and "{day}" stand for the two lists above.
constexpr ExpectedTable expected[] = {
    {"workspace", 1, "strict, no rowid: key TEXT! #1, value TEXT!"},
    {"policy", 1,
     "strict, rowid: number INTEGER #1, name TEXT!, json TEXT!, created TEXT!, checksum BLOB!; unique name",
     3},
    {"policy_version", 4,
     "strict, rowid: number INTEGER #1, name TEXT!, version INTEGER!, parent INTEGER, restores INTEGER, "
     "author TEXT!, reason TEXT!, created TEXT!, json TEXT!, preview TEXT!, checksum BLOB!; "
     "name to policy_version.name NO ACTION; name to policy_version.name NO ACTION; "
     "parent to policy_version.version NO ACTION; restores to policy_version.version NO ACTION; "
     "unique name+version"},
    {"scenario", 1,
     "strict, rowid: number INTEGER #1, name TEXT!, json TEXT!, personal_data INTEGER!, created TEXT!, "
     "checksum BLOB!, "
     "world BLOB!; unique name; CHECK (personal_data IN (0, 1))"},
    {"run", 1,
     "strict, rowid: number INTEGER #1, id TEXT!, scenario_name TEXT!, scenario_json TEXT!, policy_name "
     "TEXT!, "
     "policy_json TEXT!, seed INTEGER!, users INTEGER!, days INTEGER!, items INTEGER!, replications "
     "INTEGER!, "
     "fingerprint TEXT!, program_version TEXT!, created TEXT!, wall_seconds REAL!, checksum BLOB!; "
     "index scenario_name; unique id",
     5},
    {"run", 6,
     "strict, rowid: number INTEGER #1, id TEXT!, scenario_name TEXT!, scenario_json TEXT!, policy_name "
     "TEXT!, "
     "policy_json TEXT!, seed INTEGER!, users INTEGER!, days INTEGER!, items INTEGER!, replications "
     "INTEGER!, "
     "fingerprint TEXT!, program_version TEXT!, created TEXT!, wall_seconds REAL!, checksum BLOB!, "
     "matrix_version INTEGER! default 0, matrix_sha256 TEXT! default ''; index scenario_name; unique id"},
    {"consent_matrix", 6,
     "strict, rowid: version INTEGER #1, parent INTEGER!, restores INTEGER, author TEXT!, role TEXT!, reason "
     "TEXT!, created TEXT!, json TEXT!, preview TEXT!, checksum BLOB!; CHECK (role IN "
     "('product_manager', 'privacy_officer'))"},
    {"matrix_signature", 6,
     "strict, no rowid: version INTEGER! #1, author TEXT!, role TEXT!, made TEXT!, key BLOB! #2, signature "
     "BLOB!; "
     "version to consent_matrix.version NO ACTION"},
    {"run_metric", 1, "strict, no rowid: run INTEGER! #1, {all}; run to run.number CASCADE"},
    {"run_series", 1, "strict, no rowid: run INTEGER! #1, {day}; run to run.number CASCADE"},
    {"comparison", 1,
     "strict, rowid: number INTEGER #1, id TEXT!, baseline INTEGER!, candidate INTEGER!, created TEXT!, "
     "checksum BLOB!; "
     "baseline to run.number CASCADE; candidate to run.number CASCADE; index baseline; index candidate; "
     "unique id"},
    {"comparison_metric", 1,
     "strict, no rowid: comparison INTEGER! #1, {all}; comparison to comparison.number CASCADE"},
    {"comparison_series", 1,
     "strict, no rowid: comparison INTEGER! #1, {day}; comparison to comparison.number CASCADE"},
    {"comparison_guardrail", 1,
     "strict, no rowid: comparison INTEGER! #1, position INTEGER! #2, metric TEXT!, group TEXT!, difference "
     "REAL, "
     "lower REAL, upper REAL, limit REAL!, verdict TEXT!, more_needed REAL; comparison to comparison.number "
     "CASCADE; "
     "CHECK (verdict IN ('holds', 'broken', 'undecided'))"},
    {"import", 2,
     "strict, rowid: number INTEGER #1, id TEXT!, scenario_name TEXT!, created TEXT!, rows_read INTEGER!, "
     "rows_kept INTEGER!, checksum BLOB!; scenario_name to scenario.name NO ACTION; unique id; unique "
     "scenario_name"},
    {"import_quarantine", 2,
     "strict, no rowid: import INTEGER! #1, position INTEGER! #2, file TEXT!, line INTEGER!, reason TEXT!; "
     "import to import.number CASCADE"},
    {"draft", 3, "strict, no rowid: key TEXT! #1, json TEXT!, saved TEXT!, checksum BLOB!"},
    {"trail_segment", 5, "strict, rowid: first INTEGER #1, count INTEGER!, payloads BLOB!, chain BLOB!"},
    {"trail_head", 5, "strict, rowid: number INTEGER #1, json TEXT!, key BLOB!, signature BLOB!"},
    {"trail_key", 5, "strict, no rowid: person INTEGER! #2, run INTEGER! #1, key BLOB!"},
};

/// What keeps the trail from being changed by accident. Without comments, in small letters, single spaces.
struct ExpectedTrigger {
    std::string_view name;
    int since;
    std::string_view statement; ///< after its name
};
constexpr ExpectedTrigger expected_triggers[] = {
    {"trail_segment_follows", 5,
     "before insert on trail_segment when new.first <> ifnull((select first + count from trail_segment order "
     "by "
     "first desc limit 1), 1) begin select raise(abort, 'the trail has no gaps'); end"},
    {"trail_segment_stays", 5,
     "before update on trail_segment begin select raise(abort, 'the trail is never changed'); end"},
    {"trail_segment_remains", 5,
     "before delete on trail_segment begin select raise(abort, 'the trail is never shortened'); end"},
    {"trail_head_follows", 5,
     "before insert on trail_head when new.number <> ifnull((select max(number) from trail_head), 0) + 1 "
     "begin "
     "select raise(abort, 'the heads have no gaps'); end"},
    {"trail_head_stays", 5,
     "before update on trail_head begin select raise(abort, 'a head is never changed'); end"},
    {"trail_head_remains", 5,
     "before delete on trail_head begin select raise(abort, 'a head is never removed'); end"},
    {"trail_key_stays", 5,
     "before update on trail_key begin select raise(abort, 'a key is never changed'); end"},
    {"consent_matrix_follows", 6,
     "before insert on consent_matrix when new.version <> ifnull((select max(version) from consent_matrix), "
     "0) + 1 begin select raise(abort, 'the versions of the matrix have no gaps'); end"},
    {"consent_matrix_stays", 6,
     "before update on consent_matrix begin select raise(abort, 'a version of the matrix is never changed'); "
     "end"},
    {"consent_matrix_remains", 6,
     "before delete on consent_matrix begin select raise(abort, 'a version of the matrix is never removed'); "
     "end"},
    {"matrix_signature_stays", 6,
     "before update on matrix_signature begin select raise(abort, 'a signature is never changed'); end"},
    {"matrix_signature_remains", 6,
     "before delete on matrix_signature begin select raise(abort, 'a signature is never removed'); end"},
};

// Each gives pieces of a table's shape; "{table}" stands for its name.
constexpr std::string_view shape_queries[] = {
    R"sql(SELECT iif(strict, 'strict', 'not strict') || iif(wr, ', no rowid:', ', rowid:')
          FROM pragma_table_list WHERE schema = 'main' AND name = '{table}')sql",
    R"sql(SELECT iif(cid, ', ', ' ') || name || ' ' || type || iif("notnull", '!', '') || iif(pk, ' #' || pk, '') ||
                 iif(hidden, ' hidden', '') || ifnull(' default ' || dflt_value, '')
          FROM pragma_table_xinfo('{table}') ORDER BY cid)sql",
    R"sql(SELECT '; ' || "from" || ' to ' || "table" || '.' || ifnull("to", '?') || ' ' || on_delete
          FROM pragma_foreign_key_list('{table}') ORDER BY 1)sql",
    R"sql(SELECT '; ' || iif(l."unique", 'unique ', 'index ') ||
                 (SELECT group_concat(i.name, '+') FROM pragma_index_info(l.name) AS i) || iif(partial, ' partial', '')
          FROM pragma_index_list('{table}') AS l WHERE origin <> 'pk' ORDER BY 1)sql",
    R"sql(WITH checked (text) AS (SELECT substr(sql, instr(sql, 'CHECK')) FROM sqlite_schema
                                WHERE type = 'table' AND name = '{table}' AND instr(sql, 'CHECK'))
          SELECT '; ' || substr(text, 1, instr(text, '))') + 1) FROM checked)sql",
};

std::string with(std::string_view text, std::string_view mark, std::string_view value) {
    std::string filled(text);
    if (const std::size_t at = filled.find(mark); at != std::string::npos)
        filled.replace(at, mark.size(), value);
    return filled;
}

/// The shape of one table of the file, in the same words.
Result<std::string> shape_of(const Reader& reader, std::string_view table) {
    std::string shape;
    for (const std::string_view query : shape_queries) {
        const Status read =
            reader.each(with(query, "{table}", table), [&](const Row& row) { shape += row.text(0); });
        if (!read) return pass_on(read);
    }
    return shape;
}

std::string other_shape(const std::string& table, const std::string& shape, const std::string& wanted) {
    return "the table '" + table + "' is '" + shape + "', not '" + wanted + "'";
}

/// A trigger's statement after its name, in the words of the list above.
std::string plain(std::string_view sql, std::string_view name) {
    const std::size_t at = sql.find(name);
    if (at == sql.npos) return {};
    std::string words;
    for (const char c : sql.substr(at + name.size())) {
        const bool space = c == ' ' || c == '\n' || c == '\t';
        if (space && (words.empty() || words.back() == ' ')) continue;
        words += space ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return words;
}

std::string stranger(const std::string& type, const std::string& name) {
    return "the " + type + " '" + name + "' does not belong in a workspace";
}

} // namespace

int newest_format() {
    return newest;
}

Result<VerifyCheck> check_tables(const Reader& reader, int format) {
    VerifyCheck check{"schema", true, 0, 0, {}};
    std::map<std::string, std::string> found;    // name to type
    std::map<std::string, std::string> triggers; // name to statement
    Status listed =
        reader.each("SELECT name, type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                    [&](const Row& row) {
                        found[row.text(0)] = row.text(1);
                        if (row.text(1) == "trigger") triggers[row.text(0)] = row.text(2);
                    });
    if (!listed) return pass_on(listed);
    for (const ExpectedTable& table : expected) {
        if (table.since > format || table.until < format) continue;
        ++check.checked;
        const std::string name(table.name);
        if (found.erase(name) == 0) {
            note(check, "the table '" + name + "' is missing");
            continue;
        }
        const Result<std::string> shape = shape_of(reader, table.name);
        if (!shape) return pass_on(shape);
        const std::string wanted =
            with(with(table.shape, "{all}", measured_over_all), "{day}", measured_by_day);
        if (*shape != wanted) note(check, other_shape(name, *shape, wanted));
    }
    for (const ExpectedTrigger& trigger : expected_triggers) {
        if (trigger.since > format) continue;
        ++check.checked;
        const std::string name(trigger.name);
        const auto there = triggers.find(name);
        if (there == triggers.end())
            note(check, "the trigger '" + name + "' is missing");
        else if (plain(there->second, name) != trigger.statement)
            note(check, "the trigger '" + name + "' is another one");
        if (there != triggers.end()) found.erase(name);
    }
    // Indexes of our tables were compared with their tables.
    for (const auto& [name, type] : found)
        if (type != "index") note(check, stranger(type, name));
    return check;
}

} // namespace attune::audit
