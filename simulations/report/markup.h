// Text from records made safe for XML and HTML. Names of policies, scenarios and groups come from files and
// imports: they may hold markup, broken UTF-8, control characters or signs that turn the reading direction.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Valid UTF-8 that shows what is there: tabs and line breaks become a space; other control characters,
/// direction marks, byte order marks, noncharacters and broken bytes become U+FFFD.
std::string visible_text(std::string_view text);

/// visible_text() with & < > " and ' written as entities: good for content and for quoted attributes.
std::string escaped(std::string_view text);

/// The code points of visible_text(), each as its own UTF-8 string.
std::vector<std::string> characters(std::string_view text);

/// At most `most` characters; what is cut is replaced by an ellipsis (counted as one).
std::string shortened(std::string_view text, std::size_t most);

} // namespace attune
