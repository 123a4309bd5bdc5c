// The lines of a text file that nobody vouches for. Opening it finds out, by content and never by name, what
// is not text at all (packed files, UTF-16, pictures); reading it never holds more than one line in memory,
// however long a line pretends to be.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace attune {

constexpr std::uint64_t largest_text_file = 2ULL << 30U; ///< bytes
constexpr std::size_t head_bytes = 1U << 16U;   ///< of a file that are looked at to find out its shape
constexpr std::size_t longest_line = 1U << 20U; ///< bytes; longer lines are skipped and marked

/// Whether the bytes are UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing past U+10FFFF.
bool is_utf8(std::string_view bytes);

struct TextLine {
    std::string_view text;   ///< without its line end; valid until the next call; empty if too_long
    std::int64_t number = 0; ///< 1 is the first
    bool too_long = false;
};

class LineReader {
public:
    /// Opens a file of at most `largest_text_file` bytes and skips a UTF-8 byte-order mark.
    /// Errors: not_found; bad_input for folders, devices, empty and oversized files, packed files (gzip, zip,
    /// bzip2, xz, zstd, 7z, rar), UTF-16 and UTF-32, web pages, PDF, SQLite and other binary files; io.
    static Result<LineReader> open(const std::string& path);

    /// The first bytes of the text, without the mark: all of it, or `head_bytes`. Gone after next().
    std::string_view head() const { return std::string_view(buffer_).substr(0, head_size_); }

    /// The next line; false at the end. A line ends at LF, CRLF or a lone CR; the last needs no end.
    /// After false, `status()` tells whether the end was the end of the file.
    bool next(TextLine& line);

    /// io if the disk refused, bad_input if the file grew past the limit while it was read.
    const Status& status() const { return status_; }

    /// How much of the file has been read from the disk, from 0 to 1.
    double share_read() const {
        return bytes_ == 0 ? 1 : static_cast<double>(bytes_read_) / static_cast<double>(bytes_);
    }

private:
    bool fill();

    std::ifstream in_;
    std::string path_;
    std::string buffer_;
    std::size_t at_ = 0;
    std::size_t head_size_ = 0;
    std::uint64_t bytes_ = 0; ///< of the file when it was opened
    std::uint64_t bytes_read_ = 0;
    std::int64_t lines_ = 0;
    bool ended_ = false;
    Status status_;
};

} // namespace attune
