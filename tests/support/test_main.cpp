// Runs every registered test class; a class name as first argument runs that one alone.
#include "tests/support/test_run.h"

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    return attune::test::run_registered(application);
}
