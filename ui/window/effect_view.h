// What a change of policy does to stored people, as a sheet of figures: a line for each measure with its
// value before and after, the change and what it says.
#pragma once

#include "simulations/study/effect_table.h"
#include "ui/theme/dress.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QLabel;

namespace attune::ui {

class EffectView : public Card {
    Q_OBJECT
public:
    /// Object name "<name>"; figures are "<name>.<key>.before", ".after", ".change" and ".verdict".
    explicit EffectView(const QString& name, QWidget* parent = nullptr);

    void show_preview(const EffectPreview& preview);
    /// Nothing was measured: why.
    void show_nothing(const QString& why);
    /// Whether what is shown is of other levers than those now: it is paler, and says so.
    void set_earlier(bool earlier);
    bool shows() const { return shows_; }

private:
    QLabel* cell(const QString& text, Type type, Ink ink, int row, int column, Qt::Alignment alignment);
    void clear();
    void separate(int row);

    QGridLayout* grid_ = nullptr;
    QLabel* about_ = nullptr;
    QLabel* sentence_ = nullptr;
    QLabel* earlier_ = nullptr;
    bool shows_ = false;
};

} // namespace attune::ui
