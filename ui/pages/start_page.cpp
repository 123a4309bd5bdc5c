#include "ui/pages/start_page.h"

#include "simulations/study/examples.h"
#include "ui/pages/example_card.h"
#include "ui/pages/example_pictures.h"
#include "ui/pages/page_head.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/recent_list.h"
#include "ui/pages/sign_card.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/link_button.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

/// Simulated for the picture on a card: enough to see the direction, quick enough to be there at once.
constexpr int picture_people = 500;
constexpr int few_files = 5;
constexpr int right_narrow = 296, right_wide = 360; ///< at 100 % text
constexpr int wide_page = 1300;
constexpr int least_card = 230;

/// An offer: a link with what it does below.
QWidget* offer(QWidget* parent, const char* icon_name, const char* name, const QString& title,
               const QString& text, LinkButton*& button) {
    auto* made = new QWidget(parent);
    auto* row = new QHBoxLayout(made);
    row->setContentsMargins(0, 5, 0, 5);
    row->setSpacing(sizes().space + 2);
    auto* sign = new QLabel(made);
    sign->setPixmap(icon(QLatin1String(icon_name), Ink::link).pixmap(18, 18));
    sign->setAlignment(Qt::AlignCenter);
    row->addWidget(sign, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout;
    column->setSpacing(1);
    button = new LinkButton(title, made);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(title);
    auto* what = new QLabel(text, made);
    what->setWordWrap(true);
    set_type(*what, Type::caption);
    set_ink(*what, Ink::muted);
    sign->setFixedHeight(button->sizeHint().height());
    what->setIndent(2);
    column->addWidget(button, 0, Qt::AlignLeft);
    column->addWidget(what);
    row->addLayout(column, 1);
    return made;
}

QVBoxLayout* card_column(QWidget* card, const QString& title, QWidget* beside = nullptr) {
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(14, 10, 14, 12);
    column->setSpacing(sizes().space / 2);
    auto* head = new QHBoxLayout;
    auto* label = new QLabel(title, card);
    set_type(*label, Type::chart_title);
    head->addWidget(label, 1);
    if (beside) head->addWidget(beside);
    column->addLayout(head);
    return column;
}

} // namespace

struct StartPage::Parts {
    PageHead* head = nullptr;
    Banner* banner = nullptr;
    QWidget* sheet = nullptr;
    QWidget* right = nullptr;
    RecentModel* recent = nullptr;
    RecentView* recent_view = nullptr;
    QLabel* no_recent = nullptr;
    LinkButton* show_all = nullptr;
    QGridLayout* grid = nullptr;
    std::vector<ExampleCard*> cards;
    ExamplePictures* pictures = nullptr;
    int columns = 0;
    bool all_files = false;
};

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("page.start"));
    setAccessibleName(words("start.name"));
    set_ground(*this, Ground::page);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    p.head = new PageHead(this);
    p.head->set_title(words("start.title"));
    p.head->set_subtitle(words("start.subtitle"));
    auto* open = new QPushButton(icon(QStringLiteral("open")), words("start.open"), p.head);
    open->setObjectName(QStringLiteral("start.open"));
    open->setToolTip(words("start.open.tip"));
    connect(open, &QPushButton::clicked, this, &StartPage::open_wanted);
    auto* create = new QPushButton(icon(QStringLiteral("plus")), words("start.new"), p.head);
    create->setObjectName(QStringLiteral("start.new"));
    create->setToolTip(words("start.new.tip"));
    create->setDefault(true);
    connect(create, &QPushButton::clicked, this, &StartPage::new_wanted);
    p.head->add(open);
    p.head->add(create);
    page->addWidget(p.head);

    p.banner = new Banner(this);
    p.banner->setObjectName(QStringLiteral("start.banner"));
    p.banner->hide();
    auto* banner_row = new QVBoxLayout;
    banner_row->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, sizes().space);
    banner_row->addWidget(p.banner);
    page->addLayout(banner_row);

    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("start.scroll"));
    p.sheet = scroll->sheet();
    auto* sides = new QHBoxLayout(p.sheet);
    sides->setSpacing(sizes().card_gap);
    auto* left = new QVBoxLayout;
    left->setSpacing(sizes().card_gap);
    sides->addLayout(left, 1);
    p.right = new QWidget(p.sheet);
    sides->addWidget(p.right);

    // Go on.
    auto* recent = new Card(p.sheet);
    p.show_all = new LinkButton({}, recent);
    p.show_all->setObjectName(QStringLiteral("start.show_all"));
    auto* recent_column = card_column(recent, words("start.go_on"), p.show_all);
    p.recent = new RecentModel(this);
    p.recent_view = new RecentView(recent);
    p.recent_view->setModel(p.recent);
    p.no_recent = new QLabel(words("start.no_recent"), recent);
    p.no_recent->setWordWrap(true);
    set_ink(*p.no_recent, Ink::secondary);
    recent_column->addWidget(p.no_recent);
    auto* rows = new QHBoxLayout;
    rows->setContentsMargins(-6, 2, -6, 0);
    rows->addWidget(p.recent_view);
    recent_column->addLayout(rows);
    left->addWidget(recent);
    connect(p.recent_view, &RecentView::chosen, this, &StartPage::file_chosen);
    connect(p.recent_view, &RecentView::forgotten, this, &StartPage::file_forgotten);
    connect(p.show_all, &QPushButton::clicked, this, [this] {
        parts_->all_files = !parts_->all_files;
        show_files();
    });

    // Examples.
    auto* examples_head = new QHBoxLayout;
    auto* examples_title = new QLabel(words("start.examples"), p.sheet);
    set_type(*examples_title, Type::chart_title);
    auto* examples_note = new QLabel(words("start.examples.note"), p.sheet);
    set_type(*examples_note, Type::caption);
    set_ink(*examples_note, Ink::muted);
    examples_note->setWordWrap(true);
    examples_note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    examples_head->addWidget(examples_title);
    examples_head->addWidget(examples_note, 1);
    left->addLayout(examples_head);
    p.grid = new QGridLayout;
    p.grid->setSpacing(sizes().card_gap);
    for (const Example& example : examples()) {
        auto* card = new ExampleCard(example, p.sheet);
        connect(card, &ExampleCard::chosen, this, &StartPage::example_chosen);
        p.cards.push_back(card);
    }
    if (!p.cards.empty()) p.cards.front()->button()->setDefault(true);
    left->addLayout(p.grid, 1);

    // Bring your own, the signs, what to believe.
    auto* right = new QVBoxLayout(p.right);
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(sizes().card_gap);
    auto* own = new Card(p.right);
    auto* own_column = card_column(own, words("start.own"));
    LinkButton* import = nullptr;
    LinkButton* workspace = nullptr;
    own_column->addWidget(offer(own, "import", "start.import", words("start.own.import"),
                                words("start.own.import.what"), import));
    own_column->addWidget(offer(own, "file", "start.workspace", words("start.own.workspace"),
                                words("start.own.workspace.what"), workspace));
    LinkButton* create_own = nullptr;
    own_column->addWidget(
        offer(own, "plus", "start.create", words("start.own.new"), words("start.own.new.what"), create_own));
    connect(create_own, &QPushButton::clicked, this, &StartPage::new_wanted);
    connect(import, &QPushButton::clicked, this, &StartPage::import_wanted);
    connect(workspace, &QPushButton::clicked, this, &StartPage::open_wanted);
    right->addWidget(own);
    right->addWidget(new SignCard(p.right), 1);
    auto* believe = new Card(p.right);
    auto* believe_column = card_column(believe, words("start.believe"));
    auto* believe_text = new QLabel(words("start.believe.text"), believe);
    believe_text->setObjectName(QStringLiteral("start.believe"));
    believe_text->setWordWrap(true);
    set_ink(*believe_text, Ink::secondary);
    believe_column->addWidget(believe_text);
    auto* more = new LinkButton(words("start.believe.more"), believe);
    more->setObjectName(QStringLiteral("start.believe.more"));
    connect(more, &QPushButton::clicked, this, &StartPage::believe_wanted);
    believe_column->addWidget(more, 0, Qt::AlignLeft);
    auto* trust = new LinkButton(words("credibility.page.title"), believe);
    trust->setObjectName(QStringLiteral("start.credibility"));
    trust->setToolTip(words("credibility.page.subtitle"));
    connect(trust, &QPushButton::clicked, this, &StartPage::credibility_wanted);
    believe_column->addWidget(trust, 0, Qt::AlignLeft);
    right->addWidget(believe);

    page->addWidget(scroll, 1);

    p.pictures = new ExamplePictures(
        examples(), picture_people,
        QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/examples"), this);
    connect(p.pictures, &ExamplePictures::drawn, this, [this](int index) {
        const auto i = static_cast<std::size_t>(index);
        parts_->cards[i]->show_picture(*parts_->pictures->picture(i));
    });
    connect(p.pictures, &ExamplePictures::failed, this, [this](int index, const Error& error) {
        parts_->cards[static_cast<std::size_t>(index)]->show_failure(error);
    });
    connect(p.pictures, &ExamplePictures::all_done, this, &StartPage::all_drawn);
    set_recent({});
    arrange();
}

StartPage::~StartPage() = default;

void StartPage::set_recent(const std::vector<RecentFile>& files) {
    parts_->recent->set_files(files, QDateTime::currentDateTime());
    show_files();
}

void StartPage::show_files() {
    Parts& p = *parts_;
    const int count = p.recent->rowCount();
    p.recent_view->setVisible(count > 0);
    p.no_recent->setVisible(count == 0);
    p.show_all->setVisible(count > few_files);
    p.show_all->setText(p.all_files ? words("start.show_few")
                                    : words("start.show_all", {{"count", QString::number(count)}}));
    p.recent_view->show_rows(p.all_files ? count : few_files);
}

bool StartPage::drawn() const {
    return parts_->pictures->all_drawn();
}

void StartPage::stop_drawing() {
    parts_->pictures->stop();
}

Banner& StartPage::banner() {
    return *parts_->banner;
}

void StartPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    parts_->pictures->start();
}

void StartPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void StartPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) arrange();
}

void StartPage::arrange() {
    Parts& p = *parts_;
    const int right =
        static_cast<int>((width() < wide_page ? right_narrow : right_wide) * std::min(text_zoom(), 1.5));
    p.right->setFixedWidth(right);
    const int left = width() - right - 2 * sizes().page_margin - sizes().card_gap;
    const int columns = std::clamp(left / static_cast<int>(least_card * text_zoom()), 1, 3);
    if (columns == p.columns) return;
    p.columns = columns;
    for (std::size_t i = 0; i < p.cards.size(); ++i) {
        p.grid->removeWidget(p.cards[i]);
        p.grid->addWidget(p.cards[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
    }
    for (int column = 0; column < 3; ++column)
        p.grid->setColumnStretch(column, column < columns ? 1 : 0);
    for (int row = 0; row < static_cast<int>(p.cards.size()); ++row)
        p.grid->setRowStretch(row, row * columns < static_cast<int>(p.cards.size()) ? 1 : 0);
}

} // namespace attune::ui
