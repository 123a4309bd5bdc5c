// attune: the desktop program.
#include "app/cli/console.h"
#include "app/desktop/arguments.h"
#include "app/desktop/evidence.h"
#include "app/desktop/grab.h"
#include "app/desktop/opening.h"
#include "core/base/text.h"
#include "simulations/study/simulate.h"
#include "ui/pages/audit_desk.h"
#include "ui/window/window_state.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <thread>

namespace attune::desktop {
namespace {

/// Setting: the file that is being brought back after a crash.
const QString recovering = QStringLiteral("recovering");

std::string words(const std::string& key) {
    return Text::english().get("desktop." + key);
}

int report(const Error& error) {
    std::fprintf(stderr, "attune: %s\n", to_line(error).c_str());
    return cli::exit_code(error.code);
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value && *value;
}

/// Qt ends a program that finds no screen; this says what to do instead.
Status check_screen() {
    if (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("QT_QPA_PLATFORM")) return {};
    return fail(ErrorCode::bad_input, words("error.no_screen"), {}, words("error.no_screen.remedy"));
}

int run(int argc, char** argv) {
    auto read = read_arguments(argc, argv);
    if (!read) return report(read.error());
    if (const auto* printed = std::get_if<Printed>(&*read)) {
        std::fputs(printed->text.c_str(), stdout);
        return 0;
    }
    Arguments asked = std::get<Arguments>(*read);

    std::optional<QTemporaryDir> away;
    if (asked.grab) {
        away.emplace();
        if (!away->isValid())
            return report({ErrorCode::io, words("error.temporary"), away->path().toStdString(), {}});
        prepare_grab(*asked.grab, away->path().toStdString());
        if (!asked.workspace.empty()) {
            // A picture changes nothing: it is drawn from a copy.
            const std::filesystem::path from(asked.workspace);
            const std::filesystem::path copy =
                std::filesystem::path(away->path().toStdString()) / from.filename();
            std::error_code code;
            std::filesystem::copy_file(from, copy, code);
            if (code)
                return report(
                    {ErrorCode::unreadable, words("error.no_copy"), asked.workspace, code.message()});
            asked.workspace = copy.string();
        }
    } else if (!asked.evidence.empty()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (!asked.audit_pdf.empty()) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    } else if (auto screen = check_screen(); !screen)
        return report(screen.error());

    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("attune"));
    QApplication::setApplicationName(QStringLiteral("attune"));
    QApplication::setApplicationVersion(QString::fromLatin1(program_version()));
    QApplication::setDesktopFileName(QStringLiteral("attune"));
    if (!asked.audit_pdf.empty()) {
        const Status written = ui::write_audit_paper(QString::fromStdString(asked.workspace),
                                                     QString::fromStdString(asked.audit_pdf));
        return written ? 0 : report(written.error());
    }
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("attune"),
                       QStringLiteral("window"));
    const ui::WindowState state(settings);
    const auto theme = ui::theme_choice_from(QString::fromStdString(asked.theme));
    ui::apply_theme(theme.value_or(state.theme_choice()), asked.text_zoom.value_or(state.text_zoom()));

    if (!asked.evidence.empty()) {
        const auto counted = count_withdrawal(asked.workspace, cli::now());
        if (!counted) return report(counted.error());
        std::printf("%s\n", counted->sentence.c_str());
        return counted->as_easy ? 0 : cli::exit_code(ErrorCode::failed);
    }
    const int threads = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    if (asked.grab) {
        const Status drawn = draw_window(asked, settings, threads);
        return drawn ? 0 : report(drawn.error());
    }
    ui::MainWindow window(window_options(settings, threads));
    window.show();
    // What a crash left open comes back, unless something else was asked for. Where opening it ended the
    // program again, it stays in the list of files, and the person decides.
    const auto left = ui::Document::left_open();
    const QString last = settings.value(recovering).toString();
    if (left && *left != last && asked.workspace.empty() && asked.scenario.empty() && asked.example.empty()) {
        settings.setValue(recovering, *left);
        settings.sync();
        window.open_file(*left);
        QObject::connect(&window, &ui::MainWindow::settled_now, &window,
                         [&settings] { settings.remove(recovering); });
    } else
        settings.remove(recovering);
    open_wanted(window, asked);
    return QApplication::exec();
}

} // namespace
} // namespace attune::desktop

int main(int argc, char** argv) {
    return attune::desktop::run(argc, argv);
}
