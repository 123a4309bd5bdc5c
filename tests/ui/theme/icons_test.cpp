// Every icon: the set is complete, one style, tinted by its place, sharp, inside its frame.
#include "tests/support/test.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

QByteArray svg(const QString& name) {
    QFile file(QString::fromStdString(attune::test::source_path("resources/icons/")) + name + u".svg"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The icon drawn in the middle of a transparent sheet with a margin around its frame.
constexpr int margin = 8;
QImage drawn(const QString& name, int size, const QColor& colour) {
    QImage sheet(size + 2 * margin, size + 2 * margin, QImage::Format_ARGB32_Premultiplied);
    sheet.fill(Qt::transparent);
    QPainter painter(&sheet);
    draw_icon(painter, QRectF(margin, margin, size, size), name, colour);
    return sheet;
}

/// The most opaque pixel.
QColor strongest(const QImage& image) {
    QColor found(Qt::transparent);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (const QColor here = image.pixelColor(x, y); here.alpha() > found.alpha()) found = here;
    return found;
}

bool nearly(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) <= 3 && std::abs(a.green() - b.green()) <= 3 &&
           std::abs(a.blue() - b.blue()) <= 3;
}

void add_icon_rows() {
    QTest::addColumn<QString>("name");
    for (const QString& name : icon_names())
        QTest::newRow(qPrintable(name)) << name;
}

} // namespace

class Icons_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void the_set_is_complete() {
        const QStringList all = icon_names();
        for (const char* name :
             {"start",      "lab",        "compare",  "sweep",        "fairness",      "journeys",
              "consent",    "decide",     "play",     "pause",        "step",          "stop",
              "cancel",     "file",       "open",     "save",         "copy",          "revert",
              "table",      "menu",       "undo",     "redo",         "reset",         "pin",
              "lock",       "unlock",     "search",   "bookmark",     "branch",        "lens",
              "clock",      "export",     "import",   "plus",         "close",         "float",
              "check",      "info",       "swap",     "seed",         "help",          "chevron-down",
              "chevron-up", "arrow-left", "database", "chevron-left", "chevron-right", "minus",
              "arrow-right"})
            QVERIFY2(all.contains(QLatin1String(name)), name);
    }

    void it_is_drawn_inside_its_frame_data() { add_icon_rows(); }
    void it_is_drawn_inside_its_frame() {
        QFETCH(QString, name);
        for (const int size : {16, 20, 32, 48}) {
            const QImage sheet = drawn(name, size, Qt::black);
            const QRect frame(margin, margin, size, size);
            int inside = 0;
            for (int y = 0; y < sheet.height(); ++y)
                for (int x = 0; x < sheet.width(); ++x) {
                    if (qAlpha(sheet.pixel(x, y)) == 0) continue;
                    QVERIFY2(frame.contains(x, y), qPrintable(u"%1 x %2"_s.arg(x).arg(y)));
                    ++inside;
                }
            QVERIFY2(inside > 8, qPrintable(QString::number(size)));
            QVERIFY(strongest(sheet).alpha() > 150);
        }
    }

    void it_keeps_the_one_style_data() { add_icon_rows(); }
    void it_keeps_the_one_style() {
        QFETCH(QString, name);
        const QByteArray text = svg(name);
        QVERIFY(text.contains("viewBox=\"0 0 24 24\""));
        QVERIFY(text.contains("stroke=\"currentColor\""));
        QVERIFY(text.contains("stroke-linecap=\"round\" stroke-linejoin=\"round\""));
        QVERIFY(!text.contains('#'));
        const bool filled = name == u"play"_s || name == u"stop"_s;
        QCOMPARE(text.contains("fill=\"currentColor\""), filled);
        QCOMPARE(text.contains("stroke-width=\"1.75\""), name != u"menu"_s);
    }

    void a_pixmap_takes_the_theme_s_ink() {
        for (const ThemeChoice choice : {ThemeChoice::light, ThemeChoice::dark, ThemeChoice::contrast}) {
            apply_theme(choice);
            const auto ink = [](const QIcon& icon, QIcon::Mode mode) {
                return strongest(icon.pixmap(QSize(48, 48), 1.0, mode).toImage());
            };
            const QIcon plain = icon(u"stop"_s);
            QVERIFY(nearly(ink(plain, QIcon::Normal), theme().text.primary));
            QVERIFY(nearly(ink(plain, QIcon::Disabled), theme().text.disabled));
            QVERIFY(nearly(ink(icon(u"stop"_s, Ink::muted), QIcon::Normal), theme().text.muted));
            QVERIFY(nearly(ink(icon(u"stop"_s, Ink::on_accent), QIcon::Normal), theme().text.on_accent));
        }
    }

    void an_icon_painted_in_a_place_takes_its_pen() {
        QImage sheet(48, 48, QImage::Format_ARGB32_Premultiplied);
        sheet.fill(Qt::transparent);
        QPainter painter(&sheet);
        painter.setPen(QColor(10, 120, 200));
        icon(u"stop"_s).paint(&painter, sheet.rect());
        QVERIFY(nearly(strongest(sheet), QColor(10, 120, 200)));
    }

    void a_primary_button_s_icon_has_the_ink_of_its_text() {
        QPushButton button(icon(u"stop"_s), QString());
        button.setDefault(true);
        button.setIconSize({40, 40});
        button.resize(button.sizeHint());
        const QImage picture = button.grab().toImage();
        QVERIFY(nearly(picture.pixelColor(picture.rect().center()), theme().text.on_accent));
    }

    void it_is_as_sharp_as_the_screen() {
        const QPixmap single = icon(u"sweep"_s).pixmap(QSize(16, 16), 1.0);
        const QPixmap twice = icon(u"sweep"_s).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(single.size(), QSize(16, 16));
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.devicePixelRatio(), 2.0);
        // Not an enlarged small one: more detail than any doubling has.
        const QImage doubled =
            single.toImage().scaled(32, 32, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        QVERIFY(twice.toImage().convertToFormat(doubled.format()) != doubled);
        int solid = 0;
        for (int x = 0; x < 32; ++x)
            solid += qAlpha(twice.toImage().pixel(x, 16)) > 200;
        QVERIFY(solid > 0);
    }
};

ATTUNE_TEST(Icons_test);
#include "icons_test.moc"
