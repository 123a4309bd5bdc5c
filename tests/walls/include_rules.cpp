#include "tests/walls/include_rules.h"

#include <QRegularExpression>
#include <QString>

namespace attune::test {
namespace {

struct Rule {
    const char* name;
    const char* where;   ///< files the rule is for
    const char* except;  ///< files it is not for, or ""
    const char* include; ///< what they may not include
};

// Paths and includes as regular expressions from their start.
const Rule include_rules[] = {
    {"no Qt below the window", "(core|simulations|app/cli)/", "", "(Q[A-Z]\\w*|Qt\\w+/.*)$"},
    {"Qt Charts only in ui/charts", "(core|simulations|app|ui)/", "ui/charts/", "(QtCharts/.*|Q(Chart|ChartView|LineSeries|AreaSeries|ScatterSeries|BarSeries|ValueAxis))$"},
    {"SQLite only in workspace and audit", "(core|simulations|app|ui)/", "core/(workspace|audit)/", "sqlite3\\.h$"},
    {"core knows nothing above it", "core/", "", "(simulations|ui|app)/"},
    {"simulations know nothing above them", "simulations/", "", "(ui|app)/"},
    {"the ground stands on nothing", "core/(base|policy|catalogue|consent)/", "", "core/(recommender|measures|governance|privacy|workspace|audit)/"},
    {"the recommender knows no measures, workspace or audit", "core/recommender/", "", "core/(measures|governance|privacy|workspace|audit)/"},
    {"measures know nothing of the workspace", "core/measures/", "", "core/(recommender|governance|privacy|workspace|audit)/"},
    {"the verifier shares nothing with the writer", "core/audit/", "", "core/(workspace|recommender|measures)/"},
    {"the writer does not verify itself", "core/workspace/", "", "core/(audit|recommender)/"},
    {"Eigen stays in the model and the world", "(core|simulations|app|ui)/", "(core/recommender/preference|simulations/(population|behaviour))/", "Eigen/"},
};

struct TextRule {
    const char* name;
    const char* where;
    const char* except;
    const char* text;
};

const TextRule text_rules[] = {
    {"no global or time-seeded generator below app", "(core|simulations)/.*\\.(h|cpp|inl)$", "", "std::random_device|std::mt19937|\\bsrand\\(|\\brand\\(|\\btime\\(nullptr\\)"},
    {"no wall-clock time below app", "(core|simulations)/.*\\.(h|cpp|inl)$", "", "system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime"},
    {"no flags that change bits", "(.*CMakeLists\\.txt|.*\\.cmake|CMakePresets\\.json)$", "tests/benchmarks/", "-ffast-math|-march=|-mfma"},
};

bool starts(std::string_view text, const char* pattern) {
    if (!*pattern) return false;
    return QRegularExpression(QStringLiteral("^(?:%1)").arg(QLatin1String(pattern))).match(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))).hasMatch();
}

} // namespace

std::vector<std::string> breaches(std::string_view path, std::string_view text) {
    std::vector<std::string> found;
    const QString content = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^\">]+)[\">]"), QRegularExpression::MultilineOption);
    for (auto match = include.globalMatch(content); match.hasNext();) {
        const std::string included = match.next().captured(1).toStdString();
        for (const Rule& rule : include_rules)
            if (starts(path, rule.where) && !starts(path, rule.except) && starts(included, rule.include))
                found.push_back(std::string(path) + " includes " + included + ": " + rule.name);
    }
    for (const TextRule& rule : text_rules)
        if (starts(path, rule.where) && !starts(path, rule.except) && QRegularExpression(QLatin1String(rule.text)).match(content).hasMatch())
            found.push_back(std::string(path) + ": " + rule.name);
    return found;
}

} // namespace attune::test
