// What the command line itself can get wrong: values that are no values, unknown commands and options. Every
// complaint names the option or word and says what to do; the parser's own messages do not.
#pragma once

#include "app/cli/console.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::cli {

/// Checks for options; each shows nothing in the help beyond the type name the option was given.
CLI::Validator whole_number(std::int64_t least, std::int64_t most);
CLI::Validator one_of(const std::vector<std::string>& choices);
CLI::Validator not_empty();

/// An error if the first words are not a command of `app` (and one of its parts, where it has some); with the
/// most similar one.
std::optional<Error> unknown_command(const CLI::App& app, const std::vector<std::string>& arguments);

/// The parser's complaint in our words.
Error usage_error(const CLI::App& app, const CLI::ParseError& error);

} // namespace attune::cli
