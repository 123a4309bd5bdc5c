#include "ui/pages/audit_room.h"

#include "core/audit/trail_words.h"
#include "simulations/report/number_text.h"
#include "simulations/study/trail_audit.h"
#include "ui/pages/page_scroll.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/guardrail_light.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

using audit::trail::Invariant;
using audit::trail::InvariantVerdict;
using audit::trail::Outcome;

QLabel* line(QWidget* parent, const QString& text, Type type, Ink ink) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

GuardrailState light_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return GuardrailState::held;
    case Outcome::failed:
        return GuardrailState::broken;
    default:
        return GuardrailState::not_enough;
    }
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

/// Where the command line says which option to add, the window says what to do.
QString limit_words(const std::string& limit) {
    const bool own = limit == "no_key" || limit == "no_head";
    return words((own ? "consent_page.audit.limit." : "audit.limit.") + limit);
}

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
    explicit Parts(ConsentDesk& audits)
        : desk(audits) {}
    ConsentDesk& desk;
    QLabel* verdict = nullptr;
    QLabel* people = nullptr;
    QPushButton* now = nullptr;
    QPushButton* cancel = nullptr;
    QProgressBar* progress = nullptr;
    std::vector<Row> rows;
    QLabel* cases = nullptr;
    QLabel* limits = nullptr;
    QLabel* keys = nullptr;
    bool shown = false;
};

AuditRoom::AuditRoom(ConsentDesk& desk, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>(desk)) {
    build();
    connect(&desk, &ConsentDesk::audit_started, this, [this] {
        parts_->progress->setValue(0);
        follow();
    });
    connect(&desk, &ConsentDesk::audit_went_on, this,
            [this](double done) { parts_->progress->setValue(static_cast<int>(done * 1000)); });
    connect(&desk, &ConsentDesk::audited, this,
            [this](const std::shared_ptr<const audit::trail::WorkspaceAudit>& audit) {
                show_audit(*audit);
                follow();
                Q_EMIT spoke(parts_->verdict->text());
            });
    connect(&desk, &ConsentDesk::audit_cancelled, this, [this] {
        follow();
        Q_EMIT spoke(words("consent_page.audit.cancelled"));
    });
    connect(&desk, &ConsentDesk::failed, this, &AuditRoom::follow);
    connect(&desk, &ConsentDesk::loaded, this, &AuditRoom::follow);
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
        column->addWidget(line(made, title, Type::chart_title, Ink::primary));
        return std::pair{made, column};
    };

    auto [lights, left] = card(words("consent_page.audit.question"));
    p.verdict = line(lights, {}, Type::body_strong, Ink::primary);
    p.verdict->setObjectName(QStringLiteral("consent.audit.verdict"));
    p.people = line(lights, {}, Type::body, Ink::secondary);
    p.people->setObjectName(QStringLiteral("consent.audit.people"));
    left->addWidget(p.verdict);
    left->addWidget(p.people);
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
    row->addStretch(0);
    left->addLayout(row);
    connect(p.now, &QPushButton::clicked, &p.desk, &ConsentDesk::audit);
    connect(p.cancel, &QPushButton::clicked, &p.desk, &ConsentDesk::cancel_audit);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(sizes().space);
    grid->setVerticalSpacing(sizes().space - 2);
    grid->setColumnStretch(2, 1);
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i) {
        const std::string id(audit::trail::id(static_cast<Invariant>(i)));
        const int at = static_cast<int>(i);
        Row one;
        one.light = new Light(lights);
        one.title = line(lights, words("audit.invariant." + id), Type::body, Ink::primary);
        one.title->setToolTip(words("audit.says." + id));
        one.counts = line(lights, {}, Type::caption, Ink::secondary);
        one.counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        one.counts->setWordWrap(false);
        one.verdict = line(lights, {}, Type::body, Ink::secondary);
        one.verdict->setObjectName(QStringLiteral("consent.audit.") + from_core(id));
        one.verdict->setWordWrap(false);
        auto* number = line(lights, from_core(id), Type::caption, Ink::muted);
        number->setWordWrap(false);
        grid->addWidget(one.light, at, 0);
        grid->addWidget(number, at, 1);
        grid->addWidget(one.title, at, 2);
        grid->addWidget(one.counts, at, 3);
        grid->addWidget(one.verdict, at, 4);
        p.rows.push_back(one);
    }
    left->addLayout(grid);
    left->addStretch(1);
    cards->addWidget(lights, 0, 0, 2, 1);

    auto [cases, right] = card(words("consent_page.audit.cases"));
    p.cases = line(cases, {}, Type::body, Ink::primary);
    p.cases->setObjectName(QStringLiteral("consent.audit.found"));
    right->addWidget(p.cases);
    cards->addWidget(cases, 0, 1);
    auto [limits, below] = card(words("consent_page.audit.limits"));
    p.limits = line(limits, {}, Type::body, Ink::primary);
    p.limits->setObjectName(QStringLiteral("consent.audit.limits"));
    below->addWidget(p.limits);
    p.keys = line(limits, {}, Type::code, Ink::muted);
    below->addWidget(p.keys);
    below->addStretch(1);
    cards->addWidget(limits, 1, 1);
    cards->setColumnStretch(0, 5);
    cards->setColumnStretch(1, 4);
    cards->setRowStretch(1, 1);
}

void AuditRoom::forget() {
    Parts& p = *parts_;
    p.shown = false;
    p.verdict->setText(words("consent_page.audit.none"));
    p.people->clear();
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
}

void AuditRoom::show_audit(const audit::trail::WorkspaceAudit& audit) {
    Parts& p = *parts_;
    const Text& text = Text::english();
    const audit::trail::TrailVerdict& verdict = audit.verdict;
    p.shown = true;
    p.verdict->setText(from_core(trail_audit_sentence(verdict, text)));
    set_ink(*p.verdict, verdict.passed() ? Ink::success : Ink::danger);
    const auto count = [](std::int64_t of) { return from_core(count_text(static_cast<double>(of))); };
    p.people->setText(words("consent_page.audit.people", {{"watched", count(verdict.watched)},
                                                          {"people", count(verdict.people)},
                                                          {"events", count(verdict.events)},
                                                          {"runs", count(verdict.runs)}}));
    QStringList cases;
    for (std::size_t i = 0; i < p.rows.size(); ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        Row& row = p.rows[i];
        const Outcome outcome = one.outcome();
        row.light->show_state(light_of(outcome));
        row.verdict->setText(words("audit.outcome." + std::string(audit::trail::word(outcome))).toLower());
        set_ink(*row.verdict, outcome == Outcome::failed ? Ink::danger : Ink::secondary);
        row.counts->setText(one.checked > 0
                                ? words("consent_page.audit.checked", {{"count", count(one.checked)}})
                                : QString());
        row.title->setAccessibleName(row.title->text() + QStringLiteral(": ") + row.verdict->text());
        for (const audit::trail::Finding& finding : one.findings)
            cases << from_core(audit::trail::id(static_cast<Invariant>(i))) + QStringLiteral("  ") +
                         from_core(audit::trail::sentence(finding, text));
    }
    p.cases->setText(cases.isEmpty() ? words("consent_page.audit.no_cases") : cases.join(u'\n'));
    QStringList limits;
    for (const std::string& limit : audit::trail::limits_of(&audit.chain))
        limits << limit_words(limit);
    p.limits->setText(limits.join(QStringLiteral("\n\n")));
    QStringList keys;
    for (const auto& key : audit.chain.keys)
        keys << in_groups(from_core(audit::trail::hex(key)));
    p.keys->setText(words("audit.keys", {{"keys", keys.join(u' ')}}));
}

QPushButton& AuditRoom::audit_button() {
    return *parts_->now;
}

} // namespace attune::ui
