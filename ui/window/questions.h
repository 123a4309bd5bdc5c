// The questions the window has to ask: which file, and whether something may be lost. They are functions, so
// that a test answers them.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace attune::ui {

struct Questions {
    /// A file to open or to write; empty if the user turned away. `filter` is in the form of QFileDialog.
    std::function<QString(QWidget* parent, const QString& title, const QString& filter)> open_file;
    std::function<QString(QWidget* parent, const QString& title, const QString& suggested,
                          const QString& filter)>
        save_file;
    /// A name that no file has yet.
    std::function<QString(QWidget* parent, const QString& title, const QString& suggested,
                          const QString& filter)>
        new_file;
    /// Something would be lost: what, and the verb on the button that does it. False: left as it is.
    std::function<bool(QWidget* parent, const QString& fact, const QString& consequence, const QString& verb)>
        may_lose;
};

/// Dialogs.
Questions usual_questions();

/// A name that was typed without a suffix gets it; an empty one stays empty.
QString with_suffix(QString path, const QString& suffix);

} // namespace attune::ui
