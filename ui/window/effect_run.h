// Measures what a change of policy does to stored people, on a thread of its own.
#pragma once

#include "simulations/study/effect_preview.h"
#include "ui/pages/measure_run.h"

namespace attune::ui {

/// What a preview is for.
struct EffectSubject {
    std::shared_ptr<const LoadedScenario> scenario;
    Policy before, after;
    std::string before_words; ///< what the policy before is called
};

/// Whether a preview of one says what the other asks, whatever their objects and names are.
bool same_effect(const EffectSubject& a, const EffectSubject& b);

class EffectRun : public MeasureRun {
    Q_OBJECT
public:
    using Work = std::function<Result<EffectPreview>(const EffectSubject&, const SimulateOptions&)>;

    EffectRun(int threads, QObject* parent);
    /// What measures, instead of preview_effect(); called on the worker's thread.
    void set_work(Work work) { work_ = std::move(work); }

    /// Ends the measuring before, if there is one.
    void start(const EffectSubject& subject);

Q_SIGNALS:
    void finished(const attune::EffectPreview& preview, const attune::ui::EffectSubject& of);

private:
    Work work_;
};

} // namespace attune::ui
