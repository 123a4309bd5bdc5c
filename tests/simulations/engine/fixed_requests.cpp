#include "tests/simulations/engine/fixed_requests.h"

#include "core/base/portable_math.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

namespace attune::test {
namespace {

/// People as an import would bring them, from the same addressed random numbers as everything else.
PeoplePool made_up_pool(std::size_t categories) {
    PeoplePool pool;
    for (std::uint32_t person = 0; person < 37; ++person) {
        const StreamKey key = stream_key(99, person);
        const auto normal = [&](std::uint32_t at) {
            return normal_quantile(uniform(words_at(key, Stream::person_taste, at)[0]));
        };
        for (std::uint32_t k = 0; k < taste_factors; ++k)
            pool.factors.push_back(0.2F * normal(k));
        for (std::uint32_t c = 0; c < categories; ++c)
            pool.category_taste.push_back(normal(100 + c) - 0.4F);
        pool.activity.push_back(portable_exp(0.5F * normal(1000)));
        pool.pseudonym.push_back(person);
    }
    return pool;
}

} // namespace

const std::vector<std::string>& fixed_runs() {
    static const std::vector<std::string> names = {"plain",      "firm",   "content",
                                                   "popularity", "random", "imported"};
    return names;
}

std::string fixed_fingerprint(const std::string& name, int threads) {
    RunRequest request;
    request.threads = threads;
    request.seed = 20;
    // 2,090 people are 32 full blocks of 64 and one of 42.
    request.users = 2090;
    request.days = name == "plain" ? 12 : 5;
    if (name == "firm") {
        request.policy.exposure_floor = {{"small", 0.4}};
        request.policy.weekly_cap = 50;
        request.policy.gap_hours = 0;
        request.policy.step = 1.4;
        request.assumptions.opt_out_rate = 0.01;
        request.assumptions.tap_rate = 0.1;
        request.assumptions.duplicate_share = 0.2;
        request.assumptions.churn_rate = 0.02;
        request.assumptions.return_rate = 0.05;
    } else if (name == "content") {
        request.policy.ranker = static_cast<int>(Ranker::content);
    } else if (name == "popularity") {
        request.policy.ranker = static_cast<int>(Ranker::popularity);
    } else if (name == "random") {
        request.policy.ranker = static_cast<int>(Ranker::random);
    } else if (name != "plain" && name != "imported") {
        return {};
    }
    WorldData world = make_synthetic_world(request.assumptions, 300, request.seed);
    if (name == "imported") world.pool = made_up_pool(world.catalogue.categories.size());
    request.world = &world;
    const auto observation = run_policy(request);
    return observation ? observation->fingerprint.hex() : std::string();
}

} // namespace attune::test
