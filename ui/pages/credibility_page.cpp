#include "ui/pages/credibility_page.h"

#include "core/base/atomic_file.h"
#include "simulations/credibility/fact_tables.h"
#include "simulations/credibility/facts.h"
#include "ui/pages/fact_card.h"
#include "ui/pages/page_head.h"
#include "ui/pages/page_scroll.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/link_button.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace attune::ui {
namespace {

QPushButton* button(QWidget* parent, const char* name, const QString& icon_name) {
    auto* made = new QPushButton(icon(icon_name), words(std::string("credibility.page.") + name), parent);
    made->setObjectName(QStringLiteral("credibility.") + QLatin1String(name));
    made->setAccessibleName(made->text());
    made->setToolTip(words(std::string("credibility.page.") + name + ".tip"));
    return made;
}

QString left_in_words(double seconds) {
    if (seconds < 0) return {};
    if (seconds < 60) return words("credibility.page.left.seconds");
    return words("credibility.page.left.minutes",
                 {{"minutes", QString::number(static_cast<int>(std::ceil(seconds / 60)))}});
}

QString counted(const std::vector<FactResult>& results, FactVerdict verdict) {
    return QString::number(std::count_if(results.begin(), results.end(), [verdict](const FactResult& result) {
        return result.verdict == verdict;
    }));
}

} // namespace

struct CredibilityPage::Parts {
    std::vector<FactSpec> facts;
    CredibilityRun* run = nullptr;
    PageHead* head = nullptr;
    QPushButton* quick = nullptr;
    QPushButton* full = nullptr;
    QPushButton* table = nullptr;
    QWidget* progress_row = nullptr;
    QProgressBar* progress = nullptr;
    QLabel* left = nullptr;
    QLabel* summary = nullptr;
    Banner* banner = nullptr;
    std::vector<FactCard*> cards;
    std::vector<FactResult> results;
    std::function<QString(const QString&, const QString&)> ask;
};

CredibilityPage::CredibilityPage(int threads, QWidget* parent)
    : CredibilityPage(
          attune::facts(), threads,
          [](const FactOptions& options) { return run_facts(attune::facts(), options); }, parent) {}

CredibilityPage::CredibilityPage(std::vector<FactSpec> facts, int threads, CredibilityRun::Work work,
                                 QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    parts_->facts = std::move(facts);
    parts_->run = new CredibilityRun(threads, std::move(work), this);
    build();
    CredibilityRun* run = parts_->run;
    connect(run, &CredibilityRun::started, this, [this] {
        parts_->banner->hide();
        parts_->progress->setValue(0);
        parts_->left->clear();
        follow_run();
        Q_EMIT run_started();
    });
    connect(run, &CredibilityRun::progressed, this, [this](double done, double seconds_left) {
        parts_->progress->setValue(static_cast<int>(done * parts_->progress->maximum()));
        parts_->left->setText(left_in_words(seconds_left));
    });
    connect(run, &CredibilityRun::finished, this, &CredibilityPage::show_results);
    connect(run, &CredibilityRun::failed, this, [this](const Error& error) {
        follow_run();
        parts_->banner->show_error(error);
        Q_EMIT spoke(error_words(error));
        Q_EMIT run_ended();
    });
    connect(run, &CredibilityRun::cancelled, this, [this] {
        follow_run();
        Q_EMIT spoke(words("credibility.page.cancelled"));
        Q_EMIT run_ended();
    });
}

CredibilityPage::~CredibilityPage() = default;

void CredibilityPage::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("page.credibility"));
    setAccessibleName(words("credibility.page.title"));
    set_ground(*this, Ground::page);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    p.head = new PageHead(this);
    p.head->set_title(words("credibility.page.title"));
    p.head->set_subtitle(words("credibility.page.subtitle"));
    auto* back = button(p.head, "back", QStringLiteral("arrow-left"));
    connect(back, &QPushButton::clicked, this, &CredibilityPage::back_wanted);
    p.table = button(p.head, "table", QStringLiteral("export"));
    p.table->setEnabled(false);
    connect(p.table, &QPushButton::clicked, this, &CredibilityPage::save_table);
    p.full = button(p.head, "full", QStringLiteral("play"));
    connect(p.full, &QPushButton::clicked, this, [this] { parts_->run->start(false); });
    p.quick = button(p.head, "quick", QStringLiteral("play"));
    p.quick->setDefault(true);
    connect(p.quick, &QPushButton::clicked, this, [this] { parts_->run->start(true); });
    for (QPushButton* one : {back, p.table, p.full, p.quick})
        p.head->add(one);
    page->addWidget(p.head);

    auto* below = new QVBoxLayout;
    below->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, sizes().space);
    below->setSpacing(sizes().space);
    p.progress_row = new QWidget(this);
    auto* row = new QHBoxLayout(p.progress_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(sizes().space + 4);
    p.progress = new QProgressBar(p.progress_row);
    p.progress->setObjectName(QStringLiteral("credibility.progress"));
    p.progress->setAccessibleName(words("credibility.page.progress"));
    p.progress->setRange(0, 1000);
    p.progress->setTextVisible(false);
    p.left = new QLabel(p.progress_row);
    set_ink(*p.left, Ink::secondary);
    auto* stop = button(p.progress_row, "cancel", QStringLiteral("cancel"));
    connect(stop, &QPushButton::clicked, this, [this] { parts_->run->cancel(); });
    row->addWidget(p.progress, 1);
    row->addWidget(p.left);
    row->addWidget(stop);
    below->addWidget(p.progress_row);
    p.banner = new Banner(this);
    p.banner->setObjectName(QStringLiteral("credibility.banner"));
    p.banner->hide();
    below->addWidget(p.banner);
    p.summary = new QLabel(words("credibility.page.nothing"), this);
    p.summary->setObjectName(QStringLiteral("credibility.summary"));
    p.summary->setWordWrap(true);
    below->addWidget(p.summary);
    auto* key = new QLabel(words("credibility.page.key"), this);
    key->setWordWrap(true);
    set_type(*key, Type::caption);
    set_ink(*key, Ink::muted);
    below->addWidget(key);
    page->addLayout(below);

    auto* scroll = new PageScroll(this);
    scroll->setObjectName(QStringLiteral("credibility.scroll"));
    scroll->setFocusPolicy(Qt::StrongFocus); // the arrow keys move the page
    auto* column = new QVBoxLayout(scroll->sheet());
    column->setSpacing(sizes().card_gap);
    for (const FactSpec& fact : p.facts) {
        p.cards.push_back(new FactCard(fact, scroll->sheet()));
        column->addWidget(p.cards.back());
    }
    column->addStretch(1);
    page->addWidget(scroll, 1);
    follow_run();
}

CredibilityRun& CredibilityPage::run() {
    return *parts_->run;
}

Banner& CredibilityPage::banner() {
    return *parts_->banner;
}

std::vector<FactCard*> CredibilityPage::cards() const {
    return parts_->cards;
}

void CredibilityPage::set_ask_path(std::function<QString(const QString&, const QString&)> ask) {
    parts_->ask = std::move(ask);
}

void CredibilityPage::follow_run() {
    Parts& p = *parts_;
    const bool running = p.run->running();
    p.progress_row->setVisible(running);
    p.quick->setEnabled(!running);
    p.full->setEnabled(!running);
    p.table->setEnabled(!running && !p.results.empty());
}

void CredibilityPage::show_results(const std::vector<FactResult>& results, bool quick) {
    Parts& p = *parts_;
    p.results = results;
    for (const FactResult& result : results)
        for (FactCard* card : p.cards)
            if (card->fact() == result.id) card->show_result(result);
    const QString summary =
        words("credibility.page.summary",
              {{"holds", counted(results, FactVerdict::holds)},
               {"fails", counted(results, FactVerdict::fails)},
               {"undecided", counted(results, FactVerdict::undecided)},
               {"not_judged", counted(results, FactVerdict::not_judged)},
               {"kind", words(quick ? "credibility.page.was_quick" : "credibility.page.was_full")}});
    p.summary->setText(summary);
    follow_run();
    Q_EMIT spoke(summary);
    Q_EMIT run_ended();
}

void CredibilityPage::save_table() {
    Parts& p = *parts_;
    if (!p.ask) return;
    const QString path = p.ask(words("credibility.page.table.name") + QStringLiteral(".csv"),
                               words("credibility.page.table.filter"));
    if (path.isEmpty()) return;
    if (auto written = write_file(to_core(path), facts_csv(p.results)); !written)
        p.banner->show_error(written.error());
    else
        Q_EMIT spoke(words("credibility.page.table.saved", {{"file", path}}));
}

} // namespace attune::ui
