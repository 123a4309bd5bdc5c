// Forms of questions, whom they are for, and the moments at which people are open to them.
#include "core/base/random.h"
#include "core/recommender/prompting/receptivity.h"
#include "core/recommender/recommender.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 3;

AskMoment item_over(bool converted = false) {
    return {.kind = AskMoment::Kind::item_over, .converted = converted};
}

} // namespace

class Prompt_test : public QObject {
    Q_OBJECT
private slots:
    void a_question_has_the_form_the_policy_says() {
        Policy policy;
        policy.channel = static_cast<int>(Channel::survey);
        policy.survey_questions = 3;
        policy.prompt_place = static_cast<int>(PromptPlace::forced);
        const Prompt prompt(Trigger::pause, policy);
        QCOMPARE(prompt.channel, Channel::survey);
        QCOMPARE(int{prompt.questions}, 3);
        QVERIFY(prompt.place == PromptPlace::forced && !prompt.asks_reason);
        policy.channel = static_cast<int>(Channel::stars);
        QCOMPARE(int{Prompt(Trigger::pause, policy).questions}, 1);
        QVERIFY(Prompt(Trigger::pause, policy).asks_reason);
        QCOMPARE(Prompt(Trigger::tour, policy).channel, Channel::thumb);
    }

    // FB-50: one tap at first; "why?" for those who have answered often enough.
    void why_is_unlocked_by_answers() {
        Policy policy;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.own_words = true;
        policy.reason_after = 2;
        Platform platform(policy);
        std::vector<bool> asks_why;
        for (int day = 0; day < 6; ++day) {
            platform.visit(ann, day, 1, nothing);
            const auto prompt = platform.recommender().ask(platform.worker(), platform.worker().visits[0],
                                                           item_over(), day * 24 + 9);
            QVERIFY(prompt.has_value());
            asks_why.push_back(prompt->asks_reason);
            QCOMPARE(prompt->own_words, prompt->asks_reason);
            platform.recommender().heard(UserId(ann), day != 1); // the second stays unanswered
        }
        QVERIFY(asks_why == (std::vector<bool>{false, false, false, true, true, true}));
        // What was answered is forgotten with the prompts themselves.
        const MatrixCell* kept = shipped_matrix().cell(Purpose::deliver_service, Signal::prompt_event);
        QVERIFY(kept && answers_remembered == kept->days * 24.0);
        platform.visit(ann, 300, 1, nothing);
        const auto later = platform.recommender().ask(platform.worker(), platform.worker().visits[0],
                                                      item_over(), 300 * 24 + 9);
        QVERIFY(later.has_value() && !later->asks_reason);
    }

    // FB-06: only the segment a survey is meant for sees it.
    void a_survey_reaches_its_audience_alone_data() {
        QTest::addColumn<int>("audience");
        QTest::newRow("everyone") << static_cast<int>(Audience::everyone);
        QTest::newRow("newcomers") << static_cast<int>(Audience::newcomers);
        QTest::newRow("regulars") << static_cast<int>(Audience::regulars);
    }
    void a_survey_reaches_its_audience_alone() {
        QFETCH(int, audience);
        Policy policy;
        policy.channel = static_cast<int>(Channel::survey);
        policy.survey_audience = audience;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.backoff = 1;
        Platform platform(policy);
        int slates = 0, early = 0, late = 0;
        for (int day = 0; day < 30; ++day) {
            platform.visit(ann, day, 5, nothing);
            slates += 5;
            OpenVisit& open = platform.worker().visits[0];
            ++open.slates;
            const bool asked =
                platform.recommender().ask(platform.worker(), open, item_over(), day * 24 + 9).has_value();
            (slates < 60 ? early : late) += asked ? 1 : 0;
        }
        const auto whom = static_cast<Audience>(audience);
        QCOMPARE(early, whom == Audience::regulars ? 0 : 11);
        QCOMPARE(late, whom == Audience::newcomers ? 0 : 19);
    }

    // FB-14: each form rests on its own.
    void a_form_rests_as_long_as_it_should() {
        Policy policy;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.session_cap = 3;
        policy.template_rest = 50;
        const PromptScheduler scheduler(policy);
        PromptRecord record;
        QVERIFY(scheduler.may_ask(record, 100, 0, Channel::thumb));
        scheduler.book(record, 100, Channel::thumb);
        QVERIFY(!scheduler.may_ask(record, 149.9, 0, Channel::thumb));
        QVERIFY(scheduler.may_ask(record, 149.9, 0, Channel::stars));
        QVERIFY(scheduler.may_ask(record, 150.1, 0, Channel::thumb));
    }

    // FB-49: what is turned off stays off, for good and for this form alone.
    void one_form_turned_off_leaves_the_others() {
        for (const Channel off : {Channel::thumb, Channel::stars}) {
            Policy policy;
            policy.gap_hours = 0;
            policy.weekly_cap = 50;
            Platform platform(policy);
            platform.recommender().opt_out(UserId(ann), off);
            int asked = 0;
            for (int day = 0; day < 40; ++day) {
                platform.visit(ann, day, 1, nothing);
                OpenVisit& open = platform.worker().visits[0];
                asked +=
                    platform.recommender().ask(platform.worker(), open, item_over(), day * 24 + 9) ? 1 : 0;
            }
            QCOMPARE(asked > 0, off != Channel::thumb);
        }
    }

    // DE-47: the gate's estimate follows section 5 of the proposal.
    void receptivity_falls_and_rises_with_what_is_seen() {
        PromptRecord fresh;
        const auto at = [&](const AskMoment& moment, const PromptRecord& record, double hours = 1000) {
            return static_cast<double>(receptivity(moment, record, hours));
        };
        const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
        QVERIFY(std::abs(at(item_over(), fresh) - logistic(0.5)) < 1e-5);
        QVERIFY(at(item_over(), fresh) >= static_cast<double>(receptive_from));
        QVERIFY(std::abs(at(item_over(true), fresh) - logistic(1.7)) < 1e-5);
        QVERIFY(std::abs(at({.kind = AskMoment::Kind::under_way}, fresh) - logistic(-2.3)) < 1e-5);
        PromptRecord asked;
        asked.last_hours = 990;
        asked.unanswered = 2;
        QVERIFY(std::abs(at(item_over(), asked) - logistic(-1.5)) < 1e-5);
        QVERIFY(std::abs(at(item_over(), asked, 1100) - logistic(-0.5)) < 1e-5);
        QVERIFY(std::abs(at(item_over(), asked, 1400) - logistic(0.5)) < 1e-5);
    }

    void the_gate_holds_questions_back() {
        Policy policy;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        policy.session_cap = 3;
        policy.backoff = 1;
        policy.ask_at_random = 1;
        for (const bool gate : {false, true}) {
            policy.receptivity_gate = gate;
            Platform platform(policy);
            platform.visit(ann, 0, 1, nothing);
            OpenVisit& open = platform.worker().visits[0];
            const AskMoment busy{.kind = AskMoment::Kind::under_way};
            QCOMPARE(platform.recommender().ask(platform.worker(), open, busy, 9).has_value(), !gate);
            ++open.slates;
            QVERIFY(platform.recommender().ask(platform.worker(), open, item_over(), 60).has_value());
            platform.recommender().heard(UserId(ann), false);
            ++open.slates;
            QCOMPARE(platform.recommender().ask(platform.worker(), open, item_over(), 100).has_value(),
                     !gate);
        }
    }
};
ATTUNE_TEST(Prompt_test);
#include "prompt_test.moc"
