// The card with one person's lists before and after: who is chosen is shown, empty states speak, files hold
// what is on screen.
#include "core/recommender/deescalation/wording.h"
#include "tests/support/test.h"
#include "ui/pages/adjusted_card.h"
#include "ui/pages/word_table.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

namespace attune::ui {
namespace {

const MeasuredFor world{"careful", "calm-baseline", 500, 30, false};

AdjustedPerson planted_person(std::uint32_t user, Adjustment adjustment, std::uint32_t first) {
    AdjustedPerson person{.user = UserId(user), .adjustment = adjustment};
    person.category = CategoryId(0);
    person.item = ItemId(first);
    person.before = {.hours = 50, .items = {ItemId(first), ItemId(first + 1), ItemId(first + 2)}};
    person.next = {.number = 1, .hours = 51, .items = {ItemId(first + 2), ItemId(first + 3)}};
    person.next_visit = {.visit = 1, .number = 2, .hours = 99, .items = {ItemId(first + 4)}};
    return person;
}

AdjustedTold planted() {
    AdjustedTold told;
    told.categories = {"News", "Sports"};
    told.providers = {"South"};
    for (std::uint32_t i = 0; i < 20; ++i)
        told.items[i] = {.title = {}, .category = i % 2};
    told.people = {planted_person(7, Adjustment::fewer, 0), planted_person(9, Adjustment::pause_source, 10)};
    told.people[0].tags = {
        {.kind = TagKind::category_lowered, .which = 0, .strength = -1, .since = 60, .belief = 0.7F},
        {.kind = TagKind::item_away, .author = TagAuthor::user, .which = 0, .since = 60, .until = 700}};
    return told;
}

struct Shown {
    AdjustedCard card;

    Shown() {
        card.resize(1000, 700);
        card.show();
        if (!QTest::qWaitForWindowExposed(&card)) qFatal("not shown");
    }
    template <typename T>
    T* find(const char* part) {
        return card.findChild<T*>(QStringLiteral("adjusted.") + QLatin1String(part));
    }
    QString said(const char* label) { return find<QLabel>(label)->text(); }
    /// What the picture of the screen has: its kind, its words, its buttons.
    QStringList banner() {
        const auto* screen = find<QWidget>("screen");
        QStringList parts;
        for (const char* part : {"screen.kind", "screen.words"})
            parts << screen->findChild<QLabel*>(QLatin1String(part))->text();
        for (const auto* button : screen->findChildren<QPushButton*>(QStringLiteral("screen.button")))
            parts << button->text();
        return parts;
    }
    QStringList column(const char* table, int column) {
        const auto* model = find<WordTable>(table)->model();
        QStringList cells;
        for (int row = 0; row < model->rowCount(); ++row)
            cells << model->index(row, column).data().toString();
        return cells;
    }
};

} // namespace

class Adjusted_card_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void before_a_measuring_it_says_what_would_be_there() {
        Shown shown;
        QVERIFY(shown.find<QLabel>("empty")->isVisible());
        QVERIFY(shown.said("empty").startsWith(QStringLiteral("Measure shows here")));
        QCOMPARE(shown.card.accessibleDescription(), shown.said("empty"));
        QVERIFY(!shown.find<QComboBox>("person")->isVisible());
        QVERIFY(!shown.find<QToolButton>("menu_button")->isEnabled());
        shown.card.show_people(planted(), world);
        QVERIFY(!shown.find<QLabel>("empty")->isVisible());
        shown.card.show_people(AdjustedTold{}, world);
        QVERIFY(shown.said("empty").startsWith(QStringLiteral("Nobody was answered")));
        QVERIFY(shown.find<QLabel>("empty")->isVisible() && !shown.find<WordTable>("tags")->isVisible());
        shown.card.clear();
        QVERIFY(shown.said("empty").startsWith(QStringLiteral("Measure shows here")));
    }

    void the_chosen_person_is_shown() {
        Shown shown;
        shown.card.show_people(planted(), world);
        auto* person = shown.find<QComboBox>("person");
        QCOMPARE(person->count(), 2);
        QCOMPARE(shown.column("before_list", 2),
                 (QStringList{QStringLiteral("Item 0"), QStringLiteral("Item 1"), QStringLiteral("Item 2")}));
        QCOMPARE(shown.column("after_list", 2),
                 (QStringList{QStringLiteral("Item 2"), QStringLiteral("Item 3")}));
        QCOMPARE(shown.column("after_list", 1),
                 (QStringList{QStringLiteral("= stays"), QStringLiteral("+ came in")}));
        QVERIFY2(shown.said("told").startsWith(QStringLiteral("Your no did this: News has 1 of 2")),
                 qPrintable(shown.said("told")));
        QCOMPARE(shown.column("tags", 0),
                 (QStringList{QStringLiteral("Topic less often"), QStringLiteral("Item kept away")}));
        QVERIFY(shown.card.accessibleDescription().contains(shown.said("told")));
        // By keyboard.
        person->setFocus();
        QTest::keyClick(person, Qt::Key_Down);
        QCOMPARE(shown.column("before_list", 2).first(), QStringLiteral("Item 10"));
        QVERIFY(!shown.find<WordTable>("tags")->isVisible());
        QVERIFY(shown.said("tags_title").startsWith(QStringLiteral("Nothing is changed")));
        auto* after = shown.find<QComboBox>("after");
        after->setFocus();
        QTest::keyClick(after, Qt::Key_Down);
        QCOMPARE(shown.column("after_list", 2), QStringList{QStringLiteral("Item 14")});
        QVERIFY(shown.said("after_title").contains(QStringLiteral("next visit (day 4)")));
        // Who is still there after another measuring stays chosen.
        AdjustedTold again = planted();
        std::swap(again.people[0], again.people[1]);
        shown.card.show_people(again, world);
        QVERIFY(person->currentText().startsWith(QStringLiteral("Person 9")));
        QCOMPARE(shown.column("before_list", 2).first(), QStringLiteral("Item 10"));
    }

    // DE-14: the banner is that of the state, with all its parts.
    void the_banner_is_that_of_the_state_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("says");
        QTest::addColumn<QStringList>("buttons");
        const auto row = [](LoopState state, const char* kind, const char* says, QStringList buttons = {}) {
            QTest::newRow(std::string(name(state)).c_str())
                << QString::fromLatin1(kind) << QString::fromLatin1(says) << std::move(buttons);
        };
        const char* none = "Nothing about it stands on the screen.";
        const char* mark = "In the list of what is changed: fewer like this, News.";
        const QStringList undo = {QStringLiteral("Undo")};
        using enum LoopState;
        row(stable, "nothing", none);
        row(watch, "nothing", none);
        row(acknowledge, "nothing", none);
        row(clarify, "the offer",
            "We showed News and got a no. Want fewer, a new topic, or a break from this source?",
            {QStringLiteral("Fewer like this"), QStringLiteral("A new topic"),
             QStringLiteral("Pause this source"), QStringLiteral("No thanks"),
             QStringLiteral("Don't ask again")});
        row(adjust, "one line, with undo", "Done. You should see fewer within about 4 visits.", undo);
        row(verify, "a line in the list of changes", mark);
        row(resolved, "a line in the list of changes", mark);
        row(fallback, "one line, with undo", "That change did not help. We took it back.", undo);
        row(cool_down, "nothing", none);
        row(opted_out, "nothing", none);
    }
    void the_banner_is_that_of_the_state() {
        QFETCH(QString, kind);
        QFETCH(QString, says);
        QFETCH(QStringList, buttons);
        Shown shown;
        AdjustedTold told = planted();
        told.people[0].visits = 4;
        told.policy.copy_style = static_cast<int>(CopyStyle::explanatory);
        shown.card.show_people(told, world);
        auto* state = shown.find<QComboBox>("state");
        QCOMPARE(state->count(), loop_state_count);
        // The way there is the keyboard's alone.
        state->setFocus();
        QTest::keyClick(state, Qt::Key_Home);
        for (int s = 0; name(static_cast<LoopState>(s)) != QTest::currentDataTag(); ++s)
            QTest::keyClick(state, Qt::Key_Down);
        QCOMPARE(shown.banner(), (QStringList{kind, says} + buttons));
        const QString spoken = shown.find<QWidget>("screen")->accessibleName();
        QVERIFY2(spoken.contains(kind) && spoken.contains(says), qPrintable(spoken));
        for (const QString& button : buttons)
            QVERIFY2(spoken.contains(button), qPrintable(spoken));
    }

    // What is offered first, and what is said of a change, is this person's.
    void the_banner_is_that_of_the_person() {
        Shown shown;
        AdjustedTold told = planted();
        told.people[0].pattern = Pattern::frustration;
        told.policy.copy_style = static_cast<int>(CopyStyle::plain);
        told.people[1].category.reset();
        told.people[1].item.reset();
        shown.card.show_people(told, world);
        QVERIFY(shown.banner()[1].startsWith(QStringLiteral("These picks keep missing.")));
        QCOMPARE(shown.banner()[2], QStringLiteral("Pause this source"));
        shown.find<QComboBox>("person")->setCurrentIndex(1);
        QCOMPARE(shown.banner().mid(2, 3),
                 (QStringList{QStringLiteral("Lower prices"), QStringLiteral("Bolder picks"),
                              QStringLiteral("More for later")}));
        shown.find<QComboBox>("state")->setCurrentIndex(static_cast<int>(LoopState::adjust));
        QVERIFY(shown.banner()[1].startsWith(QStringLiteral("Done. This source rests for ")));
        shown.find<QComboBox>("person")->setCurrentIndex(0); // nothing was promised: no time is said
        QCOMPARE(shown.banner()[1], QStringLiteral("Noted. Your next list takes it in."));
        // A picture of buttons: nothing in it takes the focus, the picture itself does.
        for (const auto* button : shown.find<QWidget>("screen")->findChildren<QPushButton*>())
            QCOMPARE(button->focusPolicy(), Qt::NoFocus);
    }

    void parts_have_names_and_show_all_their_rows() {
        Shown shown;
        shown.card.show_people(planted(), world);
        for (const char* part :
             {"person", "after", "state", "screen", "before_list", "after_list", "tags", "menu_button"}) {
            auto* widget = shown.find<QWidget>(part);
            QVERIFY2(widget && !widget->accessibleName().isEmpty(), part);
            QVERIFY2(widget->focusPolicy() & Qt::TabFocus, part);
        }
        for (const double zoom : {1.0, 1.5}) {
            apply_theme(ThemeChoice::dark, zoom);
            QCoreApplication::processEvents();
            for (const char* part : {"before_list", "tags"}) {
                auto* table = shown.find<WordTable>(part);
                const int rows = table->model()->rowCount();
                QVERIFY2(table->rowViewportPosition(rows - 1) + table->rowHeight(rows - 1) <=
                             table->viewport()->height(),
                         part);
            }
        }
    }

    void lists_stand_below_each_other_where_there_is_little_room() {
        Shown shown;
        shown.card.show_people(planted(), world);
        const auto place = [&](const char* part) {
            return shown.find<WordTable>(part)->mapTo(&shown.card, QPoint());
        };
        const auto beside = [&] {
            return place("before_list").y() == place("after_list").y() &&
                   place("before_list").x() < place("after_list").x();
        };
        const auto below = [&] {
            return place("before_list").y() < place("after_list").y() &&
                   place("before_list").x() == place("after_list").x();
        };
        QTRY_VERIFY(beside());
        shown.card.resize(600, 900);
        QTRY_VERIFY(below());
        shown.card.resize(1000, 900);
        QTRY_VERIFY(beside());
    }

    void what_is_on_screen_is_exported() {
        Shown shown;
        shown.card.show_people(planted(), world);
        const QTemporaryDir folder;
        shown.card.set_ask_path([&](const QString& suggested, const QString&) {
            return folder.filePath(QFileInfo(suggested).completeBaseName());
        });
        QSignalSpy spoke(&shown.card, &AdjustedCard::spoke);
        const auto lines = [&](const char* action, const char* file) {
            shown.card.findChild<QAction*>(QStringLiteral("adjusted.") + QLatin1String(action))->trigger();
            QFile read(folder.filePath(QLatin1String(file)));
            return read.open(QIODevice::ReadOnly) ? QString::fromUtf8(read.readAll()).split(u'\n').size() - 2
                                                  : -1;
        };
        QCOMPARE(lines("export_tags", "tags.csv"), 2);
        QCOMPARE(lines("export_lists", "lists.csv"), 2 * 6);
        QCOMPARE(spoke.count(), 2);
        shown.card.findChild<QAction*>(QStringLiteral("adjusted.copy"))->trigger();
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("What\tAbout\tBecause")));
        QSignalSpy failed(&shown.card, &AdjustedCard::export_failed);
        shown.card.set_ask_path(
            [](const QString&, const QString&) { return QStringLiteral("/nowhere/at/all.csv"); });
        (void)lines("export_tags", "all.csv");
        QCOMPARE(failed.count(), 1);
    }
};
ATTUNE_TEST(Adjusted_card_test);

} // namespace attune::ui

#include "adjusted_card_test.moc"
