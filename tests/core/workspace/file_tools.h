// What the workspace tests do to files behind the program's back: read and change bytes, run SQL, and write
// out all that a file says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attune::test {

std::string bytes_of(const std::string& path);
void write_bytes(const std::string& path, const std::string& bytes);
/// Bytes, time of last change, and the names of all files in its folder: what "left untouched" means.
std::string state_of(const std::string& path);

/// Runs SQL on a file with a connection of its own, without foreign keys or other care; asserts that it
/// works.
void run_sql(const std::string& path, const std::string& sql);
/// Every row of every table as text, tables by name and rows by their values. Where `made_aside` is false,
/// what carries no checksum (numbers of rows, times of making, the header) is left out.
std::string dump(const std::string& path, bool made_aside = true);

} // namespace attune::test
