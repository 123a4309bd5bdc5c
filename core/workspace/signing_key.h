// The key that signs heads of trails (Ed25519). It lies in a file of its user's, never in a workspace: who
// has the workspace alone cannot sign.
#pragma once

#include "core/base/result.h"
#include "core/workspace/database.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace attune {

using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

/// Fills a buffer with bytes that nobody can guess. Empty: those of the system. Tests pass their own.
using RandomBytes = std::function<void(std::span<std::uint8_t>)>;

class SigningKey {
public:
    /// The key in the file at `path`, which is made, for its owner alone, if there is none; of two programs
    /// that make it at once, both get the same. Errors: ErrorCode::not_found if there is no such folder;
    /// refused if others may read the file; unreadable if there is something else in it; io.
    static Result<SigningKey> load_or_create(const std::string& path, const RandomBytes& random = {});
    /// The key in the file; ErrorCode::not_found if there is none.
    static Result<SigningKey> load(const std::string& path);
    /// A key that is gone with this object.
    static SigningKey ephemeral(const RandomBytes& random = {});

    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    const PublicKey& public_key() const { return public_; }
    /// In hex, for keeping elsewhere: a verifier that is given it notices another signer.
    std::string public_hex() const;
    Signature sign(Bytes message) const;

private:
    SigningKey() = default;
    static SigningKey from_seed(Bytes seed);

    std::array<std::uint8_t, 64> secret_{}; ///< the seed and the public key, as libsodium keeps them
    PublicKey public_{};
};

/// Through `random`, or from the system.
void fill_random(std::span<std::uint8_t> bytes, const RandomBytes& random);

} // namespace attune
