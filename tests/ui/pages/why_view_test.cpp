// FB-07: why each item of a person's list stands where it stands, on the tab on answering, from a real run of
// few people.
#include "simulations/study/why_words.h"
#include "tests/support/test.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/why_view.h"
#include "ui/pages/word_table.h"

#include <QtWidgets/QtWidgets>

namespace attune::ui {
namespace {

constexpr int patience_ms = 30000;

struct Shown {
    WhyView view{2};
    LabSetup setup;
    QString failure;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        world->scenario.users = 120;
        world->scenario.days = 14;
        world->scenario.items = 200;
        setup.scenario = world;
        setup.candidate.name = "careful";
        QObject::connect(&view, &WhyView::failed, &view,
                         [this](const Error& error) { failure = QString::fromStdString(error.what); });
        view.resize(900, 700);
        view.show();
        view.show_setup(&setup);
    }
    template <typename T>
    T* find(const char* name) {
        return view.findChild<T*>(QLatin1String(name));
    }
    bool explain() {
        find<QPushButton>("why.measure")->click();
        return QTest::qWaitFor([this] { return !view.run().running(); }, patience_ms);
    }
    QString said(const char* name) { return find<QLabel>(name)->text(); }
};

} // namespace

class WhyView_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothing_is_shown_before_it_is_asked_for() {
        Shown shown;
        QVERIFY(!shown.find<QListWidget>("why.list")->isVisible());
        QVERIFY(shown.find<QLabel>("why.empty")->isVisible());
        shown.view.show_setup(nullptr);
        QVERIFY(!shown.find<QPushButton>("why.measure")->isEnabled());
    }

    void every_item_tells_what_brought_it_there() {
        Shown shown;
        shown.find<QSpinBox>("why.day")->setValue(10);
        QVERIFY2(shown.explain(), qPrintable(shown.failure));
        auto* list = shown.find<QListWidget>("why.list");
        QVERIFY2(list->isVisible() && list->count() == 10, qPrintable(shown.failure));
        QVERIFY(shown.said("why.subtitle").contains(u"after day 10"));
        const auto asked =
            why_slate(*shown.setup.scenario, shown.setup.candidate, {.day = 10, .person = {}}, {});
        VERIFY_OK(asked);
        const Text& text = Text::english();
        auto* parts = shown.find<WordTable>("why.parts");
        for (int row = 0; row < list->count(); ++row) {
            QTest::keyClick(list, row == 0 ? Qt::Key_Home : Qt::Key_Down);
            QCOMPARE(list->currentRow(), row);
            const WhyListed& item = asked->now.items[static_cast<std::size_t>(row)];
            QVERIFY(list->currentItem()->text().contains(QString::fromStdString(item_words(item, text))));
            QCOMPARE(parts->table().rows, parts_table(item, text).rows);
            QCOMPARE(shown.said("why.said"),
                     QString::fromStdString(without_feedback(item, asked->now, text)));
            QVERIFY(parts->accessibleDescription().contains(shown.said("why.sum")));
        }
        QCOMPARE(shown.said("why.off"), QString::fromStdString(why_sentences(*asked, text).back()));
    }

    void person_that_was_named_is_shown_and_levers_that_moved_make_it_earlier() {
        Shown shown;
        shown.find<QSpinBox>("why.person")->setValue(7);
        QVERIFY(shown.explain());
        QVERIFY(shown.said("why.subtitle").contains(u"person 7"));
        const QString fresh = shown.said("why.state");
        LabSetup moved = shown.setup;
        moved.candidate.temperature = 1.2;
        shown.view.show_setup(&moved);
        QVERIFY(shown.said("why.state") != fresh);
        QVERIFY(shown.find<QListWidget>("why.list")->isVisible());
        shown.view.forget();
        QVERIFY(!shown.find<QListWidget>("why.list")->isVisible());
    }

    void parts_are_exported() {
        Shown shown;
        QVERIFY(shown.explain());
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("why.csv"));
        shown.view.set_ask_path([&](const QString&, const QString&) { return path; });
        shown.find<QPushButton>("why.export")->click();
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("side,place,item,title"));
    }
};
ATTUNE_TEST(WhyView_test);

} // namespace attune::ui

#include "why_view_test.moc"
