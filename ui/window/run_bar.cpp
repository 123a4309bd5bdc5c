#include "ui/window/run_bar.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/text_labels.h"
#include "ui/window/actions.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr int progress_least = 84, progress_most = 150;
/// What the bar needs beside the three boxes, the second number growing with the text; the boxes share the
/// rest by these parts, up to their most. Their widths depend on the window alone, so that nothing after them
/// ever moves.
constexpr int beside_boxes = 120, beside_boxes_of_text = 575;
constexpr double box_parts[] = {0.36, 0.33, 0.31};
constexpr int box_most[] = {250, 210, 196};
/// Under this width the bar leaves out what the status bar says as well.
constexpr int roomy = 1430;
/// Under this one, with large text, also the seed, which the status bar and the menu keep, and a small word.
constexpr int tight = 1100, freed_by_text = 125;

QString count(double value) {
    return from_core(count_text(value));
}

QToolButton* tool(QAction& action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(&action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setObjectName(QStringLiteral("run_bar.") + action.objectName().section(u'.', -1));
    button->setAccessibleName(action.text().remove(u'&'));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

QFrame* separator(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setFrameShape(QFrame::VLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    line->setFixedHeight(24);
    return line;
}

} // namespace

RunBar::RunBar(Actions& actions, QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("run_bar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(sizes().space + 4, 0, sizes().page_margin, 1);
    row->setSpacing(sizes().space);

    const auto combo = [&](MarkedCombo::Mark mark, const char* name, const char* spoken, const char* none) {
        auto* made = new MarkedCombo(mark, this);
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(words(spoken));
        made->setPlaceholderText(words(none));
        made->setCurrentIndex(-1);
        row->addWidget(made);
        return made;
    };
    scenario_ = combo(MarkedCombo::Mark::word, "run_bar.scenario", "window.scenario", "window.scenario.none");
    candidate_ =
        combo(MarkedCombo::Mark::candidate, "run_bar.candidate", "window.candidate", "window.candidate.none");
    against_ = new QLabel(words("window.against"), this);
    set_ink(*against_, Ink::muted);
    row->addWidget(against_);
    baseline_ =
        combo(MarkedCombo::Mark::baseline, "run_bar.baseline", "window.baseline", "window.baseline.none");
    row->addWidget(separator(this));

    QAction& run = actions["run.run"];
    run_ = new QPushButton(run.icon(), run.text().remove(u'&'), this);
    run_->setObjectName(QStringLiteral("run_bar.run"));
    run_->setToolTip(run.toolTip());
    run_->setDefault(true);
    const auto follow = [this, &run] { run_->setEnabled(run.isEnabled()); };
    connect(&run, &QAction::changed, run_, follow);
    connect(run_, &QPushButton::clicked, &run, &QAction::trigger);
    follow();
    stop_ = tool(actions["run.stop"], this);
    row->addWidget(run_);
    row->addWidget(stop_);
    row->addWidget(separator(this));

    forms_ = new QStackedWidget(this);
    forms_->setObjectName(QStringLiteral("run_bar.forms"));
    forms_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    idle_ = new ElidedLabel({}, forms_);
    set_type(*idle_, Type::caption);
    set_ink(*idle_, Ink::muted);
    forms_->addWidget(idle_);

    auto* done_form = new QWidget(forms_);
    auto* done_row = new QHBoxLayout(done_form);
    done_row->setContentsMargins(0, 0, 0, 0);
    done_row->setSpacing(sizes().space);
    chip_ = new StateChip({}, ChipTone::info, done_form);
    chip_->setObjectName(QStringLiteral("run_bar.chip"));
    done_ = new ElidedLabel({}, done_form);
    done_->setObjectName(QStringLiteral("run_bar.done"));
    set_type(*done_, Type::caption);
    set_ink(*done_, Ink::secondary);
    done_row->addWidget(chip_);
    done_row->addWidget(done_, 1);
    forms_->addWidget(done_form);

    auto* doing_form = new QWidget(forms_);
    auto* doing_row = new QHBoxLayout(doing_form);
    doing_row->setContentsMargins(0, 0, 0, 0);
    doing_row->setSpacing(sizes().space);
    auto* bar = new QVBoxLayout;
    bar->setSpacing(2);
    doing_ = new ElidedLabel({}, doing_form);
    doing_->setObjectName(QStringLiteral("run_bar.doing"));
    set_type(*doing_, Type::caption);
    set_ink(*doing_, Ink::secondary);
    progress_ = new QProgressBar(doing_form);
    progress_->setObjectName(QStringLiteral("run_bar.progress"));
    progress_->setAccessibleName(words("window.progress"));
    progress_->setTextVisible(false);
    progress_->setRange(0, 1000);
    progress_->setFixedHeight(6);
    progress_->setMinimumWidth(progress_least);
    progress_->setMaximumWidth(progress_most);
    bar->addStretch(1);
    bar->addWidget(doing_);
    bar->addWidget(progress_);
    bar->addStretch(1);
    cancel_ = new QPushButton(words("window.cancel"), doing_form);
    cancel_->setObjectName(QStringLiteral("run_bar.cancel"));
    cancel_->setToolTip(actions["run.stop"].toolTip());
    connect(cancel_, &QPushButton::clicked, this, &RunBar::cancel_wanted);
    doing_row->addLayout(bar, 2);
    doing_row->addWidget(cancel_);
    doing_row->addStretch(1);
    forms_->addWidget(doing_form);
    row->addWidget(forms_, 1);

    settings_ = new QWidget(this);
    auto* settings = new QHBoxLayout(settings_);
    settings->setContentsMargins(0, 0, 0, 0);
    settings->setSpacing(sizes().space / 2);
    settings->addWidget(separator(settings_));
    lock_ = tool(actions["run.seed_lock"], settings_);
    lock_->setAutoRaise(true);
    seed_ = new QLabel(settings_);
    seed_->setObjectName(QStringLiteral("run_bar.seed"));
    seed_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    set_type(*seed_, Type::caption);
    set_ink(*seed_, Ink::secondary);
    copy_ = tool(actions["run.seed_copy"], settings_);
    copy_->setAutoRaise(true);
    settings->addWidget(lock_);
    settings->addWidget(seed_);
    settings->addWidget(copy_);
    replications_ = new QSpinBox(settings_);
    replications_->setObjectName(QStringLiteral("run_bar.replications"));
    replications_->setAccessibleName(words("window.replications"));
    replications_->setToolTip(words("window.replications.tip"));
    replications_->setRange(static_cast<int>(replications_limit().least),
                            static_cast<int>(replications_limit().most));
    replications_->setPrefix(words("window.replications.prefix") + QChar(u' '));
    replications_->setKeyboardTracking(false);
    settings->addSpacing(sizes().space / 2);
    settings->addWidget(replications_);
    row->addWidget(settings_);

    counts_ = new GuardrailCountsLabel(this);
    counts_->setObjectName(QStringLiteral("run_bar.guardrails"));
    counts_->setVisible(false);
    row->addWidget(counts_);

    const auto tell = [this](MarkedCombo* from, auto signal) {
        connect(from, &QComboBox::activated, this, [this, from, signal](int i) {
            Q_EMIT(this->*signal)(from->itemData(i).toString());
        });
    };
    tell(scenario_, &RunBar::scenario_chosen);
    tell(candidate_, &RunBar::candidate_chosen);
    tell(baseline_, &RunBar::baseline_chosen);
    connect(replications_, &QSpinBox::valueChanged, this, &RunBar::replications_chosen);
    show_setup(nullptr);
    show_idle(words("window.open_example"));
}

void RunBar::set_choices(const std::vector<Scenario>& scenarios, const std::vector<Policy>& policies) {
    scenarios_.clear();
    for (const Scenario& scenario : scenarios)
        scenarios_.push_back(from_core(scenario.name));
    policies_ = policies;
}

void RunBar::fill(MarkedCombo& combo, const std::vector<QString>& names, const QString& current,
                  bool edited) {
    const QSignalBlocker quiet(combo);
    combo.clear();
    const bool known = std::find(names.begin(), names.end(), current) != names.end();
    if (!known || edited) {
        const QString name = from_core(readable_name(to_core(current)));
        combo.addItem(edited && known ? words("window.edited", {{"name", name}}) : name, QString());
        combo.insertSeparator(1);
    }
    for (const QString& name : names)
        combo.addItem(from_core(readable_name(to_core(name))), name);
    combo.setCurrentIndex(!known || edited ? 0 : combo.findData(current));
    combo.setToolTip(combo.currentText());
}

void RunBar::show_setup(const LabSetup* setup) {
    for (QWidget* one : std::initializer_list<QWidget*>{scenario_, candidate_, baseline_, replications_})
        one->setEnabled(setup != nullptr);
    settings_->setVisible(setup != nullptr);
    if (!setup) {
        for (QComboBox* combo : {scenario_, candidate_, baseline_})
            combo->clear();
        return;
    }
    std::vector<QString> names;
    for (const Policy& policy : policies_)
        names.push_back(from_core(policy.name));
    const auto edited = [&](const Policy& policy) {
        return std::any_of(policies_.begin(), policies_.end(), [&](const Policy& known) {
            return known.name == policy.name && !(known == policy);
        });
    };
    fill(*scenario_, scenarios_, from_core(setup->scenario->scenario.name),
         setup->own_assumptions.has_value());
    fill(*candidate_, names, from_core(setup->candidate.name), edited(setup->candidate));
    fill(*baseline_, names, from_core(setup->baseline.name), edited(setup->baseline));
    const QSignalBlocker quiet(replications_);
    replications_->setValue(setup->replications);
    seed_->setText(words("window.seed", {{"seed", QString::number(setup->scenario->scenario.seed)}}));
}

void RunBar::show_idle(const QString& text) {
    idle_->setText(text);
    forms_->setCurrentIndex(0);
}

void RunBar::show_progress(bool preview, double done, double seconds_left) {
    progress_->setValue(static_cast<int>(std::lround(std::clamp(done, 0.0, 1.0) * 1000)));
    if (seconds_left < 0)
        doing_->setText(words(preview ? "window.doing.preview" : "window.doing.full"));
    else
        doing_->setText(words(preview ? "window.doing.preview_left" : "window.doing.full_left",
                              {{"seconds", count(std::ceil(seconds_left))}}));
    forms_->setCurrentIndex(2);
}

void RunBar::show_done(const LabOutcome& outcome, bool earlier) {
    const PictureState& state = outcome.picture->state;
    chip_->show_state(words(earlier         ? "window.chip.earlier"
                            : state.preview ? "window.chip.preview"
                                            : "window.chip.full"),
                      state.preview || earlier ? ChipTone::neutral : ChipTone::info);
    const QString seconds = from_core(fixed_number(outcome.seconds, 1));
    const QString replications = count(state.replications);
    if (state.preview) {
        done_->setText(words("window.done.preview",
                             {{"people", from_core(people_text(state))}, {"days", count(state.days)}}));
        done_->set_brief(words("window.done.preview.brief", {{"people", from_core(people_text(state))}}));
    } else if (outcome.seconds <= 0) {
        done_->setText(words(state.replications == 1 ? "window.done.kept_once" : "window.done.kept",
                             {{"replications", replications}}));
        done_->set_brief(words("window.done.kept.brief"));
    } else {
        done_->setText(words(state.replications == 1 ? "window.done.once" : "window.done.full",
                             {{"replications", replications}, {"seconds", seconds}}));
        done_->set_brief(words("window.done.full.brief", {{"seconds", seconds}}));
    }
    forms_->setCurrentIndex(1);
}

void RunBar::show_counts(const GuardrailCounts* counts) {
    shown_counts_.reset();
    if (counts) shown_counts_ = *counts;
    fit();
}

void RunBar::fit() {
    const bool narrow = width() < static_cast<int>(tight * text_zoom());
    for (QWidget* one : std::initializer_list<QWidget*>{against_, seed_, copy_})
        one->setVisible(!narrow);
    const double beside = beside_boxes_of_text - (narrow ? freed_by_text : 0);
    const double spare = width() - beside_boxes - beside * text_zoom();
    MarkedCombo* const boxes[] = {scenario_, candidate_, baseline_};
    for (std::size_t i = 0; i < 3; ++i)
        boxes[i]->setFixedWidth(std::clamp(static_cast<int>(spare * box_parts[i]), MarkedCombo::least_width,
                                           static_cast<int>(box_most[i] * text_zoom())));
    counts_->setVisible(shown_counts_.has_value());
    if (shown_counts_) counts_->show_counts(*shown_counts_, width() >= static_cast<int>(roomy * text_zoom()));
}

void RunBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

} // namespace attune::ui
