#include "ui/theme/dress.h"

#include <QApplication>
#include <QVariant>
#include <QWidget>

namespace attune::ui {
namespace {

constexpr auto type_property = "attune_type";
constexpr auto ink_property = "attune_ink";
constexpr auto ground_property = "attune_ground";

void dress(QWidget& widget) {
    if (const QVariant type = widget.property(type_property); type.isValid())
        widget.setFont(font(static_cast<Type>(type.toInt())));
    const QVariant ink = widget.property(ink_property);
    const QVariant ground = widget.property(ground_property);
    if (!ink.isValid() && !ground.isValid()) return;
    QPalette palette;
    if (ink.isValid()) {
        const QColor colour = ink_colour(theme(), static_cast<Ink>(ink.toInt()));
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
                palette.setColor(group, role, colour);
    }
    if (ground.isValid())
        palette.setColor(QPalette::Window, ground_colour(theme(), static_cast<Ground>(ground.toInt())));
    widget.setPalette(palette);
}

} // namespace

QColor ink_colour(const Theme& theme, Ink ink) {
    switch (ink) {
    case Ink::primary:
        return theme.text.primary;
    case Ink::secondary:
        return theme.text.secondary;
    case Ink::muted:
        return theme.text.muted;
    case Ink::link:
        return theme.text.link;
    case Ink::on_accent:
        return theme.text.on_accent;
    case Ink::on_inverse:
        return theme.text.on_inverse;
    case Ink::on_soft:
        return theme.accent.on_soft;
    case Ink::success:
        return theme.success.text;
    case Ink::caution:
        return theme.caution.text;
    case Ink::danger:
        return theme.danger.text;
    case Ink::info:
        return theme.info.text;
    }
    return theme.text.primary;
}

QColor ground_colour(const Theme& theme, Ground ground) {
    switch (ground) {
    case Ground::window:
        return theme.surface.window;
    case Ground::rail:
        return theme.surface.rail;
    case Ground::page:
        return theme.surface.page;
    case Ground::card:
        return theme.surface.card;
    case Ground::sunken:
        return theme.surface.sunken;
    case Ground::raised:
        return theme.surface.raised;
    }
    return theme.surface.window;
}

void set_type(QWidget& widget, Type type) {
    widget.setProperty(type_property, static_cast<int>(type));
    dress(widget);
}

void set_ink(QWidget& widget, Ink ink) {
    widget.setProperty(ink_property, static_cast<int>(ink));
    dress(widget);
}

void set_ground(QWidget& widget, Ground ground) {
    widget.setProperty(ground_property, static_cast<int>(ground));
    widget.setAutoFillBackground(true);
    dress(widget);
}

void dress_again() {
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget* widget : widgets)
        dress(*widget);
}

} // namespace attune::ui
