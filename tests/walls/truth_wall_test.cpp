// The truth wall in the compiler: with nothing but core/ in sight every file of the recommender compiles, and a peek at the
// world does not. (That it also links alone is shown by building recommender_alone.)
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
        QCOMPARE(compile("#include \"core/recommender/recommender.h\"\nint f(const attune::Recommender& r) { return static_cast<int>(r.model_version()); }\n"), QString());
    }

    void a_peek_at_the_world_does_not_compile_data() {
        QTest::addColumn<QString>("source");
        QTest::newRow("a person's tastes") << "#include \"core/recommender/recommender.h\"\n#include \"simulations/population/population.h\"\nfloat f(const attune::Person& p) { return p.taste[0]; }\n";
        QTest::newRow("an item's truth") << "#include \"simulations/population/world_data.h\"\nfloat f(const attune::WorldData& w) { return w.truth.quality[0]; }\n";
        QTest::newRow("by a declaration of one's own") << "#include \"core/recommender/recommender.h\"\nfloat f(const attune::Catalogue& c) { return c.truth.quality[0]; }\n";
        QTest::newRow("private records") << "#include \"core/recommender/recommender.h\"\nfloat f(const attune::Gate& g) { return g.records_[0].derived.vector[0]; }\n";
    }
    void a_peek_at_the_world_does_not_compile() {
        QFETCH(QString, source);
        const QString complaint = compile(source);
        QVERIFY2(complaint.contains("error"), "the peek compiled");
        QVERIFY2(complaint.contains("No such file") || complaint.contains("not found") || complaint.contains("no member") || complaint.contains("private"), qPrintable(complaint));
    }

    void every_file_of_the_recommender_compiles_with_core_alone() {
        QDirIterator walk(folder_.filePath("core/recommender"), {"*.cpp"}, QDir::Files, QDirIterator::Subdirectories | QDirIterator::FollowSymlinks);
        int files = 0;
        while (walk.hasNext()) {
            const QString path = walk.next();
            // The short test takes the face and the gate; includes of the others are walked by the include rules.
            if (!full_size() && !path.endsWith("recommender.cpp") && !path.endsWith("gate.cpp")) continue;
            ++files;
            QStringList arguments{path};
            if (path.contains("avx2")) arguments.prepend("-mavx2");
            QCOMPARE(run(arguments), QString());
        }
        QVERIFY(files >= 2);
    }

private:
    /// What the compiler says; empty if it is content.
    QString run(const QStringList& arguments) {
        QStringList all{"-std=c++20", "-fsyntax-only", "-I", folder_.path()};
        for (const QString& include : QStringLiteral(ATTUNE_EIGEN).split(':', Qt::SkipEmptyParts)) all << "-isystem" << include;
        QProcess compiler;
        compiler.start(ATTUNE_COMPILER, all + arguments);
        if (!compiler.waitForFinished(240000)) return "the compiler did not run";
        return compiler.exitCode() == 0 ? QString() : QString::fromUtf8(compiler.readAllStandardError());
    }

    QString compile(const QString& source) {
        QFile file(folder_.filePath("file.cpp"));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) return "the file cannot be written";
        file.write(source.toUtf8());
        file.close();
        return run({file.fileName()});
    }

    QTemporaryDir folder_;
};

ATTUNE_TEST(Truth_wall_test);

} // namespace attune::test

#include "truth_wall_test.moc"
