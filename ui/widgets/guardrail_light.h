// The four states of a guardrail as shapes first and colours second: circle held, triangle near its limit,
// square broken, dashed hatched ring not enough data.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QPainter>
#include <QWidget>

namespace attune::ui {

/// Side of the square a light needs: 14 px at 100 % text.
int guardrail_light_size();
/// Centred in `place`, at its own size.
void draw_guardrail_light(QPainter& painter, const QRectF& place, GuardrailState state);

/// The counts of all states in a row, for the run bar; its accessible name says them in words.
class GuardrailCountsLabel : public QWidget {
    Q_OBJECT
public:
    explicit GuardrailCountsLabel(QWidget* parent = nullptr);
    void show_counts(const GuardrailCounts& counts, bool with_word);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    GuardrailCounts counts_;
    bool with_word_ = true;
};

} // namespace attune::ui
