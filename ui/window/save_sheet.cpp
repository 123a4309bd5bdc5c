#include "ui/window/save_sheet.h"

#include "core/policy/coercion.h"
#include "core/policy/parameters.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/readable_name.h"
#include "ui/levers/change_list.h"
#include "ui/session/lab_words.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/window/effect_view.h"
#include "ui/window/sheet_parts.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr int wide = 780, high = 676;
constexpr int whole = 1000; ///< of the progress bar
constexpr int longest_name = 60, longest_author = 40, longest_reason = 200;

bool ships(const std::string& name) {
    const auto& shipped = shipped_policies();
    return std::any_of(shipped.begin(), shipped.end(),
                       [&](const Policy& policy) { return policy.name == name; });
}

QString seconds_words(double seconds) {
    return seconds < 0
               ? QString()
               : words("measure_row.left.seconds", {{"seconds", QString::number(std::ceil(seconds))}});
}

} // namespace

SaveSheet::SaveSheet(Lab& lab, int threads, Sources sources, QWidget* parent)
    : QDialog(parent)
    , lab_(lab)
    , sources_(std::move(sources))
    , run_(new EffectRun(threads, this))
    , changes_(std::make_unique<ChangeModel>())
    , change_rows_(std::make_unique<ChangeDelegate>()) {
    setObjectName(QStringLiteral("save"));
    setWindowTitle(words("save.title"));
    setAccessibleName(words("save.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(sizes().card_gap);
    title_ = sheet_sentence(QStringLiteral("save.head"), Type::page_title, Ink::primary, this);
    column->addWidget(title_);
    banner_ = new Banner(this);
    banner_->hide();
    column->addWidget(banner_);

    auto* inside = new QWidget(this);
    auto* form = new QVBoxLayout(inside);
    form->setContentsMargins(0, 0, 2 * sizes().space, 0); // beside the bar
    form->setSpacing(sizes().space);
    auto* who = new QHBoxLayout;
    who->setSpacing(sizes().card_gap);
    name_ = add_field(*who, "name", longest_name);
    author_ = add_field(*who, "author", longest_author);
    form->addLayout(who);
    auto* why = new QHBoxLayout;
    reason_ = add_field(*why, "reason", longest_reason);
    form->addLayout(why);
    form->addSpacing(sizes().space / 2);
    form->addWidget(sheet_heading(words("save.changes"), this));
    against_ = sheet_sentence(QStringLiteral("save.against"), Type::caption, Ink::secondary, this);
    form->addWidget(against_);
    change_list_ = new RowList(this);
    change_list_->setObjectName(QStringLiteral("save.changes"));
    change_list_->setAccessibleName(words("save.changes"));
    change_list_->set_rows(changes_.get(), change_rows_.get());
    form->addWidget(change_list_);
    form->addSpacing(sizes().space / 2);
    form->addWidget(make_effect());
    form->addStretch(1);
    column->addWidget(sheet_scroll(inside, this), 1);

    auto* buttons = new QDialogButtonBox(this);
    save_ = buttons->addButton(words("save.save"), QDialogButtonBox::ActionRole);
    save_->setObjectName(QStringLiteral("save.save"));
    save_->setToolTip(words("save.save.tip"));
    save_->setDefault(true);
    QPushButton* close = buttons->addButton(words("save.close"), QDialogButtonBox::RejectRole);
    close->setObjectName(QStringLiteral("save.close"));
    close->setToolTip(words("save.close.tip"));
    close->setAutoDefault(false);
    column->addWidget(buttons);

    connect(save_, &QPushButton::clicked, this, &SaveSheet::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(name_.line, &QLineEdit::textChanged, this, &SaveSheet::follow_name);
    for (const Field* field : {&name_, &author_, &reason_})
        connect(field->line, &QLineEdit::textEdited, field->refusal, &QLabel::hide);
    connect(run_, &EffectRun::started, this, &SaveSheet::follow_run);
    connect(run_, &EffectRun::progressed, this, [this](double done, double seconds_left) {
        progress_->setValue(static_cast<int>(done * whole));
        left_->setText(seconds_words(seconds_left));
    });
    connect(run_, &EffectRun::finished, this, [this](const EffectPreview& preview, const EffectSubject& of) {
        measured_ = of;
        figures_ = preview;
        effect_->show_preview(preview);
        follow_figures();
        Q_EMIT settled_now();
    });
    const auto ended = [this] {
        if (!effect_->shows()) effect_->show_nothing(words("save.effect.not_yet"));
        follow_run();
        Q_EMIT settled_now();
    };
    connect(run_, &EffectRun::cancelled, this, ended);
    connect(run_, &EffectRun::failed, this, [this, ended](const Error& error) {
        ended();
        if (!effect_->shows()) effect_->show_nothing(error_words(error));
    });
}

SaveSheet::~SaveSheet() {
    // The list outlives its model by a moment and must not ask it any more.
    delete change_list_;
}

SaveSheet::Field SaveSheet::add_field(QHBoxLayout& row, const char* name, int longest) {
    const std::string key = std::string("save.") + name;
    auto* column = new QVBoxLayout;
    column->setSpacing(sizes().space / 2);
    auto* label = new QLabel(words(key), this);
    Field field;
    field.line = new QLineEdit(this);
    field.line->setObjectName(from_core(key));
    field.line->setAccessibleName(words(key + ".full"));
    field.line->setPlaceholderText(words(key + ".hint"));
    field.line->setToolTip(words(key + ".tip"));
    field.line->setMaxLength(longest);
    label->setBuddy(field.line);
    field.refusal = sheet_sentence(from_core(key + ".refusal"), Type::caption, Ink::danger, this);
    field.refusal->hide();
    column->addWidget(label);
    column->addWidget(field.line);
    column->addWidget(field.refusal);
    column->addStretch(1);
    row.addLayout(column);
    return field;
}

QWidget* SaveSheet::make_effect() {
    auto* part = new QWidget(this);
    auto* column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    auto* head = new QHBoxLayout;
    head->setSpacing(sizes().card_gap);
    head->addWidget(sheet_heading(words("save.effect"), part));
    progress_ = new QProgressBar(part);
    progress_->setObjectName(QStringLiteral("save.progress"));
    progress_->setAccessibleName(words("save.effect.progress"));
    progress_->setRange(0, whole);
    progress_->setTextVisible(false);
    left_ = new QLabel(part);
    set_ink(*left_, Ink::secondary);
    const auto button = [&](const char* name, const char* key, const char* icon_name) {
        auto* made = new QPushButton(icon(QLatin1String(icon_name)), words(key), part);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(words(std::string(key) + ".tip"));
        made->setAutoDefault(false);
        return made;
    };
    measure_ = button("save.measure", "save.effect.measure", "play");
    stop_ = button("save.stop", "measure_row.cancel", "cancel");
    head->addWidget(progress_, 1);
    head->addWidget(left_);
    head->addStretch(0);
    head->addWidget(stop_);
    head->addWidget(measure_);
    column->addLayout(head);
    effect_ = new EffectView(QStringLiteral("save.effect"), part);
    column->addWidget(effect_);
    connect(measure_, &QPushButton::clicked, this, &SaveSheet::measure);
    connect(stop_, &QPushButton::clicked, run_, &EffectRun::cancel);
    return part;
}

void SaveSheet::open_for(const QString& author) {
    if (!lab_.is_open()) return;
    const std::string& candidate = lab_.setup().candidate.name;
    clear_refusals();
    banner_->hide();
    // A shipped policy keeps its name; what was made of it gets one of its own.
    name_.line->setText(from_core(ships(candidate) ? candidate + "-2" : candidate));
    author_.line->setText(author);
    reason_.line->clear();
    follow_name();
    const auto traits = coercive_traits(lab_.setup().candidate);
    if (!traits.empty())
        banner_->show_message(Banner::Tone::caution, words("save.coercive"),
                              from_core(english().get("coercion.never." + std::string(traits.front().key))),
                              {}, false);
    resize(static_cast<int>(wide * text_zoom()),
           std::min(static_cast<int>(high * text_zoom()), parentWidget()->height() - 2 * sizes().space));
    move(parentWidget()->mapToGlobal(parentWidget()->rect().center()) - rect().center());
    open();
    (author.isEmpty() ? author_ : reason_).line->setFocus(Qt::OtherFocusReason);
    measure();
}

EffectSubject SaveSheet::subject() const {
    EffectSubject of;
    of.scenario = lab_.setup().scenario;
    of.after = lab_.setup().candidate;
    const std::string name = to_core(name_.line->text().simplified());
    const auto* newest = sources_.newest(name);
    if (newest && newest->policy) {
        of.before = *newest->policy;
        of.before_words = to_core(words("save.version", {{"n", QString::number(newest->record.number)}}));
    } else {
        of.before = lab_.setup().baseline;
        of.before_words = readable_name(of.before.name);
    }
    return of;
}

void SaveSheet::measure() {
    if (!lab_.is_open()) return;
    const EffectSubject of = subject();
    if (fits_) return;
    if (policy_parameters().diff(of.before, of.after).empty()) return follow_run();
    progress_->setValue(0);
    left_->clear();
    run_->start(of);
    if (!effect_->shows()) effect_->show_nothing(words("save.effect.measuring"));
}

void SaveSheet::follow_name() {
    if (!lab_.is_open()) return;
    const QString name = name_.line->text().simplified();
    const auto* newest = sources_.newest(to_core(name));
    const EffectSubject of = subject();
    changes_->take(of.before, of.after);
    const bool any = changes_->rowCount() > 0;
    change_list_->setVisible(any);
    const int number = newest ? newest->record.number + 1 : 1;
    title_->setText(words("save.head", {{"name", name.isEmpty() ? words("save.unnamed") : name},
                                        {"n", QString::number(number)}}));
    if (newest)
        against_->setText(
            words(any ? "save.against" : "save.against.same",
                  {{"n", QString::number(newest->record.number)}, {"who", version_words(newest->record)}}));
    else
        against_->setText(words(any ? "save.against.first" : "save.against.first_same",
                                {{"baseline", from_core(of.before_words)}}));
    if (!effect_->shows() && !run_->running())
        effect_->show_nothing(words(any ? "save.effect.not_yet" : "save.effect.same"));
    // The same values are no version; a first one may well be what the baseline is.
    save_->setEnabled(any || !newest);
    follow_figures();
}

void SaveSheet::follow_figures() {
    fits_ = figures_ && lab_.is_open() && same_effect(measured_, subject());
    effect_->set_earlier(figures_ && !fits_);
    follow_run();
}

void SaveSheet::follow_run() {
    const bool running = run_->running();
    progress_->setVisible(running);
    left_->setVisible(running);
    stop_->setVisible(running);
    measure_->setVisible(!running && !fits_);
    measure_->setEnabled(changes_->rowCount() > 0);
}

void SaveSheet::clear_refusals() {
    for (const Field* field : {&name_, &author_, &reason_})
        field->refusal->hide();
}

void SaveSheet::refuse(const Error& error) {
    const Field& field = error.where == "author" ? author_ : error.where == "reason" ? reason_ : name_;
    Error shown = error;
    shown.where.clear(); // it stands there
    field.refusal->setText(error_words(shown));
    field.refusal->show();
    field.line->setFocus(Qt::OtherFocusReason);
}

void SaveSheet::save() {
    if (!save_->isEnabled()) return;
    clear_refusals();
    PolicySaving saving{.name = name_.line->text().simplified(),
                        .author = author_.line->text().simplified(),
                        .reason = reason_.line->text().simplified(),
                        .preview = fits_ ? effect_to_json(*figures_) : std::string()};
    if (const Status saved = sources_.save(saving); !saved) return refuse(saved.error());
    accept();
}

void SaveSheet::done(int result) {
    run_->cancel();
    QDialog::done(result);
}

void SaveSheet::keyPressEvent(QKeyEvent* event) {
    // Enter saves from every field; a button that has the focus is pressed.
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) return QDialog::keyPressEvent(event);
    if (auto* button = qobject_cast<QPushButton*>(focusWidget())) return button->click();
    save();
}

} // namespace attune::ui
