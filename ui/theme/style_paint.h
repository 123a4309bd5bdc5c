// What the parts of AttuneStyle share: state questions, boxes, the focus ring, chevrons and sizes that grow
// with the text.
#pragma once

#include "ui/theme/theme.h"

#include <QPainter>
#include <QStyleOption>

class QWidget;

namespace attune::ui::style {

/// Painter state put back at the end of the scope; antialiasing is on.
class Painting {
public:
    explicit Painting(QPainter& painter)
        : painter_(painter) {
        painter_.save();
        painter_.setRenderHint(QPainter::Antialiasing);
    }
    ~Painting() { painter_.restore(); }
    Painting(const Painting&) = delete;
    Painting& operator=(const Painting&) = delete;

private:
    QPainter& painter_;
};

inline bool has(const QStyleOption& option, QStyle::StateFlag flag) {
    return option.state.testFlag(flag);
}
inline bool enabled(const QStyleOption& option) {
    return has(option, QStyle::State_Enabled);
}
inline bool hovered(const QStyleOption& option) {
    return enabled(option) && has(option, QStyle::State_MouseOver);
}
inline bool pressed(const QStyleOption& option) {
    return enabled(option) && has(option, QStyle::State_Sunken);
}
/// Focus that came by the keyboard: the only one buttons show.
inline bool keyboard_focus(const QStyleOption& option) {
    return has(option, QStyle::State_HasFocus) && has(option, QStyle::State_KeyboardFocusChange);
}
/// Line edits, spin boxes and combo boxes.
bool is_input(const QWidget* widget);
/// Text edits of several lines.
bool is_text_area(const QWidget* widget);
/// Whether a line edit is the inner part of a spin box or combo box, whose frame is drawn around it.
bool is_inner(const QWidget* edit);
/// The form's mark of a field whose content cannot be used.
bool in_error(const QWidget* widget);

/// Height of a control around one line of text.
int control_height(const QFontMetrics& metrics);

/// A box with rounded corners; without a valid colour there is no ground or no border.
void draw_box(QPainter& painter, const QRectF& place, qreal radius, const QColor& ground,
              const QColor& border = {}, qreal width = 1);
/// Ring and gap along the inside of `place`; returns what is left for the control.
QRectF draw_focus_ring(QPainter& painter, const QRectF& place, qreal radius);
/// The frame of line edit, combo box and spin box.
void draw_field(QPainter& painter, const QStyleOption& option, const QWidget* widget, bool focused);

/// Two lines in the direction of the arrow, `size` wide, centred in `place`.
void draw_chevron(QPainter& painter, const QRectF& place, Qt::ArrowType direction, const QColor& colour,
                  qreal size);
/// One line of a control's text; a mnemonic's ampersand is not shown.
void draw_text(QPainter& painter, const QRect& place, Qt::Alignment alignment, const QString& text,
               const QColor& colour);
/// The font with the weight of headings.
QFont strong(QFont font);
/// How much wider `text` is in it.
int strong_excess(const QFont& font, const QString& text);

} // namespace attune::ui::style
