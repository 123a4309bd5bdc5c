#include "ui/pages/curve_view.h"

#include "core/policy/parameters.h"
#include "simulations/report/lever_words.h"
#include "simulations/study/loop_curve_chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/session/lab.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace attune::ui {
namespace {

constexpr int chart_height = 380; ///< at 100 % text

double value_of_lever(const Policy& policy, const std::string& lever) {
    const PolicyTable& table = policy_parameters();
    return table.get(policy, *table.find(lever), lever);
}

/// Whether both are the same apart from the lever that was swept.
bool same_but(const std::string& lever, const Policy& a, const Policy& b) {
    const auto changes = policy_parameters().diff(a, b);
    return std::all_of(changes.begin(), changes.end(),
                       [&](const ParameterChange& change) { return change.key == lever; });
}

/// The threshold and the strength, then the others as they stand in the table.
std::vector<std::string> offered_levers() {
    std::vector<std::string> levers = curve_levers();
    std::stable_partition(levers.begin(), levers.end(), [](const std::string& lever) {
        return lever == threshold_lever || lever == strength_lever;
    });
    return levers;
}

} // namespace

struct CurveView::Parts {
    CurveRun* run = nullptr;
    MeasureRow* row = nullptr;
    QComboBox* levers = nullptr;
    ChartFrame* frame = nullptr;
    std::optional<MeasureSubject> now;             ///< what the levers say
    std::map<std::string, CurveMeasured> measured; ///< by lever

    std::string lever() const { return to_core(levers->currentData().toString()); }
};

CurveView::CurveView(int threads, QWidget* parent)
    : CurveView(threads, measure_curve, parent) {}

CurveView::CurveView(int threads, CurveRun::Work work, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new CurveRun(threads, std::move(work), this);
    build();
    follow_run(*this, *parts_->run, &CurveView::take);
}

CurveView::~CurveView() = default;

void CurveView::build() {
    Parts& p = *parts_;
    const Text& text = Text::english();
    setObjectName(QStringLiteral("answering.curve"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space / 2);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(sizes().space + 4);
    p.levers = new QComboBox(this);
    p.levers->setObjectName(QStringLiteral("curve.lever"));
    p.levers->setAccessibleName(words("curve_view.lever"));
    for (const std::string& lever : offered_levers()) {
        const ParameterSpec& spec = policy_parameters().find(lever)->spec;
        p.levers->addItem(from_core(lever_name(spec, lever, text)), from_core(lever));
        p.levers->setItemData(p.levers->count() - 1, words(spec.text_key() + ".why"), Qt::ToolTipRole);
    }
    auto* name = new QLabel(words("curve_view.lever_label"), this);
    name->setBuddy(p.levers);
    set_ink(*name, Ink::secondary);
    p.row = new MeasureRow(QStringLiteral("curve"), "curve_view", *p.run, this);
    choice->addWidget(name);
    choice->addWidget(p.levers);
    choice->addWidget(p.row, 1);
    p.frame = new ChartFrame(QStringLiteral("curve"), this);
    p.frame->set_empty_words(words("curve_view.empty"));
    column->addLayout(choice);
    column->addWidget(p.frame, 1);
    connect(p.levers, &QComboBox::currentIndexChanged, this, &CurveView::show_chosen);
    connect(p.row, &MeasureRow::measure_wanted, this, &CurveView::measure);
    connect(p.row, &MeasureRow::spoke, this, &CurveView::spoke);
    connect(p.frame, &ChartFrame::spoke, this, &CurveView::spoke);
    connect(p.frame, &ChartFrame::export_failed, this, &CurveView::failed);
    show_chosen();
    arrange();
}

CurveRun& CurveView::run() {
    return *parts_->run;
}

ChartFrame& CurveView::frame() {
    return *parts_->frame;
}

void CurveView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup)
        p.now = MeasureSubject{setup->scenario, setup->candidate};
    else
        p.now.reset();
    p.row->set_open(setup != nullptr);
    show_chosen();
}

void CurveView::forget() {
    Parts& p = *parts_;
    p.run->cancel();
    p.measured.clear();
    show_chosen();
}

void CurveView::measure() {
    if (parts_->now) parts_->run->start(*parts_->now, parts_->lever());
}

void CurveView::take(const CurveMeasured& measured) {
    Parts& p = *parts_;
    const std::string& lever = measured.curve.lever;
    p.measured.insert_or_assign(lever, measured);
    // Another lever may have been chosen since.
    p.levers->setCurrentIndex(p.levers->findData(from_core(lever)));
    show_chosen();
    Q_EMIT spoke(words("curve_view.measured_now"));
    Q_EMIT run_ended();
}

void CurveView::show_chosen() {
    Parts& p = *parts_;
    const std::string lever = p.lever();
    p.levers->setToolTip(words(policy_parameters().find(lever)->spec.text_key() + ".why"));
    const auto found = p.measured.find(lever);
    if (found == p.measured.end()) {
        p.frame->clear();
        p.row->show_nothing();
        return;
    }
    const MeasureSubject& of = found->second.of;
    const Scenario& scenario = of.scenario->scenario;
    const bool fits =
        p.now && same_world(of.scenario, p.now->scenario) && same_but(lever, of.policy, p.now->policy);
    const MeasuredFor world{of.policy.name, scenario.name, scenario.users, scenario.days, !fits};
    const double present = value_of_lever(p.now ? p.now->policy : of.policy, lever);
    p.frame->show_chart(curve_chart(found->second.curve, present, world, Text::english()),
                        {.people = scenario.users, .days = scenario.days}, nullptr);
    p.row->show_measured(of, fits);
}

void CurveView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void CurveView::arrange() {
    parts_->frame->setMinimumHeight(scaled(chart_height));
}

} // namespace attune::ui
