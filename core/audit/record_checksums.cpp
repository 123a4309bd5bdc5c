#include "core/audit/record_checksums.h"

#include "core/audit/counter_examples.h"
#include "core/audit/expected_tables.h"

#include <openssl/evp.h>

#include <cstring>
#include <memory>
#include <string_view>

namespace attune::audit {
namespace {

/// How the values of one row are hashed, a letter per column: i integer, r real, t text, b bytes.
struct Part {
    int since; ///< the first format that has it
    std::string_view kind;
    std::string_view records; ///< SQL: number, name for messages, checksum, then the hashed columns
    std::string_view types;
    std::vector<std::pair<std::string_view, std::string_view>>
        lists;                   ///< SQL by number, in order, and its types
    int until = newest_format(); ///< the last one
};

constexpr std::string_view metric_types = "ttrrrr";
constexpr std::string_view series_types = "ttirrrr";

const std::vector<Part>& parts() {
    static const std::vector<Part> all = {
        {1, "policy", "SELECT number, name, checksum, name, json FROM policy", "tt", {}, 3},
        {4,
         "policy",
         "SELECT number, name || ' version ' || version, checksum, name, json FROM policy_version WHERE "
         "author = ''",
         "tt",
         {}},
        {4,
         "policy",
         "SELECT number, name || ' version ' || version, checksum, name, version, parent, restores, author, "
         "reason, json, preview FROM policy_version WHERE author <> ''",
         "tiiitttt",
         {}},
        {6,
         "matrix",
         "SELECT version, 'version ' || version, checksum, version, parent, ifnull(restores, -1), author, "
         "role, "
         "reason, json, preview FROM consent_matrix",
         "iiittttt",
         {}},
        {1,
         "scenario",
         "SELECT number, name, checksum, name, json, personal_data, world FROM scenario",
         "ttib",
         {}},
        {1,
         "run",
         "SELECT number, id, checksum, id, scenario_name, scenario_json, policy_name, policy_json, seed, "
         "users, days, items, "
         "replications, fingerprint, program_version FROM run",
         "tttttiiiiitt",
         {{"SELECT metric, \"group\", value, lower, upper, n FROM run_metric WHERE run = ? ORDER BY position",
           metric_types},
          {"SELECT metric, \"group\", day, value, lower, upper, n FROM run_series WHERE run = ? ORDER BY "
           "position",
           series_types}},
         5},
        {6,
         "run",
         "SELECT number, id, checksum, id, scenario_name, scenario_json, policy_name, policy_json, seed, "
         "users, days, items, "
         "replications, fingerprint, program_version FROM run WHERE matrix_sha256 = ''",
         "tttttiiiiitt",
         {{"SELECT metric, \"group\", value, lower, upper, n FROM run_metric WHERE run = ? ORDER BY position",
           metric_types},
          {"SELECT metric, \"group\", day, value, lower, upper, n FROM run_series WHERE run = ? ORDER BY "
           "position",
           series_types}}},
        {6,
         "run",
         "SELECT number, id, checksum, id, scenario_name, scenario_json, policy_name, policy_json, seed, "
         "users, days, items, "
         "replications, fingerprint, program_version, matrix_version, matrix_sha256 FROM run WHERE "
         "matrix_sha256 <> ''",
         "tttttiiiiittit",
         {{"SELECT metric, \"group\", value, lower, upper, n FROM run_metric WHERE run = ? ORDER BY position",
           metric_types},
          {"SELECT metric, \"group\", day, value, lower, upper, n FROM run_series WHERE run = ? ORDER BY "
           "position",
           series_types}}},
        {1,
         "comparison",
         "SELECT c.number, c.id, c.checksum, c.id, (SELECT id FROM run WHERE number = baseline), (SELECT id "
         "FROM run WHERE "
         "number = candidate) FROM comparison AS c",
         "ttt",
         {{"SELECT metric, \"group\", value, lower, upper, n FROM comparison_metric WHERE comparison = ? "
           "ORDER BY position",
           metric_types},
          {"SELECT metric, \"group\", day, value, lower, upper, n FROM comparison_series WHERE comparison = "
           "? ORDER BY position",
           series_types},
          {"SELECT metric, \"group\", difference, lower, upper, \"limit\", verdict, more_needed FROM "
           "comparison_guardrail "
           "WHERE comparison = ? ORDER BY position",
           "ttrrrrtr"}}},
        {2,
         "import",
         "SELECT number, scenario_name, checksum, id, scenario_name, rows_read, rows_kept FROM import",
         "ttii",
         {{"SELECT file, line, reason FROM import_quarantine WHERE import = ? ORDER BY position", "tit"}}},
        {3, "draft", "SELECT 0, key, checksum, key, json FROM draft", "tt", {}},
    };
    return all;
}

class Sha256 {
public:
    Sha256()
        : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
    }

    void number(char tag, std::uint64_t value) {
        unsigned char bytes[9];
        bytes[0] = static_cast<unsigned char>(tag);
        for (int i = 8; i > 0; --i, value /= 256)
            bytes[i] = static_cast<unsigned char>(value % 256);
        EVP_DigestUpdate(context_.get(), bytes, sizeof bytes);
    }
    void column(const Row& row, int column, char type) {
        if (type == 'i') {
            number('i', static_cast<std::uint64_t>(row.integer(column)));
        } else if (type == 'r' && row.is_null(column)) {
            EVP_DigestUpdate(context_.get(), "n", 1);
        } else if (type == 'r') {
            const double value = row.real(column) + 0.0; // -0 becomes 0
            std::uint64_t bits = 0;
            std::memcpy(&bits, &value, sizeof bits);
            number('r', bits);
        } else {
            const std::vector<std::uint8_t> bytes = row.bytes(column);
            number(type, bytes.size());
            EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
        }
    }
    std::vector<std::uint8_t> finish() {
        std::vector<std::uint8_t> hash(32);
        EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr);
        return hash;
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

/// Hashes a list: its length, then its rows.
Status add_list(Sha256& hash, const Reader& reader, std::string_view sql, std::string_view types,
                std::int64_t owner) {
    const std::string query(sql);
    std::uint64_t rows = 0;
    Status counted = reader.each("SELECT count(*) FROM (" + query + ")", owner,
                                 [&](const Row& row) { rows = static_cast<std::uint64_t>(row.integer(0)); });
    if (!counted) return counted;
    hash.number('i', rows);
    return reader.each(query, owner, [&](const Row& row) {
        for (std::size_t i = 0; i < types.size(); ++i)
            hash.column(row, static_cast<int>(i), types[i]);
    });
}

} // namespace

Result<VerifyCheck> check_checksums(const Reader& reader, int format) {
    VerifyCheck check{"checksums", true, 0, 0, {}};
    for (const Part& part : parts()) {
        if (part.since > format || part.until < format) continue;
        Status lists;
        Status records = reader.each(std::string(part.records), [&](const Row& row) {
            Sha256 hash;
            for (std::size_t i = 0; i < part.types.size(); ++i)
                hash.column(row, static_cast<int>(i) + 3, part.types[i]);
            for (const auto& [sql, types] : part.lists)
                if (lists) lists = add_list(hash, reader, sql, types, row.integer(0));
            ++check.checked;
            if (lists && hash.finish() != row.bytes(2))
                note(check, "the content of " + std::string(part.kind) + " " + row.text(1) +
                                " is not what was saved");
        });
        if (!records) return pass_on(records);
        if (!lists) return pass_on(lists);
    }
    return check;
}

} // namespace attune::audit
