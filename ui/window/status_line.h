// The status bar: how the run stands, what was run, the seed; at the right the file, whether it is saved, and
// the size of the text. The headline of each picture is spoken from here.
#pragma once

#include "ui/session/document.h"
#include "ui/session/run_controller.h"

#include <QStatusBar>

class QLabel;

namespace attune::ui {

class StateLight;

class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(QWidget* parent = nullptr);

    enum class State { ready, previewing, running, finished, stopped, failed };
    void show_state(State state);
    State state() const { return state_; }
    /// What the picture on screen was made from; empty for nothing.
    void show_run(const PictureState* picture, std::uint64_t seed);
    void show_file(const Document& document);
    void show_text_size();
    /// Says it to a screen reader politely, and shows it for a moment where there is room.
    void speak(const QString& line);
    /// Shows it without a word to the screen reader: pictures of a drag come many times a second.
    void show_line(const QString& line);
    QString spoken() const;

private:
    State state_ = State::ready;
    StateLight* light_ = nullptr;
    QLabel* word_ = nullptr;
    QLabel* run_ = nullptr;
    QLabel* seed_ = nullptr;
    QLabel* headline_ = nullptr;
    QLabel* saved_ = nullptr;
    QLabel* file_ = nullptr;
    QLabel* text_size_ = nullptr;
};

} // namespace attune::ui
