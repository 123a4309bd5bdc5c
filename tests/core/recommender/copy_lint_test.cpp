// Rules for copy: what ships keeps them, and every rule catches copy that was made worse.
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/resources.h"
#include "core/recommender/prompting/copy_lint.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

namespace {

const CopyRules& english() {
    static const CopyRules rules = [] {
        auto read = shipped_copy_rules("en");
        if (!read) qFatal("no rules");
        return *read;
    }();
    return rules;
}

QStringList broken(const char* key, const QString& words) {
    QStringList rules;
    for (const CopyFinding& finding : lint_copy(english(), key, words.toStdString()))
        rules << QString::fromUtf8(name(finding.rule).data(),
                                   static_cast<qsizetype>(name(finding.rule).size()));
    return rules;
}

Json shipped_file() {
    return Json::parse(find_resource("copy/rules.en.json").value());
}

constexpr const char* banner = "copy.ack.plain.disinterest";

} // namespace

class Copy_lint_test : public QObject {
    Q_OBJECT
private slots:
    // DE-05, DE-65
    void all_copy_that_ships_keeps_the_rules() {
        for (const CopyFinding& finding : lint_copy(english(), Text::english()))
            QFAIL((finding.key + " " + std::string(name(finding.rule)) + " " + finding.found).c_str());
        QVERIFY(copy_count(Text::english()) > 30);
    }

    // Three styles of acknowledging, each for every kind of dissatisfaction, spoken as well.
    void every_style_speaks_to_every_kind_of_dissatisfaction() {
        for (const char* pattern : {"frustration", "disinterest", "misalignment"}) {
            for (const char* style : {"plain", "explanatory", "situation"})
                QVERIFY(Text::english().has(std::string("copy.ack.") + style + "." + pattern));
            QVERIFY(Text::english().has(std::string("copy.voice.") + pattern));
        }
        QVERIFY(Text::english().has("copy.choice.decline") && Text::english().has("copy.choice.undo"));
    }

    void a_rule_catches_copy_that_breaks_it_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("good");
        QTest::addColumn<QString>("bad");
        QTest::addColumn<QString>("rule");
        const auto row = [](const char* rule, const char* key, const char* good, const char* bad) {
            QTest::addRow("%s: %.30s", rule, bad) << key << good << bad << rule;
        };
        row("characters", banner, "Was it off? Tell us.",
            "These picks were all so far off the mark that you may want far fewer of this kind, or none of "
            "it "
            "for now. Want fewer, or a new topic, or rest?");
        row("characters", "copy.choice.fewer", "Fewer like this", "Fewer things like this one");
        row("characters", banner,
            "We showed a lot. Want fewer like this one, a new topic, or a break from it?",
            "We showed {topic} and {topic} and more {topic}. Want fewer {topic}, a new topic, or a break?");
        row("sentences", banner, "That was off. Want fewer?", "That was off. We saw it. Want fewer?");
        row("sentence_words", banner, "These were off. Want fewer of them, or a new topic, or a break?",
            "Want fewer of them or a new topic or a break or more of the old ones or some from last year?");
        row("words", "copy.voice.disinterest", "These were off. Say fewer or break.",
            "These were off. Say one to get fewer of them, say two to get a new topic, say three to get a "
            "break "
            "from it, or say four to hear it all once more.");
        row("reading_grade", banner, "These picks were off. Want fewer?",
            "Recommendations were insufficiently relevant. Reconsider category preferences?");
        row("no_way_on", banner, "These picks were off. Want fewer?", "These picks were off.");
        row("bare_apology", "copy.done.fewer", "Done. You should see fewer.", "Sorry. You should see fewer.");
        row("shouting", banner, "These were off. Want fewer?", "These were off! Want fewer?");
        row("shouting", banner, "These were off. Want fewer?", "These were OFF. Want fewer?");
        row("shouting", banner, "These were off. Want fewer?", "These were off \U0001F622. Want fewer?");
        row("empty", "copy.choice.fewer", "Fewer", " ... ");
        row("blame", banner, "These were off. Want fewer?", "You didn\u2019t rate. Want fewer?");
        row("blame", banner, "These were off. Want fewer?", "Your settings caused this. Want fewer?");
        row("defensive", banner, "These were off. Want fewer?", "These fit you, but fine. Want fewer?");
        row("defensive", banner, "These were off. Want fewer?", "It works as designed. Want fewer?");
        row("guilt", "copy.choice.decline", "No thanks", "Are you sure");
        row("false_promise", "copy.done.fewer", "You should see fewer.", "Never again.");
        row("feelings", banner, "These were off. Want fewer?", "We know you feel bad. Want fewer?");
        row("urgency", banner, "These were off. Want fewer?", "Last chance to say. Want fewer?");
        row("protected", banner, "These were off. Want fewer?", "People your age like it. Want fewer?");
        row("jargon", banner, "These were off. Want fewer?", "The algorithm was off. Want fewer?");
    }
    void a_rule_catches_copy_that_breaks_it() {
        QFETCH(QString, key);
        QFETCH(QString, good);
        QFETCH(QString, bad);
        QFETCH(QString, rule);
        QCOMPARE(broken(qPrintable(key), good), QStringList());
        QVERIFY2(broken(qPrintable(key), bad).contains(rule),
                 qPrintable(broken(qPrintable(key), bad).join(", ")));
    }

    // What UTF-8 offers besides plain letters hides nothing.
    void signs_around_words_hide_nothing() {
        QVERIFY(broken(banner, QStringLiteral("These fit you 100%. Want fewer?")).contains(u"false_promise"));
        QVERIFY(
            broken(banner, QStringLiteral("\u201CBut\u201D these fit. Want fewer?")).contains(u"defensive"));
        QVERIFY(broken(banner, QStringLiteral("These were off\u2014but fine. Want fewer?"))
                    .contains(u"defensive"));
        QVERIFY(broken(banner, QStringLiteral("You\u00A0failed. Want fewer?")).contains(u"blame"));
        QVERIFY(broken("copy.done.fewer", QStringLiteral("'Sorry'. It was off.")).contains(u"bare_apology"));
        QVERIFY(broken(banner, QStringLiteral("These were off \u2639. Want fewer?")).contains(u"shouting"));
        QCOMPARE(broken("copy.akc.plain", QStringLiteral("These were off.")), QStringList(u"no_kind"_qs));
    }

    void words_are_found_whole() {
        QCOMPARE(broken(banner, QStringLiteral("Buttons and butter were off. Want fewer?")), QStringList());
        QCOMPARE(broken("lab.tile.up", QStringLiteral("Never again! You failed.")), QStringList()); // no copy
    }

    // Worked out by hand: words, sentences and syllables counted on paper.
    void the_reading_grade_is_the_formula() {
        const auto grade = [](double words, double sentences, double syllables) {
            return 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
        };
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-9; };
        QVERIFY(near(reading_grade("The cat sat on the mat."), grade(6, 1, 6)));
        QVERIFY(near(reading_grade("Done. You should see fewer."), grade(5, 2, 6)));
        QVERIFY(near(reading_grade("We moved the table. Want a little more?"), grade(8, 2, 11)));
        QVERIFY(near(reading_grade("A lot of {topic} came in."), grade(6, 1, 6)));
        QCOMPARE(reading_grade(""), 0.0);
    }

    // DE-79: 2 s and one and a half times as long as reading takes.
    void slow_readers_get_longer() {
        QCOMPARE(least_display_seconds("These picks were off now.", 150), 2.0 + 1.5 * 5 * 0.4);
        QVERIFY(least_display_seconds("These picks were off now.", 240) < 2.0 + 1.5 * 5 * 0.4);
    }

    void rules_that_are_none_are_refused_data() {
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("complaint");
        QTest::newRow("not rules") << R"({"attune": "policy"})"
                                   << "no rules for copy";
        QTest::newRow("key") << R"({"colour": 1})"
                             << "no 'colour'";
        QTest::newRow("version") << R"({"version": "two"})"
                                 << "version";
        QTest::newRow("language") << R"({"language": ""})"
                                  << "no language";
        QTest::newRow("unknown limit") << R"({"limits": {"banner_letters": 9}})"
                                       << "no limit 'banner_letters'";
        QTest::newRow("missing limit") << R"({"limits": {"voice_words": null}})"
                                       << "'voice_words' is missing";
        QTest::newRow("limit") << R"({"limits": {"voice_words": 0}})"
                               << "above 0";
        QTest::newRow("unknown list") << R"({"phrases": {"rudeness": ["x"]}})"
                                      << "'rudeness'";
        QTest::newRow("a number's rule") << R"({"phrases": {"words": ["x"]}})"
                                         << "'words'";
        QTest::newRow("no words") << R"({"phrases": {"blame": ["..."]}})"
                                  << "has no words";
        QTest::newRow("empty list") << R"({"phrases": {"guilt": []}})"
                                    << "'guilt' is missing or empty";
    }
    void rules_that_are_none_are_refused() {
        QFETCH(QString, patch);
        QFETCH(QString, complaint);
        Json file = shipped_file();
        file.merge_patch(Json::parse(patch.toStdString()));
        const auto refused = parse_copy_rules(file.dump(1), "r.json");
        QVERIFY(!refused);
        QVERIFY2(QString::fromStdString(refused.error().what).contains(complaint),
                 refused.error().what.c_str());
        QVERIFY2(refused.error().where.starts_with("r.json"), refused.error().where.c_str());
        QVERIFY(!shipped_copy_rules("xx"));
    }
};
ATTUNE_TEST(Copy_lint_test);
#include "copy_lint_test.moc"
