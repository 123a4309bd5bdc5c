#include "simulations/credibility/run_facts.h"

#include "core/base/parallel.h"
#include "simulations/credibility/judge.h"
#include "simulations/credibility/trial.h"

#include <mutex>
#include <optional>

namespace attune {
namespace {

/// What is done of all there is to do, in units of cost.
class Done {
public:
    Done(double all, const std::function<void(double)>& tell)
        : all_(all)
        , tell_(tell) {}

    void add(double cost) {
        const std::lock_guard lock(mutex_);
        done_ += cost;
        if (tell_ && all_ > 0) tell_(std::min(1.0, done_ / all_));
    }

private:
    std::mutex mutex_;
    double all_;
    double done_ = 0;
    const std::function<void(double)>& tell_;
};

double cost_of(const FactSpec& fact, const TrialSize& size) {
    return fact.measure ? fact.weight * static_cast<double>(size.seeds) : 0;
}

FactResult gather(const FactSpec& fact, const TrialSize& size, const std::vector<Sample>& samples) {
    FactResult result;
    result.id = fact.id;
    result.source = fact.source;
    result.size = size;
    for (std::size_t c = 0; c < fact.checks.size(); ++c) {
        std::vector<Reading> readings;
        for (const Sample& sample : samples)
            readings.push_back(sample.readings.at(c));
        result.checks.push_back(judge(fact.checks[c], readings));
    }
    for (const Sample& sample : samples)
        result.found.insert(result.found.end(), sample.found.begin(), sample.found.end());
    result.verdict = worst_of(result.checks);
    return result;
}

Result<FactResult> run_fact(const FactSpec& fact, const FactOptions& options, Done& done) {
    const TrialSize& size = options.quick ? fact.quick : fact.full;
    if (!fact.measure) {
        FactResult result;
        result.id = fact.id;
        result.source = fact.source;
        return result;
    }
    // Several seeds: one thread each. A single one: all threads for what it does inside.
    const int inside = size.seeds == 1 ? options.threads : 1;
    std::vector<std::optional<Result<Sample>>> samples(static_cast<std::size_t>(size.seeds));
    for_each_piece(size.seeds, size.seeds == 1 ? 1 : options.threads, [&](int piece, int) {
        Trial trial{.fact = &fact,
                    .size = size,
                    .seed = options.seed + static_cast<std::uint64_t>(piece),
                    .threads = inside,
                    .stop = options.stop,
                    .progress = {}};
        double told = 0;
        trial.progress = [&](double share) {
            done.add((share - told) * fact.weight);
            told = share;
        };
        samples[static_cast<std::size_t>(piece)] =
            options.stop.stop_requested() ? Result<Sample>(trial_stopped()) : fact.measure(trial);
        done.add((1 - told) * fact.weight);
    });
    std::vector<Sample> all;
    for (auto& sample : samples) {
        if (!*sample) return pass_on(*sample);
        all.push_back(std::move(**sample));
    }
    return gather(fact, size, all);
}

} // namespace

Result<std::vector<FactResult>> run_facts(std::span<const FactSpec> facts, const FactOptions& options) {
    double all = 0;
    for (const FactSpec& fact : facts)
        all += cost_of(fact, options.quick ? fact.quick : fact.full);
    Done done(all, options.progress);
    std::vector<FactResult> results;
    for (FactSpec fact : facts) {
        // Later settings win: the arm's own.
        for (Arm& arm : fact.arms)
            arm.settings.insert(arm.settings.begin(), options.settings.begin(), options.settings.end());
        auto result = run_fact(fact, options, done);
        if (!result) return pass_on(result);
        results.push_back(std::move(*result));
    }
    return results;
}

} // namespace attune
