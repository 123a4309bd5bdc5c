// A lever's slider: handle, baseline triangle above the groove, default tick below it, and the change between
// baseline and handle drawn in the colour of the proposal. The hand drags; the keyboard steps.
#pragma once

#include "ui/levers/lever_scale.h"

#include <QSlider>

namespace attune::ui {

class LeverSlider : public QSlider {
    Q_OBJECT
public:
    explicit LeverSlider(const ParameterSpec& spec, QWidget* parent = nullptr);

    /// Does not signal.
    void show_values(double value, double baseline, double standard);
    bool held() const { return held_; }
    /// Where a value lies, in pixels of the widget.
    qreal x_of(double value) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// Under the hand.
    void moved(double value);
    void released();
    /// Escape while the hand holds the handle.
    void cancelled();
    /// By key, wheel or a helper such as a screen reader.
    void stepped(double value);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void move_to(qreal x);
    void let_go(bool keep);

    LeverScale scale_;
    double value_ = 0, baseline_ = 0, standard_ = 0;
    bool showing_ = false;
    bool held_ = false;
    qreal grip_ = 0; ///< from the middle of the handle to where the hand took it
    int asked_ = 0;  ///< place the hand asked for last
};

} // namespace attune::ui
