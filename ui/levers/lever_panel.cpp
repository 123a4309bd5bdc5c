#include "ui/levers/lever_panel.h"

#include "ui/levers/lever_about.h"
#include "ui/levers/lever_group.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/search_box.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace attune::ui {
namespace {

/// What a product manager moves most comes first and is open at first; other groups follow as in the table.
constexpr std::array first_groups = {"prompt", "deescalation", "fairness"};

bool is_first(const std::string& group) {
    return std::find(first_groups.begin(), first_groups.end(), group) != first_groups.end();
}

LeverRow* row_around(QWidget* widget) {
    for (; widget; widget = widget->parentWidget())
        if (auto* row = qobject_cast<LeverRow*>(widget)) return row;
    return nullptr;
}

QString fold_key(const std::string& group) {
    return QStringLiteral("levers/open/") + from_core(group);
}

const QString about_key = QStringLiteral("levers/explained");

/// A scroll area whose content is never wider than itself.
class Column : public QScrollArea {
public:
    explicit Column(QWidget* parent)
        : QScrollArea(parent) {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus);
    }
    QSize minimumSizeHint() const override {
        const QScrollBar* bar = verticalScrollBar();
        const int beside = bar->isVisible() ? bar->sizeHint().width() : 0;
        return {(widget() ? widget()->minimumSizeHint().width() : 0) + beside, sizes().lever_row};
    }
};

/// The explanation: as high as its text, but never more than a part of the dock; then it scrolls.
class AboutPane : public QScrollArea {
public:
    explicit AboutPane(QWidget* parent)
        : QScrollArea(parent) {
        setObjectName(QStringLiteral("levers.about"));
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
        text_ = new QLabel(this);
        text_->setObjectName(QStringLiteral("levers.about.text"));
        text_->setTextFormat(Qt::RichText);
        text_->setWordWrap(true);
        text_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text_->setContentsMargins(sizes().dock_padding, sizes().space, sizes().dock_padding, sizes().space);
        set_type(*text_, Type::caption);
        setWidget(text_);
        set_ground(*viewport(), Ground::card);
    }
    void explain(const QString& text) {
        if (text_->text() == text) return;
        text_->setText(text);
        setAccessibleName(text_->text());
        updateGeometry();
    }
    QSize sizeHint() const override {
        const int room = parentWidget() ? parentWidget()->height() * 2 / 5 : QWIDGETSIZE_MAX;
        return {width(), std::min(room, text_->heightForWidth(std::max(1, viewport()->width())) + 1)};
    }
    QSize minimumSizeHint() const override { return {0, sizes().lever_row}; }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        if (event->oldSize().width() != event->size().width()) updateGeometry();
    }

private:
    QLabel* text_;
};

} // namespace

struct LeverPanel::Parts {
    Parts(Lab& the_lab, LeverPanel& panel);

    void build();
    void refresh();
    void filter();
    void explain(LeverRow* row);
    void show_about(bool shown);
    void restore_folds();
    std::vector<std::string> keys() const;
    LeverRow* find(const std::string& key) const;
    void focus_first() const;

    Lab& lab;
    LeverPanel& panel;
    SearchBox* search = nullptr;
    QToolButton* help = nullptr;
    Column* column = nullptr;
    QWidget* content = nullptr;
    QVBoxLayout* list = nullptr;
    QLabel* note = nullptr; ///< why there is no lever
    QPushButton* show_all = nullptr;
    AboutPane* about = nullptr;
    QFrame* about_line = nullptr;
    std::vector<LeverGroup*> groups;
    QPointer<LeverRow> current; ///< the last one in focus
    QSettings* settings = nullptr;
    QObject scope; ///< of news from outside: they end with the parts, while rows live a moment longer
};

LeverPanel::Parts::Parts(Lab& the_lab, LeverPanel& the_panel)
    : lab(the_lab)
    , panel(the_panel) {
    const Sizes& s = sizes();
    search = new SearchBox("levers.search", &panel);
    help = new QToolButton(&panel);
    help->setObjectName(QStringLiteral("levers.help"));
    help->setIcon(icon(QStringLiteral("help")));
    help->setCheckable(true);
    help->setAutoRaise(true);
    help->setFocusPolicy(Qt::StrongFocus);
    help->setAccessibleName(words("levers.help"));
    help->setToolTip(words("levers.help.tip"));

    column = new Column(&panel);
    column->setObjectName(QStringLiteral("levers.scroll"));
    content = new QWidget(column);
    content->setObjectName(QStringLiteral("levers.list"));
    list = new QVBoxLayout(content);
    list->setContentsMargins(s.dock_padding, 0, s.dock_padding, s.dock_padding);
    list->setSpacing(0);
    note = new QLabel(content);
    note->setObjectName(QStringLiteral("levers.note"));
    note->setTextFormat(Qt::PlainText);
    note->setWordWrap(true);
    note->setContentsMargins(0, s.space, 0, s.space);
    set_ink(*note, Ink::secondary);
    show_all = new QPushButton(words("levers.search.clear"), content);
    show_all->setObjectName(QStringLiteral("levers.show_all"));
    list->addWidget(note);
    list->addWidget(show_all, 0, Qt::AlignLeft);
    list->addStretch(1);
    column->setWidget(content);
    about = new AboutPane(&panel);
    about_line = new QFrame(&panel);
    about_line->setFrameShape(QFrame::HLine);
    about_line->setForegroundRole(QPalette::Mid);
    for (QWidget* part : std::initializer_list<QWidget*>{about, about_line})
        part->hide();

    auto* top = new QHBoxLayout;
    top->setContentsMargins(s.dock_padding, s.dock_padding, s.dock_padding - 4, 4);
    top->setSpacing(4);
    top->addWidget(search, 1);
    top->addWidget(help);
    auto* all = new QVBoxLayout(&panel);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addLayout(top);
    all->addWidget(column, 1);
    all->addWidget(about_line);
    all->addWidget(about);

    // The content keeps its width beside a scroll bar, so that nothing jumps when one appears.
    QScrollBar* bar = column->verticalScrollBar();
    QObject::connect(bar, &QScrollBar::rangeChanged, &panel, [this, bar](int, int last) {
        const int taken = last > 0 ? bar->sizeHint().width() : 0;
        QMargins margins = list->contentsMargins();
        margins.setRight(std::max(2, sizes().dock_padding - taken));
        list->setContentsMargins(margins);
        column->updateGeometry();
    });
    QObject::connect(search, &QLineEdit::textChanged, &panel, [this] { filter(); });
    QObject::connect(search, &SearchBox::onward, &panel, [this] { focus_first(); });
    QObject::connect(show_all, &QPushButton::clicked, &panel, [this] {
        search->clear();
        search->setFocus(Qt::OtherFocusReason);
    });
    QObject::connect(help, &QToolButton::toggled, &panel, [this](bool on) { show_about(on); });
    QObject::connect(qApp, &QApplication::focusChanged, &scope, [this](QWidget* old, QWidget* now) {
        LeverRow* left = row_around(old);
        LeverRow* entered = row_around(now);
        if (left && left != entered && panel.isAncestorOf(left)) lab.finish_step();
        if (entered && panel.isAncestorOf(entered)) explain(entered);
    });
}

std::vector<std::string> LeverPanel::Parts::keys() const {
    std::vector<std::string> all;
    for (const LeverGroup* group : groups)
        for (const LeverRow* row : group->rows())
            all.push_back(row->lever().key);
    return all;
}

/// To the first lever that the search left.
void LeverPanel::Parts::focus_first() const {
    for (const LeverGroup* group : groups)
        for (const LeverRow* row : group->rows())
            if (row->isVisible()) return row->editor()->setFocus(Qt::TabFocusReason);
}

LeverRow* LeverPanel::Parts::find(const std::string& key) const {
    for (const LeverGroup* group : groups)
        for (LeverRow* row : group->rows())
            if (row->lever().key == key) return row;
    return nullptr;
}

void LeverPanel::Parts::build() {
    std::vector<Lab::Lever> levers = lab.levers();
    const auto rank = [](const Lab::Lever& lever) {
        return std::find(first_groups.begin(), first_groups.end(), lever.entry->spec.group) -
               first_groups.begin();
    };
    std::stable_sort(levers.begin(), levers.end(),
                     [&](const Lab::Lever& a, const Lab::Lever& b) { return rank(a) < rank(b); });
    const bool same_levers = [&] {
        const auto shown = keys();
        return std::equal(levers.begin(), levers.end(), shown.begin(), shown.end(),
                          [](const Lab::Lever& lever, const std::string& key) { return lever.key == key; });
    }();
    if (same_levers) return;
    for (LeverGroup* group : groups) {
        list->removeWidget(group);
        group->hide();
        group->deleteLater(); // one of its rows may be what asked for this
    }
    groups.clear();
    current = nullptr;
    for (const Lab::Lever& lever : levers) {
        const std::string& name = lever.entry->spec.group;
        if (groups.empty() || groups.back()->name() != name) {
            auto* group = new LeverGroup(name, content);
            group->set_open(is_first(name));
            list->insertWidget(static_cast<int>(groups.size()), group);
            groups.push_back(group);
            QObject::connect(group, &LeverGroup::folded, &panel, [this, group](bool open) {
                if (settings) settings->setValue(fold_key(group->name()), open);
            });
        }
        auto* row = new LeverRow(lab, lever, groups.back());
        groups.back()->add(row);
        QObject::connect(row, &LeverRow::about_wanted, &panel, [this] { help->toggle(); });
    }
    restore_folds();
    QWidget* before = help;
    for (LeverGroup* group : groups) {
        std::vector<QWidget*> stops = {&group->head()};
        for (const LeverRow* row : group->rows())
            for (QWidget* stop : row->stops())
                stops.push_back(stop);
        for (QWidget* stop : stops) {
            QWidget::setTabOrder(before, stop);
            before = stop;
        }
    }
}

void LeverPanel::Parts::refresh() {
    build();
    for (LeverGroup* group : groups)
        group->refresh(lab);
    filter();
    if (current && about->isVisible()) explain(current);
}

void LeverPanel::Parts::filter() {
    const QStringList searched = search->searched();
    int found = 0;
    for (LeverGroup* group : groups)
        found += group->filter(searched);
    const bool open = lab.is_open();
    search->setEnabled(open);
    help->setEnabled(open);
    note->setVisible(found == 0);
    note->setText(open ? words("levers.search.none", {{"text", search->text().trimmed()}})
                       : words("levers.closed"));
    show_all->setVisible(open && found == 0);
}

void LeverPanel::Parts::explain(LeverRow* row) {
    current = row;
    about->explain(row ? lever_about(lab, row->lever(), theme().text.muted) : words("levers.help.pick"));
}

void LeverPanel::Parts::show_about(bool shown) {
    explain(current);
    about_line->setVisible(shown);
    about->setVisible(shown);
    if (settings) settings->setValue(about_key, shown);
    if (!shown || !current) return;
    // What is explained stays in sight although the room for levers has become less.
    QTimer::singleShot(0, &panel, [this, row = current] {
        if (row) column->ensureWidgetVisible(row, 0, sizes().space);
    });
}

void LeverPanel::Parts::restore_folds() {
    if (!settings) return;
    for (LeverGroup* group : groups)
        group->set_open(settings->value(fold_key(group->name()), is_first(group->name())).toBool());
}

LeverPanel::LeverPanel(Lab& lab, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(lab, *this)) {
    setObjectName(QStringLiteral("levers"));
    for (auto signal : {&Lab::opened, &Lab::closed, &Lab::changed, &Lab::dragged})
        connect(&lab, signal, &parts_->scope, [this] { parts_->refresh(); });
    parts_->refresh();
}

LeverPanel::~LeverPanel() = default;

QLineEdit* LeverPanel::search() const {
    return parts_->search;
}

void LeverPanel::reveal(const std::string& key) {
    Parts& p = *parts_;
    LeverRow* row = p.find(key);
    if (!row) return;
    if (row->isHidden()) p.search->clear();
    for (LeverGroup* group : p.groups)
        if (group->isAncestorOf(row)) group->set_open(true);
    row->editor()->setFocus(Qt::TabFocusReason); // which selects a number
    // The rows have their places once the layouts have run.
    QTimer::singleShot(0, this, [this, row = QPointer<LeverRow>(row)] {
        if (row) parts_->column->ensureWidgetVisible(row, 0, sizes().space);
    });
}

void LeverPanel::remember_in(QSettings& settings) {
    Parts& p = *parts_;
    p.settings = &settings;
    p.restore_folds();
    p.help->setChecked(settings.value(about_key, false).toBool());
}

void LeverPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && parts_) parts_->explain(parts_->current);
}

} // namespace attune::ui
