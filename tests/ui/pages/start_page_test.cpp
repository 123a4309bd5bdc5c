// The start page: what it offers, what its buttons ask for, how it stands at three sizes.
#include "simulations/study/examples.h"
#include "tests/support/test.h"
#include "ui/pages/example_card.h"
#include "ui/pages/recent_list.h"
#include "ui/pages/start_page.h"

#include <QPushButton>

namespace attune::ui {

class Start_page_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void every_example_has_a_card_that_opens_it() {
        StartPage page;
        QSignalSpy chosen(&page, &StartPage::example_chosen);
        QCOMPARE(examples().size(), std::size_t{6});
        for (const Example& example : examples()) {
            const QString name = QString::fromStdString(example.name);
            auto* open = page.findChild<QPushButton*>(QStringLiteral("example.%1.open").arg(name));
            QVERIFY2(open, qPrintable(name));
            open->click();
            QCOMPARE(chosen.count(), 1);
            QCOMPARE(chosen.takeFirst().first().toString(), name);
        }
    }

    void a_click_on_the_card_opens_it_too() {
        StartPage page;
        page.resize(1364, 800);
        page.show();
        page.stop_drawing();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QSignalSpy chosen(&page, &StartPage::example_chosen);
        auto* card = page.findChild<ExampleCard*>();
        QVERIFY(card);
        QTest::mouseClick(card, Qt::LeftButton, {}, QPoint(30, 30));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(QStringLiteral("example.") + chosen.first().first().toString(), card->objectName());
    }

    void buttons_ask_for_what_they_say_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QByteArray>("signal");
        QTest::newRow("open") << "start.open" << QByteArray(SIGNAL(open_wanted()));
        QTest::newRow("new") << "start.new" << QByteArray(SIGNAL(new_wanted()));
        QTest::newRow("make one") << "start.create" << QByteArray(SIGNAL(new_wanted()));
        QTest::newRow("what to believe") << "start.believe.more" << QByteArray(SIGNAL(believe_wanted()));
        QTest::newRow("can it be trusted") << "start.credibility" << QByteArray(SIGNAL(credibility_wanted()));
        QTest::newRow("import") << "start.import" << QByteArray(SIGNAL(import_wanted()));
        QTest::newRow("open a workspace") << "start.workspace" << QByteArray(SIGNAL(open_wanted()));
    }
    void buttons_ask_for_what_they_say() {
        QFETCH(QString, button);
        QFETCH(QByteArray, signal);
        StartPage page;
        QSignalSpy asked(&page, signal.constData());
        QVERIFY(asked.isValid());
        auto* found = page.findChild<QPushButton*>(button);
        QVERIFY(found);
        found->click();
        QCOMPARE(asked.count(), 1);
    }

    void the_list_shows_five_files_and_all_when_asked() {
        StartPage page;
        std::vector<RecentFile> files(7);
        for (std::size_t i = 0; i < files.size(); ++i) {
            files[i].path = QStringLiteral("/w/%1.attune").arg(i);
            files[i].opened = QDateTime::currentDateTime();
        }
        page.set_recent(files);
        auto* list = page.findChild<RecentView*>(QStringLiteral("start.recent"));
        auto* all = page.findChild<QPushButton*>(QStringLiteral("start.show_all"));
        QVERIFY(list && all);
        QVERIFY(!all->isHidden());
        QVERIFY(list->isRowHidden(5));
        all->click();
        QVERIFY(!list->isRowHidden(6));
        all->click();
        QVERIFY(list->isRowHidden(6));
        page.set_recent({});
        QVERIFY(list->isHidden());
        QVERIFY(all->isHidden());
    }

    void cards_stand_in_as_many_columns_as_fit_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("columns");
        QTest::newRow("1440") << 1364 << 3;
        QTest::newRow("1280") << 1204 << 3;
        QTest::newRow("narrow") << 860 << 2;
    }
    void cards_stand_in_as_many_columns_as_fit() {
        QFETCH(int, width);
        QFETCH(int, columns);
        StartPage page;
        page.resize(width, 800);
        page.show();
        page.stop_drawing();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        int in_first_row = 0;
        const auto cards = page.findChildren<ExampleCard*>();
        const int top = cards.first()->mapTo(&page, QPoint()).y();
        for (const ExampleCard* card : cards)
            if (card->mapTo(&page, QPoint()).y() == top) ++in_first_row;
        QCOMPARE(in_first_row, columns);
    }
};

ATTUNE_TEST(Start_page_test);

} // namespace attune::ui

#include "start_page_test.moc"
