// A window without a window, to be killed. Usage: document_program NAME FILE
// Under the application's name NAME it opens or makes FILE, says "opened", and from then on saves one setup
// after the other, each with the next higher seed; "saved N" stands for a seed that was said to be saved.
#include "core/policy/parameters.h"
#include "simulations/scenario/scenario.h"
#include "ui/session/document.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>

int main(int argc, char** argv) {
    using namespace attune;
    using namespace attune::ui;
    if (argc != 3) return 2;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QString::fromLocal8Bit(argv[1]));
    const QString path = QString::fromLocal8Bit(argv[2]);

    Document document([] { return std::string("2024-05-06T07:08:09Z"); });
    LabSetup setup;
    std::uint64_t seed = 1;
    const auto save_next = [&] {
        Scenario scenario = shipped_scenarios().front();
        scenario.seed = ++seed;
        setup.scenario = std::make_shared<const LoadedScenario>(LoadedScenario{scenario, std::nullopt});
        document.save_setup(setup);
    };
    QObject::connect(&document, &Document::opened, [&] {
        std::printf("opened\n");
        std::fflush(stdout);
        save_next();
    });
    QObject::connect(&document, &Document::save_state_changed, [&](Document::SaveState state) {
        if (state != Document::SaveState::saved || seed == 1) return;
        std::printf("saved %llu\n", static_cast<unsigned long long>(seed));
        std::fflush(stdout);
        save_next();
    });
    QObject::connect(&document, &Document::failed, [](const Error& error) {
        std::fprintf(stderr, "%s\n", to_line(error).c_str());
        QCoreApplication::exit(1);
    });
    if (QFileInfo::exists(path))
        document.open(path);
    else
        document.create(path);
    return QCoreApplication::exec();
}
