#include "ui/window/fit_dialog.h"

#include "core/base/text.h"
#include "simulations/fit/fit_words.h"
#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/window/fit_form.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace attune::ui {
namespace {

constexpr int wide = 720, high = 640;
constexpr int whole = 1000; ///< of the progress bar

const Text& text() {
    return Text::english();
}

QTableWidget* make_table(const QString& name, const QStringList& head, QWidget* parent) {
    auto* table = new QTableWidget(0, static_cast<int>(head.size()), parent);
    table->setObjectName(name);
    table->setHorizontalHeaderLabels(head);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setHighlightSections(false);
    table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    return table;
}

void add_row(QTableWidget& table, const std::vector<std::string>& cells) {
    const int row = table.rowCount();
    table.insertRow(row);
    for (std::size_t c = 0; c < cells.size(); ++c) {
        auto* item = new QTableWidgetItem(from_core(cells[c]));
        item->setToolTip(from_core(cells[c]));
        table.setItem(row, static_cast<int>(c), item);
    }
}

QScrollArea* scrolled(QWidget* inside, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

/// Why each estimate is what it is, and what the numbers leave open, as paragraphs.
QString reasons_of(const FitResult& result) {
    QStringList lines;
    for (const FittedAssumption& one : result.estimates) {
        lines << words("fit.form.reason", {{"name", from_core(assumption_name(one.key, text()))},
                                           {"why", from_core(why(one, text()))}});
        if (!one.given.empty())
            lines << words("fit.form.rests", {{"rests", from_core(rests_on(one, text()))}});
    }
    for (const auto& [finding, key] :
         {std::pair{Finding::same_as, "fit.form.same_as"}, std::pair{Finding::open, "fit.form.open"},
          std::pair{Finding::unseen, "fit.form.unseen"}}) {
        std::vector<std::string> names;
        for (const HeldAssumption& held : result.held)
            if (held.finding == finding) names.push_back(assumption_name(held.key, text()));
        if (!names.empty())
            lines << words(
                key, {{"names", from_core(text().listed(names))}, {"count", QString::number(names.size())}});
    }
    return lines.join(QStringLiteral("\n\n"));
}

} // namespace

FitDialog::FitDialog(Lab& lab, int threads, QWidget* parent)
    : QDialog(parent)
    , lab_(lab)
    , threads_(threads)
    , run_(new FitRun(this)) {
    setObjectName(QStringLiteral("fit"));
    setWindowTitle(words("fit.form.title"));
    setAccessibleName(words("fit.form.title"));
    setModal(false);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(sizes().card_gap);
    auto* head = new QLabel(words("fit.form.title"), this);
    set_type(*head, Type::page_title);
    column->addWidget(head);
    told_ = new QLabel(this);
    told_->setObjectName(QStringLiteral("fit.told"));
    told_->setWordWrap(true);
    column->addWidget(told_);
    banner_ = new Banner(this);
    banner_->hide();
    column->addWidget(banner_);
    pages_ = new QStackedWidget(this);
    pages_->addWidget(make_typing());
    pages_->addWidget(make_results());
    column->addWidget(pages_, 1);
    progress_ = new QProgressBar(this);
    progress_->setObjectName(QStringLiteral("fit.progress"));
    progress_->setAccessibleName(words("fit.form.progress"));
    progress_->setRange(0, whole);
    progress_->hide();
    column->addWidget(progress_);
    auto* buttons = new QDialogButtonBox(this);
    const auto button = [&](const char* name, QDialogButtonBox::ButtonRole role) {
        QPushButton* made = buttons->addButton(words(std::string("fit.form.") + name), role);
        made->setObjectName(QStringLiteral("fit.") + QLatin1String(name));
        made->setToolTip(words(std::string("fit.form.") + name + ".tip"));
        made->setAutoDefault(false);
        return made;
    };
    back_ = button("back", QDialogButtonBox::ResetRole);
    fit_ = button("fit", QDialogButtonBox::ActionRole);
    apply_ = button("apply", QDialogButtonBox::ActionRole);
    close_ = button("close", QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    connect(fit_, &QPushButton::clicked, this, &FitDialog::fit);
    connect(back_, &QPushButton::clicked, this, [this] {
        pages_->setCurrentIndex(0);
        banner_->hide();
        show_busy(false);
    });
    connect(apply_, &QPushButton::clicked, this, &FitDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &FitDialog::reject);
    connect(form_, &FitForm::wanted, this, &FitDialog::fit);
    connect(run_, &FitRun::progressed, this,
            [this](double done) { progress_->setValue(static_cast<int>(done * whole)); });
    connect(run_, &FitRun::finished, this, &FitDialog::show_result);
    connect(run_, &FitRun::failed, this, [this](const Error& error) {
        show_busy(false);
        banner_->show_error(error);
    });
    connect(run_, &FitRun::cancelled, this, [this] { show_busy(false); });
    for (auto signal : {&Lab::opened, &Lab::closed, &Lab::changed})
        connect(&lab_, signal, this, &FitDialog::follow_lab);
    follow_lab();
    resize(static_cast<int>(wide * text_zoom()), static_cast<int>(high * text_zoom()));
}

void FitDialog::set_sizes(int people, int replications) {
    people_ = people;
    replications_ = replications;
}

QWidget* FitDialog::make_typing() {
    form_ = new FitForm(this);
    form_->setObjectName(QStringLiteral("fit.form"));
    return scrolled(form_, this);
}

QWidget* FitDialog::make_results() {
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().card_gap);
    estimates_ = make_table(QStringLiteral("fit.estimates"),
                            {words("fit.form.assumption"), words("fit.form.before"), words("fit.form.fitted"),
                             words("fit.form.interval"), words("fit.form.sure")},
                            inside);
    estimates_->setAccessibleName(words("fit.form.estimates"));
    figures_ = make_table(QStringLiteral("fit.figures"),
                          {words("fit.form.known"), words("fit.form.wanted"), words("fit.form.reached"),
                           words("fit.form.verdict")},
                          inside);
    figures_->setAccessibleName(words("fit.form.figures"));
    reasons_ = new QLabel(inside);
    reasons_->setObjectName(QStringLiteral("fit.reasons"));
    reasons_->setTextFormat(Qt::PlainText);
    reasons_->setWordWrap(true);
    reasons_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(estimates_);
    column->addWidget(figures_);
    column->addWidget(reasons_);
    column->addStretch(1);
    return scrolled(inside, this);
}

void FitDialog::follow_lab() {
    if (lab_.is_open()) form_->set_days(lab_.setup().scenario->scenario.days);
    show_busy(run_->running());
}

void FitDialog::show_busy(bool busy) {
    const bool results = pages_->currentIndex() == 1;
    if (lab_.is_open()) {
        const LabSetup& setup = lab_.setup();
        told_->setText(
            words(results ? "fit.form.told.found" : "fit.form.told",
                  {{"policy", from_core(readable_name(results ? found_under_ : setup.baseline.name))},
                   {"scenario", from_core(readable_name(setup.scenario->scenario.name))}}));
    }
    progress_->setVisible(busy);
    form_->setEnabled(!busy);
    fit_->setVisible(!results);
    fit_->setEnabled(!busy && lab_.is_open());
    back_->setVisible(results);
    apply_->setVisible(results);
    apply_->setEnabled(result_ && lab_.is_open());
    close_->setText(words(busy ? "fit.form.stop" : "fit.form.close"));
}

void FitDialog::fit() {
    if (!lab_.is_open() || run_->running()) return;
    banner_->hide();
    auto targets = form_->targets();
    if (!targets) return banner_->show_error(targets.error());
    FitRequest request;
    request.scenario = lab_.setup().scenario;
    request.policy = lab_.setup().baseline;
    found_under_ = request.policy.name;
    request.targets = std::move(*targets);
    request.threads = threads_;
    request.people = people_;
    if (replications_ > 0) request.replications = replications_;
    progress_->setValue(0);
    run_->start(std::move(request));
    show_busy(true);
}

void FitDialog::show_result(const FitResult& result) {
    result_ = result;
    estimates_->setRowCount(0);
    figures_->setRowCount(0);
    for (const FittedAssumption& one : result.estimates) {
        const auto shown = [&](double value) {
            return assumption_text(one.key, value, one.lower, one.upper, text());
        };
        const NumberStyle style =
            style_for(kind_of(world_parameters().find(one.key)->spec.unit), one.value, one.lower, one.upper);
        add_row(*estimates_, {assumption_name(one.key, text()), shown(one.before), shown(one.value),
                              interval_text(one.lower, one.upper, style, text()),
                              text().get(one.finding == Finding::pinned ? "fit.form.yes" : "fit.form.no")});
    }
    for (const FittedFigure& figure : result.figures) {
        const NumberStyle style =
            style_for(kind_of(figure_unit(figure.key)), figure.wanted, figure.lower, figure.upper);
        add_row(*figures_, {figure_name(figure.key, text()), value_text(figure.wanted, style, text()),
                            value_text(figure.reached, style, text()), verdict(figure, text())});
    }
    reasons_->setText(reasons_of(result));
    if (!result.all_met())
        banner_->show_message(Banner::Tone::caution, words("fit.form.missed"),
                              words("fit.form.missed.advice"));
    pages_->setCurrentIndex(1);
    show_busy(false);
    apply_->setFocus(Qt::OtherFocusReason);
}

void FitDialog::apply() {
    if (!result_ || !lab_.is_open()) return;
    LabSetup after = lab_.setup();
    auto scenario = std::make_shared<LoadedScenario>(*after.scenario);
    // Only what was fitted: the lab may have gone on since.
    for (const FittedAssumption& one : result_->estimates) {
        const auto* entry = world_parameters().find(one.key);
        world_parameters().set(scenario->scenario.assumptions, *entry, one.key, one.value);
    }
    after.own_assumptions.reset();
    if (!(scenario->scenario.assumptions == lab_.own_assumptions()))
        after.own_assumptions = lab_.own_assumptions();
    after.scenario = std::move(scenario);
    lab_.restore(std::move(after), words("fit.form.step"));
    close();
}

void FitDialog::reject() {
    if (run_->running()) return run_->cancel();
    QDialog::reject();
}

} // namespace attune::ui
