// The row the reader points at, in a plot that has rows: by mouse, or with Up, Down, Home and End.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>

class QKeyEvent;

namespace attune::ui {

class RowCursor {
public:
    /// `changed` when there is another row or none, then `speak` with the row.
    RowCursor(std::function<void()> changed, std::function<void(std::size_t)> speak);

    void set_rows(std::size_t count); ///< a row that is no longer there is left without a word
    std::optional<std::size_t> row() const { return row_; }
    void point_at(std::optional<std::size_t> row);
    /// Whether it was a key of the cursor.
    bool press(const QKeyEvent& key);

private:
    std::function<void()> changed_;
    std::function<void(std::size_t)> speak_;
    std::size_t count_ = 0;
    std::optional<std::size_t> row_;
};

} // namespace attune::ui
