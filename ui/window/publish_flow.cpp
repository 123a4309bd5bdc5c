// Putting a policy into force: from the window of versions to the document, and the audit room told.
#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/fair_gate.h"
#include "ui/pages/audit_room.h"
#include "ui/pages/consent_page.h"
#include "ui/session/staff.h"
#include "ui/theme/words.h"
#include "ui/window/main_window.h"
#include "ui/window/versions_window.h"

#include <QThread>

#include <algorithm>

namespace attune::ui {

void MainWindow::wire_publishing(std::function<std::string()> now) {
    AuditDesk& audits = consent_page_->audit_room().kept();
    audits.set_clock(std::move(now));
    // Who may not sign an audit can make one all the same; it is nobody's sign-off.
    consent_page_->audit_room().set_signer([this] {
        const bool signs = may_do(staff_->role(), StaffAct::sign_audit);
        return AuditSigner{.name = to_core(staff_->author()),
                           .role = signs ? std::string(name(staff_->role())) : std::string()};
    });
    connect(document_, &Document::policy_published, this, [this](const PolicyPublication& publication) {
        show_info(words("versions.published", {{"name", from_core(readable_name(publication.policy))},
                                               {"n", QString::number(publication.version)}}),
                  words("versions.published.advice",
                        {{"watched", from_core(count_text(static_cast<double>(publication.watched)))},
                         {"people", from_core(count_text(static_cast<double>(publication.people)))},
                         {"open", QString::number(publication.not_evaluated)},
                         {"all", QString::number(audit::trail::invariant_count)},
                         {"fairness", from_core(fairness_words(publication.fairness))}}));
        versions_->published();
        consent_page_->audit_room().kept().open(document_->path());
    });
    connect(document_, &Document::publishing_refused, this, [this](const Error& error) {
        versions_->refused(error);
        consent_page_->audit_room().kept().open(document_->path());
    });
    connect(&audits, &AuditDesk::book_read, versions_, &VersionsWindow::refresh);
}

Status MainWindow::publish(const PolicyVersion& version, const PublishingForm& form) {
    const auto& [author, reason, given] = form;
    if (author.isEmpty()) return fail(ErrorCode::bad_input, to_core(words("save.author.empty")), "author");
    if (reason.isEmpty()) return fail(ErrorCode::bad_input, to_core(words("save.reason.empty")), "reason");
    std::vector<FairException> exceptions;
    for (const QString& text : given.split(u';', Qt::SkipEmptyParts)) {
        if (text.trimmed().isEmpty()) continue;
        auto exception = fair_exception(to_core(text.trimmed()));
        if (!exception) return pass_on(exception);
        exceptions.push_back(std::move(*exception));
    }
    state_.set_author(author);
    document_->publish({.policy = version.name,
                        .version = version.number,
                        .by = {.name = to_core(author), .role = std::string(name(staff_->role()))},
                        .reason = to_core(reason),
                        .now = {},
                        .exceptions = std::move(exceptions),
                        .threads = std::max(1, QThread::idealThreadCount())});
    return {};
}

QString MainWindow::in_force(const PolicyVersion& version) const {
    const auto& book = consent_page_->audit_room().kept().book();
    const auto* published = book ? book->in_force(version.name) : nullptr;
    if (!published || published->entry.version != version.number) return {};
    const QString told =
        words("versions.in_force", {{"since", from_core(published->entry.made.substr(0, 10))},
                                    {"who", from_core(signer_words(published->entry.by, Text::english()))}});
    const FairnessCheck& fairness = published->entry.fairness;
    // What somebody answers for stands beside who did.
    return fairness.breaches.empty() ? told
                                     : told + QStringLiteral("\n") + from_core(fairness_words(fairness));
}

} // namespace attune::ui
