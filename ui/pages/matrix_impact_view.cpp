#include "ui/pages/matrix_impact_view.h"

#include "simulations/study/matrix_words.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QGridLayout>
#include <QLabel>

namespace attune::ui {
namespace {

constexpr std::size_t reads_shown = 6;

QLabel* sentence_label(const char* name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QStringLiteral("matrix.impact.") + QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

} // namespace

MatrixImpactView::MatrixImpactView(QWidget* parent)
    : Card(parent)
    , grid_(new QGridLayout) {
    setObjectName(QStringLiteral("matrix.impact"));
    setAccessibleName(words("matrix_edit.impact"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().card_padding);
    column->setSpacing(sizes().space);
    earlier_ = sentence_label("earlier", Type::caption, Ink::caution, this);
    earlier_->setText(words("effect.earlier"));
    earlier_->hide();
    sentence_ = sentence_label("sentence", Type::body_strong, Ink::primary, this);
    reads_ = sentence_label("reads", Type::caption, Ink::secondary, this);
    about_ = sentence_label("about", Type::caption, Ink::muted, this);
    grid_->setHorizontalSpacing(sizes().card_gap);
    grid_->setVerticalSpacing(sizes().space / 2);
    column->addWidget(earlier_);
    column->addLayout(grid_);
    for (QLabel* label : {sentence_, reads_, about_})
        column->addWidget(label);
    show_nothing({});
}

void MatrixImpactView::clear() {
    while (QLayoutItem* item = grid_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void MatrixImpactView::show_impact(const MatrixImpact& impact) {
    clear();
    shows_ = true;
    const Text& text = Text::english();
    const auto put = [&](const QString& shown, Type type, Ink ink, int row, int column) {
        auto* label = new QLabel(shown, this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(column == 0);
        label->setAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
        set_type(*label, type);
        set_ink(*label, ink);
        grid_->addWidget(label, row, column);
        return label;
    };
    int row = 0, column = 0;
    for (const char* head : {"what", "before", "after", "change"})
        put(words(std::string("matrix.impact.head.") + head), Type::caption, Ink::muted, row, column++);
    grid_->setColumnStretch(0, 1);
    QString spoken;
    for (const ImpactRow& one : impact_rows(impact, text)) {
        ++row;
        const QString name = QStringLiteral("matrix.impact.") + from_core(one.key);
        put(from_core(one.what), Type::body, Ink::primary, row, 0);
        put(from_core(one.before), Type::body, Ink::primary, row, 1)
            ->setObjectName(name + QStringLiteral(".before"));
        put(from_core(one.after), Type::body, Ink::primary, row, 2)
            ->setObjectName(name + QStringLiteral(".after"));
        put(from_core(one.change), Type::body_strong, Ink::primary, row, 3)
            ->setObjectName(name + QStringLiteral(".change"));
        spoken += from_core(one.what + ": " + one.before + ", " + one.after + "\n");
    }
    sentence_->setText(from_core(impact_sentence(impact, text)));
    QString reads = words("matrix.impact.reads.head");
    for (const std::string& line : reads_sentences(impact, reads_shown, text))
        reads += QStringLiteral("\n\u2013 ") + from_core(line);
    reads_->setText(reads);
    about_->setText(from_core(impact_about(impact, text)));
    reads_->show();
    about_->show();
    set_earlier(false);
    setAccessibleDescription(spoken + sentence_->text());
}

void MatrixImpactView::show_nothing(const QString& why) {
    clear();
    shows_ = false;
    earlier_->hide();
    reads_->hide();
    about_->hide();
    sentence_->setText(why);
    setAccessibleDescription(why);
}

void MatrixImpactView::set_earlier(bool earlier) {
    earlier_->setVisible(earlier && shows_);
}

} // namespace attune::ui
