#include "ui/pages/consent_page.h"

#include "simulations/report/number_text.h"
#include "simulations/study/consent_words.h"
#include "ui/pages/anchor_row.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_console.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/notices_view.h"
#include "ui/pages/page_head.h"
#include "ui/pages/people_card.h"
#include "ui/pages/person_view.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QTabBar>

namespace attune::ui {
struct ConsentPage::Parts {
    ConsentDesk* desk = nullptr;
    PageHead* head = nullptr;
    QPushButton* csv = nullptr;
    QPushButton* edit_matrix = nullptr;
    QPushButton* record = nullptr;
    Banner* banner = nullptr;
    QWidget* progress_row = nullptr;
    QProgressBar* progress = nullptr;
    QLabel* progress_words = nullptr;
    QPushButton* stop = nullptr;
    QTabBar* tabs = nullptr;
    QStackedLayout* under_head = nullptr; ///< empty state, or tabs
    QStackedLayout* under_tabs = nullptr;
    EmptyState* empty = nullptr;
    ConsentConsole* console = nullptr;
    PersonView* person = nullptr;
    NoticesView* notices = nullptr;
    AuditRoom* audit = nullptr;
    AnchorRow* anchors = nullptr;
};

ConsentPage::ConsentPage(QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    Parts& p = *parts_;
    p.desk = new ConsentDesk(this);
    build();
    connect(p.desk, &ConsentDesk::loaded, this, &ConsentPage::show_picture);
    connect(p.desk, &ConsentDesk::emptied, this, &ConsentPage::show_nothing);
    connect(p.desk, &ConsentDesk::failed, this, [this](const Error& error) {
        parts_->banner->show_error(error);
        if (!parts_->desk->picture()) show_nothing();
        Q_EMIT spoke(error_words(error));
        Q_EMIT failed(error);
    });
    connect(p.desk, &ConsentDesk::settled_now, this, &ConsentPage::settled_now);
    connect(p.console, &ConsentConsole::spoke, this, &ConsentPage::spoke);
    connect(p.console, &ConsentConsole::failed, this, [this](const Error& error) {
        parts_->banner->show_error(error);
        Q_EMIT failed(error);
    });
    connect(p.person, &PersonView::spoke, this, &ConsentPage::spoke);
    connect(p.audit, &AuditRoom::spoke, this, &ConsentPage::spoke);
    connect(p.audit, &AuditRoom::failed, p.desk, &ConsentDesk::failed);
    connect(p.audit, &AuditRoom::settled_now, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    connect(p.anchors, &AnchorRow::spoke, this, &ConsentPage::spoke);
    connect(p.person, &PersonView::erasure_wanted, this, &ConsentPage::erasure_wanted);
    PeopleCard& people = p.notices->people();
    connect(&people, &PeopleCard::spoke, this, &ConsentPage::spoke);
    connect(&people, &PeopleCard::evidence_wanted, this, &ConsentPage::evidence_wanted);
    connect(p.banner, &Banner::link_activated, this, [this] {
        show_tab(ConsentTab::console);
        parts_->console->ledger().show_unfounded();
        parts_->console->show_ledger();
    });
    connect(&p.console->ledger(), &LedgerCard::person_wanted, this, [this](UserId person) {
        show_tab(ConsentTab::person);
        parts_->person->show_person(person);
    });
    connect(p.person, &PersonView::ledger_wanted, this, [this](UserId person) {
        show_tab(ConsentTab::console);
        parts_->console->ledger().show_person(person);
        parts_->console->show_ledger();
    });
    show_nothing();
}

ConsentPage::~ConsentPage() = default;

void ConsentPage::build() {
    Parts& p = *parts_;
    setObjectName(QStringLiteral("page.consent"));
    setAccessibleName(words("consent_page.title"));
    set_ground(*this, Ground::page);
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    build_head();
    page->addWidget(p.head);
    auto* notes = new QVBoxLayout;
    notes->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, 0);
    p.banner = new Banner(this);
    p.banner->setObjectName(QStringLiteral("consent.banner"));
    p.banner->hide();
    notes->addWidget(p.banner);
    p.progress_row = new QWidget(this);
    auto* row = new QHBoxLayout(p.progress_row);
    row->setContentsMargins(0, 0, 0, sizes().space / 2);
    p.progress_words = new QLabel(words("consent_page.recording"), p.progress_row);
    p.progress = new QProgressBar(p.progress_row);
    p.progress->setObjectName(QStringLiteral("consent.recording"));
    p.progress->setAccessibleName(words("consent_page.recording"));
    p.progress->setRange(0, 1000);
    p.progress->setTextVisible(false);
    p.stop =
        new QPushButton(icon(QStringLiteral("cancel")), words("consent_page.recording.stop"), p.progress_row);
    p.stop->setObjectName(QStringLiteral("consent.recording.stop"));
    connect(p.stop, &QPushButton::clicked, this, &ConsentPage::recording_unwanted);
    row->addWidget(p.progress_words);
    row->addWidget(p.progress, 1);
    row->addWidget(p.stop);
    p.progress_row->hide();
    notes->addWidget(p.progress_row);
    page->addLayout(notes);

    p.under_head = new QStackedLayout;
    p.under_head->addWidget(build_empty());
    auto* full = new QWidget(this);
    auto* column = new QVBoxLayout(full);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    p.tabs = new QTabBar(full);
    p.tabs->setObjectName(QStringLiteral("consent.tabs"));
    p.tabs->setAccessibleName(words("consent_page.tabs"));
    p.tabs->setExpanding(false);
    p.tabs->setDrawBase(true);
    for (const char* key : {"console", "person", "notices", "audit"}) {
        const std::string name = std::string("consent_page.tab.") + key;
        const int tab = p.tabs->addTab(words(name));
        p.tabs->setTabToolTip(tab, words(name + ".tip"));
    }
    connect(p.tabs, &QTabBar::currentChanged, this,
            [this](int tab) { parts_->under_tabs->setCurrentIndex(tab); });
    auto* tab_row = new QHBoxLayout;
    tab_row->setContentsMargins(sizes().page_margin, 0, sizes().page_margin, 0);
    tab_row->addWidget(p.tabs, 1);
    column->addLayout(tab_row);
    p.under_tabs = new QStackedLayout;
    p.console = new ConsentConsole(*p.desk, full);
    p.under_tabs->addWidget(p.console);
    p.person = new PersonView(*p.desk, full);
    p.notices = new NoticesView(full);
    p.audit = new AuditRoom(*p.desk, full);
    p.anchors = new AnchorRow(*p.desk, p.audit);
    p.audit->anchors().addWidget(p.anchors);
    for (QWidget* one : std::initializer_list<QWidget*>{p.person, p.notices, p.audit})
        p.under_tabs->addWidget(one);
    column->addLayout(p.under_tabs, 1);
    p.under_head->addWidget(full);
    page->addLayout(p.under_head, 1);
}

void ConsentPage::build_head() {
    Parts& p = *parts_;
    p.head = new PageHead(this);
    p.head->set_title(words("consent_page.title"));
    const auto button = [&](const char* name, const char* picture) {
        auto* made =
            new QPushButton(icon(QLatin1String(picture)), words(std::string("consent_page.") + name), p.head);
        made->setObjectName(QStringLiteral("consent.") + QLatin1String(name));
        made->setToolTip(words(std::string("consent_page.") + name + ".tip"));
        p.head->add(made);
        return made;
    };
    p.edit_matrix = button("edit_matrix", "table");
    p.csv = button("csv", "export");
    p.record = button("record", "play");
    connect(p.edit_matrix, &QPushButton::clicked, this, &ConsentPage::matrix_wanted);
    connect(p.csv, &QPushButton::clicked, this, [this] { parts_->console->save_shares(); });
    connect(p.record, &QPushButton::clicked, this, &ConsentPage::record_wanted);
}

QWidget* ConsentPage::build_empty() {
    Parts& p = *parts_;
    p.empty = new EmptyState(words("consent_page.empty"), words("consent_page.record"), this);
    p.empty->setObjectName(QStringLiteral("consent.empty"));
    connect(p.empty->button(), &QPushButton::clicked, this, &ConsentPage::record_wanted);
    return p.empty;
}

void ConsentPage::show_workspace(const QString& path) {
    Parts& p = *parts_;
    p.banner->hide();
    p.audit->forget();
    p.person->forget();
    p.desk->open(path);
}

void ConsentPage::show_nothing() {
    Parts& p = *parts_;
    p.under_head->setCurrentIndex(0);
    p.csv->hide();
    p.record->hide(); // the empty state has it
    p.head->set_subtitle(words(p.desk->path().isEmpty() ? "consent_page.no_file" : "consent_page.no_trail"));
}

void ConsentPage::show_picture() {
    Parts& p = *parts_;
    const ConsentPicture& picture = *p.desk->picture();
    p.under_head->setCurrentIndex(1);
    p.csv->show();
    p.record->show();
    p.head->set_subtitle(from_core(picture_subtitle(picture, Text::english())));
    p.notices->show_notices(picture);
    if (!picture.unfounded.empty()) {
        const auto purpose = picture.unfounded.front().purpose;
        p.banner->show_message(
            Banner::Tone::danger,
            words("consent_page.unfounded",
                  {{"count", from_core(count_text(static_cast<double>(picture.unfounded.size())))}}),
            words("consent_page.unfounded.advice",
                  {{"purpose", words("consent.purpose_short." + std::string(attune::name(purpose)))}}),
            words("consent_page.unfounded.link"), false);
    }
    p.console->show_picture(p.desk->picture());
}

void ConsentPage::set_recording(bool possible, double done) {
    Parts& p = *parts_;
    const bool running = done >= 0;
    p.record->setEnabled(possible && !running);
    p.empty->button()->setEnabled(possible && !running);
    p.progress_row->setVisible(running);
    if (running) p.progress->setValue(static_cast<int>(done * p.progress->maximum()));
}

void ConsentPage::show_tab(ConsentTab tab) {
    parts_->tabs->setCurrentIndex(static_cast<int>(tab));
}

ConsentTab ConsentPage::tab() const {
    return static_cast<ConsentTab>(parts_->tabs->currentIndex());
}

bool ConsentPage::settled() const {
    const ConsentDesk& desk = *parts_->desk;
    return !desk.reading() && !desk.auditing() && !desk.listing() && parts_->audit->settled();
}

void ConsentPage::set_ask_path(const AskPath& ask) {
    parts_->console->set_ask_path(ask);
    parts_->person->set_ask_path(ask);
    parts_->audit->set_ask_path(ask);
}

void ConsentPage::set_ask_file(const AskFile& ask) {
    parts_->anchors->set_ask_file(ask);
}

ConsentDesk& ConsentPage::desk() {
    return *parts_->desk;
}

Banner& ConsentPage::banner() {
    return *parts_->banner;
}

ConsentConsole& ConsentPage::console() {
    return *parts_->console;
}

PersonView& ConsentPage::person() {
    return *parts_->person;
}

NoticesView& ConsentPage::notices() {
    return *parts_->notices;
}

AuditRoom& ConsentPage::audit_room() {
    return *parts_->audit;
}

} // namespace attune::ui
