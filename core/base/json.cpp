#include "core/base/json.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace attune {
namespace {

std::string at_offset(const std::string& file, std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return file + ":" + std::to_string(1 + std::count(text.begin(), end, '\n'));
}

constexpr std::size_t deepest = 64;
constexpr std::string_view blanks = " \t\r\n";

/// What the library does not tell: nesting that is too deep and keys that stand twice, with their places.
struct Outline {
    std::optional<std::size_t> too_deep;
    std::optional<std::size_t> twice;
    std::string twice_key;
};

/// The text of a JSON string in quotes, with its escapes resolved.
std::string unescaped(std::string_view quoted) {
    const Json parsed = Json::parse(quoted.begin(), quoted.end(), nullptr, false);
    return parsed.is_string() ? parsed.get<std::string>() : std::string(quoted);
}

Outline outline_of(std::string_view text) {
    Outline outline;
    std::vector<std::set<std::string>> keys; // of each open bracket
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '{' || c == '[') {
            keys.emplace_back();
            if (keys.size() > deepest) {
                outline.too_deep = i;
                return outline;
            }
        } else if (c == '}' || c == ']') {
            if (!keys.empty()) keys.pop_back();
        } else if (c == '"') {
            const std::size_t start = i;
            for (++i; i < text.size() && text[i] != '"'; ++i)
                if (text[i] == '\\') ++i;
            const std::size_t next =
                i < text.size() ? text.find_first_not_of(blanks, i + 1) : std::string_view::npos;
            if (next == std::string_view::npos || text[next] != ':' || keys.empty()) continue;
            std::string key = unescaped(text.substr(start, i + 1 - start));
            if (keys.back().insert(key).second || outline.twice) continue;
            outline.twice = start;
            outline.twice_key = std::move(key);
        }
    }
    return outline;
}

std::string size_text(std::size_t bytes) {
    constexpr std::size_t mebibyte = 1U << 20U;
    return bytes >= mebibyte ? std::to_string(bytes / mebibyte) + " MiB" : std::to_string(bytes) + " bytes";
}

/// "number overflow parsing '1e999'" -> 1e999; empty if the library said something else.
std::string number_in(const std::string& complaint) {
    const std::size_t open = complaint.find("parsing '");
    const std::size_t close = complaint.rfind('\'');
    if (open == std::string::npos || close <= open + 9) return {};
    return complaint.substr(open + 9, close - open - 9);
}

} // namespace

std::string excerpt(std::string_view text) {
    constexpr std::size_t most = 60;
    if (text.size() <= most) return std::string(text);
    std::size_t end = most;
    // Never inside a UTF-8 sequence, whose later bytes start with the bits 10.
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "...";
}

Result<Json> parse_json(std::string_view text, const std::string& file) {
    // Before parsing, because the library's destructor follows the nesting.
    const Outline outline = outline_of(text);
    if (outline.too_deep)
        return fail(ErrorCode::bad_input, "brackets are nested deeper than 64 levels",
                    at_offset(file, text, *outline.too_deep));
    try {
        Json document = Json::parse(text.begin(), text.end());
        if (outline.twice)
            return fail(ErrorCode::bad_input,
                        "the key '" + excerpt(outline.twice_key) + "' stands twice in one object",
                        at_offset(file, text, *outline.twice), "Keep one of them");
        return document;
    } catch (const Json::parse_error& error) {
        return fail(ErrorCode::bad_input, "this is not valid JSON",
                    at_offset(file, text, error.byte ? error.byte - 1 : 0),
                    "Look for a missing comma, bracket or quote near there");
    } catch (const Json::exception& error) {
        const std::string number = number_in(error.what());
        if (number.empty())
            return fail(ErrorCode::bad_input, std::string("this JSON cannot be read (") + error.what() + ")",
                        file);
        return fail(ErrorCode::bad_input, "the number " + excerpt(number) + " is too large",
                    at_offset(file, text, text.find(number)));
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
    if (!in)
        return fail(ErrorCode::bad_input, std::string("cannot be opened (") + std::strerror(errno) + ")",
                    path);
    std::string bytes;
    char buffer[1 << 16];
    while (in.read(buffer, sizeof buffer) || in.gcount() > 0) {
        bytes.append(buffer, static_cast<std::size_t>(in.gcount()));
        if (bytes.size() > most_bytes)
            return fail(ErrorCode::bad_input, "the file is larger than " + size_text(most_bytes), path);
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
        const std::size_t next = text.find_first_not_of(blanks, at + quoted.size());
        if (next != std::string_view::npos && text[next] == ':') return at_offset(file, text, at);
    }
    return file;
}

} // namespace attune
