// The number of a lever: what is typed is what is meant. It shows shares as percent, takes any number and
// leaves it to its owner to refuse one, so that a wrong number can be explained and mended instead of being
// quietly replaced.
#pragma once

#include "core/base/parameter.h"

#include <QDoubleSpinBox>

#include <optional>

namespace attune::ui {

class NumberBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    explicit NumberBox(const ParameterSpec& spec, QWidget* parent = nullptr);

    /// In the lever's own unit; does not signal.
    void show_value(double value);
    /// What was typed and refused stays until this or until the focus leaves.
    void restore();

    void stepBy(int steps) override;
    QString textFromValue(double value) const override;
    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& at) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    /// Enter, leaving with a new text, an arrow or the wheel: in the lever's own unit, perhaps out of range.
    void entered(double value);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    QString shown_text() const;
    /// The typed number, as shown; none if it is not one.
    std::optional<double> typed(QString text) const;
    void commit();

    ParameterSpec spec_;
    double factor_;
    double truth_ = 0; ///< what is shown, with all its digits
    bool showing_ = false;
};

} // namespace attune::ui
