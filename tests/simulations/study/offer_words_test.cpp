// The words and choices that stand before somebody who has said no, by pattern, surface and moment; what is
// said at once and after a choice; what an offer on the screen may not do.
#include "core/base/random.h"
#include "simulations/study/offer_lint.h"
#include "simulations/study/offer_words.h"
#include "tests/support/test.h"

#include <map>

using namespace attune;

namespace {

const Text& english() {
    return Text::english();
}

QString joined(const OfferWords& offer) {
    QStringList labels;
    for (const OfferButton& one : offer.buttons)
        labels << QString::fromStdString(one.words);
    return QString::fromStdString(offer.key) + ": " + labels.join(", ");
}

Offer offer_of(Pattern pattern) {
    return {.pattern = pattern, .style = CopyStyle::plain, .category = CategoryId(1), .other = CategoryId(2)};
}

} // namespace

class Offer_words_test : public QObject {
    Q_OBJECT
private slots:
    // DE-04: the response by pattern, device and moment.
    void the_response_fits_pattern_device_and_moment_data() {
        QTest::addColumn<int>("pattern");
        QTest::addColumn<int>("surface");
        QTest::addColumn<int>("moment");
        QTest::addColumn<QString>("response");
        const QString out = ", No thanks, Don't ask again";
        const std::map<Pattern, std::pair<QString, QString>> golden = {
            {Pattern::disinterest, {"disinterest", "Fewer like this, A new topic, Pause this source"}},
            {Pattern::frustration, {"frustration", "Pause this source, Fewer like this, A new topic"}},
            {Pattern::misalignment, {"misalignment", "Lower prices, Bolder picks, More for later"}}};
        for (const auto& [pattern, words] : golden)
            for (int surface = 0; surface < surface_count; ++surface)
                for (const auto moment : {AskMoment::Kind::under_way, AskMoment::Kind::slate_over,
                                          AskMoment::Kind::item_over, AskMoment::Kind::first_slate}) {
                    const bool waits =
                        moment == AskMoment::Kind::under_way || moment == AskMoment::Kind::first_slate;
                    const bool spoken = static_cast<Surface>(surface) == Surface::spoken;
                    QTest::addRow("%s, %s, %d", qPrintable(words.first),
                                  std::string(name(static_cast<Surface>(surface))).c_str(),
                                  static_cast<int>(moment))
                        << static_cast<int>(pattern) << surface << static_cast<int>(moment)
                        << (waits    ? QString("waits")
                            : spoken ? "copy.voice." + words.first + ": "
                                     : "copy.ack.plain." + words.first + ": " + words.second + out);
                }
    }
    void the_response_fits_pattern_device_and_moment() {
        QFETCH(int, pattern);
        QFETCH(int, surface);
        QFETCH(int, moment);
        QFETCH(QString, response);
        const auto offer =
            offer_words(offer_of(static_cast<Pattern>(pattern)), "cooking", static_cast<Surface>(surface),
                        static_cast<AskMoment::Kind>(moment), english());
        QCOMPARE(offer ? joined(*offer) : QString("waits"), response);
        if (offer) QVERIFY(!offer->words.empty() && offer->words.find('{') == std::string::npos);
    }

    // What is not there is not offered.
    void what_is_not_there_is_not_offered() {
        Offer offer = offer_of(Pattern::disinterest);
        offer.may_pause = false;
        offer.other.reset();
        const auto words =
            offer_words(offer, "cooking", Surface::phone, AskMoment::Kind::item_over, english());
        QVERIFY(words.has_value());
        QCOMPARE(joined(*words),
                 QString("copy.ack.plain.disinterest: Fewer like this, No thanks, Don't ask again"));
        // Where little is known, the explanation is that.
        offer.style = CopyStyle::explanatory;
        offer.little_known = true;
        QCOMPARE(offer_words(offer, "", Surface::phone, AskMoment::Kind::item_over, english())->key,
                 std::string("copy.ack.unsure"));
    }

    // DE-06: every sign that says no is confirmed at once, with its time; what says no to nothing is not.
    void every_no_is_confirmed_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<float>("value");
        QTest::addColumn<bool>("adjusts");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* title, FeedbackKind kind, float value, bool adjusts,
                            const char* said) {
            QTest::newRow(title) << static_cast<int>(kind) << value << adjusts << QString(said);
        };
        row("tap", FeedbackKind::not_interested, 0, true, "Done. This one stays away for 12 days.");
        row("tap, visit alone", FeedbackKind::not_interested, 0, false, "Done. It is gone for this visit.");
        row("mute", FeedbackKind::muted, 0, true, "Done. This source rests for 34 days.");
        row("mute, visit alone", FeedbackKind::muted, 0, false, "Done. It is gone for this visit.");
        const char* noted = "Noted. Your next list takes it in.";
        row("thumb down", FeedbackKind::thumb_down, 0, true, noted);
        row("thumb down, visit alone", FeedbackKind::thumb_down, 0, false,
            "Noted. It changes no later visit.");
        row("two stars", FeedbackKind::stars, value_of_stars(2), true, noted);
        row("three stars", FeedbackKind::stars, value_of_stars(3), true, "");
        row("a reason", FeedbackKind::reason, 0, true, noted);
        row("own words", FeedbackKind::own_words, 0, true, noted);
        row("thumb up", FeedbackKind::thumb_up, 0, true, "");
        row("pick", FeedbackKind::picked, 0, true, "");
        row("consumed", FeedbackKind::consumed, 1, true, "");
    }
    void every_no_is_confirmed() {
        QFETCH(int, kind);
        QFETCH(float, value);
        QFETCH(bool, adjusts);
        QFETCH(QString, said);
        Policy policy;
        policy.item_days = 12;
        policy.pause_days = 34;
        const auto words =
            confirmation_words(static_cast<FeedbackKind>(kind), value, policy, adjusts, english());
        QCOMPARE(words.has_value(), !said.isEmpty());
        if (words) QCOMPARE(QString::fromStdString(*words), said);
        policy.item_days = 0; // the visit alone, whoever allows what
        if (static_cast<FeedbackKind>(kind) == FeedbackKind::not_interested)
            QCOMPARE(*confirmation_words(FeedbackKind::not_interested, 0, policy, true, english()),
                     std::string("Done. It is gone for this visit."));
    }

    // DE-24, DE-20: what is said after a choice says what the weights do, and a time only where one was
    // promised.
    void what_is_said_agrees_with_the_weights_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<float>("change");
        QTest::addColumn<float>("before");
        QTest::addColumn<float>("after");
        QTest::addColumn<int>("visits");
        QTest::addColumn<QString>("said");
        const auto fewer = [](const char* title, float change, float before, float after, int visits,
                              const char* said) {
            QTest::newRow(title) << static_cast<int>(OfferChoice::fewer) << change << before << after
                                 << visits << QString(said);
        };
        fewer("halved", -0.8F, 0.112F, 0.056F, 3,
              "Done. Of 100 items about 6 will be cooking, not 11, within about 3 visits.");
        fewer("at once", -0.8F, 0.2F, 0.05F, 1,
              "Done. Of 100 items about 5 will be cooking, not 20, from your next visit on.");
        fewer("no time promised", -0.8F, 0.2F, 0.05F, 0,
              "Done. Of 100 items about 5 will be cooking, not 20.");
        fewer("no weight moved", 0, 0.2F, 0.05F, 0, "Done. It is as rare now as we can make it.");
        fewer("too little to see", -0.1F, 0.104F, 0.101F, 0, "Done. It is as rare now as we can make it.");
        fewer("not known", -0.8F, 0, 0, 2, "Done. You should see fewer within about 2 visits.");
        const auto other = [](OfferChoice choice, const char* said) {
            QTest::newRow(std::string(name(choice)).c_str())
                << static_cast<int>(choice) << -0.8F << 0.2F << 0.1F << 2 << QString(said);
        };
        other(OfferChoice::pause_source, "Done. This source rests for 30 days.");
        other(OfferChoice::other_topic, "Done. Your next list has more of travel.");
        other(OfferChoice::cheaper, "Done. Your next list costs less.");
        other(OfferChoice::bolder, "Done. Your next list goes further out.");
        other(OfferChoice::later, "Done. We keep these for another time of day.");
        other(OfferChoice::decline, "All right. We leave it at that.");
        other(OfferChoice::stop, "All right. We ask no more.");
    }
    void what_is_said_agrees_with_the_weights() {
        QFETCH(int, choice);
        QFETCH(float, change);
        QFETCH(float, before);
        QFETCH(float, after);
        QFETCH(int, visits);
        QFETCH(QString, said);
        const Answered answered{.choice = static_cast<OfferChoice>(choice),
                                .weight_change = change,
                                .promise = {before / 2, static_cast<std::uint8_t>(visits)},
                                .share_before = before,
                                .share_after = after};
        QCOMPARE(
            QString::fromStdString(after_choice_words(answered, "cooking", "travel", Policy{}, english())),
            said);
    }

    // DE-28: everything that ships leaves people free; at most one button stands out, none is chosen.
    void all_offers_that_ship_leave_people_free() {
        const std::vector<OfferWords> all = all_offers(english());
        QVERIFY(all.size() > 50);
        int with_buttons = 0;
        for (const OfferWords& offer : all) {
            with_buttons += offer.buttons.empty() ? 0 : 1;
            QVERIFY2(lint_offer(offer).empty(), offer.key.c_str());
        }
        QVERIFY(with_buttons > 30);
    }

    void a_rule_catches_an_offer_that_breaks_it_data() {
        QTest::addColumn<QString>("rule");
        for (int rule = 0; rule < offer_rule_count; ++rule)
            QTest::newRow(std::string(name(static_cast<OfferRule>(rule))).c_str())
                << QString::fromStdString(std::string(name(static_cast<OfferRule>(rule))));
    }
    void a_rule_catches_an_offer_that_breaks_it() {
        QFETCH(QString, rule);
        OfferWords offer = *offer_words(offer_of(Pattern::disinterest), "cooking", Surface::phone,
                                        AskMoment::Kind::item_over, english());
        offer.buttons.front().emphasised = true; // one may
        QVERIFY(lint_offer(offer).empty());
        if (rule == "choices") offer.buttons.push_back({.choice = OfferChoice::later, .words = "Later"});
        if (rule == "no_way_out")
            std::erase_if(offer.buttons,
                          [](const OfferButton& one) { return one.choice == OfferChoice::decline; });
        if (rule == "emphasis") offer.buttons[1].emphasised = true;
        if (rule == "chosen_already") offer.buttons[0].chosen = true;
        if (rule == "same_label") offer.buttons[1].words = offer.buttons[0].words;
        const std::vector<OfferFinding> found = lint_offer(offer);
        QCOMPARE(found.size(), 1U);
        QCOMPARE(QString::fromStdString(std::string(name(found[0].rule))), rule);
        QCOMPARE(found[0].key, offer.key);
        // Nothing to tap: nothing of this is wrong with it.
        offer.buttons.clear();
        QVERIFY(lint_offer(offer).empty());
    }
};

ATTUNE_TEST(Offer_words_test);
#include "offer_words_test.moc"
