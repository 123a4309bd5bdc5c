#include "simulations/report/markup.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Decoded {
    char32_t code = 0;
    std::size_t length = 0; ///< 0: not valid UTF-8 here
};

Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    std::size_t length = 0;
    char32_t code = 0;
    char32_t least = 0;
    if (first >= 0xC2 && first <= 0xDF)
        length = 2, code = first & 0x1FU, least = 0x80;
    else if (first >= 0xE0 && first <= 0xEF)
        length = 3, code = first & 0x0FU, least = 0x800;
    else if (first >= 0xF0 && first <= 0xF4)
        length = 4, code = first & 0x07U, least = 0x10000;
    else
        return {};
    if (at + length > text.size()) return {};
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {};
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
    return {code, length};
}

struct Range {
    char32_t first;
    char32_t last;
};
// Controls, direction marks and overrides, line and paragraph separators, invisible operators, byte order
// mark, interlinear marks, noncharacters, tag characters.
constexpr std::array<Range, 13> hidden = {{{0x00, 0x1F},
                                           {0x7F, 0x9F},
                                           {0xAD, 0xAD},
                                           {0x61C, 0x61C},
                                           {0x200B, 0x200B},
                                           {0x200E, 0x200F},
                                           {0x2028, 0x202E},
                                           {0x2060, 0x206F},
                                           {0xFDD0, 0xFDEF},
                                           {0xFEFF, 0xFEFF},
                                           {0xFFF9, 0xFFFB},
                                           {0xFFFE, 0xFFFF},
                                           {0xE0000, 0xE007F}}};

bool is_hidden(char32_t code) {
    return (code & 0xFFFEU) == 0xFFFEU || std::any_of(hidden.begin(), hidden.end(), [&](Range r) {
               return code >= r.first && code <= r.last;
           });
}

} // namespace

std::vector<std::string> characters(std::string_view text) {
    std::vector<std::string> all;
    all.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Decoded next = decode(text, i);
        if (next.length == 0)
            all.emplace_back(replacement);
        else if (next.code == '\t' || next.code == '\n' || next.code == '\r')
            all.emplace_back(" ");
        else if (is_hidden(next.code))
            all.emplace_back(replacement);
        else
            all.emplace_back(text.substr(i, next.length));
        i += std::max<std::size_t>(next.length, 1);
    }
    return all;
}

std::string visible_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const std::string& character : characters(text))
        out += character;
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : visible_text(text)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t most) {
    const std::vector<std::string> all = characters(text);
    std::string out;
    const bool cut = all.size() > most;
    for (std::size_t i = 0; i < (cut ? most - std::min<std::size_t>(most, 1) : all.size()); ++i)
        out += all[i];
    if (!cut) return out;
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return most == 0 ? std::string() : out + "\xE2\x80\xA6";
}

} // namespace attune
