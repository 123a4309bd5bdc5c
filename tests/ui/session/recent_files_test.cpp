// Files opened lately: newest first, each once, missing ones out of sight but not forgotten.
#include "tests/support/test.h"
#include "ui/session/recent_files.h"

#include <QSettings>
#include <QTemporaryDir>

using attune::GuardrailCounts;
using attune::ui::RecentFile;
using attune::ui::RecentFiles;

namespace {

QDateTime minute(int number) {
    return QDateTime(QDate(2024, 5, 6), QTime(7, 0), Qt::UTC).addSecs(60 * number);
}

QStringList names(const RecentFiles& recent) {
    QStringList all;
    for (const RecentFile& file : recent.list())
        all << QFileInfo(file.path).completeBaseName();
    return all;
}

} // namespace

class RecentFiles_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;

    QString file(const QString& name) const {
        const QString path = folder_->filePath(name + u".attune"_qs);
        QFile made(path);
        if (!made.exists() && !made.open(QIODevice::WriteOnly)) qFatal("cannot write a test file");
        return path;
    }
    /// As the next start of the program reads them.
    void restart() {
        settings_.reset();
        settings_ = std::make_unique<QSettings>(folder_->filePath(u"settings.ini"_qs), QSettings::IniFormat);
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        restart();
    }

    void newest_stands_first_and_each_once() {
        RecentFiles recent(*settings_);
        QVERIFY(recent.list().empty());
        recent.opened(file(u"a"_qs), minute(1));
        recent.opened(file(u"b"_qs), minute(2));
        recent.opened(file(u"c"_qs), minute(3));
        QCOMPARE(names(recent), QStringList({u"c"_qs, u"b"_qs, u"a"_qs}));
        recent.opened(file(u"a"_qs), minute(4));
        QCOMPARE(names(recent), QStringList({u"a"_qs, u"c"_qs, u"b"_qs}));
        // The same file by another way of writing its name.
        recent.opened(folder_->path() + u"/./nowhere/../b.attune"_qs, minute(5));
        QCOMPARE(names(recent), QStringList({u"b"_qs, u"a"_qs, u"c"_qs}));
        restart();
        const RecentFiles later(*settings_);
        QCOMPARE(names(later), QStringList({u"b"_qs, u"a"_qs, u"c"_qs}));
        QCOMPARE(later.list().front().opened, minute(5));
        QCOMPARE(later.list().front().path, file(u"b"_qs));
    }

    void description_stays_with_its_file() {
        RecentFiles recent(*settings_);
        const QString path = file(u"Größe, 日本; [x]=%2"_qs);
        recent.opened(path, minute(1));
        recent.opened(file(u"other"_qs), minute(2));
        GuardrailCounts counts;
        counts.held = 3;
        counts.near_limit = 2;
        counts.broken = 1;
        counts.not_enough = 4;
        const QString headline = u"\"Gentler\" asking, 0.04 higher; größer = besser"_qs;
        recent.describe(path, headline, counts);
        recent.describe(file(u"unknown"_qs), headline, counts);
        restart();
        RecentFiles later(*settings_);
        later.opened(path, minute(9)); // opening again forgets nothing
        const auto all = later.list();
        QCOMPARE(all.size(), std::size_t{2});
        QCOMPARE(all[0].path, path);
        QCOMPARE(all[0].headline, headline);
        QCOMPARE(all[0].counts.held, 3);
        QCOMPARE(all[0].counts.near_limit, 2);
        QCOMPARE(all[0].counts.broken, 1);
        QCOMPARE(all[0].counts.not_enough, 4);
        QVERIFY(all[1].headline.isEmpty());
        QCOMPARE(all[1].counts.held, 0);
    }

    void missing_file_is_out_of_sight_until_it_is_back() {
        RecentFiles recent(*settings_);
        recent.opened(file(u"a"_qs), minute(1));
        recent.opened(file(u"b"_qs), minute(2));
        recent.describe(file(u"b"_qs), u"headline"_qs, {});
        QVERIFY(QFile::remove(file(u"b"_qs)));
        QCOMPARE(names(recent), QStringList{u"a"_qs});
        recent.opened(file(u"c"_qs), minute(3));
        QCOMPARE(names(recent), QStringList({u"c"_qs, u"a"_qs}));
        file(u"b"_qs); // makes it
        QCOMPARE(names(recent), QStringList({u"c"_qs, u"b"_qs, u"a"_qs}));
        QCOMPARE(recent.list()[1].headline, u"headline"_qs);
    }

    void forgotten_file_is_gone() {
        RecentFiles recent(*settings_);
        recent.opened(file(u"a"_qs), minute(1));
        recent.opened(file(u"b"_qs), minute(2));
        recent.forget(file(u"a"_qs));
        recent.forget(file(u"never"_qs));
        restart();
        QCOMPARE(names(RecentFiles(*settings_)), QStringList{u"b"_qs});
    }

    void list_is_short_and_missing_files_do_not_pile_up() {
        RecentFiles recent(*settings_);
        for (int i = 0; i < 100; ++i)
            recent.opened(folder_->filePath(u"missing-%1.attune"_qs.arg(i)), minute(i));
        for (int i = 0; i < 25; ++i)
            recent.opened(file(QString::number(i)), minute(200 + i));
        QCOMPARE(names(recent).size(), 20);
        QCOMPARE(names(recent).front(), u"24"_qs);
        QVERIFY(settings_->beginReadArray(u"recent_files"_qs) <= 60);
        settings_->endArray();
    }

    void nonsense_in_the_settings_is_passed_over() {
        RecentFiles(*settings_).opened(file(u"a"_qs), minute(1));
        const int size = settings_->beginReadArray(u"recent_files"_qs);
        settings_->endArray();
        settings_->setValue(u"recent_files/%1/path"_qs.arg(size + 1), file(u"b"_qs));
        settings_->setValue(u"recent_files/%1/opened"_qs.arg(size + 1), u"yesterday"_qs);
        settings_->setValue(u"recent_files/%1/opened"_qs.arg(size + 2), u"2024-05-06T07:00:00Z"_qs);
        settings_->setValue(u"recent_files/size"_qs, size + 5);
        RecentFiles recent(*settings_);
        QCOMPARE(names(recent), QStringList{u"a"_qs});
        recent.opened(file(u"c"_qs), minute(2));
        QCOMPARE(names(recent), QStringList({u"c"_qs, u"a"_qs}));
    }
};

ATTUNE_TEST(RecentFiles_test);

#include "recent_files_test.moc"
