#include "ui/pages/example_card.h"

#include "simulations/report/number_text.h"
#include "ui/theme/dress.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/text_labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune::ui {
namespace {

constexpr int plot_height = 84;
constexpr int plot_least = 44;

struct Scale {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    int first = std::numeric_limits<int>::max(), last = 0;

    void take(double value) {
        if (!std::isfinite(value)) return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void take(const std::vector<ChartPoint>& points) {
        for (const ChartPoint& point : points) {
            take(point.value);
            take(point.lower);
            take(point.upper);
            first = std::min(first, point.day);
            last = std::max(last, point.day);
        }
    }
};

} // namespace

ExamplePlot::ExamplePlot(QWidget* parent)
    : QWidget(parent)
    , words_(words("start.drawing")) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize ExamplePlot::sizeHint() const {
    return {240, static_cast<int>(plot_height * text_zoom())};
}
QSize ExamplePlot::minimumSizeHint() const {
    return {120, static_cast<int>(plot_least * text_zoom())};
}

void ExamplePlot::show_picture(const ExamplePicture* picture) {
    picture_.reset();
    if (picture) picture_ = *picture;
    setAccessibleName(picture ? from_core(picture->sentence) : words("start.drawing"));
    setToolTip(picture ? from_core(picture->sentence) : QString());
    update();
}

void ExamplePlot::show_words(const QString& text) {
    picture_.reset();
    words_ = text;
    setAccessibleName(text);
    update();
}

void ExamplePlot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    painter.setFont(ui::font(Type::axis));
    Scale scale;
    if (picture_) {
        scale.take(picture_->candidate);
        scale.take(picture_->baseline);
    }
    if (!picture_ || scale.last <= scale.first || !(scale.high >= scale.low)) {
        painter.setPen(t.text.muted);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, words_);
        return;
    }
    const QFont bold = [] {
        QFont made = ui::font(Type::axis);
        made.setWeight(QFont::DemiBold);
        return made;
    }();
    const qreal label = std::max(figures_width(bold, from_core(picture_->candidate_end)),
                                 figures_width(painter.font(), from_core(picture_->baseline_end)));
    const QRectF plot = QRectF(rect()).adjusted(0, 6, -label - sizes().space, -6);
    painter.save();
    painter.setClipRect(plot.adjusted(-2, -3, 2, 3));
    const double room = std::max(scale.high - scale.low, 1e-9);
    const auto x = [&](int day) {
        return plot.left() + plot.width() * (day - scale.first) / (scale.last - scale.first);
    };
    const auto y = [&](double value) { return plot.bottom() - plot.height() * (value - scale.low) / room; };

    // The band of each stretch with an interval, without edges, below all lines.
    const auto band = [&](const std::vector<ChartPoint>& points, const QColor& colour) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        QPolygonF upper, lower;
        const auto flush = [&] {
            std::reverse(lower.begin(), lower.end());
            if (upper.size() > 1) painter.drawPolygon(upper + lower);
            upper.clear();
            lower.clear();
        };
        for (const ChartPoint& point : points) {
            if (!std::isfinite(point.lower) || !std::isfinite(point.upper)) {
                flush();
                continue;
            }
            upper << QPointF(x(point.day), y(point.upper));
            lower << QPointF(x(point.day), y(point.lower));
        }
        flush();
    };
    const auto line = [&](const std::vector<ChartPoint>& points, const QPen& pen) {
        QPainterPath path;
        bool open = false;
        for (const ChartPoint& point : points) {
            if (!std::isfinite(point.value)) {
                open = false;
                continue;
            }
            const QPointF place(x(point.day), y(point.value));
            if (open)
                path.lineTo(place);
            else
                path.moveTo(place);
            open = true;
        }
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    };
    band(picture_->candidate, t.data.candidate_band);
    QPen dashed(t.data.baseline, 1.5);
    dashed.setDashPattern({5 / 1.5, 3 / 1.5});
    line(picture_->baseline, dashed);
    line(picture_->candidate, QPen(t.data.candidate, 2));
    painter.restore();

    // Values at the ends, moved apart.
    const auto end = [](const std::vector<ChartPoint>& points) {
        for (auto point = points.rbegin(); point != points.rend(); ++point)
            if (std::isfinite(point->value)) return point->value;
        return std::numeric_limits<double>::quiet_NaN();
    };
    const double ends[] = {end(picture_->candidate), end(picture_->baseline)};
    if (!std::isfinite(ends[0]) || !std::isfinite(ends[1])) return;
    const qreal height = QFontMetricsF(bold).height();
    const std::vector<double> places =
        spread({y(ends[0]), y(ends[1])}, height - 1, height / 2, rect().height() - height / 2);
    for (std::size_t i = 0; i < 2; ++i) {
        painter.setFont(i == 0 ? bold : ui::font(Type::axis));
        painter.setPen(i == 0 ? t.text.primary : t.text.muted);
        draw_figures(painter,
                     QRectF(plot.right() + sizes().space - 2, places[i] - height / 2, label + 2, height),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     from_core(i == 0 ? picture_->candidate_end : picture_->baseline_end));
    }
}

ExampleCard::ExampleCard(const Example& example, QWidget* parent)
    : Card(parent)
    , name_(from_core(example.name)) {
    setObjectName(QStringLiteral("example.") + name_);
    setCursor(Qt::PointingHandCursor);
    const std::string key = "example." + example.name;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 11, 14, 12);
    column->setSpacing(2);
    auto* title = new QLabel(words(key + ".title"), this);
    title->setWordWrap(true);
    set_type(*title, Type::chart_title);
    auto* line = new QLabel(words(key + ".line"), this);
    line->setWordWrap(true);
    line->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    set_ink(*line, Ink::secondary);
    asks_ = new ElidedLabel({}, this);
    set_type(*asks_, Type::caption);
    set_ink(*asks_, Ink::muted);
    plot_ = new ExamplePlot(this);
    plot_->setObjectName(objectName() + QStringLiteral(".plot"));
    column->addWidget(title);
    column->addWidget(line);
    column->addSpacing(sizes().space / 2);
    column->addWidget(plot_, 1);
    column->addWidget(asks_);
    column->addSpacing(sizes().space / 2);

    const Scenario& scenario = example.setup.scenario->scenario;
    auto* row = new QHBoxLayout;
    auto* size = new ElidedLabel(words("start.size", {{"people", from_core(count_text(scenario.users))},
                                                      {"days", from_core(count_text(scenario.days))}}),
                                 this);
    set_type(*size, Type::caption);
    set_ink(*size, Ink::muted);
    open_ = new QPushButton(words("start.open_example"), this);
    open_->setObjectName(objectName() + QStringLiteral(".open"));
    open_->setAccessibleName(words("start.open_named", {{"name", title->text()}}));
    open_->setToolTip(open_->accessibleName());
    connect(open_, &QPushButton::clicked, this, [this] { Q_EMIT chosen(name_); });
    row->addWidget(size, 1);
    row->addWidget(open_);
    column->addLayout(row);
}

void ExampleCard::show_picture(const ExamplePicture& picture) {
    asks_->setText(from_core(picture.question));
    plot_->show_picture(&picture);
}

void ExampleCard::show_failure(const Error& error) {
    plot_->show_words(error_words(error));
}

bool ExampleCard::event(QEvent* event) {
    if (event->type() == QEvent::Enter) set_chosen(true);
    if (event->type() == QEvent::Leave) set_chosen(false);
    return Card::event(event);
}

void ExampleCard::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        Q_EMIT chosen(name_);
    else
        Card::mouseReleaseEvent(event);
}

} // namespace attune::ui
