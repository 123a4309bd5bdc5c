// What a chart frame needs of a plot, whatever kind it is.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QString>

#include <functional>
#include <string>

class QWidget;

namespace attune::ui {

class CrosshairGroup;

class PlotView {
public:
    virtual ~PlotView() = default;

    virtual QWidget* widget() = 0;
    /// `plot` holds the kind this view was made for. Frozen, the value axis only grows.
    virtual void show_plot(const Plot& plot, const PictureState& state, bool frozen) = 0;
    /// Its cursor, if it has one, moves with the group; null leaves it.
    virtual void join(CrosshairGroup* group) = 0;
    /// Whether its cursor is a day, so that it can be shared and locked.
    virtual bool has_days() const = 0;
    /// Whether its latest values are those at the end of lines or of a run, not of many cells.
    virtual bool has_ends() const { return true; }
    /// The latest values in words, for the accessible description.
    virtual QString latest_words() const = 0;

    /// Called with the values under the cursor in words.
    std::function<void(const QString&)> on_spoken;

    /// Called while a mark that stands for a lever is moved to another place of the axis, and with `done`
    /// when it is let go.
    std::function<void(const std::string& lever, int place, bool done)> on_mark_moved;

protected:
    void speak(const QString& words) const {
        if (on_spoken && !words.isEmpty()) on_spoken(words);
    }
};

} // namespace attune::ui
