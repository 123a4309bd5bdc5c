// Work that may wait for the disk or the processor, done beside the window's thread; what it found comes back
// there, unless whom it concerns is gone by then.
#pragma once

#include "ui/session/guarded.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <utility>

namespace attune::ui {

/// Runs `work`, which returns a Result or a Status, on the pool and then `then(result)` on the window's
/// thread. What throws comes back as an error. Call it from the window's thread. `then` is left out if `whom`
/// has been deleted meanwhile.
template <typename Work, typename Then>
void in_background(QObject* whom, Work work, Then then) {
    QThreadPool::globalInstance()->start(
        [guard = QPointer<QObject>(whom), work = std::move(work), then = std::move(then)]() mutable {
            auto result = std::make_shared<decltype(work())>(guarded(work));
            // The guard is looked at on the window's thread only, where `whom` lives and dies.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard = std::move(guard), then = std::move(then), result] {
                    if (guard) then(std::move(*result));
                },
                Qt::QueuedConnection);
        });
}

} // namespace attune::ui
