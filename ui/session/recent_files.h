// Files opened lately, with what stood in them when they were closed. Kept in the user's settings.
#pragma once

#include "simulations/report/lab_picture.h"

#include <QDateTime>
#include <QString>

#include <vector>

class QSettings;

namespace attune::ui {

struct RecentFile {
    QString path;
    QDateTime opened; ///< last time
    QString headline; ///< of the last picture, empty if none
    GuardrailCounts counts;
};

class RecentFiles {
public:
    explicit RecentFiles(QSettings& settings);

    /// Newest first, at most 20. Files that are missing are left out, but not forgotten: a disk may come
    /// back.
    std::vector<RecentFile> list() const;
    /// At the top from now on, with what is known of it.
    void opened(const QString& path, const QDateTime& when);
    /// Nothing happens for a file that was never opened.
    void describe(const QString& path, const QString& headline, const GuardrailCounts& counts);
    void forget(const QString& path);

private:
    std::vector<RecentFile> read() const;
    void write(std::vector<RecentFile> files);

    QSettings& settings_;
};

} // namespace attune::ui
