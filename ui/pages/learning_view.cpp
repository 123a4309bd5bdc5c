#include "ui/pages/learning_view.h"

#include "simulations/study/learning_chart.h"
#include "simulations/study/monitors_chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/pages/page_scroll.h"
#include "ui/session/lab.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QVBoxLayout>

#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace attune::ui {
namespace {

/// Heights at 100 % text: a plot with its views, ten bars, a plot, seven bars.
constexpr std::array heights = {360, 420, 400, 380};
constexpr std::array<const char*, heights.size()> names = {"learned", "calibrated", "loops", "heard"};

} // namespace

struct LearningView::Parts {
    LearningRun* run = nullptr;
    MeasureRow* row = nullptr;
    std::array<ChartFrame*, names.size()> frames{};
    std::optional<MeasureSubject> now;        ///< what the levers say
    std::optional<LearningMeasured> measured; ///< what is on screen
};

LearningView::LearningView(int threads, QWidget* parent)
    : LearningView(threads, measure_teaching, parent) {}

LearningView::LearningView(int threads, LearningRun::Work work, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new LearningRun(threads, std::move(work), this);
    build();
    follow_run(*this, *parts_->run, &LearningView::take);
}

LearningView::~LearningView() = default;

void LearningView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("lab.learning"));
    setAccessibleName(words("learning_view.name"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("learning.scroll"));
    QWidget* sheet = scroll->sheet();
    auto* column = new QVBoxLayout(sheet);
    column->setSpacing(sizes().card_gap);
    p.row = new MeasureRow(QStringLiteral("learning"), "learning_view", *p.run, sheet);
    connect(p.row, &MeasureRow::measure_wanted, this, &LearningView::measure);
    connect(p.row, &MeasureRow::spoke, this, &LearningView::spoke);
    column->addWidget(p.row);
    for (std::size_t i = 0; i < names.size(); ++i) {
        ChartFrame* frame = p.frames[i] = new ChartFrame(QLatin1String(names[i]), sheet);
        frame->set_empty_words(words("learning_view.empty"));
        connect(frame, &ChartFrame::spoke, this, &LearningView::spoke);
        connect(frame, &ChartFrame::export_failed, this, &LearningView::failed);
        column->addWidget(frame);
    }
    column->addStretch(1);
    page->addWidget(scroll);
    p.row->set_open(false);
    show_measured();
    arrange();
}

LearningRun& LearningView::run() {
    return *parts_->run;
}

std::vector<ChartFrame*> LearningView::measured_charts() const {
    return {parts_->frames.begin(), parts_->frames.end()};
}

void LearningView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup)
        p.now = MeasureSubject{setup->scenario, setup->candidate};
    else
        p.now.reset();
    p.row->set_open(setup != nullptr);
    show_measured();
}

void LearningView::forget() {
    Parts& p = *parts_;
    p.run->cancel();
    p.measured.reset();
    show_measured();
}

void LearningView::measure() {
    if (parts_->now) parts_->run->start(*parts_->now);
}

void LearningView::take(const LearningMeasured& measured) {
    parts_->measured = measured;
    show_measured();
    Q_EMIT spoke(words("learning_view.measured_now"));
    Q_EMIT run_ended();
}

void LearningView::show_measured() {
    Parts& p = *parts_;
    if (!p.measured) {
        // One empty card says what would be here.
        for (ChartFrame* frame : p.frames) {
            frame->clear();
            frame->setVisible(frame == p.frames.front());
        }
        p.row->show_nothing();
        return;
    }
    const MeasureSubject& of = p.measured->of;
    const Scenario& scenario = of.scenario->scenario;
    const bool fits = p.now && same_world(of.scenario, p.now->scenario) && p.now->policy == of.policy;
    const MeasuredFor world{of.policy.name, scenario.name, scenario.users, scenario.days, !fits};
    std::vector<LabChart> charts = learning_charts(p.measured->learning, world, Text::english());
    std::vector<LabChart> watched = monitors_charts(p.measured->monitors, world, Text::english());
    std::move(watched.begin(), watched.end(), std::back_inserter(charts));
    const PictureState state{.people = scenario.users, .days = scenario.days};
    for (std::size_t i = 0; i < p.frames.size(); ++i) {
        p.frames[i]->show_chart(charts[i], state, nullptr);
        p.frames[i]->show();
    }
    p.row->show_measured(of, fits);
}

void LearningView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void LearningView::arrange() {
    for (std::size_t i = 0; i < names.size(); ++i)
        parts_->frames[i]->setMinimumHeight(scaled(heights[i]));
}

} // namespace attune::ui
