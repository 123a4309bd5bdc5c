#include "ui/pages/measure_row.h"

#include "simulations/report/readable_name.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <cmath>
#include <utility>

namespace attune::ui {
namespace {

QString left_in_words(double seconds) {
    if (seconds < 0) return {};
    if (seconds < 60)
        return words("measure_row.left.seconds", {{"seconds", QString::number(std::ceil(seconds))}});
    return words("measure_row.left.minutes", {{"minutes", QString::number(std::ceil(seconds / 60))}});
}

} // namespace

MeasureRow::MeasureRow(const QString& name, std::string key, MeasureRun& run, QWidget* parent)
    : QWidget(parent)
    , key_(std::move(key))
    , run_(run) {
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, sizes().space / 2, 0, sizes().space / 2);
    line->setSpacing(sizes().space + 4);
    measure_ = add_button(this, name, "measure", "play");
    measure_->setDefault(true);
    connect(measure_, &QPushButton::clicked, this, &MeasureRow::measure_wanted);
    state_ = new QLabel(this);
    state_->setObjectName(name + QStringLiteral(".state"));
    state_->setWordWrap(true);
    state_->setTextFormat(Qt::PlainText);
    set_ink(*state_, Ink::secondary);
    running_ = new QWidget(this);
    auto* running = new QHBoxLayout(running_);
    running->setContentsMargins(0, 0, 0, 0);
    running->setSpacing(sizes().space + 4);
    progress_ = new QProgressBar(running_);
    progress_->setObjectName(name + QStringLiteral(".progress"));
    progress_->setAccessibleName(words(key_ + ".progress"));
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    left_ = new QLabel(running_);
    set_ink(*left_, Ink::secondary);
    QPushButton* stop = add_button(running_, name, "cancel", "cancel");
    connect(stop, &QPushButton::clicked, &run_, &MeasureRun::cancel);
    running->addWidget(progress_, 1);
    running->addWidget(left_);
    running->addWidget(stop);
    line->addWidget(measure_);
    line->addWidget(state_, 1);
    line->addWidget(running_, 1);
    connect(&run_, &MeasureRun::started, this, [this] {
        progress_->setValue(0);
        left_->clear();
        follow();
    });
    connect(&run_, &MeasureRun::progressed, this, [this](double done, double seconds_left) {
        progress_->setValue(static_cast<int>(done * progress_->maximum()));
        left_->setText(left_in_words(seconds_left));
    });
    connect(&run_, &MeasureRun::failed, this, &MeasureRow::follow);
    connect(&run_, &MeasureRun::cancelled, this, [this] {
        follow();
        Q_EMIT spoke(words("measure_row.cancelled"));
    });
    show_nothing();
}

QPushButton* MeasureRow::add_button(QWidget* parent, const QString& name, const char* what,
                                    const char* icon_name) {
    const std::string key = what == std::string("cancel") ? "measure_row.cancel" : key_ + "." + what;
    auto* made = new QPushButton(icon(QLatin1String(icon_name)), words(key), parent);
    made->setObjectName(name + u'.' + QLatin1String(what));
    made->setAccessibleName(made->text());
    made->setToolTip(words(key + ".tip"));
    return made;
}

void MeasureRow::set_open(bool open) {
    open_ = open;
    follow();
}

void MeasureRow::show_nothing() {
    state_->setText(words(key_ + ".not_yet"));
    set_ink(*state_, Ink::secondary);
    measure_->setDefault(true);
    follow();
}

void MeasureRow::show_measured(const MeasureSubject& of, bool fits) {
    state_->setText(words(fits ? key_ + ".measured" : "measure_row.earlier",
                          {{"policy", from_core(readable_name(of.policy.name))},
                           {"scenario", from_core(readable_name(of.scenario->scenario.name))}}));
    set_ink(*state_, fits ? Ink::secondary : Ink::caution);
    measure_->setDefault(!fits);
    follow();
}

void MeasureRow::follow() {
    const bool running = run_.running();
    running_->setVisible(running);
    state_->setVisible(!running);
    measure_->setEnabled(!running && open_);
}

} // namespace attune::ui
