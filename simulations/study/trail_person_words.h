// What the trail says about one person, as tables, sentences and a document for the person.
#pragma once

#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/trail_person.h"

#include <string>
#include <vector>

namespace attune {

DataTable collected_table(const PersonTrail& person, const Text& text);
DataTable uses_table(const PersonTrail& person, const Text& text);
DataTable consents_table(const PersonTrail& person, const Text& text);
DataTable asked_table(const PersonTrail& person, const Text& text);
/// Why visits passed without a question.
std::string asked_sentence(const PersonTrail& person, const Text& text);
/// Values that are sealed, and whether they can be read.
std::string values_sentence(const PersonTrail& person, const Text& text);
/// The words of the notices that the person's consents name, each from top to bottom.
std::vector<std::string> notices_in_words(const PersonTrail& person, const Text& text);
/// What an erasure reaches and what it does not.
std::vector<std::string> erasure_in_words(const PersonTrail& person, const Text& text);

/// Everything about the person in one document that says it is personal: what the tables say, the words of
/// the notices, receipts of all consent events, and every event with its values where they can be read.
Result<Json> person_document(const Workspace& workspace, const PersonTrail& person, const Text& text);

} // namespace attune
