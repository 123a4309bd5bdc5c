#include "ui/assumptions/assumptions_panel.h"

#include "simulations/report/assumption_words.h"
#include "ui/assumptions/assumption_list.h"
#include "ui/assumptions/assumption_model.h"
#include "ui/assumptions/assumption_pane.h"
#include "ui/theme/dress.h"
#include "ui/theme/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/search_box.h"
#include "ui/widgets/turning_row.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {

struct AssumptionsPanel::Parts {
    Parts(Lab& the_lab, AssumptionsPanel& the_panel);
    void refresh();
    void show_counts();
    void keep_current();
    void leave_all_filters();

    Lab& lab;
    AssumptionsPanel& panel;
    AssumptionModel model;
    AssumptionDelegate delegate;
    QString current; ///< key of the one explained last
    bool stale = true;
    SearchBox* search = nullptr;
    FilterChip* unmeasured = nullptr;
    FilterChip* changed = nullptr;
    QLabel* count = nullptr;
    LinkButton* reset_all = nullptr;
    QLabel* note = nullptr; ///< what this world does not use, or why nothing is listed
    QPushButton* show_all = nullptr;
    AssumptionList* list = nullptr;
    QFrame* top_line = nullptr; ///< what scrolls goes under an edge, above and below
    QFrame* line = nullptr;
    AssumptionPane* pane = nullptr;
    QObject scope; ///< of news from outside: they end with the parts
};

AssumptionsPanel::Parts::Parts(Lab& the_lab, AssumptionsPanel& the_panel)
    : lab(the_lab)
    , panel(the_panel) {
    const Sizes& s = sizes();
    search = new SearchBox("assumptions.search", &panel);
    const auto chip = [&](const char* name) {
        auto* made = new FilterChip({}, &panel);
        made->setObjectName(QLatin1String(name));
        made->setCheckable(true);
        made->setToolTip(words(std::string(name) + ".tip"));
        QObject::connect(made, &FilterChip::toggled, &panel, [this] { refresh(); });
        return made;
    };
    unmeasured = chip("assumptions.filter.unmeasured");
    changed = chip("assumptions.filter.changed");
    const auto sentence = [&](const char* name, Ink ink) {
        auto* made = new QLabel(&panel);
        made->setObjectName(QLatin1String(name));
        made->setTextFormat(Qt::PlainText);
        made->setWordWrap(true);
        set_type(*made, Type::caption);
        set_ink(*made, ink);
        return made;
    };
    count = sentence("assumptions.count", Ink::muted);
    reset_all = new LinkButton(words("assumptions.reset_all"), &panel);
    reset_all->setObjectName(QStringLiteral("assumptions.reset_all"));
    reset_all->setToolTip(words("assumptions.reset_all.tip"));
    set_type(*reset_all, Type::caption);
    note = sentence("assumptions.note", Ink::secondary);
    show_all = new QPushButton(words("assumptions.show_all"), &panel);
    show_all->setObjectName(QStringLiteral("assumptions.show_all"));
    list = new AssumptionList(&panel);
    list->setObjectName(QStringLiteral("assumptions.list"));
    list->setAccessibleName(words("assumptions.list"));
    list->setItemDelegate(&delegate);
    list->setModel(&model);
    for (QFrame** edge : {&top_line, &line}) {
        *edge = new QFrame(&panel);
        (*edge)->setFrameShape(QFrame::HLine);
        (*edge)->setForegroundRole(QPalette::Mid);
    }
    pane = new AssumptionPane(lab, &panel);

    // Rows reach a little beyond the text, so that a chosen one has an edge.
    constexpr int reach = 6;
    constexpr int ring_room = 3; ///< a chip's, around what is seen of it
    auto* field = new QVBoxLayout;
    field->setContentsMargins(s.dock_padding, s.dock_padding, s.dock_padding, 4);
    field->addWidget(search);
    auto* chips = new TurningRow(2, &panel);
    chips->add(unmeasured);
    chips->add(changed);
    auto* chip_row = new QVBoxLayout;
    chip_row->setContentsMargins(s.dock_padding - ring_room, 0, s.dock_padding, 4);
    chip_row->addWidget(chips);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(s.dock_padding, 0, s.dock_padding, 4);
    top->setSpacing(s.space - 2);
    auto* counts = new QHBoxLayout;
    counts->setSpacing(s.space);
    counts->addWidget(count, 1);
    counts->addWidget(reset_all);
    top->addLayout(counts);
    top->addWidget(note);
    top->addWidget(show_all, 0, Qt::AlignLeft);
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(s.dock_padding - reach, 0, 2, 0);
    middle->addWidget(list);
    auto* all = new QVBoxLayout(&panel);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(field);
    all->addLayout(chip_row);
    all->addLayout(top);
    all->addWidget(top_line);
    all->addLayout(middle, 1);
    all->addStretch(0); // takes the room where nothing is listed
    all->addWidget(line);
    all->addWidget(pane);

    QObject::connect(search, &QLineEdit::textChanged, &panel, [this] { refresh(); });
    QObject::connect(search, &SearchBox::onward, &panel, [this] {
        if (list->isVisible()) list->setFocus(Qt::TabFocusReason);
    });
    QObject::connect(show_all, &QPushButton::clicked, &panel, [this] {
        leave_all_filters();
        search->setFocus(Qt::OtherFocusReason);
    });
    QObject::connect(reset_all, &QPushButton::clicked, &panel, [this] {
        const bool held = reset_all->hasFocus();
        lab.reset_assumptions();
        if (held && reset_all->isHidden()) list->setFocus(Qt::OtherFocusReason);
    });
    QObject::connect(list->selectionModel(), &QItemSelectionModel::currentChanged, &scope,
                     [this](const QModelIndex& index) {
                         if (!index.isValid()) return; // the model is being filled anew
                         current = index.data(AssumptionModel::key_role).toString();
                         pane->show_assumption(to_core(current));
                     });
    QObject::connect(list, &AssumptionList::edit_wanted, &panel, [this] {
        if (pane->editor() && pane->editor()->isEnabled()) pane->editor()->setFocus(Qt::TabFocusReason);
    });
    QObject::connect(qApp, &QApplication::focusChanged, &scope, [this](QWidget* old, QWidget*) {
        // The next change of this assumption is a step of its own.
        if (old && old == pane->editor()) lab.finish_step();
    });
}

void AssumptionsPanel::Parts::leave_all_filters() {
    search->clear();
    unmeasured->setChecked(false);
    changed->setChecked(false);
}

void AssumptionsPanel::Parts::refresh() {
    stale = !panel.isVisible();
    if (stale) return; // taken up again when it is shown
    AssumptionFilter filter;
    filter.searched = search->searched();
    filter.unmeasured = unmeasured->isChecked();
    filter.changed = changed->isChecked();
    model.take(lab, filter);
    show_counts();
    keep_current();
}

void AssumptionsPanel::Parts::show_counts() {
    const bool open = lab.is_open();
    const Leaning leaning = open ? leaning_of(lab.setup().scenario->scenario) : Leaning();
    const auto number = [](std::size_t n) { return QString::number(n); };
    const QString all = number(world_parameters().entries().size());
    for (QWidget* part : std::initializer_list<QWidget*>{search, unmeasured, changed})
        part->setEnabled(open);
    unmeasured->setText(
        words("assumptions.filter.unmeasured", {{"count", number(leaning.unmeasured.size())}}));
    changed->setText(words("assumptions.filter.changed", {{"count", QString::number(model.changed())}}));
    const bool some = open && model.shown() > 0;
    count->setVisible(some);
    count->setText(
        QString::number(model.shown()) == all
            ? words("assumptions.count", {{"all", all}})
            : words("assumptions.count.some", {{"shown", QString::number(model.shown())}, {"all", all}}));
    reset_all->setVisible(open && lab.setup().own_assumptions.has_value());
    const std::size_t unused = world_parameters().entries().size() - leaning.used.size();
    note->setVisible(!some || unused > 0);
    if (!open)
        note->setText(words("assumptions.closed"));
    else if (!some)
        note->setText(search->text().trimmed().isEmpty()
                          ? words("assumptions.none")
                          : words("assumptions.none.text", {{"text", search->text().trimmed()}}));
    else
        note->setText(words("assumptions.imported", {{"count", number(unused)}}));
    show_all->setVisible(open && !some);
    for (QWidget* part : std::initializer_list<QWidget*>{list, top_line, line})
        part->setVisible(some);
}

void AssumptionsPanel::Parts::keep_current() {
    QModelIndex at = model.find(current);
    if (!at.isValid()) at = model.first();
    if (at.isValid() && list->currentIndex() != at) list->setCurrentIndex(at);
    pane->show_assumption(at.isValid() ? to_core(at.data(AssumptionModel::key_role).toString())
                                       : std::string());
}

AssumptionsPanel::AssumptionsPanel(Lab& lab, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(lab, *this)) {
    setObjectName(QStringLiteral("assumptions"));
    for (auto signal : {&Lab::opened, &Lab::closed, &Lab::changed})
        connect(&lab, signal, &parts_->scope, [this] { parts_->refresh(); });
}

AssumptionsPanel::~AssumptionsPanel() {
    delete parts_->list; // it outlives the parts by a moment and must not ask their model any more
}

void AssumptionsPanel::look_at(bool unmeasured_only) {
    Parts& p = *parts_;
    p.search->clear();
    p.changed->setChecked(false);
    p.unmeasured->setChecked(unmeasured_only);
    p.refresh();
    if (p.list->isVisible()) p.list->setFocus(Qt::OtherFocusReason);
}

QLineEdit* AssumptionsPanel::search() const {
    return parts_->search;
}
AssumptionList& AssumptionsPanel::list() const {
    return *parts_->list;
}
const AssumptionModel& AssumptionsPanel::model() const {
    return parts_->model;
}

void AssumptionsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (parts_->stale) parts_->refresh();
}

void AssumptionsPanel::keyPressEvent(QKeyEvent* event) {
    // From the value back to the list.
    if (event->key() == Qt::Key_Escape && parts_->pane->isAncestorOf(focusWidget())) {
        parts_->list->setFocus(Qt::OtherFocusReason);
        return event->accept();
    }
    QWidget::keyPressEvent(event);
}

} // namespace attune::ui
