#include "ui/widgets/text_block.h"

namespace attune::ui {

QLabel* text_block(QWidget* parent, const QString& text, Type type, Ink ink, const char* name) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

} // namespace attune::ui
