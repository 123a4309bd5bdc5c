// Lines and tables from text nobody vouches for.
#include "simulations/population/delimited_text.h"
#include "simulations/population/ratings_time.h"
#include "tests/simulations/population/import_files.h"

#include <array>
#include <cmath>
#include <filesystem>

using namespace attune;
using namespace std::string_view_literals;

namespace {

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

/// One code point after RFC 3629's own table, to check is_utf8 against all of them.
std::string encoded(std::uint32_t point) {
    std::string bytes;
    const auto push = [&](std::uint32_t byte) { bytes += static_cast<char>(byte); };
    if (point < 0x80)
        push(point);
    else if (point < 0x800) {
        push(0xC0 | (point >> 6));
        push(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        push(0xE0 | (point >> 12));
        push(0x80 | ((point >> 6) & 0x3F));
        push(0x80 | (point & 0x3F));
    } else {
        push(0xF0 | (point >> 18));
        push(0x80 | ((point >> 12) & 0x3F));
        push(0x80 | ((point >> 6) & 0x3F));
        push(0x80 | (point & 0x3F));
    }
    return bytes;
}

constexpr std::array names_a = {"alpha"sv};
constexpr std::array names_b = {"beta"sv, "secondletter"sv};
constexpr std::array<ColumnRole, 2> two_roles = {ColumnRole{"a", names_a, true, true},
                                                 ColumnRole{"b", names_b, true, true}};

} // namespace

class Delimited_text_test : public QObject {
    Q_OBJECT
private slots:
    void lines_end_at_lf_crlf_and_cr_data();
    void lines_end_at_lf_crlf_and_cr();
    void lines_are_the_same_wherever_the_reading_buffer_ends();
    void a_very_long_line_is_marked_and_the_next_one_read();
    void utf8_is_what_the_standard_says();
    void a_line_splits_into_fields_data();
    void a_line_splits_into_fields();
    void numbers_are_whole_texts_data();
    void numbers_are_whole_texts();
    void times_are_read_in_all_four_units_and_as_dates_data();
    void times_are_read_in_all_four_units_and_as_dates();
    void the_separator_and_the_header_are_found_by_content_data();
    void the_separator_and_the_header_are_found_by_content();
    void a_column_map_is_read_or_refused_data();
    void a_column_map_is_read_or_refused();
    void mapped_columns_are_found_or_named_data();
    void mapped_columns_are_found_or_named();
};

void Delimited_text_test::lines_end_at_lf_crlf_and_cr_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("LF") << QByteArray("a\nb\n") << QStringList{"a", "b"};
    QTest::newRow("CRLF") << QByteArray("a\r\nb\r\n") << QStringList{"a", "b"};
    QTest::newRow("CR") << QByteArray("a\rb\r") << QStringList{"a", "b"};
    QTest::newRow("mixed") << QByteArray("a\rb\nc\r\nd") << QStringList{"a", "b", "c", "d"};
    QTest::newRow("no end on the last line") << QByteArray("a\nb") << QStringList{"a", "b"};
    QTest::newRow("blank lines count") << QByteArray("\n\r\n\ra\n\n") << QStringList{"", "", "", "a", ""};
    QTest::newRow("byte-order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "a\nb")
                                     << QStringList{"a", "b"};
    QTest::newRow("only a line end") << QByteArray("\n") << QStringList{""};
}

void Delimited_text_test::lines_end_at_lf_crlf_and_cr() {
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, lines);
    const test::Folder folder;
    auto reader =
        LineReader::open(folder.write("lines", {bytes.data(), static_cast<std::size_t>(bytes.size())}));
    VERIFY_OK(reader);
    QStringList found;
    TextLine line;
    while (reader->next(line)) {
        found << text(line.text);
        QCOMPARE(line.number, found.size());
    }
    QCOMPARE(found, lines);
    QVERIFY(reader->status().has_value());
    QVERIFY(!reader->next(line));
}

void Delimited_text_test::lines_are_the_same_wherever_the_reading_buffer_ends() {
    // CRLF, LF and CR laid so that each falls on every side of the reader's buffer edge.
    const test::Folder folder;
    for (std::size_t shift = 0; shift < 12; ++shift) {
        std::string bytes(shift, 'x');
        std::vector<std::string> lines;
        std::string current(shift, 'x');
        const auto end_line = [&](std::string_view end) {
            bytes += end;
            lines.push_back(current);
            current.clear();
        };
        for (int i = 0; bytes.size() < (1U << 19U); ++i) {
            const std::string word = std::to_string(i % 97);
            bytes += word;
            current += word;
            end_line(i % 3 == 0 ? "\r\n" : i % 3 == 1 ? "\n" : "\r");
        }
        auto reader = LineReader::open(folder.write("lines", bytes));
        VERIFY_OK(reader);
        TextLine line;
        std::size_t n = 0;
        while (reader->next(line)) {
            QVERIFY(n < lines.size());
            QCOMPARE(text(line.text), text(lines[n]));
            ++n;
        }
        QCOMPARE(n, lines.size());
    }
}

void Delimited_text_test::a_very_long_line_is_marked_and_the_next_one_read() {
    const test::Folder folder;
    const std::string fits(longest_line, 'f');
    const std::string huge(3 * longest_line + 17, 'h');
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        auto reader = LineReader::open(
            folder.write("long", "a" + end + huge + end + fits + end + fits + "x" + end + "b" + end + huge));
        VERIFY_OK(reader);
        TextLine line;
        QStringList seen;
        while (reader->next(line))
            seen << (line.too_long ? QString("long") : QString::number(line.text.size()));
        QCOMPARE(seen, (QStringList{"1", "long", QString::number(longest_line), "long", "1", "long"}));
        QCOMPARE(line.number, 6);
    }
}

void Delimited_text_test::utf8_is_what_the_standard_says() {
    for (std::uint32_t point = 0; point < 0x110400; ++point) {
        const bool surrogate = point >= 0xD800 && point < 0xE000;
        if (is_utf8(encoded(point)) != (!surrogate && point <= 0x10FFFF))
            QFAIL(qPrintable(QString::number(point, 16)));
    }
    for (const std::string_view broken :
         {"\x80"sv, "\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xF0\x8F\xBF\xBF"sv, "\xC3"sv,
          "\xE2\x82"sv, "\xF0\x9F\x98"sv, "a\xFF"sv,
          "\xC3("
          ""sv,
          "\xF5\x80\x80\x80"sv})
        QVERIFY(!is_utf8(broken));
}

void Delimited_text_test::a_line_splits_into_fields_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("delimiter");
    QTest::addColumn<QStringList>("fields");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const char* line, Delimiter delimiter, const QStringList& fields,
                        const char* reason = "") {
        QTest::newRow(name) << QString(line) << static_cast<int>(delimiter) << fields << QString(reason);
    };
    row("plain", "a,b,c", Delimiter::comma, {"a", "b", "c"});
    row("empty fields", ",,", Delimiter::comma, {"", "", ""});
    row("spaces go", "  a , b\t,c  ", Delimiter::comma, {"a", "b", "c"});
    row("quoted separator", "\"a,b\",c", Delimiter::comma, {"a,b", "c"});
    row("doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"", Delimiter::comma, {"a \"b\"", "\""});
    row("empty quotes", "\"\",x", Delimiter::comma, {"", "x"});
    row("spaces around quotes go, inside stay", "  \" a \"  ,x", Delimiter::comma, {" a ", "x"});
    row("a quote inside is text", "a\"b,c", Delimiter::comma, {"a\"b", "c"});
    row("unclosed", "x,\"abc", Delimiter::comma, {}, "row.unclosed_quote");
    row("unclosed after a doubled one", "x,\"abc\"\"", Delimiter::comma, {}, "row.unclosed_quote");
    row("a lone quote", "\"", Delimiter::comma, {}, "row.unclosed_quote");
    row("text after", "\"a\"b,c", Delimiter::comma, {}, "row.text_after_quote");
    row("double colon", "1::2::3", Delimiter::double_colon, {"1", "2", "3"});
    row("single colons are text", "1::a:b::c:", Delimiter::double_colon, {"1", "a:b", "c:"});
    row("three colons", "1:::2", Delimiter::double_colon, {"1", ":2"});
    row("quotes are text in dat", "\"1::2", Delimiter::double_colon, {"\"1", "2"});
    row("tab", "a b\tc\t", Delimiter::tab, {"a b", "c", ""});
    row("quoted tab", "\"a\tb\"\tc", Delimiter::tab, {"a\tb", "c"});
    row("semicolon", "1,5;\"x;y\";2", Delimiter::semicolon, {"1,5", "x;y", "2"});
    row("pipe", "1|\"a|b", Delimiter::pipe, {"1", "\"a", "b"});
    row("nothing", "", Delimiter::comma, {""});
}

void Delimited_text_test::a_line_splits_into_fields() {
    QFETCH(QString, line);
    QFETCH(int, delimiter);
    QFETCH(QStringList, fields);
    QFETCH(QString, reason);
    std::vector<std::string> found;
    const auto problem = split_fields(line.toStdString(), static_cast<Delimiter>(delimiter), found);
    QCOMPARE(problem ? text(to_word(*problem)) : QString(), reason);
    if (problem) return;
    QStringList all;
    for (const std::string& field : found)
        all << text(field);
    QCOMPARE(all, fields);
}

void Delimited_text_test::numbers_are_whole_texts_data() {
    QTest::addColumn<QString>("written");
    QTest::addColumn<bool>("comma");
    QTest::addColumn<bool>("is_number");
    QTest::addColumn<double>("value");
    const auto row = [](const char* written, bool comma, bool is_number, double value) {
        QTest::addRow("%s%s", *written ? written : "nothing", comma ? " with comma" : "")
            << QString(written) << comma << is_number << value;
    };
    row("4", false, true, 4);
    row("4.5", false, true, 4.5);
    row("-0.25", false, true, -0.25);
    row("+3", false, true, 3);
    row("1e3", false, true, 1000);
    row(".5", false, true, 0.5);
    row("007", false, true, 7);
    row("inf", false, true, INFINITY);
    row("-inf", false, true, -INFINITY);
    row("1e999", false, true, INFINITY);
    row("1e-999", false, true, 0);
    row("3,5", true, true, 3.5);
    row("3,5", false, false, 0);
    row("1,234.5", true, false, 0);
    row("1,2,3", true, false, 0);
    row("", false, false, 0);
    row("+", false, false, 0);
    row("+-3", false, false, 0);
    row("0x10", false, false, 0);
    row("4 stars", false, false, 0);
    row("4.5.6", false, false, 0);
    row("--4", false, false, 0);
}

void Delimited_text_test::numbers_are_whole_texts() {
    QFETCH(QString, written);
    QFETCH(bool, comma);
    QFETCH(bool, is_number);
    QFETCH(double, value);
    const auto number = parse_number(written.toStdString(), comma);
    QCOMPARE(number.has_value(), is_number);
    if (number) QVERIFY(*number == value);
    const auto nan = parse_number("nan");
    QVERIFY(nan && std::isnan(*nan));
}

void Delimited_text_test::times_are_read_in_all_four_units_and_as_dates_data() {
    QTest::addColumn<QString>("written");
    QTest::addColumn<qint64>("seconds"); // -1: refused
    const auto row = [](const char* written, qint64 seconds) {
        QTest::newRow(written) << QString(written) << seconds;
    };
    row("0", 0);
    row("1365029107", 1365029107);
    row("1365029107.9", 1365029107);
    row("1365029107123", 1365029107);
    row("1365029107123456", 1365029107);
    row("1365029107123456789", 1365029107);
    row("9999999999999999999999", -1);
    row("-1", -1);
    row("nan", -1);
    row("inf", -1);
    row("yesterday", -1);
    row("12:30", -1);
    row("1970-01-01", 0);
    row("2013-04-03T22:45:07Z", 1365029107);
    row("2013-04-03 22:45:07", 1365029107);
    row("2013-04-03T22:45:07.123Z", 1365029107);
    row("2013-04-04T00:45:07+02:00", 1365029107);
    row("2013-04-03T17:15:07-05:30", 1365029107);
    row("2013-04-03 22:45", 1365029100);
    row("2000-02-29", 951782400);
    row("2100-02-29", -1);
    row("2013-13-01", -1);
    row("2013-4-3", -1);
    row("2013-04-03T25:00", -1);
    row("2013-04-03T22:45:07Zx", -1);
    row("2013-04-03T22:45:07+2", -1);
    row("2013-04-03T22:45:07.", -1);
    row("1969-12-31", -1);
    row("9999-12-31T23:59:59Z", 253402300799);
}

void Delimited_text_test::times_are_read_in_all_four_units_and_as_dates() {
    QFETCH(QString, written);
    QFETCH(qint64, seconds);
    QCOMPARE(qint64{parse_time(written.toStdString()).value_or(-1)}, seconds);
}

void Delimited_text_test::the_separator_and_the_header_are_found_by_content_data() {
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QString>("separator");
    QTest::addColumn<bool>("header");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("column_of_b");
    QTest::newRow("comma, header in order") << "alpha,beta\n1,2\n3,4"
                                            << "," << true << 2 << 1;
    QTest::newRow("comma, header the other way") << "Second-Letter, ALPHA\n1,2"
                                                 << "," << true << 1 << 0;
    QTest::newRow("no header") << "1,2\n3,4"
                               << "," << false << 2 << 1;
    QTest::newRow("unknown names over numbers are a header") << "what,ever\n1,2"
                                                             << "," << true << 1 << 1;
    QTest::newRow("names of people are no header") << "anna,film\nbert,book"
                                                   << "," << false << 2 << 1;
    QTest::newRow("a remark is no header") << "# made by hand\nx,1\ny,2"
                                           << "," << false << 3 << 1;
    QTest::newRow("semicolon with decimal commas") << "1,5;2,5\n3,5;4,5"
                                                   << ";" << false << 2 << 1;
    QTest::newRow("tab with commas in texts") << "a, b\tc, d\ne, f\tg, h"
                                              << "\t" << false << 2 << 1;
    QTest::newRow("double colon with all others") << "1::a|b,c;d\n2::a|b,c;d"
                                                  << "::" << false << 2 << 1;
    QTest::newRow("most lines decide") << "1;2,3\n1,2\n3,4\n5,6"
                                       << "," << false << 4 << 1;
    QTest::newRow("pipe") << "1|2\n3|4"
                          << "|" << false << 2 << 1;
    QTest::newRow("one line without end") << "1,2"
                                          << "," << false << 1 << 1;
    QTest::newRow("header after blank lines") << "\n  \nalpha,beta\n\n1,2\n\n"
                                              << "," << true << 1 << 1;
}

void Delimited_text_test::the_separator_and_the_header_are_found_by_content() {
    QFETCH(QString, bytes);
    QFETCH(QString, separator);
    QFETCH(bool, header);
    QFETCH(int, rows);
    QFETCH(int, column_of_b);
    const test::Folder folder;
    auto table =
        TableReader::open(folder.write("table", bytes.toStdString()), FileFormat::automatic, two_roles, {});
    VERIFY_OK(table);
    QCOMPARE(text(symbol(table->layout().delimiter)), separator);
    QCOMPARE(table->layout().has_header, header);
    QCOMPARE(static_cast<int>(table->layout().column_of[1]), column_of_b);
    TableRow row;
    int found = 0;
    while (table->next(row))
        ++found;
    QCOMPARE(found, rows);
}

void Delimited_text_test::a_column_map_is_read_or_refused_data() {
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("outcome"); // "part=column " each, or a word of the error
    QTest::newRow("two") << "a=x,b=2"
                         << "a=x b=2 ";
    QTest::newRow("spaces") << " a = x y , b = 2 "
                            << "a=x y b=2 ";
    QTest::newRow("nothing") << ""
                             << "";
    QTest::newRow("equals in the name") << "a=x=y"
                                        << "a=x=y ";
    QTest::newRow("unknown part") << "c=1"
                                  << "The parts are a, b";
    QTest::newRow("twice") << "a=1,a=2"
                           << "mapped twice";
    QTest::newRow("no column") << "a="
                               << "part=column";
    QTest::newRow("no equals") << "a"
                               << "part=column";
    QTest::newRow("empty entry") << "a=1,,b=2"
                                 << "part=column";
}

void Delimited_text_test::a_column_map_is_read_or_refused() {
    QFETCH(QString, written);
    QFETCH(QString, outcome);
    constexpr std::array parts = {"a"sv, "b"sv};
    const auto map = parse_column_map(written.toStdString(), parts);
    if (map) {
        QString all;
        for (const auto& [part, column] : *map)
            all += text(part) + '=' + text(column) + ' ';
        QCOMPARE(all, outcome);
    } else {
        QCOMPARE(map.error().code, ErrorCode::bad_input);
        QVERIFY2(text(to_line(map.error())).contains(outcome) && !outcome.isEmpty(),
                 to_line(map.error()).c_str());
    }
}

void Delimited_text_test::mapped_columns_are_found_or_named_data() {
    QTest::addColumn<QString>("bytes");
    QTest::addColumn<QString>("map");
    QTest::addColumn<QString>("outcome"); // "column of a, column of b", or a word of the error
    QTest::newRow("by number") << "1,2,3\n4,5,6"
                               << "a=3,b=1"
                               << "2, 0";
    QTest::newRow("by name") << "x,y,z\n4,5,6"
                             << "a=z,b=x"
                             << "2, 0";
    QTest::newRow("a name that is a number") << "x,3,z\n4,5,6"
                                             << "a=3,b=x"
                                             << "1, 0";
    QTest::newRow("one mapped, one by name") << "x,beta,alpha\n4,5,6"
                                             << "a=x"
                                             << "0, 1";
    QTest::newRow("one mapped, one by place") << "1,2,3\n4,5,6"
                                              << "a=3"
                                              << "2, 1";
    QTest::newRow("column 0") << "1,2,3"
                              << "a=0"
                              << "counted from 1";
    QTest::newRow("past the end") << "1,2,3"
                                  << "a=4"
                                  << "3 columns";
    QTest::newRow("a number too large to hold") << "1,2,3"
                                                << "a=99999999999999999999999"
                                                << "3 columns";
    QTest::newRow("no such name") << "alpha,beta\n1,2"
                                  << "a=gamma"
                                  << "'alpha', 'beta'";
    QTest::newRow("a name without header") << "1,2\n3,4"
                                           << "a=gamma"
                                           << "no header";
    QTest::newRow("one column for two parts") << "1,2\n3,4"
                                              << "a=1,b=1"
                                              << "one column to two parts";
    QTest::newRow("left open") << "alpha,x,y\n1,2,3"
                               << ""
                               << "which column holds the b";
}

void Delimited_text_test::mapped_columns_are_found_or_named() {
    QFETCH(QString, bytes);
    QFETCH(QString, map);
    QFETCH(QString, outcome);
    constexpr std::array parts = {"a"sv, "b"sv};
    const auto columns = parse_column_map(map.toStdString(), parts);
    VERIFY_OK(columns);
    const test::Folder folder;
    const auto table = TableReader::open(folder.write("table", bytes.toStdString()), FileFormat::automatic,
                                         two_roles, *columns);
    if (table)
        QCOMPARE(QString("%1, %2").arg(table->layout().column_of[0]).arg(table->layout().column_of[1]),
                 outcome);
    else {
        QCOMPARE(table.error().code, ErrorCode::bad_input);
        QVERIFY2(text(to_line(table.error())).contains(outcome), to_line(table.error()).c_str());
    }
}

ATTUNE_TEST(Delimited_text_test);
#include "delimited_text_test.moc"
