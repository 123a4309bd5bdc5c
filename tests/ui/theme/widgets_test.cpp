// The small widgets every page uses: banner, card, empty state, lights, chips, labels of one line.
#include "tests/support/test.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/guardrail_light.h"
#include "ui/widgets/link_button.h"
#include "ui/widgets/text_labels.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

const Error disk_full{ErrorCode::io, "The workspace could not be saved", "/home/ada/study.attune",
                      "Free some space on the disk, then save again"};

template <typename Child>
Child& child(QWidget& parent, const char* name) {
    Child* found = parent.findChild<Child*>(QLatin1String(name));
    Q_ASSERT(found);
    return *found;
}

QImage light(GuardrailState state) {
    QImage sheet(16, 16, QImage::Format_RGB32);
    sheet.fill(theme().surface.card);
    QPainter painter(&sheet);
    draw_guardrail_light(painter, sheet.rect(), state);
    return sheet;
}

/// How many pixels of a row are clearly not the ground.
int marked(const QImage& image, int y) {
    int count = 0;
    for (int x = 0; x < image.width(); ++x)
        count += std::abs(qGray(image.pixel(x, y)) - qGray(theme().surface.card.rgb())) > 60;
    return count;
}

} // namespace

class Widgets_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void a_banner_is_hidden_until_it_has_something_to_say() {
        QWidget page;
        Banner banner(&page);
        page.show();
        QVERIFY(banner.isHidden());
        banner.show_message(Banner::Tone::info, u"This is a preview."_s, u"The full run follows."_s);
        QVERIFY(banner.isVisible());
        QCOMPARE(banner.text(), u"This is a preview. The full run follows."_s);
        QCOMPARE(banner.accessibleName(), banner.text());
        QVERIFY(!child<QPushButton>(banner, "banner_link").isVisible());
    }

    void a_banner_s_link_and_cross_speak() {
        QWidget page;
        Banner banner(&page);
        page.show();
        banner.show_message(Banner::Tone::caution, u"Fact."_s, u"Advice."_s, u"Show in Fairness"_s);
        QSignalSpy followed(&banner, &Banner::link_activated);
        QSignalSpy dismissed(&banner, &Banner::dismissed);
        auto& link = child<QPushButton>(banner, "banner_link");
        QCOMPARE(link.text(), u"Show in Fairness"_s);
        link.setFocus();
        QTest::keyClick(&link, Qt::Key_Space);
        QCOMPARE(followed.size(), 1);
        auto& close = child<QToolButton>(banner, "banner_close");
        QVERIFY(!close.accessibleName().isEmpty());
        QTest::mouseClick(&close, Qt::LeftButton);
        QCOMPARE(dismissed.size(), 1);
        QVERIFY(banner.isHidden());
    }

    void a_banner_that_must_stay_has_no_cross() {
        QWidget page;
        Banner banner(&page);
        page.show();
        banner.show_message(Banner::Tone::danger, u"Fact."_s, u"Advice."_s, {}, false);
        QVERIFY(!child<QToolButton>(banner, "banner_close").isVisible());
    }

    void an_error_s_details_open_and_can_be_copied() {
        QWidget page;
        Banner banner(&page);
        page.show();
        banner.show_error(disk_full);
        QCOMPARE(banner.text(),
                 u"The workspace could not be saved. Free some space on the disk, then save again"_s);
        auto& link = child<QPushButton>(banner, "banner_link");
        auto& details = child<QLabel>(banner, "banner_details");
        QSignalSpy followed(&banner, &Banner::link_activated);
        QCOMPARE(link.text(), words("ui.details"));
        QVERIFY(!details.isVisible());
        QTest::mouseClick(&link, Qt::LeftButton);
        QVERIFY(details.isVisible());
        QCOMPARE(details.text(), error_words(disk_full));
        QVERIFY(details.text().contains(u"/home/ada/study.attune"_s));
        QTest::mouseClick(&child<QPushButton>(banner, "banner_copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), error_words(disk_full));
        QTest::mouseClick(&link, Qt::LeftButton);
        QVERIFY(!details.isVisible());
        QCOMPARE(followed.size(), 0);
        // A message after it has nothing of the error left.
        banner.show_message(Banner::Tone::info, u"Saved."_s, {}, u"Show"_s);
        QTest::mouseClick(&link, Qt::LeftButton);
        QVERIFY(!details.isVisible());
        QCOMPARE(followed.size(), 1);
    }

    void words_from_outside_are_never_markup() {
        Banner banner;
        banner.show_error({ErrorCode::bad_input, "<b>bold</b> is no name", "", "Use <letters>"});
        QCOMPARE(child<QLabel>(banner, "banner_fact").textFormat(), Qt::PlainText);
        QCOMPARE(child<QLabel>(banner, "banner_advice").textFormat(), Qt::PlainText);
        QCOMPARE(child<QLabel>(banner, "banner_details").textFormat(), Qt::PlainText);
        QVERIFY(banner.text().contains(u"<b>"_s));
    }

    void a_banner_takes_one_line_if_it_can_and_loses_no_word_if_not() {
        QWidget page;
        auto* column = new QVBoxLayout(&page);
        auto* banner = new Banner;
        column->addWidget(banner);
        column->addStretch();
        page.resize(900, 400);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        banner->show_message(Banner::Tone::caution, u"Answers from people over 65 fall faster."_s,
                             u"Their view weighs less in the result."_s, u"Show in Fairness"_s);
        auto& fact = child<QLabel>(*banner, "banner_fact");
        auto& advice = child<QLabel>(*banner, "banner_advice");
        QTRY_VERIFY(banner->width() > 800);
        QTRY_COMPARE(fact.geometry().center().y(), advice.geometry().center().y());
        QTRY_VERIFY(banner->height() < 2 * fact.fontMetrics().height() + 14);
        const int one_line = banner->height();
        page.resize(260, 400);
        QTRY_VERIFY(banner->width() < 260);
        QTRY_VERIFY(advice.y() >= fact.geometry().bottom());
        QTRY_VERIFY(banner->height() > 2 * one_line);
        for (const QLabel* label : {&fact, &advice}) {
            const QRect needed = label->fontMetrics().boundingRect(QRect(0, 0, label->width(), 1000),
                                                                   Qt::TextWordWrap, label->text());
            QTRY_VERIFY2(label->height() >= needed.height(), qPrintable(label->text()));
            QVERIFY(label->geometry().right() < banner->width());
        }
        // And back.
        page.resize(900, 400);
        QTRY_COMPARE(banner->height(), one_line);
    }

    void a_banner_has_the_ground_and_edge_of_its_tone_data() {
        QTest::addColumn<int>("tone");
        QTest::newRow("info") << static_cast<int>(Banner::Tone::info);
        QTest::newRow("caution") << static_cast<int>(Banner::Tone::caution);
        QTest::newRow("danger") << static_cast<int>(Banner::Tone::danger);
    }
    void a_banner_has_the_ground_and_edge_of_its_tone() {
        QFETCH(int, tone);
        for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark}) {
            apply_theme(choice);
            Banner banner;
            banner.show_message(static_cast<Banner::Tone>(tone), u"Fact."_s, {});
            banner.resize(400, 60);
            const Theme::Status& expected = tone == 0   ? theme().info
                                            : tone == 1 ? theme().caution
                                                        : theme().danger;
            const QImage image = banner.grab().toImage();
            for (int x = 0; x < 4; ++x)
                QCOMPARE(image.pixelColor(x, 30), expected.mark);
            QCOMPARE(image.pixelColor(6, 50), expected.soft);
            // Square corners.
            QCOMPARE(image.pixelColor(399, 0), expected.mark);
        }
    }

    void a_card_is_a_white_sheet_with_round_corners() {
        for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::contrast}) {
            apply_theme(choice);
            QWidget page;
            QPalette ground;
            ground.setColor(QPalette::Window, Qt::magenta);
            page.setPalette(ground);
            auto* card = new Card(&page);
            card->setGeometry(0, 0, 100, 60);
            page.resize(100, 60);
            const QImage image = page.grab().toImage();
            QCOMPARE(image.pixelColor(50, 30), theme().surface.card);
            QCOMPARE(image.pixelColor(50, 0), theme().border.subtle);
            QCOMPARE(image.pixelColor(0, 0), QColor(Qt::magenta));
            card->set_chosen(true);
            const QImage chosen = page.grab().toImage();
            QCOMPARE(chosen.pixelColor(50, 0), theme().accent.base);
            QCOMPARE(chosen.pixelColor(50, 1), theme().accent.base);
        }
    }

    void an_empty_state_has_one_sentence_and_one_button() {
        EmptyState state(u"No run yet. Press Run and the charts appear here, one below the other."_s,
                         u"Run"_s);
        state.resize(800, 300);
        state.show();
        QVERIFY(QTest::qWaitForWindowExposed(&state));
        QCOMPARE(state.button()->text(), u"Run"_s);
        auto& sentence = child<QLabel>(state, "empty_sentence");
        QVERIFY(sentence.width() <= 360);
        QVERIFY(sentence.height() >= sentence.heightForWidth(sentence.width()));
        QVERIFY(std::abs(sentence.geometry().center().x() - 400) <= 2);
        QSignalSpy clicked(state.button(), &QPushButton::clicked);
        QTest::mouseClick(state.button(), Qt::LeftButton);
        QCOMPARE(clicked.size(), 1);
    }

    void lights_differ_in_shape_without_any_colour() {
        const QImage held = light(GuardrailState::held);
        const QImage near = light(GuardrailState::near_limit);
        const QImage broken = light(GuardrailState::broken);
        const QImage unknown = light(GuardrailState::not_enough);
        // Rows 4 and 12 of 16: the circle is even, the triangle grows, the square is full, the ring is mostly
        // empty.
        QVERIFY(std::abs(marked(held, 4) - marked(held, 11)) <= 1);
        QVERIFY(marked(near, 12) > marked(near, 4) + 3);
        QCOMPARE(marked(broken, 4), marked(broken, 8));
        QVERIFY(marked(broken, 4) >= 9);
        QVERIFY(marked(held, 8) >= 9);
        QVERIFY(marked(unknown, 8) < marked(held, 8));
        const QRgb corner = broken.pixel(3, 3);
        QVERIFY(corner != held.pixel(3, 3));
    }

    void counts_are_spoken_in_words_and_zeros_left_out() {
        GuardrailCountsLabel label;
        label.show_counts({4, 1, 0, 2}, true);
        QCOMPARE(label.accessibleName(),
                 u"Guardrails: 4 held, 1 near the limit, 0 broken, 2 without enough data"_s);
        QCOMPARE(label.toolTip(), label.accessibleName());
        const int with_word = label.sizeHint().width();
        label.show_counts({4, 1, 0, 2}, false);
        const int three = label.sizeHint().width();
        QVERIFY(three < with_word);
        label.show_counts({4, 1, 3, 2}, false);
        QVERIFY(label.sizeHint().width() > three);
        label.show_counts({}, true);
        QCOMPARE(label.sizeHint().width(), 0);
    }

    void an_elided_label_keeps_its_full_text() {
        ElidedLabel label(u"True satisfaction, mean of all who started, 0 to 1"_s);
        label.resize(label.sizeHint());
        const QImage full = label.grab().toImage();
        label.resize(120, label.height());
        QVERIFY(label.minimumSizeHint().width() < 60);
        QCOMPARE(label.text(), u"True satisfaction, mean of all who started, 0 to 1"_s);
        QVERIFY(label.grab().toImage() != full.copy(0, 0, 120, label.height()));
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        QHelpEvent help(QEvent::ToolTip, {10, 5}, label.mapToGlobal(QPoint(10, 5)));
        QApplication::sendEvent(&label, &help);
        QTRY_COMPARE(QToolTip::text(), label.text());
        QToolTip::hideText();
    }

    void figure_labels_are_as_wide_for_every_number() {
        const FigureLabel ones(u"1,111"_s);
        const FigureLabel eights(u"8,888"_s);
        QCOMPARE(ones.sizeHint(), eights.sizeHint());
        FigureLabel right(u"7"_s, Qt::AlignRight | Qt::AlignVCenter);
        right.resize(100, 20);
        const QImage image = right.grab().toImage();
        const QColor ground = image.pixelColor(0, 0);
        for (int x = 0; x < 85; ++x)
            for (int y = 0; y < 20; ++y)
                QCOMPARE(image.pixelColor(x, y), ground);
    }

    void a_state_chip_has_the_colours_of_its_tone() {
        StateChip chip(u"Preview"_s, ChipTone::caution);
        chip.resize(chip.sizeHint());
        QCOMPARE(chip.height(), 20);
        QCOMPARE(chip.grab().toImage().pixelColor(6, chip.height() / 2), theme().caution.soft);
        chip.show_state(u"Full run"_s, ChipTone::info);
        chip.resize(chip.sizeHint());
        QCOMPARE(chip.text(), u"Full run"_s);
        QCOMPARE(chip.grab().toImage().pixelColor(6, chip.height() / 2), theme().info.soft);
    }

    void a_filter_chip_works_by_mouse_and_key() {
        FilterChip chip(u"Answers"_s);
        QVERIFY(chip.focusPolicy() & Qt::TabFocus);
        QCOMPARE(chip.toolTip(), u"Remove the filter Answers"_s);
        QVERIFY(chip.sizeHint().height() >= sizes().min_target);
        QSignalSpy clicked(&chip, &QToolButton::clicked);
        chip.resize(chip.sizeHint());
        QTest::mouseClick(&chip, Qt::LeftButton);
        QTest::keyClick(&chip, Qt::Key_Space);
        QCOMPARE(clicked.size(), 2);
    }

    void a_link_shows_its_focus() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        auto* link = new LinkButton(u"Show the checks"_s);
        row->addWidget(link);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        link->clearFocus();
        const QImage without = link->grab().toImage();
        link->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(link->grab().toImage() != without);
    }

    void text_size_reaches_every_one_of_them() {
        Banner banner;
        banner.show_message(Banner::Tone::info, u"Fact."_s, u"Advice."_s);
        StateChip chip(u"Preview"_s);
        GuardrailCountsLabel lights;
        lights.show_counts({4, 1, 1, 1}, true);
        LinkButton link(u"Show"_s);
        const auto sizes_now = [&] {
            return QList<QSize>{banner.sizeHint(), chip.sizeHint(), lights.sizeHint(), link.sizeHint()};
        };
        const auto before = sizes_now();
        apply_theme(ThemeChoice::light, 2.0);
        QTRY_VERIFY(link.sizeHint().width() > before[3].width());
        const auto after = sizes_now();
        for (qsizetype i = 0; i < after.size(); ++i)
            QVERIFY(after[i].height() > before[i].height());
    }
};

ATTUNE_TEST(Widgets_test);
#include "widgets_test.moc"
