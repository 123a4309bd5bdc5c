// Work that must not hold up the window: threads that compute give way to the one that paints.
#pragma once

namespace attune::ui {

/// From now on this thread, and those it starts, get the processor after the window's thread. Nothing to do
/// where the system refuses: then they share it evenly, as before.
void give_way_to_the_window();

} // namespace attune::ui
