#include "ui/session/open_mark.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUuid>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace attune::ui {
namespace {

QString folder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/open");
}

QString file_of(const QString& id) {
    return folder() + u'/' + id + QStringLiteral(".mark");
}

struct FoundMark {
    QString file;
    QString path; ///< of the workspace
    bool live = false;
};

/// Newest first.
std::vector<FoundMark> all_marks() {
    std::vector<FoundMark> marks;
    for (const QFileInfo& info :
         QDir(folder()).entryInfoList({QStringLiteral("*.mark")}, QDir::Files, QDir::Time)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly)) continue;
        FoundMark mark;
        mark.file = info.filePath();
        mark.path = QFile::decodeName(file.readAll());
        // The lock is free as soon as its program has ended; taking it here lasts until `file` is closed.
        mark.live = ::flock(file.handle(), LOCK_EX | LOCK_NB) != 0;
        marks.push_back(std::move(mark));
    }
    return marks;
}

bool same_file(const QString& a, const QString& b) {
    return a == b || (QFileInfo::exists(a) && QFileInfo::exists(b) &&
                      QFileInfo(a).canonicalFilePath() == QFileInfo(b).canonicalFilePath());
}

} // namespace

OpenMark::OpenMark(const QString& path)
    : id_(QUuid::createUuid().toString(QUuid::WithoutBraces)) {
    if (!QDir().mkpath(folder())) return;
    // Locked and complete before it has its name: nobody takes it for one that was left.
    const QByteArray making = QFile::encodeName(folder() + u'/' + id_ + QStringLiteral(".new"));
    locked_ = ::open(making.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (locked_ < 0) return;
    const QByteArray bytes = QFile::encodeName(path);
    const bool set = ::flock(locked_, LOCK_EX | LOCK_NB) == 0 &&
                     ::write(locked_, bytes.constData(), static_cast<std::size_t>(bytes.size())) ==
                         static_cast<ssize_t>(bytes.size()) &&
                     ::rename(making.constData(), QFile::encodeName(file_of(id_)).constData()) == 0;
    if (set)
        file_ = file_of(id_);
    else
        ::unlink(making.constData());
}

OpenMark::~OpenMark() {
    if (!file_.isEmpty()) QFile::remove(file_);
    if (locked_ >= 0) ::close(locked_);
}

bool OpenMark::clear_left(const QString& path) {
    bool found = false;
    for (const FoundMark& mark : all_marks()) {
        if (mark.live) continue;
        const bool ours = same_file(mark.path, path);
        if (ours || !QFileInfo::exists(mark.path)) QFile::remove(mark.file);
        found = found || ours;
    }
    return found;
}

std::optional<QString> OpenMark::left_open() {
    for (const FoundMark& mark : all_marks())
        if (!mark.live && QFileInfo::exists(mark.path)) return mark.path;
    return std::nullopt;
}

bool OpenMark::is_open(const QString& path) {
    for (const FoundMark& mark : all_marks())
        if (mark.live && same_file(mark.path, path)) return true;
    return false;
}

bool OpenMark::is_live(const QString& id) {
    for (const FoundMark& mark : all_marks())
        if (mark.live && mark.file == file_of(id)) return true;
    return false;
}

} // namespace attune::ui
