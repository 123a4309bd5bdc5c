// What stands on one person's screen in a state of the answer: a small picture of the banner, nothing of
// which can be pressed.
#pragma once

#include "simulations/study/screen_parts.h"

#include <QFrame>

class QLabel;

namespace attune::ui {

class TurningRow;

class ScreenPreview : public QFrame {
    Q_OBJECT
public:
    /// Parts are named "screen.kind", "screen.words", "screen.button".
    explicit ScreenPreview(QWidget* parent = nullptr);
    void show_parts(const ScreenParts& parts);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* kind_;
    QLabel* words_;
    TurningRow* buttons_ = nullptr; ///< made anew with each state
};

} // namespace attune::ui
