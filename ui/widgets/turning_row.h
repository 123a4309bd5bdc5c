// Small widgets side by side, or below each other where they do not fit.
#pragma once

#include <QWidget>

#include <vector>

class QBoxLayout;

namespace attune::ui {

class TurningRow : public QWidget {
    Q_OBJECT
public:
    TurningRow(int spacing, QWidget* parent);
    void add(QWidget* widget);
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    void arrange();

    QBoxLayout* row_;
    std::vector<QWidget*> widgets_;
};

} // namespace attune::ui
