#include "core/base/json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <vector>

namespace attune {
namespace {

std::string at_offset(const std::string& file, std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return file + ":" + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

constexpr int deepest = 64;

} // namespace

Result<Json> parse_json(std::string_view text, const std::string& file) {
    // A bracket count before parsing: the parser recurses nowhere, but its destructor does.
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            else if (c == '"') in_string = false;
        } else if (c == '"') in_string = true;
        else if (c == '{' || c == '[') {
            if (++depth > deepest)
                return fail(ErrorCode::bad_input, "brackets are nested deeper than 64 levels", at_offset(file, text, i));
        } else if (c == '}' || c == ']') --depth;
    }
    std::vector<std::set<std::string>> keys;
    std::string twice;
    const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::object_start) keys.emplace_back();
        if (event == Json::parse_event_t::object_end) keys.pop_back();
        if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second && twice.empty())
            twice = parsed.get<std::string>();
        return true;
    };
    try {
        Json document = Json::parse(text.begin(), text.end(), watch);
        if (!twice.empty()) {
            const std::size_t first = text.find('"' + twice + '"');
            return fail(ErrorCode::bad_input, "the key '" + twice + "' stands twice in one object",
                        at_offset(file, text, text.find('"' + twice + '"', first + 1)), "Keep one of them");
        }
        return document;
    } catch (const Json::parse_error& error) {
        return fail(ErrorCode::bad_input, "this is not valid JSON", at_offset(file, text, error.byte ? error.byte - 1 : 0),
                    "Look for a missing comma, bracket or quote near there");
    } catch (const Json::exception& error) {
        return fail(ErrorCode::bad_input, std::string("this JSON cannot be read (") + error.what() + ")", file);
    }
}

Result<std::string> read_file(const std::string& path, std::size_t most_bytes) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::not_found, "there is no such file", path);
    if (std::filesystem::is_directory(status))
        return fail(ErrorCode::bad_input, "this is a folder, not a file", path, "Name a file inside it");
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail(ErrorCode::bad_input, std::string("cannot be opened (") + std::strerror(errno) + ")", path);
    std::string bytes;
    char buffer[1 << 16];
    while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
        bytes.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (bytes.size() > most_bytes)
            return fail(ErrorCode::bad_input, "the file is larger than " + std::to_string(most_bytes >> 20U) + " MiB", path);
    }
    if (in.bad()) return fail(ErrorCode::io, "reading stopped half-way", path);
    return bytes;
}

Result<Json> read_json_file(const std::string& path) {
    auto bytes = read_file(path);
    if (!bytes) return pass_on(bytes);
    return parse_json(*bytes, path);
}

std::string at_key(const std::string& file, std::string_view text, std::string_view key) {
    const std::string quoted = '"' + std::string(key) + '"';
    for (std::size_t at = text.find(quoted); at != std::string_view::npos; at = text.find(quoted, at + 1)) {
        const std::size_t next = text.find_first_not_of(" \t\r\n", at + quoted.size());
        if (next != std::string_view::npos && text[next] == ':') return at_offset(file, text, at);
    }
    return file;
}

} // namespace attune
