#include "core/workspace/matrix_store.h"

#include "core/workspace/checksum.h"
#include "core/workspace/schema.h"
#include "core/workspace/trail_hash.h"

#include <sodium/crypto_sign.h>

#include <algorithm>
#include <utility>

namespace attune {
namespace {

const char* const columns = "SELECT version, parent, ifnull(restores, -1), author, role, reason, created, "
                            "json, preview FROM consent_matrix ";

Result<std::vector<MatrixVersion>> read_versions(Statement& rows) {
    std::vector<MatrixVersion> versions;
    while (true) {
        const Result<bool> row = rows.next();
        if (!row) return pass_on(row);
        if (!*row) return versions;
        MatrixVersion version{.json = rows.text(7),
                              .created = rows.text(6),
                              .author = rows.text(3),
                              .role = rows.text(4),
                              .reason = rows.text(5),
                              .preview = rows.text(8),
                              .parent = static_cast<int>(rows.integer(1)),
                              .number = static_cast<int>(rows.integer(0))};
        if (rows.integer(2) >= 0) version.restores = static_cast<int>(rows.integer(2));
        versions.push_back(std::move(version));
    }
}

Status insert_version(const Database& database, const MatrixVersion& version) {
    Result<Statement> insert =
        database.prepare("INSERT INTO consent_matrix (version, parent, restores, author, role, reason, "
                         "created, json, preview, checksum) VALUES (?, ?, nullif(?, -1), ?, ?, ?, ?, ?, ?, "
                         "?)");
    if (!insert) return pass_on(insert);
    return insert->execute(version.number, version.parent, version.restores.value_or(-1), version.author,
                           version.role, version.reason, version.created, version.json, version.preview,
                           Bytes(checksum_of(version)));
}

Status insert_signature(const Database& database, const MatrixSignature& signature) {
    Result<Statement> insert =
        database.prepare("INSERT INTO matrix_signature (version, author, role, made, key, signature) VALUES "
                         "(?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    return insert->execute(signature.version, signature.author, signature.role, signature.made,
                           Bytes(signature.key), Bytes(signature.signature));
}

} // namespace

Result<MatrixVersion> MatrixStore::save(MatrixVersion version, std::optional<int> follows) const {
    const PolicyTextLimits& most = policy_text_limits;
    for (const Status& checked : {check_line("author", version.author, most.author),
                                  check_line("reason", version.reason, most.reason),
                                  check_text_size("matrix", version.json, most.json),
                                  check_text_size("preview", version.preview, most.preview)})
        if (!checked) return pass_on(checked);
    if (version.role != "privacy_officer")
        return fail(ErrorCode::refused, "only a privacy officer may save a consent matrix", "role",
                    "Ask the privacy officer");
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    const auto before = newest();
    if (!before) return pass_on(before);
    const int number = *before ? (*before)->number : 0;
    if (follows && *follows != number)
        return fail(ErrorCode::refused,
                    "somebody else has saved a version meanwhile: the newest is " + std::to_string(number) +
                        ", and this was made from " + std::to_string(*follows),
                    database_->path(), "Look at the newest version and make the change in it");
    if (*before && (*before)->json == version.json)
        return fail(ErrorCode::bad_input, "version " + std::to_string(number) + " has these rules already",
                    "matrix", "Change a rule first");
    version.number = number + 1;
    version.parent = number;
    if (version.restores && (*version.restores < 0 || *version.restores > number))
        return fail(ErrorCode::not_found,
                    "the matrix has no version " + std::to_string(*version.restores) + "; its newest is " +
                        std::to_string(number),
                    database_->path());
    if (auto put = insert_version(*database_, version); !put) return pass_on(put);
    if (auto done = transaction->commit(); !done) return pass_on(done);
    return version;
}

Result<std::optional<MatrixVersion>> MatrixStore::newest() const {
    auto rows = database_->prepare(std::string(columns) + "ORDER BY version DESC LIMIT 1");
    if (!rows) return pass_on(rows);
    auto found = read_versions(*rows);
    if (!found) return pass_on(found);
    if (found->empty()) return std::optional<MatrixVersion>{};
    return std::optional<MatrixVersion>(std::move(found->front()));
}

Result<MatrixVersion> MatrixStore::find(int number) const {
    auto rows = database_->prepare(std::string(columns) + "WHERE version = ?");
    if (!rows) return pass_on(rows);
    rows->query(number);
    auto found = read_versions(*rows);
    if (!found) return pass_on(found);
    if (!found->empty()) return std::move(found->front());
    return fail(ErrorCode::not_found, "the matrix has no version " + std::to_string(number),
                database_->path(), "'attune-cli matrix history' shows them");
}

Result<std::vector<MatrixVersion>> MatrixStore::versions() const {
    auto rows = database_->prepare(std::string(columns) + "ORDER BY version");
    if (!rows) return pass_on(rows);
    return read_versions(*rows);
}

Result<MatrixSignature> MatrixStore::sign(int number, const std::string& author, const std::string& role,
                                          const std::string& made, const SigningKey& key) const {
    if (auto line = check_line("author", author, policy_text_limits.author); !line) return pass_on(line);
    const auto version = find(number);
    if (!version) return pass_on(version);
    const auto all = signatures_made();
    if (!all) return pass_on(all);
    for (const MatrixSignature& made_before : *all)
        if (made_before.version == number && std::ranges::equal(made_before.key, key.public_key()))
            return fail(ErrorCode::refused,
                        "version " + std::to_string(number) + " is signed with this key already",
                        database_->path());
    MatrixSignature signature{.version = number,
                              .author = author,
                              .role = role,
                              .made = made,
                              .key = {key.public_key().begin(), key.public_key().end()},
                              .signature = {}};
    const Signature bytes = key.sign(bytes_of_text(signed_words(*version, signature)));
    signature.signature.assign(bytes.begin(), bytes.end());
    if (auto put = insert_signature(*database_, signature); !put) return pass_on(put);
    return signature;
}

Result<std::vector<MatrixSignature>> MatrixStore::signatures_made() const {
    auto rows = database_->prepare("SELECT version, author, role, made, key, signature FROM matrix_signature "
                                   "ORDER BY version, made, key");
    if (!rows) return pass_on(rows);
    std::vector<MatrixSignature> all;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return all;
        all.push_back({.version = static_cast<int>(rows->integer(0)),
                       .author = rows->text(1),
                       .role = rows->text(2),
                       .made = rows->text(3),
                       .key = rows->blob(4),
                       .signature = rows->blob(5)});
    }
}

bool signature_fits(const MatrixVersion& version, const MatrixSignature& signature) {
    if (version.number != signature.version || signature.key.size() != crypto_sign_PUBLICKEYBYTES ||
        signature.signature.size() != crypto_sign_BYTES)
        return false;
    const std::string words = signed_words(version, signature);
    const Bytes message = bytes_of_text(words);
    return crypto_sign_verify_detached(signature.signature.data(), message.data(), message.size(),
                                       signature.key.data()) == 0;
}

std::string signed_words(const MatrixVersion& version, const MatrixSignature& signature) {
    return "attune consent matrix\nversion " + std::to_string(version.number) + "\nchecksum " +
           to_hex(checksum_of(version)) + "\nauthor " + signature.author + "\nrole " + signature.role +
           "\nmade " + signature.made + "\n";
}

Status replace_matrices(const Database& copy, const Database& present) {
    if (auto emptied = empty_matrices(copy); !emptied) return emptied;
    const auto versions = MatrixStore(present).versions();
    if (!versions) return pass_on(versions);
    for (const MatrixVersion& version : *versions)
        if (auto put = insert_version(copy, version); !put) return put;
    const auto all = MatrixStore(present).signatures_made();
    if (!all) return pass_on(all);
    for (const MatrixSignature& signature : *all)
        if (auto put = insert_signature(copy, signature); !put) return put;
    return {};
}

} // namespace attune
