// FB-78: a small group's wishes reach its own lists and cost others nothing.
#include "simulations/study/library.h"
#include "simulations/study/silenced_group.h"
#include "tests/simulations/study/small_scenario.h"

using namespace attune;
using namespace attune::test;

namespace {

LoadedScenario niche_minority(int users, int days) {
    auto loaded = find_scenario("niche-minority", nullptr);
    if (!loaded) throw std::runtime_error(to_line(loaded.error()));
    loaded->scenario.users = users;
    loaded->scenario.days = days;
    return std::move(*loaded);
}

} // namespace

class SilencedGroup_test : public QObject {
    Q_OBJECT
private slots:
    void wishes_of_a_few_reach_them_and_cost_others_nothing() {
        SimulateOptions options;
        options.replications = 2;
        const auto outcome =
            measure_voice(small_scenario(2000, 42, 1000), Policy{}, PersonGroup::niche, options);
        VERIFY_OK(outcome);
        const QByteArray told = QString("own %1 (%2 to %3), others %4 (%5 to %6)")
                                    .arg(outcome->own.gained.value)
                                    .arg(outcome->own.gained.lower)
                                    .arg(outcome->own.gained.upper)
                                    .arg(outcome->others.gained.value)
                                    .arg(outcome->others.gained.lower)
                                    .arg(outcome->others.gained.upper)
                                    .toUtf8();
        QVERIFY2(serves_without_harm(*outcome), told);
        QVERIFY(outcome->own.people > 50 && outcome->own.people < outcome->others.people / 3);
        // Its lists move towards its taste more than those of others do.
        QVERIFY(outcome->own.pull.value > outcome->others.pull.value);
        const Text& text = Text::english();
        QCOMPARE(voice_table(*outcome, text).rows.size(), std::size_t{2});
        for (const std::string& sentence : voice_sentences(*outcome, text))
            QVERIFY2(sentence.find('{') == std::string::npos, sentence.c_str());
        QVERIFY(voice_document(*outcome)["voice"]["serves_without_harm"].get<bool>());
    }

    // The control: where what people say is used for nothing, silence changes nothing at all.
    void a_voice_that_is_not_heard_changes_nothing() {
        LoadedScenario scenario = niche_minority(300, 14);
        Assumptions& assumptions = scenario.scenario.assumptions;
        assumptions.consent_adjust = assumptions.consent_session = assumptions.consent_improve = 0;
        const auto outcome = measure_voice(scenario, Policy{}, PersonGroup::niche, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->others.gained.value, 0.0);
        QCOMPARE(outcome->others.pull.value, 0.0);
    }

    void what_is_no_group_is_refused() {
        QVERIFY(voice_group("taste=niche") == PersonGroup::niche);
        for (const char* word : {"niche", "all", ""}) {
            const auto refused = voice_group(word);
            QVERIFY(!refused && refused.error().code == ErrorCode::bad_input);
            QVERIFY(refused.error().remedy.find("taste=niche") != std::string::npos);
        }
        const auto nobody =
            measure_voice(small_scenario(70, 8, 100), Policy{}, PersonGroup::manipulating, {});
        QVERIFY(!nobody && nobody.error().code == ErrorCode::bad_input);
    }
};

ATTUNE_TEST(SilencedGroup_test);
#include "silenced_group_test.moc"
