#include "ui/theme/palette.h"

namespace attune::ui {

QPalette application_palette(const Theme& theme) {
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& normal, const QColor& disabled) {
        palette.setColor(QPalette::Active, role, normal);
        palette.setColor(QPalette::Inactive, role, normal);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    const auto ground = [&set](QPalette::ColorRole role, const QColor& c) { set(role, c, c); };
    const auto ink = [&set, &theme](QPalette::ColorRole role, const QColor& c) {
        set(role, c, theme.text.disabled);
    };
    ground(QPalette::Window, theme.surface.window);
    ink(QPalette::WindowText, theme.text.primary);
    ground(QPalette::Base, theme.surface.card);
    ground(QPalette::AlternateBase, theme.surface.sunken);
    ink(QPalette::Text, theme.text.primary);
    ink(QPalette::PlaceholderText, theme.text.muted);
    ground(QPalette::Button, theme.surface.card);
    ink(QPalette::ButtonText, theme.text.primary);
    ink(QPalette::BrightText, theme.text.on_accent);
    set(QPalette::Highlight, theme.accent.base, theme.border.normal);
    set(QPalette::HighlightedText, theme.text.on_accent, theme.text.primary);
    ink(QPalette::Link, theme.text.link);
    ink(QPalette::LinkVisited, theme.text.link);
    ground(QPalette::ToolTipBase, theme.surface.tooltip);
    ground(QPalette::ToolTipText, theme.text.on_inverse);
    ground(QPalette::Light, theme.surface.raised);
    ground(QPalette::Midlight, theme.border.subtle);
    ground(QPalette::Mid, theme.border.normal);
    ground(QPalette::Dark, theme.border.control);
    ground(QPalette::Shadow, theme.border.strong);
    return palette;
}

QPalette item_view_palette(const Theme& theme) {
    QPalette palette = application_palette(theme);
    for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
        palette.setColor(group, QPalette::Highlight, theme.surface.selected);
        palette.setColor(group, QPalette::HighlightedText, theme.text.primary);
    }
    return palette;
}

QPalette tooltip_palette(const Theme& theme) {
    QPalette palette = application_palette(theme);
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        palette.setColor(group, QPalette::Window, theme.surface.tooltip);
        palette.setColor(group, QPalette::WindowText, theme.text.on_inverse);
        palette.setColor(group, QPalette::Text, theme.text.on_inverse);
    }
    return palette;
}

bool is_dark(const QPalette& palette) {
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness();
}

} // namespace attune::ui
