#include "simulations/population/text_lines.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace attune {
namespace {

constexpr std::size_t chunk = 1U << 18U;

struct Signature {
    std::string_view bytes;
    const char* what;
    const char* remedy;
};

using namespace std::string_view_literals;

constexpr const char* unpack = "Unpack it and import the file inside";
constexpr const char* save_utf8 = "Save it as UTF-8 text";

/// Longest first where one begins like another.
constexpr std::array signatures = {
    Signature{"\x1F\x8B"sv, "this is a gzip file, whatever its name says", unpack},
    Signature{"PK\x03\x04"sv, "this is a zip file (or a spreadsheet), whatever its name says",
              "Unpack it, or save the spreadsheet as CSV, and import that"},
    Signature{"PK\x05\x06"sv, "this is an empty zip file",
              "Import the text file that was meant to be inside"},
    Signature{"BZh"sv, "this is a bzip2 file, whatever its name says", unpack},
    Signature{"\xFD"
              "7zXZ\x00"sv,
              "this is an xz file, whatever its name says", unpack},
    Signature{"\x28\xB5\x2F\xFD"sv, "this is a zstd file, whatever its name says", unpack},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "this is a 7z file, whatever its name says", unpack},
    Signature{"Rar!\x1A\x07"sv, "this is a rar file, whatever its name says", unpack},
    Signature{"SQLite format 3\x00"sv, "this is an SQLite database, not a text file",
              "Export the table as CSV and import that"},
    Signature{"%PDF-"sv, "this is a PDF, not a text file", "Import the table it was made from"},
    Signature{"\xFF\xFE\x00\x00"sv, "the text is in UTF-32", save_utf8},
    Signature{"\x00\x00\xFE\xFF"sv, "the text is in UTF-32", save_utf8},
    Signature{"\xFF\xFE"sv, "the text is in UTF-16", save_utf8},
    Signature{"\xFE\xFF"sv, "the text is in UTF-16", save_utf8},
    Signature{"<!doctype"sv, "this is a web page, not a table",
              "Download the file itself, not the page about it"},
    Signature{"<html"sv, "this is a web page, not a table",
              "Download the file itself, not the page about it"},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with(std::string_view text, std::string_view start) {
    if (text.size() < start.size()) return false;
    const bool markup = start.front() == '<';
    for (std::size_t i = 0; i < start.size(); ++i)
        if ((markup ? lower(text[i]) : text[i]) != start[i]) return false;
    // "BZh" is a word like any other unless a block size and the block mark follow.
    return start != "BZh" || (text.size() >= 10 && text.substr(4, 6) == "\x31\x41\x59\x26\x53\x59"sv);
}

/// Refuses what is not text: by its first bytes, then by how many control bytes the head holds.
Status check_is_text(std::string_view head, const std::string& path) {
    for (const Signature& signature : signatures)
        if (starts_with(head, signature.bytes))
            return fail(ErrorCode::bad_input, signature.what, path, signature.remedy);
    std::size_t zeros = 0;
    std::size_t controls = 0;
    for (const char c : head) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0)
            ++zeros;
        else if (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f')
            ++controls;
    }
    // A few stray bytes in a short file are rows to set aside, not a reason to refuse the file.
    if (zeros >= 8 && zeros * 3 > head.size())
        return fail(ErrorCode::bad_input,
                    "every other byte is zero: the text is in UTF-16, or the file is not text", path,
                    save_utf8);
    if (zeros + controls >= 8 && (zeros + controls) * 20 > head.size())
        return fail(ErrorCode::bad_input, "this is a binary file, not text", path,
                    "Import a table of text: CSV, TSV or MovieLens .dat");
    return {};
}

} // namespace

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        if (first < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        if (first < 0xC2 || first > 0xF4 || i + length > bytes.size()) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0U) != 0x80U) return false;
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
        const bool surrogate = first == 0xED && second >= 0xA0;
        const bool past_end = first == 0xF4 && second >= 0x90;
        if (overlong || surrogate || past_end) return false;
        i += length;
    }
    return true;
}

Result<LineReader> LineReader::open(const std::string& path) {
    std::error_code code;
    const auto status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::not_found, "there is no such file", path, "Check the path");
    if (std::filesystem::is_directory(status))
        return fail(ErrorCode::bad_input, "this is a folder, not a file", path, "Name a file inside it");
    if (!std::filesystem::is_regular_file(status))
        return fail(ErrorCode::bad_input, "this is not an ordinary file", path,
                    "Save the rows in a file and import that");
    const auto size = std::filesystem::file_size(path, code);
    if (!code && size > largest_text_file)
        return fail(ErrorCode::bad_input, "the file is larger than 2 GiB", path, "Import a part of it");
    LineReader reader;
    reader.path_ = path;
    if (!code) reader.bytes_ = size;
    reader.in_.open(path, std::ios::binary);
    if (!reader.in_)
        return fail(ErrorCode::io, std::string("cannot be opened (") + std::strerror(errno) + ")", path,
                    "Check that you may read it");
    while (reader.buffer_.size() < head_bytes + 3 && reader.fill()) {
    }
    if (!reader.status_) return pass_on(reader.status_);
    if (reader.buffer_.empty())
        return fail(ErrorCode::bad_input, "the file is empty", path, "Name the file with the rows");
    if (reader.buffer_.starts_with("\xEF\xBB\xBF")) reader.buffer_.erase(0, 3);
    reader.head_size_ = std::min(reader.buffer_.size(), head_bytes);
    if (auto text = check_is_text(reader.head(), path); !text) return pass_on(text);
    return reader;
}

bool LineReader::fill() {
    if (ended_) return false;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + chunk);
    in_.read(buffer_.data() + before, static_cast<std::streamsize>(chunk));
    const auto got = static_cast<std::size_t>(in_.gcount());
    buffer_.resize(before + got);
    bytes_read_ += got;
    if (in_.bad()) {
        status_ = fail(ErrorCode::io, "reading stopped half-way", path_, "Check the disk, then try again");
        ended_ = true;
    } else if (bytes_read_ > largest_text_file) {
        status_ = fail(ErrorCode::bad_input, "the file is larger than 2 GiB", path_, "Import a part of it");
        ended_ = true;
    } else if (got < chunk)
        ended_ = true;
    return got > 0 && status_.has_value();
}

bool LineReader::next(TextLine& line) {
    bool too_long = false;
    std::size_t searched = at_;
    for (;;) {
        std::size_t end = searched;
        while (end < buffer_.size() && buffer_[end] != '\n' && buffer_[end] != '\r')
            ++end;
        const bool found = end < buffer_.size();
        // A CR that is the last byte so far may be half of a CRLF.
        const bool undecided = found && buffer_[end] == '\r' && end + 1 == buffer_.size() && !ended_;
        if (found && !undecided) {
            too_long = too_long || end - at_ > longest_line;
            line = {too_long ? std::string_view() : std::string_view(buffer_).substr(at_, end - at_),
                    ++lines_, too_long};
            at_ = end + 1;
            if (buffer_[end] == '\r' && at_ < buffer_.size() && buffer_[at_] == '\n') ++at_;
            return true;
        }
        if (ended_) break;
        buffer_.erase(0, at_);
        at_ = 0;
        head_size_ = 0;
        if (buffer_.size() > longest_line + 1) {
            // Forget the line but keep its last byte, which may be that CR.
            too_long = true;
            buffer_.erase(0, buffer_.size() - 1);
        }
        searched = buffer_.empty() ? 0 : buffer_.size() - 1;
        fill();
        if (!status_) return false;
    }
    if (at_ >= buffer_.size() && !too_long) return false;
    too_long = too_long || buffer_.size() - at_ > longest_line;
    line = {too_long ? std::string_view() : std::string_view(buffer_).substr(at_), ++lines_, too_long};
    at_ = buffer_.size();
    return true;
}

} // namespace attune
