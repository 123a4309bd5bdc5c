// What a change of policy does to stored people: the study's own numbers, compared person by person, and
// nothing said where too little happened.
#include "core/base/random.h"
#include "simulations/study/effect_table.h"
#include "simulations/study/loop_runs.h"
#include "simulations/study/loop_targets.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <bit>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

const LoopMeasure& of(const std::vector<LoopMeasure>& measures, const std::string& key) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const LoopMeasure& measure) { return measure.key == key; });
    if (found == measures.end()) throw std::runtime_error("no measure " + key);
    return *found;
}

const EffectMeasure& of(const EffectPreview& preview, const std::string& key) {
    const auto found = std::find_if(preview.measures.begin(), preview.measures.end(),
                                    [&](const EffectMeasure& measure) { return measure.key == key; });
    if (found == preview.measures.end()) throw std::runtime_error("no measure " + key);
    return *found;
}

bool same_bits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Who is spoken to more often, and who less.
Policy talkative() {
    Policy policy;
    policy.name = "talkative";
    policy.weekly_cap = 20;
    policy.gap_hours = 12;
    return policy;
}

struct Subject {
    LoadedScenario scenario = small_scenario(400, 40, 250);
    Policy before, after = talkative();
    EffectPreview preview;
    std::vector<LoopMeasure> loop_before, loop_after;

    static const Subject& get() {
        static const Subject subject = [] {
            Subject made;
            const auto preview = preview_effect(made.scenario, made.before, made.after, {});
            const auto before = measure_loop(made.scenario, made.before, {});
            const auto after = measure_loop(made.scenario, made.after, {});
            if (!preview || !before || !after) throw std::runtime_error("the subject cannot be measured");
            made.preview = *preview;
            made.loop_before = *before;
            made.loop_after = *after;
            return made;
        }();
        return subject;
    }
};

} // namespace

class Effect_preview_test : public QObject {
    Q_OBJECT

private slots:
    void values_are_those_of_the_study_bit_for_bit_data() {
        QTest::addColumn<QString>("measure");
        QTest::addColumn<QString>("study");
        QTest::newRow("FAL") << "fal"
                             << "fal";
        QTest::newRow("URR") << "urr"
                             << "urr";
        QTest::newRow("OPT") << "opt"
                             << "opt_per_prompt";
    }
    void values_are_those_of_the_study_bit_for_bit() {
        QFETCH(QString, measure);
        QFETCH(QString, study);
        const Subject& subject = Subject::get();
        const EffectMeasure& shown = of(subject.preview, measure.toStdString());
        for (const auto& [side, loop] :
             {std::pair{&shown.before, &subject.loop_before}, std::pair{&shown.after, &subject.loop_after}}) {
            const MetricValue& wanted = of(*loop, study.toStdString()).value;
            QVERIFY2(wanted.n >= effect_least, "the subject is too small for the test");
            QVERIFY(same_bits(side->value, wanted.value));
            QVERIFY(same_bits(side->lower, wanted.lower) && same_bits(side->upper, wanted.upper));
            QCOMPARE(side->n, wanted.n);
        }
        QVERIFY(same_bits(shown.change.value, shown.after.value - shown.before.value));
        QVERIFY(shown.change.lower <= shown.change.value && shown.change.value <= shown.change.upper);
        // What is taken away is the same fraction that the study shows.
        const double other = shown.before.value + shown.change.value;
        QVERIFY(std::abs(other - shown.after.value) < 1e-12);
    }

    // DE-32: what is forecast of trust is the trust of these people in the run itself.
    void trust_is_that_of_all_people_at_the_end() {
        const Subject& subject = Subject::get();
        const EffectMeasure& trust = of(subject.preview, "trust");
        double change = 0;
        for (const bool after : {false, true}) {
            const auto runs =
                run_loop(subject.scenario, after ? subject.after : subject.before, 0, {}, [] {});
            VERIFY_OK(runs);
            double sum = 0, people = 0;
            for (std::size_t u = 0; u < (*runs)->population.people.size(); ++u)
                if ((*runs)->genuine(u)) {
                    sum += (*runs)->episodes.trust()[u];
                    people += 1;
                }
            const MetricValue& shown = after ? trust.after : trust.before;
            QVERIFY(std::abs(shown.value - sum / people) < 1e-9);
            QCOMPARE(shown.n, people);
            QVERIFY(shown.lower < shown.value && shown.value < shown.upper);
            change += (after ? 1 : -1) * sum / people;
        }
        QVERIFY(std::abs(change) > 1e-6 && std::abs(trust.change.value - change) < 1e-9);
        QVERIFY(trust.change.upper - trust.change.lower < trust.after.upper - trust.after.lower);
    }

    void more_talk_shows_and_the_same_people_make_it_sure() {
        const EffectMeasure& pps = of(Subject::get().preview, "pps");
        QVERIFY(pps.before.value > 0 && pps.after.value > pps.before.value);
        QVERIFY2(pps.change.lower > 0, "asking more often is seen among 400 people");
        // Paired: the change is better known than two runs over different people would tell.
        const double apart =
            std::hypot(pps.before.upper - pps.before.lower, pps.after.upper - pps.after.lower);
        QVERIFY(pps.change.upper - pps.change.lower < apart);
        const auto rows = effect_rows(Subject::get().preview, Text::english());
        QCOMPARE(static_cast<int>(rows[3].says), static_cast<int>(EffectRow::Says::more));
        QVERIFY(effect_sentence(Subject::get().preview, Text::english()).find("More questions per visit") !=
                std::string::npos);
    }

    void the_same_policy_changes_nothing() {
        const auto preview = preview_effect(small_scenario(130, 20, 150), Policy{}, Policy{}, {});
        VERIFY_OK(preview);
        for (const EffectMeasure& measure : preview->measures) {
            QVERIFY(same_bits(measure.before.value, measure.after.value) ||
                    (std::isnan(measure.before.value) && std::isnan(measure.after.value)));
            if (std::isfinite(measure.change.value)) QCOMPARE(measure.change.value, 0.0);
        }
        QCOMPARE(effect_sentence(*preview, Text::english()),
                 Text::english().get("effect.sentence.not_shown"));
    }

    void where_too_little_happened_no_number_is_given() {
        Policy silent;
        silent.conversation = false; // nobody is offered anything
        const auto preview = preview_effect(small_scenario(70, 16, 150), Policy{}, silent, {});
        VERIFY_OK(preview);
        const EffectMeasure& fal = of(*preview, "fal");
        QVERIFY2(fal.before.n > 0 && fal.before.n < effect_least, "the test wants a few offers");
        for (const MetricValue* value : {&fal.before, &fal.after, &fal.change})
            QVERIFY(std::isnan(value->value) && std::isnan(value->lower) && std::isnan(value->upper));
        QCOMPARE(fal.after.n, 0.0);
        const EffectRow row = effect_rows(*preview, Text::english()).front();
        QVERIFY2(row.before.find(" offers, too few: it takes 30") != std::string::npos, row.before.c_str());
        QCOMPARE(row.after, std::string("no offers"));
        QCOMPARE(row.verdict, Text::english().get("effect.says.unknown"));
        QVERIFY(row.change.empty() && row.before_interval.empty() && row.after_interval.empty());
    }

    void few_people_of_a_large_scenario_are_enough() {
        int days = 0;
        SimulateOptions options;
        double last = 0;
        options.progress = [&](double done) {
            QVERIFY(done >= last && done <= 1);
            last = done;
            ++days;
        };
        const auto preview = preview_effect(small_scenario(4000, 3, 60), Policy{}, talkative(), options);
        VERIFY_OK(preview);
        QCOMPARE(preview->people, effect_people);
        QCOMPARE(preview->days, 3);
        QCOMPARE(last, 1.0);
        QCOMPARE(days, 2 * LoopRuns::runs * 3);
        QCOMPARE(preview->scenario, std::string("small"));
        QCOMPARE(preview->before, std::string("default"));
    }

    void it_can_be_stopped() {
        std::stop_source stop;
        SimulateOptions options;
        options.stop = stop.get_token();
        options.progress = [&](double) { stop.request_stop(); };
        const auto preview = preview_effect(small_scenario(200, 30, 150), Policy{}, talkative(), options);
        QVERIFY(!preview);
        QCOMPARE(preview.error().code, ErrorCode::cancelled);
    }

    void what_is_kept_comes_back_as_it_was() {
        const EffectPreview& preview = Subject::get().preview;
        const std::string kept = effect_to_json(preview);
        QVERIFY(kept.size() < 4000);
        const auto read = effect_from_json(kept, "here");
        VERIFY_OK(read);
        QCOMPARE(effect_to_json(*read), kept);
        const auto rows = effect_rows(preview, Text::english()), again = effect_rows(*read, Text::english());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(again[i].before, rows[i].before);
            QCOMPARE(again[i].change, rows[i].change);
            QCOMPARE(again[i].verdict, rows[i].verdict);
        }
    }

    void what_is_no_preview_is_refused_data() {
        QTest::addColumn<QByteArray>("text");
        const QByteArray good = QByteArray::fromStdString(effect_to_json(Subject::get().preview));
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        row("nothing", "");
        row("no JSON", "{");
        row("a list", "[]");
        row("something else", R"({"attune":"policy","version":1})");
        row("a newer one", QByteArray(good).replace("\"version\":1", "\"version\":2"));
        row("nobody", QByteArray(good).replace("\"people\":400", "\"people\":0"));
        row("half a person", QByteArray(good).replace("\"people\":400", "\"people\":0.5"));
        row("no days", QByteArray(good).replace("\"days\":40", "\"days\":\"forty\""));
        row("no measures", QByteArray(good).replace("\"measures\"", "\"measured\""));
        row("unknown unit", QByteArray(good).replace("\"unit\":\"share\"", "\"unit\":\"miles\""));
        row("a word for a number", QByteArray(good).replace("\"value\":", "\"value\":\"x\",\"other\":"));
        row("a negative count", QByteArray(good).replace("\"n\":", "\"n\":-"));
        row("a measure without a change", QByteArray(good).replace("\"change\"", "\"changed\""));
        QByteArray many = good;
        row("too many measures",
            many.replace("\"measures\":[", "\"measures\":[" + QByteArray("{},").repeated(100)));
    }
    void what_is_no_preview_is_refused() {
        QFETCH(QByteArray, text);
        const auto read = effect_from_json(text.toStdString(), "version 3");
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::bad_input);
        QVERIFY(QString::fromStdString(read.error().where).contains("version 3"));
    }

    void better_and_worse_are_told_by_the_interval_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<QString>("verdict");
        QTest::newRow("fewer false ones") << "fal" << -0.2 << -0.1 << "better";
        QTest::newRow("more false ones") << "fal" << 0.1 << 0.2 << "worse";
        QTest::newRow("perhaps fewer") << "fal" << -0.2 << 0.1 << "not_shown";
        QTest::newRow("less of the rejected") << "urr" << 0.1 << 0.2 << "better";
        QTest::newRow("more of the rejected") << "urr" << -0.2 << -0.1 << "worse";
        QTest::newRow("more turn it off") << "opt" << 0.1 << 0.2 << "worse";
        QTest::newRow("fewer turn it off") << "opt" << -0.2 << -0.1 << "better";
        QTest::newRow("fewer questions") << "pps" << -0.2 << -0.1 << "less";
        QTest::newRow("more questions") << "pps" << 0.1 << 0.2 << "more";
        QTest::newRow("exactly none") << "opt" << 0.0 << 0.0 << "not_shown";
    }
    void better_and_worse_are_told_by_the_interval() {
        QFETCH(QString, key);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(QString, verdict);
        EffectMeasure measure{.key = key.toStdString()};
        const auto value = [](double low, double middle, double high) {
            MetricValue made = unknown_value();
            made.value = middle;
            made.lower = low;
            made.upper = high;
            made.n = 100;
            return made;
        };
        measure.before = measure.after = value(0.1, 0.2, 0.3);
        measure.change = value(lower, (lower + upper) / 2, upper);
        const EffectPreview preview{
            .scenario = "s", .before = "b", .people = 1, .days = 1, .measures = {measure}};
        QCOMPARE(effect_rows(preview, Text::english()).front().verdict,
                 Text::english().get("effect.says." + verdict.toStdString()));
    }
};

ATTUNE_TEST(Effect_preview_test);

#include "effect_preview_test.moc"
