#include "ui/pages/fair_view.h"

#include "simulations/study/fair_chart.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/pages/page_head.h"
#include "ui/pages/page_scroll.h"
#include "ui/session/lab.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/link_button.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>
#include <optional>
#include <utility>

namespace attune::ui {
namespace {

constexpr int chart_height = 330; ///< at 100 % text
constexpr std::array<const char*, 6> names = {"fair_people", "fair_lorenz", "fair_liking",
                                              "fair_ratio",  "fair_cost",   "fair_push"};

} // namespace

struct FairView::Parts {
    /// A chart with its lever below.
    struct Place {
        QWidget* whole = nullptr;
        ChartFrame* frame = nullptr;
        LinkButton* lever = nullptr;
        QLabel* costs = nullptr;
        QString key;
    };
    FairRun* run = nullptr;
    PageHead* head = nullptr;
    MeasureRow* row = nullptr;
    Banner* banner = nullptr;
    QGridLayout* grid = nullptr;
    std::array<Place, names.size()> places;
    std::optional<MeasureSubject> now; ///< what the levers say
    std::optional<FairMeasured> measured;
};

FairView::FairView(int threads, QWidget* parent)
    : FairView(threads, measure_fair, parent) {}

FairView::FairView(int threads, FairRun::Work work, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new FairRun(threads, std::move(work), this);
    build();
    connect(parts_->run, &FairRun::started, parts_->banner, &Banner::hide);
    follow_run(*this, *parts_->run, &FairView::take);
}

FairView::~FairView() = default;

void FairView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("page.fairness"));
    setAccessibleName(words("fair_view.title"));
    set_ground(*this, Ground::page);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    p.head = new PageHead(this);
    p.head->set_title(words("fair_view.title"));
    p.head->set_subtitle(words("fair_view.subtitle"));
    page->addWidget(p.head);
    auto* below = new QVBoxLayout;
    below->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, sizes().space);
    below->setSpacing(sizes().space);
    p.row = new MeasureRow(QStringLiteral("fair"), "fair_view", *p.run, this);
    p.banner = new Banner(this);
    p.banner->setObjectName(QStringLiteral("fair.banner"));
    p.banner->hide();
    below->addWidget(p.row);
    below->addWidget(p.banner);
    page->addLayout(below);
    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("fair.scroll"));
    scroll->setFocusPolicy(Qt::StrongFocus); // the arrow keys move the page
    auto* grid = new QGridLayout(scroll->sheet());
    grid->setSpacing(sizes().card_gap);
    grid->setColumnStretch(0, 1);
    p.grid = grid;
    for (std::size_t i = 0; i < names.size(); ++i) {
        Parts::Place& place = p.places[i];
        place.whole = new QWidget(scroll->sheet());
        auto* column = new QVBoxLayout(place.whole);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(sizes().space / 2);
        place.frame = new ChartFrame(QLatin1String(names[i]), place.whole);
        place.frame->set_empty_words(words("fair_view.empty"));
        place.lever = new LinkButton(words("fair_view.lever"), place.whole);
        place.lever->setObjectName(QStringLiteral("fair.lever.") + QLatin1String(names[i]));
        place.costs = new QLabel(place.whole);
        place.costs->setWordWrap(true);
        set_ink(*place.costs, Ink::secondary);
        column->addWidget(place.frame, 1);
        column->addWidget(place.costs);
        column->addWidget(place.lever, 0, Qt::AlignLeft);
        grid->addWidget(place.whole, static_cast<int>(i / 2), static_cast<int>(i % 2));
        connect(place.frame, &ChartFrame::spoke, this, &FairView::spoke);
        connect(place.frame, &ChartFrame::export_failed, this, &FairView::failed);
        connect(place.lever, &QPushButton::clicked, this, [this, i] {
            const QString& key = parts_->places[i].key;
            if (!key.isEmpty()) Q_EMIT lever_wanted(key);
        });
    }
    page->addWidget(scroll, 1);
    connect(p.row, &MeasureRow::measure_wanted, this, &FairView::measure);
    connect(p.row, &MeasureRow::spoke, this, &FairView::spoke);
    p.row->set_open(false);
    show_measured();
    arrange();
}

FairRun& FairView::run() {
    return *parts_->run;
}

Banner& FairView::banner() {
    return *parts_->banner;
}

std::vector<ChartFrame*> FairView::frames() const {
    std::vector<ChartFrame*> frames;
    for (const Parts::Place& place : parts_->places)
        frames.push_back(place.frame);
    return frames;
}

void FairView::set_ask_path(const std::function<QString(const QString&, const QString&)>& ask) {
    for (ChartFrame* frame : frames())
        frame->set_ask_path(ask);
}

void FairView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup)
        p.now = MeasureSubject{setup->scenario, setup->candidate};
    else
        p.now.reset();
    p.row->set_open(setup != nullptr);
    show_measured();
}

void FairView::forget() {
    Parts& p = *parts_;
    p.run->cancel();
    p.measured.reset();
    show_measured();
}

void FairView::measure() {
    if (parts_->now) parts_->run->start(*parts_->now);
}

void FairView::take(const FairMeasured& measured) {
    parts_->measured = measured;
    show_measured();
    Q_EMIT spoke(words("fair_view.measured_now"));
    Q_EMIT run_ended();
}

void FairView::show_measured() {
    Parts& p = *parts_;
    // The empty state has the whole width.
    p.grid->setColumnStretch(1, p.measured ? 1 : 0);
    if (!p.measured) {
        for (Parts::Place& place : p.places) {
            place.frame->clear();
            place.lever->hide();
            place.costs->hide();
            place.whole->setVisible(&place == &p.places.front());
        }
        p.row->show_nothing();
        return;
    }
    const MeasureSubject& of = p.measured->of;
    const Scenario& scenario = of.scenario->scenario;
    const bool fits = p.now && same_world(of.scenario, p.now->scenario) && p.now->policy == of.policy;
    const MeasuredFor world{of.policy.name, scenario.name, scenario.users, scenario.days, !fits};
    const std::vector<FairChart> charts = fair_charts(p.measured->figures, world, Text::english());
    for (std::size_t i = 0; i < p.places.size(); ++i) {
        Parts::Place& place = p.places[i];
        place.whole->setVisible(i < charts.size());
        if (i >= charts.size()) continue;
        place.frame->show_chart(charts[i].chart, {.people = scenario.users, .days = scenario.days}, nullptr);
        place.key = from_core(charts[i].lever);
        place.costs->setText(from_core(charts[i].costs));
        place.costs->show();
        place.lever->setAccessibleName(
            words("fair_view.lever.spoken", {{"question", from_core(charts[i].chart.question)}}));
        place.lever->setVisible(!place.key.isEmpty());
    }
    p.row->show_measured(of, fits);
}

void FairView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void FairView::arrange() {
    for (ChartFrame* frame : frames())
        frame->setMinimumHeight(scaled(chart_height));
}

} // namespace attune::ui
