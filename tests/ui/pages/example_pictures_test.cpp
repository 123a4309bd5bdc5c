// The pictures of the example cards: drawn from real runs, kept under everything that made them, redrawn
// where the kept file is not ours.
#include "tests/support/test.h"
#include "ui/pages/example_pictures.h"

namespace attune::ui {

namespace {

constexpr int people = 60;

Example example(const std::string& name, double floor) {
    auto world = std::make_shared<LoadedScenario>();
    world->scenario.users = 200;
    world->scenario.days = 10;
    world->scenario.items = 120;
    Example made;
    made.name = name;
    made.setup.scenario = std::move(world);
    made.setup.baseline.name = "today";
    made.setup.candidate.name = "proposal";
    made.setup.candidate.weekly_cap = 1;
    if (floor > 0) made.setup.candidate.exposure_floor["small"] = floor;
    return made;
}

QStringList files(const QTemporaryDir& folder) {
    return QDir(folder.path()).entryList({QStringLiteral("*.json")}, QDir::Files);
}

} // namespace

class Example_pictures_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_example_gets_a_picture_of_its_chart() {
        const QTemporaryDir folder;
        const std::vector<Example> all{example("asking", 0), example("floor", 0.2)};
        ExamplePictures pictures(all, people, folder.path());
        QSignalSpy done(&pictures, &ExamplePictures::all_done);
        QVERIFY(!pictures.all_drawn());
        pictures.start();
        QTRY_COMPARE_WITH_TIMEOUT(done.count(), 1, 60000);
        QVERIFY(pictures.all_drawn());
        for (std::size_t i = 0; i < all.size(); ++i) {
            const ExamplePicture* picture = pictures.picture(i);
            QVERIFY(picture);
            QVERIFY(picture->candidate.size() >= 5);
            QVERIFY(picture->baseline.size() >= 5);
            QVERIFY(!picture->sentence.empty());
            QVERIFY(!picture->candidate_end.empty());
        }
        QCOMPARE(QString::fromStdString(chart_of(all[0])), QStringLiteral("satisfaction"));
        QCOMPARE(QString::fromStdString(chart_of(all[1])), QStringLiteral("exposure"));
        QVERIFY(pictures.picture(0)->question != pictures.picture(1)->question);
    }

    void a_second_start_takes_what_was_kept() {
        const QTemporaryDir folder;
        const std::vector<Example> all{example("asking", 0)};
        std::string first;
        {
            ExamplePictures pictures(all, people, folder.path());
            pictures.start();
            QTRY_VERIFY_WITH_TIMEOUT(pictures.all_drawn(), 60000);
            first = pictures.picture(0)->sentence;
        }
        QCOMPARE(files(folder).size(), 1);
        // The file speaks, not a new run: what is written into it comes back.
        const QString path = folder.path() + u'/' + files(folder).first();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        bytes.replace(QByteArray::fromStdString(first), "Read from the file.");
        file.resize(0);
        file.seek(0);
        file.write(bytes);
        file.close();
        ExamplePictures again(all, people, folder.path());
        again.start();
        QTRY_VERIFY_WITH_TIMEOUT(again.all_drawn(), 60000);
        QCOMPARE(QString::fromStdString(again.picture(0)->sentence), QStringLiteral("Read from the file."));
    }

    void a_damaged_file_is_drawn_anew_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("attune");
        QTest::newRow("another JSON") << QByteArray("{\"question\": 7}");
        QTest::newRow("rows that are none") << QByteArray(
            R"({"question":"","sentence":"","candidate_end":"","baseline_end":"","candidate":[1],"baseline":[]})");
    }
    void a_damaged_file_is_drawn_anew() {
        QFETCH(QByteArray, bytes);
        const QTemporaryDir folder;
        const std::vector<Example> all{example("asking", 0)};
        QFile file(folder.path() + u'/' + cache_name(all[0], people));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        ExamplePictures pictures(all, people, folder.path());
        pictures.start();
        QTRY_VERIFY_WITH_TIMEOUT(pictures.all_drawn(), 60000);
        QVERIFY(pictures.picture(0));
        QVERIFY(pictures.picture(0)->candidate.size() >= 5);
    }

    void the_name_holds_everything_that_makes_the_picture() {
        const Example one = example("asking", 0);
        const QString name = cache_name(one, people);
        QCOMPARE(cache_name(example("asking", 0), people), name);
        QVERIFY(cache_name(one, people + 1) != name);
        Example other = one;
        other.setup.candidate.weekly_cap = 3;
        QVERIFY(cache_name(other, people) != name);
        other = one;
        other.setup.baseline.gap_hours = 10;
        QVERIFY(cache_name(other, people) != name);
        other = one;
        auto world = std::make_shared<LoadedScenario>(*one.setup.scenario);
        world->scenario.seed = 77;
        other.setup.scenario = world;
        QVERIFY(cache_name(other, people) != name);
    }

    void stopped_it_draws_nothing_until_it_is_started_again() {
        const QTemporaryDir folder;
        const std::vector<Example> all{example("one", 0), example("two", 0.1), example("three", 0.2)};
        ExamplePictures pictures(all, people, folder.path());
        pictures.start();
        pictures.stop();
        pictures.start();
        QTRY_VERIFY_WITH_TIMEOUT(pictures.all_drawn(), 60000);
        for (std::size_t i = 0; i < all.size(); ++i)
            QVERIFY(pictures.picture(i));
    }

    void one_that_cannot_be_drawn_says_why_and_holds_nobody_up() {
        const QTemporaryDir folder;
        // No such provider group: the study refuses.
        Example bad = example("bad", 0);
        bad.setup.candidate.exposure_floor["nobody"] = 0.3;
        const std::vector<Example> all{bad, example("good", 0)};
        ExamplePictures pictures(all, people, folder.path());
        QSignalSpy failed(&pictures, &ExamplePictures::failed);
        pictures.start();
        QTRY_VERIFY_WITH_TIMEOUT(pictures.all_drawn(), 60000);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toInt(), 0);
        QVERIFY(!pictures.picture(0));
        QVERIFY(pictures.picture(1));
    }

    void it_ends_in_the_middle_of_a_run() {
        const QTemporaryDir folder;
        std::vector<Example> all{example("long", 0)};
        auto world = std::make_shared<LoadedScenario>(*all[0].setup.scenario);
        world->scenario.users = 20000;
        world->scenario.days = 300;
        all[0].setup.scenario = world;
        {
            ExamplePictures pictures(all, 20000, folder.path());
            pictures.start();
        }
        QVERIFY(files(folder).isEmpty());
    }
};

ATTUNE_TEST(Example_pictures_test);

} // namespace attune::ui

#include "example_pictures_test.moc"
