// A white sheet with a fine border: the ground of everything that shows data.
#pragma once

#include <QFrame>

namespace attune::ui {

class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
    /// A thicker accent border: the chosen card, or the focus inside it.
    void set_chosen(bool chosen);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool chosen_ = false;
};

} // namespace attune::ui
