#include "simulations/study/exported_files.h"

#include "core/audit/trail_audit.h"
#include "core/base/atomic_file.h"
#include "core/workspace/trail_export.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/html_report.h"
#include "simulations/report/json_writer.h"
#include "simulations/study/audit_report.h"
#include "simulations/study/consent_ledger.h"
#include "simulations/study/consent_words.h"
#include "simulations/study/dpia_bundle.h"
#include "simulations/study/trail_person_words.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace attune {
namespace {

using Use = std::function<Status(ExportedFile)>;

/// A folder that goes with this object.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::error_code code;
        path_ = (std::filesystem::temp_directory_path(code) / "attune-exports-XXXXXX").string();
        if (code || !::mkdtemp(path_.data())) path_.clear();
    }
    ~TemporaryFolder() {
        std::error_code code;
        if (!path_.empty()) std::filesystem::remove_all(path_, code);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

Status each_report(const ReportInput& input, const Json& document, const std::string& name, const Use& use,
                   const Text& text) {
    if (auto done = use({name + ".json", json_text(document)}); !done) return done;
    if (auto done = use({name + ".csv", csv(input)}); !done) return done;
    return use({name + ".html", html_report(input, text)});
}

Status each_record(const Workspace& workspace, const Use& use, const Text& text) {
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    int number = 0;
    for (const RunRecord& listed : *runs) { // without their values
        const auto run = workspace.runs().find(listed.id);
        if (!run) return pass_on(run);
        if (auto done = each_report({.comparison = {}, .baseline = {}, .run = *run}, run_document(*run),
                                    "run-" + std::to_string(++number), use, text);
            !done)
            return done;
    }
    const auto comparisons = workspace.comparisons().list();
    if (!comparisons) return pass_on(comparisons);
    number = 0;
    for (const ComparisonRecord& listed : *comparisons) {
        const auto comparison = workspace.comparisons().find(listed.id);
        if (!comparison) return pass_on(comparison);
        const auto baseline = workspace.runs().find(comparison->baseline_run);
        if (!baseline) return pass_on(baseline);
        const auto candidate = workspace.runs().find(comparison->candidate_run);
        if (!candidate) return pass_on(candidate);
        const ReportInput input{*comparison, *baseline, *candidate};
        if (auto done = each_report(input, compare_document(*comparison, *baseline, *candidate),
                                    "comparison-" + std::to_string(++number), use, text);
            !done)
            return done;
    }
    const auto policies = workspace.policies().list();
    if (!policies) return pass_on(policies);
    for (const PolicyVersion& policy : *policies)
        if (auto done = use({"policy-" + policy.name + ".json", policy.json}); !done) return done;
    return {};
}

Status each_of_audit(const Workspace& workspace, const Use& use, const std::stop_token& stop,
                     const Text& text) {
    const auto audit =
        audit::trail::audit_workspace(workspace.path(), {}, [&] { return stop.stop_requested(); });
    if (!audit) return pass_on(audit);
    const auto sections = audit_sections(workspace, *audit, text);
    if (!sections) return pass_on(sections);
    if (auto done = use({"audit.html", audit_page(*sections, text)}); !done) return done;
    if (auto done = use({"audit.json", json_text(audit_report_document(*sections, *audit))}); !done)
        return done;
    if (auto done = use({"audit.csv", audit_report_csv(*sections)}); !done) return done;
    auto bundle = dpia_bundle(workspace, *audit, text);
    if (!bundle) return pass_on(bundle);
    for (BundleFile& file : *bundle)
        if (auto done = use({"bundle-" + file.name, std::move(file.bytes)}); !done) return done;
    return {};
}

/// Of the newest run.
Status each_of_consents(const Workspace& workspace, const Use& use, const std::stop_token& stop,
                        const Text& text) {
    const auto picture = read_consent_picture(workspace.trail(), {}, stop);
    if (!picture) return pass_on(picture);
    if (auto done =
            use({"consent-shares.csv", standing_csv(standing_at(*picture, picture->last_day), *picture)});
        !done)
        return done;
    std::string ledger;
    const Status written = ledger_csv(workspace.trail(), *picture, {.until_day = picture->last_day}, text,
                                      [&](std::string_view more) { ledger += more; });
    if (!written) return written;
    if (auto done = use({"ledger-personal.csv", std::move(ledger)}); !done) return done;
    const auto head = workspace.trail().newest_head();
    if (!head) return pass_on(head);
    if (*head)
        if (auto done = use({"trail-head.json", signed_head_to_json(**head)}); !done) return done;
    if (picture->watched.empty()) return {};
    const auto person = person_trail(workspace, picture->watched.front(), {});
    if (!person && person.error().code == ErrorCode::not_found) return {}; // nothing about them
    if (!person) return pass_on(person);
    const auto document = person_document(workspace, *person, text);
    if (!document) return pass_on(document);
    return use({"person-personal.json", document->dump(2) + "\n"});
}

} // namespace

Status each_export(const Workspace& workspace, const Use& use, const std::stop_token& stop,
                   const Text& text) {
    if (auto done = each_record(workspace, use, text); !done) return done;
    const auto events = workspace.trail().size();
    if (!events) return pass_on(events);
    if (*events == 0) return {};
    if (auto done = each_of_audit(workspace, use, stop, text); !done) return done;
    return each_of_consents(workspace, use, stop, text);
}

Result<ExportScan> scan_all_exports(const Workspace& workspace, const std::stop_token& stop,
                                    const Text& text) {
    const TemporaryFolder folder;
    if (folder.path().empty()) return fail(ErrorCode::io, text.get("cli.error.no_temporary_folder"));
    std::vector<std::string> files;
    const Status made = each_export(
        workspace,
        [&](const ExportedFile& file) -> Status {
            if (stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped while exports were made");
            files.push_back(folder.path() + "/" + file.name);
            auto out = AtomicFile::open(files.back(), Readers::owner);
            if (!out) return pass_on(out);
            out->write(file.bytes);
            return out->commit();
        },
        stop, text);
    if (!made) return pass_on(made);
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    RunLengths lengths;
    for (const RunRecord& run : *runs)
        lengths[run.id] = {static_cast<double>(run.days), static_cast<double>(run.replications)};
    auto scan = scan_exports(files, lengths);
    if (!scan) return scan;
    // The folder is nobody's; what counts is the file's name.
    if (scan->first.starts_with(folder.path())) scan->first.erase(0, folder.path().size() + 1);
    return scan;
}

Result<bool> has_real_people(const Workspace& workspace) {
    const auto imports = workspace.imports().list();
    if (!imports) return pass_on(imports);
    return !imports->empty();
}

} // namespace attune
