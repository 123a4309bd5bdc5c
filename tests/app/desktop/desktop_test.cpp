// The desktop program from outside: its command line, what it says when it cannot, and the pictures it draws.
#include "tests/support/test.h"

#include <QImage>
#include <QProcess>
#include <QRegularExpression>

namespace attune::test {

namespace {

struct Ended {
    int code = -1;
    QString out, error;
};

Ended start(const QStringList& arguments, const QStringList& settings = {}) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        environment.remove(QString::fromLatin1(variable));
    for (const QString& setting : settings)
        environment.insert(setting.section('=', 0, 0), setting.section('=', 1));
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(ATTUNE_DESKTOP), arguments);
    Ended ended;
    if (!program.waitForFinished(600000)) return ended;
    ended.code = program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -2;
    ended.out = QString::fromUtf8(program.readAllStandardOutput());
    ended.error = QString::fromUtf8(program.readAllStandardError());
    return ended;
}

/// How many colours a picture has: an empty window has few.
int colours(const QImage& image) {
    QSet<QRgb> seen;
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            seen.insert(image.pixel(x, y));
    return static_cast<int>(seen.size());
}

} // namespace

class Desktop_test : public QObject {
    Q_OBJECT

private slots:
    void what_it_cannot_do_is_refused_with_what_to_do_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("option") << QStringList{"--thema", "dark"} << QStringList{"--thema", "--theme"};
        QTest::newRow("theme") << QStringList{"--theme", "pink"}
                               << QStringList{"--theme", "pink", "contrast"};
        QTest::newRow("language") << QStringList{"--language", "de"} << QStringList{"--language", "de", "en"};
        QTest::newRow("text size") << QStringList{"--text-size", "1000"} << QStringList{"--text-size", "200"};
        QTest::newRow("page") << QStringList{"--page", "journeys"}
                              << QStringList{"--page", "journeys", "lab"};
        QTest::newRow("scenario") << QStringList{"--scenario", "nowhere"}
                                  << QStringList{"--scenario", "calm-baseline"};
        QTest::newRow("example") << QStringList{"--example", "none"}
                                 << QStringList{"--example", "reduce-prompt-fatigue"};
        QTest::newRow("two things") << QStringList{"a.attune", "--example", "reduce-prompt-fatigue"}
                                    << QStringList{"a.attune"};
        QTest::newRow("size without a picture") << QStringList{"--size", "1280x720"} << QStringList{"--grab"};
        QTest::newRow("size") << QStringList{"--grab", "a.png", "--size", "1280"}
                              << QStringList{"--size", "1280x720"};
        QTest::newRow("tiny") << QStringList{"--grab", "a.png", "--size", "10x10"} << QStringList{"--size"};
        QTest::newRow("scale") << QStringList{"--grab", "a.png", "--scale", "9"} << QStringList{"--scale"};
        QTest::newRow("kind of picture") << QStringList{"--grab", "a.jpg"} << QStringList{"a.jpg", ".png"};
        QTest::newRow("evidence without a file")
            << QStringList{"--evidence", "withdrawal"} << QStringList{"--evidence", "workspace"};
        QTest::newRow("evidence and a picture")
            << QStringList{"a.attune", "--evidence", "withdrawal", "--grab", "a.png"}
            << QStringList{"--evidence", "--grab"};
        QTest::newRow("other evidence")
            << QStringList{"a.attune", "--evidence", "parity"} << QStringList{"--evidence", "withdrawal"};
        QTest::newRow("a word too many") << QStringList{"a.attune", "b.attune"} << QStringList{"b.attune"};
        QTest::newRow("no screen") << QStringList{} << QStringList{"screen", "--grab", "attune-cli"};
    }
    void what_it_cannot_do_is_refused_with_what_to_do() {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, said);
        const Ended ended = start(arguments);
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.error.startsWith("attune: "), qPrintable(ended.error));
        QCOMPARE(ended.error.count('\n'), 1);
        for (const QString& part : said)
            QVERIFY2(ended.error.contains(part), qPrintable(part + " is not in " + ended.error));
        QVERIFY(ended.out.isEmpty());
    }

    void help_and_version_need_no_screen() {
        const Ended help = start({"--help"});
        QCOMPARE(help.code, 0);
        for (const char* option : {"--grab", "--theme", "--example", "--text-size", "WxH"})
            QVERIFY2(help.out.contains(option), option);
        // A missing word would stand there as its key in brackets.
        static const QRegularExpression missing(QStringLiteral("\\[[a-z_-]+\\.[a-z._-]+\\]"));
        QVERIFY2(!help.out.contains(missing), qPrintable(help.out));
        const Ended version = start({"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("attune "));
    }

    void a_workspace_that_is_none_ends_the_picture_with_code_4() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("foreign.attune");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        const QString picture = folder.filePath("p.png");
        const Ended damaged = start({path, "--grab", picture});
        QCOMPARE(damaged.code, 4);
        QVERIFY2(damaged.error.contains("attune: "), qPrintable(damaged.error));
        QVERIFY(!QFile::exists(picture));
        const Ended missing = start({folder.filePath("missing.attune"), "--grab", picture});
        QVERIFY(missing.code == 4 || missing.code == 2);
        QVERIFY(missing.error.contains("missing.attune"));
        QVERIFY(!QFile::exists(picture));
    }

    void pictures_have_the_wanted_size_theme_and_content_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        QTest::newRow("lab, light") << QStringList{"--scenario", "calm-baseline", "--theme",
                                                   "light",      "--size",        "1280x720"}
                                    << QSize(1280, 720) << false;
        QTest::newRow("start, dark, sharp")
            << QStringList{"--page", "start", "--theme", "dark", "--size", "1280x720", "--scale", "2"}
            << QSize(2560, 1440) << true;
    }
    void pictures_have_the_wanted_size_theme_and_content() {
        QFETCH(QStringList, arguments);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        const QTemporaryDir folder;
        const QTemporaryDir home;
        const QString picture = folder.filePath("p.png");
        QStringList places;
        for (const char* place : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"})
            places << QString::fromLatin1(place) + '=' + home.path();
        const Ended ended = start(arguments + QStringList{"--grab", picture}, places);
        QVERIFY2(ended.code == 0, qPrintable(ended.error));
        const QImage image(picture);
        QCOMPARE(image.size(), size);
        QCOMPARE(image.pixelColor(2, size.height() / 2).lightness() < 80, dark);
        QVERIFY2(colours(image) > 100, qPrintable(QString::number(colours(image))));
        // Nothing of the user's is touched.
        QVERIFY(
            QDir(home.path()).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::Hidden).isEmpty());
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
    }
};

ATTUNE_TEST(Desktop_test);

} // namespace attune::test

#include "desktop_test.moc"
