#include "ui/session/recent_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr std::size_t most_shown = 20;
/// Of which many may be missing for a while.
constexpr std::size_t most_kept = 60;

QString key(const char* name) {
    return QLatin1String(name);
}

/// One file, one name: absolute and without detours. Links stay: their name is the one the user knows.
QString name_of(const QString& path) {
    return QDir::cleanPath(QFileInfo(path).absoluteFilePath());
}

auto place_of(std::vector<RecentFile>& files, const QString& path) {
    return std::find_if(files.begin(), files.end(),
                        [name = name_of(path)](const RecentFile& file) { return file.path == name; });
}

} // namespace

RecentFiles::RecentFiles(QSettings& settings)
    : settings_(settings) {}

std::vector<RecentFile> RecentFiles::read() const {
    std::vector<RecentFile> files;
    const int size = settings_.beginReadArray(key("recent_files"));
    for (int i = 0; i < size; ++i) {
        settings_.setArrayIndex(i);
        RecentFile file;
        file.path = settings_.value(key("path")).toString();
        file.opened =
            QDateTime::fromString(settings_.value(key("opened")).toString(), Qt::ISODateWithMs).toLocalTime();
        file.headline = settings_.value(key("headline")).toString();
        file.counts.held = settings_.value(key("held")).toInt();
        file.counts.near_limit = settings_.value(key("near_limit")).toInt();
        file.counts.broken = settings_.value(key("broken")).toInt();
        file.counts.not_enough = settings_.value(key("not_enough")).toInt();
        if (!file.path.isEmpty() && file.opened.isValid()) files.push_back(std::move(file));
    }
    settings_.endArray();
    std::stable_sort(files.begin(), files.end(),
                     [](const RecentFile& a, const RecentFile& b) { return a.opened > b.opened; });
    return files;
}

void RecentFiles::write(std::vector<RecentFile> files) {
    std::stable_sort(files.begin(), files.end(),
                     [](const RecentFile& a, const RecentFile& b) { return a.opened > b.opened; });
    if (files.size() > most_kept) files.resize(most_kept);
    settings_.remove(key("recent_files"));
    settings_.beginWriteArray(key("recent_files"), static_cast<int>(files.size()));
    for (std::size_t i = 0; i < files.size(); ++i) {
        const RecentFile& file = files[i];
        settings_.setArrayIndex(static_cast<int>(i));
        settings_.setValue(key("path"), file.path);
        settings_.setValue(key("opened"), file.opened.toUTC().toString(Qt::ISODateWithMs));
        settings_.setValue(key("headline"), file.headline);
        settings_.setValue(key("held"), file.counts.held);
        settings_.setValue(key("near_limit"), file.counts.near_limit);
        settings_.setValue(key("broken"), file.counts.broken);
        settings_.setValue(key("not_enough"), file.counts.not_enough);
    }
    settings_.endArray();
}

std::vector<RecentFile> RecentFiles::list() const {
    std::vector<RecentFile> shown;
    for (RecentFile& file : read()) {
        if (shown.size() == most_shown) break;
        if (QFileInfo(file.path).isFile()) shown.push_back(std::move(file));
    }
    return shown;
}

void RecentFiles::opened(const QString& path, const QDateTime& when) {
    if (path.isEmpty() || !when.isValid()) return;
    std::vector<RecentFile> files = read();
    auto file = place_of(files, path);
    if (file == files.end()) file = files.insert(files.begin(), {name_of(path), when, {}, {}});
    file->opened = when;
    write(std::move(files));
}

void RecentFiles::describe(const QString& path, const QString& headline, const GuardrailCounts& counts) {
    std::vector<RecentFile> files = read();
    const auto file = place_of(files, path);
    if (file == files.end()) return;
    file->headline = headline;
    file->counts = counts;
    write(std::move(files));
}

void RecentFiles::forget(const QString& path) {
    std::vector<RecentFile> files = read();
    const auto file = place_of(files, path);
    if (file == files.end()) return;
    files.erase(file);
    write(std::move(files));
}

} // namespace attune::ui
