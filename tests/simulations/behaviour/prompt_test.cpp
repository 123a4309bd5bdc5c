#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A consumption to be asked about, with random words of its own for every draw.
SlateOutcome consumed(double enjoyment, std::uint32_t draw) {
    SlateOutcome outcome;
    outcome.picked_rank = 0;
    outcome.enjoyment = static_cast<float>(enjoyment);
    const Words words = words_at(stream_key(77, draw), Stream::slate, draw);
    std::copy(words.begin(), words.end(), outcome.prompt_words.begin());
    outcome.prompt_words[4] = 0xFFFFFFFFU; // nobody is careless
    return outcome;
}

struct Tested {
    double answered = 0, up = 0, out = 0, n = 0;
};

Tested ask_often(const Behaviour& behaviour, const Person& person, double enjoyment, int draws,
                 const VisitMood& mood = {}, Trigger trigger = Trigger::pause) {
    Tested result;
    for (int k = 0; k < draws; ++k) {
        Person again = person;
        const PromptOutcome outcome =
            behaviour.answer(again, consumed(enjoyment, static_cast<std::uint32_t>(k)), mood, trigger);
        result.n += 1;
        result.answered += outcome.answer != ThumbAnswer::none ? 1 : 0;
        result.up += outcome.answer == ThumbAnswer::up ? 1 : 0;
        result.out += outcome.opted_out || outcome.form_off ? 1 : 0;
        if (again.opted_out != outcome.opted_out) qFatal("an opt-out that the person does not remember");
    }
    return result;
}

/// Chance of an answer by section 3.9, over the moment's receptivity; what was enjoyed is far from undecided.
double response(const Assumptions& a, double fatigue, double trust, double satisfaction, double rest) {
    const double s = satisfaction - 0.5;
    return normal_mean([&](double z) {
        return logistic(a.response_base + a.response_at_pause + 0.5 + 0.5 * z - a.response_fatigue * fatigue +
                        a.response_trust * (trust - 0.6) + a.response_satisfaction * s +
                        a.response_extremes * 4 * s * s + rest);
    });
}

} // namespace

class Prompt_test : public QObject {
    Q_OBJECT
private slots:
    // Accounts that are up to something answer in the form they are asked in, with the most or the least.
    void manipulators_answer_in_the_form_of_the_question() {
        const Stage stage(Assumptions{});
        Person griefer = stage.population.people[0];
        griefer.role = Role::griefer;
        std::map<int, int> seen;
        for (std::uint32_t k = 0; k < 200; ++k)
            for (const Channel channel : {Channel::thumb, Channel::stars, Channel::survey}) {
                Prompt prompt(Trigger::pause);
                prompt.channel = channel;
                const PromptOutcome told =
                    stage.behaviour.answer(griefer, consumed(0.5F, k), VisitMood{}, prompt);
                QCOMPARE(told.answer != ThumbAnswer::none, channel == Channel::thumb);
                QCOMPARE(told.stars > 0, channel == Channel::stars);
                QCOMPARE(told.survey > 0, channel == Channel::survey);
                QVERIFY(told.value() == 0.0F || told.value() == 1.0F);
                seen[static_cast<int>(channel) * 2 + (told.value() > 0 ? 1 : 0)] += 1;
            }
        QCOMPARE(seen.size(), std::size_t{6});
    }

    // Behaviour model 3.9
    void answers_come_at_the_rate_of_the_response_formula_data() {
        QTest::addColumn<double>("fatigue");
        QTest::addColumn<double>("trust");
        QTest::addColumn<double>("experience");
        QTest::addColumn<double>("person");
        QTest::newRow("rested") << 0.0 << 0.6 << 0.0 << 0.0;
        QTest::newRow("tired of prompts") << 2.0 << 0.6 << 0.0 << 0.0;
        QTest::newRow("trusting") << 0.0 << 1.0 << 0.0 << 0.0;
        QTest::newRow("distrusting") << 0.0 << 0.1 << 0.0 << 0.0;
        QTest::newRow("satisfied") << 0.0 << 0.6 << 2.0 << 0.0;
        QTest::newRow("dissatisfied") << 0.0 << 0.6 << -2.0 << 0.0;
        QTest::newRow("likes to answer") << 0.0 << 0.6 << 0.0 << 1.5;
        QTest::newRow("hardly ever answers") << 1.0 << 0.6 << 0.0 << -2.0;
    }
    void answers_come_at_the_rate_of_the_response_formula() {
        QFETCH(double, fatigue);
        QFETCH(double, trust);
        QFETCH(double, experience);
        QFETCH(double, person);
        const Stage stage(Assumptions{});
        Person asked;
        asked.fatigue = static_cast<float>(fatigue);
        asked.trust = static_cast<float>(trust);
        asked.experience = static_cast<float>(experience);
        asked.response_effect = static_cast<float>(person);
        const Tested tested = ask_often(stage.behaviour, asked, 3, sized(40000, 400000));
        const double expected = response(stage.assumptions, fatigue, trust, logistic(experience), person);
        QVERIFY2(distance_from(expected, tested.answered, tested.n) < 4.5,
                 qPrintable(QString("%1 for %2").arg(tested.answered / tested.n).arg(expected)));
    }

    // Behaviour model 3.9 and 4: what makes the question come, and what it interrupts. FB-16
    void the_moment_decides_how_many_answer_data() {
        QTest::addColumn<int>("trigger");
        QTest::addColumn<bool>("picked");
        QTest::addColumn<double>("offset");
        const auto row = [](const char* what, Trigger trigger, bool picked, double offset) {
            QTest::newRow(what) << static_cast<int>(trigger) << picked << offset;
        };
        row("after a conversion", Trigger::conversion, true, 0.6 + 0.5);
        row("at a pause", Trigger::pause, true, 0.3 + 0.5);
        row("when nothing suits", Trigger::fruitless, false, -0.1 + 0.5);
        row("in the middle of an item", Trigger::random, true, -0.6 - 0.7);
        row("while looking around", Trigger::random, false, -0.6);
    }
    void the_moment_decides_how_many_answer() {
        QFETCH(int, trigger);
        QFETCH(bool, picked);
        QFETCH(double, offset);
        const Stage stage(Assumptions{});
        const int draws = sized(40000, 400000);
        int answered = 0;
        for (int k = 0; k < draws; ++k) {
            Person asked;
            SlateOutcome outcome = consumed(3, static_cast<std::uint32_t>(k));
            if (!picked) outcome.picked_rank = -1;
            outcome.looked_worth = 3;
            const PromptOutcome told =
                stage.behaviour.answer(asked, outcome, VisitMood{}, static_cast<Trigger>(trigger));
            answered += told.answer != ThumbAnswer::none ? 1 : 0;
        }
        const double expected =
            response(stage.assumptions, 0, 0.6, 0.5, offset - stage.assumptions.response_at_pause - 0.5);
        QVERIFY2(distance_from(expected, answered, draws) < 4.5,
                 qPrintable(QString("%1 for %2").arg(answered / double(draws)).arg(expected)));
    }

    void an_answer_about_a_slate_is_about_what_was_looked_at() {
        const Stage stage(Assumptions{});
        int up = 0, down = 0;
        for (std::uint32_t k = 0; k < 2000; ++k) {
            SlateOutcome outcome = consumed(3, k);
            outcome.picked_rank = -1;
            outcome.looked_worth = -3;
            Person asked;
            const PromptOutcome told =
                stage.behaviour.answer(asked, outcome, VisitMood{}, Trigger::fruitless);
            up += told.answer == ThumbAnswer::up ? 1 : 0;
            down += told.answer == ThumbAnswer::down ? 1 : 0;
            QVERIFY(asked.watch.left == 0); // no category was objected to
        }
        QVERIFY(down > 200 && up == 0);
    }

    // Behaviour model 3.9: belief that feedback works, wearing off, the moment.
    void belief_habit_and_moment_act_as_assumed_data() {
        QTest::addColumn<double>("efficacy");
        QTest::addColumn<double>("habituation");
        QTest::addColumn<double>("receptivity");
        QTest::newRow("believes") << 0.9 << 0.0 << 0.0;
        QTest::newRow("does not believe") << 0.1 << 0.0 << 0.0;
        QTest::newRow("has seen it often") << 0.45 << 0.6 << 0.0;
        QTest::newRow("at night") << 0.45 << 0.0 << -0.8;
    }
    void belief_habit_and_moment_act_as_assumed() {
        QFETCH(double, efficacy);
        QFETCH(double, habituation);
        QFETCH(double, receptivity);
        const Stage stage(Assumptions{});
        Person asked;
        asked.watch.effects = static_cast<float>(2 * efficacy);
        asked.watch.duds = static_cast<float>(2 - 2 * efficacy);
        asked.habituation = static_cast<float>(habituation);
        VisitMood mood;
        mood.receptivity = static_cast<float>(receptivity);
        const Tested tested = ask_often(stage.behaviour, asked, 3, sized(40000, 400000), mood);
        const double rest =
            stage.assumptions.response_efficacy * (efficacy - 0.45) - habituation + receptivity;
        const double expected = response(stage.assumptions, 0, 0.6, 0.5, rest);
        QVERIFY2(distance_from(expected, tested.answered, tested.n) < 4.5,
                 qPrintable(QString("%1 for %2").arg(tested.answered / tested.n).arg(expected)));
    }

    void each_prompt_wears_off_a_little_and_freshness_comes_back() {
        Assumptions assumptions;
        assumptions.habituation = 0.2;
        assumptions.habituation_half_life = 10;
        const Stage stage(assumptions);
        Person person;
        answer(stage.behaviour, person, consumed(2, 1));
        answer(stage.behaviour, person, consumed(2, 2));
        QVERIFY(std::abs(person.habituation - 0.4F) < 1e-6F);
        stage.behaviour.begin_visit(person, 4, 0, 240);
        QVERIFY(std::abs(person.habituation - 0.2F) < 1e-6F);
    }

    // Behaviour model 3.10: beyond a fatigue of 2.5 a quarter repeats the last answer.
    void the_worn_out_answer_carelessly() {
        Assumptions assumptions;
        assumptions.response_base = 8;
        const Stage stage(assumptions);
        const int draws = 8000;
        for (const auto& [fatigue, share] : {std::pair{2.0F, 0.0}, {3.0F, 0.25}}) {
            double repeated = 0;
            for (std::uint32_t k = 0; k < static_cast<std::uint32_t>(draws); ++k) {
                Person person;
                person.fatigue = fatigue;
                person.last_answer = -1;
                SlateOutcome outcome = consumed(5, k); // enjoyed: the honest answer is up
                outcome.prompt_words[4] = words_at(stream_key(78, k), Stream::slate, k)[0];
                repeated += answer(stage.behaviour, person, outcome).answer == ThumbAnswer::down ? 1 : 0;
            }
            QVERIFY2(share == 0 ? repeated == 0 : distance_from(share, repeated, draws) < 4.5,
                     qPrintable(QString::number(repeated / draws)));
        }
    }

    // Behaviour model 8.5: those who answer are more satisfied than those asked, unless satisfaction has no
    // effect.
    void who_answers_is_more_satisfied_only_if_satisfaction_matters_data() {
        QTest::addColumn<double>("effect");
        QTest::newRow("no effect") << 0.0;
        QTest::newRow("as shipped") << 1.0;
        QTest::newRow("strong") << 2.0;
    }
    void who_answers_is_more_satisfied_only_if_satisfaction_matters() {
        QFETCH(double, effect);
        Assumptions assumptions;
        assumptions.response_satisfaction = effect;
        assumptions.response_extremes = 0;
        const Stage stage(assumptions);
        double all = 0, squares = 0, responders = 0, answers = 0;
        const int draws = sized(60000, 600000);
        for (int k = 0; k < draws; ++k) {
            Person person;
            person.experience = 1.5F * normal_quantile_of(k, draws);
            const double s = static_cast<double>(stage.behaviour.satisfaction(person));
            all += s;
            squares += s * s;
            if (answer(stage.behaviour, person, consumed(3, static_cast<std::uint32_t>(k))).answer ==
                ThumbAnswer::none)
                continue;
            responders += s;
            answers += 1;
        }
        const double mean = all / draws;
        const double error = std::sqrt((squares / draws - mean * mean) / answers);
        const double bias = responders / answers - mean;
        qInfo("responders minus everyone: %.4f, standard error %.4f", bias, error);
        if (effect == 0)
            QVERIFY(std::abs(bias) < 4.5 * error);
        else
            QVERIFY(bias > 4.5 * error);
    }

    void without_that_effect_satisfaction_changes_no_answer() {
        Assumptions assumptions;
        assumptions.response_satisfaction = 0;
        const Stage stage(assumptions);
        int answers = 0;
        for (std::uint32_t k = 0; k < 5000; ++k) {
            Person satisfied;
            Person dissatisfied;
            satisfied.experience = 3;
            dissatisfied.experience = -3;
            const ThumbAnswer thumb = answer(stage.behaviour, satisfied, consumed(2, k)).answer;
            QVERIFY(thumb == answer(stage.behaviour, dissatisfied, consumed(2, k)).answer);
            answers += thumb != ThumbAnswer::none ? 1 : 0;
        }
        QVERIFY(answers > 500);
    }

    // Behaviour model 3.9: p_o exp(0.9 Phi + 2.4 (0.6 - T) - 1.5 [answered]), at most 0.5.
    void opting_out_grows_with_fatigue_and_distrust_data() {
        QTest::addColumn<double>("fatigue");
        QTest::addColumn<double>("trust");
        QTest::newRow("rested") << 0.0 << 0.6;
        QTest::newRow("tired") << 1.5 << 0.6;
        QTest::newRow("worn out") << 3.0 << 0.6;
        QTest::newRow("distrusting") << 0.0 << 0.0;
        QTest::newRow("at the limit") << 6.0 << 0.1;
    }
    void opting_out_grows_with_fatigue_and_distrust() {
        QFETCH(double, fatigue);
        QFETCH(double, trust);
        Assumptions assumptions;
        assumptions.opt_out_rate = 0.01;
        assumptions.trust_gain = 0; // or the prompt itself would move trust first
        const Stage stage(assumptions);
        Person person;
        person.fatigue = static_cast<float>(fatigue);
        person.trust = static_cast<float>(trust);
        const Tested tested = ask_often(stage.behaviour, person, 3, sized(60000, 600000));
        const auto chance = [&](bool answered) {
            return std::min(0.5,
                            0.01 * std::exp(0.9 * fatigue + 2.4 * (0.6 - trust) - (answered ? 1.5 : 0.0)));
        };
        const double answered = tested.answered / tested.n;
        const double expected = answered * chance(true) + (1 - answered) * chance(false);
        QVERIFY2(distance_from(expected, tested.out, tested.n) < 4.5,
                 qPrintable(QString("%1 for %2").arg(tested.out / tested.n).arg(expected)));
    }

    // Behaviour model 3.10: the sign of y + N(0, 0.45), nothing within 0.15.
    void thumbs_point_where_enjoyment_does_data() {
        QTest::addColumn<double>("enjoyment");
        for (const double y : {-1.5, -0.4, 0.0, 0.3, 1.5})
            QTest::addRow("%g", y) << y;
    }
    void thumbs_point_where_enjoyment_does() {
        QFETCH(double, enjoyment);
        Assumptions assumptions;
        assumptions.response_base = 8; // everyone who has an opinion gives it
        const Stage stage(assumptions);
        const Tested tested = ask_often(stage.behaviour, Person{}, enjoyment, sized(30000, 300000));
        const double up = normal_below((enjoyment - 0.15) / 0.45);
        const double down = normal_below((-enjoyment - 0.15) / 0.45);
        QVERIFY2(distance_from(up, tested.up, tested.n) < 5,
                 qPrintable(QString("%1 for %2").arg(tested.up / tested.n).arg(up)));
        QVERIFY2(distance_from(down, tested.answered - tested.up, tested.n) < 5,
                 qPrintable(QString::number((tested.answered - tested.up) / tested.n)));
    }

    void being_asked_tires_and_being_asked_in_vain_tires_more() {
        const Stage stage(Assumptions{});
        int answered = 0, dismissed = 0;
        for (std::uint32_t k = 0; k < 2000; ++k) {
            Person person;
            person.fatigue = 0.5F;
            const bool answered_it =
                answer(stage.behaviour, person, consumed(2, k)).answer != ThumbAnswer::none;
            ++(answered_it ? answered : dismissed);
            const double expected = 0.5 + (answered_it ? 0.14 * 0.7 : 0.14 + 0.24 / 2);
            QVERIFY(std::abs(static_cast<double>(person.fatigue) - expected) < 1e-6);
        }
        QVERIFY(answered > 100 && dismissed > 100);
    }

    void a_prompt_annoys_those_who_have_had_too_many() {
        const Stage stage(Assumptions{});
        Person fresh;
        fresh.fatigue = 2.4F;
        Person worn = fresh;
        worn.fatigue = 2.6F;
        const float trust = fresh.trust;
        answer(stage.behaviour, fresh, consumed(2, 5));
        answer(stage.behaviour, worn, consumed(2, 5));
        QCOMPARE(fresh.frustration, 0.0F);
        QCOMPARE(fresh.trust, trust);
        QVERIFY(std::abs(worn.frustration - 0.08F) < 1e-6F);
        QVERIFY(std::abs(worn.trust - (trust - 0.01F * 3 * 0.4F * trust)) < 1e-6F);
    }

private:
    /// The middle of the k-th of n equal parts of a standard normal distribution, in a shuffled order.
    static float normal_quantile_of(int k, int n) {
        const auto place = static_cast<int>((static_cast<std::int64_t>(k) * 7919) % n);
        const double u = (place + 0.5) / n;
        // Bisection on the distribution function: slow, and nothing of the product in it.
        double low = -8, high = 8;
        while (high - low > 1e-6)
            (normal_below((low + high) / 2) < u ? low : high) = (low + high) / 2;
        return static_cast<float>(low);
    }
};
ATTUNE_TEST(Prompt_test);

#include "prompt_test.moc"
