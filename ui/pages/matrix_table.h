// The matrix of signals and purposes as a table to edit: in each cell for how long a signal is kept for a
// purpose, with a mark for its form. What differs from the matrix in force is framed. The space bar allows
// and denies.
#pragma once

#include "core/consent/matrix_diff.h"

#include <QTableView>

namespace attune::ui {

class MatrixCells;

class MatrixTable : public QTableView {
    Q_OBJECT
public:
    /// Object name "matrix.table".
    explicit MatrixTable(QWidget* parent = nullptr);

    /// `before` is what stands in force; cells that differ from it are framed.
    void show_matrix(const ConsentMatrix& before, const ConsentMatrix& now);
    /// The cell under the cursor.
    Purpose purpose() const;
    Signal signal() const;
    void go_to(Purpose purpose, Signal signal);
    /// The cell in a sentence.
    QString cell_words(Purpose purpose, Signal signal) const;

Q_SIGNALS:
    void cell_changed();   ///< the cursor is on another one
    void toggle_wanted();  ///< the space bar
    void details_wanted(); ///< Enter
    void spoke(const QString& words);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void size_cells();

    MatrixCells* cells_ = nullptr;
};

} // namespace attune::ui
