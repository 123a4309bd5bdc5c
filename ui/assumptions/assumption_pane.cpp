#include "ui/assumptions/assumption_pane.h"

#include "simulations/report/assumption_words.h"
#include "simulations/report/lever_words.h"
#include "ui/levers/number_box.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

QLabel* label(QWidget* parent, const char* name, Type type, Ink ink) {
    auto* made = new QLabel(parent);
    made->setObjectName(QLatin1String(name));
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    set_type(*made, type);
    set_ink(*made, ink);
    return made;
}

} // namespace

AssumptionPane::AssumptionPane(Lab& lab, QWidget* parent)
    : QScrollArea(parent)
    , lab_(lab) {
    setObjectName(QStringLiteral("assumptions.about"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    sheet_ = new QWidget(this);
    name_ = label(sheet_, "assumptions.name", Type::body_strong, Ink::primary);
    unit_ = label(sheet_, "assumptions.unit", Type::body, Ink::secondary);
    reset_ = new QToolButton(sheet_);
    reset_->setObjectName(QStringLiteral("assumptions.reset"));
    reset_->setAutoRaise(true);
    reset_->setFocusPolicy(Qt::StrongFocus);
    reset_->setIcon(icon(QStringLiteral("reset"), Ink::muted));
    connect(reset_, &QToolButton::clicked, this, [this] {
        if (!entry_) return;
        const Status done = lab_.reset_assumption(entry_->spec.key);
        refresh();
        show(done);
    });
    error_ = label(sheet_, "assumptions.error", Type::caption, Ink::danger);
    error_->hide();
    why_ = label(sheet_, "assumptions.why", Type::caption, Ink::primary);
    facts_ = label(sheet_, "assumptions.facts", Type::caption, Ink::primary);
    facts_->setTextFormat(Qt::RichText);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    key_ = new ElidedLabel({}, sheet_); // it cannot be broken, and some are long
    key_->setObjectName(QStringLiteral("assumptions.key"));
    set_type(*key_, Type::caption);
    set_ink(*key_, Ink::muted);

    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    row->addWidget(unit_, 1);
    row->addWidget(reset_);
    row_ = row;
    auto* column = new QVBoxLayout(sheet_);
    column->setContentsMargins(sizes().dock_padding, sizes().space, sizes().dock_padding, sizes().space);
    column->setSpacing(sizes().space / 2);
    column->addWidget(name_);
    column->addLayout(row);
    column->addWidget(error_);
    column->addWidget(why_);
    column->addWidget(facts_);
    column->addWidget(key_);
    column->addStretch(1);
    setWidget(sheet_);
    set_ground(*viewport(), Ground::card);
}

void AssumptionPane::show_assumption(const std::string& key) {
    const AssumptionTable::Entry* wanted = key.empty() ? nullptr : world_parameters().find(key);
    if (wanted != entry_) {
        entry_ = wanted;
        make_editor();
        verticalScrollBar()->setValue(0);
    }
    refresh();
}

QWidget* AssumptionPane::editor() const {
    if (number_) return number_;
    return choice_;
}

void AssumptionPane::make_editor() {
    if (QWidget* old = editor()) {
        row_->removeWidget(old);
        old->hide();
        old->setObjectName({});
        old->deleteLater(); // it may be what asked for this
    }
    number_ = nullptr;
    choice_ = nullptr;
    if (!entry_) return;
    const ParameterSpec& spec = entry_->spec;
    const Text& text = Text::english();
    const QString name = words(spec.text_key());
    const QString unit = from_core(lever_unit_words(spec, text));
    if (spec.kind == ParameterKind::boolean || spec.kind == ParameterKind::choice) {
        choice_ = new QComboBox(sheet_);
        const std::size_t count = spec.kind == ParameterKind::boolean ? 2 : spec.choices.size();
        for (std::size_t i = 0; i < count; ++i)
            choice_->addItem(from_core(lever_value_words(spec, static_cast<double>(i), text)));
        connect(choice_, &QComboBox::activated, this, [this](int index) { set(index); });
    } else {
        number_ = new NumberBox(spec, sheet_);
        connect(number_, &NumberBox::entered, this, &AssumptionPane::set);
    }
    editor()->setObjectName(QStringLiteral("assumptions.value"));
    editor()->setAccessibleName(unit.isEmpty() ? name
                                               : words("levers.row.name", {{"name", name}, {"unit", unit}}));
    const bool said = !unit.isEmpty() && lever_unit_sign(spec, text).empty() && number_;
    unit_->setText(said ? unit : QString());
    row_->insertWidget(0, editor());
    editor()->show();
    setTabOrder(editor(), reset_);
}

void AssumptionPane::refresh() {
    setVisible(entry_ && lab_.is_open());
    if (isHidden()) return;
    const AssumptionTable& table = world_parameters();
    const ParameterSpec& spec = entry_->spec;
    const Scenario& scenario = lab_.setup().scenario->scenario;
    const double value = table.get(scenario.assumptions, *entry_, spec.key);
    const double own = table.get(lab_.own_assumptions(), *entry_, spec.key);
    const bool used = is_used(scenario, spec.key);
    const QString name = words(spec.text_key());
    name_->setText(name);
    why_->setText(words(spec.text_key() + ".why"));
    if (number_) number_->show_value(value);
    if (choice_) choice_->setCurrentIndex(static_cast<int>(value));
    editor()->setEnabled(used);
    const QString back =
        words("assumptions.reset",
              {{"name", name}, {"value", from_core(assumption_value_words(spec, own, Text::english()))}});
    reset_->setAccessibleName(back);
    reset_->setToolTip(back);
    if (value == own && reset_->hasFocus()) editor()->setFocus(Qt::OtherFocusReason);
    reset_->setVisible(used && value != own);
    facts_->setText(facts());
    key_->setText(from_core(spec.key));
    show(Status{});
    updateGeometry();
}

QString AssumptionPane::facts() const {
    const AssumptionTable& table = world_parameters();
    const ParameterSpec& spec = entry_->spec;
    const Text& text = Text::english();
    const Scenario& scenario = lab_.setup().scenario->scenario;
    QString rows;
    const auto row = [&](const char* name, const QString& value) {
        rows += QStringLiteral("<tr><td style='padding-right:8px;color:%1'>%2</td><td>%3</td></tr>")
                    .arg(theme().text.muted.name(), words(name).toHtmlEscaped(), value.toHtmlEscaped());
    };
    const auto said = [&](double value) { return from_core(assumption_value_words(spec, value, text)); };
    if (!is_used(scenario, spec.key)) row("assumptions.about.used", words("assumptions.about.not_used"));
    row("levers.about.range", from_core(assumption_range_words(spec, text)));
    row("levers.about.standard", said(spec.standard));
    row("assumptions.about.scenario", said(table.get(lab_.own_assumptions(), *entry_, spec.key)));
    const QString grade = from_core(grade_words(spec.grade, text));
    // A grade is earned by the default; another value has not been measured by anybody either.
    const bool other = table.get(scenario.assumptions, *entry_, spec.key) != spec.standard;
    row("levers.about.grade", other && spec.grade != Grade::d
                                  ? words("assumptions.about.grade_of_default", {{"grade", grade}})
                                  : grade);
    row("levers.about.source", from_core(spec.source));
    return QStringLiteral("<table cellspacing='0'>%1</table>").arg(rows);
}

void AssumptionPane::set(double value) {
    const Status done = lab_.set_assumption(entry_->spec.key, value);
    // What was typed and refused stays to be mended.
    if (done || !number_ || !number_->hasFocus()) refresh();
    show(done);
}

void AssumptionPane::show(const Status& done) {
    QString said;
    if (!done) {
        Error error = done.error();
        error.where.clear(); // it stands at its value
        said = error_words(error);
    }
    error_->setText(said);
    error_->setVisible(!done);
    editor()->setProperty("error", !done);
    editor()->update();
    const QString state =
        words("assumptions.value.state",
              {{"range", from_core(assumption_range_words(entry_->spec, Text::english()))},
               {"standard",
                from_core(assumption_value_words(entry_->spec, entry_->spec.standard, Text::english()))}});
    editor()->setAccessibleDescription(said.isEmpty() ? state : said + u' ' + state);
}

QSize AssumptionPane::sizeHint() const {
    // The larger the text, the more of the room the rows of the list need.
    const int room = parentWidget() ? qRound(parentWidget()->height() * 0.4 / std::max(1.0, text_zoom()))
                                    : QWIDGETSIZE_MAX;
    const int width_there = std::max(1, viewport()->width());
    const QLayout* layout = sheet_->layout();
    const int wanted =
        layout->hasHeightForWidth() ? layout->heightForWidth(width_there) : sheet_->sizeHint().height();
    return {width(), std::min(room, wanted + 1)};
}

QSize AssumptionPane::minimumSizeHint() const {
    const QScrollBar* bar = verticalScrollBar();
    const int beside = bar->isVisible() ? bar->sizeHint().width() : 0;
    return {sheet_->minimumSizeHint().width() + beside, 2 * sizes().lever_row};
}

void AssumptionPane::changeEvent(QEvent* event) {
    QScrollArea::changeEvent(event);
    if (entry_ && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)) refresh();
}

void AssumptionPane::resizeEvent(QResizeEvent* event) {
    QScrollArea::resizeEvent(event);
    if (event->oldSize().width() != event->size().width()) updateGeometry();
}

} // namespace attune::ui
