// What would be here, and the one button that makes it.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace attune::ui {

class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& sentence, const QString& button, QWidget* parent = nullptr);
    QPushButton* button() const { return button_; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void limit_width();

    QLabel* sentence_ = nullptr;
    QPushButton* button_ = nullptr;
};

} // namespace attune::ui
