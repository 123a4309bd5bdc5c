// What the Policy lab shows of one comparison, as plain values: tiles, charts with their sentences and
// tables, guardrail rows, the headline. The window draws it, tests read it, exports write it; all words and
// digits are made here, from the same records.
#pragma once

#include "simulations/report/report_charts.h"
#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace attune {

/// How far a picture can be trusted: a preview of a few people, or the full run.
struct PictureState {
    bool preview = false;
    int people = 0; ///< simulated, per replication
    int replications = 1;
    int days = 0;    ///< that were simulated: a preview may stop early
    int horizon = 0; ///< days of the full run; the time axis always reaches to here
};

/// How many people were simulated: "2,000", or "4 × 64" in four replications.
std::string people_text(const PictureState& state);

/// One sentence under a chart. Only the finding is drawn bold.
struct Sentence {
    std::string finding; ///< "Gentler asking is 0.04 higher"
    std::string rest;    ///< " on day 90 (interval 0.03 to 0.05)."
    std::string all() const { return finding + rest; }
};

using Plot = std::variant<LineChart, SmallMultiples, LoadBars, VoiceDots, HeatChart>;

/// Another view of the same chart, to be chosen from: its name, its plot and its values.
struct LabView {
    std::string name;
    std::string title; ///< "How often they come, what they like"
    Plot plot;
    DataTable table;
    std::optional<Sentence> sentence = {}; ///< where it says something else than the chart's
};

/// A chart card of the lab.
struct LabChart {
    /// Object name, file name and text key: "satisfaction", "exposure", "groups", "asked", "circle",
    /// "voices", "consent", "fatigue", "answered"; measured on demand: "surface", "cadence", "sharing".
    std::string name;
    std::string question;
    std::string subtitle;
    Sentence sentence;
    Plot plot;
    DataTable table;
    std::vector<LabView> views; ///< the first is what `plot` and `table` show; empty where there is one alone
    std::string views_name = {}; ///< what is chosen among them, where it is not how people are divided
    /// What it shows, for the CSV: metric and group of the long table.
    std::vector<std::pair<std::string, std::string>> shows;
    /// The CSV of a chart that no record stands behind; empty otherwise.
    std::string own_csv = {};
};

/// A metric at a glance: its value, what answers say beside it, the change and how sure that is.
struct LabTile {
    std::string key;           ///< of the metric
    std::string name;          ///< at most 24 characters
    std::string value_words;   ///< "0.62", "17.6"
    std::string unit;          ///< "%" or empty
    std::string answers_words; ///< what answers say, for satisfaction; empty otherwise
    TileStrip strip;
    std::string change_words; ///< "+0.04 ± 0.01", "−1.8 ± 0.8 points", "exactly the same"
    Claim claim = Claim::missing;
    bool up = false;        ///< the direction of the change, where there is a claim
    std::string definition; ///< what the metric means, its source, whether truth, answers or behaviour
    std::string spoken;     ///< accessible name: everything above in one sentence
    bool sentiment = false; ///< how people feel, not only what they do
    bool long_term = false;
};

/// near_limit: the interval reaches across the limit, or all of it is within but most of the room is used.
/// not_enough: there is no interval, fewer than 200 people, or no value in so short a run. A preview gives no
/// verdict on what is measured: these rows are not_enough, with their values in sight.
enum class GuardrailState { held, near_limit, broken, not_enough };

struct GuardrailRow {
    std::string name;
    GuardrailState state = GuardrailState::not_enough;
    std::string value_words; ///< the change, or the share for a floor; empty where there is none
    std::string limit_words; ///< "limit 0.01; frequent visitors", "61 of 200 people"
    std::string word;        ///< "held", "near its limit", "broken", "not enough data"
    bool operator==(const GuardrailRow&) const = default;
};

struct GuardrailCounts {
    int held = 0, near_limit = 0, broken = 0, not_enough = 0;
};

/// What the result rests on besides the policies; empty words where the record's scenario cannot be read.
struct LabLeaning {
    int unmeasured = 0;        ///< assumptions of grade D that its world uses
    int changed = 0;           ///< that differ from their defaults
    std::string words;         ///< "Leans on 48 unmeasured assumptions"
    std::string changed_words; ///< "Assumptions", "Assumptions, 2 not default"
    std::string sentence;      ///< the report's
};

struct LabPicture {
    PictureState state;
    std::string candidate; ///< names of the policies, short and told apart
    std::string baseline;
    std::string
        subtitle; ///< "Calm baseline, careful against default. Full run, 4 replications; bands: 95 %."
    std::vector<LabTile> tiles;   ///< always both short-term and long-term, behaviour and sentiment
    std::vector<LabChart> charts; ///< those of make_lab_charts()
    std::vector<GuardrailRow> guardrails;
    GuardrailCounts counts;
    LabLeaning leaning;
    std::string headline; ///< one polite line for the status bar and the screen reader
};

/// `input` holds both runs and their comparison. For a preview the runs may cover fewer days than the
/// horizon.
LabPicture make_lab_picture(const ReportInput& input, const PictureState& state, const Text& text);

/// The rows of the long CSV (csv_writer.h) that a chart shows, with its head: C locale, every digit. Not for
/// a chart with a CSV of its own.
std::string chart_csv(const ReportInput& input, const LabChart& chart);

/// The chart as a picture of its own, in the light theme of reports.
std::string chart_svg(const LabChart& chart);

} // namespace attune
