// The design tokens as values: colours, sizes and fonts of the theme in use, read from
// resources/styles/tokens.json. Painted widgets and charts read them when they paint and again on
// QEvent::PaletteChange; nothing else in the window names a colour.
#pragma once

#include <QColor>
#include <QFont>
#include <QString>

#include <array>
#include <vector>

namespace attune::ui {

enum class ThemeName { light, dark, contrast };
/// What the user chose; `system` follows the lightness of the desktop's palette.
enum class ThemeChoice { system, light, dark, contrast };

enum class Type {
    display,
    page_title,
    tile_value,
    chart_title,
    section,
    body,
    body_strong,
    caption,
    axis,
    code
};

/// Members are named as in tokens.json.
struct Theme {
    ThemeName name = ThemeName::light;
    struct Surface {
        QColor window, rail, page, card, sunken, raised, hover, selected, tooltip, inverse;
    } surface;
    struct Text {
        QColor primary, secondary, muted, on_accent, on_inverse, link, disabled;
    } text;
    struct Border {
        QColor subtle, normal, control, strong; ///< normal is "default" in the tokens
    } border;
    struct Focus {
        QColor ring, gap;
    } focus;
    struct Accent {
        QColor base, hover, pressed, soft, on_soft;
    } accent;
    struct Status {
        QColor mark, text, soft;
    };
    Status success, caution, danger, info, nodata;
    struct Data {
        QColor baseline, baseline_band, candidate, candidate_band, truth, answers, limit, threshold, grid,
            axis, axis_text, hatch_ink, hatch_ground, cursor;
    } data;
    std::array<QColor, 5> series;
    std::array<QColor, 7> ramp, ramp_ink;
};

/// Sizes that do not depend on the theme; in pixels at 100 % text.
struct Sizes {
    int space = 8, card_padding = 16, card_gap = 12, page_margin = 16, dock_padding = 12, field_gap = 8;
    int control_height = 28, min_target = 24, icon = 16, icon_rail = 20, menu_bar = 28, run_bar = 48,
        status_bar = 26, page_head = 56, rail = 76, lever_row = 50, table_row = 28, tile_height = 92;
    int radius_control = 4, radius_card = 6, radius_chip = 10;
    int focus_ring = 2, focus_gap = 1, rail_marker = 3;
};

/// The theme in use.
const Theme& theme();
/// Any theme, for exports (always light) and tests.
const Theme& theme_of(ThemeName name);
const Sizes& sizes();

/// Gives the application its palette, style and font; every widget gets a PaletteChange. `text_zoom` is 1 for
/// 100 %.
void apply_theme(ThemeChoice choice, double text_zoom = 1.0);
ThemeChoice theme_choice();
double text_zoom();
/// 0.9, 1.0, 1.1, 1.25, 1.5, 2.0
const std::vector<double>& text_zoom_steps();

/// The font of a style at the current text size.
QFont font(Type type);

/// Whether animations are to be left out (the user's setting).
bool reduced_motion();
void set_reduced_motion(bool reduced);

} // namespace attune::ui
