// What a busy writer does, step by step: runs, comparisons, policies, imports, drafts, removals. The
// program that is killed and the test that knows what must be left do the same steps.
#pragma once

#include "core/workspace/workspace.h"

namespace attune::test {

/// How many steps one load has.
inline constexpr int load_steps = 17;

/// Does step number `step` (0 .. load_steps-1, in order) and saves what it made. The step after the last,
/// which is no part of the load, saves a run so large that SQLite must write pages before the commit.
Status do_load_step(const Workspace& workspace, int step);

} // namespace attune::test
