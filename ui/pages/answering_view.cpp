#include "ui/pages/answering_view.h"

#include "core/policy/parameters.h"
#include "simulations/study/answering_chart.h"
#include "simulations/study/loop_chart.h"
#include "simulations/study/loop_evidence.h"
#include "simulations/study/reliability_chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/adjusted_card.h"
#include "ui/pages/curve_view.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/why_view.h"
#include "ui/session/lab.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QVBoxLayout>

#include <optional>
#include <utility>

namespace attune::ui {
namespace {

/// Heights at 100 % text: eight bars, a plot with marks, a table of ten rows with its head.
constexpr int loop_height = 380, evidence_height = 330, latest_height = 420;

bool same_values(const Policy& a, const Policy& b) {
    return policy_parameters().diff(a, b).empty();
}

/// Whether both are the same apart from the thresholds, which the picture on what is believed draws itself.
bool same_but_thresholds(const Policy& a, Policy b) {
    b.watch_at = a.watch_at;
    b.acknowledge_at = a.acknowledge_at;
    b.exit_at = a.exit_at;
    return same_values(a, b);
}

} // namespace

struct AnsweringView::Parts {
    AnsweringRun* run = nullptr;
    MeasureRow* row = nullptr;
    ChartFrame* loop = nullptr;
    CurveView* curve = nullptr;
    ChartFrame* flow = nullptr;
    ChartFrame* evidence = nullptr;
    ChartFrame* confidence = nullptr;
    ChartFrame* latest = nullptr;
    AdjustedCard* adjusted = nullptr;
    WhyView* why = nullptr;
    std::optional<MeasureSubject> now;         ///< what the levers say
    std::optional<AnsweringMeasured> measured; ///< what is on screen
    bool curve_next = false;                   ///< measured when the run under way has ended
};

AnsweringView::AnsweringView(int threads, QWidget* parent)
    : AnsweringView(threads, measure_answering, parent) {}

AnsweringView::AnsweringView(int threads, AnsweringRun::Work work, QWidget* parent)
    : AnsweringView(threads, std::move(work), measure_curve, parent) {}

AnsweringView::AnsweringView(int threads, AnsweringRun::Work work, CurveRun::Work curve, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new AnsweringRun(threads, std::move(work), this);
    parts_->curve = new CurveView(threads, std::move(curve));
    parts_->why = new WhyView(threads);
    build();
    // What fails or is cancelled has no next part.
    const auto no_next = [this] { parts_->curve_next = false; };
    connect(parts_->run, &AnsweringRun::failed, this, no_next);
    connect(parts_->run, &AnsweringRun::cancelled, this, no_next);
    follow_run(*this, *parts_->run, &AnsweringView::take);
    follow_part(*this, *parts_->why);
    follow_part(*this, *parts_->curve);
}

AnsweringView::~AnsweringView() = default;

void AnsweringView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("lab.answering"));
    setAccessibleName(words("answering_view.name"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("answering.scroll"));
    QWidget* sheet = scroll->sheet();
    auto* column = new QVBoxLayout(sheet);
    column->setSpacing(sizes().card_gap);
    p.row = new MeasureRow(QStringLiteral("answering"), "answering_view", *p.run, sheet);
    connect(p.row, &MeasureRow::measure_wanted, this, &AnsweringView::measure);
    connect(p.row, &MeasureRow::spoke, this, &AnsweringView::spoke);
    column->addWidget(p.row);
    const auto frame = [&](const char* name) {
        auto* made = new ChartFrame(QLatin1String(name), sheet);
        connect(made, &ChartFrame::spoke, this, &AnsweringView::spoke);
        connect(made, &ChartFrame::export_failed, this, &AnsweringView::failed);
        made->set_empty_words(words("answering_view.empty"));
        column->addWidget(made);
        return made;
    };
    p.loop = frame("loop");
    p.flow = frame("flow");
    p.evidence = frame("evidence");
    connect(p.evidence, &ChartFrame::mark_moved, this, [this](const QString& lever, int place, bool done) {
        Q_EMIT lever_moved(lever, place / static_cast<double>(LoopEvidence::steps), done);
    });
    p.confidence = frame("confidence");
    p.latest = frame("latest");
    p.adjusted = new AdjustedCard(sheet);
    connect(p.adjusted, &AdjustedCard::spoke, this, &AnsweringView::spoke);
    connect(p.adjusted, &AdjustedCard::export_failed, this, &AnsweringView::failed);
    column->addWidget(p.adjusted);
    column->addWidget(p.why);
    column->addWidget(p.curve);
    column->addStretch(1);
    page->addWidget(scroll);
    arrange();
}

MeasureRun& AnsweringView::run() {
    for (MeasureRun* part :
         {static_cast<MeasureRun*>(&parts_->curve->run()), static_cast<MeasureRun*>(&parts_->why->run())})
        if (part->running()) return *part;
    return *parts_->run;
}

CurveView& AnsweringView::curve() {
    return *parts_->curve;
}

std::vector<ChartFrame*> AnsweringView::measured_charts() const {
    return {parts_->loop, parts_->flow, parts_->evidence, parts_->confidence, parts_->latest};
}

void AnsweringView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup)
        p.now = MeasureSubject{setup->scenario, setup->candidate};
    else
        p.now.reset();
    p.row->set_open(setup != nullptr);
    p.curve->show_setup(setup);
    p.why->show_setup(setup);
    show_measured();
}

void AnsweringView::forget() {
    Parts& p = *parts_;
    p.run->cancel();
    p.curve->forget();
    p.why->forget();
    p.measured.reset();
    for (ChartFrame* one : measured_charts())
        one->clear();
    p.adjusted->clear();
    p.row->show_nothing();
}

void AnsweringView::measure() {
    if (parts_->now) parts_->run->start(*parts_->now);
}

void AnsweringView::measure_all() {
    parts_->curve_next = parts_->now.has_value();
    measure();
}

void AnsweringView::take(const AnsweringMeasured& measured) {
    Parts& p = *parts_;
    const bool first = !p.measured;
    p.measured = measured;
    show_measured();
    // The latest answers are read as a table first; how all of them ended is behind the same button.
    if (first) p.latest->show_table(true);
    Q_EMIT spoke(words("answering_view.measured_now"));
    if (std::exchange(p.curve_next, false)) p.curve->measure();
    Q_EMIT run_ended();
}

void AnsweringView::show_measured() {
    Parts& p = *parts_;
    if (!p.measured) return;
    const MeasureSubject& of = p.measured->of;
    const LoopWatched& watched = p.measured->watched;
    const Text& text = Text::english();
    const Scenario& scenario = of.scenario->scenario;
    const bool same_people = p.now && same_world(of.scenario, p.now->scenario);
    const bool fits = same_people && same_values(of.policy, p.now->policy);
    MeasuredFor world{of.policy.name, scenario.name, scenario.users, scenario.days};
    const PictureState state{.people = scenario.users, .days = scenario.days, .horizon = scenario.days};
    world.earlier = !fits;
    p.loop->show_chart(loop_chart(p.measured->loop, world, text), state, nullptr);
    p.flow->show_chart(flow_chart(watched.flow, world, text), state, nullptr);
    p.confidence->show_chart(confidence_chart(watched.reliability, world, text), state, nullptr);
    p.latest->show_chart(latest_chart(watched, world, text), state, nullptr);
    p.adjusted->show_people(watched.adjusted, world);
    world.earlier = !same_people || !same_but_thresholds(of.policy, p.now->policy);
    const PictureState no_days{.people = scenario.users, .days = scenario.days};
    p.evidence->show_chart(evidence_chart(watched.evidence, p.now ? p.now->policy : of.policy, world, text),
                           no_days, nullptr);
    p.row->show_measured(of, fits);
}

void AnsweringView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void AnsweringView::arrange() {
    const Parts& p = *parts_;
    p.loop->setMinimumHeight(scaled(loop_height));
    p.evidence->setMinimumHeight(scaled(evidence_height));
    p.confidence->setMinimumHeight(scaled(loop_height));
    p.latest->setMinimumHeight(scaled(latest_height));
}

} // namespace attune::ui
