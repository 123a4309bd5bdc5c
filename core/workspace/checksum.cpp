#include "core/workspace/checksum.h"

#include "core/workspace/measured_values.h"

#include <sodium/crypto_hash_sha256.h>

#include <array>
#include <bit>
#include <cmath>
#include <string_view>

namespace attune {
namespace {

class Hasher {
public:
    Hasher() { crypto_hash_sha256_init(&state_); }

    template <typename... Values>
    Hasher& add(const Values&... values) {
        (one(values), ...);
        return *this;
    }
    Checksum finish() {
        Checksum checksum(crypto_hash_sha256_BYTES);
        crypto_hash_sha256_final(&state_, checksum.data());
        return checksum;
    }

private:
    void one(std::int64_t value) { tagged('i', static_cast<std::uint64_t>(value)); }
    void one(std::uint64_t value) { tagged('i', value); }
    void one(int value) { one(std::int64_t{value}); }
    void one(double value) {
        constexpr std::uint8_t not_given = 'n';
        if (std::isnan(value))
            crypto_hash_sha256_update(&state_, &not_given, 1);
        else
            tagged('r', std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value));
    }
    void one(std::string_view value) {
        tagged('t', value.size());
        bytes(value.data(), value.size());
    }
    void one(const std::string& value) { one(std::string_view(value)); }
    void one(const std::vector<std::uint8_t>& value) {
        tagged('b', value.size());
        bytes(value.data(), value.size());
    }
    void one(const MetricValue& m) { add(m.key, m.group, m.value, m.lower, m.upper, m.n); }
    void one(const SeriesPoint& p) { add(p.metric, p.group, p.day, p.value, p.lower, p.upper, p.n); }
    void one(const GuardrailVerdict& g) {
        add(g.key, g.group, g.difference, g.lower, g.upper, g.limit, word_of(g.verdict), g.more_needed);
    }
    void one(const QuarantinedRow& row) { add(row.file, row.line, row.reason); }
    template <typename Element>
    void one(const std::vector<Element>& list) {
        one(std::uint64_t{list.size()});
        for (const Element& element : list)
            one(element);
    }

    void tagged(char tag, std::uint64_t word) {
        std::array<std::uint8_t, 9> encoded = {static_cast<std::uint8_t>(tag)};
        for (std::size_t i = 0; i < 8; ++i)
            encoded[1 + i] = static_cast<std::uint8_t>(word >> (56 - 8 * i));
        crypto_hash_sha256_update(&state_, encoded.data(), encoded.size());
    }
    void bytes(const void* data, std::size_t size) {
        if (size > 0) crypto_hash_sha256_update(&state_, static_cast<const unsigned char*>(data), size);
    }

    crypto_hash_sha256_state state_;
};

} // namespace

Checksum checksum_of(const PolicyVersion& version) {
    // Older programs hashed no more than this; their policies became first versions as they were.
    if (version.author.empty()) return Hasher().add(version.name, version.json).finish();
    return Hasher()
        .add(version.name, version.number, version.parent, version.restores, version.author, version.reason,
             version.json, version.preview)
        .finish();
}

Checksum checksum_of(const MatrixVersion& version) {
    return Hasher()
        .add(version.number, version.parent, version.restores.value_or(-1), version.author, version.role,
             version.reason, version.json, version.preview)
        .finish();
}

Checksum checksum_of(const ScenarioRecord& record) {
    return Hasher().add(record.name, record.json, record.personal_data ? 1 : 0, record.world).finish();
}

Checksum checksum_of(const RunRecord& record) {
    Hasher hasher;
    hasher.add(record.id, record.scenario_name, record.scenario_json, record.policy_name, record.policy_json,
               record.seed, record.users, record.days, record.items, record.replications, record.fingerprint,
               record.program_version);
    // Older programs obeyed the matrix they shipped with and said nothing of it.
    if (!record.matrix_sha256.empty()) hasher.add(record.matrix_version, record.matrix_sha256);
    return hasher.add(record.metrics, record.series).finish();
}

Checksum checksum_of(const ComparisonRecord& record) {
    return Hasher()
        .add(record.id, record.baseline_run, record.candidate_run, record.difference, record.series,
             record.guardrails)
        .finish();
}

Checksum checksum_of(const ImportRecord& record) {
    return Hasher()
        .add(record.id, record.scenario_name, record.rows_read, record.rows_kept, record.quarantined)
        .finish();
}

Checksum checksum_of(const DraftRecord& record) {
    return Hasher().add(record.key, record.json).finish();
}

Checksum checksum_of(const std::vector<std::pair<std::string, Checksum>>& records) {
    Hasher hasher;
    for (const auto& [name, checksum] : records)
        hasher.add(name, checksum);
    return hasher.finish();
}

} // namespace attune
