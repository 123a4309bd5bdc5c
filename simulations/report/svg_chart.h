// The charts of reports as values in, SVG out. A chart shows a question's answer and how sure it is: the
// candidate solid blue, the baseline dashed grey, 95 % bands or whiskers, words at the lines instead of a
// legend. All words come in ready; a chart formats only its axis numbers.
#pragma once

#include "core/measures/metrics/metric.h"
#include "simulations/report/number_text.h"

#include <optional>
#include <string>
#include <vector>

namespace attune {

/// The data behind a picture, in words.
struct DataTable {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows; ///< the first cell of a row is its name
};

/// What every chart says about itself. `question` and `description` are the picture's accessible title and
/// description; with `show_heading` question and subtitle are also drawn, for a picture that stands alone.
struct ChartHead {
    std::string id; ///< unique in a page: letters, digits and hyphens
    std::string question;
    std::string subtitle;
    std::string description;
    bool show_heading = false;
    std::string finding = {}; ///< with `show_heading`: one sentence below the subtitle; may be empty
};

struct ChartPoint {
    int day = 0;
    double value = 0; ///< NaN: a gap
    double lower = 0; ///< NaN: no interval
    double upper = 0;
};

enum class LineRole { candidate, baseline, answers };

struct ChartLine {
    std::string name;
    std::string last_value; ///< the value at its end, in words
    LineRole role = LineRole::candidate;
    std::vector<ChartPoint> points; ///< by day, ascending
};

/// A line that must not be passed (solid red) or a goal (dotted amber), with its words.
struct ReferenceLine {
    double value = 0;
    std::string label;
    bool hard = false;
    std::string brief = {}; ///< instead of the label where there is no room for it
};

/// An upright line with a name, at a value of the lower axis.
struct DayMark {
    int day = 0;
    std::string label;
    std::string lever = {}; ///< that it stands for and that moving it changes; empty: it stays
};

struct LineChart {
    ChartHead head;
    NumberKind kind = NumberKind::plain;
    std::vector<ChartLine> lines; ///< at most five
    std::optional<ReferenceLine> reference;
    std::string first_day; ///< words under the first tick, "day 1"
    std::string no_data;   ///< words for an empty chart
    /// The time axis reaches at least to this day; days after the candidate's last one are hatched.
    int last_day = 0;
    std::string not_run = {}; ///< words for the hatched days
    /// The lower axis has hundredths instead of days: 65 reads 0.65.
    bool hundredths = false;
    std::vector<DayMark> marks = {}; ///< from left to right
};

/// A value of the lower axis in words: "65", "0.65".
std::string day_name(const LineChart& chart, int day);

struct ShareRow {
    std::string name;
    double value = 0, lower = 0, upper = 0;
    std::string value_words;
    std::optional<double> baseline;
    std::optional<double> floor;
    std::string floor_words;
};

/// Horizontal bars from zero, a tick for the baseline and a dotted mark for the floor on each row.
struct ShareChart {
    ChartHead head;
    NumberKind kind = NumberKind::share; ///< of the axis
    std::vector<ShareRow> rows;
    std::string no_data;
};

/// The same chart for several groups on one scale.
struct GroupLines {
    std::string name; ///< "Frequent visitors"
    std::vector<ChartPoint> candidate;
    std::vector<ChartPoint> baseline;
    std::string candidate_words; ///< the value at the end
    std::string baseline_words;
    NumberKind kind = NumberKind::plain; ///< of its values, where scales are its own
};
struct SmallMultiples {
    ChartHead head;
    NumberKind kind = NumberKind::plain; ///< of the one scale
    std::vector<GroupLines> groups;
    std::optional<ReferenceLine> reference; ///< on the one scale
    std::string no_data;
    /// Each panel is another measure: it has a scale of its own, with numbers at its lines.
    bool own_scales = false;
};

/// A bar per row for the candidate, a tick for the baseline, one scale from zero.
struct LoadRow {
    std::string name;
    double value = 0, lower = 0, upper = 0; ///< NaN: unknown, drawn hatched
    std::optional<double> baseline;
    std::string value_words;
};
struct LoadBars {
    ChartHead head;
    NumberKind kind = NumberKind::share; ///< of every bar
    std::vector<LoadRow> rows;
    std::string no_data;
};

/// What a group says, does and feels as three marks on one scale, how many of the people and of the answers
/// are its, and whether that is enough to be heard.
struct VoiceMark {
    double value = 0, lower = 0, upper = 0; ///< NaN: unknown, not drawn
};
struct VoiceRow {
    std::string name;
    VoiceMark say, act, feel;           ///< answers, behaviour, truth: shares
    std::string people, answers, heard; ///< in words: "12.3 %", "too little"
    bool under_covered = false;         ///< `heard` gets a sign
};
struct VoiceDots {
    ChartHead head;
    std::string say, act, feel;         ///< what the marks are called
    std::string people, answers, heard; ///< heads of the columns
    std::vector<VoiceRow> rows;
    std::string no_data;
};

/// A grid of values on one scale of colour from zero on; the number stands in every cell.
struct HeatCell {
    double value = 0, lower = 0, upper = 0; ///< NaN: unknown, drawn hatched
    std::string words;                      ///< "14.1 %"
    std::string interval_words;
    std::string mark = {}; ///< a word that singles the cell out; it gets a frame
};
struct HeatRow {
    std::string name;
    std::vector<HeatCell> cells; ///< one per column
};
struct HeatChart {
    ChartHead head;
    std::string measure;      ///< what the numbers are
    std::string columns_name; ///< what the columns are
    std::vector<std::string> columns;
    std::vector<HeatRow> rows;
    std::string zero, most; ///< the ends of the colour scale in words
    std::string no_data;
};
/// Steps of the colour scale, from the palest to the strongest.
constexpr int heat_steps = 7;
/// The value of the strongest step: the one farthest from zero. 0 where none is known.
double heat_top(const HeatChart& chart);
/// The step of a value by its distance from zero.
int heat_step(double value, double top);

enum class Light { none, held, broken, unknown, better, worse };

struct DifferenceRow {
    std::string name;
    double value = 0, lower = 0, upper = 0;
    Seen seen = Seen::truth; ///< dot, diamond or square
    /// The allowed side's end: drawn as a red mark with the forbidden side tinted.
    std::optional<double> limit;
    std::string value_words;
    std::string interval_words;
    Light light = Light::none;
    std::string reading;
};

/// One row per metric, each on its own scale, zero in the middle of all.
struct DifferenceChart {
    ChartHead head;
    std::string head_metric, head_difference, head_interval, head_reading;
    std::vector<DifferenceRow> rows;
    std::string no_data;
};

/// The small strip of a tile: baseline tick, truth dot, answers diamond, one scale.
struct TileStrip {
    ChartHead head;
    double value = 0, lower = 0, upper = 0;
    std::optional<double> baseline;
    struct Answers {
        double value = 0, lower = 0, upper = 0;
    };
    std::optional<Answers> answers;
};

std::string draw(const LineChart& chart);
std::string draw(const ShareChart& chart);
std::string draw(const DifferenceChart& chart);
std::string draw(const SmallMultiples& chart);
std::string draw(const LoadBars& chart);
std::string draw(const VoiceDots& chart);
std::string draw(const HeatChart& chart);
std::string draw(const TileStrip& strip);

/// Moves labels apart: wanted centres (any order) to centres at least `gap` apart within [low, high], as near
/// to the wanted ones as a single pass each way allows. If they cannot all fit they are spread evenly.
std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high);

/// The sign of a light, 14 px wide around (x, y): circle held, square broken, dashed ring unknown, triangles.
std::string light_sign(Light light, double x, double y);

} // namespace attune
