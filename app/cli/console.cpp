#include "app/cli/console.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace attune::cli {
namespace {

/// Columns a UTF-8 text takes on a terminal, near enough: continuation bytes take none.
std::size_t width(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Names and messages may come from files of strangers: nothing in them may move the cursor or start a line.
std::string harmless(std::string text, bool keep_lines) {
    std::replace_if(
        text.begin(), text.end(),
        [keep_lines](char c) {
            return (static_cast<unsigned char>(c) < 0x20 && !(keep_lines && c == '\n')) || c == 0x7F;
        },
        ' ');
    return text;
}

} // namespace

int exit_code(ErrorCode code) {
    switch (code) {
    case ErrorCode::bad_input:
    case ErrorCode::not_found:
        return 2;
    case ErrorCode::refused:
    case ErrorCode::failed:
        return 3;
    case ErrorCode::unreadable:
    case ErrorCode::io:
        return 4;
    case ErrorCode::cancelled:
        return 130;
    }
    return 3;
}

int report(const Error& error) {
    std::fprintf(stderr, "attune-cli: %s\n", harmless(to_line(error), false).c_str());
    return exit_code(error.code);
}

std::string words(const std::string& key) {
    return Text::english().get("cli." + key);
}

std::string words(const std::string& key,
                  std::initializer_list<std::pair<std::string_view, std::string>> values) {
    return Text::english().get("cli." + key, values);
}

void say(const Common& common, const std::string& line) {
    if (!common.quiet && !common.json) std::printf("%s\n", harmless(line, true).c_str());
}

void print(const Json& document) {
    std::printf("%s\n", document.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_)
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (c >= widths.size()) widths.push_back(0);
            widths[c] = std::max(widths[c], width(row[c]));
        }
    std::string out;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t c = 0; c < row.size(); ++c) {
            const std::string blank(widths[c] - width(row[c]), ' ');
            const bool to_right = std::find(right_.begin(), right_.end(), c) != right_.end();
            line += (c > 0 ? "  " : "") + (to_right ? blank + row[c] : row[c] + blank);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + "\n";
    }
    return out;
}

Progress::Progress(const Common& common, std::string what)
    : shown_(!common.quiet && ::isatty(STDERR_FILENO) == 1)
    , what_(std::move(what)) {}

Progress::~Progress() {
    if (shown_ && last_ >= 0) std::fprintf(stderr, "\r\033[K");
}

void Progress::operator()(double done) {
    const int percent = static_cast<int>(done * 100.0);
    if (!shown_ || percent == last_) return;
    last_ = percent;
    std::fprintf(stderr, "\r\033[K%s %d %%", what_.c_str(), percent);
    std::fflush(stderr);
}

std::string now() {
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    char buffer[32];
    std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &utc);
    return buffer;
}

} // namespace attune::cli
