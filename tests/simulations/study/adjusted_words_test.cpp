// The words for one person's lists before and after: marks, the sentence that could be told to them, and the
// table of what is changed.
#include "core/base/random.h"
#include "simulations/study/adjusted_words.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

/// Items 0 to 9: topic "News" up to 4, "Sports" above; odd ones of provider "North", even ones of "South";
/// item n costs n + 1.
AdjustedTold planted() {
    AdjustedTold told;
    told.categories = {"News", "Sports"};
    told.providers = {"South", "North"};
    for (std::uint32_t i = 0; i < 10; ++i)
        told.items[i] = {.title = i == 1 ? "Morning paper" : "",
                         .category = i < 5 ? 0U : 1U,
                         .provider = i % 2,
                         .price = static_cast<float>(i + 1)};
    return told;
}

ShownList list(std::initializer_list<std::uint32_t> items, double hours = 0) {
    ShownList shown{.hours = hours, .items = {}};
    for (const std::uint32_t item : items)
        shown.items.emplace_back(item);
    return shown;
}

AdjustedPerson person(Adjustment adjustment, const ShownList& before, const ShownList& next) {
    const bool direction = adjustment == Adjustment::cheaper || adjustment == Adjustment::bolder ||
                           adjustment == Adjustment::later;
    AdjustedPerson told{.user = UserId(7), .adjustment = adjustment, .before = before, .next = next};
    if (direction) return told;
    if (adjustment != Adjustment::unasked) told.category = CategoryId(0);
    told.item = ItemId(1);
    return told;
}

QString shown(const std::string& words) {
    return QString::fromStdString(words).replace(QChar(0xA0), u' ').replace(QChar(0x202F), u' ');
}

} // namespace

class Adjusted_words_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void what_fell_out_and_what_came_in_is_marked_by_sign_and_word() {
        const AdjustedTold told = planted();
        const auto one = person(Adjustment::fewer, list({1, 2, 6}), list({6, 7, 2}));
        const ListsBeside lists = lists_beside(told, one, ListAfter::next, Text::english());
        const auto signs = [](const std::vector<ListRow>& rows) {
            std::vector<std::string> all;
            for (const ListRow& row : rows)
                all.push_back(row.place + " " + row.item + " " + row.sign);
            return all;
        };
        QCOMPARE(signs(lists.before), (std::vector<std::string>{"1 Morning paper − said no, fell out",
                                                                "2 Item 2 = stays", "3 Item 6 = stays"}));
        QCOMPARE(signs(lists.after),
                 (std::vector<std::string>{"1 Item 6 = stays", "2 Item 7 + came in", "3 Item 2 = stays"}));
        QVERIFY(lists.before[0].rejected && lists.before[0].provider == "North" &&
                lists.before[0].topic == "News");
        // Nothing has fallen out of a list that nothing came after.
        const ListsBeside alone = lists_beside(told, one, ListAfter::next_visit, Text::english());
        QVERIFY(alone.after.empty());
        for (const ListRow& row : alone.before)
            QVERIFY(row.mark == ListMark::stays);
    }

    void people_are_told_what_their_no_did_and_what_it_did_not_data() {
        QTest::addColumn<Adjustment>("adjustment");
        QTest::addColumn<bool>("better");
        QTest::addColumn<QString>("words");
        const auto row = [](Adjustment adjustment, bool better, const char* words) {
            const std::string tag = std::string(name(adjustment)) + (better ? " shows" : " does not");
            QTest::newRow(tag.c_str()) << adjustment << better << QString::fromUtf8(words);
        };
        row(Adjustment::fewer, true,
            "Your no did this: News has 1 of 4 places on your next list. It had 3. "
            "Morning paper, which you said no to, is gone.");
        row(Adjustment::fewer, false,
            "Your no does not show here: News has 3 of 4 places on your next list. It had 3. "
            "Morning paper, which you said no to, is still there.");
        row(Adjustment::pause_source, true, "Your no did this: North rests and has 1 of 4 places");
        row(Adjustment::pause_source, false, "Your no does not show here: North has 2 of 4 places");
        row(Adjustment::unasked, true,
            "Your no did this: Morning paper is gone from your next list. News has 1 of 4 places there. "
            "It had 3.");
        row(Adjustment::unasked, false,
            "Your no does not show here: Morning paper is still on your next list.");
        row(Adjustment::other_topic, true, "Other topics have the rest.");
        row(Adjustment::fallback, true, "so we go by what we knew before. News has 1 of 4 places");
        row(Adjustment::cheaper, false,
            "Your answer does not show here: the middle price on your next list is "
            "4.00. It was 4.00.");
        row(Adjustment::bolder, false, "Your answer does not show here: every topic");
        row(Adjustment::later, true,
            "Your answer did this: 1 of 4 places on your next list are for News. It was 3.");
    }
    void people_are_told_what_their_no_did_and_what_it_did_not() {
        QFETCH(Adjustment, adjustment);
        QFETCH(bool, better);
        QFETCH(QString, words);
        const ShownList before = list({1, 2, 3, 6}), same = before, fewer = list({0, 5, 6, 8}, 1);
        ShownList after = better ? fewer : same;
        if (better && adjustment == Adjustment::pause_source) after = list({0, 2, 7, 6});
        const AdjustedTold told = planted();
        const auto one = person(adjustment, before, after);
        const QString said = shown(told_words(told, one, ListAfter::next, Text::english()));
        QVERIFY2(said.contains(words), qPrintable(said));
        QCOMPARE(shown(told_words(told, one, ListAfter::next_visit, Text::english())),
                 QStringLiteral("You have not seen the first list of your next visit yet."));
    }

    void what_the_sentence_counts_is_marked_and_a_mute_is_no_tap() {
        const AdjustedTold told = planted();
        const auto counted = [&](const AdjustedPerson& one) {
            QString rows;
            for (const ListRow& row : lists_beside(told, one, ListAfter::next, Text::english()).before)
                rows += row.counted ? u'x' : u'-';
            return rows;
        };
        const ShownList before = list({1, 2, 6, 7}), after = list({4, 5});
        QCOMPARE(counted(person(Adjustment::fewer, before, after)), QStringLiteral("xx--"));
        QCOMPARE(counted(person(Adjustment::unasked, before, after)), QStringLiteral("xx--"));
        auto muted = person(Adjustment::pause_source, before, after);
        QCOMPARE(counted(muted), QStringLiteral("x--x"));
        muted.by_choice = false;
        QVERIFY2(course_words(told, muted, Text::english())
                     .starts_with("Day 0: North was muted at Morning paper. Nothing was chosen"),
                 course_words(told, muted, Text::english()).c_str());
        QVERIFY(!shown(told_words(told, muted, ListAfter::next, Text::english()))
                     .contains(QStringLiteral("said no to")));
        QCOMPARE(counted(person(Adjustment::later, before, after)), QStringLiteral("xxxx"));
        QCOMPARE(counted(person(Adjustment::cheaper, before, after)), QStringLiteral("----"));
    }

    void the_strongest_stands_first_and_items_last() {
        const AdjustedTold told = planted();
        auto one = person(Adjustment::fewer, list({1}), list({2}));
        one.tags = {{.kind = TagKind::item_away, .which = 1},
                    {.kind = TagKind::category_lowered, .which = 0, .strength = -0.1F},
                    {.kind = TagKind::category_lowered, .which = 1, .strength = -1},
                    {.kind = TagKind::source_paused, .which = 0}};
        std::vector<std::string> about;
        for (const auto& row : tag_table(told, one, Text::english()).rows)
            about.push_back(row[1]);
        QCOMPARE(about, (std::vector<std::string>{"South", "Sports", "News", "Morning paper"}));
    }

    void the_way_of_an_answer_is_told() {
        auto one = person(Adjustment::fewer, list({1, 2}, 50), list({2, 6}, 75));
        one.said = 50;
        one.answered = 74;
        one.promised = 0.1F;
        one.visits = 3;
        one.basis = {{Evidence::not_interested, 1.25F}, {Evidence::passed_over, 0.5F}};
        const AdjustedTold told = planted();
        const auto words = [&] { return shown(course_words(told, one, Text::english())); };
        QCOMPARE(words(),
                 QStringLiteral("Day 2: a no to Morning paper. Chosen on day 3: fewer like this. "
                                "Promised: at most 10.0 % (visits it is counted in: 3); not due yet. "
                                "It rests on, in nats: not interested 1.25; passed over 0.50."));
        one.kept = false;
        one.came = 0.2F;
        QVERIFY2(words().contains(QStringLiteral("20.0 % came, not kept.")), qPrintable(words()));
        one.kept = true;
        QVERIFY2(words().contains(QStringLiteral("20.0 % came, kept.")), qPrintable(words()));
        QCOMPARE(shown(person_words(told, one, Text::english())),
                 QStringLiteral("Person 7: fewer like this, News"));
    }

    void each_tag_has_its_row_data() {
        QTest::addColumn<Tag>("tag");
        QTest::addColumn<QString>("row");
        const auto row = [](Tag tag, const char* words) {
            QTest::newRow(words) << tag << QString::fromUtf8(words);
        };
        row({.kind = TagKind::item_away, .author = TagAuthor::user, .which = 1, .since = 49, .until = 500},
            "Item kept away|Morning paper|–|the person|2|20|–|–|–");
        row({.kind = TagKind::source_paused, .author = TagAuthor::user, .which = 1, .since = 49, .until = 96},
            "Provider paused|North|–|the person|2|4|–|–|–");
        Tag lowered{.kind = TagKind::category_lowered,
                    .which = 1,
                    .strength = -1,
                    .since = 24,
                    .belief = 0.7F,
                    .confidence = 0.34F};
        lowered.signs[0] = {Evidence::quick_skip, 0.75F};
        lowered.sign_count = 1;
        row(lowered,
            "Topic less often|Sports|left quickly 0.75|inferred|1|while the belief holds|0.37|0.70|low");
        lowered.confidence = 0.36F;
        lowered.until = 240;
        row(lowered, "Topic less often|Sports|left quickly 0.75|inferred|1|10|0.37|0.70|medium");
        lowered.confidence = 0.66F;
        lowered.sign_count = 0;
        row(lowered, "Topic less often|Sports|–|inferred|1|10|0.37|0.70|high");
        row({.kind = TagKind::category_raised, .author = TagAuthor::user, .strength = 0.5F, .until = 24},
            "Topic more often|News|–|the person|0|1|1.65|0.00|low");
        row({.kind = TagKind::wrong_time, .which = 1, .part = 3, .strength = -0.5F, .until = 24},
            "Less at this time|Sports, in the evening|–|inferred|0|1|0.61|–|–");
        row({.kind = TagKind::more_budget_friendly,
             .author = TagAuthor::user,
             .strength = -0.4F,
             .until = 24},
            "Lower prices|all lists|–|the person|0|1|0.76 at twice the price|–|–");
        row({.kind = TagKind::more_adventurous, .author = TagAuthor::user, .strength = 0.5F, .until = 24},
            "Bolder picks|all lists|–|the person|0|1|1.65 for a new topic|–|–");
        row({.kind = TagKind::hypothesis_excluded, .which = 0, .of_topic = true, .until = 24},
            "Not what the no was about|News|–|inferred|0|1|–|–|–");
        row({.kind = TagKind::hypothesis_excluded, .which = 0, .until = 24},
            "Not what the no was about|South|–|inferred|0|1|–|–|–");
        row({.kind = TagKind::fallback_stable, .which = 1, .since = 25},
            "Back to what was known|Sports|–|inferred|1|while the belief holds|–|–|–");
    }
    void each_tag_has_its_row() {
        QFETCH(Tag, tag);
        QFETCH(QString, row);
        AdjustedTold told = planted();
        auto one = person(Adjustment::fewer, list({1}), list({2}));
        one.tags = {tag};
        told.people = {one};
        const DataTable table = tag_table(told, one, Text::english());
        QCOMPARE(table.rows.size(), 1U);
        QCOMPARE(table.rows[0].size(), table.head.size());
        QStringList cells;
        for (const std::string& cell : table.rows[0])
            cells << shown(cell);
        QCOMPARE(cells.join(u'|'), row);
        // As many cells in the file as it has heads.
        const QStringList lines = QString::fromStdString(tags_csv(told, Text::english())).split(u'\n');
        QCOMPARE(lines.size(), 3);
        QString plain = lines[1];
        plain.replace(QRegularExpression(QStringLiteral("\"[^\"]*\"")), QStringLiteral("x"));
        QCOMPARE(plain.count(u','), lines[0].count(u','));
    }

    void every_list_is_in_the_file() {
        AdjustedTold told = planted();
        told.people = {person(Adjustment::fewer, list({1, 2, 6}), list({6, 7, 2}))};
        const QStringList lines = QString::fromStdString(lists_csv(told)).split(u'\n');
        QCOMPARE(lines.size(), 1 + 6 + 1);
        for (int i = 1; i < 7; ++i)
            QCOMPARE(lines[i].count(u','), lines[0].count(u','));
        QVERIFY2(lines[1].startsWith(QStringLiteral("7,fewer,before,0,0,0,1,1,Morning paper,News,North,yes")),
                 qPrintable(lines[1]));
    }
};
ATTUNE_TEST(Adjusted_words_test);

#include "adjusted_words_test.moc"
