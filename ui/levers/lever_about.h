// What a lever means, as rich text: the same for its tooltip, for "What's this" and for the explanation below
// the levers.
#pragma once

#include "ui/session/lab.h"

#include <QColor>
#include <QString>

namespace attune::ui {

/// Name, explanation, range, unit, default, baseline, when it acts, scope, source, grade and key. `quiet` is
/// the colour of the words before each fact, if it shall differ.
QString lever_about(const Lab& lab, const Lab::Lever& lever, const QColor& quiet = {});

/// A value of the lever with its unit.
QString value_words(const Lab::Lever& lever, double value);

} // namespace attune::ui
