#include "core/audit/content_checks.h"

#include "core/audit/counter_examples.h"

#include <string_view>

namespace attune::audit {
namespace {

struct ContentCheck {
    std::string_view name;
    int since;                  ///< the first format that has the tables
    std::string_view looked_at; ///< SQL: how many things are checked
    std::string_view wrong;     ///< SQL: one sentence for each that is wrong
};

// A double is infinite if its size is above the largest finite one; SQLite has no word for it.
constexpr ContentCheck checks[] = {
    {"foreign_keys", 1,
     "SELECT (SELECT count(*) FROM run_metric) + (SELECT count(*) FROM run_series) + (SELECT count(*) FROM "
     "comparison) + "
     "(SELECT count(*) FROM comparison_metric) + (SELECT count(*) FROM comparison_series) + "
     "(SELECT count(*) FROM comparison_guardrail)",
     R"sql(SELECT 'a row of ' || "table" || ' refers to a row of ' || parent || ' that is not there'
           FROM pragma_foreign_key_check)sql"},
    {"header", 1, "SELECT 3",
     R"sql(WITH wanted (key) AS (VALUES ('created'), ('program_version'), ('personal_data'))
           SELECT 'the file does not say ' || key FROM wanted WHERE key NOT IN (SELECT key FROM workspace)
           UNION ALL SELECT 'the file says ' || key || ', which is unknown' FROM workspace WHERE key NOT IN (SELECT key FROM wanted)
           )sql"},
    {"personal_data", 1, "SELECT count(*) FROM scenario",
     R"sql(WITH real (word) AS (SELECT iif(EXISTS (SELECT 1 FROM scenario WHERE personal_data), 'yes', 'no'))
           SELECT 'the file says ' || value || ' to personal data, its scenarios say ' || word FROM workspace, real
           WHERE key = 'personal_data' AND value <> word)sql"},
    // SQLite leaves CHECK constraints out of its integrity check when it may only read.
    {"known_words", 1, "SELECT (SELECT count(*) FROM scenario) + (SELECT count(*) FROM comparison_guardrail)",
     R"sql(SELECT 'scenario ' || name || ' says ' || personal_data || ' to personal data, which is neither 0 nor 1'
           FROM scenario WHERE personal_data NOT IN (0, 1)
           UNION ALL SELECT 'a guardrail of ' || id || ' has the verdict ' || verdict
           FROM comparison_guardrail JOIN comparison ON number = comparison
           WHERE verdict NOT IN ('holds', 'broken', 'undecided'))sql"},
    {"run_parameters", 1, "SELECT count(*) FROM run",
     R"sql(SELECT 'run ' || id || ' cannot be repeated: ' || fault FROM (
             SELECT id, CASE
               WHEN id = '' THEN 'it has no id'
               WHEN scenario_name = '' OR policy_name = '' THEN 'a name is missing'
               WHEN NOT json_valid(scenario_json) THEN 'its scenario is not JSON'
               WHEN json_type(scenario_json) <> 'object' OR scenario_json = '{}' THEN 'its scenario is empty'
               WHEN NOT json_valid(policy_json) THEN 'its policy is not JSON'
               WHEN json_type(policy_json) <> 'object' OR policy_json = '{}' THEN 'its policy is empty'
               WHEN users < 1 OR days < 1 OR items < 1 OR replications < 1 THEN 'a size is below 1'
               WHEN fingerprint = '' THEN 'it has no fingerprint'
               WHEN program_version = '' THEN 'it has no program version'
             END AS fault FROM run) WHERE fault IS NOT NULL)sql"},
    {"run_metrics", 1, "SELECT count(*) FROM run",
     R"sql(SELECT 'run ' || id || ' has no metrics' FROM run
           WHERE NOT EXISTS (SELECT 1 FROM run_metric WHERE run = number))sql"},
    {"series_days", 1, "SELECT (SELECT count(*) FROM run_series) + (SELECT count(*) FROM comparison_series)",
     R"sql(SELECT 'run ' || id || ' of ' || days || ' days has ' || metric || ' on day ' || day
           FROM run_series JOIN run ON number = run WHERE day < 0 OR day >= days
           UNION ALL SELECT 'comparison ' || c.id || ' has ' || metric || ' on day ' || day
           FROM comparison_series JOIN comparison AS c ON c.number = comparison
           WHERE day < 0 OR EXISTS (SELECT 1 FROM run WHERE run.number IN (c.baseline, c.candidate) AND day >= days))sql"},
    {"finite_values", 1,
     "SELECT (SELECT count(*) FROM run_metric) + (SELECT count(*) FROM run_series) + (SELECT count(*) FROM "
     "comparison_metric) + "
     "(SELECT count(*) FROM comparison_series) + (SELECT count(*) FROM comparison_guardrail)",
     R"sql(WITH measured (place, metric, "group", value, lower, upper, n) AS (
             SELECT 'run ' || id, metric, "group", value, lower, upper, n FROM run_metric JOIN run ON number = run
             UNION ALL SELECT 'run ' || id || ' day ' || day, metric, "group", value, lower, upper, n
             FROM run_series JOIN run ON number = run
             UNION ALL SELECT 'comparison ' || id, metric, "group", value, lower, upper, n
             FROM comparison_metric JOIN comparison ON number = comparison
             UNION ALL SELECT 'comparison ' || id || ' day ' || day, metric, "group", value, lower, upper, n
             FROM comparison_series JOIN comparison ON number = comparison
             UNION ALL SELECT 'guardrail of ' || id, metric, "group", "limit", NULL, NULL, 0
             FROM comparison_guardrail JOIN comparison ON number = comparison
             UNION ALL SELECT 'guardrail of ' || id, metric, "group", difference, lower, upper, 0
             FROM comparison_guardrail JOIN comparison ON number = comparison)
           SELECT place || ': ' || metric || ' of ' || "group" || ' is not a finite number' FROM measured
           WHERE (value IS NULL AND n <> 0) OR n < 0
              OR max(abs(ifnull(value, 0)), abs(ifnull(lower, 0)), abs(ifnull(upper, 0)), n) > 1.7976931348623157e308)sql"},
    {"intervals", 1,
     "SELECT (SELECT count(lower) FROM run_metric) + (SELECT count(lower) FROM run_series) + (SELECT "
     "count(lower) FROM "
     "comparison_metric) + (SELECT count(lower) FROM comparison_series) + (SELECT count(lower) FROM "
     "comparison_guardrail)",
     R"sql(WITH measured (place, metric, "group", value, lower, upper) AS (
             SELECT 'run ' || id, metric, "group", value, lower, upper FROM run_metric JOIN run ON number = run
             UNION ALL SELECT 'run ' || id || ' day ' || day, metric, "group", value, lower, upper
             FROM run_series JOIN run ON number = run
             UNION ALL SELECT 'comparison ' || id, metric, "group", value, lower, upper
             FROM comparison_metric JOIN comparison ON number = comparison
             UNION ALL SELECT 'comparison ' || id || ' day ' || day, metric, "group", value, lower, upper
             FROM comparison_series JOIN comparison ON number = comparison
             UNION ALL SELECT 'guardrail of ' || id, metric, "group", difference, lower, upper
             FROM comparison_guardrail JOIN comparison ON number = comparison)
           SELECT place || ': ' || metric || ' of ' || "group" || ' is ' || ifnull(value, 'nothing') || ' in the interval ' ||
                  ifnull(lower, 'nothing') || ' to ' || ifnull(upper, 'nothing') FROM measured
           WHERE (lower IS NULL) <> (upper IS NULL) OR (value IS NULL AND lower IS NOT NULL) OR lower > value OR value > upper)sql"},
    {"comparison_runs", 1, "SELECT count(*) FROM comparison",
     R"sql(SELECT 'comparison ' || id || ' compares a run that is not there' FROM comparison
           WHERE baseline NOT IN (SELECT number FROM run) OR candidate NOT IN (SELECT number FROM run))sql"},
    {"import_counts", 2, "SELECT count(*) FROM import",
     R"sql(SELECT 'import ' || scenario_name || ' read ' || rows_read || ' rows, but kept ' || rows_kept ||
                  ' and set aside ' || aside
           FROM (SELECT *, (SELECT count(*) FROM import_quarantine WHERE import = number) AS aside FROM import)
           WHERE rows_kept < 0 OR rows_read <> rows_kept + aside)sql"},
    {"drafts", 3, "SELECT count(*) FROM draft",
     R"sql(SELECT 'draft ' || key || ' cannot be read: ' || fault FROM (
             SELECT key, CASE
               WHEN key = '' THEN 'it has no key'
               WHEN NOT json_valid(json) THEN 'it is not JSON'
               WHEN json_type(json) <> 'object' THEN 'it is not an object'
             END AS fault FROM draft) WHERE fault IS NOT NULL)sql"},
    {"policy_versions", 4, "SELECT count(*) FROM policy_version",
     R"sql(SELECT 'version ' || version || ' of the policy ' || name || ' is no history: ' || fault FROM (
             SELECT p.name, p.version, CASE
               WHEN p.name = '' THEN 'it has no name'
               WHEN p.version < 1 THEN 'versions are counted from 1'
               WHEN p.version > 1 AND NOT EXISTS (SELECT 1 FROM policy_version AS before
                    WHERE before.name = p.name AND before.version = p.version - 1) THEN 'the one before it is missing'
               WHEN p.parent >= p.version OR (p.parent IS NULL AND p.version > 1)
                 THEN 'it does not come from an older one'
               WHEN p.restores >= p.version THEN 'it brings back what did not exist yet'
               WHEN p.version > 1 AND (p.author = '' OR p.reason = '') THEN 'nobody says who made it and why'
               WHEN (p.author = '') <> (p.reason = '') THEN 'author or reason is missing'
               WHEN NOT json_valid(p.json) THEN 'it is not JSON'
               WHEN json_type(p.json) <> 'object' THEN 'it is not an object'
               WHEN p.preview <> '' AND NOT json_valid(p.preview) THEN 'what was shown of its effect cannot be read'
             END AS fault FROM policy_version AS p) WHERE fault IS NOT NULL)sql"},
    {"matrix_versions", 6, "SELECT count(*) FROM consent_matrix",
     R"sql(SELECT 'version ' || version || ' of the matrix is no history: ' || fault FROM (
             SELECT m.version, CASE
               WHEN m.version < 1 THEN 'versions are counted from 1'
               WHEN m.version > 1 AND NOT EXISTS (SELECT 1 FROM consent_matrix AS before
                    WHERE before.version = m.version - 1) THEN 'the one before it is missing'
               WHEN m.parent < 0 OR m.parent >= m.version THEN 'it does not come from an older one'
               WHEN m.restores < 0 OR m.restores >= m.version THEN 'it brings back what did not exist yet'
               WHEN m.role <> 'privacy_officer' THEN 'whoever saved it may not'
               WHEN m.author = '' OR m.reason = '' THEN 'nobody says who made it and why'
               WHEN NOT json_valid(m.json) THEN 'it is not JSON'
               WHEN json_extract(m.json, '$.attune') IS NOT 'consent-matrix' THEN 'it is no matrix'
               WHEN m.preview <> '' AND NOT json_valid(m.preview) THEN 'what was shown of its impact cannot be read'
             END AS fault FROM consent_matrix AS m) WHERE fault IS NOT NULL)sql"},
    {"matrix_of_runs", 6, "SELECT count(*) FROM run",
     R"sql(SELECT 'run ' || id || ' obeyed version ' || matrix_version || ' of the matrix, which is not here' FROM run
           WHERE matrix_version <> 0 AND (matrix_sha256 = '' OR matrix_version NOT IN (SELECT version FROM consent_matrix)))sql"},
};

} // namespace

Result<std::vector<VerifyCheck>> check_content(const Reader& reader, int format) {
    std::vector<VerifyCheck> results;
    for (const ContentCheck& content : checks) {
        if (content.since > format) continue;
        VerifyCheck check{std::string(content.name), true, 0, 0, {}};
        const Result<std::int64_t> looked_at = reader.integer(std::string(content.looked_at));
        if (!looked_at) return pass_on(looked_at);
        check.checked = *looked_at;
        Status read =
            reader.each(std::string(content.wrong), [&](const Row& row) { note(check, row.text(0)); });
        if (!read) return pass_on(read);
        results.push_back(std::move(check));
    }
    return results;
}

std::vector<std::string> content_check_names() {
    std::vector<std::string> names;
    for (const ContentCheck& check : checks)
        names.emplace_back(check.name);
    return names;
}

} // namespace attune::audit
