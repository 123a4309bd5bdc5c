#include "app/cli/help.h"

#include "app/cli/console.h"

#include <sstream>

namespace attune::cli {
namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t names_width = 30; ///< the column of commands and options

} // namespace

std::string wrapped(const std::string& text, std::size_t width) {
    std::string out;
    std::size_t column = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line); column = 0) {
        if (!out.empty()) out += '\n';
        std::istringstream line_words(line);
        for (std::string word; line_words >> word;) {
            if (column > 0 && column + 1 + word.size() > width) {
                out += '\n';
                column = 0;
            } else if (column > 0) {
                out += ' ';
                ++column;
            }
            out += word;
            column += word.size();
        }
    }
    return out;
}

HelpPages::HelpPages() {
    column_width(names_width);
}

std::string HelpPages::make_option_desc(const CLI::Option* option) const {
    return wrapped(option->get_description(), page_width - names_width);
}

std::string HelpPages::make_description(const CLI::App* command) const {
    return wrapped(command->get_description(), page_width) + "\n\n";
}

std::string HelpPages::make_subcommand(const CLI::App* command) const {
    const std::string text = command->get_description();
    std::ostringstream out;
    CLI::detail::format_help(out, command->get_name(),
                             wrapped(text.substr(0, text.find('\n')), page_width - names_width), names_width);
    return out.str();
}

void describe(CLI::App& command, const std::string& key) {
    std::string text = words("command." + key);
    if (Text::english().has("cli.command." + key + ".more")) text += "\n" + words("command." + key + ".more");
    command.description(text);
    command.footer(words("example") + "\n" + words("example." + key));
}

} // namespace attune::cli
