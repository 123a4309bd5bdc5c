#include "ui/pages/consent_console.h"

#include "core/base/atomic_file.h"
#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/consent_words.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/consent_matrix_view.h"
#include "ui/pages/ledger_card.h"
#include "ui/pages/marked_slider.h"
#include "ui/pages/page_scroll.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/card.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSpinBox>
#include <QTimer>

#include <algorithm>

namespace attune::ui {
namespace {

/// At 100 % text: below this width the chart stands under the matrix; the least height of the ledger; pages
/// lower than this leave out what is not needed at every look.
constexpr int both_beside = 900, ledger_height = 220, low_page = 600;

/// The first day on which each notice asked somebody, in the order of the notices.
std::vector<MarkedSlider::Mark> notice_marks(const ConsentPicture& picture) {
    std::vector<int> first(picture.notices.size(), -1);
    for (const ConsentMove& move : picture.moves)
        if (move.to == ConsentStatus::requested && move.notice < first.size() && first[move.notice] < 0)
            first[move.notice] = move.day;
    std::vector<MarkedSlider::Mark> marks;
    for (std::size_t n = 0; n < first.size(); ++n)
        if (first[n] >= 0)
            marks.push_back(
                {first[n] + 1, words("consent_page.as_of.mark",
                                     {{"notice", from_core(readable_name(picture.notices[n].notice.id))},
                                      {"day", QString::number(first[n] + 1)}})});
    return marks;
}

} // namespace

struct ConsentConsole::Parts {
    QSpinBox* day = nullptr;
    MarkedSlider* slider = nullptr;
    QLabel* reads = nullptr;
    PageScroll* scroll = nullptr;
    QLabel* subtitle = nullptr;
    QGridLayout* pair = nullptr;
    Card* matrix_card = nullptr;
    ConsentMatrixView* matrix = nullptr;
    QLabel* finding = nullptr;
    ChartFrame* agreement = nullptr;
    LedgerCard* ledger = nullptr;
    AskPath ask;
    std::shared_ptr<const ConsentPicture> picture;
    ConsentStanding standing;
    bool stacked = false;
};

ConsentConsole::ConsentConsole(ConsentDesk& desk, QWidget* parent)
    : QWidget(parent)
    , parts_(std::make_unique<Parts>()) {
    build(desk);
    Parts& p = *parts_;
    connect(p.ledger, &LedgerCard::spoke, this, &ConsentConsole::spoke);
    connect(p.matrix, &ConsentMatrixView::spoke, this, &ConsentConsole::spoke);
    connect(p.agreement, &ChartFrame::spoke, this, &ConsentConsole::spoke);
    connect(p.agreement, &ChartFrame::export_failed, this, &ConsentConsole::failed);
    connect(p.matrix, &ConsentMatrixView::cell_chosen, this, [this](Purpose purpose, bool unfounded) {
        parts_->ledger->show_purpose(purpose, unfounded);
        show_ledger();
    });
}

ConsentConsole::~ConsentConsole() = default;

void ConsentConsole::build(ConsentDesk& desk) {
    Parts& p = *parts_;
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    auto* scroll = p.scroll = new PageScroll(this);
    page->addWidget(scroll);
    scroll->setObjectName(QStringLiteral("consent.scroll"));
    QWidget* sheet = scroll->sheet();
    auto* column = new QVBoxLayout(sheet);
    column->setSpacing(sizes().space);
    auto* as_of = new QWidget(sheet);
    auto* row = new QHBoxLayout(as_of);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(sizes().space);
    auto* label = new QLabel(words("consent_page.as_of"), as_of);
    p.day = new QSpinBox(as_of);
    p.day->setObjectName(QStringLiteral("consent.day"));
    p.day->setAccessibleName(words("consent_page.as_of.day"));
    p.day->setPrefix(words("consent_page.as_of.prefix") + u' ');
    p.day->setKeyboardTracking(false);
    label->setBuddy(p.day);
    p.slider = new MarkedSlider(as_of);
    p.slider->setObjectName(QStringLiteral("consent.slider"));
    p.slider->setAccessibleName(words("consent_page.as_of.day"));
    p.slider->setMaximumWidth(scaled(420));
    p.reads = new QLabel(as_of);
    p.reads->setObjectName(QStringLiteral("consent.reads"));
    set_type(*p.reads, Type::caption);
    set_ink(*p.reads, Ink::secondary);
    p.reads->setWordWrap(true);
    row->addWidget(label);
    row->addWidget(p.day);
    row->addWidget(p.slider, 1);
    row->addWidget(p.reads, 1);
    column->addWidget(as_of);
    connect(p.day, &QSpinBox::valueChanged, this, [this](int day) {
        parts_->slider->setValue(day);
        show_standing();
    });
    connect(p.slider, &QSlider::valueChanged, p.day, &QSpinBox::setValue);

    p.pair = new QGridLayout;
    p.pair->setSpacing(sizes().card_gap);
    p.matrix_card = new Card(sheet);
    auto* inside = new QVBoxLayout(p.matrix_card);
    inside->setContentsMargins(sizes().card_padding, sizes().card_padding, sizes().card_padding,
                               sizes().space);
    inside->setSpacing(sizes().space / 2);
    auto* question = new QLabel(words("consent_page.matrix"), p.matrix_card);
    set_type(*question, Type::chart_title);
    p.subtitle = new QLabel(words("consent_page.matrix.subtitle"), p.matrix_card);
    p.subtitle->setWordWrap(true);
    set_type(*p.subtitle, Type::caption);
    set_ink(*p.subtitle, Ink::secondary);
    question->setToolTip(p.subtitle->text());
    p.matrix = new ConsentMatrixView(p.matrix_card);
    p.finding = new QLabel(p.matrix_card);
    p.finding->setObjectName(QStringLiteral("consent.finding"));
    p.finding->setWordWrap(true);
    p.finding->setTextFormat(Qt::RichText);
    for (QWidget* one : std::initializer_list<QWidget*>{question, p.subtitle, p.matrix, p.finding})
        inside->addWidget(one);
    inside->addStretch(1);
    p.agreement = new ChartFrame(QStringLiteral("agreement"), sheet);
    p.pair->addWidget(p.matrix_card, 0, 0);
    p.pair->addWidget(p.agreement, 0, 1);
    column->addLayout(p.pair);
    p.ledger = new LedgerCard(desk, sheet);
    column->addWidget(p.ledger, 1);
    arrange();
}

void ConsentConsole::show_picture(const std::shared_ptr<const ConsentPicture>& shown) {
    Parts& p = *parts_;
    p.picture = shown;
    const ConsentPicture& picture = *shown;
    const int days = picture.last_day + 1;
    {
        const QSignalBlocker quiet_day(p.day), quiet_slider(p.slider);
        {
            p.day->setRange(1, days);
            p.day->setSuffix(u' ' + words("consent_page.as_of.suffix", {{"days", QString::number(days)}}));
            p.day->setValue(days);
        }
        p.slider->setRange(1, days);
        p.slider->setPageStep(std::max(1, std::min(7, days / 4)));
        p.slider->setValue(days);
    }
    const auto count = [](std::int64_t of) { return from_core(count_text(static_cast<double>(of))); };
    QStringList told{words("consent_page.reads", {{"allowed", count(picture.allowed)},
                                                  {"refused", count(picture.refused)},
                                                  {"gaps", count(picture.gaps)}})};
    const std::vector<MarkedSlider::Mark> marks = notice_marks(picture);
    QStringList at;
    for (const MarkedSlider::Mark& mark : marks)
        at << QString::number(mark.value);
    if (!at.isEmpty()) told << words("consent_page.as_of.marks", {{"days", at.join(QStringLiteral(", "))}});
    p.reads->setText(told.join(u' '));
    p.slider->show_marks(marks);
    PictureState state;
    state.people = static_cast<int>(picture.watched.size());
    state.days = state.horizon = days;
    p.agreement->show_chart(agreement_chart(picture, Text::english()), state, nullptr);
    show_standing();
}

void ConsentConsole::show_standing() {
    Parts& p = *parts_;
    if (!p.picture) return;
    p.standing = standing_at(*p.picture, day());
    p.matrix->show_standing(p.standing, p.picture);
    const Sentence finding = standing_sentence(p.standing, Text::english());
    p.finding->setText(
        QStringLiteral("<b>%1</b>%2")
            .arg(from_core(finding.finding).toHtmlEscaped(), from_core(finding.rest).toHtmlEscaped()));
    p.finding->setAccessibleName(from_core(finding.all()));
    p.ledger->show_until(day());
}

void ConsentConsole::save_shares() {
    Parts& p = *parts_;
    if (!p.ask || !p.picture) return;
    const QString path =
        p.ask(words("consent_page.csv.file") + QStringLiteral(".csv"), words("charts.filter.csv"));
    if (path.isEmpty()) return;
    if (auto done = write_file(to_core(path), standing_csv(p.standing, *p.picture)); !done)
        Q_EMIT failed(done.error());
    else
        Q_EMIT spoke(words("consent_page.saved", {{"file", path}}));
}

int ConsentConsole::day() const {
    return parts_->day->value() - 1;
}

void ConsentConsole::show_ledger() {
    // After the layout: a chip of the new filter makes the ledger taller.
    QTimer::singleShot(0, this, [this] { parts_->scroll->ensureWidgetVisible(parts_->ledger, 0, 0); });
}

void ConsentConsole::show_day(int day) {
    parts_->day->setValue(day + 1);
}

void ConsentConsole::set_ask_path(const AskPath& ask) {
    parts_->agreement->set_ask_path(ask);
    parts_->ledger->set_ask_path(ask);
    parts_->ask = ask;
}

void ConsentConsole::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void ConsentConsole::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) arrange();
}

void ConsentConsole::arrange() {
    Parts& p = *parts_;
    p.ledger->setMinimumHeight(scaled(ledger_height));
    const bool low = height() < scaled(low_page);
    p.subtitle->setVisible(!low);
    p.matrix->set_low(low);
    p.matrix_card->layout()->setContentsMargins(sizes().card_padding,
                                                low ? sizes().space : sizes().card_padding,
                                                sizes().card_padding, sizes().space);
    const bool stacked = width() < static_cast<int>(both_beside * text_zoom());
    p.pair->setColumnStretch(0, stacked ? 1 : 5);
    p.pair->setColumnStretch(1, stacked ? 0 : 3);
    if (stacked == p.stacked) return;
    p.stacked = stacked;
    p.pair->removeWidget(p.agreement);
    p.pair->addWidget(p.agreement, stacked ? 1 : 0, stacked ? 0 : 1);
}

ConsentMatrixView& ConsentConsole::matrix() {
    return *parts_->matrix;
}

LedgerCard& ConsentConsole::ledger() {
    return *parts_->ledger;
}

} // namespace attune::ui
