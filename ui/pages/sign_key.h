// The signs of truth and of answers with their words, as tiles and charts use them.
#pragma once

#include <QString>
#include <QWidget>

namespace attune::ui {

class SignKey : public QWidget {
public:
    explicit SignKey(QWidget* parent);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString truth_, answers_;
};

} // namespace attune::ui
