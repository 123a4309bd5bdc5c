// A plain text of as many lines as it needs, which the mouse can mark.
#pragma once

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QLabel>

namespace attune::ui {

/// `name` is the object's, where something has to find it.
QLabel* text_block(QWidget* parent, const QString& text, Type type, Ink ink, const char* name = "");

} // namespace attune::ui
