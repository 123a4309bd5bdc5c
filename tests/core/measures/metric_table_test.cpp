// The table of metrics: complete, spoken in words, and tied to the tallies.
#include "core/base/text.h"
#include "core/measures/metrics/metric.h"
#include "core/measures/metrics/tallies.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <regex>
#include <set>

using namespace attune;

class Metric_table_test : public QObject {
    Q_OBJECT
private slots:
    void every_metric_is_described_data() {
        QTest::addColumn<QString>("key");
        for (const MetricSpec& spec : metric_specs())
            QTest::newRow(spec.key.c_str()) << QString::fromStdString(spec.key);
    }
    void every_metric_is_described() {
        QFETCH(QString, key);
        const MetricSpec* spec = find_metric(key.toStdString());
        QVERIFY(spec);
        QVERIFY(std::regex_match(spec->key, std::regex("[a-z][a-z0-9]*(_[a-z0-9]+)*")));
        QVERIFY2(spec->source.size() >= 10, "the source says where the definition comes from");
        const Text& text = Text::english();
        QVERIFY(text.has("metric." + spec->key));
        QVERIFY(text.has("metric." + spec->key + ".why"));
        QVERIFY2(text.has("unit." + spec->unit), spec->unit.c_str());
        const std::string name = text.get("metric." + spec->key);
        QVERIFY2(!name.empty() && name.size() <= 32, "a name fits on a tile");
        // One sentence: it ends with a full stop and has no other.
        const std::string why = text.get("metric." + spec->key + ".why");
        QCOMPARE(std::count(why.begin(), why.end(), '.'), std::ptrdiff_t{1});
        QCOMPARE(why.back(), '.');
    }

    void keys_and_names_are_unique() {
        std::set<std::string> keys;
        std::set<std::string> names;
        for (const MetricSpec& spec : metric_specs()) {
            QVERIFY2(keys.insert(spec.key).second, spec.key.c_str());
            QVERIFY2(names.insert(Text::english().get("metric." + spec.key)).second, spec.key.c_str());
        }
    }

    void no_text_speaks_of_a_metric_that_is_not_there() {
        for (const auto& [key, words] : Text::english().all()) {
            if (!key.starts_with("metric.")) continue;
            std::string metric = key.substr(7);
            if (metric.ends_with(".why")) metric.resize(metric.size() - 4);
            QVERIFY2(find_metric(metric), key.c_str());
        }
    }

    void an_unknown_key_is_not_found() {
        QVERIFY(!find_metric("satisfaction"));
        QVERIFY(!find_metric(""));
        QVERIFY(!find_ratio("exposure_gini"));
    }

    void guardrails_stand_where_they_should() {
        const std::map<std::string, double> expected = {{"satisfaction_true", 0.01},
                                                        {"retention_30d", 0.02},
                                                        {"churn_30d", 0.02},
                                                        {"opt_out_rate", 0.01},
                                                        {"unwanted_share", 0.01}};
        std::map<std::string, double> found;
        for (const MetricSpec& spec : metric_specs())
            if (spec.guardrail) found[spec.key] = *spec.guardrail;
        QCOMPARE(found, expected);
        for (const auto& [key, limit] : found)
            QVERIFY(find_metric(key)->better != Better::neither);
    }

    void what_only_a_simulator_knows_is_marked_as_truth() {
        std::set<std::string> truth;
        for (const MetricSpec& spec : metric_specs())
            if (spec.seen == Seen::truth) truth.insert(spec.key);
        const std::set<std::string> expected = {
            "satisfaction_true",      "enjoyed_true",       "unwanted_share", "regretted_minutes",
            "satisfaction_answerers", "nonresponse_bias",   "trust_true",     "efficacy_true",
            "prompt_fatigue",         "reasons_true",       "answers_true",   "answer_bits",
            "prompts_receptive",      "seconds_per_answer", "texts_right",    "fal",
            "directions_right"};
        QCOMPARE(truth, expected);
        QVERIFY(find_metric("satisfaction_answers")->seen == Seen::answers);
    }

    void ratios_belong_to_metrics_and_differ() {
        std::set<std::string_view> metrics;
        std::set<std::pair<Tally, Tally>> pairs;
        for (const RatioSpec& ratio : ratio_specs()) {
            QVERIFY2(find_metric(ratio.metric), std::string(ratio.metric).c_str());
            QVERIFY(metrics.insert(ratio.metric).second);
            QVERIFY(ratio.numerator != Tally::count_ && ratio.denominator != Tally::count_);
            QVERIFY(pairs.insert({ratio.numerator, ratio.denominator}).second);
        }
        // The rest need more than one fraction.
        std::set<std::string> others;
        for (const MetricSpec& spec : metric_specs())
            if (!find_ratio(spec.key)) others.insert(spec.key);
        const std::set<std::string> expected = {
            "exposure_share",        "exposure_gini",     "coverage",         "churn_30d",
            "satisfaction_weighted", "answers_effective", "nonresponse_bias", "answer_bits"};
        QCOMPARE(others, expected);
    }

    void a_ratio_is_numerator_over_denominator() {
        Tallies tallies;
        tallies[Tally::prompts] = 6;
        tallies[Tally::answers] = 3;
        tallies[Tally::thumbs_up] = 2;
        tallies[Tally::person_days] = 28;
        QCOMPARE(ratio_value("response_rate", tallies), 0.5);
        QCOMPARE(ratio_value("satisfaction_answers", tallies), 2.0 / 3.0);
        QCOMPARE(ratio_value("prompts_per_user_week", tallies), 1.5); // 6 prompts in 4 person-weeks
        QVERIFY(std::isnan(ratio_value("ctr", tallies)));             // nothing was examined
    }

    void days_add_up_and_levels_move_on() {
        Tallies first;
        first[Tally::users_enrolled] = 10;
        first[Tally::users_with_conversion] = 1;
        first[Tally::opt_outs] = 2;
        first[Tally::consented] = 6;
        first[Tally::sessions] = 7;
        Tallies second = first;
        second[Tally::users_with_conversion] = 3;
        second[Tally::consented] = 5;
        second[Tally::sessions] = 4;
        Tallies period = first;
        add_day(period, second);
        QCOMPARE(period[Tally::users_enrolled], 10.0);
        QCOMPARE(period[Tally::users_with_conversion], 3.0);
        QCOMPARE(period[Tally::opt_outs], 2.0);
        QCOMPARE(period[Tally::consented], 5.0);
        QCOMPARE(period[Tally::sessions], 11.0);
        // Other people of the same days: everything adds.
        Tallies everyone = period;
        everyone += period;
        for (std::size_t i = 0; i < tally_count; ++i)
            QCOMPARE(everyone.v[i], 2 * period.v[i]);
    }
};

ATTUNE_TEST(Metric_table_test);
#include "metric_table_test.moc"
