// The truth wall in the compiler: with nothing but core/ in sight all of core compiles and a peek at the
// world does not; with the world in sight a peek compiles but finds nothing to link. (That the recommender
// links alone is shown by building recommender_alone, and what it links by link_closure_test.)
#include "tests/support/test.h"

#include <QDirIterator>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <utility>

namespace attune::test {
namespace {

struct Source {
    const char* name;
    const char* text;
};

/// What a file of core may say: of a private record, what the gate lets through.
constexpr Source honest = {
    "honest", "#include \"core/recommender/signals/gate.h\"\nattune::ConsentState f(const attune::Gate& g) { "
              "return g.consent(attune::UserId(0)); }\n"};

constexpr Source peeks[] = {
    {"a person's tastes",
     "#include \"simulations/population/population.h\"\nfloat f(const attune::Person& p) { "
     "return p.taste[0]; }\n"},
    {"an item's truth",
     "#include \"simulations/population/world_data.h\"\nfloat f(const attune::WorldData& w) { "
     "return w.truth.quality[0]; }\n"},
    {"the window", "#include \"ui/theme/theme.h\"\n"},
    {"by a declaration of one's own",
     "#include \"core/catalogue/catalogue.h\"\nfloat f(const attune::Catalogue& c) { return "
     "c.truth.quality[0]; }\n"},
    {"private records",
     "#include \"core/recommender/signals/gate.h\"\nfloat f(const attune::Gate& g) { return "
     "g.records_[0].derived.vector[0]; }\n"},
};

struct Linked {
    const char* name;
    const char* text;
    const char* missing; ///< what the linker does not find; empty if the program runs
};
constexpr Linked programs[] = {
    {"asking the gate",
     "#include \"core/recommender/signals/gate.h\"\nint main() { attune::Gate gate(3); return "
     "gate.derived(attune::UserId(0)) ? 1 : 0; }\n",
     ""},
    {"asking for the truth",
     "#include \"simulations/population/world_data.h\"\nint main() { const auto world = "
     "attune::world_from_bytes({}); return world && !world->truth.quality.empty() ? 1 : 0; }\n",
     "world_from_bytes"},
};

/// Compilers at work, as many at once as there are processors.
class Compilers {
public:
    void add(const QString& name, const QStringList& arguments) { waiting_.emplace_back(name, arguments); }

    void run() {
        const auto most = static_cast<std::size_t>(std::max(1, QThread::idealThreadCount()));
        std::deque<std::pair<QString, std::unique_ptr<QProcess>>> running;
        while (!waiting_.empty() || !running.empty()) {
            while (!waiting_.empty() && running.size() < most) {
                auto& [name, arguments] = waiting_.front();
                running.emplace_back(name, std::make_unique<QProcess>());
                running.back().second->start(ATTUNE_COMPILER, arguments);
                waiting_.pop_front();
            }
            auto& [name, compiler] = running.front();
            if (!compiler->waitForFinished(240000) || compiler->exitStatus() != QProcess::NormalExit)
                said_[name] = "the compiler did not run";
            else
                said_[name] = compiler->exitCode() == 0 ? QString()
                                                        : QString::fromUtf8(compiler->readAllStandardError());
            running.pop_front();
        }
    }

    /// Its complaints; empty if it was content.
    QString said(const QString& name) const { return said_.at(name); }

private:
    std::deque<std::pair<QString, QStringList>> waiting_;
    std::map<QString, QString> said_;
};

} // namespace

class Truth_wall_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        QVERIFY(QFile::link(QString::fromStdString(source_path("core")), folder_.filePath("core")));
        // The longest first.
        const QStringList headers = core_files({"*.h"}).filter(QRegularExpression("^(?!.*vector_)"));
        QVERIFY(headers.size() > 50);
        compile("every header", including(headers));
        const QStringList files = core_files({"*.cpp"});
        QVERIFY(files.size() > 40);
        for (const QString& path : recommender_files()) {
            QStringList arguments = with_core_alone() << folder_.filePath(path);
            if (path.contains("avx2")) arguments.prepend("-mavx2");
            compilers_.add(path, arguments);
        }
        for (const Linked& program : programs) {
            const QString file = written(program.name, program.text);
            compilers_.add(program.name,
                           QStringList{"-std=c++20", "-I", QString::fromStdString(source_path("."))}
                               << eigen() << file << "-o" << file + ".program"
                               << QStringLiteral(ATTUNE_LINKED).split('|', Qt::SkipEmptyParts));
        }
        compile(honest.name, honest.text);
        for (const Source& peek : peeks)
            compile(peek.name, peek.text);
        compilers_.add("every include", with_core_alone() << "-M"
                                                          << "-MF" << folder_.filePath("all.d") << "-mavx2"
                                                          << written("every include", including(files)));
        compilers_.run();
    }

    void a_file_that_keeps_to_core_compiles() { QCOMPARE(compilers_.said(honest.name), QString()); }

    void a_peek_at_the_world_does_not_compile_data() {
        QTest::addColumn<QString>("name");
        for (const Source& peek : peeks)
            QTest::newRow(peek.name) << QString(peek.name);
    }
    void a_peek_at_the_world_does_not_compile() {
        QFETCH(QString, name);
        const QString complaint = compilers_.said(name);
        QVERIFY2(complaint.contains("error"), "the peek compiled");
        QVERIFY2(complaint.contains("No such file") || complaint.contains("not found") ||
                     complaint.contains("no member") || complaint.contains("private"),
                 qPrintable(complaint));
    }

    void every_file_of_the_recommender_compiles_with_core_alone() {
        QVERIFY(recommender_files().size() >= 2);
        for (const QString& path : recommender_files())
            QCOMPARE(path + ": " + compilers_.said(path), path + ": ");
    }

    // Headers that are written to be included once per instruction set cannot stand in one file.
    void every_header_of_core_compiles_with_core_alone() {
        QCOMPARE(compilers_.said("every header"), QString());
    }

    // Quicker than compiling them: what every file includes, and what that includes, leads to another file of
    // core, or out of the repository. (That a way into the rest of it would be seen, the peeks show.)
    void no_include_of_core_leads_out_of_core() {
        QCOMPARE(compilers_.said("every include"), QString());
        QFile list(folder_.filePath("all.d"));
        QVERIFY(list.open(QIODevice::ReadOnly));
        const QString found = QString::fromUtf8(list.readAll());
        for (const QString& path : core_files({"*.cpp"}))
            QVERIFY2(found.contains(path), qPrintable(path));
    }

    void a_peek_with_the_world_in_sight_does_not_link_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("missing");
        for (const Linked& program : programs)
            QTest::newRow(program.name) << QString(program.name) << QString(program.missing);
    }
    void a_peek_with_the_world_in_sight_does_not_link() {
        QFETCH(QString, name);
        QFETCH(QString, missing);
        const QString complaint = compilers_.said(name);
        if (missing.isEmpty()) {
            QCOMPARE(complaint, QString());
            QCOMPARE(QProcess::execute(file_of(name) + ".program", {}), 0);
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

    /// All of them; in the short test the face and the gate, since the includes of the others are walked.
    QStringList recommender_files() const {
        const QStringList all = core_files({"*.cpp"}).filter(QRegularExpression("^core/recommender/"));
        return full_size() ? all : all.filter(QRegularExpression("/(recommender|gate)\\.cpp$"));
    }

    static QString including(const QStringList& files) {
        QString all;
        for (const QString& path : files)
            all += "#include \"" + path + "\"\n";
        return all;
    }

    static QStringList eigen() {
        QStringList all;
        for (const QString& include : QStringLiteral(ATTUNE_EIGEN).split(':', Qt::SkipEmptyParts))
            all << "-isystem" << include;
        return all;
    }
    QStringList with_core_alone() const {
        return QStringList{"-std=c++20", "-fsyntax-only", "-I", folder_.path()} << eigen();
    }

    QString file_of(QString name) const {
        return folder_.filePath(name.replace(QRegularExpression("\\W"), "_") + ".cpp");
    }
    QString written(const QString& name, const QString& text) const {
        QFile file(file_of(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) qFatal("cannot write a source file");
        file.write(text.toUtf8());
        return file.fileName();
    }
    void compile(const QString& name, const QString& text) {
        compilers_.add(name, with_core_alone() << written(name, text));
    }

    QTemporaryDir folder_;
    Compilers compilers_;
};

ATTUNE_TEST(Truth_wall_test);

} // namespace attune::test

#include "truth_wall_test.moc"
