#include "ui/pages/people_screens_view.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr std::size_t most_buttons = 4;

QLabel* line(QWidget* parent, Type type, Ink ink) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

} // namespace

PeopleScreensView::PeopleScreensView(QWidget* parent)
    : Card(parent) {
    setObjectName(QStringLiteral("people.screen"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space);
    title_ = line(this, Type::chart_title, Ink::primary);
    lines_ = line(this, Type::body, Ink::primary);
    column->addWidget(title_);
    column->addWidget(lines_);
    for (int p = 0; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        auto* turns = new QCheckBox(this);
        turns->setObjectName(QStringLiteral("people.switch.") + from_core(attune::name(purpose)));
        connect(turns, &QCheckBox::clicked, this, [this, purpose](bool on) {
            screens_->turn(purpose, on);
            show_now();
            Q_EMIT pressed();
        });
        switches_.push_back(turns);
        column->addWidget(turns);
    }
    auto* grid = new QGridLayout;
    grid->setSpacing(sizes().space);
    for (std::size_t b = 0; b < most_buttons; ++b) {
        auto* button = new QPushButton(this);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(button, &QPushButton::clicked, this, [this, b] {
            screens_->press(acts_[b]);
            show_now();
            Q_EMIT pressed();
        });
        buttons_.push_back(button);
        grid->addWidget(button, static_cast<int>(b / 2), static_cast<int>(b % 2));
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    column->addStretch(1);
}

void PeopleScreensView::show_screens(const PeopleScreens& screens) {
    screens_ = screens;
    show_now();
}

void PeopleScreensView::begin(const std::function<void(PeopleScreens&)>& with) {
    with(*screens_);
    show_now();
}

void PeopleScreensView::show_now() {
    const ShownScreen shown = screens_->shown(Text::english());
    title_->setText(from_core(shown.title));
    setAccessibleName(title_->text());
    QStringList lines;
    for (const std::string& one : shown.lines)
        lines << from_core(one);
    lines_->setText(lines.join(QStringLiteral("\n")));
    lines_->setVisible(!lines.isEmpty());
    for (QCheckBox* turns : switches_)
        turns->hide();
    for (const ScreenSwitch& one : shown.switches) {
        QCheckBox* turns = switches_[static_cast<std::size_t>(one.purpose)];
        turns->setText(from_core(one.words));
        turns->setChecked(one.on);
        turns->show();
    }
    acts_.clear();
    for (std::size_t b = 0; b < buttons_.size(); ++b) {
        const bool used = b < shown.buttons.size();
        buttons_[b]->setVisible(used);
        if (!used) continue;
        acts_.push_back(shown.buttons[b].act);
        buttons_[b]->setObjectName(QStringLiteral("people.act.") + from_core(name(acts_.back())));
        buttons_[b]->setText(from_core(shown.buttons[b].words));
    }
}

} // namespace attune::ui
