// A ratings file as it is: no row is lost or merged, times keep what happens within a second, and the key
// does not show.
#include "simulations/population/ratings_time.h"
#include "simulations/population/raw_ratings.h"
#include "tests/simulations/population/import_files.h"

using namespace attune;

namespace {

QString told(const RawRatings& ratings) {
    QStringList all;
    for (const RawRating& row : ratings.rows)
        all << QString("%1 %2 %3 @%4 line %5")
                   .arg(row.user)
                   .arg(row.item)
                   .arg(row.value)
                   .arg(row.time == no_time ? QString("-") : QString::number(row.time))
                   .arg(row.line);
    return all.join(", ");
}

} // namespace

class Raw_ratings_test : public QObject {
    Q_OBJECT
private slots:
    void rows_stay_in_their_places_repeats_and_all() {
        const std::string file = folder_.write("r.csv", "user,item,rating,time\n"
                                                        "10,b,5,100\n"
                                                        "9,a,3,100\n"
                                                        "10,b,5,100\n"
                                                        "9,a,900,\n");
        const auto ratings = read_raw_ratings(file, {}, test::import_key());
        VERIFY_OK(ratings);
        QCOMPARE(told(*ratings), QString("1 1 5 @100000000 line 2, 0 0 3 @100000000 line 3, "
                                         "1 1 5 @100000000 line 4, 0 0 900 @- line 5"));
        QCOMPARE(ratings->users, std::size_t{2});
        QCOMPARE(ratings->items, std::size_t{2});
        ImportKey other = test::import_key();
        other[5] ^= 1U;
        const auto again = read_raw_ratings(file, {}, other);
        VERIFY_OK(again);
        QVERIFY(again->rows == ratings->rows);
    }

    void what_cannot_be_read_is_told_with_its_line() {
        const std::string file = folder_.write("r.csv", "user,item,rating,time\n"
                                                        "1,2,3,4\n"
                                                        "1,2,much,4\n"
                                                        "1,,3,4\n"
                                                        "1,2,3,soon\n");
        const auto ratings = read_raw_ratings(file, {}, test::import_key());
        VERIFY_OK(ratings);
        QCOMPARE(ratings->rows_read, std::int64_t{4});
        const std::vector<RowProblem> want = {
            {3, RowReason::rating_not_number}, {4, RowReason::missing_item}, {5, RowReason::bad_time}};
        QVERIFY(ratings->quarantined == want);
        QCOMPARE(ratings->rows.size(), std::size_t{1});
        const std::string nothing = folder_.write("r.csv", "user,item,rating\n1,2,x\n");
        const auto refused = read_raw_ratings(nothing, {}, test::import_key());
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(refused.error().what).contains("line 2"));
    }

    void it_stops_when_asked() {
        QByteArray rows = "user,item,rating\n";
        for (int k = 0; k < 20'000; ++k)
            rows += QByteArray::number(k % 70) + "," + QByteArray::number(k) + ",1\n";
        const std::string file = folder_.write("r.csv", rows.toStdString());
        const auto stopped = read_raw_ratings(file, {.columns = {}, .go_on = [](double) { return false; }},
                                              test::import_key());
        QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
    }

    void times_keep_what_happens_within_a_second_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("microseconds");
        QTest::newRow("seconds") << "1365029107" << qint64{1'365'029'107'000'000};
        QTest::newRow("parts of a second") << "12.25" << qint64{12'250'000};
        QTest::newRow("milliseconds") << "1649581149287" << qint64{1'649'581'149'287'000};
        QTest::newRow("microseconds") << "1649581149287123" << qint64{1'649'581'149'287'123};
        QTest::newRow("a date") << "2022-04-10 08:59:09" << qint64{1'649'581'149'000'000};
        QTest::newRow("no time") << "soon" << qint64{-1};
    }
    void times_keep_what_happens_within_a_second() {
        QFETCH(QString, text);
        QFETCH(qint64, microseconds);
        QCOMPARE(qint64{parse_microseconds(text.toStdString()).value_or(-1)}, microseconds);
    }

private:
    const test::Folder folder_;
};

ATTUNE_TEST(Raw_ratings_test);
#include "raw_ratings_test.moc"
