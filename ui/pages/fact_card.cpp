#include "ui/pages/fact_card.h"

#include "simulations/credibility/fact_words.h"
#include "ui/theme/dress.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QLabel>
#include <QPainter>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr int bar_width = 220, bar_height = 26;
constexpr int both_sides = 860; ///< narrower than this, at 100 % text, numbers stand below the words
constexpr double margin_of_range = 0.12;

QLabel* line(QWidget* parent, const QString& text, Type type, Ink ink) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    set_type(*label, type);
    set_ink(*label, ink);
    return label;
}

struct Sign {
    const char* icon;
    QColor colour;
};

Sign sign_of(std::optional<FactVerdict> verdict) {
    const Theme& t = theme();
    if (!verdict) return {"clock", t.text.muted};
    switch (*verdict) {
    case FactVerdict::holds:
        return {"check", t.success.text};
    case FactVerdict::fails:
        return {"close", t.danger.text};
    case FactVerdict::undecided:
        return {"help", t.caution.text};
    case FactVerdict::not_judged:
        break;
    }
    return {"minus", t.text.muted};
}

} // namespace

VerdictSign::VerdictSign(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    set_type(*this, Type::body_strong);
    show_verdict({});
}

QString VerdictSign::word() const {
    return verdict_ ? from_core(verdict_word(*verdict_, Text::english()))
                    : words("credibility.page.unchecked");
}

void VerdictSign::show_verdict(std::optional<FactVerdict> verdict) {
    verdict_ = verdict;
    setAccessibleName(word());
    updateGeometry();
    update();
}

QSize VerdictSign::sizeHint() const {
    const QFontMetrics metrics(font());
    const int side = scaled(16);
    return {side + 6 + metrics.horizontalAdvance(word()) + 2, std::max(side, metrics.height())};
}

void VerdictSign::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Sign sign = sign_of(verdict_);
    const int side = scaled(16);
    draw_icon(painter, QRectF(0, (height() - side) / 2.0, side, side), QLatin1String(sign.icon), sign.colour);
    painter.setPen(sign.colour);
    painter.drawText(QRect(side + 6, 0, width() - side - 6, height()), Qt::AlignVCenter | Qt::AlignLeft,
                     word());
}

BandBar::BandBar(const CheckResult& check, QWidget* parent)
    : QWidget(parent)
    , check_(check) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize BandBar::sizeHint() const {
    return {scaled(bar_width), scaled(bar_height)};
}
QSize BandBar::minimumSizeHint() const {
    return sizeHint();
}

void BandBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    const bool has_control = std::isfinite(check_.control);
    for (const double value : {check_.expected.lower, check_.expected.upper, check_.lower, check_.upper,
                               check_.observed, check_.control}) {
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (!(high >= low)) return;
    if (high == low) {
        low -= 1;
        high += 1;
    }
    const double room = (high - low) * margin_of_range;
    low -= room;
    high += room;
    const QRectF place = QRectF(rect()).adjusted(5, 2, -5, -2);
    const auto x = [&](double value) {
        return place.left() + place.width() * (std::clamp(value, low, high) - low) / (high - low);
    };
    const double upper_line = place.top() + place.height() * (has_control ? 0.32 : 0.5);
    const double lower_line = place.top() + place.height() * 0.78;
    // Where it is expected: a band with edges where it has ends.
    const QRectF band(QPointF(x(check_.expected.lower), place.top()),
                      QPointF(x(check_.expected.upper), place.bottom()));
    painter.fillRect(band, t.data.baseline_band);
    painter.setPen(QPen(t.data.baseline, 1.5));
    for (const double end : {check_.expected.lower, check_.expected.upper})
        if (std::isfinite(end))
            painter.drawLine(QPointF(x(end), place.top()), QPointF(x(end), place.bottom()));
    if (has_control) {
        painter.setPen(QPen(t.data.answers, 1.6));
        painter.setBrush(t.surface.card);
        const QPointF c(x(check_.control), lower_line);
        if (check_.control_upper > check_.control_lower)
            painter.drawLine(QPointF(x(check_.control_lower), lower_line),
                             QPointF(x(check_.control_upper), lower_line));
        painter.drawPolygon(QPolygonF(
            {c + QPointF(0, -4.4), c + QPointF(4.4, 0), c + QPointF(0, 4.4), c + QPointF(-4.4, 0)}));
    }
    painter.setPen(QPen(t.data.truth, 2));
    if (check_.upper > check_.lower) {
        painter.drawLine(QPointF(x(check_.lower), upper_line), QPointF(x(check_.upper), upper_line));
        for (const double end : {check_.lower, check_.upper})
            painter.drawLine(QPointF(x(end), upper_line - 3.5), QPointF(x(end), upper_line + 3.5));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.data.truth);
    painter.drawEllipse(QPointF(x(check_.observed), upper_line), 4, 4);
}

FactCard::FactCard(const FactSpec& spec, QWidget* parent)
    : Card(parent)
    , fact_(spec.id) {
    setObjectName(QStringLiteral("fact.") + from_core(spec.id));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 14);
    column->setSpacing(sizes().space);
    auto* head = new QHBoxLayout;
    head->setSpacing(sizes().space + 8);
    const Text& text = Text::english();
    head->addWidget(line(this, from_core(fact_title(fact_, text)), Type::chart_title, Ink::primary), 1);
    sign_ = new VerdictSign(this);
    sign_->setObjectName(QStringLiteral("fact.%1.verdict").arg(from_core(spec.id)));
    head->addWidget(sign_, 0, Qt::AlignTop);
    column->addLayout(head);

    sides_ = new QBoxLayout(QBoxLayout::LeftToRight);
    sides_->setSpacing(sizes().page_margin);
    auto* about = new QVBoxLayout;
    about->setSpacing(sizes().space - 2);
    if (spec.measure) {
        about->addWidget(line(this, from_core(fact_found(fact_, text)), Type::body, Ink::primary));
        did_ = line(this, {}, Type::body, Ink::secondary);
        did_->hide();
        about->addWidget(did_);
        about->addWidget(line(this, from_core(fact_reading(fact_, text)), Type::body, Ink::secondary));
    }
    about->addWidget(line(this, words("credibility.page.source", {{"source", from_core(spec.source)}}),
                          Type::caption, Ink::muted));
    about->addStretch(1);
    sides_->addLayout(about, 4);
    checks_ = new QVBoxLayout;
    checks_->setSpacing(sizes().space + 4);
    sides_->addLayout(checks_, 5);
    column->addLayout(sides_);
    FactResult unmeasured;
    unmeasured.id = fact_;
    if (!spec.measure) show_result(unmeasured);
    setAccessibleName(from_core(fact_title(fact_, text)) + QStringLiteral(": ") + sign_->accessibleName());
}

void FactCard::show_result(const FactResult& result) {
    verdict_ = result.verdict;
    const Text& text = Text::english();
    sign_->show_verdict(verdict_);
    setAccessibleName(from_core(fact_title(fact_, text)) + QStringLiteral(": ") + sign_->accessibleName());
    if (did_) {
        did_->setText(from_core(fact_done(result, text)));
        did_->show();
    }
    while (QLayoutItem* item = checks_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const CheckResult& check : result.checks)
        add_check(check);
    for (const std::string& why : why_lines(result, text)) {
        auto* label = line(this, from_core(why), Type::body,
                           result.verdict == FactVerdict::not_judged ? Ink::secondary : Ink::primary);
        label->setObjectName(QStringLiteral("fact.why"));
        checks_->addWidget(label);
    }
    checks_->addStretch(1);
}

void FactCard::add_check(const CheckResult& check) {
    const CheckWords about = check_words(fact_, check, Text::english());
    auto* made = new QWidget(this);
    made->setObjectName(QStringLiteral("fact.%1.%2").arg(from_core(fact_), from_core(check.id)));
    auto* column = new QVBoxLayout(made);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(line(made, from_core(about.name), Type::body, Ink::primary));
    auto* row = new QHBoxLayout;
    row->setSpacing(sizes().space + 4);
    auto* bar = new BandBar(check, made);
    row->addWidget(bar);
    auto* figures = new QVBoxLayout;
    figures->setSpacing(0);
    const QString observed =
        about.interval.empty()
            ? words("credibility.page.observed_exact", {{"observed", from_core(about.observed)}})
            : words("credibility.page.observed",
                    {{"observed", from_core(about.observed)}, {"interval", from_core(about.interval)}});
    const QString expected = words("credibility.page.expected", {{"expected", from_core(about.expected)}});
    figures->addWidget(line(made, observed, Type::body_strong, Ink::primary));
    figures->addWidget(line(made, expected + QStringLiteral(" · ") + from_core(about.verdict), Type::caption,
                            Ink::secondary));
    row->addLayout(figures, 1);
    column->addLayout(row);
    if (!about.control.empty()) {
        auto* control = line(made, from_core(about.control), Type::caption, Ink::muted);
        control->setObjectName(QStringLiteral("fact.control"));
        column->addWidget(control);
    }
    const QString spoken = observed + QStringLiteral("; ") + expected;
    bar->setAccessibleName(spoken);
    bar->setToolTip(spoken);
    made->setAccessibleName(from_core(about.name) + QStringLiteral(": ") + spoken);
    checks_->addWidget(made);
}

void FactCard::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    sides_->setDirection(width() < both_sides * text_zoom() ? QBoxLayout::TopToBottom
                                                            : QBoxLayout::LeftToRight);
}

} // namespace attune::ui
