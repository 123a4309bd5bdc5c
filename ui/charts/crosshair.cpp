#include "ui/charts/crosshair.h"

#include <QKeyEvent>

#include <algorithm>
#include <cstdlib>
#include <iterator>

namespace attune::ui {
namespace {

constexpr int week = 7;

} // namespace

void CrosshairGroup::point_at(std::optional<int> day) {
    if (locked_ || day == day_) return;
    day_ = day;
    Q_EMIT moved();
}

void CrosshairGroup::set_locked(bool locked) {
    if (locked == locked_ || (locked && !day_)) return;
    locked_ = locked;
    Q_EMIT moved();
}

void CrosshairGroup::clear() {
    if (!day_ && !locked_) return;
    locked_ = false;
    day_.reset();
    Q_EMIT moved();
}

DayCursor::DayCursor(std::function<void()> changed, std::function<void()> speak)
    : changed_(std::move(changed))
    , speak_(std::move(speak)) {
    join(&own_);
}

void DayCursor::join(CrosshairGroup* group) {
    if (group_) disconnect(group_, nullptr, this, nullptr);
    group_ = group ? group : &own_;
    connect(group_, &CrosshairGroup::moved, this, [this] { changed_(); });
    changed_();
}

void DayCursor::set_days(int first, int last, int horizon) {
    first_ = first;
    last_ = last;
    horizon_ = std::max(last, horizon);
}

std::optional<int> DayCursor::day() const {
    if (!group_ || !group_->day()) return std::nullopt;
    const int day = *group_->day();
    return day >= first_ && day <= horizon_ ? std::optional(day) : std::nullopt;
}

int DayCursor::nearest(int day) const {
    const auto far = [day](int place) { return std::abs(place - day); };
    const auto at =
        std::min_element(places_.begin(), places_.end(), [&](int a, int b) { return far(a) < far(b); });
    return at == places_.end() ? day : *at;
}

int DayCursor::next_place(int day, bool later) const {
    if (later) {
        const auto at = std::upper_bound(places_.begin(), places_.end(), day);
        return at == places_.end() ? last_ : *at;
    }
    const auto at = std::lower_bound(places_.begin(), places_.end(), day);
    return at == places_.begin() ? first_ : *std::prev(at);
}

void DayCursor::point_at(std::optional<int> day) {
    if (!group_ || group_->locked() || group_->day() == day) return;
    group_->point_at(day);
    if (day) speak_();
}

bool DayCursor::press(const QKeyEvent& key) {
    if (!group_) return false;
    if (key.key() == Qt::Key_Escape) {
        const bool any = group_->day().has_value();
        group_->clear();
        return any;
    }
    if (last_ < first_) return false;
    const int step = key.modifiers().testFlag(Qt::ControlModifier) ? week : 1;
    const std::optional<int> now = group_->day();
    int wanted = 0;
    switch (key.key()) {
    case Qt::Key_Left:
        wanted = !now ? last_ : places_.empty() ? *now - step : next_place(*now, false);
        break;
    case Qt::Key_Right:
        wanted = !now ? first_ : places_.empty() ? *now + step : next_place(*now, true);
        break;
    case Qt::Key_Home:
        wanted = first_;
        break;
    case Qt::Key_End:
        wanted = last_;
        break;
    default:
        return false;
    }
    group_->point_at(std::clamp(wanted, first_, last_));
    // Also while locked, or at the end of the days: the reader asked.
    speak_();
    return true;
}

} // namespace attune::ui
