#include "simulations/study/fair_chart.h"

#include "simulations/report/readable_name.h"
#include "simulations/study/fair_table.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr NumberStyle share_style{NumberKind::share, 1}, score_style{NumberKind::plain, 3},
    plain_style{NumberKind::plain, 2};

LoadRow row_of(std::string name, const MetricValue& figure, std::optional<double> tick,
               const NumberStyle& style, const Text& text) {
    if (tick && !std::isfinite(*tick)) tick.reset();
    return {.name = std::move(name),
            .value = figure.value,
            .lower = figure.lower,
            .upper = figure.upper,
            .baseline = tick,
            .value_words = known_text(figure.value, style, text)};
}

LoadBars bars_of(NumberKind kind, const Text& text) {
    LoadBars bars;
    bars.kind = kind;
    bars.no_data = text.get("fair.no_data");
    return bars;
}

/// The table of this name among those that the command line shows.
FairTable told_of(const FairFigures& figures, const char* title, const Text& text) {
    const std::string wanted = text.get(title);
    for (FairTable& told : fair_tables(figures, text))
        if (told.title == wanted) return std::move(told);
    return {};
}

class Charts {
public:
    Charts(const FairFigures& figures, const MeasuredFor& world, const Text& text)
        : figures_(figures)
        , world_(world)
        , text_(text) {
        // The lever of the group that gets least of what it is owed, or of the floor that takes it from
        // there.
        const FairGroup* least = figures.shortest();
        const FairGroup* other = least ? figures.favoured_over(*least) : nullptr;
        if (least) floor_ = "fairness.floor." + (other ? other : least)->name;
    }

    FairChart people() const {
        LoadBars bars = bars_of(NumberKind::plain, text_);
        for (const ServedGroup& group : figures_.people)
            if (group.people > 0)
                bars.rows.push_back(row_of(text_.get("report.group_title." + group.group), group.satisfaction,
                                           group.satisfaction.value - group.change.value, score_style,
                                           text_));
        return card("fair_people", "fairness.debt_limit", "fair.title.people",
                    {view("fair.view.people", std::move(bars), "fair.title.people")});
    }

    FairChart lorenz() const {
        const auto lines = [&](const LorenzCurve& curve) {
            LineChart chart;
            chart.kind = NumberKind::share;
            chart.hundredths = true;
            chart.no_data = text_.get("fair.no_data");
            const auto line = [&](const std::string& name, LineRole role,
                                  const std::array<double, LorenzCurve::steps + 1>& share,
                                  const MetricValue& gini) {
                ChartLine made{.name = name, .last_value = {}, .role = role, .points = {}};
                made.last_value =
                    text_.get("fair.gini", {{"value", known_text(gini.value, plain_style, text_)}});
                for (int step = 0; step <= static_cast<int>(LorenzCurve::steps); ++step)
                    made.points.push_back({step, share[static_cast<std::size_t>(step)], none, none});
                return made;
            };
            chart.lines.push_back(
                line(readable_name(world_.policy), LineRole::candidate, curve.share, curve.gini));
            if (figures_.limited)
                chart.lines.push_back(
                    line(text_.get("fair.column.twin"), LineRole::baseline, curve.twin, curve.gini_twin));
            ChartLine equal{
                .name = text_.get("fair.equal"), .last_value = {}, .role = LineRole::answers, .points = {}};
            for (int step = 0; step <= static_cast<int>(LorenzCurve::steps); ++step)
                equal.points.push_back({step, step / 100.0, none, none});
            chart.lines.push_back(std::move(equal));
            return chart;
        };
        return card("fair_lorenz", floor_, "fair.title.uneven",
                    {view("fair.of.providers", lines(figures_.providers), "fair.title.uneven"),
                     view("fair.of.items", lines(figures_.items), "fair.title.uneven")});
    }

    FairChart liking() const {
        LoadBars true_liking = bars_of(NumberKind::share, text_), predicted = true_liking,
                 without = true_liking;
        for (const FairGroup& group : figures_.groups) {
            const std::string name = readable_name(group.name);
            true_liking.rows.push_back(row_of(name, group.exposure, group.fitting.value, share_style, text_));
            predicted.rows.push_back(row_of(name, group.exposure, group.predicted.value, share_style, text_));
            without.rows.push_back(
                row_of(name, group.exposure, group.exposure_twin.value, share_style, text_));
        }
        std::vector<LabView> views = {view("fair.view.true", std::move(true_liking), "fair.title.groups"),
                                      view("fair.view.predicted", std::move(predicted), "fair.title.groups")};
        if (figures_.limited)
            views.push_back(view("fair.view.without", std::move(without), "fair.title.groups"));
        return card("fair_liking", floor_, "fair.title.groups", std::move(views));
    }

    FairChart ratio() const {
        std::vector<LabView> views;
        for (std::size_t d = 0; d < fair_definition_count; ++d) {
            LoadBars bars = bars_of(NumberKind::plain, text_);
            for (const FairGroup& group : figures_.groups) {
                LoadRow row =
                    row_of(readable_name(group.name), group.disparity[d].ratio, 1.0, plain_style, text_);
                row.value_words =
                    text_.get("fair.ratio_words",
                              {{"ratio", row.value_words},
                               {"difference",
                                known_difference(group.disparity[d].difference.value, share_style, text_)}});
                bars.rows.push_back(std::move(row));
            }
            views.push_back(view("fair.short." + std::string(name(static_cast<FairDefinition>(d))),
                                 std::move(bars), "fair.title.definitions"));
        }
        return card("fair_ratio", "fairness.merit_share", "fair.title.definitions", std::move(views));
    }

    FairChart cost() const {
        LoadBars bars = bars_of(NumberKind::share, text_);
        constexpr NumberStyle fine{NumberKind::share, 2};
        bars.rows = {row_of(text_.get("fair.cost.paid"), figures_.cost.paid, std::nullopt, fine, text_),
                     row_of(text_.get("fair.cost.bound"), figures_.cost.bound, std::nullopt, fine, text_)};
        LabView shown;
        shown.name = shown.title = text_.get("fair.view.cost");
        for (const LoadRow& row : bars.rows)
            shown.table.rows.push_back({row.name, row.value_words});
        shown.table.head = {text_.get("fair.cost.column"), text_.get("fair.cost.share")};
        shown.plot = std::move(bars);
        shown.sentence = Sentence{fair_cost_sentence(figures_, text_), {}};
        return card("fair_cost", "fairness.price_step", "", {std::move(shown)});
    }

    FairChart push() const {
        const auto lines = [&](std::vector<double> FairGroup::*of) {
            LineChart chart;
            chart.no_data = text_.get("fair.no_data");
            chart.first_day = text_.get("fair.first_day");
            chart.last_day = world_.days;
            constexpr std::array<LineRole, 3> roles = {LineRole::candidate, LineRole::baseline,
                                                       LineRole::answers};
            for (const FairGroup& group : figures_.groups) {
                if (group.floor_state == LimitState::none && group.cap_state == LimitState::none) continue;
                if (chart.lines.size() == roles.size()) break;
                ChartLine line{.name = readable_name(group.name),
                               .last_value = {},
                               .role = roles[chart.lines.size()],
                               .points = {}};
                const std::vector<double>& values = group.*of;
                for (std::size_t day = 0; day < values.size(); ++day)
                    line.points.push_back({static_cast<int>(day) + 1, values[day], none, none});
                if (!values.empty()) line.last_value = value_text(values.back(), plain_style, text_);
                chart.lines.push_back(std::move(line));
            }
            return chart;
        };
        return card("fair_push", "fairness.debt_limit", "fair.title.limits",
                    {view("fair.view.price", lines(&FairGroup::price), "fair.title.limits"),
                     view("fair.view.debt", lines(&FairGroup::debt), "fair.title.limits")});
    }

private:
    static constexpr double none = std::numeric_limits<double>::quiet_NaN();

    LabView view(const std::string& name, Plot plot, const char* table) const {
        LabView made;
        made.name = made.title = text_.get(name);
        made.plot = std::move(plot);
        made.table = told_of(figures_, table, text_).table;
        return made;
    }

    FairChart card(const char* name, const std::string& lever, const char* table,
                   std::vector<LabView> views) const {
        FairChart made;
        made.chart.name = name;
        const std::string key = "fair.chart." + std::string(name + std::string_view("fair_").size());
        made.chart.question = text_.get(key + ".question");
        made.chart.subtitle = measured_subtitle(world_, key + ".subtitle", text_);
        made.chart.own_csv = fair_csv(figures_);
        made.chart.views_name = text_.get("fair.views");
        if (*table)
            if (const std::string told = told_of(figures_, table, text_).sentence; !told.empty())
                made.chart.sentence = {told, {}};
        if (made.chart.sentence.finding.empty()) made.chart.sentence = {text_.get(key + ".sentence"), {}};
        made.chart.views = std::move(views);
        show_first_view(made.chart);
        made.lever = lever;
        made.costs = text_.get(key + ".costs");
        return made;
    }

    const FairFigures& figures_;
    const MeasuredFor& world_;
    const Text& text_;
    std::string floor_;
};

} // namespace

std::vector<FairChart> fair_charts(const FairFigures& figures, const MeasuredFor& world, const Text& text) {
    const Charts charts(figures, world, text);
    std::vector<FairChart> all = {charts.people(), charts.lorenz(), charts.liking(), charts.ratio(),
                                  charts.cost()};
    if (figures.limited) all.push_back(charts.push());
    return all;
}

} // namespace attune
