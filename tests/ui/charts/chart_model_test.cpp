#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/chart_model.h"

#include <QAbstractItemModelTester>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

class Chart_model_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void it_is_the_table_of_the_chart() {
        ChartModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        model.show_table({{"Week", "careful", "95 % interval"},
                          {{"none", "46 %", "45 % to 47 %"}, {"one", "\u22121 %", "-"}}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), u"careful"_s);
        QCOMPARE(model.index(0, 2).data().toString(), u"45 % to 47 %"_s);
        QCOMPARE(model.index(1, 0).data().toString(), u"one"_s);
        QCOMPARE(model.index(1, 1).data().toString(), u"\u22121 %"_s);
    }

    void a_new_picture_replaces_all_rows() {
        ChartModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show_table(test::asked_chart().table);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.show_table({{"Day"}, {{"1"}}});
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.columnCount(), 1);
    }

    void names_stand_left_and_figures_right() {
        ChartModel model;
        model.show_table(test::asked_chart().table);
        const auto side = [&](int column) {
            return model.index(0, column).data(Qt::TextAlignmentRole).value<Qt::Alignment>() &
                   Qt::AlignHorizontal_Mask;
        };
        QCOMPARE(side(0), Qt::AlignLeft);
        QCOMPARE(side(1), Qt::AlignRight);
    }

    void a_short_row_ends_in_empty_cells() {
        ChartModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show_table({{"Day", "careful"}, {{"1"}}});
        QCOMPARE(model.index(0, 1).data().toString(), QString());
    }
};

ATTUNE_TEST(Chart_model_test);

#include "chart_model_test.moc"
