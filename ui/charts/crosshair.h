// The day the reader points at, shared by the charts of a page; Ctrl+L locks it.
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

class QKeyEvent;

namespace attune::ui {

class CrosshairGroup : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    std::optional<int> day() const { return day_; }
    bool locked() const { return locked_; }
    /// Ignored while locked.
    void point_at(std::optional<int> day);
    /// Without a day there is nothing to lock.
    void set_locked(bool locked);
    /// Unlocks and takes the crosshair away.
    void clear();

Q_SIGNALS:
    /// The day or the lock has changed.
    void moved();

private:
    std::optional<int> day_;
    bool locked_ = false;
};

/// A chart's hand on the crosshair: which days it has, and the keys that move it (Left and Right by a day,
/// with Ctrl by a week, Home and End, Escape). Alone until it joins a group.
class DayCursor : public QObject {
    Q_OBJECT
public:
    /// `changed`: draw again. `speak`: the reader moved it here, say the values.
    DayCursor(std::function<void()> changed, std::function<void()> speak);

    void join(CrosshairGroup* group);
    CrosshairGroup* group() const { return group_; }

    /// Keys move within first..last; the mouse may point at later days up to `horizon`. No days: last <
    /// first.
    void set_days(int first, int last, int horizon);
    /// The days at which the chart has something, ascending, where that is not every day: keys go from one to
    /// the next. Empty: every day.
    void set_places(std::vector<int> places) { places_ = std::move(places); }
    /// The place nearest to a day; the day itself where every day is one.
    int nearest(int day) const;
    /// The day to draw: none if it lies outside of this chart.
    std::optional<int> day() const;
    bool locked() const { return group_ && group_->locked(); }

    /// By the mouse; none when it leaves.
    void point_at(std::optional<int> day);
    /// Whether it was a key of the crosshair.
    bool press(const QKeyEvent& key);

private:
    std::function<void()> changed_;
    std::function<void()> speak_;
    CrosshairGroup own_;
    QPointer<CrosshairGroup> group_;
    int next_place(int day, bool later) const;

    int first_ = 0, last_ = -1, horizon_ = -1;
    std::vector<int> places_;
};

} // namespace attune::ui
