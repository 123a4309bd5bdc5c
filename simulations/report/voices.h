// Whose voice is heard and how it fits what people do and feel: group by group, the share of people and of
// answers, what they say, what they do, what they really feel; and the bias of answering.
#pragma once

#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <string>
#include <vector>

namespace attune {

/// A group is under-covered when its share of the answers is below four fifths of its share of the people
/// (the four-fifths rule of the US Uniform Guidelines, 1978, used as a sign to look, not as a verdict).
constexpr double under_covered_below = 0.8;

/// How well a group is heard, of the run itself.
struct GroupVoice {
    std::string group;
    double people = 0;  ///< share of all person-days
    double answers = 0; ///< share of all answers
    bool under_covered() const { return answers < under_covered_below * people; }
};
/// Of every group whose people and answers are known, in the order of the records.
std::vector<GroupVoice> group_voices(const ReportView& view);

/// Those of the groups of one kind (series.h).
std::vector<GroupVoice> voices_of_kind(const ReportView& view, const std::vector<GroupVoice>& voices,
                                       std::string_view kind);

/// One row per group, everyone first: people, answers, coverage, say, say weighted, do, feel, say minus feel.
DataTable voices_table(const ReportView& view);
/// The same for some groups; with `intervals` a column behind each of say, say weighted, do and feel.
DataTable voices_table(const ReportView& view, const std::vector<GroupVoice>& voices, bool intervals);
/// The same values as marks on one scale, everyone first. No head.
VoiceDots voice_dots(const ReportView& view, const std::vector<GroupVoice>& voices);

/// What the table says: the bias of answering and what weighting makes of it, and who is under-covered.
std::vector<std::string> voices_sentences(const ReportView& view);
/// The first of them; empty where the records hold no bias. `end` is put at its end.
std::string bias_sentence(const ReportView& view, const std::string& end);
/// The last of them, `finding_end` where its finding ends; without voices: that nobody answered.
std::string coverage_sentence(const ReportView& view, const std::vector<GroupVoice>& voices,
                              const std::string& finding_end, const std::string& end);

} // namespace attune
