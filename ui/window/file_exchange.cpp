// What goes in and out of a file by itself: ratings, the report, a policy. The rest of FileFlow is in
// file_flow.cpp.
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "simulations/report/html_report.h"
#include "simulations/report/number_text.h"
#include "ui/theme/words.h"
#include "ui/window/background.h"
#include "ui/window/file_flow.h"
#include "ui/window/lab_flow.h"

#include <QFileInfo>
#include <QWidget>

#include <algorithm>

namespace attune::ui {
namespace {

/// The name of a scenario from the name of a file: lower-case letters, digits and '-'.
std::string slug(const QString& text) {
    std::string made;
    for (const QChar c : text.toLower()) {
        const bool kept = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (kept)
            made += static_cast<char>(c.unicode());
        else if (!made.empty() && made.back() != '-')
            made += '-';
    }
    while (!made.empty() && made.back() == '-')
        made.pop_back();
    return made.empty() ? "ratings" : made.substr(0, 40);
}

} // namespace

void FileFlow::ask_import() {
    const QString path =
        questions_.open_file(&window_, words("window.ask.import"), words("window.ask.ratings"));
    if (path.isEmpty()) return;
    if (document_.importing())
        return Q_EMIT failed({ErrorCode::refused, to_core(words("document.import.busy")), to_core(path),
                              to_core(words("document.import.busy.remedy"))});
    with_file([this, path] { start_import(path); });
}

void FileFlow::start_import(const QString& path) {
    to_import_ = path;
    // A name of its own, from the file's.
    const std::string stem = slug(QFileInfo(to_import_).completeBaseName());
    const std::vector<Scenario> known = scenarios();
    std::string name = stem;
    for (int number = 2; std::any_of(known.begin(), known.end(),
                                     [&](const Scenario& scenario) { return scenario.name == name; });
         ++number)
        name = stem + "-" + std::to_string(number);
    document_.import_ratings(to_import_, name);
    Q_EMIT importing(QFileInfo(to_import_).fileName(), 0);
}

void FileFlow::say_imported(const ImportSummary& summary) {
    const auto count = [](qint64 n) { return from_core(count_text(static_cast<double>(n))); };
    QString advice = words("window.imported.advice");
    if (summary.quarantined > 0)
        advice += u' ' + words("window.imported.aside",
                               {{"rows", summary.first_reasons.join(QStringLiteral("; "))}});
    Q_EMIT said(words("window.imported", {{"file", QFileInfo(to_import_).fileName()},
                                          {"scenario", from_core(summary.name)},
                                          {"read", count(summary.read)},
                                          {"kept", count(summary.kept)},
                                          {"aside", count(summary.quarantined)}}),
                advice);
}

void FileFlow::ask_report() {
    const LabOutcome* shown = flow_.shown();
    if (!shown || !flow_.shown_fits() || shown->picture->state.preview) return;
    const QString path =
        with_suffix(questions_.save_file(&window_, words("window.ask.report"),
                                         words("window.ask.report.name"), words("window.ask.pages")),
                    QStringLiteral(".html"));
    if (path.isEmpty()) return;
    in_background(
        this, [input = shown->input, to = to_core(path)] { return write_file(to, html_report(*input)); },
        [this, path](const Status& written) {
            if (!written) return Q_EMIT failed(written.error());
            Q_EMIT said(words("window.report_written", {{"file", QFileInfo(path).fileName()}}), path);
        });
}

void FileFlow::ask_policy_export() {
    if (!lab_.is_open()) return;
    const Policy policy = lab_.setup().candidate;
    const QString path = with_suffix(questions_.save_file(&window_, words("window.ask.policy_export"),
                                                          from_core(policy.name) + QStringLiteral(".json"),
                                                          words("window.ask.policies")),
                                     QStringLiteral(".json"));
    if (path.isEmpty()) return;
    in_background(
        this, [policy, to = to_core(path)] { return write_file(to, policy_to_json(policy)); },
        [this, path](const Status& written) {
            if (!written) return Q_EMIT failed(written.error());
            Q_EMIT said(words("window.policy_written", {{"file", QFileInfo(path).fileName()}}), path);
        });
}

void FileFlow::ask_policy_import() {
    if (!lab_.is_open()) return;
    const QString path =
        questions_.open_file(&window_, words("window.ask.policy_import"), words("window.ask.policies"));
    if (path.isEmpty()) return;
    in_background(
        this,
        [file = to_core(path)]() -> Result<Policy> {
            auto bytes = read_file(file);
            if (!bytes) return pass_on(bytes);
            auto policy = policy_from_json(*bytes, file);
            if (!policy) return policy;
            if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
            return policy;
        },
        [this](const Result<Policy>& policy) {
            if (!policy) return Q_EMIT failed(policy.error());
            lab_.set_candidate(*policy);
        });
}

} // namespace attune::ui
