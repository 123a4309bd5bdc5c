// The parts of the sheet in which the matrix is changed: what matrix_editor_build.cpp makes and
// matrix_editor.cpp moves.
#pragma once

#include "ui/pages/matrix_cell_form.h"
#include "ui/pages/matrix_editor.h"
#include "ui/pages/matrix_impact_view.h"
#include "ui/pages/matrix_table.h"
#include "ui/widgets/banner.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QUndoStack>

#include <array>

namespace attune::ui {

/// States after which somebody may be asked again, as the sheet offers them.
inline constexpr std::array asked_again = {ConsentStatus::refused, ConsentStatus::withdrawn,
                                           ConsentStatus::deferred};
inline constexpr int whole = 1000; ///< of the progress bar

struct MatrixEditor::Parts {
    QUndoStack undo;
    QLabel* now = nullptr;
    Banner* banner = nullptr;
    MatrixTable* table = nullptr;
    MatrixCellForm* form = nullptr;
    std::array<QSpinBox*, asked_again.size()> quiet{};
    QLabel* summary = nullptr;
    QLabel* changes = nullptr;
    QLabel* people = nullptr;
    MatrixImpactView* impact = nullptr;
    QPushButton* measure = nullptr;
    QPushButton* stop = nullptr;
    QProgressBar* progress = nullptr;
    QLineEdit* author = nullptr;
    QLineEdit* reason = nullptr;
    QCheckBox* anew = nullptr;
    QLabel* refusal = nullptr;
    QPushButton* take_back = nullptr;
    QPushButton* again = nullptr;
    QPushButton* reset = nullptr;
    QPushButton* save = nullptr;
};

} // namespace attune::ui
