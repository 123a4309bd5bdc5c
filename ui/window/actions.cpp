#include "ui/window/actions.h"

#include "ui/theme/icons.h"
#include "ui/theme/words.h"

#include <QWidget>

namespace attune::ui {
namespace {

struct Command {
    const char* id;
    const char* icon; ///< empty for none
    const char* keys; ///< as in QKeySequence's portable text, "; " between several
    bool checkable = false;
};

// The order is the one of the menus and of the list of shortcuts.
const Command commands[] = {
    {"file.new", "plus", "Ctrl+N"},
    {"file.open", "open", "Ctrl+O"},
    {"file.copy", "save", "Ctrl+Shift+S"},
    {"file.revert", "revert", ""},
    {"file.import", "import", "Ctrl+I"},
    {"file.report", "export", "Ctrl+Shift+E"},
    {"file.quit", "", "Ctrl+Q"},
    {"edit.undo", "undo", "Ctrl+Z"},
    {"edit.redo", "redo", "Ctrl+Shift+Z; Ctrl+Y"},
    {"edit.find", "search", "Ctrl+F"},
    {"view.start", "start", "Ctrl+1", true},
    {"view.lab", "lab", "Ctrl+2", true},
    {"view.asking", "", "Ctrl+3"},
    {"view.answering", "", "Ctrl+4"},
    {"view.consent", "consent", "Ctrl+5", true},
    {"view.fairness", "fairness", "Ctrl+6", true},
    {"view.learning", "", "Ctrl+7"},
    {"view.levers", "", "", true},
    {"view.changes", "", "", true},
    {"view.assumptions", "", "Ctrl+Shift+A", true},
    {"view.reset", "", ""},
    {"view.larger", "", "Ctrl++; Ctrl+="},
    {"view.smaller", "", "Ctrl+-"},
    {"view.usual", "", "Ctrl+0"},
    {"view.system", "", "", true},
    {"view.light", "", "", true},
    {"view.dark", "", "", true},
    {"view.contrast", "", "", true},
    {"view.motion", "", "", true},
    {"view.next_pane", "", "F6"},
    {"view.previous_pane", "", "Shift+F6"},
    {"run.run", "play", "F5"},
    {"run.stop", "stop", "Shift+F5"},
    {"run.seed_lock", "lock", "", true},
    {"run.seed_copy", "copy", ""},
    {"run.baseline", "", "Ctrl+B"},
    {"run.swap", "swap", ""},
    {"run.keep", "pin", "Ctrl+Shift+K"},
    {"run.fit", "", "Ctrl+Shift+F"},
    {"policy.save", "", "Ctrl+S"},
    {"policy.versions", "", "Ctrl+H"},
    {"policy.export", "", "Ctrl+E"},
    {"policy.import", "", ""},
    {"help.keys", "help", "F1"},
    {"help.believe", "info", ""},
    {"help.about", "", ""},
};

// Answered inside a part of the window; here only for the list.
struct Inside {
    const char* id;
    const char* keys;
};
const Inside inside[] = {
    {"chart.table", "Ctrl+T"},     {"chart.lock", "Ctrl+L"},       {"chart.move", "Left, Right"},
    {"lever.step", "Left, Right"}, {"lever.page", "PgUp, PgDown"}, {"lever.back", "Esc"},
};

QString key(const char* id) {
    return QStringLiteral("window.action.") + QLatin1String(id);
}

QString section(const char* id) {
    const QString name = QString::fromLatin1(id);
    return words(to_core(QStringLiteral("window.menu.") + name.left(name.indexOf(u'.'))));
}

} // namespace

Actions::Actions(QWidget& window)
    : QObject(&window) {
    for (const Command& command : commands) {
        auto* action = new QAction(words(to_core(key(command.id))), this);
        action->setObjectName(QStringLiteral("action.") + QLatin1String(command.id));
        action->setCheckable(command.checkable);
        if (*command.icon) action->setIcon(icon(QString::fromLatin1(command.icon)));
        QList<QKeySequence> keys;
        if (*command.keys)
            for (const QString& one : QString::fromLatin1(command.keys).split(QStringLiteral("; ")))
                keys << QKeySequence(one, QKeySequence::PortableText);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WindowShortcut);
        // Plain words first, the keys last: the same in every tooltip.
        const QString tip = words(to_core(key(command.id) + QStringLiteral(".tip")));
        action->setToolTip(
            keys.isEmpty()
                ? tip
                : words("window.tip_with_keys",
                        {{"tip", tip}, {"keys", keys.front().toString(QKeySequence::NativeText)}}));
        action->setStatusTip({});
        window.addAction(action);
        actions_.push_back(action);
    }
}

QAction& Actions::operator[](const char* id) const {
    const QString name = QStringLiteral("action.") + QLatin1String(id);
    for (QAction* action : actions_)
        if (action->objectName() == name) return *action;
    qFatal("no such action: %s", id);
}

std::vector<Actions::Row> Actions::shortcuts() const {
    std::vector<Row> rows;
    const auto add = [&rows](const char* id, const QString& keys) {
        rows.push_back({section(id), words(to_core(key(id))).remove(u'&').remove(QStringLiteral("…")), keys,
                        words(to_core(key(id) + QStringLiteral(".tip")))});
    };
    for (std::size_t i = 0; i < actions_.size(); ++i)
        if (!actions_[i]->shortcuts().isEmpty())
            add(commands[i].id,
                QKeySequence::listToString(actions_[i]->shortcuts(), QKeySequence::NativeText));
    for (const Inside& one : inside)
        add(one.id, QString::fromLatin1(one.keys));
    return rows;
}

} // namespace attune::ui
