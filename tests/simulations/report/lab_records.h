// Records for tests of the lab's picture, shaken and set by hand, and how to find and read what it shows.
#pragma once

#include "simulations/report/lab_picture.h"
#include "tests/simulations/report/sample_records.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace attune::test {

inline constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

inline const PictureState full_run{false, 2000, 12, 90, 90};
inline const PictureState preview{true, 256, 1, 28, 90};

inline LabPicture picture_of(const ReportInput& input, const PictureState& state = full_run) {
    return make_lab_picture(input, state, Text::english());
}

inline QString words(const std::string& text) {
    return QString::fromStdString(text).replace(QChar(0xA0), ' ');
}

inline MetricValue* find(std::vector<MetricValue>& values, const std::string& key, const std::string& group) {
    for (MetricValue& v : values)
        if (v.key == key && v.group == group) return &v;
    return nullptr;
}

/// Sets the difference of a metric and the verdict that its guardrail has on it.
inline void set_difference(ReportInput& input, const std::string& key, const std::string& group, double value,
                           double lower, double upper) {
    MetricValue* d = find(input.comparison->difference, key, group);
    d->value = value;
    d->lower = lower;
    d->upper = upper;
    for (GuardrailVerdict& g : input.comparison->guardrails)
        if (g.key == key && g.group == group) {
            g.difference = value;
            g.lower = lower;
            g.upper = upper;
        }
}

/// The tile of a metric; an empty one where there is none.
inline const LabTile& tile(const LabPicture& picture, const std::string& key) {
    for (const LabTile& t : picture.tiles)
        if (t.key == key) return t;
    static const LabTile none;
    return none;
}

inline const GuardrailRow& row(const LabPicture& picture, const std::string& name) {
    for (const GuardrailRow& r : picture.guardrails)
        if (r.name == name) return r;
    static const GuardrailRow none;
    return none;
}

/// Changes values, differences and intervals at random; some have no interval, some no value, some are gone.
inline void shake(ReportInput& input, Dice& dice) {
    const auto interval = [&](MetricValue& v, int power) {
        const double half = dice() * std::pow(10.0, -dice.below(power));
        v.lower = v.value - half;
        v.upper = v.value + half;
        switch (dice.below(12)) {
        case 0:
            v.lower = v.upper = nan_value;
            break;
        case 1:
            v.value = v.lower = v.upper = nan_value;
            break;
        case 2:
            v.lower = v.upper = v.value;
            break;
        default:
            break;
        }
    };
    const auto change = [&](std::vector<MetricValue>& values) {
        for (MetricValue& v : values) {
            v.value += dice.below(5) ? dice.between(-0.05, 0.05) : 0;
            v.n = dice.below(3) ? v.n : dice.between(0, 300);
            interval(v, 4);
        }
        std::erase_if(values, [&](const MetricValue&) { return dice.below(25) == 0; });
    };
    change(input.run.metrics);
    change(input.baseline->metrics);
    for (MetricValue& d : input.comparison->difference) {
        d.value = dice.below(8) ? dice.between(-0.05, 0.05) : 0;
        interval(d, 5);
    }
    std::erase_if(input.comparison->difference, [&](const MetricValue&) { return dice.below(25) == 0; });
    if (dice.below(4) == 0) input.comparison->guardrails.clear();
    for (GuardrailVerdict& g : input.comparison->guardrails)
        g.verdict = static_cast<Verdict>(dice.below(3));
    for (std::vector<SeriesPoint>* series : {&input.run.series, &input.baseline->series}) {
        for (SeriesPoint& p : *series)
            if (dice.below(20) == 0) p.value = p.lower = p.upper = nan_value;
        if (dice.below(6) == 0) series->clear();
    }
}

inline PictureState random_state(Dice& dice) {
    return {dice.below(2) == 0, 1 + dice.below(3000), 1 + dice.below(5), 1 + dice.below(120), 120};
}

/// The number of a table cell, "0.6233" or "17.64 %", and half of its last digit.
inline std::pair<double, double> read_cell(const std::string& cell) {
    QString text = words(cell).replace(QChar(0x2212), '-').remove(',');
    const double scale = text.contains('%') ? 0.01 : 1;
    text.remove(" %");
    const auto point = text.indexOf('.');
    const double unit = point < 0 ? 1 : std::pow(10.0, -static_cast<double>(text.size() - point - 1));
    bool is_number = false;
    const double value = text.toDouble(&is_number);
    return {is_number ? value * scale : nan_value, 0.500001 * unit * scale};
}

inline bool shows(const std::string& cell, double value) {
    if (!std::isfinite(value)) return !std::isfinite(read_cell(cell).first);
    const auto [read, reach] = read_cell(cell);
    return std::fabs(read - value) <= reach;
}

inline double at(const RunRecord& run, const std::string& key, const std::string& group, int day) {
    for (const SeriesPoint& p : run.series)
        if (p.metric == key && p.group == group && p.day == day) return p.value;
    return nan_value;
}

/// The mean of everyone over the first seven days and over the last seven that have a value, every day
/// weighted by its count.
inline std::vector<double> first_and_last_week_of(const RunRecord& run, const std::string& key) {
    int first = std::numeric_limits<int>::max();
    int last = std::numeric_limits<int>::min();
    for (const SeriesPoint& p : run.series)
        if (p.metric == key && p.group == "all") {
            first = std::min(first, p.day);
            if (std::isfinite(p.value)) last = std::max(last, p.day);
        }
    std::vector<double> means;
    for (const auto& [from, to] : {std::pair{first, first + 6}, {last - 6, last}}) {
        double sum = 0;
        double count = 0;
        for (const SeriesPoint& p : run.series)
            if (p.metric == key && p.group == "all" && p.day >= from && p.day <= to &&
                std::isfinite(p.value)) {
                sum += p.n * p.value;
                count += p.n;
            }
        means.push_back(sum / count);
    }
    return means;
}

inline double total(const RunRecord& run, const std::string& key, const std::string& group) {
    for (const MetricValue& v : run.metrics)
        if (v.key == key && v.group == group) return v.value;
    return nan_value;
}

} // namespace attune::test
