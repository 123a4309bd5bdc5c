#include "tests/core/workspace/file_tools.h"

#include <QtCore/QtGlobal>

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>

namespace attune::test {
namespace {

using Connection = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

Connection open(const std::string& path, int flags) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(std::filesystem::absolute(path).c_str(), &raw, flags, nullptr);
    if (code != SQLITE_OK) qFatal("cannot open %s: %s", path.c_str(), sqlite3_errstr(code));
    return {raw, sqlite3_close};
}

void each_row(sqlite3* connection, const std::string& sql, const std::function<void(sqlite3_stmt*)>& use) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(connection, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK)
        qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(connection));
    int code = SQLITE_DONE;
    while ((code = sqlite3_step(raw)) == SQLITE_ROW)
        use(raw);
    sqlite3_finalize(raw);
    if (code != SQLITE_DONE) qFatal("%s: %s", sql.c_str(), sqlite3_errmsg(connection));
}

std::string text_of(sqlite3_stmt* row, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    return text ? text : "";
}

} // namespace

std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    if (!out) qFatal("cannot write %s", path.c_str());
}

std::string state_of(const std::string& path) {
    std::ostringstream state;
    const std::filesystem::path file = std::filesystem::absolute(path);
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(file.parent_path()))
        names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    for (const std::string& name : names)
        state << name << '\n';
    state << std::filesystem::last_write_time(file).time_since_epoch().count() << '\n';
    if (std::filesystem::is_regular_file(file)) state << bytes_of(path);
    return state.str();
}

void run_sql(const std::string& path, const std::string& sql) {
    const Connection connection = open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    char* message = nullptr;
    if (sqlite3_exec(connection.get(), sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK)
        qFatal("%s: %s", sql.c_str(), message);
}

std::string dump(const std::string& path, bool made_aside) {
    const Connection connection = open(path, SQLITE_OPEN_READONLY);
    const auto kept = [&](const std::string& table, const std::string& column) {
        if (made_aside) return true;
        // Owners are found by what is hashed; a changed number shows as a changed owner there.
        const bool row_number = column == "number" || column == "position" || column == "run" ||
                                column == "comparison" || column == "import" || column == "baseline" ||
                                column == "candidate";
        return table != "workspace" && !row_number && column != "created" && column != "saved" &&
               column != "wall_seconds" && column != "checksum";
    };
    std::vector<std::string> tables;
    each_row(connection.get(), "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
             [&](sqlite3_stmt* row) { tables.push_back(text_of(row, 0)); });
    std::string all;
    for (const std::string& table : tables) {
        std::string columns;
        each_row(connection.get(), "SELECT name FROM pragma_table_info('" + table + "')",
                 [&](sqlite3_stmt* row) {
                     if (kept(table, text_of(row, 0)))
                         columns += (columns.empty() ? "" : ", ") + ("\"" + text_of(row, 0) + "\"");
                 });
        if (columns.empty()) continue;
        std::vector<std::string> lines;
        each_row(connection.get(), "SELECT " + columns + " FROM \"" + table + "\"", [&](sqlite3_stmt* row) {
            std::string line;
            for (int i = 0; i < sqlite3_column_count(row); ++i) {
                const auto* data = static_cast<const char*>(sqlite3_column_blob(row, i));
                std::string value;
                if (sqlite3_column_type(row, i) == SQLITE_FLOAT) {
                    std::ostringstream exact;
                    exact << std::hexfloat << sqlite3_column_double(row, i);
                    value = exact.str();
                } else if (data) {
                    value.assign(data, static_cast<std::size_t>(sqlite3_column_bytes(row, i)));
                }
                line += std::to_string(sqlite3_column_type(row, i)) + ":" + std::to_string(value.size()) +
                        ":" + value + "|";
            }
            lines.push_back(line);
        });
        std::sort(lines.begin(), lines.end());
        all += table + "(" + columns + ")\n";
        for (const std::string& line : lines)
            all += line + "\n";
    }
    return all;
}

} // namespace attune::test
