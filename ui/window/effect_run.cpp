#include "ui/window/effect_run.h"

#include "core/policy/parameters.h"
#include "ui/session/lab.h"

#include <utility>

namespace attune::ui {

bool same_effect(const EffectSubject& a, const EffectSubject& b) {
    return same_world(a.scenario, b.scenario) && policy_parameters().diff(a.before, b.before).empty() &&
           policy_parameters().diff(a.after, b.after).empty();
}

EffectRun::EffectRun(int threads, QObject* parent)
    : MeasureRun(threads, parent)
    , work_([](const EffectSubject& subject, const SimulateOptions& options) {
        return preview_effect(*subject.scenario, subject.before, subject.after, options);
    }) {}

void EffectRun::start(const EffectSubject& subject) {
    const auto measure = [work = work_, subject](const MeasureSubject&, const SimulateOptions& options) {
        auto preview = work(subject, options);
        if (preview) preview->before = subject.before_words;
        return preview;
    };
    begin(measure, {subject.scenario, subject.after},
          [this, subject](const EffectPreview& preview) { Q_EMIT finished(preview, subject); });
}

} // namespace attune::ui
