// Charts and tiles made by hand for the tests of the window's charts: every value is a formula a test can
// repeat.
#pragma once

#include "simulations/report/lab_picture.h"

#include <cmath>
#include <limits>
#include <memory>

namespace attune::test {

inline constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Rises from `start` towards `end`, with a small repeatable wobble.
inline double value_at(int day, double start, double end) {
    const double wobble = 0.05 * std::sin(day * 0.9) + 0.03 * std::sin(day * 2.3 + 1);
    return start + (end - start) * (1 - std::exp(-day / 22.0)) + (end - start) * wobble;
}

inline std::vector<ChartPoint> points(int first, int last, double start, double end, double half) {
    std::vector<ChartPoint> all;
    for (int day = first; day <= last; ++day) {
        const double value = value_at(day, start, end);
        const double room = half * (0.5 + 0.5 * std::min(1.0, day / 30.0));
        all.push_back({day, value, value - room, value + room});
    }
    return all;
}

inline DataTable table_of(const std::vector<ChartLine>& lines) {
    DataTable table;
    table.head = {"Day"};
    for (const ChartLine& line : lines) {
        table.head.push_back(line.name);
        table.head.push_back("95 % interval");
    }
    for (std::size_t i = 0; i < lines.front().points.size(); ++i) {
        std::vector<std::string> row = {std::to_string(lines.front().points[i].day)};
        for (const ChartLine& line : lines) {
            row.push_back(i < line.points.size() ? fixed_number(line.points[i].value, 3) : "-");
            row.push_back(i < line.points.size() ? fixed_number(line.points[i].lower, 3) + " to " +
                                                       fixed_number(line.points[i].upper, 3)
                                                 : "-");
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

/// Days 1 to `days`; the run is planned to day 90.
inline LabChart satisfaction_chart(int days = 90, double widen = 1) {
    LabChart chart;
    chart.name = "satisfaction";
    chart.question = "Are people more satisfied?";
    chart.subtitle = "True satisfaction, mean of all who started, 0 to 1";
    chart.sentence = {"careful is 0.04 higher", " on day 90 (interval 0.03 to 0.05)."};
    LineChart plot;
    plot.lines = {
        {"careful", "0.62", LineRole::candidate, points(1, days, 0.575, 0.62, 0.011 * widen)},
        {"default", "0.58", LineRole::baseline, points(1, days, 0.575, 0.58, 0.009 * widen)},
    };
    plot.reference = ReferenceLine{0.56, "guardrail: not below 0.56", true};
    plot.first_day = "day 1";
    plot.no_data = "There is no data for this picture";
    plot.last_day = 90;
    plot.not_run = "not run yet";
    plot.head = {"chart-satisfaction", chart.question, chart.subtitle, chart.sentence.all()};
    chart.table = table_of(plot.lines);
    chart.plot = std::move(plot);
    chart.shows = {{"satisfaction_true", "all"}};
    return chart;
}

inline LabChart exposure_chart(int days = 90, double widen = 1) {
    LabChart chart;
    chart.name = "exposure";
    chart.question = "Do small providers get seen?";
    chart.subtitle = "Share of exposure, 23 of 60 providers";
    chart.sentence = {"careful is 4.5 points higher", ", 0.4 points under the floor you set."};
    LineChart plot;
    plot.kind = NumberKind::share;
    plot.lines = {
        {"careful", "17.6 %", LineRole::candidate, points(1, days, 0.134, 0.177, 0.006 * widen)},
        {"default", "13.1 %", LineRole::baseline, points(1, days, 0.134, 0.131, 0.005 * widen)},
    };
    plot.reference = ReferenceLine{0.18, "floor 18 %", false};
    plot.first_day = "day 1";
    plot.last_day = 90;
    plot.not_run = "not run yet";
    plot.head = {"chart-exposure", chart.question, chart.subtitle, chart.sentence.all()};
    chart.table = table_of(plot.lines);
    chart.plot = std::move(plot);
    chart.shows = {{"exposure_share", "provider=small"}};
    return chart;
}

inline LabChart groups_chart(int days = 90, int groups = 5) {
    struct Group {
        const char* name;
        double start, baseline, candidate;
    };
    const Group all[] = {{"18 to 29", 0.59, 0.60, 0.64},     {"30 to 44", 0.58, 0.59, 0.63},
                         {"45 to 64", 0.57, 0.58, 0.62},     {"65 and over", 0.535, 0.54, 0.55},
                         {"New people", 0.505, 0.51, 0.57},  {"Broad tastes", 0.55, 0.56, 0.60},
                         {"Narrow tastes", 0.52, 0.53, 0.58}};
    LabChart chart;
    chart.name = "groups";
    chart.question = "Who gains, who does not?";
    chart.subtitle = "True satisfaction by cohort, days 1 to 90, same scale";
    chart.sentence = {"65 and over gain least",
                      " (0.01, interval \u22120.01 to 0.03): a difference is not shown for them."};
    SmallMultiples plot;
    for (int i = 0; i < groups; ++i) {
        const Group& g = all[i];
        plot.groups.push_back({g.name, points(1, days, g.start, g.candidate, 0.016),
                               points(1, days, g.start, g.baseline, 0.004), fixed_number(g.candidate, 2),
                               fixed_number(g.baseline, 2)});
    }
    plot.reference = ReferenceLine{0.52, "", true};
    plot.head = {"chart-groups", chart.question, chart.subtitle, chart.sentence.all()};
    chart.table = {{"Day", "18 to 29"}, {{"1", "0.590"}, {"90", "0.640"}}};
    chart.plot = std::move(plot);
    chart.shows = {{"satisfaction_true", "age=18"}};
    return chart;
}

inline LabChart asked_chart(bool known = true) {
    LabChart chart;
    chart.name = "asked";
    chart.question = "How often is a person asked in a week?";
    chart.subtitle = "Share of person-weeks; bar is careful, tick is default";
    chart.sentence = {"careful leaves 25 points more weeks without a prompt",
                      " (46 % against 21 %, interval 24 to 26)."};
    LoadBars plot;
    plot.rows = {{"none", 0.46, 0.455, 0.465, 0.21, "46 %"},
                 {"1", 0.42, 0.412, 0.428, 0.33, "42 %"},
                 {"2", 0.12, 0.116, 0.124, 0.38, "12 %"},
                 {"3 or more", 0.0, 0.0, 0.0, 0.08, "0 %"}};
    if (!known) plot.rows.back() = {"3 or more", unknown, unknown, unknown, std::nullopt, "not known"};
    plot.no_data = "No whole week has been run";
    plot.head = {"chart-asked", chart.question, chart.subtitle, chart.sentence.all()};
    chart.table = {{"Asked", "careful", "default"},
                   {{"none", "46 %", "21 %"},
                    {"1", "42 %", "33 %"},
                    {"2", "12 %", "38 %"},
                    {"3 or more", "0 %", "8 %"}}};
    chart.plot = std::move(plot);
    chart.shows = {{"weeks_unasked", "all"}};
    return chart;
}

/// Four measures with a scale each: three from 0 to 1 far apart, one a share.
inline LabChart circle_chart(int days = 90) {
    LabChart chart;
    chart.name = "circle";
    chart.question = "Does trust grow, and do people keep taking part?";
    chart.subtitle = "By day, each part on its own scale";
    chart.sentence = {"Trust is 0.03 higher with careful",
                      " (interval 0.02 to 0.04); lower: prompts answered."};
    SmallMultiples plot;
    plot.own_scales = true;
    plot.no_data = "There is no data for this picture";
    const auto panel = [&](const char* name, double start, double candidate, double baseline, NumberKind kind,
                           const char* here, const char* there) {
        plot.groups.push_back({name, points(1, days, start, candidate, 0.01),
                               points(1, days, start, baseline, 0.008), here, there, kind});
    };
    panel("Trust", 0.5, 0.62, 0.55, NumberKind::plain, "0.62", "0.55");
    panel("Belief that feedback works", 0.45, 0.52, 0.51, NumberKind::plain, "0.52", "0.51");
    panel("Prompts answered", 0.31, 0.24, 0.27, NumberKind::share, "24 %", "27 %");
    panel("Truly enjoyed", 0.78, 0.83, 0.82, NumberKind::share, "83 %", "82 %");
    plot.head = {"chart-circle", chart.question, chart.subtitle, chart.sentence.all()};
    chart.table = {{"Day", "Trust, careful"}, {{"1", "0.500"}, {"90", "0.620"}}};
    chart.plot = std::move(plot);
    chart.shows = {{"trust_true", "all"}, {"response_rate", "all"}};
    return chart;
}

inline VoiceRow voice(const char* name, double say, double act, double feel, const char* people,
                      const char* answers, bool under) {
    const auto mark = [](double value) { return VoiceMark{value, value - 0.02, value + 0.02}; };
    return {name, mark(say), mark(act), mark(feel), people, answers, under ? "too little" : "enough", under};
}

/// Two ways of dividing people; the young answer too little.
inline LabChart voices_chart() {
    LabChart chart;
    chart.name = "voices";
    chart.question = "Who is heard, and does it fit what people feel?";
    chart.subtitle = "With careful. Lines are 95 % intervals";
    chart.sentence = {"Heard too little: people aged 16 to 24",
                      ", with less than four fifths of the answers."};
    const auto dots = [&](std::vector<VoiceRow> rows) {
        VoiceDots plot;
        plot.say = "Say";
        plot.act = "Do";
        plot.feel = "Feel";
        plot.people = "Of the people";
        plot.answers = "Of the answers";
        plot.heard = "Heard";
        plot.no_data = "There is no data for this picture";
        plot.rows = std::move(rows);
        plot.rows.insert(plot.rows.begin(), {"Everyone",
                                             {0.85, 0.84, 0.86},
                                             {0.52, 0.51, 0.53},
                                             {0.8, 0.79, 0.81},
                                             "100.0 %",
                                             "100.0 %",
                                             "",
                                             false});
        plot.head = {"chart-voices", chart.question, chart.subtitle, chart.sentence.all()};
        return plot;
    };
    const auto table = [](const char* group) {
        return DataTable{{"Group", "Say"}, {{"Everyone", "85.0 %"}, {group, "84.0 %"}}};
    };
    chart.views.push_back({"device", "Device",
                           dots({voice("Phones", 0.84, 0.5, 0.78, "61.0 %", "60.2 %", false),
                                 voice("Tablets", 0.86, 0.55, 0.82, "39.0 %", "39.8 %", false)}),
                           table("Phones")});
    chart.views.push_back({"age", "Age",
                           dots({voice("16 to 24", 0.9, 0.48, 0.71, "21.0 %", "12.4 %", true),
                                 voice("25 to 39", 0.86, 0.51, 0.8, "40.0 %", "45.1 %", false),
                                 voice("60 and over", 0.8, 0.56, 0.83, "39.0 %", "42.5 %", false)}),
                           table("16 to 24")});
    chart.plot = chart.views.front().plot;
    chart.table = chart.views.front().table;
    chart.shows = {{"satisfaction_answers", "all"}, {"enjoyed_true", "all"}};
    return chart;
}

inline PictureState full_state() {
    return {.preview = false, .people = 5000, .replications = 12, .days = 90, .horizon = 90};
}
inline PictureState preview_state(int days = 28) {
    return {.preview = true, .people = 500, .replications = 1, .days = days, .horizon = 90};
}

/// Two short runs with the metrics the charts show.
inline std::shared_ptr<const ReportInput> sample_input() {
    auto input = std::make_shared<ReportInput>();
    input->run.id = "r-0123456789ab";
    input->run.policy_name = "careful";
    input->baseline = RunRecord();
    input->baseline->id = "r-ba9876543210";
    input->baseline->policy_name = "default";
    for (int day = 1; day <= 3; ++day) {
        input->run.series.push_back({"satisfaction_true", "all", day, 0.61 + day / 1000.0, 0.6, 0.63, 100});
        input->run.series.push_back({"exposure_share", "provider=small", day, 0.17, 0.16, 0.18, 100});
        input->baseline->series.push_back({"satisfaction_true", "all", day, 0.58, 0.57, 0.59, 100});
    }
    return input;
}

inline std::vector<LabTile> sample_tiles(double widen = 1) {
    struct Sample {
        const char *key, *name, *value, *unit, *change;
        Claim claim;
        bool up;
        double baseline, lower, middle, upper;
    };
    const Sample samples[] = {{"satisfaction_true", "Satisfaction", "0.62", "", "+0.04 \u00B1 0.01",
                               Claim::better, true, 0.58, 0.61, 0.62, 0.63},
                              {"exposure_share", "Small providers", "17.6", "%", "+4.5 \u00B1 0.6 points",
                               Claim::better, true, 0.131, 0.17, 0.176, 0.182},
                              {"churn_30d", "Left within 30 days", "9.4", "%", "\u22121.8 \u00B1 0.8 points",
                               Claim::better, false, 0.112, 0.087, 0.094, 0.101},
                              {"prompts_per_user_week", "Prompts per week", "0.80", "",
                               "\u22120.02 \u00B1 0.05", Claim::unclear, false, 0.82, 0.78, 0.80, 0.83},
                              {"ctr_slate", "Answers per 1,000", "212", "", "\u221289 \u00B1 8", Claim::worse,
                               false, 301, 204, 212, 220}};
    std::vector<LabTile> tiles;
    for (const Sample& s : samples) {
        LabTile tile;
        tile.key = s.key;
        tile.name = s.name;
        tile.value_words = s.value;
        tile.unit = s.unit;
        tile.change_words = s.change;
        tile.claim = s.claim;
        tile.up = s.up;
        tile.strip.value = s.middle;
        tile.strip.lower = s.middle - widen * (s.middle - s.lower);
        tile.strip.upper = s.middle + widen * (s.upper - s.middle);
        tile.strip.baseline = s.baseline;
        tile.definition = std::string("What ") + s.name + " means.";
        tile.spoken = std::string(s.name) + ", " + s.value;
        tiles.push_back(std::move(tile));
    }
    tiles[0].answers_words = "0.71";
    tiles[0].strip.answers = TileStrip::Answers{0.71, 0.71 - 0.02 * widen, 0.71 + 0.02 * widen};
    tiles[0].spoken = "Satisfaction, truth 0.62, answers 0.71, 0.04 better than default";
    return tiles;
}

} // namespace attune::test
