// Keys of people whose values stand sealed in the trail. A key is one person's in one run; when it is
// destroyed, nobody reads the values again, and everything that was hashed stays as it is.
#pragma once

#include "core/base/ids.h"
#include "core/workspace/database.h"
#include "core/workspace/signing_key.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace attune {

using PersonKey = std::array<std::uint8_t, 32>;

/// Nothing if it was destroyed or never made.
Result<std::optional<PersonKey>> find_person_key(const Database& database, std::uint64_t run, UserId person);
/// Nothing if it is not what was sealed with this key.
std::optional<std::string> unseal(const PersonKey& key, std::string_view sealed);

/// How long `bytes` become: a nonce and a mark of authenticity are added.
std::size_t sealed_bytes(std::size_t bytes);

/// The keys of the run under way, at hand.
class RunKeys {
public:
    RunKeys(const Database& database, RandomBytes random)
        : database_(&database)
        , random_(std::move(random)) {}
    RunKeys(RunKeys&&) = default;
    RunKeys& operator=(RunKeys&&) = default;
    ~RunKeys() { forget(); }

    /// What the file has of this run; what was at hand is wiped.
    Status load(std::uint64_t run);
    /// Appends the sealed values. A person without a key gets one, in the transaction under way.
    Status seal(UserId person, std::string_view values, std::vector<std::uint8_t>& bytes);
    /// Destroys a key of this or an earlier run, in the transaction under way.
    Status destroy(std::uint64_t run, UserId person);

private:
    void forget();
    Result<const PersonKey*> key_of(UserId person);

    const Database* database_;
    RandomBytes random_;
    std::uint64_t run_ = 0;
    std::unordered_map<std::uint32_t, PersonKey> keys_;
    std::optional<Statement> insert_;
    /// Nonces drawn ahead: they are no secret, and one call of the system for each would take as long as
    /// sealing. Not counted up instead, since two copies of a file would use the same ones.
    std::vector<std::uint8_t> nonces_;
};

} // namespace attune
