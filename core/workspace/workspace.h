// A workspace: one SQLite file that is the document. Opening checks it without touching it; every save is on
// the disk when it returns; a writer that is stopped half-way leaves what was saved before.
//
// Several programs may have a workspace open. They write one at a time, each save for itself; who finds the
// file held for longer than the patience gets an error and has lost nothing. A file that is moved or removed
// while it is open takes no more saves (ErrorCode::io), but can still be read and copied. A Workspace belongs
// to one thread.
#pragma once

#include "core/workspace/checksum.h"
#include "core/workspace/comparison_store.h"
#include "core/workspace/database.h"
#include "core/workspace/draft_store.h"
#include "core/workspace/import_store.h"
#include "core/workspace/matrix_store.h"
#include "core/workspace/policy_store.h"
#include "core/workspace/run_store.h"
#include "core/workspace/scenario_store.h"
#include "core/workspace/trail_store.h"
#include "core/workspace/trail_writer.h"

#include <memory>
#include <string>

namespace attune {

enum class OpenMode {
    create,         ///< a new file; one that exists is ErrorCode::bad_input
    existing,       ///< for reading and writing; an older file is brought up to date
    create_or_open, ///< `existing` if there is a file, `create` otherwise
    read_only,      ///< for commands that only list: an older file is read as it is
};

struct OpenOptions {
    std::string vfs;             ///< a registered SQLite file system; empty for the usual one
    std::string created;         ///< for a new file: ISO 8601 UTC, given by the program
    std::string program_version; ///< for a new file
    int patience_ms = 5000;      ///< how long to wait while another program writes
};

/// What happens to a file that already has the name of a copy.
enum class IfThere {
    refuse,  ///< it stays, and the copy is ErrorCode::bad_input
    replace, ///< whatever it is, the copy takes its place
};

/// Facts about the file itself.
struct WorkspaceHeader {
    std::string created;
    std::string program_version;
    bool personal_data = false; ///< whether it holds data of real people
};

class Workspace {
public:
    /// Opens or creates the workspace at `path`.
    ///
    /// ErrorCode::not_found: there is no such file, or no such folder to create it in. ErrorCode::unreadable:
    /// a folder, an empty, foreign or damaged file, or one from a newer program; it is left as it is.
    /// ErrorCode::io: the disk refuses, the file is write protected, or another program holds it.
    ///
    /// A file whose last writer was stopped is first put back to its last complete save, in `read_only` too.
    static Result<Workspace> open(const std::string& path, OpenMode mode, const OpenOptions& options = {});

    PolicyStore policies() const { return PolicyStore(*database_); }
    MatrixStore matrices() const { return MatrixStore(*database_); }
    ScenarioStore scenarios() const { return ScenarioStore(*database_); }
    RunStore runs() const { return RunStore(*database_); }
    ComparisonStore comparisons() const { return ComparisonStore(*database_); }
    ImportStore imports() const { return ImportStore(*database_); }
    DraftStore drafts() const { return DraftStore(*database_); }
    TrailStore trail() const { return TrailStore(*database_); }
    /// For appending to the trail, see TrailWriter::open(). What the stores above save between its begin()
    /// and its commit() is part of the same transaction.
    Result<TrailWriter> write_trail(SigningKey key, RandomBytes random = {}) const {
        return TrailWriter::open(*database_, std::move(key), std::move(random));
    }

    Result<WorkspaceHeader> header() const;

    /// Writes all it holds to a file of its own at `path`, without the gaps that erased records left. The
    /// name has the complete copy or what it had before, whenever the program is stopped. It may be read by
    /// those who may read this file, or the replaced one. ErrorCode::bad_input for this very file.
    Status copy_to(const std::string& path, IfThere there = IfThere::refuse) const;
    /// Makes this file what the workspace at `path` is, in one transaction. Imports that this file no longer
    /// has stay erased, with all that came of them: withdrawn data does not come back. Its trail, if it has
    /// one, stays as it is: what happened has happened, and keys that were destroyed do not come back. So do
    /// the versions of the consent matrix: under which rules something was done is not to be forgotten.
    /// Errors: those of open() for `path`.
    Status restore(const std::string& path) const;
    /// Equal for equal content: a checksum over those of all records.
    Result<Checksum> content() const;
    /// As given to open().
    const std::string& path() const { return database_->path(); }

private:
    explicit Workspace(Database database)
        : database_(std::make_unique<Database>(std::move(database))) {}

    std::unique_ptr<Database> database_; ///< at a fixed address: the stores point to it
};

} // namespace attune
