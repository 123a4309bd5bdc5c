#include "ui/window/menus.h"

#include "core/base/text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/simulate.h"
#include "ui/theme/words.h"
#include "ui/window/actions.h"
#include "ui/window/info_window.h"

#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <initializer_list>

namespace attune::ui {
namespace {

constexpr std::size_t recent_shown = 10;

QMenu* add_menu(QMenuBar& bar, const char* name) {
    QMenu* menu = bar.addMenu(words(std::string("window.menu.") + name));
    menu->setObjectName(QStringLiteral("menu.") + QLatin1String(name));
    menu->setToolTipsVisible(false);
    return menu;
}

/// Ids in order; an empty one is a separator.
void fill(QMenu& menu, const Actions& actions, std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
        if (*id)
            menu.addAction(&actions[id]);
        else
            menu.addSeparator();
    }
}

QMenu* submenu(QMenu& menu, const char* name) {
    QMenu* sub = menu.addMenu(words(std::string("window.menu.") + name));
    sub->setObjectName(QStringLiteral("menu.") + QLatin1String(name));
    return sub;
}

} // namespace

void build_menus(QMainWindow& window, Actions& actions, const MenuSources& sources) {
    QMenuBar& bar = *window.menuBar();
    bar.setObjectName(QStringLiteral("menu_bar"));
    bar.setAccessibleName(words("window.menu_bar"));

    QMenu& file = *add_menu(bar, "file");
    fill(file, actions, {"file.new", "file.open"});
    QMenu* recent = submenu(file, "recent");
    QObject::connect(recent, &QMenu::aboutToShow, recent, [recent, sources] {
        recent->clear();
        const std::vector<RecentFile> files = sources.recent();
        for (std::size_t i = 0; i < std::min(files.size(), recent_shown); ++i) {
            QAction* open =
                recent->addAction(QFileInfo(files[i].path).fileName().replace(u'&', QStringLiteral("&&")));
            open->setToolTip(files[i].path);
            QObject::connect(open, &QAction::triggered, recent,
                             [path = files[i].path, sources] { sources.open_recent(path); });
        }
        if (files.empty()) recent->addAction(words("window.no_recent"))->setEnabled(false);
    });
    fill(file, actions, {"", "file.copy", "file.revert", "", "file.import", "file.report", "", "file.quit"});

    fill(*add_menu(bar, "edit"), actions, {"edit.undo", "edit.redo", "", "edit.find"});

    QMenu& view = *add_menu(bar, "view");
    fill(view, actions,
         {"view.start", "view.lab", "view.asking", "view.answering", "view.learning", "view.fairness", "view.consent", "", "view.levers", "view.changes",
          "view.assumptions", "view.reset", ""});
    QMenu* theme = submenu(view, "theme");
    fill(*theme, actions, {"view.system", "view.light", "view.dark", "view.contrast"});
    QMenu* text = submenu(view, "text");
    fill(*text, actions, {"view.larger", "view.smaller", "view.usual"});
    fill(view, actions, {"view.motion", "", "view.next_pane", "view.previous_pane"});

    QMenu& run = *add_menu(bar, "run");
    fill(run, actions, {"run.run", "run.stop", "", "run.keep"});
    QMenu* kept = submenu(run, "kept");
    QObject::connect(kept, &QMenu::aboutToShow, kept, [kept, sources] {
        kept->clear();
        const auto runs = sources.kept();
        for (auto one = runs.rbegin(); one != runs.rend(); ++one) {
            const auto plain = [](const std::string& name) { return from_core(readable_name(name)); };
            // "2026-11-22T12:00:00Z": the day and the minute.
            const QString when = from_core(one->created).left(16).replace(u'T', u' ');
            QString name = words("window.kept_run", {{"candidate", plain(one->candidate)},
                                                     {"baseline", plain(one->baseline)},
                                                     {"scenario", plain(one->scenario)},
                                                     {"when", when}});
            QAction* show = kept->addAction(name.replace(u'&', QStringLiteral("&&")));
            QObject::connect(show, &QAction::triggered, kept,
                             [id = one->comparison, sources] { sources.show_kept(id); });
        }
        if (runs.empty()) kept->addAction(words("window.no_kept"))->setEnabled(false);
    });
    fill(run, actions, {"", "run.fit", "", "run.baseline", "run.swap", "", "run.seed_lock", "run.seed_copy"});
    fill(*add_menu(bar, "policy"), actions,
         {"policy.save", "policy.versions", "", "policy.export", "policy.import"});
    fill(*add_menu(bar, "help"), actions, {"help.keys", "help.believe", "", "help.about"});
}

void show_shortcuts(QWidget& window, const Actions& actions) {
    DataTable table;
    table.head = {to_core(words("window.keys.where")), to_core(words("window.keys.what")),
                  to_core(words("window.keys.keys"))};
    for (const Actions::Row& row : actions.shortcuts())
        table.rows.push_back(
            {to_core(QString(row.section).remove(u'&')), to_core(row.name), to_core(row.keys)});
    (new InfoWindow(QStringLiteral("keys"), words("window.keys"), words("window.keys.text"), &table, &window))
        ->show();
}

void show_what_to_believe(QWidget& window) {
    (new InfoWindow(QStringLiteral("believe"), words("window.believe"), words("window.believe.text"), nullptr,
                    &window))
        ->show();
}

void show_about(QWidget& window) {
    (new InfoWindow(QStringLiteral("about"), words("product.name"),
                    words("window.about.text", {{"version", QString::fromLatin1(program_version())},
                                                {"qt", QString::fromLatin1(qVersion())}}),
                    nullptr, &window))
        ->show();
}

} // namespace attune::ui
