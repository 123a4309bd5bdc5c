// Rating files as people have them: every row is kept or set aside with a reason.
#include "simulations/population/ratings_file.h"
#include "tests/simulations/population/import_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <map>

using namespace attune;

namespace {

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// "user item rating@time" of each kept row, told by hashing the ids we know; rows in order of (time, user,
/// item).
QString kept_rows(const Ratings& ratings, const QStringList& ids) {
    std::map<std::uint64_t, QString> people;
    std::map<std::uint64_t, QString> items;
    for (const QString& id : ids) {
        people[IdHasher(test::import_key(), IdKind::person)(id.toStdString())] = id;
        items[IdHasher(test::import_key(), IdKind::item)(id.toStdString())] = id;
    }
    QStringList all;
    for (const Rating& row : ratings.rows) {
        QString one = people[ratings.users[row.user]] + ' ' + items[ratings.items[row.item]] + ' ' +
                      QString::number(double{row.value});
        if (row.time != no_time) one += '@' + QString::number(row.time);
        all << one;
    }
    return all.join(", ");
}

const QByteArray clean = "1::2::3::4\n5::6::7::8\n";

} // namespace

class Ratings_file_test : public QObject {
    Q_OBJECT
private slots:
    void each_trap_has_its_behaviour_data();
    void each_trap_has_its_behaviour();
    void what_is_no_ratings_file_is_refused_in_words_data();
    void what_is_no_ratings_file_is_refused_in_words();
    void folders_missing_files_and_devices_are_refused();
    void the_map_says_which_column_is_which_data();
    void the_map_says_which_column_is_which();
    void a_rating_far_outside_the_scale_is_set_aside_and_a_rare_one_is_not();
    void a_very_long_line_is_set_aside();
    void ids_are_ordered_as_numbers_then_as_texts();
    void pseudonyms_depend_on_key_and_kind_and_nothing_else();
    void order_of_rows_does_not_change_what_is_kept();
    void the_fixture_gives_the_answers_of_its_generator_data();
    void the_fixture_gives_the_answers_of_its_generator();
    void random_damage_never_loses_a_row_data();
    void random_damage_never_loses_a_row();
    void every_reason_has_words();
    void real_files_are_read_whole_data();
    void real_files_are_read_whole();
};

void Ratings_file_test::each_trap_has_its_behaviour_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<QString>("quarantined");
    const auto row = [](const char* name, const QByteArray& bytes, const char* kept,
                        const char* quarantined) {
        QTest::newRow(name) << bytes << QString(kept) << QString(quarantined);
    };
    const auto zero = [](const char* before, const char* after) { return QByteArray(before) + '\0' + after; };
    row("MovieLens dat", "1::2::3::4\n5::6::7::8\n", "1 2 3@4, 5 6 7@8", "");
    row("comma", "1,2,3,4\n5,6,7,8\n", "1 2 3@4, 5 6 7@8", "");
    row("semicolon and decimal comma", "1;2;3,5;4\n5;6;7;8\n", "1 2 3.5@4, 5 6 7@8", "");
    row("tab", "1\t2\t3\t4\n5\t6\t7\t8\n", "1 2 3@4, 5 6 7@8", "");
    row("header in another order", "timestamp,Stars,Movie ID,User-Id\n4,3,2,1\n8,7,6,5\n", "1 2 3@4, 5 6 7@8",
        "");
    row("header without time", "item,user,rating\n2,1,3\n", "1 2 3", "");
    row("byte-order mark", QByteArray("\xEF\xBB\xBF") + clean, "1 2 3@4, 5 6 7@8", "");
    row("byte-order mark and header", "\xEF\xBB\xBFuser,item,rating\r\n1,2,3\r\n", "1 2 3", "");
    row("CRLF", "1::2::3::4\r\n5::6::7::8\r\n", "1 2 3@4, 5 6 7@8", "");
    row("CR", "1::2::3::4\r5::6::7::8\r", "1 2 3@4, 5 6 7@8", "");
    row("last line without end", "1::2::3::4\n5::6::7::8", "1 2 3@4, 5 6 7@8", "");
    row("blank lines", "\n1::2::3::4\n\n  \n5::6::7::8\n\n", "1 2 3@4, 5 6 7@8", "");
    row("leading zeros make another id", "1::2::3::4\n01::2::3::5\n1::02::3::6\n",
        "1 2 3@4, 01 2 3@5, 1 02 3@6", "");
    row("UTF-8 ids", "Zo\xC3\xAB::\xE6\x9D\xB1::3::4\n5::6::7::8\n", "Zo\xC3\xAB \xE6\x9D\xB1 3@4, 5 6 7@8",
        "");
    row("huge ids", "123456789012345678901234567890::2::3::4\n123456789012345678901234567891::2::3::5\n",
        "123456789012345678901234567890 2 3@4, 123456789012345678901234567891 2 3@5", "");
    row("quoted ids with separator", "\"1,2\",\"6\",3\n5,6,7\n", "5 6 7, 1,2 6 3", "");
    row("times are optional", "1::2::3\n5::6::7::8\n1::6::3::\n5::2::3::4\n",
        "1 2 3, 1 6 3, 5 2 3@4, 5 6 7@8", "");
    row("negative ratings", "1,2,-10\n5,6,10\n", "1 2 -10, 5 6 10", "");
    row("only one rating value", "1,2,1\n5,6,1\n", "1 2 1, 5 6 1", "");
    row("duplicate", clean + "1::2::3::4\n1::2::3::4\n", "1 2 3@4, 5 6 7@8",
        "3 row.duplicate, 4 row.duplicate");
    row("duplicate in other dress", clean + " 1 ::2::3.0::4000000000000\n1::2::+3::4\n",
        "5 6 7@8, 1 2 3@4000000000", "1 row.superseded, 4 row.duplicate");
    row("later rating wins", clean + "1::2::9::10\n", "5 6 7@8, 1 2 9@10", "1 row.superseded");
    row("later by time wins over later by line", clean + "1::2::9::1\n", "1 2 3@4, 5 6 7@8",
        "3 row.superseded");
    row("same time: last line wins", clean + "1::2::9::4\n", "1 2 9@4, 5 6 7@8", "1 row.superseded");
    row("no times: last line wins", "1,2,3\n5,6,7\n1,2,4\n1,2,5\n", "1 2 5, 5 6 7",
        "1 row.superseded, 3 row.superseded");
    row("a row without time is older", clean + "1::2::9\n", "1 2 3@4, 5 6 7@8", "3 row.superseded");
    row("same rating later is no duplicate", clean + "1::2::3::9\n", "5 6 7@8, 1 2 3@9", "1 row.superseded");
    row("nan", clean + "1::9::nan::4\n1::9::NaN::4\n", "1 2 3@4, 5 6 7@8",
        "3 row.rating_not_finite, 4 row.rating_not_finite");
    row("inf", clean + "1::9::inf::4\n1::9::-Infinity::4\n1::9::1e400::4\n1::9::1e39::4\n",
        "1 2 3@4, 5 6 7@8",
        "3 row.rating_not_finite, 4 row.rating_not_finite, 5 row.rating_not_finite, 6 row.rating_not_finite");
    row("rating in words", clean + "1::9::good::4\n1::9::4 stars::4\n1::9::0x4::4\n", "1 2 3@4, 5 6 7@8",
        "3 row.rating_not_number, 4 row.rating_not_number, 5 row.rating_not_number");
    row("missing fields", clean + "::9::3::4\n1::::3::4\n1::9::::4\n1::9\n1\n", "1 2 3@4, 5 6 7@8",
        "3 row.missing_user, 4 row.missing_item, 5 row.missing_rating, 6 row.too_few_fields, 7 "
        "row.too_few_fields");
    row("only spaces in a field", clean + "  ::9::3::4\n", "1 2 3@4, 5 6 7@8", "3 row.missing_user");
    row("too many fields", clean + "1::9::3::4::5\n", "1 2 3@4, 5 6 7@8", "3 row.too_many_fields");
    row("another separator", clean + "1,9,3,4\n", "1 2 3@4, 5 6 7@8", "3 row.too_few_fields");
    row("bad time", clean + "1::9::3::soon\n1::9::3::-1\n", "1 2 3@4, 5 6 7@8",
        "3 row.bad_time, 4 row.bad_time");
    row("time without end", clean + "1::9::3::nan\n1::9::3::inf\n", "1 2 3@4, 5 6 7@8",
        "3 row.bad_time, 4 row.bad_time");
    row("unclosed quote ends at its line", "1,2,3\n\"5,6,7\n8,9,10\n", "1 2 3, 8 9 10",
        "2 row.unclosed_quote");
    row("unclosed quote in the first line", "\"1,2,3\n5,6,7\n8,9,10\n", "5 6 7, 8 9 10",
        "1 row.unclosed_quote");
    row("unclosed quote in the last line", "1,2,3\n5,6,\"7", "1 2 3", "2 row.unclosed_quote");
    // Nothing marks the second half, `5",6,7`, as a half: it is a row of the user `5"`.
    row("a quoted line end makes two lines", "1,2,3\n\"5\n5\",6,7\n8,9,10\n", "1 2 3, 8 9 10, 5\" 6 7",
        "2 row.unclosed_quote");
    row("text after a quote", "1,2,3\n\"5\"5,6,7\n", "1 2 3", "2 row.text_after_quote");
    row("zero byte", clean + zero("1::9", "::3::4\n"), "1 2 3@4, 5 6 7@8", "3 row.nul_byte");
    row("control character", clean + "1::9\x1b[2J::3::4\n", "1 2 3@4, 5 6 7@8", "3 row.control_character");
    row("not UTF-8", clean + "1::caf\xE9::3::4\n", "1 2 3@4, 5 6 7@8", "3 row.not_utf8");
    row("overlong UTF-8", clean + "1::\xC0\xAF::3::4\n", "1 2 3@4, 5 6 7@8", "3 row.not_utf8");
    row("a remark on top", "# my ratings\n1,2,3\n5,6,7\n", "1 2 3, 5 6 7", "1 row.too_few_fields");
    row("the header again inside", "user,item,rating\n1,2,3\nuser,item,rating\n5,6,7\n", "1 2 3, 5 6 7",
        "3 row.rating_not_number");
    row("a broken first line before the header", zero("bad", "\nuser,item,rating\n2,1,3\n"), "2 1 3",
        "1 row.nul_byte");
    row("an unreadable time column found by name is left", "user,item,rating,time\n1,2,3,noon\n5,6,7,dawn\n",
        "1 2 3, 5 6 7", "");
    row("fifteen columns",
        "user_id,video_id,date,time_ms,label,more\n1,2,x,1649581149287,0,\n5,6,x,1649581149288,1,\n",
        "1 2 0@1649581149, 5 6 1@1649581149", "");
}

void Ratings_file_test::each_trap_has_its_behaviour() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, kept);
    QFETCH(QString, quarantined);
    const test::Folder folder;
    const auto ratings = read_ratings(
        folder.write("file", {bytes.data(), static_cast<std::size_t>(bytes.size())}), {}, test::import_key());
    VERIFY_OK(ratings);
    const QStringList ids = {"1",
                             "01",
                             "2",
                             "02",
                             "5",
                             "6",
                             "8",
                             "9",
                             "1,2",
                             "5\"",
                             "123456789012345678901234567890",
                             "123456789012345678901234567891",
                             QString::fromUtf8("Zo\xC3\xAB"),
                             QString::fromUtf8("\xE6\x9D\xB1")};
    QCOMPARE(kept_rows(*ratings, ids), kept);
    QCOMPARE(test::listed(ratings->quarantined), quarantined);
    QCOMPARE(ratings->rows_read,
             static_cast<std::int64_t>(ratings->rows.size() + ratings->quarantined.size()));
}

void Ratings_file_test::what_is_no_ratings_file_is_refused_in_words_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const QByteArray& bytes, const char* words) {
        QTest::newRow(name) << bytes << QString(words);
    };
    const auto raw = [](const char* bytes, int size) { return QByteArray(bytes, size); };
    row("empty", "", "the file is empty");
    row("only a mark", "\xEF\xBB\xBF", "no usable row");
    row("only blank lines", "\n\n  \n", "no usable row");
    row("only a header", "user,item,rating\n", "nothing but a header");
    row("one word", "hello\n", "no usable row");
    row("prose", "This is a letter.\nIt has no columns\n", "no usable row");
    row("gzip", raw("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03", 10), "gzip");
    row("zip", raw("PK\x03\x04\x14\x00\x00\x00", 8), "zip");
    row("bzip2", raw("BZh91AY&SY\x00\x01", 12), "bzip2");
    row("xz",
        raw("\xFD"
            "7zXZ\x00\x00\x04",
            8),
        "xz");
    row("zstd", raw("\x28\xB5\x2F\xFD\x04\x00", 6), "zstd");
    row("7z", raw("7z\xBC\xAF\x27\x1C\x00\x04", 8), "7z");
    row("rar", raw("Rar!\x1A\x07\x01\x00", 8), "rar");
    row("SQLite", raw("SQLite format 3\x00\x10\x00", 18), "SQLite");
    row("PDF", "%PDF-1.4\n1,2,3\n", "PDF");
    row("web page", "<!DOCTYPE html>\n<p>1,2,3</p>\n", "web page");
    row("UTF-16 with mark",
        raw("\xFF\xFE"
            "1\0,\0002\0,\0003\0\n\0",
            14),
        "UTF-16");
    row("UTF-16 the other way", raw("\xFE\xFF\0001\0,\0002\0,\0003\0\n", 14), "UTF-16");
    row("UTF-16 without mark", raw("1\0,\0002\0,\0003\0\n\0001\0,\0002\0,\0003\0\n\0", 24), "UTF-16");
    row("UTF-32", raw("\xFF\xFE\0\0001\0\0\0", 8), "UTF-32");
    QByteArray binary;
    for (int i = 0; i < 5000; ++i)
        binary += static_cast<char>((i * i * 31 + i * 7) % 251);
    row("binary", binary, "binary");
    row("nothing but bad rows", "1,2,x\n3,4,nan\n,5,6\n7,8,9,10,11\n",
        "line 1: the rating is not a number; line 2: the rating is not a number with an end; line 3: the "
        "user is missing)");
    row("unknown column names", "who,what,user\n1,2,3\n", "which column holds the item");
}

void Ratings_file_test::what_is_no_ratings_file_is_refused_in_words() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const test::Folder folder;
    const std::string path =
        folder.write("ratings.csv", {bytes.data(), static_cast<std::size_t>(bytes.size())});
    const auto ratings = read_ratings(path, {}, test::import_key());
    QVERIFY(!ratings);
    QCOMPARE(ratings.error().code, ErrorCode::bad_input);
    QVERIFY2(text(ratings.error().what).contains(words), to_line(ratings.error()).c_str());
    QVERIFY(text(ratings.error().where).startsWith(text(path)));
    QVERIFY(!ratings.error().remedy.empty());
}

void Ratings_file_test::folders_missing_files_and_devices_are_refused() {
    const test::Folder folder;
    const auto code = [](const std::string& path) {
        const auto ratings = read_ratings(path, {}, test::import_key());
        return ratings ? ErrorCode::cancelled : ratings.error().code;
    };
    QCOMPARE(code(folder.path("no such file")), ErrorCode::not_found);
    QCOMPARE(code(folder.path("")), ErrorCode::bad_input);
    QCOMPARE(code("/dev/zero"), ErrorCode::bad_input);
    const std::string fifo = folder.path("fifo");
    QCOMPARE(mkfifo(fifo.c_str(), 0600), 0);
    QCOMPARE(code(fifo), ErrorCode::bad_input);
    // A sparse file of more than 2 GiB takes no room.
    const std::string huge = folder.write("huge.csv", "1,2,3\n");
    std::error_code problem;
    std::filesystem::resize_file(huge, largest_text_file + 1, problem);
    if (!problem) QCOMPARE(code(huge), ErrorCode::bad_input);
}

void Ratings_file_test::the_map_says_which_column_is_which_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("map");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("by number") << QByteArray("3,2,1\n7,6,5\n") << "auto"
                               << "user=3,item=2,rating=1"
                               << "1 2 3, 5 6 7";
    QTest::newRow("by name") << QByteArray("rating,score,item,user\n9,3,2,1\n9,7,6,5\n") << "csv"
                             << "rating=score"
                             << "1 2 3, 5 6 7";
    QTest::newRow("a mapped time must be one") << QByteArray("1,2,3,x\n5,6,7,8\n") << "auto"
                                               << "time=4"
                                               << "5 6 7@8";
    QTest::newRow("forced format that fits") << QByteArray("1\t2\t3\n") << "tsv"
                                             << ""
                                             << "1 2 3";
    QTest::newRow("forced format that does not") << QByteArray("1\t2\t3\n") << "csv"
                                                 << ""
                                                 << "in the given format";
    QTest::newRow("forced dat on csv") << QByteArray("1,2,3\n") << "dat"
                                       << ""
                                       << "--format auto";
}

void Ratings_file_test::the_map_says_which_column_is_which() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, format);
    QFETCH(QString, map);
    QFETCH(QString, outcome);
    const auto columns = parse_column_map(map.toStdString(), rating_parts);
    VERIFY_OK(columns);
    const auto file_format = parse_file_format(format.toStdString());
    VERIFY_OK(file_format);
    const test::Folder folder;
    const auto ratings =
        read_ratings(folder.write("file", bytes.toStdString()), {*file_format, *columns}, test::import_key());
    if (ratings)
        QCOMPARE(kept_rows(*ratings, {"1", "2", "5", "6"}), outcome);
    else
        QVERIFY2(text(to_line(ratings.error())).contains(outcome), to_line(ratings.error()).c_str());
    QVERIFY(!parse_file_format("xlsx"));
}

void Ratings_file_test::a_rating_far_outside_the_scale_is_set_aside_and_a_rare_one_is_not() {
    std::string bytes;
    for (int i = 0; i < 1000; ++i)
        bytes += std::to_string(i) + ",7," + std::to_string(1 + i % 5) + "\n";
    // The middle 98 % is 1 to 5: half its width beyond is -1 to 7.
    bytes += "a,7,0\nb,7,7\nc,7,7.5\nd,7,-1\ne,7,-1.5\nf,7,55\n";
    const test::Folder folder;
    const auto ratings = read_ratings(folder.write("file", bytes), {}, test::import_key());
    VERIFY_OK(ratings);
    QCOMPARE(
        test::listed(ratings->quarantined),
        QString("1003 row.rating_out_of_range, 1005 row.rating_out_of_range, 1006 row.rating_out_of_range"));
    QCOMPARE(ratings->lowest, -1.0F);
    QCOMPARE(ratings->highest, 7.0F);
}

void Ratings_file_test::a_very_long_line_is_set_aside() {
    const test::Folder folder;
    const std::string long_id(longest_line, 'x');
    const std::string fitting_id(longest_line - 6, 'y');
    const auto ratings =
        read_ratings(folder.write("file", "1,2,3\n" + long_id + ",2,3\n" + fitting_id + ",2,3\n5,6,7\n"), {},
                     test::import_key());
    VERIFY_OK(ratings);
    QCOMPARE(test::listed(ratings->quarantined), QString("2 row.line_too_long"));
    QCOMPARE(ratings->rows.size(), 3U);
}

void Ratings_file_test::ids_are_ordered_as_numbers_then_as_texts() {
    const std::vector<std::string> ordered = {
        "0",  "00",  "1", "2",   "007", "7", "10", "99999999999999999999", "100000000000000000000",
        "-1", "1.5", "a", "b10", "b9"};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j)
            QVERIFY2(id_less(ordered[i], ordered[j]) == (i < j), (ordered[i] + " " + ordered[j]).c_str());
}

void Ratings_file_test::pseudonyms_depend_on_key_and_kind_and_nothing_else() {
    const IdHasher people(test::import_key(), IdKind::person);
    QCOMPARE(people("7"), IdHasher(test::import_key(), IdKind::person)("7"));
    QVERIFY(people("7") != IdHasher(test::import_key(), IdKind::item)("7"));
    QVERIFY(people("7") != IdHasher(test::import_key(2), IdKind::person)("7"));
    QVERIFY(people("7") != people("07"));
    // No bit of the pseudonym follows from the id alone: over many ids each is set about half of the time.
    std::array<int, 64> set{};
    for (int i = 0; i < 4096; ++i) {
        const std::uint64_t word = people(std::to_string(i));
        for (std::size_t b = 0; b < 64; ++b)
            set[b] += static_cast<int>((word >> b) & 1U);
    }
    for (const int count : set)
        QVERIFY(count > 1800 && count < 2296); // 2048 +- 7.75 standard deviations of 32
}

void Ratings_file_test::order_of_rows_does_not_change_what_is_kept() {
    QFile file(QString::fromStdString(test::fixture("ratings.dat")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArrayList lines = file.readAll().split('\n');
    // The rows after the traps are repeats whose fate follows from line order; leave those with equal times
    // out.
    const auto base = read_ratings(test::fixture("ratings.dat"), {}, test::import_key());
    VERIFY_OK(base);
    QByteArrayList clean_lines;
    for (const Rating& row : base->rows)
        clean_lines << lines[row.line - 1];
    const test::Folder folder;
    const auto straight =
        read_ratings(folder.write("a", clean_lines.join('\n').toStdString()), {}, test::import_key());
    std::reverse(clean_lines.begin(), clean_lines.end());
    for (int i = 0; i + 7 < clean_lines.size(); i += 3)
        clean_lines.swapItemsAt(i, i + 7);
    const auto shuffled =
        read_ratings(folder.write("b", clean_lines.join('\n').toStdString()), {}, test::import_key());
    VERIFY_OK(straight);
    VERIFY_OK(shuffled);
    QVERIFY(straight->users == shuffled->users && straight->items == shuffled->items);
    QCOMPARE(straight->rows.size(), base->rows.size());
    QCOMPARE(straight->rows.size(), shuffled->rows.size());
    for (std::size_t i = 0; i < straight->rows.size(); ++i) {
        Rating other = shuffled->rows[i];
        other.line = straight->rows[i].line;
        QVERIFY(straight->rows[i] == other);
    }
}

void Ratings_file_test::the_fixture_gives_the_answers_of_its_generator_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("dat") << "ratings.dat";
    QTest::newRow("csv with mark, CRLF and quotes") << "ratings.csv";
}

void Ratings_file_test::the_fixture_gives_the_answers_of_its_generator() {
    QFETCH(QString, name);
    QVERIFY(test::expected_answers().contains(name.toStdString()));
    const Json& answers = test::expected_answers().at(name.toStdString());
    const auto ratings = read_ratings(test::fixture(name.toStdString()), {}, test::import_key());
    VERIFY_OK(ratings);
    QCOMPARE(ratings->rows_read, answers.at("rows_read").get<std::int64_t>());
    QCOMPARE(ratings->rows.size(), answers.at("kept").get<std::size_t>());
    QCOMPARE(test::listed(ratings->quarantined), test::expected_quarantine(answers));
    QCOMPARE(ratings->users.size(), answers.at("users").get<std::size_t>());
    QCOMPARE(double{ratings->lowest}, answers.at("lowest").get<double>());
    QCOMPARE(double{ratings->highest}, answers.at("highest").get<double>());
    std::int64_t times = 0;
    std::size_t without = 0;
    std::map<std::uint64_t, std::pair<std::size_t, double>> items;
    for (const Rating& row : ratings->rows) {
        if (row.time == no_time)
            ++without;
        else
            times += row.time;
        auto& [count, sum] = items[ratings->items[row.item]];
        ++count;
        sum += double{row.value};
    }
    QCOMPARE(times, answers.at("sum_of_times").get<std::int64_t>());
    QCOMPARE(without, answers.at("without_time").get<std::size_t>());
    QCOMPARE(items.size(), answers.at("items").size());
    const IdHasher hasher(test::import_key(), IdKind::item);
    for (const auto& [id, answer] : answers.at("items").items()) {
        const auto found = items.find(hasher(id));
        QVERIFY2(found != items.end(), id.c_str());
        QCOMPARE(found->second.first, answer.at("count").get<std::size_t>());
        QCOMPARE(found->second.second / static_cast<double>(found->second.first),
                 answer.at("mean").get<double>());
    }
}

void Ratings_file_test::random_damage_never_loses_a_row_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("dat") << "ratings.dat";
    QTest::newRow("csv") << "ratings.csv";
    QTest::newRow("movies") << "movies.dat";
}

void Ratings_file_test::random_damage_never_loses_a_row() {
    QFETCH(QString, name);
    QFile file(QString::fromStdString(test::fixture(name.toStdString())));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll().left(6000);
    const test::Folder folder;
    quint64 state = 88172645463325252ULL;
    const auto next = [&](qsizetype below) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<qsizetype>(state % static_cast<quint64>(below));
    };
    int read = 0;
    const QByteArray hostile("\0\"\r\n:,;\t|\xFF\xC3 9e-", 16);
    for (int round = 0; round < test::sized(300, 5000); ++round) {
        QByteArray bytes = whole.left(1 + next(whole.size()));
        for (qsizetype k = next(60); k > 0; --k)
            bytes[next(bytes.size())] = hostile[next(hostile.size())];
        const auto ratings =
            read_ratings(folder.write("file", {bytes.data(), static_cast<std::size_t>(bytes.size())}), {},
                         test::import_key());
        if (!ratings) {
            QVERIFY(ratings.error().code == ErrorCode::bad_input && !ratings.error().what.empty());
            continue;
        }
        ++read;
        QCOMPARE(ratings->rows_read,
                 static_cast<std::int64_t>(ratings->rows.size() + ratings->quarantined.size()));
        // Independent count: lines that are not blank, less at most a header.
        qsizetype lines = 0;
        if (bytes.startsWith("\xEF\xBB\xBF")) bytes.remove(0, 3);
        for (const QByteArray& line : QByteArray(bytes).replace('\r', '\n').split('\n'))
            if (!line.trimmed().isEmpty() || line.contains('\0')) ++lines;
        QVERIFY2(
            lines - ratings->rows_read == (ratings->layout.has_header ? 1 : 0),
            qPrintable(QString("round %1, %2 lines, %3 rows").arg(round).arg(lines).arg(ratings->rows_read)));
        for (std::size_t i = 1; i < ratings->quarantined.size(); ++i)
            QVERIFY(ratings->quarantined[i - 1].line < ratings->quarantined[i].line);
    }
    if (name != "movies.dat") QVERIFY(read > 100);
}

void Ratings_file_test::every_reason_has_words() {
    for (int r = 0; r < row_reasons; ++r) {
        const auto reason = static_cast<RowReason>(r);
        QVERIFY(to_word(reason).starts_with("row."));
        QVERIFY2(!in_words(reason).starts_with('['), in_words(reason).c_str());
    }
    const std::vector<RowProblem> problems = {
        {3, RowReason::duplicate}, {9, RowReason::duplicate}, {12, RowReason::nul_byte}};
    const auto counts = count_reasons(problems);
    QCOMPARE(counts.size(), 2U);
    QVERIFY(counts[0] == std::make_pair(RowReason::nul_byte, std::int64_t{1}));
    QVERIFY(counts[1] == std::make_pair(RowReason::duplicate, std::int64_t{2}));
    const auto rows = to_quarantine("f.csv", problems);
    QCOMPARE(rows.size(), 3U);
    QVERIFY((rows[1] == QuarantinedRow{"f.csv", 9, "row.duplicate"}));
}

void Ratings_file_test::real_files_are_read_whole_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<qint64>("repeats");
    QTest::addColumn<double>("highest");
    QTest::newRow("MovieTweetings") << "movietweetings-100k/ratings.dat" << qint64{100000} << qint64{0}
                                    << 10.0;
    QTest::newRow("restaurants") << "restaurant-consumer/rating_final.csv" << qint64{1161} << qint64{0}
                                 << 2.0;
    QTest::newRow("KuaiRand") << "kuairand-like-hate/interactions.tsv" << qint64{32148} << qint64{354} << 1.0;
}

void Ratings_file_test::real_files_are_read_whole() {
    QFETCH(QString, name);
    QFETCH(qint64, rows);
    QFETCH(qint64, repeats);
    QFETCH(double, highest);
    if (test::data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read");
    const auto ratings = read_ratings(test::data_folder() + "/" + name.toStdString(), {}, test::import_key());
    VERIFY_OK(ratings);
    QCOMPARE(qint64{ratings->rows_read}, rows);
    QCOMPARE(static_cast<qint64>(ratings->quarantined.size()), repeats);
    QCOMPARE(static_cast<qint64>(ratings->rows.size()), rows - repeats);
    for (const RowProblem& problem : ratings->quarantined)
        QVERIFY(problem.reason == RowReason::duplicate || problem.reason == RowReason::superseded);
    QCOMPARE(ratings->lowest, 0.0F);
    QCOMPARE(double{ratings->highest}, highest);
}

ATTUNE_TEST(Ratings_file_test);
#include "ratings_file_test.moc"
