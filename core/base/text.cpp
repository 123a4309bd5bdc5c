#include "core/base/text.h"

#include "core/base/json.h"
#include "core/base/resources.h"

#include <algorithm>
#include <cassert>

namespace attune {

Result<Text> Text::parse(std::string_view json, const std::string& name) {
    auto document = parse_json(json, name);
    if (!document) return pass_on(document);
    if (!document->is_object())
        return fail(ErrorCode::bad_input, "a text file must be one JSON object of key and text", name);
    Text text;
    for (const auto& [key, value] : document->items()) {
        if (!value.is_string())
            return fail(ErrorCode::bad_input, "the text of '" + key + "' is not a string",
                        at_key(name, json, key), "Put the words in double quotes");
        text.entries_.emplace(key, value.get<std::string>());
    }
    return text;
}

Result<Text> Text::load(std::string_view language) {
    const std::string folder = "text/" + std::string(language) + "/";
    Text all;
    for (const Resource& resource : resources()) {
        if (!resource.path.starts_with(folder)) continue;
        auto part = parse(resource.bytes, std::string(resource.path));
        if (!part) return part;
        for (auto& [key, words] : part->entries_)
            if (!all.entries_.emplace(key, std::move(words)).second)
                return fail(ErrorCode::bad_input, "the text '" + key + "' stands in two files",
                            std::string(resource.path));
    }
    if (all.entries_.empty())
        return fail(ErrorCode::not_found, "there is no text in the language '" + std::string(language) + "'",
                    folder, "English is 'en'");
    return all;
}

const Text& Text::english() {
    static const Text text = [] {
        auto loaded = load("en");
        assert(loaded && "the embedded English text must parse");
        return loaded ? std::move(*loaded) : Text{};
    }();
    return text;
}

bool Text::has(std::string_view key) const {
    return entries_.find(key) != entries_.end();
}

std::string Text::get(std::string_view key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? "[" + std::string(key) + "]" : found->second;
}

std::string Text::get(std::string_view key,
                      std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    const std::string pattern = get(key);
    std::string out;
    for (std::size_t i = 0; i < pattern.size();) {
        const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string::npos;
        if (close == std::string::npos) {
            out += pattern[i++];
            continue;
        }
        const std::string_view name(pattern.data() + i + 1, close - i - 1);
        const auto* value =
            std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
        out += value == values.end() ? pattern.substr(i, close - i + 1) : value->second;
        i = close + 1;
    }
    return out;
}

std::string Text::listed(const std::vector<std::string>& parts) const {
    if (parts.empty()) return {};
    std::string all = parts.front();
    for (std::size_t i = 1; i < parts.size(); ++i)
        all = get(i + 1 == parts.size() ? "list.last" : "list.next", {{"before", all}, {"next", parts[i]}});
    return all;
}

} // namespace attune
