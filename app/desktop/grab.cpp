#include "app/desktop/grab.h"

#include "app/cli/console.h"
#include "app/desktop/opening.h"
#include "core/base/atomic_file.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QBuffer>
#include <QDialog>
#include <QEventLoop>
#include <QPainter>
#include <QPixmap>
#include <QTimer>

#include <optional>

namespace attune::desktop {

void prepare_grab(const Arguments::Grab& grab, const std::string& folder) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(grab.scale));
    for (const char* place : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
        qputenv(place, QByteArray::fromStdString(folder));
}

namespace {

/// What stands in front of the window stands in its picture, where a screen would show it.
void draw_sheets(const QWidget& window, QPixmap& picture) {
    QPainter painter(&picture);
    for (QDialog* sheet : window.findChildren<QDialog*>()) {
        if (!sheet->isVisible()) continue;
        const QRect place(sheet->mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), sheet->size());
        painter.drawPixmap(place.topLeft(), sheet->grab());
        painter.setPen(ui::theme().border.strong);
        painter.drawRect(place.adjusted(0, 0, -1, -1));
    }
}

} // namespace

Status draw_window(const Arguments& asked, QSettings& settings, int threads) {
    ui::MainWindow window(window_options(settings, threads));
    std::optional<Error> wrong;
    QEventLoop wait;
    QObject::connect(&window, &ui::MainWindow::went_wrong, &wait, [&](const Error& error) {
        wrong = error;
        wait.quit();
    });
    QObject::connect(&window, &ui::MainWindow::settled_now, &wait, &QEventLoop::quit);
    window.resize(asked.grab->width, asked.grab->height);
    window.show();
    open_wanted(window, asked);
    // A page that is finished already has nothing left to tell.
    while (!window.settled() && !wrong)
        wait.exec();
    if (wrong) return tl::unexpected<Error>(*wrong);
    // Layouts and painting that the last signal asked for.
    QTimer::singleShot(0, &wait, &QEventLoop::quit);
    wait.exec();
    QPixmap picture = window.grab();
    draw_sheets(window, picture);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG"))
        return fail(ErrorCode::io, ui::to_core(ui::words("desktop.error.no_png")), asked.grab->file);
    return write_file(asked.grab->file,
                      std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace attune::desktop
