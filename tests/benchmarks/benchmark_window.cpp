// How long the window's thread is held: an example is opened, a lever is dragged 200 steps while previews
// run, let go, and the theme is changed. The target for every phase but the change of theme is 50 ms on two
// cores.
//   benchmark_window [EXAMPLE]
#include "simulations/study/examples.h"
#include "ui/window/lab_flow.h"
#include "ui/window/main_window.h"
#include "ui/window/stall_watch.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <thread>

using namespace attune;
using namespace attune::ui;

namespace {

constexpr int steps = 200;
constexpr int step_ms = 16; ///< a hand at sixty moves a second
constexpr double target_ms = 50;

struct Phase {
    explicit Phase(const char* called)
        : name(called) {
        watch.start();
    }
    ~Phase() {
        watch.stop();
        std::printf("%-28s %8.1f ms %8.1f ms work %6d over %.0f ms of %6d beats\n", name,
                    watch.longest_stall(), watch.longest_work(), watch.stalls_over(target_ms), target_ms,
                    watch.beats());
    }
    const char* name;
    StallWatch watch;
};

void wait_until(const std::function<bool()>& done) {
    QEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done()) loop.quit();
    });
    look.start(5);
    loop.exec();
}

} // namespace

int main(int argc, char** argv) {
    const QTemporaryDir home;
    for (const char* place : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        qputenv(place, home.path().toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    apply_theme(ThemeChoice::light);
    QSettings settings(home.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
    MainWindow::Options options;
    options.settings = &settings;
    options.threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    options.now = [] { return std::string(); };
    const QString example =
        argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString::fromStdString(examples().front().name);
    std::printf("example %s, %d threads; longest hold of the window's thread\n", qPrintable(example),
                options.threads);

    MainWindow window(std::move(options));
    window.resize(1440, 900);
    {
        const Phase phase("start page, pictures");
        window.show();
        wait_until([&] { return window.settled(); });
    }
    {
        const Phase phase("open, preview, full run");
        if (!window.open_example(example)) {
            std::fprintf(stderr, "no such example\n");
            return 2;
        }
        wait_until([&] { return window.lab_flow().settled(); });
    }
    int pictures = 0;
    qint64 first_picture = -1;
    QElapsedTimer clock;
    QObject::connect(&window.lab_flow(), &LabFlow::picture_shown, &window, [&] {
        ++pictures;
        if (first_picture < 0) first_picture = clock.elapsed();
    });
    {
        const Phase phase("drag of 200 steps");
        clock.start();
        int step = 0;
        QEventLoop loop;
        QTimer hand;
        QObject::connect(&hand, &QTimer::timeout, &loop, [&] {
            // Forth and back through the range of hours between two prompts.
            const double hours = 24 + 2.0 * (step < steps / 2 ? step : steps - step);
            (void)window.lab().drag_lever("prompt.gap_hours", hours);
            if (++step >= steps) loop.quit();
        });
        hand.start(step_ms);
        loop.exec();
    }
    std::printf("%-28s %8lld ms, %d pictures\n", "first picture after", static_cast<long long>(first_picture),
                pictures);
    {
        const Phase phase("let go, full run");
        clock.restart();
        window.lab().end_drag();
        wait_until([&] { return window.lab_flow().settled(); });
    }
    std::printf("%-28s %8lld ms\n", "full run took", static_cast<long long>(clock.elapsed()));
    {
        const Phase phase("change of theme");
        window.set_theme(ThemeChoice::dark);
        wait_until([n = 0]() mutable { return ++n > 10; });
    }
    return 0;
}
