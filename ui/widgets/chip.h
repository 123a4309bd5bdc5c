// Small rounded labels: a state ("Full run", "Preview") or a filter that can be taken away. Nothing else is
// a chip; a button never looks like one.
#pragma once

#include <QLabel>
#include <QToolButton>

namespace attune::ui {

enum class ChipTone { neutral, info, success, caution, danger };

/// Says a state.
class StateChip : public QLabel {
    Q_OBJECT
public:
    explicit StateChip(const QString& text = {}, ChipTone tone = ChipTone::neutral,
                       QWidget* parent = nullptr);
    void show_state(const QString& text, ChipTone tone);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ChipTone tone_ = ChipTone::neutral;
};

/// A filter in force: a click takes it away (clicked()); a checkable one is switched on and off instead.
class FilterChip : public QToolButton {
    Q_OBJECT
public:
    explicit FilterChip(const QString& text = {}, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace attune::ui
