#include "ui/pages/person_view.h"

#include "simulations/study/trail_person_words.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/word_table.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/text_block.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace attune::ui {
struct PersonView::Parts {
    explicit Parts(ConsentDesk& looks_up)
        : desk(looks_up) {}
    ConsentDesk& desk;
    QComboBox* who = nullptr;
    QPushButton* ledger = nullptr;
    QPushButton* save = nullptr;
    QPushButton* erase = nullptr;
    QWidget* erasing = nullptr; ///< what erasing reaches, and the button that does it
    QLabel* reaches = nullptr;
    QLabel* deadlines = nullptr;
    QLabel* values = nullptr;
    QLabel* why = nullptr;
    std::array<WordTable*, 4> tables{};
    std::array<QLabel*, 4> titles{};
    std::optional<UserId> shown;
    bool erased = false; ///< the one who is shown
    AskPath ask;
};

PersonView::PersonView(ConsentDesk& desk, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(desk)) {
    build();
    connect(&desk, &ConsentDesk::person_read, this,
            [this](const std::shared_ptr<const PersonTrail>& person) { show_trail(*person); });
    connect(&desk, &ConsentDesk::loaded, this, [this] {
        Parts& p = *parts_;
        const QSignalBlocker quiet(p.who);
        p.who->clear();
        for (const UserId person : p.desk.picture()->watched)
            p.who->addItem(words("consent_page.person.number", {{"person", QString::number(person.value)}}),
                           person.value);
        p.who->setCurrentIndex(-1);
    });
    forget();
}

PersonView::~PersonView() = default;

void PersonView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("consent.person"));
    setAccessibleName(words("consent_page.person"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    page->addWidget(scroll);
    auto* column = new QVBoxLayout(scroll->sheet());
    column->setSpacing(sizes().card_gap);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    auto* label = new QLabel(words("consent_page.person.who"), scroll->sheet());
    p.who = new QComboBox(scroll->sheet());
    p.who->setObjectName(QStringLiteral("consent.person.who"));
    p.who->setAccessibleName(words("consent_page.person.who"));
    p.who->setPlaceholderText(words("consent_page.person.choose"));
    p.who->setMinimumContentsLength(14);
    label->setBuddy(p.who);
    const auto button = [&](const char* name, const char* picture) {
        auto* made = new QPushButton(icon(QLatin1String(picture)),
                                     words(std::string("consent_page.person.") + name), scroll->sheet());
        made->setObjectName(QStringLiteral("consent.person.") + QLatin1String(name));
        made->setToolTip(words(std::string("consent_page.person.") + name + ".tip"));
        return made;
    };
    p.ledger = button("ledger", "list");
    p.save = button("export", "export");
    p.erase = button("erase", "close");
    row->addWidget(label);
    row->addWidget(p.who);
    for (QPushButton* one : {p.ledger, p.save, p.erase})
        row->addWidget(one);
    row->addStretch(1);
    column->addLayout(row);
    connect(p.who, &QComboBox::currentIndexChanged, this, [this](int at) {
        if (at >= 0) parts_->desk.look_up(UserId{parts_->who->itemData(at).toUInt()});
    });
    connect(p.ledger, &QPushButton::clicked, this, [this] {
        if (parts_->shown) Q_EMIT ledger_wanted(*parts_->shown);
    });
    connect(p.save, &QPushButton::clicked, this, [this] {
        Parts& q = *parts_;
        if (!q.shown || !q.ask) return;
        const QString name = words("consent_page.person.file", {{"person", QString::number(q.shown->value)}});
        const QString file = q.ask(name + QStringLiteral(".json"), words("consent_page.person.filter"));
        if (!file.isEmpty()) q.desk.write_person(*q.shown, file);
    });
    connect(p.erase, &QPushButton::clicked, this, [this] { parts_->erasing->show(); });
    column->addWidget(build_erasing(scroll->sheet()));
    p.values = text_block(scroll->sheet(), {}, Type::body, Ink::secondary);
    p.values->setObjectName(QStringLiteral("consent.person.values"));
    column->addWidget(p.values);
    constexpr std::array<const char*, 4> names = {"consents", "asked", "collected", "used"};
    for (std::size_t t = 0; t < names.size(); ++t) {
        auto* card = new Card(scroll->sheet());
        auto* inside = new QVBoxLayout(card);
        inside->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                                   sizes().space);
        inside->setSpacing(sizes().space / 2);
        p.titles[t] = text_block(card, {}, Type::chart_title, Ink::primary);
        p.titles[t]->setText(words(std::string("consent_page.person.") + names[t]));
        inside->addWidget(p.titles[t]);
        if (t == 1) {
            p.why = text_block(card, {}, Type::body, Ink::secondary);
            p.why->setObjectName(QStringLiteral("consent.person.why"));
            inside->addWidget(p.why);
        }
        p.tables[t] = new WordTable(card);
        p.tables[t]->setObjectName(QStringLiteral("consent.person.") + QLatin1String(names[t]));
        p.tables[t]->setAccessibleName(p.titles[t]->text());
        inside->addWidget(p.tables[t]);
        column->addWidget(card);
    }
    column->addStretch(1);
}

/// What erasing reaches and what it does not, before it is done.
QWidget* PersonView::build_erasing(QWidget* parent) {
    Parts& p = *parts_;
    auto* card = new Card(parent);
    p.erasing = card;
    card->setObjectName(QStringLiteral("consent.person.erasing"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    inside->setSpacing(sizes().space);
    auto* title = text_block(card, {}, Type::chart_title, Ink::primary);
    title->setText(words("consent_page.person.erasing"));
    p.reaches = text_block(card, {}, Type::body, Ink::primary);
    p.reaches->setObjectName(QStringLiteral("consent.person.reaches"));
    p.deadlines = text_block(card, {}, Type::body, Ink::secondary);
    p.deadlines->setText(words("consent_page.person.deadlines"));
    for (QWidget* one : {title, p.reaches, p.deadlines})
        inside->addWidget(one);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto button = [&](const char* name) {
        auto* made = new QPushButton(words(std::string("consent_page.person.") + name), card);
        made->setObjectName(QStringLiteral("consent.person.") + QLatin1String(name));
        row->addWidget(made);
        return made;
    };
    QPushButton* now = button("erase_now");
    QPushButton* keep = button("keep");
    row->addStretch(1);
    inside->addLayout(row);
    connect(now, &QPushButton::clicked, this, [this] {
        parts_->erasing->hide();
        if (parts_->shown) Q_EMIT erasure_wanted(*parts_->shown);
    });
    connect(keep, &QPushButton::clicked, this, [this] { parts_->erasing->hide(); });
    return card;
}

void PersonView::follow() {
    Parts& p = *parts_;
    p.ledger->setEnabled(p.shown.has_value());
    p.save->setEnabled(p.shown.has_value());
    p.erase->setEnabled(p.shown && !p.erased);
    p.erasing->hide();
}

void PersonView::set_ask_path(const AskPath& ask) {
    parts_->ask = ask;
}

void PersonView::show_person(UserId person) {
    const int at = parts_->who->findData(person.value);
    if (at == parts_->who->currentIndex() && at >= 0) return parts_->desk.look_up(person);
    parts_->who->setCurrentIndex(at);
}

void PersonView::forget() {
    Parts& p = *parts_;
    p.shown.reset();
    follow();
    p.values->setText(words("consent_page.person.none"));
    for (WordTable* table : p.tables)
        table->parentWidget()->hide();
}

void PersonView::show_trail(const PersonTrail& person) {
    Parts& p = *parts_;
    const Text& text = Text::english();
    p.shown = person.user;
    p.erased = person.erased != 0;
    follow();
    QStringList reaches;
    for (const std::string& one : erasure_in_words(person, text))
        reaches << from_core(one);
    p.reaches->setText(reaches.join(u'\n'));
    p.values->setText(from_core(values_sentence(person, text)));
    p.why->setText(from_core(asked_sentence(person, text)));
    const std::array tables = {consents_table(person, text), asked_table(person, text),
                               collected_table(person, text), uses_table(person, text)};
    const std::array<std::vector<int>, 4> figures = {{{0, 1}, {0, 1, 2}, {1, 2, 4, 5}, {3, 4}}};
    for (std::size_t t = 0; t < tables.size(); ++t) {
        p.tables[t]->show_table(tables[t], figures[t]);
        p.tables[t]->setVisible(!tables[t].rows.empty());
        p.tables[t]->parentWidget()->setVisible(t == 1 || !tables[t].rows.empty());
    }
    Q_EMIT spoke(words("consent_page.person.shown", {{"person", QString::number(person.user.value)}}));
}

} // namespace attune::ui
