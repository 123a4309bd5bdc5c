// Where the docks are: levers at the left; what changed at the right, or behind the levers where the window
// is narrow; one more, closed until it is asked for, behind what changed. A layout the user made is left
// alone, kept for the page and put back.
#pragma once

#include <QObject>
#include <QTimer>

class QMainWindow;

namespace attune::ui {

class Dock;
class WindowState;

class DockLayout : public QObject {
    Q_OBJECT
public:
    DockLayout(QMainWindow& window, Dock& left, Dock& right, Dock& more, WindowState& state);

    /// For a page with docks: as they were left, or as they come.
    void show(const QString& page);
    /// For a page without.
    void hide();
    void save(const QString& page);
    /// As they come, and that is what is remembered.
    void reset();
    /// The window has another width.
    void resized();

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void name_tabs();
    bool is_ours() const;

    QMainWindow& window_;
    Dock& left_;
    Dock& right_;
    Dock& more_;
    WindowState& state_;
    QTimer soon_;
    bool narrow_ = false;
    bool shown_ = false;
};

} // namespace attune::ui
