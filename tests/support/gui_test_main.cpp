// The same for tests with widgets: offscreen, in the light theme, and with settings, data and cache in a
// temporary folder, so that a test never meets what a user keeps. QSettings has no test mode of its own.
#include "tests/support/test_run.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTemporaryDir>

int main(int argc, char** argv) {
    const QTemporaryDir home;
    for (const char* variable : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        qputenv(variable, home.path().toUtf8());
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    attune::ui::apply_theme(attune::ui::ThemeChoice::light);
    return attune::test::run_registered(application);
}
