// What a change of the matrix does to stored people, as figures and sentences.
#pragma once

#include "simulations/study/matrix_impact.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QLabel;

namespace attune::ui {

class MatrixImpactView : public Card {
    Q_OBJECT
public:
    /// Object name "matrix.impact"; figures are "matrix.impact.<key>.before", ".after", ".change".
    explicit MatrixImpactView(QWidget* parent = nullptr);

    void show_impact(const MatrixImpact& impact);
    /// Nothing was measured: why.
    void show_nothing(const QString& why);
    /// Whether what is shown is of another change than the one now.
    void set_earlier(bool earlier);
    bool shows() const { return shows_; }

private:
    void clear();

    QGridLayout* grid_ = nullptr;
    QLabel* earlier_ = nullptr;
    QLabel* sentence_ = nullptr;
    QLabel* reads_ = nullptr;
    QLabel* about_ = nullptr;
    bool shows_ = false;
};

} // namespace attune::ui
