// A slider with marks at values where something happened: a tick below the groove for each, with its words
// when the pointer is near.
#pragma once

#include <QSlider>

#include <vector>

namespace attune::ui {

class MarkedSlider : public QSlider {
    Q_OBJECT
public:
    struct Mark {
        int value = 0;
        QString words;
    };
    explicit MarkedSlider(QWidget* parent = nullptr);

    /// Also what a screen reader says of the slider.
    void show_marks(std::vector<Mark> marks);
    /// Where the handle's middle stands for a value.
    int x_of(int value) const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Mark> marks_;
};

} // namespace attune::ui
