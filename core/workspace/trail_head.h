// Heads: what the trail was at one moment, signed, so that nobody without the key can write another past.
// Whoever has key and file can: a head that is kept elsewhere is what they cannot change.
#pragma once

#include "core/base/result.h"
#include "core/workspace/signing_key.h"
#include "core/workspace/trail_chain.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// Why a head was made.
enum class HeadReason : std::uint8_t { run, save, audit, policy, erasure };
constexpr int head_reason_count = 5;
std::string_view name(HeadReason reason);

struct TrailHead {
    std::uint64_t size = 0; ///< events so far
    TrailHash root{}, chain{};
    std::string made; ///< ISO 8601 UTC, given by the program: "2024-05-06T07:08:09Z"
    HeadReason reason = HeadReason::save;
    std::string previous; ///< hex of the SHA-256 of the previous head's JSON; empty for the first
};

/// A head and the signature over the bytes of its JSON.
struct SignedHead {
    std::string json; ///< canonical
    PublicKey key{};
    Signature signature{};
};

/// The canonical JSON. ErrorCode::bad_input for a time that is not written as above.
Result<std::string> head_to_json(const TrailHead& head);
/// ErrorCode::unreadable for anything but what head_to_json() writes.
Result<TrailHead> head_from_json(std::string_view json);

Result<SignedHead> sign_head(const TrailHead& head, const SigningKey& key);
/// Whether the signature is over these bytes and was made with the secret part of its key.
bool signature_fits(const SignedHead& head);

} // namespace attune
