#include "ui/pages/asking_view.h"

#include "core/policy/parameters.h"
#include "simulations/study/asking_chart.h"
#include "simulations/study/sharing_chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/told_card.h"
#include "ui/session/lab.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QGridLayout>

#include <utility>

namespace attune::ui {
namespace {

/// Narrower than this, at 100 % text, the two charts by day stand one above the other.
constexpr int least_chart_width = 340;
/// Heights at 100 % text: plots by day, a table of eight rows with its head, four bars.
constexpr int day_height = 220, table_height = 326, sharing_height = 240;

bool same_values(const Policy& a, const Policy& b) {
    return policy_parameters().diff(a, b).empty();
}

/// Whether the surface of both is the same: every cell sets its own moment and pace.
bool same_surface(const Policy& a, const Policy& b) {
    const AskingCell any = surface_cells().front();
    return same_values(policy_at(any, a), policy_at(any, b));
}

bool same_cadence(const Policy& a, const Policy& b) {
    const std::vector<CadenceRow> one = cadence_rows(a), other = cadence_rows(b);
    for (std::size_t row = 0; row < one.size(); ++row)
        if (!same_values(one[row].policy, other[row].policy)) return false;
    return true;
}

} // namespace

struct AskingView::Parts {
    AskingRun* run = nullptr;
    QGridLayout* pair = nullptr;
    ChartFrame* fatigue = nullptr;
    ChartFrame* answered = nullptr;
    ChartFrame* surface = nullptr;
    ChartFrame* cadence = nullptr;
    ChartFrame* sharing = nullptr;
    ToldCard* told = nullptr;
    MeasureRow* row = nullptr;
    std::optional<MeasureSubject> now;      ///< what the levers say
    std::optional<AskingMeasured> measured; ///< what is on screen
    bool stacked = false;
};

AskingView::AskingView(int threads, QWidget* parent)
    : AskingView(threads, measure_asking, parent) {}

AskingView::AskingView(int threads, AskingRun::Work work, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new AskingRun(threads, std::move(work), this);
    build();
    follow_run(*this, *parts_->run, &AskingView::take);
}

AskingView::~AskingView() = default;

void AskingView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("lab.asking"));
    setAccessibleName(words("asking_view.name"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("asking.scroll"));
    QWidget* sheet = scroll->sheet();
    auto* column = new QVBoxLayout(sheet);
    column->setSpacing(sizes().card_gap);
    const auto frame = [&](const char* name) {
        auto* made = new ChartFrame(QLatin1String(name), sheet);
        connect(made, &ChartFrame::spoke, this, &AskingView::spoke);
        connect(made, &ChartFrame::export_failed, this, &AskingView::failed);
        return made;
    };
    p.pair = new QGridLayout;
    p.pair->setSpacing(sizes().card_gap);
    p.fatigue = frame("fatigue");
    p.answered = frame("answered");
    p.pair->addWidget(p.fatigue, 0, 0);
    p.pair->addWidget(p.answered, 0, 1);
    column->addLayout(p.pair);

    p.row = new MeasureRow(QStringLiteral("asking"), "asking_view", *p.run, sheet);
    connect(p.row, &MeasureRow::measure_wanted, this, &AskingView::measure);
    connect(p.row, &MeasureRow::spoke, this, &AskingView::spoke);
    column->addWidget(p.row);

    p.surface = frame("surface");
    p.cadence = frame("cadence");
    p.sharing = frame("sharing");
    for (ChartFrame* one : measured_charts()) {
        one->set_empty_words(words("asking_view.empty"));
        column->addWidget(one);
    }
    p.told = new ToldCard(sheet);
    column->addWidget(p.told);
    column->addStretch(1);
    page->addWidget(scroll);
    arrange();
}

AskingRun& AskingView::run() {
    return *parts_->run;
}

std::vector<ChartFrame*> AskingView::day_charts() const {
    return {parts_->fatigue, parts_->answered};
}

std::vector<ChartFrame*> AskingView::measured_charts() const {
    return {parts_->surface, parts_->cadence, parts_->sharing};
}

void AskingView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup)
        p.now = MeasureSubject{setup->scenario, setup->candidate};
    else
        p.now.reset();
    p.told->setVisible(setup != nullptr);
    if (setup) {
        const MatrixInForce& rules = in_force(setup->scenario->consent);
        p.told->show_places(told_to_people(setup->candidate, rules.matrix, rules.notices, Text::english()));
    }
    p.row->set_open(setup != nullptr);
    show_measured();
}

void AskingView::forget() {
    Parts& p = *parts_;
    p.run->cancel();
    p.measured.reset();
    for (ChartFrame* one : measured_charts())
        one->clear();
    p.row->show_nothing();
}

void AskingView::measure() {
    if (parts_->now) parts_->run->start(*parts_->now);
}

void AskingView::take(const AskingMeasured& measured) {
    Parts& p = *parts_;
    const bool first = !p.measured;
    p.measured = measured;
    show_measured();
    // The eight rows are read as a table first; the bars are behind the same button.
    if (first) p.cadence->show_table(true);
    Q_EMIT spoke(words("asking_view.measured_now"));
    Q_EMIT run_ended();
}

void AskingView::show_measured() {
    Parts& p = *parts_;
    if (!p.measured) return;
    const MeasureSubject& of = p.measured->of;
    const Text& text = Text::english();
    const Scenario& scenario = of.scenario->scenario;
    const bool same_people = p.now && same_world(of.scenario, p.now->scenario);
    MeasuredFor world{of.policy.name, scenario.name, scenario.users, scenario.days};
    const PictureState state{.people = scenario.users, .days = scenario.days, .horizon = scenario.days};
    world.earlier = !same_people || !same_surface(of.policy, p.now->policy);
    const std::vector<AskingCell> marked = nearest_cells(p.now ? p.now->policy : of.policy);
    p.surface->show_chart(surface_chart(p.measured->surface, marked, world, text), state, nullptr);
    world.earlier = !same_people || !same_cadence(of.policy, p.now->policy);
    p.cadence->show_chart(cadence_chart(p.measured->cadence, world, text), state, nullptr);
    world.earlier = !same_people || !same_values(of.policy, p.now->policy);
    p.sharing->show_chart(
        sharing_chart(in_force(of.scenario->consent).matrix, p.measured->sharing, world, text), state,
        nullptr);
    p.row->show_measured(of, same_people && same_surface(of.policy, p.now->policy) &&
                                 same_cadence(of.policy, p.now->policy));
}

void AskingView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void AskingView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void AskingView::arrange() {
    Parts& p = *parts_;
    for (ChartFrame* one : day_charts())
        one->setMinimumHeight(scaled(day_height));
    p.cadence->setMinimumHeight(scaled(table_height));
    p.sharing->setMinimumHeight(scaled(sharing_height));
    const int half = (width() - 2 * sizes().page_margin - sizes().card_gap) / 2;
    const bool stacked = half < static_cast<int>(least_chart_width * text_zoom());
    if (stacked == p.stacked) return;
    p.stacked = stacked;
    p.pair->removeWidget(p.answered);
    p.pair->addWidget(p.answered, stacked ? 1 : 0, stacked ? 0 : 1);
    p.pair->setColumnStretch(0, 1);
    p.pair->setColumnStretch(1, stacked ? 0 : 1);
}

} // namespace attune::ui
