// What the parts of a lab picture share: the records as a view, how far they can be trusted, and the words
// that every sentence needs.
#pragma once

#include "simulations/report/lab_picture.h"
#include "simulations/report/series.h"

namespace attune {

struct LabSource {
    const ReportView& view;
    const PictureState& state;

    /// "over 60 days".
    std::string span() const;
    /// What ends a sentence: a full stop, or "; preview." while few people stand for all.
    std::string end() const;
    /// Days the shown values cover.
    int days() const;
};

/// What an interval lets us say, by direction alone: up, down, or a word for why neither.
enum class Direction { up, down, unclear, equal, no_interval, missing };
Direction direction_of(const Figure& figure);
std::string_view key_of(Direction direction);

/// A sentence of the text file is whole; where its finding ends it has the mark {|}, for which this sign,
/// that no name can hold, is put in and taken out again.
inline constexpr const char* finding_ends = "\x1F";
Sentence split_at_finding(const std::string& sentence);

/// The interval of a difference inside a sentence that has named the unit: "0.03 to 0.05" without signs where
/// the direction is shown, "−0.01 to +0.03" where it is not.
std::string sentence_interval(const Figure& figure, const Text& text);

/// Exactly five: satisfaction, exposure of the smallest provider group, who left, prompts, picks. So
/// behaviour and sentiment, short and long term always stand side by side, whatever the records lack.
std::vector<LabTile> make_lab_tiles(const LabSource& source);

/// Exactly nine: satisfaction, exposure, groups, asked, circle, voices, consent, fatigue, answered.
std::vector<LabChart> make_lab_charts(const LabSource& source);
/// Whether trust grows and people keep taking part: the circle by day. Without question and heads.
LabChart circle_chart(const LabSource& source);
/// Who is heard, and whether what groups say fits what they do and feel. Without question and heads.
LabChart voices_chart(const LabSource& source);

/// How many let their feedback adjust what they see, by day. Without question and heads, as the next two.
LabChart consent_chart(const LabSource& source);
/// Whether people tire of being asked, and whether they go on answering, by day.
LabChart fatigue_chart(const LabSource& source);
LabChart answered_chart(const LabSource& source);

/// Who, by how much, how sure, in the words "<stem>.<direction>"; `more` follows before the end.
Sentence sentence_of(const LabSource& source, const Figure& figure, const std::string& stem,
                     const std::string& more);
/// Lines, axis and table of one metric by day. The table's first row is the whole run, of which the sentence
/// speaks.
void draw_by_day(LabChart& card, LineChart& chart, const LabSource& source,
                 const std::vector<WantedLine>& wanted, NumberKind kind);

/// A row per guardrail of the comparison, first those on pushing people; one for the worst-served group of
/// people, one per exposure floor.
std::vector<GuardrailRow> make_lab_guardrails(const LabSource& source);

} // namespace attune
