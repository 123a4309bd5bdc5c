// Drawing the window into a file: opens what was asked for, waits until its full run (or every example's
// picture) is drawn, and writes a PNG that is there whole or not at all.
#pragma once

#include "app/desktop/arguments.h"

class QSettings;

namespace attune::desktop {

/// Before the application is made: no screen, the wanted scale, and places for settings, data and cache that
/// are not the user's. `folder` is a temporary one.
void prepare_grab(const Arguments::Grab& grab, const std::string& folder);

/// Runs until the picture is written. Errors: those of opening and running; io for the file.
Status draw_window(const Arguments& asked, QSettings& settings, int threads);

} // namespace attune::desktop
