#include "ui/charts/chart_frame.h"

#include "ui/charts/chart_export.h"
#include "ui/charts/chart_table.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/heat_chart_view.h"
#include "ui/charts/line_chart_view.h"
#include "ui/charts/load_bars_view.h"
#include "ui/charts/meaning_popup.h"
#include "ui/charts/plot_style.h"
#include "ui/charts/small_multiples_view.h"
#include "ui/charts/voice_dots_view.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_labels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPointer>
#include <QSignalBlocker>
#include <QStackedLayout>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int side = 12; ///< padding of the card
/// Narrower cards of charts through time keep two lines for the sentence, so that neighbours' axes stand
/// level.
constexpr qreal two_lines_below = 560;
constexpr qreal usual_width = 376; ///< of one of two charts side by side
/// The smallest plots are about this tall; an empty frame keeps their place.
constexpr qreal empty_height = 84;
constexpr int button_overhang = 5; ///< the buttons' own padding reaches into it

QString ask_with_dialog(QWidget* parent, const QString& suggested, const QString& filter) {
    return QFileDialog::getSaveFileName(parent, words("charts.export.title"), suggested, filter);
}

} // namespace

struct ChartFrame::Parts {
    QString name;
    LabChart chart;
    PictureState state;
    std::shared_ptr<const ReportInput> input;
    bool has_chart = false;
    bool frozen = false;
    bool table_shown = false;
    bool words_due = false, plot_due = false, table_due = false;
    int redraws = 0;
    AskPath ask;
    QPointer<CrosshairGroup> crosshair;

    QLabel* question = nullptr;
    ElidedLabel* subtitle = nullptr;
    QLabel* sentence = nullptr;
    QComboBox* views = nullptr; ///< shown where a chart has several
    std::string view;           ///< wanted
    QToolButton* table_button = nullptr;
    QToolButton* menu_button = nullptr;
    QStackedLayout* stack = nullptr;
    QLabel* empty = nullptr;
    ChartTable* table = nullptr;
    PlotView* plot = nullptr;
    std::size_t plot_kind = std::variant_npos;
    QMenu* menu = nullptr;
    MeaningPopup* meaning = nullptr;
    QAction* table_action = nullptr;
    QAction* lock_action = nullptr;
    QList<QAction*> actions;

    QString part(const char* suffix) const {
        return QStringLiteral("chart.") + name + u'.' + QLatin1String(suffix);
    }
};

ChartFrame::ChartFrame(const QString& name, QWidget* parent)
    : QFrame(parent)
    , parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    p.name = name;
    p.ask = [this](const QString& suggested, const QString& filter) {
        return ask_with_dialog(this, suggested, filter);
    };
    setObjectName(QStringLiteral("chart.") + name);
    setFrameShape(QFrame::NoFrame);
    set_ground(*this, Ground::card);
    // The corners belong to what is behind the card.
    setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    make_head();
    make_actions();
    clear();
}

ChartFrame::~ChartFrame() = default;

void ChartFrame::make_head() {
    Parts& p = *parts_;
    p.question = new QLabel(this);
    p.question->setObjectName(p.part("question"));
    p.question->setTextFormat(Qt::PlainText);
    p.question->setWordWrap(true);
    set_type(*p.question, Type::chart_title);
    set_ink(*p.question, Ink::primary);
    p.subtitle = new ElidedLabel({}, this);
    p.subtitle->setObjectName(p.part("subtitle"));
    set_type(*p.subtitle, Type::caption);
    set_ink(*p.subtitle, Ink::muted);
    p.sentence = new QLabel(this);
    p.sentence->setObjectName(p.part("sentence"));
    p.sentence->setTextFormat(Qt::RichText);
    p.sentence->setWordWrap(true);
    p.sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    set_type(*p.sentence, Type::caption);
    set_ink(*p.sentence, Ink::secondary);
    // Before the buttons, for so they stand and so Tab goes.
    p.views = new QComboBox(this);
    p.views->setObjectName(p.part("views"));
    p.views->hide();
    connect(p.views, &QComboBox::activated, this,
            [this](int index) { show_view(to_core(parts_->views->itemData(index).toString())); });
    const auto button = [&](const char* part, const char* sign) {
        auto* made = new QToolButton(this);
        made->setObjectName(p.part(part));
        made->setIcon(icon(QLatin1String(sign)));
        made->setIconSize({sizes().icon, sizes().icon});
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::StrongFocus);
        made->setToolButtonStyle(Qt::ToolButtonIconOnly);
        return made;
    };
    p.table_button = button("table_button", "table");
    p.menu_button = button("menu_button", "menu");
    p.menu_button->setAccessibleName(words("charts.menu"));
    p.menu_button->setToolTip(words("charts.menu"));
    p.menu_button->setPopupMode(QToolButton::InstantPopup);

    p.empty = new QLabel(words("charts.empty"), this);
    p.empty->setObjectName(p.part("empty"));
    p.empty->setTextFormat(Qt::PlainText);
    p.empty->setAlignment(Qt::AlignCenter);
    p.empty->setWordWrap(true);
    p.empty->setMinimumHeight(qRound(grown(empty_height)));
    set_type(*p.empty, Type::caption);
    set_ink(*p.empty, Ink::muted);
    p.table = new ChartTable(this);
    p.table->setObjectName(p.part("table"));
    p.table->installEventFilter(this);

    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(p.question, 1);
    head->addWidget(p.views, 0, Qt::AlignTop);
    head->addWidget(p.table_button, 0, Qt::AlignTop);
    head->addWidget(p.menu_button, 0, Qt::AlignTop);
    p.stack = new QStackedLayout;
    p.stack->addWidget(p.empty);
    p.stack->addWidget(p.table);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(0, 0, button_overhang, 0);
    body->setSpacing(sizes().space / 2);
    body->addWidget(p.subtitle);
    body->addLayout(p.stack, 1);
    body->addWidget(p.sentence);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(side, 7, side - button_overhang, sizes().space);
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(body, 1);
}

void ChartFrame::make_actions() {
    Parts& p = *parts_;
    p.menu = new QMenu(this);
    p.menu->setObjectName(p.part("menu"));
    p.menu->setToolTipsVisible(true);
    const auto action = [&](const char* part, const char* key, auto act) {
        auto* made = new QAction(words(key), this);
        made->setObjectName(p.part(part));
        connect(made, &QAction::triggered, this, act);
        p.actions.append(made);
        p.menu->addAction(made);
        return made;
    };
    p.table_action = action("show_table", "charts.table.show", [this] { show_table(!shows_table()); });
    p.table_action->setShortcut(QKeySequence(QStringLiteral("Ctrl+T")));
    p.lock_action = action("lock", "charts.lock", [this] {
        if (CrosshairGroup* group = parts_->crosshair) group->set_locked(!group->locked());
    });
    p.lock_action->setShortcut(QKeySequence(QStringLiteral("Ctrl+L")));
    p.lock_action->setCheckable(true);
    for (QAction* keyed : {p.table_action, p.lock_action}) {
        keyed->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(keyed);
    }
    // Not an action of the chart alone: all charts of the page follow it.
    p.actions.removeOne(p.lock_action);
    p.menu->addSeparator();
    action("copy_picture", "charts.copy.picture", [this] { copy_picture(); });
    action("copy_data", "charts.copy.data", [this] { copy_data(); });
    p.menu->addSeparator();
    for (const char* suffix : {"png", "svg", "pdf", "csv"}) {
        const std::string name = std::string("export_") + suffix;
        const std::string key = std::string("charts.export.") + suffix;
        action(name.c_str(), key.c_str(), [this, suffix] { export_as(QLatin1String(suffix)); });
    }
    p.menu->addSeparator();
    action("meaning", "charts.meaning", [this] {
        Parts& parts = *parts_;
        if (!parts.meaning) {
            parts.meaning = new MeaningPopup(this);
            parts.meaning->setObjectName(parts.part("meaning_text"));
        }
        parts.meaning->show_meaning(parts.chart, parts.state, *parts.menu_button);
    });
    p.menu_button->setMenu(p.menu);
    connect(p.table_button, &QToolButton::clicked, p.table_action, &QAction::trigger);
}

void ChartFrame::show_chart(const LabChart& chart, const PictureState& state,
                            std::shared_ptr<const ReportInput> input) {
    Parts& p = *parts_;
    p.chart = chart;
    p.state = state;
    p.input = std::move(input);
    p.has_chart = true;
    take_view();
    p.words_due = p.plot_due = p.table_due = true;
    if (can_be_seen()) rebuild();
}

void ChartFrame::take_view() {
    Parts& p = *parts_;
    const std::string shown = shown_view();
    for (const LabView& view : p.chart.views)
        if (view.name == shown) {
            p.chart.plot = view.plot;
            p.chart.table = view.table;
            if (view.sentence) p.chart.sentence = *view.sentence;
        }
}

void ChartFrame::offer_views() {
    Parts& p = *parts_;
    const std::string shown = shown_view();
    const QSignalBlocker quiet(p.views);
    p.views->clear();
    for (const LabView& view : p.chart.views) {
        p.views->addItem(from_core(view.title), from_core(view.name));
        if (view.name == shown) p.views->setCurrentIndex(p.views->count() - 1);
    }
    p.views->setAccessibleName(p.chart.views_name.empty() ? words("charts.views")
                                                          : from_core(p.chart.views_name));
    p.views->setToolTip(p.chart.views_name.empty() ? words("charts.views.tip") : p.views->accessibleName());
}

bool ChartFrame::views_differ() const {
    const Parts& p = *parts_;
    if (p.chart.views.size() < 2) return false;
    const DataTable& first = p.chart.views.front().table;
    return !p.table_shown ||
           std::any_of(p.chart.views.begin(), p.chart.views.end(), [&](const LabView& view) {
               return view.table.head != first.head || view.table.rows != first.rows;
           });
}

void ChartFrame::show_view(const std::string& name) {
    Parts& p = *parts_;
    if (name == p.view) return;
    p.view = name;
    if (!p.has_chart) return;
    take_view();
    p.words_due = p.plot_due = p.table_due = true;
    if (can_be_seen()) rebuild();
}

std::string ChartFrame::shown_view() const {
    const Parts& p = *parts_;
    for (const LabView& view : p.chart.views)
        if (view.name == p.view) return p.view;
    return p.chart.views.empty() ? std::string() : p.chart.views.front().name;
}

void ChartFrame::clear() {
    Parts& p = *parts_;
    p.chart = {};
    p.input.reset();
    p.has_chart = false;
    p.views->hide();
    p.table_shown = false;
    p.words_due = p.plot_due = p.table_due = false;
    // What the chart will ask is known before its first answer.
    const std::string key = "lab.chart." + to_core(p.name) + ".question";
    p.question->setText(Text::english().has(key) ? words(key) : QString());
    p.subtitle->clear();
    p.sentence->clear();
    keep_sentence_room();
    p.table->show_table({});
    setAccessibleName(p.question->text());
    setAccessibleDescription(p.empty->text());
    show_page();
    tell_actions();
}

bool ChartFrame::has_chart() const {
    return parts_->has_chart;
}

void ChartFrame::set_empty_words(const QString& words) {
    parts_->empty->setText(words);
    if (!parts_->has_chart) setAccessibleDescription(words);
}

void ChartFrame::freeze_axes(bool frozen) {
    parts_->frozen = frozen;
    keep_sentence_room();
}

void ChartFrame::set_crosshair(CrosshairGroup* group) {
    Parts& p = *parts_;
    if (p.crosshair) disconnect(p.crosshair, nullptr, this, nullptr);
    p.crosshair = group;
    if (group) connect(group, &CrosshairGroup::moved, this, &ChartFrame::tell_actions);
    if (p.plot) p.plot->join(group);
    tell_actions();
}

QSize ChartFrame::sizeHint() const {
    // Not by the length of its words: charts side by side stay equally wide whatever they say.
    return {qRound(grown(usual_width)), QFrame::sizeHint().height()};
}

bool ChartFrame::can_be_seen() const {
    return isVisible() && !visibleRegion().isEmpty();
}

void ChartFrame::rebuild() {
    Parts& p = *parts_;
    if (p.words_due) rebuild_words();
    p.views->setVisible(views_differ());
    if (p.table_shown) {
        if (p.table_due) p.table->show_table(p.chart.table);
        p.table_due = false;
    } else if (p.plot_due) {
        rebuild_plot();
    }
    show_page();
    tell_actions();
}

void ChartFrame::rebuild_words() {
    Parts& p = *parts_;
    p.words_due = false;
    offer_views();
    const QString subtitle = from_core(p.chart.subtitle);
    p.question->setText(from_core(p.chart.question));
    p.subtitle->setText(
        p.state.preview
            ? words("charts.preview", {{"people", from_core(people_text(p.state))}, {"subtitle", subtitle}})
            : subtitle);
    write_sentence();
    setAccessibleName(p.question->text());
    setAccessibleDescription(from_core(p.chart.sentence.all()));
    p.table->setAccessibleName(words("charts.table.name", {{"question", p.question->text()}}));
    p.table->setAccessibleDescription(p.subtitle->text());
}

void ChartFrame::write_sentence() {
    Parts& p = *parts_;
    p.sentence->setText(QStringLiteral("<span style=\"font-weight:600;color:%1\">%2</span>%3")
                            .arg(theme().text.primary.name(),
                                 from_core(p.chart.sentence.finding).toHtmlEscaped(),
                                 from_core(p.chart.sentence.rest).toHtmlEscaped()));
    p.sentence->setAccessibleName(from_core(p.chart.sentence.all()));
    keep_sentence_room();
}

void ChartFrame::keep_sentence_room() {
    Parts& p = *parts_;
    const bool two = p.has_chart && std::holds_alternative<LineChart>(p.chart.plot) &&
                     width() < qRound(grown(two_lines_below));
    const int room = (two ? 2 : 1) * QFontMetrics(p.sentence->font()).lineSpacing();
    // Nor does the plot change its height in a drag while the sentence grows and shrinks by a line.
    p.sentence->setMinimumHeight(
        p.frozen ? std::max({room, p.sentence->minimumHeight(), p.sentence->height()}) : room);
}

void ChartFrame::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    keep_sentence_room();
}

void ChartFrame::rebuild_plot() {
    Parts& p = *parts_;
    p.plot_due = false;
    if (p.plot_kind != p.chart.plot.index()) {
        if (p.plot) {
            p.stack->removeWidget(p.plot->widget());
            p.plot->widget()->deleteLater();
        }
        p.plot_kind = p.chart.plot.index();
        if (std::holds_alternative<LineChart>(p.chart.plot))
            p.plot = new LineChartView(this);
        else if (std::holds_alternative<SmallMultiples>(p.chart.plot))
            p.plot = new SmallMultiplesView(this);
        else if (std::holds_alternative<LoadBars>(p.chart.plot))
            p.plot = new LoadBarsView(this);
        else if (std::holds_alternative<VoiceDots>(p.chart.plot))
            p.plot = new VoiceDotsView(this);
        else
            p.plot = new HeatChartView(this);
        QWidget* widget = p.plot->widget();
        widget->setObjectName(p.part("plot"));
        widget->installEventFilter(this);
        p.plot->on_spoken = [this](const QString& words) { Q_EMIT spoke(words); };
        p.plot->on_mark_moved = [this](const std::string& lever, int place, bool done) {
            Q_EMIT mark_moved(from_core(lever), place, done);
        };
        p.plot->join(p.crosshair);
        // It asks for room by its width, so it begins with the one it will have.
        widget->resize(p.stack->currentWidget()->size());
        p.stack->addWidget(widget);
        setTabOrder(p.menu_button, widget);
        setTabOrder(widget, p.table);
    }
    p.plot->show_plot(p.chart.plot, p.state, p.frozen);
    ++p.redraws;
    QWidget* widget = p.plot->widget();
    widget->setAccessibleName(p.question->text());
    widget->setAccessibleDescription(
        words(p.plot->has_ends() ? "charts.described" : "charts.described.cells",
              {{"sentence", from_core(p.chart.sentence.all())}, {"values", p.plot->latest_words()}}));
    widget->setToolTip({});
}

void ChartFrame::show_page() {
    Parts& p = *parts_;
    QWidget* page = !p.has_chart || !p.plot ? p.empty : p.plot->widget();
    if (p.has_chart && p.table_shown) page = p.table;
    if (p.stack->currentWidget() == page) return;
    QWidget* before = p.stack->currentWidget();
    const bool focused = before && before->hasFocus();
    p.stack->setCurrentWidget(page);
    if (focused && page->focusPolicy() != Qt::NoFocus) page->setFocus(Qt::OtherFocusReason);
}

void ChartFrame::show_table(bool table) {
    Parts& p = *parts_;
    if (!p.has_chart || table == p.table_shown) return;
    p.table_shown = table;
    if (can_be_seen()) rebuild();
    tell_actions();
}

bool ChartFrame::shows_table() const {
    return parts_->table_shown;
}

QList<QAction*> ChartFrame::chart_actions() const {
    return parts_->actions;
}

void ChartFrame::tell_actions() {
    Parts& p = *parts_;
    for (QAction* action : p.actions)
        action->setEnabled(p.has_chart);
    p.table_action->setText(words(p.table_shown ? "charts.table.hide" : "charts.table.show"));
    p.table_button->setEnabled(p.has_chart);
    p.table_button->setAccessibleName(p.table_action->text());
    p.table_button->setToolTip(words(
        "charts.tip_with_keys", {{"tip", p.table_action->text()},
                                 {"keys", p.table_action->shortcut().toString(QKeySequence::NativeText)}}));
    p.menu_button->setEnabled(p.has_chart);
    const bool days = p.has_chart && p.plot && p.plot->has_days();
    p.lock_action->setVisible(!p.plot || days);
    p.lock_action->setEnabled(days && p.crosshair && p.crosshair->day());
    p.lock_action->setChecked(p.crosshair && p.crosshair->locked());
}

Status ChartFrame::export_to(const QString& path) const {
    const Parts& p = *parts_;
    if (!p.has_chart)
        return fail(ErrorCode::not_found, to_core(words("charts.error.no_chart")), to_core(path),
                    to_core(words("charts.error.no_chart.remedy")));
    return export_chart(p.chart, p.input.get(), path);
}

void ChartFrame::set_ask_path(AskPath ask) {
    parts_->ask = std::move(ask);
}

void ChartFrame::export_as(const QString& suffix) {
    Parts& p = *parts_;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    const QString filter = words(to_core(QStringLiteral("charts.filter.") + suffix));
    QString path = p.ask(folder.filePath(p.name + u'.' + suffix), filter);
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().toLower() != suffix) path += u'.' + suffix;
    if (const Status done = export_to(path); !done)
        Q_EMIT export_failed(done.error());
    else
        Q_EMIT spoke(words("charts.exported", {{"file", QFileInfo(path).fileName()}}));
}

void ChartFrame::copy_picture() {
    QApplication::clipboard()->setImage(chart_image(parts_->chart));
    Q_EMIT spoke(words("charts.copied.picture"));
}

void ChartFrame::copy_data() {
    const Parts& p = *parts_;
    auto cells = std::make_unique<QMimeData>();
    cells->setText(table_cells(p.chart.table));
    if (const auto csv = csv_of(p.chart, p.input.get())) cells->setData(QStringLiteral("text/csv"), *csv);
    QApplication::clipboard()->setMimeData(cells.release());
    Q_EMIT spoke(words("charts.copied.data"));
}

int ChartFrame::redraws() const {
    return parts_->redraws;
}

void ChartFrame::paintEvent(QPaintEvent*) {
    Parts& p = *parts_;
    const bool due = p.has_chart && (p.words_due || (p.table_shown ? p.table_due : p.plot_due));
    if (due) {
        rebuild();
        layout()->activate();
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    const QWidget* page = p.stack->currentWidget();
    const bool focused = page && page->hasFocus();
    const qreal line = focused ? sizes().focus_ring : 1;
    painter.setPen(QPen(focused ? t.focus.ring : t.border.subtle, line));
    painter.setBrush(t.surface.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(line / 2, line / 2, -line / 2, -line / 2),
                            sizes().radius_card, sizes().radius_card);
}

void ChartFrame::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && parts_ && parts_->has_chart && !parts_->words_due) {
        write_sentence();
        update();
    }
    if ((event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) && parts_ &&
        parts_->has_chart) {
        keep_sentence_room();
    }
}

void ChartFrame::contextMenuEvent(QContextMenuEvent* event) {
    if (!parts_->has_chart) return;
    parts_->menu->popup(event->globalPos());
}

bool ChartFrame::eventFilter(QObject* watched, QEvent* event) {
    // The ring goes around the whole card.
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) update();
    return QFrame::eventFilter(watched, event);
}

} // namespace attune::ui
