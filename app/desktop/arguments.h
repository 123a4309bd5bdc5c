// The command line of the desktop program: what to open and how to show it, or the picture to draw.
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <variant>

namespace attune::desktop {

struct Arguments {
    std::string workspace;
    std::string scenario;
    std::string example;
    /// "start", "lab", "asking", "answering", "learning", "fairness", "save", "versions", "consent", "audit", "credibility", or
    /// empty: where it is shown
    std::string page;
    std::string theme;               ///< "system", "light", "dark", "contrast", or empty: the user's choice
    std::optional<double> text_zoom; ///< 1 for 100 %
    struct Grab {
        std::string file;
        int width = 1440, height = 900;
        double scale = 1;
    };
    std::optional<Grab> grab;
    std::string audit_pdf; ///< file for the report of the audit of the workspace; empty: none
    std::string evidence;  ///< "withdrawal": count on the screens and write it into the trail; or empty
};

/// Words to print instead of opening a window: help or version.
struct Printed {
    std::string text;
};

/// Errors: bad_input for anything that is no option, no value of it, or does not go together.
Result<std::variant<Arguments, Printed>> read_arguments(int argc, char** argv);

} // namespace attune::desktop
