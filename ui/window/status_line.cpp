#include "ui/window/status_line.h"

#include "simulations/report/number_text.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/text_labels.h"

#include <QAccessible>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace attune::ui {

class StateLight : public QWidget {
public:
    explicit StateLight(QWidget* parent)
        : QWidget(parent) {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    QSize sizeHint() const override { return {guardrail_light_size(), guardrail_light_size()}; }
    std::optional<GuardrailState> shown;
    bool moving = false;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (shown) return draw_guardrail_light(painter, rect(), *shown);
        painter.setPen(QPen(moving ? theme().accent.base : theme().border.control, 1.75));
        painter.setBrush(moving ? QBrush(theme().accent.base) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QRectF(rect()).adjusted(3, 3, -3, -3));
    }
};

namespace {

QLabel* label(QWidget* parent, const char* name, bool quiet) {
    auto* made = new ElidedLabel({}, parent);
    made->setObjectName(QLatin1String(name));
    made->setTextFormat(Qt::PlainText);
    set_type(*made, Type::caption);
    set_ink(*made, quiet ? Ink::muted : Ink::primary);
    return made;
}

const char* word_key(StatusLine::State state) {
    switch (state) {
    case StatusLine::State::ready:
        return "window.state.ready";
    case StatusLine::State::previewing:
        return "window.state.previewing";
    case StatusLine::State::running:
        return "window.state.running";
    case StatusLine::State::finished:
        return "window.state.finished";
    case StatusLine::State::stopped:
        return "window.state.stopped";
    case StatusLine::State::failed:
        return "window.state.failed";
    }
    return "";
}

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent) {
    setObjectName(QStringLiteral("status"));
    setAccessibleName(words("window.status"));
    setSizeGripEnabled(false);
    const auto side = [this](int spacing) {
        auto* made = new QWidget(this);
        auto* row = new QHBoxLayout(made);
        row->setContentsMargins(sizes().space + 4, 0, sizes().space, 0);
        row->setSpacing(spacing);
        return row;
    };
    QHBoxLayout* left = side(2 * sizes().space);
    QWidget* ground = left->parentWidget();
    auto* state = new QHBoxLayout;
    state->setSpacing(sizes().space);
    light_ = new StateLight(ground);
    word_ = label(ground, "status.state", false);
    state->addWidget(light_);
    state->addWidget(word_);
    left->addLayout(state);
    run_ = label(ground, "status.run", true);
    seed_ = label(ground, "status.seed", true);
    headline_ = label(ground, "status.headline", true);
    // What does not change its length much stays whole; the sentence takes what is left.
    word_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    seed_->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    headline_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    left->addWidget(run_);
    left->addWidget(seed_);
    left->addWidget(headline_, 1);
    addWidget(ground, 1);

    QHBoxLayout* right = side(2 * sizes().space);
    ground = right->parentWidget();
    saved_ = label(ground, "status.saved", false);
    file_ = label(ground, "status.file", true);
    text_size_ = label(ground, "status.text_size", true);
    right->addWidget(saved_);
    right->addWidget(file_);
    right->addWidget(text_size_);
    addPermanentWidget(ground);
    show_state(State::ready);
    show_text_size();
}

void StatusLine::show_state(State state) {
    state_ = state;
    word_->setText(words(word_key(state)));
    light_->shown.reset();
    light_->moving = state == State::previewing || state == State::running;
    if (state == State::finished) light_->shown = GuardrailState::held;
    if (state == State::stopped) light_->shown = GuardrailState::near_limit;
    if (state == State::failed) light_->shown = GuardrailState::broken;
    light_->update();
}

void StatusLine::show_run(const PictureState* picture, std::uint64_t seed) {
    run_->setVisible(picture != nullptr);
    seed_->setVisible(picture != nullptr);
    if (!picture) return;
    const auto count = [](int n) { return from_core(count_text(n)); };
    run_->setText(words(picture->replications == 1 ? "window.run_of.once" : "window.run_of",
                        {{"people", count(picture->people)},
                         {"days", count(picture->days)},
                         {"replications", count(picture->replications)}}));
    seed_->setText(words("window.seed", {{"seed", QString::number(seed)}}));
}

void StatusLine::show_file(const Document& document) {
    const char* saved = "window.saved.none";
    if (document.save_state() == Document::SaveState::saved) saved = "window.saved.saved";
    if (document.save_state() == Document::SaveState::saving) saved = "window.saved.saving";
    if (document.save_state() == Document::SaveState::failed) saved = "window.saved.failed";
    saved_->setText(words(document.is_open() ? saved : "window.saved.none"));
    file_->setVisible(document.is_open());
    if (!document.is_open()) return;
    const QString name =
        document.untitled() ? words("window.untitled") : QFileInfo(document.path()).fileName();
    file_->setText(document.contents().personal_data ? words("window.file_personal", {{"name", name}})
                                                     : name);
    file_->setToolTip(document.path());
}

void StatusLine::show_text_size() {
    text_size_->setText(words("window.text_size", {{"percent", QString::number(qRound(text_zoom() * 100))}}));
}

void StatusLine::show_line(const QString& line) {
    headline_->setText(line);
    headline_->setToolTip(line);
}

void StatusLine::speak(const QString& line) {
    show_line(line);
    headline_->setAccessibleName(line);
    QAccessibleEvent named(headline_, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&named);
}

QString StatusLine::spoken() const {
    return headline_->accessibleName();
}

} // namespace attune::ui
