// A grid of values as a picture: colour by distance from zero, the number in every cell, and what is unknown.
#include "simulations/report/chart_style.h"
#include "simulations/report/svg_chart.h"
#include "tests/support/test.h"

#include <QXmlStreamReader>

#include <cmath>
#include <limits>

using namespace attune;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

HeatChart grid(const std::vector<std::vector<double>>& values) {
    HeatChart chart;
    chart.head = {"chart-grid", "When is it good to ask?", "All of it", "It depends.", true, "It depends."};
    chart.measure = "share answered";
    chart.columns_name = "Least time";
    chart.zero = "0 %";
    chart.most = "the most";
    chart.no_data = "nobody was asked";
    for (std::size_t r = 0; r < values.size(); ++r) {
        HeatRow row{"row " + std::to_string(r), {}};
        for (std::size_t c = 0; c < values[r].size(); ++c) {
            if (r == 0) chart.columns.push_back("column " + std::to_string(c));
            const double value = values[r][c];
            row.cells.push_back({value, value, value, "v" + std::to_string(r) + std::to_string(c), "i"});
        }
        chart.rows.push_back(std::move(row));
    }
    return chart;
}

struct Drawn {
    QStringList texts;
    QStringList fills;  ///< of boxes
    QStringList frames; ///< outlines of boxes
    bool valid = false;
};

Drawn read(const std::string& svg) {
    Drawn drawn;
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("rect")) {
            drawn.fills << xml.attributes().value("fill").toString();
            // The edges of pale cells and of the scale are not frames.
            if (xml.attributes().value("stroke-width").toString() == QLatin1String("2"))
                drawn.frames << xml.attributes().value("stroke").toString();
        }
        if (xml.name() == QLatin1String("text")) drawn.texts << xml.readElementText();
    }
    drawn.valid = !xml.hasError();
    return drawn;
}

QString colour(std::size_t step) {
    return QString::fromUtf8(style::ramp[step].data(), static_cast<qsizetype>(style::ramp[step].size()));
}

} // namespace

class Heat_chart_test : public QObject {
    Q_OBJECT
private slots:
    void the_step_of_a_value_is_its_distance_from_zero_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("top");
        QTest::addColumn<int>("step");
        QTest::newRow("zero") << 0.0 << 0.2 << 0;
        QTest::newRow("the top") << 0.2 << 0.2 << 6;
        QTest::newRow("below zero") << -0.2 << 0.2 << 6;
        QTest::newRow("half") << 0.1 << 0.2 << 3;
        QTest::newRow("just under a seventh") << 0.0285 << 0.2 << 0;
        QTest::newRow("just over a seventh") << 0.0287 << 0.2 << 1;
        QTest::newRow("all are zero") << 0.0 << 0.0 << 0;
    }
    void the_step_of_a_value_is_its_distance_from_zero() {
        QFETCH(double, value);
        QFETCH(double, top);
        QFETCH(int, step);
        QCOMPARE(heat_step(value, top), step);
    }

    void the_top_is_the_value_farthest_from_zero() {
        QCOMPARE(heat_top(grid({{0.1, -0.3}, {unknown, 0.2}})), 0.3);
        QCOMPARE(heat_top(grid({{unknown}})), 0.0);
        QCOMPARE(heat_top({}), 0.0);
    }

    void every_cell_has_its_number_and_its_colour() {
        const Drawn drawn = read(draw(grid({{0, 0.1, 0.2}, {0.2, -0.2, 0.05}})));
        QVERIFY(drawn.valid);
        for (const char* words : {"v00", "v01", "v02", "v10", "v11", "v12", "row 0", "row 1", "column 0",
                                  "column 2", "Least time", "share answered", "0 %", "the most"})
            QVERIFY2(drawn.texts.contains(QLatin1String(words)), words);
        // Six cells and the seven steps of the scale.
        QCOMPARE(drawn.fills.count(colour(6)), 3 + 1);
        QCOMPARE(drawn.fills.count(colour(3)), 1 + 1);
        QCOMPARE(drawn.fills.count(colour(0)), 1 + 1);
        QCOMPARE(drawn.fills.count(colour(5)), 0 + 1);
        QVERIFY(drawn.frames.isEmpty());
    }

    void a_marked_cell_has_its_word_and_a_frame() {
        HeatChart chart = grid({{0.1, 0.2}});
        chart.rows[0].cells[1].mark = "your policy";
        const Drawn drawn = read(draw(chart));
        QVERIFY(drawn.texts.contains(QStringLiteral("your policy")));
        QCOMPARE(drawn.frames.size(), 1);
    }

    void what_is_not_known_is_hatched_and_never_zero() {
        HeatChart chart = grid({{0.1, unknown}});
        const std::string svg = draw(chart);
        QVERIFY(svg.find("-hatch)") != std::string::npos);
        QCOMPARE(read(svg).fills.count(colour(0)), 1); // of the scale alone
        QVERIFY(draw(grid({{0.1, 0.2}})).find("-hatch)") == std::string::npos);
    }

    void without_cells_it_says_so() {
        const HeatChart none = grid({});
        const Drawn drawn = read(draw(none));
        QVERIFY(drawn.valid);
        QVERIFY(drawn.texts.contains(QStringLiteral("nobody was asked")));
    }
};
ATTUNE_TEST(Heat_chart_test);

#include "heat_chart_test.moc"
