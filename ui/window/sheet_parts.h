// Small parts that the sheets about versions share.
#pragma once

#include "core/workspace/records.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QString>

class QLabel;
class QScrollArea;
class QWidget;

namespace attune::ui {

/// Plain text that wraps.
QLabel* sheet_sentence(const QString& name, Type type, Ink ink, QWidget* parent);
/// The title of a part.
QLabel* sheet_heading(const QString& text, QWidget* parent);
/// `inside` with a bar where it does not fit; only the height scrolls.
QScrollArea* sheet_scroll(QWidget* inside, QWidget* parent);

/// "Ines, 2026-11-22 12:00"; for a version of a program that kept none, when it was saved alone.
QString version_words(const PolicyVersion& version);

} // namespace attune::ui
