// What feedback teaches: by kind, the same people. The arms without a kind are the controls.
#include "core/consent/matrix_edit.h"
#include "simulations/study/learning.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

const LearningOutcome& outcome() {
    static const LearningOutcome once = [] {
        SimulateOptions options;
        options.replications = 3;
        auto measured = measure_learning(small_scenario(800, 42, 1000), Policy{}, options);
        if (!measured) throw std::runtime_error(to_line(measured.error()));
        return std::move(*measured);
    }();
    return once;
}

QByteArray told(const Estimate& one) {
    return QStringLiteral("%1 (%2 to %3)").arg(one.value).arg(one.lower).arg(one.upper).toUtf8();
}

} // namespace

class Learning_test : public QObject {
    Q_OBJECT
private slots:
    // FB-03: what people say brings predictions nearer to what they truly like.
    void said_and_done_is_better_calibrated_than_done_alone() {
        const LearningFigures& gained = outcome().of(LearnsFrom::done).difference;
        QVERIFY2(gained.calibration.upper < 0, told(gained.calibration));
        QVERIFY2(gained.ndcg.lower > 0, told(gained.ndcg));
    }

    // The control: thumbs that count for much more than they tell make lists worse, and that is said with a
    // lever.
    void answers_that_count_for_too_much_are_told() {
        Policy loud;
        loud.answer_thumb_up = 3.9;
        loud.answer_thumb_down = -3.9;
        const auto measured = measure_learning(small_scenario(800, 42, 1000), loud, {});
        VERIFY_OK(measured);
        const LearningFigures& lost = measured->of(LearnsFrom::done).difference;
        QVERIFY2(lost.ndcg.upper < 0, told(lost.ndcg));
        const std::vector<std::string> sentences = learning_sentences(*measured, Text::english());
        QVERIFY(std::any_of(sentences.begin(), sentences.end(), [](const std::string& one) {
            return one.find("answers.thumb_up") != std::string::npos;
        }));
    }

    // FB-10: and lists get there after fewer slates.
    void said_and_done_gets_there_sooner_than_done_alone() {
        const LearningArm& done = outcome().of(LearnsFrom::done);
        QVERIFY(done.reached && outcome().of(LearnsFrom::both).reached);
        QVERIFY2(done.difference.slates.upper < 0, told(done.difference.slates));
    }

    void nothing_teaches_nothing() {
        const LearningArm& nothing = outcome().of(LearnsFrom::nothing);
        QVERIFY(!nothing.reached);
        QVERIFY2(std::abs(nothing.value.correlation.value) < 0.03, told(nothing.value.correlation));
        QVERIFY(std::abs(nothing.value.ndcg.value - outcome().start) < 0.03);
        QVERIFY(outcome().of(LearnsFrom::both).value.correlation.lower > 0.15);
        // What is said alone teaches something, and less than what is done.
        const double said = outcome().of(LearnsFrom::said).value.ndcg.value;
        QVERIFY(said > outcome().start + 0.03 && said < outcome().of(LearnsFrom::done).value.ndcg.value);
    }

    // FB-28: predictions are calibrated for people who come seldom and often alike.
    void every_tenth_by_activity_is_calibrated() {
        int tenths = 0;
        for (const LearningGroup& group : outcome().groups) {
            if (group.kind != LearningGroup::Kind::activity) continue;
            ++tenths;
            QVERIFY2(group.both.value < 0.05, told(group.both));
        }
        QCOMPARE(tenths, activity_parts);
        for (const LearningGap& gap : outcome().gaps)
            QVERIFY2(gap.difference.lower < 0.005, told(gap.difference));
    }

    void matrix_without_a_kind_lets_it_teach_nothing() {
        const ConsentMatrix& whole = shipped_matrix();
        QVERIFY(teaching_matrix(whole, LearnsFrom::both) == whole);
        const MatrixRules said(teaching_matrix(whole, LearnsFrom::said)),
            done(teaching_matrix(whole, LearnsFrom::done));
        for (const Purpose purpose : {Purpose::adjust_my_recommendations, Purpose::improve_models}) {
            QVERIFY(said.has(purpose, Signal::thumb) && !said.has(purpose, Signal::depth));
            QVERIFY(!done.has(purpose, Signal::thumb) && done.has(purpose, Signal::depth));
        }
        VERIFY_OK(checked_matrix(teaching_matrix(whole, LearnsFrom::nothing), "here"));
    }

    // The panel's sums against every person added up by hand, and the run is none the worse for being asked.
    void panel_adds_up_and_leaves_the_run_alone() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 120, 3);
        const RunRequest request = request_over(world, assumptions, Policy{}, 150, 8, 3);
        auto asked = Simulation::start(request);
        VERIFY_OK(asked);
        const TastePanel panel(request, 40);
        asked->run_until(5);
        const auto answer = panel.ask(*asked);
        VERIFY_OK(answer);
        QCOMPARE(answer->lists.size(), std::size_t{50}); // every third
        PanelSums all;
        double ndcg = 0;
        for (const PanelSums& cluster : answer->clusters)
            all += cluster;
        for (const PanelList& list : answer->lists) {
            // By hand: the list's gain over that of the ten best items.
            std::vector<double> liked;
            for (std::uint32_t i = 0; i < 120; ++i)
                liked.push_back(panel.liking(*asked, UserId(list.user), i));
            double got = 0, best = 0;
            for (std::size_t rank = 0; rank < list.items.size(); ++rank)
                got += liked[list.items[rank]] / std::log2(static_cast<double>(rank) + 2);
            std::sort(liked.rbegin(), liked.rend());
            for (std::size_t rank = 0; rank < 10; ++rank)
                best += liked[rank] / std::log2(static_cast<double>(rank) + 2);
            QVERIFY(std::abs(list.ndcg - got / best) < 1e-12);
            ndcg += list.ndcg;
        }
        QVERIFY(std::abs(all.mean_ndcg() - ndcg / 50) < 1e-12);
        QCOMPARE(all.people, 50.0);
        double items = 0;
        for (const PanelSums::Bin& bin : all.bins)
            items += bin.items;
        QVERIFY(items > 50 * 5 && all.calibration_error() >= 0 && all.calibration_error() < 0.5);
        asked->run_until(8);
        QVERIFY(asked->observation().fingerprint == observe(request).fingerprint);
    }

    void tables_and_files_say_it_all() {
        const Text& text = Text::english();
        const DataTable table = learning_table(outcome(), text),
                        groups = learning_groups_table(outcome(), text);
        QCOMPARE(table.rows.size(), std::size_t{4});
        QCOMPARE(groups.rows.size(), outcome().groups.size() + 2);
        for (const DataTable* one : {&table, &groups})
            for (const auto& row : one->rows)
                QCOMPARE(row.size(), one->head.size());
        QVERIFY(learning_sentences(outcome(), text).size() >= 4);
        for (const std::string& sentence : learning_sentences(outcome(), text))
            QVERIFY2(sentence.find('{') == std::string::npos, sentence.c_str());
        const std::string csv = learning_csv(outcome());
        const auto lines = static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
        QCOMPARE(lines, 1 + 4 * (outcome().arms[0].curve.size() + 4));
        const Json document = learning_document(outcome());
        QCOMPARE(document["learning"]["arms"].size(), std::size_t{4});
    }

    void too_few_days_are_refused() {
        const auto refused = measure_learning(small_scenario(100, 5, 100), Policy{}, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::bad_input && !refused.error().remedy.empty());
    }
};

ATTUNE_TEST(Learning_test);
#include "learning_test.moc"
