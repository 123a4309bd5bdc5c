// The truth wall in the compiler: with nothing but core/ in sight all of core compiles and a peek at the
// world does not; with the world in sight a peek compiles but finds nothing to link. (That the recommender
// links alone is shown by building recommender_alone, and what it links by link_closure_test.)
#include "tests/support/test.h"

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>

namespace attune::test {

class Truth_wall_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        QVERIFY(QFile::link(QString::fromStdString(source_path("core")), folder_.filePath("core")));
    }

    void a_file_that_keeps_to_core_compiles() {
        QCOMPARE(compile("#include \"core/recommender/recommender.h\"\nint f(const attune::Recommender& r) { "
                         "return static_cast<int>(r.model_version()); }\n"),
                 QString());
    }

    void a_peek_at_the_world_does_not_compile_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("a person's tastes") << "#include \"core/recommender/recommender.h\"\n#include "
                                              "\"simulations/population/population.h\"\nfloat f(const "
                                              "attune::Person& p) { return p.taste[0]; }\n";
        QTest::newRow("an item's truth") << "#include \"simulations/population/world_data.h\"\nfloat f(const "
                                            "attune::WorldData& w) { return w.truth.quality[0]; }\n";
        QTest::newRow("by a declaration of one's own")
            << "#include \"core/recommender/recommender.h\"\nfloat f(const attune::Catalogue& c) { return "
               "c.truth.quality[0]; }\n";
        QTest::newRow("private records") << "#include \"core/recommender/recommender.h\"\nfloat f(const "
                                            "attune::Gate& g) { return g.records_[0].derived.vector[0]; }\n";
    }
    void a_peek_at_the_world_does_not_compile() {
        QFETCH(QString, source);
        const QString complaint = compile(source);
        QVERIFY2(complaint.contains("error"), "the peek compiled");
        QVERIFY2(complaint.contains("No such file") || complaint.contains("not found") ||
                     complaint.contains("no member") || complaint.contains("private"),
                 qPrintable(complaint));
    }

    void every_file_of_the_recommender_compiles_with_core_alone() {
        QDirIterator walk(folder_.filePath("core/recommender"), {"*.cpp"}, QDir::Files,
                          QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
        int files = 0;
        while (walk.hasNext()) {
            const QString path = walk.next();
            // The short test takes the face and the gate; includes of the others are walked by the include
            // rules.
            if (!full_size() && !path.endsWith("recommender.cpp") && !path.endsWith("gate.cpp")) continue;
            ++files;
            QStringList arguments{path};
            if (path.contains("avx2")) arguments.prepend("-mavx2");
            QCOMPARE(run(arguments), QString());
        }
        QVERIFY(files >= 2);
    }

    // Headers that are written to be included once per instruction set cannot stand in one file.
    void every_header_of_core_compiles_with_core_alone() {
        QString all;
        for (const QString& path : core_files({"*.h"}))
            if (!path.contains("vector_")) all += "#include \"" + path + "\"\n";
        QVERIFY(all.count("#include") > 50);
        QCOMPARE(compile(all), QString());
    }

    // Quicker than compiling them: what every file includes, and what that includes, leads to another file of
    // core, or out of the repository.
    void no_include_of_core_leads_out_of_core() {
        const QStringList files = core_files({"*.cpp"});
        QVERIFY(files.size() > 40);
        QStringList arguments{"-M", "-MF", folder_.filePath("all.d"), "-mavx2"};
        for (const QString& path : files)
            arguments << folder_.filePath(path);
        QCOMPARE(run(arguments), QString());
        // It would be seen.
        QVERIFY(!compile("#include \"core/recommender/recommender.h\"\n#include \"ui/theme/theme.h\"\n")
                     .isEmpty());
    }

    void a_peek_with_the_world_in_sight_does_not_link_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("missing");
        QTest::newRow("the recommender alone")
            << "#include \"core/recommender/recommender.h\"\nint main() { attune::Catalogue none; return "
               "attune::Recommender::start({}, none, {}) ? 1 : 0; }\n"
            << "";
        QTest::newRow("asking for the people and what an item is worth to one")
            << "#include \"simulations/behaviour/behaviour.h\"\nint main() { const attune::Population all = "
               "attune::make_population({}, {}, 1, 1);\n"
               "return attune::Behaviour({}, {}, 1).worth(all.people[0], 0, 0) > 0; }\n"
            << "make_population";
    }
    void a_peek_with_the_world_in_sight_does_not_link() {
        QFETCH(QString, source);
        QFETCH(QString, missing);
        write(source);
        QStringList arguments{"-std=c++20",
                              "-I",
                              QString::fromStdString(source_path(".")),
                              folder_.filePath("file.cpp"),
                              "-o",
                              folder_.filePath("program")};
        arguments << QStringLiteral(ATTUNE_LINKED).split('|', Qt::SkipEmptyParts);
        const QString complaint = tool(arguments);
        if (missing.isEmpty()) {
            QCOMPARE(complaint, QString());
            QCOMPARE(QProcess::execute(folder_.filePath("program"), {}), 0);
        } else {
            QVERIFY2(complaint.contains("undefined reference") && complaint.contains(missing),
                     qPrintable(complaint));
        }
    }

private:
    /// Paths from the root, sorted.
    QStringList core_files(const QStringList& kinds) const {
        QDirIterator walk(folder_.filePath("core"), kinds, QDir::Files,
                          QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
        QStringList files;
        while (walk.hasNext())
            files << walk.next().mid(folder_.path().size() + 1);
        files.sort();
        return files;
    }

    /// What the compiler says with core alone in sight; empty if it is content.
    QString run(const QStringList& arguments) {
        return tool(QStringList{"-std=c++20", "-fsyntax-only", "-I", folder_.path()} + arguments);
    }

    QString tool(QStringList all) {
        for (const QString& include : QStringLiteral(ATTUNE_EIGEN).split(':', Qt::SkipEmptyParts))
            all << "-isystem" << include;
        QProcess compiler;
        compiler.start(ATTUNE_COMPILER, all);
        if (!compiler.waitForFinished(240000)) return "the compiler did not run";
        return compiler.exitCode() == 0 ? QString() : QString::fromUtf8(compiler.readAllStandardError());
    }

    void write(const QString& source) {
        QFile file(folder_.filePath("file.cpp"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(source.toUtf8());
    }

    QString compile(const QString& source) {
        write(source);
        return run({folder_.filePath("file.cpp")});
    }

    QTemporaryDir folder_;
};

ATTUNE_TEST(Truth_wall_test);

} // namespace attune::test

#include "truth_wall_test.moc"
