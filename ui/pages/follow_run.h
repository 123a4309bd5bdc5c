// What every view of something measured does with what measures: it tells that it starts, fails and ends, and
// takes what was measured.
#pragma once

#include "core/base/result.h"

#include <QObject>

namespace attune::ui {

/// `take` is a member of the view; it tells by itself when it has ended.
template <typename View, typename Run, typename Take>
void follow_run(View& view, const Run& run, Take take) {
    QObject::connect(&run, &Run::started, &view, &View::run_started);
    QObject::connect(&run, &Run::finished, &view, take);
    QObject::connect(&run, &Run::failed, &view, [&view](const Error& error) {
        Q_EMIT view.failed(error);
        Q_EMIT view.run_ended();
    });
    QObject::connect(&run, &Run::cancelled, &view, &View::run_ended);
}

/// What a part of a view tells, the view tells.
template <typename View, typename Part>
void follow_part(View& view, const Part& part) {
    QObject::connect(&part, &Part::run_started, &view, &View::run_started);
    QObject::connect(&part, &Part::run_ended, &view, &View::run_ended);
    QObject::connect(&part, &Part::failed, &view, &View::failed);
    QObject::connect(&part, &Part::spoke, &view, &View::spoke);
}

} // namespace attune::ui
