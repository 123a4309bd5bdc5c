// Heads of the trail: what it was at one moment, signed. Read strictly: a head that is not written exactly as
// the schema says is none.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/trail_hash.h"

namespace attune::audit::trail {

struct Head {
    std::int64_t number = 0; ///< in the workspace
    std::string json;
    std::vector<std::uint8_t> key, signature;
    bool readable = false; ///< all below is as the JSON says
    std::uint64_t size = 0;
    Hash root{}, chain{};
    std::string made, reason, previous;
};

/// Reads `json` into the other fields.
void read_head(Head& head);

/// All heads of a workspace, by number.
Result<std::vector<Head>> heads_of(const Reader& reader);

/// What the reader of a report brings along, from somewhere the owner of the file does not reach.
struct Anchor {
    std::optional<std::vector<std::uint8_t>> key{}; ///< the public key that must have signed
    std::optional<Head> head{};                     ///< a head as it was exported earlier
};

/// `key`: 64 hexadecimal digits or a file with them; `head`: a file of exported heads, or with one head
/// alone, signed or not. Empty: none. Errors: not_found, bad_input, io.
Result<Anchor> read_anchor(const std::string& key, const std::string& head);

} // namespace attune::audit::trail
