// Trails for the tests, made from numbers alone, and what a busy writer of one does, step by step: the
// program that is killed and the test that knows what must be left do the same.
#pragma once

#include "core/workspace/workspace.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::test {

/// Number `n` of a trail that begins with a run and then tells of many things; the same for the same number.
TrailEvent example_event(std::uint64_t n);
/// Numbers `first` to `first` + `count` - 1.
std::vector<TrailEvent> example_events(std::uint64_t first, std::uint64_t count);
/// An event of that kind in which every field stands for something, each another value.
TrailEvent full_event(TrailKind kind);
/// Bytes that are the same in every program, for keys that tests can look for.
RandomBytes counted_random();
/// A key whose secret is this byte, 32 times.
SigningKey example_key();
inline constexpr std::uint8_t example_seed_byte = 0x5A;
inline constexpr const char* example_time = "2024-05-06T07:08:09Z";

/// How many steps the load has.
inline constexpr int trail_steps = 8;
/// Does step number `step` (0 .. trail_steps - 1, in order): each opens the trail anew and appends, saves
/// runs beside it, seals values or erases people, in one commit.
Status do_trail_step(const Workspace& workspace, int step);

} // namespace attune::test
