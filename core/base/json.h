// nlohmann::json with our errors: every complaint names the file and the line. Needed because the library
// throws, and knows lines only for syntax errors.
#pragma once

#include "core/base/result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace attune {

/// Key order is kept, so that files we write come out as they were read.
using Json = nlohmann::ordered_json;

/// Parses hostile text: syntax errors, duplicate keys and nesting deeper than 64 are refused with a line.
Result<Json> parse_json(std::string_view text, const std::string& file);

/// Reads and parses a file of at most 64 MiB.
Result<Json> read_json_file(const std::string& path);

/// The whole file as bytes; directories, missing and oversized files are errors.
Result<std::string> read_file(const std::string& path, std::size_t most_bytes = 64U << 20U);

/// Text for an error message: at most 60 bytes of it, cut between characters and marked if cut.
std::string excerpt(std::string_view text);

/// "file:line" of the first place where `key` stands as a JSON key; just the file if it does not.
std::string at_key(const std::string& file, std::string_view text, std::string_view key);

} // namespace attune
