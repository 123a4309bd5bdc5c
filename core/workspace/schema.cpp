#include "core/workspace/schema.h"

#include <algorithm>

namespace attune {
namespace {

// A migration is never edited once files made by it exist: a change is a new one at the end of the list.
constexpr const char* base_tables = R"sql(
CREATE TABLE workspace (
    -- Facts about the file: "created", "program_version" of its maker, "personal_data" ("yes" or "no").
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    -- The user's own policies, complete, as JSON. Shipped policies are part of the program.
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL,
    created TEXT NOT NULL,
    checksum BLOB NOT NULL
) STRICT;

CREATE TABLE scenario (
    -- The user's own scenarios. The world is empty, or imported people and items as the program packs them.
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    json TEXT NOT NULL,
    personal_data INTEGER NOT NULL CHECK (personal_data IN (0, 1)),
    created TEXT NOT NULL,
    checksum BLOB NOT NULL,
    world BLOB NOT NULL
) STRICT;

CREATE TABLE run (
    -- A finished run with everything needed to repeat it. Scenario and policy are stored complete, so that a
    -- later edit of either does not change what was run.
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    scenario_name TEXT NOT NULL,
    scenario_json TEXT NOT NULL,
    policy_name TEXT NOT NULL,
    policy_json TEXT NOT NULL,
    seed INTEGER NOT NULL,
    users INTEGER NOT NULL,
    days INTEGER NOT NULL,
    items INTEGER NOT NULL,
    replications INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    program_version TEXT NOT NULL,
    created TEXT NOT NULL,
    wall_seconds REAL NOT NULL,
    checksum BLOB NOT NULL
) STRICT;
CREATE INDEX run_by_scenario ON run (scenario_name);

CREATE TABLE run_metric (
    -- What a run measured over its whole length, with a 95 % interval where there is one.
    -- A value is NULL only where n is 0: nothing was observed.
    run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    "group" TEXT NOT NULL,
    value REAL,
    lower REAL,
    upper REAL,
    n REAL NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_series (
    -- The same day by day; the first day is 0.
    run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    "group" TEXT NOT NULL,
    day INTEGER NOT NULL,
    value REAL,
    lower REAL,
    upper REAL,
    n REAL NOT NULL,
    PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE comparison (
    -- Two runs of the same people under two policies.
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    baseline INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
    candidate INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
    created TEXT NOT NULL,
    checksum BLOB NOT NULL
) STRICT;
CREATE INDEX comparison_by_baseline ON comparison (baseline);
CREATE INDEX comparison_by_candidate ON comparison (candidate);

CREATE TABLE comparison_metric (
    -- Candidate minus baseline over the whole length, paired.
    comparison INTEGER NOT NULL REFERENCES comparison (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    "group" TEXT NOT NULL,
    value REAL,
    lower REAL,
    upper REAL,
    n REAL NOT NULL,
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE comparison_series (
    -- Candidate minus baseline day by day, paired.
    comparison INTEGER NOT NULL REFERENCES comparison (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    "group" TEXT NOT NULL,
    day INTEGER NOT NULL,
    value REAL,
    lower REAL,
    upper REAL,
    n REAL NOT NULL,
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE comparison_guardrail (
    -- Whether the candidate keeps a metric within the largest accepted change for the worse ("limit"), and how
    -- many times as many people or seeds would settle an undecided one.
    comparison INTEGER NOT NULL REFERENCES comparison (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    metric TEXT NOT NULL,
    "group" TEXT NOT NULL,
    difference REAL,
    lower REAL,
    upper REAL,
    "limit" REAL NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('holds', 'broken', 'undecided')),
    more_needed REAL,
    PRIMARY KEY (comparison, position)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* import_tables = R"sql(
CREATE TABLE import (
    -- One imported file: what was read, and the scenario made of it. Removing it removes that scenario.
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    scenario_name TEXT NOT NULL UNIQUE REFERENCES scenario (name),
    created TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_kept INTEGER NOT NULL,
    checksum BLOB NOT NULL
) STRICT;

CREATE TABLE import_quarantine (
    -- A row that could not be used, and why. Never the row itself: it may be personal.
    import INTEGER NOT NULL REFERENCES import (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    file TEXT NOT NULL,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* draft_table = R"sql(
CREATE TABLE draft (
    -- What a window shows and nobody has kept yet, as JSON of that window's own: "lab" is the Policy lab.
    key TEXT NOT NULL PRIMARY KEY,
    json TEXT NOT NULL,
    saved TEXT NOT NULL,
    checksum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* policy_versions = R"sql(
CREATE TABLE policy_version (
    -- The user's own policies: every version that was ever saved, complete, as JSON. Rows are only added; the
    -- newest of a name is the policy. What a program saved that knew no versions has neither author nor reason.
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    parent INTEGER,
    restores INTEGER,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    created TEXT NOT NULL,
    json TEXT NOT NULL,
    preview TEXT NOT NULL,
    checksum BLOB NOT NULL,
    UNIQUE (name, version),
    FOREIGN KEY (name, parent) REFERENCES policy_version (name, version),
    FOREIGN KEY (name, restores) REFERENCES policy_version (name, version)
) STRICT;
INSERT INTO policy_version SELECT number, name, 1, NULL, NULL, '', '', created, json, '', checksum FROM policy;
DROP TABLE policy;
)sql";

constexpr const char* trail_tables = R"sql(
CREATE TABLE trail_segment (
    -- What happened to people's data and consents: up to 256 events from the sequence number "first" on, one
    -- after the other, and the chain value after the last. Empty where no trail is kept. Rows are only added.
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    payloads BLOB NOT NULL,
    chain BLOB NOT NULL
) STRICT;

CREATE TABLE trail_head (
    -- What the trail was after each save, signed: Ed25519 over the bytes of json. Rows are only added.
    number INTEGER PRIMARY KEY,
    json TEXT NOT NULL,
    key BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

CREATE TABLE trail_key (
    -- What seals the values of one person of the run whose begin has that sequence number. Without it nobody
    -- reads them again, and the chain stays whole.
    person INTEGER NOT NULL,
    run INTEGER NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (run, person)
) STRICT, WITHOUT ROWID;

-- Against accidents; who can write the file can drop them, so that proofs do not rest on them.
CREATE TRIGGER trail_segment_follows BEFORE INSERT ON trail_segment
WHEN NEW.first <> ifnull((SELECT first + count FROM trail_segment ORDER BY first DESC LIMIT 1), 1)
BEGIN SELECT raise(ABORT, 'the trail has no gaps'); END;
CREATE TRIGGER trail_segment_stays BEFORE UPDATE ON trail_segment
BEGIN SELECT raise(ABORT, 'the trail is never changed'); END;
CREATE TRIGGER trail_segment_remains BEFORE DELETE ON trail_segment
BEGIN SELECT raise(ABORT, 'the trail is never shortened'); END;
CREATE TRIGGER trail_head_follows BEFORE INSERT ON trail_head
WHEN NEW.number <> ifnull((SELECT max(number) FROM trail_head), 0) + 1
BEGIN SELECT raise(ABORT, 'the heads have no gaps'); END;
CREATE TRIGGER trail_head_stays BEFORE UPDATE ON trail_head
BEGIN SELECT raise(ABORT, 'a head is never changed'); END;
CREATE TRIGGER trail_head_remains BEFORE DELETE ON trail_head
BEGIN SELECT raise(ABORT, 'a head is never removed'); END;
CREATE TRIGGER trail_key_stays BEFORE UPDATE ON trail_key
BEGIN SELECT raise(ABORT, 'a key is never changed'); END;
)sql";

constexpr const char* matrix_tables = R"sql(
CREATE TABLE consent_matrix (
    -- What may be used for what: every version that was ever saved, complete, as JSON. Rows are only added; runs
    -- obey the newest. A parent of 0 is the matrix that ships with the program; so is what is restored.
    version INTEGER PRIMARY KEY,
    parent INTEGER NOT NULL,
    restores INTEGER,
    author TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('product_manager', 'privacy_officer')),
    reason TEXT NOT NULL,
    created TEXT NOT NULL,
    json TEXT NOT NULL,
    preview TEXT NOT NULL,
    checksum BLOB NOT NULL
) STRICT;

CREATE TABLE matrix_signature (
    -- Who stands by a version of the matrix: Ed25519 over its checksum, author, role and time. Rows are only added,
    -- one of each key, so that nobody's signature stands in the way of another's.
    version INTEGER NOT NULL REFERENCES consent_matrix (version),
    author TEXT NOT NULL,
    role TEXT NOT NULL,
    made TEXT NOT NULL,
    key BLOB NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (version, key)
) STRICT, WITHOUT ROWID;

-- Against accidents, as for the trail.
CREATE TRIGGER consent_matrix_follows BEFORE INSERT ON consent_matrix
WHEN NEW.version <> ifnull((SELECT max(version) FROM consent_matrix), 0) + 1
BEGIN SELECT raise(ABORT, 'the versions of the matrix have no gaps'); END;
CREATE TRIGGER consent_matrix_stays BEFORE UPDATE ON consent_matrix
BEGIN SELECT raise(ABORT, 'a version of the matrix is never changed'); END;
CREATE TRIGGER consent_matrix_remains BEFORE DELETE ON consent_matrix
BEGIN SELECT raise(ABORT, 'a version of the matrix is never removed'); END;
CREATE TRIGGER matrix_signature_stays BEFORE UPDATE ON matrix_signature
BEGIN SELECT raise(ABORT, 'a signature is never changed'); END;
CREATE TRIGGER matrix_signature_remains BEFORE DELETE ON matrix_signature
BEGIN SELECT raise(ABORT, 'a signature is never removed'); END;
)sql";

constexpr const char* matrix_of_runs = R"sql(
-- Which matrix a run obeyed: a version, 0 the one that ships, and its hash; no hash: nobody said.
ALTER TABLE run ADD COLUMN matrix_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run ADD COLUMN matrix_sha256 TEXT NOT NULL DEFAULT '';
)sql";

const std::vector<std::string>& migrations() {
    static const std::vector<std::string> all = {base_tables,  import_tables,
                                                 draft_table,  policy_versions,
                                                 trail_tables, std::string(matrix_tables) + matrix_of_runs};
    return all;
}

/// A statement without its comments, in small letters and with single spaces: what is left is what it means.
std::string meaning_of(const std::string& sql) {
    std::string meaning;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        if (sql.compare(i, 2, "--") == 0) i = std::min(sql.find('\n', i), sql.size() - 1);
        const bool space = sql[i] == ' ' || sql[i] == '\n';
        if (space && (meaning.empty() || meaning.back() == ' ')) continue;
        const bool large = sql[i] >= 'A' && sql[i] <= 'Z';
        meaning += space ? ' ' : large ? static_cast<char>(sql[i] - 'A' + 'a') : sql[i];
    }
    return meaning;
}

} // namespace

int current_version() {
    return static_cast<int>(migrations().size());
}

Result<int> version_of(const Database& database) {
    const Result<std::int64_t> version = database.integer("PRAGMA user_version");
    if (!version) return pass_on(version);
    return static_cast<int>(*version);
}

Status migrate(const Database& database, int target) {
    const Result<int> version = version_of(database);
    if (!version) return pass_on(version);
    if (*version > target)
        return fail(ErrorCode::unreadable, "this workspace was made by a newer program", database.path(),
                    "Open it with the newer Attune");
    if (*version == 0) {
        Status named = database.run("PRAGMA application_id = " + std::to_string(workspace_application_id));
        if (!named) return named;
    }
    for (int step = *version; step < target; ++step) {
        Status stepped = database.run(migrations().at(static_cast<std::size_t>(step)));
        if (!stepped) return stepped;
    }
    return database.run("PRAGMA user_version = " + std::to_string(target));
}

Status empty_trail(const Database& database) {
    // Dropping a table asks no triggers and takes them along.
    Status dropped = database.run("DROP TABLE trail_segment; DROP TABLE trail_head; DROP TABLE trail_key");
    if (!dropped) return dropped;
    return database.run(trail_tables);
}

Status empty_matrices(const Database& database) {
    Status dropped = database.run("DROP TABLE matrix_signature; DROP TABLE consent_matrix");
    if (!dropped) return dropped;
    return database.run(matrix_tables);
}

Result<std::vector<std::string>> schema_of(const Database& database) {
    // Indexes that SQLite makes for itself have no SQL, and its own statistics tables are no part of ours.
    Result<Statement> rows =
        database.prepare("SELECT type || ' ' || name || ' ' || tbl_name || ' ' || sql FROM sqlite_schema "
                         "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1");
    if (!rows) return pass_on(rows);
    std::vector<std::string> lines;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return lines;
        lines.push_back(meaning_of(rows->text(0)));
    }
}

Result<std::vector<std::string>> expected_schema(int version) {
    const Result<Database> fresh = Database::in_memory("a new workspace");
    if (!fresh) return pass_on(fresh);
    Status made = migrate(*fresh, version);
    if (!made) return pass_on(made);
    return schema_of(*fresh);
}

} // namespace attune
