// The workspace a command was given: looked into before the work, opened for writing only when there is
// something to save, so that a command that fails has made and changed nothing.
#pragma once

#include "app/cli/console.h"
#include "core/workspace/workspace.h"

#include <optional>

namespace attune::cli {

/// Opens the named workspace for reading; nothing if none was named. Errors: those of Workspace::open.
Result<std::optional<Workspace>> read_workspace(const Common& common);

/// The same for a command that will save: a file that is not there yet is no error if it can be made. Errors:
/// also io where writing is not allowed.
Result<std::optional<Workspace>> look_before_saving(const Common& common);

/// Opens the named workspace for saving; it is made if there is none.
Result<Workspace> open_to_save(const Common& common);

} // namespace attune::cli
