// Titles, genres and years from a second file.
#include "simulations/population/items_file.h"
#include "tests/simulations/population/import_files.h"

#include <filesystem>

using namespace attune;

namespace {

QString text(std::string_view bytes) {
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

const ItemFact* fact_of(const ItemFacts& facts, std::string_view id) {
    return facts.find(IdHasher(test::import_key(), IdKind::item)(id));
}

/// "title [genre|genre] year provider price" of one item.
QString described(const ItemFacts& facts, std::string_view id) {
    const ItemFact* fact = fact_of(facts, id);
    if (!fact) return "none";
    QStringList genres;
    for (const std::string& genre : fact->genres)
        genres << text(genre);
    return QString("%1 [%2] %3 %4 %5")
        .arg(text(fact->title), genres.join('|'))
        .arg(fact->year)
        .arg(text(fact->provider))
        .arg(double{fact->price})
        .simplified();
}

} // namespace

class Items_file_test : public QObject {
    Q_OBJECT
private slots:
    void each_row_is_understood_or_set_aside_data();
    void each_row_is_understood_or_set_aside();
    void what_is_no_items_file_is_refused_data();
    void what_is_no_items_file_is_refused();
    void the_fixture_gives_the_answers_of_its_generator_data();
    void the_fixture_gives_the_answers_of_its_generator();
    void the_file_beside_the_ratings_is_found();
    void movietweetings_has_66_films_without_genre();
};

void Items_file_test::each_row_is_understood_or_set_aside_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("seven"); // what is known of item 7
    QTest::addColumn<QString>("quarantined");
    const auto row = [](const char* name, const QByteArray& bytes, const char* seven,
                        const char* quarantined = "") {
        QTest::newRow(name) << bytes << QString::fromUtf8(seven) << QString(quarantined);
    };
    const QByteArray other = "8::Other (1990)::Drama\n";
    row("MovieLens", "7::Heat (1995)::Crime|Action\n", "Heat (1995) [Action|Crime] 1995 0");
    row("MovieLens CSV", "movieId,title,genres\n7,\"American President, The (1995)\",Comedy|Drama\n",
        "American President, The (1995) [Comedy|Drama] 1995 0");
    row("no genres listed", "movieId,title,genres\n7,T (1995),(no genres listed)\n", "T (1995) [] 1995 0");
    row("no genre", "7::T (1995)::\n", "T (1995) [] 1995 0");
    row("no genre field", "7::T (1995)\n" + other, "T (1995) [] 1995 0");
    row("genres by comma, each once", "id,name,genre\n7,T,\"Drama, Crime ,Drama,\"\n", "T [Crime|Drama] 0 0");
    row("year column over title", "item,title,year\n7,T (1995),2001\n", "T (1995) [] 2001 0");
    row("empty year column", "item,title,year\n7,T (1995),\n8,U,3\n", "T (1995) [] 1995 0");
    row("year as a decimal", "item,title,year\n7,T,1995.0\n", "T [] 1995 0");
    row("title without year", "7::T::Drama\n", "T [Drama] 0 0");
    row("a number that is no year", "7::T (12345)::Drama\n", "T (12345) [Drama] 0 0");
    row("a year inside the title", "7::1984 (remake)::Drama\n", "1984 (remake) [Drama] 0 0");
    row("only a year", "7::(1995)::Drama\n", "(1995) [Drama] 1995 0");
    row("provider and price", "item,title,publisher,price\n7,T,Acme,9.5\n", "T [] 0 Acme 9.5");
    row("price in words is left", "placeID,name,price\n7,T,medium\n8,U,low\n", "T [] 0 0");
    row("header without title", "placeID,Rcuisine\n7,Italian\n", "[Italian] 0 0");
    row("u.item", "7|T (1995)|01-Jan-1995||http://x|0|1|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n",
        "T (1995) [Action|Drama] 1995 0");
    row("u.item without genre", "7|T (1995)|01-Jan-1995||http://x|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0\n",
        "T (1995) [] 1995 0");
    row("UTF-8",
        "7::\xE6\x9D\xB1 (1995)::Kom\xC3\xB6"
        "die\n",
        "\xE6\x9D\xB1 (1995) [Kom\xC3\xB6"
        "die] 1995 0");
    row("mark and CRLF",
        "\xEF\xBB\xBF"
        "7::T (1995)::Drama\r\n" +
            other,
        "T (1995) [Drama] 1995 0");
    row("leading zeros make another item", "07::T (1995)::Drama\n" + other, "none");
    row("duplicate", "7::T (1995)::Drama\n7::T (1995)::Drama\n", "T (1995) [Drama] 1995 0",
        "2 row.duplicate");
    row("described again: the last stays", "7::T (1995)::Drama\n7::U (1996)::Crime\n",
        "U (1996) [Crime] 1996 0", "1 row.superseded");
    row("Latin-1", other + "7::Caf\xE9 (1995)::Drama\n", "none", "2 row.not_utf8");
    row("missing id", other + "::T (1995)::Drama\n", "none", "2 row.missing_item");
    row("only an id", other + "7\n", "none", "2 row.too_few_fields");
    row("separator in the title", other + "7::T::U (1995)::Drama\n9::V::Drama\n", "none",
        "2 row.too_many_fields");
    row("unclosed quote", "id,title,genre\n7,\"T,Drama\n8,U,Drama\n", "none", "2 row.unclosed_quote");
    row("bad year", "id,title,year\n7,T,MCM\n8,U,1990\n", "none", "2 row.bad_year");
    row("year past the range", "id,title,year\n7,T,12345\n8,U,1990\n", "none", "2 row.bad_year");
    row("negative price", "id,title,price\n7,T,-1\n8,U,1\n", "none", "2 row.bad_price");
    row("infinite price", "id,title,price\n7,T,inf\n8,U,1\n", "none", "2 row.bad_price");
    row("endless title", other + "7::" + QByteArray(1001, 'x') + "::Drama\n", "none", "2 row.title_too_long");
    QByteArray genres;
    for (int i = 0; i < 65; ++i)
        genres += "g" + QByteArray::number(i) + "|";
    row("endless genres", other + "7::T::" + genres + "\n", "none", "2 row.too_many_genres");
}

void Items_file_test::each_row_is_understood_or_set_aside() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, seven);
    QFETCH(QString, quarantined);
    const test::Folder folder;
    const auto facts = read_items(folder.write("items", bytes.toStdString()), {}, test::import_key());
    VERIFY_OK(facts);
    QCOMPARE(described(*facts, "7"), seven);
    QCOMPARE(test::listed(facts->quarantined), quarantined);
    QCOMPARE(facts->rows_read, static_cast<std::int64_t>(facts->items.size() + facts->quarantined.size()));
}

void Items_file_test::what_is_no_items_file_is_refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("one column") << QByteArray("7\n8\n9\n") << "2 columns or more";
    QTest::newRow("header alone") << QByteArray("id,title\n") << "nothing but a header";
    QTest::newRow("no id column") << QByteArray("title,genre\nT,Drama\n") << "which column holds the item";
    QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\x01", 4) << "gzip";
    QTest::newRow("only bad rows") << QByteArray("::T::Drama\n::U::Drama\n")
                                   << "line 1: the item is missing; line 2: the item is missing";
}

void Items_file_test::what_is_no_items_file_is_refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    const test::Folder folder;
    const auto facts = read_items(folder.write("items", bytes.toStdString()), {}, test::import_key());
    QVERIFY(!facts);
    QCOMPARE(facts.error().code, ErrorCode::bad_input);
    QVERIFY2(text(facts.error().what).contains(words), to_line(facts.error()).c_str());
    QVERIFY(!facts.error().remedy.empty());
}

void Items_file_test::the_fixture_gives_the_answers_of_its_generator_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("dat") << "movies.dat";
    QTest::newRow("semicolons, providers, decimal commas") << "movies-semicolon.csv";
}

void Items_file_test::the_fixture_gives_the_answers_of_its_generator() {
    QFETCH(QString, name);
    QVERIFY(test::expected_answers().contains(name.toStdString()));
    const Json& answers = test::expected_answers().at(name.toStdString());
    const auto facts = read_items(test::fixture(name.toStdString()), {}, test::import_key());
    VERIFY_OK(facts);
    QCOMPARE(facts->rows_read, answers.at("rows_read").get<std::int64_t>());
    QCOMPARE(facts->items.size(), answers.at("kept").get<std::size_t>());
    QCOMPARE(test::listed(facts->quarantined), test::expected_quarantine(answers));
    for (const auto& [id, answer] : answers.at("items").items()) {
        const ItemFact* fact = fact_of(*facts, id);
        QVERIFY2(fact, id.c_str());
        QCOMPARE(text(fact->title), text(answer.at("title").get<std::string>()));
        QVERIFY(fact->genres == answer.at("genres").get<std::vector<std::string>>());
        QCOMPARE(int{fact->year}, answer.at("year").get<int>());
        if (!answer.contains("provider")) continue;
        QCOMPARE(text(fact->provider), text(answer.at("provider").get<std::string>()));
        QCOMPARE(fact->price, answer.at("price").get<float>());
    }
}

void Items_file_test::the_file_beside_the_ratings_is_found() {
    const test::Folder folder;
    const std::string ratings = folder.write("ratings.dat", "1::2::3\n");
    QVERIFY(!find_items_beside(ratings));
    QVERIFY(std::filesystem::create_directory(folder.path("movies.csv")));
    QVERIFY(!find_items_beside(ratings));
    const std::string movies = folder.write("movies.dat", "2::T (1990)::Drama\n");
    QVERIFY(find_items_beside(ratings) == movies);
    QVERIFY(!find_items_beside(movies));
    QVERIFY(find_items_beside("no/such/folder/ratings.dat") == std::nullopt);
}

void Items_file_test::movietweetings_has_66_films_without_genre() {
    if (test::data_folder().empty()) QSKIP("ATTUNE_DATA is not set: the real data sets are not read");
    const auto path = find_items_beside(test::data_folder() + "/movietweetings-100k/ratings.dat");
    QVERIFY(path.has_value());
    const auto facts = read_items(*path, {}, test::import_key());
    VERIFY_OK(facts);
    QCOMPARE(facts->rows_read, 10506);
    QCOMPARE(facts->items.size(), 10506U);
    QCOMPARE(std::count_if(facts->items.begin(), facts->items.end(),
                           [](const ItemFact& fact) { return fact.genres.empty(); }),
             66);
    QCOMPARE(std::count_if(facts->items.begin(), facts->items.end(),
                           [](const ItemFact& fact) { return fact.year == 0; }),
             0);
    QCOMPARE(described(*facts, "0002844"),
             QString::fromUtf8("Fantômas - À l'ombre de la guillotine (1913) [Crime|Drama] 1913 0"));
    QCOMPARE(described(*facts, "2844"), QString("none"));
}

ATTUNE_TEST(Items_file_test);
#include "items_file_test.moc"
