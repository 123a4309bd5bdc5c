#include "ui/window/sheet_parts.h"

#include "ui/theme/words.h"

#include <QLabel>
#include <QScrollArea>

namespace attune::ui {

QLabel* sheet_sentence(const QString& name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

QLabel* sheet_heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    set_type(*label, Type::section);
    return label;
}

QScrollArea* sheet_scroll(QWidget* inside, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QString version_words(const PolicyVersion& version) {
    // "2026-11-22T12:00:00Z": the day and the minute.
    const QString when = from_core(version.created).left(16).replace(u'T', u' ');
    if (version.author.empty()) return words("versions.unsigned", {{"when", when}});
    return words("versions.signed", {{"author", from_core(version.author)}, {"when", when}});
}

} // namespace attune::ui
