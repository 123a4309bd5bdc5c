#include "core/audit/verify.h"

#include "core/audit/content_checks.h"
#include "core/audit/expected_tables.h"
#include "core/audit/matrix_signatures.h"
#include "core/audit/reader.h"
#include "core/audit/record_checksums.h"
#include "core/audit/trail_words.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace attune {
namespace {

constexpr std::uint32_t our_application = 0x4174746E; // "Attn"

struct FileHead {
    std::uint32_t application = 0;
    std::uint32_t version = 0;
};

Result<FileHead> read_head(const std::string& path) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    if (!std::filesystem::exists(status))
        return fail(ErrorCode::not_found, "there is no such file", path, "Check the name");
    if (!std::filesystem::is_regular_file(status))
        return fail(ErrorCode::unreadable, "this is a folder or a device, not a workspace", path,
                    "Name a workspace file");
    std::ifstream in(path, std::ios::binary);
    char head[100] = {};
    in.read(head, sizeof head);
    if (in.gcount() == 0)
        return fail(ErrorCode::unreadable, "the file is empty or cannot be read", path,
                    "Choose another file");
    // The 100-byte header of https://www.sqlite.org/fileformat.html: version at 60, application at 68, and at
    // 18 and 19 the journal, which is 1 in a file with a rollback journal.
    if (in.gcount() < 100 || std::memcmp(head, "SQLite format 3", 16) != 0)
        return fail(ErrorCode::unreadable, "this is not a workspace", path,
                    "Choose a file that was made by Attune");
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = at; i < at + 4; ++i)
            value = value * 256 + static_cast<unsigned char>(head[i]);
        return value;
    };
    if (number(68) != our_application)
        return fail(ErrorCode::unreadable, "this is a database of another program, not a workspace", path,
                    "Choose a file that was made by Attune");
    if (head[18] != 1 || head[19] != 1)
        return fail(ErrorCode::unreadable,
                    "the file is damaged, or was switched to another kind of journal by another program",
                    path, "Switch it back with: PRAGMA journal_mode = DELETE");
    return FileHead{number(68), number(60)};
}

Status check_version(std::uint32_t version, const std::string& path) {
    if (version > static_cast<std::uint32_t>(audit::newest_format()))
        return fail(ErrorCode::unreadable,
                    "this workspace was made by a newer program (format " + std::to_string(version) + ")",
                    path, "Verify it with the newer Attune");
    if (version == 0)
        return fail(ErrorCode::unreadable, "the file is damaged: it has no format number", path,
                    "Restore it from a copy");
    return {};
}

Result<VerifyCheck> check_integrity(const audit::Reader& reader, const std::string& path) {
    const Result<std::int64_t> pages = reader.integer("PRAGMA page_count");
    if (!pages) return pass_on(pages);
    std::string first;
    Status read =
        reader.each("PRAGMA integrity_check(1)", [&](const audit::Row& row) { first = row.text(0); });
    if (!read) return pass_on(read);
    // So SQLite names a page that the disk did not give, in the same place as a page that is wrong.
    if (first.find("unable to get the page") != std::string::npos ||
        first.find("failed to get page") != std::string::npos)
        return fail(ErrorCode::io, "the disk refused to read the file to its end", path,
                    "Check the disk and try again");
    if (first != "ok")
        return fail(ErrorCode::unreadable, "the file is damaged (" + first + ")", path,
                    "Restore it from a copy; it was not changed");
    return VerifyCheck{"integrity", true, *pages, 0, {}};
}

VerifyCheck as_check(const std::string& name, const audit::trail::InvariantVerdict& verdict) {
    VerifyCheck check{name, verdict.failures == 0, verdict.checked, verdict.failures, {}};
    for (const audit::trail::Finding& one : verdict.findings)
        check.counter_examples.push_back(audit::trail::sentence(one, Text::english()));
    return check;
}

/// Numbers, chain and heads of the trail, if there is one.
Status verify_trail(const audit::Reader& reader, const audit::trail::Anchor& anchor, VerifyReport& report) {
    const auto there = audit::trail::has_trail(reader);
    if (!there) return pass_on(there);
    if (!*there) return {};
    auto chain = audit::trail::check_chain(reader, anchor, {});
    if (!chain) return pass_on(chain);
    const audit::trail::InvariantVerdict* parts[] = {&chain->order, &chain->chain, &chain->signed_heads,
                                                     &chain->earlier};
    for (std::size_t i = 0; i < trail_checks().size(); ++i)
        if (parts[i]->evaluated) report.checks.push_back(as_check(trail_checks()[i], *parts[i]));
    report.trail = std::move(*chain);
    return {};
}

} // namespace

bool VerifyReport::passed() const {
    return std::all_of(checks.begin(), checks.end(), [](const VerifyCheck& check) { return check.passed; });
}

const std::vector<std::string>& verify_checks() {
    static const std::vector<std::string> all = [] {
        std::vector<std::string> names = {"application", "version", "integrity", "schema"};
        for (const std::string& name : audit::content_check_names())
            names.push_back(name);
        names.emplace_back("checksums");
        names.emplace_back("matrix_signatures");
        return names;
    }();
    return all;
}

const std::vector<std::string>& trail_checks() {
    static const std::vector<std::string> all = {"trail_order", "trail_chain", "trail_heads",
                                                 "trail_earlier"};
    return all;
}

Result<VerifyReport> verify_file(const std::string& path, const audit::trail::Anchor& anchor) {
    const Result<FileHead> head = read_head(path);
    if (!head) return pass_on(head);
    Status known = check_version(head->version, path);
    if (!known) return pass_on(known);
    const Result<audit::Reader> reader = audit::Reader::open(path);
    if (!reader) return pass_on(reader);
    // A rollback may have changed the version: a stopped update of an older file.
    const Result<std::int64_t> version = reader->integer("PRAGMA user_version");
    if (!version) return pass_on(version);
    Status still_known = check_version(static_cast<std::uint32_t>(*version), path);
    if (!still_known) return pass_on(still_known);

    VerifyReport report;
    report.version = static_cast<int>(*version);
    report.recovered = reader->from_copy();
    report.checks.push_back({"application", true, 1, 0, {}});
    report.checks.push_back({"version", true, 1, 0, {}});
    const Result<VerifyCheck> integrity = check_integrity(*reader, path);
    if (!integrity) return pass_on(integrity);
    report.checks.push_back(*integrity);
    const Result<VerifyCheck> schema = audit::check_tables(*reader, report.version);
    if (!schema) return pass_on(schema);
    report.checks.push_back(*schema);
    if (!schema->passed) return report;
    Result<std::vector<VerifyCheck>> content = audit::check_content(*reader, report.version);
    if (!content) return pass_on(content);
    for (VerifyCheck& check : *content)
        report.checks.push_back(std::move(check));
    const Result<VerifyCheck> checksums = audit::check_checksums(*reader, report.version);
    if (!checksums) return pass_on(checksums);
    report.checks.push_back(*checksums);
    if (report.version >= audit::first_with_matrices) {
        const Result<VerifyCheck> stood_by =
            audit::check_matrix_signatures(*reader, anchor.key, report.matrix_signers);
        if (!stood_by) return pass_on(stood_by);
        report.checks.push_back(*stood_by);
    }
    if (auto trail = verify_trail(*reader, anchor, report); !trail) return pass_on(trail);
    return report;
}

} // namespace attune
