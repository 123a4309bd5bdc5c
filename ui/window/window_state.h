// What the window remembers of the user's taste between two sessions: size, docks of each page, the tab of
// the lab, theme, size of text, motion, the name they sign with. Nothing of the work is kept here: that is in
// the workspace.
#pragma once

#include "ui/pages/lab_page.h"
#include "ui/theme/theme.h"

#include <QByteArray>
#include <QString>

#include <optional>

class QSettings;

namespace attune::ui {

class WindowState {
public:
    explicit WindowState(QSettings& settings)
        : settings_(settings) {}

    ThemeChoice theme_choice() const;
    void set_theme_choice(ThemeChoice choice);
    double text_zoom() const; ///< one of text_zoom_steps()
    void set_text_zoom(double zoom);
    bool reduced_motion() const;
    void set_reduced_motion(bool reduced);

    /// Who saved a version last: suggested for the next one.
    QString author() const;
    void set_author(const QString& author);
    LabTab lab_tab() const;
    void set_lab_tab(LabTab tab);

    QByteArray geometry() const;
    void set_geometry(const QByteArray& geometry);
    /// As QMainWindow::saveState() gave it, for one page; empty: as it comes.
    QByteArray docks(const QString& page) const;
    void set_docks(const QString& page, const QByteArray& state);
    void forget_docks();

private:
    QSettings& settings_;
};

/// "system", "light", "dark", "contrast"; nothing for another word.
std::optional<ThemeChoice> theme_choice_from(const QString& name);
QString name_of(ThemeChoice choice);

} // namespace attune::ui
