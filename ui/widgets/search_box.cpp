#include "ui/widgets/search_box.h"

#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QKeyEvent>

#include <string>

namespace attune::ui {

SearchBox::SearchBox(std::string_view key, QWidget* parent)
    : QLineEdit(parent) {
    const std::string name(key);
    setObjectName(from_core(name));
    setPlaceholderText(words(name));
    setAccessibleName(placeholderText());
    setToolTip(words(name + ".tip"));
    addAction(icon(QStringLiteral("search"), Ink::muted), QLineEdit::LeadingPosition);
    setClearButtonEnabled(true);
}

QStringList SearchBox::searched() const {
    return text().split(u' ', Qt::SkipEmptyParts);
}

bool SearchBox::empties(const QKeyEvent& event) const {
    return event.key() == Qt::Key_Escape && !text().isEmpty();
}

bool SearchBox::event(QEvent* event) {
    // Otherwise a shortcut of the window would take the key.
    if (event->type() == QEvent::ShortcutOverride && empties(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void SearchBox::keyPressEvent(QKeyEvent* event) {
    if (empties(*event)) return clear();
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT onward();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace attune::ui
