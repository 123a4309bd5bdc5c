// A button that reads as a link: text in the link colour, underlined, reachable by Tab. For an action inside
// a sentence's place, where a framed button would shout.
#pragma once

#include <QPushButton>

namespace attune::ui {

class LinkButton : public QPushButton {
    Q_OBJECT
public:
    explicit LinkButton(const QString& text = {}, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
