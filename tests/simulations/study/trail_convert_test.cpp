// Two tables of another system become one trail. Where the clock does not say what came first, the order is
// the one that excuses nothing.
#include "core/base/json.h"
#include "core/base/random.h"
#include "simulations/study/trail_convert.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;

class Trail_convert_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::string table(const char* name, const QByteArray& text) {
        QFile file(folder_.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return {};
        return file.fileName().toStdString();
    }
    /// What was made of the tables: "event state-or-purpose" by line.
    QStringList converted(const QByteArray& consents, const QByteArray& feedback, std::int64_t& ties) {
        const auto made =
            convert_to_trail({table("c.csv", "person,purpose,state,time_ms,entity,method\n" + consents),
                              table("f.csv", "person,event,time_ms,signal,module,purpose\n" + feedback),
                              {}});
        if (!made) return {QString::fromStdString(made.error().what)};
        ties = made->ties;
        QStringList all;
        for (const QString& line :
             QString::fromStdString(made->lines).split('\n', Qt::SkipEmptyParts).mid(2)) {
            const Json event = Json::parse(line.toStdString());
            all.push_back(QString::number(event["person"].get<int>()) + " " +
                          QString::fromStdString(event.value("to", event["event"].get<std::string>())));
        }
        return all;
    }

private slots:
    void a_tie_of_clocks_excuses_nothing_data() {
        QTest::addColumn<QByteArray>("consents");
        QTest::addColumn<QByteArray>("feedback");
        QTest::addColumn<QStringList>("order");
        QTest::addColumn<int>("ties");
        const QByteArray mine = "adjust_my_recommendations";
        const auto said = [&](int who, const char* state, int ms, const QByteArray& purpose) {
            return QByteArray::number(who) + "," + purpose + "," + state + "," + QByteArray::number(ms) +
                   ",person,settings\n";
        };
        const auto read = [&](int who, int ms) {
            return QByteArray::number(who) + ",read," + QByteArray::number(ms) + ",thumb,preference," + mine +
                   "\n";
        };
        QTest::newRow("by the clock")
            << said(5, "given", 10, mine) + said(5, "withdrawn", 30, mine) << read(5, 20) + read(5, 40)
            << QStringList{"5 given", "5 read", "5 withdrawn", "5 read"} << 0;
        QTest::newRow("a no before what was done")
            << said(5, "given", 10, mine) + said(5, "withdrawn", 20, mine) << read(5, 20)
            << QStringList{"5 given", "5 withdrawn", "5 read"} << 1;
        QTest::newRow("a yes after what was done") << said(5, "given", 20, mine) << read(5, 20) + read(5, 20)
                                                   << QStringList{"5 read", "5 read", "5 given"} << 2;
        QTest::newRow("a yes that was asked for")
            << said(5, "requested", 20, mine) + said(5, "given", 20, mine) << read(5, 20)
            << QStringList{"5 requested", "5 read", "5 given"} << 1;
        QTest::newRow("a yes and then a no")
            << said(5, "given", 20, mine) + said(5, "withdrawn", 20, mine) << read(5, 20)
            << QStringList{"5 given", "5 withdrawn", "5 read"} << 1;
        QTest::newRow("a no and then a yes")
            << said(5, "given", 10, mine) + said(5, "withdrawn", 20, mine) + said(5, "given", 20, mine)
            << read(5, 20) << QStringList{"5 given", "5 withdrawn", "5 read", "5 given"} << 1;
        QTest::newRow("about two purposes")
            << said(5, "given", 20, mine) + said(5, "refused", 20, "experiments") << read(5, 20)
            << QStringList{"5 refused", "5 read", "5 given"} << 1;
        QTest::newRow("somebody else's")
            << said(6, "given", 20, mine) << read(5, 20) << QStringList{"5 read", "6 given"} << 0;
    }
    void a_tie_of_clocks_excuses_nothing() {
        QFETCH(QByteArray, consents);
        QFETCH(QByteArray, feedback);
        QFETCH(QStringList, order);
        QFETCH(int, ties);
        std::int64_t counted = -1;
        QCOMPARE(converted(consents, feedback, counted), order);
        QCOMPARE(counted, ties);
    }
};

ATTUNE_TEST(Trail_convert_test);

#include "trail_convert_test.moc"
