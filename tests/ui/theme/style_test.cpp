// Controls as the design has them: sizes, marks and states that can be measured.
#include "tests/support/test.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

QImage picture(QWidget& widget) {
    return widget.grab().toImage();
}

int pixels(const QImage& image, const QColor& colour) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    return count;
}

/// Moves the mouse onto a widget as a hand would.
void hover(QWidget& widget) {
    QTest::mouseMove(&widget, {1, 1});
    QTest::mouseMove(&widget, widget.rect().center());
}

class PaintCounter : public QObject {
public:
    int count = 0;
    bool eventFilter(QObject* watched, QEvent* event) override {
        count += event->type() == QEvent::Paint;
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

class Style_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void controls_are_twenty_eight_high_and_grow_with_the_text() {
        const auto heights = [] {
            return std::array{QPushButton(u"Run"_s).sizeHint().height(), QComboBox().sizeHint().height(),
                              QLineEdit().sizeHint().height()};
        };
        for (const int height : heights())
            QCOMPARE(height, sizes().control_height);
        // As in the drawings, number boxes are two lower.
        QCOMPARE(QSpinBox().sizeHint().height(), sizes().control_height - 2);
        apply_theme(ThemeChoice::light, 2.0);
        QTRY_VERIFY(QPushButton(u"Run"_s).fontMetrics().height() > 28);
        for (const int height : heights())
            QVERIFY(height >= QFontMetrics(ui_font()).height() + 8);
    }

    void every_target_is_at_least_twenty_four_wide_and_high() {
        QToolButton tool;
        tool.setAutoRaise(true);
        const QList<QWidget*> targets{&tool};
        for (QWidget* target : targets) {
            QVERIFY(target->sizeHint().width() >= sizes().min_target);
            QVERIFY(target->sizeHint().height() >= sizes().min_target);
        }
        QVERIFY(QCheckBox(u"x"_s).sizeHint().height() >= sizes().min_target);
        QVERIFY(QRadioButton(u"x"_s).sizeHint().height() >= sizes().min_target);
        QVERIFY(QPushButton().sizeHint().width() >= sizes().min_target);
    }

    void the_default_button_is_the_primary_one() {
        QPushButton plain(u"Run"_s);
        QPushButton primary(u"Run"_s);
        primary.setDefault(true);
        plain.resize(80, 28);
        primary.resize(80, 28);
        QCOMPARE(pixels(picture(plain), theme().accent.base), 0);
        QVERIFY(pixels(picture(primary), theme().accent.base) > 80 * 28 / 2);
        // Its heavier letters need more room.
        QVERIFY(primary.sizeHint().width() > plain.sizeHint().width());
    }

    void a_primary_tool_button_looks_the_same_as_a_primary_button() {
        QPushButton push(u"Run"_s);
        push.setDefault(true);
        QToolButton tool;
        tool.setText(u"Run"_s);
        tool.setProperty("primary", true);
        push.resize(80, 28);
        tool.resize(80, 28);
        QCOMPARE(picture(tool), picture(push));
    }

    void hover_press_and_disabled_differ() {
        auto button = std::make_unique<QPushButton>(u"Keep this run"_s);
        button->setFocusPolicy(Qt::NoFocus);
        button->resize(120, 28);
        button->show();
        QVERIFY(QTest::qWaitForWindowExposed(button.get()));
        const QImage normal = picture(*button);
        hover(*button);
        QTRY_VERIFY(pixels(picture(*button), theme().surface.hover) > 1000);
        QTest::mousePress(button.get(), Qt::LeftButton);
        QTRY_VERIFY(pixels(picture(*button), theme().surface.selected) > 1000);
        QTest::mouseRelease(button.get(), Qt::LeftButton);
        button->setEnabled(false);
        QTRY_VERIFY(picture(*button) != normal);
        QCOMPARE(pixels(picture(*button), theme().text.primary), 0);
    }

    void focus_rings_come_with_the_keyboard_alone() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        auto* first = new QPushButton(u"First"_s);
        auto* second = new QPushButton(u"Second"_s);
        row->addWidget(first);
        row->addWidget(second);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::mouseClick(second, Qt::LeftButton);
        QTRY_VERIFY(second->hasFocus());
        QCOMPARE(pixels(picture(*second), theme().focus.ring), 0);
        QTest::keyClick(second, Qt::Key_Backtab);
        QTRY_VERIFY(first->hasFocus());
        // Two lines around the button.
        QTRY_VERIFY(pixels(picture(*first), theme().focus.ring) > 2 * 2 * (first->width() - 8));
        QCOMPARE(pixels(picture(*second), theme().focus.ring), 0);
    }

    void a_field_shows_its_focus_always() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        auto* field = new QLineEdit;
        auto* other = new QLineEdit;
        row->addWidget(other);
        row->addWidget(field);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QCOMPARE(pixels(picture(*field), theme().focus.ring), 0);
        QTest::mouseClick(field, Qt::LeftButton);
        QTRY_VERIFY(pixels(picture(*field), theme().focus.ring) > 4 * (field->width() - 8));
    }

    void a_wrong_field_has_a_red_border_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("line edit") << 0;
        QTest::newRow("spin box") << 1;
        QTest::newRow("combo box") << 2;
    }
    void a_wrong_field_has_a_red_border() {
        QFETCH(int, kind);
        std::unique_ptr<QWidget> field;
        if (kind == 0) field = std::make_unique<QLineEdit>();
        if (kind == 1) field = std::make_unique<QSpinBox>();
        if (kind == 2) field = std::make_unique<QComboBox>();
        field->setFocusPolicy(Qt::NoFocus);
        field->resize(120, 28);
        field->show();
        QVERIFY(QTest::qWaitForWindowExposed(field.get()));
        QCOMPARE(pixels(picture(*field), theme().danger.mark), 0);
        PaintCounter painted;
        field->installEventFilter(&painted);
        field->update();
        QTRY_VERIFY(painted.count > 0);
        QCoreApplication::processEvents();
        painted.count = 0;
        field->setProperty("error", true);
        // It repaints by itself.
        QTRY_VERIFY(painted.count > 0);
        QVERIFY(pixels(picture(*field), theme().danger.mark) > 2 * 110);
        field->setProperty("error", false);
        QCOMPARE(pixels(picture(*field), theme().danger.mark), 0);
    }

    void scroll_bars_are_slim_and_always_there_when_needed() {
        QScrollArea area;
        auto* content = new QWidget;
        content->setFixedSize(100, 2000);
        area.setWidget(content);
        area.resize(200, 200);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        QScrollBar& bar = *area.verticalScrollBar();
        QTRY_VERIFY(bar.isVisible());
        QCOMPARE(bar.width(), 12);
        QVERIFY(!bar.style()->styleHint(QStyle::SH_ScrollBar_Transient));
        QVERIFY(pixels(picture(bar), theme().border.control) > 50);
        content->setFixedHeight(50);
        QTRY_VERIFY(!bar.isVisible());
    }

    void a_scroll_bar_follows_the_hand() {
        QScrollBar bar(Qt::Vertical);
        bar.setRange(0, 900);
        bar.setPageStep(100);
        bar.resize(12, 300);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        // A tenth is in view: the handle is 30 long and stands at the top.
        QTest::mousePress(&bar, Qt::LeftButton, {}, {6, 15});
        QTest::mouseMove(&bar, {6, 150});
        QTest::mouseRelease(&bar, Qt::LeftButton, {}, {6, 150});
        QVERIFY2(std::abs(bar.value() - 450) < 20, qPrintable(QString::number(bar.value())));
        // A click below it is one page.
        const int before = bar.value();
        QTest::mouseClick(&bar, Qt::LeftButton, {}, {6, 290});
        QCOMPARE(bar.value(), before + 100);
    }

    void spin_box_arrows_step() {
        QSpinBox box;
        box.setRange(0, 10);
        box.setValue(5);
        box.resize(84, 26);
        box.show();
        QVERIFY(QTest::qWaitForWindowExposed(&box));
        QTest::mouseClick(&box, Qt::LeftButton, {}, {84 - 9, 6});
        QCOMPARE(box.value(), 6);
        QTest::mouseClick(&box, Qt::LeftButton, {}, {84 - 9, 20});
        QCOMPARE(box.value(), 5);
    }

    void the_whole_groove_of_a_slider_answers() {
        QSlider slider(Qt::Horizontal);
        slider.setRange(0, 100);
        slider.resize(200, 20);
        slider.show();
        QVERIFY(QTest::qWaitForWindowExposed(&slider));
        QStyleOptionSlider option;
        option.initFrom(&slider);
        option.orientation = Qt::Horizontal;
        option.maximum = 100;
        const QRect handle =
            slider.style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider);
        QCOMPARE(handle.width(), 11);
        QTest::mousePress(&slider, Qt::LeftButton, {}, {150, 10});
        QVERIFY(std::abs(slider.value() - 76) <= 3);
        QTest::mouseRelease(&slider, Qt::LeftButton, {}, {150, 10});
    }

    void the_chosen_tab_is_underlined_and_the_row_does_not_move() {
        QTabBar bar;
        bar.setDrawBase(false);
        bar.addTab(u"Outcome"_s);
        bar.addTab(u"Signal quality"_s);
        bar.resize(bar.sizeHint());
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        const QRect second = bar.tabRect(1);
        QFont heavy = bar.font();
        heavy.setWeight(QFont::DemiBold);
        QVERIFY(second.width() >= QFontMetrics(heavy).horizontalAdvance(bar.tabText(1)) + 20);
        const auto underlined = [&bar](int tab) {
            const QRect place = bar.tabRect(tab);
            return picture(bar).pixelColor(place.center().x(), place.bottom()) == theme().accent.base &&
                   picture(bar).pixelColor(place.center().x(), place.bottom() - 1) == theme().accent.base;
        };
        QVERIFY(underlined(0));
        QVERIFY(!underlined(1));
        bar.setCurrentIndex(1);
        QVERIFY(underlined(1));
        QVERIFY(!underlined(0));
        QCOMPARE(bar.tabRect(1), second);
    }

    void progress_is_thin_and_as_long_as_the_work_done() {
        QProgressBar bar;
        bar.setRange(0, 100);
        bar.setValue(25);
        bar.resize(200, bar.sizeHint().height());
        QVERIFY(bar.height() <= 10);
        const QImage image = picture(bar);
        const int middle = bar.height() / 2;
        QCOMPARE(image.pixelColor(45, middle), theme().accent.base);
        QCOMPARE(image.pixelColor(55, middle), theme().border.normal);
    }

    void sizes_kept_by_widgets_follow_the_text() {
        QToolBar bar;
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QCOMPARE(bar.iconSize(), QSize(16, 16));
        apply_theme(ThemeChoice::light, 1.5);
        QTRY_COMPARE(bar.iconSize(), QSize(24, 24));
    }

    void separators_are_one_pixel() {
        const QStyle& style = *QApplication::style();
        QCOMPARE(style.pixelMetric(QStyle::PM_SplitterWidth), 1);
        QCOMPARE(style.pixelMetric(QStyle::PM_DockWidgetSeparatorExtent), 1);
    }

    void a_menu_shows_shortcut_check_and_selection() {
        QMenu menu;
        QAction* open = menu.addAction(u"Open"_s);
        const QImage bare = picture(menu);
        open->setShortcut(QKeySequence(u"Ctrl+O"_s));
        open->setShortcutVisibleInContextMenu(true);
        QVERIFY(menu.sizeHint().width() > bare.width() + 30);
        open->setCheckable(true);
        menu.resize(menu.sizeHint());
        const QImage unchecked = picture(menu);
        open->setChecked(true);
        QVERIFY(picture(menu) != unchecked);
        QCOMPARE(pixels(picture(menu), theme().surface.selected), 0);
        menu.setActiveAction(open);
        QVERIFY(pixels(picture(menu), theme().surface.selected) > 500);
    }

    void a_selected_row_keeps_dark_words_on_a_soft_ground() {
        QListWidget list;
        list.addItem(u"Satisfaction"_s);
        list.setCurrentRow(0);
        list.resize(160, 60);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list));
        QVERIFY(pixels(picture(list), theme().surface.selected) > 1000);
        QCOMPARE(pixels(picture(list), theme().accent.base), 0);
        QCOMPARE(pixels(picture(list), theme().text.on_accent), pixels(picture(list), theme().surface.card));
    }

    void a_sorted_column_shows_one_sign() {
        QTableWidget table(1, 1);
        table.setHorizontalHeaderLabels({u"A"_s});
        table.setSortingEnabled(true);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QHeaderView& head = *table.horizontalHeader();
        head.setSortIndicator(0, Qt::AscendingOrder);
        const QImage up = picture(head);
        head.setSortIndicator(0, Qt::DescendingOrder);
        QTRY_VERIFY(picture(head) != up);
        // Nothing in the upper quarter, where other styles put a second arrow.
        const QImage down = picture(head);
        for (int x = 0; x < table.columnWidth(0); ++x)
            for (int y = 0; y < head.height() / 4; ++y)
                QCOMPARE(down.pixelColor(x, y), down.pixelColor(0, 0));
    }

private:
    static QFont ui_font() { return attune::ui::font(Type::body); }
};

ATTUNE_TEST(Style_test);
#include "style_test.moc"
