#include "ui/pages/audit_room.h"

#include "simulations/report/number_text.h"
#include "ui/pages/audit_history.h"
#include "ui/pages/page_scroll.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/text_block.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int title_row = 27; ///< at 100 % text, with the gap above

GuardrailState light_of(AuditLight light) {
    switch (light) {
    case AuditLight::passed:
        return GuardrailState::held;
    case AuditLight::failed:
        return GuardrailState::broken;
    case AuditLight::open:
        break;
    }
    return GuardrailState::not_enough;
}

/// A light and its verdict.
class Light : public QWidget {
public:
    explicit Light(QWidget* parent)
        : QWidget(parent) {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void show_state(GuardrailState state) {
        state_ = state;
        update();
    }
    QSize sizeHint() const override { return {guardrail_light_size() + 2, guardrail_light_size() + 2}; }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        draw_guardrail_light(painter, rect(), state_);
    }

private:
    GuardrailState state_ = GuardrailState::not_enough;
};

/// Eight digits and a space, so that a line can end between them.
QString in_groups(const QString& digits) {
    QStringList groups;
    for (qsizetype at = 0; at < digits.size(); at += 8)
        groups << digits.mid(at, 8);
    return groups.join(u' ');
}

struct Row {
    Light* light = nullptr;
    QLabel* title = nullptr;
    QLabel* counts = nullptr;
    QLabel* verdict = nullptr;
};

} // namespace

struct AuditRoom::Parts {
    Parts(ConsentDesk& audits, QObject* parent)
        : desk(audits)
        , kept(new AuditDesk(parent)) {}
    ConsentDesk& desk;
    AuditDesk* kept;
    AuditTrigger trigger = AuditTrigger::asked; ///< of the audit under way
    QCheckBox* keep = nullptr;
    QLabel* partly = nullptr;
    AuditHistory* history = nullptr;
    QVBoxLayout* anchors = nullptr;
    QLabel* verdict = nullptr;
    QLabel* people = nullptr;
    QPushButton* now = nullptr;
    QPushButton* cancel = nullptr;
    QProgressBar* progress = nullptr;
    std::vector<Row> rows;
    QLabel* cases = nullptr;
    QLabel* limits = nullptr;
    QLabel* keys = nullptr;
    QPushButton* head = nullptr;
    AskPath ask;
};

AuditRoom::AuditRoom(ConsentDesk& desk, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(desk, this)) {
    build();
    connect(&desk, &ConsentDesk::audit_started, this, [this] {
        parts_->progress->setValue(0);
        follow();
    });
    connect(&desk, &ConsentDesk::audit_went_on, this,
            [this](double done) { parts_->progress->setValue(static_cast<int>(done * 1000)); });
    connect(&desk, &ConsentDesk::audited, this, [this](const std::shared_ptr<const AuditPicture>& audit) {
        show_audit(*audit);
        follow();
        Q_EMIT spoke(parts_->verdict->text());
        Parts& p = *parts_;
        // A due audit is one that the calendar asks to be kept.
        if (p.keep->isChecked() || p.trigger != AuditTrigger::asked)
            p.kept->keep(audit->found, p.trigger, p.history->signer());
        p.trigger = AuditTrigger::asked;
    });
    connect(parts_->kept, &AuditDesk::book_read, this, &AuditRoom::audit_if_due);
    connect(parts_->kept, &AuditDesk::kept, this, [this] { Q_EMIT spoke(words("consent_page.audit.kept")); });
    connect(parts_->kept, &AuditDesk::failed, this, &AuditRoom::failed);
    connect(parts_->kept, &AuditDesk::settled_now, this, &AuditRoom::settled_now);
    connect(parts_->history, &AuditHistory::spoke, this, &AuditRoom::spoke);
    connect(&desk, &ConsentDesk::audit_cancelled, this, [this] {
        parts_->trigger = AuditTrigger::asked;
        follow();
        Q_EMIT spoke(words("consent_page.audit.cancelled"));
    });
    connect(&desk, &ConsentDesk::failed, this, &AuditRoom::follow);
    connect(&desk, &ConsentDesk::loaded, this, [this] {
        parts_->kept->open(parts_->desk.path());
        follow();
    });
    forget();
}

AuditRoom::~AuditRoom() = default;

void AuditRoom::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("consent.audit"));
    setAccessibleName(words("consent_page.audit"));
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageScroll(this);
    scroll->setFocusPolicy(Qt::StrongFocus);
    page->addWidget(scroll);
    auto* cards = new QGridLayout(scroll->sheet());
    cards->setSpacing(sizes().card_gap);
    const auto card = [&](const QString& title) {
        auto* made = new Card(scroll->sheet());
        auto* column = new QVBoxLayout(made);
        column->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                                   sizes().card_padding);
        column->setSpacing(sizes().space);
        column->addWidget(text_block(made, title, Type::chart_title, Ink::primary));
        return std::pair{made, column};
    };

    auto [lights, left] = card(words("consent_page.audit.question"));
    p.verdict = text_block(lights, {}, Type::body_strong, Ink::primary);
    p.verdict->setObjectName(QStringLiteral("consent.audit.verdict"));
    p.people = text_block(lights, {}, Type::body, Ink::secondary);
    p.people->setObjectName(QStringLiteral("consent.audit.people"));
    p.partly = text_block(lights, {}, Type::body, Ink::secondary);
    p.partly->setObjectName(QStringLiteral("consent.audit.partly"));
    p.history = new AuditHistory(*p.kept, scroll->sheet());
    left->addWidget(p.verdict);
    left->addWidget(p.people);
    left->addWidget(p.partly);
    left->addWidget(&p.history->publishing());
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space);
    const auto button = [&, parent = lights](const char* name, const char* picture) {
        auto* made = new QPushButton(icon(QLatin1String(picture)),
                                     words(std::string("consent_page.audit.") + name), parent);
        made->setObjectName(QStringLiteral("consent.audit.") + QLatin1String(name));
        made->setToolTip(words(std::string("consent_page.audit.") + name + ".tip"));
        row->addWidget(made);
        return made;
    };
    p.now = button("now", "consent");
    p.now->setDefault(true);
    p.cancel = button("cancel", "cancel");
    p.progress = new QProgressBar(lights);
    p.progress->setObjectName(QStringLiteral("consent.audit.progress"));
    p.progress->setAccessibleName(words("consent_page.audit.progress"));
    p.progress->setRange(0, 1000);
    p.progress->setTextVisible(false);
    row->addWidget(p.progress, 1);
    p.keep = new QCheckBox(words("consent_page.audit.keep"), lights);
    p.keep->setObjectName(QStringLiteral("consent.audit.keep"));
    p.keep->setToolTip(words("consent_page.audit.keep.tip"));
    p.keep->setChecked(true);
    row->addWidget(p.keep);
    row->addStretch(0);
    left->addLayout(row);
    connect(p.now, &QPushButton::clicked, &p.desk, &ConsentDesk::audit);
    connect(p.cancel, &QPushButton::clicked, &p.desk, &ConsentDesk::cancel_audit);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(sizes().space);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(2, 1);
    int at = 0;
    for (const AuditRow& row_of : audit_rows(Text::english())) {
        const std::string& id = row_of.id;
        Row one;
        one.light = new Light(lights);
        one.title = text_block(lights, from_core(row_of.title), Type::body, Ink::primary);
        one.counts = text_block(lights, {}, Type::caption, Ink::secondary);
        one.counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        one.counts->setWordWrap(false);
        one.verdict = text_block(lights, {}, Type::body, Ink::secondary);
        one.verdict->setObjectName(QStringLiteral("consent.audit.") + from_core(id));
        one.verdict->setWordWrap(false);
        auto* number = text_block(lights, from_core(id), Type::caption, Ink::muted);
        number->setWordWrap(false);
        grid->addWidget(one.light, at, 0, Qt::AlignBottom);
        grid->addWidget(number, at, 1, Qt::AlignBottom);
        grid->addWidget(one.title, at, 2, Qt::AlignBottom);
        grid->addWidget(one.counts, at, 3, Qt::AlignBottom);
        grid->addWidget(one.verdict, at, 4, Qt::AlignBottom);
        grid->addWidget(text_block(lights, from_core(row_of.says), Type::caption, Ink::secondary), at + 1, 2,
                        1, 3);
        grid->setRowMinimumHeight(at, scaled(title_row));
        p.rows.push_back(one);
        at += 2;
    }
    left->addLayout(grid);
    left->addStretch(1);
    cards->addWidget(lights, 0, 0, 3, 1);

    auto [cases, right] = card(words("consent_page.audit.cases"));
    p.cases = text_block(cases, {}, Type::body, Ink::primary);
    p.cases->setObjectName(QStringLiteral("consent.audit.found"));
    right->addWidget(p.cases);
    cards->addWidget(cases, 0, 1);
    auto [limits, below] = card(words("consent_page.audit.limits"));
    p.limits = text_block(limits, {}, Type::body, Ink::primary);
    p.limits->setObjectName(QStringLiteral("consent.audit.limits"));
    below->addWidget(p.limits);
    p.keys = text_block(limits, {}, Type::code, Ink::muted);
    below->addWidget(p.keys);
    p.anchors = new QVBoxLayout;
    below->addLayout(p.anchors);
    p.head = new QPushButton(icon(QStringLiteral("export")), words("consent_page.audit.head"), limits);
    p.head->setObjectName(QStringLiteral("consent.audit.head"));
    p.head->setToolTip(words("consent_page.audit.head.tip"));
    below->addWidget(p.head, 0, Qt::AlignLeft);
    connect(p.head, &QPushButton::clicked, this, [this] {
        if (!parts_->ask) return;
        const QString file = parts_->ask(words("consent_page.audit.head.file") + QStringLiteral(".json"),
                                         words("consent_page.audit.head.filter"));
        if (!file.isEmpty()) parts_->desk.write_head(file);
    });
    below->addStretch(1);
    cards->addWidget(p.history, 1, 1);
    cards->addWidget(limits, 2, 1);
    p.history->set_anchor([desk = &p.desk] { return desk->anchor(); });
    cards->setColumnStretch(0, 5);
    cards->setColumnStretch(1, 4);
    cards->setRowStretch(2, 1);
}

void AuditRoom::forget() {
    Parts& p = *parts_;
    p.verdict->setText(words("consent_page.audit.none"));
    p.people->clear();
    p.partly->hide();
    p.kept->open({});
    p.history->forget();
    for (Row& row : p.rows) {
        row.light->show_state(GuardrailState::not_enough);
        row.counts->clear();
        row.verdict->setText(words("consent_page.audit.unjudged"));
    }
    p.cases->setText(words("consent_page.audit.no_cases_yet"));
    p.limits->setText(words("consent_page.audit.no_cases_yet"));
    p.keys->clear();
    follow();
}

void AuditRoom::follow() {
    Parts& p = *parts_;
    const bool running = p.desk.auditing();
    p.progress->setVisible(running);
    p.cancel->setVisible(running);
    p.now->setEnabled(!running && p.desk.picture());
    p.head->setEnabled(p.desk.picture() != nullptr);
}

void AuditRoom::show_audit(const AuditPicture& audit) {
    Parts& p = *parts_;
    p.verdict->setText(from_core(audit.sentence));
    set_ink(*p.verdict, audit.passed ? Ink::success : Ink::danger);
    const auto count = [](std::int64_t of) { return from_core(count_text(static_cast<double>(of))); };
    p.people->setText(words("consent_page.audit.people", {{"watched", count(audit.watched)},
                                                          {"people", count(audit.people)},
                                                          {"events", count(audit.events)},
                                                          {"runs", count(audit.runs)}}));
    for (std::size_t i = 0; i < p.rows.size(); ++i) {
        const AuditRow& one = audit.rows[i];
        Row& row = p.rows[i];
        row.light->show_state(light_of(one.light));
        row.verdict->setText(from_core(one.verdict).toLower());
        set_ink(*row.verdict, one.light == AuditLight::failed ? Ink::danger : Ink::secondary);
        row.counts->setText(one.checked > 0
                                ? words("consent_page.audit.checked", {{"count", count(one.checked)}})
                                : QString());
        row.title->setAccessibleName(row.title->text() + QStringLiteral(": ") + row.verdict->text());
    }
    const auto lines = [](const std::vector<std::string>& all, const QString& between) {
        QStringList texts;
        for (const std::string& one : all)
            texts << from_core(one);
        return texts.join(between);
    };
    p.partly->setText(lines(audit.partly, QStringLiteral(" ")));
    p.partly->setVisible(!audit.partly.empty());
    p.cases->setText(audit.cases.empty() ? words("consent_page.audit.no_cases")
                                         : lines(audit.cases, QStringLiteral("\n")));
    p.limits->setText(lines(audit.limits, QStringLiteral("\n\n")));
    QStringList keys;
    for (const std::string& key : audit.keys)
        keys << in_groups(from_core(key));
    p.keys->setText(words("audit.keys", {{"keys", keys.join(u' ')}}));
}

/// What the calendar asks for is done at once, beside everything else.
void AuditRoom::audit_if_due() {
    Parts& p = *parts_;
    if (!p.desk.picture() || p.desk.auditing()) return;
    const AuditDue due = audit_due(*p.kept->book(), p.kept->now());
    if (!due.due()) return;
    p.trigger = due.why == AuditDue::Why::run_since ? AuditTrigger::run : AuditTrigger::calendar;
    Q_EMIT spoke(words("consent_page.audit.due_begun"));
    p.desk.audit();
}

void AuditRoom::set_ask_path(const AskPath& ask) {
    parts_->ask = ask;
    parts_->history->set_ask_path(ask);
}

void AuditRoom::set_signer(std::function<AuditSigner()> signer) {
    parts_->history->set_signer(std::move(signer));
}

QVBoxLayout& AuditRoom::anchors() {
    return *parts_->anchors;
}

AuditDesk& AuditRoom::kept() {
    return *parts_->kept;
}

bool AuditRoom::settled() const {
    return !parts_->kept->busy();
}

QPushButton& AuditRoom::audit_button() {
    return *parts_->now;
}

} // namespace attune::ui
