#include "ui/pages/ledger_card.h"

#include "simulations/report/number_text.h"
#include "ui/charts/figure_delegate.h"
#include "ui/pages/ledger_model.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/guardrail_light.h"

#include <QDir>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>

#include <array>

namespace attune::ui {
namespace {

/// Widths of the columns at 100 % text: those of what grows least, the rest goes to the words.
constexpr std::array<int, LedgerModel::column_count> widths = {74, 96, 60, 210, 140, 140, 140, 74, 150};

/// A sign before the words: shape first, colour second.
class ResultDelegate : public FigureDelegate {
public:
    using FigureDelegate::FigureDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, at);
        const QString text = cell.text;
        cell.text.clear();
        cell.widget->style()->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
        const int side = guardrail_light_size();
        const QVariant sign = at.data(Qt::UserRole);
        if (!sign.isValid()) return; // not read yet
        const QRectF light(option.rect.left() + 6, option.rect.top(), side, option.rect.height());
        paint_sign(*painter, light, static_cast<LedgerSign>(sign.toInt()));
        painter->save();
        painter->setFont(cell.font);
        const bool selected = cell.state.testFlag(QStyle::State_Selected);
        painter->setPen(
            cell.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text));
        const QRectF room = QRectF(option.rect).adjusted(side + 12, 0, -4, 0);
        painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                          cell.fontMetrics.elidedText(text, Qt::ElideRight, qFloor(room.width())));
        painter->restore();
    }

private:
    static void paint_sign(QPainter& painter, const QRectF& place, LedgerSign sign) {
        switch (sign) {
        case LedgerSign::allowed:
            return draw_guardrail_light(painter, place, GuardrailState::held);
        case LedgerSign::refused:
            return draw_guardrail_light(painter, place, GuardrailState::near_limit);
        case LedgerSign::no_basis:
            return draw_guardrail_light(painter, place, GuardrailState::broken);
        case LedgerSign::recorded:
            break;
        }
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme().text.muted, 1.5));
        painter.drawEllipse(place.center(), 4, 4);
        painter.restore();
    }
};

} // namespace

struct LedgerCard::Parts {
    explicit Parts(ConsentDesk& reads)
        : desk(reads) {}
    ConsentDesk& desk;
    LedgerFilter filter;
    LedgerModel* model = nullptr;
    QTableView* table = nullptr;
    QLabel* count = nullptr;
    std::vector<FilterChip*> parts; ///< by LedgerPart
    FilterChip* refused = nullptr;
    FilterChip* unfounded = nullptr;
    FilterChip* purpose = nullptr;
    FilterChip* person = nullptr;
    QPushButton* to_consent = nullptr;
    QPushButton* to_person = nullptr;
    QPushButton* receipt = nullptr;
    QPushButton* csv = nullptr;
    std::uint64_t wanted = 0; ///< event to go to once it is listed
    AskPath ask;
};

LedgerCard::LedgerCard(ConsentDesk& desk, QWidget* parent)
    : Card(parent)
    , parts_(std::make_unique<Parts>(desk)) {
    build();
    Parts& p = *parts_;
    connect(p.model, &LedgerModel::page_wanted, &desk, &ConsentDesk::fetch);
    connect(&desk, &ConsentDesk::page_read, p.model, &LedgerModel::take_page);
    connect(&desk, &ConsentDesk::page_read, this, &LedgerCard::follow_selection);
    connect(&desk, &ConsentDesk::listed, this, [this] {
        Parts& q = *parts_;
        q.model->show_rows(q.desk.index()->rows);
        (void)q.model->at(0); // the newest ones are seen first
        show_count();
        follow_selection();
        if (const std::uint64_t seq = std::exchange(q.wanted, 0)) q.desk.place(seq);
    });
    connect(&desk, &ConsentDesk::placed, this, [this](quint64 place) {
        Parts& q = *parts_;
        const QModelIndex at = q.model->index(q.model->row_of(place), 0);
        q.table->setCurrentIndex(at);
        q.table->scrollTo(at, QAbstractItemView::PositionAtCenter);
        q.table->setFocus(Qt::OtherFocusReason);
    });
    connect(&desk, &ConsentDesk::written, this, [this](const QString& file) {
        Q_EMIT spoke(words("consent_page.saved", {{"file", file}}));
    });
}

LedgerCard::~LedgerCard() = default;

void LedgerCard::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("consent.ledger"));
    setAccessibleName(words("consent_page.ledger"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, sizes().space, 1, 1);
    column->setSpacing(sizes().space / 2);
    const auto button = [this](const char* name, const char* picture) {
        auto* made = new QPushButton(icon(QLatin1String(picture)),
                                     words(std::string("consent_page.ledger.") + name), this);
        made->setObjectName(QStringLiteral("consent.ledger.") + QLatin1String(name));
        made->setToolTip(words(std::string("consent_page.ledger.") + name + ".tip"));
        made->setEnabled(false);
        return made;
    };
    auto* head = new QHBoxLayout;
    head->setContentsMargins(sizes().card_padding, 0, sizes().card_padding, 0);
    head->setSpacing(sizes().space);
    auto* title = new QLabel(words("consent_page.ledger"), this);
    set_type(*title, Type::chart_title);
    head->addWidget(title);
    p.count = new QLabel(this);
    p.count->setObjectName(QStringLiteral("consent.ledger.count"));
    set_type(*p.count, Type::caption);
    set_ink(*p.count, Ink::secondary);
    p.count->setWordWrap(true); // large text would make the page wider than the window
    head->addWidget(p.count, 1);
    p.to_consent = button("basis", "lens");
    p.to_person = button("person", "search");
    p.receipt = button("receipt", "consent");
    p.csv = button("csv", "export");
    for (QPushButton* one : {p.to_consent, p.to_person, p.receipt, p.csv})
        head->addWidget(one);
    column->addLayout(head);
    build_chips();

    p.model = new LedgerModel(this);
    p.table = new QTableView(this);
    p.table->setObjectName(QStringLiteral("consent.ledger.table"));
    p.table->setAccessibleName(words("consent_page.ledger"));
    p.table->setAccessibleDescription(words("consent_page.ledger.description"));
    p.table->setModel(p.model);
    dress_cells(*p.table);
    p.table->setItemDelegateForColumn(LedgerModel::result, new ResultDelegate(p.table));
    p.table->setSelectionMode(QAbstractItemView::SingleSelection);
    p.table->setTextElideMode(Qt::ElideRight);
    p.table->verticalHeader()->setDefaultSectionSize(
        std::max(sizes().min_target, QFontMetrics(p.table->font()).height() + sizes().space));
    for (int c = 0; c < LedgerModel::column_count; ++c)
        p.table->setColumnWidth(c, scaled(widths[static_cast<std::size_t>(c)]));
    for (const int words_of : {LedgerModel::what, LedgerModel::part})
        p.table->horizontalHeader()->setSectionResizeMode(words_of, QHeaderView::Stretch);
    column->addWidget(p.table, 1);
    connect(p.table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LedgerCard::follow_selection);
    connect(p.table, &QTableView::activated, this, [this](const QModelIndex& at) {
        const LedgerRow* row = parts_->model->at(at.row());
        if (row && row->relies_on) go_to(row->relies_on);
    });
    connect(p.to_consent, &QPushButton::clicked, this, [this] {
        const LedgerRow* row = parts_->model->at(parts_->table->currentIndex().row());
        if (row && row->relies_on) go_to(row->relies_on);
    });
    connect(p.to_person, &QPushButton::clicked, this, [this] {
        const LedgerRow* row = parts_->model->at(parts_->table->currentIndex().row());
        if (row && row->person) Q_EMIT person_wanted(*row->person);
    });
    connect(p.receipt, &QPushButton::clicked, this, &LedgerCard::save_receipt);
    connect(p.csv, &QPushButton::clicked, this, &LedgerCard::save);
}

void LedgerCard::build_chips() {
    Parts& p = *parts_;
    auto* row = new QHBoxLayout;
    row->setContentsMargins(sizes().card_padding - 4, 0, sizes().card_padding, 0);
    row->setSpacing(2);
    const auto checkable = [&](const QString& name, const QString& id) {
        auto* chip = new FilterChip(name, this);
        chip->setObjectName(QStringLiteral("consent.chip.") + id);
        chip->setCheckable(true);
        chip->setToolTip(words("consent_page.chip.tip", {{"name", name}}));
        row->addWidget(chip);
        return chip;
    };
    for (int i = 0; i < ledger_part_count; ++i) {
        const auto part = static_cast<LedgerPart>(i);
        const std::string id(attune::name(part));
        FilterChip* chip = checkable(words("ledger.part." + id), from_core(id));
        connect(chip, &QToolButton::clicked, this, [this, part](bool on) {
            parts_->filter.part = on ? std::optional(part) : std::nullopt;
            list();
        });
        p.parts.push_back(chip);
    }
    p.refused = checkable(words("consent_page.chip.refused"), QStringLiteral("refused"));
    p.unfounded = checkable(words("consent_page.chip.unfounded"), QStringLiteral("unfounded"));
    connect(p.refused, &QToolButton::clicked, this, [this](bool on) {
        parts_->filter.only_refused = on;
        list();
    });
    connect(p.unfounded, &QToolButton::clicked, this, [this](bool on) {
        parts_->filter.only_unfounded = on;
        list();
    });
    // Below the others, so that these stay where they are.
    auto* more = new QHBoxLayout;
    more->setContentsMargins(sizes().card_padding - 4, 0, sizes().card_padding, 0);
    more->setSpacing(2);
    const auto removable = [&](const char* id) {
        auto* chip = new FilterChip({}, this);
        chip->setObjectName(QStringLiteral("consent.chip.") + QLatin1String(id));
        chip->hide();
        more->addWidget(chip);
        return chip;
    };
    p.purpose = removable("purpose");
    p.person = removable("person");
    connect(p.purpose, &QToolButton::clicked, this, [this] {
        parts_->filter.purpose.reset();
        list();
    });
    connect(p.person, &QToolButton::clicked, this, [this] {
        parts_->filter.person.reset();
        list();
    });
    row->addStretch(1);
    more->addStretch(1);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    static_cast<QVBoxLayout*>(layout())->addLayout(more);
}

void LedgerCard::show_until(int day) {
    parts_->filter.until_day = day;
    list();
}

void LedgerCard::show_purpose(Purpose purpose, bool unfounded) {
    LedgerFilter& filter = parts_->filter;
    filter = {.until_day = filter.until_day, .purpose = purpose, .only_unfounded = unfounded};
    list();
}

void LedgerCard::show_unfounded() {
    LedgerFilter& filter = parts_->filter;
    filter = {.until_day = filter.until_day, .only_unfounded = true};
    list();
}

void LedgerCard::show_person(UserId person) {
    LedgerFilter& filter = parts_->filter;
    filter = {.until_day = filter.until_day, .person = person};
    list();
}

void LedgerCard::go_to(std::uint64_t seq) {
    Parts& p = *parts_;
    // What is wanted need not be among what is listed.
    p.filter = {.until_day = p.filter.until_day, .person = p.filter.person};
    p.wanted = seq;
    list();
}

void LedgerCard::list() {
    Parts& p = *parts_;
    show_chips();
    p.model->show_rows(0);
    p.count->setText(words("consent_page.ledger.reading"));
    p.desk.list(p.filter);
}

void LedgerCard::show_chips() {
    Parts& p = *parts_;
    for (int i = 0; i < ledger_part_count; ++i)
        p.parts[static_cast<std::size_t>(i)]->setChecked(p.filter.part == static_cast<LedgerPart>(i));
    p.refused->setChecked(p.filter.only_refused);
    p.unfounded->setChecked(p.filter.only_unfounded);
    const auto show = [](FilterChip* chip, bool on, const QString& text) {
        chip->setVisible(on);
        if (!on) return;
        chip->setText(text);
        chip->setToolTip(words("ui.filter.remove", {{"name", text}}));
        chip->updateGeometry();
    };
    show(p.purpose, p.filter.purpose.has_value(),
         p.filter.purpose ? words("consent_page.chip.purpose",
                                  {{"purpose", words("consent.purpose_short." +
                                                     std::string(attune::name(*p.filter.purpose)))}})
                          : QString());
    show(p.person, p.filter.person.has_value(),
         p.filter.person
             ? words("consent_page.chip.person", {{"person", QString::number(p.filter.person->value)}})
             : QString());
}

void LedgerCard::show_count() {
    Parts& p = *parts_;
    const auto rows = static_cast<double>(p.desk.index()->rows);
    p.count->setText(words(
        rows > 0 ? "consent_page.ledger.count" : "consent_page.ledger.none",
        {{"rows", from_core(count_text(rows))}, {"day", from_core(count_text(p.filter.until_day + 1))}}));
    p.csv->setEnabled(rows > 0);
}

void LedgerCard::follow_selection() {
    Parts& p = *parts_;
    const LedgerRow* row = p.model->at(p.table->currentIndex().row());
    p.to_consent->setEnabled(row && row->relies_on > 0);
    p.to_person->setEnabled(row && row->person);
    p.receipt->setEnabled(row != nullptr);
}

void LedgerCard::save_receipt() {
    Parts& p = *parts_;
    const LedgerRow* row = p.model->at(p.table->currentIndex().row());
    if (!row || !p.ask) return;
    const std::uint64_t seq = row->seq; // the row may be gone when the file is chosen
    const QString path = p.ask(words("consent_page.ledger.receipt.file", {{"number", QString::number(seq)}}) +
                                   QStringLiteral(".json"),
                               words("consent_page.ledger.receipt.filter"));
    if (!path.isEmpty()) p.desk.write_receipt(seq, path);
}

void LedgerCard::save() {
    Parts& p = *parts_;
    if (!p.ask) return;
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    const QString path = p.ask(folder.filePath(words("consent_page.ledger.file") + QStringLiteral(".csv")),
                               words("charts.filter.csv"));
    if (!path.isEmpty()) p.desk.write_ledger(path);
}

const LedgerFilter& LedgerCard::filter() const {
    return parts_->filter;
}

LedgerModel& LedgerCard::model() {
    return *parts_->model;
}

void LedgerCard::set_ask_path(AskPath ask) {
    parts_->ask = std::move(ask);
}

} // namespace attune::ui
