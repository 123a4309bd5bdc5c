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

/// Sizes that do not depend on the theme, from the tokens; in pixels at 100 % text.
struct Sizes {
    int space = 0, card_padding = 0, card_gap = 0, page_margin = 0, dock_padding = 0, field_gap = 0;
    int control_height = 0, min_target = 0, icon = 0, icon_rail = 0, menu_bar = 0, run_bar = 0,
        status_bar = 0, page_head = 0, rail = 0, lever_row = 0, table_row = 0, tile_height = 0;
    int radius_control = 0, radius_card = 0, radius_chip = 0;
    int focus_ring = 0, focus_gap = 0, rail_marker = 0;
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
/// A size at 100 % text that grows with larger text and does not shrink with smaller: icons, lights, marks.
int scaled(int pixels);

/// The font of a style at the current text size.
QFont font(Type type);

/// Whether animations are to be left out (the user's setting).
bool reduced_motion();
void set_reduced_motion(bool reduced);

} // namespace attune::ui
