// A program that is killed while its document saves: the file opens, holds what was said to be saved, and the
// next start knows that it was left open.
#include "tests/ui/session/watched_document.h"

#include <QCoreApplication>
#include <QProcess>

using namespace attune;
using namespace attune::test;

class DocumentCrash_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DocumentFolder> folder_;

    QString path(const char* name) const { return folder_->path(name); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<DocumentFolder>(); }
    void cleanup() {
        const std::string wrong = folder_->check();
        QVERIFY2(wrong.empty(), wrong.c_str());
        folder_.reset();
    }

    void killed_program_keeps_what_it_said_was_saved() {
        const QString file = path("w.attune");
        std::uint64_t before = 0;
        for (int round = 0; round < sized(4, 40); ++round) {
            QProcess program;
            program.start(QStringLiteral(ATTUNE_DOCUMENT_PROGRAM),
                          {QCoreApplication::applicationName(), file});
            const int wanted = 3 + 7 * round % 20; // lines
            QByteArray said;
            while (said.count('\n') < wanted) {
                QVERIFY2(program.waitForReadyRead(patience), program.readAllStandardError().constData());
                said += program.readAllStandardOutput();
            }
            program.kill();
            QVERIFY(program.waitForFinished(patience));
            QCOMPARE(program.exitStatus(), QProcess::CrashExit);
            said += program.readAllStandardOutput();
            const std::uint64_t saved = said.trimmed().split('\n').constLast().mid(6).toULongLong();
            QVERIFY2(saved >= 2, said.constData());

            QCOMPARE(Document::left_open(), std::optional<QString>(file));
            Watched next;
            next.document.open(file);
            OPENED(next, 1);
            QVERIFY(next.recovered());
            QVERIFY(next.setup());
            // What was said to be saved, or the one after it.
            const std::uint64_t found = next.setup()->scenario->scenario.seed;
            QVERIFY2(found == saved || found == saved + 1,
                     (std::to_string(found) + " after " + std::to_string(saved)).c_str());
            QCOMPARE(Document::left_open(), std::nullopt); // it is open here
            QVERIFY(found != before);
            before = found;
        }
        QCOMPARE(Document::left_open(), std::nullopt);
    }

    void only_a_file_that_is_still_there_was_left_open() {
        const QString file = path("w.attune");
        QProcess program;
        program.start(QStringLiteral(ATTUNE_DOCUMENT_PROGRAM), {QCoreApplication::applicationName(), file});
        QVERIFY(program.waitForReadyRead(patience));
        QCOMPARE(Document::left_open(), std::nullopt); // it still runs
        program.kill();
        QVERIFY(program.waitForFinished(patience));
        QCOMPARE(Document::left_open(), std::optional<QString>(file));
        for (const char* suffix : {"", "-journal"})
            QFile::remove(file + QString::fromLatin1(suffix));
        QCOMPARE(Document::left_open(), std::nullopt);
        Watched other; // any opening clears what nobody needs
        other.document.create(path("other.attune"));
        OPENED(other, 1);
        QVERIFY(!other.recovered());
    }
};

ATTUNE_TEST(DocumentCrash_test);

#include "document_crash_test.moc"
