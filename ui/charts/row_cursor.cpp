#include "ui/charts/row_cursor.h"

#include <QKeyEvent>

#include <algorithm>

namespace attune::ui {

RowCursor::RowCursor(std::function<void()> changed, std::function<void(std::size_t)> speak)
    : changed_(std::move(changed))
    , speak_(std::move(speak)) {}

void RowCursor::set_rows(std::size_t count) {
    count_ = count;
    if (row_ && *row_ >= count_) row_.reset();
}

void RowCursor::point_at(std::optional<std::size_t> row) {
    if (row == row_) return;
    row_ = row;
    changed_();
    if (row_) speak_(*row_);
}

bool RowCursor::press(const QKeyEvent& key) {
    if (count_ == 0) return false;
    switch (key.key()) {
    case Qt::Key_Up:
        point_at(row_ ? (*row_ > 0 ? *row_ - 1 : 0) : count_ - 1);
        return true;
    case Qt::Key_Down:
        point_at(row_ ? std::min(*row_ + 1, count_ - 1) : 0);
        return true;
    case Qt::Key_Home:
        point_at(std::size_t{0});
        return true;
    case Qt::Key_End:
        point_at(count_ - 1);
        return true;
    case Qt::Key_Escape: {
        const bool any = row_.has_value();
        point_at(std::nullopt);
        return any;
    }
    default:
        return false;
    }
}

} // namespace attune::ui
