#include "ui/window/lab_flow.h"

#include "ui/levers/changes_panel.h"
#include "ui/pages/lab_page.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/window/actions.h"
#include "ui/window/run_bar.h"
#include "ui/window/status_line.h"

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr int shortest_ms = 50; ///< between two pictures
constexpr double patience_seconds = 1;
constexpr std::size_t most_remembered = 8;

} // namespace

bool same_setup(const LabSetup& a, const LabSetup& b) {
    return same_world(a.scenario, b.scenario) && a.baseline == b.baseline && a.candidate == b.candidate &&
           a.replications == b.replications;
}

LabFlow::LabFlow(Lab& lab, RunController& runs, Places places, QObject* parent)
    : QObject(parent)
    , lab_(lab)
    , runs_(runs)
    , places_(places) {
    next_.setSingleShot(true);
    next_.setTimerType(Qt::PreciseTimer);
    connect(&next_, &QTimer::timeout, this, &LabFlow::show_waiting);
    connect(&lab_, &Lab::opened, this, &LabFlow::opened);
    connect(&lab_, &Lab::changed, this, &LabFlow::changed);
    connect(&lab_, &Lab::dragged, this, &LabFlow::dragged);
    connect(&lab_, &Lab::closed, this, [this] {
        runs_.cancel();
        remembered_.clear();
        drop_what_waits();
        shown_.reset();
        shown_fits_ = false;
        places_.page.clear();
        places_.changes.show_picture(nullptr);
        places_.bar.show_setup(nullptr);
        places_.bar.show_counts(nullptr);
        show_state();
    });
    connect(&runs_, &RunController::state_changed, this, [this](RunController::State state) {
        if (state != RunController::State::idle) {
            places_.bar.show_progress(state == RunController::State::previewing, 0, -1);
            Q_EMIT run_started();
        }
        show_state();
    });
    connect(&runs_, &RunController::progressed, this, [this](double done, double left) {
        if (runs_.state() != RunController::State::idle)
            places_.bar.show_progress(runs_.state() == RunController::State::previewing, done, left);
    });
    connect(&runs_, &RunController::finished, this, &LabFlow::take);
    connect(&places_.page, &LabPage::filled, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    connect(&runs_, &RunController::failed, this, &LabFlow::failed);
    show_state();
}

void LabFlow::hold() {
    held_ = true;
}

void LabFlow::opened() {
    remembered_.clear();
    drop_what_waits();
    shown_.reset();
    shown_fits_ = false;
    drag_seen_ = false;
    places_.page.clear();
    places_.page.freeze_axes(false);
    places_.page.expect(words("lab_page.first"));
    places_.changes.show_picture(nullptr);
    places_.bar.show_setup(&lab_.setup());
    places_.bar.show_counts(nullptr);
    if (!std::exchange(held_, false)) begin();
    show_state();
}

void LabFlow::begin() {
    if (!lab_.is_open()) return;
    preview();
    full_after_preview_ = true;
}

void LabFlow::preview() {
    full_after_preview_ = false;
    drag_waits_ = false;
    preview_flies_ = true;
    running_ = lab_.setup();
    runs_.preview(lab_.setup());
}

void LabFlow::drop_what_waits() {
    full_after_preview_ = false;
    preview_flies_ = false;
    drag_waits_ = false;
    waiting_.reset();
    next_.stop();
}

void LabFlow::show_kept(const LabOutcome& outcome) {
    runs_.cancel();
    drop_what_waits();
    remembered_.push_front({lab_.setup(), outcome});
    shown_fits_ = true;
    show(outcome);
}

void LabFlow::run() {
    if (!lab_.is_open()) return;
    if (lab_.dragging()) lab_.end_drag();
    drop_what_waits();
    running_ = lab_.setup();
    runs_.run(lab_.setup());
}

void LabFlow::stop() {
    drop_what_waits();
    if (runs_.state() == RunController::State::idle) return;
    runs_.cancel();
    places_.status.show_state(StatusLine::State::stopped);
}

void LabFlow::changed() {
    places_.bar.show_setup(&lab_.setup());
    drag_seen_ = false;
    places_.page.freeze_axes(false);
    if (show_again()) return;
    shown_fits_ = false;
    // Where the full run takes a while, a preview answers first, unless the drag's last one says it already.
    const bool answered =
        shown_ && shown_->picture->state.preview && running_ && same_setup(*running_, lab_.setup());
    if (full_seconds_ > patience_seconds && !answered)
        begin();
    else
        run();
}

void LabFlow::dragged() {
    full_after_preview_ = false;
    if (!lab_.dragging()) { // taken back: the levers say again what they said before
        drag_seen_ = false;
        places_.page.freeze_axes(false);
        if (show_again()) return;
        shown_fits_ = false;
        return run();
    }
    if (!drag_seen_) {
        drag_seen_ = true;
        places_.page.freeze_axes(true);
    }
    shown_fits_ = false;
    // A hand moves faster than a preview is made: one is finished before the next begins, or a lever that
    // never rests would never be answered.
    if (preview_flies_)
        drag_waits_ = true;
    else
        preview();
}

bool LabFlow::show_again() {
    const auto found = std::find_if(remembered_.begin(), remembered_.end(), [this](const Remembered& one) {
        return same_setup(one.setup, lab_.setup());
    });
    if (found == remembered_.end()) return false;
    runs_.cancel();
    drop_what_waits();
    shown_fits_ = true;
    show(found->outcome);
    return true;
}

void LabFlow::take(const LabOutcome& outcome) {
    if (outcome.picture->state.preview) {
        preview_flies_ = false;
        if (std::exchange(full_after_preview_, false)) {
            show(outcome);
            running_ = lab_.setup();
            runs_.run(lab_.setup());
            return;
        }
        waiting_ = outcome;
        const qint64 passed = since_shown_.isValid() ? since_shown_.elapsed() : shortest_ms;
        if (passed >= shortest_ms)
            show_waiting();
        else if (!next_.isActive())
            next_.start(shortest_ms - static_cast<int>(passed));
        if (drag_waits_ && lab_.dragging()) preview();
        return;
    }
    drop_what_waits();
    full_seconds_ = outcome.seconds;
    shown_fits_ = running_ && same_setup(*running_, lab_.setup());
    if (shown_fits_) {
        std::erase_if(remembered_,
                      [this](const Remembered& one) { return same_setup(one.setup, lab_.setup()); });
        remembered_.push_front({lab_.setup(), outcome});
        if (remembered_.size() > most_remembered) remembered_.pop_back();
    }
    places_.page.banner().hide();
    show(outcome);
}

void LabFlow::show_waiting() {
    if (!waiting_) return;
    const LabOutcome outcome = *std::exchange(waiting_, std::nullopt);
    show(outcome);
}

void LabFlow::show(const LabOutcome& outcome) {
    since_shown_.start();
    shown_ = outcome;
    places_.page.show_outcome(outcome);
    places_.changes.show_picture(outcome.picture);
    places_.bar.show_counts(&outcome.picture->counts);
    const QString headline = from_core(outcome.picture->headline);
    if (outcome.picture->state.preview)
        places_.status.show_line(headline);
    else
        places_.status.speak(headline);
    show_state();
    Q_EMIT picture_shown();
    if (settled()) Q_EMIT settled_now();
}

void LabFlow::show_state() {
    Actions& actions = places_.actions;
    const RunController::State state = runs_.state();
    const bool open = lab_.is_open();
    actions["run.run"].setEnabled(open && state != RunController::State::running);
    actions["run.stop"].setEnabled(state != RunController::State::idle);
    const LabPicture* picture = shown_ ? shown_->picture.get() : nullptr;
    const bool earlier = picture && !picture->state.preview && !shown_fits_;
    actions["file.report"].setEnabled(picture && !picture->state.preview && !earlier);
    places_.page.set_earlier(earlier);
    places_.status.show_run(picture ? &picture->state : nullptr, picture ? shown_->input->run.seed : 0);
    if (state != RunController::State::idle) {
        places_.status.show_state(state == RunController::State::previewing ? StatusLine::State::previewing
                                                                            : StatusLine::State::running);
        return;
    }
    if (shown_)
        places_.bar.show_done(*shown_, earlier);
    else
        places_.bar.show_idle(words(open ? "window.press_run" : "window.open_example"));
    places_.status.show_state(!shown_                  ? StatusLine::State::ready
                              : picture->state.preview ? StatusLine::State::stopped
                                                       : StatusLine::State::finished);
}

bool LabFlow::settled() const {
    return lab_.is_open() && shown_fits_ && shown_ && !shown_->picture->state.preview &&
           runs_.state() == RunController::State::idle && places_.page.drawn();
}

void LabFlow::failed(const Error& error) {
    drop_what_waits();
    places_.page.expect({});
    places_.page.banner().show_error(error);
    show_state();
    places_.status.show_state(StatusLine::State::failed);
    places_.status.speak(error_words(error));
    Q_EMIT run_failed(error);
}

} // namespace attune::ui
