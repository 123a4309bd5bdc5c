// The consent picture in words, tables and charts, as the window and exports show it.
#pragma once

#include "simulations/report/lab_picture.h"
#include "simulations/study/consent_picture.h"

#include <string>

namespace attune {

/// "All people", "Notice equal", "Shares this visit".
std::string group_words(const ConsentGroup& group, const ConsentPicture& picture, const Text& text);
/// "63 %", "not asked", "too few", "1 read".
std::string cell_figure(const ConsentCell& cell, const ConsentGroup& group, const Text& text);
/// The cell in a sentence, with its interval.
std::string cell_sentence(const ConsentCell& cell, Purpose purpose, const ConsentGroup& group,
                          const ConsentPicture& picture, const Text& text);
/// What stands out, for below the matrix.
Sentence standing_sentence(const ConsentStanding& standing, const Text& text);

/// One row per purpose: shares by group, refusals, withdrawals.
DataTable standing_table(const ConsentStanding& standing, const ConsentPicture& picture, const Text& text);
/// purpose,group,people,permit,share,lower,upper,reads_without_basis; no figures of groups that are too
/// small.
std::string standing_csv(const ConsentStanding& standing, const ConsentPicture& picture);

/// The share of all people who permit each purpose, day by day, a panel each.
LabChart agreement_chart(const ConsentPicture& picture, const Text& text);

/// What the trail is of: run, people, policy, scenario.
std::string picture_subtitle(const ConsentPicture& picture, const Text& text);

} // namespace attune
