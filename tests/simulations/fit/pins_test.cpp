// The one table of what is fitted to what: every name in it must exist, and every name it gives must have
// words.
#include "core/base/text.h"
#include "core/measures/metrics/metric.h"
#include "simulations/fit/fit_scale.h"
#include "simulations/fit/fit_words.h"
#include "simulations/fit/pins.h"
#include "tests/support/test.h"

#include <set>

namespace attune::test {
namespace {

bool is_log_figure(const std::string& key) {
    const auto& all = log_figures();
    return std::any_of(all.begin(), all.end(), [&](const LogFigureSpec& f) { return f.key == key; });
}

} // namespace

class Pins_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void every_row_names_what_exists() {
        std::set<std::string> assumptions;
        std::set<std::string> metrics;
        for (const Pin& pin : pins()) {
            const auto* entry = world_parameters().find(pin.assumption);
            QVERIFY2(entry, pin.assumption.c_str());
            QVERIFY(can_be_fitted(entry->spec));
            QVERIFY2(assumptions.insert(pin.assumption).second, "one row for each assumption");
            QVERIFY2(!pin.figures.empty() || !pin.metrics.empty(), "a row that nothing can be fitted to");
            QVERIFY(!pin.from_log || !pin.figures.empty());
            for (const std::string& figure : pin.figures)
                QVERIFY2(is_log_figure(figure), figure.c_str());
            for (const std::string& metric : pin.metrics) {
                const MetricSpec* spec = find_metric(metric);
                QVERIFY2(spec, metric.c_str());
                QVERIFY2(spec->seen != Seen::truth, "nobody knows the truth");
                QVERIFY2(metrics.insert(metric).second, "a metric pins one assumption");
            }
        }
    }

    void log_figures_stand_in_the_order_of_their_numbers() {
        std::set<std::string> keys;
        for (std::size_t f = 0; f < log_figure_count; ++f) {
            QCOMPARE(static_cast<std::size_t>(log_figures()[f].figure), f);
            QVERIFY2(keys.insert(log_figures()[f].key).second, log_figures()[f].key);
        }
    }

    void a_figure_with_the_name_of_a_metric_has_its_unit() {
        for (const LogFigureSpec& figure : log_figures())
            if (const MetricSpec* metric = find_metric(figure.key))
                QCOMPARE(QString::fromStdString(metric->unit), QString(figure.unit));
    }

    void everything_has_words() {
        for (const LogFigureSpec& figure : log_figures()) {
            const std::string name = figure_name(figure.key, Text::english());
            QVERIFY2(!name.starts_with('['), name.c_str());
        }
        for (const Pin& pin : pins())
            QVERIFY(Text::english().has("parameter." + pin.assumption));
    }

    void typed_metrics_choose_what_is_fitted() {
        QCOMPARE(pinned_by_metrics({"response_rate"}), std::vector<std::string>({"world.response.base"}));
        // Two numbers about the same thing fit one assumption, and may contradict each other.
        QCOMPARE(pinned_by_metrics({"retention_7d", "active_share"}),
                 std::vector<std::string>({"world.visits.rate"}));
        QCOMPARE(pinned_by_metrics({"churn_30d", "response_rate"}),
                 std::vector<std::string>({"world.response.base", "world.churn.rate"}));
    }
};

ATTUNE_TEST(Pins_test);

} // namespace attune::test

#include "pins_test.moc"
