// One run of a given number of days on one thread, for counting its instructions (see instructions.sh).
// Prints how many sessions it had.
//   session_program DAYS ITEMS
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    using namespace attune;
    const WorldData world = make_synthetic_world(Assumptions{}, std::atoi(argv[2]), 1);
    RunRequest request;
    request.world = &world;
    request.users = 512;
    request.days = std::atoi(argv[1]);
    const auto observation = run_policy(request);
    if (!observation) return 1;
    double sessions = 0;
    for (const Cluster& cluster : observation->clusters)
        for (const GroupTallies& day : cluster.days)
            sessions += day[0][Tally::sessions];
    std::printf("%.0f\n", sessions);
    return 0;
}
