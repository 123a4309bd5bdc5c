// What people read under a policy, beside each question what its answer is used for.
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/resources.h"
#include "core/consent/disclosure.h"
#include "core/recommender/deescalation/wording.h"
#include "core/recommender/prompting/prompt.h"
#include "simulations/study/told_to_people.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>

using namespace attune;

namespace {

std::vector<ToldPlace> told(const Policy& policy, const ConsentMatrix& matrix = shipped_matrix()) {
    return told_to_people(policy, matrix, shipped_notices(), Text::english());
}

Policy with_all() {
    Policy policy;
    policy.own_words = true;
    policy.reason_after = 3; // what those read who get there
    return policy;
}

} // namespace

class Told_to_people_test : public QObject {
    Q_OBJECT
private slots:
    // FB-21: beside every question stands what its answer is used for, from the executed matrix.
    void every_question_says_what_its_answer_is_for_data() {
        QTest::addColumn<int>("channel");
        QTest::addColumn<int>("signal");
        QTest::addRow("thumb") << static_cast<int>(Channel::thumb) << static_cast<int>(Signal::thumb);
        QTest::addRow("stars") << static_cast<int>(Channel::stars) << static_cast<int>(Signal::stars);
        QTest::addRow("survey") << static_cast<int>(Channel::survey) << static_cast<int>(Signal::survey);
    }
    void every_question_says_what_its_answer_is_for() {
        QFETCH(int, channel);
        QFETCH(int, signal);
        Policy policy = with_all();
        policy.channel = channel;
        policy.survey_questions = 3;
        const std::vector<ToldPlace> places = told(policy);
        const bool survey = channel == static_cast<int>(Channel::survey);
        QCOMPARE(places.size(), survey ? 9U : 11U);
        const auto statement = [](Signal of) { return use_statement(shipped_matrix(), of, Text::english()); };
        QCOMPARE(places[0].use, statement(static_cast<Signal>(signal)));
        QCOMPARE(places[0].words.size(), survey ? 3U : 1U);
        QCOMPARE(places[0].choices.size(), channel == static_cast<int>(Channel::thumb) ? 2U : 5U);
        if (survey) return;
        QCOMPARE(places[1].use, statement(Signal::reason));
        QCOMPARE(places[1].choices.size(), 6U);
        QCOMPARE(places[2].use, statement(Signal::free_text));
    }

    // FB-22: the assurances are those of the notice in force, with its version and hash.
    void the_notice_is_the_one_in_force() {
        for (int design = 0; design < notice_design_count; ++design) {
            Policy policy;
            policy.notice = design;
            policy.prompts = false;
            policy.conversation = false;
            const std::vector<ToldPlace> places = told(policy);
            QCOMPARE(places.size(), 1U); // who is asked nothing reads nothing else
            const Notice& notice = shipped_notices()[static_cast<std::size_t>(design)];
            QVERIFY(places[0].words == notice.text);
            QVERIFY(places[0].use.empty());
            QVERIFY(places[0].proof.find(notice.sha256.substr(0, 12)) != std::string::npos);
        }
    }

    // DE-05, DE-20: what answers dissatisfaction stands there in the style of the policy, with a way to
    // decline.
    void the_offer_is_that_of_the_policy() {
        Policy policy;
        policy.prompts = false;
        std::set<std::vector<std::string>> said;
        for (int style = 0; style < copy_style_count; ++style) {
            policy.copy_style = style;
            const std::vector<ToldPlace> places = told(policy);
            std::vector<std::string> offers;
            for (const char* title : {"told.offer", "told.offer_again", "told.offer_unsure"}) {
                const auto offer = std::find_if(places.begin(), places.end(), [&](const ToldPlace& place) {
                    return place.title == Text::english().get(title);
                });
                QVERIFY(offer != places.end());
                offers.push_back(offer->words.front());
                QVERIFY(offer->words.front().find('{') == std::string::npos);
                QCOMPARE(offer->choices.size(), 5U);
                QVERIFY(std::find(offer->choices.begin(), offer->choices.end(),
                                  Text::english().get("copy.choice.decline")) != offer->choices.end());
                QCOMPARE(offer->use,
                         use_statement(shipped_matrix(), Signal::not_interested, Text::english()));
            }
            said.insert(offers);
        }
        QCOMPARE(said.size(), static_cast<std::size_t>(copy_style_count));
        policy.deescalation = false;
        QCOMPARE(told(policy).size(), 1U);
    }

    // DE-06, DE-20: a no is confirmed and can be taken back; after a choice a time stands there if the policy
    // says when.
    void a_no_is_confirmed_and_a_choice_explained() {
        for (const bool when : {true, false}) {
            Policy policy;
            policy.prompts = false;
            policy.say_when = when;
            const std::vector<ToldPlace> places = told(policy);
            const std::string& after = places[places.size() - 2].words.front();
            QCOMPARE(after.find("visits") != std::string::npos, when);
            QVERIFY(after.find("about 5 will be") != std::string::npos);
            for (const ToldPlace* place : {&places.front(), &places[places.size() - 2]})
                QCOMPARE(place->choices, std::vector{Text::english().get("copy.choice.undo")});
        }
    }

    void another_matrix_says_something_else() {
        auto fewer = Json::parse(*find_resource("consent/matrix.json"));
        fewer["purposes"]["improve_models"]["signals"].erase("thumb");
        const auto parsed = parse_matrix(fewer.dump(), "x.json");
        VERIFY_OK(parsed);
        QVERIFY(told(with_all(), *parsed)[0].use != told(with_all())[0].use);
    }

    void no_text_is_missing() {
        for (const ToldPlace& place : told(with_all())) {
            QVERIFY(!place.title.starts_with('['));
            for (const auto* words : {&place.words, &place.choices})
                for (const std::string& line : *words)
                    QVERIFY2(!line.empty() && !line.starts_with('['), line.c_str());
        }
    }
};

ATTUNE_TEST(Told_to_people_test);
#include "told_to_people_test.moc"
