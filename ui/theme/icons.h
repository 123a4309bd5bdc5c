// The icons: one style, one colour, tinted at paint time with the text colour of their place.
#pragma once

#include <QIcon>
#include <QStringList>

namespace attune::ui {

/// By name ("start", "lab", "play" ...), from resources/icons/<name>.svg. An unknown name is our own mistake.
QIcon icon(const QString& name);
/// All there are; a test draws each.
QStringList icon_names();

} // namespace attune::ui
