// A theme as Qt palettes, so that every standard widget takes its colours from the tokens.
#pragma once

#include "ui/theme/theme.h"

#include <QPalette>

namespace attune::ui {

/// For the application. The disabled group says "disabled" by its text colour alone.
QPalette application_palette(const Theme& theme);
/// For item views: a selected row has the soft ground and keeps the text colour.
QPalette item_view_palette(const Theme& theme);
/// For tooltips.
QPalette tooltip_palette(const Theme& theme);

/// Whether a palette is a dark one: its text is lighter than its ground.
bool is_dark(const QPalette& palette);

} // namespace attune::ui
