#include "ui/window/effect_view.h"

#include "core/base/text.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QGridLayout>
#include <QLabel>
#include <QLayoutItem>
#include <QVBoxLayout>

#include <cmath>

namespace attune::ui {
namespace {

constexpr int columns = 4; ///< measure, before, after, change

Ink ink_of(EffectRow::Says says) {
    switch (says) {
    case EffectRow::Says::better:
        return Ink::success;
    case EffectRow::Says::worse:
        return Ink::danger;
    case EffectRow::Says::less:
    case EffectRow::Says::more:
        return Ink::primary;
    case EffectRow::Says::not_shown:
    case EffectRow::Says::unknown:
        break;
    }
    return Ink::secondary;
}

class Line : public QFrame {
public:
    explicit Line(QWidget* parent)
        : QFrame(parent) {
        setFrameShape(QFrame::HLine);
        setForegroundRole(QPalette::Mid);
    }
};

QLabel* sentence_label(const QString& name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

} // namespace

EffectView::EffectView(const QString& name, QWidget* parent)
    : Card(parent)
    , grid_(new QGridLayout) {
    setObjectName(name);
    setAccessibleName(words("effect.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space);
    about_ = sentence_label(name + QStringLiteral(".about"), Type::caption, Ink::secondary, this);
    earlier_ = sentence_label(name + QStringLiteral(".earlier"), Type::caption, Ink::caution, this);
    earlier_->setText(words("effect.earlier"));
    earlier_->hide();
    sentence_ = sentence_label(name + QStringLiteral(".sentence"), Type::body, Ink::primary, this);
    grid_->setHorizontalSpacing(sizes().card_gap);
    grid_->setVerticalSpacing(sizes().space / 4);
    column->addWidget(earlier_);
    column->addLayout(grid_);
    column->addWidget(sentence_);
    column->addWidget(about_);
}

QLabel* EffectView::cell(const QString& text, Type type, Ink ink, int row, int column,
                         Qt::Alignment alignment) {
    auto* label = new QLabel(text, this);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(alignment);
    set_type(*label, type);
    set_ink(*label, ink);
    grid_->addWidget(label, row, column, alignment & Qt::AlignVertical_Mask);
    return label;
}

void EffectView::clear() {
    while (QLayoutItem* item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void EffectView::separate(int row) {
    grid_->addWidget(new Line(this), row, 0, 1, columns);
}

void EffectView::show_preview(const EffectPreview& preview) {
    clear();
    shows_ = true;
    const Text& text = Text::english();
    const auto& measures = preview.measures;
    const std::vector<EffectRow> rows = effect_rows(preview, text);
    // The names take what the figures leave.
    constexpr int stretches[columns] = {9, 5, 5, 8};
    for (int column = 0; column < columns; ++column)
        grid_->setColumnStretch(column, stretches[column]);
    const Qt::Alignment left = Qt::AlignLeft | Qt::AlignTop;
    int row = 0;
    const char* const heads[] = {"effect.head.measure", "effect.head.before", "effect.head.after",
                                 "effect.head.change"};
    for (int column = 0; column < columns; ++column)
        cell(column == 1 ? from_core(preview.before) : words(heads[column]), Type::caption, Ink::muted, row,
             column, Qt::AlignLeft | Qt::AlignBottom);
    QString spoken;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EffectRow& one = rows[i];
        const QString name = objectName() + u'.' + from_core(measures[i].key);
        separate(++row);
        ++row;
        cell(from_core(one.name), Type::body_strong, Ink::primary, row, 0, left);
        const auto value = [&](const std::string& shown, bool known, int column, const char* part) {
            QLabel* label = cell(from_core(shown), known ? Type::body_strong : Type::caption,
                                 known ? Ink::primary : Ink::caution, row, column, left);
            label->setObjectName(name + QLatin1String(part));
        };
        value(one.before, std::isfinite(measures[i].before.value), 1, ".before");
        value(one.after, std::isfinite(measures[i].after.value), 2, ".after");
        QLabel* change = cell(from_core(one.change), Type::body, Ink::primary, row, 3, left);
        change->setObjectName(name + QStringLiteral(".change"));
        ++row;
        cell(from_core(one.meaning), Type::caption, Ink::secondary, row, 0, left);
        cell(from_core(one.before_interval), Type::caption, Ink::secondary, row, 1, left);
        cell(from_core(one.after_interval), Type::caption, Ink::secondary, row, 2, left);
        QLabel* verdict = cell(from_core(one.verdict), Type::caption, ink_of(one.says), row, 3, left);
        verdict->setObjectName(name + QStringLiteral(".verdict"));
        spoken += words("effect.spoken", {{"name", from_core(one.name)},
                                          {"before", from_core(one.before)},
                                          {"after", from_core(one.after)},
                                          {"verdict", from_core(one.verdict)}}) +
                  QLatin1Char('\n');
    }
    sentence_->setText(from_core(effect_sentence(preview, text)));
    sentence_->show();
    about_->setText(from_core(effect_about(preview, text)));
    about_->show();
    set_earlier(false);
    setAccessibleDescription(spoken + sentence_->text());
}

void EffectView::show_nothing(const QString& why) {
    clear();
    shows_ = false;
    about_->hide();
    earlier_->hide();
    sentence_->setText(why);
    setAccessibleDescription(why);
}

void EffectView::set_earlier(bool earlier) {
    earlier_->setVisible(earlier && shows_);
}

} // namespace attune::ui
