#include "ui/pages/sign_card.h"

#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/guardrail_light.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include <functional>

namespace attune::ui {
namespace {

constexpr int sign_width = 34, sign_height = 20;

/// One sign, painted as the charts paint it.
class Sign : public QWidget {
public:
    using Paint = std::function<void(QPainter&, const QRectF&)>;
    Sign(Paint paint, QWidget* parent)
        : QWidget(parent)
        , paint_(std::move(paint)) {
        setFixedSize(sign_width, sign_height);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paint_(painter, rect());
    }

private:
    Paint paint_;
};

void proposal(QPainter& painter, const QRectF& place) {
    painter.fillRect(place.adjusted(0, 4, 0, -4), theme().data.candidate_band);
    painter.setPen(QPen(theme().data.candidate, 2.25));
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y()));
}

void baseline(QPainter& painter, const QRectF& place) {
    QPen pen(theme().data.baseline, 1.5);
    pen.setDashPattern({5 / 1.5, 3 / 1.5});
    painter.setPen(pen);
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y()));
}

void truth(QPainter& painter, const QRectF& place) {
    painter.setPen(QPen(theme().data.truth, 2));
    painter.drawLine(place.center() - QPointF(12, 0), place.center() + QPointF(12, 0));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().data.truth);
    painter.drawEllipse(place.center(), 4, 4);
}

void answers(QPainter& painter, const QRectF& place) {
    const QPointF c = place.center();
    painter.setPen(QPen(theme().data.answers, 2));
    painter.drawLine(c - QPointF(12, 0), c + QPointF(12, 0));
    painter.setPen(QPen(theme().data.answers, 1.6));
    painter.setBrush(theme().surface.card);
    painter.drawPolygon(
        QPolygonF({c + QPointF(0, -4.6), c + QPointF(4.6, 0), c + QPointF(0, 4.6), c + QPointF(-4.6, 0)}));
}

void unknown(QPainter& painter, const QRectF& place) {
    const QRectF cell = place.adjusted(0, 3, 0, -3);
    painter.fillRect(cell, theme().data.hatch_ground);
    painter.setClipRect(cell);
    painter.setPen(QPen(theme().data.hatch_ink, 1));
    for (qreal x = cell.left() - cell.height(); x < cell.right(); x += 6)
        painter.drawLine(QPointF(x, cell.bottom()), QPointF(x + cell.height(), cell.top()));
}

Sign::Paint light(GuardrailState state) {
    return [state](QPainter& painter, const QRectF& place) { draw_guardrail_light(painter, place, state); };
}

} // namespace

SignCard::SignCard(QWidget* parent)
    : Card(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 12);
    column->setSpacing(sizes().space - 2);
    auto* title = new QLabel(words("start.signs"), this);
    set_type(*title, Type::chart_title);
    column->addWidget(title);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(sizes().space + 2);
    grid->setVerticalSpacing(sizes().space / 2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    const auto add = [&](Sign::Paint paint, const char* key) {
        auto* label = new QLabel(words(key), this);
        label->setWordWrap(true);
        set_ink(*label, Ink::secondary);
        grid->addWidget(new Sign(std::move(paint), this), row, 0, Qt::AlignVCenter);
        grid->setRowStretch(row, 1);
        grid->addWidget(label, row++, 1, Qt::AlignVCenter);
    };
    add(proposal, "start.sign.proposal");
    add(baseline, "start.sign.baseline");
    add(truth, "start.sign.truth");
    add(answers, "start.sign.answers");
    add(unknown, "start.sign.unknown");
    add(light(GuardrailState::held), "start.sign.held");
    add(light(GuardrailState::near_limit), "start.sign.near");
    add(light(GuardrailState::broken), "start.sign.broken");
    add(light(GuardrailState::not_enough), "start.sign.not_enough");
    column->addLayout(grid, 1);
}

} // namespace attune::ui
