// What the tests of the document share: a document with all it says, setups that differ by their seed, a disk
// that fails, and a folder in which every workspace is verified when a test ends.
#pragma once

#include "core/audit/verify.h"
#include "core/policy/parameters.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/failing_disk.h"
#include "tests/support/test.h"
#include "ui/session/document.h"

#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>

namespace attune::test {

using ui::Document;
using State = ui::Document::SaveState;

inline constexpr int patience = 20000; // milliseconds

inline std::string stamp() {
    return "2024-05-06T07:08:09Z";
}

inline LabSetup setup_with(std::uint64_t seed) {
    const auto& shipped = shipped_scenarios();
    Scenario scenario = *std::find_if(shipped.begin(), shipped.end(),
                                      [](const Scenario& one) { return one.name == "calm-baseline"; });
    scenario.seed = seed;
    scenario.users = 64;
    scenario.days = 4;
    scenario.items = 60;
    LabSetup setup;
    setup.scenario = std::make_shared<const LoadedScenario>(LoadedScenario{scenario, std::nullopt});
    setup.baseline = shipped_policies().front();
    setup.candidate = shipped_policies().front();
    setup.candidate.name = "gentler";
    setup.candidate.weekly_cap = 1;
    setup.candidate.gap_hours = 100.1;
    setup.candidate.exposure_floor = {{"small", 0.3}};
    setup.replications = 1;
    return setup;
}

inline bool same(const std::optional<LabSetup>& found, const LabSetup& wanted) {
    return found && found->scenario->scenario == wanted.scenario->scenario &&
           found->scenario->world.has_value() == wanted.scenario->world.has_value() &&
           found->baseline == wanted.baseline && found->candidate == wanted.candidate &&
           found->replications == wanted.replications;
}

inline std::shared_ptr<const ReportInput> comparison_of(const LabSetup& setup) {
    const auto made = simulate_comparison(*setup.scenario, setup.baseline, setup.candidate, {});
    if (!made) qFatal("%s", to_line(made.error()).c_str());
    return std::make_shared<const ReportInput>(ReportInput{made->record, made->baseline, made->candidate});
}

/// A document and all it says.
struct Watched {
    Document document{stamp};
    QSignalSpy opened{&document, &Document::opened};
    QSignalSpy closed{&document, &Document::closed};
    QSignalSpy copied{&document, &Document::copied};
    QSignalSpy contents{&document, &Document::contents_changed};
    QSignalSpy kept{&document, &Document::kept_loaded};
    QSignalSpy scenario{&document, &Document::scenario_loaded};
    QSignalSpy imported{&document, &Document::imported};
    QSignalSpy progressed{&document, &Document::import_progressed};
    QSignalSpy failed{&document, &Document::failed};

    std::optional<LabSetup> setup() const {
        return opened.constLast().at(0).value<std::optional<LabSetup>>();
    }
    bool recovered() const { return opened.constLast().at(1).toBool(); }
    Error error() const { return failed.constLast().at(0).value<Error>(); }
    bool is_saved() const { return document.save_state() == State::saved; }
    std::string complaint() const { return failed.isEmpty() ? "no complaint" : to_line(error()); }
};

/// The setup that a file holds, as a new document finds it.
inline std::optional<LabSetup> setup_in(const QString& path) {
    Watched reader;
    reader.document.open(path);
    if (!QTest::qWaitFor([&] { return reader.opened.count() + reader.failed.count() > 0; }, patience) ||
        reader.opened.isEmpty())
        return std::nullopt;
    return reader.setup();
}

inline QString program_folder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

inline QStringList left_behind() {
    return QDir(program_folder() + u"/open"_qs).entryList(QDir::Files) +
           QDir(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/snapshots"_qs)
               .entryList(QDir::Files);
}

/// A folder for the files of one test.
class DocumentFolder {
public:
    QString path(const char* name) const { return folder_.filePath(QString::fromUtf8(name)); }
    QString root() const { return folder_.path(); }

    /// Whatever a test did, its workspaces are sound, and no mark and no snapshot is left. Says what is not.
    std::string check() const {
        for (const QString& folder : {folder_.path(), program_folder()})
            for (const QFileInfo& file : QDir(folder).entryInfoList({u"*.attune"_qs}, QDir::Files)) {
                const Result<VerifyReport> report = verify_file(file.filePath().toStdString());
                if (!report) return why(report);
                if (!report->passed()) return file.fileName().toStdString() + " does not pass";
                if (folder == program_folder()) QFile::remove(file.filePath());
            }
        return left_behind().join(u' ').toStdString();
    }

private:
    QTemporaryDir folder_;
};

} // namespace attune::test

#define OPENED(watched, times)                                                                               \
    do {                                                                                                     \
        QTRY_VERIFY2_WITH_TIMEOUT((watched).opened.count() == (times) || !(watched).failed.isEmpty(),        \
                                  "nothing came", patience);                                                 \
        QVERIFY2((watched).opened.count() == (times), (watched).complaint().c_str());                        \
    } while (false)
#define SAVED(watched) QTRY_VERIFY_WITH_TIMEOUT((watched).is_saved(), patience)
#define FAILED(watched, times) QTRY_COMPARE_WITH_TIMEOUT((watched).failed.count(), (times), patience)
