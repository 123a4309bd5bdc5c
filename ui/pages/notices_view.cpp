#include "ui/pages/notices_view.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/people_card.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/text_block.h"

#include <QLabel>
#include <QVBoxLayout>

#include <set>

namespace attune::ui {
namespace {

/// People who answered a notice, and what.
struct Answered {
    std::set<std::uint32_t> people, agreed;
};

Answered answered(const ConsentPicture& picture, int notice) {
    Answered made;
    for (const ConsentMove& move : picture.moves) {
        if (move.notice != notice || move.method != ConsentMethod::notice) continue;
        if (permits(move.to)) made.agreed.insert(move.person.value);
        if (permits(move.to) || move.to == ConsentStatus::refused || move.to == ConsentStatus::deferred)
            made.people.insert(move.person.value);
    }
    return made;
}

QString answers_words(const Answered& all) {
    if (all.people.empty()) return words("consent_page.notices.unanswered");
    if (static_cast<int>(all.people.size()) < least_group) return words("consent_page.notices.few");
    const auto count = [](std::size_t of) { return from_core(count_text(static_cast<double>(of))); };
    return words("consent_page.notices.answered",
                 {{"people", count(all.people.size())}, {"agreed", count(all.agreed.size())}});
}

} // namespace

NoticesView::NoticesView(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("consent.notices"));
    setAccessibleName(words("consent_page.notices"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    scroll->setFocusPolicy(Qt::StrongFocus);
    page->addWidget(scroll);
    sheet_ = scroll->sheet();
    auto* all = new QVBoxLayout(sheet_);
    all->setSpacing(sizes().card_gap);
    people_ = new PeopleCard(sheet_);
    all->addWidget(people_);
    column_ = new QVBoxLayout;
    column_->setSpacing(sizes().card_gap);
    all->addLayout(column_, 1);
}

void NoticesView::show_notices(const ConsentPicture& picture) {
    while (QLayoutItem* item = column_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    people_->show_screens(picture);
    for (std::size_t n = 0; n < picture.notices.size(); ++n)
        add(picture.notices[n], static_cast<int>(n), picture);
    column_->addStretch(1);
}

void NoticesView::add(const PublishedNotice& published, int index, const ConsentPicture& picture) {
    const Notice& notice = published.notice;
    auto* card = new Card(sheet_);
    card->setObjectName(QStringLiteral("consent.notice.%1").arg(index));
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space / 2);
    auto* head = new QHBoxLayout;
    auto* title =
        text_block(card,
                   words("consent_page.notices.title", {{"notice", from_core(readable_name(notice.id))},
                                                        {"version", QString::number(notice.version)}}),
                   Type::chart_title, Ink::primary);
    head->addWidget(title, 1);
    head->addWidget(new StateChip(words(published.true_to_hash ? "consent_page.notices.true"
                                                               : "consent_page.notices.untrue"),
                                  published.true_to_hash ? ChipTone::success : ChipTone::danger, card),
                    0, Qt::AlignTop);
    column->addLayout(head);
    QStringList purposes;
    for (const Purpose purpose : notice.purposes)
        purposes << words("consent.purpose_short." + std::string(attune::name(purpose)));
    column->addWidget(text_block(
        card, words("consent_page.notices.asks", {{"purposes", purposes.join(QStringLiteral(", "))}}),
        Type::body, Ink::secondary));
    const QString answers = answers_words(answered(picture, index));
    column->addWidget(text_block(card, answers, Type::body_strong, Ink::primary));
    QStringList text;
    for (const std::string& one : notice.text)
        text << from_core(one);
    column->addSpacing(sizes().space / 2);
    column->addWidget(text_block(card, text.join(u'\n'), Type::body, Ink::primary));
    auto* hash = text_block(card, words("consent_page.notices.hash", {{"hash", from_core(notice.sha256)}}),
                            Type::code, Ink::muted);
    column->addWidget(hash);
    card->setAccessibleName(title->text() + QStringLiteral(". ") + answers);
    column_->addWidget(card);
}

} // namespace attune::ui
