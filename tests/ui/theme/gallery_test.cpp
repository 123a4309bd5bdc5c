// Every control in every theme and text size on one sheet. The pictures are for people (ATTUNE_PICTURES names
// a folder for them); the test sees that nothing is cut off, that the grounds are the theme's, and that a
// change of theme leaves no widget behind.
#include "tests/support/test.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/text_labels.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

/// A control that believes it is hovered, pressed or focused.
template <typename Control, typename Option>
class Forced : public Control {
public:
    QStyle::State on = {};
    void initStyleOption(Option* option) const override {
        Control::initStyleOption(option);
        option->state |= on;
    }
};

const QStyle::State focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
const QStyle::State under_mouse = QStyle::State_MouseOver;
const QStyle::State held = QStyle::State_MouseOver | QStyle::State_Sunken;

struct NamedState {
    QString name;
    QStyle::State on;
    bool enabled = true;
};
const QList<NamedState> states{{u"Normal"_s, {}},
                               {u"Hover"_s, under_mouse},
                               {u"Pressed"_s, held},
                               {u"Focus"_s, focused},
                               {u"Disabled"_s, {}, false}};

template <typename Control, typename Option>
Forced<Control, Option>* forced(const NamedState& state) {
    auto* control = new Forced<Control, Option>;
    control->on = state.on;
    control->setEnabled(state.enabled);
    return control;
}

QWidget* buttons() {
    auto* sheet = new QWidget;
    auto* grid = new QGridLayout(sheet);
    int column = 0;
    for (const NamedState& state : states) {
        int row = 0;
        const auto add = [&](QWidget* widget) { grid->addWidget(widget, row++, column, Qt::AlignLeft); };
        auto* plain = forced<QPushButton, QStyleOptionButton>(state);
        plain->setText(state.name);
        add(plain);
        auto* primary = forced<QPushButton, QStyleOptionButton>(state);
        primary->setText(u"Run"_s);
        primary->setIcon(icon(u"play"_s));
        primary->setDefault(true);
        add(primary);
        auto* with_icon = forced<QPushButton, QStyleOptionButton>(state);
        with_icon->setText(u"Keep this run"_s);
        with_icon->setIcon(icon(u"pin"_s));
        add(with_icon);
        auto* flat = forced<QPushButton, QStyleOptionButton>(state);
        flat->setText(u"Flat"_s);
        flat->setFlat(true);
        add(flat);
        auto* checked = forced<QPushButton, QStyleOptionButton>(state);
        checked->setText(u"Checked"_s);
        checked->setCheckable(true);
        checked->setChecked(true);
        add(checked);
        auto* framed = forced<QToolButton, QStyleOptionToolButton>(state);
        framed->setIcon(icon(u"step"_s));
        add(framed);
        auto* raised = forced<QToolButton, QStyleOptionToolButton>(state);
        raised->setIcon(icon(u"table"_s));
        raised->setAutoRaise(true);
        add(raised);
        auto* combo = forced<QComboBox, QStyleOptionComboBox>(state);
        combo->addItem(icon(u"file"_s), u"Reduce prompt fatigue"_s);
        add(combo);
        auto* spin = forced<QSpinBox, QStyleOptionSpinBox>(state);
        spin->setRange(0, 100);
        spin->setValue(14);
        spin->setSuffix(u" d"_s);
        spin->setAlignment(Qt::AlignRight);
        add(spin);
        auto* edit = forced<QLineEdit, QStyleOptionFrame>(state);
        edit->setPlaceholderText(u"Find a lever"_s);
        edit->addAction(icon(u"search"_s, Ink::muted), QLineEdit::LeadingPosition);
        add(edit);
        auto* wrong = forced<QLineEdit, QStyleOptionFrame>(state);
        wrong->setText(u"Not a number"_s);
        wrong->setProperty("error", true);
        add(wrong);
        auto* check = forced<QCheckBox, QStyleOptionButton>(state);
        check->setText(u"Ask after two slates"_s);
        check->setChecked(true);
        add(check);
        auto* unchecked = forced<QCheckBox, QStyleOptionButton>(state);
        unchecked->setText(u"Unchecked"_s);
        add(unchecked);
        auto* radio = forced<QRadioButton, QStyleOptionButton>(state);
        radio->setText(u"Radio"_s);
        radio->setAutoExclusive(false);
        radio->setChecked(true);
        add(radio);
        auto* no_radio = forced<QRadioButton, QStyleOptionButton>(state);
        no_radio->setText(u"Other"_s);
        add(no_radio);
        auto* slider = forced<QSlider, QStyleOptionSlider>(state);
        slider->setOrientation(Qt::Horizontal);
        slider->setValue(40);
        slider->setMinimumWidth(140);
        add(slider);
        ++column;
    }
    return sheet;
}

QWidget* messages() {
    auto* sheet = new QWidget;
    auto* column = new QVBoxLayout(sheet);
    const auto banner = [&](Banner::Tone tone, const QString& fact, const QString& advice,
                            const QString& link) {
        auto* message = new Banner(sheet);
        column->addWidget(message);
        message->show_message(tone, fact, advice, link);
    };
    banner(Banner::Tone::info, u"This is a preview."_s, u"The full run follows when you let go."_s, {});
    banner(Banner::Tone::caution, u"Answers from people over 65 fall faster."_s,
           u"Their view weighs less in the result. Reweight, or let the tour ask them once, and see."_s,
           u"Show in Fairness"_s);
    auto* error = new Banner(sheet);
    column->addWidget(error);
    error->show_error({ErrorCode::io, "The workspace could not be saved", "/home/ada/fatigue-study.attune",
                       "Free some space on the disk, then save again"});
    auto* card = new Card(sheet);
    auto* card_column = new QVBoxLayout(card);
    auto* title = new QLabel(u"Are people more satisfied?"_s);
    set_type(*title, Type::chart_title);
    auto* subtitle = new ElidedLabel(u"True satisfaction, mean of all who started, 0 to 1"_s);
    set_type(*subtitle, Type::caption);
    set_ink(*subtitle, Ink::muted);
    auto* figures = new FigureLabel(u"1,111.17"_s, Qt::AlignRight);
    set_type(*figures, Type::tile_value);
    card_column->addWidget(title);
    card_column->addWidget(subtitle);
    card_column->addWidget(figures);
    column->addWidget(card);
    auto* chosen = new Card(sheet);
    chosen->set_chosen(true);
    auto* chosen_column = new QVBoxLayout(chosen);
    chosen_column->addWidget(
        new EmptyState(u"No run yet. Press Run and the charts appear here."_s, u"Run"_s));
    column->addWidget(chosen);
    auto* chips = new QHBoxLayout;
    for (const auto& [name, tone] :
         {std::pair{u"Draft"_s, ChipTone::neutral}, std::pair{u"Full run"_s, ChipTone::info},
          std::pair{u"Held"_s, ChipTone::success}, std::pair{u"Preview"_s, ChipTone::caution},
          std::pair{u"Broken"_s, ChipTone::danger}})
        chips->addWidget(new StateChip(name, tone));
    chips->addWidget(new FilterChip(u"Answers"_s));
    auto* on = new FilterChip(u"Chosen"_s);
    on->setCheckable(true);
    on->setChecked(true);
    chips->addWidget(on);
    chips->addWidget(new LinkButton(u"Show the checks"_s));
    chips->addStretch();
    column->addLayout(chips);
    auto* lights = new GuardrailCountsLabel;
    lights->show_counts({4, 1, 1, 1}, true);
    column->addWidget(lights);
    auto* progress = new QProgressBar;
    progress->setValue(60);
    column->addWidget(progress);
    column->addStretch();
    return sheet;
}

QWidget* views() {
    auto* sheet = new QWidget;
    auto* column = new QVBoxLayout(sheet);
    auto* table = new QTableWidget(12, 3);
    table->setHorizontalHeaderLabels({u"Metric"_s, u"A"_s, u"B"_s});
    table->verticalHeader()->hide();
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int row = 0; row < 12; ++row)
        for (int c = 0; c < 3; ++c)
            table->setItem(row, c,
                           new QTableWidgetItem(c == 0 ? u"Satisfaction %1"_s.arg(row)
                                                       : QString::number(0.5 + 0.01 * row, 'f', 2)));
    table->selectRow(1);
    table->setSortingEnabled(true);
    table->horizontalHeader()->setStretchLastSection(true);
    column->addWidget(table);
    auto* tree = new QTreeWidget;
    tree->setHeaderHidden(true);
    auto* asking = new QTreeWidgetItem(tree, {u"Asking"_s});
    auto* child = new QTreeWidgetItem(asking, {u"Prompts per week"_s});
    child->setCheckState(0, Qt::Checked);
    new QTreeWidgetItem(tree, {u"De-escalation"_s});
    asking->setExpanded(true);
    asking->setIcon(0, icon(u"branch"_s));
    tree->setCurrentItem(child);
    tree->setMaximumHeight(110);
    column->addWidget(tree);
    auto* text =
        new QPlainTextEdit(u"A note about this run.\nAnother line, and more below.\n3\n4\n5\n6\n7"_s);
    text->setMaximumHeight(90);
    column->addWidget(text);
    auto* group = new QGroupBox(u"Export"_s);
    auto* group_row = new QHBoxLayout(group);
    group_row->addWidget(new QCheckBox(u"Table"_s));
    group_row->addWidget(new QRadioButton(u"Picture"_s));
    auto* tabs = new QTabWidget;
    for (const auto& name : {u"Outcome"_s, u"Prompts"_s, u"De-escalation"_s})
        tabs->addTab(new QLabel(name), name);
    column->addWidget(tabs);
    column->addWidget(group);
    return sheet;
}

QWidget* icon_sheet() {
    auto* sheet = new QWidget;
    auto* grid = new QGridLayout(sheet);
    int at = 0;
    for (const QString& name : icon_names()) {
        auto* large = new QToolButton;
        large->setAutoRaise(true);
        large->setIcon(icon(name));
        large->setIconSize({20, 20});
        auto* small = new QToolButton;
        small->setAutoRaise(true);
        small->setIcon(icon(name));
        auto* label = new QLabel(name);
        set_type(*label, Type::caption);
        const int row = at / 4;
        const int first = at % 4 * 3;
        grid->addWidget(large, row, first);
        grid->addWidget(small, row, first + 1);
        grid->addWidget(label, row, first + 2);
        ++at;
    }
    return sheet;
}

/// A window with everything around a page.
std::unique_ptr<QMainWindow> gallery() {
    auto window = std::make_unique<QMainWindow>();
    for (const auto& name : {u"&File"_s, u"&Edit"_s, u"&View"_s, u"&Run"_s}) {
        QMenu* menu = window->menuBar()->addMenu(name);
        menu->setObjectName(name);
        menu->addAction(icon(u"open"_s), u"Open\u2026"_s, QKeySequence::Open, menu, [] {});
        menu->addAction(icon(u"save"_s), u"Save a copy"_s, QKeySequence::SaveAs, menu, [] {});
        menu->addSection(u"Theme"_s);
        auto* theme_group = new QActionGroup(menu);
        for (const auto& choice : {u"Light"_s, u"Dark"_s}) {
            QAction* action = menu->addAction(choice);
            action->setCheckable(true);
            action->setChecked(choice == u"Light"_s);
            theme_group->addAction(action);
        }
        QAction* motion = menu->addAction(u"Reduced motion"_s);
        motion->setCheckable(true);
        motion->setChecked(true);
        menu->addSeparator();
        menu->addMenu(u"Recent files"_s)->addAction(u"None"_s);
        menu->addAction(u"Not now"_s)->setEnabled(false);
    }
    auto* run_bar = new QToolBar(u"Run bar"_s);
    run_bar->setMovable(false);
    auto* scenario = new QComboBox;
    scenario->addItem(u"Reduce prompt fatigue"_s);
    run_bar->addWidget(scenario);
    run_bar->addWidget(new QLabel(u"against"_s));
    run_bar->addSeparator();
    auto* run = new QPushButton(icon(u"play"_s), u"Run"_s);
    run->setDefault(true);
    run_bar->addWidget(run);
    for (const auto& name : {u"pause"_s, u"step"_s, u"stop"_s}) {
        auto* button = new QToolButton;
        button->setIcon(icon(name));
        button->setEnabled(name != u"pause"_s);
        button->setAutoRaise(false);
        run_bar->addWidget(button);
    }
    run_bar->addSeparator();
    run_bar->addWidget(new StateChip(u"Full run"_s, ChipTone::info));
    auto* lights = new GuardrailCountsLabel;
    lights->show_counts({4, 1, 1, 1}, true);
    run_bar->addWidget(lights);
    window->addToolBar(run_bar);
    auto* levers = new QDockWidget(u"Levers"_s);
    auto* lever_list = new QScrollArea;
    lever_list->setFrameShape(QFrame::NoFrame);
    lever_list->setWidget(icon_sheet());
    levers->setWidget(lever_list);
    window->addDockWidget(Qt::LeftDockWidgetArea, levers);
    auto* changes = new QDockWidget(u"What changed"_s);
    changes->setWidget(messages());
    auto* assumptions = new QDockWidget(u"Assumptions"_s);
    assumptions->setWidget(new QLabel(u"Assumptions"_s));
    window->addDockWidget(Qt::RightDockWidgetArea, changes);
    window->tabifyDockWidget(changes, assumptions);
    window->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    changes->raise();
    auto* page = new QWidget;
    set_ground(*page, Ground::page);
    auto* column = new QVBoxLayout(page);
    auto* title = new QLabel(u"What happens if we ask less often?"_s);
    set_type(*title, Type::page_title);
    column->addWidget(title);
    column->addWidget(buttons());
    column->addWidget(views());
    window->setCentralWidget(page);
    window->statusBar()->addWidget(new QLabel(u"Finished"_s));
    window->statusBar()->addPermanentWidget(new QLabel(u"All changes saved"_s));
    return window;
}

void keep_picture(const QPixmap& picture, const QString& name) {
    const QString folder = qEnvironmentVariable("ATTUNE_PICTURES");
    if (folder.isEmpty()) return;
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(picture.save(folder + u'/' + name + u".png"_s));
}

/// The middle of the status bar, where nothing else is.
QColor ground_of(const QMainWindow& window, const QImage& picture) {
    const QPoint middle = window.statusBar()->geometry().center();
    return picture.pixelColor(middle * picture.devicePixelRatio());
}

} // namespace

class Gallery_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void every_control_has_room_and_the_theme_s_ground_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<double>("zoom");
        const std::pair<const char*, ThemeChoice> themes[] = {
            {"light", ThemeChoice::light}, {"dark", ThemeChoice::dark}, {"contrast", ThemeChoice::contrast}};
        for (const auto& [name, choice] : themes)
            for (const double zoom : {1.0, 1.5})
                QTest::addRow("%s-%d", name, qRound(100 * zoom)) << static_cast<int>(choice) << zoom;
    }
    void every_control_has_room_and_the_theme_s_ground() {
        QFETCH(int, choice);
        QFETCH(double, zoom);
        apply_theme(static_cast<ThemeChoice>(choice), zoom);
        const auto window = gallery();
        window->resize(qRound(1500 * zoom), qRound(1250 * zoom));
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        // Banners break their line when they know their width; the layout hears of it afterwards.
        for (int pass = 0; pass < 3; ++pass)
            QCoreApplication::processEvents();
        const QPixmap picture = window->grab();
        keep_picture(picture, QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(ground_of(*window, picture.toImage()), theme().surface.window);
        for (const QAbstractButton* button : window->findChildren<QAbstractButton*>()) {
            if (!button->isVisible() || button->text().isEmpty()) continue;
            QVERIFY2(button->width() >= button->sizeHint().width(), qPrintable(button->text()));
            QVERIFY2(button->height() >= button->fontMetrics().height(), qPrintable(button->text()));
        }
        auto* menu = window->findChild<QMenu*>(u"&File"_s);
        menu->setActiveAction(menu->actions().at(1));
        menu->popup({0, 0});
        QVERIFY(QTest::qWaitForWindowExposed(menu));
        keep_picture(menu->grab(), u"menu-"_s + QString::fromUtf8(QTest::currentDataTag()));
        menu->close();
    }

    void a_change_of_theme_and_size_leaves_no_trace_of_the_old() {
        const auto sheet = [] {
            auto widget = std::make_unique<QWidget>();
            auto* row = new QHBoxLayout(widget.get());
            row->addWidget(buttons());
            row->addWidget(messages());
            widget->resize(2200, 1400);
            widget->show();
            return widget;
        };
        const auto picture = [](QWidget& widget) { return widget.grab().toImage(); };
        const auto changed = sheet();
        QVERIFY(QTest::qWaitForWindowExposed(changed.get()));
        const QImage before = picture(*changed);
        apply_theme(ThemeChoice::dark, 1.25);
        const auto made = sheet();
        QVERIFY(QTest::qWaitForWindowExposed(made.get()));
        if (!QTest::qWaitFor([&] { return picture(*changed) == picture(*made); })) {
            keep_picture(changed->grab(), u"changed-to-dark"_s);
            keep_picture(made->grab(), u"made-dark"_s);
            QFAIL("a window whose theme has changed looks different from one made in the theme");
        }
        QVERIFY(picture(*changed) != before);
    }
};

ATTUNE_TEST(Gallery_test);
#include "gallery_test.moc"
