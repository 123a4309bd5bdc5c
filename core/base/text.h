// Words by key, from resources/text/<language>/*.json: window, command line, reports and the copy lint speak
// from this one file. Nothing below `ui` or `app` formats sentences itself.
#pragma once

#include "core/base/result.h"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attune {

class Text {
public:
    /// Parses one language file: a flat JSON object of key -> text. `name` is used in errors.
    static Result<Text> parse(std::string_view json, const std::string& name);
    /// All embedded files of a language, one per subject; English is always there.
    static Result<Text> load(std::string_view language);
    /// English, loaded once.
    static const Text& english();

    bool has(std::string_view key) const;
    /// The text, or the key itself in square brackets if it is missing (a test keeps that from shipping).
    std::string get(std::string_view key) const;
    /// The text with each {name} replaced. A name without a value stays as it is.
    std::string get(std::string_view key,
                    std::initializer_list<std::pair<std::string_view, std::string>> values) const;
    const std::map<std::string, std::string, std::less<>>& all() const { return entries_; }

    /// "one, two and three".
    std::string listed(const std::vector<std::string>& parts) const;

private:
    std::map<std::string, std::string, std::less<>> entries_;
};

} // namespace attune
