// The help pages: a command in one line among others, in full on its own page, with an example; everything
// wrapped so that it fits a terminal of eighty columns.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <string>

namespace attune::cli {

/// `text` in lines of at most `width` characters, broken at spaces; lines that are there stay.
std::string wrapped(const std::string& text, std::size_t width);

class HelpPages : public CLI::Formatter {
public:
    HelpPages();
    std::string make_option_desc(const CLI::Option* option) const override;
    std::string make_description(const CLI::App* command) const override;
    std::string make_subcommand(const CLI::App* command) const override;
};

/// Gives a command its description ("cli.command.<key>" in a line, "cli.command.<key>.more" on its own page)
/// and its example ("cli.example.<key>").
void describe(CLI::App& command, const std::string& key);

} // namespace attune::cli
