#include "ui/window/window_state.h"

#include <QSettings>

#include <algorithm>
#include <array>
#include <cmath>

namespace attune::ui {
namespace {

const QString theme_key = QStringLiteral("window/theme");
const QString zoom_key = QStringLiteral("window/text_zoom");
const QString motion_key = QStringLiteral("window/reduced_motion");
const QString lab_tab_key = QStringLiteral("window/lab_tab");
/// In the order of LabTab.
const std::array<QString, 4> tab_names = {QStringLiteral("outcome"), QStringLiteral("asking"),
                                          QStringLiteral("answering"), QStringLiteral("learning")};
const QString author_key = QStringLiteral("window/author");
const QString geometry_key = QStringLiteral("window/geometry");
const QString docks_key = QStringLiteral("window/docks/");

} // namespace

std::optional<ThemeChoice> theme_choice_from(const QString& name) {
    for (const ThemeChoice choice :
         {ThemeChoice::system, ThemeChoice::light, ThemeChoice::dark, ThemeChoice::contrast})
        if (name_of(choice) == name) return choice;
    return std::nullopt;
}

QString name_of(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::system:
        return QStringLiteral("system");
    case ThemeChoice::light:
        return QStringLiteral("light");
    case ThemeChoice::dark:
        return QStringLiteral("dark");
    case ThemeChoice::contrast:
        return QStringLiteral("contrast");
    }
    return {};
}

ThemeChoice WindowState::theme_choice() const {
    return theme_choice_from(settings_.value(theme_key).toString()).value_or(ThemeChoice::system);
}
void WindowState::set_theme_choice(ThemeChoice choice) {
    settings_.setValue(theme_key, name_of(choice));
}

QString WindowState::author() const {
    return settings_.value(author_key).toString();
}
void WindowState::set_author(const QString& author) {
    settings_.setValue(author_key, author);
}

double WindowState::text_zoom() const {
    const double kept = settings_.value(zoom_key, 1.0).toDouble();
    const auto& steps = text_zoom_steps();
    return *std::min_element(steps.begin(), steps.end(),
                             [kept](double a, double b) { return std::abs(a - kept) < std::abs(b - kept); });
}
void WindowState::set_text_zoom(double zoom) {
    settings_.setValue(zoom_key, zoom);
}

bool WindowState::reduced_motion() const {
    return settings_.value(motion_key, false).toBool();
}
void WindowState::set_reduced_motion(bool reduced) {
    settings_.setValue(motion_key, reduced);
}

LabTab WindowState::lab_tab() const {
    const auto found = std::find(tab_names.begin(), tab_names.end(), settings_.value(lab_tab_key).toString());
    return found == tab_names.end() ? LabTab::outcome : static_cast<LabTab>(found - tab_names.begin());
}
void WindowState::set_lab_tab(LabTab tab) {
    settings_.setValue(lab_tab_key, tab_names[static_cast<std::size_t>(tab)]);
}

QByteArray WindowState::geometry() const {
    return settings_.value(geometry_key).toByteArray();
}
void WindowState::set_geometry(const QByteArray& geometry) {
    settings_.setValue(geometry_key, geometry);
}

QByteArray WindowState::docks(const QString& page) const {
    return settings_.value(docks_key + page).toByteArray();
}
void WindowState::set_docks(const QString& page, const QByteArray& state) {
    settings_.setValue(docks_key + page, state);
}
void WindowState::forget_docks() {
    settings_.remove(docks_key.chopped(1));
}

} // namespace attune::ui
