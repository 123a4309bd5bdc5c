#include "simulations/fit/fit_people.h"

#include "core/measures/metrics/metric.h"
#include "core/measures/statistics/intervals.h"
#include "simulations/fit/findings.h"
#include "simulations/fit/fit_scale.h"
#include "simulations/fit/fit_simulation.h"
#include "simulations/fit/fit_words.h"
#include "simulations/fit/look_around.h"
#include "simulations/fit/pins.h"
#include "simulations/fit/plain_values.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int fewest_people = 500;
constexpr int most_people = 2000;
constexpr double most_person_days = 80'000; ///< simulated at a time; what two processors do in half a second
constexpr double least_counted = 30;  ///< of a log's figure: fewer prompts, people or visits say too little
constexpr int first_replications = 4; ///< that tell how much figures scatter
constexpr int step_replications = 2;  ///< of the search; the last simulation has more
constexpr int slope_people = 600;
constexpr double last_step = 0.1;  ///< of a range: the most that the surest simulation may still correct
constexpr double plain_gap = 3;    ///< standard errors from which a figure is missed
constexpr double small_gap = 0.02; ///< of a figure: nobody acts on less, however surely it is known

void add_new(std::vector<std::string>& to, const std::vector<std::string>& more) {
    for (const std::string& one : more)
        if (std::find(to.begin(), to.end(), one) == to.end()) to.push_back(one);
}

class Fit {
public:
    explicit Fit(const FitRequest& request)
        : request_(request) {}

    Result<FitResult> run() {
        if (auto ready = prepare(); !ready) return pass_on(ready);
        if (auto chosen = choose_figures(); !chosen) return pass_on(chosen);
        if (auto found = search(); !found) return pass_on(found);
        if (auto settled = settle(); !settled) return pass_on(settled);
        if (request_.look_around)
            if (auto looked = look_around(); !looked) return pass_on(looked);
        if (auto told = tell_figures(); !told) return pass_on(told);
        if (request_.progress) request_.progress(1);
        return std::move(result_);
    }

private:
    Status prepare() {
        LoadedScenario scenario{request_.scenario->scenario, request_.scenario->world};
        Scenario& plan = scenario.scenario;
        if (request_.log)
            keys_ = from_log();
        else if (auto sound = check_targets(request_.targets); !sound)
            return sound;
        for (const Target& target : request_.targets) {
            plan_.metrics.push_back(target.metric);
            if (days_needed(target.metric) > plan.days)
                return fail(ErrorCode::bad_input,
                            "'" + target.metric + "' needs a run of " +
                                std::to_string(days_needed(target.metric)) + " days, the scenario has " +
                                std::to_string(plan.days),
                            target.metric, "Use a scenario with more days");
        }
        if (!request_.log) keys_ = pinned_by_metrics(plan_.metrics);
        for (const std::string& key : request_.also) {
            const auto* entry = world_parameters().find(key);
            if (!entry || !can_be_fitted(entry->spec)) {
                Assumptions unused;
                const Status why = world_parameters().set_text(unused, key, "0");
                return fail(ErrorCode::bad_input, "'" + key + "' is not an assumption that can be fitted",
                            "--fit", why ? std::string() : why.error().remedy);
            }
        }
        add_new(keys_, request_.also);
        known_people_ = request_.log ? static_cast<double>(request_.log->people) : plan.users;
        if (request_.log) plan.days = request_.log->days;
        const double within_reason =
            std::clamp(most_person_days / plan.days, double{fewest_people}, double{most_people});
        plan.users = request_.people > 0
                         ? request_.people
                         : static_cast<int>(std::clamp(known_people_, double{fewest_people}, within_reason));
        plan_.scenario = std::make_shared<const LoadedScenario>(std::move(scenario));
        plan_.policy = request_.policy;
        plan_.log = request_.log.has_value();
        plan_.threads = request_.threads;
        plan_.stop = request_.stop;
        plan_.after_run = [this] { report_run(); };
        result_.people = plan_.scenario->scenario.users;
        result_.days = plan_.scenario->scenario.days;
        result_.replications = request_.replications;
        const auto p = static_cast<int>(keys_.size());
        expected_runs_ = p * (slope_replications() + 2 * std::max(2, slope_replications())) + 16 +
                         2 * request_.replications +
                         (request_.look_around ? static_cast<int>(world_parameters().entries().size()) : 0);
        for (const std::string& key : keys_)
            scales_.emplace_back(assumption_spec(key));
        start_ = VectorXd(p);
        for (Index i = 0; i < p; ++i)
            start_[i] =
                scales_[static_cast<std::size_t>(i)].position(assumption_value(start_assumptions(), key(i)));
        return {};
    }

    std::vector<std::string> from_log() const {
        std::vector<std::string> keys;
        for (const Pin& pin : pins())
            if (pin.from_log) keys.push_back(pin.assumption);
        return keys;
    }

    /// Which figures are fitted to: those that speak about what is fitted, if enough was counted on both
    /// sides.
    Status choose_figures() {
        auto sample =
            sample_figures(plan_, start_assumptions(), std::min(first_replications, request_.replications));
        if (!sample) return pass_on(sample);
        std::vector<std::string> wished = plan_.metrics;
        if (request_.log)
            for (const std::string& key : keys_)
                if (const Pin* pin = find_pin(key)) add_new(wished, pin->figures);
        const std::vector<std::string> all = request_.log ? request_.log->figures.keys : plan_.metrics;
        for (const std::string& figure : wished) {
            const auto row =
                static_cast<std::size_t>(std::find(all.begin(), all.end(), figure) - all.begin());
            const bool enough = !request_.log || (std::isfinite(request_.log->figures.values[row]) &&
                                                  request_.log->figures.counted[row] >= least_counted);
            if (enough && std::isfinite(sample->mean[static_cast<Index>(row)]))
                rows_.push_back(static_cast<Index>(row));
            else
                result_.left_out.push_back(figure);
        }
        if (rows_.empty())
            return fail(ErrorCode::bad_input, "nothing that could be fitted to was counted often enough", {},
                        "A log needs at least 30 people or 30 prompts");
        for (const Index row : rows_)
            figures_.push_back(all[static_cast<std::size_t>(row)]);
        if (request_.log)
            wanted_ = values_of(request_.log->figures, rows_);
        else {
            wanted_ = VectorXd(static_cast<Index>(rows_.size()));
            for (std::size_t i = 0; i < rows_.size(); ++i)
                wanted_[static_cast<Index>(i)] = request_.targets[static_cast<std::size_t>(rows_[i])].value;
        }
        sample_ = std::move(*sample);
        return {};
    }

    /// Covariance of what is wanted, over other people, as it is told.
    MatrixXd wanted_covariance() const {
        if (request_.log) return covariance_of(request_.log->figures, rows_);
        MatrixXd covariance = MatrixXd::Zero(wanted_.size(), wanted_.size());
        for (Index i = 0; i < wanted_.size(); ++i) {
            const Index row = rows_[static_cast<std::size_t>(i)];
            const Target& target = request_.targets[static_cast<std::size_t>(row)];
            const double per_simulated = sample_.people(row, row);
            covariance(i, i) = target.lower
                                   ? std::pow((*target.upper - *target.lower) / 2 / normal_reach(), 2)
                               : target.n ? per_simulated * sample_.counted[row] / *target.n
                                          : per_simulated * result_.people / known_people_;
        }
        return covariance;
    }

    /// Of wanted minus simulated figures. What is wanted comes from one world, the simulation from several.
    /// How far a log's figures may be off is taken from the simulation as well: rare events that a log has
    /// few of by chance look surer in it than they are, and would pull everything to fewer (Pearson's chi
    /// squared rather than Neyman's: Baker and Cousins, Nucl. Instrum. Methods 221, 1984).
    MatrixXd covariance() const {
        const double r = sample_.replications;
        const MatrixXd people = sample_.people(rows_, rows_);
        MatrixXd all = people / r;
        if (request_.log)
            all += people * (result_.people / known_people_);
        else
            all += wanted_covariance();
        all.diagonal() += sample_.worlds(rows_) * (1 + 1 / r);
        // A figure that nothing moves and nobody doubts would weigh without limit.
        const VectorXd least = (1e-4 * wanted_.cwiseAbs()).cwiseMax(1e-9);
        all.diagonal() += least.cwiseAbs2();
        return all;
    }

    Simulate simulation() {
        return [this](const VectorXd& position, int replications) -> Result<MatrixXd> {
            MatrixXd each(wanted_.size(), replications);
            for (int r = 0; r < replications; ++r) {
                auto figures = simulate_figures(plan_, at(position), r);
                if (!figures) return pass_on(figures);
                each.col(r) = values_of(*figures, rows_);
            }
            return each;
        };
    }

    /// Replications that slopes are taken from: of few people more, or chance would pass for slopes.
    int slope_replications() const { return (slope_people + result_.people - 1) / result_.people; }

    Status search() {
        const FitProblem problem{.wanted = wanted_,
                                 .variance = covariance().diagonal(),
                                 .start = start_,
                                 .replications = step_replications,
                                 .slope_replications = slope_replications()};
        auto found = fit_positions(problem, simulation());
        if (!found) return pass_on(found);
        fitted_.position = std::move(*found);
        return {};
    }

    Status sample_here() {
        auto sample = sample_figures(plan_, at(fitted_.position), request_.replications);
        if (!sample) return pass_on(sample);
        sample_ = std::move(*sample);
        return {};
    }

    /// How uncertain the positions are, by the last sample.
    void judge() {
        fitted_.covariance = covariance();
        fitted_.uncertainty = uncertainty_of(fitted_.slopes, fitted_.covariance);
        fitted_.worlds = sample_.worlds(rows_) * (1 + 1.0 / sample_.replications);
        fitted_.replications = sample_.replications;
    }

    /// The last correction by the surest simulation, and what it leaves uncertain.
    Status settle() {
        auto slopes = differences(simulation(), fitted_.position, std::max(2, slope_replications()));
        if (!slopes) return pass_on(slopes);
        fitted_.slopes = std::move(*slopes);
        fitted_.assumptions = keys_;
        fitted_.figures = figures_;
        if (auto sampled = sample_here(); !sampled) return sampled;
        const FitProblem problem{.wanted = wanted_, .variance = covariance().diagonal(), .start = start_};
        fitted_.position +=
            bounded_step(problem, fitted_.slopes.mean, fitted_.position, sample_.mean(rows_), last_step);
        judge();
        const auto first = findings_of(fitted_);
        for (Index i = 0; i < fitted_.position.size(); ++i) {
            // What the figures do not see stays as it was.
            const auto n = static_cast<std::size_t>(i);
            const double value = first[n].finding == Finding::unseen
                                     ? assumption_value(start_assumptions(), key(i))
                                     : four_digits(scales_[n].value(fitted_.position[i]));
            fitted_.position[i] = scales_[n].position(value);
        }
        if (auto sampled = sample_here(); !sampled) return sampled;
        judge();
        result_.estimates = findings_of(fitted_);
        for (std::size_t n = 0; n < keys_.size(); ++n) {
            FittedAssumption& one = result_.estimates[n];
            one.before = assumption_value(start_assumptions(), one.key);
            one.value = four_digits(scales_[n].value(fitted_.position[static_cast<Index>(n)]));
        }
        const VectorXd& singular = fitted_.uncertainty.singular;
        result_.singular.assign(singular.data(), singular.data() + singular.size());
        result_.assumptions = at(fitted_.position);
        return {};
    }

    Status look_around() {
        auto held = try_held(plan_, fitted_, result_.assumptions, rows_, result_.estimates);
        if (!held) return pass_on(held);
        result_.held = std::move(*held);
        return {};
    }

    Status tell_figures() {
        const MatrixXd known = wanted_covariance();
        for (Index i = 0; i < wanted_.size(); ++i) {
            const Index row = rows_[static_cast<std::size_t>(i)];
            result_.figures.push_back(compare(figures_[static_cast<std::size_t>(i)], wanted_[i], known(i, i),
                                              sample_.mean[row], fitted_.covariance(i, i)));
            result_.figures.back().pins = pinned_by(fitted_, i);
        }
        if (request_.log) {
            const Figures& log = request_.log->figures;
            constexpr auto row = static_cast<std::size_t>(LogFigure::prompts_per_user_week);
            constexpr auto at_row = static_cast<Index>(row);
            result_.asked =
                compare(log.keys[row], log.values[row], log.variance(row), sample_.mean[at_row],
                        log.variance(row) + sample_.people(at_row, at_row) / sample_.replications);
        } else if (wanted_.size() > 1)
            for (Index i = 0; i < wanted_.size(); ++i)
                if (FittedFigure& figure = result_.figures[static_cast<std::size_t>(i)]; !figure.met)
                    if (auto tried = reach_alone(i, figure); !tried) return tried;
        return {};
    }

    /// How near to a missed target the model comes when it is the only one.
    Status reach_alone(Index figure, FittedFigure& told) {
        const Simulate all = simulation();
        const Simulate one = [&](const VectorXd& position, int replications) -> Result<MatrixXd> {
            auto each = all(position, replications);
            if (!each) return each;
            return MatrixXd(each->row(figure));
        };
        const FitProblem problem{.wanted = wanted_.segment(figure, 1),
                                 .variance = fitted_.covariance.diagonal().segment(figure, 1),
                                 .start = fitted_.position,
                                 .replications = step_replications,
                                 .slope_replications = slope_replications()};
        auto found = fit_positions(problem, one);
        if (!found) return pass_on(found);
        auto reached = one(*found, step_replications);
        if (!reached) return pass_on(reached);
        told.alone = reached->mean();
        return {};
    }

    static FittedFigure compare(const std::string& key, double wanted, double variance, double reached,
                                double difference_variance) {
        FittedFigure figure{.key = key, .wanted = wanted, .alone = {}, .pins = {}};
        const double reach = normal_reach() * std::sqrt(variance);
        const std::string unit = figure_unit(key);
        figure.lower = std::max(0.0, wanted - reach);
        figure.upper = unit == "share" || unit == "scale" ? std::min(1.0, wanted + reach) : wanted + reach;
        figure.reached = reached;
        const double gap = std::abs(reached - wanted);
        figure.met =
            gap <= std::max(plain_gap * std::sqrt(difference_variance), small_gap * std::abs(wanted));
        return figure;
    }

    const Assumptions& start_assumptions() const { return request_.scenario->scenario.assumptions; }
    const std::string& key(Index i) const { return keys_[static_cast<std::size_t>(i)]; }

    Assumptions at(const VectorXd& position) const {
        Assumptions assumptions = start_assumptions();
        for (Index i = 0; i < position.size(); ++i) {
            const double start = assumption_value(start_assumptions(), key(i));
            // A position that did not move stands for exactly what was there before.
            const double value = scales_[static_cast<std::size_t>(i)].value(position[i]);
            set_assumption_value(assumptions, key(i), position[i] == start_[i] ? start : four_digits(value));
        }
        return assumptions;
    }

    void report_run() {
        ++result_.runs;
        if (request_.progress)
            request_.progress(std::min(0.99, static_cast<double>(result_.runs) / expected_runs_));
    }

    const FitRequest& request_;
    FitResult result_;
    SimulationPlan plan_;
    std::vector<std::string> keys_;
    std::vector<FitScale> scales_;
    VectorXd start_;
    double known_people_ = 0; ///< that the wanted figures speak of
    std::vector<Index> rows_; ///< of the fitted figures among all that a simulation gives
    std::vector<std::string> figures_;
    VectorXd wanted_;
    SampledFigures sample_;
    Fitted fitted_;
    int expected_runs_ = 1;
};

} // namespace

bool FitResult::all_met() const {
    return std::all_of(figures.begin(), figures.end(), [](const FittedFigure& f) { return f.met; }) &&
           (!asked || asked->met);
}

Result<FitResult> fit_people(const FitRequest& request) {
    assert(request.scenario && request.replications >= 2 && request.threads >= 1);
    return Fit(request).run();
}

} // namespace attune
