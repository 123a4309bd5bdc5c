// Finds the numbers in a sentence that no record holds.
#pragma once

#include "core/base/text.h"
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/report/report_input.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace attune::test {

/// Every number the records hold.
inline std::vector<double> numbers_of(const ReportInput& input) {
    std::vector<double> all;
    const auto take = [&](const auto& values) {
        for (const auto& v : values) {
            all.push_back(v.value);
            all.push_back(v.lower);
            all.push_back(v.upper);
        }
    };
    const auto take_run = [&](const RunRecord& run) {
        take(run.metrics);
        take(run.series);
        all.push_back(run.days);
    };
    take_run(input.run);
    if (input.baseline) take_run(*input.baseline);
    if (input.comparison) {
        take(input.comparison->difference);
        take(input.comparison->series);
        for (const GuardrailVerdict& g : input.comparison->guardrails)
            all.push_back(g.more_needed);
    }
    if (const auto policy = policy_from_json(input.run.policy_json, "policy"))
        for (const auto& [group, floor] : policy->exposure_floor)
            all.push_back(floor);
    return all;
}

/// Empty, or the first number of the sentence that is none of the numbers, rounded as it is written. A number
/// without a sign may stand for a negative one where `sizes` is set.
inline QString invented(const std::string& sentence, const std::vector<double>& numbers, bool sizes = false) {
    QString words = QString::fromStdString(sentence);
    words.remove("on a scale from 0 to 1");
    for (const MetricSpec& spec : metric_specs())
        words.remove(QString::fromStdString(Text::english().get("metric." + spec.key)));
    static const QRegularExpression pattern(QString::fromUtf8("([−+]?)(\\d[\\d,]*)(\\.\\d+)?(e(−?\\d+))?"));
    auto matches = pattern.globalMatch(words);
    while (matches.hasNext()) {
        const auto match = matches.next();
        const int decimals = static_cast<int>(std::max<qsizetype>(match.capturedLength(3) - 1, 0));
        QString plain = match.captured(2) + match.captured(3);
        double value = plain.remove(',').toDouble();
        double unit = std::pow(10.0, -decimals);
        if (!match.captured(5).isEmpty()) {
            const double power = std::pow(10.0, match.captured(5).replace(QChar(0x2212), '-').toInt());
            value *= power;
            unit *= power;
        }
        if (match.captured(1) == QString::fromUtf8("−")) value = -value;
        const bool size = sizes && match.captured(1).isEmpty();
        bool found = false;
        for (const double number : numbers)
            for (const double scale : {1.0, 100.0})
                found = found || std::fabs((size ? std::fabs(number) : number) * scale - value) <=
                                     0.500001 * unit + std::fabs(value) * 1e-12;
        if (!found) return match.captured(0);
    }
    return {};
}

} // namespace attune::test
