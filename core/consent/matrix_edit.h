// Changes to a matrix, as values: each gives the matrix after it and leaves the one before. What comes out is
// only a matrix once the rules of matrix.h take it (checked_matrix): an edit may be one of several.
#pragma once

#include "core/consent/matrix.h"

#include <string>

namespace attune {

/// The signal may be used for the purpose as this cell says; the cell before, if there is one, is replaced.
ConsentMatrix with_cell(ConsentMatrix matrix, Purpose purpose, const MatrixCell& cell);
/// The signal may not be used for the purpose any more.
ConsentMatrix without_cell(ConsentMatrix matrix, Purpose purpose, Signal signal);
/// One module more or less in a cell; a cell without modules goes, and one that is not there begins as
/// new_cell().
ConsentMatrix with_module(ConsentMatrix matrix, Purpose purpose, Signal signal, Module module, bool allowed);
/// How long a consent to the purpose holds, in days.
ConsentMatrix with_validity(ConsentMatrix matrix, Purpose purpose, int days);
/// Days before somebody in this state may be asked again.
ConsentMatrix with_quiet_days(ConsentMatrix matrix, ConsentStatus status, int days);

/// The most careful cell that the rules take here: as closely as other cells of the purpose say it for days
/// and modules, in totals or on the device where the rules want that.
MatrixCell new_cell(const ConsentMatrix& matrix, Purpose purpose, Signal signal);

/// The file form, always the same bytes for the same matrix; parse_matrix() gives the matrix back.
std::string matrix_to_json(const ConsentMatrix& matrix);
/// The matrix as parse_matrix() takes it, with its errors: where they name a line, it is one of
/// matrix_to_json().
Result<ConsentMatrix> checked_matrix(const ConsentMatrix& matrix, const std::string& where);

} // namespace attune
