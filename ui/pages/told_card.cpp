#include "ui/pages/told_card.h"

#include "ui/theme/dress.h"
#include "ui/theme/words.h"

#include <QGridLayout>
#include <QLabel>
#include <QLayoutItem>

namespace attune::ui {
namespace {

QLabel* line(const QString& text, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

QString joined(const std::vector<std::string>& parts, const QString& between) {
    QStringList all;
    for (const std::string& part : parts)
        all << from_core(part);
    return all.join(between);
}

} // namespace

ToldCard::ToldCard(QWidget* parent)
    : Card(parent)
    , grid_(new QGridLayout) {
    setObjectName(QStringLiteral("asking.told"));
    setAccessibleName(words("told.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space);
    column->addWidget(line(words("told.title"), Type::chart_title, Ink::primary, this));
    column->addWidget(line(words("told.caption"), Type::caption, Ink::secondary, this));
    grid_->setHorizontalSpacing(sizes().card_gap);
    grid_->setVerticalSpacing(sizes().space);
    grid_->setColumnStretch(1, 1);
    column->addLayout(grid_);
}

void ToldCard::show_places(const std::vector<ToldPlace>& places) {
    while (QLayoutItem* item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    QString spoken;
    int row = 0;
    for (const ToldPlace& place : places) {
        auto* title = line(from_core(place.title), Type::body_strong, Ink::primary, this);
        grid_->addWidget(title, row, 0, Qt::AlignTop);
        for (const std::string& one : place.words)
            grid_->addWidget(line(from_core(one), Type::body, Ink::primary, this), row++, 1);
        spoken += from_core(place.title) + QStringLiteral(": ") + joined(place.words, QStringLiteral("\n")) +
                  QLatin1Char('\n');
        const QString choices = joined(place.choices, QStringLiteral("  \u00B7  "));
        for (const QString& more : {choices, from_core(place.use), from_core(place.proof)}) {
            if (more.isEmpty()) continue;
            grid_->addWidget(line(more, Type::caption, Ink::secondary, this), row++, 1);
            spoken += more + QLatin1Char('\n');
        }
    }
    setAccessibleDescription(spoken);
}

} // namespace attune::ui
