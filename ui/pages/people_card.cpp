#include "ui/pages/people_card.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "ui/pages/people_screens_view.h"
#include "ui/pages/withdrawal_script.h"
#include "ui/pages/word_table.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_block.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int screen_width = 620, choice_width = 320; ///< at 100 % text
constexpr std::size_t most_recorded = 9;

} // namespace

struct PeopleCard::Parts {
    std::shared_ptr<const ConsentMatrix> matrix;
    std::vector<Notice> notices;
    PeopleScreensView* screen = nullptr;
    WithdrawalScript* script = nullptr;
    QComboBox* notice = nullptr;
    QComboBox* design = nullptr;
    QPushButton* anew = nullptr;
    QLabel* recorded = nullptr;
    QPushButton* count = nullptr;
    QPushButton* write = nullptr;
    QLabel* sentence = nullptr;
    WordTable* table = nullptr;
    QLabel* differs = nullptr;
    std::optional<WithdrawalEffort> effort;
};

PeopleCard::PeopleCard(QWidget* parent)
    : Card(parent)
    , parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    p.script = new WithdrawalScript(this);
    build();
    connect(p.script, &WithdrawalScript::counted, this, &PeopleCard::show_effort);
    connect(p.screen, &PeopleScreensView::pressed, this, &PeopleCard::show_recorded);
    hide();
}

PeopleCard::~PeopleCard() = default;

void PeopleCard::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("people.card"));
    setAccessibleName(words("screens.card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space);
    QLabel* title = text_block(this, {}, Type::chart_title, Ink::primary);
    title->setText(words("screens.card"));
    QLabel* says = text_block(this, {}, Type::caption, Ink::secondary);
    says->setText(words("screens.card.says"));
    column->addWidget(title);
    column->addWidget(says);
    auto* sides = new QHBoxLayout;
    sides->setSpacing(2 * sizes().card_gap);
    p.screen = new PeopleScreensView(this);
    p.screen->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    p.screen->setMaximumWidth(scaled(screen_width));
    sides->addWidget(p.screen, 1, Qt::AlignTop);
    auto* right = new QVBoxLayout;
    right->setSpacing(sizes().space);
    auto* choices = new QGridLayout;
    choices->setSpacing(sizes().space);
    choices->setColumnStretch(1, 2);
    choices->setColumnStretch(2, 1);
    const auto combo = [&](const char* name, int row) {
        auto* label = new QLabel(words(std::string("screens.") + name), this);
        auto* made = new QComboBox(this);
        made->setObjectName(QStringLiteral("people.") + QLatin1String(name));
        made->setAccessibleName(label->text());
        made->setMaximumWidth(scaled(choice_width));
        label->setBuddy(made);
        choices->addWidget(label, row, 0);
        choices->addWidget(made, row, 1);
        return made;
    };
    p.notice = combo("notice", 0);
    p.design = combo("design", 1);
    for (const char* design : {"shipped", "asks_again"})
        p.design->addItem(words(std::string("screens.design.") + design));
    p.design->setItemData(1, words("screens.design.asks_again.tip"), Qt::ToolTipRole);
    right->addLayout(choices);
    connect(p.notice, &QComboBox::currentIndexChanged, this, &PeopleCard::begin);
    connect(p.design, &QComboBox::currentIndexChanged, this, [this] {
        forget_count();
        begin();
    });
    const auto button = [&](const char* name, const char* picture) {
        auto* made =
            new QPushButton(icon(QLatin1String(picture)), words(std::string("screens.") + name), this);
        made->setObjectName(QStringLiteral("people.") + QLatin1String(name));
        made->setToolTip(words(std::string("screens.") + name + ".tip"));
        return made;
    };
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    p.anew = button("anew", "undo");
    p.count = button("count", "list");
    p.write = button("write", "check");
    for (QPushButton* one : {p.anew, p.count, p.write})
        row->addWidget(one);
    row->addStretch(1);
    right->addLayout(row);
    connect(p.anew, &QPushButton::clicked, this, &PeopleCard::begin);
    connect(p.count, &QPushButton::clicked, this, [this] {
        forget_count();
        parts_->sentence->setText(words("screens.counting"));
        parts_->sentence->show();
        parts_->count->setEnabled(false);
        parts_->script->start(parts_->screen->screens());
    });
    connect(p.write, &QPushButton::clicked, this, [this] {
        if (parts_->effort) Q_EMIT evidence_wanted(*parts_->effort);
    });
    p.sentence = text_block(this, {}, Type::body_strong, Ink::primary);
    p.sentence->setObjectName(QStringLiteral("people.sentence"));
    p.table = new WordTable(this);
    p.table->setObjectName(QStringLiteral("people.table"));
    p.table->setAccessibleName(words("screens.effort.table"));
    p.differs = text_block(this, {}, Type::body, Ink::secondary);
    p.differs->setObjectName(QStringLiteral("people.differs"));
    for (QWidget* one : std::initializer_list<QWidget*>{p.sentence, p.table, p.differs})
        right->addWidget(one);
    QLabel* head = text_block(this, {}, Type::body_strong, Ink::primary);
    head->setText(words("screens.recorded"));
    p.recorded = text_block(this, {}, Type::body, Ink::secondary);
    p.recorded->setObjectName(QStringLiteral("people.recorded"));
    right->addWidget(head);
    right->addWidget(p.recorded);
    right->addStretch(1);
    sides->addLayout(right, 1);
    column->addLayout(sides);
    forget_count();
}

void PeopleCard::show_screens(const ConsentPicture& picture) {
    Parts& p = *parts_;
    std::vector<Notice> notices;
    for (const PublishedNotice& one : picture.notices)
        if (one.true_to_hash) notices.push_back(one.notice);
    // The same screens keep what was counted on them.
    if (p.matrix && picture.matrix && *p.matrix == *picture.matrix && p.notices == notices) return;
    p.matrix = picture.matrix;
    p.notices = std::move(notices);
    setVisible(p.matrix && !p.notices.empty());
    if (!p.matrix || p.notices.empty()) return;
    {
        const QSignalBlocker quiet(p.notice);
        p.notice->clear();
        for (const Notice& one : p.notices)
            p.notice->addItem(from_core(readable_name(one.id)));
    }
    forget_count();
    begin();
}

/// Somebody new before the screens.
void PeopleCard::begin() {
    Parts& p = *parts_;
    if (!p.matrix || p.notices.empty()) return;
    const SettingsDesign design{.asks_again = p.design->currentIndex() == 1};
    PeopleScreens screens(p.matrix, p.notices, design);
    screens.meet(std::max(0, p.notice->currentIndex()));
    p.screen->show_screens(screens);
    show_recorded();
}

void PeopleCard::forget_count() {
    Parts& p = *parts_;
    p.script->cancel();
    p.effort.reset();
    p.count->setEnabled(true);
    p.write->setEnabled(false);
    for (QWidget* one : std::initializer_list<QWidget*>{p.sentence, p.table, p.differs})
        one->hide();
}

void PeopleCard::show_recorded() {
    Parts& p = *parts_;
    QStringList rows;
    for (const ConsentEvent& event : p.screen->screens().recorded()) {
        if (event.entity != ConsentEntity::person) continue;
        rows.prepend(words(
            "screens.recorded.row",
            {{"purpose", words("consent.purpose_short." + std::string(attune::name(event.purpose)))},
             {"state", words("ledger.state." + std::string(attune::name(event.to)))},
             {"method", words("cli.consent.receipt.method." + std::string(attune::name(event.method)))}}));
    }
    if (rows.isEmpty()) rows << words("screens.recorded.none");
    if (const qsizetype most = static_cast<qsizetype>(most_recorded); rows.size() > most) {
        const qsizetype more = rows.size() - most;
        rows.resize(most);
        rows << words("screens.recorded.more", {{"count", QString::number(more)}});
    }
    p.recorded->setText(rows.join(u'\n'));
}

void PeopleCard::show_effort(const WithdrawalEffort& effort) {
    Parts& p = *parts_;
    const Text& text = Text::english();
    p.effort = effort;
    p.count->setEnabled(true);
    p.write->setEnabled(true);
    const std::vector<EffortRow> rows = hardest_rows(effort);
    const bool harder = std::any_of(rows.begin(), rows.end(), is_harder);
    p.sentence->setText(from_core(effort_sentence(effort, text)));
    set_ink(*p.sentence, harder ? Ink::danger : Ink::primary);
    p.table->show_table(effort_table(effort, text), {1, 2, 3, 4});
    QStringList differs;
    for (const std::string& one : notices_that_differ(effort, text))
        differs << from_core(one);
    p.differs->setText(differs.join(u'\n'));
    p.sentence->show();
    p.table->show();
    p.differs->setVisible(!differs.isEmpty());
    Q_EMIT spoke(p.sentence->text());
    Q_EMIT counted();
}

PeopleScreensView& PeopleCard::screen() {
    return *parts_->screen;
}

WithdrawalScript& PeopleCard::script() {
    return *parts_->script;
}

const std::optional<WithdrawalEffort>& PeopleCard::effort() const {
    return parts_->effort;
}

} // namespace attune::ui
