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

    std::vector<RecentFile> list() const; ///< newest first, at most 20; missing files are left out
    void opened(const QString& path, const QDateTime& when);
    void describe(const QString& path, const QString& headline, const GuardrailCounts& counts);
    void forget(const QString& path);

private:
    QSettings& settings_;
};

} // namespace attune::ui
