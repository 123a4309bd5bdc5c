#include "core/workspace/trail_keys.h"

#include "core/workspace/trail_hash.h"

#include <sodium.h>

#include <algorithm>

namespace attune {
namespace {

constexpr std::size_t nonce_bytes = crypto_secretbox_NONCEBYTES;
constexpr std::size_t nonces_ahead = 256;

std::optional<PersonKey> key_from(const std::vector<std::uint8_t>& bytes) {
    PersonKey key;
    if (bytes.size() != key.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), key.begin());
    return key;
}

Error other_length(const Database& database) {
    return {ErrorCode::unreadable, "a person's key in the trail has another length", database.path(),
            "Restore the workspace from a copy"};
}

} // namespace

Result<std::optional<PersonKey>> find_person_key(const Database& database, std::uint64_t run, UserId person) {
    Result<Statement> rows = database.prepare("SELECT key FROM trail_key WHERE run = ? AND person = ?");
    if (!rows) return pass_on(rows);
    rows->query(static_cast<std::int64_t>(run), static_cast<std::int64_t>(person.value));
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row) return std::optional<PersonKey>();
    const std::optional<PersonKey> key = key_from(rows->blob(0));
    if (!key) return tl::unexpected<Error>(other_length(database));
    return key;
}

std::optional<std::string> unseal(const PersonKey& key, std::string_view sealed) {
    static_assert(std::tuple_size_v<PersonKey> == crypto_secretbox_KEYBYTES);
    const Bytes bytes = bytes_of_text(sealed);
    if (bytes.size() < sealed_bytes(0)) return std::nullopt;
    std::string values(bytes.size() - sealed_bytes(0), '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<std::uint8_t*>(values.data()), bytes.data() + nonce_bytes,
                                   bytes.size() - nonce_bytes, bytes.data(), key.data()) != 0)
        return std::nullopt;
    return values;
}

std::size_t sealed_bytes(std::size_t bytes) {
    return nonce_bytes + crypto_secretbox_MACBYTES + bytes;
}

void RunKeys::forget() {
    for (auto& [person, key] : keys_)
        sodium_memzero(key.data(), key.size());
    keys_.clear();
}

Status RunKeys::load(std::uint64_t run) {
    forget();
    run_ = run;
    Result<Statement> rows = database_->prepare("SELECT person, key FROM trail_key WHERE run = ?");
    if (!rows) return pass_on(rows);
    rows->query(static_cast<std::int64_t>(run));
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return {};
        const std::optional<PersonKey> key = key_from(rows->blob(1));
        if (!key) return tl::unexpected<Error>(other_length(*database_));
        keys_.emplace(static_cast<std::uint32_t>(rows->integer(0)), *key);
    }
}

Result<const PersonKey*> RunKeys::key_of(UserId person) {
    const auto found = keys_.find(person.value);
    if (found != keys_.end()) return &found->second;
    if (!insert_) {
        Result<Statement> insert =
            database_->prepare("INSERT INTO trail_key (person, run, key) VALUES (?, ?, ?)");
        if (!insert) return pass_on(insert);
        insert_ = std::move(*insert);
    }
    PersonKey key;
    fill_random(key, random_);
    Status put = insert_->execute(static_cast<std::int64_t>(person.value), static_cast<std::int64_t>(run_),
                                  Bytes(key));
    if (!put) return pass_on(put);
    return &keys_.emplace(person.value, key).first->second;
}

Status RunKeys::seal(UserId person, std::string_view values, std::vector<std::uint8_t>& bytes) {
    const Result<const PersonKey*> key = key_of(person);
    if (!key) return pass_on(key);
    if (nonces_.empty()) {
        nonces_.resize(nonces_ahead * nonce_bytes);
        fill_random(nonces_, random_);
    }
    const std::size_t at = bytes.size();
    bytes.insert(bytes.end(), nonces_.end() - nonce_bytes, nonces_.end());
    nonces_.resize(nonces_.size() - nonce_bytes);
    bytes.resize(at + sealed_bytes(values.size()));
    crypto_secretbox_easy(&bytes[at + nonce_bytes], bytes_of_text(values).data(), values.size(), &bytes[at],
                          (*key)->data());
    return {};
}

Status RunKeys::destroy(std::uint64_t run, UserId person) {
    Result<Statement> remove = database_->prepare("DELETE FROM trail_key WHERE run = ? AND person = ?");
    if (!remove) return pass_on(remove);
    Status removed = remove->execute(static_cast<std::int64_t>(run), static_cast<std::int64_t>(person.value));
    if (!removed) return removed;
    const auto held = run == run_ ? keys_.find(person.value) : keys_.end();
    if (held != keys_.end()) {
        sodium_memzero(held->second.data(), held->second.size());
        keys_.erase(held);
    }
    return {};
}

} // namespace attune
