// Whether the colours can be told apart: contrast by WCAG 2.1, and the distance of data colours for three
// kinds of sight, computed here from the published formulas.
#include "tests/support/test.h"
#include "ui/theme/theme.h"

#include <QColor>

#include <array>
#include <cmath>

using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr double text_need = 4.5;
constexpr double text_need_in_contrast_theme = 7.0;
constexpr double mark_need = 3.0;

using Rgb = std::array<double, 3>;

/// sRGB to linear light, IEC 61966-2-1.
double linear(double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

Rgb linear(const QColor& colour) {
    return {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
}

/// WCAG 2.1 relative luminance.
double luminance(const QColor& colour) {
    const auto [r, g, b] = linear(colour);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

/// What is seen of a see-through colour on an opaque ground.
QColor over(const QColor& colour, const QColor& ground) {
    const auto mix = [a = colour.alphaF()](float c, float g) { return a * c + (1 - a) * g; };
    return QColor::fromRgbF(mix(colour.redF(), ground.redF()), mix(colour.greenF(), ground.greenF()),
                            mix(colour.blueF(), ground.blueF()));
}

/// How a person sees linear light: Machado, Oliveira and Fernandes 2009, severity 1.
struct Sight {
    const char* name;
    std::array<Rgb, 3> matrix;
};
const std::array<Sight, 3> sights{{
    {"normal", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"deuteranopia",
     {{{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}}}},
    {"protanopia",
     {{{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}}}},
}};

/// OKLab (Ottosson 2020); 0.02 is about one just noticeable step.
Rgb oklab(const QColor& colour, const Sight& sight) {
    const Rgb light = linear(colour);
    Rgb seen{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t i = 0; i < 3; ++i)
            seen[row] += sight.matrix[row][i] * light[i];
        seen[row] = std::clamp(seen[row], 0.0, 1.0);
    }
    const auto [r, g, b] = seen;
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

double distance(const QColor& a, const QColor& b, const Sight& sight) {
    const Rgb p = oklab(a, sight);
    const Rgb q = oklab(b, sight);
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

struct Named {
    QString name;
    QColor colour;
};

QString complaint(const QString& name, double value, double need) {
    return u"%1 is %2, needs %3"_s.arg(name).arg(value, 0, 'f', 2).arg(need, 0, 'f', 2);
}

class Checker {
public:
    explicit Checker(const Theme& theme)
        : text_(theme.name == ThemeName::contrast ? text_need_in_contrast_theme : text_need) {}
    void text(const Named& ink, const Named& ground) { check(ink, ground, text_); }
    void mark(const Named& mark, const Named& ground) { check(mark, ground, mark_need); }
    int checked = 0;
    QStringList failures;

private:
    void check(const Named& a, const Named& b, double need) {
        ++checked;
        if (const double value = contrast(a.colour, b.colour); value < need)
            failures << complaint(a.name + u" on "_s + b.name, value, need);
    }
    double text_;
};

void add_theme_rows() {
    QTest::addColumn<int>("name");
    QTest::newRow("light") << static_cast<int>(ThemeName::light);
    QTest::newRow("dark") << static_cast<int>(ThemeName::dark);
    QTest::newRow("contrast") << static_cast<int>(ThemeName::contrast);
}

} // namespace

class Contrast_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void the_formula_knows_black_and_white() {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        // #767676 is the well-known lightest grey that passes on white.
        QVERIFY(contrast(QColor(0x76, 0x76, 0x76), Qt::white) >= 4.5);
        QVERIFY(contrast(QColor(0x77, 0x77, 0x77), Qt::white) < 4.5);
    }

    void text_and_marks_stand_out_from_their_grounds_data() { add_theme_rows(); }
    void text_and_marks_stand_out_from_their_grounds() {
        QFETCH(int, name);
        const Theme& t = theme_of(static_cast<ThemeName>(name));
        Checker checker(t);
        const Named window{u"window"_s, t.surface.window}, rail{u"rail"_s, t.surface.rail},
            page{u"page"_s, t.surface.page}, card{u"card"_s, t.surface.card},
            sunken{u"sunken"_s, t.surface.sunken}, raised{u"raised"_s, t.surface.raised},
            hover{u"hover"_s, t.surface.hover}, selected{u"selected"_s, t.surface.selected};
        const Named primary{u"primary"_s, t.text.primary};
        for (const Named& ground : {window, rail, page, card, sunken, raised, hover, selected}) {
            checker.text(primary, ground);
            checker.text({u"secondary"_s, t.text.secondary}, ground);
        }
        for (const Named& ground : {window, rail, page, card, sunken, raised, hover})
            checker.text({u"muted"_s, t.text.muted}, ground);
        for (const Named& ground : {page, card, sunken, raised, selected})
            checker.text({u"link"_s, t.text.link}, ground);
        checker.text({u"on_inverse"_s, t.text.on_inverse}, {u"tooltip"_s, t.surface.tooltip});
        checker.text({u"on_inverse"_s, t.text.on_inverse}, {u"inverse"_s, t.surface.inverse});
        for (const Named& accent :
             {Named{u"accent"_s, t.accent.base}, Named{u"accent.hover"_s, t.accent.hover},
              Named{u"accent.pressed"_s, t.accent.pressed}}) {
            checker.text({u"on_accent"_s, t.text.on_accent}, accent);
            for (const Named& ground : {window, page, card})
                checker.mark(accent, ground);
        }
        checker.text({u"on_soft"_s, t.accent.on_soft}, {u"accent.soft"_s, t.accent.soft});
        // The chosen page's name lies on the page's ground in the same ink.
        checker.text({u"on_soft"_s, t.accent.on_soft}, page);
        const std::pair<QString, Theme::Status> statuses[] = {{u"success"_s, t.success},
                                                              {u"caution"_s, t.caution},
                                                              {u"danger"_s, t.danger},
                                                              {u"info"_s, t.info},
                                                              {u"nodata"_s, t.nodata}};
        for (const auto& [key, status] : statuses) {
            const Named soft{key + u".soft"_s, status.soft}, mark{key + u".mark"_s, status.mark},
                ink{key + u".text"_s, status.text};
            checker.text(ink, soft);
            checker.text(primary, soft);
            checker.mark(mark, soft);
            for (const Named& ground : {window, page, card, sunken}) {
                checker.text(ink, ground);
                checker.mark(mark, ground);
            }
        }
        for (const Named& ground : {window, page, card, sunken, rail}) {
            checker.mark({u"focus ring"_s, t.focus.ring}, ground);
            checker.mark({u"control border"_s, t.border.control}, ground);
        }
        checker.mark({u"focus ring"_s, t.focus.ring}, {u"focus gap"_s, t.focus.gap});
        for (const Named& ground : {page, card}) {
            for (const Named& mark :
                 {Named{u"baseline"_s, t.data.baseline}, Named{u"candidate"_s, t.data.candidate},
                  Named{u"truth"_s, t.data.truth}, Named{u"answers"_s, t.data.answers},
                  Named{u"limit"_s, t.data.limit}, Named{u"threshold"_s, t.data.threshold},
                  Named{u"axis"_s, t.data.axis}, Named{u"hatch"_s, t.data.hatch_ink},
                  Named{u"cursor"_s, t.data.cursor}})
                checker.mark(mark, ground);
            checker.text({u"axis text"_s, t.data.axis_text}, ground);
            for (const QColor& colour : t.series)
                checker.mark({u"series "_s + colour.name(), colour}, ground);
        }
        checker.mark({u"hatch"_s, t.data.hatch_ink}, {u"hatch ground"_s, t.data.hatch_ground});
        for (const QColor& band : {t.data.candidate_band, t.data.baseline_band}) {
            const Named ground{u"band "_s + band.name(), over(band, t.surface.card)};
            checker.mark({u"candidate"_s, t.data.candidate}, ground);
            checker.mark({u"baseline"_s, t.data.baseline}, ground);
            checker.text({u"axis text"_s, t.data.axis_text}, ground);
        }
        for (std::size_t i = 0; i < t.ramp.size(); ++i)
            checker.text({u"ramp ink"_s, t.ramp_ink[i]}, {u"ramp %1"_s.arg(i + 1), t.ramp[i]});
        QVERIFY(checker.checked > 100);
        QVERIFY2(checker.failures.isEmpty(), qPrintable(checker.failures.join(u'\n')));
    }

    void data_colours_differ_for_every_sight_data() { add_theme_rows(); }
    void data_colours_differ_for_every_sight() {
        QFETCH(int, name);
        const Theme& t = theme_of(static_cast<ThemeName>(name));
        QStringList failures;
        for (const Sight& sight : sights) {
            const auto check = [&](const QString& pair, const QColor& a, const QColor& b, double need) {
                if (const double value = distance(a, b, sight); value < need)
                    failures << complaint(QLatin1String(sight.name) + u": "_s + pair, value, need);
            };
            for (std::size_t i = 0; i < t.series.size(); ++i) {
                check(u"series %1 and baseline"_s.arg(i + 1), t.series[i], t.data.baseline, 0.075);
                for (std::size_t j = i + 1; j < t.series.size(); ++j)
                    check(u"series %1 and %2"_s.arg(i + 1).arg(j + 1), t.series[i], t.series[j], 0.075);
            }
            check(u"candidate and baseline"_s, t.data.candidate, t.data.baseline, 0.10);
            check(u"truth and answers"_s, t.data.truth, t.data.answers, 0.10);
            check(u"held and near"_s, t.success.mark, t.caution.mark, 0.05);
            check(u"held and broken"_s, t.success.mark, t.danger.mark, 0.05);
            check(u"near and broken"_s, t.caution.mark, t.danger.mark, 0.05);
            for (std::size_t i = 0; i + 1 < t.ramp.size(); ++i)
                check(u"ramp step %1"_s.arg(i + 1), t.ramp[i], t.ramp[i + 1], 0.04);
        }
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
    }

    void the_ramp_goes_one_way_data() { add_theme_rows(); }
    void the_ramp_goes_one_way() {
        QFETCH(int, name);
        const Theme& t = theme_of(static_cast<ThemeName>(name));
        std::vector<double> steps;
        for (const QColor& colour : t.ramp)
            steps.push_back(luminance(colour));
        // More is always farther from the ground.
        if (static_cast<ThemeName>(name) == ThemeName::light) std::reverse(steps.begin(), steps.end());
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    }
};

ATTUNE_TEST(Contrast_test);
#include "contrast_test.moc"
