#include "ui/charts/meaning_popup.h"

#include "simulations/report/line_plot.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/dress.h"
#include "ui/theme/words.h"

#include <QLabel>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr qreal text_width = 360;

bool stands_alone(const SmallMultiples& panels) {
    return std::all_of(panels.groups.begin(), panels.groups.end(),
                       [](const GroupLines& group) { return group.baseline.empty(); });
}

const char* reading_key(const Plot& plot) {
    if (const auto* panels = std::get_if<SmallMultiples>(&plot))
        return !panels->own_scales     ? "charts.meaning.multiples"
               : stands_alone(*panels) ? "charts.meaning.panels_alone"
                                       : "charts.meaning.panels";
    if (const auto* lines = std::get_if<LineChart>(&plot); lines && !lone_places(*lines).empty())
        return "charts.meaning.places";
    if (const auto* lines = std::get_if<LineChart>(&plot); lines && lines->hundredths)
        return "charts.meaning.hundredths";
    if (std::holds_alternative<LoadBars>(plot)) return "charts.meaning.bars";
    if (std::holds_alternative<VoiceDots>(plot)) return "charts.meaning.voices";
    if (std::holds_alternative<HeatChart>(plot)) return "charts.meaning.cells";
    return "charts.meaning.lines";
}

} // namespace

QStringList meaning_of(const LabChart& chart, const PictureState& state) {
    const Text& text = Text::english();
    QStringList all;
    std::vector<std::string> told;
    for (const auto& [metric, group] : chart.shows) {
        if (std::find(told.begin(), told.end(), metric) != told.end()) continue;
        told.push_back(metric);
        const std::string name = "metric." + metric;
        if (text.has(name) && text.has(name + ".why"))
            all.append(
                words("charts.meaning.metric", {{"name", words(name)}, {"why", words(name + ".why")}}));
    }
    all.append(words(reading_key(chart.plot)));
    // A preview is too small for its bands to be read closely; the head of the page says that it is one.
    if (!state.preview)
        all.append(words(state.replications > 1 ? "charts.meaning.seeds" : "charts.meaning.one_seed",
                         {{"seeds", QString::number(state.replications)}}));
    return all;
}

MeaningPopup::MeaningPopup(QWidget* parent)
    : QFrame(parent, Qt::Popup) {
    setFrameShape(QFrame::NoFrame);
    set_ground(*this, Ground::raised);
    setFocusPolicy(Qt::StrongFocus);
    title_ = new QLabel(this);
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    set_type(*title_, Type::section);
    set_ink(*title_, Ink::primary);
    text_ = new QLabel(this);
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    set_type(*text_, Type::caption);
    set_ink(*text_, Ink::secondary);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(sizes().card_padding, sizes().card_gap, sizes().card_padding,
                               sizes().card_gap);
    column->setSpacing(sizes().space);
    column->addWidget(title_);
    column->addWidget(text_);
}

void MeaningPopup::show_meaning(const LabChart& chart, const PictureState& state, const QWidget& anchor) {
    title_->setText(from_core(chart.question));
    text_->setText(meaning_of(chart, state).join(QStringLiteral("\n\n")));
    setAccessibleName(title_->text());
    setAccessibleDescription(text_->text());
    const int wide = qRound(grown(text_width));
    title_->setFixedWidth(wide);
    text_->setFixedWidth(wide);
    adjustSize();
    QPoint at = anchor.mapToGlobal(QPoint(anchor.width() - width(), anchor.height() + 4));
    if (const QScreen* screen = anchor.screen()) {
        const QRect room = screen->availableGeometry();
        at.setX(std::clamp(at.x(), room.left(), std::max(room.left(), room.right() - width())));
        at.setY(std::clamp(at.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(at);
    show();
    setFocus();
}

QString MeaningPopup::text() const {
    return text_->text();
}

void MeaningPopup::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(theme().border.normal);
    painter.setBrush(theme().surface.raised);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace attune::ui
