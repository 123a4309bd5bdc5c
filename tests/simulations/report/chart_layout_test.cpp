// Words in pictures: inside the frame, never over each other, never too small; judged with measured widths of
// the widest fonts of the product's list, on many random data sets.
#include "simulations/report/chart_style.h"
#include "simulations/report/svg_chart.h"
#include "simulations/report/svg_writer.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <QRectF>
#include <QSet>
#include <QXmlStreamReader>

#include <array>
#include <cmath>
#include <limits>

using namespace attune;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

// Advance widths in 1/1000 em for the characters 32 to 126: the larger of Inter and DejaVu Sans, and the
// larger of Inter SemiBold and DejaVu Sans Bold, read from the font files.
constexpr std::array<int, 95> regular = {
    318, 401, 460, 838, 638, 951, 780, 275, 391, 391, 500, 838, 318, 461,  318, 357, 637, 637, 637,
    637, 643, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, 1000, 685, 687, 728, 771, 632,
    587, 775, 752, 295, 543, 656, 563, 890, 753, 788, 635, 788, 695, 638,  643, 742, 685, 989, 686,
    665, 686, 391, 357, 391, 838, 500, 500, 613, 635, 559, 635, 616, 361,  635, 634, 278, 278, 580,
    278, 975, 634, 612, 635, 635, 412, 523, 393, 634, 592, 818, 592, 592,  542, 637, 337, 637, 838};
constexpr std::array<int, 95> bold = {
    349, 457,  521, 838, 696, 1002, 873, 307, 458, 458, 544, 838, 380, 466,  380, 379, 696, 696,  696,
    696, 696,  696, 696, 696, 696,  696, 400, 400, 838, 838, 838, 581, 1000, 774, 763, 744, 831,  684,
    684, 821,  837, 373, 561, 775,  638, 996, 837, 851, 733, 851, 771, 721,  683, 812, 774, 1104, 771,
    725, 726,  458, 379, 458, 838,  500, 500, 675, 716, 593, 716, 679, 436,  716, 712, 343, 343,  666,
    343, 1042, 712, 687, 716, 716,  494, 596, 479, 712, 652, 924, 646, 652,  583, 712, 366, 712,  838};

double measured(const QString& words, double size, bool heavy) {
    double em = 0;
    for (const QChar c : words) {
        const char16_t code = c.unicode();
        if (code >= 32 && code < 127)
            em += (heavy ? bold : regular)[code - 32U];
        else if (code == 0x2212)
            em += 838;
        else if (code == 0xA0)
            em += 349;
        else if (c.isLowSurrogate())
            continue;
        else
            em += code < 0x800 ? 840 : 1000;
    }
    return em / 1000 * size;
}

struct Word {
    QString text;
    QRectF box;
    double size;
};

struct Picture {
    QRectF frame;
    std::vector<Word> words;
    bool has_title = false;
    bool has_description = false;
    QString error;
    int dashed = 0;
    int polylines = 0;
};

Picture look_at(const std::string& svg) {
    Picture picture;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        const auto attributes = xml.attributes();
        const auto number = [&](const char* name) {
            return attributes.value(QLatin1String(name)).toDouble();
        };
        if (xml.name() == QLatin1String("svg")) {
            const QStringList box = attributes.value("viewBox").toString().split(' ');
            picture.frame = {box[0].toDouble(), box[1].toDouble(), box[2].toDouble(), box[3].toDouble()};
            if (attributes.value("role") != QLatin1String("img")) picture.error = "no role";
        } else if (xml.name() == QLatin1String("title")) {
            picture.has_title = !xml.readElementText().isEmpty();
        } else if (xml.name() == QLatin1String("desc")) {
            picture.has_description = !xml.readElementText().isEmpty();
        } else if (xml.name() == QLatin1String("polyline")) {
            ++picture.polylines;
            picture.dashed += attributes.hasAttribute("stroke-dasharray") ? 1 : 0;
        } else if (xml.name() == QLatin1String("script")) {
            picture.error = "a script";
        } else if (xml.name() == QLatin1String("text")) {
            const double size = number("font-size");
            const bool heavy = attributes.value("font-weight") == QLatin1String("600");
            const QString anchor = attributes.value("text-anchor").toString();
            const double x = number("x");
            const double y = number("y");
            const QString text = xml.readElementText();
            const double width = measured(text, size, heavy);
            const double left = anchor == "end" ? x - width : anchor == "middle" ? x - width / 2 : x;
            picture.words.push_back({text, {left, y - 0.76 * size, width, 0.98 * size}, size});
        }
    }
    if (xml.hasError()) picture.error = xml.errorString();
    return picture;
}

/// Empty, or what is wrong with the words of a picture.
QString trouble(const Picture& picture) {
    if (!picture.error.isEmpty()) return picture.error;
    if (!picture.has_title || !picture.has_description) return "no title or description";
    const QRectF frame = picture.frame.adjusted(-0.6, -0.6, 0.6, 0.6);
    for (std::size_t i = 0; i < picture.words.size(); ++i) {
        const Word& a = picture.words[i];
        if (a.size < 11) return "too small: " + a.text;
        if (!frame.contains(a.box))
            return QString("outside: '%1' from %2 to %3").arg(a.text).arg(a.box.left()).arg(a.box.right());
        for (std::size_t j = i + 1; j < picture.words.size(); ++j) {
            const Word& b = picture.words[j];
            const QRectF both = a.box.intersected(b.box);
            if (both.width() > 0.6 && both.height() > 0.6)
                return QString("'%1' lies on '%2'").arg(a.text, b.text);
        }
    }
    return {};
}

std::string random_name(test::Dice& dice) {
    static const std::vector<std::string> names = {"default",
                                                   "careful",
                                                   "B",
                                                   "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
                                                   "",
                                                   "a policy whose name goes on and on and on",
                                                   "日本語の長い名前がここに続きます",
                                                   "{&}~<b>",
                                                   "iiiiiiiiiiii",
                                                   "größer & schöner"};
    return names[static_cast<std::size_t>(dice.below(static_cast<int>(names.size())))];
}

double random_value(test::Dice& dice) {
    switch (dice.below(8)) {
    case 0:
        return nan_value;
    case 1:
        return 0;
    case 2:
        return dice.between(-1, 1) * 1e12;
    case 3:
        return dice.between(-1, 1) * 1e-8;
    case 4:
        return dice.between(-1, 1) * 1e250;
    case 5:
        return std::numeric_limits<double>::infinity();
    default:
        return dice();
    }
}

ChartHead head(test::Dice& dice) {
    return {"chart-x", "Does this question fit, however long it may be written by somebody?",
            random_name(dice) + " against " + random_name(dice), "what is seen", dice.below(2) == 0};
}

LineChart random_lines(test::Dice& dice) {
    LineChart chart;
    chart.head = head(dice);
    chart.kind = dice.below(2) ? NumberKind::share : NumberKind::plain;
    chart.first_day = "day 1";
    chart.no_data = "There is no data for this picture";
    const int days = 1 + dice.below(dice.below(3) == 0 ? 3 : 200);
    const int style = dice.below(3);
    const double level = dice.between(0, 1) * std::pow(10.0, dice.below(10) - 4);
    for (int line = dice.below(6); line > 0; --line) {
        ChartLine all{random_name(dice), {}, static_cast<LineRole>(dice.below(3)), {}};
        for (int day = 1; day <= days; ++day) {
            const double value = style == 0   ? level
                                 : style == 1 ? level * (1 + 0.05 * dice())
                                              : random_value(dice);
            const double half = dice.below(4) == 0 ? nan_value : level * 0.01;
            all.points.push_back({day, value, value - half, value + half});
        }
        const double last = all.points.back().value;
        all.last_value = value_text(last, {chart.kind, dice.below(4)}, Text::english());
        chart.lines.push_back(std::move(all));
    }
    if (dice.below(3) == 0) {
        chart.last_day = days + dice.below(100);
        chart.not_run = "not run yet";
    }
    if (dice.below(2))
        chart.reference = ReferenceLine{level * dice.between(0.5, 1.5),
                                        "guardrail: not below " + random_name(dice), dice.below(2) == 0};
    return chart;
}

} // namespace

class Chart_layout_test : public QObject {
    Q_OBJECT

private slots:
    void estimated_widths_are_never_below_measured_ones() {
        for (int code = 32; code < 127; ++code) {
            const QString word(QChar(static_cast<char16_t>(code)));
            for (const bool heavy : {false, true})
                QVERIFY2(text_width(word.toStdString(), 10, heavy) >= measured(word, 10, heavy) - 1e-9,
                         qPrintable(word));
        }
        QVERIFY(text_width("−12 %", 12) >= measured(QString::fromUtf8("−12 %"), 12, false));
    }

    void words_of_line_charts_stay_in_the_frame_and_apart() {
        test::Dice dice(101);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            const std::string svg = draw(random_lines(dice));
            const QString wrong = trouble(look_at(svg));
            QVERIFY2(
                wrong.isEmpty(),
                qPrintable(
                    QString("set %1: %2\n%3").arg(i).arg(wrong, QString::fromStdString(svg).left(4000))));
        }
    }

    void words_of_share_charts_stay_in_the_frame_and_apart() {
        test::Dice dice(102);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            ShareChart chart;
            chart.head = head(dice);
            chart.no_data = "There is no data for this picture";
            for (int row = dice.below(7); row > 0; --row) {
                const double value = dice.below(6) == 0 ? random_value(dice) : dice();
                ShareRow r{.name = random_name(dice),
                           .value = value,
                           .lower = value - 0.02,
                           .upper = value + 0.02,
                           .value_words = value_text(value, {NumberKind::share, 1}, Text::english()),
                           .baseline = std::nullopt,
                           .floor = std::nullopt,
                           .floor_words = {}};
                if (dice.below(2)) r.baseline = dice();
                if (dice.below(2)) {
                    r.floor = dice();
                    r.floor_words = "floor 18 %";
                }
                chart.rows.push_back(std::move(r));
            }
            const QString wrong = trouble(look_at(draw(chart)));
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("set %1: %2").arg(i).arg(wrong)));
        }
    }

    void words_of_small_multiples_stay_in_the_frame_and_apart() {
        test::Dice dice(105);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            SmallMultiples chart;
            chart.head = head(dice);
            chart.head.finding =
                random_name(dice) + " gain least over 60 days (+0.01, interval 0.00 to 0.02).";
            chart.kind = dice.below(2) ? NumberKind::share : NumberKind::plain;
            chart.no_data = "There is no data for this picture";
            chart.own_scales = dice.below(2) == 0;
            const int days = 1 + dice.below(60);
            for (int group = dice.below(9); group > 0; --group) {
                GroupLines lines;
                lines.name = random_name(dice);
                lines.kind = dice.below(2) ? NumberKind::share : NumberKind::plain;
                for (std::vector<ChartPoint>* points : {&lines.candidate, &lines.baseline}) {
                    if (dice.below(5) == 0) continue;
                    for (int day = 0; day < days; ++day) {
                        const double value = dice.below(3) ? dice() : random_value(dice);
                        points->push_back({day, value, value - 0.1, value + 0.1});
                    }
                }
                lines.candidate_words = value_text(dice(), {chart.kind, dice.below(4)}, Text::english());
                lines.baseline_words = value_text(random_value(dice), {chart.kind, 2}, Text::english());
                chart.groups.push_back(std::move(lines));
            }
            if (dice.below(2)) chart.reference = ReferenceLine{dice(), "limit", dice.below(2) == 0};
            const QString wrong = trouble(look_at(draw(chart)));
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("set %1: %2").arg(i).arg(wrong)));
        }
    }

    void words_of_voices_stay_in_the_frame_and_apart() {
        test::Dice dice(107);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            VoiceDots chart;
            chart.head = head(dice);
            chart.say = "Say";
            chart.act = "Do";
            chart.feel = "Feel";
            chart.people = "Of the people";
            chart.answers = "Of the answers";
            chart.heard = "Heard";
            chart.no_data = "There is no data for this picture";
            const auto mark = [&] {
                const double value = dice.below(4) ? dice() : random_value(dice);
                return VoiceMark{value, value - 0.1, value + 0.1};
            };
            for (int row = dice.below(8); row > 0; --row)
                chart.rows.push_back({random_name(dice), mark(), mark(), mark(), "100.0 %",
                                      value_text(dice(), {NumberKind::share, 1}, Text::english()),
                                      dice.below(2) ? "too little" : "enough", dice.below(2) == 0});
            const QString wrong = trouble(look_at(draw(chart)));
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("set %1: %2").arg(i).arg(wrong)));
        }
    }

    void words_of_load_bars_stay_in_the_frame_and_apart() {
        test::Dice dice(106);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            LoadBars bars;
            bars.head = head(dice);
            bars.no_data = "No whole week has been run";
            for (int row = dice.below(6); row > 0; --row) {
                LoadRow r;
                r.name = random_name(dice);
                r.value = dice.below(4) == 0 ? random_value(dice) : dice();
                r.lower = r.value - 0.02;
                r.upper = r.value + 0.02;
                r.value_words = dice.below(4) ? value_text(r.value, {NumberKind::share, 1}, Text::english())
                                              : std::string("not known");
                if (dice.below(2)) r.baseline = dice();
                bars.rows.push_back(std::move(r));
            }
            const QString wrong = trouble(look_at(draw(bars)));
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("set %1: %2").arg(i).arg(wrong)));
        }
    }

    void a_bars_words_stand_at_its_end_unless_a_mark_is_there() {
        const auto words_at = [](double value, double baseline) {
            LoadBars bars;
            bars.head = {"chart-x", "Question?", "", "desc", false};
            bars.rows = {{"wide", 1.0, nan_value, nan_value, std::nullopt, "all of it"},
                         {"row", value, nan_value, nan_value, baseline, "words"}};
            for (const Word& word : look_at(draw(bars)).words)
                if (word.text == "words") return word.box.left();
            return nan_value;
        };
        const double free = words_at(0.1, 0.9);
        QVERIFY(words_at(0.1, 0.02) == free);     // the mark lies in the bar
        QVERIFY(words_at(0.1, 0.15) > free + 10); // it would run through the words
        QVERIFY(free < words_at(0.2, 0.9));
    }

    void all_panels_of_small_multiples_have_one_scale() {
        SmallMultiples chart;
        chart.head = {"chart-x", "Question?", "", "desc", false};
        chart.groups.resize(2);
        chart.groups[0].candidate = {{0, 0.2, nan_value, nan_value}, {1, 0.3, nan_value, nan_value}};
        chart.groups[1].candidate = {{0, 0.8, nan_value, nan_value}, {1, 0.3, nan_value, nan_value}};
        std::vector<double> ends;
        QXmlStreamReader xml(QByteArray::fromStdString(draw(chart)));
        while (!xml.atEnd())
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("polyline"))
                ends.push_back(
                    xml.attributes().value("points").toString().section(' ', -1).section(',', 1).toDouble());
        QCOMPARE(ends.size(), std::size_t{2});
        QCOMPARE(ends[0], ends[1]); // both end at 0.3
    }

    void days_that_were_not_run_are_hatched() {
        LineChart chart;
        chart.head = {"chart-x", "Question?", "", "desc", false};
        chart.first_day = "day 0";
        chart.not_run = "not run yet";
        chart.lines = {{"name",
                        "0.5",
                        LineRole::candidate,
                        {{0, 0.4, nan_value, nan_value}, {9, 0.5, nan_value, nan_value}}}};
        QVERIFY(draw(chart).find("-hatch)") == std::string::npos);
        chart.last_day = 9;
        QVERIFY(draw(chart).find("-hatch)") == std::string::npos);
        chart.last_day = 29;
        const std::string svg = draw(chart);
        QVERIFY(svg.find("-hatch)") != std::string::npos && svg.find("not run yet") != std::string::npos);
        QVERIFY(svg.find(">29<") != std::string::npos);
        chart.last_day = 10; // too narrow for the words, which then are left out
        QVERIFY(draw(chart).find("not run yet") == std::string::npos);
    }

    void words_of_difference_charts_stay_in_the_frame_and_apart() {
        test::Dice dice(103);
        for (int i = 0; i < test::sized(300, 10000); ++i) {
            DifferenceChart chart;
            chart.head = head(dice);
            chart.head_metric = "Metric";
            chart.head_difference = "Change";
            chart.head_interval = "95 % interval";
            chart.head_reading = "Reading";
            chart.no_data = "There is no data for this picture";
            for (int row = dice.below(12); row > 0; --row) {
                DifferenceRow r;
                r.name = random_name(dice);
                r.value = random_value(dice);
                r.lower = random_value(dice);
                r.upper = random_value(dice);
                r.seen = static_cast<Seen>(dice.below(3));
                if (dice.below(2)) r.limit = random_value(dice);
                const NumberStyle style = style_for(NumberKind::share, r.value, r.lower, r.upper);
                r.value_words = difference_text(r.value, style, Text::english());
                r.interval_words = difference_interval_text(r.lower, r.upper, style, Text::english());
                r.light = static_cast<Light>(dice.below(6));
                r.reading = random_name(dice);
                chart.rows.push_back(std::move(r));
            }
            const QString wrong = trouble(look_at(draw(chart)));
            QVERIFY2(wrong.isEmpty(), qPrintable(QString("set %1: %2").arg(i).arg(wrong)));
        }
    }

    void labels_are_spread_in_order_and_move_no_further_than_needed() {
        test::Dice dice(104);
        for (int i = 0; i < test::sized(5000, 200000); ++i) {
            std::vector<double> wanted(static_cast<std::size_t>(1 + dice.below(5)));
            for (double& w : wanted)
                w = dice.between(-20, 220);
            const std::vector<double> placed = spread(wanted, 16, 0, 200);
            bool free = true;
            for (std::size_t a = 0; a < wanted.size(); ++a) {
                QVERIFY(placed[a] >= -1e-9 && placed[a] <= 200 + 1e-9);
                free = free && wanted[a] >= 0 && wanted[a] <= 200;
                for (std::size_t b = a + 1; b < wanted.size(); ++b) {
                    QVERIFY(std::fabs(placed[a] - placed[b]) >= 16 - 1e-9);
                    if (wanted[a] < wanted[b]) QVERIFY(placed[a] < placed[b]);
                    free = free && std::fabs(wanted[a] - wanted[b]) >= 16;
                }
            }
            if (free) QCOMPARE(placed, wanted);
        }
    }

    void the_baseline_is_dashed_and_the_candidate_is_not() {
        LineChart chart;
        chart.head = {"chart-x", "Question?", "", "desc", false};
        chart.first_day = "day 1";
        for (const LineRole role : {LineRole::candidate, LineRole::baseline})
            chart.lines.push_back({"name", "0.5", role, {{1, 0.4, 0.3, 0.5}, {2, 0.5, 0.4, 0.6}}});
        const Picture picture = look_at(draw(chart));
        QCOMPARE(picture.polylines, 2);
        QCOMPARE(picture.dashed, 1);
    }

    void a_gap_is_not_drawn_over() {
        LineChart chart;
        chart.head = {"chart-x", "Question?", "", "desc", false};
        chart.first_day = "day 1";
        chart.lines = {{"name",
                        "0.5",
                        LineRole::candidate,
                        {{1, 0.4, nan_value, nan_value},
                         {2, 0.5, nan_value, nan_value},
                         {3, nan_value, nan_value, nan_value},
                         {4, 0.5, nan_value, nan_value},
                         {5, 0.6, nan_value, nan_value}}}};
        QCOMPARE(look_at(draw(chart)).polylines, 2);
    }
};
ATTUNE_TEST(Chart_layout_test);

#include "chart_layout_test.moc"
