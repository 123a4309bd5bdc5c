// What people and authorities are told, made from the matrix that is executed, so that neither can say
// something else than what happens: use statements, the words of notices, the record of processing, receipts.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/consent/matrix.h"
#include "core/consent/notice.h"
#include "core/consent/person_consent.h"

#include <span>
#include <string>
#include <vector>

namespace attune {

/// One sentence or two about a signal, for the place where it arises: what for, for how long, and that it
/// takes consent. Every signal that the matrix uses has one.
std::string use_statement(const ConsentMatrix& matrix, Signal signal, const Text& text);

/// What agreeing to a purpose means: what is used, how long it is kept, that it can be taken back.
std::string purpose_statement(const ConsentMatrix& matrix, Purpose purpose, const Text& text);

/// The words of a notice, from top to bottom, as the matrix demands them.
std::vector<std::string> notice_words(const ConsentMatrix& matrix, const Notice& notice, const Text& text);
/// Notices whose words have changed under this matrix get them as a new version with its hash; the others
/// stay as they are.
std::vector<Notice> publish(const ConsentMatrix& matrix, std::vector<Notice> notices, const Text& text);

/// The record of processing activities (GDPR article 30): one entry per purpose.
Json processing_record(const ConsentMatrix& matrix, const Text& text);

/// Who may use what for what, as a table: one row per signal, one column per purpose.
struct MatrixTable {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows;
};
MatrixTable matrix_table(const ConsentMatrix& matrix, const Text& text);

/// An accepted event of one person, as it is kept for receipts.
struct ConsentHistoryEntry {
    ConsentEvent event;
    bool conflict = false; ///< the choice and a global signal disagreed, and one of them was overruled
};

/// A consent record after ISO/IEC TS 27560:2023 (header, processing, parties, events), one per purpose that
/// the person was ever asked about. `principal` is the person's pseudonym. Times are hours of simulated time.
Json consent_record(const ConsentMatrix& matrix, std::span<const Notice> notices,
                    const std::string& principal, std::span<const ConsentHistoryEntry> history,
                    const Text& text);

} // namespace attune
