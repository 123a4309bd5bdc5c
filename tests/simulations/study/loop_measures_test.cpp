// Measures joined from what was read: each equal to plain sums over people, planted differences found, and
// aims judged by intervals.
#include "core/measures/statistics/jackknife.h"
#include "simulations/study/loop_chart.h"
#include "simulations/study/loop_targets.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

const LoopMeasure& of(const std::vector<LoopMeasure>& measures, const std::string& key) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const LoopMeasure& measure) { return measure.key == key; });
    if (found == measures.end()) throw std::runtime_error("no measure " + key);
    return *found;
}

bool near(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-9;
}

/// Two replications of a small world, and all measures of them.
struct Subject {
    LoadedScenario scenario;
    Policy policy;
    std::vector<std::unique_ptr<LoopRuns>> runs;
    std::vector<LoopMeasure> measures;

    /// Numerator and denominator over all genuine people of both replications.
    template <typename Add>
    Fraction sum(const Add& add) const {
        Fraction sum;
        for (const auto& one : runs)
            for (std::size_t u = 0; u < one->population.people.size(); ++u)
                if (one->population.people[u].role == Role::genuine) add(*one, u, sum);
        return sum;
    }
    /// Over those whose first sign is the same in both runs; `what` of each, NaN where it does not count.
    double mean(bool twin,
                const std::function<double(const FirstSign&, const FirstSign&, double)>& what) const {
        return sum([&](const LoopRuns& one, std::size_t u, Fraction& sum) {
                   const FirstSign &a = one.episodes.first()[u], &b = one.twin_episodes.first()[u];
                   if (a.hours < 0 || a.hours != b.hours || a.item != b.item) return;
                   const double value = twin ? what(b, a, one.hours) : what(a, b, one.hours);
                   if (!std::isnan(value)) sum += {value, 1.0};
               })
            .value();
    }

    static const Subject& get() {
        static const Subject subject = [] {
            Subject made;
            made.scenario = small_scenario(400, 50, 250);
            made.scenario.scenario.assumptions.tap_rate = 0.05;
            made.scenario.scenario.assumptions.churn_rate = 0.006;
            made.scenario.scenario.assumptions.opt_out_rate = 0.01;
            SimulateOptions options;
            options.replications = 2;
            for (int r = 0; r < 2; ++r)
                made.runs.push_back(*run_loop(made.scenario, made.policy, r, options, [] {}));
            made.measures = *measure_loop(made.scenario, made.policy, options);
            return made;
        }();
        return subject;
    }
};

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double yes(bool so) {
    return so ? 1 : 0;
}

} // namespace

class Loop_measures_test : public QObject {
    Q_OBJECT
private slots:
    void rows_with_a_twin_equal_plain_means_data() {
        QTest::addColumn<QString>("key");
        for (const char* key :
             {"sar", "red_24h", "red_7d", "rcd", "lst_satisfaction_30", "lst_trust_30", "lst_gone_30"})
            QTest::newRow(key) << QString(key);
    }
    void rows_with_a_twin_equal_plain_means() {
        QFETCH(QString, key);
        using What = std::function<double(const FirstSign&, const FirstSign&, double)>;
        const std::map<QString, What> definitions = {
            {"sar", [](const FirstSign& a, const FirstSign& b,
                       double) { return a.satisfaction_after - a.satisfaction + 0 * b.satisfaction_after; }},
            {"red_24h", [](const FirstSign& a, const FirstSign&,
                           double end) { return a.hours + 24 <= end ? yes(a.enjoyed_in_day) : none; }},
            {"red_7d", [](const FirstSign& a, const FirstSign&,
                          double end) { return a.hours + 168 <= end ? yes(a.enjoyed_in_week) : none; }},
            {"rcd",
             [](const FirstSign& a, const FirstSign&, double end) {
                 return a.rest_until >= 0 && a.rest_until + 168 <= end ? yes(a.back) : none;
             }},
            {"lst_satisfaction_30",
             [](const FirstSign& a, const FirstSign& b, double) {
                 return a.later[0].satisfaction + 0 * b.later[0].satisfaction;
             }},
            {"lst_trust_30", [](const FirstSign& a, const FirstSign& b,
                                double) { return a.later[0].trust + 0 * b.later[0].trust; }},
            {"lst_gone_30", [](const FirstSign& a, const FirstSign&, double) {
                 return std::isnan(a.later[0].satisfaction) ? none : yes(a.later[0].gone);
             }}};
        const Subject& subject = Subject::get();
        const LoopMeasure& measured = of(subject.measures, key.toStdString());
        const double with = subject.mean(false, definitions.at(key));
        const double without = subject.mean(true, definitions.at(key));
        QVERIFY2(near(measured.value.value, with),
                 qPrintable(QString("%1 %2").arg(measured.value.value).arg(with)));
        QVERIFY(near(measured.twin.value, without));
        QVERIFY(near(measured.change.value, with - without));
        QVERIFY(measured.value.lower <= with && measured.value.upper >= with);
        QVERIFY(measured.change.lower <= with - without && measured.change.upper >= with - without);
        // The same people on both sides: the difference is known better than either.
        QVERIFY(measured.change.upper - measured.change.lower <
                1.5 * (measured.value.upper - measured.value.lower));
        QVERIFY(measured.value.n > 50);
    }

    void shares_of_what_was_shown_equal_plain_sums() {
        const Subject& subject = Subject::get();
        const auto later = [&](bool twin) {
            return subject
                .sum([&](const LoopRuns& one, std::size_t u, Fraction& sum) {
                    const FirstSign &a = one.episodes.first()[u], &b = one.twin_episodes.first()[u];
                    if (!Episodes::same_sign(a, b) || std::isnan(a.later[0].satisfaction)) return;
                    const FirstSign::Later& seen = (twin ? b : a).later[0];
                    sum += {seen.bad, seen.pairs};
                })
                .value();
        };
        QVERIFY(near(of(subject.measures, "lst_urr_30").value.value, 1 - later(false) / later(true)));
        for (std::size_t h = 0; h < 3; ++h) {
            const auto alike = [&](bool told) {
                return subject
                    .sum([&](const LoopRuns& one, std::size_t u, Fraction& sum) {
                        const AfterTap &a = one.told.people()[u], &b = one.untold.people()[u];
                        if (a.hours < 0 || a.hours != b.hours || a.item != b.item ||
                            std::min(a.slates, b.slates) < slates_after_tap[h])
                            return;
                        const AfterTap::Shown& shown = (told ? a : b).shown[h];
                        sum += {shown.alike, shown.items};
                    })
                    .value();
            };
            const LoopMeasure& rsp = of(subject.measures, "rsp_" + std::to_string(slates_after_tap[h]));
            QVERIFY(near(rsp.value.value, 1 - alike(true) / alike(false)));
            QVERIFY(rsp.value.n > 100 && rsp.value.upper > rsp.value.lower);
        }
        const auto picked = [&](bool risen) {
            return subject
                .sum([&](const LoopRuns& one, std::size_t u, Fraction& sum) {
                    const RefinedPicks& picks = one.refined.people()[u];
                    sum += risen ? Fraction{picks.risen_picked, picks.risen}
                                 : Fraction{picks.displaced_picked, picks.displaced};
                })
                .value();
        };
        const LoopMeasure& ars = of(subject.measures, "ars");
        QVERIFY(near(ars.value.value, picked(true)) && near(ars.twin.value, picked(false)));
        QVERIFY(near(ars.change.value, picked(true) - picked(false)));
    }

    void what_is_said_of_prompts_equals_plain_counts() {
        const Subject& subject = Subject::get();
        const Fraction off = subject.sum([](const LoopRuns& one, std::size_t u, Fraction& sum) {
            const SpokenTo& spoken = one.episodes.spoken_to()[u];
            sum += {spoken.turned_off, spoken.spoken};
        });
        const Fraction month = subject.sum([](const LoopRuns& one, std::size_t u, Fraction& sum) {
            const double first = one.episodes.spoken_to()[u].first_off;
            sum += {first >= 0 && first <= 720 ? 1.0 : 0.0, 1.0};
        });
        QVERIFY(near(of(subject.measures, "opt_per_prompt").value.value, off.value()));
        QVERIFY(near(of(subject.measures, "opt_30d").value.value, month.value()));
        QVERIFY(off.numerator > 3);
        // The run did not last sixty days.
        QVERIFY(std::isnan(of(subject.measures, "opt_60d").value.value));
        int most = 0;
        for (const auto& one : subject.runs)
            for (std::size_t b = 0; b < 7; ++b)
                most = std::max(most, one->episodes.sessions(b).highest().value_or(0));
        const LoopMeasure& pps = of(subject.measures, "pps_max");
        QCOMPARE(pps.value.value, static_cast<double>(most));
        QCOMPARE(*pps.most, static_cast<double>(subject.policy.session_cap));
        QVERIFY(pps.reached == Reached::reached);
    }

    void aims_are_judged_by_the_whole_interval_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<bool>("least");
        QTest::addColumn<int>("reached");
        const auto row = [](const char* title, double lower, double upper, bool least, Reached reached) {
            QTest::newRow(title) << lower << upper << least << static_cast<int>(reached);
        };
        row("above the least", 0.5, 0.7, true, Reached::reached);
        row("around the least", 0.3, 0.7, true, Reached::undecided);
        row("below the least", 0.1, 0.3, true, Reached::missed);
        row("below the most", 0.1, 0.3, false, Reached::reached);
        row("above the most", 0.5, 0.7, false, Reached::missed);
        row("no interval", none, none, false, Reached::undecided);
    }
    void aims_are_judged_by_the_whole_interval() {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(bool, least);
        QFETCH(int, reached);
        LoopMeasure measure{.key = "urr"};
        measure.value.value = 0.4;
        measure.value.lower = lower;
        measure.value.upper = upper;
        (least ? measure.least : measure.most) = 0.4;
        judge(measure);
        QCOMPARE(static_cast<int>(measure.reached), reached);
        measure.value.value = none;
        judge(measure);
        QVERIFY(measure.reached == Reached::unknown);
    }

    // DE-31: over all people in whose lives an episode opened after the same signs.
    void lengths_of_visits_equal_plain_means() {
        const Subject& subject = Subject::get();
        const auto mean = [&](bool twin) {
            return subject
                .sum([&](const LoopRuns& one, std::size_t u, Fraction& sum) {
                    const OpenedVisits::Person a = one.opened_visits.person(u);
                    const OpenedVisits::Person b = one.twin_opened_visits.person(u);
                    if (a.over && b.over) sum += {(twin ? b : a).minutes, 1.0};
                })
                .value();
        };
        const LoopMeasure& opened = of(subject.measures, "visit_opened");
        QVERIFY(near(opened.value.value, mean(false)) && near(opened.twin.value, mean(true)));
        QVERIFY2(opened.value.n > 20, qPrintable(QString::number(opened.value.n)));
        QVERIFY(of(subject.measures, "visit_kept").value.value > 0.5);
    }

    // DE-81: of all genuine people, sorted by how far they trust; not of the mean.
    void the_lowest_tenth_is_that_of_people_sorted() {
        const Subject& subject = Subject::get();
        const auto lowest = [&](bool twin) {
            std::vector<double> trust;
            for (const auto& one : subject.runs)
                for (std::size_t u = 0; u < one->population.people.size(); ++u)
                    if (one->genuine(u))
                        trust.push_back((twin ? one->twin_episodes : one->episodes).trust()[u]);
            std::sort(trust.begin(), trust.end());
            return trust[trust.size() / 10];
        };
        const LoopMeasure& measured = of(subject.measures, "trust_lowest");
        const double change = lowest(false) - lowest(true);
        QVERIFY2(std::abs(measured.value.value - change) < 0.003,
                 qPrintable(QString("%1 %2").arg(measured.value.value).arg(change)));
        QVERIFY(measured.value.lower < change + 0.003 && measured.value.upper > change - 0.003);
        QVERIFY(measured.value.n > 700);
    }

    // The middle promised time, over the mean time it takes where what is not reached is waited for to the
    // end: by hand, visit by visit.
    void promised_times_are_beside_the_times_it_takes() {
        const Subject& subject = Subject::get();
        std::vector<int> named;
        std::vector<std::pair<int, bool>> waits; // visits, came true
        for (const auto& one : subject.runs)
            for (const Rejections::Came& came : one->rejections.came()) {
                if (!one->genuine(came.user)) continue;
                named.push_back(came.promised);
                waits.emplace_back(came.visits > 0 ? came.visits : came.promised, came.visits > 0);
            }
        QVERIFY(named.size() > 20);
        std::sort(named.begin(), named.end());
        double mean = 0, waiting = 1;
        for (int visit = 1; visit <= longest_promise; ++visit) {
            const auto count = [&](const auto& what) {
                return static_cast<double>(std::count_if(waits.begin(), waits.end(), what));
            };
            const double at_risk = count([&](const auto& wait) { return wait.first >= visit; });
            if (at_risk == 0) break;
            mean += waiting;
            waiting *=
                1 - count([&](const auto& wait) { return wait.first == visit && wait.second; }) / at_risk;
        }
        const double middle = named[(named.size() - 1) / 2];
        const LoopMeasure& measured = of(subject.measures, "promise_wait");
        QVERIFY2(near(measured.value.value, middle / mean),
                 qPrintable(QString("%1 %2 %3").arg(measured.value.value).arg(middle).arg(mean)));
        QCOMPARE(measured.value.n, static_cast<double>(named.size()));
    }

    // DE-02: silence is to be noticed in time, and a tap by the next list; what has an aim has its words.
    void what_has_an_aim_says_so() {
        const Subject& subject = Subject::get();
        QCOMPARE(*of(subject.measures, "dtr_unwanted").most, 90.0);
        QCOMPARE(*of(subject.measures, "answered_next").least, 0.95);
        QCOMPARE(*of(subject.measures, "promise_wait").most, 2.0);
        QCOMPARE(*of(subject.measures, "trust_lowest").least, 0.0);
        QCOMPARE(*of(subject.measures, "visit_kept").least, 0.95);
        QCOMPARE(*of(subject.measures, "cre_alarms").most, 0.0);
        for (const LoopMeasure& measure : subject.measures)
            QVERIFY2(!measure.has_aim() || Text::english().has("loop.inside." + measure.key),
                     measure.key.c_str());
        const LoopMeasure& detection = of(subject.measures, "dtr_unwanted");
        QVERIFY2(detection.reached == Reached::reached, qPrintable(QString::number(detection.value.upper)));
    }

    // Every row has its words; the CSV has as many columns as its head; what is not known stays empty.
    void every_measure_is_shown() {
        const Subject& subject = Subject::get();
        const Text& text = Text::english();
        const DataTable table = loop_table(subject.measures, text);
        QCOMPARE(table.rows.size(), subject.measures.size());
        for (const auto& row : table.rows) {
            QCOMPARE(row.size(), table.head.size());
            for (const std::string& cell : row)
                QVERIFY2(!cell.empty() && !cell.starts_with('[') && cell.find("nan") == std::string::npos,
                         cell.c_str());
        }
        for (const int days : later_days)
            for (const char* of : {"urr", "satisfaction", "trust", "gone"})
                QVERIFY(!text.get("loop.row.lst_" + std::string(of) + "_" + std::to_string(days))
                             .starts_with('['));
        const std::string csv = loop_csv(subject.measures);
        const std::string head = csv.substr(0, csv.find('\n'));
        const auto columns = std::count(head.begin(), head.end(), ',');
        std::size_t from = 0;
        for (std::size_t end = csv.find('\n'); end != std::string::npos; end = csv.find('\n', from)) {
            QCOMPARE(std::count(csv.begin() + static_cast<std::ptrdiff_t>(from),
                                csv.begin() + static_cast<std::ptrdiff_t>(end), ','),
                     columns);
            from = end + 1;
        }
        const Json document = loop_document(subject.measures);
        for (const Json& row : document["measures"]) {
            QVERIFY(row.contains("unit") && row.contains("n") && row["change"].contains("lower"));
            if (row["measure"] == "sar")
                QVERIFY(row["unit"] == "change" && row["change"]["value"].is_number());
            if (row["measure"] == "opt_60d") QVERIFY(row["value"].is_null());
        }
    }
};

ATTUNE_TEST(Loop_measures_test);
#include "loop_measures_test.moc"
