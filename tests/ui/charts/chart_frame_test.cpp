#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/meaning_popup.h"
#include "ui/theme/theme.h"
#include "ui/widgets/text_labels.h"

#include <QSvgRenderer>
#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

class Chart_frame_test : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<QWidget> window_;
    ChartFrame* frame_ = nullptr;
    QTemporaryDir folder_;

    template <typename Widget = QWidget>
    Widget* part(const char* name) const {
        return frame_->findChild<Widget*>(frame_->objectName() + u'.' + QLatin1String(name));
    }
    QAction* action(const char* name) const {
        for (QAction* action : frame_->chart_actions())
            if (action->objectName().endsWith(u'.' + QLatin1String(name))) return action;
        return nullptr;
    }
    void show(int days = 90) {
        frame_->show_chart(test::satisfaction_chart(days),
                           days < 90 ? test::preview_state(days) : test::full_state(), test::sample_input());
    }
    static QByteArray content(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<attune::Error>("attune::Error"); }
    void init() {
        window_ = std::make_unique<QWidget>();
        auto* column = new QVBoxLayout(window_.get());
        frame_ = new ChartFrame(u"satisfaction"_s, window_.get());
        column->addWidget(frame_);
        window_->resize(420, 300);
        window_->show();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    }
    void cleanup() {
        window_.reset();
        apply_theme(ThemeChoice::light);
    }

    void it_asks_its_question_before_there_is_an_answer() {
        QCOMPARE(part<QLabel>("question")->text(), u"Are people more satisfied?"_s);
        QVERIFY(!frame_->has_chart());
        QVERIFY(part<QLabel>("empty")->isVisible());
        QVERIFY(!part<QToolButton>("table_button")->isEnabled());
        for (const QAction* action : frame_->chart_actions())
            QVERIFY(!action->isEnabled());
    }

    void each_picture_is_one_redraw() {
        for (int shown = 1; shown <= 3; ++shown) {
            show(28 + shown);
            QCOMPARE(frame_->redraws(), shown);
            QCoreApplication::processEvents();
            frame_->grab();
            QCOMPARE(frame_->redraws(), shown);
        }
    }

    void a_hidden_frame_draws_once_when_it_is_seen_again() {
        show();
        QCOMPARE(frame_->redraws(), 1);
        frame_->hide();
        show(40);
        show(50);
        show(60);
        QCoreApplication::processEvents();
        QCOMPARE(frame_->redraws(), 1);
        frame_->show();
        QTRY_COMPARE(frame_->redraws(), 2);
        QCoreApplication::processEvents();
        QCOMPARE(frame_->redraws(), 2);
        QVERIFY(part<QLabel>("sentence")->text().contains(u"careful is 0.04 higher"_s));
    }

    void a_frame_on_a_page_behind_or_scrolled_out_does_not_draw() {
        QScrollArea area;
        auto* sheet = new QWidget;
        auto* column = new QVBoxLayout(sheet);
        auto* spacer = new QWidget(sheet);
        spacer->setFixedHeight(1200);
        column->addWidget(spacer);
        auto* far = new ChartFrame(u"exposure"_s, sheet);
        far->setFixedHeight(260);
        column->addWidget(far);
        area.setWidget(sheet);
        area.setWidgetResizable(true);
        area.resize(420, 400);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        far->show_chart(test::exposure_chart(), test::full_state(), nullptr);
        QCoreApplication::processEvents();
        QVERIFY(far->has_chart());
        QCOMPARE(far->redraws(), 0);
        area.verticalScrollBar()->setValue(area.verticalScrollBar()->maximum());
        QTRY_COMPARE(far->redraws(), 1);
    }

    void a_preview_says_so() {
        show(28);
        QCOMPARE(part<ElidedLabel>("subtitle")->text(),
                 u"Preview with 500 people. True satisfaction, mean of all who started, 0 to 1"_s);
        show();
        QCOMPARE(part<ElidedLabel>("subtitle")->text(),
                 u"True satisfaction, mean of all who started, 0 to 1"_s);
    }

    void only_the_finding_is_bold() {
        show();
        QTextDocument text;
        text.setHtml(part<QLabel>("sentence")->text());
        QCOMPARE(text.toPlainText(), u"careful is 0.04 higher on day 90 (interval 0.03 to 0.05)."_s);
        QString bold;
        for (auto at = text.begin().begin(); !at.atEnd(); ++at)
            if (at.fragment().charFormat().fontWeight() > QFont::Medium) bold += at.fragment().text();
        QCOMPARE(bold, u"careful is 0.04 higher"_s);
    }

    void words_of_policies_are_no_markup() {
        LabChart chart = test::satisfaction_chart();
        chart.sentence = {"<img src=x> is higher", " & more."};
        frame_->show_chart(chart, test::full_state(), nullptr);
        QTextDocument text;
        text.setHtml(part<QLabel>("sentence")->text());
        QCOMPARE(text.toPlainText(), u"<img src=x> is higher & more."_s);
    }

    void screen_readers_get_question_sentence_and_values() {
        show();
        QWidget* plot = part("plot");
        QCOMPARE(plot->accessibleName(), u"Are people more satisfied?"_s);
        QCOMPARE(plot->accessibleDescription(), u"careful is 0.04 higher on day 90 (interval 0.03 to 0.05). "
                                                "At the end: careful 0.62, default 0.58."_s);
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(plot);
        QVERIFY(spoken);
        QCOMPARE(spoken->text(QAccessible::Name), plot->accessibleName());
        for (const QToolButton* button : frame_->findChildren<QToolButton*>()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
            QVERIFY(button->width() >= 24 && button->height() >= 24);
        }
    }

    void tab_reaches_both_buttons_and_the_plot() {
        show();
        part("table_button")->setFocus();
        QStringList reached = {QApplication::focusWidget()->objectName().section(u'.', -1)};
        for (int i = 0; i < 2; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached.append(QApplication::focusWidget()->objectName().section(u'.', -1));
        }
        QCOMPARE(reached, QStringList({u"table_button"_s, u"menu_button"_s, u"plot"_s}));
    }

    void focus_rings_the_card() {
        show();
        const auto ring = [&] { return frame_->grab().toImage().pixelColor(frame_->width() / 2, 0); };
        part("table_button")->setFocus();
        QTRY_COMPARE(ring(), theme().border.subtle);
        part("plot")->setFocus();
        QTRY_COMPARE(ring(), theme().focus.ring);
    }

    void ctrl_t_shows_the_table_in_the_place_of_the_plot() {
        show();
        QCoreApplication::processEvents();
        QWidget* plot = part("plot");
        const QRect place = plot->geometry();
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_T, Qt::ControlModifier);
        auto* table = part<QTableView>("table");
        QVERIFY(frame_->shows_table());
        QTRY_VERIFY(table->isVisible());
        QVERIFY(table->hasFocus());
        QCoreApplication::processEvents();
        QCOMPARE(table->geometry(), place);
        QCOMPARE(table->model()->rowCount(), 90);
        QCOMPARE(table->model()->index(57, 1).data().toString(),
                 QString::fromStdString(fixed_number(test::value_at(58, 0.575, 0.62), 3)));
        // A new picture arrives as a table; the plot is drawn when it is seen again.
        const int redraws = frame_->redraws();
        show(28);
        QCOMPARE(table->model()->rowCount(), 28);
        QCOMPARE(frame_->redraws(), redraws);
        QTest::keyClick(table, Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(plot->isVisible());
        QVERIFY(plot->hasFocus());
        QCOMPARE(frame_->redraws(), redraws + 1);
    }

    void the_table_button_does_the_same() {
        show();
        QTest::mouseClick(part<QToolButton>("table_button"), Qt::LeftButton);
        QVERIFY(frame_->shows_table());
        QCOMPARE(action("show_table")->text(), u"Show as picture"_s);
        QTest::mouseClick(part<QToolButton>("table_button"), Qt::LeftButton);
        QVERIFY(!frame_->shows_table());
        QCOMPARE(action("show_table")->text(), u"Show as table"_s);
    }

    void the_menu_offers_everything_the_chart_can_do() {
        show();
        QStringList texts;
        for (const QAction* one : frame_->chart_actions()) {
            QVERIFY(one->isEnabled());
            QVERIFY(part<QMenu>("menu")->actions().contains(one));
            texts.append(one->text());
        }
        QCOMPARE(texts,
                 QStringList({u"Show as table"_s, u"Copy picture"_s, u"Copy data"_s, u"Export PNG"_s,
                              u"Export SVG"_s, u"Export PDF"_s, u"Export CSV"_s, u"What does this mean"_s}));
    }

    void every_export_reads_back() {
        show();
        const auto path = [&](const char* name) { return folder_.filePath(QLatin1String(name)); };
        for (const char* name : {"c.png", "c.svg", "c.pdf", "c.csv"})
            VERIFY_OK(frame_->export_to(path(name)));
        const QByteArray svg = content(path("c.svg"));
        QCOMPARE(svg.toStdString(), chart_svg(test::satisfaction_chart()));
        const QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        const QImage png(path("c.png"));
        QCOMPARE(png.size(), renderer.defaultSize() * 2);
        QCOMPARE(png.pixelColor(1, 1), QColor(Qt::white));
        QVERIFY(content(path("c.pdf")).startsWith("%PDF"));
        QVERIFY(content(path("c.pdf")).size() > 2000);
        QCOMPARE(content(path("c.csv")).toStdString(),
                 chart_csv(*test::sample_input(), test::satisfaction_chart()));
        QVERIFY(content(path("c.csv")).contains("satisfaction_true"));
        QVERIFY(!content(path("c.csv")).contains("exposure_share"));
    }

    void exports_are_light_whatever_the_screen_is() {
        show();
        VERIFY_OK(frame_->export_to(folder_.filePath(u"light.png"_s)));
        apply_theme(ThemeChoice::dark);
        VERIFY_OK(frame_->export_to(folder_.filePath(u"dark.png"_s)));
        QCOMPARE(content(folder_.filePath(u"dark.png"_s)), content(folder_.filePath(u"light.png"_s)));
    }

    void failed_exports_say_why_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("a folder that is not there") << u"missing/c.png"_s << static_cast<int>(ErrorCode::io);
        QTest::newRow("a kind nobody knows") << u"c.gif"_s << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("no records") << u"c.csv"_s << static_cast<int>(ErrorCode::not_found);
    }
    void failed_exports_say_why() {
        QFETCH(const QString, name);
        QFETCH(const int, code);
        frame_->show_chart(test::satisfaction_chart(), test::full_state(), nullptr);
        const Status done = frame_->export_to(folder_.filePath(u"failed-"_s + name));
        QVERIFY(!done);
        QCOMPARE(static_cast<int>(done.error().code), code);
        QVERIFY(!done.error().what.empty() && !done.error().where.empty() && !done.error().remedy.empty());
        QVERIFY(!QFile::exists(folder_.filePath(u"failed-"_s + name)));
    }

    void the_menu_asks_where_and_writes_there() {
        show();
        const QSignalSpy spoke(frame_, &ChartFrame::spoke);
        const QSignalSpy failed(frame_, &ChartFrame::export_failed);
        QString suggested, filter;
        frame_->set_ask_path([&](const QString& name, const QString& kinds) {
            suggested = name;
            filter = kinds;
            return folder_.filePath(u"mine"_s); // no suffix: it gets one
        });
        action("export_svg")->trigger();
        QVERIFY(suggested.endsWith(u"satisfaction.svg"_s));
        QVERIFY(filter.contains(u"*.svg"_s));
        QVERIFY(QFile::exists(folder_.filePath(u"mine.svg"_s)));
        QVERIFY(spoke.last()[0].toString().contains(u"mine.svg"_s));
        frame_->set_ask_path([](const QString&, const QString&) { return QString(); });
        action("export_png")->trigger(); // nothing was chosen, nothing happens
        QCOMPARE(spoke.size(), 1);
        QCOMPARE(failed.size(), 0);
        frame_->set_ask_path(
            [&](const QString&, const QString&) { return folder_.filePath(u"missing/c.pdf"_s); });
        action("export_pdf")->trigger();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].value<attune::Error>().code, ErrorCode::io);
    }

    void copies_go_to_the_clipboard() {
        show();
        action("copy_picture")->trigger();
        QVERIFY(QApplication::clipboard()->image().width() > 500);
        action("copy_data")->trigger();
        const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 91);
        QCOMPARE(lines[0], u"Day\tcareful\t95 % interval\tdefault\t95 % interval"_s);
        QVERIFY(QApplication::clipboard()->mimeData()->data(u"text/csv"_s).startsWith("run,policy,metric"));
    }

    void it_explains_what_it_shows() {
        show();
        action("meaning")->trigger();
        auto* popup = frame_->findChild<MeaningPopup*>();
        QVERIFY(popup && popup->isVisible());
        QVERIFY(popup->text().contains(u"True satisfaction: How satisfied people really are"_s));
        QVERIFY(popup->text().contains(u"Hatched days are not run yet"_s));
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
    }

    void a_change_of_theme_repaints_and_does_not_rebuild() {
        show();
        apply_theme(ThemeChoice::dark);
        QCoreApplication::processEvents();
        const QImage picture = frame_->grab().toImage();
        QCOMPARE(frame_->redraws(), 1);
        QCOMPARE(picture.pixelColor(6, frame_->height() / 2), theme().surface.card);
        QVERIFY(part<QLabel>("sentence")->text().contains(theme().text.primary.name()));
    }

    void clear_takes_it_back_to_the_empty_state() {
        show();
        frame_->show_table(true);
        frame_->clear();
        QVERIFY(!frame_->has_chart());
        QVERIFY(!frame_->shows_table());
        QVERIFY(part<QLabel>("empty")->isVisible());
        QVERIFY(part<QLabel>("sentence")->text().isEmpty());
        QVERIFY(!frame_->export_to(folder_.filePath(u"none.svg"_s)));
        show();
        QVERIFY(part("plot")->isVisible());
        QCOMPARE(frame_->redraws(), 2);
    }

    void the_plot_keeps_its_height_in_a_drag() {
        window_->resize(380, 300);
        LabChart chart = test::satisfaction_chart();
        frame_->show_chart(chart, test::full_state(), nullptr);
        frame_->freeze_axes(true);
        chart.sentence.rest =
            " on day 90 (interval 0.03 to 0.05), while answers say nothing of the kind and more.";
        frame_->show_chart(chart, test::full_state(), nullptr);
        QCoreApplication::processEvents();
        const int height = part("plot")->height();
        chart.sentence.rest = ".";
        frame_->show_chart(chart, test::full_state(), nullptr);
        QCoreApplication::processEvents();
        QCOMPARE(part("plot")->height(), height);
    }

    void another_kind_of_chart_takes_the_place() {
        show();
        frame_->show_chart(test::asked_chart(), test::full_state(), nullptr);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(frame_->redraws(), 2);
        QVERIFY(part("plot")->inherits("attune::ui::LoadBarsView"));
        frame_->show_chart(test::voices_chart(), test::full_state(), test::sample_input());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(part("plot")->inherits("attune::ui::VoiceDotsView"));
    }

    void a_view_of_voices_is_shown_tabled_and_exported() {
        const LabChart chart = test::voices_chart();
        frame_->show_chart(chart, test::full_state(), test::sample_input());
        auto* views = part<QComboBox>("views");
        QVERIFY(views->isVisible() && !views->accessibleName().isEmpty());
        QCOMPARE(views->currentText(), u"Device"_s);
        frame_->show_view("age");
        QVERIFY(part("plot")->accessibleDescription().contains(u"16 to 24"_s));
        QVERIFY(!part("plot")->accessibleDescription().contains(u"Phones"_s));
        frame_->show_table(true);
        const auto* cells = part<QTableView>("table")->model();
        QCOMPARE(cells->index(1, 0).data().toString(), u"16 to 24"_s);
        for (const char* name : {"v.png", "v.svg", "v.pdf", "v.csv"})
            VERIFY_OK(frame_->export_to(folder_.filePath(QLatin1String(name))));
        LabChart shown = chart;
        shown.plot = chart.views[1].plot;
        shown.table = chart.views[1].table;
        const QByteArray svg = content(folder_.filePath(u"v.svg"_s));
        QCOMPARE(svg.toStdString(), chart_svg(shown));
        QVERIFY(svg.contains("too little") && !svg.contains("Phones"));
        QVERIFY(QSvgRenderer(svg).isValid());
        QCOMPARE(QImage(folder_.filePath(u"v.png"_s)).size(), QSvgRenderer(svg).defaultSize() * 2);
        // Another picture keeps the view.
        frame_->show_chart(chart, test::preview_state(), test::sample_input());
        QCOMPARE(frame_->shown_view(), std::string("age"));
    }

    void hidden_frames_of_every_kind_draw_when_they_are_seen() {
        for (const LabChart& chart : {test::circle_chart(), test::voices_chart()}) {
            frame_->hide();
            const int before = frame_->redraws();
            frame_->show_chart(chart, test::full_state(), nullptr);
            frame_->show_chart(chart, test::full_state(), nullptr);
            QCoreApplication::processEvents();
            QCOMPARE(frame_->redraws(), before);
            frame_->show();
            QTRY_COMPARE(frame_->redraws(), before + 1);
        }
    }

    // What an interval of one seed covers is less than what people take it for.
    void the_meaning_says_what_intervals_cover_data() {
        QTest::addColumn<int>("replications");
        QTest::addColumn<bool>("preview");
        QTest::addColumn<QString>("says");
        QTest::addColumn<QString>("not_that");
        QTest::newRow("one seed") << 1 << false << "not of the learning drawn anew"
                                  << "each with another seed";
        QTest::newRow("twelve seeds") << 12 << false << "made 12 times, each with another seed"
                                      << "drawn anew";
        QTest::newRow("preview") << 1 << true << "How to read it"
                                 << "drawn anew";
    }
    void the_meaning_says_what_intervals_cover() {
        QFETCH(const int, replications);
        QFETCH(const bool, preview);
        QFETCH(const QString, says);
        QFETCH(const QString, not_that);
        PictureState state = preview ? test::preview_state() : test::full_state();
        state.replications = replications;
        for (const LabChart& chart : {test::satisfaction_chart(), test::groups_chart(), test::asked_chart(),
                                      test::circle_chart(), test::voices_chart()}) {
            frame_->show_chart(chart, state, nullptr);
            action("meaning")->trigger();
            auto* popup = frame_->findChild<MeaningPopup*>();
            QVERIFY2(popup->text().contains(says), qPrintable(popup->text()));
            QVERIFY2(!popup->text().contains(not_that), qPrintable(popup->text()));
            QVERIFY(popup->screen()->availableGeometry().height() < 700 || popup->height() < 640);
            popup->close();
        }
    }

    void kinds_of_pictures_are_explained_apart() {
        QSet<QString> readings;
        for (const LabChart& chart : {test::satisfaction_chart(), test::groups_chart(), test::asked_chart(),
                                      test::circle_chart(), test::voices_chart()}) {
            const QStringList all = meaning_of(chart, test::full_state());
            readings.insert(all[all.size() - 2]);
        }
        QCOMPARE(readings.size(), 5);
    }
};

ATTUNE_TEST(Chart_frame_test);

#include "chart_frame_test.moc"
