// The recommender without a world, see CMakeLists.txt.
#include "core/recommender/recommender.h"

int main() {
    return attune::slate_length == 10 ? 0 : 1;
}
