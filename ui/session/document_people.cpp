// What is written into the trail of the open file besides runs: that a person is erased, and what was counted
// on the screens that people meet. On the document's thread, which alone writes to the file.
#include "core/workspace/trail_writer.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_key.h"
#include "simulations/study/trail_person.h"
#include "ui/session/document_worker.h"

#include <utility>

namespace attune::ui {

Status DocumentFile::erase_person(UserId person, const std::string& stamp) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    const auto trail = person_trail(workspace(), person, {});
    if (!trail) return pass_on(trail);
    auto writer = workspace().write_trail(std::move(*key));
    if (!writer) return pass_on(writer);
    const auto head = writer->erase(trail->to_erase(), stamp); // in all runs that have this person
    if (!head) return pass_on(head);
    return {};
}

Status DocumentFile::write_effort(const WithdrawalEffort& effort, const std::string& stamp) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    const auto head = write_effort_evidence(*workspace_, std::move(*key), effort, stamp);
    if (!head) return pass_on(head);
    return {};
}

void Document::erase_person(UserId person) {
    write({.save = [person, stamp = now_()](DocumentFile& file) { return file.erase_person(person, stamp); },
           .again = false,
           .done =
               [person](Worker& worker) {
                   worker.post([person](Document& to) { Q_EMIT to.person_erased(person); });
               }});
}

void Document::write_effort(const WithdrawalEffort& effort) {
    write({.save = [effort, stamp = now_()](DocumentFile& file) { return file.write_effort(effort, stamp); },
           .again = false,
           .done = [](Worker& worker) { worker.post([](Document& to) { Q_EMIT to.evidence_written(); }); }});
}

} // namespace attune::ui
