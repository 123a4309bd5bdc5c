#include "ui/pages/audit_history.h"

#include "ui/pages/word_table.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_block.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

/// When, what, and what is otherwise than before; who and which event stand in the report.
DataTable short_table(const std::vector<AuditHistoryRow>& rows, const Text& text) {
    DataTable table;
    for (const char* column : {"made", "verdict", "changed"})
        table.head.push_back(text.get("verdict.table." + std::string(column)));
    for (const AuditHistoryRow& row : rows)
        table.rows.push_back({row.made, row.verdict, row.changed});
    return table;
}

} // namespace

struct AuditHistory::Parts {
    explicit Parts(AuditDesk& of)
        : desk(of) {}
    AuditDesk& desk;
    QLabel* publishing = nullptr;
    QLabel* due = nullptr;
    QLabel* none = nullptr;
    WordTable* table = nullptr;
    QSpinBox* days = nullptr;
    QCheckBox* after_run = nullptr;
    QPushButton* set = nullptr;
    QPushButton* report = nullptr;
    QPushButton* bundle = nullptr;
    std::function<AuditSigner()> signer;
    std::function<AuditAnchor()> anchor;
    AskPath ask;
    AuditAnchor held() const { return anchor ? anchor() : AuditAnchor{}; }
};

AuditHistory::AuditHistory(AuditDesk& desk, QWidget* parent)
    : Card(parent)
    , parts_(std::make_unique<Parts>(desk)) {
    build();
    connect(&desk, &AuditDesk::started, this, &AuditHistory::follow);
    connect(&desk, &AuditDesk::settled_now, this, &AuditHistory::follow);
    connect(&desk, &AuditDesk::book_read, this, &AuditHistory::show_book);
    connect(&desk, &AuditDesk::written, this, [this](const QString& file) {
        Q_EMIT spoke(words("consent_page.audit.written", {{"file", file}}));
    });
    forget();
}

AuditHistory::~AuditHistory() = default;

void AuditHistory::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("consent.audit.history"));
    setAccessibleName(words("consent_page.audit.history"));
    auto* column = new QVBoxLayout(this);
    const int padding = sizes().card_padding;
    column->setContentsMargins(padding, padding, padding, padding);
    column->setSpacing(sizes().space);
    auto* title = text_block(this, {}, Type::chart_title, Ink::primary, "consent.audit.history.title");
    title->setText(words("consent_page.audit.history"));
    column->addWidget(title);
    p.publishing = text_block(this, {}, Type::body, Ink::secondary, "consent.audit.publishing");
    p.none = text_block(this, {}, Type::body, Ink::secondary, "consent.audit.history.none");
    p.none->setText(words("consent_page.audit.history.none"));
    column->addWidget(p.none);
    p.table = new WordTable(this);
    p.table->setObjectName(QStringLiteral("consent.audit.history.table"));
    p.table->setAccessibleName(words("consent_page.audit.history"));
    column->addWidget(p.table);
    auto* labels = text_block(this, {}, Type::caption, Ink::secondary, "consent.audit.labels");
    labels->setText(words("role.labels"));
    column->addWidget(labels);
    build_calendar(*column);
    build_files(*column);
    column->addStretch(1);
}

void AuditHistory::build_calendar(QVBoxLayout& column) {
    Parts& p = *parts_;
    p.due = text_block(this, {}, Type::body, Ink::secondary, "consent.audit.due");
    column.addWidget(p.due);
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    auto* every = new QLabel(words("consent_page.audit.calendar.days"), this);
    p.days = new QSpinBox(this);
    p.days->setObjectName(QStringLiteral("consent.audit.calendar.days"));
    p.days->setAccessibleName(words("consent_page.audit.calendar.days.full"));
    p.days->setToolTip(words("consent_page.audit.calendar.days.full"));
    p.days->setRange(0, longest_audit_gap_days);
    p.days->setSpecialValueText(words("consent_page.audit.calendar.never"));
    every->setBuddy(p.days);
    row->addWidget(every);
    row->addWidget(p.days);
    p.after_run = new QCheckBox(words("consent_page.audit.calendar.run"), this);
    p.after_run->setObjectName(QStringLiteral("consent.audit.calendar.run"));
    p.after_run->setToolTip(words("consent_page.audit.calendar.run.tip"));
    p.set = new QPushButton(words("consent_page.audit.calendar.set"), this);
    p.set->setObjectName(QStringLiteral("consent.audit.calendar.set"));
    p.set->setToolTip(words("consent_page.audit.calendar.set.tip"));
    row->addStretch(1);
    column.addLayout(row);
    auto* second = new QHBoxLayout;
    second->setSpacing(sizes().space);
    second->addWidget(p.after_run);
    second->addStretch(1);
    second->addWidget(p.set);
    column.addLayout(second);
    connect(p.days, &QSpinBox::valueChanged, this, &AuditHistory::follow);
    connect(p.after_run, &QCheckBox::toggled, this, &AuditHistory::follow);
    connect(p.set, &QPushButton::clicked, this, [this] {
        Parts& q = *parts_;
        q.desk.set_calendar({.every_days = q.days->value(), .after_run = q.after_run->isChecked()}, signer());
    });
}

void AuditHistory::build_files(QVBoxLayout& column) {
    Parts& p = *parts_;
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto button = [&](const char* name) {
        const std::string key = std::string("consent_page.audit.") + name;
        auto* made = new QPushButton(icon(QStringLiteral("export")), words(key), this);
        made->setObjectName(QStringLiteral("consent.audit.") + QLatin1String(name));
        made->setToolTip(words(key + ".tip"));
        row->addWidget(made);
        return made;
    };
    p.report = button("report");
    p.bundle = button("bundle");
    row->addStretch(1);
    column.addLayout(row);
    connect(p.report, &QPushButton::clicked, this, [this] {
        if (!parts_->ask) return;
        QString file = parts_->ask(words("consent_page.audit.report.file") + QStringLiteral(".html"),
                                   words("consent_page.audit.report.filter"));
        if (file.isEmpty()) return;
        if (!file.contains(u'.')) file += QStringLiteral(".html");
        parts_->desk.write_report(file, parts_->held());
    });
    connect(p.bundle, &QPushButton::clicked, this, [this] {
        if (!parts_->ask) return;
        const QString folder =
            parts_->ask(words("consent_page.audit.bundle.file"), words("consent_page.audit.bundle.filter"));
        if (!folder.isEmpty()) parts_->desk.write_bundle(folder, parts_->held());
    });
}

void AuditHistory::forget() {
    Parts& p = *parts_;
    p.publishing->clear();
    p.due->clear();
    p.table->hide();
    p.none->show();
    follow();
}

void AuditHistory::show_book() {
    Parts& p = *parts_;
    const AuditBook& book = *p.desk.book();
    const Text& text = Text::english();
    const PublishingBlock block = publishing_block(book, p.desk.now());
    const bool free = block.why == PublishingBlock::Why::none;
    QString told = from_core(publishing_words(block, text));
    if (!told.isEmpty()) told.front() = told.front().toUpper();
    p.publishing->setText(told);
    set_ink(*p.publishing, free ? Ink::success : block.broken.empty() ? Ink::caution : Ink::danger);
    p.due->setText(from_core(calendar_words(book.calendar(), text) + " " + due_words(block.due, text)));
    const auto rows = audit_history(book, text);
    std::vector<WordTable::Row> looks;
    for (const AuditHistoryRow& row : rows)
        looks.push_back(row.passed ? WordTable::Row::plain : WordTable::Row::strong);
    p.table->show_table(short_table(rows, text), {}, looks);
    p.table->setVisible(!rows.empty());
    p.none->setVisible(rows.empty());
    const AuditCalendar calendar = book.calendar();
    p.days->setValue(calendar.every_days);
    p.after_run->setChecked(calendar.after_run);
    // At once: who looks now should not see rows over the line below.
    layout()->activate();
    if (QWidget* around = parentWidget(); around && around->layout()) around->layout()->activate();
    follow();
}

void AuditHistory::follow() {
    Parts& p = *parts_;
    const auto& book = p.desk.book();
    const bool there = book && !p.desk.busy();
    const AuditCalendar wished{.every_days = p.days->value(), .after_run = p.after_run->isChecked()};
    p.set->setEnabled(there && wished != book->calendar());
    p.report->setEnabled(there);
    p.bundle->setEnabled(there);
    for (QWidget* one : std::initializer_list<QWidget*>{p.days, p.after_run})
        one->setEnabled(book != nullptr);
}

QLabel& AuditHistory::publishing() {
    return *parts_->publishing;
}

void AuditHistory::set_signer(std::function<AuditSigner()> signer) {
    parts_->signer = std::move(signer);
}

AuditSigner AuditHistory::signer() const {
    return parts_->signer ? parts_->signer() : AuditSigner{};
}

void AuditHistory::set_anchor(std::function<AuditAnchor()> anchor) {
    parts_->anchor = std::move(anchor);
}

void AuditHistory::set_ask_path(const AskPath& ask) {
    parts_->ask = ask;
}

} // namespace attune::ui
