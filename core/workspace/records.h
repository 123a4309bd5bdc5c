// What a workspace file holds, as plain values: versions of policies and of the consent matrix, scenarios,
// runs with all that made them, comparisons, drafts.
#pragma once

#include "core/measures/metrics/metric.h"
#include "core/measures/metrics/verdict.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

/// One point of a daily series; the columns of the long CSV after `run` and `policy`.
struct SeriesPoint {
    std::string metric;
    std::string group = "all";
    int day = 0;
    double value = 0;
    double lower = 0; ///< NaN where there is no interval
    double upper = 0;
    double n = 0;
};

/// A finished run with everything needed to repeat it.
struct RunRecord {
    std::string id; ///< "r-" and 12 hexadecimal digits, from the inputs; equal inputs give equal ids
    std::string scenario_name;
    std::string scenario_json; ///< complete, all defaults written out
    std::string policy_name;
    std::string policy_json; ///< complete
    std::uint64_t seed = 0;  ///< of the first replication; the others follow it
    int users = 0;
    int days = 0;
    int items = 0;
    int replications = 1;
    std::string fingerprint; ///< over all replications
    std::string program_version;
    std::string created; ///< ISO 8601 UTC, given by the program; empty in tests
    double wall_seconds = 0;
    std::vector<MetricValue> metrics;
    std::vector<SeriesPoint> series;
    /// The consent matrix it obeyed: a version of the workspace, 0 the one that ships, and the SHA-256 of its
    /// file form in hexadecimal digits; empty where a program ran it that did not say.
    int matrix_version = 0;
    std::string matrix_sha256 = {};
};

struct ComparisonRecord {
    std::string id; ///< "c-" and 12 hexadecimal digits
    std::string baseline_run;
    std::string candidate_run;
    std::string created;
    std::vector<MetricValue> difference; ///< candidate minus baseline, paired
    std::vector<SeriesPoint> series;     ///< daily differences, paired
    std::vector<GuardrailVerdict> guardrails;
};

/// A saved state of a policy. Versions of a name are numbered from 1 without gaps and never change; the
/// newest is the policy.
struct PolicyVersion {
    std::string name;
    std::string json;         ///< complete
    std::string created;      ///< ISO 8601 UTC, given by the program; empty in tests
    std::string author = {};  ///< one line; empty only where a program saved it that knew no versions
    std::string reason = {};  ///< likewise
    std::string preview = {}; ///< the effect that was shown before it was saved, as JSON; empty: none
    int parent = 0;           ///< the version it was changed from; 0: none
    int restores = 0;         ///< the older version whose values it brings back; 0: none
    int number = 0;           ///< given by the store
    bool operator==(const PolicyVersion&) const = default;
};

/// A saved state of the consent matrix. Versions are numbered from 1 without gaps and never change; runs obey
/// the newest.
struct MatrixVersion {
    std::string json;                 ///< complete, as matrix_to_json() gives it
    std::string created;              ///< ISO 8601 UTC, given by the program; empty in tests
    std::string author;               ///< one line
    std::string role;                 ///< of the author: "privacy_officer"
    std::string reason;               ///< one line
    std::string preview = {};         ///< the impact that was shown before it was saved, as JSON; empty: none
    int parent = 0;                   ///< the version it was changed from; 0: the matrix that ships
    std::optional<int> restores = {}; ///< the older version whose rules it brings back; 0: what ships
    int number = 0;                   ///< given by the store
    bool operator==(const MatrixVersion&) const = default;
};

/// That somebody stands by a version of the matrix.
struct MatrixSignature {
    int version = 0;
    std::string author, role; ///< as said; only the key is proved
    std::string made;         ///< ISO 8601 UTC
    std::vector<std::uint8_t> key, signature;
    bool operator==(const MatrixSignature&) const = default;
};

/// A scenario of the user's own: shipped ones are resources. `world` is empty, or the imported people and
/// items as the bytes written by simulations/population.
struct ScenarioRecord {
    std::string name;
    std::string json;
    std::vector<std::uint8_t> world;
    bool personal_data = false;
    std::string created;
};

/// What a window shows and nobody has kept yet, as that window writes it.
struct DraftRecord {
    std::string key;   ///< which window's: "lab"
    std::string json;  ///< an object
    std::string saved; ///< ISO 8601 UTC, given by the program; empty in tests
};

/// A row of an import that could not be used.
struct QuarantinedRow {
    std::string file;
    std::int64_t line = 0;
    std::string reason; ///< a short stable word, text key "quarantine.<reason>"
    bool operator==(const QuarantinedRow&) const = default;
};

struct ImportRecord {
    std::string id;
    std::string scenario_name;
    std::string created;
    std::int64_t rows_read = 0;
    std::int64_t rows_kept = 0;
    std::vector<QuarantinedRow> quarantined; ///< never the raw row: it may be personal
};

} // namespace attune
