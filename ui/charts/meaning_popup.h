// What a chart means: the definitions of what it shows and how to read it, on a sheet that Escape or a click
// elsewhere takes away.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QFrame>

class QLabel;

namespace attune::ui {

/// The definitions of the chart's metrics, how to read its kind of picture, and what the intervals of a full
/// run cover, a paragraph each.
QStringList meaning_of(const LabChart& chart, const PictureState& state);

class MeaningPopup : public QFrame {
    Q_OBJECT
public:
    explicit MeaningPopup(QWidget* parent);
    /// Below `anchor`, inside the screen.
    void show_meaning(const LabChart& chart, const PictureState& state, const QWidget& anchor);
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* title_ = nullptr;
    QLabel* text_ = nullptr;
};

} // namespace attune::ui
