#include "ui/pages/adjusted_card.h"

#include "simulations/report/number_text.h"
#include "ui/charts/chart_export.h"
#include "ui/pages/screen_preview.h"
#include "ui/pages/word_table.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSignalBlocker>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <optional>

namespace attune::ui {
namespace {

constexpr int side = 12;         ///< padding of the card
constexpr int both_beside = 780; ///< narrower than this, at 100 % text, the lists stand below each other
constexpr double hours_per_day = 24;
const std::vector<int> list_figures = {0};            ///< the place
const std::vector<int> tag_figures = {4, 5, 6, 7, 8}; ///< all but what, about, basis and author

QLabel* line(const QString& name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("adjusted.") + name);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

QString day_words(double hours) {
    return from_core(count_text(std::floor(hours / hours_per_day)));
}

QString before_title(const AdjustedPerson& person) {
    const char* key = person.adjustment == Adjustment::fallback ? "adjusted.before.title.fallback"
                      : person.item                             ? "adjusted.before.title"
                                                                : "adjusted.before.title.direction";
    return words(key, {{"day", day_words(person.before.hours)}});
}

QString after_title(const AdjustedPerson& person, ListAfter which) {
    const ShownList& list = list_after(person, which);
    if (!list.shown()) return words("adjusted.after.title.none");
    return words("adjusted.after.title." + std::string(name(which)), {{"day", day_words(list.hours)}});
}

/// What the sentence above counts leaps to the eye; topic or provider say the same in words.
void show_list(WordTable& table, const std::vector<ListRow>& rows, const char* mark_head) {
    DataTable cells;
    for (const char* head : {"adjusted.row.place", mark_head, "adjusted.row.item", "adjusted.row.topic",
                             "adjusted.row.provider"})
        cells.head.push_back(Text::english().get(head));
    std::vector<WordTable::Row> looks;
    for (const ListRow& row : rows) {
        cells.rows.push_back({row.place, row.sign, row.item, row.topic, row.provider});
        looks.push_back(row.counted || row.rejected ? WordTable::Row::strong : WordTable::Row::plain);
    }
    table.show_table(cells, list_figures, looks);
}

} // namespace

struct AdjustedCard::Parts {
    QLabel* title = nullptr;
    ElidedLabel* subtitle = nullptr;
    QToolButton* menu_button = nullptr;
    QMenu* menu = nullptr;
    QList<QAction*> actions;
    QLabel* empty = nullptr;
    QWidget* sheet = nullptr; ///< all below the head, once there is somebody to show
    QComboBox* person = nullptr;
    QComboBox* after = nullptr;
    QLabel* told = nullptr;
    QLabel* course = nullptr;
    QComboBox* state = nullptr;
    ScreenPreview* screen = nullptr;
    QLabel* before_title = nullptr;
    QLabel* after_title = nullptr;
    WordTable* before_list = nullptr;
    WordTable* after_list = nullptr;
    QGridLayout* lists = nullptr;
    bool beside = true; ///< the lists, not below each other
    QLabel* tags_title = nullptr;
    WordTable* tags = nullptr;
    AskPath ask;
    std::optional<AdjustedTold> shown;

    const AdjustedPerson* chosen() const {
        const int index = person->currentIndex();
        if (!shown || index < 0 || index >= static_cast<int>(shown->people.size())) return nullptr;
        return &shown->people[static_cast<std::size_t>(index)];
    }
    ListAfter which() const { return static_cast<ListAfter>(after->currentIndex()); }
};

AdjustedCard::AdjustedCard(QWidget* parent)
    : Card(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->ask = [this](const QString& suggested, const QString& filter) {
        return QFileDialog::getSaveFileName(this, words("charts.export.title"), suggested, filter);
    };
    build();
    clear();
}

AdjustedCard::~AdjustedCard() = default;

void AdjustedCard::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("adjusted"));
    setAccessibleName(words("adjusted.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(side, 7, side, side);
    column->setSpacing(sizes().space / 2);
    p.title = line(QStringLiteral("title"), Type::chart_title, Ink::primary, this);
    p.title->setText(words("adjusted.title"));
    p.subtitle = new ElidedLabel({}, this);
    p.subtitle->setObjectName(QStringLiteral("adjusted.subtitle"));
    set_type(*p.subtitle, Type::caption);
    set_ink(*p.subtitle, Ink::muted);
    auto* head = new QHBoxLayout;
    head->addWidget(p.title, 1);
    build_menu();
    head->addWidget(p.menu_button, 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(p.subtitle);
    p.empty = line(QStringLiteral("empty"), Type::caption, Ink::muted, this);
    p.empty->setAlignment(Qt::AlignCenter);
    p.empty->setMinimumHeight(scaled(84));
    column->addWidget(p.empty);
    p.sheet = new QWidget(this);
    auto* rows = new QVBoxLayout(p.sheet);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(sizes().space);
    build_choice(p.sheet);
    p.told = line(QStringLiteral("told"), Type::body_strong, Ink::primary, p.sheet);
    p.course = line(QStringLiteral("course"), Type::caption, Ink::secondary, p.sheet);
    rows->addWidget(p.told);
    rows->addWidget(p.course);
    build_screen(p.sheet);
    build_lists(p.sheet);
    auto* note = line(QStringLiteral("note"), Type::caption, Ink::muted, p.sheet);
    note->setText(words("adjusted.note"));
    rows->addWidget(note);
    p.tags_title = line(QStringLiteral("tags_title"), Type::section, Ink::primary, p.sheet);
    p.tags = new WordTable(p.sheet);
    p.tags->setObjectName(QStringLiteral("adjusted.tags"));
    p.tags->setAccessibleName(words("adjusted.tags.name"));
    rows->addWidget(p.tags_title);
    rows->addWidget(p.tags);
    column->addWidget(p.sheet);
}

void AdjustedCard::build_choice(QWidget* sheet) {
    Parts& p = *parts_;
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto combo = [&](const char* name, const char* label) {
        auto* made = new QComboBox(sheet);
        made->setObjectName(QStringLiteral("adjusted.") + QLatin1String(name));
        made->setAccessibleName(words(std::string(label) + ".name"));
        made->setToolTip(made->accessibleName());
        auto* buddy = new QLabel(words(label), sheet);
        buddy->setBuddy(made);
        set_ink(*buddy, Ink::secondary);
        row->addWidget(buddy);
        row->addWidget(made);
        connect(made, &QComboBox::currentIndexChanged, this, &AdjustedCard::show_chosen);
        return made;
    };
    p.person = combo("person", "adjusted.choose");
    p.person->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    p.after = combo("after", "adjusted.after");
    const QSignalBlocker quiet(p.after);
    for (const ListAfter which : {ListAfter::next, ListAfter::next_visit})
        p.after->addItem(words("adjusted.after." + std::string(name(which))));
    row->addStretch(1);
    static_cast<QVBoxLayout*>(sheet->layout())->addLayout(row);
}

/// What stands before the person, state by state; the offer at first.
void AdjustedCard::build_screen(QWidget* sheet) {
    Parts& p = *parts_;
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    p.state = new QComboBox(sheet);
    p.state->setObjectName(QStringLiteral("adjusted.state"));
    p.state->setAccessibleName(words("adjusted.screen.choose.name"));
    p.state->setToolTip(p.state->accessibleName());
    for (int s = 0; s < loop_state_count; ++s)
        p.state->addItem(words("answering.state." + std::string(name(static_cast<LoopState>(s)))));
    p.state->setCurrentIndex(static_cast<int>(LoopState::clarify));
    connect(p.state, &QComboBox::currentIndexChanged, this, &AdjustedCard::show_screen);
    auto* buddy = new QLabel(words("adjusted.screen.choose"), sheet);
    buddy->setBuddy(p.state);
    set_ink(*buddy, Ink::secondary);
    row->addWidget(buddy);
    row->addWidget(p.state);
    row->addStretch(1);
    static_cast<QVBoxLayout*>(sheet->layout())->addLayout(row);
    p.screen = new ScreenPreview(sheet);
    p.screen->setObjectName(QStringLiteral("adjusted.screen"));
    sheet->layout()->addWidget(p.screen);
}

void AdjustedCard::show_screen() {
    const Parts& p = *parts_;
    const AdjustedPerson* person = p.chosen();
    if (!person) return;
    p.screen->show_parts(
        screen_parts(static_cast<LoopState>(p.state->currentIndex()), *p.shown, *person, Text::english()));
}

void AdjustedCard::build_lists(QWidget* sheet) {
    Parts& p = *parts_;
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(sizes().card_gap);
    grid->setVerticalSpacing(sizes().space / 2);
    const auto list = [&](int column, const char* name, QLabel*& title, WordTable*& table) {
        title = line(QLatin1String(name) + QStringLiteral("_title"), Type::section, Ink::primary, sheet);
        table = new WordTable(sheet);
        table->setObjectName(QStringLiteral("adjusted.") + QLatin1String(name) + QStringLiteral("_list"));
        grid->addWidget(title, 0, column);
        grid->addWidget(table, 1, column, Qt::AlignTop);
        grid->setColumnStretch(column, 1);
    };
    list(0, "before", p.before_title, p.before_list);
    list(1, "after", p.after_title, p.after_list);
    p.lists = grid;
    static_cast<QVBoxLayout*>(sheet->layout())->addLayout(grid);
}

void AdjustedCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    Parts& p = *parts_;
    const bool beside = width() >= scaled(both_beside);
    if (beside == p.beside) return;
    p.beside = beside;
    const int row = beside ? 0 : 2, column = beside ? 1 : 0;
    p.lists->removeWidget(p.after_title);
    p.lists->removeWidget(p.after_list);
    p.lists->addWidget(p.after_title, row, column);
    p.lists->addWidget(p.after_list, row + 1, column, Qt::AlignTop);
    p.lists->setColumnStretch(1, beside ? 1 : 0);
}

void AdjustedCard::build_menu() {
    Parts& p = *parts_;
    p.menu_button = new QToolButton(this);
    p.menu_button->setObjectName(QStringLiteral("adjusted.menu_button"));
    p.menu_button->setIcon(icon(QStringLiteral("menu")));
    p.menu_button->setIconSize({sizes().icon, sizes().icon});
    p.menu_button->setAutoRaise(true);
    p.menu_button->setFocusPolicy(Qt::StrongFocus);
    p.menu_button->setPopupMode(QToolButton::InstantPopup);
    p.menu_button->setAccessibleName(words("adjusted.menu"));
    p.menu_button->setToolTip(words("adjusted.menu"));
    p.menu = new QMenu(this);
    const auto action = [&](const char* part, const char* key, auto act) {
        auto* made = new QAction(words(key), this);
        made->setObjectName(QStringLiteral("adjusted.") + QLatin1String(part));
        connect(made, &QAction::triggered, this, act);
        p.actions.append(made);
        p.menu->addAction(made);
    };
    action("copy", "charts.copy.data", [this] { copy_tags(); });
    p.menu->addSeparator();
    action("export_tags", "adjusted.export.tags",
           [this] { export_as(QStringLiteral("tags"), tags_csv(*parts_->shown, Text::english())); });
    action("export_lists", "adjusted.export.lists",
           [this] { export_as(QStringLiteral("lists"), lists_csv(*parts_->shown)); });
    p.menu_button->setMenu(p.menu);
}

void AdjustedCard::show_people(const AdjustedTold& told, const MeasuredFor& world) {
    Parts& p = *parts_;
    const AdjustedPerson* before = p.chosen();
    const std::optional<UserId> user = before ? std::optional(before->user) : std::nullopt;
    p.shown = told;
    p.subtitle->setText(from_core(measured_subtitle(world, "adjusted.subtitle", Text::english())));
    {
        const QSignalBlocker quiet(p.person);
        p.person->clear();
        for (const AdjustedPerson& person : told.people) {
            p.person->addItem(from_core(person_words(told, person, Text::english())));
            if (person.user == user) p.person->setCurrentIndex(p.person->count() - 1);
        }
    }
    if (told.people.empty()) {
        show_empty(words("adjusted.nobody"));
        return;
    }
    p.empty->hide();
    p.sheet->show();
    show_chosen();
}

void AdjustedCard::clear() {
    Parts& p = *parts_;
    p.shown.reset();
    const QSignalBlocker quiet(p.person);
    p.person->clear();
    p.subtitle->setText({});
    show_empty(words("adjusted.empty"));
}

void AdjustedCard::show_empty(const QString& words) {
    Parts& p = *parts_;
    p.empty->setText(words);
    p.empty->show();
    p.sheet->hide();
    for (QAction* action : p.actions)
        action->setEnabled(false);
    p.menu_button->setEnabled(false);
    setAccessibleDescription(words);
}

void AdjustedCard::show_chosen() {
    Parts& p = *parts_;
    const AdjustedPerson* person = p.chosen();
    if (!person) return;
    const Text& text = Text::english();
    const ListAfter which = p.which();
    const AdjustedTold& told = *p.shown;
    p.told->setText(from_core(told_words(told, *person, which, text)));
    p.course->setText(from_core(course_words(told, *person, text)));
    show_screen();
    p.before_title->setText(before_title(*person));
    p.after_title->setText(after_title(*person, which));
    const ListsBeside lists = lists_beside(told, *person, which, text);
    show_list(*p.before_list, lists.before, "adjusted.row.mark");
    show_list(*p.after_list, lists.after, "adjusted.row.mark.after");
    p.after_list->setVisible(!lists.after.empty());
    p.before_list->setAccessibleName(p.before_title->text());
    p.after_list->setAccessibleName(p.after_title->text());
    p.tags->show_table(tag_table(told, *person, text), tag_figures);
    p.tags->setVisible(!person->tags.empty());
    p.tags_title->setText(words(person->tags.empty() ? "adjusted.tags.nothing" : "adjusted.tags.title"));
    for (QAction* action : p.actions)
        action->setEnabled(true);
    p.menu_button->setEnabled(true);
    const QString all =
        words("adjusted.spoken",
              {{"person", p.person->currentText()}, {"told", p.told->text()}, {"course", p.course->text()}});
    setAccessibleDescription(all);
}

QList<QAction*> AdjustedCard::card_actions() const {
    return parts_->actions;
}

void AdjustedCard::set_ask_path(AskPath ask) {
    parts_->ask = std::move(ask);
}

void AdjustedCard::copy_tags() {
    const Parts& p = *parts_;
    auto cells = std::make_unique<QMimeData>();
    cells->setText(table_cells(p.tags->table()));
    cells->setData(QStringLiteral("text/csv"),
                   QByteArray::fromStdString(tags_csv(*p.shown, Text::english())));
    QApplication::clipboard()->setMimeData(cells.release());
    Q_EMIT spoke(words("charts.copied.data"));
}

void AdjustedCard::export_as(const QString& stem, const std::string& csv) {
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    QString path = parts_->ask(folder.filePath(stem + QStringLiteral(".csv")), words("charts.filter.csv"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().toLower() != QStringLiteral("csv")) path += QStringLiteral(".csv");
    LabChart rows;
    rows.own_csv = csv;
    if (const Status done = export_chart(rows, nullptr, path); !done)
        Q_EMIT export_failed(done.error());
    else
        Q_EMIT spoke(words("charts.exported", {{"file", QFileInfo(path).fileName()}}));
}

} // namespace attune::ui
