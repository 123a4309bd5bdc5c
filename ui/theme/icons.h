// The icons: one style, one colour, tinted at paint time with the text colour of their place.
#pragma once

#include "ui/theme/dress.h"

#include <QIcon>
#include <QStringList>

class QPainter;

namespace attune::ui {

/// By name ("start", "lab", "play" ...), from resources/icons/<name>.svg. An unknown name is our own mistake.
/// Its colour is the painter's pen where a style or delegate paints it, the primary text colour in a pixmap,
/// and the disabled text colour when disabled.
QIcon icon(const QString& name);
/// The same in a fixed ink of the theme in use: the muted magnifier in a search field, for instance.
QIcon icon(const QString& name, Ink ink);
/// All there are; a test draws each.
QStringList icon_names();

/// Paints an icon centred in `place`, as large as fits, in one colour. For painted widgets and delegates.
void draw_icon(QPainter& painter, const QRectF& place, const QString& name, const QColor& colour);

} // namespace attune::ui
