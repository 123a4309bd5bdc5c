#include "ui/pages/lab_page.h"

#include "ui/charts/chart_frame.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/metric_tile.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/asking_view.h"
#include "ui/pages/learning_view.h"
#include "ui/pages/page_head.h"
#include "ui/pages/page_scroll.h"
#include "ui/pages/sign_key.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/link_button.h"

#include <QGridLayout>
#include <QPushButton>
#include <QResizeEvent>
#include <QStackedLayout>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr std::size_t tile_count = 5;
/// So much of the next card stays in sight below the first screen, to show that the page goes on.
constexpr int peek = 52;
/// Taller windows show more of the page instead of higher plots.
constexpr int tallest_first_screen = 860;
/// Narrower than this, at 100 % text, the two big charts stand one above the other.
constexpr int least_chart_width = 340;

/// Whether a frame is still without the chart that the picture has for it.
auto waits_for(const LabPicture& picture) {
    return [&picture](const ChartFrame* frame) {
        const QString name = frame->objectName().section(u'.', -1);
        return !frame->has_chart() &&
               std::any_of(picture.charts.begin(), picture.charts.end(),
                           [&](const LabChart& chart) { return from_core(chart.name) == name; });
    };
}

} // namespace

struct LabPage::Parts {
    QStackedLayout* stack = nullptr;
    EmptyState* empty = nullptr;
    QWidget* full = nullptr;
    PageHead* head = nullptr;
    QPushButton* keep = nullptr;
    LinkButton* assumptions = nullptr;
    LinkButton* leaning = nullptr;
    Banner* banner = nullptr;
    QTabBar* tabs = nullptr;
    QStackedLayout* under_tabs = nullptr;
    AskingView* asking = nullptr;
    AnsweringView* answering = nullptr;
    LearningView* learning = nullptr;
    PageScroll* scroll = nullptr;
    QSpacerItem* first_screen = nullptr; ///< as tall as tiles and the first four charts shall be at least
    QHBoxLayout* first_row = nullptr;    ///< it and them
    QGridLayout* big = nullptr;
    CrosshairGroup* crosshair = nullptr;
    std::vector<MetricTile*> tiles;
    std::vector<ChartFrame*> charts;
    QTimer filling; ///< runs while charts wait for their first picture
    std::optional<LabOutcome> outcome;
    bool stacked = false;
    bool frozen = false;
    bool can_keep = false;
    bool kept = false;
    bool earlier = false;
};

LabPage::LabPage(QWidget* parent, int threads)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    setObjectName(QStringLiteral("page.lab"));
    setAccessibleName(words("lab_page.name"));
    set_ground(*this, Ground::page);
    Parts& p = *parts_;
    p.stack = new QStackedLayout(this);
    p.empty = new EmptyState(words("lab_page.empty"), words("lab_page.empty.button"), this);
    connect(p.empty->button(), &QPushButton::clicked, this, &LabPage::example_wanted);
    p.stack->addWidget(p.empty);

    p.full = new QWidget(this);
    auto* column = new QVBoxLayout(p.full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    p.head = new PageHead(p.full);
    p.head->add(new SignKey(p.head));
    p.keep = new QPushButton(p.head);
    p.keep->setObjectName(QStringLiteral("lab.keep"));
    connect(p.keep, &QPushButton::clicked, this, &LabPage::keep_wanted);
    p.head->add(p.keep);
    const auto link = [&](const char* name, bool unmeasured_only) {
        auto* made = new LinkButton({}, p.head);
        made->setObjectName(QLatin1String(name));
        set_type(*made, Type::caption);
        connect(made, &QPushButton::clicked, this,
                [this, unmeasured_only] { Q_EMIT assumptions_wanted(unmeasured_only); });
        p.head->add_beside_subtitle(made);
        return made;
    };
    p.assumptions = link("lab.assumptions", false);
    p.assumptions->setToolTip(words("lab_page.assumptions.tip"));
    p.leaning = link("lab.leaning", true);
    column->addWidget(p.head);

    p.banner = new Banner(p.full);
    p.banner->setObjectName(QStringLiteral("lab.banner"));
    p.banner->hide();
    auto* banner_row = new QVBoxLayout;
    banner_row->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, sizes().space / 2);
    banner_row->addWidget(p.banner);
    column->addLayout(banner_row);

    p.tabs = new QTabBar(p.full);
    p.tabs->setObjectName(QStringLiteral("lab.tabs"));
    p.tabs->setAccessibleName(words("lab_page.tabs"));
    p.tabs->setExpanding(false);
    p.tabs->setDrawBase(true);
    for (const char* key :
         {"lab_page.tab.outcome", "lab_page.tab.asking", "lab_page.tab.answering", "lab_page.tab.learning"}) {
        const int tab = p.tabs->addTab(words(key));
        p.tabs->setTabToolTip(tab, words(std::string(key) + ".tip"));
    }
    connect(p.tabs, &QTabBar::currentChanged, this, [this](int tab) {
        parts_->under_tabs->setCurrentIndex(tab);
        Q_EMIT tab_changed(this->tab());
    });
    auto* tab_row = new QHBoxLayout;
    tab_row->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, 0);
    tab_row->addWidget(p.tabs, 1);
    column->addLayout(tab_row);

    p.scroll = new PageScroll(p.full);
    p.scroll->setObjectName(QStringLiteral("lab.scroll"));
    p.scroll->viewport()->installEventFilter(this);
    QWidget* sheet = p.scroll->sheet();
    auto* page = new QVBoxLayout(sheet);
    page->setSpacing(sizes().card_gap);
    p.first_screen = new QSpacerItem(0, 0, QSizePolicy::Fixed, QSizePolicy::Minimum);
    p.first_row = new QHBoxLayout;
    p.first_row->setSpacing(0);
    p.first_row->addSpacerItem(p.first_screen);
    auto* rows = new QVBoxLayout;
    rows->setSpacing(sizes().card_gap);
    p.first_row->addLayout(rows, 1);
    page->addLayout(p.first_row, 1);

    auto* tile_row = new QHBoxLayout;
    tile_row->setSpacing(sizes().card_gap - 2);
    for (std::size_t i = 0; i < tile_count; ++i) {
        auto* tile = new MetricTile(sheet);
        connect(tile, &MetricTile::definition_wanted, this, [this, tile](const QString& definition) {
            parts_->banner->show_message(Banner::Tone::info, tile->accessibleName(), definition);
        });
        tile_row->addWidget(tile, 1);
        p.tiles.push_back(tile);
    }
    rows->addLayout(tile_row);

    p.crosshair = new CrosshairGroup(this);
    const auto frame = [&](const char* name) {
        auto* made = new ChartFrame(QLatin1String(name), sheet);
        made->set_crosshair(p.crosshair);
        connect(made, &ChartFrame::spoke, this, &LabPage::spoke);
        connect(made, &ChartFrame::export_failed, this,
                [this](const Error& error) { parts_->banner->show_error(error); });
        p.charts.push_back(made);
        return made;
    };
    p.big = new QGridLayout;
    p.big->setSpacing(sizes().card_gap);
    p.big->addWidget(frame("satisfaction"), 0, 0);
    p.big->addWidget(frame("exposure"), 0, 1);
    rows->addLayout(p.big, 1);
    rows->addWidget(frame("groups"));
    rows->addWidget(frame("asked"));
    page->addWidget(frame("circle"));
    page->addWidget(frame("voices"));
    page->addWidget(frame("consent"));
    p.asking = new AskingView(threads, p.full);
    for (ChartFrame* made : p.asking->day_charts()) {
        made->set_crosshair(p.crosshair);
        p.charts.push_back(made);
    }
    connect(p.asking, &AskingView::spoke, this, &LabPage::spoke);
    connect(p.asking, &AskingView::failed, this,
            [this](const Error& error) { parts_->banner->show_error(error); });
    p.answering = new AnsweringView(threads, p.full);
    connect(p.answering, &AnsweringView::spoke, this, &LabPage::spoke);
    connect(p.answering, &AnsweringView::failed, this,
            [this](const Error& error) { parts_->banner->show_error(error); });
    p.learning = new LearningView(threads, p.full);
    connect(p.learning, &LearningView::spoke, this, &LabPage::spoke);
    connect(p.learning, &LearningView::failed, this,
            [this](const Error& error) { parts_->banner->show_error(error); });
    column->addSpacing(sizes().space);
    p.under_tabs = new QStackedLayout;
    p.under_tabs->addWidget(p.scroll);
    p.under_tabs->addWidget(p.asking);
    p.under_tabs->addWidget(p.answering);
    p.under_tabs->addWidget(p.learning);
    column->addLayout(p.under_tabs, 1);
    p.stack->addWidget(p.full);
    // To build all charts and lay them out for the first time at once would hold the window too long.
    p.filling.setInterval(0);
    connect(&p.filling, &QTimer::timeout, this, &LabPage::fill_next);
    set_question(words("lab_page.question"));
    set_kept(false);
    clear();
}

LabPage::~LabPage() = default;

void LabPage::set_question(const QString& question) {
    parts_->head->set_title(question);
}

void LabPage::show_outcome(const LabOutcome& outcome) {
    Parts& p = *parts_;
    const LabPicture& picture = *outcome.picture;
    p.stack->setCurrentWidget(p.full);
    p.head->set_subtitle(from_core(picture.subtitle));
    show_leaning(picture.leaning);
    for (std::size_t i = 0; i < p.tiles.size(); ++i)
        p.tiles[i]->show_tile(i < picture.tiles.size() ? std::optional(picture.tiles[i]) : std::nullopt,
                              picture.state.preview, p.frozen);
    p.outcome = outcome;
    for (ChartFrame* frame : p.charts)
        if (frame->has_chart()) fill(*frame);
    if (!drawn()) p.filling.start();
    p.can_keep = !picture.state.preview;
    set_kept(false);
}

void LabPage::show_leaning(const LabLeaning& leaning) {
    Parts& p = *parts_;
    p.assumptions->setVisible(!leaning.words.empty());
    p.leaning->setVisible(!leaning.words.empty());
    p.assumptions->setText(from_core(leaning.changed_words));
    p.leaning->setText(from_core(leaning.words));
    p.leaning->setToolTip(words("lab_page.leaning.tip", {{"sentence", from_core(leaning.sentence)}}));
    p.leaning->setAccessibleDescription(p.leaning->toolTip());
    for (QWidget* link : {p.assumptions, p.leaning})
        link->updateGeometry();
}

void LabPage::fill(ChartFrame& frame) {
    const Parts& p = *parts_;
    const QString name = frame.objectName().section(u'.', -1);
    for (const LabChart& chart : p.outcome->picture->charts)
        if (from_core(chart.name) == name)
            frame.show_chart(chart, p.outcome->picture->state, p.outcome->input);
}

void LabPage::fill_next() {
    Parts& p = *parts_;
    const auto next = std::find_if(p.charts.begin(), p.charts.end(), waits_for(*p.outcome->picture));
    if (next != p.charts.end()) fill(**next);
    if (!drawn()) return;
    p.filling.stop();
    Q_EMIT filled();
}

bool LabPage::drawn() const {
    const Parts& p = *parts_;
    return !p.outcome || std::none_of(p.charts.begin(), p.charts.end(), waits_for(*p.outcome->picture));
}

void LabPage::clear() {
    Parts& p = *parts_;
    p.filling.stop();
    p.outcome.reset();
    for (MetricTile* tile : p.tiles)
        tile->show_tile(std::nullopt, false, false);
    for (ChartFrame* frame : p.charts)
        frame->clear();
    p.head->set_subtitle({});
    show_leaning({});
    p.banner->hide();
    p.can_keep = false;
    set_kept(false);
    p.stack->setCurrentWidget(p.empty);
}

void LabPage::expect(const QString& subtitle) {
    Parts& p = *parts_;
    if (p.stack->currentWidget() == p.full) return;
    p.head->set_subtitle(subtitle);
    p.stack->setCurrentWidget(p.full);
}

void LabPage::freeze_axes(bool frozen) {
    parts_->frozen = frozen;
    for (ChartFrame* frame : parts_->charts)
        frame->freeze_axes(frozen);
}

Banner& LabPage::banner() {
    return *parts_->banner;
}
void LabPage::set_ask_path(std::function<QString(const QString& suggested, const QString& filter)> ask) {
    for (ChartFrame* frame : parts_->charts)
        frame->set_ask_path(ask);
    for (ChartFrame* frame : parts_->asking->measured_charts())
        frame->set_ask_path(ask);
    for (ChartFrame* frame : parts_->answering->measured_charts())
        frame->set_ask_path(ask);
    for (ChartFrame* frame : parts_->learning->measured_charts())
        frame->set_ask_path(ask);
}

void LabPage::show_tab(LabTab tab) {
    parts_->tabs->setCurrentIndex(static_cast<int>(tab));
}
LabTab LabPage::tab() const {
    return static_cast<LabTab>(parts_->tabs->currentIndex());
}
AskingView& LabPage::asking() {
    return *parts_->asking;
}
AnsweringView& LabPage::answering() {
    return *parts_->answering;
}
LearningView& LabPage::learning() {
    return *parts_->learning;
}
std::vector<ChartFrame*> LabPage::charts() const {
    return parts_->charts;
}
std::vector<MetricTile*> LabPage::tiles() const {
    return parts_->tiles;
}

void LabPage::set_kept(bool kept) {
    Parts& p = *parts_;
    p.kept = kept;
    p.keep->setText(words(kept ? "lab_page.kept" : "lab_page.keep"));
    p.keep->setIcon(icon(kept ? QStringLiteral("check") : QStringLiteral("pin")));
    p.keep->setAccessibleName(p.keep->text());
    p.keep->setToolTip(words(kept         ? "lab_page.kept.tip"
                             : p.earlier  ? "lab_page.keep.earlier"
                             : p.can_keep ? "lab_page.keep.tip"
                                          : "lab_page.keep.wait"));
    p.keep->setEnabled(can_keep());
}

bool LabPage::can_keep() const {
    return parts_->can_keep && !parts_->kept && !parts_->earlier;
}

void LabPage::set_earlier(bool earlier) {
    if (std::exchange(parts_->earlier, earlier) != earlier) set_kept(parts_->kept);
}

void LabPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void LabPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::ApplicationFontChange)
        arrange();
}

bool LabPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parts_->scroll->viewport() && event->type() == QEvent::Resize) fit_first_screen();
    return QWidget::eventFilter(watched, event);
}

/// The big charts take the height that is left on the first screen, whatever follows below it.
void LabPage::fit_first_screen() {
    const Parts& p = *parts_;
    const int wanted =
        std::clamp(p.scroll->viewport()->height() - scaled(peek), 0, scaled(tallest_first_screen));
    if (p.first_screen->sizeHint().height() == wanted) return;
    p.first_screen->changeSize(0, wanted, QSizePolicy::Fixed, QSizePolicy::Minimum);
    p.first_row->invalidate();
}

void LabPage::arrange() {
    Parts& p = *parts_;
    const int half = (width() - 2 * sizes().page_margin - sizes().card_gap) / 2;
    const bool stacked = half < static_cast<int>(least_chart_width * text_zoom());
    if (stacked == p.stacked) return;
    p.stacked = stacked;
    ChartFrame* second = p.charts[1];
    p.big->removeWidget(second);
    if (stacked)
        p.big->addWidget(second, 1, 0);
    else
        p.big->addWidget(second, 0, 1);
    p.big->setColumnStretch(0, 1);
    p.big->setColumnStretch(1, stacked ? 0 : 1);
}

} // namespace attune::ui
