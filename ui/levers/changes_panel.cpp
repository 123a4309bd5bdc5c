#include "ui/levers/changes_panel.h"

#include "simulations/report/readable_name.h"
#include "ui/levers/change_list.h"
#include "ui/levers/guardrail_list.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/words.h"
#include "ui/widgets/turning_row.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

class Line : public QFrame {
public:
    explicit Line(QWidget* parent)
        : QFrame(parent) {
        setFrameShape(QFrame::HLine);
        setForegroundRole(QPalette::Mid);
    }
};

} // namespace

struct ChangesPanel::Parts {
    Parts(Lab& the_lab, ChangesPanel& panel);
    void refresh();
    void show_guardrails();

    Lab& lab;
    ChangeModel changes;
    ChangeDelegate change_rows;
    GuardrailModel guardrails;
    GuardrailDelegate guardrail_rows;
    std::shared_ptr<const LabPicture> picture;
    QLabel* count = nullptr;
    RowList* change_list = nullptr;
    TurningRow* buttons = nullptr;
    QPushButton* undo_all = nullptr;
    QPushButton* swap = nullptr;
    RowList* guardrail_list = nullptr;
    QLabel* no_guardrails = nullptr;
    QObject scope; ///< of news from the lab: they end with the parts
};

ChangesPanel::Parts::Parts(Lab& the_lab, ChangesPanel& panel)
    : lab(the_lab) {
    const Sizes& s = sizes();
    auto* area = new QScrollArea(&panel);
    area->setObjectName(QStringLiteral("changes.scroll"));
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget(area);
    auto* column = new QVBoxLayout(content);
    // Grounds of guardrail rows reach a little beyond the text.
    constexpr int reach = 6;
    const int side = s.dock_padding - reach;
    column->setContentsMargins(side, s.dock_padding, side, s.dock_padding);
    column->setSpacing(s.space);

    const auto indented = [&](QWidget* widget) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(reach, 0, reach, 0);
        row->addWidget(widget);
        column->addLayout(row);
    };
    const auto sentence = [&](const char* name, Ink ink, Type type) {
        auto* label = new QLabel(content);
        label->setObjectName(QLatin1String(name));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        set_type(*label, type);
        set_ink(*label, ink);
        indented(label);
        return label;
    };
    count = sentence("changes.count", Ink::muted, Type::caption);
    change_list = new RowList(content);
    change_list->setObjectName(QStringLiteral("changes.list"));
    change_list->setAccessibleName(words("changes.list"));
    change_list->setCursor(Qt::PointingHandCursor);
    change_list->set_rows(&changes, &change_rows);
    indented(change_list);

    buttons = new TurningRow(s.space, content);
    const auto button = [&](const char* name) {
        auto* made = new QPushButton(words(name), buttons);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(words(std::string(name) + ".tip"));
        made->setAutoDefault(false);
        buttons->add(made);
        return made;
    };
    undo_all = button("changes.undo_all");
    undo_all->setIcon(icon(QStringLiteral("undo")));
    swap = button("changes.swap");
    indented(buttons);
    column->addSpacing(s.space / 2);
    indented(new Line(content));
    auto* heading = sentence("changes.guardrails.heading", Ink::primary, Type::section);
    heading->setText(words("changes.guardrails"));
    guardrail_list = new RowList(content);
    guardrail_list->setObjectName(QStringLiteral("changes.guardrails"));
    guardrail_list->setAccessibleName(words("changes.guardrails"));
    guardrail_list->set_rows(&guardrails, &guardrail_rows);
    column->addWidget(guardrail_list);
    no_guardrails = sentence("changes.guardrails.none", Ink::secondary, Type::body);
    column->addStretch(1);
    area->setWidget(content);
    const QScrollBar* bar = area->verticalScrollBar();
    QObject::connect(bar, &QScrollBar::rangeChanged, &panel, [bar, column, side](int, int last) {
        column->setContentsMargins(side, column->contentsMargins().top(),
                                   last > 0 ? std::max(0, side - bar->sizeHint().width()) : side,
                                   column->contentsMargins().bottom());
    });
    auto* all = new QVBoxLayout(&panel);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(area);

    QObject::connect(undo_all, &QPushButton::clicked, &panel, [this] { lab.reset_all(); });
    QObject::connect(swap, &QPushButton::clicked, &panel, [this] { lab.swap_policies(); });
    QObject::connect(change_list, &RowList::chosen, &panel, [&panel](const QModelIndex& index) {
        Q_EMIT panel.lever_wanted(index.data(ChangeModel::key_role).toString());
    });
}

void ChangesPanel::Parts::refresh() {
    changes.take(lab);
    const int differing = changes.rowCount();
    const QString baseline = from_core(readable_name(lab.setup().baseline.name));
    const QString total = QString::number(lab.levers().size());
    if (!lab.is_open())
        count->setText(words("changes.closed"));
    else if (differing == 0)
        count->setText(words("changes.none", {{"baseline", baseline}}));
    else if (differing == 1)
        count->setText(words("changes.count_one", {{"total", total}, {"baseline", baseline}}));
    else
        count->setText(
            words("changes.count",
                  {{"count", QString::number(differing)}, {"total", total}, {"baseline", baseline}}));
    change_list->setVisible(differing > 0);
    undo_all->setEnabled(differing > 0);
    swap->setEnabled(lab.is_open());
}

void ChangesPanel::Parts::show_guardrails() {
    guardrails.take(picture ? picture->guardrails : std::vector<GuardrailRow>());
    const bool any = guardrails.rowCount() > 0;
    guardrail_list->setVisible(any);
    no_guardrails->setVisible(!any);
    no_guardrails->setText(words(picture ? "changes.guardrails.empty" : "changes.guardrails.none"));
}

ChangesPanel::ChangesPanel(Lab& lab, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(lab, *this)) {
    setObjectName(QStringLiteral("changes"));
    for (auto signal : {&Lab::opened, &Lab::closed, &Lab::changed, &Lab::dragged})
        connect(&lab, signal, &parts_->scope, [this] { parts_->refresh(); });
    parts_->refresh();
    parts_->show_guardrails();
}

ChangesPanel::~ChangesPanel() {
    // The lists outlive the parts by a moment and must not ask their models any more.
    for (RowList* list : {parts_->change_list, parts_->guardrail_list})
        delete list;
}

void ChangesPanel::show_picture(std::shared_ptr<const LabPicture> picture) {
    parts_->picture = std::move(picture);
    parts_->show_guardrails();
}

} // namespace attune::ui
