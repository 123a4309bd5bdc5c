#include "ui/window/main_window.h"

#include "core/policy/parameters.h"
#include "simulations/study/examples.h"
#include "ui/assumptions/assumptions_panel.h"
#include "ui/levers/changes_panel.h"
#include "ui/levers/lever_panel.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/asking_view.h"
#include "ui/pages/consent_page.h"
#include "ui/pages/credibility_page.h"
#include "ui/pages/fair_view.h"
#include "ui/pages/lab_page.h"
#include "ui/pages/learning_view.h"
#include "ui/pages/matrix_editor.h"
#include "ui/pages/start_page.h"
#include "ui/session/staff.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/window/actions.h"
#include "ui/window/dock.h"
#include "ui/window/dock_layout.h"
#include "ui/window/file_flow.h"
#include "ui/window/fit_dialog.h"
#include "ui/window/lab_flow.h"
#include "ui/window/menus.h"
#include "ui/window/rail.h"
#include "ui/window/run_bar.h"
#include "ui/window/save_sheet.h"
#include "ui/window/status_line.h"
#include "ui/window/versions_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QLineEdit>
#include <QSettings>
#include <QStackedWidget>
#include <QToolBar>
#include <QUndoStack>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <utility>

namespace attune::ui {
namespace {

constexpr int usual_width = 1440, usual_height = 900;
constexpr int least_width = 960, least_height = 600;

QString name_of(Page page) {
    switch (page) {
    case Page::lab:
        return QStringLiteral("lab");
    case Page::credibility:
        return QStringLiteral("credibility");
    case Page::consent:
        return QStringLiteral("consent");
    case Page::fairness:
        return QStringLiteral("fairness");
    case Page::start:
        break;
    }
    return QStringLiteral("start");
}

} // namespace

MainWindow::MainWindow(Options options)
    : settings_(*options.settings)
    , state_(settings_)
    , questions_(std::move(options.questions))
    , threads_(options.threads)
    , recent_(std::make_unique<RecentFiles>(settings_)) {
    setObjectName(QStringLiteral("window"));
    setWindowTitle(words("product.name"));
    setMinimumSize(least_width, least_height);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    ui::set_reduced_motion(state_.reduced_motion());
    lab_ = new Lab(this);
    document_ = new Document(options.now, this);
    runs_ = new RunController(options.threads, this);
    actions_ = new Actions(*this);
    build_places();
    lab_flow_ = new LabFlow(*lab_, *runs_, {*lab_page_, *changes_, *run_bar_, *status_, *actions_}, this);
    file_flow_ = new FileFlow(*lab_, *document_, *lab_flow_, *recent_, questions_, *this);
    build_sheets();
    MenuSources sources;
    sources.recent = [this] { return recent_->list(); };
    sources.open_recent = [this](const QString& path) { open_file(path); };
    sources.kept = [this] { return document_->contents().kept; };
    sources.show_kept = [this](const std::string& comparison) { file_flow_->show_kept(comparison); };
    ui::build_menus(*this, *actions_, sources);
    wire_actions();
    wire_lab();
    wire_pages();
    wire_consent();
    wire_matrix();
    wire_publishing(options.now);
    wire_view();

    run_bar_->set_choices(file_flow_->scenarios(), file_flow_->policies());
    start_page_->set_recent(recent_->list());
    status_->show_file(*document_);
    if (!restoreGeometry(state_.geometry())) resize(usual_width, usual_height);
    docks_ = new DockLayout(*this, *levers_dock_, *changes_dock_, *assumptions_dock_, state_);
    show_page(Page::start);
    // Children go in the order they came: what the others show goes last.
    for (QObject* last : std::initializer_list<QObject*>{runs_, document_, lab_}) {
        last->setParent(nullptr);
        last->setParent(this);
    }
}

MainWindow::~MainWindow() {
    // The run ends before the pages that show it, and nothing more is told to a window that is half gone.
    for (QObject* speaker : std::initializer_list<QObject*>{runs_, document_, lab_, &lab_->undo_stack()})
        speaker->disconnect();
    runs_->cancel();
}

void MainWindow::build_places() {
    staff_ = new Staff(&settings_, this);
    run_bar_ = new RunBar(*actions_, this);
    auto* bar = new QToolBar(words("window.run_bar"), this);
    bar->setObjectName(QStringLiteral("run_tool_bar"));
    bar->setAccessibleName(words("window.run_bar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setMinimumHeight(sizes().run_bar);
    bar->addWidget(run_bar_);
    addToolBar(Qt::TopToolBarArea, bar);

    auto* pages = new QActionGroup(this);
    for (const char* id : {"view.start", "view.lab", "view.fairness", "view.consent"})
        pages->addAction(&(*actions_)[id]);
    addToolBar(Qt::LeftToolBarArea, new Rail(pages->actions(), this));

    pages_ = new QStackedWidget(this);
    pages_->setObjectName(QStringLiteral("pages"));
    start_page_ = new StartPage(pages_);
    lab_page_ = new LabPage(pages_, threads_);
    credibility_page_ = new CredibilityPage(threads_, pages_);
    pages_->addWidget(start_page_);
    pages_->addWidget(lab_page_);
    pages_->addWidget(credibility_page_);
    consent_page_ = new ConsentPage(pages_);
    pages_->addWidget(consent_page_);
    fair_view_ = new FairView(threads_, pages_);
    pages_->addWidget(fair_view_);
    setCentralWidget(pages_);

    levers_ = new LeverPanel(*lab_, this);
    levers_->remember_in(settings_);
    changes_ = new ChangesPanel(*lab_, this);
    levers_dock_ = new Dock(QStringLiteral("levers"), words("window.dock.levers"), levers_, this);
    changes_dock_ = new Dock(QStringLiteral("changes"), words("window.dock.changes"), changes_, this);
    addDockWidget(Qt::LeftDockWidgetArea, levers_dock_);
    addDockWidget(Qt::RightDockWidgetArea, changes_dock_);
    assumptions_ = new AssumptionsPanel(*lab_, this);
    assumptions_dock_ =
        new Dock(QStringLiteral("assumptions"), words("window.dock.assumptions"), assumptions_, this);
    addDockWidget(Qt::RightDockWidgetArea, assumptions_dock_);
    assumptions_dock_->hide();

    status_ = new StatusLine(this);
    setStatusBar(status_);
}

void MainWindow::build_sheets() {
    save_sheet_ = new SaveSheet(
        *lab_, threads_,
        {.newest = [this](const std::string& policy) { return file_flow_->newest_version(policy); },
         .save =
             [this](const PolicySaving& saving) {
                 auto saved = file_flow_->save_policy(saving);
                 if (saved) state_.set_author(saving.author);
                 return saved;
             }},
        this);
    connect(&save_sheet_->run(), &MeasureRun::started, start_page_, &StartPage::stop_drawing);
    connect(save_sheet_, &SaveSheet::settled_now, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    versions_ = new VersionsWindow(
        {.contents = [this]() -> const DocumentContents& { return document_->contents(); },
         .roll_back =
             [this](const PolicyVersion& version, const QString& author, const QString& reason) {
                 auto back = file_flow_->roll_back(version, author, reason);
                 if (back) state_.set_author(author);
                 return back;
             },
         .publish = [this](const PolicyVersion& version,
                           const PublishingForm& form) { return publish(version, form); },
         .in_force = [this](const PolicyVersion& version) { return in_force(version); }},
        this);
    for (auto change : {&Document::closed, &Document::contents_changed})
        connect(document_, change, versions_, &VersionsWindow::refresh);
    connect(document_, &Document::opened, versions_, &VersionsWindow::refresh);
}

void MainWindow::show_saving() {
    if (lab_->is_open()) save_sheet_->open_for(state_.author());
}

void MainWindow::show_versions() {
    versions_->open_for(from_core(lab_->is_open() ? lab_->setup().candidate.name : std::string()),
                        state_.author());
}

void MainWindow::wire_actions() {
    const auto on = [this](const char* id, auto what) {
        connect(&(*actions_)[id], &QAction::triggered, this, [what](bool) { what(); });
    };
    on("file.new", [this] { file_flow_->ask_new(); });
    on("file.open", [this] { file_flow_->ask_open(); });
    on("file.copy", [this] { file_flow_->ask_copy(); });
    on("file.revert", [this] { file_flow_->ask_revert(); });
    on("file.import", [this] { file_flow_->ask_import(); });
    on("file.report", [this] { file_flow_->ask_report(); });
    on("file.quit", [this] { close(); });
    on("edit.undo", [this] { lab_->undo_stack().undo(); });
    on("edit.redo", [this] { lab_->undo_stack().redo(); });
    on("edit.find", [this] {
        show_page(Page::lab);
        levers_dock_->show();
        levers_dock_->raise();
        levers_->search()->setFocus(Qt::ShortcutFocusReason);
        levers_->search()->selectAll();
    });
    on("view.start", [this] { show_page(Page::start); });
    on("view.lab", [this] {
        // Once more: back to what one sees first.
        if (page_ == Page::lab) lab_page_->show_tab(LabTab::outcome);
        show_page(Page::lab);
    });
    on("view.consent", [this] { show_page(Page::consent); });
    on("view.fairness", [this] { show_page(Page::fairness); });
    on("view.asking", [this] {
        show_page(Page::lab);
        lab_page_->show_tab(LabTab::asking);
    });
    on("view.answering", [this] {
        show_page(Page::lab);
        lab_page_->show_tab(LabTab::answering);
    });
    on("view.learning", [this] {
        show_page(Page::lab);
        lab_page_->show_tab(LabTab::learning);
    });
    on("run.run", [this] {
        // An open seed means new people in each run.
        if (!lab_->seed_locked() && lab_->is_open())
            lab_->set_seed(lab_->setup().scenario->scenario.seed +
                           static_cast<std::uint64_t>(lab_->setup().replications));
        else
            lab_flow_->run();
    });
    on("run.stop", [this] { lab_flow_->stop(); });
    on("run.seed_copy", [this] {
        if (lab_->is_open())
            QApplication::clipboard()->setText(QString::number(lab_->setup().scenario->scenario.seed));
    });
    on("run.baseline", [this] { lab_->set_baseline(lab_->setup().candidate); });
    on("run.swap", [this] { lab_->swap_policies(); });
    on("run.keep", [this] { file_flow_->keep(); });
    on("run.fit", [this] {
        if (!fit_dialog_) fit_dialog_ = new FitDialog(*lab_, threads_, this);
        fit_dialog_->show();
        fit_dialog_->raise();
        fit_dialog_->activateWindow();
    });
    on("policy.save", [this] { show_saving(); });
    on("policy.versions", [this] { show_versions(); });
    on("policy.export", [this] { file_flow_->ask_policy_export(); });
    on("policy.import", [this] { file_flow_->ask_policy_import(); });
    on("help.keys", [this] { show_shortcuts(*this, *actions_); });
    on("help.believe", [this] { show_what_to_believe(*this); });
    on("help.about", [this] { show_about(*this); });
    on("view.next_pane", [this] { next_pane(+1); });
    on("view.previous_pane", [this] { next_pane(-1); });

    QAction& lock = (*actions_)["run.seed_lock"];
    const auto show_lock = [&lock] {
        lock.setIcon(icon(lock.isChecked() ? QStringLiteral("lock") : QStringLiteral("unlock")));
        lock.setToolTip(words(lock.isChecked() ? "window.seed.locked" : "window.seed.open"));
    };
    connect(&lock, &QAction::toggled, lab_, &Lab::set_seed_locked);
    connect(lab_, &Lab::seed_lock_changed, &lock, &QAction::setChecked);
    connect(lab_, &Lab::seed_lock_changed, this, show_lock);
    lock.setChecked(true);

    QUndoStack& undo = lab_->undo_stack();
    const auto name_steps = [this, &undo] {
        const auto name = [](QAction& action, bool can, const QString& step, const char* plain,
                             const char* named) {
            action.setEnabled(can);
            action.setText(can && !step.isEmpty() ? words(named, {{"step", step}}) : words(plain));
        };
        name((*actions_)["edit.undo"], undo.canUndo(), undo.undoText(), "window.action.edit.undo",
             "window.undo_step");
        name((*actions_)["edit.redo"], undo.canRedo(), undo.redoText(), "window.action.edit.redo",
             "window.redo_step");
    };
    for (auto signal : {&QUndoStack::canUndoChanged, &QUndoStack::canRedoChanged})
        connect(&undo, signal, this, name_steps);
    for (auto signal : {&QUndoStack::undoTextChanged, &QUndoStack::redoTextChanged})
        connect(&undo, signal, this, name_steps);
    name_steps();
}

template <typename View>
void MainWindow::follow_levers(View& view) {
    const auto show_levers = [this, &view] { view.show_setup(lab_->is_open() ? &lab_->setup() : nullptr); };
    connect(lab_, &Lab::opened, &view, &View::forget);
    connect(lab_, &Lab::closed, &view, &View::forget);
    for (auto moved : {&Lab::opened, &Lab::closed, &Lab::changed, &Lab::dragged})
        connect(lab_, moved, &view, show_levers);
    connect(&view, &View::run_started, start_page_, &StartPage::stop_drawing);
    connect(&view, &View::failed, this, &MainWindow::went_wrong);
    connect(&view, &View::run_ended, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
}

void MainWindow::wire_lab() {
    const auto follow = [this] {
        const bool open = lab_->is_open();
        for (const char* id : {"run.seed_copy", "run.baseline", "run.swap", "policy.save", "policy.export",
                               "policy.import", "run.seed_lock", "run.fit"})
            (*actions_)[id].setEnabled(open);
        (*actions_)["file.revert"].setEnabled(document_->can_revert() && document_->differs_from_opened());
        (*actions_)["file.copy"].setEnabled(open);
        (*actions_)["run.keep"].setEnabled(lab_page_->can_keep());
    };
    connect(lab_, &Lab::opened, this, follow);
    connect(lab_, &Lab::closed, this, follow);
    connect(lab_flow_, &LabFlow::picture_shown, this, follow);
    follow_levers(lab_page_->asking());
    follow_levers(lab_page_->answering());
    follow_levers(lab_page_->learning());
    follow_levers(*fair_view_);
    connect(&lab_page_->answering(), &AnsweringView::lever_moved, this,
            [this](const QString& key, double value, bool done) {
                const ParameterSpec& spec = policy_parameters().find(key.toStdString())->spec;
                const Status moved =
                    lab_->drag_lever(spec.key, std::clamp(value, spec.minimum, spec.maximum));
                if (!done) return; // where it may not be, the mark does not follow the hand
                lab_->end_drag();
                if (!moved) went_wrong(moved.error());
            });
    connect(lab_flow_, &LabFlow::run_started, start_page_, &StartPage::stop_drawing);
    connect(lab_flow_, &LabFlow::settled_now, this, &MainWindow::settled_now);
    connect(lab_flow_, &LabFlow::run_failed, this, &MainWindow::went_wrong);
    connect(run_bar_, &RunBar::cancel_wanted, lab_flow_, &LabFlow::stop);
    connect(run_bar_, &RunBar::replications_chosen, lab_, &Lab::set_replications);
    connect(run_bar_, &RunBar::scenario_chosen, file_flow_, &FileFlow::choose_scenario);
    connect(run_bar_, &RunBar::candidate_chosen, this,
            [this](const QString& name) { file_flow_->choose_policy(name, false); });
    connect(run_bar_, &RunBar::baseline_chosen, this,
            [this](const QString& name) { file_flow_->choose_policy(name, true); });
    connect(changes_, &ChangesPanel::lever_wanted, this, [this](const QString& key) {
        levers_dock_->show();
        levers_dock_->raise();
        levers_->reveal(to_core(key));
    });

    connect(file_flow_, &FileFlow::lab_opened, this, [this](const QString& question) {
        lab_page_->set_question(question.isEmpty() ? words("lab_page.question") : question);
        start_page_->banner().hide();
        lab_page_->expect(words("lab_page.first"));
        show_page(Page::lab);
    });
    connect(file_flow_, &FileFlow::page_wanted, this, [this] { show_page(Page::lab); });
    connect(file_flow_, &FileFlow::importing, this, &MainWindow::show_import);
    for (Banner* banner : {&start_page_->banner(), &lab_page_->banner()})
        connect(banner, &Banner::link_activated, this, [this] {
            if (document_->importing()) document_->cancel_import();
        });
    connect(file_flow_, &FileFlow::choices_changed, this, [this, follow] {
        run_bar_->set_choices(file_flow_->scenarios(), file_flow_->policies());
        run_bar_->show_setup(lab_->is_open() ? &lab_->setup() : nullptr);
        status_->show_file(*document_);
        follow();
    });
    connect(file_flow_, &FileFlow::kept, this, [this, follow](bool is) {
        lab_page_->set_kept(is);
        follow();
    });
    connect(file_flow_, &FileFlow::recent_changed, this,
            [this] { start_page_->set_recent(recent_->list()); });
    connect(file_flow_, &FileFlow::failed, this, &MainWindow::show_error);
    connect(file_flow_, &FileFlow::said, this, &MainWindow::show_info);
    for (auto change : {&Document::closed, &Document::contents_changed})
        connect(document_, change, this, [this, follow] {
            status_->show_file(*document_);
            follow();
        });
    connect(document_, &Document::save_state_changed, this, [this, follow] {
        status_->show_file(*document_);
        follow();
    });
    connect(document_, &Document::closed, this, [this] {
        if (closing_) close();
    });
    connect(document_, &Document::failed, this, [this] { closing_ = false; });
    follow();
}

void MainWindow::wire_pages() {
    connect(start_page_, &StartPage::example_chosen, this, &MainWindow::open_example);
    connect(start_page_, &StartPage::file_chosen, this, &MainWindow::open_file);
    connect(start_page_, &StartPage::file_forgotten, this, [this](const QString& path) {
        recent_->forget(path);
        start_page_->set_recent(recent_->list());
    });
    connect(start_page_, &StartPage::open_wanted, this, [this] { file_flow_->ask_open(); });
    connect(start_page_, &StartPage::new_wanted, this, [this] { file_flow_->ask_new(); });
    connect(start_page_, &StartPage::import_wanted, this, [this] { file_flow_->ask_import(); });
    connect(start_page_, &StartPage::believe_wanted, this, [this] { show_what_to_believe(*this); });
    connect(start_page_, &StartPage::credibility_wanted, this, [this] { show_page(Page::credibility); });
    connect(credibility_page_, &CredibilityPage::back_wanted, this, [this] { show_page(Page::start); });
    connect(credibility_page_, &CredibilityPage::run_started, start_page_, &StartPage::stop_drawing);
    connect(credibility_page_, &CredibilityPage::spoke, status_, &StatusLine::speak);
    connect(credibility_page_, &CredibilityPage::run_ended, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    credibility_page_->set_ask_path([this](const QString& suggested, const QString& filter) {
        return questions_.save_file(this, words("window.ask.table"), suggested, filter);
    });
    fair_view_->set_ask_path([this](const QString& suggested, const QString& filter) {
        return questions_.save_file(this, words("window.ask.chart"), suggested, filter);
    });
    connect(fair_view_, &FairView::spoke, status_, &StatusLine::speak);
    connect(fair_view_, &FairView::lever_wanted, this, [this](const QString& key) {
        show_page(Page::lab);
        levers_dock_->show();
        levers_dock_->raise();
        levers_->reveal(to_core(key));
    });
    connect(start_page_, &StartPage::all_drawn, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    lab_page_->set_ask_path([this](const QString& suggested, const QString& filter) {
        return questions_.save_file(this, words("window.ask.chart"), suggested, filter);
    });
    lab_page_->show_tab(state_.lab_tab());
    connect(lab_page_, &LabPage::tab_changed, this, [this](LabTab tab) { state_.set_lab_tab(tab); });
    connect(lab_page_, &LabPage::assumptions_wanted, this, &MainWindow::show_assumptions);
    connect(lab_page_, &LabPage::keep_wanted, this, [this] { file_flow_->keep(); });
    connect(lab_page_, &LabPage::example_wanted, this, [this] {
        if (!examples().empty()) file_flow_->open_example(examples().front());
    });
    connect(lab_page_, &LabPage::spoke, status_, &StatusLine::speak);
}

void MainWindow::wire_view() {
    auto* themes = new QActionGroup(this);
    for (const ThemeChoice choice :
         {ThemeChoice::system, ThemeChoice::light, ThemeChoice::dark, ThemeChoice::contrast}) {
        QAction& action = (*actions_)[to_core(QStringLiteral("view.") + ui::name_of(choice)).c_str()];
        themes->addAction(&action);
        action.setChecked(choice == theme_choice());
        connect(&action, &QAction::triggered, this, [this, choice] { set_theme(choice); });
    }
    QAction& motion = (*actions_)["view.motion"];
    motion.setChecked(ui::reduced_motion());
    connect(&motion, &QAction::toggled, this, [this](bool reduced) {
        ui::set_reduced_motion(reduced);
        state_.set_reduced_motion(reduced);
        setAnimated(!reduced);
    });
    setAnimated(!ui::reduced_motion());
    const auto on = [this](const char* id, auto what) {
        connect(&(*actions_)[id], &QAction::triggered, this, what);
    };
    on("view.larger", [this] { step_text(+1); });
    on("view.smaller", [this] { step_text(-1); });
    on("view.usual", [this] { set_text_zoom(1.0); });
    on("view.reset", [this] { docks_->reset(); });
    for (const auto& [id, dock] :
         {std::pair{"view.levers", levers_dock_}, std::pair{"view.changes", changes_dock_},
          std::pair{"view.assumptions", assumptions_dock_}}) {
        QAction& action = (*actions_)[id];
        connect(&action, &QAction::triggered, this, [dock = dock](bool shown) {
            dock->setVisible(shown);
            if (shown) dock->raise();
        });
        // Behind a tab a dock is not visible, but it is there.
        connect(dock->toggleViewAction(), &QAction::toggled, &action, &QAction::setChecked);
        action.setChecked(!dock->isHidden());
    }
    // From the keyboard one goes on in what came.
    connect(&(*actions_)["view.assumptions"], &QAction::triggered, this, [this](bool shown) {
        if (shown) show_assumptions(false);
    });
}

void MainWindow::show_page(Page page) {
    const bool first = !shown_;
    if (!first && page != page_ && page_ == Page::lab) docks_->save(name_of(page_));
    const bool changed = first || page != page_;
    shown_ = true;
    page_ = page;
    pages_->setCurrentIndex(static_cast<int>(page));
    const char* in_rail = page == Page::lab        ? "view.lab"
                          : page == Page::consent  ? "view.consent"
                          : page == Page::fairness ? "view.fairness"
                                                   : "view.start";
    (*actions_)[in_rail].setChecked(true);
    const bool lab = page == Page::lab;
    for (const char* id : {"view.levers", "view.changes", "view.assumptions", "view.reset"})
        (*actions_)[id].setEnabled(lab);
    if (!changed) return;
    // Tab goes on from the top of the page that came.
    pages_->currentWidget()->setFocus(Qt::OtherFocusReason);
    if (lab)
        docks_->show(name_of(page));
    else
        docks_->hide();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (docks_) docks_->resized();
}

QMenu* MainWindow::createPopupMenu() {
    return nullptr; // the View menu has the docks
}

void MainWindow::open_file(const QString& path) {
    opening_ = true;
    file_flow_->open_file(path);
}

bool MainWindow::open_example(const QString& name) {
    const Example* example = find_example(to_core(name));
    opening_ = opening_ || example;
    if (example) file_flow_->open_example(*example);
    return example != nullptr;
}

bool MainWindow::open_scenario(const QString& name) {
    const auto& all = shipped_scenarios();
    if (std::none_of(all.begin(), all.end(), [&](const Scenario& s) { return s.name == to_core(name); }))
        return false;
    opening_ = true;
    file_flow_->open_scenario(to_core(name));
    return true;
}

bool MainWindow::settled() const {
    switch (page_) {
    case Page::start:
        return start_page_->drawn();
    case Page::credibility:
        return !credibility_page_->run().running();
    case Page::consent:
        return !opening_ && consent_page_->settled() && !document_->recording();
    case Page::fairness:
        return !opening_ && !fair_view_->run().running();
    case Page::lab:
        break;
    }
    return lab_flow_->settled() && !save_sheet_->run().running() && !matrix_editor_->run().running() &&
           !lab_page_->asking().run().running() && !lab_page_->answering().run().running() &&
           !lab_page_->learning().run().running();
}

void MainWindow::set_theme(ThemeChoice choice) {
    state_.set_theme_choice(choice);
    (*actions_)[to_core(QStringLiteral("view.") + ui::name_of(choice)).c_str()].setChecked(true);
    apply_theme(choice, text_zoom());
}

void MainWindow::set_text_zoom(double zoom) {
    state_.set_text_zoom(zoom);
    apply_theme(theme_choice(), zoom);
    status_->show_text_size();
}

void MainWindow::show_assumptions(bool unmeasured_only) {
    assumptions_dock_->show();
    assumptions_dock_->raise();
    assumptions_->look_at(unmeasured_only);
}

void MainWindow::step_text(int steps) {
    const auto& all = text_zoom_steps();
    const auto now = std::min_element(all.begin(), all.end(), [](double a, double b) {
        return std::abs(a - text_zoom()) < std::abs(b - text_zoom());
    });
    const auto at = std::clamp<std::ptrdiff_t>(now - all.begin() + steps, 0, std::ssize(all) - 1);
    set_text_zoom(all[static_cast<std::size_t>(at)]);
}

void MainWindow::next_pane(int direction) {
    QList<QWidget*> panes{run_bar_, pages_->currentWidget()};
    for (Dock* dock : {levers_dock_, changes_dock_, assumptions_dock_})
        if (dock->isVisible() && !dock->visibleRegion().isEmpty()) panes << dock->widget();
    const QWidget* focus = focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i)
        if (focus && (panes[i] == focus || panes[i]->isAncestorOf(focus))) at = i;
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget* pane = panes[((at + direction * step) % panes.size() + panes.size()) % panes.size()];
        // The first widget of the pane that takes the focus.
        for (QWidget* next = pane->nextInFocusChain(); next && next != pane; next = next->nextInFocusChain())
            if (pane->isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus) && next->isEnabled() &&
                next->isVisible())
                return next->setFocus(direction > 0 ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    }
}

Banner& MainWindow::banner() {
    switch (page_) {
    case Page::start:
        return start_page_->banner();
    case Page::credibility:
        return credibility_page_->banner();
    case Page::consent:
        return consent_page_->banner();
    case Page::fairness:
        return fair_view_->banner();
    case Page::lab:
        break;
    }
    return lab_page_->banner();
}

/// Progress is shown on the page that is seen; the one that was left must not go on showing it.
void MainWindow::end_import_banners() {
    if (std::exchange(import_percent_, -1) < 0) return;
    start_page_->banner().hide();
    lab_page_->banner().hide();
    credibility_page_->banner().hide();
    fair_view_->banner().hide();
}

void MainWindow::show_error(const Error& error) {
    if (page_ == Page::lab) lab_page_->expect({});
    end_import_banners();
    banner().show_error(error);
    status_->speak(error_words(error));
    Q_EMIT went_wrong(error);
}

void MainWindow::show_info(const QString& fact, const QString& advice) {
    end_import_banners();
    banner().show_message(Banner::Tone::info, fact, advice);
    status_->speak(fact);
}

void MainWindow::show_import(const QString& file, double done) {
    const int percent = static_cast<int>(done * 100);
    if (done > 0 && percent == import_percent_) return;
    end_import_banners();
    import_percent_ = percent;
    banner().show_message(Banner::Tone::info,
                          words("window.importing", {{"file", file}, {"percent", QString::number(percent)}}),
                          words("window.importing.advice"), words("window.importing.stop"), false);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (document_->save_state() == Document::SaveState::failed) {
        if (!questions_.may_lose(this, words("window.unsaved.fact", {{"file", document_->path()}}),
                                 words("window.unsaved.lost"), words("window.unsaved.verb")))
            return event->ignore();
        document_->close_without_saving();
    }
    runs_->cancel();
    if (document_->save_state() == Document::SaveState::saving) {
        // What is on its way is saved first; if that fails, the window is still there to say so.
        closing_ = true;
        document_->close();
        return event->ignore();
    }
    state_.set_geometry(saveGeometry());
    if (page_ == Page::lab) docks_->save(name_of(page_));
    QMainWindow::closeEvent(event);
}

} // namespace attune::ui
