#include "app/cli/usage.h"

#include "core/base/parameter.h"

#include <algorithm>
#include <charconv>

namespace attune::cli {
namespace {

std::string did_you_mean(const std::string& typed, const std::vector<std::string>& known,
                         const std::string& otherwise) {
    const std::string nearest = nearest_key(typed, known);
    return nearest.empty() ? otherwise : words("error.did_you_mean", {{"nearest", nearest}});
}

/// "attune-cli policy show": the command as it was typed so far.
std::string full_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return (parent ? full_name(*parent) + " " : std::string()) + command.get_name();
}

/// The innermost command that was recognised.
const CLI::App& innermost(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : innermost(*chosen.back());
}

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

std::string see_help(const CLI::App& command) {
    return words("error.see_help", {{"command", full_name(command)}});
}

Error unexpected(const CLI::App& command, const std::string& argument) {
    const std::string name = full_name(command);
    if (argument.starts_with("-")) {
        const std::string option = argument.substr(0, argument.find('='));
        return {ErrorCode::bad_input, words("error.unknown_option", {{"command", name}}), option,
                did_you_mean(option, option_names(command), see_help(command))};
    }
    return {ErrorCode::bad_input, words("error.unexpected_word", {{"command", name}}), excerpt(argument),
            see_help(command)};
}

} // namespace

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
    return CLI::Validator(
        [least, most](std::string& text) {
            std::int64_t value = 0;
            const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
            if (code == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
                return std::string();
            return words(
                "error.not_whole",
                {{"text", excerpt(text)}, {"least", std::to_string(least)}, {"most", std::to_string(most)}});
        },
        "");
}

CLI::Validator one_of(const std::vector<std::string>& choices) {
    return CLI::Validator(
        [choices](std::string& text) {
            if (std::find(choices.begin(), choices.end(), text) != choices.end()) return std::string();
            std::string all;
            for (const std::string& choice : choices)
                all += (all.empty() ? "" : ", ") + choice;
            return words("error.not_one_of", {{"text", excerpt(text)}, {"choices", all}});
        },
        "");
}

CLI::Validator not_empty() {
    return CLI::Validator(
        [](std::string& text) { return text.empty() ? words("error.empty_value") : std::string(); }, "");
}

std::optional<Error> unknown_command(const CLI::App& app, const std::vector<std::string>& arguments) {
    const CLI::App* command = &app;
    for (const std::string& argument : arguments) {
        const auto parts = command->get_subcommands([](const CLI::App*) { return true; });
        if (parts.empty() || argument.starts_with("-")) return std::nullopt;
        std::vector<std::string> names;
        for (const CLI::App* part : parts)
            names.push_back(part->get_name());
        const auto found = std::find(names.begin(), names.end(), argument);
        if (found == names.end())
            return Error{ErrorCode::bad_input,
                         words("error.unknown_command", {{"command", full_name(*command)}}),
                         excerpt(argument), did_you_mean(argument, names, see_help(*command))};
        command = parts[static_cast<std::size_t>(found - names.begin())];
    }
    return std::nullopt;
}

Error usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App& command = innermost(app);
    if (const auto left = command.remaining(); !left.empty()) return unexpected(command, left.front());
    if (const auto left = app.remaining(true); !left.empty())
        return {ErrorCode::bad_input, words("error.before_command"), excerpt(left.front()),
                words("error.before_command.remedy")};
    const auto parts = command.get_subcommands([](const CLI::App*) { return true; });
    if (!parts.empty() && command.get_require_subcommand_min() > 0) {
        std::string names;
        for (const CLI::App* part : parts)
            names += (names.empty() ? "" : ", ") + part->get_name();
        return {ErrorCode::bad_input,
                words("error.no_command", {{"command", full_name(command)}, {"commands", names}}),
                {},
                see_help(command)};
    }
    // "--users: sentence", of our own checks or of the parser.
    const std::string text = error.what();
    const std::size_t colon = text.find(": ");
    if (dynamic_cast<const CLI::ConversionError*>(&error)) // our checks leave this to flags
        return {ErrorCode::bad_input, words("error.no_value_taken"), text.substr(colon + 2),
                see_help(command)};
    if (colon == std::string::npos) return {ErrorCode::bad_input, text, {}, see_help(command)};
    Error told{ErrorCode::bad_input, text.substr(colon + 2), text.substr(0, colon), see_help(command)};
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error))
        told.what = words(text.ends_with("missing") ? "error.empty_value" : "error.given_twice");
    return told;
}

} // namespace attune::cli
