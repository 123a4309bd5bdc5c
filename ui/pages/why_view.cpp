#include "ui/pages/why_view.h"

#include "core/policy/parameters.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/why_words.h"
#include "ui/charts/chart_export.h"
#include "ui/pages/follow_run.h"
#include "ui/pages/measure_row.h"
#include "ui/pages/word_table.h"
#include "ui/session/lab.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QVBoxLayout>

#include <optional>
#include <utility>

namespace attune::ui {
namespace {

constexpr int padding = 12;
constexpr int list_width = 220, list_height = 270; ///< at 100 % text
constexpr int nobody = -1;
const std::vector<int> part_figures = {1, 2};

QLabel* sentence(const char* name, Type type, Ink ink, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

QSpinBox* number(const QString& key, const char* name, int least, QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setObjectName(QLatin1String(name));
    box->setMinimum(least);
    box->setSpecialValueText(words(to_core(key + QStringLiteral(".any"))));
    box->setValue(least);
    box->setAccessibleName(words(to_core(key + QStringLiteral(".name"))));
    box->setToolTip(words(to_core(key + QStringLiteral(".tip"))));
    return box;
}

} // namespace

struct WhyView::Parts {
    WhyRun* run = nullptr;
    MeasureRow* row = nullptr;
    QLabel* subtitle = nullptr;
    QSpinBox* person = nullptr;
    QSpinBox* day = nullptr;
    QLabel* empty = nullptr;
    QWidget* sheet = nullptr; ///< all that tells of a list, once there is one
    QLabel* chosen = nullptr;
    QListWidget* list = nullptr;
    QLabel* said = nullptr;
    QLabel* sum = nullptr;
    WordTable* parts = nullptr;
    QLabel* off = nullptr;
    QPushButton* save = nullptr;
    AskPath ask;
    std::optional<MeasureSubject> now; ///< what the levers say
    std::optional<WhyMeasured> measured;
};

WhyView::WhyView(int threads, QWidget* parent)
    : WhyView(threads, measure_why, parent) {}

WhyView::WhyView(int threads, WhyRun::Work work, QWidget* parent)
    : Card(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->run = new WhyRun(threads, std::move(work), this);
    parts_->ask = [this](const QString& suggested, const QString& filter) {
        return QFileDialog::getSaveFileName(this, words("charts.export.title"), suggested, filter);
    };
    build();
    follow_run(*this, *parts_->run, &WhyView::take);
}

WhyView::~WhyView() = default;

void WhyView::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("why"));
    setAccessibleName(words("why_view.title"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(padding, padding, padding, padding);
    column->setSpacing(sizes().space);
    auto* title = sentence("why.title", Type::chart_title, Ink::primary, this);
    title->setText(words("why_view.title"));
    column->addWidget(title);
    p.subtitle = sentence("why.subtitle", Type::caption, Ink::muted, this);
    column->addWidget(p.subtitle);
    column->addWidget(build_choice());
    p.empty = sentence("why.empty", Type::caption, Ink::muted, this);
    p.empty->setText(words("why_view.empty"));
    column->addWidget(p.empty);
    column->addWidget(build_sheet());
    connect(p.row, &MeasureRow::measure_wanted, this, &WhyView::measure);
    connect(p.row, &MeasureRow::spoke, this, &WhyView::spoke);
    connect(p.list, &QListWidget::currentRowChanged, this, &WhyView::show_item);
    connect(p.save, &QPushButton::clicked, this, &WhyView::export_parts);
    show_measured();
}

QWidget* WhyView::build_choice() {
    Parts& p = *parts_;
    auto* part = new QWidget(this);
    auto* row = new QHBoxLayout(part);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(sizes().space + 4);
    p.person = number(QStringLiteral("why_view.person"), "why.person", nobody, part);
    p.day = number(QStringLiteral("why_view.day"), "why.day", 0, part);
    p.row = new MeasureRow(QStringLiteral("why"), "why_view", *p.run, part);
    for (const auto& [key, box] : {std::pair{"why_view.person", p.person}, {"why_view.day", p.day}}) {
        auto* name = new QLabel(words(key), part);
        name->setBuddy(box);
        set_ink(*name, Ink::secondary);
        row->addWidget(name);
        row->addWidget(box);
    }
    row->addWidget(p.row, 1);
    return part;
}

QWidget* WhyView::build_sheet() {
    Parts& p = *parts_;
    p.sheet = new QWidget(this);
    auto* rows = new QVBoxLayout(p.sheet);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(sizes().space);
    p.chosen = sentence("why.chosen", Type::caption, Ink::secondary, p.sheet);
    rows->addWidget(p.chosen);
    auto* beside = new QHBoxLayout;
    beside->setSpacing(2 * sizes().space);
    p.list = new QListWidget(p.sheet);
    p.list->setObjectName(QStringLiteral("why.list"));
    p.list->setAccessibleName(words("why_view.list"));
    p.list->setToolTip(words("why_view.list"));
    p.list->setMinimumSize(scaled(list_width), scaled(list_height));
    p.list->setMaximumWidth(scaled(2 * list_width));
    beside->addWidget(p.list, 1);
    auto* about = new QVBoxLayout;
    about->setSpacing(sizes().space / 2);
    p.said = sentence("why.said", Type::body_strong, Ink::primary, p.sheet);
    p.sum = sentence("why.sum", Type::body, Ink::primary, p.sheet);
    p.parts = new WordTable(p.sheet);
    p.parts->setObjectName(QStringLiteral("why.parts"));
    p.parts->setAccessibleName(words("why_view.parts"));
    about->addWidget(p.said);
    about->addWidget(p.sum);
    about->addWidget(p.parts);
    about->addStretch(1);
    beside->addLayout(about, 2);
    rows->addLayout(beside);
    p.off = sentence("why.off", Type::caption, Ink::secondary, p.sheet);
    rows->addWidget(p.off);
    p.save = new QPushButton(words("why_view.export"), p.sheet);
    p.save->setObjectName(QStringLiteral("why.export"));
    rows->addWidget(p.save, 0, Qt::AlignLeft);
    return p.sheet;
}

WhyRun& WhyView::run() {
    return *parts_->run;
}

void WhyView::set_ask_path(AskPath ask) {
    parts_->ask = std::move(ask);
}

void WhyView::show_setup(const LabSetup* setup) {
    Parts& p = *parts_;
    if (setup) {
        p.now = MeasureSubject{setup->scenario, setup->candidate};
        p.person->setMaximum(setup->scenario->scenario.users - 1);
        p.day->setMaximum(setup->scenario->scenario.days);
    } else {
        p.now.reset();
    }
    p.row->set_open(setup != nullptr);
    show_measured();
}

void WhyView::forget() {
    parts_->run->cancel();
    parts_->measured.reset();
    show_measured();
}

void WhyView::measure() {
    const Parts& p = *parts_;
    if (!p.now) return;
    WhyAsked asked{.day = p.day->value(), .person = {}};
    if (p.person->value() != nobody) asked.person = static_cast<std::uint32_t>(p.person->value());
    parts_->run->start(*p.now, asked);
}

void WhyView::take(const WhyMeasured& measured) {
    Parts& p = *parts_;
    p.measured = measured;
    const QSignalBlocker quiet(p.list);
    p.list->clear();
    int place = 0;
    for (const WhyListed& item : measured.slate.now.items)
        p.list->addItem(words("why_view.item", {{"place", QString::number(++place)},
                                                {"item", from_core(item_words(item, Text::english()))},
                                                {"topic", from_core(item.topic)}}));
    p.list->setCurrentRow(0);
    show_measured();
    Q_EMIT spoke(words("why_view.measured_now"));
    Q_EMIT run_ended();
}

void WhyView::show_measured() {
    Parts& p = *parts_;
    const bool there = p.measured.has_value();
    p.sheet->setVisible(there);
    p.subtitle->setVisible(there);
    p.empty->setVisible(!there);
    if (!there) {
        p.row->show_nothing();
        return;
    }
    const MeasureSubject& of = p.measured->of;
    const WhySlate& slate = p.measured->slate;
    p.subtitle->setText(
        words("why_view.subtitle", {{"policy", from_core(readable_name(of.policy.name))},
                                    {"scenario", from_core(readable_name(of.scenario->scenario.name))},
                                    {"person", QString::number(slate.person)},
                                    {"day", QString::number(slate.day)}}));
    const auto told = why_sentences(slate, Text::english());
    p.chosen->setText(told.empty() ? QString() : from_core(told.front()));
    p.off->setText(told.size() < 2 ? QString() : from_core(told.back()));
    const bool fits = p.now && same_world(of.scenario, p.now->scenario) &&
                      policy_parameters().diff(of.policy, p.now->policy).empty();
    p.row->show_measured(of, fits);
    show_item();
}

void WhyView::show_item() {
    Parts& p = *parts_;
    const int row = p.list->currentRow();
    if (!p.measured || row < 0) return;
    const Text& text = Text::english();
    const WhyList& list = p.measured->slate.now;
    const WhyListed& item = list.items[static_cast<std::size_t>(row)];
    p.said->setText(from_core(without_feedback(item, list, text)));
    p.sum->setText(from_core(sum_words(item, text)));
    p.parts->show_table(parts_table(item, text), part_figures);
    p.parts->setAccessibleDescription(words(
        "why_view.spoken",
        {{"item", from_core(item_words(item, text))}, {"sum", p.sum->text()}, {"without", p.said->text()}}));
}

void WhyView::export_parts() {
    const Parts& p = *parts_;
    if (!p.measured) return;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    QString path = p.ask(folder.filePath(QStringLiteral("why.csv")), words("charts.filter.csv"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().toLower() != QStringLiteral("csv")) path += QStringLiteral(".csv");
    LabChart rows;
    rows.own_csv = why_csv(p.measured->slate);
    if (const Status done = export_chart(rows, nullptr, path); !done)
        Q_EMIT failed(done.error());
    else
        Q_EMIT spoke(words("charts.exported", {{"file", QFileInfo(path).fileName()}}));
}

} // namespace attune::ui
