// What leaves the workspace of its trail: all events as lines, a signed head for keeping elsewhere, and a
// receipt of one event that can be checked without the workspace. Values of people stay sealed in all of
// them; events tell about people all the same, so that who hands out lines hands out personal data where the
// people are real.
#pragma once

#include "core/workspace/trail_store.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace attune {

/// Hands out the title and every event, each as a line with its end.
Status write_trail_lines(const TrailStore& trail, const std::function<void(std::string_view)>& write);
/// The same into a file, whole or not at all; for its owner alone.
Status export_trail_lines(const TrailStore& trail, const std::string& path);

/// A head with its signature as a file, for keeping where the owner of the workspace cannot change it.
std::string signed_head_to_json(const SignedHead& head);

/// A receipt of one event: the event, and a proof that it is in the tree of the newest head.
/// ErrorCode::not_found if there is no such event.
Result<std::string> trail_receipt(const TrailStore& trail, std::uint64_t sequence);

} // namespace attune
