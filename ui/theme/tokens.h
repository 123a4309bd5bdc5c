// The file of design tokens, resources/styles/tokens.json, as typed values: read once, for theme.h.
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>

#include <array>

namespace attune::ui {

/// One text style: pixels at 100 % and 96 dots per inch.
struct TypeToken {
    double size = 13;
    double line = 19; ///< distance of the base lines
    int weight = 400;
    bool mono = false;
};

struct Tokens {
    std::array<Theme, 3> themes;     ///< indexed by ThemeName
    std::array<TypeToken, 10> types; ///< indexed by Type
    Sizes sizes;
    QStringList families, mono_families;
    std::vector<double> text_zoom_steps;
};

/// The embedded tokens. That they can be read is our own business: a test looks at every one.
const Tokens& tokens();

} // namespace attune::ui
