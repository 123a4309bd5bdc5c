// The wires of the consent page: the trail of the file that is open, and runs that are recorded into it.
#include "ui/pages/consent_page.h"
#include "ui/pages/start_page.h"
#include "ui/theme/words.h"
#include "ui/window/file_flow.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

namespace attune::ui {
namespace {

constexpr int watched_people = 200; ///< of a run that is recorded from the window

} // namespace

void MainWindow::wire_consent() {
    const auto follow = [this] {
        consent_page_->set_recording(lab_->is_open() && !document_->recording(),
                                     document_->recording() ? 0 : -1);
    };
    const auto read = [this, follow] {
        consent_page_->show_workspace(document_->path());
        follow();
    };
    connect(document_, &Document::opened, this, read);
    connect(document_, &Document::closed, this, read);
    connect(document_, &Document::trail_recorded, this, [this, read] {
        read();
        status_->speak(words("consent_page.recorded"));
    });
    connect(consent_page_, &ConsentPage::erasure_wanted, document_, &Document::erase_person);
    connect(document_, &Document::person_erased, this, [this, read](UserId person) {
        read();
        status_->speak(words("consent_page.person.erased", {{"person", QString::number(person.value)}}));
    });
    connect(consent_page_, &ConsentPage::evidence_wanted, document_, &Document::write_effort);
    connect(document_, &Document::evidence_written, this, [this, read] {
        read();
        status_->speak(words("screens.written"));
    });
    for (auto changed : {&Lab::opened, &Lab::closed})
        connect(lab_, changed, this, follow);
    connect(file_flow_, &FileFlow::failed, this, [this] { opening_ = false; });
    connect(
        lab_, &Lab::opened, this,
        [this] {
            opening_ = false;
            if (page_ == Page::consent && settled()) Q_EMIT settled_now();
        },
        Qt::QueuedConnection);
    connect(consent_page_, &ConsentPage::record_wanted, this, [this, follow] {
        if (!lab_->is_open() || document_->recording()) return;
        file_flow_->with_file([this, follow] {
            const LabSetup& setup = lab_->setup();
            document_->record_trail(setup.scenario, setup.candidate, watched_people, threads_);
            follow();
        });
    });
    connect(consent_page_, &ConsentPage::recording_unwanted, document_, &Document::cancel_recording);
    connect(document_, &Document::recording_progressed, this,
            [this](double done) { consent_page_->set_recording(false, done); });
    connect(document_, &Document::recording_ended, this, [this, follow] {
        follow();
        if (settled()) Q_EMIT settled_now();
    });
    connect(consent_page_, &ConsentPage::spoke, status_, &StatusLine::speak);
    connect(consent_page_, &ConsentPage::failed, this, &MainWindow::went_wrong);
    connect(consent_page_, &ConsentPage::settled_now, this, [this] {
        if (settled()) Q_EMIT settled_now();
    });
    consent_page_->set_ask_path([this](const QString& suggested, const QString& filter) {
        return questions_.save_file(this, words("window.ask.table"), suggested, filter);
    });
    consent_page_->set_ask_file([this](const QString& title, const QString& filter) {
        return questions_.open_file(this, title, filter);
    });
    follow();
}

} // namespace attune::ui
