// A widget's text style, ink and ground by their token names, kept through changes of theme and text size.
// Use these instead of setFont and setPalette: a font set by hand stays as large as it was.
#pragma once

#include "ui/theme/theme.h"

class QWidget;

namespace attune::ui {

enum class Ink {
    primary,
    secondary,
    muted,
    link,
    on_accent,
    on_inverse,
    on_soft,
    success,
    caution,
    danger,
    info
};
enum class Ground { window, rail, page, card, sunken, raised };

QColor ink_colour(const Theme& theme, Ink ink);
QColor ground_colour(const Theme& theme, Ground ground);

void set_type(QWidget& widget, Type type);
void set_ink(QWidget& widget, Ink ink);
/// Fills the widget with the ground; its children inherit it as their Window colour.
void set_ground(QWidget& widget, Ground ground);

/// Dresses every widget anew; apply_theme calls it.
void dress_again();

} // namespace attune::ui
