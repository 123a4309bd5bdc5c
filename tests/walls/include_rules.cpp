#include "tests/walls/include_rules.h"

#include <QRegularExpression>
#include <QString>

#include <cctype>

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
    {"Qt Charts only in ui/charts", "(core|simulations|app|ui)/", "ui/charts/",
     "(QtCharts/.*|Q(Chart\\w*|\\w+Series|\\w+Axis|Legend\\w*|BarSet|BoxSet|PieSlice|PolarChart))$"},
    {"SQLite only in workspace and audit", "(core|simulations|app|ui)/", "core/(workspace|audit)/",
     "sqlite3\\.h$"},
    {"core knows nothing above it", "core/", "", "(simulations|ui|app)/"},
    {"simulations know nothing above them", "simulations/", "", "(ui|app)/"},
    {"the window knows no program", "ui/", "", "app/"},
    {"the window meets the world through studies", "ui/", "",
     "(core/(recommender|audit|privacy)|simulations/(engine|behaviour))/"},
    {"the session alone opens workspaces", "ui/", "ui/session/",
     "core/workspace/(workspace|database|\\w*_store|file_check|schema)\\.h$"},
    {"the theme stands on nothing of the window", "ui/theme/", "",
     "ui/(widgets|session|charts|levers|assumptions|pages|window)/"},
    {"small widgets stand on the theme", "ui/widgets/", "",
     "ui/(session|charts|levers|assumptions|pages|window)/"},
    {"charts draw values", "ui/charts/", "", "ui/(session|levers|assumptions|pages|window)/"},
    {"the session shows nothing", "ui/session/", "", "ui/(widgets|charts|levers|assumptions|pages|window)/"},
    {"levers know no other part", "ui/levers/", "", "ui/(assumptions|pages)/"},
    {"docks and pages know no window", "ui/(levers|assumptions|pages)/", "", "ui/window/"},
    {"nothing is built on tests", "(core|simulations|app|ui)/", "", "tests/"},
    {"what is kept about people stays behind the gate", "(core|simulations|app|ui)/", "core/recommender/",
     "core/recommender/signals/"},
    {"the ground stands on nothing", "core/(base|policy|catalogue|consent)/", "",
     "core/(recommender|measures|governance|privacy|workspace|audit)/"},
    {"the recommender knows no measures, workspace or audit", "core/recommender/", "",
     "core/(measures|governance|privacy|workspace|audit)/"},
    {"measures know nothing of the workspace", "core/measures/", "",
     "core/(recommender|governance|privacy|workspace|audit)/"},
    {"the verifier shares nothing with the writer", "core/audit/", "",
     "core/(workspace|recommender|measures)/"},
    {"the writer does not verify itself", "core/workspace/", "", "core/(audit|recommender)/"},
    {"Eigen stays in the model and the world", "(core|simulations|app|ui)/",
     "(core/recommender/preference|core/offline|simulations/(population|behaviour|fit))/", "Eigen/"},
    {"offline models stand on ground and measures", "core/offline/", "",
     "core/(recommender|governance|privacy|workspace|audit)/"},
};

struct TextRule {
    const char* name;
    const char* where;
    const char* except;
    const char* text;
};

const TextRule text_rules[] = {
    {"no generator below app but the addressed one", "(core|simulations|ui)/.*\\.(h|cpp|inl)$", "",
     "\\b(random_device|mt19937(_64)?|minstd_rand0?|default_random_engine|ranlux\\w+|knuth_b|drand48|random_"
     "shuffle)\\b|"
     "\\bstd::\\w+_distribution\\b|\\bs?rand\\s*\\("},
    {"no wall-clock time below app", "(core|simulations)/.*\\.(h|cpp|inl)$", "",
     "\\b(system_clock|steady_clock|high_resolution_clock|utc_clock|gettimeofday|clock_gettime|timespec_get|"
     "localtime\\w*|gmtime\\w*)\\b|"
     "\\bstd::time\\b|\\b(time|clock)\\s*\\(\\s*(nullptr|NULL|0|&\\w+)?\\s*\\)"},
    {"no flags that change bits",
     "(.*CMakeLists\\.txt|.*\\.cmake|CMakePresets\\.json|run|test|\\.ci/run|.*\\.sh)$", "tests/benchmarks/",
     "-ffast-math|-Ofast|-funsafe-math|-fassociative-math|-freciprocal-math|-ffp-contract=(fast|on)|-march=|-"
     "mfma"},
    // What only the types tell, to_string of a double and streams, locale_test reads from the object files.
    {"numbers are written and read without a locale", "(core|simulations)/.*\\.(h|cpp|inl)$", "",
     "\\b(strto(d|f|ld)|sto(d|f|ld)|ato(f|i|l|ll)|v?(f|s|sn|as)?printf|v?[fs]?scanf|strf(mon|time)|"
     "is(alpha|alnum|digit|space|upper|lower|punct|print|blank|cntrl|graph|xdigit)|to(lower|upper))\\s*\\(|"
     "\\b(setlocale|newlocale|uselocale|localeconv|imbue)\\b|\\bstd::locale\\b|\\b(o|i)?stringstream\\b"},
    {"only the window sets a locale", "app/cli/.*\\.(h|cpp)$", "",
     "\\b(setlocale|newlocale|uselocale|imbue)\\b|\\bstd::locale\\b"},
    {"no pragma that changes bits", "(core|simulations|app|ui)/.*\\.(h|cpp|inl)$", "",
     "#\\s*pragma\\s+(GCC\\s+optimize|STDC\\s+FP_CONTRACT\\s+ON|clang\\s+fp)|\\boptimize\\s*\\("},
};

bool starts(std::string_view text, const char* pattern) {
    if (!*pattern) return false;
    return QRegularExpression(QStringLiteral("^(?:%1)").arg(QLatin1String(pattern)))
        .match(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())))
        .hasMatch();
}

} // namespace

std::string without_comments(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        std::size_t end = 0; // of a comment
        if (rest.starts_with("//"))
            end = rest.find('\n');
        else if (rest.starts_with("/*"))
            end = rest.find("*/", 2) == rest.npos ? rest.npos : rest.find("*/", 2) + 2;
        if (end > 0) {
            if (end == rest.npos) break;
            i += end - 1;
            continue;
        }
        // A quote between digits separates them: 1'000.
        const bool separator =
            text[i] == '\'' && i > 0 && std::isxdigit(static_cast<unsigned char>(text[i - 1])) != 0;
        const char quote = text[i];
        out += quote;
        if ((quote != '"' && quote != '\'') || separator) continue;
        if (quote == '"' && i > 0 && text[i - 1] == 'R') {
            const std::string close = ")" + std::string(rest.substr(1, rest.find('(') - 1)) + "\"";
            const std::size_t stop = rest.find(close);
            if (stop == rest.npos) break;
            i += stop + close.size() - 1;
        } else {
            std::size_t stop = 1;
            while (stop < rest.size() && rest[stop] != quote)
                stop += rest[stop] == '\\' ? 2U : 1U;
            i += stop;
        }
        out += quote;
    }
    return out;
}

std::vector<std::string> rule_names() {
    std::vector<std::string> names;
    for (const Rule& rule : include_rules)
        names.emplace_back(rule.name);
    for (const TextRule& rule : text_rules)
        names.emplace_back(rule.name);
    return names;
}

std::vector<std::string> breaches(std::string_view path, std::string_view text) {
    std::vector<std::string> found;
    const QString content = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^\">]+)[\">]"),
                                            QRegularExpression::MultilineOption);
    for (auto match = include.globalMatch(content); match.hasNext();) {
        const std::string included = match.next().captured(1).toStdString();
        for (const Rule& rule : include_rules)
            if (starts(path, rule.where) && !starts(path, rule.except) && starts(included, rule.include))
                found.push_back(std::string(path) + " includes " + included + ": " + rule.name);
    }
    const bool code = starts(path, ".*\\.(h|cpp|inl)$");
    const QString spoken = code ? QString::fromStdString(without_comments(text))
                                : QString(content).remove(QRegularExpression("#[^\\n]*"));
    for (const TextRule& rule : text_rules)
        if (starts(path, rule.where) && !starts(path, rule.except) &&
            QRegularExpression(QLatin1String(rule.text)).match(spoken).hasMatch())
            found.push_back(std::string(path) + ": " + rule.name);
    return found;
}

} // namespace attune::test
